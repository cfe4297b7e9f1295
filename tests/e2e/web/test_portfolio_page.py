"""The portfolio in the room, in Chromium: heard, lit, arranged by keyboard alone; and what goes home, looked at by axe's rules."""

from __future__ import annotations

import re
from threading import Event
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect

from reflections import pages, portfolio
from reflections.pages import locked, my_music
from reflections.records import Illustration, Preferences
from tests.e2e.web.conftest import LOOKS, faults
from tests.reflections import page_sample as sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.e2e.web.conftest import Served, Visit

pytestmark = pytest.mark.browser
SIZES = {"wide": (1280, 680), "phone": (320, 640), "twice": (640, 340)}  # the last is 200 % of a window of 1280
PASSWORD = "seven slow silver trains"


@pytest.fixture
def drawn(served: Served) -> Iterator[str]:
    """Everything can be drawn and heard; where the portfolio is."""
    svg, seconds = sample.engraving()
    made = Illustration(pages.cleaned(svg, dict(seconds)), {}, sample.tone(), clean=True)
    served.site.illustrate = lambda _, **__: made
    yield f"/pupil/{served.jo}/portfolio"
    served.site.illustrate = None


def scored(page: Page) -> None:
    page.wait_for_function("() => document.querySelector('.page-of-music .score')")


@pytest.mark.parametrize(("size", "looks"), [("wide", LOOKS), ("phone", ("night",)), ("twice", ("cream",))])
def test_it_is_without_fault_in_each_size_and_look(
    visit: Visit, served: Served, drawn: str, size: str, looks: tuple[str, ...]
) -> None:
    page = visit(drawn, *SIZES[size])
    for look in looks:
        served.site.look = look
        page.goto(f"{served.server.address}{drawn}?piece=none")
        scored(page)
        expect(page.locator("html")).to_have_attribute("data-look", look)
        assert faults(page) == [], look


def test_music_that_came_after_the_page_sounds_and_its_notes_light_up(visit: Visit, drawn: str) -> None:
    page = visit(drawn)
    scored(page)
    page.locator(".listen .round").first.click()
    expect(page.locator(".lit").first).to_be_attached()
    assert page.evaluate("() => [...document.querySelectorAll('audio')].some(a => !a.paused && a.currentTime > 0)")


def test_the_score_stands_there_while_its_sound_is_made_and_the_page_says_how_far_it_is(
    visit: Visit, served: Served, drawn: str
) -> None:
    made, heard = served.site.illustrate, Event()

    def slowly(item: str, *, score: bool = False, **_: object) -> Illustration:
        assert made is not None
        assert score or heard.wait(20)
        return made(item)

    served.site.illustrate, served.site.rendered = slowly, lambda _item: 0.4
    page = visit(drawn)
    scored(page)
    told = page.get_by_role("progressbar", name="The sound is being made.").first
    expect(told).to_be_visible()
    expect(told).to_have_js_property("value", 0.4)
    heard.set()
    expect(page.locator(".making")).to_have_count(0)
    page.locator(".listen .round").first.click()
    expect(page.locator(".lit").first).to_be_attached()


def test_pieces_are_arranged_by_keyboard_alone_and_stay_so(visit: Visit, served: Served, drawn: str) -> None:
    page = visit(drawn)
    before = [row.piece.id for row in served.journal.evidence(served.jo).pieces]
    page.get_by_text("Arrange my pieces").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("^On the cover|^Hide")).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    ribbon = served.journal.preferences(served.jo).ribbon
    assert ribbon.cover in before or set(ribbon.out) <= set(before)
    expect(page.locator("details.arrange")).to_have_attribute("open", "")


# -- what goes home ---------------------------------------------------------------------------------------------------
def opened(browser: Browser, text: str, tmp_path: Path, width: int = 1280, **how: object) -> Page:
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    page = browser.new_context(viewport={"width": width, "height": 700}, offline=True, **how).new_page()
    page.goto(path.as_uri())
    return page


def story(language: str = "en") -> str:
    return pages.html(portfolio.page(sample.evidence(), sample.illustrations(), Preferences(language=language)))


def music(language: str = "en") -> str:
    svg, seconds = sample.engraving()
    drawing = pages.cleaned(svg, dict(seconds))
    long = '"><script>alert(1)</script>' + "\u202e\u0633\u0644\u0627\u0645 " + "W" * 10_000
    return my_music.html(
        [my_music.Track(title, 8.0, "01.mp3", drawing) for title in ("Midnight Bus", long)] + [my_music.Track("", 0.0)],
        language=language,
    )


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (320, "en"), (320, "ar"), (1280, "ar"), (320, "pl")])
def test_axe_finds_nothing_in_what_goes_home(browser: Browser, tmp_path: Path, width: int, language: str) -> None:
    for text in (
        story(language),
        music(language),
        locked.locked(story(language), PASSWORD, rounds=1000, language=language),
    ):
        page = opened(browser, text, tmp_path, width, bypass_csp=True)  # axe itself is a script
        found = faults(page)
        assert found == []
        page.context.close()


def test_a_locked_story_opens_with_its_password_and_plays(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, locked.locked(story(), PASSWORD), tmp_path, 390)
    field = page.get_by_label("Password")
    field.fill("seven slow silver planes")
    field.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("That is not the password.")
    field.fill(f" {PASSWORD} ")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jo")
    page.get_by_role("button", name="Play Midnight Bus, Take 3").click()
    expect(page.locator("#p1 .lit").first).to_be_attached()
    page.context.close()


def test_in_arabic_it_is_read_from_the_right_and_music_from_the_left(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, locked.locked(story("ar"), PASSWORD, language="ar"), tmp_path)
    page.get_by_label("كلمة السر").fill(f"{PASSWORD}s")
    page.get_by_role("button", name="فتح").click()
    expect(page.get_by_role("status")).to_contain_text("ليست هذه كلمة السر.")
    page.get_by_label("كلمة السر").fill(PASSWORD)
    page.get_by_role("button", name="فتح").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    place = page.locator("#p1 .listen .seek")
    expect(place).to_have_attribute("aria-valuetext", "0:00 من 0:08")
    place.press("ArrowRight")
    expect(page.locator("#p1 .listen .time")).to_have_text("0:00 من 0:08")
    play, bar = (page.locator(f"#p1 .listen .{one}").first.bounding_box() for one in ("round", "stretch"))
    assert play is not None
    assert bar is not None
    assert play["x"] > bar["x"] + bar["width"], "the button stands where one begins to read"
    assert page.locator(".ladder text[direction=rtl]").first.text_content() == "26 سبتمبر"
    assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.context.close()


def test_with_scripts_off_a_locked_story_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, locked.locked(story(), PASSWORD, rounds=1000), tmp_path, 390, java_script_enabled=False)
    expect(page.get_by_text("Here it cannot be opened")).to_be_visible()
    expect(page.get_by_label("Password")).to_be_hidden()
    page.context.close()


def test_my_music_of_ten_pieces_prints_on_one_sheet(browser: Browser, tmp_path: Path) -> None:
    text = my_music.html([my_music.Track(f"Tune {n}", 8.0, "", pages.cleaned(*_engraving())) for n in range(10)])
    page = opened(browser, text, tmp_path)
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1
    assert page.evaluate("() => document.scripts.length + document.querySelectorAll('audio').length") == 0
    page.context.close()


def _engraving() -> tuple[str, dict[str, float]]:
    svg, seconds = sample.engraving()
    return svg, dict(seconds)
