"""How sure, before: asked once, only for something linked to a goal; it steps aside as soon as music is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.answers import AnswerPad
from studio.ui.nodes import Button, Card, Column, Node, Row, Scale, Space, Text, TextBox
from studio.voices import aloud
from studio.words import say

if TYPE_CHECKING:
    from instruments.events import Played
    from reflections.records import Question
    from studio.screen import Tools

STEPS = "CDEFG"


class Before:
    """The first half of a pair. Nothing is asked until `ask`; an answer or a skip ends it."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._pad: AnswerPad | None = None
        self.question: Question | None = None
        self._own = False  # whether the words of the task are the pupil's
        self._writing = False
        self._words = ""

    def ask(self, question: Question | None) -> None:
        """Put the question; None ends it."""
        self.question = question
        self._own, self._words = False, self._tools.drafts.at(self._draft) if question is not None else ""
        self._writing = bool(self._words)  # begun before somebody left the room
        self._listen()
        if question is not None:
            self._tools.focus("before-words" if self._writing else "before")
        self._tools.changed()

    def _listen(self) -> None:
        """Hear the keys afresh, while the lights are there: what is held down by now is no answer."""
        asks = self.question is not None and self._by_keys and not self._writing
        self._pad = AnswerPad(self._tools.clock(), keyboards=self._tools.lesson.keys) if asks else None

    def answer(self, value: int, how: str = "tap") -> None:
        """The pupil said how sure they are; zero is an answer."""
        if self.question is not None:
            self._put_own()
            self._tools.lesson.answer_before(self.question, value, how, own=self._own)
        self._end()

    def skip(self) -> None:
        """Nothing is said; the music is there as before."""
        if self.question is not None:
            self._put_own()
            self._tools.lesson.skip_before(self.question, own=self._own)
        self._end()

    # -- in the pupil's own words -------------------------------------------------------------------------------------
    def say_it(self) -> None:
        """A box for it, in the place of the lights; the question waits."""
        self._writing = True
        self._listen()
        self._tools.focus("before-words")
        self._tools.changed()

    def type(self, words: str) -> None:
        """Take in what is typed."""
        self._words = words

    def said(self) -> None:
        """The lights again, for the task as the pupil says it; nothing typed leaves it as it was."""
        self._put_own()
        self._writing = False
        self._listen()
        self._tools.focus("before")
        self._tools.changed()

    def _put_own(self) -> None:
        words, self._words = self._words.strip(), ""
        if words and self.question is not None:
            self.question, self._own = replace(self.question, about=words), True
            self._tools.drafts.put(self._draft, "")

    @property
    def _draft(self) -> str:
        """What was begun and not handed in waits for when it is asked again."""
        lesson = self._tools.lesson
        row = lesson.stand.row if lesson.stand is not None else None
        return f"{lesson.pupil.id}/before/{row}" if lesson.pupil is not None and row is not None else ""

    def _box(self, asked: Question) -> Node:
        return Row(
            TextBox(
                "before-words",
                self._words,
                self.type,
                lambda _words: self.said(),
                label=say("reflect.what you will do"),
                placeholder=asked.about,
                draft=self._draft,
                grow=1,
            ),
            Button("before-said", say("reflect.that is it"), self.said, icon="check"),
            align="end",
        )

    def _end(self) -> None:
        self.ask(None)
        self._tools.focus("play")

    def hear(self, event: Played) -> None:
        """Every key also sounds; a single one held in the quiet is an answer."""
        if self._pad is not None:
            self._pad.hear(event, self._tools.clock())

    def update(self, now: float) -> None:
        """A held key fills its light and then is the answer."""
        pad = self._pad
        if pad is None:
            return
        if pad.filling(now) is not None:
            self._tools.changed()
        meant = pad.meant(now)
        if meant is not None:
            self._tools.lesson.recorder.set_aside(*pad.span)
        if meant == "A":
            self.skip()
        elif meant is not None and self.question and 0 <= STEPS.find(meant) < len(self.question.choices):
            self.answer(STEPS.index(meant), "keys")

    def node(self) -> Node | None:
        """The question in the place of the music; nothing while nothing is asked."""
        asked, folded = self.question, self._tools.theme().text_scale > 1
        if asked is None:
            return None
        words = Text(asked.words, style="lead" if folded else "h2", weight=600, grow=1)
        lights = Scale("before", tuple(choice.words for choice in asked.choices), None, self.answer, self._filling())
        way = say("reflect.my way")
        return Card(
            Column(
                Row(
                    words,
                    Button("before-own", "" if folded else way, self.say_it, icon="pencil", kind="quiet", name=way)
                    if not self._writing
                    else None,
                    aloud.button(self._tools, asked),
                    Button("before-skip", say("reflect.skip"), self.skip, icon="skip-forward", kind="quiet"),
                ),
                None if folded or self._writing else self._below(asked),
                Column(Space(), self._box(asked) if self._writing else lights, Space(), gap=0, grow=1),
                gap=8,
                grow=1,
            ),
            pad=12,
            grow=1,
        )

    def _below(self, asked: Question) -> Node:
        """What it is about, and beside it how the piano answers: what makes music stays in sight on the lowest window."""
        keys = Text(say("reflect.hold c d e"), style="label", tone="text2") if self._by_keys else None
        return Row(Text(asked.about, style="body", tone="text2", grow=1), keys, gap=16)

    @property
    def _by_keys(self) -> bool:
        preferences = self._tools.lesson.mine.preferences
        return preferences is None or preferences.answer_by_keys

    def _filling(self) -> tuple[int, float] | None:
        filling = self._pad.filling(self._tools.clock()) if self._pad else None
        place = STEPS.find(filling.key) if filling else -1
        return (place, filling.share) if filling and place >= 0 else None
