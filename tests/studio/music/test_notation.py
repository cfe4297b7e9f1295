import itertools
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instruments.events import RATE, NoteOff, NoteOn
from studio.music import notation, xmlscore
from studio.music.notation import (
    Engraving,
    NotationError,
    engrave,
    engrave_all,
    flatten,
    write_piece,
    write_played,
    write_take,
)
from studio.music.piece import Key, Lyric, Metre, Note, Part, Piece, Tempo
from studio.music.stave import Sounding, Symbol, lay_out
from studio.music.take import record
from studio.music.worker import DiedError


def piece_of(*notes: tuple[int, int, int], metre: tuple[int, int] = (4, 4), **more: object) -> Piece:
    part = Part("Tune", notes=tuple(Note(start, length, pitch) for start, length, pitch in notes))
    return Piece("Tune", (part,), metres=(Metre(0, *metre),), **more)


def stave(piece: Piece) -> list[list[Symbol]]:
    sounding = [Sounding(note, f"n{n}") for n, note in enumerate(piece.parts[0].notes)]
    return [list(bar) for bar in lay_out(piece, sounding).bars]


def shapes(bar: list[Symbol]) -> list[str]:
    """Write a bar's symbols shortly: kind, a dot each, (r) for a rest, ~ for a tie onwards, 3 for a triplet."""
    return [
        f"{symbol.kind}{'.' * symbol.dots}{'' if symbol.heads else '(r)'}{'3' if symbol.triplet else ''}{'~' if symbol.goes_on else ''}"
        for symbol in bar
    ]


@pytest.mark.parametrize(
    ("metre", "notes", "written"),
    [
        ((4, 4), [(0, 480), (480, 960), (1440, 480)], ["quarter", "half", "quarter"]),
        ((4, 4), [(240, 480)], ["eighth(r)", "quarter", "eighth(r)", "half(r)"]),
        ((4, 4), [(720, 960)], ["quarter(r)", "eighth(r)", "eighth~", "quarter.", "eighth(r)"]),
        ((4, 4), [(0, 1440), (1440, 480)], ["half.", "quarter"]),
        ((3, 8), [(0, 360), (600, 120)], ["eighth.", "16th(r)", "16th(r)", "16th"]),
        ((4, 4), [(0, 720), (720, 240), (960, 960)], ["quarter.", "eighth", "half"]),
        ((4, 4), [(480, 1440)], ["quarter(r)", "quarter~", "half"]),
        ((3, 4), [(0, 360), (360, 120), (480, 960)], ["eighth.", "16th", "half"]),
        ((6, 8), [(0, 720), (720, 480), (1200, 240)], ["quarter.", "quarter", "eighth"]),
        ((6, 8), [(0, 1440)], ["half."]),
        ((6, 8), [(480, 480)], ["quarter(r)", "eighth~", "eighth", "quarter(r)"]),
        ((2, 4), [(0, 160), (160, 160), (320, 160), (480, 480)], ["eighth3", "eighth3", "eighth3", "quarter"]),
        ((2, 4), [(0, 320), (320, 160), (480, 480)], ["quarter3", "eighth3", "quarter"]),
        ((2, 4), [(160, 320), (480, 480)], ["eighth(r)3", "quarter3", "quarter"]),
        ((2, 4), [(320, 640)], ["quarter(r)3", "eighth3~", "quarter"]),
    ],
)
def test_lengths_are_written_so_that_the_beats_show(
    metre: tuple[int, int], notes: list[tuple[int, int]], written: list[str]
) -> None:
    bars = stave(piece_of(*((start, length, 60) for start, length in notes), metre=metre))

    assert shapes(bars[0]) == written


def test_a_note_over_the_barline_is_tied_and_its_second_head_has_a_name_of_its_own() -> None:
    first, second = stave(piece_of((1440, 960, 60)))

    assert shapes(first) == ["half.(r)", "quarter~"]
    assert shapes(second) == ["quarter", "quarter(r)", "half(r)"]
    assert (first[-1].heads[0].id, second[0].heads[0].id) == ("n0", "n0-1920")
    assert second[0].heads[0].tied


