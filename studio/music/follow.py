"""Where in the piece the pupil is: one step a note, sure of restarts and skipped bars within a few notes."""

from __future__ import annotations

from math import exp, inf, log
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from studio.music.graces import standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from studio.music.piece import Hand, Note, Piece

# How likely each thing is, as a share of the notes that people play who practise. The likeliest way through all notes so far says
# where we are. Halving or doubling any of these moves the result by less than a hundredth: they state the case, they are not tuned.
_ON: Final = 0.86  # goes on to the next group of notes
_MISSED: Final = 0.03  # each written note that is left out on the way
_AGAIN: Final = 0.05  # stays: a key struck twice, or a note that is not written
_LATE: Final = 0.01  # belongs to the group before: two hands are never quite together
_JUMP: Final = 0.02  # goes somewhere else
_SLIP: Final = 0.035  # is another key than the one that was meant
_BESIDE: Final = 0.15  # one of the four keys beside it
_ANY: Final = 1 / 60  # any key at all
_FURTHEST: Final = 4  # groups in one step; beyond that it is a jump

# When it comes: seconds since the group before, beside what the tempo of the last notes makes of the written distance.
_IN_TIME_SPREAD: Final = 0.22  # of the logarithm: a fifth more or less
_UNEVEN: Final = 0.10
_UNEVEN_SPREAD: Final = 0.8
_HESITATES: Final = 0.06
_HESITATION_RATE: Final = 0.5  # a second; it may last long
_CHORD_SECONDS: Final = 0.03
_AGAIN_RATE: Final = 3.0
_SOONEST_SECONDS: Final = 1e-3

# Where jumps land: people stop, and start again at a barline, mostly this one or the one before.
_PAUSE_SECONDS: Final = 0.45  # or a whole quarter, where that is longer
_PAUSE_EDGE_SECONDS: Final = 0.1
_PAUSED_RATE: Final = 0.35
_UNBROKEN_RATE: Final = 0.05
_BREATH_SECONDS: Final = 0.25  # a hand that goes elsewhere needs that long
_BREATHLESS_RATE: Final = 0.003
_WITHIN_BAR: Final = 0.04
_BARS_BACK: Final = 1.2  # each this many bars further back is 1/e as likely
_AHEAD, _BARS_AHEAD = 0.3, 0.6
_ANYWHERE: Final = 0.01

_FIRST_GUESS_SECONDS: Final = 0.5  # a quarter, until the first notes say better
_UNKNOWN_SPREADS: Final = (1.0, 0.35, 0.35)  # more doubt in the first steps
_TEMPO_GAIN: Final = 0.2
_NO_TEMPO: Final = 0.7  # a step this far off says nothing about the tempo
_QUARTER: Final = 480
_FLOOR: Final = -60.0  # nothing is ever ruled out for good
_ROOT_2_PI: Final = 2.5066


class Place(NamedTuple):
    """Where a note was taken to be: its group of notes written together, that group's tick, and whether it is one of them."""

    group: int
    tick: int
    belongs: bool


class Visit(NamedTuple):
    """Where a note was in hindsight, and whether the pupil had jumped there."""

    group: int
    jumped: bool


