"""A group's pages in Chromium: the conversation they have together, what waits for them, and the way back to the tutor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from reflections import conversation
from tests.e2e.web.conftest import faults
from tests.reflections.web.playing import Playing, playing

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import Journal
    from tests.e2e.web.conftest import Served, Visit
    from tests.reflections.conftest import Wall

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def owls() -> list[Playing]:
    """Filled once the journal is there."""
    return []


@pytest.fixture(scope="module")
def lived(owls: list[Playing]) -> Callable[[Journal, Wall], str]:
    """A group that has picked what to show."""

    def weeks(journal: Journal, wall: Wall) -> str:
        del wall
        owls.append(playing(journal))
        return owls[0].group

    return weeks


def test_every_page_of_a_group_is_without_fault(visit: Visit, served: Served, owls: list[Playing]) -> None:
    page = visit(f"/group/{served.jo}", width=320, height=640)
    assert faults(page) == []
    for step in conversation.agenda(conversation.brought(served.journal, served.jo)):
        page.goto(f"{served.server.address}{owls[0].root}/{step.key}")
        assert faults(page) == [], step


def test_from_my_pupils_to_the_end_of_a_conversation_with_a_group(
    visit: Visit, served: Served, owls: list[Playing]
) -> None:
    page = visit("/")
    page.get_by_role("link", name="Five minutes on The <b>Owls").click()
    page.get_by_role("link", name="Review").click()
    page.get_by_role("group", name="Here now").get_by_label("All of us").check()
    for heading in ("group-piece", "Then and now", "What next?"):
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.get_by_role("textbox", name="What do you want us to do next?").fill("a bigger room")
    page.get_by_role("button", name="Ask for it").click()
    for heading in ("You said, we did", "What we agreed"):
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.get_by_text("a bigger room")).to_be_visible()
    page.get_by_role("button", name="We are done").click()
    page.get_by_role("link", name="To the tutor's pages").click()
    expect(page).to_have_url(f"{served.server.address}/group/{served.jo}")
    assert served.journal.reviews(served.jo)[0].room == ("All of us",)
