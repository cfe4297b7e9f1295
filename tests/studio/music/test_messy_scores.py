"""Scores and tunes as they lie about: written by many programs, for many instruments, in ways of their own."""

import io
import time
import zipfile
from itertools import pairwise

import pytest

from studio.music import abcscore, harmony, intake, markup, xmlscore
from studio.music.harmony import Chord
from studio.music.piece import Key, Metre, Mode, Piece, Tempo
from tests.studio.music.test_xmlscore import FIRST, note, score

TWO = (
    '<part-list><score-part id="A"><part-name>Clarinet</part-name></score-part>'
    '<score-part id="B"><part-name>Piano</part-name></score-part></part-list>'
)
IN_B_FLAT = (
    "<attributes><divisions>2</divisions><key><fifths>2</fifths></key><time><beats>2</beats><beat-type>4</beat-type></time>"
    "<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose></attributes>"
)


def played(*bars: str) -> Piece:
    return xmlscore.read(score(*bars)).as_played()


def tune(body: str, head: str = "M:4/4\nL:1/4\nK:C") -> Piece:
    return abcscore.read(f"X:1\nT:Tune\n{head}\n{body}\n").as_played()


def pitches(piece: Piece) -> list[list[int]]:
    return [[each.pitch for each in part.notes] for part in piece.parts]


# ---------------------------------------------------------------- MusicXML


