"""The conversation's pages: nothing unpicked is in them, what is agreed is kept at once and once, and it goes on where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections import conversation
from tests.reflections.web.talking import CLOSED, PICKED, Talk, prepared

if TYPE_CHECKING:
    from reflections import Journal
    from tests.reflections.conftest import Lesson, Wall
    from tests.reflections.web.conftest import Visitor

pytestmark = pytest.mark.whole


@pytest.fixture
def talk(journal: Journal, lesson: Lesson, wall: Wall) -> Talk:
    return prepared(journal, lesson, wall)


def steps(journal: Journal, talk: Talk) -> list[str]:
    return [step.key for step in conversation.agenda(conversation.brought(journal, talk.pupil))]


def every_page(visitor: Visitor, journal: Journal, talk: Talk) -> dict[str, str]:
    found = {}
    for key in steps(journal, talk):
        answer = visitor.get(f"{talk.root}/{key}")
        assert answer.status_code == 200, (key, answer.text[-2000:])
        found[key] = answer.text
    return found


def test_only_what_was_picked_is_in_any_page_at_all(visitor: Visitor, journal: Journal, talk: Talk) -> None:
    journal.set_review(talk.review.id, measures=["engagement", "achievement"])
    before = every_page(visitor, journal, talk)
    visitor.post(f"{talk.root}/sure/back", value="2")
    visitor.post(f"{talk.root}/close-{talk.goal}/close", goal=talk.goal, value="0")
    after = every_page(visitor, journal, talk)
    whole = "".join((*before.values(), *after.values()))
    assert [token for token in CLOSED if token in whole] == []
    assert [token for token in PICKED if token not in whole] == []
