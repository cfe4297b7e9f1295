"""The leader's words: whom the next one is for and in how many bars it holds, by the screen or by their own keys, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from studio.ensemble.desk import desk
from studio.ensemble.plan import BringIn, DropOut, Louder, Softer, Solo
from studio.ensemble.undone import CALLED, taken_back
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Collection

    from instruments.events import NoteOn
    from studio.ensemble.desk import Desk
    from studio.ensemble.plan import Command, Plan
    from studio.screens.lead.room import Lead
    from studio.screens.lead.stage import Stage

AHEAD: Final = (1, 2, 4)  # bars


class Leading:
    """Lives beside the stage, whose plan its words move. `chosen` are those the next word is for; nobody chosen is everybody."""

    def __init__(self, screen: Lead, stage: Stage) -> None:
        self._screen, self._stage = screen, stage
        self.chosen: frozenset[str] = frozenset()
        self.ahead = AHEAD[0]  # in how many bars a word to come in, to rest or to play a solo holds
        self.by_keys = False
        self._said: tuple[Plan, Command] | None = None  # the plan before the last word, and the word

    def ready(self, players: Collection[str]) -> None:
        """The music begins anew, and these play; whoever conducts does it by their keys, if they have some."""
        band = self._screen.band
        self.chosen &= frozenset(players)
        self.by_keys = band is not None and band.way == "conducting" and self.keys is not None
        self._said = None

    # -- words --------------------------------------------------------------------------------------------------------
    def say(self, command: Command) -> None:
        """One word of the leader, from wherever it came."""
        before = self._stage.plan
        if before.phase == "over":
            return
        self._stage.obey(command)
        if self._stage.plan != before:
            self._said = (before, command)
        self._screen.tools.changed()

    @property
    def those(self) -> tuple[str, ...]:
        """Whom the next word is for: who was chosen, else everybody."""
        return tuple(player for player in self._stage.plan.players if not self.chosen or player in self.chosen)

    def turn(self, player: str) -> None:
        """Somebody is chosen for the next word, or no more."""
        self.chosen ^= {player}
        self._screen.tools.changed()

    def look_ahead(self) -> None:
        """The next words are for so many bars later; after the furthest it is the next bar again."""
        self.ahead = AHEAD[(AHEAD.index(self.ahead) + 1) % len(AHEAD)]
        self._screen.tools.changed()

    def bring_in(self) -> None:
        """Those come in, as many bars ahead as is chosen."""
        self.say(BringIn(self.those, self.ahead))

    def drop_out(self) -> None:
        """Those rest from then on."""
        self.say(DropOut(self.those, self.ahead))

    def solo(self) -> None:
        """The one who is chosen is heard above the others; whoever has a solo gives it back."""
        (player,) = self.chosen if len(self.chosen) == 1 else (None,)
        self.say(Solo(None if player == self._stage.plan.solo else player, self.ahead))

    def louder(self) -> None:
        """A step louder."""
        self.say(Louder(self.those if self.chosen else ()))

    def softer(self) -> None:
        """A step softer."""
        self.say(Softer(self.those if self.chosen else ()))

    def in_or_out(self, player: str) -> None:
        """One key for each: whoever rests comes in, whoever plays or comes rests."""
        if player in self._stage.plan.players:
            self.say(self._stage.plan.in_or_out(player, self.ahead))

    # -- by the leader's own keys -------------------------------------------------------------------------------------
    @property
    def keys(self) -> tuple[int, int] | None:
        """The lowest and highest of them, if they have some."""
        band = self._screen.band
        return band.seating.zone(band.leader) if band is not None and band.leader is not None else None

    @property
    def desk(self) -> Desk | None:
        """What they say, while they do and while their keyboard is plugged in."""
        keys, band, plan = self.keys, self._screen.band, self._stage.plan
        if keys is None or band is None or not self.by_keys or plan.phase == "over":
            return None
        return None if any(each.id == band.leader for each in band.seating.waiting) else desk(*keys, plan)

    def lead_by_keys(self, on: bool) -> None:
        """They are words from now on, or music."""
        self.by_keys = on
        self._screen.tools.changed()

    def hear(self, event: NoteOn) -> None:
        """One of them goes down while the music goes: a word, where keys are words."""
        words = self.desk
        command = words.says(event.pitch, self._stage.plan, self.ahead) if words is not None else None
        if command is not None:
            self._screen.lesson.was_a_word(event)
            self.say(command)

    # -- back ---------------------------------------------------------------------------------------------------------
    def undo(self) -> str | None:
        """What of the plan would be taken back; what has happened already is not."""
        back = self._back
        return say(f"lead.undo {CALLED[type(back[1])]}") if back is not None else None

    def do_undo(self) -> None:
        """The plan without the last word, from where the music is."""
        back, self._said = self._back, None
        if back is not None:
            self._stage.go_by(back[0])
            self._screen.tools.changed()

    @property
    def _back(self) -> tuple[Plan, Command] | None:
        """The plan without the last word, and the word; None where that would change nothing."""
        if self._said is None or self._stage.plan.phase == "over":
            return None
        before, command = self._said
        plan = taken_back(self._stage.plan, before, command)
        return (plan, command) if plan != self._stage.plan else None