@pytest.mark.parametrize("timewise", [False, True])
def test_two_parts_are_read_part_by_part_or_bar_by_bar(timewise: bool) -> None:
    bars = {"A": [FIRST + note("C5", 4), note("D5", 4)], "B": [FIRST + note("C3", 4), note("G3", 4)]}
    if timewise:
        inside = "".join(
            f'<measure number="{n + 1}">' + "".join(f'<part id="{p}">{bars[p][n]}</part>' for p in bars) + "</measure>"
            for n in range(2)
        )
    else:
        inside = "".join(
            f'<part id="{p}">'
            + "".join(f'<measure number="{n + 1}">{bars[p][n]}</measure>' for n in range(2))
            + "</part>"
            for p in bars
        )
    kind = "score-timewise" if timewise else "score-partwise"

    piece = xmlscore.read(f"<{kind}>{TWO}{inside}</{kind}>".encode()).as_played()

    assert pitches(piece) == [[72, 74], [48, 55]]
    assert [part.name for part in piece.parts] == ["Clarinet", "Piano"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_score_in_utf_16_is_a_score(encoding: str) -> None:
    text = score(FIRST + note("C5", 4)).decode().replace("?>", f' encoding="{encoding}"?>', 1)

    assert pitches(Piece.from_midi(intake_midi(text.encode(encoding)))) == [[72]]


def intake_midi(data: bytes) -> bytes:
    """Take bytes in as the worker does."""
    return intake.from_plain(intake._read(data)).to_midi()


def test_the_first_rootfile_that_is_a_score_is_taken() -> None:
    container = (
        '<container><rootfiles><rootfile full-path="cover.pdf" media-type="application/pdf"/>'
        '<rootfile full-path="second/real.musicxml"/><rootfile full-path="other.xml"/></rootfiles></container>'
    )
    files = {"META-INF/container.xml": container, "other.xml": score(FIRST + note("E5", 4)).decode(),
             "cover.pdf": "%PDF", "second/real.musicxml": score(FIRST + note("C5", 4)).decode()}  # fmt: skip
    pack = io.BytesIO()
    with zipfile.ZipFile(pack, "w") as out:
        for name, text in files.items():
            out.writestr(name, text)

    assert pitches(xmlscore.read(markup.unpacked(pack.getvalue())).as_played()) == [[72]]


def test_the_key_of_a_transposing_instrument_is_the_one_that_sounds() -> None:
    piece = played(IN_B_FLAT + note("D5") + note("F#5"))

    assert (piece.key, pitches(piece)) == (Key(0), [[72, 76]])


def test_drums_are_drums_though_nobody_says_so_and_their_lines_mean_what_drummers_read() -> None:
    drum = "<note><unpitched><display-step>{}</display-step><display-octave>{}</display-octave></unpitched><duration>2</duration></note>"
    piece = played(FIRST + drum.format("F", 4) + drum.format("C", 5))

    assert [(part.role, part.sound) for part in piece.parts] == [("drums", "kit")]
    assert pitches(piece) == [[36, 38]]


def test_triplets_of_any_kind_keep_their_lengths() -> None:
    counted = FIRST.replace("<divisions>2<", "<divisions>6<")
    five = FIRST.replace("<divisions>2</divisions>", "")
    ratio = "<type>eighth</type><time-modification><actual-notes>5</actual-notes><normal-notes>4</normal-notes></time-modification>"

    assert [each.length for each in played(counted + note("C5", 2) * 3).parts[0].notes] == [160] * 3
    assert [each.length for each in played(five + note("C5", 1, ratio) * 5).parts[0].notes] == [192] * 5


@pytest.mark.parametrize(("many", "divisions"), [(7, 7), (11, 11), (9, 9), (13, 13)])
def test_uneven_tuplets_end_with_their_beat_and_leave_the_bar_as_long_as_it_is(many: int, divisions: int) -> None:
    quarters = FIRST.replace("<divisions>2<", f"<divisions>{divisions}<")
    run, back = note("C5", 1) * many, f"<backup><duration>{divisions}</duration></backup>"

    piece = played(quarters + run + back + note("C3", divisions) + run, note("D4", 2 * divisions))

    assert (piece.metres, piece.end) == ((Metre(0, 2, 4),), 1920)
    starts = [each.start for each in piece.parts[0].notes if each.pitch == 72]
    assert starts == [round(n * 480 / many) for n in range(2 * many)]
    assert all(a.end == b.start for a, b in pairwise(each for each in piece.parts[0].notes if each.pitch == 72))


def test_lengths_that_have_nothing_in_common_are_added_up_in_no_time() -> None:
    odd = range(1001, 40_001, 4)
    strange = FIRST + "".join(note("C4").replace(">2</duration>", f">1/{n}</duration>") for n in odd)
    begun = time.process_time()

    assert played(strange, note("D4", 4)).end > 0
    assert time.process_time() - begun < 2


def test_a_bar_whose_lengths_were_rounded_in_the_file_is_a_whole_bar_still() -> None:
    rounded = FIRST.replace("<divisions>2<", "<divisions>128<") + note("C4", 43) * 6

    assert played(rounded, note("D4", 256)).metres == (Metre(0, 2, 4),)


def test_time_goes_by_while_somebody_elses_small_notes_are_shown() -> None:
    cue = note("B4", 2, before="<cue/>")

    assert [(each.start, each.pitch) for each in played(FIRST + cue + note("C4"), note("D4", 4)).parts[0].notes] == [
        (480, 60),
        (960, 62),
    ]


@pytest.mark.parametrize(
    ("tune", "mode"), [("A4 C5 E5 D5 C5 B4 G#4 A4", "minor"), ("C5 E5 G5 F5 E5 D5 B4 C5", "major")]
)
def test_a_signature_without_a_mode_is_in_the_one_that_is_heard(tune: str, mode: Mode) -> None:
    silent = FIRST.replace("<fifths>-3</fifths><mode>minor</mode>", "<fifths>0</fifths>")
    said = silent.replace("</fifths>", "</fifths><mode>major</mode>")
    notes = "".join(note(one, 1) for one in tune.split())

    assert played(silent + notes).key == Key(0, mode)
    assert played(said + notes).key == Key(0, "major")


def _symbol(root: str, kind: str = "major", later: int = 0) -> str:
    offset = f"<offset>{later}</offset>" if later else ""
    return f"<harmony><root><root-step>{root}</root-step></root><kind>{kind}</kind>{offset}</harmony>"


def _chords(data: bytes) -> list[tuple[int, set[int]]]:
    part = xmlscore.read(data).chord_part()
    assert part is not None
    starts = sorted({each.start for each in part.notes})
    return [(at, {each.pitch % 12 for each in part.notes if each.start == at}) for at in starts]


def test_chord_symbols_of_a_transposing_instrument_sound_where_its_notes_do() -> None:
    assert _chords(score(IN_B_FLAT + _symbol("D") + note("D4", 4))) == [(0, {0, 4, 7})]


def test_a_chord_symbol_stands_where_its_offset_says() -> None:
    assert _chords(score(FIRST + _symbol("C") + _symbol("G", later=2) + note("C4", 4))) == [
        (0, {0, 4, 7}),
        (480, {7, 11, 2}),
    ]


def test_chord_symbols_that_two_parts_say_are_one_row() -> None:
    bar = FIRST + _symbol("C") + note("C4") + _symbol("G", "dominant") + note("D4")
    inside = "".join(f'<part id="{part}"><measure number="1">{bar}</measure></part>' for part in "AB")

    assert _chords(f"<score-partwise>{TWO}{inside}</score-partwise>".encode()) == [(0, {0, 4, 7}), (480, {7, 11, 5})]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Cma7", "maj7"),
        ("Cmaj7#11", "maj7"),
        ("CM9", "maj9"),
        ("CΔ7", "maj7"),
        ("Cø7", "m7b5"),
        ("C°", "dim"),
        ("C°7", "dim7"),
        ("Cm7-5", "m7b5"),
        ("Cm(maj7)", "mmaj7"),
        ("C9sus4", "7sus4"),
        ("Cm7b9", "m"),
        ("C7b9", "7"),
    ],
)
def test_a_chord_keeps_its_third_and_seventh_however_people_write_it(written: str, kind: str) -> None:
    assert harmony.known(written) == Chord(0, kind, 0)


