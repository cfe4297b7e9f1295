"""Several at one laptop: whose turn it is, and for each of them a stand of their own that nobody else sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.lesson.takes import Takes
from studio.lesson.values import Practice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reflections import records
    from studio.lesson.band import Band

FEWEST, MOST = 2, 6
_MINE: dict[str, Any] = {
    "stand": None,
    "practice": Practice(),
    "last": None,
    "takes_here": 0,
    "sayable": None,
    "task": None,
    "purpose": None,
    "making": None,
    "_drafted": None,
    "_draft_waits": False,
}  # what lies before one of them, and what it is before they come


@dataclass(eq=False, slots=True)
class Seat:
    """One of them, a pupil or a guest, and what lay before them when they passed the keys on."""

    pupil: records.Pupil | None
    kept: dict[str, Any] = field(default_factory=dict)
    held: list[Any] = field(default_factory=list)  # what a guest kept


class Turns(Takes):
    """Who else is here. As long as one is alone there are no seats."""

    seats: tuple[Seat, ...] = ()
    seat: Seat | None = None
    coming: Seat | None = None  # whose turn is next, from the press until they sit there
    band: Band | None = None  # they play together, or did: who sits where, with which part

    @property
    def next_seat(self) -> Seat | None:
        """Who comes after whoever's turn it is."""
        if self.seat is None:
            return None
        return self.seats[(self.seats.index(self.seat) + 1) % len(self.seats)]

    def sit_together(self, people: Sequence[records.Pupil | None], then: Callable[[], None]) -> None:
        """Pupils and guests (None) share the laptop: one session for the pupils, and the first of them begins."""
        self.seats = tuple(Seat(pupil) for pupil in people)
        self.together = tuple(pupil.id for pupil in people if pupil is not None)
        self.visiting = len(people) - len(self.together)
        self.coming = self.seats[0]
        self.take_turn(then)

    def take_turn(self, then: Callable[[], None]) -> None:
        """Whoever is coming sits down: what was on the stand is put by for its player, theirs is put there."""
        before, after = self.seat, self.coming
        if after is None:
            then()
            return
        mine = {name: getattr(self, name) for name in _MINE}
        if self.guest:  # what a guest played is nobody else's
            if before is not None:
                before.held, self.held = self.held, []
            self.recorder.let_go()
            self.recorder.seat(None)

        def seated() -> None:
            if before is not None:
                before.kept = mine
            if before is not None or after.pupil is None:
                for name, value in (_MINE | after.kept).items():
                    setattr(self, name, value)
            self.seat, self.coming = after, None
            then()

        if after.pupil is not None:
            self.choose(after.pupil, seated)
            return
        self.be_guest()
        self.held, after.held = after.held, []
        seated()

    def goodbye(self) -> None:
        """All of them go; what the others played waits for them."""
        super().goodbye()
        self.seats, self.seat, self.coming, self.together, self.visiting = (), None, None, (), 0
        self.band = None
