import pytest

from studio.music.order import order
from studio.music.piece import Key, Note
from studio.music.written import Mark, Measure, Sheet, Staff, sign_of


def bars(text: str) -> list[Measure]:
    """Bars as `|:a b1 c:1 d2`: `|:` opens, `:` closes, a number is the ending, a word after `@` a sign."""
    made = []
    for word in text.split():
        bar = Measure(opens=word.startswith("|:"))
        word, _, sign = word.removeprefix("|:").partition("@")  # noqa: PLW2901 - what is left of it
        bar.signs = {sign.replace("-", " ")} if sign else set()
        bar.closes = 2 if word.endswith(":") else 0
        bar.endings = frozenset(int(letter) for letter in word if letter.isdigit())
        made.append(bar)
    return made


def played(text: str) -> str:
    names = [next(letter for letter in word.removeprefix("|:") if letter.isalpha()) for word in text.split()]
    return "".join(names[place] for place in order(bars(text)))


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("a b c", "abc"),
        ("a b: c", "ababc"),
        ("a |:b c: d", "abcbcd"),
        ("a: b:", "aabb"),
        ("a b1: c2 d", "abacd"),
        ("|:a b1: c2: |:d e:", "abacdede"),
        ("a b12: c3 d", "ababacd"),
        ("a b@fine c@da-capo", "abcab"),
        ("a b@segno c@fine d@dal-segno", "abcdbc"),
        ("a b@to-coda c@da-capo d@coda e", "abcabde"),
        ("a: b@da-capo", "aabab"),
        ("a b@to-coda c@da-capo d", "abcabcd"),
    ],
)
def test_repeats_are_played_as_people_play_them(written: str, heard: str) -> None:
    assert played(written) == heard


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("D.C. al Fine", "da capo"),
        ("D.S. al Coda", "dal segno"),
        ("To Coda", "to coda"),
        ("CODA", "coda"),
        ("dolce", ""),
    ],
)
def test_words_are_the_signs_that_they_mean(words: str, sign: str) -> None:
    assert sign_of(words) == sign


def test_signs_that_never_end_come_to_an_end() -> None:
    assert len(order([Measure(closes=8, opens=True) for _ in range(2000)])) <= 4000


def sheet(*measures: Measure) -> Sheet:
    return Sheet("Tune", Key(1, "major"), [Staff("Piano")], list(measures))


def test_a_tied_note_is_one_and_the_paper_has_its_repeat_once() -> None:
    one = Measure(2, 4, 960, [Mark(480, 480, 60)])
    two = Measure(2, 4, 960, [Mark(0, 480, 60, 0, tied=True), Mark(480, 480, 62)], closes=2)

    page, piece = sheet(one, two).as_written(), sheet(one, two).as_played()

    assert page.parts[0].notes == (Note(480, 960, 60), Note(1440, 480, 62))
    assert [note.start for note in piece.parts[0].notes] == [480, 1440, 2400, 3360]
    assert (len(page.bars()), len(piece.bars())) == (2, 4)


def test_a_pickup_and_a_split_bar_keep_the_count_of_bars() -> None:
    made = sheet(Measure(3, 4, 480), Measure(3, 4, 1440), Measure(3, 4, 960), Measure(3, 4, 480), Measure(3, 4, 1440))

    assert made.as_written().pickup == 480
    assert [bar.n for bar in made.as_written().bars()] == [0, 1, 2, 3]


def test_chord_symbols_are_laid_under_a_hand_until_the_next_one() -> None:
    bar = Measure(4, 4, 1920, [Mark(0, 1920, 72)], chords=[(0, "Am7"), (960, "G/B"), (1440, "nonsense")])

    part = sheet(bar).chord_part()

    assert part is not None
    assert {note.pitch % 12 for note in part.notes if note.start == 0} <= {9, 0, 4, 7}
    assert {note.start for note in part.notes} == {0, 960}
