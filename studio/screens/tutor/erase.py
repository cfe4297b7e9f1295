"""All that is kept of one pupil: what goes when it is erased and what can't be reached, said before; or a hold, and it all stays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reflections import prompts
from reflections.forgetting import COPIES_STAY_DAYS
from studio.erasing import Erasing, Stage
from studio.screen import Back, Screen
from studio.screens.tutor import erased
from studio.screens.tutor.said_no import SaysNo
from studio.screens.tutor.tab import today
from studio.ui.nodes import Button, Card, Column, Icon, Node, Progress, Row, Scroll, Space, Text, TextBox
from studio.words import day, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

GOES = ("music", "words", "goals", "notes", "rest")
STAYS = ("others", "dates", "mark")
ROLE = 80
TOP = "shell/back"
UNDER_WAY = {Stage.WRITING: "writing", Stage.COPYING: "copying", Stage.ERASING: "erasing"}


class Erase(SaysNo, Screen):
    """Behind the curtain already: only the pupil's page leads here. Nothing is erased by one press."""

    name = "erase"
    subtitled = "tutor_erasing.subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools, *, pupil: str) -> None:
        super().__init__(tools)
        self.pupil: records.Pupil | None = next((one for one in self.lesson.house.pupils if one.id == pupil), None)
        self._erasing = Erasing(tools, self.pupil) if self.pupil is not None else None
        self._beyond: tuple[records.CopyLeft, ...] | None = None
        self._role = self._alias = self._holder = ""
        self._trouble = ""

    @property
    def title(self) -> str:
        """Whose it is, as long as it is."""
        known = self.pupil is not None and self._stage is not Stage.DONE
        return say("tutor_erasing.title", name=self.pupil.shown) if known and self.pupil else say("tutor_erasing.way")

    @property
    def _stage(self) -> Stage:
        return self._erasing.stage if self._erasing is not None else Stage.DONE

    @property
    def holds(self) -> bool:  # type: ignore[override]  # a property here, a plain value in Screen
        """What has begun is not left by Esc."""
        return self._stage in UNDER_WAY

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read what could not be reached."""
        pupil = self.pupil
        if pupil is None:
            self.tools.move(Back())
            return
        self.lesson.ask(lambda journal: journal.beyond_reach(pupil.id), self._know, "where copies are", whoever=True)
        self.tools.focus(TOP)  # what goes is read before anything is pressed

    def leave(self) -> None:
        """What has not begun does not begin."""
        if self._erasing is not None:
            self._erasing.cancel()

    def _know(self, beyond: tuple[records.CopyLeft, ...]) -> None:
        self._beyond = beyond

    def update(self, now: float) -> None:
        """On to the next step."""
        del now
        if self._erasing is not None:
            self._erasing.tick()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """What would happen; how far it is; what is left."""
        pupil, erasing = self.pupil, self._erasing
        if pupil is None or erasing is None:
            return Space()
        if erasing.stage in UNDER_WAY:
            stop = erasing.cancel if erasing.stage is not Stage.ERASING else None
            told = say(f"tutor_erasing.{UNDER_WAY[erasing.stage]}")
            return Column(Space(), Progress("erasing", told, None, stop), Space(), grow=1)
        if erasing.erased is not None:
            return Column(Scroll(self._done(erasing.erased), key="erase-done"), self._back(), gap=12, grow=1)
        if pupil.hold:
            return Scroll(Column(self._held(pupil), self._hold(pupil), gap=16), key="held")
        left = Column(self._list("goes", GOES), self._reach(), gap=16, grow=1)
        right = Column(self._list("stays", STAYS), self._confirm(pupil), gap=16, grow=1)  # of these the length is known
        return Scroll(Column(Row(left, right, gap=16, align="start"), self._hold(pupil), gap=16), key="erase")

    @staticmethod
    def _list(of: str, lines: Iterable[str]) -> Node:
        rows = [
            Row(Icon("minus", 20, "text2"), Text(say(f"tutor_erasing.{of} {line}"), grow=1), gap=8, align="start")
            for line in lines
        ]
        return Card(Column(Text(say(f"tutor_erasing.{of}"), style="h2"), *rows, gap=8), pad=16)

    def _reach(self) -> Node:
        goes = today() + timedelta(days=COPIES_STAY_DAYS)
        rows: list[Node] = [Text(say("tutor_erasing.reading"), tone="text2")] if self._beyond is None else []
        rows += erased.lines(self._beyond or ())
        rows += [erased.line(say("tutor_erasing.beyond one more", goes=day(goes)))]
        rows += [erased.line(say(f"tutor_erasing.beyond {what}")) for what in ("files", "copies")]
        return Card(Column(Text(say("tutor_erasing.beyond"), style="h2"), *rows, gap=8), pad=16)

    def _confirm(self, pupil: records.Pupil) -> Node:
        trouble = self._trouble or (self._erasing.why_not if self._erasing else "")
        return Card(
            Column(
                Text(say("tutor_erasing.sure"), style="h2"),
                Row(Icon("info", 20, "accent"), Text(trouble, weight=600, grow=1), align="start") if trouble else None,
                TextBox("erase-role", self._role, self._set_role, label=say("tutor_erasing.role"), most=ROLE),
                TextBox(
                    "erase-alias",
                    self._alias,
                    self._set_alias,
                    label=say("tutor_erasing.alias", name=pupil.shown),
                    most=40,
                ),
                Row(
                    Button("not-erase", say("tutor_erasing.not now"), lambda: self.tools.move(Back()), kind="quiet"),
                    Space(),
                    Button("erase-it", say("tutor_erasing.erase"), self._erase, icon="eraser"),
                ),
                gap=12,
            ),
            tone="soft",
            pad=16,
        )

    def _held(self, pupil: records.Pupil) -> Node:
        """Nothing goes; and the words in which the pupil can be told."""
        return Card(
            Column(
                Row(Icon("shield", 24, "accent"), Text(say("tutor_erasing.held"), style="h2", grow=1), align="start"),
                Text(say("tutor_erasing.held tell", name=pupil.shown), tone="text2"),
                Text(prompts.words("K1", pupil.register, self.tools.settings.language), style="h1"),
                gap=12,
            ),
            tone="soft",
            pad=24,
        )

    def _hold(self, pupil: records.Pupil) -> Node:
        way = "lift" if pupil.hold else "set"
        return Card(
            Column(
                Text(say("tutor_erasing.hold"), style="h2"),
                Text(say("tutor_erasing.hold told"), tone="text2"),
                Row(
                    TextBox(
                        "hold-role", self._holder, self._set_holder, label=say("tutor_erasing.role"), most=ROLE, grow=1
                    ),
                    Button("hold-it", say(f"tutor_erasing.hold {way}"), self._turn_hold, icon="shield"),
                    align="end",
                    wrap=True,
                ),
                gap=12,
            ),
            pad=16,
        )

    def _done(self, what: records.Erased) -> Node:
        return Column(
            Row(Icon("check", 28, "good"), Text(say("tutor_erasing.done"), style="h1", grow=1)),
            Card(
                Column(
                    Text(say("tutor_erasing.done left"), style="h2"),
                    *erased.lines(what.left),
                    *[erased.line(say(f"tutor_erasing.beyond {what}")) for what in ("files", "copies")],
                    Text(say("tutor_erasing.done list"), style="label", tone="text2"),
                    gap=8,
                ),
                pad=16,
            ),
            gap=16,
        )

    def _back(self) -> Node:
        return Row(
            Button("to-pupils", say("tutor_erasing.to pupils"), self._away, icon="users", kind="primary"), Space()
        )

    # -- what is done -------------------------------------------------------------------------------------------------
    def _set_role(self, words: str) -> None:
        self._role = words

    def _set_alias(self, words: str) -> None:
        self._alias = words

    def _set_holder(self, words: str) -> None:
        self._holder = words

    def _erase(self) -> None:
        """A role, and the name typed as it stands; then it is on its way."""
        pupil, erasing = self.pupil, self._erasing
        if pupil is None or erasing is None:
            return
        if not self._role.strip():
            self._say_no(say("tutor_erasing.needs role"), "erase-role")
        elif self._alias.strip().casefold() != pupil.shown.casefold():
            self._say_no(say("tutor_erasing.needs alias"), "erase-alias")
        else:
            self._trouble = ""
            erasing.begin(self._role.strip())
            self.tools.focus("erasing" if erasing.stage in UNDER_WAY else "erase-it")

    def _turn_hold(self) -> None:
        """By a role; never why."""
        pupil, by = self.pupil, self._holder.strip()
        if pupil is None or not by:
            self.tools.focus("hold-role")
            return
        on = not pupil.hold

        def turn(journal: Journal) -> records.Pupil:
            journal.hold(pupil.id, on, by)
            return journal.pupil(pupil.id)

        def turned(renewed: records.Pupil) -> None:
            self.pupil, self._holder, self._trouble = renewed, "", ""
            self.lesson.refresh_house()
            self.tools.focus(TOP)

        self.lesson.ask(turn, turned, "a hold", whoever=True)

    def _away(self) -> None:
        """The page that led here is left as well: there is nobody any more whom it is about."""
        self.tools.move(Back())
