"""How loud it is on the stage: the backing at once, one player's keys and what is played for them from the next bar on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.screens.lead.room import Lead
    from studio.screens.lead.stage import Stage

_AS_PLAYED: tuple[dict[int, float], dict[int, float]] = ({}, {})


class Loud:
    """Lives beside the stage, and tells the engine what the plan says of it, once. What is kept stays as it was played."""

    def __init__(self, screen: Lead, stage: Stage) -> None:
        self._screen, self._stage = screen, stage
        self._sent = _AS_PLAYED

    def level(self) -> None:
        """Everybody is softer or louder: the backing is."""
        tools = self._screen.tools
        self._screen.engine.level("backing", tools.settings.backing * self._stage.plan.level)

    def begin(self) -> None:
        """The music begins, with every part as it is written: what was said before it holds from the start."""
        self._sent = (self._sent[0], {})
        self.carry()

    def carry(self) -> None:
        """What the plan says of the next bar holds from there on; before the first one at once."""
        band, plan = self._screen.band, self._stage.plan
        if band is None or plan.phase == "over":
            return
        after = plan.after()
        said = (plan if after.phase == "over" else after).forces(self._stage.whole)
        here = {player.id for player in band.players}
        zones = {band.seating.place(each).heard_as: force for each, force in said.keys.items() if each in here}
        if (zones, said.parts) != self._sent:
            self._sent = (zones, said.parts)
            self._screen.engine.force(*self._sent, next_bar=self._stage.count.tick >= 0)

    def rest(self) -> None:
        """It is over: all keys sound as they are played."""
        if self._sent != _AS_PLAYED:
            self._sent = _AS_PLAYED
            self._screen.engine.force(*_AS_PLAYED)
