"""What a group has kept stays within reach: no stray key wipes it from the screen, and no way out loses an answer."""

from collections.abc import Callable

import pygame

from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import stand
from tests.studio.screens.lead.bands import LONG, SHORT, at, lead, leading, player, together
from tests.studio.screens.lead.test_after import hold, key_of, played
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


def taken(unlocked: Start) -> Pilot:
    """Amira has led, and the take of three is in front."""
    pilot = leading(together(unlocked), LONG, SHORT)
    lead(pilot, "Amira")
    return played(pilot, "Jo", "Amira", "Sami")


def answers(pilot: Pilot) -> dict[str, int]:
    journal = pilot.lesson.journal
    return {each.shown: len(journal.reflections(each.id)) for each in journal.pupils()}


def offered(pilot: Pilot) -> bool:
    """Whether somebody can go back to the part before."""
    return any("the part before" in widget.hint for widget in pilot.ui.tree())


def test_a_touch_of_the_leaders_keys_or_of_space_leaves_the_take_where_it_stands(unlocked: Start) -> None:
    pilot = taken(unlocked)
    lint(pilot, in_sight=("Hear it", "All answer"))
    pilot.press("Hear it")
    pilot.settle()
    stops = pilot.engine.log.count("stop")
    keyboard, pitch = key_of(pilot, "Amira")
    pilot.engine.key(pitch, keyboard=keyboard)
    pilot.turn()
    pilot.type_key(pygame.K_SPACE)
    assert "All answer" in pilot.words()
    assert pilot.engine.log.count("stop") == stops, "what is heard goes on"
    pilot.press("All play it again")
    pilot.press("Back to the take")
    assert "All answer" in pilot.words()


def test_whoever_comes_back_to_lead_finds_the_take_and_is_asked_no_second_time(unlocked: Start) -> None:
    pilot = taken(unlocked)
    pilot.press("All answer")
    hold(pilot, "Jo", 0)
    hold(pilot, "Sami", 4)
    pilot.studio.move(Go("pick"))
    pilot.settle()
    assert answers(pilot) == {"Jo": 1, "Amira": 0, "Sami": 1}
    pilot.studio.move(Go("lead"))
    pilot.settle()
    pilot.press("All answer")
    assert "0 of 1" in pilot.words(), "only Amira is still to be asked"
    hold(pilot, "Amira", 1)
    pilot.settle()
    assert answers(pilot) == {"Jo": 1, "Amira": 1, "Sami": 1}


def test_that_nobody_is_told_who_said_what_is_in_sight_at_any_size_beside_a_notice(unlocked: Start) -> None:
    pilot = taken(unlocked)
    pilot.press("All answer")
    hint = "Hold one of your own keys. Nobody is told who said what."
    lint(pilot, in_sight=(hint, "Go on"), notice="Jo: your keyboard is back.")


def test_escape_in_all_answer_goes_back_to_the_take_with_every_answer_kept(unlocked: Start) -> None:
    pilot = taken(unlocked)
    pilot.press("All answer")
    hold(pilot, "Jo", 0)
    pilot.type_key(pygame.K_ESCAPE)
    pilot.settle()
    assert pilot.screen == "lead"
    assert "Hear it" in pilot.words()
    assert answers(pilot) == {"Jo": 1, "Amira": 0, "Sami": 0}


def test_the_part_before_is_offered_only_as_often_as_there_is_one(unlocked: Start) -> None:
    pilot = taken(unlocked)
    amira = player(pilot, "Amira")
    for keys in (0, 1):
        pilot.click(f"anew-{amira}")
        at(pilot, 1)
        for _ in range(keys):
            keyboard, pitch = key_of(pilot, "Amira")
            pilot.engine.key(pitch, keyboard=keyboard)
        pilot.click("stop-again")
        assert offered(pilot) is bool(keys)
    pilot.click(f"earlier-{amira}")
    assert not offered(pilot), "there is nothing before the first"


def test_with_all_parts_out_there_is_nothing_to_hear_and_whoever_plays_again_plays_alone(unlocked: Start) -> None:
    pilot = taken(unlocked)
    for name in ("Jo", "Amira", "Sami"):
        pilot.click(f"part-{player(pilot, name)}")
    assert not pilot.ui.find("Hear it").enabled
    pilot.click(f"part-{player(pilot, 'Sami')}")
    assert pilot.ui.find("Hear it").enabled
    pilot.click(f"anew-{player(pilot, 'Sami')}")
    assert "Sami plays. Nobody else is in it." in pilot.words()


def test_with_another_piece_on_the_stand_the_take_keeps_its_title_its_music_and_its_parts(unlocked: Start) -> None:
    pilot = taken(unlocked)
    kinds, title, music = parts(pilot), pilot.studio.screen.title, going_round(pilot)
    pilot.lesson.put_on_stand(stand("Another"))
    pilot.studio.move(Go("pick"))
    pilot.settle()
    pilot.studio.move(Go("lead"))
    pilot.settle()
    pilot.studio.screen.arranging.part(player(pilot, "Jo"), "rhythm")
    pilot.click("on-stage")
    assert pilot.studio.screen.title == "Another"
    pilot.click("to-take")
    pilot.settle()
    assert pilot.studio.screen.title == title == pilot.lesson.last_together.title
    assert going_round(pilot) == music
    for name in ("Jo", "Amira"):
        pilot.click(f"anew-{player(pilot, name)}")
        at(pilot, 1)
        keyboard, pitch = key_of(pilot, name)
        pilot.engine.key(pitch, keyboard=keyboard)
        pilot.click("stop-again")
        pilot.settle()
    assert parts(pilot) == kinds
    assert {"Jo: the part before", "Amira: the part before"} <= {widget.hint for widget in pilot.ui.tree()}


def going_round(pilot: Pilot) -> object:
    """What goes round once one is at the side."""
    pilot.press("Say a bit more")
    pilot.click("play-on")
    score = pilot.engine.score
    pilot.press("Back to the music")
    return score.events


def parts(pilot: Pilot) -> dict[str, str]:
    """The kinds of part in the take, by player."""
    journal = pilot.lesson.journal
    names = {each.id: each.shown for each in journal.pupils()}
    return {names[one.pupil]: one.part for one in journal.take(pilot.lesson.last_together.id).parts}


def test_where_only_a_visitor_played_the_screen_says_so(unlocked: Start) -> None:
    pilot = leading(together(unlocked, "A visitor too"), LONG, SHORT)
    lead(pilot, "Visitor")
    played(pilot, "Visitor")
    assert "Only a visitor" in pilot.studio.notice
    pilot.click("arrange")
    played(pilot)
    assert "No key" in pilot.studio.notice
