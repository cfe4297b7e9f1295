"""Five minutes with one pupil: facts and words since the last review, and two questions that each name what they come from."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from reflections.caseload import day_of
from reflections.five_minutes import FiveMinutes, five_minutes
from reflections.questions import questions
from tests.reflections import page_sample as sample

if TYPE_CHECKING:
    from reflections.records import Evidence

TABLE = json.loads((files("assets") / "words" / "en" / "tutor_web.json").read_text(encoding="utf-8"))


def nothing() -> Evidence:
    full = sample.evidence()
    return replace(full, pieces=(), reflections=(), sure=(), goals=(), try_next=(), toolkit=(), interests=())


@pytest.fixture
def found() -> FiveMinutes:
    return five_minutes(sample.evidence(), None)


def every_line(found: FiveMinutes) -> list[tuple[str, dict[str, object]]]:
    lines = [*found.chosen, *found.kept, *found.changed]
    lines += [line for one in found.questions for line in (one.ask, one.because)]
    return [(line.key, dict(line.filled)) for line in lines]


def test_each_line_is_a_sentence_of_the_table_with_all_its_places_filled(found: FiveMinutes) -> None:
    lines = every_line(found)
    assert len({key for key, _ in lines}) > 6
    for key, filled in lines:
        assert TABLE[key].format(**filled)
    for key in TABLE:
        assert "{}" not in TABLE[key]


def test_what_was_before_the_last_review_is_not_said_again() -> None:
    evidence = sample.evidence()
    last = max(day_of(take) for one in evidence.pieces for take in one.takes)
    assert five_minutes(evidence, None).kept
    assert five_minutes(evidence, last).kept == ()
    assert five_minutes(evidence, last).chosen == ()


def test_a_task_that_came_again_is_one_line_with_its_first_time_and_its_latest() -> None:
    evidence = sample.evidence()
    pair = evidence.sure[0]
    again = [replace(pair, task=replace(pair.task, id=f"again{n}")) for n in range(6)]
    found = five_minutes(replace(evidence, sure=(pair, *again)), None)
    (line,) = [one for one in found.changed if one.key.startswith("sure")]
    assert (line.key, line.filled["n"]) == ("sure again", 7)
    said = TABLE[line.key].format(**line.filled)
    assert said.count(pair.after.words) == 2


def test_there_are_always_two_questions_and_never_two_about_one_thing(found: FiveMinutes) -> None:
    assert len(found.questions) == 2
    assert len({one.about for one in found.questions}) == 2
    assert len({one.ask.key for one in found.questions}) == 2


def test_what_they_meant_to_try_is_asked_first_and_once_it_was_tried_no_more() -> None:
    evidence = sample.evidence()
    waiting = tuple(replace(one, tried_in=None) for one in evidence.try_next)
    asked = questions(replace(evidence, try_next=waiting), None)
    assert asked[0].ask.key == "ask try"
    tried = tuple(replace(one, tried_in="t") for one in evidence.try_next)
    assert "ask try" not in {one.ask.key for one in questions(replace(evidence, try_next=tried), None)}


def test_where_little_is_kept_the_questions_are_open() -> None:
    assert [one.ask.key for one in questions(nothing(), None)] == ["ask open 1", "ask open 2"]


def test_a_skip_is_no_number_and_zero_is_one() -> None:
    evidence = sample.evidence()
    goal = evidence.goals[0]
    rating = next(one for one in goal.ratings if one.answer == "given")
    skipped = replace(rating, value=None, answer="rather not")
    zero = replace(rating, value=0)
    with_skip, with_zero = (
        five_minutes(replace(evidence, goals=(replace(goal, ratings=(one,)),)), None) for one in (skipped, zero)
    )
    assert not [line for line in with_skip.changed if line.key.startswith("close")]
    (line,) = [line for line in with_zero.changed if line.key.startswith("close")]
    assert line.filled["first"] == 0


def test_no_question_asks_how_they_feel_or_why_they_did_not() -> None:
    asks = [words.lower() for key, words in TABLE.items() if key.startswith("ask ") and key != "ask told"]
    assert len(asks) > 7
    for words in asks:
        assert not any(never in words for never in ("feel", "why", "mood", "happy", "sad", "should have"))


def test_words_are_shown_as_they_were_said_the_newest_first_and_not_endless() -> None:
    evidence = sample.evidence()
    long = replace(evidence.pieces[0].reflections[0], body="x" * 10_000)
    bus = replace(evidence.pieces[0], reflections=(long,) * 30)
    said = five_minutes(replace(evidence, pieces=(bus,), reflections=()), None).said
    assert len(said) == 8
    assert len(said[0].words) < 500
    days = [one.when for one in five_minutes(evidence, None).said]
    assert days == sorted(days, reverse=True)
