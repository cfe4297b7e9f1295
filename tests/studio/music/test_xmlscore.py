import io
import sys
import zipfile

import pytest

from studio.music import markup, xmlscore
from studio.music.piece import Key
from studio.music.smf import UnreadableError

HEAD = '<score-partwise><work><work-title>Tune</work-title></work><part-list><score-part id="P1"><part-name>Piano</part-name></score-part></part-list><part id="P1">'
END = "</part></score-partwise>"
FIRST = "<attributes><divisions>2</divisions><key><fifths>-3</fifths><mode>minor</mode></key><time><beats>2</beats><beat-type>4</beat-type></time></attributes>"


def note(pitch: str, duration: int = 2, more: str = "", before: str = "") -> str:
    step, octave = pitch[0], pitch[-1]
    alter = {"#": 1, "b": -1}.get(pitch[1:-1], pitch[1:-1])
    return f"<note>{before}<pitch><step>{step}</step>{f'<alter>{alter}</alter>' if alter else ''}<octave>{octave}</octave></pitch><duration>{duration}</duration>{more}</note>"


def score(*bars: str) -> bytes:
    inside = "".join(f'<measure number="{n}">{bar}</measure>' for n, bar in enumerate(bars, 1))
    return f'<?xml version="1.0"?>{HEAD}{inside}{END}'.encode()


def pitches(data: bytes) -> list[list[int]]:
    return [[each.pitch for each in part.notes] for part in xmlscore.read(data).as_written().parts]


TWO_STAVES = score(
    FIRST
    + note("C5", more="<staff>1</staff>")
    + note("D5", more="<staff>1</staff><lyric><syllabic>begin</syllabic><text>hel</text></lyric>")
    + "<backup><duration>4</duration></backup>"
    + note("C3", 4, "<staff>2</staff>")
    + note("G3", 4, "<staff>2</staff>", "<chord/>")
)


def test_two_staves_are_two_hands_right_first() -> None:
    piece = xmlscore.read(TWO_STAVES).as_written()

    assert [(part.hand, part.role, [each.pitch for each in part.notes]) for part in piece.parts] == [
        ("right", "melody", [72, 74]),
        ("left", "chords", [48, 55]),
    ]
    assert (piece.title, piece.key, len(piece.bars())) == ("Tune", Key(-3, "minor"), 1)
    assert [(one.tick, one.text) for one in piece.lyrics] == [(480, "hel-")]


def test_what_is_impossible_is_left_out_and_the_rest_stays() -> None:
    strange = FIRST + note("C9x4".replace("9x", "9")) + note("D4") + "<note><pitch><step>H</step></pitch></note>"

    assert pitches(score(strange)) == [[60, 62]]


def test_lengths_come_from_the_shapes_where_the_score_does_not_say_in_what_it_counts() -> None:
    bar = note("C4", 7, "<type>half</type><dot/>") + note("D4", 7, "<type>quarter</type>")

    piece = xmlscore.read(score(bar)).as_written()

    assert [each.length for each in piece.parts[0].notes] == [1440, 480]


def test_repeats_and_endings_are_read() -> None:
    first, second = (f'<barline location="left"><ending number="{n}" type="start"/></barline>' for n in (1, 2))
    stop = '<barline location="right"><ending number="1" type="stop"/><repeat direction="backward"/></barline>'
    sheet = xmlscore.read(score(FIRST + note("C4", 4), first + note("D4", 4) + stop, second + note("E4", 4)))

    assert [each.pitch for each in sheet.as_played().parts[0].notes] == [60, 62, 60, 64]
    assert [each.pitch for each in sheet.as_written().parts[0].notes] == [60, 62, 64]


def test_a_transposing_part_sounds_as_it_sounds() -> None:
    shift = "<attributes><transpose><chromatic>-2</chromatic></transpose></attributes>"

    assert pitches(score(FIRST + shift + note("D4"))) == [[60]]


def test_chord_symbols_and_tempo_are_kept() -> None:
    symbol = (
        "<harmony><root><root-step>B</root-step><root-alter>-1</root-alter></root><kind>minor-seventh</kind></harmony>"
    )
    sheet = xmlscore.read(score(FIRST + '<sound tempo="72"/>' + symbol + note("D4")))

    assert sheet.measures[0].chords == [(0, "Bbm7")]
    assert sheet.as_written().tempos[0].bpm == 72


def test_any_encoding_and_order_of_a_score_is_read() -> None:
    text = score(FIRST + note("C4")).decode()
    timewise = text.replace("partwise", "timewise").replace('<part id="P1"><measure number="1">', '<measure number="1"><part id="P1">').replace("</measure></part>", "</part></measure>")  # fmt: skip

    for data in (
        text.encode("utf-16"),
        b"\xef\xbb\xbf \n" + text.encode(),
        timewise.encode(),
        text.encode("utf-16-le"),
    ):
        assert pitches(data) == [[60]]


def test_a_score_that_was_cut_off_keeps_its_bars_and_says_so() -> None:
    data = score(*[FIRST + note("C4", 4)] * 8)

    sheet = xmlscore.read(data[: len(data) * 2 // 3])

    assert 3 <= len(sheet.as_written().parts[0].notes) < 8
    assert sheet.missing == "This file was cut off: its end is missing. The rest is here."


@pytest.mark.parametrize(
    "inside",
    [
        "]><!DOCTYPE y [<!ENTITY a 'again'>",
        '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">',
        '<!ENTITY e SYSTEM "file:///etc/passwd">',
    ],
)
def test_a_score_that_asks_for_other_texts_is_refused_and_none_is_opened(inside: str) -> None:
    data = score(note("C4")).replace(b"?>", f"?><!DOCTYPE x [{inside}]>".encode())
    opened: list[object] = []
    sys.addaudithook(lambda event, args: opened.append(args) if event == "open" and watching else None)

    watching = True
    with pytest.raises(UnreadableError, match="does not do that"):
        xmlscore.read(data)
    watching = False

    assert not opened


# ---------------------------------------------------------------- compressed


def pack(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in files.items():
            whole.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return made.getvalue()


CONTAINER = b'<container><rootfiles><rootfile full-path="inner/score.xml"/></rootfiles></container>'
SCORE = score(FIRST + note("C4"))


@pytest.mark.parametrize(
    "data",
    [
        pack(**{"META-INF__container_xml": CONTAINER, "other_xml": b"<x/>", "inner__score_xml": SCORE}),
        pack(score_xml=SCORE),
        pack(**{"META-INF__container_xml": CONTAINER, "elsewhere_xml": SCORE}),
        pack(**{"inner__..__..__up_xml": b"<x/>", "score_xml": SCORE}),
        pack(score_xml=SCORE)[:-60],
    ],
    ids=["as it should be", "no container", "container points nowhere", "a way out of the folder", "its list cut off"],
)
def test_the_score_in_a_pack_is_found(data: bytes) -> None:
    assert pitches(markup.unpacked(data)) == [[60]]


def test_a_pack_that_swells_or_holds_no_score_is_refused() -> None:
    with pytest.raises(UnreadableError, match="too big"):
        markup.unpacked(pack(score_xml=b"<!-- " + b" " * 9_000_000))
    with pytest.raises(UnreadableError, match="no score"):
        markup.unpacked(pack(readme_txt=b"hello"))
    with pytest.raises(UnreadableError, match="damaged"):
        markup.unpacked(b"PK\x03\x04 anything at all")
