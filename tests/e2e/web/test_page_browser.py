"""The portfolio page in a real browser: it prints and reads well with no network, and without scripts too."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.web.conftest import CHECKS, LOOKS, saved
from tests.reflections import page_sample as sample

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.web.conftest import Opened

pytestmark = pytest.mark.browser


def test_with_scripts_off_all_is_readable_and_the_browsers_own_players_are_there(opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    for words in (
        "Midnight Bus",
        "“Here my left hand joined in.”",
        "A bit sure, then very sure.",
        "Play for Nan",
        "Slow it down",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.locator("audio:visible")).to_have_count(4)
    for player in page.locator("audio").all():
        assert player.bounding_box()["height"] > 30
        assert player.get_attribute("controls") is not None
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator(".score").first).to_be_visible()


def test_with_scripts_off_the_colours_can_still_be_chosen(opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    page.locator("summary", has_text="Colours").click()
    page.get_by_label("Cream").check()
    expect(page.locator("body")).to_have_css("background-color", "rgb(244, 234, 213)")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("width", [1280, 320])
def test_an_assistive_tool_finds_nothing_to_trip_over(opened: Opened, look: str, width: int) -> None:
    page = opened(width=width, reduced_motion="reduce")
    page.locator("summary", has_text="Colours").click()
    page.get_by_label({"contrast": "Strong"}.get(look, look.capitalize()), exact=True).check()
    assert page.evaluate(CHECKS) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


FAULTS = {
    "has no name": "document.querySelector('.button').removeAttribute('aria-label'); document.querySelector('.button').textContent = ''",
    "is hard to read": "document.querySelector('.sub').style.color = '#aaaaaa'",
    "is hard to see": "document.querySelector('.ladder .dot').style.fill = '#eeeeee'",
    "skips a level": "document.querySelector('h2').outerHTML = '<h4>My pieces</h4>'",
    "is small to press": "document.querySelector('.button').style.cssText = 'min-height: 0; padding: 0'",
    "runs out of the window": "document.querySelector('h2').style.cssText = 'position: relative; left: 90vw'",
    "names no language": "document.documentElement.lang = ''",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_checks_find_what_they_look_for(browser: Browser, address: str, fault: str) -> None:
    page = browser.new_page(bypass_csp=True)
    page.goto(address)
    page.evaluate(f"() => {{ {FAULTS[fault]} }}")
    found = page.evaluate(CHECKS)
    page.close()
    assert any(fault in sentence for sentence in found), found


def test_a_hostile_pupil_breaks_neither_the_page_nor_its_shape(opened: Opened, tmp_path: Path) -> None:
    evidence = sample.evidence()
    worst = "\"'><script>alert(1)</script><img src=x onerror=alert(2)> 😀 \u202e\u0633\u0644\u0627\u0645" + "W" * 200
    bus = replace(
        evidence.pieces[0],
        piece=replace(evidence.pieces[0].piece, title=worst),
        reflections=(sample.said("T6", worst * 30, 9),),
    )
    evidence = replace(evidence, pupil=replace(evidence.pupil, shown=worst), pieces=(bus, *evidence.pieces[1:]))
    page = opened(saved(tmp_path / "worst.html", evidence), width=320)
    expect(page.locator("h1")).to_contain_text("<script>alert(1)</script>")
    assert page.evaluate("() => document.images.length + document.scripts.length") == 1
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("width", "text_size"), [(640, 100), (1366, 200), (320, 200)])
def test_twice_as_large_it_still_fits(opened: Opened, tmp_path: Path, width: int, text_size: int) -> None:
    page = opened(saved(tmp_path / "large.html", text_size=text_size), width=width)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_first_tab_skips_to_the_music_and_each_stop_shows_a_ring(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the music")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            "() => { const at = document.activeElement; const of = at.matches('.seek') ? at.parentElement : at; return getComputedStyle(of).outlineWidth; }"
        )
        assert ring == "3px"


def test_arrows_move_the_place_in_the_music_and_it_is_said(opened: Opened) -> None:
    page = opened()
    place = page.get_by_role("slider", name="Place in Take 3, Midnight Bus", exact=True)
    place.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(place).to_have_attribute("aria-valuetext", "0:02 of 0:08")
    page.wait_for_function("() => Math.abs(document.querySelector('#a-p1-3').currentTime - 2) < 0.1")


def test_it_wears_what_the_device_asks_for_and_what_the_pupil_chose(opened: Opened, tmp_path: Path) -> None:
    night, cream = "rgb(17, 19, 27)", "rgb(244, 234, 213)"
    expect(opened(color_scheme="dark").locator("body")).to_have_css("background-color", night)
    chosen = saved(tmp_path / "cream.html", theme="cream")
    expect(opened(chosen, color_scheme="dark").locator("body")).to_have_css("background-color", cream)


def test_it_prints_on_a_few_sheets_of_a4_with_the_words_and_without_the_buttons(opened: Opened) -> None:
    page = opened()
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 4, "and no sheet has the last line alone"
    page.emulate_media(media="print")
    expect(page.locator("button:visible, audio:visible, input:visible, summary:visible")).to_have_count(0)
    expect(page.get_by_text("“Here my left hand joined in.”").first).to_be_visible()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
