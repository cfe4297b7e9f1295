"""A take beside its piece, and a take beside an earlier one: what held together, in words and by bars, never in marks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from studio.music.follow import written
from studio.music.match import match
from studio.music.take import pressed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from studio.music.match import Match
    from studio.music.piece import Bar, Hand, Note, Piece
    from studio.music.take import Take

Timing = Literal["together", "a touch early", "a touch late", ""]
Difference = Literal["slower", "faster", "mode", "help", "hands", "key"]
"""In what an earlier take was unlike: it was slower, it was faster, or it was played in another way."""

_TOGETHER_SECONDS: Final = 0.060
_TOGETHER_BEATS: Final = 1 / 12
_TOUCH_BEATS: Final = 1 / 4
BELONGS: Final = 0.7
"""Share of the keys pressed that must belong: below it a take is something else, and nothing is said."""

_FEWEST_NOTES: Final = 4
_FEWEST_IN_BAR: Final = 3  # onsets: fewer say nothing about a bar's timing
_HELD: Final = 0.8  # of a bar's notes: it held together
_ONE: Final = 1  # a note that is missing may well be one that was not recognised: of it nothing is said


class Try(NamedTuple):
    """One go at a bar: how much of it was there (0..1), when in the take it began and ended in seconds, its timing, notes missing."""

    share: float
    start_seconds: float
    end_seconds: float
    timing: Timing
    missing: int = 0

    @property
    def held(self) -> bool:
        """Whether the bar held together, as far as can be told."""
        return self.share >= _HELD or self.missing == _ONE


class BarTries(NamedTuple):
    """All goes at one bar, in order."""

    bar: int
    tries: tuple[Try, ...]

    @property
    def first(self) -> Try:
        """The first go."""
        return self.tries[0]

    @property
    def last(self) -> Try:
        """The last go."""
        return self.tries[-1]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A take beside its piece: the bars that were played, and whether the two belong together surely enough to say anything."""

    bars: tuple[BarTries, ...]
    sure: bool
    timing: Timing = ""
    note_seconds: tuple[tuple[int, float], ...] = ()  # place of a written note, and when it was last played

    @property
    def held(self) -> tuple[int, ...]:
        """Numbers of the bars that held together at the last go."""
        return tuple(each.bar for each in self.bars if self.sure and each.last.held)

    @property
    def to_go_back_to(self) -> tuple[int, ...]:
        """Numbers of the bars that did not yet."""
        return tuple(each.bar for each in self.bars if self.sure and not each.last.held)

    def span(self, first: int, last: int) -> tuple[float, float] | None:
        """Find the seconds of the take in which bars `first` to `last` were last played; None where they were not."""
        inside = [each.last for each in self.bars if first <= each.bar <= last]
        return (min(go.start_seconds for go in inside), max(go.end_seconds for go in inside)) if inside else None


def beside_piece(
    take: Take,
    piece: Piece,
    parts: Collection[int],
    *,
    hand: Hand = "",
    backing_seconds: float | None = None,
    speed: float = 1.0,
) -> Comparison:
    """Lay a take beside the parts it plays.

    `backing_seconds` is when in the take the piece's tick 0 sounded, at `speed`: only against a backing is anything early or late.
    """
    notes = written(piece, parts, hand)
    played = pressed(take.events)
    seconds = [take.seconds_at(on.frame) for on, _ in played]
    ends = [take.seconds_at(off) for _, off in played]
    found = match(
        [note.start for note in notes],
        [note.pitch for note in notes],
        seconds,
        [on.pitch for on, _ in played],
        {bar.start for bar in piece.bars()},
    )
    judge = _Judge(piece, notes, seconds, ends, backing_seconds, speed)
    tries: dict[int, list[Try]] = defaultdict(list)
    for n, one in enumerate(found.passes, 1):
        starts = [notes[each.written].start for each in one]
        heard = range(min(starts, default=0), (max(starts, default=0) if n == len(found.passes) else piece.end) + 1)
        for bar, matches in judge.by_bar(one).items():
            tries[bar.n].append(judge.go(bar, matches, heard))
    enough = len(found.matches) >= max(_FEWEST_NOTES, BELONGS * len(played))
    last_played = {each.written: seconds[each.played] for each in found.matches}
    return Comparison(
        tuple(BarTries(bar, tuple(goes)) for bar, goes in sorted(tries.items())),
        enough,
        judge.timing(found.matches) if enough else "",
        tuple(sorted(last_played.items())),
    )


