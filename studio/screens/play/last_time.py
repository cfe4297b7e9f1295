"""Last time you said: what the pupil wanted to try, on the first screen of music and once only; saying no costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Text
from studio.voices.hearing_voice import HearVoice
from studio.words import prompt, say

if TYPE_CHECKING:
    from datetime import datetime

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools


class LastTime:
    """Nothing stands there until `look` has found something that was never offered; an answer takes it away."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._said: records.TryNext | None = None
        self._voice = HearVoice(tools)

    def look(self) -> None:
        """Find what was said last and neither tried nor offered yet; from now on it has been offered."""
        lesson = self._tools.lesson
        pupil, session = lesson.pupil, lesson.session
        if pupil is not None and session is not None:
            began = session.opened_at
            lesson.ask(
                lambda journal: not_yet_offered(journal, pupil.id, began), self._found, "what was said last time"
            )

    def _found(self, said: records.TryNext | None) -> None:
        self._said = said or self._said

    def yes(self) -> None:
        """The next take that is kept tries it."""
        self._tools.lesson.will_try(self._said)
        self._put_away()

    def not_today(self) -> None:
        """It is gone, and nothing is said of it."""
        self._put_away()

    def update(self, now: float) -> None:
        """A voice comes to its end."""
        self._voice.update(now)

    def hush(self) -> None:
        """It is not heard any more: music begins, or another screen follows."""
        self._voice.stop()

    def _put_away(self) -> None:
        self.hush()
        self._said = None
        self._tools.focus("play")
        self._tools.changed()

    def node(self) -> Node | None:
        """The pupil's own words and two ways on; nothing while somebody else looks on."""
        said, pupil = self._said, self._tools.lesson.pupil
        if said is None or pupil is None or self._tools.veiled():
            return None
        before, _, after = prompt("R1", words="\n").partition("\n")
        offered = f"{say('frame.quote', words=said.words + after)}  " if not said.by_voice else ""
        return Card(
            Row(
                Icon("message-circle", 24, "accent"),
                Column(
                    Text(before.strip(), style="label", tone="text2"),
                    Text(f"{offered}{prompt('R1b')}", weight=600),
                    gap=0,
                    grow=1,
                ),
                self._voice.button(said.id) if said.by_voice else None,
                Button("try-it", prompt("R1y"), self.yes, icon="check", kind="primary"),
                Button("not-today", prompt("R1n"), self.not_today, kind="quiet"),
            ),
            tone="soft",
            pad=8,
        )


def not_yet_offered(journal: Journal, pupil: str, before: datetime) -> records.TryNext | None:
    """Return what was said in a lesson before this one, the first time it is asked for; None ever after. On the writer."""
    said, key = journal.last_try_next(pupil), f"offered/{pupil}"
    if said is None or said.made_at >= before or journal.setting(key) == said.id:
        return None
    journal.set_setting(key, said.id)
    return said
