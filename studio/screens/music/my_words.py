"""My words: everything the pupil said that still stands, each with a newer thought and a way to take it back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from reflections import prompts
from reflections.records import local
from studio.said import of_taking_back
from studio.screen import Screen
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Scroll, Space, Text, TextBox
from studio.voices.hearing_voice import HearVoice
from studio.words import day, say

if TYPE_CHECKING:
    from datetime import datetime

    from reflections import records
    from reflections.journal import Journal
    from reflections.records import TakenBackNote

TRY, MARK = "T7", "M1"


@dataclass(frozen=True, slots=True)
class Mine:
    """One thing the pupil said: its row, the question, their words or their voice, what it is of, and what came of it."""

    id: str
    asked: str
    words: str
    at: datetime
    zone: str
    of: str = ""
    by_voice: bool = False
    said: records.Reflection | None = None  # what a newer thought can follow
    newer: bool = False  # a newer thought of the pupil's own follows this one
    tutor: str = ""  # what the tutor answered to the same question


class MyWords(Screen):
    """The latest first. What is taken back is gone from here at once, and said so truly."""

    name = "my_words"
    room = "music"
    titled = "music.my words"
    subtitled = "music.what you said"
    needs_pupil = True

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self._mine: tuple[Mine, ...] | None = None
        self._thinking: str | None = None  # what a newer thought is being written of
        self._sure: str | None = None  # what is about to be taken back
        self._words = ""
        self._hear = HearVoice(tools)

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read what there is."""
        pupil = self.lesson.pupil
        if pupil is not None:
            self.lesson.ask(lambda journal: own_words(journal, pupil), self._know, "my words")

    def leave(self) -> None:
        """Silence."""
        self._hear.stop()

    def _know(self, mine: tuple[Mine, ...]) -> None:
        self._mine = mine

    def update(self, now: float) -> None:
        """A voice comes to its end; nobody who has come in hears it."""
        self._hear.update(now)
        if self.tools.veiled():
            self._hear.stop()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """A card a saying."""
        if self._mine is None:
            return Column(
                Space(), Text(say("music.getting your words"), style="lead", tone="text2", align="center"), Space()
            )
        if not self._mine:
            return Column(
                Space(),
                Column(Icon("message-circle", 56, "accent"), align="center"),
                Text(say("music.nothing said yet"), style="h1", align="center"),
                Text(say("music.nothing said yet why"), style="lead", tone="text2", align="center"),
                Space(),
            )
        return Scroll(Column(*[self._card(one) for one in self._mine], gap=12), key="my-words")

    def _card(self, one: Mine) -> Node:
        about = ", ".join(filter(None, (one.of, _day(one))))
        return Card(
            Column(
                Row(
                    Column(
                        Text(one.asked, style="label", tone="text2"),
                        Text(f"“{one.words}”", weight=600) if one.words else None,
                        Text(about, style="label", tone="text2"),
                        Text(say("music.you have a newer"), style="label", tone="text2") if one.newer else None,
                        Text(f"{self._tutor}: “{one.tutor}”", style="label") if one.tutor else None,
                        gap=2,
                        grow=1,
                    ),
                    self._hear.button(one.id) if one.by_voice else None,
                    *self._ways(one),
                    gap=8,
                ),
                self._open(one),
                gap=8,
            ),
            pad=12,
        )

    @property
    def _tutor(self) -> str:
        return self.lesson.house.tutor or say("music.my tutor")

    def _ways(self, one: Mine) -> tuple[Node, ...]:
        """What can be done with it."""
        if one.id in {self._thinking, self._sure}:
            return ()
        newer = Button(
            f"newer-{one.id}", say("music.a newer thought"), partial(self._think, one), icon="pencil", kind="quiet"
        )
        back = Button(
            f"back-{one.id}", say("music.take back"), partial(self._ask_sure, one), icon="undo-2", kind="quiet"
        )
        return (newer, back) if one.said is not None and not one.newer else (back,)

    def _open(self, one: Mine) -> Node | None:
        """The newer thought as it is written, or whether it is meant."""
        if self._thinking == one.id:
            return Column(
                TextBox(
                    "newer",
                    self._words,
                    self._type,
                    lambda _: self._keep(one),
                    label=say("music.a newer thought"),
                    lines=2,
                    draft=self.draft(one.id),
                ),
                Row(
                    Space(),
                    Button("no-newer", say("music.not now"), self._not_now, kind="quiet"),
                    Button("keep-newer", say("music.keep it"), partial(self._keep, one), icon="check", kind="primary"),
                ),
                gap=8,
            )
        if self._sure == one.id:
            return Row(
                Text(say("music.it will be gone"), weight=600, grow=1),
                Button("not-back", say("music.leave it"), self._not_now),
                Button("yes-back", say("music.take it back"), partial(self._back, one), icon="undo-2", kind="primary"),
            )
        return None

    # -- what is done -------------------------------------------------------------------------------------------------
    def _think(self, one: Mine) -> None:
        self._thinking, self._sure, self._words = one.id, None, ""
        self.tools.focus("newer")
        self.tools.changed()

    def _ask_sure(self, one: Mine) -> None:
        self._thinking, self._sure = None, one.id
        self.tools.focus("not-back")
        self.tools.changed()

    def _not_now(self) -> None:
        at = self._thinking or self._sure
        self._thinking = self._sure = None
        self.tools.focus(f"back-{at}")
        self.tools.changed()

    def _type(self, words: str) -> None:
        self._words = words

    def _keep(self, one: Mine) -> None:
        pupil, words, said = self.lesson.pupil, self._words.strip(), one.said
        here = self.lesson.session.id if self.lesson.session else None
        if pupil is None or said is None or not words:
            self._not_now()
            return

        def newer(journal: Journal) -> None:
            journal.reflect(
                pupil.id,
                said.prompt,
                said_by="typed",
                body=words,
                voice=said.voice,
                take=said.take,
                version=said.version,
                piece=said.piece,
                session=here,
                newer_of=said.id,
            )

        self._not_now()
        self.lesson.errand(newer, lambda _done: self.enter(), "a newer thought")

    def _back(self, one: Mine) -> None:
        self._not_now()
        self._hear.stop()
        self.lesson.errand(lambda journal: journal.take_back(one.id), self._taken_back, "take back", once=one.id)

    def _taken_back(self, note: TakenBackNote) -> None:
        self.tools.say(of_taking_back((note,)))
        self.enter()


