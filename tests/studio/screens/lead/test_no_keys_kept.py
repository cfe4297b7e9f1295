"""Who was in it and has no note in it: they led by their keys, had the words, or recorded. They have their say like the others."""

from collections.abc import Callable

import pytest

from reflections import prompts
from tests.studio.fakes import Pilot
from tests.studio.screens.lead.bands import LONG, SHORT, lead, leading, player, together
from tests.studio.screens.lead.test_after import hold, played
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


def aside(pilot: Pilot, name: str) -> str:
    """Somebody goes to the side: the first thing they are asked."""
    pilot.click(f"more-{player(pilot, name)}")
    pilot.settle()
    assert (pilot.screen, pilot.studio.screen.title) == ("aside", name)
    return pilot.studio.screen.question.prompt


def test_whoever_conducted_by_their_keys_alone_is_asked_how_it_was_to_lead(
    unlocked: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prompts, "LIGHT_SESSIONS", 0)  # as from the third session on
    pilot = leading(together(unlocked), LONG, SHORT)
    lead(pilot, "Amira")
    pilot.studio.screen.arranging.play_in("conducting")
    played(pilot, "Jo", "Sami")
    assert player(pilot, "Amira") not in pilot.lesson.last_together.pupils, "her keys were words"
    pilot.press("All answer")
    for n, name in enumerate(("Jo", "Amira", "Sami")):
        hold(pilot, name, n)
    pilot.settle()
    lint(pilot)
    assert aside(pilot, "Amira") == "L3"
    assert "about" not in {widget.key for widget in pilot.ui.tree()}, "no empty picture of notes that are not there"
    pilot.press("Type it")
    pilot.write("they all came in when I said")
    pilot.press("Done")
    pilot.press("Back to the music")
    pilot.settle()
    journal = pilot.lesson.journal
    said = [(one.prompt, one.body) for one in journal.reflections(player(pilot, "Amira"))]
    assert ("L3", "they all came in when I said") in said


@pytest.mark.parametrize("kind", ["words", "recordist"])
def test_who_has_the_words_or_records_can_say_more_as_well(unlocked: Start, kind: str) -> None:
    pilot = leading(together(unlocked, "A visitor too"), LONG, SHORT)
    pilot.studio.screen.arranging.part(player(pilot, "Sami"), kind)
    pilot.studio.screen.arranging.sit(player(pilot, "Sami"), None)
    played(pilot, "Jo", "Amira")
    pilot.press("Say a bit more")
    assert "more-guest-1" not in {widget.key for widget in pilot.ui.tree()}, "nothing is kept of a visitor"
    assert aside(pilot, "Sami") != "L3", "they did not lead"
