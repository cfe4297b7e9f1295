"""Speed up as I go, with the engine's own rule: faster from the seam on after a round that held, slower only where it is asked for."""

from dataclasses import replace
from typing import Any

import pytest

from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece, Tempo
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import open_page, put
from tests.studio.screens.looked_over import lint

TUNE = (60, 62, 64, 65, 67, 69, 71, 72)
BEAT = 0.5  # seconds at full speed
UP = "Speed up as I go"


@pytest.fixture
def pilot(shared: Pilot) -> Pilot:
    """Two bars of quarters at 120 a minute over a bass, and no count-in."""
    melody = Part("Melody", "melody", "piano", tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate(TUNE)))
    bass = Part("Bass", "bass", "bass", tuple(Note(n * 1920, 1920, 40) for n in range(2)))
    put(shared, Stand(Piece("Steps", (melody, bass), (Tempo(0, 120.0),)), "Steps", "song", "own:steps"))
    return shared


def room(pilot: Pilot) -> Any:
    return pilot.studio.screen


def speed(pilot: Pilot) -> float:
    found: float = pilot.lesson.practice.speed
    return found


def heard(pilot: Pilot) -> float:
    """The speed at which the engine plays now."""
    found: float = pilot.engine.player._speed
    return found


def climb(pilot: Pilot, *, bars: tuple[int, int] | None = (1, 1), **how: object) -> None:
    """Switch it on and begin."""
    open_page(pilot, "Speed and bars")
    pilot.press(UP)
    pilot.press("Done")
    pilot.lesson.practice = replace(pilot.lesson.practice, bars=bars, **how)
    pilot.click("play")


def answer(pilot: Pilot, pitches: tuple[int, ...] = TUNE[:4], wait: float = 0.2) -> None:
    """Play each note once it is waited for, after a while."""
    for pitch in pitches:
        for _ in range(40):
            if pitch in room(pilot).head.last.waiting:
                break
            pilot.turn(seconds=0.1)
        pilot.turn(seconds=wait)
        pilot.engine.down(pitch)
        pilot.turn(seconds=0.05)
        pilot.engine.up(pitch)
    pilot.turn(seconds=0.05)


def along(pilot: Pilot, rounds: int, pitches: tuple[int | None, ...] = TUNE[:4]) -> None:
    """Play in time with the music for so many rounds; None is left out."""
    for _ in range(rounds):
        for pitch in pitches:
            pilot.turn(seconds=0.02)
            if pitch is not None:
                pilot.engine.down(pitch)
            pilot.turn(seconds=BEAT / heard(pilot) / 2)
            if pitch is not None:
                pilot.engine.up(pitch)
            pilot.turn(seconds=BEAT / heard(pilot) / 2 - 0.02)


def wait(pilot: Pilot, seconds: float) -> None:
    for _ in range(round(seconds / 0.2)):
        pilot.turn(seconds=0.2)


# -- where the music waits -----------------------------------------------------------------------------------------------


def test_it_begins_slowly_and_goes_up_a_step_with_each_round_that_held(pilot: Pilot) -> None:
    climb(pilot)
    assert (speed(pilot), heard(pilot)) == (0.6, 0.6)
    for then in (0.65, 0.7):
        answer(pilot)
        assert heard(pilot) == pytest.approx(then - 0.05)  # not before the seam
        assert "That round held together. A little faster." in pilot.words()
        wait(pilot, 1.2)
        assert (speed(pilot), heard(pilot)) == (pytest.approx(then), pytest.approx(then))
        assert room(pilot).head.last.tick == 0


def test_a_round_with_a_skip_goes_round_as_it_was(pilot: Pilot) -> None:
    climb(pilot)
    wait(pilot, 0.2)
    pilot.press("Skip")
    answer(pilot, TUNE[1:4])
    wait(pilot, 1.2)

    assert heard(pilot) == 0.6
    assert "held together." not in pilot.words()


def test_a_place_that_had_to_be_named_did_not_come_by_itself(pilot: Pilot) -> None:
    climb(pilot)
    answer(pilot, TUNE[:2])
    wait(pilot, 7.0)
    answer(pilot, TUNE[2:4])
    wait(pilot, 1.2)
    assert heard(pilot) == 0.6
    answer(pilot)
    wait(pilot, 1.2)

    assert heard(pilot) == pytest.approx(0.65)  # a new round is a new chance


def test_after_a_hard_round_a_step_back_is_offered_and_nothing_happens_by_itself(pilot: Pilot) -> None:
    climb(pilot)
    wait(pilot, 0.2)
    for _ in range(3):
        pilot.press("Skip")
        wait(pilot, 1.0)
    answer(pilot, TUNE[3:4])
    wait(pilot, 1.2)
    assert heard(pilot) == 0.6
    assert "A step slower, if you like." in pilot.words()
    lint(pilot, in_sight=("A step slower", "Faster now"))
    pilot.press("A step slower")

    assert speed(pilot) == heard(pilot) == pytest.approx(0.55)
    assert not any(widget.name == "A step slower" for widget in pilot.ui.tree())


