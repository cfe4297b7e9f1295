"""What the tutor's day needs is asked for by itself: open sessions, what was meant for each pupil, lines left for later."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select

from reflections.tables import Attendance, Row, Session, Take, TakePart, new_id
from tests.reflections.conftest import part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reflections import Journal
    from tests.reflections.conftest import Lesson, Wall


def test_only_open_sessions_are_open(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    journal.close_session(lesson.session.id)
    wall.on(days=7)
    later = journal.open_session((lesson.pupil.id,))
    assert [one.id for one in journal.open_sessions()] == [later.id]


def test_the_latest_line_of_each_pupil_is_found(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    other = journal.add_pupil("Amira", "moon", "13-15")
    nobody = journal.add_pupil("Sami", "ghost", "7-9")
    for pupil, said in ((lesson.pupil, "first"), (other, "hers"), (lesson.pupil, "latest"), (lesson.pupil, "")):
        journal.close_session(journal.open_session((pupil.id,)).id, said)
        wall.on(days=7)
    found = journal.last_next_times()
    assert found == {lesson.pupil.id: "latest", other.id: "hers"}
    assert nobody.id not in found
    assert found[lesson.pupil.id] == journal.last_next_time(lesson.pupil.id)


def test_a_closed_session_of_which_nothing_is_written_is_left_for_later(journal: Journal, lesson: Lesson) -> None:
    here, today = lesson.session, lesson.session.held_on
    assert journal.left_for_later(today) == ()  # it is open yet
    journal.close_session(here.id, "bring the loop pedal")
    assert [one.id for one in journal.left_for_later(today)] == [here.id]
    assert journal.left_for_later(today + timedelta(days=1)) == ()
    journal.write_note(here.id, lit_up="the bass")
    assert journal.left_for_later(today) == ()


def test_a_spoken_note_is_one(journal: Journal, lesson: Lesson) -> None:
    journal.close_session(lesson.session.id)
    journal.speak_note(lesson.session.id, b"RIFF")
    assert journal.left_for_later(lesson.session.held_on) == ()


# -- of one pupil, whatever the others and the years have left --------------------------------------------------------

BIG = ("take", "take_part", "drawing", "reflection", "rating", "said", "operation", "session", "attendance", "asked")


def test_the_latest_takes_are_those_the_pupil_plays_in_the_latest_first(
    journal: Journal, lesson: Lesson, wall: Wall
) -> None:
    other = journal.add_pupil("Ben", "owl", "10-12").id
    kept = [lesson.take.id]
    for player in (lesson.pupil.id, other, lesson.pupil.id):
        wall.on(minutes=1)
        kept.append(journal.keep_take(lesson.piece.id, [part(player)], seconds=2.0, tempo=90.0).id)
    assert [take.id for take in journal.latest_takes(lesson.pupil.id, 2)] == [kept[3], kept[1]]
    assert [take.id for take in journal.latest_takes(other, 2)] == [kept[2]]
    journal.put_aside(kept[3])
    assert [take.id for take in journal.latest_takes(lesson.pupil.id, 9)] == [kept[1], kept[0]]
    latest = journal.latest_take(lesson.piece.id)
    assert latest is not None
    assert latest.id == kept[2]
    assert (journal.count_takes(lesson.piece.id), len(journal.takes(lesson.piece.id))) == (4, 3)
    assert [take.id for take in journal.some_takes({kept[2], kept[0], "01a20244-0000-7000-8000-000000000000"})] == [
        kept[0],
        kept[2],
    ]
    journal.put_aside(lesson.piece.id)
    assert journal.latest_takes(lesson.pupil.id, 9) == ()


def test_what_was_kept_in_a_session_is_counted_by_piece(journal: Journal, lesson: Lesson) -> None:
    here = lesson.session.id
    again = journal.keep_take(lesson.piece.id, [part(lesson.pupil.id)], session=here, seconds=2.0, tempo=90.0)
    journal.keep_take(lesson.piece.id, [part(lesson.pupil.id)], seconds=2.0, tempo=90.0)
    assert journal.kept_in(here) == {lesson.piece.id: 2}
    journal.put_aside(again.id)
    assert journal.kept_in(here) == {lesson.piece.id: 1}


def test_the_latest_versions_are_of_the_pupils_own_pieces(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    other = journal.add_pupil("Ben", "owl", "10-12").id
    theirs = journal.keep_piece(other, "Bass", kind="own").id
    made = []
    for piece in (lesson.piece.id, theirs, lesson.piece.id):
        wall.on(minutes=1)
        made.append(journal.keep_version(piece, b"MThd").id)
    assert [one.id for one in journal.latest_versions(lesson.pupil.id, 9)] == [made[2], made[0]]
    assert [one.id for one in journal.latest_versions(lesson.pupil.id, 1)] == [made[2]]


def test_what_waits_of_one_pupil_is_theirs_alone(journal: Journal, lesson: Lesson) -> None:
    other = journal.add_pupil("Ben", "owl", "10-12").id
    journal.wish(other, "his")
    journal.wish(lesson.pupil.id, "hers")
    assert [one.words for one in journal.unseen(pupil_id=lesson.pupil.id).items] == ["hers"]
    assert [one.words for one in journal.unseen().items] == ["his", "hers"]


def of_one_pupil(journal: Journal, pupil: str) -> dict[str, Callable[[], object]]:
    """What the studio reads as somebody comes in, looks at their music, and the tutor opens a session or a review."""
    return {
        "opening": lambda: (journal.pupil(pupil), journal.pieces(pupil), journal.goals(pupil), journal.toolkit(pupil)),
        "home": lambda: (journal.latest_takes(pupil, 1), journal.programme(pupil), journal.half_done(pupil)),
        "last words": lambda: (journal.last_try_next(pupil), journal.preferences(pupil), journal.asked(pupil)),
        "my music": lambda: journal.evidence(pupil),
        "a session": lambda: (journal.unseen(pupil_id=pupil), journal.ratings(pupil), journal.last_next_time(pupil)),
        "a review": lambda: (journal.measures(pupil), journal.review_due(pupil), journal.reviews(pupil)),
        "what was kept": lambda: (journal.latest_takes(pupil, 12), journal.latest_versions(pupil, 12)),
        "taps": lambda: (journal.tags(pupil), journal.targets(pupil)),
    }


@contextmanager
def statements(journal: Journal) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database meanwhile."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, *_more: object) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, given))

    engine = journal._opened.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def scans_of(journal: Journal, reads: dict[str, Callable[[], object]]) -> set[tuple[str, str]]:
    """Where a read goes through all of a table that grows with every lesson of everybody, by the database's own plan."""
    scans = set()
    for name, read in reads.items():
        with statements(journal) as asked:
            read()
        assert asked
        with journal._opened.looking() as raw:
            plans = [row[3] for one, given in asked for row in raw.execute(f"explain query plan {one}", given)]
        scans |= {(name, plan) for plan in plans if plan.startswith("SCAN") and set(BIG) & set(plan.split()[1:2])}
    return scans


