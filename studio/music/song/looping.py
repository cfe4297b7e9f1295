"""Cuts what was played over a loop that went round into passes: one a round, each note where and how it was played."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Final

from instruments.events import RATE, Bend, Control, NoteOff, NoteOn, Pedal
from studio.music.piece import TICKS, Metre
from studio.music.song.model import BEND, Moved, Pass, SongNote, bar_ticks
from studio.music.take import pressed, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from instruments.events import Played

EARLY_SECONDS: Final = 0.1
"""A note struck so long before the seam was meant for what follows it (research of loopers: nobody hits the one to the frame)."""

_DECIMALS: Final = 4  # of a tick: a frame is 0.0033 ticks or more at every tempo there is, so frames are told apart
_REST: Final = {BEND: 8192}
_NEARLY: Final = (
    1e-9  # of a round, far less than a frame: a note on the seam is after it, however the seam was worked out
)
_COUNTED_BARS: Final = 2  # what was played longer before the start was no count-in


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop that goes round: the frame of its first barline after the count-in, quarters a minute, metre, and bars a round."""

    start: int
    bpm: float
    metre: tuple[int, int] = (4, 4)
    bars: int = 4

    @property
    def frames_a_tick(self) -> float:
        """Frames a tick, not rounded: a hundred rounds stay on the grid."""
        return 60 / self.bpm / TICKS * RATE

    @property
    def ticks(self) -> int:
        """Length of a round in ticks."""
        return self.bars * bar_ticks(self.metre)

    @property
    def frames(self) -> float:
        """Length of a round in frames."""
        return self.ticks * self.frames_a_tick

    def tick(self, frame: float) -> float:
        """Ticks from the first barline of the first round to a frame."""
        return (frame - self.start) / self.frames_a_tick

    def round_at(self, frame: float) -> int:
        """Find the round in which a frame lies, 0 is the first; below 0 in the count-in."""
        return floor((frame - self.start) / self.frames + _NEARLY)


def snapped(frame: float, loop: Loop) -> float:
    """Bring a start or stop within half a beat of a barline to it; elsewhere it stays where it is."""
    bar = bar_ticks(loop.metre)
    beat = Metre(0, *loop.metre).beat_ticks
    tick = loop.tick(frame)
    line = round(tick / bar) * bar
    return loop.start + line * loop.frames_a_tick if abs(tick - line) <= beat / 2 else frame


def recorded(
    events: Iterable[Played], loop: Loop, stop: int, *, start: int | None = None, keyboard: int | None = None
) -> tuple[Pass, ...]:
    """Make a pass of each round that was played in, up to frame `stop`; ids count from 0 in each, till a layer takes them in.

    `start` is when recording was asked for, if the loop went round already. Both snap to a barline within half a beat. What was
    struck up to 100 ms before a seam belongs to the round after it; what was held over a seam ends there. What was played before
    the start, as in the count-in, goes hidden with the first pass. A round without a note makes none.
    """
    return tuple(rounds(events, loop, stop, start=start, keyboard=keyboard).values())


def round_played(
    events: Iterable[Played], loop: Loop, n: int, *, start: int | None = None, keyboard: int | None = None
) -> Pass | None:
    """Make the pass of round `n`, counted from 0, as soon as it is over and while recording goes on; None where nothing was played.

    It is the one `recorded` makes in the end, so each can be taken in, heard and undone when its round is over.
    """
    after = round(loop.start + (n + 2) * loop.frames)
    return rounds(events, loop, after, start=start, keyboard=keyboard).get(n)


