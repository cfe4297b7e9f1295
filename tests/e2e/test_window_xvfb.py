"""The real window on a real X display, a hand on its mouse and keyboard: a lesson from an empty laptop to what is kept."""

import ctypes
import mmap
import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pygame
import pytest

from instruments.events import NoteOn
from reflections import Journal
from studio.music.take import Take
from studio.ui.text import FONTS
from tests.e2e.conftest import PASSPHRASE, needed, picked, running
from tests.studio.fakes import Pilot

SCREEN = (1366, 768)
WINDOW = (1280, 708)  # what the studio takes of such a screen
PATIENCE_SECONDS = 20.0
ALIKE = 0.97  # of the pixels; the caret blinks, and the recovery code is another one
KEYS = {"a": (pygame.KSCAN_A, 0), "d": (pygame.KSCAN_D, 4), "g": (pygame.KSCAN_G, 7), "k": (pygame.KSCAN_K, 12)}
LOWEST = 48  # where the computer keys lie for the first tune of the shelf: its lowest note is A3

WORDS = "The end went up"

pytestmark = pytest.mark.window


@dataclass(frozen=True, slots=True)
class Screen:
    """A display and the file in which its X server keeps the picture."""

    display: str
    memory: Path

    def picture(self) -> np.ndarray:
        """What stands on the root window now: (height, width, 3) of red, green, blue."""
        with self.memory.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
            head = struct.unpack(">25I", raw[:100])  # an X window dump
            size, wide, tall, line, colours = head[0], head[4], head[5], head[12], head[19]
            pixels = np.frombuffer(raw[size + 12 * colours :][: line * tall], np.uint8).reshape(tall, line // 4, 4)
            return pixels[:, :wide, 2::-1].copy()


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """An X server whose picture can be read."""
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    server = needed("Xvfb", "xvfb")
    command = [server, "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp", "-fbdir", str(tmp_path)]
    with running(command, subprocess.PIPE) as process:
        assert process.stdout is not None
        yield Screen(f":{picked(process.stdout)}", tmp_path / "Xvfb_screen0")


class Message(ctypes.Structure):
    """A client message as Xlib sends it, as long as the longest of its events."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 12),
    )


def ask_to_close(display: str, window: int) -> None:
    """What the close button of a window's frame sends; there is no window manager here that would draw one."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    server = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))

    def atom(name: bytes) -> int:
        found: int = x11.XInternAtom(server, name, 0)
        return found

    message = Message(type=33, window=window, message_type=atom(b"WM_PROTOCOLS"), format=32)
    message.data[0] = atom(b"WM_DELETE_WINDOW")
    x11.XSendEvent(server, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
    x11.XCloseDisplay(server)


class Person:
    """Does everything twice: in a studio nobody sees, which tells where things are, and by hand in the real window."""

    def __init__(self, screen: Screen, folder: Path) -> None:
        self.screen = screen
        self.folder, self.twins = folder / "real", folder / "twin"
        self.around = os.environ | {"DISPLAY": screen.display, "HOME": str(folder / "home")}
        for name in (
            "SDL_VIDEODRIVER",
            "SOUNDFOLIO_DATA",
            "SOUNDFOLIO_PASSPHRASE",
            "XDG_CACHE_HOME",
            "WAYLAND_DISPLAY",
        ):
            self.around.pop(name, None)
        self.around |= {"SDL_VIDEO_WINDOW_POS": "0,0", "SOUNDFOLIO_OUTPUT": "null", "LC_ALL": "C.UTF-8"}
        self.xdotool = needed("xdotool", "xdotool")
        (folder / "home").mkdir()

    def start(self) -> None:
        """Start the studio, and its twin."""
        self.twin = Pilot(self.twins, size=WINDOW)
        until = time.monotonic() + PATIENCE_SECONDS
        while FONTS._worker is not None and time.monotonic() < until:
            FONTS.tend()
            time.sleep(0.05)
        if FONTS._folder is not None and not (self.folder / "cache").exists():
            shutil.copytree(FONTS._folder, self.folder / "cache")
        self.twin.studio.change()
        self.studio = subprocess.Popen(
            [sys.executable, "-m", "studio", "--data", str(self.folder)], env=self.around, stdin=subprocess.DEVNULL
        )
        self.window = self.find()
        self.hand("windowfocus", "--sync", self.window)
        self.twin.settle()
        self.alike()

    def find(self) -> str:
        """The window, once it is there."""
        until = time.monotonic() + PATIENCE_SECONDS
        search = [self.xdotool, "search", "--onlyvisible", "--class", "^soundfolio$"]
        while time.monotonic() < until and self.studio.poll() is None:
            found = subprocess.run(search, env=self.around, check=False, capture_output=True, text=True)
            if found.stdout.strip():
                return found.stdout.split()[0]
            time.sleep(0.05)
        raise AssertionError(f"no window came up; the studio's exit code is {self.studio.poll()}")

    def close(self) -> int:
        """Close the window as its frame's button does; the studio's exit code."""
        ask_to_close(self.screen.display, int(self.window))
        self.twin.close()
        return self.studio.wait(PATIENCE_SECONDS)

    def hand(self, *does: object) -> str:
        done = subprocess.run(
            [self.xdotool, *map(str, does)], env=self.around, check=True, capture_output=True, text=True, timeout=PATIENCE_SECONDS
        )  # fmt: skip
        return done.stdout.strip()

    def press(self, name: str) -> None:
        """Press what is called so, with the mouse."""
        ui = self.twin.ui
        widget = ui.find(name)
        item = ui.focus.item(widget.key, widget.part if widget.role in {"radio", "checkbox"} else None)
        x, y = item.seen.center
        self.hand("mousemove", x, y, "click", 1)
        pygame.mouse.set_pos((x, y))
        self.twin.turn(pygame.event.Event(pygame.MOUSEMOTION, pos=(x, y), rel=(0, 0), buttons=(0, 0, 0), touch=False))
        self.twin.press(name)

    def type(self, words: str) -> None:
        self.hand("type", "--delay", "15", words)
        self.twin.write(words)

    def key(self, name: str, key: int) -> None:
        self.hand("key", name)
        self.twin.type_key(key)

    def tab_to(self, name: str) -> None:
        """Come to what is called so with the keyboard alone, and press it."""
        wanted = self.twin.ui.find(name).key
        for _ in range(60):
            if self.twin.ui.focused == wanted:
                break
            self.key("Tab", pygame.K_TAB)
        self.key("Return", pygame.K_RETURN)

    def play(self, name: str) -> None:
        """A computer key as a piano key, by its place."""
        scancode, _ = KEYS[name]
        for does, kind in (("keydown", pygame.KEYDOWN), ("keyup", pygame.KEYUP)):
            self.hand(does, name)
            self.twin.turn(
                pygame.event.Event(kind, key=0, scancode=scancode, mod=0, unicode="", repeat=False), seconds=0.15
            )
            time.sleep(0.1)

    def alike(self, least: float = ALIKE) -> float:
        """Wait until the real window shows what its twin shows; the share of pixels that are the same."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            self.twin.turn()
            drawn = pygame.surfarray.array3d(self.twin.studio.surface).swapaxes(0, 1)
            there = self.screen.picture()[: WINDOW[1], : WINDOW[0]]
            near = np.abs(there.astype(np.int16) - drawn).max(axis=2) < 12
            share = float(near.mean())
            if share >= least:
                return share
            if time.monotonic() > until:
                pygame.image.save(self.twin.studio.surface, self.folder / "twin.png")
                real = pygame.surfarray.make_surface(there.swapaxes(0, 1))
                pygame.image.save(real, self.folder / "real.png")
                raise AssertionError(
                    f"on {self.twin.screen} only {share:.3f} of the window is as it should be: see {self.folder}"
                )
            time.sleep(0.05)

    def end(self) -> None:
        """Whatever happened, nothing goes on."""
        studio = getattr(self, "studio", None)
        if studio is not None and studio.poll() is None:
            studio.kill()
            studio.wait()
        if hasattr(self, "twin"):
            self.twin.close()


@pytest.fixture
def person(screen: Screen, tmp_path: Path) -> Iterator[Person]:
    one = Person(screen, tmp_path)
    yield one
    one.end()


def set_up(person: Person) -> None:
    """The first run, done by the tutor at home, typed and pressed; then Jo says who they are."""
    for words in ("Sam", PASSPHRASE, PASSPHRASE, "Tuesday", "Ms Okoro"):
        person.type(words)
        person.key("Return", pygame.K_RETURN)
    assert "Your recovery code" in person.twin.words()
    person.alike()
    person.press("I have it")
    person.press("Go on")
    assert person.twin.screen == "who"
    person.alike()
    person.press("I am new here")
    person.alike()
    person.type("Jo")
    for name in ("10 to 12", "Bird", "That is me"):
        person.press(name)
    assert person.twin.screen == "home"
    person.alike()


def unlock(person: Person) -> None:
    """The day of the lesson: the passphrase, and who is here."""
    assert person.twin.screen == "lock"
    person.type(PASSPHRASE)
    person.key("Return", pygame.K_RETURN)
    person.alike()
    person.press("That is me")
    assert person.twin.screen == "home"
    person.alike()


def play_and_record(person: Person) -> str:
    """The first tune of the shelf; the record button, four keys of the computer, stop. Returns its title."""
    person.press("Pick")
    person.alike()
    person.press("Choose")
    assert person.twin.screen == "play"
    title: str = person.twin.lesson.stand.title
    person.alike(0.9)
    person.press("Record")
    time.sleep(1.0)  # the first click of the count-in is out
    for name in KEYS:
        person.play(name)
    person.press("Stop and keep")
    assert "is kept" in person.twin.words()
    person.alike(0.9)
    return title


def reflect(person: Person) -> tuple[str, ...]:
    """The pupil wants to say something: every question is answered by mouse or keyboard. The kinds that came."""
    person.press("Say something")
    asked: list[str] = []
    while (question := person.twin.studio.screen.question) is not None and len(asked) < 8:
        person.alike(0.95)
        asked.append(question.kind)
        if question.kind in {"words", "chips"}:
            person.tab_to("Type it")
            person.alike(0.95)  # the box is there: nobody types into what they do not see
            person.type(WORDS)
            person.tab_to("Done")
        else:
            words = question.choices[0].words
            person.press(words[:1].upper() + words[1:])
    person.alike(0.95)
    person.press("My music")
    assert person.twin.screen == "music"
    person.alike(0.95)
    return tuple(asked)


def test_a_lesson_in_the_real_window_from_an_empty_laptop_to_what_is_kept(
    person: Person, record_property: Callable[[str, object], None]
) -> None:
    began = time.monotonic()
    person.start()
    set_up(person)
    assert person.close() == 0
    person.start()
    unlock(person)
    title = play_and_record(person)
    asked = reflect(person)
    share, picture = person.alike(0.95), person.screen.picture()
    assert person.close() == 0
    record_property("seconds", time.monotonic() - began)

    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 100, "the screen is blank"
    assert share > 0.95
    journal = Journal.open(person.folder, PASSPHRASE)
    try:
        (jo,) = journal.pupils()
        (piece,) = journal.pieces(jo.id)
        (take,) = journal.takes(piece.id)
        events = Take.from_midi(journal.take_midi(take.id)[0][1]).events
        assert [event.pitch for event in events if isinstance(event, NoteOn)] == [
            LOWEST + step for _, step in KEYS.values()
        ]
        assert WORDS in [said.body for said in journal.unseen().reflections], f"of {asked}"
        assert (jo.shown, piece.title, journal.tutor, journal.place().help_person) == (
            "Jo",
            title,
            "Sam",
            "Ms Okoro",
        )
    finally:
        journal.close()
    assert list((person.folder.parent / "home").rglob("*")) == []
