"""Where the bars of a take lie that was played with a piece: while it waited, went at the pupil's pace, or changed its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from instruments.events import RATE
from studio.music.follow import written
from studio.music.match import match
from studio.music.piece import TICKS
from studio.music.take import pressed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from studio.music.match import Match, Matching
    from studio.music.onsets import Struck
    from studio.music.piece import Bar, Hand, Note, Piece
    from studio.music.take import Take

_SURE: Final = 0.7  # of the played notes belong to the piece: below it its bars say nothing of the take's
_FEWEST: Final = 4
_OCTAVES: Final = (0, 12, -12, 24, -24)  # a piece is moved so onto a keyboard that has not all its keys
_OFF_SECONDS: Final = 0.12  # by which a bar may be told late of a backing that kept its time
_NEXT: Final = 1e-6
_SAME: Final = 1e-3  # seconds: notes that are written together


@dataclass(frozen=True, slots=True)
class Along:
    """The way from seconds of a take to seconds in even time, in which the piece's bars are all as long as the take says.

    Both rise together; before the first and after the last time goes on as it was played. `metre` is the piece's there.
    `lengths` are the seconds each played note has in the piece, 0 for one that is none of it: where the piece waited, how long a
    key was held says nothing. Empty where it says something.
    """

    seconds: tuple[float, ...]
    even: tuple[float, ...]
    metre: tuple[int, int]
    upbeat: bool = False
    lengths: tuple[float, ...] = ()

    def even_at(self, second: float) -> float:
        """Say when in even time a moment of the take is."""
        return _read(second, self.seconds, self.even)

    def second_at(self, even: float) -> float:
        """Say when in the take a moment of even time was."""
        return _read(even, self.even, self.seconds)

    def evened(self, struck: Sequence[Struck]) -> tuple[Struck, ...]:
        """Return the notes, all of the take in its order, as they would have been played in even time."""
        out = []
        for each, length in zip(struck, self.lengths or [0.0] * len(struck), strict=True):
            start = self.even_at(each.seconds)
            held = length or self.even_at(each.seconds + each.held_seconds) - start
            out.append(each._replace(seconds=start, held_seconds=max(held, _NEXT)))
        return tuple(out)


def _read(at: float, marks: Sequence[float], values: Sequence[float]) -> float:
    import numpy as np

    if at <= marks[0]:
        return values[0] + at - marks[0]
    if at >= marks[-1]:
        return values[-1] + at - marks[-1]
    return float(np.interp(at, marks, values))


def parts_of(music: Piece, help_: str, hand: Hand = "") -> frozenset[int]:
    """Indexes of the parts of a piece that are played with so much help: the tune, with its own keys or any, or every keyboard part.

    With one hand only what it plays; where the tune is the other's, all that is this one's.
    """
    if hand:
        ours = {n for n, part in enumerate(music.parts) if part.hand in {hand, ""}}
        return parts_of(music, help_) & ours or parts_of(music, "all") & ours or parts_of(music, help_)
    mine = [n for n, part in enumerate(music.parts) if part.role == "melody"]
    if help_ not in {"melody", "one key"}:
        mine += [n for n, part in enumerate(music.parts) if part.role in {"chords", "other"}]
    if not mine:
        mine = [n for n, part in enumerate(music.parts) if part.role != "drums"][:1]
    return frozenset(mine)


def along(
    take: Take, piece: Piece, parts: Collection[int], *, hand: Hand = "", bar_starts: Sequence[float] = (), waited: bool
) -> Along | None:
    """Find the bars of a take by the parts of the piece it plays, else by when each bar was reached (seconds from its start).

    None where its own tempo says it better, since nothing waited and the piece kept its time; where the take is something
    else; and where the bars it plays are of several metres.
    """
    if not waited and _kept_time(take, bar_starts):
        return None
    return _by_notes(take, piece, parts, hand, waited=waited) or _by_bars(take, piece, bar_starts)


def _kept_time(take: Take, bar_starts: Sequence[float]) -> bool:
    """Whether bars came one after the other as the take's own tempo has them."""
    bar = take.bar_frames / RATE
    whole = [start for start in bar_starts if start >= bar_starts[0] + 0.75 * bar] or bar_starts
    return all(abs(start - whole[0] - round((start - whole[0]) / bar) * bar) <= _OFF_SECONDS for start in whole)


# ---------------------------------------------------------------- by what was played


def _by_notes(take: Take, piece: Piece, parts: Collection[int], hand: Hand, *, waited: bool) -> Along | None:
    """Each note that is written stands where the piece has it; what was played again is written again, in bars of its own."""
    notes = written(piece, parts, hand)
    played = pressed(take.events)
    seconds = [take.seconds_at(on.frame) for on, _ in played]
    found = _matched(piece, notes, seconds, [on.pitch for on, _ in played])
    if found is None:
        return None
    page = _Page(piece, notes)
    marks: list[tuple[float, float]] = []
    for one in found.passes:
        marks += page.laid_out(one, seconds)
    made = page.through(marks, take)
    if made is None or not waited:
        return made
    lengths = [0.0] * len(played)
    for each in found.matches:
        lengths[each.played] = notes[each.written].length / TICKS * 60 / take.bpm
    return replace(made, lengths=tuple(lengths))