def test_an_empty_bar_is_one_rest_and_a_pickup_has_no_beats_to_fill() -> None:
    piece = Piece(
        "Up", (Part("Tune", notes=(Note(0, 480, 60), Note(1920, 480, 60))),), metres=(Metre(0, 1, 4), Metre(480, 3, 4))
    )

    pickup, empty, _ = stave(piece)

    assert shapes(pickup) == ["quarter"]
    assert empty[0].whole_bar


def test_a_hand_that_is_silent_in_a_pickup_rests_for_as_long_as_it_is() -> None:
    piece = Piece("Up", (Part("Bass", notes=(Note(480, 1440, 48),)),), metres=(Metre(0, 1, 4), Metre(480, 3, 4)))

    pickup, _ = stave(piece)

    assert shapes(pickup) == ["quarter(r)"]
    assert not pickup[0].whole_bar  # others read that as a whole bar of three, and the hands go apart


def test_flags_are_joined_by_the_beat() -> None:
    bar = stave(
        piece_of(
            *((n * 120, 120, 60) for n in range(2)), (240, 240, 60), (480, 360, 60), (840, 120, 60), (960, 240, 60)
        )
    )[0]

    assert [symbol.beams for symbol in bar] == [
        ("begin", "begin"),
        ("continue", "end"),
        ("end",),
        ("begin",),
        ("end", "backward hook"),
        (),
        (),
        (),
    ]


@pytest.mark.parametrize(
    ("metre", "joined"),
    [((7, 8), (2, 2, 3)), ((5, 8), (3, 2)), ((8, 8), (3, 3, 2)), ((4, 8), (2, 2)), ((6, 8), (3, 3))],
)
def test_eighths_of_uneven_metres_are_joined_by_their_groups(metre: tuple[int, int], joined: tuple[int, ...]) -> None:
    bar = stave(piece_of(*((n * 240, 240, 60) for n in range(metre[0])), metre=metre))[0]

    ends = [n for n, symbol in enumerate(bar, start=1) if symbol.beams == ("end",)]
    assert [end - start for start, end in itertools.pairwise((0, *ends))] == list(joined)
    assert all(symbol.beams for symbol in bar)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4000), st.integers(1, 3000), st.integers(40, 90)), max_size=15),
    st.sampled_from([(4, 4), (3, 4), (2, 4), (6, 8), (3, 8), (5, 4), (7, 8), (12, 8), (2, 2)]),
)
def test_every_bar_is_full_whatever_was_played(notes: list[tuple[int, int, int]], metre: tuple[int, int]) -> None:
    piece = piece_of(*notes, metre=metre)

    for bar, symbols in zip(piece.bars(), stave(piece), strict=True):
        assert symbols[0].start == bar.start
        assert symbols[-1].start + symbols[-1].length == bar.end
        assert all(one.start + one.length == following.start for one, following in itertools.pairwise(symbols))


def accidentals(piece: Piece) -> list[str]:
    document = ET.fromstring(write_piece(piece).document)
    return [note.findtext("accidental", "") for note in document.iter("note") if note.find("pitch") is not None]


def test_signs_are_shown_once_a_bar_and_taken_back_when_they_end() -> None:
    piece = piece_of((0, 480, 66), (480, 480, 66), (960, 480, 65), (1440, 480, 78), (1920, 480, 66), key=Key(0))

    assert accidentals(piece) == ["sharp", "", "natural", "sharp", "sharp"]
    assert accidentals(piece_of((0, 480, 66), (480, 480, 65), key=Key(1))) == ["", "natural"]


