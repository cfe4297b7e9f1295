"""Tapping along while something sounds: any key, the space bar, the mouse; every beat of it, or once on the first of a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from instruments.events import Finished, NoteOn, Position
from studio.ui.nodes import Button, Column, Dialog, Row, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from instruments.events import Played
    from studio.music.take import Take
    from studio.screens.make.room import Make

RUNS_ON: Final = 0.25  # seconds for which the playhead goes on without a report
QUARTER_TICKS: Final = 24_000  # of what a take is heard as


class Enough(Protocol):
    """What becomes of the taps: seconds of the take."""

    def __call__(self, taps: tuple[float, ...], *, once: bool) -> None:
        """All of them, or the one."""


class Taps:
    """Closed, or open while a take sounds; what is tapped on the keys is no music, and nobody is offered it."""

    def __init__(self, screen: Make, enough: Enough) -> None:
        self._screen = screen
        self._enough = enough
        self.open = False
        self._once = False
        self._bpm = 100.0
        self._begun = 0  # the frame
        self._taps: list[float] = []
        self._at = 0.0  # the second that was reported last
        self._reported: float | None = None  # when, by the clock

    def begin(self, take: Take, sound: str, *, once: bool) -> None:
        """It sounds from its beginning."""
        from studio.music.score import take_score

        screen = self._screen
        self.open, self._once, self._bpm = True, once, take.bpm
        self._begun, self._taps, self._at, self._reported = screen.engine.frame_now(), [], 0.0, None
        screen.playing.preview(take_score(take, sound=sound))
        screen.tools.focus("tap")
        screen.tools.changed()

    def end(self) -> None:
        """Silence; the taps say nothing any more."""
        if self.open:
            self.open = False
            recorder, engine = self._screen.lesson.recorder, self._screen.engine
            recorder.set_aside(self._begun, engine.frame_now() + 1)
            self._screen.playing.leave()

    def _tap(self) -> None:
        """A beat, now."""
        if self._reported is None:
            return
        passed = min(RUNS_ON, max(0.0, self._screen.tools.clock() - self._reported))
        self._taps.append(self._at + passed)
        if self._once:
            self._done()
        self._screen.tools.changed()

    def _done(self) -> None:
        self.end()
        self._enough(tuple(self._taps), once=self._once)

    def hear(self, event: Played) -> bool:
        """A key is a tap; True while they are."""
        if self.open and isinstance(event, NoteOn):
            self._tap()
        return self.open

    def told(self, event: object) -> None:
        """Where it sounds; at its end that is enough."""
        if not self.open:
            return
        match event:
            case Position(state="playing"):
                self._at = event.tick / QUARTER_TICKS * 60 / self._bpm
                self._reported = self._screen.tools.clock()
            case Finished():
                self._done()

    def dialog(self) -> Dialog:
        """Nothing but the beat."""
        words = "one" if self._once else "beat"
        enough = Button("tapped", say("notes.that is it"), self._done, kind="primary", icon="check")
        return Dialog(
            say(f"make.tap the {words}"),
            Column(
                Text(say(f"make.tap the {words} how"), style="lead", tone="text2", align="center"),
                Row(Space(), Button("tap", say("notes.tap"), self._tap, kind="big", icon="hand"), Space()),
                Text(say("notes.n taps", n=len(self._taps)), tone="text2", align="center"),
                Row(
                    Button("tap-not", say("music.not now"), self._give_up, kind="quiet"),
                    Space(),
                    enough if not self._once else None,
                ),
                gap=12,
            ),
            key="taps-dialog",
            escape=self._give_up,
            width=560,
        )

    def _give_up(self) -> None:
        self.end()
        self._screen.tools.focus("tap-one" if self._once else "tap-beats")
        self._screen.tools.changed()
