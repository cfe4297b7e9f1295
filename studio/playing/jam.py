"""The groove that waits behind the first key: the keys that fit are lit, the first one pressed starts the beat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from instruments.events import Finished, NoteOff, NoteOn, Played, Position
from studio.lesson import sentence
from studio.ui import keys
from studio.ui.nodes import Button, Column, Node, Row, Text
from studio.ui.theme import mix
from studio.words import say

if TYPE_CHECKING:
    from instruments.events import Score
    from studio.background import Job
    from studio.screen import Tools
    from studio.ui.theme import Colour

LOW, HIGH = 36, 84  # the keys drawn: C2 to C6, where small keyboards lie
SOFTLY = 0.4  # share of the accent in a key that fits
State = Literal["empty", "waiting", "going", "rested"]


@dataclass(frozen=True, slots=True)
class Beat:
    """A groove written out to go round, and the pitches that fit it whatever its chord."""

    title: str
    score: Score
    fitting: frozenset[int]


def first_beat() -> Beat:
    """Write out the groove that waits. Reads assets and imports the music: for the worker, behind the first frame."""
    from studio.music import grooves
    from studio.music.score import to_score

    groove = grooves.groove(grooves.names()[0])
    piece = grooves.groove_piece(groove)
    return Beat(groove.title, to_score(piece, bars=(1, len(piece.bars()))), grooves.fitting(groove, LOW, HIGH))


class Jam:
    """States: empty (nothing read yet), waiting (for the first key), going, rested (stopped by hand; keys do not restart it)."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.state: State = "empty"
        self.beat: Beat | None = None
        self.down: set[int] = set()
        self._touch = keys.Touch(tools.theme, lambda: (LOW, HIGH), tools.engine.press, tools.engine.release)
        self._job: Job | None = None
        self._sounds = False  # the engine has said that it plays: a "stopped" from before is not ours

    # -- from state to state ------------------------------------------------------------------------------------------
    def ready(self) -> None:
        """Fetch the groove; keys sound meanwhile. Called again it changes nothing."""
        if self._job is None and self.state == "empty":
            self._job = self.tools.background.worker.put(first_beat, self._here, self._missing, "the first beat")

    def _here(self, beat: Beat) -> None:
        self.beat, self.state = beat, "waiting"
        self.tools.changed()

    def _missing(self, error: Exception) -> None:
        self.tools.say(sentence(error))

    def hear(self, event: Played) -> bool:
        """Keys light while they are down; the first one starts the beat. Never an answer: it is music."""
        match event:
            case NoteOn():
                self.down.add(event.pitch)
                if self.state == "waiting":
                    self.start()
            case NoteOff():
                self.down.discard(event.pitch)
            case _:
                self.down.clear()
        return False

    def told(self, event: object) -> None:
        """Take in where the music is: the beat may have stopped by itself."""
        over = isinstance(event, Finished) or (isinstance(event, Position) and event.state == "stopped")
        if over and self.state == "going" and self._sounds:
            self.state, self._sounds = "rested", False
            self.tools.changed()
        elif isinstance(event, Position) and event.state == "playing":
            self._sounds = True

    def start(self) -> None:
        """Let the beat go round from its first bar."""
        if self.beat is not None and self.state != "going":
            self.state, self._sounds = "going", False
            self.tools.engine.play(self.beat.score)
            self.tools.changed()

    def rest(self) -> None:
        """Stop it until it is asked for again by its button."""
        if self.state == "going":
            self.tools.engine.stop()
            self.state = "rested"
            self.tools.changed()

    def stop(self) -> None:
        """Another screen follows: silence, and a drawn key still held comes up."""
        self._touch.let_go()
        self.down.clear()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self.state == "going":
            self.tools.engine.stop()
        self.state = "waiting" if self.beat else "empty"

    # -- what is shown ------------------------------------------------------------------------------------------------
    @property
    def fitting(self) -> frozenset[int]:
        """The pitches to light: those that fit the beat."""
        return self.beat.fitting if self.beat else frozenset()

    def strip(self) -> Node:
        """Build the keys with those lit that fit, and what the beat does in a few words."""
        words = {
            "empty": say("frame.the keys work now"),
            "waiting": say("frame.press a key"),
            "going": say("frame.lit keys all fit"),
            "rested": say("frame.the keys work"),
        }[self.state]
        going = self.state == "going"
        switch = Button(
            "beat",
            say("frame.stop the beat") if going else say("frame.start the beat"),
            self.rest if going else self.start,
            icon="square" if going else "play",
            enabled=self.beat is not None,
        )
        strip = keys.keyboard("keys", (LOW, HIGH), self._touch, self._lit, tall=72, grow=1)
        told = Text(words, style="label", tone="text2") if not self.tools.theme().folds else None
        return Column(told, Row(strip, switch, gap=12), gap=4)

    def _lit(self) -> dict[int, str | Colour]:
        """Light softly what fits, strongly what is down."""
        theme = self.tools.theme()
        soft = mix(theme.colour("white"), theme.colour("accent"), SOFTLY)
        return dict.fromkeys(self.fitting, soft) | dict.fromkeys(self.down, "accent")
