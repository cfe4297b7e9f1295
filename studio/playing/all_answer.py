"""One question put to everybody at once: each answers on their own keys, and all that is seen is how many have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from instruments.events import SOFTWARE
from studio.answers import BACK, AnswerPad

if TYPE_CHECKING:
    from collections.abc import Collection

    from instruments.events import Played
    from studio.ensemble.seats import Seating

KEYS: Final = ("C", "D", "E", "F", "G")
SKIP: Final = "A"
_NEEDED: Final = frozenset({0, 2, 4, 5, 7, 9})  # their pitch classes


class AllAnswer:
    """Who said what stays in here until it is handed over; `said` and `of` are all that a screen may show.

    Guests answer too, so that nobody is set apart. Whoever has no keys here, or too few, answers `by_turns`: while it is
    their `turn` the computer's keys are lent to them, or they touch an answer. A black key takes one's own answer back, as
    long as somebody has not answered yet. Nothing times out.
    """

    def __init__(
        self, choices: Collection[str], seating: Seating, now: float, *, without: Collection[str] = ()
    ) -> None:
        """`choices` are ids, at most five: the first is C. `without` are players who are not asked."""
        self._choices = dict(zip(KEYS, choices, strict=False))
        self._asked = tuple(player.id for player in seating.players if player.id not in without)
        self._pads: dict[str, AnswerPad] = {}
        self.turn: str | None = None
        self._guests = {player.id for player in seating.players if player.guest}
        self._given: dict[str, str | None] = {}
        self.seated(seating, now)

    def seated(self, seating: Seating, now: float) -> None:
        """A keyboard was pulled or is back: who has no keys now answers by turns; what was said already stays."""
        able = [player for player in self._asked if _can_answer(seating, player)]
        self._pads = {
            player: self._pads.get(player) or AnswerPad(now, keyboards=frozenset({seating.place(player).heard_as}))
            for player in able
        }
        self.by_turns = tuple(player for player in self._asked if player not in able)
        self.turn = self.turn if self.turn in self.by_turns else None
        self._at_lent = of_the_computer(seating)
        self._lent = AnswerPad(now, keyboards=self._at_lent)

    @property
    def of(self) -> int:
        """How many are asked."""
        return len(self._asked)

    @property
    def said(self) -> int:
        """How many have answered or skipped: nobody can tell which."""
        return len(self._given)

    @property
    def all_have(self) -> bool:
        """Nobody is waited for."""
        return self.said == self.of

    @property
    def given(self) -> dict[str, str | None]:
        """The answers of pupils by their ids, None for a skip; for the journal alone."""
        return {player: choice for player, choice in self._given.items() if player not in self._guests}

    def take_turn(self, player: str, now: float) -> None:
        """It is somebody's turn who has no keys; pressed again, it is nobody's. What they said before they can say anew."""
        self.turn = player if player in self.by_turns and player != self.turn else None
        self._lent = AnswerPad(now, keyboards=self._at_lent)

    def touch(self, key: str) -> None:
        """An answer that was touched by whoever's turn it is: one of `KEYS`, or `SKIP`."""
        if self.turn is not None and (key == SKIP or key in self._choices):
            self._given[self.turn] = self._choices.get(key)
            self.turn = None

    def hear(self, event: Played, now: float) -> None:
        """A key of whoever's it is."""
        if self.turn is not None and event.keyboard in self._at_lent:
            self._lent.hear(event, now)
            return
        for pad in self._pads.values():
            pad.hear(event, now)

    def update(self, now: float) -> tuple[tuple[int, int], ...]:
        """Take in what was held long enough; returns the frames of keys that were answers, and no music."""
        spans = []
        for player, pad in (*self._pads.items(), (self.turn, self._lent)):
            meant = pad.meant(now)
            if meant is None or player is None or self.all_have:
                continue
            if meant == BACK:
                self._given.pop(player, None)
            elif meant == SKIP or meant in self._choices:
                self._given[player] = self._choices.get(meant)
            else:
                continue
            spans.append(pad.span)
            if player == self.turn:
                self.turn = None
        return tuple(spans)


def answers_on(seating: Seating, player: str) -> frozenset[int]:
    """As which numbers the keys are heard on which somebody answers: their own where they have all of them, else the computer's."""
    own = _can_answer(seating, player)
    return frozenset({seating.place(player).heard_as}) if own else of_the_computer(seating)


def at_the_computer(seating: Seating) -> bool:
    """Whether somebody sits at the computer's keys, and can answer there."""
    return any(each.keyboard == SOFTWARE and _can_answer(seating, each.player.id) for each in seating.places)


def of_the_computer(seating: Seating) -> frozenset[int]:
    """As which numbers the computer's keys are heard, whoever sits there."""
    return frozenset({SOFTWARE, *(each.heard_as for each in seating.places if each.keyboard == SOFTWARE)})


def _can_answer(seating: Seating, player: str) -> bool:
    """Whether a player's keys are there and have every answer; else they would be asked what they could not say."""
    away = player in {each.id for each in seating.waiting}
    zone = None if away else seating.zone(player)
    there = {pitch % 12 for pitch in range(zone[0], zone[1] + 1)} if zone is not None else set[int]()
    return there >= _NEEDED
