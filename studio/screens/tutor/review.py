"""A review of one pupil: what adults owe an answer to first, then two measures, three things picked, and what they want next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reflections.records import MEASURES, TALKED_ABOUT
from studio.screens.hearing import Hearing
from studio.screens.tutor.at_review import AtHand, AtReview, at_hand, turned
from studio.screens.tutor.kept import kept_items, kept_names
from studio.screens.tutor.looking_back import LookedBack, LookingBack, looked_back
from studio.screens.tutor.measure import MeasureCard, Measured, measured
from studio.screens.tutor.tab import Tab, captioned, today, words
from studio.ui.nodes import Button, Card, Chips, Column, Node, Row, Space, Text
from studio.words import day, say

if TYPE_CHECKING:
    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

TO_PICK = 9
NUMBERS = ("total", "minimum", "maximum")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the tab shows."""

    at_hand: AtHand
    measures: tuple[Measured, ...]
    externals: tuple[records.ExternalMeasure, ...]
    back: LookedBack


class ReviewTab(Tab[Reviewed]):
    """Facts, what the pupil says and what adults saw stand side by side, and nothing adds them up."""

    about = "the review"

    def __init__(self, tools: Tools, whose: records.Pupil) -> None:
        super().__init__(tools, whose)
        self._hearing = Hearing(tools)
        self._back = LookingBack(self, self._hearing)
        self._every = AtReview(self, self._hearing)

    def leave(self) -> None:
        """What sounds stops."""
        self._hearing.stop()

    def told(self, event: object) -> None:
        """Something came to its end."""
        self._hearing.told(event)

    def gather(self, journal: Journal) -> Reviewed:
        """Read it: what happened since the review before. On the writer."""
        pupil = self.pupil.id
        found = at_hand(
            journal, pupil, lambda: kept_items(journal, pupil, TO_PICK), lambda ids: _named(journal, pupil, ids)
        )
        since = found.held[0].held_on if found.held else None
        return Reviewed(
            at_hand=found,
            measures=measured(journal, pupil, found.open, since) if found.open else (),
            externals=journal.externals(pupil),
            back=looked_back(journal, pupil, found.open),
        )

    def shown(self, found: Reviewed) -> Node:
        """What is owed, the review that is open or when the next is, what the last were about, totals from elsewhere."""
        every, at = self._every, found.at_hand
        review = at.open
        return Column(
            *every.owed(at),
            *(self._review(review, found) if review else [every.next(at)]),
            *every.answered(at, self._back.words("P7", found.back), self._back.aloud("P7", found.back)),
            *every.held(at),
            self._elsewhere(found),
            gap=16,
        )

    # -- the review ---------------------------------------------------------------------------------------------------
    def _review(self, review: records.Review, found: Reviewed) -> list[Node]:
        asked, every, back = words("review measures"), self._every, found.back
        measures = tuple((each, words(f"measure {each}")) for each in MEASURES)
        card = MeasureCard(self, review, back.language)
        typed = [*self._back.typed(), *(box for each in found.measures for box in card.typed(each))]
        return [
            self._together(),
            *every.beginning(review),
            self._back.node(review, back),
            captioned(
                asked,
                Chips(
                    "measures",
                    measures,
                    frozenset(review.measures),
                    partial(self._measure, review),
                    TALKED_ABOUT,
                    label=asked,
                ),
            ),
            *[card.node(each) for each in found.measures],
            every.shows(review, found.at_hand),
            *every.wants(review, found.at_hand, self._back.words("P6", back), self._back.aloud("P6", back)),
            every.way_out(review, typed),
        ]

    def _together(self) -> Node:
        """The same review as a conversation, one step at a time: only what the pupil picked opens there."""
        return Row(
            Text(words("review together"), tone="text2", grow=1),
            Button("talk", words("review talk"), self._talk, icon="external-link"),
        )

    def _talk(self) -> None:
        self.tools.browse(f"/pupil/{self.pupil.id}/review")

    def _measure(self, review: records.Review, measure: str) -> None:
        chosen = turned(review.measures, measure)[-TALKED_ABOUT:]
        self.change(lambda journal: journal.set_review(review.id, measures=chosen))

    # -- totals from elsewhere ----------------------------------------------------------------------------------------
    def _elsewhere(self, found: Reviewed) -> Node:
        return Card(
            Column(
                Text(words("external title"), style="lead", weight=600),
                Text(words("external told"), style="label", tone="text2"),
                *[Text(_total(one)) for one in found.externals],
                Row(
                    self.box("external-name", words("external name"), most=80, grow=3),
                    *[self.box(f"external-{each}", words(f"external {each}"), most=8, grow=1) for each in NUMBERS],
                    self.box("external-by", words("external by"), most=80, grow=2),
                    align="end",
                ),
                Row(Space(), Button("add-external", words("steps add"), self._add_external, icon="plus")),
            ),
            pad=12,
        )

    def _add_external(self) -> None:
        try:
            total, least, most = (float(self.typed(f"external-{each}")) for each in NUMBERS)
        except ValueError:
            self.tools.say(words("external numbers"))
            return
        pupil, name, by = self.pupil.id, self.typed("external-name"), self.typed("external-by")
        self.change(
            lambda journal: journal.add_external(pupil, name, today(), total, least, most, by),
            *[f"external-{each}" for each in ("name", *NUMBERS, "by")],
        )


def _named(journal: Journal, pupil: str, shown: frozenset[str]) -> dict[str, str]:
    """What was shown before: music by its name, what was said in the pupil's own words. On the writer."""
    said = {
        one.id: say("frame.quote", words=one.body) for one in journal.reflections(pupil) if one.id in shown and one.body
    }
    return kept_names(journal, pupil, shown) | said


def _total(one: records.ExternalMeasure) -> str:
    return words(
        "external row",
        name=one.name,
        total=f"{one.total:g}",
        least=f"{one.minimum:g}",
        most=f"{one.maximum:g}",
        day=day(one.held_on),
        by=one.typed_by,
    )
