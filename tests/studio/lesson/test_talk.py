"""What the rules of asking are told: which lesson this is, what it is about, and what was said last time."""

from datetime import timedelta

import pytest

from reflections import records
from studio.lesson import Sayable
from tests.studio.conftest import Sitting


@pytest.fixture
def jo(sitting: Sitting) -> records.Pupil:
    """Jo is here for the first time."""
    sitting.unlock()
    return sitting.sit("Jo")


def number(sitting: Sitting, jo: records.Pupil) -> int:
    """Which of Jo's lessons this is, as the rules of asking see it."""
    piece = sitting.journal.keep_piece(jo.id, "Ode", kind="tune")
    about = Sayable(piece.id, "Ode")
    return sitting.lesson.situation(sitting.journal, about, jo, sitting.lesson.session).session_number


@pytest.mark.parametrize("state", ["could not come", "chose not to", "cancelled by us"])
def test_a_lesson_the_pupil_was_not_at_does_not_use_up_a_first_one(
    sitting: Sitting, jo: records.Pupil, state: str
) -> None:
    assert number(sitting, jo) == 1
    last_week = sitting.journal._now() - timedelta(days=7)
    sitting.journal._now = lambda: last_week
    missed = sitting.journal.open_session((jo.id,))
    sitting.journal.attend(missed.id, jo.id, state=state)
    assert len(sitting.journal.sessions(jo.id)) == 2

    assert number(sitting, jo) == 1

    sitting.journal.attend(missed.id, jo.id, state="came for part")
    assert number(sitting, jo) == 2
