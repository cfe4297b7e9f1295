"""My pictures: four, in an order, chosen once with the tutor beside; tapped again so that they are remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screen import Back, Go, Push, Screen
from studio.screens.people.pictures import SIGN_IN, SIGN_IN_LENGTH, picture_name
from studio.screens.people.who import dots, picture_tiles
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Scroll, Space, Text, Toggle
from studio.words import say

if TYPE_CHECKING:
    from reflections import records
    from studio.screen import Tools


class SignIn(Screen):
    """Dots say how far one is; the pictures are shown only where the pupil asks to see them."""

    name = "signin"
    titled = "people.your pictures"
    subtitled = "people.to come back"
    private = True
    unread = "picture-"

    def __init__(self, tools: Tools, *, pupil: records.Pupil | None = None) -> None:
        super().__init__(tools)
        self._given = pupil  # by the tutor, for somebody who forgot theirs; else whoever is here
        self._first: tuple[str, ...] = ()
        self._second: tuple[str, ...] = ()
        self._shown = False
        self._trouble = ""
        self._has_riff = False

    def enter(self) -> None:
        """Ready for the first picture; with a riff nobody needs any."""
        if self._has_riff:
            self._on()
            return
        self.tools.focus(f"picture-{SIGN_IN[0][0]}")

    @property
    def _again(self) -> bool:
        return len(self._first) == SIGN_IN_LENGTH

    def build(self) -> Node:
        """Words on the left, the twelve pictures on the right."""
        words = Column(
            Text(say("people.tap them once more") if self._again else say("people.pick four pictures"), style="h1"),
            Text(
                self._trouble or (say("people.the same four") if self._again else say("people.remember the order")),
                style="lead",
                tone="text" if self._trouble else "text2",
            ),
            self._chosen(),
            Toggle("show", say("people.show me what i"), self._shown, self._set_shown, icon="eye"),
            Text(say("people.make sure nobody else"), style="label", tone="text2"),
            Space(),
            Row(
                Button(
                    "riff", say("riff.instead", self.lesson.register, self.lesson.language), self._riff, icon="music-2"
                ),
                Space(),
            ),
            Row(
                Button("start-over", say("people.start over"), self._start_over, icon="undo-2", kind="quiet"),
                Button("later", say("people.not now"), self._later, kind="quiet"),
            ),
            gap=16,
            grow=2,
        )
        pictures = Card(picture_tiles(self._tap, words=True), pad=20, grow=3)
        return Scroll(Column(Row(words, pictures, gap=24, align="stretch", grow=1), grow=1), key="signin")

    def _chosen(self) -> Node:
        picked = self._second if self._again else self._first
        if not self._shown:
            return Row(*dots(len(picked)), gap=8)
        shown = self._first
        return Row(*[_shown(icon) for icon in shown], gap=16) if shown else Text(say("people.none yet"), tone="text2")

    # -- what is tapped -----------------------------------------------------------------------------------------------
    def _tap(self, icon: str) -> None:
        self._trouble = ""
        if not self._again:
            self._first = (*self._first, icon)
            if self._again and self._is_taken():
                self._first, self._trouble = (), say("people.pick another four")
        else:
            self._second = (*self._second, icon)
            if len(self._second) == SIGN_IN_LENGTH:
                self._compare()
        self.tools.changed()

    def _is_taken(self) -> bool:
        me = self._given or self.lesson.pupil
        return any(
            other.sign_in == self._first for other in self.lesson.house.pupils if me is None or other.id != me.id
        )

    def _compare(self) -> None:
        pupil, pictures = self._given or self.lesson.pupil, self._first
        if self._second != pictures:
            self._second, self._trouble = (), say("people.that was another order")
        elif pupil is not None:
            self.lesson.ask(
                lambda journal: journal.set_sign_in(pupil.id, "pictures", pictures),
                lambda _pupil: self._kept(),
                "keep the pictures",
            )

    def _kept(self) -> None:
        self.lesson.refresh_house()
        self.tools.say(say("people.your pictures are kept"))
        self._on()

    def _set_shown(self, shown: bool) -> None:
        self._shown = shown
        self.tools.changed()

    def _start_over(self) -> None:
        self._first = self._second = ()
        self._trouble = ""
        self.tools.changed()

    def _riff(self) -> None:
        self.tools.move(Push("choose_riff", {"pupil": self._given, "done": self._riff_kept}))

    def _riff_kept(self) -> None:
        self._has_riff = True

    def _later(self) -> None:
        self._on()

    def _on(self) -> None:
        self.tools.move(Back() if self._given else Go("home"))


def _shown(icon: str) -> Node:
    return Column(
        Icon(icon, 32, "accent"), Text(picture_name(icon), style="caption", align="center"), gap=4, align="center"
    )
