"""How a group's programme ends, and where each of its pupils' packs is got; their own programmes are apart from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reflections.records import ENDINGS
from studio.screen import Push
from studio.screens.tutor.ending import ending_words
from studio.screens.tutor.groups import words
from studio.screens.tutor.tab import Tab, captioned
from studio.screens.tutor.tab import words as tutors
from studio.ui.nodes import Button, Card, Choice, Column, Icon, Node, Row, Space, Text

if TYPE_CHECKING:
    from reflections import records
    from reflections.journal import Journal

MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Ended:
    """What the tab shows."""

    group: records.Group
    endings: tuple[records.Ending, ...]


class GroupEndingTab(Tab[Ended]):
    """It can go on any day."""

    about = "the ending of a group"
    _kind = ENDINGS[0]

    def gather(self, journal: Journal) -> Ended:
        """Read it. On the writer."""
        return Ended(journal.group(self.whose.id), journal.endings(self.whose.id))

    def shown(self, found: Ended) -> Node:
        """How it stands on the left; their packs on the right."""
        return Row(
            Column(self._end() if found.group.runs else self._has_ended(), *self._before(found), gap=16, grow=1),
            Column(self._packs(found.group), gap=16, grow=1),
            gap=16,
            align="start",
        )

    def _end(self) -> Node:
        kinds = tuple((kind, tutors(f"ending {kind}")) for kind in ENDINGS)
        return Card(
            Column(
                Text(tutors("ending title"), style="h2"),
                Text(words("ending told"), tone="text2"),
                captioned(
                    tutors("ending kind"),
                    Choice("ending-kind", kinds, self._kind, self._set_kind, tutors("ending kind")),
                ),
                self.box("handed-to", tutors("ending role"), most=80)
                if self._kind == MOVED
                else self.box("give-to", words("ending theirs"), placeholder=tutors("ending theirs")),
                Row(Space(), Button("end-it", tutors("ending end"), self._end_it, icon="check")),
            )
        )

    def _set_kind(self, kind: str) -> None:
        self._kind = kind
        self.tools.changed()

    def _end_it(self) -> None:
        group, kind = self.whose.id, self._kind
        to = self.typed("handed-to") if kind == MOVED else ""
        give = "" if kind == MOVED else self.typed("give-to")
        self.change(
            lambda journal: journal.end_programme(group, kind, handed_to=to, give_to=give),
            "handed-to",
            "give-to",
            said=tutors("ending ended"),
        )
        self.lesson.refresh_house()

    def _has_ended(self) -> Node:
        return Card(
            Column(
                Text(tutors("sessions ended"), style="h2"),
                Text(tutors("ending open"), tone="text2"),
                Row(
                    Button("reopen", tutors("ending reopen"), self._reopen, icon="rotate-ccw", kind="primary"),
                    Space(),
                ),
            )
        )

    def _reopen(self) -> None:
        group = self.whose.id
        self.change(lambda journal: journal.reopen(group), said=tutors("ending goes on"))
        self.lesson.refresh_house()

    def _before(self, found: Ended) -> list[Node]:
        return [
            Row(Icon("calendar", 20, "text2"), Text(ending_words(one), tone="text2", grow=1), align="start")
            for one in found.endings
        ]

    def _packs(self, group: records.Group) -> Node:
        inside = {one.pupil for one in group.members}
        pupils = [one for one in self.lesson.house.pupils if one.id in inside]
        return Card(
            Column(
                Text(words("ending packs"), style="h2"),
                Text(words("ending packs told"), tone="text2"),
                *[
                    Button(f"pack-{one.id}", one.shown, partial(self._to_pack, one.id), icon=one.avatar)
                    for one in pupils
                ],
                gap=8,
            )
        )

    def _to_pack(self, pupil: str) -> None:
        self.tools.move(Push("tutor_pupil", {"pupil": pupil, "part": "ending"}))
