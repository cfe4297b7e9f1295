"""A take beside its piece, and a take beside an earlier one: what held together, in words and by bars, never in marks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
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

_TOGETHER_SECONDS: Final = 0.060
_TOGETHER_BEATS: Final = 1 / 12
_TOUCH_BEATS: Final = 1 / 4
_SURE: Final = 0.7  # of the played notes belong: below it the take is something else, and nothing is said
_FEWEST_NOTES: Final = 4
_FEWEST_IN_BAR: Final = 3  # onsets: fewer say nothing about a bar's timing
_HELD: Final = 0.8  # of a bar's notes: it held together


class Try(NamedTuple):
    """One go at a bar: how much of it was there (0..1), when in the take it began and ended in seconds, and its timing."""

    share: float
    start_seconds: float
    end_seconds: float
    timing: Timing

    @property
    def held(self) -> bool:
        """Whether the bar held together."""
        return self.share >= _HELD


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
    for one in found.passes:
        for bar, matches in judge.by_bar(one).items():
            tries[bar.n].append(judge.go(bar, matches))
    enough = len(found.matches) >= max(_FEWEST_NOTES, _SURE * len(played))
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

    def go(self, bar: Bar, matches: Sequence[Match]) -> Try:
        wanted = sum(bar.start <= note.start < bar.end for note in self.notes)
        return Try(
            len({each.written for each in matches}) / wanted,
            min(self.seconds[each.played] for each in matches),
            max(self.ends[each.played] for each in matches),
            self.timing(matches) if len(matches) >= _FEWEST_IN_BAR else "",
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


@dataclass(frozen=True, slots=True)
class Conditions:
    """How a take was played, as it is kept with the take; speed is a share of the piece's tempo."""

    mode: str = ""
    help: str = ""
    hands: str = ""
    speed: float = 1.0
    key: str = ""


@dataclass(frozen=True, slots=True)
class ThenNow:
    """Two takes of a piece: the bars that both hold, and what was different, one sentence each."""

    bars: tuple[int, int] | None
    differs: tuple[str, ...]


_NAMES: Final = {"mode": "way of playing", "help": "help", "hands": "hands", "key": "key"}
_SAME_SPEED: Final = 0.02


def then_now(then: Comparison, now: Comparison, then_how: Conditions, now_how: Conditions) -> ThenNow:
    """Find what can be heard side by side, and say honestly what makes the two unlike."""
    return ThenNow(common_bars(then, now), differences(then_how, now_how))


def common_bars(then: Comparison, now: Comparison) -> tuple[int, int] | None:
    """Find the longest row of bars that both takes hold, the earliest of equals; None where there is no such bar."""
    shared = sorted({each.bar for each in then.bars} & {each.bar for each in now.bars})
    best: tuple[int, int] | None = None
    first = None
    for n, bar in enumerate(shared):
        first = bar if first is None or bar != shared[n - 1] + 1 else first
        if best is None or bar - first > best[1] - best[0]:
            best = (first, bar)
    return best


def differences(then: Conditions, now: Conditions) -> tuple[str, ...]:
    """Say what was different about how two takes were played."""
    said = []
    for field in fields(Conditions):
        before, after = getattr(then, field.name), getattr(now, field.name)
        if field.name == "speed":
            if abs(before - after) > _SAME_SPEED:
                said.append(f"The speed differs: {before:.0%} then, {after:.0%} now.")
        elif before != after:
            said.append(f"The {_NAMES[field.name]} differs: {before or 'not kept'} then, {after or 'not kept'} now.")
    return tuple(said)
