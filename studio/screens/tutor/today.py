"""Today, behind the tutor's door: calls for help first, then words nobody has seen, then sessions to close with one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING

from reflections.records import local
from studio.cloud import client_of
from studio.screen import Push
from studio.screens.tutor.calls import Calls
from studio.screens.tutor.help import HelpForAdults
from studio.screens.tutor.tab import today, words
from studio.screens.tutor.waiting_words import WaitingWords
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Space, Text
from studio.words import beside, counted, day, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

LATER = A_WEEK = timedelta(days=7)  # so long the lines of a session are offered, and a weekday alone says which day


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the tutor has still to see or close, read in one go."""

    unseen: records.Unseen
    sessions: tuple[records.Session, ...]
    later: tuple[records.Session, ...] = ()  # closed, and none of their five lines is there
    lead: tuple[datetime, ...] = ()  # when the service's lead opened the journal
    decide: tuple[tuple[str, date], ...] = ()  # whose things were to be kept until a day that has come


def waiting(journal: Journal) -> Waiting:
    """Read it: as quick after a year as on the first day. On the writer."""
    return Waiting(
        journal.unseen(),
        journal.open_sessions(),
        journal.left_for_later(today() - LATER),
        journal.lead_was_here(),
        journal.kept_long_enough(),
    )


