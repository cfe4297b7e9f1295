"""What the leader says of one player's loudness is heard: their keys and what is played for them, from the next bar on."""

from collections.abc import Callable

import pytest

from tests.studio.fakes import Pilot
from tests.studio.screens.lead.bands import at, count_in, leading, player, together

Start = Callable[..., Pilot]


@pytest.fixture
def going(unlocked: Start) -> Pilot:
    """Three play together and are in bar 1."""
    pilot = leading(together(unlocked))
    pilot.click("on-stage")
    count_in(pilot)
    at(pilot, 1)
    return pilot


def zones(pilot: Pilot) -> dict[str, float]:
    """How hard each one's keys sound, by name, where that is not as they play."""
    seating = pilot.lesson.band.seating
    return {seating.player_of(heard_as).name: force for heard_as, force in pilot.engine.forced[0].items()}


def say(pilot: Pilot, name: str, word: str) -> None:
    """The leader says something to one player, who is chosen for it alone."""
    card = f"ring-card-{player(pilot, name)}"
    pilot.click(card)
    pilot.press(word)
    pilot.click(card)


def test_a_solo_lets_the_others_sound_softly_from_the_bar_on_and_its_end_gives_it_back(going: Pilot) -> None:
    stage = going.studio.screen.stage
    say(going, "Amira", "Solo")
    assert zones(going) == {"Jo": 0.7, "Sami": 0.7}
    whole, others = stage.whole, [player(going, name) for name in ("Jo", "Sami")]
    parts = {*(whole.of[each] for each in others), *(whole.along[each] for each in others if each in whole.along)}
    assert going.engine.forced[1] == dict.fromkeys(parts, 0.7)
    assert going.engine.log[-1] == "force on the bar"
    at(going, 2)
    at(going, 3)
    assert going.engine.log.count("force on the bar") == 1, "said once, it holds"
    say(going, "Amira", "Solo over")
    assert zones(going) == {}


def test_softer_is_for_who_was_chosen_and_can_be_taken_back(going: Pilot) -> None:
    say(going, "Jo", "Softer")
    assert zones(going) == {"Jo": 0.7}
    going.studio.screen.do_undo()
    assert zones(going) == {}
    going.press("Louder")
    assert zones(going) == dict.fromkeys(("Jo", "Amira", "Sami"), 1.2)


def test_when_it_is_over_every_key_sounds_as_it_is_played(going: Pilot) -> None:
    say(going, "Jo", "Softer")
    going.press("Stop")
    assert going.engine.forced == ({}, {})
    assert going.engine.log[-1] == "force", "at once: no bar comes any more"
