"""One measure at a review: counted facts, what the pupil says and what adults saw, side by side and never merged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from reflections import prompts
from reflections.pages.facts import in_words
from reflections.records import ENGAGEMENT_AREAS, RATERS, local
from studio.screens.tutor.tab import captioned, words
from studio.ui.nodes import Button, Card, Choice, Column, Node, Row, Scale, Space, Text, Toggle
from studio.voices import aloud
from studio.words import SPEAKING, counted, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from reflections import records
    from reflections.journal import Journal
    from studio.screens.tutor.review import ReviewTab

FACTS_SHOWN = 6
SKIPS = {"rather not": "review rather not", "don't know": "review not known"}
ADULTS = RATERS[1:]
LIT = ("who", "of")  # as it is written under a measure's name, and as it is read by itself


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure at this review: its three sides, the scale it is asked on, and what was answered on it here, by rater."""

    facts: records.MeasureFacts
    scale: records.Scale
    now: dict[str, records.Rating]


def measured(journal: Journal, pupil: str, review: records.Review, since: date | None) -> tuple[Measured, ...]:
    """Read all eight, each with the scale that is in use; what was answered at another review is not among it. On the writer."""
    here = [one for one in journal.ratings(pupil) if local(one.made_at, one.zone).date() >= review.opened_on]
    return tuple(
        Measured(
            facts,
            journal.scale(facts.measure),
            {one.rater: one for one in here if one.construct == one.measure == facts.measure and not one.superseded},
        )
        for facts in journal.measures(pupil, since)
        if facts.measure in review.measures
    )


