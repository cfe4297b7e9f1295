from dataclasses import replace

import pytest

from studio.music.grooves import groove
from studio.music.piece import Key
from studio.music.song import arranging, grooving, kept, launches, layers, lines, notes, whole
from studio.music.song.launches import Launch
from studio.music.song.model import Song, SongError
from tests.studio.music.song.made import a_pass, layer, note, song


def names(made: Song) -> list[tuple[str, int]]:
    return [(block.name, block.repeats) for block in made.blocks]


def sections(*spoken: str) -> Song:
    made = song(layer(a_pass(note(0)), layer_id="0"), layer(a_pass(note(480, pitch=64)), layer_id="1"))
    for name in spoken:
        made = whole.add_block(made, name)
    return made


def test_another_key_takes_the_chords_and_all_but_drums_along() -> None:
    made = replace(
        sections("A"),
        chords=("C", "Am F"),
        layers=(*sections().layers, replace(layer(layer_id="9", by_hand=[note(0, pitch=36)]), kind="drums")),
    )

    moved = whole.key(made, Key(2))

    assert moved.chords == ("D", "Bm G")
    assert [notes.shown(moved, each)[0].pitch for each in ("0", "1", "9")] == [62, 66, 36]
    assert moved.layer("9").up == 0
    assert whole.key(moved, Key(0)) == made


def test_a_key_is_reached_by_the_shorter_way() -> None:
    assert whole.key(sections(), Key(1)).layer("0").up == -5
    assert whole.key(sections(), Key(-1)).layer("0").up == 5


def test_a_groove_goes_to_another_key_and_row_of_chords() -> None:
    made = grooving.from_groove(groove("lo-fi"))
    bass = next(n for n, each in enumerate(made.layers) if each.part == "Bass")

    moved = whole.key(made, Key(made.key.fifths + 2, made.key.mode))
    rowed = whole.chords(made, ("Dm", "G7"))

    before, after, other = (
        [n.pitch for n in arranging.loop_piece(each).parts[bass].notes] for each in (made, moved, rowed)
    )
    assert {(b - a) % 12 for a, b in zip(before, after, strict=True)} == {2}
    assert other != before


def test_chords_that_nobody_knows_are_refused_with_a_sentence() -> None:
    with pytest.raises(SongError, match="H7"):
        whole.chords(sections(), ("C", "H7"))


def test_the_tempo_stays_within_its_bounds_and_what_was_played_keeps_its_place() -> None:
    assert whole.tempo(sections(), 1000).bpm == 300
    assert notes.shown(whole.tempo(sections(), 60), "0") == notes.shown(sections(), "0")


def test_a_loop_has_one_of_five_lengths_and_layers_go_on_in_a_longer_one() -> None:
    with pytest.raises(SongError, match="16 bars"):
        whole.loop(sections(), 3)
    assert len(arranging.loop_piece(whole.loop(sections(), 8)).parts[0].notes) == 2


def test_another_groove_takes_the_place_of_the_first_and_ones_own_layers_stay() -> None:
    made = layers.add(grooving.from_groove(groove("lo-fi")), "Mine")
    made = layers.volume(notes.add(made, made.layers[-1].id, note(0)), "0", 0.5)

    other = whole.groove(made, groove("house"))

    assert other.layer("0").volume == 0.5
    assert other.layers[-1] == made.layers[-1]
    assert len({each.id for each in other.layers}) == len(other.layers)
    parts = {part.name: part.notes for part in arranging.loop_piece(other).parts}
    assert parts["Drums"] != {part.name: part.notes for part in arranging.loop_piece(made).parts}["Drums"]
    assert groove("house").slowest <= other.bpm <= groove("house").fastest


def test_a_groove_that_counts_another_way_is_refused_where_something_was_made() -> None:
    made = notes.add(layers.add(Song(), "Mine"), "0", note(0))

    with pytest.raises(SongError, match="counts another way"):
        whole.groove(made, groove("waltz"))
    assert whole.groove(Song(), groove("waltz")).metre == (3, 4)


