from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.music.song import sounding, tidying
from studio.music.song.model import Layer, SongNote, Tidy
from tests.studio.music.song.made import a_pass, layer, loose, note

FOUR = (4, 4)
TIDY = Tidy(strength=1.0)


def starts(one: Layer) -> list[float]:
    return [each.start for each in sounding.shown(one, FOUR)]


@given(st.integers(0, 10**6), st.floats(0.5, 0.75))
def test_a_tidied_layer_at_strength_nought_sounds_exactly_as_it_was_played(seed: int, swing: float) -> None:
    one = replace(layer(played := loose(24, seed)), tidy=Tidy(strength=0.0, swing=swing))

    heard = sorted((n.start, n.length, n.pitch, n.velocity) for n in sounding.shown(one, FOUR))

    whole = 4 * 1920
    assert heard == sorted((n.start, min(n.length, whole - n.start), n.pitch, n.velocity) for n in played.notes)


def test_the_slider_goes_from_as_played_to_tidy_and_the_take_stays() -> None:
    one = layer(a_pass(note(7), note(233), note(495), note(950)))

    halfway, tidy = (replace(one, tidy=Tidy(strength=each)) for each in (0.5, 1.0))

    assert starts(one) == [7, 233, 495, 950]
    assert starts(tidy) == [0, 240, 480, 960]
    assert starts(halfway) == [3.5, 236.5, 487.5, 955]
    assert tidy.passes is one.passes


def test_tidying_makes_no_chord_of_an_arpeggio_and_keeps_chords() -> None:
    arpeggio = layer(a_pass(note(0, pitch=60), note(55, pitch=64), note(118, pitch=67), note(480, pitch=72)))
    chord = layer(
        a_pass(note(0, pitch=60), note(8, pitch=64), note(13, pitch=67), note(480, pitch=72), note(488, pitch=76))
    )

    assert len(set(starts(replace(arpeggio, tidy=TIDY)))) == 4
    assert starts(replace(chord, tidy=TIDY)) == [0, 0, 0, 480, 480]


@given(st.floats(0, 10_000), st.floats(0.5, 0.75), st.sampled_from([8, 16]))
def test_straight_takes_back_what_bouncy_did(tick: float, swing: float, unit: int) -> None:
    tidy = Tidy(swing=swing, unit=unit)

    assert tidying.straight(tidying.swung(tick, tidy), tidy) == pytest.approx(tick, abs=1e-6)


def test_bouncy_moves_the_second_eighth_and_leaves_the_beats() -> None:
    one = replace(layer(by_hand=[note(at, 100, exact=True) for at in (0, 240, 480, 720)]), tidy=Tidy(swing=2 / 3))

    assert starts(one) == pytest.approx([0, 320, 480, 800])


def test_what_was_struck_early_and_held_sounds_on_the_one_and_what_had_ended_sounds_before_the_seam() -> None:
    one = layer(a_pass(note(-30, 200, 60), note(-40, 20, 62)))

    assert [(n.start, n.length, n.pitch) for n in sounding.shown(one, FOUR)] == [(0, 170, 60), (7640, 20, 62)]


def test_a_note_tidied_past_the_seam_comes_round_to_the_one() -> None:
    one = replace(layer(a_pass(note(0), note(480), note(960), note(7670, 10))), tidy=TIDY)

    assert starts(one) == [0, 0, 480, 960]


def test_hidden_notes_do_not_sound() -> None:
    one = layer(a_pass(note(-480), note(0), hidden=1))

    assert starts(one) == [0]
    assert [n.start for n in sounding.counted_in(one)] == [-480]


def test_a_shorter_pass_comes_again_in_a_longer_layer_and_a_layer_in_a_longer_loop() -> None:
    one = layer(a_pass(note(0, 100), bars=1), bars=2)

    assert starts(one) == [0, 1920]
    assert [start for start, *_ in sounding.struck(one, FOUR, 4)] == [0, 1920, 3840, 5760]
    assert [start for start, *_ in sounding.struck(one, FOUR, 1)] == [0]


def test_a_pass_that_is_off_is_silent_with_all_that_was_changed_in_it() -> None:
    off = replace(a_pass(note(0), note(480)), on=False)
    one = replace(layer(off, by_hand=[note(960, exact=True)]), edits=((0, note(5)), (2, note(960, exact=True))))

    assert starts(one) == [960]


def test_a_ratchet_is_struck_again_and_again_in_its_length() -> None:
    one = layer(by_hand=[SongNote(0.0, 120.0, 38, 90, 3, True)])

    assert sounding.struck(one, FOUR, 4) == ((0, 40, 38, 90), (40, 40, 38, 90), (80, 40, 38, 90))


def test_a_key_is_struck_again_only_after_it_came_up() -> None:
    one = layer(a_pass(note(0, 960)), a_pass(note(480, 100), first=1))

    assert sounding.struck(one, FOUR, 4) == ((0, 480, 60, 80), (480, 100, 60, 80))


def test_transposing_leaves_drums_and_stays_on_the_keyboard() -> None:
    one = replace(layer(by_hand=[note(0, pitch=60), note(0, pitch=126)]), up=7)

    assert [n.pitch for n in sounding.shown(one, FOUR)] == [67, 121]
    assert [n.pitch for n in sounding.shown(replace(one, kind="drums"), FOUR)] == [60, 126]


def test_what_was_worked_out_for_a_layer_is_not_worked_out_again() -> None:
    one = layer(loose(50, 1))

    assert sounding.shown(one, FOUR) is sounding.shown(replace(one, name="Other", volume=0.5), FOUR)
    assert sounding.shown(one, FOUR) is not sounding.shown(replace(one, up=1), FOUR)


def test_places_learnt_from_the_playing_are_used_for_their_grid_only() -> None:
    one = layer(replace(a_pass(note(7), note(233)), places=(0, 12), grid=""))

    assert starts(replace(one, tidy=TIDY)) == [0, 480]
    assert starts(replace(one, tidy=replace(TIDY, grid="eighth"))) == [0, 240]


def test_learning_places_of_a_pass_finds_what_was_meant() -> None:
    from tests.studio.music.song.made import song

    made = tidying.found(
        song(layer(a_pass(note(4), note(251), note(470), note(727), note(966), note(1199), note(1440))))
    )

    assert made.layers[0].passes[0].places == (0, 6, 12, 18, 24, 30, 36)
    assert tidying.found(made).layers[0] is made.layers[0]
