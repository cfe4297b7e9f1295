"""16 taps: how late this player hears this output, tapped to a click; takes played along are placed by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from instruments import InstrumentError, TapTest
from instruments.events import Finished, NoteOn, Played, Position
from studio.lesson import sentence
from studio.screen import Back, Screen
from studio.ui.nodes import Button, Card, Column, Icon, Node, Progress, Row, Scroll, Space, Text
from studio.words import refused, say

if TYPE_CHECKING:
    from studio.screen import Tools

State = Literal["ready", "tapping", "done", "uneven"]


class Taps(Screen):
    """ready -> tapping -> done, or uneven and tapped once more. It can be left at any moment; what was tapped is no music."""

    name = "taps"
    titled = "tutor.taps title"
    subtitled = "tutor.how late"
    for_tutor = True

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.state: State = "ready"
        self.test = TapTest()
        self._said = ""
        self._began = 0

    def enter(self) -> None:
        """One key begins it."""
        self.tools.focus("begin")

    def leave(self) -> None:
        """Silence."""
        if self.state == "tapping":
            self._stop("ready")

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """What to do, how far it is, what came of it."""
        body = {"ready": self._ready, "tapping": self._tapping, "done": self._done, "uneven": self._uneven}[self.state]
        folds = self.tools.theme().folds
        card = Card(Column(*body(), gap=16), pad=24, width=None if folds else 640, grow=1 if folds else 0)
        row = (card,) if folds else (Space(), card, Space())
        return Scroll(Column(Space(), Row(*row), Space(), grow=1), key="taps")

    def _ready(self) -> list[Node]:
        return [
            Text(say("tutor.a click comes tap"), style="h1"),
            Text(say("tutor.take one key"), style="lead"),
            Text(say("tutor.listen first the first"), tone="text2"),
            self._buttons(say("tutor.begin")),
        ]

    def _tapping(self) -> list[Node]:
        taps, wanted = self.test.taps, self.test.wanted
        return [
            Text(say("tutor.tap with the click"), style="h1"),
            Text(str(taps) if taps else say("tutor.listen"), style="count" if taps else "display", tone="accent"),
            Progress(
                "tapped",
                say("tutor.taps of wanted", taps=taps, wanted=wanted),
                taps / wanted,
                cancel=lambda: self._stop("ready"),
            ),
        ]

    def _done(self) -> list[Node]:
        return [
            Row(Icon("check", 28, "good"), Text(say("tutor.steps taken"), style="h1", grow=1)),
            Text(self._said, style="lead"),
            Text(say("tutor.takes you play along"), tone="text2"),
            self._buttons(say("tutor.once more"), finished=True),
        ]

    def _uneven(self) -> list[Node]:
        return [
            Text(say("tutor.not clear yet"), style="h1"),
            Text(self._said, style="lead"),
            self._buttons(say("tutor.once more")),
        ]

    def _buttons(self, begin: str, *, finished: bool = False) -> Node:
        icon = "rotate-ccw" if begin == say("tutor.once more") else "play"
        back = Button(
            "taps-back",
            say("tutor.back"),
            lambda: self.tools.move(Back()),
            icon="arrow-left",
            kind="primary" if finished else "quiet",
        )
        again = Button("begin", begin, self._begin, icon=icon, kind="plain" if finished else "primary")
        return Row(back, Space(), again)

    # -- what is done -------------------------------------------------------------------------------------------------
    def _begin(self) -> None:
        self.test, self.state, self._said = TapTest(), "tapping", ""
        self._began = self.engine.frame_now()
        self.engine.play(self.test.score, click=True)
        self.tools.focus("tapped")
        self.tools.changed()

    def _stop(self, state: State) -> None:
        self.state = state
        self.engine.stop()
        if self.test.taps:
            self.lesson.recorder.set_aside(self._began, self.engine.frame_now())
        self.tools.focus("taps-back" if state == "done" else "begin")
        self.tools.changed()

    def hear(self, event: Played) -> bool:
        """A tap."""
        if self.state != "tapping" or not isinstance(event, NoteOn):
            return False
        self.test.hear(event)
        if self.test.done:
            self._measure()
        self.tools.changed()
        return True

    def told(self, event: object) -> None:
        """Where the click is; without sixteen taps it ends by itself, or with the engine."""
        if self.state != "tapping":
            return
        if isinstance(event, Position) and event.state == "playing":
            self.test.hear(event)
        elif isinstance(event, Finished) or (isinstance(event, Position) and self.test.running):
            self._measure()

    def _measure(self) -> None:
        try:
            offset = self.test.offset()
            self.tools.sounding.keep(offset)
        except (InstrumentError, OSError) as error:
            self._said = sentence(error)
            self._stop("uneven")
        else:
            self._said = refused(offset.sentence)
            self._stop("done")
