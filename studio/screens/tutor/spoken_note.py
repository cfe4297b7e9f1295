"""What the tutor says of a session instead of writing: twenty seconds, heard again, kept in the journal or let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.microphone import LONGEST_SECONDS, voice_samples
from studio.screens.tutor.tab import words
from studio.ui.nodes import Button, Card, Column, Icon, Node, Progress, Row, Space, Text
from studio.voices.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from studio.screen import Tools


class SpokenNote:
    """Nothing is written of what was said; `done` is called once the journal has it."""

    def __init__(self, tools: Tools, session: str, done: Callable[[], None]) -> None:
        self._tools = tools
        self._session = session
        self._done = done
        self._voice = Voice(tools.engine, tools.folder, tools.background, tools.clock, tools.changed)

    def leave(self) -> None:
        """Nobody listens any more; what was not kept goes."""
        self._voice.let_go()
        self._tools.engine.speak(None)

    def told(self, event: object) -> None:
        """What the microphone says."""
        self._voice.told(event)

    def update(self, now: float) -> None:
        """How long it has been going on; somebody who comes in is not recorded, and hears nothing."""
        if self._tools.veiled():
            self._voice.cover()
        self._voice.update(now)

    def node(self, note: records.TutorNote, written: bool) -> Node:
        """Say it; or stop; or hear and keep it; or hear what was kept."""
        voice = self._voice
        match voice.state:
            case "starting" | "listening" | "stopping":
                done = voice.seconds / LONGEST_SECONDS
                inside: Node = Row(
                    Column(Progress("speaking", words("spoken on"), done), grow=1),
                    Button("spoken-stop", words("spoken stop"), voice.stop, icon="square", kind="primary"),
                )
            case "said":
                inside = Row(
                    Button("spoken-hear", words("spoken hear"), voice.hear, icon="volume-2"),
                    Button("spoken-again", words("spoken again"), voice.start, icon="rotate-ccw"),
                    Button("spoken-no", words("spoken no"), voice.let_go, icon="x", kind="quiet"),
                    Space(),
                    Button("spoken-keep", words("save"), self._keep, icon="check", kind="primary"),
                    wrap=True,
                )
            case _:
                inside = Row(
                    Icon("mic", 22, "accent"),
                    Text(voice.sentence or words("spoken told" if not written else "spoken more"), grow=1),
                    Button("spoken-kept", words("spoken hear"), lambda: self._hear(note), icon="volume-2")
                    if note.has_sound
                    else None,
                    Button("spoken-start", words("spoken start"), voice.start, icon="mic"),
                )
        return Card(inside, pad=12)

    def _keep(self) -> None:
        session, sound = self._session, self._voice.sound

        def kept(result: object) -> None:
            del result
            self._voice.let_go()
            self._done()

        self._tools.lesson.ask(lambda journal: journal.speak_note(session, sound), kept, "a spoken note", whoever=True)

    def _hear(self, note: records.TutorNote) -> None:
        sound, tools = note.spoken or b"", self._tools
        tools.background.worker.put(
            lambda: voice_samples(sound), tools.engine.speak, lambda error: tools.say(str(error)), "hear a note"
        )
