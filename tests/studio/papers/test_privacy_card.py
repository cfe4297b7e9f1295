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
from studio.words import say

DOCS = Path(__file__).parents[3] / "docs" / "privacy-card.md"


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize(("sends", "many"), [(False, 11), (True, 12)])
def test_each_line_has_its_own_picture_and_words(register: str, sends: bool, many: int) -> None:
    lines = privacy.lines(register, sends=sends)
    assert len({one.picture for one in lines}) == len({one.words for one in lines}) == len(lines) == many
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
    for one in privacy.lines("7-12", sends=True):
        assert one.title in text
        assert one.words in text


@pytest.mark.parametrize("language", ["pl", "uk", "pt", "ar"])
def test_another_language_says_the_safety_lines_with_the_english_beneath_until_it_is_checked(language: str) -> None:
    lines = {one.picture: one.words for one in privacy.lines(language=language)}
    for picture, which in (("eye", "N2"), ("life-buoy", "N3"), ("hand", "N5")):
        assert prompts.words(which) in lines[picture].splitlines()


@pytest.mark.parametrize("language", ["en", "pl", "uk", "pt", "ar"])
def test_only_a_laptop_that_sends_to_a_service_says_so_beside_where_it_is_and_in_each_language(language: str) -> None:
    without, sends = (privacy.lines(language=language, sends=one) for one in (False, True))
    (more,) = set(sends) - set(without)
    assert sends[sends.index(more) - 1].picture == "laptop"
    assert "send" not in {one.picture for one in without}
    assert (more.words == say("privacy.service words", language="en")) == (language == "en")
    html = [privacy_card.page("7-12", language, sends=one) for one in (False, True)]
    assert [more.words in one for one in html] == [False, True]


def test_on_the_screen_each_line_stands_beside_its_picture() -> None:
    shown = privacy.dialog(lambda: None, sends=True)
    assert isinstance(shown.child, Column)
    rows = [one for one in shown.child.children if isinstance(one, Row)]
    assert [one.children[0].name for one in rows if isinstance(one.children[0], Icon)] == [
        one.picture for one in privacy.lines(sends=True)
    ]


def test_it_is_written_over_the_last_one(tmp_path: Path) -> None:
    for words in ("one", "two"):
        path = privacy_card.write(tmp_path, words)
    assert path.read_text(encoding="utf-8") == "two"
    assert len(list(tmp_path.iterdir())) == 1
