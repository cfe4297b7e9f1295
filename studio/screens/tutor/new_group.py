"""A new group, behind the tutor's door: its name, who is in it, how often they meet and when it is looked back on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reflections.records import GROUP_SIZES
from studio.screen import Back, Screen
from studio.screens.no_letters import no_letters, turned
from studio.screens.tutor.groups import words
from studio.screens.tutor.plan import RHYTHMS
from studio.screens.tutor.tab import captioned, today
from studio.screens.tutor.tab import words as tutors
from studio.ui.nodes import Button, Chips, Choice, Column, Node, Row, Scroll, Space, TextBox

if TYPE_CHECKING:
    from reflections import records
    from studio.screen import Tools

USUAL_SESSIONS, USUAL_WEEKS, USUAL_RHYTHM = "12", "12", 6


class NewGroup(Screen):
    """One form. Whom it is about says nothing here: the tutor puts together who meets anyway."""

    name = "new_group"
    titled = "tutor_group.new title"
    subtitled = "tutor.page subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._typed = {"name": "", "planned": USUAL_SESSIONS, "weeks": USUAL_WEEKS}
        self._who: tuple[str, ...] = ()
        self._rhythm = USUAL_RHYTHM

    def enter(self) -> None:
        """The name can be written at once."""
        self.tools.focus("group-name")

    def build(self) -> Node:
        """Name and members first; the rest stands ready."""
        pupils = self.lesson.house.pupils
        form = Column(
            self._box("group-name", "name", words("new name"), most=40),
            no_letters(self._typed["name"]),
            captioned(
                words("new who"),
                Chips(
                    "group-who",
                    tuple((one.id, one.shown) for one in pupils),
                    frozenset(self._who),
                    self._turn,
                    most=GROUP_SIZES[-1],
                    icons={one.id: one.avatar for one in pupils},
                    label=words("new who"),
                ),
            ),
            Row(
                self._box("group-planned", "planned", tutors("sessions planned"), most=2),
                self._box("group-weeks", "weeks", tutors("sessions weeks"), most=3),
                gap=16,
            ),
            captioned(
                tutors("sessions rhythm"),
                Choice("group-rhythm", RHYTHMS, self._rhythm, self._set_rhythm, tutors("sessions rhythm")),
            ),
            Row(
                Button("no-group", tutors("not now"), lambda: self.tools.move(Back()), kind="quiet"),
                Space(),
                Button("keep-group", words("make"), self._make, icon="check", kind="primary"),
            ),
            gap=16,
        )
        return Scroll(form, key="new-group")

    def _box(self, key: str, what: str, label: str, *, most: int) -> Node:
        return TextBox(
            key,
            self._typed[what],
            lambda said: self._type(what, said),
            lambda _said: self._make(),
            label=label,
            placeholder=words("new name hint") if what == "name" else "",
            most=most,
            grow=1,
        )

    def _type(self, what: str, said: str) -> None:
        before, self._typed[what] = self._typed[what], said
        if turned(before, said):
            self.tools.changed()

    def _turn(self, pupil: str) -> None:
        rest = tuple(one for one in self._who if one != pupil)
        self._who = rest if pupil in self._who else (*rest, pupil)
        self.tools.changed()

    def _set_rhythm(self, every: int) -> None:
        self._rhythm = every
        self.tools.changed()

    def _make(self) -> None:
        """The journal says what is wrong with it, if anything is."""
        name, who, every = self._typed["name"].strip(), self._who, self._rhythm
        planned, weeks = self._typed["planned"].strip(), self._typed["weeks"].strip()
        if not name:
            self.tools.focus("group-name")
            return
        if len(who) not in GROUP_SIZES:
            self.tools.say(words("new pick"))
            self.tools.focus("group-who")
            return
        if not planned.isdecimal() or not weeks.isdecimal() or int(weeks) == 0:
            self.tools.say(tutors("sessions numbers"))
            return
        starts = today()
        ends = starts + timedelta(weeks=int(weeks)) - timedelta(days=1)

        def made(group: records.Group) -> None:
            self.tools.say(words("new made", name=group.shown))
            self.lesson.refresh_house(lambda: self.tools.move(Back()))

        self.lesson.ask(
            lambda journal: journal.add_group(
                name, who, starts=starts, ends=ends, planned_sessions=int(planned), review_every=every
            ),
            made,
            "make a group",
            whoever=True,
        )
