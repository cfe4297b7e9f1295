"""What the tests in a real Chromium share: a journal with a few weeks in it, served; a page that went home; a conversation; faults."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from reflections import Journal, pages, portfolio
from reflections.pages.web import Gate, Server, Site
from reflections.records import Evidence, Illustration, Preferences
from tests import journals
from tests.reflections import page_sample
from tests.reflections.conftest import Wall
from tests.reflections.web.lived import live, spoken
from tests.reflections.web.talking import Talk, prepared

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHECKS = Path(__file__).parents[1].joinpath("page_checks.js").read_text(encoding="utf-8")
LOOKS = ("night", "day", "cream", "contrast")
REFUSALS = (
    "status of 403",
    "status of 404",
    "status of 409",
    "status of 413",
    "status of 423",
    "ERR_CONNECTION_REFUSED",
)
SECONDS = 3.0  # of what a conversation has to hear
NOTE = '<g class="note" id="n{n}"><ellipse cx="{x}" cy="30" rx="6" ry="5"/></g>'
SCORE = f'<svg viewBox="0 0 400 60">{NOTE.format(n=1, x=20)}{NOTE.format(n=2, x=90)}</svg>'
PATIENCE_MS = 20_000  # for what comes by itself, on a slow machine beside other tests
expect.set_options(timeout=PATIENCE_MS)
Visit = Callable[..., Page]
Opened = Callable[..., Page]


@dataclass
class Served:
    """A site that runs, its journal, and the pupil with things that wait."""

    site: Site
    server: Server
    journal: Journal
    jo: str

    def unlock(self) -> None:
        """Open it again for the next test."""
        self.site.gate, self.site.look = Gate(), ""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium a file."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def lived() -> Callable[[Journal, Wall], str]:
    """What happens in the journal before it is looked at; a file may have another."""

    def weeks(journal: Journal, wall: Wall) -> str:
        jo = live(journal, wall)
        spoken(journal, jo)
        return jo

    return weeks


@pytest.fixture(scope="module")
def of_the_file(tmp_path_factory: pytest.TempPathFactory, lived: Callable[[Journal, Wall], str]) -> Iterator[Served]:
    """A journal and its server, for all tests of a file."""
    with pytest.MonkeyPatch.context() as patch:
        journals.share_work(patch)
        journals.seal_weakly(patch)
        wall = Wall()
        journal, _ = Journal.create(
            tmp_path_factory.mktemp("served") / "journal",
            tutor="Sam",
            passphrase="three blue boats",
            help_person="Mrs Bell",
            place="Tuesday",
            now=wall,
        )
        jo = lived(journal, wall)
        site = Site(lambda work: work(journal), now=wall)
        server = Server(site)
        yield Served(site, server, journal, jo)
        server.close()
        journal._changed = False
        journal.close()


@pytest.fixture
def served(of_the_file: Served) -> Iterator[Served]:
    """The same, unlocked at the end."""
    yield of_the_file
    of_the_file.unlock()


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    """Come in at a path; at the end no script was stopped, none broke, and no other computer was asked for anything."""
    heard: list[str] = []
    contexts: list[BrowserContext] = []

    def come_in(path: str = "/", width: int = 1280, height: int = 680, **how: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **how)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda said: None if any(known in said.text for known in REFUSALS) else heard.append(said.text)
        )
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        page.on("request", lambda asked: heard.append(asked.url[:60]) if not here(asked.url) else None)
        page.goto(served.server.invite(path))
        return page

    def here(url: str) -> bool:
        return url.startswith((served.server.address, "data:", "blob:", "about:"))

    yield come_in
    for context in contexts:
        context.close()
    assert heard == []


def faults(page: Page) -> list[str]:
    """What somebody who hears the page, uses the keyboard or a small window would trip over: axe's rules and our own."""
    found = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found + page.evaluate(CHECKS) + ([f"{wide} px too wide"] if wide > 0 else [])


# ---- the portfolio page, as a file


def saved(path: Path, evidence: Evidence | None = None, **preferences: object) -> str:
    """Write the page of the sample's pupil, or of this evidence; where it is."""
    page = portfolio.page(evidence or page_sample.evidence(), page_sample.illustrations(), Preferences(**preferences))
    path.write_text(pages.html(page), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the page of the sample's pupil is."""
    return saved(tmp_path_factory.mktemp("page") / "jo.html")


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    """Open a page with the network off; at the end no console message, error or request may have come of it."""
    heard: list[str] = []
    contexts: list[BrowserContext] = []

    def open_(where: str = "", width: int = 1280, height: int = 800, **how: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **how)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: heard.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        page.on("request", lambda request: heard.append(request.url[:60]) if not here(request.url) else None)
        page.goto(where or address)
        return page

    def here(url: str) -> bool:
        return url.startswith(("file:", "data:", "blob:"))

    yield open_
    for context in contexts:
        context.close()
    assert heard == []


# ---- a conversation


@pytest.fixture(scope="module")
def talks() -> list[Talk]:
    """Filled once the journal is there."""
    return []


@pytest.fixture(scope="module")
def month(talks: list[Talk]) -> Callable[[Journal, Wall], str]:
    """A pupil who has picked what to show, and two measures: what a file's `lived` may be."""

    def picked(journal: Journal, wall: Wall) -> str:
        del wall
        talk = prepared(journal)
        journal.set_review(talk.review.id, measures=["confidence", "participation"])
        talks.append(talk)
        return talk.pupil

    return picked


@pytest.fixture
def talk(served: Served, talks: list[Talk]) -> Iterator[Talk]:
    """The conversation, with something to hear."""
    served.site.illustrate = lambda _item, **_how: Illustration(SCORE, {"n1": 0.0, "n2": 1.5}, _tone())
    yield talks[0]
    served.site.illustrate = None


def _tone() -> bytes:
    sound, time = io.BytesIO(), np.arange(int(SECONDS * 22050)) / 22050
    soundfile.write(sound, (0.2 * np.sin(440 * 6.283 * time)).astype(np.float32), 22050, format="MP3")
    return sound.getvalue()
