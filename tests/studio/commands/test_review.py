"""The command that opens the tutor's pages without the window: says what it does, and ends."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from reflections import Journal
from studio.browser import command, leading
from tests.studio.commands.conftest import Run
from tests.studio.conftest import SECRET


@pytest.fixture
def journal(lived_in: Path) -> Iterator[Journal]:
    opened = Journal.open(lived_in, SECRET)
    yield opened
    opened._changed = False
    opened.close()


@pytest.fixture
def serving(journal: Journal) -> Iterator[Callable[..., list[str]]]:
    """Serve in a thread of its own; what was told, the browser's address first. Ends with the test."""
    stop = threading.Event()
    threads: list[threading.Thread] = []
    left: list[Any] = []

    def serve(**how: object) -> list[str]:
        told: list[str] = []
        led = threading.Event()
        given = {"tell": told.append, "lead": lambda address: (told.append(address), led.set()) != (), "stop": stop}
        threads.append(
            threading.Thread(target=lambda: left.append(command.serve(journal, **given | how)), name="review")
        )
        threads[-1].start()
        assert led.wait(60)
        return told

    yield serve
    stop.set()
    for each in threads:
        each.join()
    for server in left:
        command.say_so(server, 0.0)


def test_it_opens_the_pages_and_ends_with_their_own_button(
    serving: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "LOOK_SECONDS", 0.01)
    told = serving()
    browser = build_opener(HTTPCookieProcessor())
    with browser.open(told[0]) as page:
        text = page.read().decode()
        address = page.url.rstrip("/")
    assert "Amira" in text
    assert address not in text
    key = text.partition('name="key" value="')[2].partition('"')[0]
    browser.addheaders = [("Origin", address)]
    with pytest.raises(OSError, match="423"):
        browser.open(f"{address}/close", data=f"key={key}".encode())
    for thread in threading.enumerate():
        if thread.name == "review":
            thread.join(10)
    assert told[1:] == [
        "It is open in your browser. Press Close there, or Ctrl+C here, when you are done.",
        "Closed. The pages in the browser are gone.",
        "For a minute they still say so there. Ctrl+C ends that as well.",
    ]
    with pytest.raises(HTTPError) as refused:
        browser.open(f"{address}/")
    assert "The pages are closed" in refused.value.read().decode(), "a tab that stands open is told"


def test_it_ends_when_nobody_looked_for_a_while(
    serving: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "LOOK_SECONDS", 0.01)
    seconds = iter([0.0, 0.0, 0.0])  # made, invited; from then on it is late
    told = serving(clock=lambda: next(seconds, 601.0))
    for thread in threading.enumerate():
        if thread.name == "review":
            thread.join(10)
    assert told[-2] == "Nobody looked for 10 minutes, so it is closed."


def test_without_the_passphrase_it_opens_nothing(run: Run, lived_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leading, "lead", lambda _address: pytest.fail("a browser was opened"))
    assert run("review", passphrase="wrong words here").sentence
    assert run("review", passphrase=None).sentence.startswith("The journal is locked.")


def test_while_the_window_has_the_journal_it_says_so(run: Run, journal: Journal) -> None:
    assert "already" in run("review").sentence or "open" in run("review").sentence


def test_where_there_is_no_journal_it_says_how_to_make_one(run: Run) -> None:
    assert "soundfolio init" in run("review").sentence
