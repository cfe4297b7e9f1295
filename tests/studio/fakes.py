"""The stand-ins of the studio's tests: the engine's, and a pilot that sits before the real studio."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pygame

from studio.app import Studio
from studio.settings import Settings
from tests.studio.fake_engine import LEVELS, OUTPUTS, SPEAKERS, FakeEngine

__all__ = ["LEVELS", "OUTPUTS", "SPEAKERS", "FakeEngine", "Pilot"]


TURN_SECONDS = 1 / 60
STILL_TURNS = 3  # so many turns with nothing to do are rest
PATIENCE_SECONDS = 60  # for a slow machine: only a studio that hangs takes so long


class Pilot:
    """The real studio in a window nobody sees: presses what a person would press, reads what they would read."""

    def __init__(
        self,
        folder: Path,
        *,
        size: tuple[int, int] = (1280, 680),
        text: int = 100,
        theme: str = "night",
        secret: str = "",
        **sound: Any,
    ) -> None:
        """Sit down before the lock, or, with its secret, before who is here; `sound` is what else the settings say."""
        self.engine = FakeEngine()
        self.engine.start()
        self.now = 0.0
        self._closed = False
        pygame.display.init()
        pygame.font.init()
        surface = pygame.display.set_mode(size)
        self.studio = Studio(
            folder,
            engine=self.engine,
            surface=surface,
            settings=Settings(text_size=text, theme=theme, **sound),
            clock=lambda: self.now,
        )
        if not secret:
            self.turn()
            return
        with self._unseen():
            self.turn()
            self.studio.screen._submit(secret)
            self.studio._focus = (None, None)  # the field had it
            self.settle()
        self.settle()

    @property
    def ui(self) -> Any:
        return self.studio.ui

    @property
    def lesson(self) -> Any:
        return self.studio.lesson

    @property
    def screen(self) -> str:
        return self.studio.screen.name

    def turn(self, *events: pygame.event.Event, seconds: float = TURN_SECONDS) -> None:
        """One turn of the window's loop."""
        self.now += seconds
        self.engine.let(seconds)
        self.studio.frame(list(events), self.now)

    def settle(self) -> None:
        """Turn until nothing is left to do: what the journal and the worker were asked is done, and then it is drawn."""
        until = time.monotonic() + PATIENCE_SECONDS
        quiet = 0
        with self._undrawn():
            while quiet < STILL_TURNS:
                assert time.monotonic() < until, "the studio never came to rest"
                self.turn()
                busy = self.studio.background.busy
                quiet = 0 if busy else quiet + 1
                if busy:
                    self.studio.background.settle(10)
        self.ui.draw(self.studio.surface)

    @contextmanager
    def _undrawn(self) -> Iterator[None]:
        """Leave pictures that nobody looks at: what changed is drawn once, by who asks next."""

        def tended(_surface: pygame.Surface) -> list[pygame.Rect]:
            self.ui._tend()
            return []

        self.ui.draw = tended
        try:
            yield
        finally:
            del self.ui.draw

    def press(self, name: str) -> None:
        """Press what is called so, with the mouse."""
        widget = self.ui.find(name)
        self.ui.click(widget.key, part=widget.part if widget.role in {"radio", "checkbox"} else None)
        self.settle()

    def click(self, key: str) -> None:
        """Press what has this key."""
        self.ui.click(key)
        self.settle()

    def write(self, words: str) -> None:
        """Write into what has the focus."""
        self.turn(pygame.event.Event(pygame.TEXTINPUT, text=words))

    def type_key(self, key: int, mod: int = 0) -> None:
        """Press a key of the computer keyboard."""
        self.turn(
            pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0, repeat=False),
            pygame.event.Event(pygame.KEYUP, key=key, mod=mod, unicode="", scancode=0),
        )
        self.settle()

    def enter(self) -> None:
        self.type_key(pygame.K_RETURN)

    def tab_to(self, name: str, most: int = 60) -> None:
        """Press Tab until the focus is on what is called so: everything can be reached without a mouse."""
        key = self.ui.find(name).key
        for _ in range(most):
            if self.ui.focused == key:
                return
            self.type_key(pygame.K_TAB)
        raise AssertionError(f"Tab never came to {name!r}; it stands on {self.ui.focused!r}")

    def words(self) -> str:
        """All the words on the screen, one a line."""
        return "\n".join(widget.name for widget in self.ui.tree() if widget.role == "words")

    def play(self, *pitches: int, pause: float = 0.3) -> None:
        """Play keys of a MIDI keyboard, one after the other."""
        for pitch in pitches:
            self.engine.down(pitch)
            self.turn(seconds=0.2)
            self.engine.up(pitch)
            self.turn(seconds=pause)

    def close(self, *, backup: bool = True) -> None:
        """Close the window as a person does, and answer what it asks: whatever is undecided or owed goes."""
        if self._closed:
            return
        self._closed = True
        if self.studio.open:
            self.settle()
            if not backup and self.lesson.journal is not None:
                self.lesson.journal.backup = lambda _why: (
                    self.studio.folder
                )  # what is kept while it closes would make one
            with self._unseen() if not backup else nullcontext():
                self.turn(pygame.event.Event(pygame.QUIT))
                self.settle()
            if self.studio.open:
                self.settle()
        for way_out in ("let-it-go", "owed-close"):
            if self.studio.open and any(widget.key == way_out for widget in self.ui.tree()):
                self.click(way_out)
        assert not self.studio.open, f"the window does not close: {self.words()}"
        self.studio.close()

    @contextmanager
    def _unseen(self) -> Iterator[None]:
        """Leave out the screens on a way that other tests look at: where it comes to is shown."""
        self.studio._show = lambda: None
        try:
            yield
        finally:
            del self.studio._show
            self.studio.change()