def test_nothing_that_is_read_of_one_pupil_goes_through_everybodys_rows(journal: Journal, lesson: Lesson) -> None:
    journal.open_review(lesson.pupil.id)
    journal.keep_version(lesson.piece.id, b"MThd")
    assert scans_of(journal, of_one_pupil(journal, lesson.pupil.id)) == set()


def test_what_waits_and_what_is_open_are_found_without_going_through_everything(
    journal: Journal, lesson: Lesson
) -> None:
    journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="the slide", session=lesson.session.id)
    today = {"what waits": journal.unseen, "what is open": journal.open_sessions}
    assert scans_of(journal, today) == set()


def test_as_many_words_as_wait_are_asked_for_by_one_question_a_table(journal: Journal, lesson: Lesson) -> None:
    def asked_for() -> int:
        with statements(journal) as asked:
            journal.unseen()
        return len(asked)

    journal.wish(lesson.pupil.id, "one")
    few = asked_for()
    for n in range(9):
        journal.wish(lesson.pupil.id, f"wish {n}")
    assert (asked_for(), len(journal.unseen().items)) == (few, 10)


def test_more_takes_are_no_more_questions(journal: Journal, lesson: Lesson) -> None:
    def asked_for() -> dict[str, int]:
        found = {}
        for name, read in of_one_pupil(journal, lesson.pupil.id).items():
            with statements(journal) as asked:
                read()
            found[name] = len(asked)
        return found

    journal.open_review(lesson.pupil.id)
    few = asked_for()
    for _ in range(5):
        journal.keep_take(lesson.piece.id, [part(lesson.pupil.id)], seconds=2.0, tempo=90.0)
    assert asked_for() == few


# -- a year of one pupil ----------------------------------------------------------------------------------------------


def more_of(row: Row, **other: object) -> Row:
    """Another row like one that is there."""
    same = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    return type(row)(**same | {"id": new_id()} | other)


def sessions_of_thirty_takes(journal: Journal, lesson: Lesson, many: int) -> None:
    """So many more sessions like the lesson's, with thirty takes in each."""
    with journal._writing() as session:
        met, take = session.get(Session, lesson.session.id), session.get(Take, lesson.take.id)
        played = session.get(TakePart, lesson.take.parts[0].id)
        (came,) = session.scalars(select(Attendance).where(Attendance.session_id == lesson.session.id))
        meetings = [more_of(met) for _ in range(many)]
        takes = [more_of(take, session_id=one.id) for one in meetings for _ in range(30)]
        for rows in (
            meetings,
            [more_of(came, session_id=one.id) for one in meetings],
            takes,
            [more_of(played, take_id=one.id) for one in takes],
        ):
            session.add_all(rows)
            session.flush()


def steps(read: Callable[[], object]) -> int:
    """How many calls a read takes: work that no clock and no other program has a say in."""
    count = 0

    def note(_frame: object, event: str, _of: object) -> None:
        nonlocal count
        count += event.endswith("call")

    sys.setprofile(note)
    try:
        read()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.whole
def test_forty_sessions_of_thirty_takes_are_looked_at_in_a_breath(journal: Journal, lesson: Lesson) -> None:
    """Four times as many are four times the work and not a question more."""

    def looked_at() -> tuple[int, int]:
        with statements(journal) as asked:
            took = steps(lambda: journal.evidence(lesson.pupil.id))
        return took, len(asked)

    sessions_of_thirty_takes(journal, lesson, 10)
    looked_at()
    few = looked_at()
    sessions_of_thirty_takes(journal, lesson, 30)
    many = looked_at()
    found = journal.evidence(lesson.pupil.id)
    assert (len(found.sessions), len(found.pieces[0].takes)) == (41, 1201)
    assert many[1] == few[1]
    assert many[0] < 4.2 * few[0]
    assert many[0] < 1201 * 400