@dataclass(frozen=True, slots=True)
class _Judge:
    """What a go at a bar is measured against."""

    piece: Piece
    notes: Sequence[Note]
    seconds: Sequence[float]
    ends: Sequence[float]
    backing_seconds: float | None
    speed: float

    def by_bar(self, matches: Iterable[Match]) -> dict[Bar, list[Match]]:
        found: dict[Bar, list[Match]] = defaultdict(list)
        for each in matches:
            found[self.piece.bar_at(self.notes[each.written].start)].append(each)
        return found

    def go(self, bar: Bar, matches: Sequence[Match], heard: range) -> Try:
        """Judge one go at a bar: what lies before the tick where the pupil began, or after where they stopped, is not missing."""
        wanted = sum(bar.start <= note.start < bar.end and note.start in heard for note in self.notes)
        there = len({each.written for each in matches})
        return Try(
            there / wanted,
            min(self.seconds[each.played] for each in matches),
            max(self.ends[each.played] for each in matches),
            self.timing(matches) if len(matches) >= _FEWEST_IN_BAR else "",
            wanted - there,
        )

    def timing(self, matches: Iterable[Match]) -> Timing:
        """Say how the median onset stood to the backing."""
        known = list(matches)
        if self.backing_seconds is None or not known:
            return ""
        due = [
            self.backing_seconds + self.piece.seconds_at(self.notes[each.written].start) / self.speed for each in known
        ]
        off = median(self.seconds[each.played] - when for each, when in zip(known, due, strict=True))
        return timing_words(off, 60 / self.piece.tempo_at(self.notes[known[0].written].start).bpm / self.speed)


def timing_words(off_seconds: float, beat_seconds: float) -> Timing:
    """Say how far from the beat is heard: nothing harsher than a touch, and nothing at all beyond a quarter of a beat."""
    if abs(off_seconds) <= max(_TOGETHER_SECONDS, _TOGETHER_BEATS * beat_seconds):
        return "together"
    if abs(off_seconds) > _TOUCH_BEATS * beat_seconds:
        return ""
    return "a touch early" if off_seconds < 0 else "a touch late"


# ---------------------------------------------------------------- then and now


_SAME_SPEED: Final = 0.02


@dataclass(frozen=True, slots=True)
class Conditions:
    """How a take was played, as it is kept with the take; speed is a share of the piece's tempo."""

    mode: str = ""
    help: str = ""
    hands: str = ""
    speed: float = 1.0
    key: str = ""


def differences(then: Conditions, now: Conditions) -> tuple[Difference, ...]:
    """Say in what two takes were played unlike, most telling first."""
    found: list[Difference] = []
    if abs(then.speed - now.speed) > _SAME_SPEED:
        found.append("slower" if then.speed < now.speed else "faster")
    pairs: tuple[tuple[Difference, str, str], ...] = (
        ("mode", then.mode, now.mode),
        ("help", then.help, now.help),
        ("hands", then.hands, now.hands),
        ("key", then.key, now.key),
    )
    return (*found, *(name for name, before, after in pairs if before != after))


def stretches(bars: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Join numbers of bars to rows: 1, 2, 3, 5 are 1 to 3 and 5."""
    found: list[tuple[int, int]] = []
    for bar in sorted(bars):
        if found and bar == found[-1][1] + 1:
            found[-1] = (found[-1][0], bar)
        else:
            found.append((bar, bar))
    return tuple(found)
