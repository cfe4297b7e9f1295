import random
import zlib
from contextlib import suppress
from dataclasses import replace
from io import BytesIO

import mido
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.music import smf
from studio.music.grooves import groove, groove_piece
from studio.music.history import MOST_STEPS, History
from studio.music.piece import Piece
from studio.music.song import arranging, from_plain, grooving, kept, layers, notes, to_plain
from studio.music.song.model import MOST_NOTES, Moved, Song
from tests.studio.music.song.made import a_pass, layer, loose, note, song
from tests.studio.music.song.walks import EDITS, begun, walked
from tests.studio.music.strategies import pieces

some = settings(max_examples=8, deadline=None)

SEEDS = st.integers(0, 10**9)


@some
@given(SEEDS)
def test_a_song_kept_and_opened_is_the_same_song(seed: int) -> None:
    made = walked(random.Random(seed), 20)

    opened = kept.opened(kept.song_bytes(made))

    assert opened.song == made
    assert opened.sentence == ""
    assert kept.song_bytes(opened.song) == kept.song_bytes(made)


@some
@given(SEEDS, st.integers(0, 30))
def test_a_walk_of_edits_undoes_to_the_start_and_redoes_to_the_end_also_after_it_was_kept(
    seed: int, undone: int
) -> None:
    dice = random.Random(seed)
    history = History(begun(dice))
    values = [history.value]
    for _ in range(30):
        label, made = dice.choice(EDITS)(history.value, dice)
        if made != values[-1]:
            values.append(history.edit(label, made))
    for _ in range(undone):
        history.undo()

    again = kept.opened(kept.draft_bytes(history)).history

    for walked_one in (history, again):
        assert walked_one.value == values[max(0, len(values) - 1 - undone)]
        back = [walked_one.value]
        while walked_one.undo_label:
            back.append(walked_one.undo())
        assert back[::-1] == values[: len(back)]
        assert back[-1] == values[0]
        on = [walked_one.value]
        while walked_one.redo_label:
            on.append(walked_one.redo())
        assert on == values


def test_the_labels_of_the_steps_are_kept() -> None:
    history = History(song(layer()))
    history.edit("add notes 2", notes.add(history.value, "0", note(0), note(480)))
    history.edit("tempo", replace(history.value, bpm=90.0))
    history.undo()

    again = kept.opened(kept.draft_bytes(history)).history

    assert (again.undo_label, again.redo_label) == ("add notes 2", "tempo")


def test_a_version_holds_nothing_that_was_taken_back() -> None:
    history = History(song(layer()))
    history.edit("title", replace(history.value, title="A secret"))
    history.undo()

    assert kept.opened(kept.song_bytes(history.value)).history.redo_label == ""
    assert kept.opened(kept.draft_bytes(history)).history.redo().title == "A secret"


def test_two_hundred_steps_over_many_notes_stay_small() -> None:
    history = History(song(layer(*(loose(100, n, first=100 * n) for n in range(8)))))
    dice = random.Random(1)
    for n in range(MOST_STEPS + 20):
        ids = [dice.randrange(800) for _ in range(3)]
        history.edit("move notes 3", notes.move(history.value, "0", ids, ticks=10.0 + n))

    alone, with_steps = len(kept.song_bytes(history.value)), kept.draft_bytes(history)

    assert len(kept.opened(with_steps).history.done) == MOST_STEPS
    assert len(with_steps) - alone < 30_000


def test_steps_that_are_too_much_to_keep_are_let_go_from_the_oldest_on(monkeypatch: pytest.MonkeyPatch) -> None:
    history = History(song(layer(loose(50, 1))))
    for n in range(20):
        history.edit("move notes 50", notes.move(history.value, "0", range(50), semitones=1 if n % 2 else -1))
    history.undo()
    monkeypatch.setattr(kept, "MOST_STEP_BYTES", 6000)

    again = kept.opened(kept.draft_bytes(history)).history

    assert 0 < len(again.done) < 19
    assert again.undo() == history.undo()
    assert len(again.undone) >= 1


# ---------------------------------------------------------------- the file as others see it


