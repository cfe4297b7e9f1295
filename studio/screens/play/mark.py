"""That bit! - one key while a take rolls drops a marker; it is pinned to its bar and stands on the roll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.events import SOFTWARE, NoteOn, Played
from studio.ui.nodes import Button, Icon, Node, Row, Space, Text
from studio.words import prompt

if TYPE_CHECKING:
    from studio.screens.play.room import Play

TICKS = 480


class PlayMark:
    """What was marked in the take that rolls or was made last; it is kept with the take, and goes where no take came of it."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._ticks: tuple[float, ...] = ()
        self._began: int | None = None  # the first frame of the take they are of

    def drop(self) -> None:
        """Mark this moment; nothing happens while no take rolls."""
        screen = self._screen
        if not screen.take.rolling:
            return
        screen.lesson.that_bit(screen.engine.frame_now())
        music = screen.score.music
        if music is not None:
            at = screen.head.tick(screen.tools.clock(), music, screen.practice.speed, screen.score.first_tick)
            self._ticks = (*self.ticks, max(0.0, at))
        running = screen.lesson.recorder.running
        self._began = running.start_frame if running is not None else None
        screen.tools.changed()

    def hear(self, event: Played) -> None:
        """A key of a MIDI keyboard that lies below all that is drawn marks too: a hand is there already."""
        score = self._screen.score
        below = isinstance(event, NoteOn) and event.keyboard != SOFTWARE and event.pitch < score.span[0]
        if below and score.mine:
            self.drop()

    @property
    def ticks(self) -> tuple[float, ...]:
        """The ticks that are marked in the take that rolls, or was made last; none of an earlier one."""
        lesson = self._screen.lesson
        running, last = lesson.recorder.running, lesson.last
        span = last.made.span if last is not None else None
        began = running.start_frame if running is not None else span[0] if span else None
        return self._ticks if began == self._began else ()

    @property
    def beats(self) -> tuple[float, ...]:
        """The same in beats, as the roll draws them."""
        return tuple(tick / TICKS for tick in self.ticks)

    def node(self) -> Node:
        """The button beside the take that rolls, and how many moments it has marked so far, as flags."""
        marked = self.ticks
        return Row(
            Button("that-bit", prompt("M1"), self.drop, icon="flag", hint="F3"),
            *[Icon("flag", tone="accent") for _ in marked[-8:]],
            Text(prompt("M2"), style="label", tone="text2") if marked else None,
            Space(),
        )
