"""What the tutor's day needs is asked for by itself: open sessions, what was meant for each pupil, lines left for later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
