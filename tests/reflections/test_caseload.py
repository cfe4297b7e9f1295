"""What waits is said in sentences, ordered by what it is and then by name; nobody is set beside anybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from reflections.caseload import Facts, Line, in_order, short, waits
from reflections.records import NextStep, ReviewDue, SeenItem, Unseen, WeDid

TODAY = date(2026, 6, 24)
AT = datetime(2026, 6, 20, 12, 0, tzinfo=UTC)
NOT_YET = ReviewDue(1, 3, ())


def facts(name: str = "Jo", **more: Any) -> Facts:
    given = {"status": "active", "due": NOT_YET, "steps": (), "next_time": ""} | more
    return Facts(whose=SimpleNamespace(id=name, shown=name), **given)


def unseen(*items: SeenItem, flags: tuple[Any, ...] = ()) -> Unseen:
    return Unseen(items, (), 0, flags)


def item(pupil: str = "Jo", *, solo: bool = False) -> SeenItem:
    return SeenItem(f"{pupil}-1", "reflection", "body", "r", pupil, None, "T6", "the slide", False, solo, AT)


def asked(said: str = "headphones") -> WeDid:
    return WeDid("w", "p", None, TODAY, said, "", "", "", "", None)


def step(what: str, by_when: date | None = None, who: str = "", done: date | None = None) -> NextStep:
    return NextStep("s", "p", what, who, by_when, done)


def keys(found: Any) -> list[str]:
    return [line.key for line in found.lines]


def test_whoever_nothing_waits_for_has_no_line() -> None:
    assert waits(facts(), unseen(item("Amira")), TODAY).lines == ()


def test_each_thing_that_waits_is_one_sentence_the_most_pressing_first() -> None:
    flag = SimpleNamespace(pupil="Jo", raised_at=AT)
    found = waits(
        facts(
            due=ReviewDue(2, 0, (asked(),)),
            steps=(step("later", TODAY + timedelta(days=9)), step("a cable", TODAY, "Mr Okafor"), step("open")),
            next_time="Bring the bass line.",
        ),
        unseen(item(solo=True), flags=(flag,)),
        TODAY,
    )
    assert keys(found) == [
        "talk", "hear one", "hear solo", "owed", "review due", "step by who", "step by", "step", "next time",
    ]  # fmt: skip


def test_a_step_that_was_done_and_a_review_of_somebody_who_left_wait_no_more() -> None:
    gone = facts(status="moved", due=ReviewDue(2, 0, ()), steps=(step("done", done=TODAY),))
    assert waits(gone, unseen(), TODAY).lines == ()


def test_what_an_adult_owes_to_somebody_who_left_still_waits() -> None:
    assert keys(waits(facts(status="ended", due=ReviewDue(2, 0, (asked(),))), unseen(), TODAY)) == ["owed"]


@pytest.mark.parametrize(("days", "rank"), [(-1, 4), (0, 4), (1, 5)])
def test_a_step_presses_from_its_day_on(days: int, rank: int) -> None:
    found = waits(facts(steps=(step("a cable", TODAY + timedelta(days=days)),)), unseen(), TODAY)
    assert found.rank == rank


def test_the_order_is_by_what_waits_then_by_name_and_never_by_how_much() -> None:
    much = waits(facts("zoe"), unseen(*[item("zoe")] * 9), TODAY)
    little = waits(facts("Amira"), unseen(item("Amira")), TODAY)
    owed = waits(facts("Ben", due=ReviewDue(2, 0, (asked(),))), unseen(), TODAY)
    nothing = waits(facts("Abe"), unseen(), TODAY)
    assert [one.whose.shown for one in in_order([nothing, owed, much, little])] == ["Amira", "zoe", "Ben", "Abe"]


def test_long_words_are_cut_at_a_word_and_stay_on_one_line() -> None:
    assert short("a\n b\t c") == "a b c"
    cut = short("slide " * 2000)
    assert cut.endswith("slide\u2026")
    assert len(cut) <= 161
    assert short("x" * 10_000) == "x" * 160 + "\u2026"


def test_a_line_names_its_sentence_and_carries_words_as_they_were_said() -> None:
    found = waits(facts(due=ReviewDue(2, 1, (asked("<b>{x}"),))), unseen(), TODAY)
    assert found.lines == (Line("owed", {"words": "<b>{x}", "day": TODAY}),)
