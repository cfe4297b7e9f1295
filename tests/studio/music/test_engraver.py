"""A pupil's part is engraved in lines, and it is known where each head and each bar of them is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from studio.music import abcscore, engraver, worker
from studio.music.piece import Key, Lyric, Metre, Note, Part, Piece

SCALE = tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate([60, 62, 63, 65, 67, 69, 70, 72] * 6))


def tune(**more: object) -> Piece:
    return Piece("Tune", (Part("Tune", "melody", notes=SCALE),), key=Key(-2), **more)  # type: ignore[arg-type]  # any field


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is done in this process: what is engraved is the same, and it starts in no time."""

    def run(task: Callable[[object], object], given: object, **_limits: object) -> object:
        return task(given)

    monkeypatch.setattr(worker, "run", run)


@pytest.mark.whole
def test_lines_hold_every_bar_and_every_head_once_in_their_order(here: None) -> None:
    lines = engraver.lines_of(tune(), [0], 60.0)

    assert len(lines) > 2
    bars = [bar for line in lines for bar in line.bars]
    assert [(bar.n, bar.start, bar.end) for bar in bars] == list(tune().bars())
    heads = [head for line in lines for head in line.heads]
    assert [(head.start, head.end, head.pitch) for head in heads] == [(n.start, n.end, n.pitch) for n in SCALE]
    for line in lines:
        assert line.width == pytest.approx(60.0, abs=0.1)
        assert 0 <= line.ink[0] < line.staves[0][0] < line.staves[0][1] < line.ink[1] <= line.height
        for head in line.heads:
            (bar,) = [bar for bar in line.bars if bar.start <= head.start < bar.end]
            assert bar.left < head.x < bar.right
        assert [head.x for head in line.heads] == sorted(head.x for head in line.heads)


@pytest.mark.whole
def test_a_head_stands_where_its_letter_belongs(here: None) -> None:
    (first, *_) = engraver.lines_of(tune(), [0], 60.0)

    top, bottom = first.staves[0]
    at = {head.letter: head.y for head in first.heads[:7]}
    assert bottom - top == pytest.approx(4.0, abs=0.05)
    assert at["E-1"] == pytest.approx(bottom, abs=0.1)
    assert at["C"] == pytest.approx(bottom + 1, abs=0.1)
    assert at["B-1"] == pytest.approx(top + 2, abs=0.1)


@pytest.mark.whole
def test_a_tied_note_lights_a_head_at_a_time_and_words_are_kept(here: None) -> None:
    piece = Piece("Tie", (Part("Tune", "melody", notes=(Note(1440, 960, 67),)),), lyrics=(Lyric(1440, "Long"),))

    (line,) = engraver.lines_of(piece, [0], 120.0)

    assert [(head.start, head.end) for head in line.heads] == [(1440, 1920), (1920, 2400)]
    assert [words.text for words in line.words] == ["Long"]


ROUND = "X:1\nM:4/4\nL:1/4\nK:C\n|:CDEF|GABc|1 c2G2:|2 c4||edcB|]\n"


@pytest.mark.whole
def test_what_is_repeated_stands_once_and_endings_have_their_numbers_above_them(here: None) -> None:
    (line,) = engraver.lines_of(abcscore.read(ROUND).as_played(), [0], 160.0)

    assert [(bar.n, bar.start, bar.end) for bar in line.bars] == [(n + 1, n * 1920, (n + 1) * 1920) for n in range(5)]
    assert len(line.heads) == 15
    above = [words for words in line.words if words.y < line.staves[0][0]]
    assert [words.text for words in above] == ["1", "2"]
    assert [[bar.n for bar in line.bars if bar.left <= words.x < bar.right] for words in above] == [[3], [4]]
    assert line.ink[0] < above[0].y - 1.9, "its bracket is in the picture, with the whole of its line"


@pytest.mark.whole
def test_of_a_long_piece_the_first_bars_are_engraved_alone_and_are_what_they_will_be(here: None) -> None:
    whole, first = (engraver.lines_of(tune(), [0], 60.0, most_bars=most) for most in (None, 8))

    assert [bar.n for line in first for bar in line.bars] == list(range(1, 9))
    assert [head[3:] for head in first[0].heads] == [head[3:] for head in whole[0].heads]


@pytest.mark.whole
def test_a_grace_note_stands_small_before_what_it_leads_to_and_fingers_are_left_to_the_window(here: None) -> None:
    notes = (Note(0, 480, 60, finger=1), Note(420, 60, 62, grace="before"), Note(480, 480, 64, finger=3))
    piece = Piece("Grace", (Part("Tune", "melody", notes=notes),))

    (line,) = engraver.lines_of(piece, [0], 120.0)

    assert [(head.start, head.end) for head in sorted(line.heads, key=lambda head: head.x)] == [
        (0, 480),
        (420, 480),
        (480, 960),
    ]
    plain = engraver.lines_of(
        piece.with_part(0, Part("Tune", "melody", notes=tuple(replace(n, finger=0) for n in notes))), [0], 120.0
    )
    assert plain[0].svg == line.svg


@pytest.mark.whole
def test_music_that_cannot_be_engraved_is_an_error_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object, **_limits: object) -> None:
        raise worker.DiedError("the process ended without an answer")

    monkeypatch.setattr(worker, "run", broken)
    with pytest.raises(engraver.NoLinesError):
        engraver.lines_of(tune(), [0], 60.0)


def hands(*parts: Part) -> list[str]:
    """The clef of each stave, and how many symbols with heads it has."""
    piece = Piece("Two", parts, metres=(Metre(0, 4, 4),))
    laid = engraver.staves(piece, range(len(parts)))
    return [f"{stave.clef} {sum(bool(s.heads) for bar in stave.bars for s in bar)}" for stave in laid]


HIGH = tuple(Note(n * 480, 480, 72 + n) for n in range(4))
LOW = tuple(Note(n * 960, 960, 40 + n) for n in range(2))


def test_a_keyboard_player_reads_at_most_two_staves_the_tune_or_right_hand_above() -> None:
    right, left = Part("R", "melody", notes=HIGH, hand="right"), Part("L", "melody", notes=LOW, hand="left")
    assert hands(left, right) == ["treble 4", "bass 2"]
    chords, other = Part("C", "chords", notes=LOW), Part("O", "other", notes=(Note(480, 480, 50),))
    assert hands(chords, other, Part("T", "melody", notes=HIGH)) == ["treble 4", "bass 3"]
    assert hands(Part("T", "melody", notes=HIGH), Part("D", "drums", notes=LOW)) == ["treble 4"]


def test_one_part_that_is_wide_stands_on_two_staves_unless_it_is_one_hands() -> None:
    wide = tuple(sorted((*HIGH, *LOW)))
    assert [each.split()[0] for each in hands(Part("T", "melody", notes=wide))] == ["treble", "bass"]
    assert len(hands(Part("T", "melody", notes=wide, hand="right"))) == 1
    assert hands(Part("T", "melody")) == ["treble 0"]
