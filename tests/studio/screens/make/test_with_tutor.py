"""Pupil and tutor record at one time: each round is a pass of each, in a layer of their own, and the tutor can be quiet."""

from collections.abc import Callable

import pytest

from instruments.events import Keyboard, Keyboards
from studio.music.song import layers
from studio.music.song.labels import label
from studio.music.song.model import TUTOR
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint
from tests.studio.screens.make.rounds import count_in, play_a_round
from tests.studio.screens.make.test_versions import its_story

Start = Callable[..., Pilot]
LOW, MIDDLE, HIGH = 48, 60, 67


@pytest.fixture
def making(at_home: Start) -> Pilot:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")  # its sounds need not be made first
    return pilot


def share(pilot: Pilot) -> None:
    """The tutor has what lies below the middle C."""
    pilot.press("Play with my tutor")
    pilot.play(MIDDLE)
    pilot.press("Done")


def played(pilot: Pilot) -> list[tuple[str, list[list[int]]]]:
    """Who plays each layer that was recorded on, and the pitches of its passes."""
    song, pupil = pilot.studio.screen.song, pilot.lesson.pupil.id
    return [
        ("pupil" if layer.player == pupil else layer.player, [[n.pitch for n in one.notes] for one in layer.passes])
        for layer in song.layers
        if layer.passes
    ]


def test_both_sides_of_one_keyboard_are_recorded_at_once_into_layers_of_their_own(making: Pilot) -> None:
    share(making)
    making.click("make-record")
    count_in(making)
    play_a_round(making, 0, LOW, MIDDLE)
    play_a_round(making, 1, LOW)
    making.play(HIGH)
    making.click("make-record")

    assert played(making) == [("pupil", [[MIDDLE], [HIGH]]), (TUTOR, [[LOW], [LOW]])]
    assert making.studio.screen.song.layers[-1].name == "Sam"
    making.press("Undo: what you played")
    making.press("Undo: what you played")
    assert played(making) == [("pupil", [[MIDDLE]]), (TUTOR, [[LOW]])]


def test_a_second_keyboard_is_the_tutors_without_a_word(making: Pilot) -> None:
    known = tuple(Keyboard(n, name, "alsa", present=True) for n, name in ((1, "Launchkey"), (2, "Piano")))
    making.engine._inbox.append(Keyboards(making.engine.frame, known))
    making.play(HIGH)
    making.engine.key(LOW, keyboard=2)
    making.turn()
    making.click("make-record")
    count_in(making)
    making.engine.key(LOW, keyboard=2)
    play_a_round(making, 0, MIDDLE)
    making.click("make-record")

    assert played(making) == [("pupil", [[MIDDLE]]), (TUTOR, [[LOW]])]


def test_with_the_tutors_layer_in_hand_each_still_records_on_their_own(making: Pilot) -> None:
    share(making)
    for _ in range(2):
        making.click("make-record")
        count_in(making)
        play_a_round(making, 0, LOW, HIGH)
        making.click("make-record")
        making.studio.screen.choose(making.studio.screen.song.layers[-1].id)

    assert played(making) == [("pupil", [[HIGH], [HIGH]]), (TUTOR, [[LOW], [LOW]])]


def test_alone_the_tutor_records_on_the_layer_in_hand(making: Pilot) -> None:
    making.click("add-notes")
    making.studio.screen.about_layer.show(making.studio.screen.chosen)
    making.turn()
    making.press("Who plays it: The tutor")
    making.press("Done")
    making.click("make-record")
    count_in(making)
    play_a_round(making, 0, LOW)
    making.click("make-record")

    assert played(making) == [(TUTOR, [[LOW]])]


def test_it_is_said_who_is_heard_and_the_tutor_can_be_quiet(making: Pilot) -> None:
    assert "Only me" not in making.words()
    share(making)
    making.click("make-record")
    count_in(making)
    play_a_round(making, 0, LOW, MIDDLE)
    making.click("make-record")
    assert "You and your tutor" in making.words()
    making.press("Only me")
    assert [layer.muted for layer in making.studio.screen.song.layers if layer.player == TUTOR] == [True]
    assert "You and your tutor" not in making.words()
    making.press("Undo: mute a layer")
    assert "You and your tutor" in making.words()


def test_in_a_version_too_the_tutor_can_be_quiet(making: Pilot) -> None:
    share(making)
    making.click("make-record")
    count_in(making)
    play_a_round(making, 0, LOW, MIDDLE)
    making.click("make-record")
    making.studio.screen.playing.stop()
    making.press("I'm done")
    making.lesson.sayable = None

    def heard() -> set[int]:
        making.studio.move(Go("music"))
        making.settle()
        making.press("Version 1")
        making.settle()
        return {data[1] for _, _, data in making.engine.score.events if data[0] & 0xF0 == 0x90}

    assert LOW in (both := heard())
    assert "You and your tutor" in making.words()
    making.press("Only me")
    assert both - heard() == {LOW}
    making.press("Stop")


def test_every_page_that_plays_says_who_is_heard(making: Pilot) -> None:
    screen = making.studio.screen
    screen.edit(label("add layer"), layers.add(screen.song, "Sam", player=TUTOR))
    for page in screen.pages:
        screen.turn(page)
        making.settle()
        assert making.words().count("Only me") == 1
        assert "tutor" in making.words()


def test_what_is_talked_about_says_who_is_heard_and_the_tutor_can_be_quiet_there(making: Pilot) -> None:
    share(making)
    making.click("make-record")
    count_in(making)
    play_a_round(making, 0, LOW, MIDDLE)
    making.click("make-record")
    making.studio.screen.playing.stop()
    making.press("I'm done")
    assert making.screen == "reflect"
    assert making.lesson.sayable.two

    def heard() -> set[int]:
        making.click("listen")
        making.settle()
        return {data[1] for _, _, data in making.engine.score.events if data[0] & 0xF0 == 0x90}

    assert LOW in (both := heard())
    assert "You and your tutor" in making.words()
    making.click("only-me-about")
    assert not making.engine.sounding
    assert both - heard() == {LOW}
    assert "You and your tutor" not in making.words()
    lint(making)


def test_how_it_grew_says_who_is_heard_and_plays_a_version_without_the_tutor(making: Pilot) -> None:
    share(making)
    making.click("make-record")
    count_in(making)
    play_a_round(making, 0, LOW, MIDDLE)
    making.click("make-record")
    making.studio.screen.playing.stop()
    making.press("I'm done")
    making.lesson.sayable = None
    its_story(making)
    assert "You and your tutor" in making.words()
    making.click("only-me-versions")
    making.press("Hear it")
    making.settle()
    pitches = {data[1] for _, _, data in making.engine.score.events if data[0] & 0xF0 == 0x90}
    assert MIDDLE in pitches
    assert LOW not in pitches
    lint(making)


def test_whoever_comes_back_to_make_has_the_layer_in_hand_that_they_had(making: Pilot) -> None:
    making.click("add-notes")
    making.click("add-drums")
    making.studio.screen.choose(mine := making.studio.screen.song.layers[-2].id)
    making.studio.move(Go("music"))
    making.settle()
    making.studio.move(Go("make"))
    making.settle()
    assert making.studio.screen.chosen == mine
