"""What sounds in Chromium, on the portfolio page and in a conversation: what lights up with it, and where it stops."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from reflections import pages, portfolio
from tests.e2e.web.conftest import faults
from tests.reflections import page_sample as sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reflections import Journal
    from tests.e2e.web.conftest import Opened, Visit
    from tests.reflections.conftest import Wall
    from tests.reflections.web.talking import Talk

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lived(month: Callable[[Journal, Wall], str]) -> Callable[[Journal, Wall], str]:
    """A month that is talked about."""
    return month


# ---- the portfolio page


def lit(page: Page) -> list[str]:
    return page.eval_on_selector_all("#p1 .lit", "notes => notes.map(n => n.dataset.at)")


def test_a_note_of_a_repeat_lights_up_each_time_it_sounds_and_when_going_back(opened: Opened, tmp_path: Path) -> None:
    drawn = sample.illustrations()
    first = min(drawn["bus-3"].note_seconds, key=lambda note: drawn["bus-3"].note_seconds[note])
    drawn["bus-3"] = replace(drawn["bus-3"], again_seconds={first: (2.0,)})
    path = tmp_path / "again.html"
    path.write_text(pages.html(portfolio.page(sample.evidence(), drawn)), encoding="utf-8")
    page = opened(path.as_uri())
    page.get_by_role("button", name="Play Midnight Bus, Take 3").click()
    seek = "place => { const track = document.querySelector('[data-track=p1-3] .seek'); track.value = place; track.dispatchEvent(new Event('input')); }"
    for place in (0.05, 2.05, 0.05):
        page.evaluate(seek, place)
        assert "0.000 2.000" in lit(page), place


def moment(page: Page, key: str) -> float:
    return page.eval_on_selector(f"#a-{key}", "audio => audio.currentTime")


def test_pressing_play_sounds_and_the_notes_light_up_one_after_the_other(opened: Opened) -> None:
    page = opened()
    button = page.get_by_role("button", name="Play Midnight Bus, Take 3")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#p1 .lit").first).to_be_attached()
    before = lit(page)
    page.wait_for_function(
        "before => { const now = [...document.querySelectorAll('#p1 .lit')].map(n => n.dataset.at); return now.length && now.join() !== before.join(); }",
        arg=before,
    )
    assert moment(page, "p1-3") > 0
    assert all(abs(float(at) - moment(page, "p1-3")) < 1.5 for at in lit(page))
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".lit")).to_have_count(0)
    assert page.eval_on_selector("#a-p1-3", "audio => audio.paused")


def test_only_one_music_sounds_at_a_time(opened: Opened) -> None:
    page = opened()
    page.get_by_role("button", name="Listen to Midnight Bus").click()
    page.wait_for_function("() => document.querySelector('#a-p1-3').currentTime > 0")
    page.get_by_role("button", name="Listen to Steel").click()
    page.wait_for_function("() => document.querySelector('#a-p2-1').currentTime > 0")
    assert page.evaluate("() => [...document.querySelectorAll('audio')].filter(a => !a.paused).map(a => a.id)") == [
        "a-p2-1"
    ]


def test_words_play_the_bar_they_are_pinned_to_and_stop_after_it(opened: Opened) -> None:
    page = opened()
    page.evaluate(
        "() => { document.querySelector('#a-p1-3').defaultPlaybackRate = 8; document.querySelector('#a-p1-3').playbackRate = 8; }"
    )
    button = page.get_by_role("button", name="Hear bar 3 of Midnight Bus")
    button.click()
    page.wait_for_function("() => document.querySelector('#a-p1-3').currentTime >= 4")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert 5.9 < moment(page, "p1-3") < 8


def test_then_sounds_first_and_now_after_it_by_one_press(opened: Opened) -> None:
    page = opened()
    page.evaluate(
        "() => document.querySelectorAll('audio').forEach(a => { a.defaultPlaybackRate = 8; a.playbackRate = 8; })"
    )
    button = page.get_by_role("button", name="Play then, then now, Midnight Bus")
    button.click()
    page.wait_for_function("() => !document.querySelector('#a-p1-1').paused")
    page.wait_for_function("() => !document.querySelector('#a-p1-3').paused")
    assert page.eval_on_selector("#a-p1-1", "a => a.paused && a.currentTime > 15")
    expect(button).to_have_attribute("aria-pressed", "false")


# ---- a conversation


def test_then_sounds_and_now_after_it_each_over_its_own_notes(visit: Visit, talk: Talk) -> None:
    page = visit(f"{talk.root}/then-now?open=P1")
    press = page.get_by_role("button", name="Play Then, then now", exact=True)
    press.click()
    expect(press).to_have_attribute("aria-pressed", "true")
    expect(page.locator('[data-head="0"]')).to_be_visible()
    expect(page.locator('[data-head="1"]')).to_be_hidden()
    expect(page.locator('[data-head="1"]')).to_be_visible()
    expect(page.locator('[data-head="0"]')).to_be_hidden()
    expect(press).to_have_attribute("aria-pressed", "false")


def test_one_slider_goes_to_a_place_in_both_and_the_music_goes_on_from_there(visit: Visit, talk: Talk) -> None:
    page = visit(f"{talk.root}/then-now?open=P1")
    slider = page.get_by_role("slider", name="Place in the music")
    most = float(slider.get_attribute("max") or 0)
    slider.evaluate("(node, at) => { node.value = at; node.dispatchEvent(new Event('input')); }", most * 0.75)
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^Now, 0:0"))
    page.get_by_role("button", name="Play Then, then now", exact=True).click()
    expect(page.locator('[data-head="1"]')).to_be_visible()
    expect(page.locator('[data-head="0"]')).to_be_hidden()
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^Then, 0:0"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Then and now")


def test_the_written_music_lights_up_as_it_sounds(visit: Visit, talk: Talk) -> None:
    page = visit(f"{talk.root}/shown-1")
    first, second = (page.locator(".score .note").nth(n) for n in range(2))
    expect(second).to_be_visible()
    page.get_by_role("button", name="Play picked-take").click()
    expect(first).to_have_class(re.compile("lit"))
    expect(second).to_have_class(re.compile("lit"))
    expect(first).not_to_have_class(re.compile("lit"))
    assert faults(page) == []
