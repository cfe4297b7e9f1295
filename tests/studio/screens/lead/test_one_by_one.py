"""After a take of several: one at the side says more while the others play on; who has no keys answers; what goes home is asked."""

import threading
from collections.abc import Callable

import pygame

from instruments.events import SOFTWARE
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.lead.bands import LONG, SHORT, lead, leading, player, pull, together
from tests.studio.screens.lead.test_after import hold, key_of, played, shown
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


def after_a_take(unlocked: Start, *names: str, **look: object) -> Pilot:
    pilot = leading(together(unlocked, **look), LONG, SHORT)
    lead(pilot, "Amira")
    return played(pilot, *(names or ("Jo", "Amira", "Sami")))


def pupil(pilot: Pilot, name: str) -> str:
    return next(one.id for one in pilot.lesson.journal.pupils() if one.shown == name)


def said(pilot: Pilot, name: str) -> list[tuple[str, str]]:
    return [(one.prompt, one.body) for one in pilot.lesson.journal.reflections(pupil(pilot, name))]


def test_one_says_more_at_the_side_and_the_music_does_not_stop(unlocked: Start) -> None:
    pilot = after_a_take(unlocked)
    turn, takes = pilot.lesson.pupil.id, len(pilot.lesson.journal.latest_takes(pupil(pilot, "Jo"), 9))
    pilot.press("Say a bit more")
    lint(pilot, in_sight=("Back to the music",))
    pilot.click(f"more-{player(pilot, 'Sami')}")
    pilot.settle()
    assert (pilot.screen, pilot.studio.screen.title) == ("aside", "Sami")
    assert pilot.studio.screen.private
    assert pilot.engine.sounding
    assert pilot.engine.score.loop is not None, "it goes round"
    playing, stops = pilot.engine.score, pilot.engine.log.count("stop")
    lint(pilot, in_sight=("This page is not for the big screen. Turn the screen to you.",))
    assert "Listen" not in pilot.words()

    keyboard, pitch = key_of(pilot, "Jo")
    pilot.engine.key(pitch, keyboard=keyboard)  # Jo plays on: no answer of Sami's
    pilot.press("Type it")
    pilot.write("the low bit")
    pilot.press("Done")
    pilot.press("Back to the music")
    pilot.settle()
    assert pilot.screen == "lead"
    assert (pilot.engine.score, pilot.engine.sounding, pilot.engine.log.count("stop")) == (playing, True, stops)
    assert pilot.lesson.pupil.id == turn, "it is nobody else's turn"
    assert [body for _, body in said(pilot, "Sami")] == ["the low bit"]
    assert said(pilot, "Jo") == []
    assert len(pilot.lesson.journal.latest_takes(pupil(pilot, "Jo"), 9)) == takes, "nothing is recorded twice"
    assert "the low bit" not in shown(pilot)
    pilot.press("Stop the music")
    assert not pilot.engine.sounding


def test_while_the_music_goes_round_keys_are_music_and_press_nothing(unlocked: Start) -> None:
    pilot = after_a_take(unlocked)
    pilot.press("Say a bit more")
    pilot.click(f"more-{player(pilot, 'Jo')}")
    pilot.settle()
    pilot.studio.screen.leave_it()
    pilot.settle()
    focused = pilot.ui.focused
    for step in (2, 0, 1, 2):  # E, C, D, E
        hold(pilot, "Sami", step)
        assert (pilot.screen, pilot.studio.screen.part, pilot.ui.focused) == ("lead", "more", focused)
    assert pilot.engine.sounding
    pilot.press("Stop the music")
    hold(pilot, "Sami", 1)
    assert pilot.ui.focused != focused, "in silence they walk again"


