"""Reports in Chromium: the draft looked at with the pupil, the yes, the ways out; and what is printed, page by page."""

from __future__ import annotations

import re
from threading import Event
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from reflections import records, reports
from reflections.reports.page import html, strips_of
from tests.e2e.web.conftest import LOOKS, faults
from tests.reflections import page_sample, report_sample
from tests.reflections.web.lived import live

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reflections import Journal
    from tests.e2e.web.conftest import Served, Visit
    from tests.reflections.conftest import Wall

pytestmark = pytest.mark.browser
SIZES = ((1280, 680), (320, 640), (640, 340))  # the last is 200 % of the first
OTHERS = ("pl", "uk", "ar", "pt")
OF = {"usual": report_sample.material, "hostile": report_sample.hostile}


@pytest.fixture(scope="module")
def lived() -> Callable[[Journal, Wall], str]:
    """Three lessons of which an adult has seen all, with what may name somebody, and five others."""

    def weeks(journal: Journal, wall: Wall) -> str:
        jo = live(journal, wall)
        journal.add_adult_view(jo, "achievement", "Plays the whole line now.", "class teacher")
        journal.add_next_step(jo, "Play with Mr Brown", "Mrs Bell")
        journal.seen([one.id for one in journal.unseen().items], "Sam")
        journal.told_of_taking_back()
        for flag in journal.open_flags():
            journal.pass_on(flag.id, "Mrs Bell")
        for name in ("Ben", "Cas", "Dee", "Eli", "Flo"):
            journal.open_session([journal.add_pupil(name, "fox", "10-12").id])
        return jo

    return weeks


def test_a_report_goes_from_a_draft_to_words_to_copy(visit: Visit, served: Served) -> None:
    page = visit(f"/pupil/{served.jo}/reports")
    page.get_by_role("link", name="For a learning plan").click()
    expect(page.locator(".stand .state")).to_have_text("Draft")
    page.get_by_role("button", name=re.compile("^Let in")).first.click()
    expect(page.locator(".stand .state")).to_have_text("Draft")
    page.get_by_role("button", name="I have seen this. Yes, it may go").first.click()
    page.get_by_label("Whom is it for?").fill("class teacher")
    page.get_by_role("button", name="Words to copy").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("words to look at first"))
    page.get_by_label("I have looked at them").check()
    page.get_by_role("button", name="Words to copy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Words to copy")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text(re.compile("copied|marked"))
    marked = page.evaluate(
        "() => { const t = document.querySelector('textarea'); return t.selectionEnd - t.selectionStart; }"
    )
    assert marked > 100
    assert [one.to_whom for one in served.journal.shares(served.jo)] == ["class teacher"]
    page.get_by_role("link", name="Back to the report").click()
    expect(page.get_by_text("To class teacher")).to_be_visible()
    with page.expect_download() as saving:
        page.get_by_label("Whom is it for?").fill("carer")
        page.get_by_label("I have looked at them").check()
        page.get_by_role("button", name="Save it as a page").click()
    assert saving.value.suggested_filename == "For a learning plan.html"
    page.get_by_role("button", name="No, it may not go any more").click()
    expect(page.locator(".stand .state")).to_have_text("Draft")


class Folded:
    """A folder that is made once it may be."""

    def __init__(self) -> None:
        self.may = Event()

    def __call__(self, _report: object, _music: object, _gone: object) -> bytes:
        assert self.may.wait(20)
        return b"PK"

    def share(self, _mark: str) -> float:
        return 0.25


def test_a_report_is_saved_with_its_sound_and_the_page_says_how_far_that_is(visit: Visit, served: Served) -> None:
    served.journal.report_seen(served.jo, "end", served.journal.report(served.jo, "end").mark, yes=True)
    served.site.folders = making = Folded()
    page = visit(f"/pupil/{served.jo}/reports/end")
    page.get_by_label("Whom is it for?").fill("carer")
    if page.get_by_label("I have looked at them").count():
        page.get_by_label("I have looked at them").check()
    page.get_by_role("button", name="A folder with its sound").click()
    expect(page.get_by_role("progressbar")).to_have_js_property("value", 0.25)
    assert faults(page) == []
    making.may.set()
    expect(page.get_by_role("status")).to_have_text("The sound is made.")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save the folder").click()
    assert saving.value.suggested_filename == "End of programme.zip"
    served.site.folders = None
    served.journal.report_seen(served.jo, "end", "", yes=False)


def test_a_draft_is_not_printed_and_a_number_leads_to_what_shows_it(visit: Visit, served: Served) -> None:
    page = visit(f"/pupil/{served.jo}/reports/end")
    page.locator(".refs a").first.click()
    expect(page.locator("#e1")).to_be_in_viewport()
    page.emulate_media(media="print")
    expect(page.get_by_text("It is printed once the pupil has said yes.")).to_be_visible()
    expect(page.locator(".statement:visible, button:visible")).to_have_count(0)


def test_every_page_of_reports_is_without_fault_in_each_size_and_look(visit: Visit, served: Served) -> None:
    journal, jo = served.journal, served.jo
    journal.report_seen(jo, "end", journal.report(jo, "end").mark, yes=True)
    journal.report_seen(jo, "plan", "", yes=False)
    page = visit("/")
    paths = [f"/pupil/{jo}/reports{more}" for more in ("", "/end", "/plan?all=1")]
    for n, path in enumerate((*paths, "/reports")):
        served.site.look = LOOKS[n % len(LOOKS)]
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(served.server.address + path)
        assert faults(page) == [], (served.site.look, path)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