def _matched(piece: Piece, notes: Sequence[Note], seconds: Sequence[float], pitches: Sequence[int]) -> Matching | None:
    """Match what was played with what is written, in the octave in which their keys had it; None where it is something else."""
    bars = {bar.start for bar in piece.bars()}
    for octaves in _OCTAVES:
        onsets, moved = [note.start for note in notes], [note.pitch + octaves for note in notes]
        if not moved or min(moved) < 0 or max(moved) > 127:  # noqa: PLR2004 - the keys of MIDI
            continue
        found = match(onsets, moved, seconds, pitches, bars)
        if len(found.matches) >= max(_FEWEST, _SURE * len(pitches)):
            return found
    return None


class _Page:
    """Bars as they were gone through: those of the piece, one after the other, again where they were played again."""

    def __init__(self, piece: Piece, notes: Sequence[Note]) -> None:
        self._piece = piece
        self._notes = notes
        self._latest = -1  # bar of the page that was begun last
        self._used: set[tuple[int, int]] = set()
        self._upbeat = False

    def laid_out(self, matches: Sequence[Match], seconds: Sequence[float]) -> Iterator[tuple[float, float]]:
        """Give each note of one go its second, and its tick on the page."""
        before: Bar | None = None
        for each in sorted(matches, key=lambda one: (self._notes[one.written].start, one.played)):
            tick = self._notes[each.written].start
            bar = self._piece.bar_at(tick)
            if before is None:
                self._latest += 1
                self._upbeat = self._upbeat or (self._latest == 0 and bar.n == 0)
            elif bar.n != before.n:
                self._latest += 1 if self._left_out(before, bar) else bar.n - before.n
            before = bar
            yield seconds[each.played], self._tick(bar, tick)

    def _left_out(self, before: Bar, bar: Bar) -> bool:
        """Whether bars with notes in them were passed over: they are not there, and leave no room."""
        return any(before.end <= note.start < bar.start for note in self._notes)

    def _tick(self, bar: Bar, tick: int) -> float:
        metre = self._piece.metre_at(max(bar.start, self._piece.pickup))
        self._used.add((metre.beats, metre.unit))
        room = metre.bar_ticks
        missing = room - (bar.end - bar.start) if bar.n == 0 else 0
        return self._latest * room + missing + tick - bar.start

    def through(self, marks: Sequence[tuple[float, float]], take: Take) -> Along | None:
        """Make one rising way of all of them; None where bars are unlike or too few notes are left."""
        if len(self._used) != 1:
            return None
        quarter = 60 / take.bpm
        seconds: list[float] = []
        even: list[float] = []
        for second, tick in marks:
            at = tick / TICKS * quarter
            if seconds and (second <= seconds[-1] or at < even[-1] - _SAME):
                continue
            seconds.append(second)
            even.append(max(at, even[-1] + _NEXT) if even else at)
        if len(seconds) < _FEWEST:
            return None
        return Along(tuple(seconds), tuple(even), next(iter(self._used)), self._upbeat)


# ---------------------------------------------------------------- by when bars were reached


def _by_bars(take: Take, piece: Piece, bar_starts: Sequence[float]) -> Along | None:
    """Bars are where the music came to them; the first may be a pickup."""
    metres = {(metre.beats, metre.unit) for metre in piece.metres if metre.tick >= piece.pickup}
    rising = [start for n, start in enumerate(bar_starts) if not n or start > bar_starts[n - 1]]
    if len(metres) != 1 or len(rising) < 2:  # noqa: PLR2004 - one bar has no end
        return None
    bar = take.bar_frames / RATE
    lead = round(rising[0] / bar)  # bars that were counted in
    even = [(lead + n) * bar for n in range(len(rising))]
    if piece.pickup:
        first, second = rising[:2]
        usual = sorted(after - before for before, after in pairwise(rising[1:])) or [bar]
        if second - first < 0.9 * usual[len(usual) // 2]:
            even = [
                lead * bar + bar - piece.pickup / TICKS * 60 / take.bpm,
                *((lead + n) * bar for n in range(1, len(rising))),
            ]
    return Along(tuple(rising), tuple(even), next(iter(metres)))


# ---------------------------------------------------------------- as plain values


def of_plain(given: Mapping[str, object], take: Take) -> Along | None:
    """Find the bars of a take by what `plain` said of how it was played."""
    from base64 import b64decode

    from studio.music.piece import Piece

    piece = Piece.from_midi(b64decode(str(given["piece"])))
    hand: Hand = "left" if given["hands"] == "left" else "right" if given["hands"] == "right" else ""
    starts = tuple(float(start) for start in given["bar_starts"])  # type: ignore[attr-defined]  # a list of numbers
    waited = given["mode"] == "waits"
    return along(take, piece, parts_of(piece, str(given["help"]), hand), hand=hand, bar_starts=starts, waited=waited)
