from collections import Counter
from dataclasses import replace

import pytest

from instruments.schedule import Player
from studio.music import grooves
from studio.music.piece import Key
from studio.music.score import to_score
from studio.music.song import arranging, grooving, launches, layers, lines, notes, tidying, whole
from studio.music.song.launches import Launch
from studio.music.song.model import Moved, Song, Tidy
from tests.studio.music.song.made import a_pass, layer, loose, note, song

SOME = grooves.names()[::4]


def three() -> Song:
    made = song(
        layer(a_pass(note(0, 900, 40), note(1920, 900, 43)), layer_id="0"),
        replace(layer(layer_id="1", by_hand=[note(0, 100, 36), note(480, 100, 38)]), kind="drums", sound="kit"),
        layer(loose(16, 5), layer_id="2"),
    )
    for name in ("A", "B"):
        made = whole.add_block(made, name)
    return whole.rests(whole.repeat(made, "0", 2), "1", "2", rest=True)


def test_the_sections_stand_in_a_row_with_their_repeats() -> None:
    piece = arranging.song_piece(three())

    assert [(section.name, section.start // 1920, section.end // 1920) for section in piece.sections] == [
        ("A", 0, 8),
        ("B", 8, 12),
        ("Ending", 12, 13),
    ]
    assert [note.start // 1920 for note in piece.parts[0].notes] == [0, 1, 4, 5, 8, 9, 12]


def test_a_layer_that_rests_in_a_section_is_not_heard_there_nor_in_the_ending_after_it() -> None:
    assert max(note.start for note in arranging.song_piece(three()).parts[2].notes) < 8 * 1920


def test_the_score_of_the_engine_is_that_of_the_piece() -> None:
    made = three()

    score = arranging.song_score(made)

    assert Counter(score.events) == Counter(to_score(arranging.song_piece(made)).events)
    assert (score.end, score.tempos, score.metre) == (13 * 1920, ((0, 600_000),), ((0, 4, 4),))
    assert [event[0] for event in score.events] == sorted(event[0] for event in score.events)


def test_at_one_tick_keys_come_up_before_they_go_down() -> None:
    made = song(layer(a_pass(note(0, 480), note(480, 480))))

    assert [(tick, data[0]) for tick, _, data in arranging.loop_score(made).events] == [
        (0, 0x90),
        (480, 0x80),
        (480, 0x90),
        (960, 0x80),
    ]


def test_silent_layers_are_in_the_score_to_be_muted_and_not_in_the_piece() -> None:
    made = layers.mute(three(), "1", on=True)

    assert {part for _, part, _ in arranging.loop_score(made).events} == {0, 1, 2}
    assert len(arranging.loop_piece(made).parts) == 2
    assert lines.silent(made) == {1}


def test_a_layer_turned_down_is_struck_softer_everywhere() -> None:
    made = layers.volume(song(layer(a_pass(note(0, velocity=100)))), "0", 0.5)

    assert arranging.loop_piece(made).parts[0].notes[0].velocity == 50
    assert arranging.loop_score(made).events[0][2][2] == 50
    assert arranging.loop_piece(layers.volume(made, "0", 0)).parts == ()


def test_at_strength_nought_the_score_is_what_was_played_to_the_tick() -> None:
    played = loose(20, 9)
    made = layers.tidy(song(layer(played)), "0", Tidy(0.0, 0.7))

    struck = [(tick, data[1], data[2]) for tick, _, data in arranging.loop_score(made).events if data[0] == 0x90]

    assert struck == sorted((round(n.start), n.pitch, n.velocity) for n in played.notes)
    tidied = layers.tidy(made, "0", Tidy(1.0, 0.7))
    assert arranging.loop_score(tidying.as_played(tidied)) == arranging.loop_score(made)


def test_the_engine_plays_the_loop_round_and_round() -> None:
    player = Player(arranging.loop_score(three()))

    due, _ = player.advance(48_000 * 25)

    assert sum(message[0] == 0x90 for _, part, message in due if part == 0) == 6


def test_pedals_sound_and_are_let_go_where_a_section_cuts_them_off() -> None:
    one = replace(a_pass(note(0)), moves=(Moved(0.0, 64, 127), Moved(7680.0, 64, 0)))
    made = launches.performed(song(layer(one)), [Launch(0, frozenset("0"))], 2)

    pedals = [(tick, data[2]) for tick, _, data in arranging.song_score(made).events if data[0] == 0xB0]

    assert pedals == [(0, 127), (3840, 0)]


def test_a_note_held_over_the_end_of_a_section_ends_with_it() -> None:
    made = launches.performed(song(layer(a_pass(note(1900, 3000)))), [Launch(0, frozenset("0"))], 2)

    assert [(n.start, n.length) for n in arranging.song_piece(whole.ending(made, on=False)).parts[0].notes] == [
        (1900, 1940)
    ]


def test_an_edit_of_one_layer_works_out_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    made = three()
    arranging.song_score(made)
    worked: list[int] = []
    really = arranging._events
    monkeypatch.setattr(arranging, "_events", lambda part, *rest: worked.append(part) or really(part, *rest))

    arranging.song_score(notes.move(made, "0", [0], ticks=30))

    assert worked == [0]


# ---------------------------------------------------------------- the ending


def last_bar(made: Song) -> list[tuple[str, int, int]]:
    piece = arranging.song_piece(made)
    start = piece.end - made.bar_ticks
    return [(part.role, n.start - start, n.pitch) for part in piece.parts for n in part.notes if n.start >= start]


@pytest.mark.parametrize("fifths", [0, 3, -2])
def test_an_ending_of_ones_own_layers_is_the_home_chord_and_one_last_stroke(fifths: int) -> None:
    made = whole.rests(replace(three(), key=Key(fifths)), "1", "2", rest=False)

    closing = last_bar(made)

    assert {start for _, start, _ in closing} == {0}
    assert {pitch for role, _, pitch in closing if role == "drums"} == {36, 49}
    tonic = made.key.tonic
    assert {(pitch - tonic) % 12 for role, _, pitch in closing if role != "drums"} <= {0, 4, 7}
    assert tonic in {pitch % 12 for role, _, pitch in closing if role == "bass"}


@pytest.mark.parametrize("name", SOME)
def test_every_groove_ends_at_home_whatever_its_row_of_chords(name: str) -> None:
    made = grooving.from_groove(grooves.groove(name))
    used = grooves.groove(name)
    row = tuple(grooves.moved(bar, 5) for bar in used.chords)

    closing = last_bar(whole.chords(made, row))

    basses = [pitch for role, _, pitch in closing if role == "bass"]
    assert closing
    assert not basses or basses[-1] % 12 == made.key.tonic


def test_without_an_ending_the_song_stops_where_its_last_section_does() -> None:
    assert arranging.song_piece(whole.ending(three(), on=False)).end == 12 * 1920


# ---------------------------------------------------------------- grooves and pieces as songs


@pytest.mark.parametrize("name", SOME)
def test_a_groove_made_ones_own_sounds_as_before(name: str) -> None:
    made = grooving.from_groove(grooves.groove(name))
    own = made
    for each in made.layers:
        own = grooving.own(own, each.id)

    assert arranging.loop_piece(own).parts == arranging.loop_piece(made).parts
    assert not any(each.kind == "groove" for each in own.layers)


def test_a_song_of_a_groove_that_is_not_here_plays_its_other_layers() -> None:
    made = replace(grooving.from_groove(grooves.groove("lo-fi")), groove="polka-2031")
    made = notes.add(layers.add(made, "Mine"), str(len(made.layers)), note(0))

    assert [part.name for part in arranging.song_piece(made).parts if part.notes] == ["Mine"]


def test_a_whole_arrangement_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    made = three()
    for block in made.blocks:
        made = whole.repeat(made, block.id, 32)
    monkeypatch.setattr(lines, "MOST_SOUNDING", 90)

    assert sum(len(part.notes) for part in arranging.song_piece(made).parts) < 110
