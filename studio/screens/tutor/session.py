"""A session is opened: where, how long, what waits to be seen, what was meant for today, the brief and the goals on one screen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reflections import goals
from reflections.records import local
from studio.lesson.minutes import keep_usual_minutes, options, usual_minutes
from studio.screen import Back, Go, Push, Screen
from studio.screens.tutor.tab import captioned, today, words
from studio.screens.tutor.waiting_words import WaitingWords
from studio.ui.nodes import Button, Card, Choice, Column, Icon, Node, Row, Scroll, Space, Text
from studio.words import day, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

FIRST_KINDS = ("avoid", "helps", "communication", "interest")  # targets stand on the pupil's own page
BRIEF_SHOWN = 5
KIND_WIDTH = 124  # the longest name of a kind: what was said begins in one line


@dataclass(frozen=True, slots=True)
class Opening:
    """All that is read in thirty seconds, in one go."""

    place: str | None
    places: tuple[records.Place, ...]
    minutes: int
    open: records.Session | None
    left_open: tuple[records.Session, ...]  # of earlier days: they stop nothing
    items: tuple[records.SeenItem, ...]
    taken_back: int
    next_time: str
    brief: tuple[records.BriefLine, ...]
    goals: tuple[tuple[records.Goal, int | None], ...]
    programme: records.Programme
    review: records.ReviewDue


def opening(journal: Journal, pupil: str) -> Opening:
    """Read it. On the writer."""
    here, waiting, ratings = journal.place(), journal.unseen(pupil_id=pupil), journal.ratings(pupil)
    now, before = by_day(one for one in journal.open_sessions() if pupil in one.pupils and one.group is None)
    return Opening(
        place=here.id if here else None,
        places=journal.places(),
        minutes=usual_minutes(journal),
        open=now,
        left_open=before,
        items=waiting.items,
        taken_back=waiting.taken_back,
        next_time=journal.last_next_time(pupil),
        brief=tuple(line for line in journal.brief(pupil) if not line.expired and line.kind in FIRST_KINDS),
        goals=tuple((goal, goals.close_now(ratings, goal)) for goal in goals.live(journal.goals(pupil))),
        programme=journal.programme(pupil),
        review=journal.review_due(pupil),
    )


def by_day(found: Iterable[records.Session]) -> tuple[records.Session | None, tuple[records.Session, ...]]:
    """Today's, and those that nobody closed on an earlier day."""
    found, now = tuple(found), today()
    return next((one for one in found if one.held_on == now), None), tuple(one for one in found if one.held_on != now)