def _day(one: Mine) -> str:
    made = local(one.at, one.zone)
    return day(made, "short")


def own_words(journal: Journal, pupil: records.Pupil) -> tuple[Mine, ...]:
    """Everything a pupil said that stands, the latest first. On the writer."""
    evidence, language = journal.evidence(pupil.id), journal.preferences(pupil.id).language
    titles = {one.piece.id: one.piece.title for one in evidence.pieces}
    takes = {take.id: one.piece.title for one in evidence.pieces for take in one.takes}
    tutors = {(one.piece, one.prompt): one.body for one in journal.tutor_answers(pupil.id)}

    def asked(prompt: str) -> str:
        try:
            return prompts.words(prompt, pupil.register, language)
        except KeyError:
            return ""

    said = journal.reflections(pupil.id)
    followed = {one.newer_of for one in said}
    mine = [
        Mine(
            one.id,
            asked(one.prompt),
            one.body,
            one.made_at,
            one.zone,
            titles.get(one.piece or "", ""),
            one.has_sound,
            one,
            one.id in followed,
            tutors.get((one.piece, one.prompt), ""),
        )
        for one in said
    ]
    zone = said[-1].zone if said else ""
    tasks = {task.id: task.words for task in journal.tasks(pupil.id)}
    mine += [
        Mine(one.id, asked("B1" if one.moment == "before" else "T1"), one.words, one.made_at, one.zone,
             tasks.get(one.task or "", takes.get(one.take or "", "")))
        for one in journal.ratings(pupil.id)
        if one.construct == "sure" and one.rater == "pupil" and one.value is not None
    ]  # fmt: skip
    mine += [
        Mine(one.id, asked(TRY), one.words, one.made_at, zone, takes.get(one.from_take or "", ""))
        for one in evidence.try_next
        if not one.by_voice  # the voice itself stands among what was said
    ]
    mine += [
        Mine(one.id, asked(MARK), one.words, one.made_at, zone, takes.get(one.take, ""))
        for piece in evidence.pieces
        for one in piece.markers
        if one.by == "pupil"
    ]
    return tuple(sorted(mine, key=lambda one: (one.at, one.id), reverse=True))
