"""Who a pupil is here: the name they are called by, their picture and their age band, each to be changed with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.screen import Push
from studio.screens import yeses
from studio.screens.no_letters import no_letters
from studio.screens.people.newcomer import AGES, ALIAS_LENGTH
from studio.screens.people.pictures import AVATARS, picture_name
from studio.screens.tutor.tab import Tab, captioned, words
from studio.ui.nodes import Button, Card, Choice, Column, Grid, Icon, Node, Row, Space, Text
from studio.words import options

if TYPE_CHECKING:
    from reflections import records
    from reflections.journal import Journal


@dataclass(frozen=True, slots=True)
class Known:
    """What the tab shows."""

    pupil: records.Pupil


class AboutTab(Tab[Known]):
    """A rude name, a surname, the wrong picture: all are put right here, and everything the pupil has stays theirs."""

    about = "the name"
    _avatar = ""
    _age = ""

    def gather(self, journal: Journal) -> Known:
        """Read it. On the writer."""
        return Known(journal.pupil(self.pupil.id))

    def shown(self, found: Known) -> Node:
        """Name and age on the left, pictures on the right."""
        pupil = found.pupil
        age = self._age or pupil.age_band
        left = Card(
            Column(
                self.box("alias", words("about alias"), pupil.alias, most=ALIAS_LENGTH, drafted=False),
                no_letters(self.typed("alias", pupil.alias)),
                self._query(pupil),
                captioned(
                    words("about age"),
                    Choice("age", options("people.age", AGES), age, self._set_age, words("about age")),
                ),
                Row(
                    Space(),
                    Button("save-about", words("save"), lambda: self._save(pupil), icon="check", kind="primary"),
                ),
            ),
        )
        way = Button("to-yeses", yeses.words("way"), self._to_yeses, icon="shield-check", kind="quiet")
        said = Card(Row(Text(yeses.words("way told"), tone="text2", grow=1), way, wrap=True), pad=12)
        pictures = Grid(*[self._tile(icon, picture_name(icon), pupil) for icon, _ in AVATARS], columns=4, gap=8)
        return Row(
            Column(left, said, gap=16, grow=1),
            Card(captioned(words("about picture"), pictures), grow=1),
            gap=16,
            align="start",
        )

    def _to_yeses(self) -> None:
        self.tools.move(Push("said_yes", {"pupil": self.pupil.id}))

    def _query(self, pupil: records.Pupil) -> Node | None:
        """A name that others know outside does not belong here; it is said, not forbidden."""
        from reflections.wording import may_name_somebody

        if not may_name_somebody(self.typed("alias", pupil.alias)):
            return None
        return Row(Icon("shield", 20, "accent"), Column(Text(words("about whole name")), grow=1), align="start")

    def _tile(self, icon: str, name: str, pupil: records.Pupil) -> Node:
        chosen = icon == (self._avatar or pupil.avatar)
        return Card(
            Column(
                Icon(icon, 28, "accent" if chosen else "text"),
                Text(name, style="caption", align="center"),
                gap=4,
                align="center",
            ),
            tone="s2",
            selected=chosen,
            pad=8,
            key=f"avatar-{icon}",
            label=name,
            do=lambda: self._set_avatar(icon),
            edge="edge",
        )

    def _type(self, key: str, said: str) -> None:
        super()._type(key, said)
        self.tools.changed()  # what may be a whole name is said while it is typed

    def _set_avatar(self, icon: str) -> None:
        self._avatar = icon
        self.tools.changed()

    def _set_age(self, age: str) -> None:
        self._age = age
        self.tools.changed()

    def _save(self, pupil: records.Pupil) -> None:
        alias, avatar, age = self.typed("alias", pupil.alias), self._avatar, self._age
        self.change(
            lambda journal: journal.change_pupil(pupil.id, alias, avatar=avatar, age_band=age),
            "alias",
            said=words("about saved"),
        )

    def _know(self, found: Known) -> None:
        """Whatever shows the name has the one that is kept now."""
        if self.found is not None and found != self.found:
            self._avatar = self._age = ""
            self.whose = found.pupil
            self.lesson.refresh_house()
        super()._know(found)
