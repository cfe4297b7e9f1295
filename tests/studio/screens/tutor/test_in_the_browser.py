"""The button that opens the pages, over real HTTP: fed by the studio's journal, locked with the studio, gone with its window."""

import http.client
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from reflections.pages.web import gate
from studio.screen import Push
from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]


class Reader:
    """Somebody's browser: the address it was led to, and what is answered."""

    def __init__(self, pilot: Pilot) -> None:
        self.pilot = pilot
        self.led: list[str] = []
        self.cookie = ""
        pilot.studio.browser._lead = self.lead

    def lead(self, address: str) -> bool:
        self.led.append(address)
        return True

    def open(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """Ask on a connection of its own; the window's loop does not turn meanwhile, as the writer does not need it."""
        parts = urlsplit(self.led[-1])
        line = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=10)
        line.request("GET", path, headers={"Cookie": self.cookie, **headers})
        answer = line.getresponse()
        self.text = answer.read().decode()
        if given := answer.headers.get("Set-Cookie"):
            self.cookie = given.partition(";")[0]
        line.close()
        return answer

    def come_in(self) -> http.client.HTTPResponse:
        return self.open(self.open(urlsplit(self.led[-1]).path).headers["Location"])


@pytest.fixture
def tutor(unlocked: Start) -> Pilot:
    pilot = unlocked(2)
    pilot.press("Tutor's door")
    return pilot


@pytest.fixture
def reader(tutor: Pilot) -> Reader:
    return Reader(tutor)


def test_the_button_opens_the_pages_while_the_studio_runs(tutor: Pilot, reader: Reader) -> None:
    tutor.press("In the browser")
    assert "It is open in your browser. It locks when Soundfolio does." in tutor.words()
    assert reader.come_in().status == 200
    assert {"Jo", "Amira"} <= set(re.findall(r"\w+", reader.text))
    assert reader.led[0] not in reader.text


def test_pressed_again_it_is_the_same_place_by_another_address(tutor: Pilot, reader: Reader) -> None:
    tutor.press("In the browser")
    tutor.press("In the browser")
    one, two = map(urlsplit, reader.led)
    assert one.netloc == two.netloc
    assert one.path != two.path


def test_from_a_pupils_page_it_leads_to_that_pupil(tutor: Pilot, reader: Reader) -> None:
    pupil = tutor.lesson.house.pupils[0].id
    tutor.studio.move(Push("tutor_pupil", {"pupil": pupil}))
    tutor.settle()
    tutor.press("In the browser")
    assert reader.open(urlsplit(reader.led[0]).path).headers["Location"] == f"/pupil/{pupil}"


def test_left_alone_the_pages_lock_with_the_studio_and_open_again_only_from_it(tutor: Pilot, reader: Reader) -> None:
    tutor.press("In the browser")
    reader.come_in()
    tutor.turn(seconds=601)
    tutor.settle()
    assert reader.open("/").status == 423
    assert "Amira" not in reader.text
    tutor.studio.browser.open("/")
    tutor.settle()
    assert reader.open("/").status == 403
    assert reader.come_in().status == 200


def test_pages_that_slept_for_long_are_locked_before_the_window_has_woken(
    tutor: Pilot, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept = [0.0]
    monkeypatch.setattr(gate, "awake_or_not", lambda: time.monotonic() + slept[0])
    tutor.press("In the browser")
    assert reader.come_in().status == 200
    slept[0] = 3600.0
    assert reader.open("/").status == 423
    assert "Amira" not in reader.text


def test_whoever_reads_in_the_browser_is_there(tutor: Pilot, reader: Reader) -> None:
    tutor.press("In the browser")
    reader.come_in()
    for _ in range(3):
        tutor.turn(seconds=400)
        assert reader.open("/").status == 200
    tutor.turn()
    assert tutor.screen == "tutor"


def test_pupils_who_play_alone_lock_them(tutor: Pilot, reader: Reader) -> None:
    tutor.press("In the browser")
    reader.come_in()
    tutor.lesson.alone, tutor.lesson.together = True, (tutor.lesson.house.pupils[0].id,)
    tutor.turn()
    assert reader.open("/").status == 423


def test_what_stands_open_is_locked_as_the_window_begins_to_close(tutor: Pilot, reader: Reader) -> None:
    tutor.press("In the browser")
    reader.come_in()
    tutor.studio.begin_closing()
    assert reader.open("/").status == 423
    tutor.close()
    with pytest.raises(OSError):
        reader.open("/")


def test_without_a_browser_the_address_is_said(tutor: Pilot, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tutor.studio.browser, "_lead", lambda address: reader.lead(address) and False)
    tutor.press("In the browser")
    assert reader.led[0] in tutor.words()


def test_a_window_that_closes_before_anybody_opened_them_has_nothing_to_let_go(unlocked: Start, tmp_path: Path) -> None:
    pilot: Any = unlocked(0)
    pilot.studio.browser.lock()
    pilot.close()
