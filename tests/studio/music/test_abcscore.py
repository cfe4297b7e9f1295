import pytest

from studio.music import abcscore
from studio.music.piece import Key
from studio.music.smf import UnreadableError

HEAD = "X:1\nT:Tune\nM:4/4\nL:1/4\nK:"


def notes(body: str, key: str = "C") -> list[tuple[int, int, int]]:
    piece = abcscore.read(f"{HEAD}{key}\n{body}\n").as_written()
    return [(note.start, note.length, note.pitch) for note in piece.parts[0].notes]


@pytest.mark.parametrize(
    ("body", "pitches"),
    [
        ("C c C, c'", [60, 72, 48, 84]),
        ("^F F|F", [66, 66, 65]),
        ("[CEG] c", [60, 64, 67, 72]),
        ("{ga}c !trill!d ~e", [79, 81, 72, 74, 76]),
        ('"Am"c "^slowly"d', [72, 74]),
        ("c-|c d", [72, 74]),
    ],
)
def test_notes_are_read(body: str, pitches: list[int]) -> None:
    assert [pitch for _, _, pitch in notes(body)] == pitches


@pytest.mark.parametrize(
    ("body", "lengths"),
    [
        ("c2 c/ c/2 c3/2 c//", [960, 240, 240, 720, 120]),
        ("c>d e<f", [720, 240, 240, 720]),
        ("(3ccc (3:2:2cd e", [320, 320, 320, 320, 320, 480]),
        ("c z c", [480, 480]),
        ("[ce]2", [960, 960]),
    ],
)
def test_lengths_are_read(body: str, lengths: list[int]) -> None:
    assert [length for _, length, _ in notes(body)] == lengths


def test_keys_of_every_mode_have_their_signature() -> None:
    keys = {"G": (1, "major"), "Gm": (-2, "minor"), "D dor": (0, "minor"), "Amix": (2, "major"), "Bb": (-2, "major"), "F#min": (3, "minor")}  # fmt: skip

    assert {said: abcscore.read(f"{HEAD}{said}\nCDEF|\n").key for said in keys} == {
        said: Key(*key) for said, key in keys.items()
    }
    assert [pitch for _, _, pitch in notes("F C", "D")] == [66, 61]


@pytest.mark.parametrize("sign", ["||", "|]"])
def test_what_comes_after_a_second_ending_is_played_once(sign: str) -> None:
    sheet = abcscore.read(f"{HEAD}C\n|:c4|1 d4:|2 e4{sign}f4|g4|]\n")

    assert [note.pitch for note in sheet.as_played().parts[0].notes] == [72, 74, 72, 76, 77, 79]


def test_repeats_pickups_and_endings_are_played_out() -> None:
    sheet = abcscore.read(f"{HEAD}C\nG|:cdef|1 gabc':|2 c4||\n")

    assert [note.pitch for note in sheet.as_played().parts[0].notes] == [67, 72, 74, 76, 77, 79, 81, 83, 84, 72, 74, 76, 77, 72]  # fmt: skip
    assert len(sheet.as_written().parts[0].notes) == 10
    assert sheet.as_written().pickup == 480


def test_a_repeat_goes_back_to_the_double_bar_and_a_full_line_ends_its_bar() -> None:
    sheet = abcscore.read(f"{HEAD}C\nN::2nd setting\nc4||\nd4\ne4:|\n")

    assert [note.pitch for note in sheet.as_played().parts[0].notes] == [72, 74, 76, 74, 76]
    assert len(sheet.as_written().bars()) == 3


def test_voices_words_and_chords_are_kept() -> None:
    sheet = abcscore.read(f'{HEAD}C\nV:1\n"C"cde"G7"f|\nw:oh my dar-ling\nV:2\nC4|\n')
    piece = sheet.as_written()

    assert [[note.pitch for note in part.notes] for part in piece.parts] == [[72, 74, 76, 77], [60]]
    assert [one.text for one in piece.lyrics] == ["oh", "my", "dar-", "ling"]
    assert sheet.measures[0].chords == [(0, "C"), (1440, "G7")]


def test_words_say_where_to_go_on() -> None:
    sheet = abcscore.read(f'{HEAD}C\nc4|"Fine"d4|"D.C. al fine"e4|\n')

    assert [note.pitch for note in sheet.as_played().parts[0].notes] == [72, 74, 76, 72, 74]
    assert sheet.measures[1].chords == [], "Fine is no chord of F"


def test_a_book_gives_its_first_tune_and_says_so() -> None:
    sheet = abcscore.read("X:1\nT:One\nK:C\nCDEF|\n\nX:2\nT:Two\nK:G\nGABc|\n")

    assert (sheet.title, sheet.missing) == ("One", "This file is a book of 2 tunes. The first one is here.")


@pytest.mark.parametrize(
    "text",
    [
        "T:Tune\nM:3/4\nK:G\nGAB|c3|",
        "X:1\nT:Tune\nGAB c|",
        "X:1\r\nT:Tune\r\nK:G\r\nGAB|c3|\r\n",
        "X:1\nK:C\n)(]]CDE\x00%%|??",
    ],
)
def test_tunes_with_faults_are_read_as_far_as_they_go(text: str) -> None:
    assert len(abcscore.read(text).as_written().parts[0].notes) >= 3


def test_what_is_no_tune_is_refused_in_a_sentence() -> None:
    for text in ("hello", "", "X:1\nT:Nothing\nK:C\n"):
        with pytest.raises(UnreadableError, match=r"ABC.*\.$"):
            abcscore.read(text)
