"""Words wrap, never get lost, and find a font."""

from pathlib import Path

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.ui import fonts, runs, system_fonts, text
from studio.ui.theme import Theme

PEN = text.ink(Theme(), "body")
WORDS = st.text("abcdefg  hij\nklmnopq", max_size=80)


@given(WORDS, st.integers(30, 400))
def test_wrapped_lines_fit_and_keep_every_letter(words: str, room: int) -> None:
    lines = text.wrap(words, PEN, room)
    assert all(text.width(line, PEN) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "").replace("\n", "")


def test_too_many_lines_end_in_an_ellipsis_that_fits() -> None:
    lines = text.wrap("one two three four five six seven", PEN, 90, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert text.width(lines[-1], PEN) <= 90


def test_what_is_isolated_and_goes_on_in_the_next_line_is_isolated_there_too() -> None:
    lines = text._opened_again(["a (\u2068one two", "three", "four.\u2069) b", "c"])
    assert lines == ["a (\u2068one two", "\u2068three", "\u2068four.\u2069) b", "c"]


def test_a_word_that_no_language_has_asks_for_no_more_room_than_a_long_one() -> None:
    longest = text.longest_word("Rechtsschutzversicherung", PEN)

    assert longest == text.width("Rechtsschutzversicherung", PEN)
    assert text.longest_word("x" * 200, PEN) < 2 * longest


@pytest.mark.whole
def test_a_letter_lexend_lacks_is_drawn_with_another_font() -> None:
    own = str(fonts.lexend_file())
    assert not system_fonts.covers(own, "ж")
    assert system_fonts.covers(own, "ł")
    found = runs.fall_back("ж")
    if found is None:
        pytest.skip("no font on this machine has Cyrillic")
    assert system_fonts.covers(found, "ж")
    assert [run.source for run in runs.split("Привет", PEN)] == [found]
    assert text.line("Привет Jo", PEN, (255, 255, 255)).get_width() >= text.width("Привет", PEN)


@pytest.mark.whole
def test_words_that_no_font_has_are_still_drawn() -> None:
    assert text.line("\U0001f9ffx", PEN, (255, 255, 255)).get_width() > 0


def test_heavier_words_are_drawn_differently_before_the_weights_are_made() -> None:
    plain = text.line("Sure", ("lexend", 400, 20, False), (255, 255, 255))
    bold = text.line("Sure", ("lexend", 700, 20, False), (255, 255, 255))
    assert pygame.image.tobytes(plain, "RGBA") != pygame.image.tobytes(bold, "RGBA")


@pytest.mark.whole
def test_a_worker_makes_the_weights_and_the_words_use_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "WEIGHTS", (700,))
    made = fonts.Fonts()
    assert made.source("lexend", 700) == (str(fonts.lexend_file()), True)
    made.keep_in(tmp_path / "fonts")
    assert made._worker is not None
    assert made._worker.wait(30) == 0
    assert made.tend()
    assert made.generation == 1
    path, bolder = made.source("lexend", 700)
    assert (Path(path).name, bolder) == ("lexend-700.ttf", False)
    assert pygame.font.Font(path, 20).size("Sure")[0] > pygame.font.Font(str(fonts.lexend_file()), 20).size("Sure")[0]


def test_weights_made_earlier_are_used_at_once_without_a_worker(tmp_path: Path) -> None:
    for weight in fonts.WEIGHTS:
        (tmp_path / f"lexend-{weight}.ttf").write_bytes(b"kept")
    kept = fonts.Fonts()
    kept.keep_in(tmp_path)
    assert kept._worker is None
    assert kept.source("lexend", 600) == (str(tmp_path / "lexend-600.ttf"), False)


@pytest.mark.whole
def test_the_letters_of_an_arabic_word_join() -> None:
    if runs.fall_back("\u0639") is None:
        pytest.skip("no font of this machine has Arabic letters")
    word = "\u0645\u062a\u0627\u0628\u0639\u0629"
    assert text.width(word, PEN) < 0.85 * sum(text.width(letter, PEN) for letter in word)


@pytest.mark.whole
def test_a_font_this_machine_lacks_falls_back_to_lexend() -> None:
    assert fonts.Fonts().source("no such font anywhere", 400)[0] == str(fonts.lexend_file())
