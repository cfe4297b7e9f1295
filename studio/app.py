"""The composition root: builds everything once, then runs the loop and the stack of screens."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING, Any

import pygame

from instruments import Engine
from instruments.events import Bend, Control, Gone, NoteOff, NoteOn, Pedal, Pressed
from studio.background import Background
from studio.browser.opening import Browser
from studio.closing import Closing
from studio.drafting import Drafting
from studio.lesson import Lesson, sentence
from studio.own_settings import OwnSettings
from studio.papers.packing import Packing
from studio.playing.piano import ComputerKeys
from studio.playing.sounding import Sounding, apply_levels, wanted_output
from studio.proving import Proving
from studio.screen import Back, Go, Move, Push, Screen, Tools
from studio.second_start import OneWindow
from studio.settings import Settings, cache_folder
from studio.standing import Standing
from studio.ui import text, window
from studio.ui.runtime import Ui
from studio.ui.theme import Theme
from studio.voices.aloud import Aloud
from studio.wishes import Wishes
from studio.words import from_the_right, say, speak_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TYPED = frozenset({pygame.KEYDOWN, pygame.TEXTINPUT})
NOWHERE: tuple[str | None, int | None] = (None, None)
PLAYED = (NoteOn, NoteOff, Pedal, Control, Bend, Gone, Pressed)
NOTICE_SECONDS = 8.0
IDLE_SECONDS = 1 / 30
BUSY_SECONDS = 1 / 60


class StudioStopped(Exception):  # noqa: N818 - the sentence says so
    """Something broke in the loop; the sentence is for whoever sat before it."""


class Studio:
    """The window. One turn of the loop is `frame`; `run` only feeds it."""

    def __init__(
        self,
        folder: Path,
        *,
        engine: Engine,
        surface: pygame.Surface,
        settings: Settings | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        text.FONTS.keep_in(cache_folder())
        self.folder = folder
        self.engine = engine
        self.surface = surface
        self.clock = clock
        self.settings = settings or Settings.from_file(folder)
        self.background = Background(held=True)
        self.lesson = Lesson(engine, self.background, clock)
        self.ui = Ui(self._theme(), surface.get_size())
        self.keys = ComputerKeys(engine, moved=self._say_octave)
        self.wishes = Wishes(folder, self.lesson, self.background, clock)
        self.wishes.changed = self.change
        self.closing = Closing(self)
        self.drafting = Drafting(self.lesson, self.ui.drafts)
        self.packing = Packing(self.lesson, self.background, folder)
        self.lesson.left = self.packing.left
        self.proving = Proving(self.lesson, self.background)
        self.own = OwnSettings(folder, self.lesson, self.settings, self._look)
        self.browser = Browser(self)
        self.standing = Standing(self)
        self.aloud = Aloud(self)
        self.ui.announce = self.aloud.announce
        self.sounding = Sounding(engine, self.lesson.recorder, folder, self.settings)
        self.lesson.say = self.say
        self.lesson.laptop_language = self.settings.language
        self.lesson.changed = self.change
        self.notice = ""
        self.open = True
        self.each_turn: Callable[[float], None] = _nothing
        self._notice_until = 0.0
        self._stack: list[Screen] = []
        self._moves: list[Move] = []
        self._stale = True
        self._focus: tuple[str | None, int | None] = (None, None)
        self.tools = Tools(
            folder=folder,
            engine=engine,
            lesson=self.lesson,
            background=self.background,
            settings=self.settings,
            clock=clock,
            move=self._moves.append,
            say=self.say,
            changed=self.change,
            focus=self._want_focus,
            focused=lambda: self.ui.focused,
            theme=lambda: self.ui.theme,
            fit_keys=self.keys.fit,
            read_aloud=self.aloud.read,
            veiled=lambda: self.standing.veiled,
            restyle=self.restyle,
            share_keys=self.standing.share_keys,
            sounding=self.sounding,
            drafts=self.ui.drafts,
            get_ready=self.packing.left,
            stop_packing=self.packing.give_up,
            browse=self.browser.open,
        )
        self.standing.start()

    @property
    def screen(self) -> Screen:
        """The screen in front."""
        return self._stack[-1]

    def say(self, words: str) -> None:
        """Show a sentence on the notice line for a while."""
        self.notice = words
        self._notice_until = self.clock() + NOTICE_SECONDS
        self.change()

    def change(self) -> None:
        """Something that is drawn has changed."""
        self._stale = True

    def move(self, move: Move) -> None:
        """Ask for another screen; it happens at the end of this turn."""
        self._moves.append(move)

    def frame(self, events: list[pygame.event.Event], now: float) -> list[pygame.Rect]:
        """One turn: answers, music, hands, time, moves, picture. Returns what was drawn anew."""
        self.background.poll()
        self._hear()
        for event in events:
            if event.type in TYPED and (self._moves or self._focus != NOWHERE):
                self._act()
                self._show()  # what is typed ahead lands where the key before it led
            self.aloud.heed(event)
            self._handle(event)
        self.standing.handled(events, now)
        self.lesson.tick(now)
        self.wishes.tick(now)
        self.drafting.tick(now)
        self.packing.tick()
        self.proving.tick()
        self.standing.tick(now)
        if not self.closing.left:
            self.screen.update(now)
        self.closing.tick()
        self._act()
        if self.standing.veiled:
            self._notice_until = now + NOTICE_SECONDS  # what nobody can read waits
        if self.notice and now > self._notice_until:
            self.notice = ""
            self._stale = True
        if self._stale:
            self._show()
        self.aloud.tick(now)
        drawn = self.ui.draw(self.surface)
        self.background.go()
        return drawn

    def _show(self) -> None:
        self._stale = False
        self._speak()
        (key, part), self._focus = self._focus, NOWHERE
        tree, place = self.standing.frame(self.screen), self.standing.place(self.screen)
        self._stale = self.ui.show(tree, focus=key, place=place)  # words put back are read aloud as any other
        if part is not None:
            self.ui.focus.go(key, part)

    def _speak(self) -> None:
        """What is shown now is for whoever is here, behind the tutor's door for the tutor."""
        lesson, tutor = self.lesson, self.screen.for_tutor
        register = lesson.register if lesson.pupil is not None and not tutor else ""
        speak_to(register, self.settings.language if tutor else lesson.language)
        if self.ui.theme.rtl != from_the_right():
            self.ui.set_theme(self._theme())

    def run(self) -> None:
        """Feed the loop until the window closes."""
        while self.open:
            began = self.clock()
            self.each_turn(began)
            dirty = self.frame(pygame.event.get(), began)
            if dirty:
                pygame.display.update(dirty)
            pause = (BUSY_SECONDS if self.standing.lively else IDLE_SECONDS) - (self.clock() - began)
            if pause > 0:
                time.sleep(pause)

    def begin_closing(self) -> None:
        """Put everything away while the window goes on; asked a second time it does not wait for the backup."""
        self.closing.begin()

    def close(self) -> None:
        """Finish what is being written, close the journal, end the engine: each even if one before it fails. Safe to call twice."""
        self.open = False
        with contextlib.ExitStack() as steps:  # the last named is done first
            steps.callback(speak_to)
            steps.callback(self.engine.close)
            steps.callback(text.FONTS.close)
            steps.callback(self.keys.release_all)
            steps.callback(lambda: self.background.close(self.closing.seconds))
            steps.callback(self.closing.finish)
            steps.callback(self.browser.close)
            steps.callback(self.aloud.close)

    # -- inside one turn ----------------------------------------------------------------------------------------------
    def _hear(self) -> None:
        for event in self.engine.pending():
            self.lesson.told(event)
            self.sounding.told(event)
            self.standing.told(event)
            self.aloud.told(event)
            if isinstance(event, PLAYED):
                covered = isinstance(event, NoteOn) and self.standing.covers(self.screen)  # no answer nobody can see
                if not self.closing.left and not covered:
                    self.screen.hear(event)
            elif not self.closing.left:
                self.screen.told(event)

    def _handle(self, event: pygame.event.Event) -> None:
        if event.type == pygame.QUIT:
            self.begin_closing()
        elif event.type == pygame.VIDEORESIZE:
            self.surface = pygame.display.get_surface() or self.surface
            self.ui.resize(self.surface.get_size())
            self.ui.set_theme(self._theme())  # what is very large shows everything larger
            self.change()
        elif event.type == pygame.WINDOWFOCUSLOST:
            self.keys.release_all()
        elif self.ui.handle(event) or self._play(event) or self.closing.up:
            return  # while the window closes no key but a dialog's own, and the piano's, means anything
        elif self.standing.covers(self.screen) or not self.screen.handle(event):
            self.standing.handle(event)

    def _play(self, event: pygame.event.Event) -> bool:
        if self.ui.text_focus or not self.screen.keys_play:
            return False
        return self.keys.handle(event)

    def _act(self) -> None:
        while self._moves and not self.closing.up:
            move = self.standing.moving_on(self._moves.pop(0), self._stack[-1] if self._stack else None)
            match move:
                case Go(name, options):
                    for screen in reversed(self._stack):
                        screen.leave()
                    self._stack = [self._build(name, options)]
                    self.screen.enter()
                case Push(name, options):
                    self.screen.leave()
                    self._stack.append(self._build(name, options))
                    self.screen.enter()
                case Back() if len(self._stack) > 1:
                    self._stack.pop().leave()
                    self.screen.enter()
                case Back():
                    self._moves.append(Go(self.standing.way_back(self.screen)))
            self._stale = True

    def _build(self, name: str, options: dict[str, Any]) -> Screen:
        from studio.screens import SCREENS

        return SCREENS[name](self.tools, **options)

    def first(self, name: str) -> None:
        """Put the first screen there."""
        self._stack = [self._build(name, {})]
        self.screen.enter()

    def restyle(self, settings: Settings) -> None:
        """Look and sound different from now on: for whoever is here, or at the next start."""
        self._look(settings)
        self.own.changed(settings)

    def _look(self, settings: Settings) -> None:
        self.settings = self.tools.settings = settings
        self.lesson.laptop_language = settings.language
        self.ui.set_theme(self._theme())
        self.sounding.follow(settings)
        self.change()

    def _theme(self) -> Theme:
        settings = self.settings
        return Theme(
            name=settings.theme,
            scale=window.scale_of_screen(),
            text_scale=settings.text_size / 100,
            font=settings.font,
            spacing=settings.spacing / 100,
            calm=settings.calm,
            less_motion=settings.less_motion or settings.calm,
            rtl=from_the_right(),
        )

    def _say_octave(self, lowest: int) -> None:
        self.say(say("frame.the computer keys start", n=lowest // 12 - 1))

    def _want_focus(self, key: str, part: int | None = None) -> None:
        self._focus = key, part
        self._stale = True


def _nothing(now: float) -> None:
    del now


def open_studio(folder: Path, *, output: str | None = None) -> None:
    """Open the window and run it until it closes. NoDisplay, OpenAlready and StudioStopped carry a sentence."""
    one_window = OneWindow(folder)
    settings = Settings.from_file(folder)
    engine = Engine(**wanted_output(settings, output or os.environ.get("SOUNDFOLIO_OUTPUT")))
    apply_levels(engine, settings)  # before it starts: the first key may come before the window does
    engine.start()
    try:
        surface = window.open_window()
    except window.NoDisplay:
        engine.close()
        raise
    studio = Studio(folder, engine=engine, surface=surface, settings=settings)
    studio.each_turn = one_window.tick
    with (
        contextlib.ExitStack() as steps
    ):  # the last named is done first: nobody looks at a window that does nothing more
        steps.callback(one_window.close)
        steps.callback(pygame.quit)
        steps.callback(studio.close)
        steps.callback(pygame.display.quit)
        try:
            studio.run()
        except Exception as error:
            from studio import fault

            fault.write(folder, error)
            raise StudioStopped(say("frame.had to stop", why=sentence(error))) from error
