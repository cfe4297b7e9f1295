"""The traps of waiting that others fell into, each tried through the window: none sticks, none cheats, the backing is never ahead."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from instruments.events import Keyboard, Keyboards
from studio.lesson import Practice, Stand
from studio.music.piece import Note, Part, Piece, Tempo
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import put
from tests.studio.screens.play.practising import begin, needed, press, room, wait

C, D, E, F, LOW_C, LOW_G = 60, 62, 64, 65, 48, 43
TUNE = (C, C, D, E, C, D, E, F)


@pytest.fixture
def home(one_studio: Pilot) -> Iterator[Pilot]:
    """That studio, with nothing played yet; whatever plays at the end is stopped."""
    engine: Any = one_studio.engine
    engine.downs.clear()
    engine.ups.clear()
    one_studio.lesson.practice = Practice(count_in=False)
    yield one_studio
    for keyboard, pitch in tuple(engine._down):
        engine.up(pitch, keyboard)
    if room(one_studio).is_playing:
        one_studio.click("play")
    engine._inbox.append(Keyboards(engine.frame, ()))
    one_studio.turn()


def on_the_stand(pilot: Pilot, tune: tuple[Note, ...] = (), below: tuple[Note, ...] = (), bpm: float = 120.0) -> Any:
    """Put two hands on the stand: a tune in quarters, and a chord a bar, if nothing else is said; return the engine."""
    right = tune or tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate(TUNE))
    left = below or tuple(Note(bar * 1920, 1920, pitch) for bar in range(2) for pitch in (LOW_C, LOW_G))
    parts = (Part("Tune", "melody", "piano", right, "right"), Part("Chords", "chords", "piano", left, "left"))
    put(pilot, Stand(Piece("Traps", parts, (Tempo(0, 120.0), Tempo(720, bpm))), "Traps", "song", "own:traps"))
    pilot.turn()
    return pilot.engine


def tick(pilot: Pilot) -> float:
    return float(room(pilot).head.last.tick)


# -- what was pressed elsewhere ------------------------------------------------------------------------------------------


def test_a_key_that_is_down_already_when_it_begins_opens_nothing(home: Pilot) -> None:
    on_the_stand(home)
    home.engine.down(C)
    wait(home, 0.2)
    begin(home)
    wait(home, 1.0)
    assert (needed(home), tick(home)) == ({C}, 0)

    home.engine.up(C)
    press(home, C, then=0.3)
    assert tick(home) > 0


def test_going_to_other_bars_while_it_waits_forgets_what_was_pressed_before(home: Pilot) -> None:
    """piano-ml #101: a jump of the slider left notes that were counted as played, or never could be."""
    on_the_stand(home)
    begin(home)
    press(home, C, then=0.7)
    press(home, C, then=0.7)
    assert needed(home) == {D}
    home.engine.down(C)  # the first note of bar 2, and wrong here
    home.engine.up(C)
    room(home).change(bars=(2, 2))
    wait(home, 0.5)

    assert (needed(home), tick(home)) == ({C}, 1920)
    press(home, C, then=0.7)
    assert needed(home) == {D}


def test_a_key_held_over_the_seam_does_not_open_the_next_round(home: Pilot) -> None:
    on_the_stand(home, tuple(Note(n * 480, 480, C) for n in range(4)))
    begin(home, bars=(1, 1))
    for _ in range(3):
        press(home, C, then=0.7)
    home.engine.down(C)
    wait(home, 1.0)
    assert (needed(home), tick(home), room(home).head.last.round) == ({C}, 0, 1)

    home.engine.up(C)
    press(home, C, then=0.7)
    assert tick(home) == 480


def test_a_key_a_little_before_the_seam_opens_the_next_round(home: Pilot) -> None:
    on_the_stand(home)
    begin(home, bars=(1, 1))
    for pitch in (C, C, D):
        press(home, pitch, then=0.7)
    press(home, E, then=0.3)
    press(home, C, then=0.4)
    assert (room(home).head.state, room(home).head.last.round) == ("playing", 1)


# -- notes that lie on one another, or nowhere ---------------------------------------------------------------------------


def test_one_pitch_of_both_hands_is_one_key(home: Pilot) -> None:
    on_the_stand(home, below=(Note(0, 1920, C), Note(0, 1920, LOW_C)))
    begin(home, help="all")
    assert needed(home) == {C, LOW_C}
    press(home, LOW_C, C, then=0.7)
    assert (needed(home), tick(home)) == ({C}, 480)


