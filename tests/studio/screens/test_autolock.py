"""Left alone, the studio asks again who is here: nothing is lost, and whoever comes sees nobody else's work."""

from collections.abc import Callable
from pathlib import Path

import pygame

from studio.autolock import AutoLock
from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, position, put, record, stand
from tests.studio.screens.conftest import PASSPHRASE, signs

Start = Callable[..., Pilot]
LONG = 10 * 60 + 1


def come(pilot: Pilot, n: int) -> None:
    for icon in signs(n):
        pilot.click(f"picture-{icon}")


def alone(pilot: Pilot, seconds: float = LONG) -> None:
    pilot.turn(seconds=seconds)
    pilot.settle()


def test_after_ten_quiet_minutes_it_asks_who_is_here_and_shows_nothing_of_anyone(unlocked: Start) -> None:
    pilot = unlocked(2, signed=True)
    come(pilot, 0)
    put(pilot, stand())
    alone(pilot)
    assert pilot.screen == "who"
    assert (pilot.lesson.pupil, pilot.lesson.stand, pilot.lesson.session) == (None, None, None)
    words = pilot.words()
    assert "It was quiet for a while. Everything you played is safe." in words
    assert not {"Jo", "Amira", stand().title} & set(words.splitlines())


def test_what_was_played_waits_for_whoever_played_it_and_is_offered_to_nobody_else(unlocked: Start) -> None:
    pilot = unlocked(2, signed=True)
    come(pilot, 0)
    put(pilot, stand())
    pilot.play(C, D, E)
    pilot.turn(seconds=2)
    alone(pilot)
    come(pilot, 1)
    assert pilot.screen == "home"
    assert pilot.lesson.pupil.alias == "Amira"
    pilot.studio.move(Go("leaving"))
    pilot.settle()
    pilot.click("bye")
    come(pilot, 0)
    assert pilot.screen == "found"


def test_what_was_kept_stays_kept(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    record(pilot, C, D, E)
    jo = pilot.lesson.pupil.id
    alone(pilot)
    assert pilot.screen == "who", "no question is put to a chair"
    (piece,) = pilot.lesson.journal.pieces(jo)
    assert len(pilot.lesson.journal.takes(piece.id)) == 1


def test_a_key_of_the_keyboard_the_mouse_or_the_computer_is_somebody(at_home: Start) -> None:
    pilot = at_home()
    for hand in (
        lambda: pilot.play(60),
        lambda: pilot.turn(pygame.event.Event(pygame.MOUSEMOTION, pos=(5, 5), rel=(1, 0), buttons=(0, 0, 0))),
        lambda: pilot.type_key(pygame.K_TAB),
    ):
        alone(pilot, 9 * 60)
        hand()
    alone(pilot, 9 * 60)
    assert pilot.screen == "home"
    alone(pilot, 2 * 60)
    assert pilot.screen == "who"


def test_never_while_a_take_rolls_or_music_plays(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    pilot.click("record")
    for _ in range(30):
        alone(pilot, 60)
    assert pilot.screen == "play"
    assert pilot.lesson.recorder.is_rolling
    pilot.play(C)
    pilot.click("record")
    pilot.click("play")
    for _ in range(30):
        alone(pilot, 60)
    assert pilot.screen == "play"
    pilot.click("play")
    alone(pilot)
    assert pilot.screen == "who"


def test_a_beat_that_nobody_plays_to_fades_and_it_asks_who_is_here(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.press("Start here")
    pilot.press("Play the beat")
    for tick in (0.0, 900.0, 1800.0, 5.0):
        position(pilot, tick, "playing")
    pilot.turn(seconds=LONG)
    assert pilot.screen == "make"
    pilot.turn(seconds=2)
    assert 0 < pilot.engine.levels["backing"] < pilot.studio.settings.backing
    assert pilot.engine.levels["keyboard"] == pilot.studio.settings.keys, "keys sound as ever"
    pilot.turn(seconds=2.1)
    pilot.settle()
    assert (pilot.screen, pilot.engine.sounding) == ("who", False)
    assert pilot.engine.levels["backing"] == pilot.studio.settings.backing


def test_a_lid_that_was_closed_while_the_music_played_opens_on_nobodys_piece(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    pilot.click("play")
    slept = [0.0]
    pilot.studio.standing._idle = AutoLock(pilot.studio.clock(), lambda: 10, asleep=lambda: slept[0])
    position(pilot, 480.0, "playing")
    slept[0] += 3600
    pilot.turn(seconds=0.1)
    pilot.settle()
    assert (pilot.screen, pilot.lesson.pupil, pilot.engine.sounding) == ("who", None, False)


def test_a_take_over_an_endless_beat_is_never_left(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    pilot.click("record")
    for tick in (0.0, 900.0, 5.0) * 5:
        position(pilot, tick, "playing")
        alone(pilot)
    assert pilot.screen == "play"
    assert pilot.lesson.recorder.is_rolling
    pilot.play(C)
    pilot.click("record")


def test_on_who_is_here_the_first_beat_comes_to_rest(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.play(60)
    for tick in (0.0, 900.0, 5.0):
        position(pilot, tick, "playing")
    pilot.turn(seconds=LONG)
    pilot.turn(seconds=5)
    pilot.settle()
    assert (pilot.screen, pilot.engine.sounding) == ("who", False)
    assert "The keys work on their own." in pilot.words()


def test_the_tutors_door_closes_as_well(at_home: Start) -> None:
    pilot = at_home()
    pilot.lesson.tutor_near = True
    pilot.studio.move(Push("tutor"))
    pilot.settle()
    assert "To see and hear" in pilot.words()
    alone(pilot)
    assert pilot.screen == "who"
    pilot.press("Tutor's door")
    assert "Is it you?" in pilot.words()


def test_a_visitor_is_forgotten(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Just visiting")
    pilot.play(60, 62, 64)
    pilot.lesson.keep_latest()
    alone(pilot)
    assert (pilot.screen, pilot.lesson.guest, pilot.lesson.held) == ("who", False, [])
    assert "is safe" not in pilot.words(), "of a visitor nothing stays, and nothing else is said"


def test_of_somebody_who_has_not_said_who_they_are_what_was_kept_is_held(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Play")
    pilot.play(60, 62, 64)
    pilot.lesson.keep_latest()
    pilot.press("Stop the beat")
    alone(pilot)
    assert pilot.screen == "who"
    assert "What you played is safe. Say who you are to keep it." in pilot.words()


def test_the_curtain_and_who_is_here_stay_as_they_are(unlocked: Start, tmp_path: Path, pilot_at: Start) -> None:
    new = pilot_at(tmp_path / "new")
    alone(new)
    assert new.screen == "setup"
    pilot = unlocked(1)
    alone(pilot)
    assert "It was quiet for a while." not in pilot.words()


def test_behind_somebodys_come_in_it_stays_covered(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("Someone's come in")
    alone(pilot)
    assert pilot.screen == "who"
    assert "Music in progress" in pilot.words()


def test_the_tutor_says_how_long_and_it_is_kept(folder: Path, unlocked: Start, pilot_at: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Tutor's door")
    pilot.press("Place and backup")
    pilot.press("When nobody is at the keys: After 5 minutes")
    pilot.press("Back")
    pilot.press("That is me")
    alone(pilot, 5 * 60 + 1)
    assert pilot.screen == "who"
    pilot.close()
    again = pilot_at(folder)
    again.settle()
    again.write(PASSPHRASE)
    again.enter()
    assert again.lesson.house.idle_minutes == 5