def test_a_beamed_run_that_crosses_the_staves_is_shared_between_the_hands() -> None:
    run = note("C3", 1, "<voice>1</voice><staff>2</staff>") + note("C4", 1, "<voice>1</voice><staff>1</staff>")
    piece = played(FIRST + run * 2)

    assert {part.hand: [each.pitch for each in part.notes] for part in piece.parts} == {
        "right": [60, 60],
        "left": [48, 48],
    }


def test_voices_of_one_staff_go_back_and_forward() -> None:
    bar = (
        FIRST
        + note("C5", 4, "<voice>1</voice>")
        + "<backup><duration>4</duration></backup><forward><duration>2</duration></forward>"
        + note("E4", 2, "<voice>2</voice>")
    )

    assert [(each.start, each.pitch) for each in played(bar, note("D5", 4)).parts[0].notes] == [
        (0, 72),
        (480, 64),
        (960, 74),
    ]


def test_a_tie_that_is_only_drawn_still_holds() -> None:
    tied = '<notations><tied type="{}"/></notations>'
    piece = played(FIRST + note("C5", 4, tied.format("start")), note("C5", 4, tied.format("stop")))

    assert [each.length for each in piece.parts[0].notes] == [1920]


SLOWER = "<direction><direction-type><metronome><beat-unit>quarter</beat-unit><per-minute>{}</per-minute></metronome></direction-type></direction>"


def test_who_goes_back_goes_on_at_the_tempo_that_is_written_there() -> None:
    back = '<barline location="right"><repeat direction="backward"/></barline>'
    forward = '<barline location="left"><repeat direction="forward"/></barline>'
    piece = played(
        FIRST + SLOWER.format(120) + note("C5", 4),
        forward + note("D5", 4),
        SLOWER.format(60) + note("E5", 4) + back,
    )

    assert piece.tempos == (Tempo(0, 120), Tempo(1920, 60), Tempo(2880, 120), Tempo(3840, 60))