def test_the_pupil_may_go_faster_at_any_time(pilot: Pilot) -> None:
    climb(pilot)
    wait(pilot, 0.2)
    pilot.press("Faster now")

    assert speed(pilot) == heard(pilot) == pytest.approx(0.65)


def test_it_goes_no_further_than_full_speed(pilot: Pilot) -> None:
    climb(pilot)
    for _ in range(12):
        wait(pilot, 0.1)
        if pilot.ui.find("Faster now").enabled:
            pilot.press("Faster now")
    assert speed(pilot) == 1.0
    answer(pilot)
    wait(pilot, 1.0)

    assert speed(pilot) == heard(pilot) == 1.0
    assert "That round held together." in pilot.words().splitlines()


def test_a_speed_that_the_pupil_chose_meanwhile_is_not_taken_away(pilot: Pilot) -> None:
    climb(pilot)
    answer(pilot)
    pilot.press("Slower")
    wait(pilot, 1.5)

    assert speed(pilot) == heard(pilot) == pytest.approx(0.5)


def test_switched_off_the_speed_stays_as_it_is(pilot: Pilot) -> None:
    climb(pilot)
    open_page(pilot, "Speed and bars")
    pilot.press(UP)
    pilot.press("Done")
    answer(pilot)
    wait(pilot, 1.2)

    assert speed(pilot) == heard(pilot) == 0.6
    assert room(pilot).is_playing


# -- the whole piece -----------------------------------------------------------------------------------------------------


def test_a_piece_that_is_through_is_faster_the_next_time(pilot: Pilot) -> None:
    climb(pilot, bars=None)
    answer(pilot, TUNE)
    wait(pilot, 1.5)
    assert not room(pilot).is_playing
    assert speed(pilot) == pytest.approx(0.65)
    assert "A little faster." in pilot.studio.notice
    pilot.click("play")

    assert heard(pilot) == pytest.approx(0.65)


def test_to_hear_it_first_is_no_round(pilot: Pilot) -> None:
    climb(pilot, bars=None)
    pilot.click("play")
    pilot.press("How to play")
    pilot.press("Hear it first")
    wait(pilot, 8.0)

    assert speed(pilot) == 0.6


# -- with the music ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("breathes", [False, True])
def test_with_the_music_a_round_that_held_makes_the_next_one_faster(pilot: Pilot, breathes: bool) -> None:
    climb(pilot, mode="with", breathes=breathes)
    along(pilot, 2)
    wait(pilot, 0.6)

    assert speed(pilot) == heard(pilot) == pytest.approx(0.7)


def test_with_the_music_one_note_missing_is_nothing(pilot: Pilot) -> None:
    climb(pilot, mode="with", breathes=False)
    along(pilot, 1, (*TUNE[:2], None, TUNE[3]))

    assert speed(pilot) == pytest.approx(0.65)


def test_who_listens_to_a_round_is_neither_fast_nor_slow(pilot: Pilot) -> None:
    climb(pilot, mode="with", breathes=False)
    wait(pilot, 8.0)

    assert heard(pilot) == 0.6
    assert "It gets faster when a round holds together." in pilot.words()


def test_with_the_music_a_round_that_mostly_did_not_come_is_hard(pilot: Pilot) -> None:
    climb(pilot, mode="with", breathes=False)
    along(pilot, 1, (TUNE[0], None, None, None))
    wait(pilot, 0.2)

    assert heard(pilot) == 0.6
    assert pilot.ui.find("A step slower")


# -- how it goes up ------------------------------------------------------------------------------------------------------


def test_its_start_its_step_and_its_end_are_the_pupils_and_fit_every_size(pilot: Pilot) -> None:
    open_page(pilot, "Speed and bars")
    pilot.press(UP)
    lint(pilot, in_sight=("Done",))
    pilot.press("60 % to 100 %")
    lint(pilot, in_sight=("Done",))
    pilot.press("Start at 60 %: less")
    pilot.press("5 % faster each time: more")
    pilot.press("Go up to 100 %: less")
    pilot.press("Back to bars")
    assert pilot.ui.find("50 % to 90 %")
    ladder = pilot.lesson.practice.ladder

    assert (ladder.start, ladder.step, ladder.target) == (0.5, 0.1, 0.9)
    assert speed(pilot) == 0.5


def test_there_is_none_where_nothing_is_played_by_the_pupil(pilot: Pilot) -> None:
    pilot.press("Just plays")
    open_page(pilot, "Speed and bars")

    assert not any(widget.name == UP for widget in pilot.ui.tree())


def test_another_piece_begins_without_it(pilot: Pilot) -> None:
    climb(pilot)
    put(pilot, replace(pilot.lesson.stand, source="own:other", row=None, rows={}))

    assert pilot.lesson.practice.ladder is None
    assert speed(pilot) == 1.0
