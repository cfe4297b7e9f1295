"""A group's session is opened: where, how long, who is here and how many visit; beneath, what to know before it begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reflections import goals
from studio.lesson.minutes import keep_usual_minutes, usual_minutes
from studio.screen import Push
from studio.screens.tutor.groups import guest_row, words
from studio.screens.tutor.session import FIRST_KINDS, Opening, SessionScreen, by_day
from studio.screens.tutor.tab import captioned
from studio.screens.tutor.tab import words as tutors
from studio.ui.nodes import Button, Card, Chips, Column, Icon, Node, Row, Scroll, Space, Text

if TYPE_CHECKING:
    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools


@dataclass(frozen=True, slots=True)
class GroupOpening(Opening):
    """The same of a group: its own, and apart from it what is to know of each who is in it."""

    group: records.Group
    of_each: tuple[records.BriefLine, ...]


def group_opening(journal: Journal, group_id: str) -> GroupOpening:
    """Read it. On the writer."""
    group, here, waiting = journal.group(group_id), journal.place(), journal.unseen()
    names = {one.id: one.shown for one in journal.pupils()}
    now, before = by_day(one for one in journal.open_sessions() if one.group == group_id)
    each = [(line, names[one]) for one in group.pupils for line in journal.brief(one) if line.kind in FIRST_KINDS[:2]]
    return GroupOpening(
        place=here.id if here else None,
        places=journal.places(),
        minutes=usual_minutes(journal),
        open=now,
        left_open=before,
        items=tuple(one for one in waiting.items if one.pupil in group.pupils),
        taken_back=waiting.taken_back,
        next_time=journal.last_next_time(group_id),
        brief=tuple(line for line in journal.brief(group_id) if not line.expired and line.kind in FIRST_KINDS),
        goals=tuple((goal, None) for goal in goals.live(journal.goals(group_id))),
        programme=group.programme,
        review=journal.review_due(group_id),
        group=group,
        of_each=tuple(_named(line, name) for line, name in each if not line.expired),
    )


class GroupSession(SessionScreen):
    """Those who are not picked could not come; whoever comes later is in as soon as they sit down.

    What one of them said, or what is to know of one, stays folded: the others may stand by.
    """

    name = "group_session"
    subtitled = "tutor_group.session subtitle"

    def __init__(self, tools: Tools, *, group: str) -> None:
        super().__init__(tools, pupil="")
        self.whose = next((one for one in self.lesson.house.groups if one.id == group), None)
        self._away: frozenset[str] = frozenset()
        self._guests = 0
        self._unfolded = False

    def _read(self) -> None:
        group = self.whose
        if group is not None:
            self.lesson.ask(lambda journal: group_opening(journal, group.id), self._know, "the session", whoever=True)

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """How it is opened and with whom; beneath, what to know before it begins."""
        found = self._found
        if not isinstance(found, GroupOpening):
            return Text(tutors("reading"), tone="text2")
        lines = found.of_each if self._unfolded else ()
        left = (
            *self._left_open(found),
            self._meant(found),
            self._brief(replace(found, brief=(*lines, *found.brief))),
            *self._waiting(found),
        )
        right = (self._who(found) if found.open is None else None, self._goals(found))
        return Column(
            self._where(found),
            Scroll(
                Row(Column(*left, gap=12, grow=1), Column(*right, gap=12, grow=1), gap=16, align="start"),
                key="group-session",
            ),
            gap=12,
            grow=1,
        )

    def _who(self, found: GroupOpening) -> Node:
        inside = found.group.pupils
        pupils = [one for one in self.lesson.house.pupils if one.id in inside]
        return Card(
            Column(
                captioned(
                    words("session who"),
                    Chips(
                        "here",
                        tuple((one.id, one.shown) for one in pupils),
                        frozenset(inside) - self._away,
                        self._turn,
                        icons={one.id: one.avatar for one in pupils},
                        label=words("session who"),
                    ),
                ),
                captioned(words("guests"), guest_row(self._guests, self._visit)),
                gap=12,
            ),
            pad=12,
        )

    def _goals(self, found: Opening) -> Node:
        rows = [Text(goal.words) for goal, _ in found.goals]
        return Card(
            Column(
                Text(words("goals title"), weight=600),
                *(rows or [Text(words("goals none"), tone="text2")]),
                gap=6,
            ),
            pad=12,
        )

    def _waiting(self, found: Opening) -> list[Node]:
        """Under each name what they said and nobody has seen; once the tutor has looked who else can read it."""
        assert isinstance(found, GroupOpening)
        if not self._unfolded and (found.items or found.of_each):
            return [self._folded()]
        if not found.items:
            return [Text(tutors("session seen"), tone="text2")]
        names = {one.id: one.shown for one in self.lesson.house.pupils}
        whose = list(dict.fromkeys(one.pupil for one in found.items))
        return [
            Card(
                Column(
                    Text(f"{names.get(pupil, '')}: {tutors('session waits')}", weight=600),
                    *self._unheard.rows(mine := tuple(one for one in found.items if one.pupil == pupil)),
                    Row(Space(), self._unheard.seen_button(pupil, mine)),
                    gap=8,
                ),
                pad=12,
            )
            for pupil in whose
        ]

    def _folded(self) -> Node:
        return Card(
            Row(
                Icon("eye-off", 22, "accent"),
                Text(words("session theirs"), tone="text2", grow=1),
                Button("unfold", words("session show"), self._unfold, icon="eye"),
            ),
            pad=12,
        )

    # -- what is done -------------------------------------------------------------------------------------------------
    def _unfold(self) -> None:
        self._unfolded = True
        self.tools.changed()

    def _turn(self, pupil: str) -> None:
        self._away ^= {pupil}
        self.tools.changed()

    def _visit(self, guests: int) -> None:
        self._guests = guests
        self.tools.changed()

    def _open(self) -> None:
        """It is open; whoever was not picked could not come, unless they come after all."""
        group, place, minutes = self.whose, self._place, self._minutes
        found, guests = self._found, self._guests
        if group is None or not isinstance(found, GroupOpening):
            return
        here = tuple(one for one in found.group.pupils if one not in self._away)
        if not here:
            self.tools.say(words("session nobody"))
            self.tools.focus("here")
            return

        def open_it(journal: Journal) -> None:
            if place is not None:
                journal.be_at(place)
            if minutes is not None:
                keep_usual_minutes(journal, minutes)
            session = journal.open_session(
                here, mode="group", minutes=usual_minutes(journal), group=group.id, guests=guests
            )
            for away in found.group.pupils:
                if away not in session.pupils:
                    journal.attend(session.id, away, state="could not come")

        self.lesson.ask(open_it, lambda _: self._opened(group.shown), "open a session", whoever=True)

    def _to_page(self) -> None:
        if self.whose is not None:
            self.tools.move(Push("tutor_group", {"group": self.whose.id, "part": "plan"}))


def _named(line: records.BriefLine, name: str) -> records.BriefLine:
    return replace(line, words=words("brief of", name=name, words=line.words)) if name else line