def rounds(
    events: Iterable[Played], loop: Loop, stop: int, *, start: int | None = None, keyboard: int | None = None
) -> dict[int, Pass]:
    """Make the passes that `recorded` does, by the number of their round."""
    begin = loop.start if start is None else max(float(loop.start), snapped(start, loop))
    end = snapped(stop, loop)
    if end <= begin:
        return {}
    heard = [event for event in events if keyboard is None or event.keyboard == keyboard]
    played = record(heard, start=loop.start, end=max(stop, ceil(end)), bpm=loop.bpm, metre=loop.metre)
    played_in: dict[int, list[SongNote]] = {}
    before: list[SongNote] = []
    long_before = begin - _COUNTED_BARS * bar_ticks(loop.metre) * loop.frames_a_tick
    for on, off in pressed(played.events):
        if on.frame >= end:
            continue
        n = _round_of(on.frame, begin, end, loop)
        if n is None and on.frame >= long_before:
            before.append(_note(on, off, loop, loop.round_at(begin)))
        elif n is not None:
            played_in.setdefault(n, []).append(_note(on, min(off, _seam(n, end, loop)), loop, n))
    moves = _moves(played.events, loop)
    return {
        n: _pass(before if n == min(played_in) else (), notes, moves.get(n, ()), loop)
        for n, notes in sorted(played_in.items())
    }


def _round_of(frame: float, begin: float, end: float, loop: Loop) -> int | None:
    """Find the round a note belongs to; None for what came before the recording."""
    early = EARLY_SECONDS * RATE
    if frame < begin - early:
        return None
    n = loop.round_at(frame)
    seam = loop.start + (n + 1) * loop.frames
    return n + 1 if seam - frame <= early and seam < end - 1 else n


def _seam(n: int, end: float, loop: Loop) -> float:
    return min(loop.start + (n + 1) * loop.frames, end)


def _note(on: NoteOn, off: float, loop: Loop, n: int) -> SongNote:
    start = loop.tick(on.frame) - n * loop.ticks
    length = max((off - on.frame) / loop.frames_a_tick, 1 / loop.frames_a_tick)
    return SongNote(round(start, _DECIMALS), round(length, _DECIMALS), on.pitch, on.velocity)


def _pass(before: Sequence[SongNote], notes: Sequence[SongNote], moves: Sequence[Moved], loop: Loop) -> Pass:
    """Put what was counted in in front of a round; it lies before bar 1 whichever round was the first to be played in."""
    inside = sorted(notes)
    counted = sorted(note for note in before if note.start < inside[0].start)
    return Pass(0, (*counted, *inside), loop.bars, loop.bpm, len(counted), moves=tuple(moves))


def _moves(events: Iterable[Played], loop: Loop) -> dict[int, tuple[Moved, ...]]:
    """Pedals and wheels by round: each round begins with how they stand, and ends with all of them let go."""
    rounds: dict[int, list[Moved]] = {}
    stand: dict[int, int] = {}
    last = -1
    for event in events:
        match event:
            case Pedal(frame, _, number, value) | Control(frame, _, number, value):
                pass
            case Bend(frame, _, value):
                number, value = BEND, value + _REST[BEND]
            case NoteOn(frame) | NoteOff(frame):
                number = -1
            case _:
                continue
        n = loop.round_at(frame)
        for seam in range(last + 1, n + 1):
            _over(seam, stand, rounds, loop)
        last = max(last, n)
        if number >= 0:
            stand[number] = value
            if n >= 0:
                rounds.setdefault(n, []).append(
                    Moved(round(loop.tick(frame) - n * loop.ticks, _DECIMALS), number, value)
                )
    _let_go(last, stand, rounds, loop)
    return {n: tuple(moves) for n, moves in rounds.items()}


def _over(seam: int, stand: dict[int, int], rounds: dict[int, list[Moved]], loop: Loop) -> None:
    """Let go what is down at the end of the round before a seam, and take it up again after it."""
    _let_go(seam - 1, stand, rounds, loop)
    for number, value in stand.items():
        if value != _REST.get(number, 0):
            rounds.setdefault(seam, []).append(Moved(0.0, number, value))


def _let_go(n: int, stand: dict[int, int], rounds: dict[int, list[Moved]], loop: Loop) -> None:
    for number, value in stand.items():
        if value != _REST.get(number, 0) and n >= 0:
            rounds.setdefault(n, []).append(Moved(float(loop.ticks), number, _REST.get(number, 0)))
