"""What left by hand is said in the language of whoever looks: every line that the journal keeps of it, and none is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from reflections import Journal, records
from studio.screens.tutor import left_by_hand
from studio.screens.tutor.left_by_hand import named
from studio.words import languages, speak_to, table
from tests.studio.screens.conftest import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


ENGLISH = {"copy", "file", "sealed", "page", "school", "pupil", "with", "held", "everything"}
OTHERS = tuple(name for name in languages() if name != "en")


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak_to("", "en")


@pytest.fixture
def lines(folder: Path, tmp_path: Path) -> list[str]:
    """What a journal keeps of somebody of whom everything left that can."""
    journal = Journal.open(folder, PASSPHRASE)
    jo, amira, sami = (journal.add_pupil(name, "owl", "13-15").id for name in ("Jo", "Amira", "Sami"))
    for copy_for in ("pupil", "group", "school", "chosen"):
        journal.evidence(jo, copy_for=copy_for)
    for what in records.SHARED:
        journal.shared(jo, what, "Grandma, and all of hers")
    journal.shared(jo, "a page", "school")
    journal.held_was_given(jo, "their mum")
    (stick := tmp_path / "BLUE, 2").mkdir()
    journal.copy_to(stick)
    journal.pack("four green boats")
    for whose in ([jo], [jo, amira], [jo, amira, sami]):
        journal.pack("four green boats", whose, to=stick)
    found = [one.what for one in journal.beyond_reach(jo) if one.goes_on is None]
    journal._changed = False
    journal.close()
    return [*found, "a note, to: the school's lead", "a take on a case card, to: peers of the tutor"]


def test_every_line_is_one_of_ours_and_in_english_it_says_the_same(lines: list[str]) -> None:
    assert len(lines) == 17  # a page went to the school: its copy is that page
    for what in lines:
        assert any(re.fullmatch(pattern, what, re.DOTALL) for pattern, _ in left_by_hand._LINES), what
    said = [named(what) for what in lines]
    assert "A page, for Grandma, and all of hers" in said
    assert "A page, for school" in said
    assert "A copy, for someone the pupil picked" in said
    assert "All that is held, for their mum" in said
    assert "A copy of everything, for safe-keeping, BLUE, 2" in said
    assert "A sealed file for another tutor, with nobody else in it, BLUE, 2" in said
    assert "A sealed file for another tutor, with one other pupil in it, BLUE, 2" in said
    assert "A sealed file for another tutor, with 2 other pupils in it, BLUE, 2" in said


@pytest.mark.parametrize("language", OTHERS)
def test_in_another_language_nothing_of_it_is_english_but_what_somebody_typed(lines: list[str], language: str) -> None:
    english = {what: named(what) for what in lines}
    speak_to("", language)
    typed = re.compile(r"Grandma, and all of hers|their mum|BLUE, 2|the school's lead")
    for what in lines:
        said = named(what)
        assert said != english[what]
        assert typed.findall(said) == typed.findall(what)
        assert not ENGLISH & set(re.findall(r"[a-z]+", typed.sub("", said).casefold())), said
    keys = [key for key in table("en", "tutor_erasing") if key.startswith("left ")]
    assert set(keys) <= set(table(language, "tutor_erasing"))


def test_what_is_none_of_ours_is_said_as_it_stands() -> None:
    assert named("something else, to: nobody") == "Something else, to: nobody"
