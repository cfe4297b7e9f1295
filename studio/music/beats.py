"""The way between seconds of playing and beats on the page: steady, found from placed onsets, or tapped along."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from studio.music.onsets import Gathered

if TYPE_CHECKING:
    from collections.abc import Sequence

_JITTER_SECONDS: Final = 0.03
_DRIFT: Final = 0.03  # of a beat's length, from one beat to the next
FEWEST_TAPS: Final = 4
_BOUNCE_SECONDS: Final = 0.13  # nobody taps faster, but keys bounce
_MOST_MISSED: Final = 4
_SHORTEST_SECONDS: Final = 0.02  # of a beat: time goes on however badly the onsets fit


@dataclass(frozen=True, slots=True)
class Beats:
    """When the beats are, in seconds and rising, at least two of them; `first` is the number of the first one, 0 a barline's."""

    seconds: tuple[float, ...]
    first: int = 0

    @property
    def beat_seconds(self) -> float:
        """How long a beat usually is."""
        return median(after - before for before, after in pairwise(self.seconds))

    def at(self, seconds: float) -> float:
        """Beats from beat 0 at a moment; before the first and after the last beat time goes on as beside them."""
        import numpy as np

        marks = self.seconds
        if seconds <= marks[0]:
            return self.first + (seconds - marks[0]) / (marks[1] - marks[0])
        if seconds >= marks[-1]:
            return self.first + len(marks) - 1 + (seconds - marks[-1]) / (marks[-1] - marks[-2])
        return self.first + float(np.interp(seconds, marks, range(len(marks))))

    def evened(self, played: Gathered) -> Gathered:
        """Say when the onsets would have been, and how long they would have been held, with all beats of the usual length."""
        usual, onsets = self.beat_seconds, []
        for onset in played.onsets:
            start = self.at(onset.seconds)
            held = self.at(onset.seconds + onset.held_seconds) - start
            onsets.append(onset._replace(seconds=start * usual, held_seconds=held * usual))
        return Gathered(tuple(onsets), played.chords)

    def moved(self, by: int) -> Beats:
        """Count from another beat: beat `by` becomes beat 0."""
        return Beats(self.seconds, self.first - by)


def steady(beat_seconds: float) -> Beats:
    """Beats of one length, beat 0 at second 0."""
    return Beats((0.0, beat_seconds))


def tapped(taps: Sequence[float]) -> tuple[float, ...]:
    """Make taps into beats: bounces are one tap, beats that were left out are filled in. Nothing for fewer than four.

    Where most taps say how long a beat is, one that took about twice or three times as long had beats before it.
    """
    apart: list[float] = []
    for tap in sorted(taps):
        if not apart or tap - apart[-1] >= _BOUNCE_SECONDS:
            apart.append(tap)
    if len(apart) < FEWEST_TAPS:
        return ()
    usual = median(after - before for before, after in pairwise(apart))
    beats = apart[:1]
    for before, after in pairwise(apart):
        missed = max(1, round((after - before) / usual))
        if missed > _MOST_MISSED:
            missed = 1  # a rest from tapping: nobody knows how many beats it was
        beats += [before + (after - before) * n / missed for n in range(1, missed + 1)]
    return tuple(round(beat, 3) for beat in beats)


def through(seconds: Sequence[float], beats: Sequence[float]) -> Beats:
    """Find smooth beats through onsets whose beats are known: as even as a player's are, as near as a player's jitter is.

    Least squares over the moments of all beats: what an onset is off its beat against how much one beat differs from the next.
    """
    import numpy as np

    first, last = int(np.floor(min(beats))), int(np.floor(max(beats))) + 1
    count, at = last - first + 1, np.asarray(beats) - first
    usual = (seconds[-1] - seconds[0]) / max(1e-6, beats[-1] - beats[0])
    stiff = (_JITTER_SECONDS / (_DRIFT * max(usual, _SHORTEST_SECONDS))) ** 2
    here = at.astype(int)
    share = at - here
    square, right = np.zeros((count, count)), np.zeros(count)
    for one, weight in ((here, 1 - share), (here + 1, share)):
        np.add.at(right, one, weight * np.asarray(seconds))
        for other, also in ((here, 1 - share), (here + 1, share)):
            np.add.at(square, (one, other), weight * also)
    _stiffen(square, stiff)
    guess = seconds[0] + (np.arange(count) + first - beats[0]) * usual  # where nothing says otherwise
    square += 1e-6 * np.eye(count)
    found = np.linalg.solve(square, right + 1e-6 * guess)
    return Beats(_rising(found), first)


def _stiffen(square: Any, stiff: float) -> None:
    """Ask of every three beats that the middle one lies in the middle."""
    for n in range(len(square) - 2):
        for a, x in ((n, 1), (n + 1, -2), (n + 2, 1)):
            for b, y in ((n, 1), (n + 1, -2), (n + 2, 1)):
                square[a, b] += stiff * x * y


def _rising(seconds: Any) -> tuple[float, ...]:
    out = [float(seconds[0])]
    for each in seconds[1:]:
        out.append(max(float(each), out[-1] + _SHORTEST_SECONDS))
    return tuple(out)
