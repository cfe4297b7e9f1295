"""What is written of repeats, grace notes and fingers, and read again."""

from xml.etree import ElementTree as ET

import pytest

from instruments.events import RATE, NoteOff, NoteOn
from studio.music import abcscore, xmlscore
from studio.music.notation import write_piece, write_played
from studio.music.piece import Note, Part, Piece, Tempo
from studio.music.stave import Sounding, lay_out
from studio.music.take import record
from studio.music.written import Sheet
from tests.studio.music.test_repeats import FORMS, sheet


def tune(body: str, head: str = "M:2/4\nL:1/4\nQ:1/4=120\nK:G") -> Piece:
    return abcscore.read(f"X:1\nT:Tune\n{head}\n{body}\n").as_played()


def document(piece: Piece) -> ET.Element:
    return ET.fromstring(write_piece(piece).document)


def again(piece: Piece) -> Sheet:
    return xmlscore.read(write_piece(piece).document.encode())


@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_with_its_signs_is_read_and_played_as_before(form: str) -> None:
    played = sheet(form).as_played()

    read = again(played).as_played()

    assert [(note.start, note.pitch) for note in read.parts[0].notes] == [
        (note.start, note.pitch) for note in played.parts[0].notes
    ]
    assert read.repeats == played.repeats


def test_a_repeat_stands_once_and_its_heads_light_up_each_time() -> None:
    written = write_piece(tune("c d:|e f|"), prefix="a")

    assert len(ET.fromstring(written.document).findall(".//note")) == 4
    assert written.note_seconds == {"a0-0": 0.0, "a0-1": 0.5, "a0-2": 2.0, "a0-3": 2.5}
    assert written.again_seconds == {"a0-0": (1.0,), "a0-1": (1.5,)}


def test_a_tied_head_lights_up_again_with_the_one_that_began_it() -> None:
    written = write_piece(tune("c d-|d e:|"))

    assert written.again_seconds["n0-1-960"] == pytest.approx((written.note_seconds["n0-1-960"] + 2.0,))


def test_endings_are_numbered_and_the_last_one_is_open() -> None:
    endings = [(each.get("number"), each.get("type")) for each in document(tune("c2|1 d2:|2 e2|f2|")).iter("ending")]

    assert endings[:3] == [("1", "start"), ("1", "stop"), ("2", "start")]
    assert endings[-1] == ("2", "discontinue")


def test_a_sign_inside_a_bar_gets_a_barline_and_the_bar_keeps_its_number() -> None:
    paper = document(tune("|:G|c d e|f g:||:a|b c' d'|e' f':|", "M:3/4\nL:1/4\nK:C"))

    numbers = [(each.get("number"), each.get("implicit")) for each in paper.iter("measure")]
    assert numbers == [("0", "yes"), ("1", None), ("2", None), ("X2", "yes"), ("3", None), ("4", None)]
    assert [each.get("direction") for each in paper.iter("repeat")] == ["forward", "backward", "forward", "backward"]


def test_a_double_bar_that_no_repeat_goes_back_to_is_no_sign() -> None:
    assert not list(document(tune("c d:|e f||g a|b c'|]")).iterfind(".//repeat[@direction='forward']"))


def test_where_to_go_on_is_written_out() -> None:
    words = [each.text for each in document(tune("c2|!segno!d2|e2!fine!|f2 !D.S.!|")).iter("words")]

    assert words == ["Fine", "D.S. al Fine"]


def test_small_notes_are_written_small_before_what_they_lead_to() -> None:
    piece = tune("c {/d}e|{fg}a2|")
    notes = document(piece).findall(".//note")

    graces = [note.find("grace") for note in notes]
    assert [grace is not None for grace in graces] == [False, True, False, True, True, False]
    assert [grace.get("slash") for grace in graces if grace is not None] == ["yes", None, None]
    assert [note.findtext("type") for note in notes] == ["quarter", "eighth", "quarter", "16th", "16th", "half"]
    assert again(piece).as_played().parts[0].notes[1].grace == "before"
    assert set(write_piece(piece).note_seconds) == {f"n0-{n}" for n in range(6)}


def test_a_grace_note_without_a_note_to_lead_to_is_left_off_the_paper() -> None:
    alone = Piece("Alone", (Part("Tune", notes=(Note(0, 480, 60), Note(900, 60, 62, grace="before"))),))
    (first, *_) = lay_out(alone, [Sounding(note, f"n{n}") for n, note in enumerate(alone.parts[0].notes)]).bars[0]

    assert first.heads[0].pitch == 60
    assert set(write_piece(alone).note_seconds) == {"n0-0"}


def test_fingers_are_written_once_and_not_on_tied_heads() -> None:
    piece = tune("!3!c d-|!1!d e|")
    piece = Piece(piece.title, (Part("Tune", notes=(Note(0, 960, 60, finger=3), Note(960, 1920, 62, finger=2))),))

    assert [each.text for each in document(piece).iter("fingering")] == ["3", "2"]


# ---------------------------------------------------------------- playing that was waited for

ROUND = tune("c d|e f:|", "M:2/4\nL:1/4\nQ:1/4=60\nK:C")


def waited(*pitches: int) -> dict[str, object]:
    events = [NoteOn(n * RATE, 1, pitch, 80) for n, pitch in enumerate(pitches)]
    events += [NoteOff(n * RATE + RATE // 2, 1, pitch, 0) for n, pitch in enumerate(pitches)]
    written = write_played(record(tuple(events), start=0, end=len(pitches) * RATE), ROUND, [0])
    assert written is not None
    return {"heads": len(ET.fromstring(written.document).findall(".//pitch")), "first": written.note_seconds,
            "again": written.again_seconds}  # fmt: skip


def test_a_take_that_waited_stands_on_paper_once_and_lights_up_in_both_turns() -> None:
    found = waited(72, 74, 76, 77, 72, 74, 76, 77)

    assert found["heads"] == 4
    assert found["first"] == {"n0-0": 0.0, "n0-1": 1.0, "n0-2": 2.0, "n0-3": 3.0}
    assert found["again"] == {"n0-0": (4.0,), "n0-1": (5.0,), "n0-2": (6.0,), "n0-3": (7.0,)}


def test_a_tempo_change_is_heard_where_it_stands_on_paper() -> None:
    piece = Piece(ROUND.title, ROUND.parts, (Tempo(0, 60), Tempo(1920, 120)), ROUND.metres, repeats=ROUND.repeats)

    assert write_piece(piece).again_seconds["n0-1"] == (4.5,)
