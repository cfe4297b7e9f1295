"""Every change of a shared row leaves an operation, and nothing goes round it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from reflections import NotAllowed
from reflections.operations import Clock
from reflections.tables import Base, Operation, Pupil, Rating, Shared
from tests.reflections.laptops import operations_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import Journal
    from tests.reflections.conftest import Lesson

NODE, OTHER = "00000000000000aa", "00000000000000bb"


def changes(journal: Journal, row: str) -> list[tuple[str, str, object]]:
    with journal._reading() as session:
        return [(o.entity, o.field, json.loads(o.value)) for o in operations_of(session, row)]


def test_a_new_row_is_one_operation_with_all_its_fields(journal: Journal) -> None:
    pupil = journal.add_pupil("Amira", "fox", "10-12")
    ((entity, field, value),) = changes(journal, pupil.id)
    assert (entity, field) == ("pupil", "*")
    assert isinstance(value, dict)
    assert {"alias": "Amira", "avatar": "fox", "age_band": "10-12", "hold": False}.items() <= value.items()


def test_a_change_is_one_operation_for_each_field_that_changed(journal: Journal) -> None:
    pupil = journal.add_pupil("Amira", "fox", "10-12")
    journal.change_pupil(pupil.id, "Ami")
    journal.change_pupil(pupil.id, "Ami")
    assert changes(journal, pupil.id)[1:] == [("pupil", "alias", "Ami")]


def test_bytes_stand_as_their_hash(journal: Journal, lesson: Lesson) -> None:
    ((_, _, value),) = changes(journal, lesson.take.parts[0].id)
    assert isinstance(value, dict)
    assert value["midi"] == {"sha256": lesson.take.parts[0].sha256}


def test_every_row_of_a_lesson_can_be_made_again_from_its_operations(journal: Journal, lesson: Lesson) -> None:
    journal.put_aside(lesson.take.id)
    journal.put_back(lesson.take.id)
    journal.rename_piece(lesson.piece.id, "Evening")
    with journal._reading() as session:
        for mapper in Base.registry.mappers:
            if not issubclass(mapper.class_, Shared):
                continue
            for row in session.scalars(select(mapper.class_)):
                fields: dict[str, object] = {}
                for operation in operations_of(session, row.id):
                    value = json.loads(operation.value)
                    fields |= value if operation.field == "*" else {operation.field: value}
                shown = {a.key for a in mapper.column_attrs} - {"id"}
                assert set(fields) == shown, mapper.class_
                for name in shown:
                    now = getattr(row, name)
                    if not isinstance(now, bytes | datetime) and not hasattr(now, "isoformat"):
                        assert fields[name] == now


def test_what_stays_on_this_computer_is_no_operation(journal: Journal) -> None:
    with journal._reading() as session:
        before = session.scalars(select(Operation.id)).all()
    journal.set_setting("sound", "piano")
    journal.set_draft("note", "half a thought")
    row = journal.begin_recording(context={})
    journal.take_chunk(row, 0, b"x", 1.0)
    with journal._reading() as session:
        assert session.scalars(select(Operation.id)).all() == before


def test_a_statement_that_goes_round_the_operations_is_refused(journal: Journal, lesson: Lesson) -> None:
    with pytest.raises(AssertionError, match="row by row"), journal._writing() as session:
        session.execute(update(Pupil).values(alias="everyone"))
    assert journal.pupil(lesson.pupil.id).alias == "Amira"


def test_what_was_given_cannot_be_written_over_even_from_inside(journal: Journal, lesson: Lesson) -> None:
    rating = journal.rate(lesson.pupil.id, "sure", "after", value=3, take=lesson.take.id)

    def write_over() -> None:
        with journal._writing() as session:
            row = session.get(Rating, rating.id)
            assert row is not None
            row.value = 4

    with pytest.raises(NotAllowed, match="stays as given"):
        write_over()
    assert [r.value for r in journal.ratings(lesson.pupil.id)] == [3]


def test_a_change_that_fails_leaves_neither_row_nor_operation(journal: Journal, lesson: Lesson) -> None:
    with journal._reading() as session:
        before = session.scalars(select(Operation.id)).all()

    def fail_half_way() -> None:
        with journal._writing() as session:
            session.add(Pupil(alias="Ghost", avatar="", age_band="7-9", added_at=datetime.now(UTC)))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with journal._reading() as session:
        assert session.scalars(select(Operation.id)).all() == before
    assert [p.alias for p in journal.pupils()] == ["Amira"]


def test_erasing_takes_the_operations_along_and_says_so_by_id_alone(journal: Journal, lesson: Lesson) -> None:
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="secret words", take=lesson.take.id)
    journal.take_back(said.id)
    assert [c for c in changes(journal, said.id) if c[0] == "reflection"] == [("reflection", "!", None)]
    with journal._opened.looking() as raw:
        assert raw.execute("select count(*) from operation where value like '%secret words%'").fetchone() == (0,)


def test_stamps_rise_over_a_reopening_even_when_the_wall_clock_fell(
    opening: Callable[..., Journal], wall: Callable[[], datetime]
) -> None:
    journal = opening()
    journal.add_pupil("Amira", "fox", "10-12")
    last = journal._clock.stamp()
    journal.add_pupil("Ben", "owl", "10-12")
    journal._changed = False
    journal.close()
    again = opening(now=lambda: wall() - timedelta(days=400))
    assert again._clock.stamp() > last
    assert again._clock.node == journal._clock.node


@given(st.lists(st.integers(-(10**8), 10**8), min_size=1, max_size=30))
def test_stamps_rise_whatever_the_wall_clock_does(jumps: list[int]) -> None:
    at = datetime(2026, 6, 3, tzinfo=UTC)
    times = [at + timedelta(milliseconds=jump) for jump in jumps]
    clock = Clock(NODE, lambda: times.pop(0))
    stamps = [clock.stamp() for _ in jumps]
    assert stamps == sorted(set(stamps))


def test_a_stamp_from_elsewhere_is_followed_unless_its_clock_is_a_day_wrong() -> None:
    at = datetime(2026, 6, 3, tzinfo=UTC)
    clock = Clock(NODE, lambda: at)
    soon = Clock(OTHER, lambda: at + timedelta(hours=23)).stamp()
    clock.saw(soon)
    assert clock.stamp() > soon
    wild = Clock(OTHER, lambda: at + timedelta(days=3000)).stamp()
    clock.saw(wild)
    assert clock.stamp() < wild
    with pytest.raises(NotAllowed):
        clock.saw("yesterday")
