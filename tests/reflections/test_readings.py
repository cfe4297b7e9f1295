"""How a take is read as music stands beside it, can be said anew, and travels with it."""

import json

import pytest
from sqlalchemy import select

from reflections import Journal, NotFound
from reflections.errors import NotAllowed
from reflections.tables import Operation, Take
from tests.reflections.conftest import Lesson

WALTZ = {"metre": [3, 4], "level": 2.0}


def test_what_is_said_of_a_take_replaces_what_was_said_before_and_leaves_the_take_as_it_is(
    journal: Journal, lesson: Lesson
) -> None:
    before = journal.take(lesson.take.id)
    assert before.reading == {}

    journal.read_as(lesson.take.id, {"metre": [4, 4]})
    journal.read_as(lesson.take.id, WALTZ)

    after = journal.take(lesson.take.id)
    assert after.reading == WALTZ
    assert after.parts == before.parts
    assert journal.takes(lesson.piece.id)[0].reading == WALTZ
    journal.read_as(lesson.take.id, {})
    assert journal.take(lesson.take.id).reading == {}


def test_every_change_of_it_is_an_operation_so_that_laptops_agree(journal: Journal, lesson: Lesson) -> None:
    journal.read_as(lesson.take.id, WALTZ)

    with journal._reading() as session:
        changes = session.scalars(select(Operation).where(Operation.row == lesson.take.id)).all()
        kept = session.get(Take, lesson.take.id)
        assert kept is not None
        assert json.loads(kept.reading) == WALTZ
    assert "reading" in str([vars(change) for change in changes][-1])


def test_what_cannot_be_kept_is_refused_and_what_cannot_be_understood_was_not_said(
    journal: Journal, lesson: Lesson
) -> None:
    with pytest.raises(NotFound):
        journal.read_as(lesson.piece.id, WALTZ)
    with pytest.raises(NotAllowed):
        journal.read_as(lesson.take.id, {"taps": ["x" * 50_000]})
    with journal._writing() as session:
        row = session.get(Take, lesson.take.id)
        assert row is not None
        row.reading = "{newer"
    assert journal.take(lesson.take.id).reading == {}
