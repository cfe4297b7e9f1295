"""How Make looks: play and record on top, four pages, and below what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from studio.screens.counted_in import counted_in
from studio.screens.make.recording import WAYS
from studio.screens.make.with_tutor import who_is_heard
from studio.ui.nodes import Button, Choice, Column, Node, Overlay, Row, Space, Text
from studio.ui.shell import redo_button
from studio.words import options, say

if TYPE_CHECKING:
    from studio.screens.make.room import Make

TALL: Final = 56  # of the row with play and record, in design pixels
WIDE_TO: Final = 1.1  # up to this text size there is room beside play and record


class MakeView:
    """Makes nodes of the screen's state; changes nothing."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen

    def build(self) -> Node:
        """The transport, the page that is open, and the way on."""
        screen = self._screen
        folded = screen.tools.theme().folds
        page, count = screen.pages[screen.page].node(), self._count_in()
        return Column(
            self._transport(folded=folded),
            page if count is None else Overlay(page, count),
            self._who() if screen.tools.theme().text_scale > WIDE_TO else None,
            Row(
                Choice("page", options("make.page", screen.pages), screen.page, screen.turn, grow=1),
                Button("other", say("make.another groove"), screen.start_again, icon="drum", kind="quiet")
                if not folded and not screen.recording.on
                else None,
                Button(
                    "done",
                    say("make.im done"),
                    screen.finish,
                    icon="check",
                    kind="primary",
                    enabled=screen.lesson.pupil is not None and not screen.voice.busy,
                    hint="Ctrl+Enter",
                ),
                gap=12,
            ),
            gap=12,
            grow=1,
        )

    def _count_in(self) -> Node | None:
        """The big number, for as long as it is counted in."""
        screen = self._screen
        number = screen.playing.counting
        return counted_in(number, screen.beats_a_bar, recording=screen.recording.on) if number else None

    def _transport(self, *, folded: bool) -> Node:
        screen, playing, recording = self._screen, self._screen.playing, self._screen.recording
        over_voice = screen.page == "words" and screen.words_page.part == "voice"  # it records by itself
        words = say("make.bpm beats a minute", bpm=f"{screen.song.bpm:.0f}")
        return Row(
            Button(
                "make-play",
                say("make.stop") if playing.on else say("make.play"),
                playing.toggle,
                icon="square" if playing.on else "play",
                kind="primary",
                enabled=not recording.on,
                name=say("make.stop the beat") if playing.on else say("make.play the beat"),  # a room is called Play
            ),
            Button(
                "make-record",
                say("make.stop and keep") if recording.on else say("make.record"),
                self.record,
                icon="square" if recording.on else "circle",
                kind="record",
                enabled=not screen.voice.busy,
                hint="Ctrl+R",
            )
            if recording.on or not over_voice
            else None,
            self.way() if not folded and not screen.shows_whole else None,
            self._who() if screen.tools.theme().text_scale <= WIDE_TO else None,
            Space(),
            *(self._steps() if folded else (self._walking(), Space(size=4))),
            None if folded else Text(words, style="label", weight=600),
            Button("loop", say("make.the loop"), screen.about_loop.show, icon="repeat", enabled=not recording.on),
            gap=12,
            height=None if folded else TALL,  # the same on every page: nothing below it jumps
        )

    def _walking(self) -> Node | None:
        """What keys that are held in the quiet do; while music sounds they only play."""
        screen = self._screen
        sounds, wide = screen.playing.on or screen.busy, screen.tools.theme().text_scale > WIDE_TO
        if sounds or wide or self._who() is not None:
            return None
        legend = screen.keys.legend(("C", "back"), ("D", "next"), ("E", "choose"))
        return Column(Space(), legend, Space(), gap=0) if legend is not None else None

    def _steps(self) -> tuple[Node, ...]:
        """Undo and redo, where large text leaves them no place in the bar: far from I'm done, and never behind another button."""
        screen = self._screen
        step, again = screen.undo(), screen.redo_step
        words, can = step or screen.no_undo or say("frame.undo"), step is not None
        undo = Button(
            "make-undo", say("frame.undo"), screen.do_undo, icon="undo-2", kind="bar", enabled=can, name=words
        )
        return undo, redo_button("make-redo", again.do if again else None, again.words if again else say("frame.redo"))

    def record(self) -> None:
        """Record or stop; what is recorded shows on its lane, so that page is turned to."""
        screen = self._screen
        if screen.shows_whole and not screen.recording.on:
            screen.turn("layers")
        screen.recording.toggle()

    def _who(self) -> Node | None:
        """Who is heard, on each page that has no place of its own for it."""
        return who_is_heard(self._screen) if self._screen.page != "layers" else None

    def way(self) -> Node:
        """What recording does with what a layer holds; at large text it stands in the loop's dialog."""
        words = say("make.what recording does")
        return Choice("way", options("make.way", WAYS), self._screen.recording.way, self._way, words)

    def _way(self, way: str) -> None:
        self._screen.recording.way = "replace" if way == "replace" else "layer"
        self._screen.tools.changed()
