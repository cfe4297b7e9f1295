from dataclasses import replace

import pytest

from studio.music.grooves import groove
from studio.music.piece import Key
from studio.music.song import grooving, layers, lines, notes, sounding, whole
from studio.music.song.model import COLOURS, MOST_LAYERS, Song, SongError, Tidy
from tests.studio.music.song.made import a_pass, layer, note, song


def sounds(made: Song, layer_id: str = "0") -> list[int]:
    return [n.pitch for n in notes.shown(made, layer_id)]


def two_passes() -> Song:
    made = layers.passes(song(layer()), "0", [a_pass(note(0, pitch=60))], "layer")
    return layers.passes(made, "0", [a_pass(note(480, pitch=62)), a_pass(note(960, pitch=64))], "layer")


def test_layering_lays_passes_over_each_other_each_with_ids_of_its_own() -> None:
    made = two_passes()

    assert sounds(made) == [60, 62, 64]
    assert [one.first for one in made.layer("0").passes] == [0, 1, 2]


def test_replacing_lets_only_the_last_pass_sound_and_deletes_none() -> None:
    made = layers.passes(two_passes(), "0", [a_pass(note(0, pitch=70)), a_pass(note(0, pitch=71))], "replace")

    assert sounds(made) == [71]
    assert len(made.layer("0").passes) == 5
    assert sounds(layers.pass_on(made, "0", 0, on=True)) == [60, 71]


def test_every_pass_can_be_taken_out_alone() -> None:
    made = layers.pass_on(two_passes(), "0", 1, on=False)

    assert sounds(made) == [60, 64]


@pytest.mark.parametrize("way", ["layer", "replace"])
def test_what_is_played_on_a_layer_that_was_moved_sounds_as_it_was_played(way: layers.Way) -> None:
    moved = whole.key(two_passes(), Key(-3))
    assert sounds(moved) == [63, 65, 67]

    made = layers.passes(moved, "0", [a_pass(note(-480, pitch=58), note(1440, pitch=60), hidden=1)], way)

    assert sounds(made) == [*([63, 65, 67] if way == "layer" else []), 60]
    assert [n.pitch for n in sounding.counted_in(made.layer("0"))] == [58]
    assert sounds(whole.key(made, Key(0)))[-1] == 57


def test_what_is_played_on_drums_stays_in_every_key() -> None:
    drums = whole.key(song(replace(layer(), kind="drums")), Key(2))

    assert sounds(layers.passes(drums, "0", [a_pass(note(0, pitch=36))], "layer")) == [36]


def test_a_layer_recorded_on_in_a_longer_loop_goes_on_as_it_was() -> None:
    short = song(
        replace(
            layer(a_pass(note(0, pitch=60), bars=1), bars=1), edits=((1, note(480, pitch=62, exact=True)),), next=2
        ),
        bars=2,
    )

    made = layers.passes(short, "0", [a_pass(note(2880, pitch=72), bars=2)], "layer")

    assert made.layer("0").bars == 2
    assert [(n.start, n.pitch) for n in notes.shown(made, "0")] == [
        (0, 60),
        (480, 62),
        (1920, 60),
        (2400, 62),
        (2880, 72),
    ]


def test_lengthening_changes_nothing_that_sounds() -> None:
    made = two_passes()

    longer = layers.lengthen(made, "0", 16)

    before = sounding.struck(made.layer("0"), (4, 4), 16)
    assert sounding.struck(longer.layer("0"), (4, 4), 16) == before


def test_the_count_in_can_be_let_sound_as_the_upbeat_and_hidden_again() -> None:
    counted = song(layer(a_pass(note(-480, 200, 50), note(0), hidden=1)))

    upbeat = layers.upbeat(counted, "0", 0, on=True)

    assert sounds(upbeat) == [60, 50]
    assert notes.shown(upbeat, "0")[1].start == 4 * 1920 - 480
    assert layers.upbeat(upbeat, "0", 0, on=False) == counted


def test_a_groove_is_not_recorded_on() -> None:
    made = grooving.from_groove(groove("lo-fi"))

    with pytest.raises(SongError, match="recorded"):
        layers.passes(made, made.layers[-1].id, [a_pass(note(0))], "layer")


def test_there_are_so_many_layers() -> None:
    made = Song()
    while len(made.layers) < MOST_LAYERS:
        made = layers.add(made, "")
    with pytest.raises(SongError, match="at most"):
        layers.add(made, "")


def test_layers_have_ids_and_colours_of_their_own() -> None:
    made = Song()
    for _ in range(8):
        made = layers.add(made, "")
    made = layers.add(layers.remove(made, "3"), "")

    assert len({each.id for each in made.layers}) == 8
    assert {each.colour for each in made.layers} == set(range(COLOURS))


def test_muted_layers_and_all_but_those_that_play_alone_are_silent() -> None:
    made = song(layer(layer_id="0"), layer(layer_id="1"), layer(layer_id="2"))

    assert lines.silent(layers.mute(made, "1", on=True)) == {1}
    assert lines.silent(layers.mute(layers.solo(layers.solo(made, "1", on=True), "2", on=True), "2", on=True)) == {0, 2}


def test_values_stay_within_their_bounds() -> None:
    made = song(layer())

    assert layers.volume(made, "0", 7).layer("0").volume == 1
    assert layers.colour(made, "0", 9).layer("0").colour == 3
    assert layers.tidy(made, "0", Tidy(3, 0.9, 7)).layer("0").tidy == Tidy(1, 0.75, 8)
    assert layers.rename(made, "0", "a\nb\u202e" + "c" * 200).layer("0").name == "a b" + "c" * 77


def test_taking_a_layer_out_lets_the_sections_forget_it() -> None:
    from studio.music.song import whole

    made = whole.rests(whole.add_block(song(layer(layer_id="0"), layer(layer_id="1"))), "0", "1", rest=True)

    assert layers.remove(made, "1").blocks[0].off == ()
    assert [each.id for each in layers.reorder(made, "1", 0).layers] == ["1", "0"]


def test_who_is_heard_is_said_and_the_tutor_can_be_muted_everywhere() -> None:
    made = song(*(layer(layer_id=str(n)) for n in range(4)))
    for n, who in enumerate(("tutor", "amira", "tutor", "")):
        made = layers.player(made, str(n), who)

    assert lines.players(made) == ("tutor", "amira")
    assert lines.players(layers.mute_player(made, "tutor", on=True)) == ("amira",)
    assert layers.mute_player(layers.mute_player(made, "tutor", on=True), "tutor", on=False) == made


def test_a_layer_whose_name_is_rubbed_out_is_called_like_its_sound() -> None:
    made = layers.sound(song(layer()), "0", "piano")
    assert layers.rename(made, "0", "  ").layer("0").name == "Piano"
