"""However a session ends, the pupil's music is packed by and by, sealed, and nobody waits for it."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reflections import DiskFull
from studio.papers import pack
from studio.papers.drawing import Stopped
from studio.screen import Go, Push
from tests.studio.conftest import NoRoom
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, put, record, stand
from tests.studio.screens.conftest import PASSPHRASE, signs

Start = Callable[..., Pilot]
LONG = 10 * 60 + 1


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Packs that take no time: of whom, in the order they were made."""
    made: list[str] = []

    def make(contents: pack.Contents, progress: Any, cancelled: Callable[[], bool]) -> bytes:
        del progress
        if cancelled():
            raise Stopped("It was not made.")
        made.append(contents.pupil)
        return b"PK"

    monkeypatch.setattr(pack, "make", make)
    return made


@pytest.fixture
def played(unlocked: Start) -> Callable[[], Pilot]:
    """Jo is at the keys and has kept a take, Amira is not there yet; everything that was said is seen."""

    def start() -> Pilot:
        pilot = unlocked(2, signed=True)
        come(pilot, 0)
        put(pilot, stand())
        record(pilot, C, D, E)
        return pilot

    return start


def come(pilot: Pilot, n: int) -> None:
    for icon in signs(n):
        pilot.click(f"picture-{icon}")


def say_bye(pilot: Pilot) -> None:
    to_bye(pilot)
    pilot.click("bye")


def to_bye(pilot: Pilot) -> None:
    pilot.studio.move(Go("leaving"))
    pilot.settle()
    while pilot.screen == "reflect":
        pilot.click("skip")


def folders(pilot: Pilot) -> list[str]:
    return sorted(path.name for path in (pilot.studio.folder / "packs").glob("*"))


def again(pilot: Pilot, pilot_at: Start) -> Pilot:
    """The next start, past the passphrase."""
    pilot.close()
    later = pilot_at(pilot.studio.folder)
    later.settle()
    later.write(PASSPHRASE)
    later.enter()
    return later


# ---- every way out


def test_after_bye_it_is_made_and_sealed(played: Callable[[], Pilot], quick: list[str]) -> None:
    pilot = played()
    jo = pilot.lesson.pupil.id
    say_bye(pilot)
    assert quick == [jo]
    assert folders(pilot) == [f"{jo}.pack"]
    assert pilot.screen == "who"


def test_after_they_went_without_a_word_it_is_made(played: Callable[[], Pilot], quick: list[str]) -> None:
    pilot = played()
    jo = pilot.lesson.pupil.id
    pilot.turn(seconds=LONG)
    pilot.settle()
    assert (pilot.screen, quick) == ("who", [jo])


def test_where_the_window_was_closed_it_is_made_at_the_next_start(
    played: Callable[[], Pilot], quick: list[str], pilot_at: Start
) -> None:
    pilot = played()
    jo = pilot.lesson.pupil.id
    later = again(pilot, pilot_at)
    assert quick == [jo]
    assert folders(later) == [f"{jo}.pack"]


def test_after_the_close_and_the_end_of_the_day_it_is_made_of_all_who_came(
    played: Callable[[], Pilot], quick: list[str]
) -> None:
    pilot = played()
    jo, session = pilot.lesson.pupil.id, pilot.lesson.session.id
    pilot.studio.move(Push("closing", {"session": session}))
    pilot.settle()
    pilot.press("Close the session")
    assert quick == [jo]


@pytest.mark.parametrize("kind", ["planned", "moved"])
def test_after_an_ending_planned_or_not_it_is_made(played: Callable[[], Pilot], quick: list[str], kind: str) -> None:
    pilot = played()
    jo = pilot.lesson.pupil.id
    pilot.studio.move(Push("tutor_pupil", {"pupil": jo, "part": "ending"}))
    pilot.settle()
    tab = pilot.studio.screen.tab
    tab._set_kind(kind)
    tab._type("handed-to", "social worker")
    tab._end_it()
    pilot.settle()
    assert quick == [jo]


# ---- in nobody's way


def test_who_comes_next_waits_for_nothing_and_what_was_given_up_is_made_when_they_leave(
    played: Callable[[], Pilot], monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = played()
    jo, amira = (one.id for one in pilot.lesson.house.pupils)
    begun, made = threading.Event(), []

    def make(contents: pack.Contents, _progress: Any, cancelled: Callable[[], bool]) -> bytes:
        begun.set()
        while contents.pupil == jo and not made and not cancelled():
            begun.wait(0.001)
        if cancelled():
            made.append("given up")
            raise Stopped("It was not made.")
        made.append(contents.pupil)
        return b"PK"

    monkeypatch.setattr(pack, "make", make)
    to_bye(pilot)
    pilot.ui.click("bye")
    while not begun.wait(0.005):
        pilot.turn()
    for icon in signs(1):
        pilot.ui.click(f"picture-{icon}")
        pilot.turn()
    pilot.settle()
    assert pilot.lesson.pupil.id == amira
    assert (made, folders(pilot)) == (["given up"], [])
    say_bye(pilot)
    assert made == ["given up", jo]


def test_nothing_is_made_again_where_nothing_was_kept_since(played: Callable[[], Pilot], quick: list[str]) -> None:
    pilot = played()
    say_bye(pilot)
    come(pilot, 0)
    say_bye(pilot)
    assert len(quick) == 1


def test_words_that_wait_to_be_seen_hold_it_back_until_they_are(
    played: Callable[[], Pilot], quick: list[str], pilot_at: Start
) -> None:
    pilot = played()
    jo = pilot.lesson.pupil.id
    pilot.lesson.journal.reflect(jo, "T6", said_by="typed", body="the slide")
    say_bye(pilot)
    assert quick == []
    pilot.lesson.journal.seen([one.id for one in pilot.lesson.journal.unseen().items], "Sam")
    again(pilot, pilot_at)
    assert quick == [jo]


def test_on_a_full_disk_nothing_half_written_stays_and_it_is_made_later(
    played: Callable[[], Pilot], quick: list[str], monkeypatch: pytest.MonkeyPatch, pilot_at: Start
) -> None:
    pilot = played()
    jo = pilot.lesson.pupil.id
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if "packs" in path.parts:
            write(path, data[:1])
            raise OSError(28, "No space left on device")
        return write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        say_bye(pilot)
    assert folders(pilot) == []
    assert pilot.lesson.pupil is None
    later = again(pilot, pilot_at)
    assert folders(later) == [f"{jo}.pack"]


def test_on_a_disk_so_full_that_it_cannot_even_be_noted_it_is_noted_later(
    played: Callable[[], Pilot], quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = played()
    jo = pilot.lesson.pupil.id
    room = NoRoom(pilot.lesson.journal, monkeypatch, DiskFull("The disk is full. Free some space."))
    say_bye(pilot)
    assert (pilot.screen, quick) == ("who", [])
    room.over()
    pilot.turn(seconds=6)
    pilot.settle()
    come(pilot, 1)
    say_bye(pilot)
    assert quick == [jo]
