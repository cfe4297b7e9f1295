"""The hand on the roll: while nothing plays it looks along the piece, and a drag over bars lets them go round."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from studio.ui.roll import beat_at

if TYPE_CHECKING:
    from studio.screens.play.room import Play
    from studio.ui.roll import Falling

TICKS = 480
DRAG = 10  # farther than this a press has become a drag, in design pixels
BARS_OF_A_PAGE = 4
EDGE = 24  # so near to an end of the roll a drag moves it on, in design pixels
MOVES_BEATS = 6.0  # a second


class PlayDrag:
    """What of the piece is looked at, and the bars under a drag that is not let go yet."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._at: float | None = None  # the tick at the keys while nothing plays; None is where the music stands
        self._pressed: tuple[int, int] | None = None  # y and bar of the press
        self._to: int | None = None
        self._pulls = 0  # the way a drag moves the roll on
        self._now = 0.0

    # -- looking along ------------------------------------------------------------------------------------------------
    def shown(self, tick: float) -> float:
        """The tick that lies at the keys: that of the music, or of what is looked at while it stands still."""
        if self._screen.head.state != "stopped":
            self._at = None
        return tick if self._at is None else self._at

    def look_at(self, tick: float) -> None:
        """Look at a place of the piece, if nothing plays."""
        music = self._screen.score.music
        if music is not None and self._screen.head.state == "stopped":
            self._at = min(max(0.0, tick), float(music.bars()[-1].start))
            self._screen.tools.changed()

    def look(self, bars: int) -> None:
        """Look so many bars further, from barline to barline."""
        music = self._screen.score.music
        if music is not None:
            starts = [bar.start for bar in music.bars()]
            here = self.shown(self._screen.head.last.tick)
            ahead = [start for start in starts if start > here] if bars > 0 else [s for s in starts if s < here][::-1]
            self.look_at(ahead[min(abs(bars), len(ahead)) - 1] if ahead else here)

    def turn(self, pages: int) -> None:
        """A page of bars where they are listed, else two bars of the roll, where up is later, or some of written music, where it is earlier."""
        if self._screen.more.dialog() is not None:
            self._screen.more.bars.turn(-pages)
        else:
            self.look(-BARS_OF_A_PAGE * pages if self._screen.stave.asked_for else 2 * pages)

    # -- dragging -----------------------------------------------------------------------------------------------------
    @property
    def bars(self) -> tuple[int, int] | None:
        """The bars under a drag; None while there is none."""
        if self._pressed is None or self._to is None:
            return None
        return min(self._pressed[1], self._to), max(self._pressed[1], self._to)

    def handle(self, event: pygame.event.Event, rect: pygame.Rect, what: Falling) -> bool:
        """Take the mouse, or the finger that the mouse is made of, on the roll that shows `what`."""
        theme = self._screen.tools.theme()
        match event.type:
            case pygame.MOUSEBUTTONDOWN if event.button == 1 and not self._screen.take.on:
                self._pressed, self._to = (event.pos[1], self._bar(rect, what, event.pos[1])), None
            case pygame.MOUSEMOTION if self._pressed is not None and not event.buttons[0]:
                self._pressed = self._to = None
            case pygame.MOUSEMOTION if self._pressed is not None:
                y = event.pos[1]
                if self._to is not None or abs(y - self._pressed[0]) > theme.px(DRAG):
                    self._to = self._bar(rect, what, y)
                    near = theme.px(EDGE)
                    self._pulls = 1 if y < rect.top + near else -1 if y > rect.bottom - near else 0
            case pygame.MOUSEBUTTONUP:
                self._let_go()
            case _:
                return False
        return True

    def handle_written(self, event: pygame.event.Event, bar: int | None) -> bool:
        """Take the mouse on written music, where it points at a bar or at none."""
        match event.type:
            case pygame.MOUSEBUTTONDOWN if event.button == 1 and bar is not None and not self._screen.take.on:
                self._pressed, self._to, self._pulls = (event.pos[0], self._numbered(bar)), None, 0
            case pygame.MOUSEMOTION if self._pressed is not None and not event.buttons[0]:
                self._pressed = self._to = None
            case pygame.MOUSEMOTION if self._pressed is not None:
                far = abs(event.pos[0] - self._pressed[0]) > self._screen.tools.theme().px(DRAG)
                if bar is not None and (self._to is not None or far or bar != self._pressed[1]):
                    self._to = self._numbered(bar)
            case pygame.MOUSEBUTTONUP:
                self._let_go()
            case _:
                return False
        return True

    def _let_go(self) -> None:
        """What was dragged over goes round."""
        bars, self._pressed, self._to, self._pulls = self.bars, None, None, 0
        if bars is not None:
            self._screen.loop.set(bars)

    def update(self, now: float) -> None:
        """A drag that has come to an end of the roll moves it on, a bar after the other."""
        passed, self._now = min(0.1, now - self._now), now
        music = self._screen.score.music
        if music is None or self._to is None or not self._pulls or self._screen.is_playing:
            return
        here = self.shown(self._screen.head.last.tick)
        self.look_at(here + self._pulls * passed * MOVES_BEATS * TICKS)
        gone = self.shown(here) - here
        self._to = self._numbered(music.bar_at(here + gone + (self._reach if self._pulls > 0 else 0)).n)

    _reach = 0.0  # ticks from the keys to the upper end of the roll

    def _bar(self, rect: pygame.Rect, what: Falling, y: int) -> int:
        theme = self._screen.tools.theme()
        music = self._screen.score.music
        assert music is not None
        self._reach = (beat_at(rect, theme, what, rect.top + theme.px(EDGE)) - what.now) * TICKS
        inside = min(max(y, rect.top + 2), rect.bottom - theme.px(10))
        beat = beat_at(rect, theme, what, inside)
        if what.goes_on and what.loop is not None and beat >= what.loop[1]:  # in a round to come
            beat = what.loop[0] + (beat - what.loop[0]) % (what.loop[1] - what.loop[0])
        return self._numbered(music.bar_at(beat * TICKS).n)

    def _numbered(self, bar: int) -> int:
        """A pickup goes round with no bar of its own: it is bar 1 that is meant."""
        return max(1, bar)