def test_any_program_plays_the_file() -> None:
    made = song(
        layer(a_pass(note(0), note(480, pitch=64)), layer_id="0"), layer(layer_id="1", by_hand=[note(960, exact=True)])
    )

    file = mido.MidiFile(file=BytesIO(kept.song_bytes(made)))

    assert file.type == 1
    assert [message.note for track in file.tracks for message in track if message.type == "note_on"] == [
        60,
        64,
        60,
        60,
        60,
    ]
    assert Piece.from_midi(kept.song_bytes(made)).parts == arranging.song_piece(made).parts


def test_pedals_are_in_the_file() -> None:
    made = song(layer(replace(a_pass(note(0)), moves=(Moved(0.0, 64, 127), Moved(900.4, 64, 0)))))

    file = mido.MidiFile(file=BytesIO(kept.song_bytes(made)))

    sustain = [message.value for message in file.tracks[1] if message.type == "control_change"]
    assert sustain[:2] == [127, 0]
    assert kept.opened(kept.song_bytes(made)).song == made


def test_a_draft_of_before_opens_as_a_song_that_sounds_the_same() -> None:
    piece = groove_piece(groove("lo-fi"))

    opened = kept.opened(piece.to_midi())

    assert arranging.loop_piece(opened.song).parts == piece.parts
    assert opened.song.layers[0].kind == "drums"
    assert opened.sentence == ""


def test_a_damaged_song_opens_as_its_notes_with_a_sentence() -> None:
    made = song(layer(a_pass(note(0), note(480))))
    data = bytearray(kept.song_bytes(made))
    data[-20] ^= 1

    opened = kept.opened(bytes(data))

    assert "can't be read" in opened.sentence
    assert [n.start for n in notes.shown(opened.song, "0")][:2] == [0, 480]


def test_a_file_that_another_program_changed_is_what_its_notes_say() -> None:
    data = kept.song_bytes(song(layer(a_pass(note(0, pitch=60)))))
    changed = data.replace(bytes((0x90, 60, 80)), bytes((0x90, 62, 80)), 1)

    opened = kept.opened(changed)

    assert opened.sentence
    assert notes.shown(opened.song, "0")[0].pitch == 62


def test_a_song_of_a_newer_studio_opens_as_its_notes_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "VERSION", 2)
    data = kept.song_bytes(song(layer(a_pass(note(0)))))
    monkeypatch.setattr(kept, "VERSION", 1)

    assert "newer" in kept.opened(data).sentence


def test_what_is_no_midi_file_is_refused_with_a_sentence() -> None:
    with pytest.raises(smf.UnreadableError, match="not a MIDI file"):
        kept.opened(b"nothing")


# ---------------------------------------------------------------- hostile


def hostile(plain: str) -> bytes:
    """A file whose song's own values are these, with a digest that is right."""
    whole = kept.song_bytes(song(layer(a_pass(note(0)))))
    place = whole.rindex(b"MTrk")
    body = zlib.compress(plain.encode())
    data = b"\x7dSFSONG\x01" + kept._digest(whole[:place], body) + body
    track = b"\0\xff\x7f" + smf.number(len(data)) + data + b"\0\xff\x2f\0"
    return whole[:place] + b"MTrk" + len(track).to_bytes(4) + track


LAYER = '{"song":{"layers":[{"id":"0","next":5,%s}]}}'


