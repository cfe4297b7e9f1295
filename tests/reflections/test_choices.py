"""Choices are read out of what was done: who picked it, how it was played, going back, coming back, saying it is done."""

from typing import Any

from reflections import Journal, choices
from tests.reflections.conftest import Lesson, Wall, part


def of_piece(journal: Journal, lesson: Lesson) -> list[tuple[str, str]]:
    (one,) = journal.evidence(lesson.pupil.id).pieces
    return [(made.what, made.how) for made in choices.of_piece(one)]


def keep(journal: Journal, lesson: Lesson, session: str | None = None, **how: Any) -> Any:
    here = session or lesson.session.id
    given = {"mode": "waits", **how}
    return journal.keep_take(lesson.piece.id, [part(lesson.pupil.id)], session=here, seconds=2.0, tempo=90.0, **given)


def test_what_changed_from_take_to_take_is_a_choice_and_what_did_not_is_none(
    journal: Journal, lesson: Lesson, wall: Wall
) -> None:
    wall.on(minutes=1)
    keep(journal, lesson, speed=0.7, hands="right", bars=(1, 4))
    wall.on(minutes=1)
    keep(journal, lesson, speed=0.7, hands="both", bars=(1, 4))
    assert of_piece(journal, lesson) == [
        ("piece", "Morning"),
        ("mode", "waits"),
        ("again", ""),
        ("hands", "none to right"),
        ("speed", "1 to 0.7"),
        ("bars", "none to 1-4"),
        ("again", ""),
        ("hands", "right to both"),
    ]


def test_coming_back_another_day_is_not_going_back_over_it(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    wall.on(days=7)
    session = journal.open_session([lesson.pupil.id])
    keep(journal, lesson, session.id)
    assert of_piece(journal, lesson)[-1] == ("back", "")


def test_saying_it_is_done_is_a_choice_that_names_its_version(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    wall.on(minutes=1)
    version = journal.keep_version(lesson.piece.id, b"MThd", "My beat")
    made = choices.choices(journal.evidence(lesson.pupil.id))[-1]
    assert (made.what, made.how, made.version, made.take) == ("done", "My beat", version.id, None)


def test_who_picked_a_piece_is_told_and_only_the_pupils_own_are_theirs(journal: Journal, lesson: Lesson) -> None:
    journal.keep_piece(lesson.pupil.id, "Ours", kind="tune", chosen_by="together")
    journal.keep_piece(lesson.pupil.id, "Given", kind="tune", chosen_by="tutor")
    made = choices.choices(journal.evidence(lesson.pupil.id))
    assert [(one.how, one.by) for one in made if one.what == "piece"] == [
        ("Morning", "pupil"),
        ("Ours", "together"),
        ("Given", "tutor"),
    ]


def test_every_choice_names_the_row_that_shows_it_and_nothing_was_asked(journal: Journal, lesson: Lesson) -> None:
    keep(journal, lesson, hands="left")
    made = choices.choices(journal.evidence(lesson.pupil.id))
    assert all(one.what in choices.WHATS for one in made)
    assert all(one.take or one.version for one in made if one.what != "piece")
    assert journal.asked(lesson.pupil.id) == ()


def test_a_take_put_aside_is_no_choice_that_is_shown(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    wall.on(minutes=1)
    take = keep(journal, lesson, hands="left")
    journal.put_aside(take.id)
    assert ("again", "") not in of_piece(journal, lesson)