class MeasureCard:
    """Makes nodes; what is pressed goes through its tab."""

    def __init__(self, tab: ReviewTab, review: records.Review, language: str) -> None:
        self._tab = tab
        self._review = review
        self._language = language  # the pupil's

    def node(self, one: Measured) -> Node:
        """The three sides; large text stands them one under the other, so that the five lights stay in one row."""
        sides = [
            Column(Text(words(f"review {side}"), weight=600), *nodes, gap=8, grow=1)
            for side, nodes in (
                ("facts", self._facts(one.facts)),
                ("pupil", self._says(one)),
                ("adults", self._views(one)),
            )
        ]
        folds = self._tab.tools.theme().folds
        return Card(
            Column(
                Text(words(f"measure {one.facts.measure}"), style="h2"),
                Column(*sides, gap=16) if folds else Row(*sides, gap=16, align="start"),
            )
        )

    def typed(self, one: Measured) -> list[tuple[str, Callable[[Any], None]]]:
        """The box here, with what hands its words in and says so afterwards."""
        measure = one.facts.measure
        return [(f"view-{measure}", partial(self._add, measure))]

    # -- facts --------------------------------------------------------------------------------------------------------
    def _facts(self, one: records.MeasureFacts) -> list[Node]:
        """The pupil may keep any of them out of a copy."""
        if not one.facts:
            return [Text(words("review no facts"), tone="text2")]
        held, every = self._review.held_back, f"all-{one.measure}"
        shown = one.facts if self._tab.typed(every) else one.facts[:FACTS_SHOWN]
        rest = len(one.facts) - len(shown)
        return [
            *[
                Row(
                    Text(in_words(fact, SPEAKING), grow=1),
                    Toggle(f"held-{fact.key}", words("review hold"), fact.key in held, partial(self._hold, fact.key)),
                    align="start",
                )
                for fact in shown
            ],
            *(
                [Button(every, counted("tutor_evidence.facts more", rest), lambda: self._tab.put(every, every))]
                if rest
                else []
            ),
        ]

    def _hold(self, fact: str, on: bool) -> None:
        review = self._review.id
        self._tab.change(lambda journal: journal.hold_back(review, fact, on))

    # -- what the pupil says ------------------------------------------------------------------------------------------
    def _says(self, one: Measured) -> list[Node]:
        """Five lights, or nothing; what was said at another review is not shown while this is answered."""
        measure, scale = one.facts.measure, prompts.in_language(one.scale, self._language)
        now = one.now.get("pupil")
        skipped = now.answer if now is not None and now.answer != "given" else ""
        return [
            Row(
                Text(scale.wording, grow=1),
                self._aloud(scale),
            ),
            Scale(
                f"lights-{measure}", scale.anchors, _step(now), partial(self._light, one, "pupil"), label=scale.wording
            ),
            Row(
                *[
                    Button(
                        f"{answer}-{measure}",
                        words(key),
                        partial(self._skip, one, answer),
                        kind="quiet",
                        selected=skipped == answer,
                    )
                    for answer, key in SKIPS.items()
                ],
                wrap=True,
            ),
        ]

    def _aloud(self, scale: records.Scale) -> Node:
        """The speaker beside it: the system's voice says the words and the five steps."""
        tools, register = self._tab.tools, self._tab.pupil.register
        reading = (aloud.Piece(f"{scale.wording}. {'. '.join(scale.anchors)}."),)
        name = say("aloud.read this", register, self._language)
        key = f"aloud-{scale.construct}"
        return Button(
            key, "", lambda: tools.read_aloud(reading), icon="volume-2", kind="quiet", name=name, hint=scale.wording
        )

    def _light(self, one: Measured, rater: str, step: int) -> None:
        """On the scale whose words were shown; a row of lights begins at the scale's least."""
        pupil, measure, scale = self._tab.pupil.id, one.facts.measure, one.scale
        self._tab.change(
            lambda journal: journal.rate(
                pupil,
                measure,
                "review",
                "given",
                scale.minimum + step,
                rater=rater,
                measure=measure,
                scale=scale.id,
            ),
            f"rater-{measure}",
        )

    def _skip(self, one: Measured, answer: str) -> None:
        pupil, measure, scale = self._tab.pupil.id, one.facts.measure, one.scale.id
        self._tab.change(lambda journal: journal.rate(pupil, measure, "review", answer, measure=measure, scale=scale))

    # -- what adults saw ----------------------------------------------------------------------------------------------
    def _views(self, one: Measured) -> list[Node]:
        tab, measure = self._tab, one.facts.measure
        areas = (("", words("area any")), *((each, words(f"area {each}")) for each in ENGAGEMENT_AREAS))
        return [
            *[Text(_seen(view)) for view in one.facts.adults],
            Choice(f"area-{measure}", areas, tab.typed(f"area-{measure}"), self._area, words("area asked"))
            if measure == "engagement"
            else Space(size=0),
            tab.box(f"view-{measure}", words(f"adult {measure}")),
            tab.box(f"by-{measure}", words("we role"), most=80),
            Row(Space(), Button(f"add-view-{measure}", words("steps add"), partial(self._add, measure), icon="plus")),
            *self._lit(one),
        ]

    def _lit(self, one: Measured) -> list[Node]:
        """An adult may use the same five lights, named by who they are to the pupil; theirs stay theirs."""
        tab, measure = self._tab, one.facts.measure
        asked, spoken = (say(f"tutor_evidence.lights {key}", measure=words(f"measure {measure}")) for key in LIT)
        chosen = tab.typed(f"rater-{measure}")
        who = (("", say("tutor_evidence.lights nobody")), *((each, _rater(each)) for each in ADULTS))
        pick = partial(tab.put, f"rater-{measure}")
        return [
            captioned(asked, Choice(f"rater-{measure}", who, chosen, pick, spoken)),
            *(
                [Scale(f"lit-{measure}", one.scale.anchors, None, partial(self._light, one, chosen), label=spoken)]
                if chosen
                else [
                    Text(say("tutor_evidence.lights said", who=_rater(each), words=one.now[each].words))
                    for each in ADULTS
                    if each in one.now
                ]
            ),
        ]

    def _area(self, area: str) -> None:
        self._tab.put("area-engagement", area)

    def _add(self, measure: str, then: Callable[[], None] | None = None) -> None:
        tab, pupil = self._tab, self._tab.pupil.id
        said, role = tab.typed(f"view-{measure}"), tab.typed(f"by-{measure}")
        area = tab.typed(f"area-{measure}") if measure == "engagement" else ""
        tab.change(
            lambda journal: journal.add_adult_view(pupil, measure, said, role, area=area),
            f"view-{measure}",
            f"by-{measure}",
            then=then,
        )


def _step(now: records.Rating | None) -> int | None:
    """Which light is lit."""
    return None if now is None or now.value is None else now.value - now.minimum


def _seen(view: records.AdultView) -> str:
    """What an adult saw, in which area where one was named, by their role."""
    what = (
        say("tutor_evidence.view area", area=words(f"area {view.area}"), words=view.words) if view.area else view.words
    )
    return words("review view", words=what, role=view.by_role)


def _rater(rater: str) -> str:
    return say(f"tutor_evidence.rater {rater}")
