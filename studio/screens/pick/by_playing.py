"""A tune looked for by playing its first notes, in any key: what was played, and what begins like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.ui.keys import note_name
from studio.ui.nodes import Button, Card, Column, Node, Row, Text
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from instruments.events import Played
    from studio.background import Job
    from studio.music.library import Found
    from studio.music.own import OwnMusic
    from studio.screen import Tools

SHOWN = 16  # names of notes that are shown: more than are looked at


class ByPlaying:
    """Listens while it is open; every note that is played looks again, and what is heard meanwhile is left alone."""

    def __init__(self, tools: Tools, own: Callable[[], OwnMusic | None]) -> None:
        """`own` is what is looked through besides: the pupil's own music, as far as it is known."""
        self._tools = tools
        self._own = own
        self.open = False
        self._pitches: list[int] = []
        self._searching: Job | None = None
        self._searched = 0  # notes of the search whose answer is shown
        self.found: tuple[Found, ...] = ()

    def turn(self) -> None:
        """Begin to listen, or stop; what was played before is forgotten."""
        self.open = not self.open
        self.again()

    def again(self) -> None:
        """Forget what was played."""
        self._pitches, self._searched, self.found = [], 0, ()
        self._tools.changed()

    def stop(self) -> None:
        """Nobody looks any more."""
        self.open = False
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None

    def hear(self, event: Played) -> None:
        """A key that went down is the next note of the tune."""
        if not self.open or type(event).__name__ != "NoteOn":
            return
        self._pitches.append(event.pitch)  # type: ignore[union-attr]  # only a NoteOn has come this far
        self._look()
        self._tools.changed()

    def _look(self) -> None:
        from studio.music import by_notes

        pitches = tuple(self._pitches)
        if self._searching is not None or len(pitches) < by_notes.FEWEST or len(pitches) == self._searched:
            return
        hidden, own = self._tools.lesson.house.hidden, self._own()

        def work() -> tuple[Found, ...]:
            from studio.music import finding

            return finding.played(pitches, hidden, own=own)

        def answered(found: tuple[Found, ...]) -> None:
            self._searching = None
            if self.open and self._pitches[: len(pitches)] == list(pitches):
                self._searched, self.found = len(pitches), found
            self._look()
            self._tools.changed()

        self._searching = self._tools.background.worker.put(work, answered, self._failed, "find by notes")

    def _failed(self, error: Exception) -> None:
        from studio.lesson import sentence

        self._searching = None
        self._tools.say(sentence(error))

    def node(self) -> Node:
        """What to do, and what was heard so far."""
        names = " ".join(note_name(pitch) for pitch in self._pitches[-SHOWN:])
        if not self._pitches:
            said = say("pick.in any key")
        elif self._searched and not self.found:
            said = say("pick.nothing begins like this")
        else:
            said = say("pick.i heard", names=names)
        return Card(
            Row(
                Column(
                    Text(say("pick.play the first notes"), style="lead", weight=600),
                    Text(said, tone="text2"),
                    gap=4,
                    grow=1,
                ),
                Button(
                    "notes-again", say("pick.start again"), self.again, icon="rotate-ccw", enabled=bool(self._pitches)
                ),
                Button("notes-done", say("pick.done"), self.turn, icon="x", kind="quiet"),
                align="center",
                wrap=True,
            ),
            tone="soft",
        )