def test_a_document_says_metre_key_words_and_pickup() -> None:
    piece = Piece(
        "A & B <c>",
        (Part("Tune", notes=(Note(0, 480, 67), Note(480, 1440, 72))),),
        metres=(Metre(0, 1, 4), Metre(480, 3, 4)),
        key=Key(-2, "minor"),
        lyrics=(Lyric(0, "Hel-"), Lyric(480, "lo & bye")),
    )
    document = ET.fromstring(write_piece(piece).document)

    assert document.findtext("work/work-title") == "A & B <c>"
    assert [measure.attrib for measure in document.iter("measure")] == [
        {"number": "0", "implicit": "yes"},
        {"number": "1"},
    ]
    assert [(time.findtext("beats"), time.findtext("beat-type")) for time in document.iter("time")] == [("3", "4")]
    assert document.findtext(".//key/fifths") == "-2"
    assert [(lyric.findtext("syllabic"), lyric.findtext("text")) for lyric in document.iter("lyric")] == [
        ("begin", "Hel"),
        ("single", "lo & bye"),
    ]


def test_note_heads_sound_when_the_piece_does() -> None:
    piece = Piece("Slow", (Part("Tune", notes=(Note(0, 480, 60), Note(1440, 960, 62))),), tempos=(Tempo(0, 60),))

    assert write_piece(piece, prefix="a").note_seconds == {"a0-0": 0.0, "a0-1": 3.0, "a0-1-1920": 4.0}


def test_two_hands_get_two_staves_and_drums_none() -> None:
    right, left = (
        Part("R", "melody", "piano", (Note(0, 480, 72),), "right"),
        Part("L", "chords", "piano", (Note(0, 480, 48),), "left"),
    )
    kit = Part("Kit", "drums", "kit", (Note(0, 10, 36),))
    document = ET.fromstring(write_piece(Piece("Both", (kit, left, right))).document)

    assert document.findtext(".//staves") == "2"
    assert [clef.findtext("sign") for clef in document.iter("clef")] == ["G", "F"]
    assert len(document.findall(".//pitch")) == 2


