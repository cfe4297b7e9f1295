"""That bit! - one key while a take rolls drops a marker, pinned to its bar; after the take it may get words, or none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from instruments.events import SOFTWARE, NoteOn, Played
from studio.ui.nodes import Button, Column, Dialog, Icon, Node, Row, Space, Text, TextBox
from studio.words import prompt, say

if TYPE_CHECKING:
    from studio.lesson.values import Marked
    from studio.screens.play.room import Play

TICKS = 480
WORDS = 280


class PlayMark:
    """What was marked in the take that rolls or was made last; it is kept with the take, and goes where no take came of it."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._ticks: tuple[float, ...] = ()
        self._began: int | None = None  # the first frame of the take they are of
        self._open = False
        self._said: dict[str, str] = {}  # by mark, while the dialog is open

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

    # -- words for it, after the take ---------------------------------------------------------------------------------
    @property
    def kept(self) -> tuple[Marked, ...]:
        """The marks of the take that was made last, while it is not put aside, in the order they are met."""
        lesson = self._screen.lesson
        last = lesson.last
        of = last.id if last is not None and not last.aside else None
        return tuple(sorted((one for one in lesson.marks if one.mark.take == of), key=lambda one: one.mark.at_seconds))

    def way(self) -> Node | None:
        """The small flag beside the take that was kept: pressed, what was marked can be said in words."""
        if not self.kept:
            return None
        words = "" if self._screen.tools.theme().folds else prompt("M1")
        return Button("say-bits", words, self._show, icon="flag", kind="quiet", name=say("play.say what that bit"))

    def _show(self) -> None:
        self._open, self._said = True, {}
        self._screen.tools.focus(f"bit-{self.kept[0].mark.id}")
        self._screen.tools.changed()

    def _close(self) -> None:
        """What was typed is said; what was left bare stays so."""
        for mark in (one.mark for one in self.kept):
            words = self._said.get(mark.id, "")
            if words.strip() and words.strip() != mark.words:
                self._screen.lesson.say_of_mark(mark, words)
        self._open, self._said = False, {}
        self._screen.tools.focus("say-bits")
        self._screen.tools.changed()

    def dialog(self) -> Dialog | None:
        """A box for each moment, named by its bar."""
        if not self._open or not self.kept:
            return None
        boxes = [
            TextBox(
                f"bit-{one.mark.id}",
                self._said.get(one.mark.id, one.mark.words),
                partial(self._type, one.mark.id),
                lambda _words: self._close(),
                label=say("play.mark n", n=n) if one.bar is None else say("play.mark n bar", n=n, bar=one.bar),
                most=WORDS,
                draft=self._screen.draft("bit", one.mark.id),
                known=one.mark.words,
            )
            for n, one in enumerate(self.kept, 1)
        ]
        done = Button("bits-done", say("play.done"), self._close, icon="check", kind="primary")
        told = Text(say("play.words or none"), tone="text2")
        return Dialog(prompt("M1"), Column(told, *boxes, Row(Space(), done)), key="bits", escape=self._close)

    def _type(self, mark: str, words: str) -> None:
        self._said[mark] = words

    def node(self) -> Node:
        """The button beside the take that rolls, and how many moments it has marked so far, as flags."""
        marked = self.ticks
        return Row(
            Button("that-bit", prompt("M1"), self.drop, icon="flag", hint="F3"),
            *[Icon("flag", tone="accent") for _ in marked[-8:]],
            Text(prompt("M2"), style="label", tone="text2") if marked else None,
            Space(),
        )
