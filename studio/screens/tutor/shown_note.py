"""A note about a pupil, shown to the pupil before anyone else hears of it: yes, say it another way, or not this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screen import Go, Screen
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Scroll, Space, Text, TextBox
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

MOST = 280


class ShownNote(Screen):
    """The pupil decides. There is no way from here to what stands behind the tutor's door."""

    name = "note"
    keys_play = False

    def __init__(self, tools: Tools, *, pupil: str, note: str) -> None:
        super().__init__(tools)
        self.pupil: records.Pupil | None = next((one for one in self.lesson.house.pupils if one.id == pupil), None)
        self._id = note
        self._note: records.NoteOut | None = None
        self._rewording: str | None = None
        self._answered = ""

    @property
    def title(self) -> str:
        """Whom it is about."""
        return self._words("title")

    @property
    def subtitle(self) -> str:
        """Who sees it first."""
        return self._words("subtitle", name=self.pupil.shown) if self.pupil else ""

    def enter(self) -> None:
        """A pupil sits here now: the tutor's door asks again."""
        self.lesson.tutor_near = False
        pupil = self.pupil
        if pupil is None:
            self._away()
            return
        self.lesson.ask(lambda journal: journal.note_outs(pupil.id), self._know, "a note", whoever=True)

    def _know(self, notes: tuple[records.NoteOut, ...]) -> None:
        self._note = next((one for one in notes if one.id == self._id and one.sent_at is None), None)
        if self._note is None:
            self._away()
        self.tools.focus("note-yes")

    def _words(self, key: str, **filled: Any) -> str:
        register = self.pupil.register if self.pupil else "7-12"
        return say(f"note.{key}", register, **filled)

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """The note, and three answers; then thanks."""
        note = self._note
        if note is None:
            return Space()
        return Scroll(Column(*(self._thanks() if self._answered else self._asks(note)), gap=16), key="note")

    def _asks(self, note: records.NoteOut) -> list[Node]:
        tutor = self.lesson.house.tutor or self._words("tutor")
        asked = Text(self._words("asked", tutor=tutor, role=note.to_role), style="h1")
        if self._rewording is not None:
            return [
                asked,
                TextBox(
                    "note-words",
                    self._rewording,
                    self._type,
                    lambda _said: self._reworded(),
                    label=self._words("say it"),
                    most=MOST,
                    lines=2,
                    draft=f"{self.pupil.id}/{self._id}/note" if self.pupil else "",
                    known=note.words,
                ),
                Row(
                    Button("note-back", self._words("back"), self._not_reworded, kind="quiet"),
                    Space(),
                    Button("note-mine", self._words("mine"), self._reworded, icon="check", kind="primary"),
                ),
            ]
        return [
            asked,
            Card(Text(note.words, style="lead"), tone="soft", pad=24),
            Text(self._words("nothing goes"), tone="text2"),
            Row(
                Button("note-yes", self._words("yes"), self._yes, icon="check", kind="primary"),
                Button("note-other", self._words("other"), self._reword, icon="pencil"),
                Button("note-no", self._words("no"), self._no, icon="x"),
                Space(),
                wrap=True,
            ),
        ]

    def _thanks(self) -> list[Node]:
        return [
            Row(Icon("check", 28, "good"), Text(self._words(self._answered), style="h1", grow=1)),
            Row(Button("note-done", self._words("done"), self._away, icon="arrow-right", kind="primary"), Space()),
        ]

    # -- answers ------------------------------------------------------------------------------------------------------
    def _yes(self) -> None:
        self._answer(lambda journal: journal.shown_to_pupil(self._id), "said yes")

    def _no(self) -> None:
        """It is gone, and nobody hears of it."""
        self._answer(lambda journal: journal.drop_note_out(self._id), "said no")

    def _reword(self) -> None:
        self._rewording = self._note.words if self._note else ""
        self.tools.focus("note-words")
        self.tools.changed()

    def _not_reworded(self) -> None:
        self._rewording = None
        self.tools.focus("note-yes")
        self.tools.changed()

    def _type(self, said: str) -> None:
        self._rewording = said

    def _reworded(self) -> None:
        """In their own words, and so they have seen it."""
        said = (self._rewording or "").strip()
        if not said:
            self.tools.focus("note-words")
            return

        def keep(journal: Journal) -> None:
            journal.reword_note_out(self._id, said)
            journal.shown_to_pupil(self._id)

        self._answer(keep, "said other")

    def _answer(self, work: Callable[[Journal], object], answered: str) -> None:
        def done(result: object) -> None:
            del result
            self._answered = answered
            self.tools.focus("note-done")
            self.tools.changed()

        self.lesson.ask(work, done, "a note", whoever=True)

    def _away(self) -> None:
        self.tools.move(Go("home" if self.lesson.pupil is not None else "who"))
