"""Hearing a voice note that is kept: read, made samples of beside the loop, and heard through the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.microphone import voice_samples
from studio.lesson import sentence
from studio.ui.nodes import Button, Node
from studio.voices.voice import SAMPLE_BYTES, SAMPLES_A_SECOND
from studio.words import say

if TYPE_CHECKING:
    from studio.screen import Tools


class HearVoice:
    """One voice at a time; it stops when asked to and at its end."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._of: str | None = None
        self._until: float | None = None  # known once it sounds
        self.heard: frozenset[str] = frozenset()  # what was begun to be heard
        self.deaf: frozenset[str] = frozenset()  # what can not be played

    def button(self, reflection: str) -> Node:
        """The button that lets it be heard, or stops it."""
        on = self._of == reflection
        words, icon = (say("frame.stop"), "square") if on else (say("frame.hear it"), "volume-2")
        do = self.stop if on else lambda: self.play(reflection)
        return Button(f"hear-{reflection}", words, do, icon=icon)

    def play(self, reflection: str) -> None:
        """Hear it from its beginning."""
        self.stop()
        self._of = reflection
        self._tools.lesson.ask(
            lambda journal: journal.voice_said(reflection), lambda sound: self._read(reflection, sound)
        )
        self._tools.changed()

    def _read(self, reflection: str, sound: bytes) -> None:
        self._tools.background.worker.put(
            lambda: voice_samples(sound),
            lambda samples: self._sound(reflection, samples),
            lambda error: self._failed(reflection, error),
            "hear a voice",
        )

    def _sound(self, reflection: str, samples: bytes) -> None:
        if self._of == reflection:
            self._tools.engine.speak(samples)
            self.heard |= {reflection}
            self._until = self._tools.clock() + len(samples) / SAMPLE_BYTES / SAMPLES_A_SECOND
            self._tools.changed()

    def _failed(self, reflection: str, error: Exception) -> None:
        self._of = None
        self.deaf |= {reflection}
        self._tools.say(sentence(error))

    def stop(self) -> None:
        """Silence."""
        if self._of is not None:
            if self._until is not None:
                self._tools.engine.speak(None)
            self._of = self._until = None
            self._tools.changed()

    def update(self, now: float) -> None:
        """It has come to its end."""
        if self._until is not None and now >= self._until:
            self._of = self._until = None
            self._tools.changed()
