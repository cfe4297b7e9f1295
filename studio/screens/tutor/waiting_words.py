"""What pupils said and nobody has seen or heard yet: wherever they said it, under its question, with each voice to be heard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reflections.caseload import ANSWERS
from studio.screens.tutor.tab import words
from studio.ui.nodes import Button, Column, Node, Row, Space, Text
from studio.voices.hearing_voice import HearVoice
from studio.words import prompt as said_of
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reflections import records
    from studio.screen import Tools


class WaitingWords:
    """Rows of what waits, and the button that says it is seen. What was only spoken is not seen before it was heard."""

    def __init__(self, tools: Tools, done: Callable[[], None]) -> None:
        self._tools = tools
        self._done = done
        self.voice = HearVoice(tools)
        self._asked: frozenset[str] = frozenset()  # voices that can not be played: asked in person

    def rows(self, items: Sequence[records.SeenItem]) -> list[Node]:
        """One a thing that was said."""
        return [self._row(one) for one in items]

    def seen_button(self, whose: str, items: Sequence[records.SeenItem]) -> Node:
        """Everything that was read and heard is seen."""
        return Button(
            f"seen-{whose}", say("tutor.i have seen these"), partial(self._seen, items), icon="check", kind="primary"
        )

    def stop(self) -> None:
        """Silence."""
        self.voice.stop()

    def update(self, now: float) -> None:
        """A voice comes to its end; and is not heard once somebody has come in."""
        self.voice.update(now)
        if self._tools.veiled():
            self.voice.stop()

    def _row(self, one: records.SeenItem) -> Node:
        said = _said(one)
        if not one.has_sound:
            return said
        if one.of in self.voice.deaf:
            asked = one.of in self._asked
            ask = Button(
                f"asked-{one.of}",
                words("voice asked"),
                partial(self._ask, one.of),
                icon="check" if asked else None,
                selected=asked,
            )
            return Row(Column(said, Text(words("voice deaf"), style="label", tone="text2"), gap=2, grow=1), ask)
        return Row(said, Space(), self.voice.button(one.of))

    def _ask(self, reflection: str) -> None:
        self._asked |= {reflection}
        self._tools.changed()

    def _seen(self, items: Sequence[records.SeenItem]) -> None:
        known = self.voice.heard | self._asked
        ids = tuple(one.id for one in items if not one.has_sound or one.words or one.of in known)
        tutor = self._tools.lesson.house.tutor or "tutor"
        self.voice.stop()
        self._tools.lesson.ask(
            lambda journal: journal.seen(ids, tutor), lambda _done: self._done(), "words seen", whoever=True
        )


def _said(one: records.SeenItem) -> Node:
    """One thing a pupil said, under the question it answers or where it was put."""
    prompt = one.prompt or ANSWERS.get((one.entity, one.field), "")
    try:
        asked = said_of(prompt) if prompt else words(f"said in {one.entity} {one.field}")
    except KeyError:
        asked = ""
    body = one.words or (say("tutor.a voice note") if one.has_sound else "")
    return Column(Text(asked, style="label", tone="text2") if asked else None, Text(body), gap=2)