class SessionScreen(Screen):
    """Reached from behind the tutor's door. Opening it lays nobody's hands on the keys: the pupil says who they are."""

    name = "session"
    subtitled = "tutor.session subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools, *, pupil: str) -> None:
        super().__init__(tools)
        self.whose: records.Pupil | records.Group | None = next(
            (one for one in self.lesson.house.pupils if one.id == pupil), None
        )
        self._found: Opening | None = None
        self._place: str | None = None
        self._minutes: int | None = None
        self._unheard = WaitingWords(tools, self._read)

    @property
    def title(self) -> str:
        """Whose lesson it is."""
        return self.whose.shown if self.whose else ""

    @property
    def subtitle(self) -> str:
        """That it has yet to begin; nothing once it is open, which stands beneath with its time."""
        return "" if self._found is not None and self._found.open is not None else super().subtitle

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read all of it."""
        if self.whose is None:
            self.tools.move(Back())
            return
        self._read()

    def leave(self) -> None:
        """Silence."""
        self._unheard.stop()

    def update(self, now: float) -> None:
        """A voice that is heard comes to its end."""
        self._unheard.update(now)

    def _read(self) -> None:
        pupil = self.whose
        if pupil is not None:
            self.lesson.ask(lambda journal: opening(journal, pupil.id), self._know, "the session", whoever=True)

    def _know(self, found: Opening) -> None:
        first, self._found = self._found is None, found
        if first:
            self.tools.focus("open-it" if found.open is None else "close-it")

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """How it is opened; beneath, what to know before it begins."""
        found = self._found
        if found is None or self.whose is None:
            return Text(words("reading"), tone="text2")
        left = (*self._left_open(found), self._meant(found), *self._waiting(found))
        right = (self._brief(found), self._goals(found))
        return Column(
            self._where(found),
            Scroll(
                Row(Column(*left, gap=12, grow=1), Column(*right, gap=12, grow=1), gap=16, align="start"), key="session"
            ),
            gap=12,
            grow=1,
        )

    def _where(self, found: Opening) -> Node:
        if found.open is not None:
            session = found.open
            since = local(session.opened_at, session.zone)
            return Row(
                Icon("clock", 22, "accent"),
                Text(
                    words("session open", since=f"{since:%H:%M}", minutes=session.planned_minutes), weight=600, grow=1
                ),
                Button("close-it", words("close it"), lambda: self._to_close(session), icon="check", kind="primary"),
            )
        places = tuple((one.id, one.label or words("session here")) for one in found.places)
        place, minutes = self._place or found.place, self._minutes or found.minutes
        return Row(
            captioned(words("session where"), Choice("where", places, place, self._be_at, words("session where")))
            if len(places) > 1
            else None,
            captioned(
                words("session minutes"),
                Choice("minutes", options(), minutes, self._last, words("session minutes")),
            ),
            Space(),
            Button("open-it", words("session go"), self._open, icon="play", kind="primary"),
            align="end",
        )

    def _left_open(self, found: Opening) -> list[Node]:
        """A session of an earlier day is closed when there is time for it."""
        return [
            Card(
                Row(
                    Icon("clock", 20, "text2"),
                    Text(say("tutor_evidence.left open", day=day(one.held_on)), grow=1),
                    Button(f"close-{one.id}", words("close it"), partial(self._to_close, one), hint=day(one.held_on)),
                ),
                pad=12,
            )
            for one in found.left_open
        ]

    def _meant(self, found: Opening) -> Node:
        """What was meant for today; and how many sessions are left, where it is time to say so."""
        programme, more = found.programme, []
        if programme.in_last_third:
            more.append(words("sessions left", left=programme.left, planned=programme.planned_sessions))
        if found.review.now:
            more.append(words("session review"))
        return Card(
            Column(
                Text(words("session meant"), style="label", tone="text2", weight=600),
                Text(found.next_time or words("session nothing meant"), style="lead" if found.next_time else "body"),
                *[Text(each, style="label", tone="accent", weight=600) for each in more],
                gap=4,
            ),
            tone="soft",
            pad=12,
        )

    def _waiting(self, found: Opening) -> list[Node]:
        """Every word of theirs that nobody has seen, and every voice to be heard."""
        if not found.items:
            return [Text(words("session seen"), tone="text2")]
        assert self.whose is not None
        return [
            Card(
                Column(
                    Text(words("session waits"), weight=600),
                    *self._unheard.rows(found.items),
                    Row(Space(), self._unheard.seen_button(self.whose.id, found.items)),
                    gap=8,
                ),
                pad=12,
            )
        ]

    def _brief(self, found: Opening) -> Node:
        lines = sorted(found.brief, key=lambda line: FIRST_KINDS.index(line.kind))[:BRIEF_SHOWN]
        rows: list[Node] = [
            Row(
                Column(
                    Text(words(f"kind {line.kind}"), style="label", tone="text2", weight=600),
                    width=None if self.tools.theme().folds else KIND_WIDTH,
                ),
                Text(line.words, grow=1),
                align="start",
                gap=8,
            )
            for line in lines
        ]
        return Card(
            Column(
                Row(
                    Text(words("part brief"), weight=600, grow=1),
                    Button("to-page", words("session page"), self._to_page, icon="folder-open", kind="quiet"),
                ),
                *(rows or [Text(words("session no brief"), tone="text2")]),
                gap=6,
            ),
            pad=12,
        )

    def _goals(self, found: Opening) -> Node:
        rows: list[Node] = [
            Column(
                Text(goal.words),
                Text(
                    words("goal not asked") if close is None else words("goal close", n=close),
                    style="label",
                    tone="text2",
                ),
                gap=0,
            )
            for goal, close in found.goals
        ]
        return Card(
            Column(
                Text(words("session goals"), weight=600),
                *(rows or [Text(words("session no goals"), tone="text2")]),
                gap=6,
            ),
            pad=12,
        )

    # -- what is done -------------------------------------------------------------------------------------------------
    def _be_at(self, place: str) -> None:
        self._place = place
        self.tools.changed()

    def _last(self, minutes: int) -> None:
        self._minutes = minutes
        self.tools.changed()

    def _open(self) -> None:
        """It is open, there and so long; and it will be so the next time, unless something else is chosen."""
        pupil, place, minutes = self.whose, self._place, self._minutes
        if pupil is None:
            return

        def open_it(journal: Journal) -> None:
            if place is not None:
                journal.be_at(place)
            if minutes is not None:
                keep_usual_minutes(journal, minutes)
            journal.open_session((pupil.id,), minutes=usual_minutes(journal))

        self.lesson.ask(open_it, lambda _: self._opened(pupil.shown), "open a session", whoever=True)

    def _opened(self, name: str) -> None:
        """Pupils have the keys from now on: the tutor's door asks again."""
        self.lesson.refresh_house()
        self.lesson.tutor_near = False
        self.tools.say(words("session opened", name=name))
        self.tools.move(Back() if self.lesson.pupil is not None or self.lesson.guest else Go("who"))

    def _to_close(self, session: records.Session) -> None:
        self.tools.move(Push("closing", {"session": session.id}))

    def _to_page(self) -> None:
        if self.whose is not None:
            self.tools.move(Push("tutor_pupil", {"pupil": self.whose.id, "part": "brief"}))
