"""Pupil and tutor at one keyboard or at two: a side is said by one key, each part is kept apart, and the tutor can be quiet."""

from collections.abc import Callable

import pytest

from instruments.events import NoteOn
from instruments.zones import Border
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, put, record, stand, takes
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
LOW, MIDDLE = 48, 60


@pytest.fixture
def two(at_home: Start) -> Pilot:
    """Jo and Sam share the keyboard: Sam has what lies below the middle C."""
    pilot = at_home()
    put(pilot, stand())
    pilot.press("How to play")
    pilot.press("Play with my tutor")
    pilot.play(MIDDLE)
    return pilot


def pitches(pilot: Pilot) -> list[int]:
    """The notes of what is played to be heard."""
    assert pilot.engine.score is not None
    return [data[1] for _, _, data in pilot.engine.score.events if data[0] & 0xF0 == 0x90]


def parts(pilot: Pilot) -> list[tuple[str, list[int]]]:
    """Who played which pitches in the latest take."""
    (*_, take) = takes(pilot)
    return [(part.player, [note[2] for note in part.facts.roll]) for part in take.parts]


def test_the_first_key_of_the_right_side_is_the_border_and_who_has_which_side_can_be_changed(two: Pilot) -> None:
    assert two.lesson.keys.border == Border(1, MIDDLE, "left")
    assert "Sam plays on the left, Jo on the right." in two.words()
    two.press("Which side the pupil plays: I play the left side")
    assert "Jo plays on the left, Sam on the right." in two.words()
    two.press("How Sam sounds: Bass")
    assert two.engine.zones.splits[0].zones[1].sound == "bass"
    lint(two)
    two.press("Another key")
    assert "Press the first key of the right side." in two.words()
    lint(two)
    two.play(72)
    assert two.lesson.keys.border == Border(1, 72, "right", "bass")
    two.press("I play alone")
    assert two.lesson.keys.border is None
    two.play(LOW)
    played = two.engine.capture.cut(0, two.engine.frame)
    assert [event.keyboard for event in played if isinstance(event, NoteOn)][-1:] == [1]


def test_each_side_of_a_take_is_kept_as_its_players(two: Pilot) -> None:
    two.press("Done")
    record(two, LOW, C, 64)
    assert parts(two) == [("pupil", [C, 64]), ("tutor", [LOW])]
    two.press("How to play")
    two.press("Play with my tutor")
    two.press("I play alone")
    record(two, LOW, C)
    assert parts(two) == [("pupil", [LOW, C])]


def test_the_tutor_is_quiet_in_the_take_where_the_pupil_says_only_me(two: Pilot) -> None:
    two.press("Done")
    record(two, LOW, C)
    assert "You and your tutor" in two.words()
    lint(two)
    two.press("Hear it")
    assert sorted(pitches(two)) == [LOW, C]
    two.press("Stop")
    two.press("Only me")
    assert "You and your tutor" not in two.words()
    two.press("Hear it")
    assert pitches(two) == [C]
    two.press("Stop")


def test_my_music_says_who_is_heard_and_leaves_the_tutor_out_of_then_and_now(two: Pilot) -> None:
    two.press("Done")
    record(two, LOW, C)
    two.lesson.sayable = None  # nothing is asked of it on the way
    two.studio.move(Go("music"))
    two.settle()
    assert "You and your tutor" in two.words()
    two.press("Now")
    two.settle()
    assert sorted(pitches(two)) == [LOW, C]
    two.press("Only me")
    assert not two.engine.sounding
    two.press("Now")
    two.settle()
    assert pitches(two) == [C]
    two.press("Stop")


def test_one_who_plays_alone_is_told_nothing_of_it(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    record(pilot, C, LOW)
    assert "Only me" not in pilot.words()
    pilot.lesson.sayable = None
    pilot.studio.move(Go("music"))
    pilot.settle()
    assert "Only me" not in pilot.words()
    assert parts(pilot) == [("pupil", [C, LOW])]


def test_whoever_comes_next_has_the_whole_keyboard(two: Pilot) -> None:
    two.press("Done")
    two.lesson.goodbye()
    two.settle()
    assert two.lesson.keys.border is None
    assert two.engine.zones.splits == ()
    assert two.lesson.hears_tutor
