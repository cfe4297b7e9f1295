"""The service: this laptop and the tutor's rows at its database meet when the tutor says so, and it is said what went and came."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from studio.lesson import sentence
from studio.screens.tutor import safe_told
from studio.screens.tutor.how_far import HowFar
from studio.screens.tutor.safe import done, noted, point, words
from studio.screens.tutor.safe_before import Before, asked, whose
from studio.screens.tutor.said_no import SaysNo
from studio.ui.nodes import Button, Card, Column, Dialog, Node, Progress, Row, Space, Text
from studio.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections.central.syncing import Met
    from reflections.central.whose import First
    from reflections.journal import Journal
    from studio.screen import Tools


NOWHERE = ""  # not on the way to stop: an Enter that comes twice must not end what the first began; Tab leads there


class Stage(Enum):
    """How far it is."""

    ASKED = auto()
    MEETING = auto()  # each half can be stopped until all of it is kept
    MET = auto()


def meet_at(journal: Journal, where: str, moment: datetime, *, keep: bool, far: Callable[[float], None]) -> Met:
    """Knock, remember that something goes there, meet, remember when. On the writer; every fault is a sentence."""
    from reflections.central import remembered
    from reflections.central.journal import ServiceJournal
    from reflections.central.syncing import meet

    there = ServiceJournal.at(where)
    try:
        remembered.goes_there(journal, where)
        remembered.remember(journal, where, keep_password=keep)
        met = meet(journal, there, progress=far)
    finally:
        there.close()
    remembered.they_met(journal, moment)
    return met


def whose_it_is(journal: Journal, where: str) -> First | None:
    """What is to be asked before a first meeting there. On the writer; every fault is a sentence."""
    from reflections.central.whose import first

    return first(journal, where)


class MeetService(SaysNo):
    """One service, whose room before a meeting is safe_before's."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.lesson = tools.lesson
        self._before = Before(tools.changed, self._go, self._elsewhere)
        self._first: tuple[str, First] | None = None  # it is asked of this address whose it is
        self._asks: object = None  # whoever left meanwhile is not asked
        self._trouble = ""
        self._stage = Stage.ASKED
        self._met: Met | None = None
        self._both = safe_told.BothTexts(tools, self._failed)
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
        self.lesson.ask(asked, self._before.knows, "the service", whoever=True)

    def leave(self) -> None:
        """Nothing that was typed stays, and no question."""
        self._before.forget()
        self._trouble, self._first, self._asks = "", None, None
        self._stage = self._stage if self.holds else Stage.ASKED

    def update(self) -> None:
        """How far it is."""
        self.how_far.update()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def node(self) -> Node:
        """Where it is and what waits; how far it is; what went and came."""
        match self._stage:
            case Stage.ASKED:
                return self._before.node()
            case Stage.MEETING:
                stopping = not self.how_far.goes_on
                told = words("stage stopping" if stopping else "service going")
                going = Progress("meeting", told, self.how_far.drawn or None, None if stopping else self._stop)
                return Column(Space(), going, Space(), grow=1)
            case Stage.MET:
                return self._said()

    def dialog(self) -> Dialog | None:
        """At the first meeting it is asked whose service it is."""
        return whose(self._first[1], self._yes, self._no) if self._first is not None else None

    def _said(self) -> Node:
        met = self._met
        assert met is not None
        went = counted("tutor_safe.service went", met.went) if met.went else words("service went nothing")
        came = safe_told.sentences(met.here, "did") if met.here is not None else [words("service came nothing")]
        return Column(
            done(words("service met")),
            Card(Column(*map(point, (went, *came)), gap=8), pad=16),
            *self._both.nodes(),
            Text(words("service came told"), tone="text2") if met.here is not None else None,
            gap=16,
        )

    def on(self) -> Node | None:
        """What leads on, and why it did not."""
        trouble = noted(self._trouble) if self._trouble else None
        match self._stage:
            case Stage.ASKED if self._before.known is not None:
                way = Button("service-go", words("service go"), self._go, icon="arrow-up-down", kind="primary")
            case Stage.MET:
                way = Button("service-over", words("done"), self._over, icon="check", kind="primary")
            case _:
                return trouble
        return Column(trouble, Row(Space(), way), gap=12)

    def _elsewhere(self) -> None:
        """The address of now is let go of, and its password."""
        from reflections.central import remembered

        self.lesson.errand(remembered.forget, lambda _none: self.look_around(), "another service", whoever=True)
        self.tools.focus("service-address")

    # -- meeting ------------------------------------------------------------------------------------------------------
    def _go(self) -> None:
        """Nothing goes to a service that nothing went to before, unless somebody says that it is theirs."""
        where, box = self._before.where()
        journal = self.lesson.journal
        if not where:
            self._say_no(words(f"service needs {box}"), f"service-{box}")
        elif journal is not None and not self._hindered():
            self._asks = asks = object()

            def known(first: First | None) -> None:
                if self._asks is asks:
                    self._ask_whose(where, first)

            self.tools.background.writer.put(lambda: whose_it_is(journal, where), known, self._failed, "whose it is")

    def _ask_whose(self, where: str, first: First | None) -> None:
        self._asks = None
        if first is None:
            self._meet(where)
            return
        self._first, self._trouble = (where, first), ""
        self.tools.focus("whose-no")
        self.tools.changed()

    def _yes(self) -> None:
        first, self._first = self._first, None
        if first is not None:
            self._meet(first[0])

    def _no(self) -> None:
        self._first = None
        self._say_no(words("whose said no"), "service-go")

    def _hindered(self) -> bool:
        """Nobody sits at the keys: what they hear, see and write must not change beneath them."""
        if self.lesson.here or not self.lesson.recorder.errands.idle:
            self._say_no(words("somebody is here"), "service-go")
            return True
        return False

    def _meet(self, where: str) -> None:
        journal = self.lesson.journal
        if journal is not None and not self._hindered():
            moment, keep, far = datetime.now().astimezone(), self._before.keep, self.how_far.begin()
            self._show(Stage.MEETING, NOWHERE)
            self.tools.background.writer.put(
                lambda: meet_at(journal, where, moment, keep=keep, far=far), self._have_met, self._failed, "meet"
            )

    def _stop(self) -> None:
        """Whoever was too late reads that they have met."""
        self.how_far.give_up()
        self.tools.changed()

    def _have_met(self, met: Met) -> None:
        self._met = met
        self._both.came(met.here.both if met.here is not None else ())
        self._before.forget()
        self.lesson.refresh_house()  # also for the card of who sees what
        self.look_around()
        self._show(Stage.MET, "service-over")

    def _failed(self, error: Exception) -> None:
        from reflections.errors import Stopped

        at = "service-over" if self._stage is Stage.MET else "service-go"
        if self._stage is Stage.MEETING:
            self.lesson.refresh_house()
            self.look_around()
            self._show(Stage.ASKED, at)
        self._say_no(words("service stopped") if isinstance(error, Stopped) else sentence(error), at)

    def _over(self) -> None:
        self._met = None
        self._both.came()
        self._show(Stage.ASKED, "service-go")

    def _show(self, stage: Stage, at: str) -> None:
        self._stage, self._trouble = stage, ""
        self.tools.focus(at)
        self.tools.changed()
