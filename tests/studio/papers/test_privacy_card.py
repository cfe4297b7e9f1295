"""The card for pupils: a drawing beside each line, the words of the prompts, one page that needs nothing else; docs say the same."""

import re
from pathlib import Path

import pytest

from reflections import prompts
from reflections.records import REGISTERS
from studio import privacy
from studio.papers import privacy_card
from studio.ui import icon
from studio.ui.nodes import Column, Icon, Row

DOCS = Path(__file__).parents[3] / "docs" / "privacy-card.md"


@pytest.mark.parametrize("register", REGISTERS)
def test_each_line_has_its_own_picture_and_words(register: str) -> None:
    lines = privacy.lines(register)
    assert len({one.picture for one in lines}) == len({one.words for one in lines}) == len(lines) == 11
    assert all(icon.known(one.picture) for one in lines)
    assert {prompts.words(which, register) for which in ("N1", "N2", "N3", "N5")} <= {one.words for one in lines}


def test_the_page_shows_them_loads_nothing_and_runs_nothing() -> None:
    html = privacy_card.page("7-12")
    assert html.count("<svg") == html.count("<li>") == 11
    for one in privacy.lines("7-12"):
        assert one.title in html
        assert one.words in html
    assert "default-src 'none'" in html
    assert not re.search(r"<script|<img|<link|url\(|@import|(?<!xmlns=\")https?://", html)


def test_the_page_of_the_docs_says_the_same() -> None:
    text = " ".join(re.sub(r"[*|]", "", DOCS.read_text(encoding="utf-8")).split())
    for one in privacy.lines("7-12"):
        assert one.title in text
        assert one.words in text


def test_another_language_says_the_safety_line_with_the_english_beneath_until_it_is_checked() -> None:
    (safe,) = (one for one in privacy.lines(language="pl") if one.picture == "life-buoy")
    assert prompts.words("N3") in safe.words


def test_on_the_screen_each_line_stands_beside_its_picture() -> None:
    shown = privacy.dialog(lambda: None)
    assert isinstance(shown.child, Column)
    rows = [one for one in shown.child.children if isinstance(one, Row)]
    assert [one.children[0].name for one in rows if isinstance(one.children[0], Icon)] == [
        one.picture for one in privacy.lines()
    ]


def test_it_is_written_over_the_last_one(tmp_path: Path) -> None:
    for words in ("one", "two"):
        path = privacy_card.write(tmp_path, words)
    assert path.read_text(encoding="utf-8") == "two"
    assert len(list(tmp_path.iterdir())) == 1
