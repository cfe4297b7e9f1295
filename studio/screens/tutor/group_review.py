"""A review of a group: what adults owe an answer to first, then what they show of what they played together, and what they want next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.screens.hearing import Hearing
from studio.screens.tutor.at_review import AtHand, AtReview, at_hand
from studio.screens.tutor.groups import words
from studio.screens.tutor.kept import Item, take_names
from studio.screens.tutor.tab import Tab
from studio.screens.tutor.tab import words as tutors
from studio.ui.nodes import Button, Column, Node, Row, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

TO_PICK = 9


class GroupReviewTab(Tab[AtHand]):
    """What one of them said or is like has no place here: that is looked at with each alone."""

    about = "the review of a group"

    def __init__(self, tools: Tools, whose: records.Group) -> None:
        super().__init__(tools, whose)
        self._hearing = Hearing(tools)
        self._every = AtReview(self, self._hearing)

    def leave(self) -> None:
        """What sounds stops."""
        self._hearing.stop()

    def told(self, event: object) -> None:
        """Something came to its end."""
        self._hearing.told(event)

    def gather(self, journal: Journal) -> AtHand:
        """Read it. On the writer."""
        group = self.whose.id
        return at_hand(journal, group, lambda: played_together(journal, group), lambda ids: _named(journal, ids))

    def shown(self, found: AtHand) -> Node:
        """What is owed, the review that is open or when the next is, what the last were about."""
        every, review = self._every, found.open
        return Column(
            *every.owed(found),
            *(self._review(review, found) if review else [every.next(found)]),
            *every.answered(found, words("review told")),
            *every.held(found),
            gap=16,
        )

    def _review(self, review: records.Review, found: AtHand) -> list[Node]:
        every = self._every
        return [
            Row(
                Text(words("review together"), tone="text2", grow=1),
                Button("talk", tutors("review talk"), self._talk, icon="external-link"),
            ),
            *every.beginning(review),
            every.shows(review, found) if found.items else Text(words("review nothing"), tone="text2"),
            *every.wants(review, found, words("review want")),
            every.way_out(review),
        ]

    def _talk(self) -> None:
        self.tools.browse(f"/group/{self.whose.id}/review")


def played_together(journal: Journal, group: str) -> tuple[Item, ...]:
    """The latest takes of the group's sessions, the latest first. On the writer."""
    takes = journal.latest_together(group, TO_PICK)
    names = _names(journal, takes)
    return tuple(Item(take.id, names[take.id], take=take) for take in takes)


def _named(journal: Journal, shown: Collection[str]) -> dict[str, str]:
    return _names(journal, journal.some_takes(shown))


def _names(journal: Journal, takes: Iterable[records.Take]) -> dict[str, str]:
    takes = tuple(takes)
    return take_names(journal, takes, {piece: journal.piece(piece).title for piece in {take.piece for take in takes}})
