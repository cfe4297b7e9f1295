"""A word of the leader's taken back: what was still to come by then is to come again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from studio.ensemble.plan import BringIn, DropOut, EndTogether, Louder, Softer, Solo

if TYPE_CHECKING:
    from studio.ensemble.plan import Command, Plan

CALLED: Final[dict[type, str]] = {
    BringIn: "bring in",
    DropOut: "drop out",
    Solo: "solo",
    Louder: "louder",
    Softer: "softer",
    EndTogether: "end together",
}
"""The words that can be taken back, as the tables call them."""


def taken_back(now: Plan, before: Plan, command: Command) -> Plan:
    """The plan without that word, from where the music is; who came in or left by it meanwhile stays so."""
    if isinstance(command, Louder | Softer):
        return replace(now, steps=before.steps, loud=before.loud)
    end = before.end if before.end is None or before.end > now.bar + 1 else now.end
    return replace(now, cues=tuple(cue for cue in before.cues if cue.bar > now.bar), end=end)
