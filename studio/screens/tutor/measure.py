"""One measure at a review: counted facts, what the pupil says and what adults saw, side by side and never merged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reflections import prompts
from reflections.records import ENGAGEMENT_AREAS
from studio.screens.tutor.tab import words
from studio.ui.nodes import Button, Card, Choice, Column, Node, Row, Scale, Space, Text, Toggle

if TYPE_CHECKING:
    from reflections import records
    from studio.screens.tutor.review import ReviewTab

FACTS_SHOWN = 6
SKIPS = {"rather not": "review rather not", "don't know": "review not known"}


class MeasureCard:
    """Makes nodes; what is pressed goes through its tab."""

    def __init__(self, tab: ReviewTab, review: records.Review, language: str) -> None:
        self._tab = tab
        self._review = review
        self._language = language  # the pupil's

    def node(self, one: records.MeasureFacts) -> Node:
        """The three sides."""
        return Card(
            Column(
                Text(words(f"measure {one.measure}"), style="h2"),
                Row(
                    Column(Text(words("review facts"), weight=600), *self._facts(one), gap=8, grow=1),
                    Column(Text(words("review pupil"), weight=600), *self._says(one), gap=8, grow=1),
                    Column(Text(words("review adults"), weight=600), *self._views(one), gap=8, grow=1),
                    gap=16,
                    align="start",
                ),
            )
        )

    def _facts(self, one: records.MeasureFacts) -> list[Node]:
        """The pupil may keep any of them out of a copy."""
        if not one.facts:
            return [Text(words("review no facts"), tone="text2")]
        held = self._review.held_back
        return [
            Row(
                Text(fact.words, grow=1),
                Toggle(f"held-{fact.key}", words("review hold"), fact.key in held, partial(self._hold, fact.key)),
                align="start",
            )
            for fact in one.facts[:FACTS_SHOWN]
        ]

    def _hold(self, fact: str, on: bool) -> None:
        review = self._review.id
        self._tab.change(lambda journal: journal.hold_back(review, fact, on))

    def _says(self, one: records.MeasureFacts) -> list[Node]:
        """Five lights, or nothing; what was said at another review is not shown while this is answered."""
        scale = prompts.scale(one.measure, self._language)
        now = [rating for rating in one.said if rating.made_at.date() >= self._review.opened_on]
        latest = now[-1] if now else None
        chosen = latest.value if latest and latest.answer == "given" else None
        skipped = latest.answer if latest and latest.answer != "given" else ""
        return [
            Text(scale.wording),
            Scale(
                f"lights-{one.measure}", scale.anchors, chosen, partial(self._light, one.measure), label=scale.wording
            ),
            Row(
                *[
                    Button(
                        f"{answer}-{one.measure}",
                        words(key),
                        partial(self._skip, one.measure, answer),
                        kind="quiet",
                        selected=skipped == answer,
                    )
                    for answer, key in SKIPS.items()
                ],
                wrap=True,
            ),
        ]

    def _light(self, measure: str, step: int) -> None:
        pupil = self._tab.pupil.id
        self._tab.change(lambda journal: journal.rate(pupil, measure, "review", "given", step, measure=measure))

    def _skip(self, measure: str, answer: str) -> None:
        pupil = self._tab.pupil.id
        self._tab.change(lambda journal: journal.rate(pupil, measure, "review", answer, measure=measure))

    def _views(self, one: records.MeasureFacts) -> list[Node]:
        tab, measure = self._tab, one.measure
        areas = (("", words("area any")), *((each, words(f"area {each}")) for each in ENGAGEMENT_AREAS))
        return [
            *[Text(words("review view", words=view.words, role=view.by_role)) for view in one.adults],
            Choice(f"area-{measure}", areas, tab.typed(f"area-{measure}"), self._area, words("area asked"))
            if measure == "engagement"
            else Space(size=0),
            tab.box(f"view-{measure}", words(f"adult {measure}")),
            tab.box(f"by-{measure}", words("we role"), most=80),
            Row(Space(), Button(f"add-view-{measure}", words("steps add"), partial(self._add, measure), icon="plus")),
        ]

    def _area(self, area: str) -> None:
        self._tab.put("area-engagement", area)

    def _add(self, measure: str) -> None:
        tab, pupil = self._tab, self._tab.pupil.id
        said, role = tab.typed(f"view-{measure}"), tab.typed(f"by-{measure}")
        area = tab.typed(f"area-{measure}") if measure == "engagement" else ""
        tab.change(
            lambda journal: journal.add_adult_view(pupil, measure, said, role, area=area),
            f"view-{measure}",
            f"by-{measure}",
        )