def test_a_page_that_is_found_late_opens_only_where_it_was_asked_for_and_once(unlocked: Start) -> None:
    pilot = after_a_take(unlocked)
    pilot.press("Say a bit more")
    sami = f"more-{player(pilot, 'Sami')}"
    pilot.ui.click(sami)
    pilot.ui.click(sami)
    pilot.settle()
    assert pilot.screen == "aside"
    pilot.type_key(pygame.K_ESCAPE)
    pilot.settle()
    assert pilot.screen == "lead", "one page, however often it was pressed"

    slow = threading.Event()
    pilot.studio.background.writer.put(lambda: slow.wait(5), lambda _: None, lambda _: None, "slow")
    pilot.ui.click(sami)
    pilot.turn()
    pilot.ui.click("back-to-music")
    pilot.studio.move(Go("home"))
    pilot.turn()
    slow.set()
    pilot.settle()
    assert (pilot.screen, pilot.engine.sounding) == ("home", False)


def test_at_the_side_only_their_own_keys_answer(unlocked: Start) -> None:
    pilot = after_a_take(unlocked)
    pilot.press("Say a bit more")
    pilot.click(f"more-{player(pilot, 'Jo')}")
    pilot.settle()
    question = pilot.studio.screen.question
    assert question.prompt != "T8", "it is all of theirs: one alone does not put it aside"
    hold(pilot, "Sami", 5)
    assert pilot.studio.screen.question is question, "Sami's A skips nothing of Jo's"
    hold(pilot, "Jo", 5)
    assert pilot.studio.screen.question is not question


def test_whoever_comes_in_sees_nothing_of_the_side_and_the_stage_comes_back_whole(unlocked: Start) -> None:
    pilot = after_a_take(unlocked)
    splits = pilot.engine.zones.splits
    pilot.press("Say a bit more")
    pilot.click(f"more-{player(pilot, 'Amira')}")
    pilot.settle()
    assert pilot.engine.zones.splits == splits, "everybody keeps their keys"
    asked = pilot.studio.screen.question.words.partition("? ")[0]
    assert asked in shown(pilot)
    pilot.type_key(pygame.K_F2)
    assert asked not in shown(pilot)
    pilot.type_key(pygame.K_F2)
    pilot.type_key(pygame.K_ESCAPE)
    pilot.settle()
    assert pilot.screen == "lead"
    pilot.press("Back to the music")
    assert "That was it." in pilot.words()
    assert not pilot.engine.sounding


def test_leaving_for_another_room_from_the_side_ends_the_music_and_the_sharing(unlocked: Start) -> None:
    pilot = after_a_take(unlocked)
    pilot.press("Say a bit more")
    pilot.click(f"more-{player(pilot, 'Jo')}")
    pilot.settle()
    pilot.studio.move(Go("pick"))
    pilot.settle()
    assert not pilot.engine.sounding
    assert pilot.engine.zones.splits == ()


def test_who_has_no_keys_is_asked_too_and_answers_by_touch_on_their_turn(unlocked: Start) -> None:
    pilot = leading(together(unlocked), LONG, SHORT)
    lead(pilot, "Amira")
    sami = player(pilot, "Sami")
    pilot.studio.screen.arranging.sit(sami, None)
    pilot.settle()
    played(pilot, "Jo", "Amira")
    pilot.press("All answer")
    assert "0 of 3" in pilot.words()
    assert "On the computer's keys:" not in pilot.words(), "nobody sits there"
    assert "A: I kept going." not in {widget.name for widget in pilot.ui.tree()}, "nobody's turn: nothing to touch"
    pilot.press("Sami's turn")
    assert "Sami: press a card" in pilot.words()
    names = {widget.name for widget in pilot.ui.tree()}
    assert {"A: I kept going.", "H: I skip this one."} <= names, "as the computer's keys are called"
    assert "Turn the screen to you." in pilot.words(), "on a big screen all would see which card is pressed"
    assert "Safe for the big screen." not in pilot.words()
    lint(pilot, in_sight=("Go on",))
    pilot.click("answer-C")
    assert "Turn the screen to you." not in pilot.words()
    assert "Safe for the big screen." in pilot.words()
    assert "1 of 3" in pilot.words()
    pilot.press("Sami's turn")
    pilot.turn(seconds=3.0)
    pilot.engine.down(62, keyboard=SOFTWARE)
    pilot.turn()
    pilot.turn(seconds=0.7)
    pilot.engine.up(62, keyboard=SOFTWARE)
    assert "1 of 3" in pilot.words(), "said anew, counted once"
    hold(pilot, "Jo", 0)
    hold(pilot, "Amira", 0)
    pilot.settle()
    assert "Thank you." in pilot.words()
    assert [prompt for prompt, _ in said(pilot, "Sami")] == ["T4"]
    assert said(pilot, "Sami")[0][1] != said(pilot, "Jo")[0][1]