def test_sections_are_added_moved_repeated_and_taken_out() -> None:
    made = sections("", "", "Break")

    assert names(made) == [("A", 1), ("B", 1), ("Break", 1)]
    assert names(whole.move_block(made, "2", 0)) == [("Break", 1), ("A", 1), ("B", 1)]
    assert names(whole.repeat(made, "1", 99)) == [("A", 1), ("B", 32), ("Break", 1)]
    assert names(whole.remove_block(made, "0")) == [("B", 1), ("Break", 1)]
    assert names(whole.add_block(made, at=1)) == [("A", 1), ("C", 1), ("B", 1), ("Break", 1)]
    assert names(whole.rename_block(made, "0", "Verse"))[0] == ("Verse", 1)


def test_a_section_like_another_rests_the_same_layers() -> None:
    made = whole.rests(sections("A"), "0", "1", rest=True)

    assert whole.add_block(made, like="0").blocks[1].off == ("1",)
    assert whole.rests(made, "0", "1", rest=False).blocks[0].off == ()


def test_words_stand_under_the_bars_of_their_section_and_move_with_it() -> None:
    made = whole.repeat(sections("A", "B"), "1", 2)
    made = whole.words(whole.words(made, "1", 6, "we go on"), "0", 0, "first")

    piece = arranging.song_piece(made)
    moved = arranging.song_piece(whole.move_block(made, "1", 0))

    assert [(lyric.tick // 1920, lyric.text) for lyric in piece.lyrics] == [(0, "first"), (10, "we go on")]
    assert [(lyric.tick // 1920, lyric.text) for lyric in moved.lyrics] == [(6, "we go on"), (8, "first")]
    assert whole.words(made, "1", 6, "").block("1").words == ()
    assert whole.words(made, "1", 99, "too far") is made


def test_words_of_a_song_without_sections_make_the_first() -> None:
    assert names(whole.words(sections(), "", 2, "oh")) == [("A", 1)]


def test_a_live_performance_becomes_the_arrangement() -> None:
    live = [Launch(0, frozenset("0")), Launch(4, frozenset("01")), Launch(12, frozenset("0"))]

    made = launches.performed(sections(), live, 16)

    assert [(block.name, block.repeats, block.off) for block in made.blocks] == [
        ("A", 1, ("1",)),
        ("B", 2, ()),
        ("A", 1, ("1",)),
    ]


def test_what_was_launched_in_the_middle_of_the_loop_sounds_from_there() -> None:
    made = launches.performed(sections(), [Launch(0, frozenset("0")), Launch(6, frozenset("01"))], 9)

    assert [(block.first, block.bars, block.repeats) for block in made.blocks] == [
        (0, 0, 1),
        (0, 2, 1),
        (2, 2, 1),
        (0, 1, 1),
    ]
    assert lines.closing_bar(made) == 10
    starts = [note.start // 480 for note in arranging.song_piece(replace(made, ending=False)).parts[0].notes]
    assert starts == [0, 16, 32]


def test_what_was_launched_keeps_the_name_chords_beat_and_words_of_its_section() -> None:
    made = whole.words(whole.words(sections("Verse", "Chorus"), "1", 0, "come on"), "1", 2, "sing it")
    made = whole.block_chords(made, "1", ("Dm", "G7"))

    live = [Launch(0, frozenset("0"), "0"), Launch(5, frozenset("01"), "1"), Launch(8, frozenset("0"), "gone")]
    blocks = launches.performed(made, live, 12).blocks

    assert [(one.name, one.chords, one.words, one.first) for one in blocks] == [
        ("Verse", (), (), 0),
        ("Verse", (), (), 0),
        ("Chorus", ("Dm", "G7"), ("", "sing it"), 1),
        ("A", (), (), 0),
    ]
    again = launches.performed(made, [Launch(4, frozenset("01"), "1")], 12).blocks
    assert [(one.repeats, one.words) for one in again] == [(2, ("come on", "", "sing it"))]


def test_a_story_keeps_its_lines() -> None:
    told = whole.story(whole.story(Song(), poem="one\ntwo"), about="Gran").story

    assert (told.poem, told.about, told.cover) == ("one\ntwo", "Gran", "")


def test_a_section_has_a_beat_of_its_own() -> None:
    made = whole.add_block(whole.add_block(grooving.from_groove(groove("lo-fi"))))
    names = grooving.beats(made)

    other = whole.block_beat(made, "1", names[-1])

    whole_of, drums = arranging.song_piece(made).parts[0].notes, arranging.song_piece(other).parts[0].notes
    half = made.loop_ticks
    assert [n for n in drums if n.start < half] == [n for n in whole_of if n.start < half]
    assert [n for n in drums if n.start >= half] != [n for n in whole_of if n.start >= half]
    with pytest.raises(SongError, match="no such beat"):
        whole.block_beat(made, "1", "polka")


def test_a_song_is_not_made_longer_than_a_file_of_it_could_be() -> None:
    made = whole.repeat(whole.loop(sections("A"), 16), "0", 32)
    while lines.end_tick(made) < 18_000 * 480:
        made = whole.add_block(made, like="0")

    with pytest.raises(SongError, match="many hours"):
        whole.add_block(made, like="0")
    with pytest.raises(SongError, match="more than one bar"):
        whole.chords(made, ["C " * 50])


def test_a_section_whose_name_is_rubbed_out_has_its_letter_again() -> None:
    made = sections("Intro", "A", "Hook")
    assert names(whole.rename_block(made, made.blocks[2].id, ""))[2] == ("B", 1)
    assert names(whole.rename_block(made, made.blocks[1].id, " "))[1] == ("A", 1)


def test_the_chords_of_a_song_without_a_groove_are_held_by_a_layer_that_is_there_for_them() -> None:
    made = replace(sections("A", "B"), key=Key(0, "minor"))
    warm, sunny = (next(row.bars for row in grooving.rows(made) if row.name == name) for name in ("warm", "sunny"))
    assert whole.holding(made, "Chords") == made

    held = whole.holding(whole.block_chords(whole.chords(made, warm), "1", sunny), "Chords")
    assert [each.name for each in held.layers] == ["Keys", "Keys", "Chords"]
    bar, line = held.bar_ticks, lines.song_line(held, held.layers[-1])
    roots = [{pitch % 12 for start, _, pitch, _ in line if start == at * bar} for at in (0, 4, 8)]
    assert roots == [{9, 0, 4}, {0, 4, 7}, {9, 0, 4}]  # Am; in the second section C; and the ending is at home
    assert kept.opened(kept.song_bytes(held)).song == held
    moved = whole.key(held, Key(1, "minor"))
    assert moved.block("1").chords[0] == "G"
    assert whole.holding(whole.chords(held, ()), "Chords").layers == held.layers  # the second section has some
    assert whole.holding(whole.block_chords(whole.chords(held, ()), "1", ()), "Chords") == made


def test_held_chords_become_notes_that_sound_alike_and_a_groove_brings_its_own() -> None:
    made = whole.holding(whole.chords(Song(key=Key(0)), ("C", "Am F")), "Chords")
    mine = grooving.own(made, "0")
    assert mine.layer("0").kind == "notes"
    assert lines.loop_line(mine, mine.layer("0")) == lines.loop_line(made, made.layer("0"))
    over = whole.groove(made, groove("lo-fi"))
    assert all(each.part != grooving.HELD for each in over.layers)


def test_after_a_section_of_drums_alone_all_come_back_for_the_ending() -> None:
    drums = replace(layer(a_pass(note(0, pitch=36)), layer_id="9"), kind="drums")
    made = whole.add_block(whole.add_block(song(layer(a_pass(note(0)), layer_id="0"), drums)))
    broken = whole.rests(made, "1", "0", rest=True)
    assert [note for note in lines.song_line(broken, broken.layer("0")) if note[0] >= 8 * 1920]
    everybody = whole.rests(broken, "1", "9", rest=True)
    assert [note for note in lines.song_line(everybody, everybody.layer("9")) if note[0] >= 8 * 1920]
