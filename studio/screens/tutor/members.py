"""Who is in a group, who comes in and how it ends for one who leaves; the group's name, and how its programme stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reflections.records import ENDINGS, GROUP_SIZES
from studio.screen import Push
from studio.screens.tutor.groups import words
from studio.screens.tutor.plan import gap_words, standing
from studio.screens.tutor.tab import Tab, captioned
from studio.screens.tutor.tab import words as tutors
from studio.ui.nodes import Button, Card, Choice, Column, Icon, Node, Row, Space, Text
from studio.words import day

if TYPE_CHECKING:
    from reflections import records
    from reflections.journal import Journal

MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the tab shows."""

    group: records.Group
    due: records.ReviewDue
    reviews: tuple[records.Review, ...]
    gaps: tuple[records.Gap, ...]


class MembersTab(Tab[Standing]):
    """One who leaves ends nothing for the others."""

    about = "who is in a group"
    _leaving: str | None = None  # who is about to leave
    _how = ENDINGS[0]

    def gather(self, journal: Journal) -> Standing:
        """Read it. On the writer."""
        group = self.whose.id
        return Standing(journal.group(group), journal.review_due(group), journal.reviews(group), journal.gaps(group))

    def read(self) -> None:
        """Read it again; what others show of the group is renewed with it."""
        self.lesson.refresh_house()
        super().read()

    def leave(self) -> None:
        """Nobody is about to leave."""
        self._leaving = None

    def fold(self) -> bool:
        """They stay after all."""
        open_now = self._leaving is not None
        if open_now:
            self._ask(None)
        return open_now

    def shown(self, found: Standing) -> Node:
        """The members on the left; the name and the programme on the right."""
        return Row(
            Column(self._members(found.group), gap=16, grow=1),
            Column(self._stands(found), self._name(found.group), gap=16, grow=1),
            gap=16,
            align="start",
        )

    # -- who ----------------------------------------------------------------------------------------------------------
    def _members(self, group: records.Group) -> Node:
        pupils = {one.id: one for one in self.lesson.house.pupils}
        known = [(one, pupils[one.pupil]) for one in group.members if one.pupil in pupils]
        return Card(
            Column(
                Text(words("people title"), style="h2"),
                *[self._member(member, pupil) for member, pupil in known if member.left_on is None],
                *[self._gone(group, member, pupil) for member, pupil in known if member.left_on is not None],
                *self._others(group),
                gap=12,
            )
        )

    def _member(self, member: records.Member, pupil: records.Pupil) -> Node:
        if self._leaving == pupil.id:
            return self._way_out(pupil)
        return Row(
            Icon(pupil.avatar, 28, "accent"),
            Column(
                Text(pupil.shown, weight=600),
                Text(words("people since", day=day(member.joined_on)), style="label", tone="text2")
                if member.joined_on
                else None,
                gap=2,
                grow=1,
            ),
            Button(f"leaves-{pupil.id}", words("people leaves"), partial(self._ask, pupil.id), hint=pupil.shown),
        )

    def _gone(self, group: records.Group, member: records.Member, pupil: records.Pupil) -> Node:
        assert member.left_on is not None
        told = words(f"people left {member.how}", day=day(member.left_on), role=member.handed_to)
        return Row(
            Icon(pupil.avatar, 28, "text2"),
            Column(Text(pupil.shown), Text(told, style="label", tone="text2"), gap=2, grow=1),
            Button(f"back-{pupil.id}", words("people back"), partial(self._join, pupil.id), hint=pupil.shown)
            if group.runs
            else None,
        )

    def _way_out(self, pupil: records.Pupil) -> Node:
        how = words("people leaves how", name=pupil.shown)
        kinds = tuple((kind, tutors(f"ending {kind}")) for kind in ENDINGS)
        return Card(
            Column(
                captioned(how, Choice("leaves-how", kinds, self._how, self._set_how, how)),
                self.box("leaves-to", tutors("ending role"), most=80) if self._how == MOVED else None,
                Text(words("people goes on"), tone="text2"),
                Row(
                    Button("stays", tutors("not now"), partial(self._ask, None), kind="quiet"),
                    Space(),
                    Button(
                        "let-go",
                        words("people let go", name=pupil.shown),
                        partial(self._let_go, pupil),
                        icon="check",
                        kind="primary",
                    ),
                    wrap=True,
                ),
                gap=12,
            ),
            tone="soft",
            pad=12,
        )

    def _others(self, group: records.Group) -> list[Node]:
        """Whoever may come in as well."""
        inside = {one.pupil for one in group.members}
        others = [one for one in self.lesson.house.pupils if one.id not in inside]
        if not group.runs or not others:
            return []
        if len(group.pupils) >= GROUP_SIZES[-1]:
            return [Text(words("people full"), tone="text2")]
        ways = [Button(f"join-{one.id}", one.shown, partial(self._join, one.id), icon=one.avatar) for one in others]
        return [captioned(words("people add"), Row(*ways, wrap=True))]

    def _ask(self, pupil: str | None) -> None:
        self._leaving, self._how = pupil, ENDINGS[0]
        self.tools.focus("leaves-how" if pupil else "part")
        self.tools.changed()

    def _set_how(self, how: str) -> None:
        self._how = how
        self.tools.changed()

    def _let_go(self, pupil: records.Pupil) -> None:
        group, how = self.whose.id, self._how
        to = self.typed("leaves-to").strip() if how == MOVED else ""
        if how == MOVED and not to:
            self.tools.focus("leaves-to")
            return
        self._leaving = None
        self.change(
            lambda journal: journal.leave_group(group, pupil.id, how, handed_to=to),
            "leaves-to",
            said=words("people left", name=pupil.shown),
        )
        self.tools.focus("part")
        if how == MOVED:  # the pack that goes to that role lies on the pupil's own page
            self.tools.move(Push("tutor_pupil", {"pupil": pupil.id, "part": "ending"}))

    def _join(self, pupil: str) -> None:
        group = self.whose.id
        self.change(lambda journal: journal.join_group(group, pupil))

    # -- how it stands ------------------------------------------------------------------------------------------------
    def _stands(self, found: Standing) -> Node:
        programme, due = found.group.programme, found.due
        held = [one for one in found.reviews if one.held_on is not None]
        review = tutors("review now") if due.now else tutors("review later", n=due.after_sessions)
        return Card(
            Column(
                Text(words("standing"), style="h2"),
                Text(words("dates", first=day(programme.starts), last=day(programme.ends)), tone="text2"),
                Text(standing(programme), weight=600),
                *[Text(gap_words(gap), tone="text2") for gap in found.gaps[-2:]],
                *[Text(words("review done", day=day(one.held_on)), tone="text2") for one in held[-1:] if one.held_on],
                Text(review, tone="accent" if due.now else "text2", weight=600 if due.now else None)
                if found.group.runs
                else None,
                gap=8,
            )
        )

    def _name(self, group: records.Group) -> Node:
        return Card(
            Column(
                self.box("group-name", words("name"), group.shown, most=40, submit=lambda _said: self._rename()),
                Row(Space(), Button("save-name", tutors("save"), self._rename, icon="check")),
            )
        )

    def _rename(self) -> None:
        group, name = self.whose.id, self.typed("group-name").strip()
        if name:
            self.change(lambda journal: journal.rename_group(group, name), "group-name", said=words("name kept"))
