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
