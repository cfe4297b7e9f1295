"""Behind the tutor's door: an adult's own way to somebody to talk to, a blank slip to print, and pupils who are alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.files import documents
from studio.lesson import sentence
from studio.papers import privacy_card, slip
from studio.ui.nodes import Button, Card, Column, Node, Row, Text, Toggle
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from studio.screen import Tools


class HelpForAdults:
    """Nothing here asks or keeps what it is about."""

    def __init__(self, tools: Tools, changed: Callable[[], None]) -> None:
        self._tools = tools
        self._lesson = tools.lesson
        self._changed = changed  # there is one more to pass on

    def node(self) -> Node:
        """The two buttons, and whether an adult is near."""
        return Card(
            Column(
                Text(say("tutor_help.title"), style="h2"),
                Row(
                    Button("adult-talk", say("tutor_help.talk"), self._talk, icon="hand"),
                    Button("slip", say("tutor_help.slip"), self._print, icon="file-text"),
                    Button("card", say("privacy.make"), self._print_card, icon="eye"),
                    Toggle("alone", say("tutor_help.alone"), self._lesson.alone, self._alone, icon="users"),
                    wrap=True,
                ),
                Text(say("tutor_help.what"), style="label", tone="text2"),
                gap=12,
            ),
            pad=16,
        )

    def _talk(self) -> None:
        """Kept like a pupil's: tried again until the journal has it."""
        self._lesson.errand(
            lambda journal: journal.raise_help(None, None, "adult"),
            lambda _flag: self._changed(),
            "someone to talk to",
            whoever=True,
        )

    def _print(self) -> None:
        from studio.help_here import emergency

        place, language = self._lesson.house.place, self._lesson.language
        folder = documents()

        def write() -> Path:
            return slip.write(folder, slip.page(place, emergency(language), language))

        self._tools.background.worker.put(write, self._written, self._failed, "a blank slip")

    def _print_card(self) -> None:
        register, language, sends = self._lesson.register, self._lesson.language, self._lesson.house.sends
        folder = documents()

        def write() -> Path:
            return privacy_card.write(folder, privacy_card.page(register, language, sends=sends))

        def written(path: Path) -> None:
            self._tools.say(say("privacy.written", where=path))

        self._tools.background.worker.put(write, written, self._failed, "a card for pupils")

    def _written(self, path: Path) -> None:
        self._tools.say(say("tutor_help.written", where=path))

    def _failed(self, error: Exception) -> None:
        self._tools.say(sentence(error))

    def _alone(self, alone: bool) -> None:
        self._lesson.alone = alone
        self._tools.changed()
