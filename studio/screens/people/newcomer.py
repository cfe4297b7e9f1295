"""I am new here: a name, a picture, an age band on one screen, in twenty seconds, with what a pupil has to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screen import Back, Go, Screen
from studio.screens.no_letters import no_letters, turned
from studio.screens.people.pictures import AVATARS, picture_name
from studio.ui.nodes import Button, Card, Choice, Column, Grid, Icon, Node, Row, Scroll, Space, Text, TextBox
from studio.words import options, safety, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from studio.screen import Tools

ALIAS_LENGTH = 24
AGES = ("7-9", "10-12", "13-15", "16+")
TOLD = (("eye", "N2"), ("heart-handshake", "N3"), ("house", "N5"))
ALONE = ("hand", "N4")
OLDER = {"13-15", "16+"}


class Newcomer(Screen):
    """The pupil fills it in alone; a nickname is enough. What they played before becomes theirs."""

    name = "newcomer"
    titled = "people.i am new here"
    subtitled = "people.three things then music"
    private = True

    def __init__(self, tools: Tools, joins: Callable[[records.Pupil], None] | None = None) -> None:
        """`joins` lets them in among others who wait on the screen beneath."""
        super().__init__(tools)
        self._joins = joins
        self._alias = ""
        self._avatar = ""
        self._age = ""
        self._trouble = ""
        self._asked_about = ""  # the name that was asked about, be it kept all the same
        self._waiting = False

    def enter(self) -> None:
        """Let the name be typed at once."""
        self.tools.focus("alias")

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """Name, age and what to know on the left, pictures on the right."""
        left = Column(
            Column(self._box(), no_letters(self._alias), gap=6),
            Column(Text(say("people.how old are you"), style="label", tone="text2", weight=600), self._ages(), gap=6),
            Card(
                Column(*[_told(icon, safety(prompt, self._register)) for icon, prompt in self._to_know], gap=12), pad=16
            ),
            gap=16,
            grow=6,
        )
        right = Column(
            Text(say("people.pick a picture"), style="label", tone="text2", weight=600),
            Grid(*[self._tile(icon, picture_name(icon)) for icon, _ in AVATARS], columns=4, gap=8),
            gap=6,
            grow=5,
        )
        go = Row(
            Column(Text(self._trouble, weight=600), grow=1) if self._trouble else Space(),
            Button(
                "go", say("people.that is me"), self._go, icon="arrow-right", kind="primary", enabled=not self._waiting
            ),
        )
        return Column(Scroll(Row(left, right, gap=24, align="start"), key="newcomer"), go, gap=12, grow=1)

    def _box(self) -> Node:
        return TextBox(
            "alias",
            self._alias,
            self._set_alias,
            lambda _words: self._go(),
            label=say("people.what shall we call"),
            most=ALIAS_LENGTH,
        )

    @property
    def _to_know(self) -> tuple[tuple[str, str], ...]:
        return (*TOLD, ALONE) if self.lesson.alone else TOLD

    def _ages(self) -> Node:
        return Choice("age", options("people.age", AGES), self._age, self._set_age)

    def _tile(self, icon: str, name: str) -> Node:
        chosen = icon == self._avatar
        return Card(
            Column(
                Icon(icon, 36, "accent" if chosen else "text"),
                Text(name, style="caption", align="center"),
                gap=4,
                align="center",
            ),
            tone="s2",
            selected=chosen,
            pad=12,
            key=f"avatar-{icon}",
            label=name,
            do=lambda: self._set_avatar(icon),
            edge="edge",
        )

    def update(self, now: float) -> None:
        """If the journal said no (it has said why), the button works again."""
        del now
        if self._waiting and not self.tools.background.busy:
            self._waiting = False
            self.tools.changed()

    @property
    def _register(self) -> str:
        return "13 up" if self._age in OLDER else "7-12"

    # -- what is chosen -----------------------------------------------------------------------------------------------
    def _set_alias(self, words: str) -> None:
        before, self._alias = self._alias, words
        if turned(before, words):
            self.tools.changed()

    def _set_age(self, age: str) -> None:
        self._age, self._trouble = age, ""
        self.tools.changed()

    def _set_avatar(self, icon: str) -> None:
        self._avatar, self._trouble = icon, ""
        self.tools.changed()

    def _go(self) -> None:
        """Say what is missing and stand there, or become somebody."""
        for missing, words, box in (
            (not self._alias.strip(), say("people.type a name"), "alias"),
            (not self._age, say("people.pick how old"), "age"),
            (not self._avatar, say("people.pick a picture"), f"avatar-{AVATARS[0][0]}"),
        ):
            if missing:
                self._trouble = words
                self.tools.focus(box)
                self.tools.changed()
                return
        if self._may_be_a_whole_name():
            return
        if not self._waiting:
            self._waiting, self._trouble = True, ""
            self.lesson.add_pupil(self._alias.strip(), self._avatar, self._age, self._added)
            self.tools.changed()

    def _may_be_a_whole_name(self) -> bool:
        """It is said once; whoever wants it all the same presses again."""
        from reflections.wording import may_name_somebody

        if self._alias == self._asked_about or not may_name_somebody(self._alias):
            return False
        self._asked_about, self._trouble = self._alias, say("people.a nickname is enough")
        self.tools.focus("alias")
        self.tools.changed()
        return True

    def _added(self, pupil: records.Pupil) -> None:
        """Let the second pupil of a laptop pick sign-in pictures next; before that, and among others, nobody needs any."""
        if self._joins is not None:
            self._joins(pupil)
            self.tools.move(Back())
            return
        others = any(other.id != pupil.id for other in self.lesson.house.pupils)
        self.lesson.choose(pupil, lambda: self.tools.move(Go("signin" if others else "home")))


def _told(icon: str, words: str) -> Node:
    return Row(Icon(icon, 22, "accent"), Column(Text(words), grow=1), gap=12, align="start")