class Follower:
    """Follows playing through written notes, given as onsets in ticks and pitches; `barlines` are where people start again.

    Each group of notes with one onset is a state of a hidden Markov model; a note goes on, stays, leaves some out or jumps. Every
    state keeps the logarithm of its likelihood by the best way there. With `keep`, the whole way can be asked for at the end.
    """

    def __init__(
        self, onsets: Sequence[int], pitches: Sequence[int], barlines: Collection[int] = (), *, keep: bool = False
    ) -> None:
        import numpy as np

        self._np: Any = np
        self.ticks, self.group_of = np.unique(np.asarray(onsets, dtype=np.int64), return_inverse=True)
        groups = len(self.ticks)
        self._has = np.zeros((128, groups), bool)
        self._has[np.asarray(pitches, dtype=np.int64), self.group_of] = True
        self._sizes = np.maximum(1, self._has.sum(axis=0))
        self._all = np.arange(groups)
        self._read: dict[int, tuple[Any, Any, Any]] = {}
        self._lay_out_steps()
        self._lay_out_jumps(barlines)
        self._keep = keep
        self.forget()

    @classmethod
    def of(cls, piece: Piece, parts: Collection[int], *, hand: Hand = "") -> Follower:
        """Follow some parts of a piece, or one hand of them."""
        notes = written(piece, parts, hand)
        return cls([note.start for note in notes], [note.pitch for note in notes], {bar.start for bar in piece.bars()})

    def _lay_out_steps(self) -> None:
        """Work out what is written once: how far each step on is, and how likely one is that leaves notes out."""
        np, groups = self._np, len(self.ticks)
        before = np.concatenate([[0], np.cumsum(self._sizes)])
        self._ways = np.full((_FURTHEST + 3, groups), -inf)
        self._distance = np.zeros((_FURTHEST, groups))
        self._left_out = np.zeros((_FURTHEST, groups))
        for step in range(1, min(_FURTHEST, groups - 1) + 1):
            self._distance[step - 1, step:] = np.log(self.ticks[step:] - self.ticks[:-step])
            self._left_out[step - 1, step:] = log(_ON) + log(_MISSED) * (
                before[step:groups] - before[1 : groups - step + 1]
            )
        self._shifts = np.array([*range(1, _FURTHEST + 1), 0, -1, 0])
        with np.errstate(divide="ignore"):
            self._of_chord = np.log(1 - 1 / self._sizes) - np.log(self._sizes) + log((1 - _SLIP) / _CHORD_SECONDS)

    def _lay_out_jumps(self, barlines: Collection[int]) -> None:
        """Work out how likely each landing is: barlines first, by how many bars away they are."""
        np = self._np
        lines = np.array(sorted(barlines) or [0])
        self._bar = np.searchsorted(lines, self.ticks, side="right")
        opens = np.diff(self._bar, prepend=-1) > 0
        self._landing = np.where(opens, 1.0, _WITHIN_BAR) if barlines else np.ones(len(self.ticks))
        self._most_bars = len(lines) + 1
        away = np.arange(-self._most_bars, self._most_bars + 1)
        ahead = _AHEAD * np.exp(-(np.maximum(away, 1) - 1) / _BARS_AHEAD)
        self._by_bars = np.where(away <= 0, np.exp(np.minimum(away, 0) / _BARS_BACK), ahead) + _ANYWHERE

    def forget(self) -> None:
        """Start anew: the pupil may be anywhere, most likely at the beginning."""
        self._level: Any = None
        self._came: list[tuple[Any, Any]] = []
        self._here, self._hit = 0, False
        self._last_seconds = self._here_seconds = 0.0
        self._tempo, self._steps = log(_FIRST_GUESS_SECONDS / _QUARTER), 0  # logarithm of the seconds in a tick

    def hear(self, seconds: float, pitch: int) -> Place | None:
        """Take in one note, later than the one before; None where nothing is written."""
        if not len(self.ticks):
            return None
        np = self._np
        hit, meant, _ = self._heard(pitch)
        if self._level is None:
            level = self._first() + meant
            came: tuple[Any, Any] = (np.full(len(level), -1), np.zeros(len(level), bool))
            self._here, self._here_seconds = int(level.argmax()), seconds
        else:
            level, came = self._step(seconds, pitch)
        if self._keep:
            self._came.append(came)
        here = int(level.argmax())
        self._level = np.maximum(level - level[here], _FLOOR)
        self._move(here, seconds)
        self._hit, self._last_seconds = bool(hit[here]), seconds
        return Place(here, int(self.ticks[here]), self._hit)

    def _first(self) -> Any:
        """Begin mostly at the beginning, else with some notes left out, else at any barline."""
        np = self._np
        anywhere = 0.3 * self._landing / self._landing.sum()
        return np.log(np.where(self._all == 0, 0.7, anywhere) + 0.3 * _MISSED**self._all)

    def _heard(self, pitch: int) -> tuple[Any, Any, Any]:
        """Find where a key is written, and how likely it is where a note was meant, and where it comes on top."""
        if pitch not in self._read:
            np, hit = self._np, self._has[pitch]
            near = self._has[max(0, pitch - 2) : pitch + 3].any(axis=0)
            meant = np.where(near, log(_SLIP * _BESIDE), log(_SLIP * 0.4 * _ANY))
            on_top = np.where(hit, -np.log(self._sizes), np.where(near, log(0.5 * _BESIDE), log(0.5 * _ANY)))
            self._read[pitch] = hit, np.where(hit, np.log((1 - _SLIP) / self._sizes), meant), on_top
        return self._read[pitch]

    def _step(self, seconds: float, pitch: int) -> tuple[Any, tuple[Any, Any]]:
        """Find the likeliest way into every group, and where it came from."""
        np, ways, level = self._np, self._ways, self._level
        waited = max(seconds - self._last_seconds, _SOONEST_SECONDS)
        hit, meant, on_top = self._heard(pitch)
        for step in range(1, min(_FURTHEST, len(level) - 1) + 1):
            ways[step - 1, step:] = level[:-step]
        ways[:_FURTHEST] += self._left_out + self._in_time(max(seconds - self._here_seconds, waited)) + meant
        again = on_top + log(_AGAIN * _AGAIN_RATE) - waited * _AGAIN_RATE
        chord = np.where(hit, self._of_chord - waited / _CHORD_SECONDS, -inf)
        ways[_FURTHEST] = level + np.maximum(again, chord)
        late = log(_LATE / _CHORD_SECONDS) - waited / _CHORD_SECONDS
        ways[_FURTHEST + 1, :-1] = np.where(hit[:-1], level[1:] + late - np.log(self._sizes[:-1]), -inf)
        ways[_FURTHEST + 2] = self._jumps(waited) + meant
        choice = ways.argmax(axis=0)
        jumped = choice == _FURTHEST + 2
        came = np.where(jumped, self._here, self._all - self._shifts[choice]).astype(np.int32)
        return ways[choice, self._all], (came, jumped)

    def _in_time(self, since: float) -> Any:
        """Say how likely each step on is to take so long: in time, uneven, or after a hesitation of any length."""
        np = self._np
        unknown = _UNKNOWN_SPREADS[self._steps] if self._steps < len(_UNKNOWN_SPREADS) else 0.0
        spread = (_IN_TIME_SPREAD**2 + unknown**2) ** 0.5
        off = log(since) - self._tempo - self._distance
        in_time = log((1 - _HESITATES - _UNEVEN) / (spread * _ROOT_2_PI)) - log(since) - 0.5 * (off / spread) ** 2
        uneven = log(_UNEVEN / (_UNEVEN_SPREAD * _ROOT_2_PI)) - log(since) - 0.5 * (off / _UNEVEN_SPREAD) ** 2
        hesitates = np.where(off > 0, log(_HESITATES * _HESITATION_RATE), -inf)
        return np.maximum(np.maximum(in_time, uneven), hesitates)

    def _jumps(self, waited: float) -> Any:
        """Say how likely it is to go anywhere from where we most likely are; much likelier after a pause."""
        np = self._np
        where = self._landing * self._by_bars[self._bar - self._bar[self._here] + self._most_bars]
        edge = (waited - max(_PAUSE_SECONDS, exp(self._tempo) * _QUARTER)) / _PAUSE_EDGE_SECONDS
        paused = 1 / (1 + exp(-max(-50.0, min(edge, 50.0))))
        unbroken = _UNBROKEN_RATE if waited > _BREATH_SECONDS else _BREATHLESS_RATE
        rate = _PAUSED_RATE * paused + unbroken * (1 - paused)
        return np.log(where) + log(_JUMP * rate / where.sum())

    def _move(self, here: int, seconds: float) -> None:
        """Stand at a group from now on; a short step on from a right note tells the tempo."""
        step = here - self._here
        if 0 < step < _FURTHEST and self._hit:
            took = log(max(seconds - self._here_seconds, _SOONEST_SECONDS))
            off = took - log(self.ticks[here] - self.ticks[self._here]) - self._tempo
            certain = self._steps >= len(_UNKNOWN_SPREADS)
            if abs(off) < _NO_TEMPO or not certain:
                self._tempo += max(_TEMPO_GAIN, 1 / (self._steps + 1)) * off
                self._steps += 1
        if step:
            self._here, self._here_seconds = here, seconds

    def way(self) -> list[Visit]:
        """Return the likeliest group of every note heard, in hindsight; needs `keep`."""
        if not self._came:
            return []
        group = int(self._level.argmax())
        found = []
        for came, jumped in self._came[::-1]:
            found.append(Visit(group, bool(jumped[group])))
            group = int(came[group])
        return found[::-1]


def written(piece: Piece, parts: Iterable[int], hand: Hand = "") -> tuple[Note, ...]:
    """Gather the notes of some parts, or of one hand of them, in order of start and pitch; nobody has to play grace notes."""
    chosen = [piece.parts[n] for n in parts]
    return tuple(
        sorted(note for part in chosen if not hand or part.hand in (hand, "") for note in standing(part.notes))
    )