def test_a_take_is_written_tidily_and_its_heads_sound_when_they_were_played() -> None:
    late = RATE // 50
    events = [NoteOn(n * RATE // 2 + late * (n % 2), 1, 60 + n, 80) for n in range(8)]
    events += [NoteOff(n * RATE // 2 + RATE // 3, 1, 60 + n, 0) for n in range(8)]
    written = write_take(record(events, start=0, end=4 * RATE, bpm=120), "Mine")

    kinds = [note.findtext("type") for note in ET.fromstring(written.document).iter("note")]
    assert kinds == ["quarter"] * 8
    assert list(written.note_seconds.values()) == pytest.approx([n / 2 + 0.02 * (n % 2) for n in range(8)], abs=0.002)


def test_a_wide_take_is_written_on_two_staves() -> None:
    events = [NoteOn(0, 1, 36, 80), NoteOn(0, 1, 76, 80), NoteOff(RATE, 1, 36, 0), NoteOff(RATE, 1, 76, 0)]

    assert "<staves>2</staves>" in write_take(record(events, start=0, end=2 * RATE)).document


# ---------------------------------------------------------------- engraved


@pytest.mark.whole
def test_an_engraving_holds_every_note_head_by_its_id_and_nothing_a_strict_page_refuses() -> None:
    piece = piece_of((0, 160, 60), (160, 160, 61), (320, 160, 62), (480, 1920, 64), lyrics=(Lyric(0, "la & la"),))

    both = engrave_all([write_piece(piece, prefix="x"), write_piece(piece, prefix="y")])

    for engraving, prefix in zip(both, "xy", strict=True):
        page = ET.fromstring(engraving.pages[0])
        tags = {element.tag.rpartition("}")[2] for element in page.iter()}
        assert tags <= {"svg", "g", "path", "rect", "ellipse", "polygon", "polyline", "text", "tspan"}
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        assert sorted(map(str, ids)) == sorted(engraving.note_seconds)
        assert all(str(name).startswith(prefix) for name in ids)
        assert "la & la" in "".join(page.itertext())
        assert page.get("fill") == "currentColor"


@pytest.mark.whole
def test_long_music_runs_over_several_pages() -> None:
    notes = tuple((n * 240, 240, 55 + n * 7 % 24) for n in range(600))

    engraving = engrave(piece_of(*notes))

    assert len(engraving.pages) > 1
    assert sum(page.count('class="note"') for page in engraving.pages) == len(engraving.note_seconds)


def test_flattening_puts_glyphs_where_they_were_used() -> None:
    flat = flatten(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 5">'
        '<defs><g id="E0A4-x"><path d="M1 1" /></g></defs><style>path {stroke: red}</style>'
        '<svg viewBox="0 0 100 50"><g class="staff"><path d="M0 0 L9 0" stroke-width="3" /></g>'
        '<g class="note" id="n1"><use xlink:href="#E0A4-x" transform="translate(7, 8)" /></g>'
        '<g class="clef placeholder"><ellipse rx="1" /></g></svg></svg>'
    )

    assert flat == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5" fill="currentColor" font-size="0"><g transform="scale(0.1)">'
        '<path d="M0 0 L9 0" stroke-width="3" stroke="currentColor" />'
        '<g class="note" id="n1"><g transform="translate(7, 8)"><path d="M1 1" /></g></g></g></svg>'
    )


def test_music_that_cannot_be_engraved_says_so_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: object, **__: object) -> None:
        raise DiedError("gone")

    monkeypatch.setattr(notation.worker, "run", dies)

    with pytest.raises(NotationError, match="can still be heard"):
        engrave(piece_of((0, 480, 60)))


def test_several_pages_become_one_picture() -> None:
    page = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 5" fill="currentColor" font-size="0"><g id="n{}" /></svg>'

    whole = ET.fromstring(Engraving((page.format(1), page.format(2)), {}).svg)

    assert whole.get("viewBox") == "0 0 10 10"
    assert [group.get("transform") for group in whole] == ["translate(0, 0)", "translate(0, 5)"]
    assert Engraving((page,), {}).svg == page


def test_a_note_beside_the_key_is_spelt_by_where_it_goes() -> None:
    turning = piece_of((0, 480, 76), (480, 480, 75), (960, 480, 76), key=Key(0, "minor"))
    falling = piece_of((0, 480, 76), (480, 480, 68), (960, 480, 67), key=Key(0))

    assert accidentals(turning) == ["", "sharp", ""]
    assert accidentals(falling) == ["", "flat", ""]


def test_playing_that_was_waited_for_is_written_as_the_piece_writes_it() -> None:
    pitches = (60, 62, 64, 67, 65, 64, 62, 59, 60, 64, 69, 67)
    piece = piece_of(*((n * 480, 480, pitch) for n, pitch in enumerate(pitches)))
    halting = [0.0, 0.9, 1.4, 3.8, 4.2, 5.0, 5.6, 6.1]
    events = [NoteOn(round(second * RATE), 1, pitch, 80) for second, pitch in zip(halting, pitches, strict=False)]

    played = write_played(record(events, start=0, end=8 * RATE), piece, [0])

    assert played is not None
    document = ET.fromstring(played.document)
    assert len(document.findall(".//measure")) == 2
    assert [note.findtext("type") for note in document.iter("note")] == ["quarter"] * 8
    assert list(played.note_seconds.values()) == halting
    assert (
        write_played(record(events, start=0, end=8 * RATE), piece_of(*((n * 480, 480, 30) for n in range(8))), [0])
        is None
    )


def test_a_score_that_is_taken_home_says_how_fast_it_goes_and_draws_nothing_of_it() -> None:
    tempos = (Tempo(0, 66), Tempo(1920, 80.5), Tempo(2400, 133.37))
    document = notation.write_piece(replace(piece_of((0, 3840, 60)), tempos=tempos)).document

    assert xmlscore.read(document.encode()).as_played().tempos == tempos
    assert "<direction" not in document
