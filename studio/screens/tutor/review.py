"""A review of one pupil: what adults owe an answer to first, then two measures, three things picked, and what they want next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reflections.records import MEASURES, PICKED, TALKED_ABOUT, WE_DID
from studio.screens.tutor.kept import Item, kept_items
from studio.screens.tutor.looking_back import LookedBack, LookingBack, looked_back
from studio.screens.tutor.measure import MeasureCard
from studio.screens.tutor.tab import Tab, captioned, today, words
from studio.ui.nodes import Button, Card, Chips, Choice, Column, Icon, Node, Row, Space, Text
from studio.words import day

if TYPE_CHECKING:
    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

TO_PICK = 9
NUMBERS = ("total", "minimum", "maximum")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What the tab shows."""

    due: records.ReviewDue
    reviews: tuple[records.Review, ...]
    asked_for: tuple[records.WeDid, ...]
    measures: tuple[records.MeasureFacts, ...]
    items: tuple[Item, ...]
    externals: tuple[records.ExternalMeasure, ...]
    back: LookedBack

    @property
    def open(self) -> records.Review | None:
        """The review that is going on."""
        return next((one for one in self.reviews if one.held_on is None), None)


class ReviewTab(Tab[Reviewed]):
    """Facts, what the pupil says and what adults saw stand side by side, and nothing adds them up."""

    about = "the review"

    def __init__(self, tools: Tools, whose: records.Pupil) -> None:
        super().__init__(tools, whose)
        self._back = LookingBack(self)

    def leave(self) -> None:
        """What sounds stops."""
        self._back.hearing.stop()

    def told(self, event: object) -> None:
        """Something came to its end."""
        self._back.hearing.told(event)

    def gather(self, journal: Journal) -> Reviewed:
        """Read it: what happened since the review before. On the writer."""
        pupil = self.pupil.id
        reviews = journal.reviews(pupil)
        now = next((one for one in reviews if one.held_on is None), None)
        opened = now is not None
        since = next((one.held_on for one in reversed(reviews) if one.held_on is not None), None)
        return Reviewed(
            due=journal.review_due(pupil),
            reviews=reviews,
            asked_for=journal.we_dids(pupil),
            measures=journal.measures(pupil, since) if opened else (),
            items=kept_items(journal, pupil, TO_PICK) if opened else (),
            externals=journal.externals(pupil),
            back=looked_back(journal, pupil, now),
        )

    def shown(self, found: Reviewed) -> Node:
        """What is owed, the review that is open or when the next is, totals from elsewhere."""
        review = found.open
        return Column(
            *[self._owed(one) for one in found.due.unanswered],
            *(self._review(review, found) if review else [self._next(found)]),
            *self._answered(found),
            self._elsewhere(found),
            gap=16,
        )

    # -- you said, we did ---------------------------------------------------------------------------------------------
    def _owed(self, one: records.WeDid) -> Node:
        """It is answered before the next review opens: did, not yet or can't."""
        options = tuple((each, words(f"we {each}")) for each in WE_DID)
        outcome = self.typed(f"outcome-{one.id}", WE_DID[0])
        return Card(
            Column(
                Text(words("review asked for", name=self.pupil.shown), style="label", tone="text2"),
                Text(one.said, style="lead", weight=600),
                Choice(f"outcome-{one.id}", options, outcome, partial(self._pick_outcome, one), words("we answer")),
                Row(
                    self.box(f"because-{one.id}", words(f"we ask {outcome}"), grow=2),
                    self.box(f"role-{one.id}", words("we role"), most=80, grow=1),
                    Button(f"answer-{one.id}", words("save"), partial(self._answer, one), icon="check", kind="primary"),
                    align="end",
                ),
            ),
            tone="soft",
        )

    def _pick_outcome(self, one: records.WeDid, outcome: str) -> None:
        self.put(f"outcome-{one.id}", outcome)

    def _answer(self, one: records.WeDid) -> None:
        outcome, said = self.typed(f"outcome-{one.id}", WE_DID[0]), self.typed(f"because-{one.id}")
        role = self.typed(f"role-{one.id}")
        did, because = (said, "") if outcome == WE_DID[0] else ("", said)
        self.change(
            lambda journal: journal.we_did(one.id, outcome, did=did, because=because, by_role=role),
            f"because-{one.id}",
            f"role-{one.id}",
            f"outcome-{one.id}",
        )

    def _answered(self, found: Reviewed) -> list[Node]:
        rows: list[Node] = [
            Text(words(f"we told {one.outcome}", said=one.said, what=one.did or one.because, role=one.by_role))
            for one in found.asked_for
            if one.outcome
        ]
        return (
            [Card(Column(Text(self._back.words("P7", found.back), weight=600), *rows, gap=8), pad=12)] if rows else []
        )

    # -- the review ---------------------------------------------------------------------------------------------------
    def _next(self, found: Reviewed) -> Node:
        due = found.due
        when = words("review now") if due.now else words("review later", n=due.after_sessions)
        first = words("review first") if due.unanswered else ""
        return Card(
            Row(
                Icon("calendar", 24, "accent"),
                Column(Text(when, weight=600), Text(first, tone="text2") if first else None, gap=2, grow=1),
                Button("open-review", words("review open"), self._open, icon="play", kind="primary"),
            )
        )

    def _open(self) -> None:
        pupil = self.pupil.id
        self.change(lambda journal: journal.open_review(pupil))

    def _review(self, review: records.Review, found: Reviewed) -> list[Node]:
        asked, shown = words("review measures"), words("review picked")
        measures = tuple((each, words(f"measure {each}")) for each in MEASURES)
        items = tuple((one.id, one.words or one.name) for one in found.items)
        card = MeasureCard(self, review, found.back.language)
        return [
            Text(words("review title", n=review.number, day=day(review.opened_on)), style="h2"),
            Row(
                self.box("review-room", words("review room"), ", ".join(review.room), grow=1),
                self.box("review-copies", words("review copies"), ", ".join(review.copies), grow=1),
                Button("keep-room", words("save"), partial(self._room, review), icon="check"),
                align="end",
            ),
            self._back.node(review, found.back),
            captioned(
                asked,
                Chips("measures", measures, frozenset(review.measures), partial(self._measure, review), TALKED_ABOUT),
            ),
            *[card.node(each) for each in found.measures if each.measure in review.measures],
            captioned(shown, Chips("picked", items, frozenset(review.picked), partial(self._picked, review), PICKED))
            if items
            else Text(words("kept nothing"), tone="text2"),
            Row(
                self.box("p6", self._back.words("P6", found.back), grow=1, submit=lambda _: self._want(review)),
                self._back.aloud("P6", found.back),
                Button("keep-p6", words("review want"), partial(self._want, review), icon="plus"),
                align="end",
            ),
            *[Text(words("review wants", said=one.said)) for one in found.asked_for if one.review == review.id],
            Row(
                Space(), Button("close-review", words("review close"), partial(self._close, review), "check", "primary")
            ),
        ]

    def _measure(self, review: records.Review, measure: str) -> None:
        chosen = _turned(review.measures, measure)[-TALKED_ABOUT:]
        self.change(lambda journal: journal.set_review(review.id, measures=chosen))

    def _picked(self, review: records.Review, item: str) -> None:
        chosen = _turned(review.picked, item)[-PICKED:]
        self.change(lambda journal: journal.set_review(review.id, picked=chosen))

    def _room(self, review: records.Review) -> None:
        """Roles, not names."""
        room = _roles(self.typed("review-room", ", ".join(review.room)))
        copies = _roles(self.typed("review-copies", ", ".join(review.copies)))
        self.change(
            lambda journal: journal.set_review(review.id, room=room, copies=copies), "review-room", "review-copies"
        )

    def _want(self, review: records.Review) -> None:
        said = self.typed("p6")
        self.change(lambda journal: journal.you_said(review.id, said), "p6")

    def _close(self, review: records.Review) -> None:
        self.change(lambda journal: journal.close_review(review.id), said=words("review closed"))

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


def _turned(chosen: tuple[str, ...], one: str) -> list[str]:
    return [each for each in chosen if each != one] + ([] if one in chosen else [one])


def _roles(said: str) -> list[str]:
    return [each.strip() for each in said.split(",") if each.strip()]


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