def test_a_pitch_that_still_sounds_in_the_other_hand_is_struck_anew(home: Pilot) -> None:
    """PianoBooster #294, piano-ml #89: a note that came again was taken for played, or could not be played at all."""
    engine = on_the_stand(home, below=(Note(0, 1920, C),))
    begin(home, help="all")
    engine.down(C)  # and it stays down, as it is written for the left hand
    wait(home, 1.0)
    assert (needed(home), tick(home)) == ({C}, 480)
    engine.up(C)
    press(home, C, then=0.7)
    assert needed(home) == {D}


def test_what_lies_beyond_the_keys_is_asked_for_where_there_are_keys(home: Pilot) -> None:
    home.engine._inbox.append(Keyboards(home.engine.frame, (Keyboard(1, "Keystation Mini 25", "alsa", present=True),)))
    home.turn()
    on_the_stand(home, (Note(0, 480, 50), Note(480, 480, 98), Note(960, 480, 52)), (Note(0, 1440, 55),))
    begin(home)
    press(home, 50, then=0.7)
    (folded,) = needed(home)
    low, high = room(home).score.span
    assert low <= folded <= high
    assert folded % 12 == 98 % 12
    press(home, folded, then=0.7)
    assert needed(home) == {52}


# -- tempo ---------------------------------------------------------------------------------------------------------------


def test_after_a_wait_the_music_goes_on_in_the_tempos_that_are_written_there(home: Pilot) -> None:
    on_the_stand(
        home, bpm=40.0
    )  # from half of the second note on: it lasts a quarter of a second and three quarters of one
    begin(home)
    press(home, C, then=0.7)
    press(home, C, then=0.8)
    assert needed(home) == set()
    wait(home, 0.3)
    assert (needed(home), tick(home)) == ({D}, 960)


def test_a_speed_that_is_changed_while_it_waits_holds_from_there_and_it_waits_on(home: Pilot) -> None:
    on_the_stand(home)
    begin(home)
    for _ in range(5):
        home.press("Slower")
    wait(home, 0.5)
    assert (needed(home), tick(home)) == ({C}, 0)
    press(home, C, then=0.8)
    assert needed(home) == set()
    wait(home, 0.3)
    assert (needed(home), tick(home)) == ({C}, 480)


# -- the backing ---------------------------------------------------------------------------------------------------------


def test_a_chord_of_the_backing_sounds_on_through_a_wait_and_ends_with_the_note_that_ends_it(home: Pilot) -> None:
    engine = on_the_stand(home, below=(Note(0, 960, LOW_C), Note(960, 960, LOW_G)))
    begin(home)
    press(home, C, then=0.7)
    wait(home, 4.0)
    press(home, C, then=0.3)
    assert engine.ups == []
    wait(home, 2.0)
    assert [pitch for _, pitch in engine.downs] == [LOW_C]
    assert engine.ups == []  # it would end with the note that is waited for, and does not run ahead of it

    press(home, D, then=0.1)
    assert [pitch for _, pitch in engine.downs] == [LOW_C, LOW_G]
    assert engine.ups == [LOW_C]


def test_whoever_is_away_for_long_does_not_leave_it_sounding(home: Pilot) -> None:
    engine = on_the_stand(home)
    begin(home)
    press(home, C, then=0.7)
    wait(home, 9.0)
    assert sorted(engine.ups) == [LOW_G, LOW_C]


@pytest.mark.parametrize("one_key", [False, True], ids=["its own keys", "any key"])
def test_round_a_seam_where_it_becomes_faster_the_backing_is_never_ahead(home: Pilot, one_key: bool) -> None:
    engine = on_the_stand(home, below=tuple(Note(n * 480, 480, 30 + n) for n in range(8)))
    begin(home, bars=(1, 1), speed=0.6, help="one key" if one_key else "melody")
    for turn in range(3):
        for n in range(4):
            wait(home, 0.5)
            assert [pitch - 30 for _, pitch in engine.downs] == [*range(4)] * turn + [*range(n)]
            press(home, 20 if one_key else TUNE[n], then=0.2)
        engine.speed(0.8 + 0.2 * turn, next_round=True)
        wait(home, 1.0)


def test_the_hand_that_the_pupil_leaves_out_is_played_for_them(home: Pilot) -> None:
    engine = on_the_stand(home)
    begin(home, help="all", hands="left")
    press(home, LOW_C, LOW_G, then=1.2)

    assert [pitch for _, pitch in engine.downs] == [C, C, D]


def test_a_piece_for_one_hand_waits_though_another_hand_was_chosen_for_the_piece_before(home: Pilot) -> None:
    on_the_stand(home)
    home.lesson.practice = replace(home.lesson.practice, hands="left")
    right = Part("Tune", "melody", "piano", (Note(0, 480, C), Note(480, 480, D)), "right")
    put(home, Stand(Piece("One", (right,), (Tempo(0, 120.0),)), "One", "song", "own:one"))
    begin(home)

    assert needed(home) == {C}
