"""More than one of us: pupils and visitors come in one after the other, then play in turn on one laptop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.lesson.turns import FEWEST, MOST
from studio.playing import riff
from studio.screen import Go, Push, Screen
from studio.screens.people.pictures import SIGN_IN_LENGTH
from studio.screens.people.who import dots, picture_tiles
from studio.ui.nodes import Button, Card, Column, Dialog, Grid, Icon, Node, Row, Scroll, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from instruments.events import Played
    from reflections import records
    from studio.screen import Tools

VISITOR = "footprints"


class Several(Screen):
    """Each comes in the way they always do. Those who are in are shown; what is theirs is not."""

    name = "several"
    unread = "picture-"
    titled = "several.title"
    private = True

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._ear = riff.Ear(self.lesson.recorder)
        self._tapped: tuple[str, ...] = ()
        self._trouble = ""
        self._people: tuple[records.Pupil | None, ...] = ()
        self._asked = False  # which one of those without pictures
        self._going = False

    def enter(self) -> None:
        """Ready for the first."""
        self.lesson.refresh_house()

    def leave(self) -> None:
        """Riffs that were played here are no music."""
        self._ear.over(self.engine.frame_now())

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """The ways in on the left, who is in on the right."""
        ways = Row(self._ways_in(), self._who_is_in(), gap=16, align="stretch", grow=1)
        go = Button(
            "go",
            say("several.go"),
            self._go,
            icon="arrow-right",
            kind="primary",
            enabled=len(self._people) >= FEWEST and not self._going,
        )
        heading = Text(say("several.in turn"), style="h1")
        return Column(Scroll(Column(heading, ways, gap=12, grow=1), key="several"), Row(Space(), go), gap=12, grow=1)

    def _ways_in(self) -> Node:
        pupils = self.lesson.house.pupils
        has_riffs = any(pupil.sign_in_kind == riff.KIND for pupil in pupils)
        return Card(
            Column(
                Text(
                    self._trouble or say("several.pictures" if has_riffs else "several.pictures only"),
                    style="label",
                    tone="text2",
                ),
                picture_tiles(self._tap),
                Row(
                    *dots(len(self._tapped)),
                    Space(),
                    Button("no-pictures", say("several.no pictures"), self._ask, icon="circle-user-round")
                    if self._without
                    else None,
                ),
                gap=8,
                grow=1,
            ),
            pad=16,
            grow=5,
        )

    def _who_is_in(self) -> Node:
        rows: list[Node] = [self._one(n, who) for n, who in enumerate(self._people)]
        full = len(self._people) >= MOST
        return Column(
            Text(say("several.who"), style="h2"),
            *(rows or [Text(say("several.nobody"), tone="text2")]),
            Text(say("several.full"), tone="text2") if full else None,
            None if full else Button("new", say("who.i am new here"), self._new, icon="user-plus"),
            None if full else Button("visitor", say("several.visitor"), lambda: self._add(None), icon=VISITOR),
            Text(say("several.own"), style="label", tone="text2"),
            gap=12,
            grow=4,
        )

    def _one(self, n: int, who: records.Pupil | None) -> Node:
        name, icon = shown(who)
        out = Button(
            f"out-{n}", "", partial(self._take_out, n), icon="x", kind="quiet", name=say("several.not me", name=name)
        )
        return Card(Row(Icon(icon, 28, "accent"), Text(name, style="lead", weight=600, grow=1), out), pad=8)

    def dialog(self) -> Dialog | None:
        """Ask which one it is, of those without pictures."""
        if not self._asked:
            return None
        tiles = [
            Button(f"me-{pupil.id}", pupil.shown, partial(self._add, pupil), icon=pupil.avatar, kind="tile")
            for pupil in self._without
        ]
        return Dialog(say("several.which"), Grid(*tiles, min_width=140), key="which", escape=self._not_there)

    @property
    def _without(self) -> tuple[records.Pupil, ...]:
        """Those who have neither pictures nor a riff, and whoever is the only one of this laptop."""
        pupils = self.lesson.house.pupils
        inside = {pupil.id for pupil in self._people if pupil is not None}
        return tuple(p for p in pupils if (not p.sign_in or len(pupils) == 1) and p.id not in inside)

    # -- coming in ----------------------------------------------------------------------------------------------------
    def _tap(self, icon: str) -> None:
        self._trouble = ""
        self._tapped = (*self._tapped, icon)
        if len(self._tapped) == SIGN_IN_LENGTH:
            tapped, self._tapped = self._tapped, ()
            found = [pupil for pupil in self.lesson.house.pupils if pupil.sign_in == tapped]
            if found:
                self._add(found[0])
            else:
                self._trouble = say("who.not found")
        self.tools.changed()

    def hear(self, event: Played) -> bool:
        """A riff lets its player in here too."""
        pupils = self.lesson.house.pupils
        if not any(riff.of(pupil) for pupil in pupils) or not self._ear.hear(event):
            return False
        found = riff.players(self._ear.heard, pupils)
        if found or len(self._ear.heard) >= riff.longest(pupils):
            self._ear.afresh()
        if found:
            self._add(found[0])
        return True

    def _add(self, who: records.Pupil | None) -> None:
        self._asked = False
        if who is not None and any(one is not None and one.id == who.id for one in self._people):
            self._trouble = say("several.here already")
        elif len(self._people) < MOST:
            self._people = (*self._people, who)
        self.tools.changed()

    def _new(self) -> None:
        """Somebody says who they are, and is in; pictures of their own can wait until they come alone."""
        self.tools.move(Push("newcomer", {"joins": self._add}))

    def _take_out(self, n: int) -> None:
        self._people = self._people[:n] + self._people[n + 1 :]
        self.tools.changed()

    def _ask(self) -> None:
        self._asked = True
        self.tools.changed()

    def _not_there(self) -> None:
        self._asked = False
        self.tools.changed()

    def _go(self) -> None:
        if not self._going:
            self._going = True
            self._ear.over(self.engine.frame_now())
            self.lesson.sit_together(self._people, lambda: self.tools.move(Go("home" if self.lesson.pupil else "pick")))

    def update(self, now: float) -> None:
        """If the journal said no (it has said why), the button works again."""
        del now
        if self._going and not self.tools.background.busy:
            self._going = False
            self.tools.changed()


class Turn(Screen):
    """The keys are passed on: seen for as long as the journal takes."""

    name = "turn"
    title = "Soundfolio"

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._waits = False

    def enter(self) -> None:
        """Whoever is coming sits down; a take that rolled was kept when its screen was left."""
        self._waits = True
        self.lesson.take_turn(self._on)

    def build(self) -> Node:
        """Whose turn it is, large."""
        seat = self.lesson.coming or self.lesson.seat
        name, icon = shown(seat.pupil if seat else None)
        words = say("several.turn", self.lesson.register, self.lesson.language, name=name)
        return Column(
            Space(), Icon(icon, 72, "accent"), Text(words, style="h1", align="center"), Space(), align="center", gap=16
        )

    def update(self, now: float) -> None:
        """If the journal said no (it has said why), whoever was here goes on."""
        del now
        if self._waits and self.lesson.coming is not None and not self.tools.background.busy:
            self.lesson.coming = None
            self._on()

    def _on(self) -> None:
        if self._waits:
            self._waits = False
            nothing_yet = "home" if self.lesson.pupil is not None else "pick"
            self.tools.move(Go("play" if self.lesson.stand is not None else nothing_yet))


def shown(who: records.Pupil | None) -> tuple[str, str]:
    """The name and picture of one of them."""
    return (who.shown, who.avatar) if who is not None else (say("several.visiting"), VISITOR)