# ---- the papers themselves


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Each report as it leaves, of Jo and of a hostile pupil."""
    folder, found = tmp_path_factory.mktemp("papers"), {}
    music = [made for one in page_sample.evidence().pieces for made in (*one.takes, *one.versions)]
    for name, of in OF.items():
        for kind in records.REPORTS:
            report = report_sample.written(kind, of())
            path = found[name, kind] = folder / f"{name}-{kind}.html"
            sound = (
                {each: page_sample.tone(1.0) for each in report.heard[:1]} if (name, kind) == ("usual", "end") else {}
            )
            path.write_text(html(report, sound, strips_of(music)), encoding="utf-8")
            for language in OTHERS:
                path = found[name, f"{kind}-{language}"] = folder / f"{name}-{kind}-{language}.html"
                told = report_sample.written(kind, of(), language)
                path.write_text(html(told, None, strips_of(music)), encoding="utf-8")
    path = found["usual", "funder"] = folder / "funder.html"
    path.write_text(html(reports.funder(report_sample.FIGURES)), encoding="utf-8")
    return found


@pytest.fixture
def paper(browser: Browser, papers: dict[tuple[str, str], Path]) -> Iterator[Callable[..., Page]]:
    """Open one with the network off; at the end nothing may have been asked for, said or run."""
    heard: list[str] = []
    contexts = []

    def open_(kind: str, of: str = "usual", width: int = 1280, height: int = 680, **how: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **how)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: heard.append(said.text))
        page.on("dialog", lambda said: heard.append(said.message))
        page.on(
            "request", lambda asked: heard.append(asked.url[:60]) if asked.url[:5] not in {"file:", "data:"} else None
        )
        page.goto(papers[of, kind].as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert heard == []


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize(("of", "kind", "most"), [
    ("usual", "end", 2), ("hostile", "end", 2), ("usual", "plan", 1), ("usual", "note", 1), ("hostile", "note", 1),
    ("usual", "award", 1), ("usual", "funder", 1), ("hostile", "plan", 2), ("hostile", "award", 6),
])  # fmt: skip
def test_it_prints_on_just_so_many_pages(paper: Callable[..., Page], of: str, kind: str, most: int) -> None:
    assert sheets(paper(kind, of)) == most


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(("of", "kind", "most"), [
    ("usual", "end", 2), ("hostile", "end", 2), ("usual", "plan", 1), ("hostile", "plan", 2), ("usual", "note", 1), ("hostile", "note", 1),
])  # fmt: skip
def test_longer_words_of_another_language_need_no_more_pages(
    paper: Callable[..., Page], of: str, kind: str, most: int, language: str
) -> None:
    page = paper(f"{kind}-{language}", of, width=688)
    assert sheets(page) == most
    page.emulate_media(media="print")
    if (of, kind) == ("usual", "note"):
        assert page.evaluate("document.querySelector('.limits').getBoundingClientRect().bottom") < 1008 / 2


@pytest.mark.parametrize("language", OTHERS)
def test_in_another_language_it_is_without_fault_on_a_phone_and_twice_as_large(
    paper: Callable[..., Page], language: str
) -> None:
    page = paper(f"end-{language}", width=320)
    assert faults(page) == []
    assert page.evaluate("getComputedStyle(document.querySelector('h2')).direction") == (
        "rtl" if language == "ar" else "ltr"
    )
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_words_of_another_direction_begin_at_the_side_where_the_rest_does(paper: Callable[..., Page]) -> None:
    page = paper("end-ar")
    quotes = page.locator(".statement p.quote, .proofs p.quote")
    assert quotes.count() > 3
    for n in range(quotes.count()):
        expect(quotes.nth(n)).to_have_css("text-align", "right")


def test_a_note_is_half_a_page(paper: Callable[..., Page]) -> None:
    page = paper("note", width=688)  # A4 between its margins
    page.emulate_media(media="print")
    assert page.evaluate("document.querySelector('.limits').getBoundingClientRect().bottom") < 1008 / 2


@pytest.mark.parametrize("kind", [*records.REPORTS, "funder"])
def test_a_paper_is_without_fault_on_a_phone_and_twice_as_large(paper: Callable[..., Page], kind: str) -> None:
    page = paper(kind, width=320)
    assert faults(page) == []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("kind", records.REPORTS)
def test_whatever_was_written_runs_nothing_and_stays_within_the_page(paper: Callable[..., Page], kind: str) -> None:
    page = paper(kind, "hostile", width=320)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate("document.scripts.length + document.images.length") == 0


def test_a_paper_wears_each_look_without_a_script(paper: Callable[..., Page]) -> None:
    page = paper("end", java_script_enabled=False)
    page.get_by_text("Colours", exact=True).click()
    for look, ground in (("Night", "rgb(17, 19, 27)"), ("Cream", "rgb(244, 234, 213)"), ("Strong", "rgb(0, 0, 0)")):
        page.get_by_role("radio", name=look).check()
        expect(page.locator("body")).to_have_css("background-color", ground)


def test_what_it_says_is_heard_from_the_paper(paper: Callable[..., Page]) -> None:
    page = paper("end")
    sound = page.locator("audio").first
    sound.evaluate("audio => audio.play()")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.1")
