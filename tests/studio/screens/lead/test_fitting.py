"""Who comes to Lead for the first time is given something gentle, and what somebody chose stays when Lead is come back to."""

from collections.abc import Callable

from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.lead.bands import leading, player, together

Start = Callable[..., Pilot]


def test_first_parts_are_gentle_and_a_chosen_one_stays(unlocked: Start) -> None:
    pilot = leading(together(unlocked, "A visitor too"))
    band = pilot.lesson.band
    levels = {each.name: each.level for each in band.players}
    assert levels == {"Jo": "five-fingers", "Amira": "five-fingers", "Sami": "five-fingers", "Visitor": "rhythm"}
    assert {given.kind for given in band.shared.given} <= {"five-fingers", "chord-keys", "rhythm", "one-key"}

    jo = player(pilot, "Jo")
    pilot.studio.screen.arranging.part(jo, "full")
    pilot.studio.move(Go("home"))
    pilot.settle()
    pilot.studio.move(Go("lead"))
    pilot.settle()
    assert pilot.lesson.band.shared.of(jo).kind == "full"
