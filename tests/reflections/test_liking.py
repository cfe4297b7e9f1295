"""The "Music I like" board: entries change and go, are tied to a piece, and what is said anew is seen anew."""

import pytest

from reflections import Journal, NotAllowed, NotFound
from tests.reflections.conftest import Lesson


def test_an_entry_is_put_in_other_words_and_the_rest_stays(journal: Journal, lesson: Lesson) -> None:
    mine = journal.add_interest(lesson.pupil.id, "song", "Night bus", "It sounds like the city")
    changed = journal.change_interest(mine.id, kind="artist", what="Night Bus Crew")

    assert (changed.id, changed.kind, changed.what, changed.why) == (
        mine.id,
        "artist",
        "Night Bus Crew",
        "It sounds like the city",
    )
    assert journal.interests(lesson.pupil.id) == (changed,)
    assert journal.change_interest(mine.id, why="").why == ""


def test_an_entry_is_tied_to_the_piece_that_was_made_of_it(journal: Journal, lesson: Lesson) -> None:
    mine = journal.add_interest(lesson.pupil.id, "song", "Night bus")
    tied = journal.change_interest(mine.id, piece=lesson.piece.id)

    assert (tied.what, tied.piece) == ("Night bus", lesson.piece.id)
    with pytest.raises(NotFound):
        journal.change_interest(mine.id, piece="019a0000-0000-7000-8000-000000000000")


def test_i5_words_said_anew_wait_to_be_seen_again_and_a_piece_tied_to_them_does_not(
    journal: Journal, lesson: Lesson
) -> None:
    mine = journal.add_interest(lesson.pupil.id, "song", "Night bus", "The bass")
    journal.seen([item.id for item in journal.unseen().items], "Sam")
    journal.change_interest(mine.id, piece=lesson.piece.id)
    assert journal.unseen().items == ()

    journal.change_interest(mine.id, what="Day bus", why="The bass")

    assert [item.words for item in journal.unseen().items] == ["Day bus"]


def test_what_was_taken_off_the_board_is_not_changed_any_more(journal: Journal, lesson: Lesson) -> None:
    mine = journal.add_interest(lesson.pupil.id, "song", "Night bus")
    journal.take_back(mine.id)

    assert journal.interests(lesson.pupil.id) == ()
    with pytest.raises(NotFound):
        journal.change_interest(mine.id, what="Day bus")


def test_an_entry_under_a_hold_that_was_taken_back_is_not_changed_either(journal: Journal, lesson: Lesson) -> None:
    mine = journal.add_interest(lesson.pupil.id, "song", "Night bus")
    journal.hold(lesson.pupil.id, on=True, by="the safeguarding lead")
    journal.take_back(mine.id)

    with pytest.raises(NotFound, match="not here any more"):
        journal.change_interest(mine.id, what="Day bus")


def test_a_kind_there_is_none_of_is_refused(journal: Journal, lesson: Lesson) -> None:
    mine = journal.add_interest(lesson.pupil.id, "song", "Night bus")
    with pytest.raises(NotAllowed):
        journal.change_interest(mine.id, kind="mood")