def test_a_pickup_before_a_repeat_and_the_short_bar_at_its_end_keep_their_lengths() -> None:
    forward = '<barline location="left"><repeat direction="forward"/></barline>'
    back = '<barline location="right"><repeat direction="backward"/></barline>'
    piece = played(FIRST + note("G4"), forward + note("C5") + note("D5"), note("E5") + back)

    assert (piece.pickup, [bar.n for bar in piece.bars()]) == (480, [0, 1, 2, 3, 4])
    assert piece.metres == (Metre(0, 1, 4), Metre(480, 2, 4), Metre(1440, 1, 4), Metre(1920, 2, 4))


# ---------------------------------------------------------------- ABC


def test_voices_have_names_and_a_bass_clef_makes_two_hands() -> None:
    head = 'M:4/4\nL:1/4\nV:1 clef=treble name="Right"\nV:2 clef=bass nm="Left"\nK:C'
    piece = tune("[V:1] c2 e2|\n[V:2] C,4|\n[V:1] g4|\n[V:2] G,,4|", head)

    assert [(part.name, part.hand, part.role) for part in piece.parts] == [
        ("Right", "right", "melody"),
        ("Left", "left", "chords"),
    ]
    assert pitches(piece) == [[72, 76, 79], [48, 43]]


def test_a_line_may_change_its_voice_inside() -> None:
    assert pitches(tune("[V:1] c4|[V:2] C4|\n[V:1] d4|[V:2] D4|")) == [[72, 74], [60, 62]]


def test_a_voice_that_is_written_an_octave_off_sounds_right() -> None:
    assert pitches(tune("V:1\nc4|\nV:2 octave=-1\nc4|")) == [[72], [60]]


def test_notes_written_beside_each_other_in_a_bar_sound_together() -> None:
    assert [(n.start, n.pitch) for n in tune("c2 d2 & E4|f4|").parts[0].notes] == [
        (0, 64),
        (0, 72),
        (960, 74),
        (1920, 77),
    ]


def test_macros_are_written_out() -> None:
    assert pitches(tune("~G2 c2|", "m: ~G2 = {A}G{F}G\nM:4/4\nL:1/4\nK:C")) == [[69, 67, 65, 67, 72]]


def test_fields_inside_a_line_change_metre_length_key_and_tempo() -> None:
    piece = tune("c4|[M:3/4][L:1/8][K:D]f2c2f2|[Q:1/4=60]f6|", "M:4/4\nL:1/4\nQ:1/4=120\nK:C")

    assert pitches(piece) == [[72, 78, 73, 78, 78]]
    assert [each.length for each in piece.parts[0].notes] == [1920, 480, 480, 480, 1440]
    assert piece.metres == (Metre(0, 4, 4), Metre(1920, 3, 4))
    assert piece.tempos == (Tempo(0, 120), Tempo(3360, 60))


def test_a_clef_is_no_key_and_pipes_have_theirs() -> None:
    assert pitches(tune("f4|[K:clef=bass]f4|", "M:4/4\nL:1/4\nK:D")) == [[78, 78]]
    assert tune("f4|", "M:4/4\nL:1/4\nK:HP").key == Key(2)
    assert tune("f4|", "M:4/4\nL:1/4\nK:none").key == Key()


def test_a_sharp_that_is_tied_over_a_barline_stays_one_and_the_next_is_none() -> None:
    assert [(each.start, each.length, each.pitch) for each in tune("^F4-|F2 F2|").parts[0].notes] == [
        (0, 2880, 66),
        (2880, 960, 65),
    ]
    assert pitches(tune("^F4-|=F4|")) == [[66, 65]]


def test_of_several_tunes_the_first_with_notes_is_taken_and_the_others_are_told_of() -> None:
    text = "%abc-2.1\nX:1\nT:Only words\nK:C\n\nX:2\nT:Two\nK:C\nc4|\n\nX:3\nT:Three\nK:C\nd4|\n"
    sheet = abcscore.read(text)

    assert (sheet.title, sheet.missing) == ("Two", "This file is a book of 2 tunes. The first one is here.")