def test_where_somebody_sits_at_the_computers_keys_it_is_said_which_of_its_letters_is_which(unlocked: Start) -> None:
    pilot = leading(together(unlocked), LONG, SHORT)
    lead(pilot, "Amira")
    pilot.studio.screen.arranging.sit(player(pilot, "Sami"), SOFTWARE)
    pilot.settle()
    played(pilot, "Jo", "Amira")
    pilot.press("All answer")
    assert "On the computer's keys: A = C, S = D, D = E, F = F, G = G, H = A" in pilot.words()
    lint(pilot, in_sight=("Go on",))


def test_whose_keyboard_is_pulled_while_all_answer_has_a_turn(unlocked: Start) -> None:
    pilot = after_a_take(unlocked)
    pilot.press("All answer")
    pull(pilot, SHORT)
    pilot.turn()
    away = [each.id for each in pilot.lesson.band.seating.waiting]
    turns = [widget.key for widget in pilot.ui.tree() if (widget.key or "").startswith("turn-")]
    assert turns == [f"turn-{each}" for each in away]
    assert turns
    assert "0 of 3" in pilot.words()


def test_a_question_that_nobody_has_answered_is_offered_again(unlocked: Start) -> None:
    pilot = after_a_take(unlocked)
    pilot.press("Say a bit more")
    pilot.press("Ask all at once")
    pilot.type_key(pygame.K_ESCAPE)
    pilot.settle()
    pilot.press("Say a bit more")
    pilot.press("Ask all at once")
    hold(pilot, "Jo", 0)
    pilot.type_key(pygame.K_ESCAPE)
    pilot.settle()
    pilot.press("Say a bit more")
    assert "Ask all at once" not in pilot.words()


def test_all_say_on_their_own_keys_whether_their_part_goes_home_and_nobody_sees_who_said_no(unlocked: Start) -> None:
    pilot = after_a_take(unlocked)
    journal, take = pilot.lesson.journal, pilot.lesson.last_together.id
    pilot.press("Say a bit more")
    pilot.press("Ask all at once")
    assert "May others take your part home too?" in pilot.words()
    lint(pilot, in_sight=("Go on",))
    hold(pilot, "Jo", 0)
    hold(pilot, "Sami", 1)
    assert "2 of 3" in pilot.words()
    hold(pilot, "Amira", 5)
    pilot.settle()
    assert [journal.goes_along(pupil(pilot, name))[take] for name in ("Jo", "Amira", "Sami")] == [True, False, False]
    assert "Take it home together" not in pilot.words(), "asked once; later each says it in My music"
    seen = shown(pilot)
    assert "Yes, they may." not in seen
    assert len(journal.with_others(pupil(pilot, "Amira"), [take])[take]) == 2


def test_later_each_says_it_in_my_music_and_takes_it_back_there(unlocked: Start) -> None:
    pilot = after_a_take(unlocked)
    journal, take = pilot.lesson.journal, pilot.lesson.last_together.id
    me = pilot.lesson.pupil.id
    pilot.studio.move(Go("music"))
    pilot.settle()
    lint(pilot)
    for on in (True, False):
        pilot.press("Others may take my part home too")
        pilot.settle()
        assert journal.goes_along(me)[take] is on
        assert bool(journal.yeses(me)) is on