class Today:
    """Words stay folded under a pupil's name until they are opened: this screen may be on a projector."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.lesson = tools.lesson
        self._waiting: Waiting | None = None
        self._opened: str | None = None  # whose words are open
        self.calls = Calls(tools, self._name, self.read)
        self._adults = HelpForAdults(tools, self.read)
        self._unheard = WaitingWords(tools, self._looked)
        self.voice = self._unheard.voice

    def read(self) -> None:
        """Read again what waits."""
        self.lesson.ask(waiting, self._know, "what waits")

    def _know(self, found: Waiting) -> None:
        self._waiting = found
        self.calls.know(found.unseen.flags)

    def node(self) -> Node:
        """Help, words, sessions, the end of the day."""
        if self._waiting is None:
            return Text(say("tutor.reading what waits"), tone="text2")
        return Column(
            *self.calls.rest(),
            self._lead(),
            self._cloud(),
            self._side_by_side(self._sessions(), self._words()),
            self._adults.node(),
            self._day(),
            gap=16,
        )

    @staticmethod
    def _side_by_side(*columns: list[Node]) -> Node:
        """A column that holds nothing, as before the first pupil, takes no half of the row."""
        return Row(*[Column(*rows, gap=12, grow=1) for rows in columns if rows], gap=24, align="start")

    def _name(self, pupil: str | None) -> str:
        return next((one.shown for one in self.lesson.house.pupils if one.id == pupil), say("tutor.somebody"))

    def _lead(self) -> Node | None:
        """That somebody else had the key, until the tutor has read it."""
        assert self._waiting is not None
        if not self._waiting.lead:
            return None
        days = beside(*dict.fromkeys(day(at.astimezone().date()) for at in self._waiting.lead))
        return self._to_know("key-round", say("tutor.the lead opened it", days=days), "told-lead", self._told_lead)

    def _cloud(self) -> Node | None:
        """That a cloud client copies the data folder away, as long as it does; what to do is said with the backups."""
        client = client_of(self.tools.folder)
        if not client:
            return None
        told = Column(Text(say("tutor_safe.cloud", cloud=client), weight=600), grow=1)
        go = partial(self.tools.move, Push("safe_copies"))
        way = Button("cloud-what", say("tutor_safe.cloud what to do"), go, icon="arrow-right")
        return Card(Row(Icon("info", 22, "accent"), told, way, wrap=True), pad=12)

    def _told_lead(self) -> None:
        self._change(lambda journal: journal.told_of_the_lead())

    # -- words --------------------------------------------------------------------------------------------------------
    def _words(self) -> list[Node]:
        assert self._waiting is not None
        unseen = self._waiting.unseen
        whose = list(dict.fromkeys(one.pupil for one in unseen.items))
        rows: list[Node] = [Text(say("tutor.session waits"), style="h2")]
        if not whose and not unseen.taken_back:
            rows.append(Text(say("tutor.you have seen everything"), tone="text2"))
        if unseen.taken_back:
            rows.append(self._taken_back(unseen.taken_back))
        for pupil in whose:
            mine = tuple(one for one in unseen.items if one.pupil == pupil)
            rows.append(self._opened_words(pupil, mine) if pupil == self._opened else self._folded_words(pupil, mine))
        return rows

    def _taken_back(self, count: int) -> Node:
        words = say("tutor.count taken back before", count=count)
        return self._to_know("undo-2", words, "told-taken-back", self._told)

    def _to_know(self, icon: str, words: str, key: str, known: Callable[[], None]) -> Node:
        return Card(
            Row(
                Icon(icon, 22, "accent"),
                Column(Text(words, weight=600), grow=1),
                Button(key, say("tutor.i know"), known, icon="check"),
            ),
            pad=12,
        )

    def _folded_words(self, pupil: str, mine: tuple[records.SeenItem, ...]) -> Node:
        many = counted("tutor.things", len(mine))
        return Card(
            Row(
                Icon("message-circle", 22, "accent"),
                Column(
                    Text(self._name(pupil), weight=600),
                    Text(say("tutor.many to see", many=many), style="label", tone="text2"),
                    gap=2,
                    grow=1,
                ),
                Button(
                    f"words-{pupil}",
                    say("tutor.pupil open"),
                    lambda: self._open(pupil),
                    icon="eye",
                    hint=self._name(pupil),
                ),
            ),
            pad=12,
        )

    def _opened_words(self, pupil: str, mine: tuple[records.SeenItem, ...]) -> Node:
        return Card(
            Column(
                Text(self._name(pupil), style="lead", weight=600),
                *self._unheard.rows(mine),
                Row(
                    Button("close-words", say("tutor.kept close"), lambda: self._open(None), kind="quiet"),
                    Space(),
                    self._unheard.seen_button(pupil, mine),
                ),
                gap=12,
            ),
        )

    def fold(self) -> bool:
        """Fold the words that are open; False where none are."""
        if self._opened is None:
            return False
        self._open(None)
        return True

    def _open(self, pupil: str | None) -> None:
        self._opened = pupil
        self.tools.focus(f"seen-{pupil}" if pupil else "tab")
        self.tools.changed()

    def _looked(self) -> None:
        self._opened = None
        self.read()

    def _told(self) -> None:
        self._change(lambda journal: journal.told_of_taking_back())

    # -- sessions -----------------------------------------------------------------------------------------------------
    def _sessions(self) -> list[Node]:
        """What is open, then whom to open one with; lines that were left for later wait beneath."""
        assert self._waiting is not None
        rows: list[Node] = [Text(words("open now"), style="h2")] if self._waiting.sessions else []
        rows += [self._session(one) for one in self._waiting.sessions]
        pupils = self.lesson.house.pupils
        groups = [one for one in self.lesson.house.groups if one.runs]
        if pupils:
            ways = [*map(self._group_in, groups), *map(self._way_in, pupils)]
            rows += [Text(words("open one"), style="h2"), Row(*ways, wrap=True)]
        if self._waiting.later:
            rows += [Text(words("later title"), style="h2"), *[self._left(one) for one in self._waiting.later]]
        if self._waiting.decide:
            rows += [Text(say("tutor_erasing.decide"), style="h2"), *starmap(self._decide, self._waiting.decide)]
        return rows

    def _decide(self, pupil: str, until: date) -> Node:
        """Nothing goes by itself: on their page it is kept longer, or erased."""
        name = self._name(pupil)
        return Card(
            Row(
                Text(say("tutor_erasing.decide row", name=name, day=day(until)), grow=1),
                Button(f"decide-{pupil}", words("pupil open"), partial(self._to_ending, pupil), hint=name),
            ),
            pad=12,
        )

    def _to_ending(self, pupil: str) -> None:
        self.tools.move(Push("tutor_pupil", {"pupil": pupil, "part": "ending"}))

    def _way_in(self, pupil: records.Pupil) -> Node:
        return Button(
            f"open-{pupil.id}",
            pupil.shown,
            lambda: self.tools.move(Push("session", {"pupil": pupil.id})),
            icon=pupil.avatar,
            name=words("open with", name=pupil.shown),
        )

    def _group_in(self, group: records.Group) -> Node:
        return Button(
            f"open-{group.id}",
            group.shown,
            lambda: self.tools.move(Push("group_session", {"group": group.id})),
            icon="users",
            name=words("open with", name=group.shown),
        )

    def _names(self, session: records.Session, pupils: Iterable[str]) -> str:
        """The group whose session it is, or whoever it was with."""
        group = next((one.shown for one in self.lesson.house.groups if one.id == session.group), "")
        return group or beside(*map(self._name, pupils)) or words("nobody")

    def _session(self, session: records.Session) -> Node:
        names = self._names(session, [one.pupil for one in session.attendance])
        since = local(session.opened_at, session.zone)
        said = day(since, "since" if today() - since.date() < A_WEEK else "moment")
        return Card(
            Column(
                Row(
                    Icon("clock", 22, "accent"),
                    Text(words("since", names=names, since=said), weight=600, grow=1),
                ),
                Row(
                    Button(
                        f"there-{session.id}",
                        say("tutor.i was there"),
                        lambda: self._was_there(session),
                        icon="eye",
                        kind="quiet",
                        hint=say("tutor.what could be read"),
                    ),
                    self._just_music(session),
                    Space(),
                    Button(
                        f"close-{session.id}",
                        words("close it"),
                        lambda: self._to_close(session),
                        icon="check",
                        kind="primary",
                        hint=names,
                    ),
                ),
            ),
            pad=12,
        )

    def _left(self, session: records.Session) -> Node:
        names = self._names(session, session.pupils)
        return Card(
            Row(
                Text(words("later row", names=names, day=day(session.held_on)), grow=1),
                Button(f"later-{session.id}", words("later write"), lambda: self._to_close(session), hint=names),
            ),
            pad=12,
        )

    def _to_close(self, session: records.Session) -> None:
        self.tools.move(Push("closing", {"session": session.id}))

    def _just_music(self, session: records.Session) -> Node:
        """One press either way."""
        on = session.just_music
        label, hint = words("music off" if on else "music on"), "" if on else words("music hint")
        return Button(
            f"music-{session.id}", label, lambda: self._turn_music(session), icon="headphones", kind="quiet", hint=hint
        )

    def _turn_music(self, session: records.Session) -> None:
        self.lesson.just_music(session, not session.just_music)
        self.read()

    def _was_there(self, session: records.Session) -> None:
        """The tutor sat beside them: what was typed and tapped there was seen as it was said."""
        tutor = self.lesson.house.tutor or "tutor"
        self._change(lambda journal: journal.was_there(session.id, tutor))

    # -- the end of the day -------------------------------------------------------------------------------------------
    def _day(self) -> Node:
        return Row(
            Button(
                "browse",
                words("browse"),
                lambda: self.tools.browse("/"),
                icon="external-link",
                hint=words("browse hint"),
            ),
            Space(),
            Button(
                "end-day", say("tutor.end the day"), self._end_day, icon="moon", hint=say("tutor.closes what is open")
            ),
        )

    def _end_day(self) -> None:
        """The journal says no while a pupil's words or a call for help wait; its sentence is shown."""
        waiting = self._waiting
        met = [each for one in (*waiting.sessions, *waiting.later) for each in one.pupils] if waiting else []

        def closed(result: object) -> None:
            del result
            self.tools.say(say("tutor.the day is closed"))
            self.read()
            self.tools.get_ready(tuple(dict.fromkeys(met)))

        self.lesson.ask(lambda journal: journal.end_day(), closed, "the tutor's day")

    def _change(self, work: Callable[[Journal], object]) -> None:
        self.lesson.ask(work, lambda _done: self.read(), "the tutor's day")
