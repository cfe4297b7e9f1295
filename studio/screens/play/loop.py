"""Bars that go round: set by keys, typed, dragged or pressed; let go by one press; and those that are kept with the piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pygame

from studio.lesson.handover import piece_row
from studio.music import loops
from studio.screens.play.bars import span_of
from studio.ui.nodes import Button
from studio.words import counted, say

if TYPE_CHECKING:
    from reflections.journal import Journal
    from studio.music.loops import Bars, Loop, Name
    from studio.screens.play.room import Play
    from studio.ui.nodes import Node

ARROWS = {  # with Shift: by how many bars they move where it begins and where it ends
    pygame.K_LEFT: (0, -1),
    pygame.K_RIGHT: (0, 1),
    pygame.K_DOWN: (-1, 0),
    pygame.K_UP: (1, 0),
}


class PlayLoop:
    """Which bars go round lies in the way of practising; here is how they come there, and what is kept of them."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._from: int | None = None  # a beginning that waits for its end
        self._before: Bars | None = None  # what went round before it was let go
        self.kept: tuple[Loop, ...] = ()

    @property
    def bars(self) -> Bars | None:
        """First and last bar that go round."""
        return self._screen.practice.bars

    @property
    def last(self) -> int:
        """The number of the last bar; 0 where there are none."""
        music = self._screen.score.music
        return music.bars()[-1].n if music is not None and music.bars() else 0

    @property
    def beats(self) -> tuple[float, float] | None:
        """Where the band lies on the roll, in quarters: what is dragged, else what goes round."""
        from studio.music.piece import TICKS
        from studio.music.score import loop_of

        bars, music = self._screen.drag.bars or self.bars, self._screen.score.music
        if bars is None or music is None:
            return None
        start, end = loop_of(music, bars)
        return start / TICKS, end / TICKS

    @property
    def goes_round(self) -> bool:
        """Whether bars go round just now, and no hand is choosing others."""
        along = self._screen.along.is_on and self._screen.head.state in {"playing", "waiting"}
        return along and self.bars is not None and self._screen.drag.bars is None

    # -- which bars ---------------------------------------------------------------------------------------------------
    def set(self, bars: Bars | None) -> None:
        """Let these go round from now on, or none; in a take all stays as it began."""
        screen = self._screen
        if screen.take.on:
            screen.tools.say(say("play.bars after the take"))
            return
        if self.last == 0 or bars == self.bars:
            return
        self._from, self._before = None, self.bars or self._before
        screen.change(bars=bars)
        if bars is not None:
            screen.drag.look_at(screen.score.first_tick)

    def press(self, bar: int) -> None:
        """The first press starts a loop at a bar, the next widens it to another, a press on a lone bar ends it."""
        match self.bars:
            case (first, last) if first == last == bar:
                self.set(None)
            case (first, last) if first == last:
                self.set((min(first, bar), max(last, bar)))
            case _:
                self.set((bar, bar))

    def turn(self) -> None:
        """On and off: what went round before goes round again, else the bar that lies at the keys."""
        here = self._here
        self.set(None if self.bars else self._before or (here, here))

    def begin_here(self) -> None:
        """It begins with the bar at the keys; where none goes round yet, it waits for its end."""
        here = self._here
        if self.bars is not None:
            self.set((here, max(here, self.bars[1])))
        elif self.last and not self._screen.take.on:
            self._from = here
            self._screen.tools.say(say("play.from bar say where", n=here))

    def end_here(self) -> None:
        """It ends with the bar at the keys."""
        here = self._here
        first = self._from or (self.bars[0] if self.bars else here)
        self.set((min(first, here), here))

    def move(self, start: int, end: int) -> None:
        """Move its ends by so many bars."""
        if self.bars is not None:
            self.set(loops.moved(self.bars, self.last, start=start, end=end))

    def type(self, words: str) -> None:
        """Bars as somebody wrote them; what is none of this piece is said, and nothing changes."""
        bars = loops.typed(words, self.last)
        if bars is None:
            self._screen.tools.say(say("play.type bars like", last=self.last))
        else:
            self.set(bars)

    @property
    def _here(self) -> int:
        screen = self._screen
        music = screen.score.music
        tick = screen.drag.shown(screen.head.last.tick)
        return max(1, music.bar_at(tick).n) if music is not None else 1

    def handle(self, event: pygame.event.Event) -> bool:
        """[ begins it here, ] ends it here, Ctrl+L is on and off, Shift and the arrows move the ends; True if it was one of them.

        The brackets by where they lie, as the keys of the piano do: beside its black ones, and on every layout two keys in reach.
        """
        control = event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META)
        if event.key in ARROWS and event.mod & pygame.KMOD_SHIFT and not control:
            self.move(*ARROWS[event.key])
        elif control and event.key == pygame.K_l:
            self.turn()
        elif not control and event.scancode == pygame.KSCAN_LEFTBRACKET:
            self.begin_here()
        elif not control and event.scancode == pygame.KSCAN_RIGHTBRACKET:
            self.end_here()
        else:
            return False
        return True

    # -- on the screen ------------------------------------------------------------------------------------------------
    def way_out(self) -> Node | None:
        """One press lets them go; it says which they are, so that nothing goes round and nobody knows why."""
        bars = self.bars
        if bars is None:
            return None
        words = counted("play.bars go round", bars[1] - bars[0] + 1, bars=span_of(bars))
        return Button(
            "let-bars-go",
            words,
            lambda: self.set(None),
            icon="x",
            enabled=not self._screen.take.on,
            selected=True,
            name=counted("play.let bars go", bars[1] - bars[0] + 1, bars=span_of(bars)),
            hint="Ctrl+L",
        )

    # -- what is kept of them -----------------------------------------------------------------------------------------
    def read(self) -> None:
        """Begin with a piece: find what was kept with it."""
        lesson, self._from, self._before, self.kept = self._screen.lesson, None, None, ()
        stand = lesson.stand
        row = stand.row if stand is not None else None
        if stand is None or row is None or lesson.journal is None:
            return

        def known(plain: object) -> None:
            if stand.same(lesson.stand):
                self.kept = loops.from_plain(plain, self.last)
                self._screen.tools.changed()

        lesson.ask(lambda journal: journal.setting(_key(row)), known, "bars that were kept")

    def keep(self, name: Name) -> None:
        """Keep the bars that go round with the piece, under a name."""
        if self.bars is not None:
            self._write(loops.kept(self.kept, loops.Loop(self.bars, name)))

    def forget(self) -> None:
        """Keep the bars that go round no longer; they go round still."""
        if self.bars is not None:
            self._write(loops.let_go(self.kept, self.bars))

    def _write(self, now: tuple[Loop, ...]) -> None:
        lesson = self._screen.lesson
        self.kept = now
        stand, pupil, session = lesson.stand, lesson.pupil, lesson.session
        plain: list[list[Any]] = loops.to_plain(now)
        if stand is not None and pupil is not None and lesson.journal is not None:

            def write(journal: Journal) -> None:
                journal.set_setting(_key(piece_row(journal, pupil.id, session, stand)[0]), plain)

            lesson.errand(write, label="keep which bars go round")
        self._screen.tools.changed()


def _key(row: str) -> str:
    return f"loops {row}"
