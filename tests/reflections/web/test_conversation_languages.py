"""The conversation is told in the pupil's language, on every step: what of it is English too are names, and words of people."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reflections import conversation
from tests.reflections.test_page_languages import LANGUAGES, Words, ours

if TYPE_CHECKING:
    from reflections import Journal
    from tests.reflections.web.conftest import Visitor
    from tests.reflections.web.talking import Talk

pytestmark = pytest.mark.whole


def read(visitor: Visitor, journal: Journal, talk: Talk, language: str) -> list[str]:
    """Each text of each step in a language, without the bar, which is the tutor's."""
    journal.set_preferences(talk.pupil, replace(journal.preferences(talk.pupil), language=language))
    found = []
    for step in conversation.agenda(conversation.brought(journal, talk.pupil)):
        page = visitor.get(f"{talk.root}/{step.key}").text
        found += Words(f"<main{page.partition('<main')[2].partition('</main>')[0]}").found
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_is_told_in_the_language_of_the_pupil(
    visitor: Visitor, journal: Journal, talk: Talk, language: str
) -> None:
    journal.set_review(talk.review.id, measures=["confidence", "participation"])
    visitor.post(f"{talk.root}/sure/back", value="1")
    visitor.post(f"{talk.root}/close-{talk.goal}/close", goal=talk.goal, value="0")
    english, told = (read(visitor, journal, talk, each) for each in ("en", language))
    assert any("bars" in text for text in english), "what was played is told too"
    names = re.compile(r"picked(-now)?(-words|-goal|-take|-task)|Amira")
    assert ours(english, names) & ours(told, names) == set()


def test_back_and_next_say_which_language_they_speak_and_how_it_is_read(
    visitor: Visitor, journal: Journal, talk: Talk
) -> None:
    for language, said in (("ar", ' lang="ar" dir="rtl"'), ("uk", ' lang="uk" dir="ltr"'), ("en", "")):
        journal.set_preferences(talk.pupil, replace(journal.preferences(talk.pupil), language=language))
        page = visitor.get(f"{talk.root}/next").text
        assert f'class="back-and-on no-print"{said}>' in page
        assert f'class="keys scripted no-print"{said}>' in page


def test_a_sentence_of_ours_is_read_as_its_language_is_whatever_title_it_begins_with(
    visitor: Visitor, journal: Journal, talk: Talk
) -> None:
    journal.set_review(talk.review.id, measures=["confidence"])
    for language, way in (("ar", "rtl"), ("en", "ltr")):
        journal.set_preferences(talk.pupil, replace(journal.preferences(talk.pupil), language=language))
        counted = f'<span dir="{way}" class="own">picked-task'
        assert counted in visitor.get(f"{talk.root}/about-confidence").text
