"""The pages of the loopback server in a real Chromium: a journal with a few weeks in it, served; who looks, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from reflections import Journal
from reflections.pages.web import Gate, Server, Site
from tests import journals
from tests.reflections.conftest import Wall
from tests.reflections.web.lived import live, spoken

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
PATIENCE_MS = 20_000  # for what comes by itself, on a slow machine beside other tests
expect.set_options(timeout=PATIENCE_MS)
Visit = Callable[..., Page]


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
