"""The service: this laptop and the tutor's rows at its database meet when the tutor says so, and it is said what went and came."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from studio.lesson import sentence
from studio.screens.tutor import safe_told
from studio.screens.tutor.how_far import HowFar
from studio.screens.tutor.safe import done, noted, point, words
from studio.ui.nodes import Button, Card, Column, Node, Progress, Row, Space, Text, TextBox, Toggle
from studio.words import counted, day

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.central.remembered import Remembered
    from reflections.central.syncing import Met
    from reflections.journal import Journal
    from studio.screen import Tools


class Stage(Enum):
    """How far it is."""

    ASKED = auto()
    MEETING = auto()  # each half can be stopped until all of it is kept
    MET = auto()


class Asked(NamedTuple):
    """What there is to know before a meeting."""

    remembered: Remembered | None
    server: tuple[str, str]  # whose name, which server


def asked(journal: Journal) -> Asked:
    """Read it. On the writer."""
    from reflections.central import address, remembered

    found = remembered.remembered(journal)
    return Asked(found, address.named(found.where) if found is not None else ("", ""))


def meet_at(journal: Journal, where: str, moment: datetime, *, keep: bool, far: Callable[[float], None]) -> Met:
    """Knock, meet, remember when. On the writer; every fault is a sentence."""
    from reflections.central import remembered
    from reflections.central.journal import ServiceJournal
    from reflections.central.syncing import meet

    there = ServiceJournal.at(where)
    try:
        remembered.remember(journal, where, keep_password=keep)
        met = meet(journal, there, progress=far)
    finally:
        there.close()
    remembered.they_met(journal, moment)
    return met


class MeetService:
    """One service. A password that is not to be remembered is let go of with the screen."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.lesson = tools.lesson
        self._known: Asked | None = None
        self._address = self._password = self._trouble = ""
        self._keep = False
        self._stage = Stage.ASKED
        self._met: Met | None = None
        self._both: list[records.TwoTexts] = []
        self.how_far = HowFar(tools.changed)

    @property
    def holds(self) -> bool:
        """What has begun is not left by Esc."""
        return self._stage is Stage.MEETING

    @property
    def begun(self) -> bool:
        """Whether it is no longer asked where the service is."""
        return self._stage is not Stage.ASKED

    @property
    def name(self) -> str:
        """What is shown, for the list to begin at its top."""
        return f"service-{self._stage.name}"

    def look_around(self) -> None:
        """Where the service is, when they met and what waits."""
        self.lesson.ask(asked, self._know, "the service", whoever=True)

    def leave(self) -> None:
        """Nothing that was typed stays."""
        self._address = self._password = self._trouble = ""
        self._stage = self._stage if self.holds else Stage.ASKED

    def update(self) -> None:
        """How far it is."""
        self.how_far.update()

    def _know(self, found: Asked) -> None:
        self._known = found
        self._keep = bool(found.remembered is not None and found.remembered.password)
        self.tools.changed()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def node(self) -> Node:
        """Where it is and what waits; how far it is; what went and came."""
        match self._stage:
            case Stage.ASKED:
                return self._asked()
            case Stage.MEETING:
                stopping = not self.how_far.goes_on
                told = words("stage stopping" if stopping else "service going")
                going = Progress("meeting", told, self.how_far.drawn or None, None if stopping else self._stop)
                return Column(Space(), going, Space(), grow=1)
            case Stage.MET:
                return self._said()

    def _asked(self) -> Node:
        lines = Column(*[point(words(f"service {one}")) for one in ("told", "stays", "plain")], gap=8)
        if self._known is None:
            return lines
        found = self._known.remembered
        boxes = [self._box("address")] if found is None else []
        if found is not None and not found.password:
            boxes = [self._box("password")]
        keep = Toggle("service-keep", words("service remember"), self._keep, self._set_keep)
        return Column(
            self._standing(self._known) if found is not None else None,
            Card(Column(*boxes, keep, gap=12), pad=16) if boxes else None,
            lines,
            gap=16,
        )

    def _box(self, which: str) -> Node:
        return TextBox(
            f"service-{which}",
            self._address if which == "address" else self._password,
            self._set_address if which == "address" else self._set_password,
            lambda _words: self._go(),
            label=words(f"service {which}"),
            secret=True,  # an address holds its password
            most=400,
        )

    def _standing(self, known: Asked) -> Node:
        found, (name, server) = known.remembered, known.server
        assert found is not None
        when = found.met and words("service last", when=day(found.met.astimezone(), "moment and year"))
        waits = [counted(f"tutor_safe.n {table}", n) for table in safe_told.NAMED if (n := found.since.get(table, 0))]
        rest = [words("small things")] if found.since else []
        told = (
            words("service waits", what=", ".join(waits or rest)) if waits or rest else words("service waits nothing")
        )
        about = Column(
            Text(words("service where", name=name, server=server), style="h2"),
            Text(when or words("service never"), weight=600),
            Text(told),
            gap=4,
            grow=1,
        )
        other = Button("service-other", words("service elsewhere"), self._elsewhere, icon="pencil", kind="quiet")
        return Card(Row(about, other, wrap=True), pad=16)

    def _said(self) -> Node:
        met = self._met
        assert met is not None
        went = counted("tutor_safe.service went", met.went) if met.went else words("service went nothing")
        came = safe_told.sentences(met.here, "did") if met.here is not None else [words("service came nothing")]
        return Column(
            done(words("service met")),
            Card(Column(*map(point, (went, *came)), gap=8), pad=16),
            Text(words("both sides"), style="h2") if self._both else None,
            *[safe_told.two(n, text, self._choose) for n, text in enumerate(self._both)],
            Text(words("service came told"), tone="text2") if met.here is not None else None,
            gap=16,
        )

    def on(self) -> Node | None:
        """What leads on, and why it did not."""
        trouble = noted(self._trouble) if self._trouble else None
        match self._stage:
            case Stage.ASKED if self._known is not None:
                way = Button("service-go", words("service go"), self._go, icon="arrow-up-down", kind="primary")
            case Stage.MET:
                way = Button("service-over", words("done"), self._over, icon="check", kind="primary")
            case _:
                return trouble
        return Column(trouble, Row(Space(), way), gap=12)

    # -- what is typed ------------------------------------------------------------------------------------------------
    def _set_address(self, said: str) -> None:
        self._address = said

    def _set_password(self, said: str) -> None:
        self._password = said

    def _set_keep(self, on: bool) -> None:
        self._keep = on
        self.tools.changed()

    def _elsewhere(self) -> None:
        """The address of now is let go of, and its password."""
        from reflections.central import remembered

        self.lesson.errand(remembered.forget, lambda _none: self.look_around(), "another service", whoever=True)
        self.tools.focus("service-address")

    # -- meeting ------------------------------------------------------------------------------------------------------
    def _go(self) -> None:
        """Nobody sits at the keys: what they hear, see and write must not change beneath them."""
        where, box = self._where()
        if not where:
            self._say_no(words(f"service needs {box}"), f"service-{box}")
        elif self.lesson.here or not self.lesson.recorder.errands.idle:
            self._say_no(words("somebody is here"), "service-go")
        elif (journal := self.lesson.journal) is not None:
            moment, keep, far = datetime.now().astimezone(), self._keep, self.how_far.begin()
            self._show(Stage.MEETING, "meeting")
            self.tools.background.writer.put(
                lambda: meet_at(journal, where, moment, keep=keep, far=far), self._have_met, self._failed, "meet"
            )

    def _where(self) -> tuple[str, str]:
        """The whole address, or "" and which box lacks something."""
        found = self._known.remembered if self._known is not None else None
        if found is None:
            return self._address.strip(), "address"
        from reflections.central import address

        password = found.password or self._password.strip()
        return (address.whole(found.where, password) if password else ""), "password"

    def _stop(self) -> None:
        """Whoever was too late reads that they have met."""
        self.how_far.give_up()
        self.tools.changed()

    def _have_met(self, met: Met) -> None:
        self._met, self._both = met, list(met.here.both) if met.here is not None else []
        self._address = self._password = ""
        if met.here is not None:
            self.lesson.refresh_house()
        self.look_around()
        self._show(Stage.MET, "service-over")

    def _choose(self, n: int) -> None:
        """The other one of two texts stands from now on."""
        text, journal = self._both[n], self.lesson.journal

        def chosen(now: records.TwoTexts) -> None:
            self._both[n] = now
            self.tools.changed()

        if journal is not None:
            self.tools.background.writer.put(lambda: journal.choose_text(text), chosen, self._failed, "choose a text")

    def _failed(self, error: Exception) -> None:
        from reflections.errors import Stopped

        at = "service-over" if self._stage is Stage.MET else "service-go"
        if self._stage is Stage.MEETING:
            self.look_around()
            self._show(Stage.ASKED, at)
        self._say_no(words("service stopped") if isinstance(error, Stopped) else sentence(error), at)

    def _over(self) -> None:
        self._met, self._both = None, []
        self._show(Stage.ASKED, "service-go")

    def _show(self, stage: Stage, at: str) -> None:
        self._stage, self._trouble = stage, ""
        self.tools.focus(at)
        self.tools.changed()

    def _say_no(self, why: str, at: str) -> None:
        self._trouble = why
        self.tools.focus(at)
        self.tools.changed()
