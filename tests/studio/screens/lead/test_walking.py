"""Arranging by the MIDI keys alone: held alone, C goes back, D on, and E presses; what is played is never taken for it."""

from collections.abc import Callable

from tests.studio.fakes import Pilot
from tests.studio.screens.lead.bands import LONG, SHORT, leading, player, together
from tests.studio.screens.lead.test_after import hold, key_of

Start = Callable[..., Pilot]
C, D, E = 0, 1, 2  # white keys from a C on


def test_whoever_has_keys_goes_to_a_player_and_on_to_the_stage_with_no_mouse(unlocked: Start) -> None:
    pilot = leading(together(unlocked, pupils=2), LONG, SHORT)
    room, jo, amira = pilot.studio.screen, player(pilot, "Jo"), player(pilot, "Amira")
    pilot.studio.tools.focus(f"player-{jo}")
    hold(pilot, "Jo", D)
    assert pilot.ui.focused == f"player-{amira}"
    hold(pilot, "Amira", E)
    assert room.arranging.chosen == amira
    room.arranging.ask(amira)
    pilot.turn()
    assert pilot.ui.focused == "lead-yes"
    hold(pilot, "Amira", E)
    assert pilot.lesson.band.leader == amira
    hold(pilot, "Jo", C)
    hold(pilot, "Jo", C)
    assert pilot.ui.focused == "on-stage", "before the first comes the last"
    hold(pilot, "Jo", E)
    assert room.on_stage


def test_a_tune_that_is_tried_presses_nothing_and_on_the_stage_keys_do_not_walk(unlocked: Start) -> None:
    pilot = leading(together(unlocked, pupils=2), LONG, SHORT)
    room, focused = pilot.studio.screen, pilot.ui.focused
    keyboard, pitch = key_of(pilot, "Jo")
    for step in (0, 2, 4, 2):
        pilot.engine.key(pitch + step, 0.2, keyboard=keyboard)
        pilot.turn(seconds=0.3)
    pilot.turn(seconds=1.0)
    assert (pilot.ui.focused, room.on_stage) == (focused, False)
    pilot.click("on-stage")
    hold(pilot, "Jo", D)
    assert pilot.ui.focused == "tap"