@pytest.mark.parametrize(
    "plain",
    [
        "", "[]", "7", '"song"', '{"song":null}', '{"song":{"layers":{}}}', '{"song":{"bpm":NaN}}', '{"song":{"bpm":1e999}}',
        '{"song":{"bpm":' + "9" * 5000 + "}}", "[" * 100_000, '{"song":{"metre":[4,3]}}', '{"song":{"bars":1000000}}',
        '{"song":{"metre":[0,4]}}', '{"song":{"title":["a"]}}', '{"song":{"key":[99,"major"]}}', '{"song":{"title":"' + "a" * 100_000 + '"}}',
        LAYER % '"edits":[[1,0,10,60,80],[1,0,10,60,80]]', LAYER % '"edits":[[9,0,10,60,80]]', LAYER % '"edits":[[1,0,-5,60,80]]',
        LAYER % '"edits":[[1,NaN,10,60,80]]', LAYER % '"edits":[[1,0,10,true,80]]', LAYER % '"passes":[{"notes":[]}]',
        LAYER % '"passes":[{"first":0,"bars":1,"notes":[[0,1,60,80]],"places":[1,2]}]', LAYER % '"passes":[{"first":4,"notes":[[0,1,60,80],[1,1,60,80]]}]',
        '{"song":{"bars":512,"metre":[16,1]}}', '{"song":{"blocks":[' + ",".join(f'{{"id":"{n}","repeats":32}}' for n in range(64)) + "]}}",
        '{"song":{"bars":512,"layers":[{"id":"0","bars":1,"next":9999,"edits":[' + ",".join(f"[{n},0,9,60,80]" for n in range(900)) + "]}]}}",
        LAYER % '"kind":"groove","part":7', '{"song":{"layers":[{"id":"0"},{"id":"0"}]}}', '{"song":{"layers":[' + ",".join(['{"id":"x"}'] * 99) + "]}}",
    ],
)  # fmt: skip
def test_hostile_values_open_as_the_notes_with_a_sentence(plain: str) -> None:
    opened = kept.opened(hostile(plain))

    assert opened.sentence
    assert len(opened.song.layers) == 1


@pytest.mark.parametrize(
    "steps",
    [
        "7", "[7]", '[["a",7]]', '[["a",{"order":["9"]}]]', '[["a",{"layers":{"0":{"put":[[0,0,0,0,0]]}}}]]', '[["a",{"layers":{"9":{}}}]]',
        '[["a",{"layers":{"0":{"passes":[7]}}}]]', '[["a",{"layers":{"0":{"turned":{"x":{"on":false}}}}}]]', '[["a",{"bpm":"fast"}]]',
        '[["a",{"layers":{"0":{"put":[[99,0,10,60,80]]}}}]]', '[["a",{"order":["0","0"]}]]', '[[["a"],{}]]', '[["a",{"new":[{"id":"0"}]}], 7]',
    ],
)  # fmt: skip
def test_steps_that_make_no_sense_are_left_out_and_the_song_opens(steps: str) -> None:
    opened = kept.opened(hostile('{"song":{"title":"Ours","layers":[{"id":"0"}]},"done":' + steps + "}"))

    assert opened.song.title == "Ours"
    assert opened.sentence == ""
    assert len(opened.history.done) <= 1


def test_a_small_file_that_inflates_without_end_is_not_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST_BYTES", 10_000)

    assert kept.opened(hostile('{"song":{}}' + " " * 100_000)).sentence


@some
@given(SEEDS, st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6))
def test_no_change_of_bytes_brings_it_down(seed: int, hits: list[tuple[int, int]]) -> None:
    history = History(walked(random.Random(seed % 5), 8))
    history.edit("tempo", replace(history.value, bpm=77.0))
    data = bytearray(kept.draft_bytes(history))
    for place, value in hits:
        data[place % len(data)] = value

    with suppress(smf.UnreadableError):
        assert isinstance(kept.opened(bytes(data)).song, Song)


@some
@given(pieces())
def test_any_piece_opens_as_a_song_that_is_kept(piece: Piece) -> None:
    parts = tuple(replace(part, name=part.name * 9) for part in piece.parts)
    made = grooving.from_piece(replace(piece, title=piece.title * 9, parts=parts))

    assert kept.opened(kept.song_bytes(made)).song == made


def test_chords_of_elsewhere_that_are_not_known_here_are_left_out() -> None:
    opened = kept.opened(hostile('{"song":{"chords":["C","H7"],"title":"Ours"}}'))

    assert (opened.song.title, opened.song.chords) == ("Ours", ())


def test_a_full_song_whose_groove_is_made_its_own_is_kept() -> None:
    full = layers.add(grooving.from_groove(groove("lo-fi")), "Mine")
    many = (note(n / 10, 1.0, exact=True) for n in range(MOST_NOTES))
    full = full.with_layer(replace(full.layers[-1], edits=tuple(enumerate(many)), next=MOST_NOTES))

    own = to_plain.of_song(grooving.own(full, "0"))

    assert from_plain.song_of(own).note_count > MOST_NOTES


def test_a_song_without_a_layer_can_be_kept() -> None:
    assert kept.opened(kept.song_bytes(Song())).song == Song()
