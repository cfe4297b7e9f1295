"""My words: everything the pupil said that still stands, each with a newer thought and a way to take it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from reflections.records import local
from studio.said import of_taking_back
from studio.screen import Push, Screen
from studio.screens.music.own_words import Mine, own_words
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Scroll, Space, Text, TextBox
from studio.voices.hearing_voice import HearVoice
from studio.words import beside, day, say

if TYPE_CHECKING:
    from reflections.journal import Journal
    from reflections.records import TakenBackNote


class MyWords(Screen):
    """The latest first. What is taken back is gone from here at once, and said so truly."""

    name = "my_words"
    room = "music"
    titled = "music.my words"
    subtitled = "music.what you said"

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self._mine: tuple[Mine, ...] | None = None
        self._thinking: str | None = None  # what a newer thought is being written of
        self._sure: str | None = None  # what is about to be taken back
        self._words = ""
        self._hear = HearVoice(tools)
        self._waits = False  # something they said is not on the disk yet
        self._lost = True  # what had the focus is gone

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
        if mine and self._lost:
            self._lost = False
            self.tools.focus(f"back-{mine[0].id}")

    def update(self, now: float) -> None:
        """A voice comes to its end; nobody who has come in hears it. What waited for room on the disk is there now."""
        self._hear.update(now)
        if self.tools.veiled():
            self._hear.stop()
        waits = self.lesson.recorder.errands.in_the_way is not None
        if waits != self._waits:
            self._waits = waits
            self.enter()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """A card a saying."""
        if self._mine is None:
            return Column(
                Space(), Text(say("music.getting your words"), style="lead", tone="text2", align="center"), Space()
            )
        if not self._mine and not self._waits:
            return Column(
                self._to_yeses(),
                Space(),
                Column(Icon("message-circle", 56, "accent"), align="center"),
                Text(say("music.nothing said yet"), style="h1", align="center"),
                Text(say("music.nothing said yet why"), style="lead", tone="text2", align="center"),
                Space(),
            )
        waits = Text(say("music.words wait"), weight=600) if self._waits else None
        return Scroll(Column(self._to_yeses(), waits, *[self._card(one) for one in self._mine], gap=12), key="my-words")

    def _to_yeses(self) -> Node:
        """What of it, and of the music, others may have."""
        way = Button("my-yeses", say("yeses.mine"), lambda: self.tools.move(Push("my_yeses")), icon="shield-check")
        return Row(Space(), way)

    def _card(self, one: Mine) -> Node:
        about = beside(one.of, _day(one) if one.dated else "")
        return Card(
            Column(
                Row(
                    Column(
                        Text(one.asked, style="label", tone="text2"),
                        Text(say("frame.quote", words=one.words), weight=600) if one.words else None,
                        Text(about, style="label", tone="text2"),
                        Text(say("music.you have a newer"), style="label", tone="text2") if one.newer else None,
                        Text(f"{self._tutor}: {say('frame.quote', words=one.tutor)}", style="label")
                        if one.tutor
                        else None,
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
        self.lesson.errand(one.take_back, self._taken_back, "take back", once=one.id)

    def _taken_back(self, note: TakenBackNote) -> None:
        self.tools.say(of_taking_back((note,)))
        self._lost = True
        self.lesson.refresh_mine()  # it may have been a wish, or of a goal
        self.enter()


def _day(one: Mine) -> str:
    made = local(one.at, one.zone)
    return day(made, "short")
