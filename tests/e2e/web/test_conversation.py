"""A conversation in Chromium, as a pupil and a tutor have it: keys, a browser closed half-way, a lock, paper, no scripts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from reflections import conversation
from reflections.records import Illustration
from tests.e2e.web.conftest import faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from reflections import Journal
    from tests.e2e.web.conftest import Served, Visit
    from tests.reflections.conftest import Wall
    from tests.reflections.web.talking import Talk

pytestmark = pytest.mark.browser
SIZES = {"wide": (1280, 680), "phone": (320, 640), "twice": (640, 340)}  # the last is 200 % of a window of 1280
WICKED = '"><script>alert(1)</script> \u202e ' + "long" * 60
FULL = ("then-now?open=P1", "next", "about-confidence", "end")


@pytest.fixture(scope="module")
def lived(month: Callable[[Journal, Wall], str]) -> Callable[[Journal, Wall], str]:
    """A month that is talked about."""
    return month


def steps(served: Served, talk: Talk) -> list[str]:
    return [step.key for step in conversation.agenda(conversation.brought(served.journal, talk.pupil))]


def go_on(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("ArrowRight")


def test_every_step_is_without_fault(visit: Visit, served: Served, talk: Talk) -> None:
    page = visit(talk.root)
    for step in steps(served, talk):
        page.goto(f"{served.server.address}{talk.root}/{step}")
        assert faults(page) == [], step


@pytest.mark.parametrize(("size", "look"), [("wide", "cream"), ("phone", "night"), ("twice", "contrast")])
def test_what_is_full_is_without_fault_in_each_size_and_look(
    visit: Visit, served: Served, talk: Talk, size: str, look: str
) -> None:
    page = visit(talk.root, *SIZES[size])
    served.site.look = look
    for step in FULL:
        page.goto(f"{served.server.address}{talk.root}/{step}")
        assert faults(page) == [], step


def test_the_pupil_drives_with_the_arrow_keys_but_not_while_writing(visit: Visit, served: Served, talk: Talk) -> None:
    page = visit(f"{talk.root}/room")
    for _ in range(3):
        go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Then and now")
    page.get_by_role("link", name="Yes, play it").click()
    page.get_by_label("What can you hear that is new?").fill("it flows")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text("Then and now")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    assert [one.body for one in served.journal.reflections(talk.pupil) if one.prompt == "P2"] == ["it flows"]
    with page.expect_navigation():
        page.locator("h1").click()
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text("You picked this")


def test_whoever_reads_from_the_right_goes_on_to_the_left(visit: Visit, served: Served, talk: Talk) -> None:
    journal, before = served.journal, served.journal.preferences(talk.pupil)
    journal.set_preferences(talk.pupil, replace(before, language="ar"))
    try:
        page = visit(f"{talk.root}/room")
        with page.expect_navigation():
            page.keyboard.press("ArrowLeft")
        assert page.url.endswith(f"/{steps(served, talk)[1]}")
        on, back = page.locator("[data-on]"), page.locator("[data-back]")
        assert on.bounding_box()["x"] < back.bounding_box()["x"]
        turned = "node => new DOMMatrix(getComputedStyle(node).transform).a"
        assert on.locator("svg").evaluate(turned) == back.locator("svg").evaluate(turned) == -1
        assert faults(page) == []
        with page.expect_navigation():
            page.keyboard.press("ArrowRight")
        assert page.url.endswith("/room")
    finally:
        journal.set_preferences(talk.pupil, before)


def test_what_was_ticked_or_typed_is_kept_on_the_way_to_the_next_step(visit: Visit, served: Served, talk: Talk) -> None:
    page = visit(f"{talk.root}/room")
    page.get_by_role("group", name="Who gets a copy?").get_by_label("Me", exact=True).check()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("picked-take")
    assert "Me" in served.journal.reviews(talk.pupil)[0].copies
    page.goto(f"{served.server.address}{talk.root}/next")
    page.evaluate("document.querySelector('#step-words').removeAttribute('maxlength')")
    page.get_by_label("A next step").fill("y" * 400)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("A next step")).to_have_value("y" * 400)


def test_nothing_lies_under_the_way_on(visit: Visit, served: Served, talk: Talk) -> None:
    page = visit(f"{talk.root}/next", width=320, height=640)
    for size in SIZES.values():
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for step in ("room", "next", "end"):
            page.goto(f"{served.server.address}{talk.root}/{step}")
            covered = page.evaluate(
                """() => [...document.querySelectorAll("main :is(button, input, textarea, a, summary)")].filter((node) => {
                  if (!node.checkVisibility({ visibilityProperty: true })) return false;
                  node.focus();
                  node.scrollIntoView({ block: "nearest" });
                  const box = node.getBoundingClientRect();
                  const on = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
                  return box.height && !(on && (node.contains(on) || on.contains(node)));
                }).map((node) => node.outerHTML.slice(0, 90))"""
            )
            assert covered == [], (size, step)
            words = page.locator(".back-and-on .button span").evaluate_all(
                "(all) => all.map((one) => one.offsetHeight)"
            )
            assert max(words) < 45, "no word is cut in two"


def test_what_can_not_be_heard_says_so_and_the_conversation_goes_on(visit: Visit, served: Served, talk: Talk) -> None:
    served.site.illustrate = lambda _item, **_how: Illustration("", {}, b"")
    page = visit(f"{talk.root}/shown-1")
    page.get_by_role("button", name=re.compile("^Play ")).click()
    expect(page.get_by_role("status")).to_have_text(
        "This computer could not play it here. You can hear it in My music."
    )
    go_on(page)


def test_a_browser_closed_half_way_loses_nothing_and_goes_on_where_it_was(
    visit: Visit, served: Served, talk: Talk
) -> None:
    page = visit(f"{talk.root}/helped")
    page.get_by_role("button", name="Slow it down").click()
    expect(page.get_by_role("button", name="Slow it down")).to_have_attribute("aria-pressed", "true")
    go_on(page)
    page.get_by_role("textbox", name="What do you want us to do next?").fill("more drums")
    page.get_by_role("button", name="Ask for it").dblclick()
    expect(page.get_by_text("more drums")).to_be_visible()
    page.reload()
    page.close()
    again = visit(talk.root)
    expect(again.get_by_role("heading", level=1)).to_have_text("What next?")
    expect(again.get_by_text("more drums")).to_be_visible()
    assert [one.said for one in served.journal.we_dids(talk.pupil)] == ["more drums"]
    assert [tool.words for tool in served.journal.toolkit(talk.pupil)] == ["Slow it down"]


def test_a_lock_in_the_middle_leaves_nothing_to_be_read(visit: Visit, served: Served, talk: Talk) -> None:
    page = visit(f"{talk.root}/next")
    box = page.get_by_label("A next step")
    box.fill("closed by then")
    served.site.gate.lock()
    page.get_by_role("button", name="Add the step").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
    assert "picked-goal" not in page.content()
    assert served.journal.next_steps(talk.pupil) == ()


def test_it_can_all_be_done_without_scripts(visit: Visit, served: Served, talk: Talk) -> None:
    page = visit(f"{talk.root}/room", java_script_enabled=False)
    page.get_by_role("group", name="Here now").get_by_label("A teacher").check()
    page.get_by_role("button", name="Keep it").click()
    (review,) = served.journal.reviews(talk.pupil)
    assert review.room == ("A teacher",)
    for heading in ("picked-take", "You picked this", "Then and now"):
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.goto(f"{page.url}?open=P1")
    expect(page.locator("audio").first).to_be_visible()
    page.goto(f"{served.server.address}{talk.root}/close-{talk.goal}")
    page.get_by_role("button", name="0, Not started").click()
    expect(page.get_by_text("You said: Not started")).to_be_visible()


def test_what_was_agreed_prints_on_paper_whatever_was_typed(visit: Visit, served: Served, talk: Talk) -> None:
    page = visit(f"{talk.root}/next")
    page.get_by_role("textbox", name="What do you want us to do next?").fill(WICKED[:270])
    page.get_by_role("button", name="Ask for it").click()
    page.goto(f"{served.server.address}{talk.root}/end")
    expect(page.get_by_text("<script>alert(1)</script>").first).to_be_visible()
    assert faults(page) == []
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
    assert pages <= 2
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="We are done")).to_be_hidden()
