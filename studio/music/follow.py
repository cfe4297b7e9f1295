"""Where in the piece the pupil is: one step a note, sure of restarts and skipped bars within a few notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from studio.music.piece import Hand, Note, Piece

# What each move costs; the cheapest way through all notes so far says where we are. Tuned on tunes that are not in any test.
_EXTRA: Final = 1.0  # a note that is not written here
_SKIPPED: Final = 0.8  # each written note left out
_FORWARD: Final = 5.0  # jumping on
_BACK: Final = 4.0  # starting again
_ELSEWHERE: Final = 1.5  # more for landing anywhere but on a barline
_UNBROKEN: Final = 1.5  # more for jumping without a breath before
_STAY: Final = 0.7
_STAY_IN_CHORD: Final = 0.25
_HURRIED: Final = 0.3  # moving on so quickly that it may still be the chord
_AFTER_PAUSE: Final = 0.4  # jumps are this much cheaper after a pause
_NO_WAY_BACK: Final = 1e6
_ONE_WAY_FORWARD: Final = 40.0

_CHORD_SECONDS: Final = 0.035
_LOOSE_CHORD_SECONDS: Final = 0.120
_BREATH_SECONDS: Final = 0.25
_PAUSE_SECONDS: Final = 0.55
_PAUSE_STEPS: Final = 1.5  # or this many usual steps
_USUAL_STEP_SECONDS: Final = 0.4


class Place(NamedTuple):
    """Where a note was taken to be: its group of notes written together, that group's tick, and whether it is one of them."""

    group: int
    tick: int
    belongs: bool


class Follower:
    """Follows playing through written notes, given as onsets in ticks and pitches; `barlines` are where people start again.

    Each group of notes with one onset is a state; a note stays, goes on, skips or jumps. A step is one pass over the groups.
    With `keep`, the whole way can be asked for at the end. Without `restarts` nobody is thought to go back.
    """

    def __init__(
        self,
        onsets: Sequence[int],
        pitches: Sequence[int],
        barlines: Collection[int] = (),
        *,
        keep: bool = False,
        restarts: bool = True,
    ) -> None:
        import numpy as np

        self._np: Any = np
        self.ticks, self.group_of = np.unique(np.asarray(onsets, dtype=np.int64), return_inverse=True)
        groups = len(self.ticks)
        self._has = np.zeros((128, groups), bool)
        self._has[np.asarray(pitches, dtype=np.int64), self.group_of] = True
        sizes = np.bincount(self.group_of, minlength=groups)
        self._chords = sizes > 1
        self._skipping = np.concatenate(
            [[0.0], np.cumsum(sizes * _SKIPPED)]
        )  # cost of leaving out all groups before one
        self._landing = np.where(np.isin(self.ticks, list(barlines)), 0.0, _ELSEWHERE) if barlines else np.zeros(groups)
        self._back, self._forward = (_BACK, _FORWARD) if restarts else (_NO_WAY_BACK, _ONE_WAY_FORWARD)
        self._all = np.arange(groups)
        self._keep = keep
        self._usual_step = _USUAL_STEP_SECONDS
        self.forget()

    @classmethod
    def of(cls, piece: Piece, parts: Collection[int], *, hand: Hand = "") -> Follower:
        """Follow some parts of a piece, or one hand of them."""
        notes = written(piece, parts, hand)
        return cls([note.start for note in notes], [note.pitch for note in notes], {bar.start for bar in piece.bars()})

    def forget(self) -> None:
        """Start anew: the pupil may be anywhere, most likely at the beginning."""
        self._costs: Any = None
        self._last_seconds = 0.0
        self._came: list[Any] = []

    def hear(self, seconds: float, pitch: int) -> Place | None:
        """Take in one note, later than the one before; None where nothing is written."""
        if not len(self.ticks):
            return None
        np = self._np
        hit = self._has[pitch]
        wrong = np.where(hit, 0.0, _EXTRA)
        if self._costs is None:
            costs, came = np.minimum(self._skipping[:-1], self._forward) + wrong, np.full(len(self.ticks), -1)
        else:
            costs, came = self._step(seconds - self._last_seconds, hit)
            costs = costs + wrong
        if self._keep:
            self._came.append(came.astype(np.int32))
        self._last_seconds = seconds
        group = int(costs.argmin())
        self._costs = costs - costs[group]
        return Place(group, int(self.ticks[group]), bool(hit[group]))

    def _step(self, waited: float, hit: Any) -> tuple[Any, Any]:
        """Find the cheapest way into every group, and where it came from."""
        np = self._np
        costs, fast = self._costs, waited < _CHORD_SECONDS
        in_chord = 0.0 if fast else _STAY_IN_CHORD if waited < _LOOSE_CHORD_SECONDS else _STAY
        stay = costs + np.where(hit, np.where(self._chords, in_chord, _STAY), 0.0)
        on, on_from = self._moving_on(costs)
        on = on + (_HURRIED if fast else 0.0)
        jump, best = self._jumping(costs, waited)
        ways = np.stack([stay, on, jump])
        choice = ways.argmin(axis=0)
        return ways[choice, self._all], np.where(choice == 0, self._all, np.where(choice == 1, on_from, best))

    def _moving_on(self, costs: Any) -> tuple[Any, Any]:
        """Go to a later group from the cheapest earlier one, leaving out those between."""
        np = self._np
        level = costs - self._skipping[1:]
        cheapest = np.minimum.accumulate(level)
        at = np.maximum.accumulate(np.where(level <= cheapest, self._all, 0))
        on = np.full(len(costs), np.inf)
        on[1:] = cheapest[:-1] + self._skipping[1:-1]
        return on, np.concatenate([[0], at[:-1]])

    def _jumping(self, costs: Any, waited: float) -> tuple[Any, int]:
        """Go anywhere from where we most likely are."""
        np = self._np
        pause = waited > max(_PAUSE_SECONDS, _PAUSE_STEPS * self._usual_step)
        if 2 * _CHORD_SECONDS < waited < 3:  # noqa: PLR2004 - three seconds say nothing about the tempo
            self._usual_step += 0.15 * (min(waited, 2 * self._usual_step) - self._usual_step)
        here = int(costs.argmin())
        way = np.where(self._all > here, self._forward, self._back) * (_AFTER_PAUSE if pause else 1.0)
        return costs[here] + way + self._landing + (0.0 if waited > _BREATH_SECONDS else _UNBROKEN), here

    def way(self) -> list[int]:
        """Return the likeliest group of every note heard, in hindsight; needs `keep`."""
        if not self._came:
            return []
        group = int(self._costs.argmin())
        groups = [group]
        for came in self._came[:0:-1]:
            group = int(came[group])
            groups.append(group)
        return groups[::-1]


def written(piece: Piece, parts: Iterable[int], hand: Hand = "") -> tuple[Note, ...]:
    """Gather the notes of some parts, or of one hand of them, in order of start and pitch."""
    chosen = [piece.parts[n] for n in parts]
    return tuple(sorted(note for part in chosen if not hand or part.hand in (hand, "") for note in part.notes))
