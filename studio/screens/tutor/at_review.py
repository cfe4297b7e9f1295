"""What every review has, a pupil's and a group's: what came of what was asked for, who is there, what is shown, what is wanted next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from reflections.records import PICKED, WE_DID
from studio.screens.tutor.tab import Tab, captioned, words
from studio.ui.nodes import Button, Card, Chips, Choice, Column, Icon, Node, Row, Space, Text
from studio.words import beside, day, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reflections import records
    from reflections.journal import Journal
    from studio.screens.hearing import Hearing
    from studio.screens.tutor.kept import Item

HELD_SHOWN = 3
Then = "Callable[[], None] | None"


@dataclass(frozen=True, slots=True)
class AtHand:
    """Where reviews stand, what was asked for, and what there is to show; `named` is what earlier reviews showed, by id."""

    due: records.ReviewDue
    reviews: tuple[records.Review, ...]
    asked_for: tuple[records.WeDid, ...]
    items: tuple[Item, ...]
    named: Mapping[str, str]

    @property
    def open(self) -> records.Review | None:
        """The review that is going on."""
        return next((one for one in self.reviews if one.held_on is None), None)

    @property
    def held(self) -> tuple[records.Review, ...]:
        """The latest that were held, the latest first."""
        return tuple(one for one in reversed(self.reviews) if one.held_on is not None)[:HELD_SHOWN]


def at_hand(
    journal: Journal,
    whose: str,
    items: Callable[[], tuple[Item, ...]],
    name: Callable[[frozenset[str]], Mapping[str, str]],
) -> AtHand:
    """Read it; `items` are asked for only while a review is open. On the writer."""
    found = AtHand(journal.review_due(whose), journal.reviews(whose), journal.we_dids(whose), (), {})
    shown = frozenset(each for one in found.held for each in one.picked)
    return AtHand(
        found.due, found.reviews, found.asked_for, items() if found.open else (), name(shown) if shown else {}
    )


class AtReview:
    """Makes nodes; what is pressed goes through its tab. What was typed and not kept is kept before a review is closed."""

    def __init__(self, tab: Tab[Any], hearing: Hearing) -> None:
        self._tab = tab
        self.hearing = hearing

    # -- you said, we did ---------------------------------------------------------------------------------------------
    def owed(self, found: AtHand) -> list[Node]:
        """What was asked for is answered before the next review opens: did, not yet or can't."""
        return [self._owed(one) for one in found.due.unanswered]

    def _owed(self, one: records.WeDid) -> Node:
        tab = self._tab
        options = tuple((each, words(f"we {each}")) for each in WE_DID)
        outcome = tab.typed(f"outcome-{one.id}", WE_DID[0])
        answer = Button(f"answer-{one.id}", words("save"), partial(self._answer, one), icon="check", kind="primary")
        return Card(
            Column(
                Text(words("review asked for", name=tab.whose.shown), style="label", tone="text2"),
                Text(one.said, style="lead", weight=600),
                Choice(
                    f"outcome-{one.id}", options, outcome, partial(tab.put, f"outcome-{one.id}"), words("we answer")
                ),
                Row(
                    tab.box(f"because-{one.id}", words(f"we ask {outcome}"), grow=2),
                    tab.box(f"role-{one.id}", words("we role"), most=80, grow=1),
                    answer,
                    align="end",
                ),
            ),
            tone="soft",
        )

    def _answer(self, one: records.WeDid) -> None:
        tab = self._tab
        outcome, said = tab.typed(f"outcome-{one.id}", WE_DID[0]), tab.typed(f"because-{one.id}")
        role = tab.typed(f"role-{one.id}")
        did, because = (said, "") if outcome == WE_DID[0] else ("", said)
        tab.change(
            lambda journal: journal.we_did(one.id, outcome, did=did, because=because, by_role=role),
            f"because-{one.id}",
            f"role-{one.id}",
            f"outcome-{one.id}",
        )

    def answered(self, found: AtHand, heading: str, aloud: Node | None = None) -> list[Node]:
        """P7: what came of everything that was asked for."""
        rows = [
            Text(words(f"we told {one.outcome}", said=one.said, what=one.did or one.because, role=one.by_role))
            for one in found.asked_for
            if one.outcome
        ]
        title = Row(Text(heading, weight=600, grow=1), aloud)
        return [Card(Column(title, *rows, gap=8), pad=12)] if rows else []

    # -- before and after ---------------------------------------------------------------------------------------------
    def next(self, found: AtHand) -> Node:
        """When the next one is, and the way in."""
        due = found.due
        when = words("review now") if due.now else words("review later", n=due.after_sessions)
        owes = bool(due.unanswered)
        return Card(
            Row(
                Icon("calendar", 24, "accent"),
                Column(
                    Text(when, weight=600), Text(words("review first"), tone="text2") if owes else None, gap=2, grow=1
                ),
                Button(
                    "open-review", words("review open"), self._open, icon="play", kind="plain" if owes else "primary"
                ),
            )
        )

    def _open(self) -> None:
        whose = self._tab.whose.id
        self._tab.change(lambda journal: journal.open_review(whose))

    def held(self, found: AtHand) -> list[Node]:
        """What the last ones were about: a review that was held is not gone."""
        return [self._held(one, found) for one in found.held]

    def _held(self, one: records.Review, found: AtHand) -> Node:
        measures = beside(*(words(f"measure {each}") for each in one.measures))
        shown = beside(*(found.named[each] for each in one.picked if each in found.named))
        rows = [
            say(f"tutor_evidence.review {key}", what=what)
            for key, what in (
                ("there", beside(*one.room)),
                ("copies", beside(*one.copies)),
                ("about", measures),
                ("shown", shown),
            )
            if what
        ]
        assert one.held_on is not None
        return Card(
            Column(
                Text(words("review title", n=one.number, day=day(one.held_on)), weight=600),
                *[Text(each, style="label", tone="text2") for each in rows],
                gap=4,
            ),
            pad=12,
        )

    # -- while it is open ---------------------------------------------------------------------------------------------
    def beginning(self, review: records.Review) -> list[Node]:
        """Which it is, who is in the room and who gets a copy."""
        tab = self._tab
        return [
            Text(words("review title", n=review.number, day=day(review.opened_on)), style="h2"),
            Row(
                tab.box("review-room", words("review room"), ", ".join(review.room), grow=1),
                tab.box("review-copies", words("review copies"), ", ".join(review.copies), grow=1),
                Button("keep-room", words("save"), partial(self._keep_room, review), icon="check"),
                align="end",
            ),
        ]

    def _keep_room(self, review: records.Review, then: Callable[[], None] | None = None) -> None:
        """Roles, not names."""
        room = _roles(self._tab.typed("review-room", ", ".join(review.room)))
        copies = _roles(self._tab.typed("review-copies", ", ".join(review.copies)))
        self._tab.change(
            lambda journal: journal.set_review(review.id, room=room, copies=copies),
            "review-room",
            "review-copies",
            then=then,
        )

    def shows(self, review: records.Review, found: AtHand) -> Node:
        """Three things at most, and each that was picked can be heard; nothing that was not picked is opened."""
        if not found.items:
            return Text(words("kept nothing"), tone="text2")
        options = tuple((one.id, one.words or one.name) for one in found.items)
        pick = partial(self._pick, review)
        asked = words("review picked")
        chips = Chips("picked", options, frozenset(review.picked), pick, PICKED, label=asked)
        heard = [
            Row(
                Icon("music", 18, "text2"),
                Text(one.name, grow=1),
                self.hearing.button(thing, words("kept hear"), one.name, "picked-"),
            )
            for one in found.items
            if one.id in review.picked and (thing := one.take or one.version) is not None
        ]
        picked = (one.take or one.version for one in found.items if one.id in review.picked)
        who = self.hearing.who("picked", (of for of in picked if of is not None))
        return Column(captioned(asked, chips), *heard, who, gap=8)

    def _pick(self, review: records.Review, item: str) -> None:
        chosen = turned(review.picked, item)[-PICKED:]
        self._tab.change(lambda journal: journal.set_review(review.id, picked=chosen))

    def wants(self, review: records.Review, found: AtHand, asked: str, aloud: Node | None = None) -> list[Node]:
        """P6: what they want next is asked for, and answered before the next review."""
        return [
            Row(
                self._tab.box("p6", asked, grow=1, submit=lambda _: self._want(review)),
                aloud,
                Button("keep-p6", words("review want"), partial(self._want, review), icon="plus"),
                align="end",
            ),
            *[Text(words("review wants", said=one.said)) for one in found.asked_for if one.review == review.id],
        ]

    def _want(self, review: records.Review, then: Callable[[], None] | None = None) -> None:
        said, adult = self._tab.typed("p6"), self._tab.adult
        self._tab.change(lambda journal: journal.you_said(review.id, said, seen_by=adult), "p6", then=then)

    # -- its end ------------------------------------------------------------------------------------------------------
    def way_out(self, review: records.Review, typed: Sequence[tuple[str, Callable[[Any], None]]] = ()) -> Node:
        """It was held; `typed` are more boxes, each with what hands its words in and says so afterwards."""
        return Row(
            Space(),
            Button("close-review", words("review close"), partial(self.close, review, typed), "check", "primary"),
        )

    def close(self, review: records.Review, typed: Sequence[tuple[str, Callable[[Any], None]]] = ()) -> None:
        """Words that stand in a box are handed in first, one after the other; one that can't be stops the close."""
        tab = self._tab
        boxes: list[tuple[str, Callable[[Any], None]]] = [
            ("review-room", partial(self._keep_room, review)),
            ("review-copies", partial(self._keep_room, review)),
            *typed,
            ("p6", partial(self._want, review)),
        ]
        for key, hand_in in boxes:
            if tab.typed(key).strip():
                hand_in(lambda: self.close(review, typed))
                return
        tab.change(lambda journal: journal.close_review(review.id), said=words("review closed"))


def turned(chosen: tuple[str, ...], one: str) -> list[str]:
    """What is chosen after one more press."""
    return [each for each in chosen if each != one] + ([] if one in chosen else [one])


def _roles(said: str) -> list[str]:
    return [each.strip() for each in said.split(",") if each.strip()]
