"""A programme as a whole: the pupil's line first, every side heard or said missing, gaps and endings as normal states."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from reflections import NotAllowed, NotFound, records

if TYPE_CHECKING:
    from reflections import Journal
    from tests.reflections.conftest import Lesson, Wall

# ---- the plan on one card


def test_the_pupils_line_of_the_plan_is_written_first(journal: Journal, lesson: Lesson) -> None:
    with pytest.raises(NotAllowed, match="pupil's line comes first"):
        journal.set_plan(lesson.pupil.id, school_line="more focus")
    assert journal.plan(lesson.pupil.id).school_line == ""
    journal.set_plan(lesson.pupil.id, pupil_line="my own song")
    card = journal.set_plan(lesson.pupil.id, school_line="more focus", tutor_line="time")
    assert (card.pupil_line, card.school_line, card.home_line, card.tutor_line) == (
        "my own song",
        "more focus",
        "",
        "time",
    )
    assert journal.plan(lesson.pupil.id) == card


def test_the_pupils_line_is_not_taken_off_the_card_again(journal: Journal, lesson: Lesson) -> None:
    journal.set_plan(lesson.pupil.id, pupil_line="my own song")
    with pytest.raises(NotAllowed, match="pupil's line comes first"):
        journal.set_plan(lesson.pupil.id, pupil_line="", school_line="more focus")
    assert journal.plan(lesson.pupil.id).pupil_line == "my own song"


# ---- the brief


def test_a_side_nobody_heard_from_is_said(journal: Journal, lesson: Lesson) -> None:
    assert journal.missing_sides(lesson.pupil.id) == records.SIDES
    journal.add_brief(lesson.pupil.id, "home", "helps", "headphones", "carer")
    journal.add_brief(lesson.pupil.id, "pupil", "avoid", "loud drums")
    assert journal.missing_sides(lesson.pupil.id) == ("school", "social care")


def test_a_line_of_the_brief_has_at_most_140_words(journal: Journal, lesson: Lesson) -> None:
    assert len(journal.add_brief(lesson.pupil.id, "home", "helps", "so " * 140).words.split()) == 140
    with pytest.raises(NotAllowed, match=r"140 words\. It has 141"):
        journal.add_brief(lesson.pupil.id, "home", "helps", "so " * 141)


def test_a_line_past_its_day_is_marked_and_can_be_let_go(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    line = journal.add_brief(lesson.pupil.id, "home", "avoid", "trains", expires=date(2026, 6, 10), ask_first=True)
    assert (line.expired, line.ask_first) == (False, True)
    wall.on(days=8)
    (later,) = journal.brief(lesson.pupil.id)
    assert later.expired
    journal.drop_brief(line.id)
    assert journal.brief(lesson.pupil.id) == ()


def test_what_helps_becomes_a_setting_of_the_pupils(journal: Journal, lesson: Lesson) -> None:
    line = journal.add_brief(lesson.pupil.id, "home", "helps", "bigger letters")
    assert journal.apply_brief(line.id, "text_size", 150).text_size == 150
    assert journal.preferences(lesson.pupil.id).text_size == 150
    assert journal.brief(lesson.pupil.id)[0].became == "text_size"


@pytest.mark.parametrize(("kind", "setting", "value"), [
    ("target", "calm", True), ("helps", "alias", "x"), ("helps", "text_size", 900),
])  # fmt: skip
def test_nothing_else_becomes_a_setting(
    journal: Journal, lesson: Lesson, kind: str, setting: str, value: object
) -> None:
    line = journal.add_brief(lesson.pupil.id, "school", kind, "to join in")
    with pytest.raises(NotAllowed):
        journal.apply_brief(line.id, setting, value)
    assert journal.preferences(lesson.pupil.id) == records.Preferences()
    assert journal.brief(lesson.pupil.id)[0].became == ""


def test_a_target_stands_beside_what_shows_it_and_the_pupils_own_words(journal: Journal, lesson: Lesson) -> None:
    line = journal.add_brief(lesson.pupil.id, "school", "target", "finishes what he starts")
    journal.add_brief(lesson.pupil.id, "school", "helps", "a timer")
    said = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="I got to the end", take=lesson.take.id)
    gone = journal.reflect(lesson.pupil.id, "T6", said_by="typed", body="Quokkatoken", take=lesson.take.id)
    journal.link(take=lesson.take.id, brief=line.id, by="tutor")
    journal.take_back(gone.id)
    (target,) = journal.targets(lesson.pupil.id)
    assert (target.line.id, target.evidence, target.words) == (line.id, (lesson.take.id,), ("I got to the end",))
    journal.put_aside(lesson.take.id)
    assert journal.targets(lesson.pupil.id)[0].evidence == ()
    assert said.id


# ---- next steps


def test_a_next_step_says_who_helps_and_by_when_and_can_be_taken(journal: Journal, lesson: Lesson) -> None:
    step = journal.add_next_step(lesson.pupil.id, "ask about drums", "form tutor", date(2026, 7, 1))
    assert journal.step_taken(step.id).done_on == date(2026, 6, 3)
    assert journal.step_taken(step.id, taken=False).done_on is None
    assert journal.next_steps(lesson.pupil.id) == (step,)


# ---- away


def come(journal: Journal, lesson: Lesson, wall: Wall, days: int, state: str = "came") -> None:
    """A lesson so many days on."""
    wall.on(days=days)
    session = journal.open_session([lesson.pupil.id])
    journal.attend(session.id, lesson.pupil.id, state=state)
    journal.close_session(session.id)


def test_what_is_kept_until_a_day_waits_for_somebody_to_decide_and_a_hold_comes_first(
    journal: Journal, lesson: Lesson, wall: Wall
) -> None:
    jo, today = lesson.pupil.id, wall().date()
    with pytest.raises(NotAllowed, match="still to come"):
        journal.keep_until(jo, today)
    journal.keep_until(jo, today + timedelta(days=7))
    wall.on(days=8)
    assert journal.kept_long_enough() == ()  # it goes on
    journal.end_programme(jo, "planned")
    assert journal.kept_long_enough() == ((jo, today + timedelta(days=7)),)
    journal.hold(jo, True, "safeguarding lead")
    assert journal.kept_long_enough() == ()
    journal.hold(jo, False, "safeguarding lead")
    journal.reopen(jo)
    assert journal.programme(jo).keep_until is None


def test_away_six_weeks_is_a_gap_and_the_programme_goes_on(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    journal.close_session(lesson.session.id)
    assert journal.gaps(lesson.pupil.id) == ()
    wall.on(days=42)
    assert journal.gaps(lesson.pupil.id) == (records.Gap(date(2026, 6, 3), None, 42),)
    come(journal, lesson, wall, 0)
    come(journal, lesson, wall, 7)
    assert journal.gaps(lesson.pupil.id) == (records.Gap(date(2026, 6, 3), date(2026, 7, 15), 42),)
    assert journal.programme(lesson.pupil.id).held == 3


def test_a_lesson_that_could_not_be_is_no_end_of_a_gap(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    journal.close_session(lesson.session.id)
    come(journal, lesson, wall, 14, "could not come")
    come(journal, lesson, wall, 14)
    assert [gap.days for gap in journal.gaps(lesson.pupil.id)] == [28]


def test_a_programme_that_ended_has_no_gap_that_goes_on(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    journal.end_programme(lesson.pupil.id, "planned")
    wall.on(days=60)
    assert journal.gaps(lesson.pupil.id) == ()


# ---- the last third, and the end


@pytest.mark.parametrize(("planned", "shown"), [(1, True), (2, False), (3, False), (12, False)])
def test_how_many_are_left_is_said_in_the_last_third(
    journal: Journal, lesson: Lesson, planned: int, shown: bool
) -> None:
    journal.set_programme(lesson.pupil.id, starts=date(2026, 6, 1), ends=date(2026, 9, 1), planned_sessions=planned)
    assert journal.programme(lesson.pupil.id).in_last_third is shown


def test_the_last_third_of_six_begins_with_two_left(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    journal.set_programme(lesson.pupil.id, starts=date(2026, 6, 1), ends=date(2026, 9, 1), planned_sessions=6)
    journal.close_session(lesson.session.id)
    seen = []
    for _ in range(4):
        come(journal, lesson, wall, 7)
        programme = journal.programme(lesson.pupil.id)
        seen.append((programme.left, programme.in_last_third))
    assert seen == [(4, False), (3, False), (2, True), (1, True)]


def test_half_done_is_what_was_played_and_never_finished(journal: Journal, lesson: Lesson) -> None:
    journal.keep_piece(lesson.pupil.id, "Never played", kind="tune")
    assert [piece.title for piece in journal.half_done(lesson.pupil.id)] == ["Morning"]
    journal.keep_version(lesson.piece.id, b"MThd", "done")
    assert journal.half_done(lesson.pupil.id) == ()


def test_moved_overnight_hands_the_pack_to_a_role_and_goes_on_with_the_next_tutor(
    journal: Journal, lesson: Lesson, wall: Wall
) -> None:
    with pytest.raises(NotAllowed, match="who gets the pack"):
        journal.end_programme(lesson.pupil.id, "moved")
    ending = journal.end_programme(lesson.pupil.id, "moved", handed_to="the new school's music lead")
    assert journal.programme(lesson.pupil.id).status == "moved"
    with pytest.raises(NotAllowed, match="ended already"):
        journal.end_programme(lesson.pupil.id, "planned")
    wall.on(days=30)
    assert journal.reopen(lesson.pupil.id).status == "active"
    (kept,) = journal.endings(lesson.pupil.id)
    assert (kept.id, kept.handed_to, kept.reopened_on) == (ending.id, "the new school's music lead", date(2026, 7, 3))
    with pytest.raises(NotAllowed, match="has not ended"):
        journal.reopen(lesson.pupil.id)
    assert [take.id for take in journal.takes(lesson.piece.id)] == [lesson.take.id]


def test_an_unplanned_ending_can_be_kept_without_a_goodbye(journal: Journal, lesson: Lesson, wall: Wall) -> None:
    wall.on(days=timedelta(days=9).days)
    assert journal.end_programme(lesson.pupil.id, "unplanned").give_to == ""
    assert journal.programme(lesson.pupil.id).status == "ended"
    with pytest.raises(NotAllowed):
        journal.end_programme(lesson.pupil.id, "expelled")


def test_i8_nothing_of_the_plan_is_in_a_copy(journal: Journal, lesson: Lesson) -> None:
    journal.set_plan(lesson.pupil.id, pupil_line="Quokkatoken", school_line="Quokkatoken")
    journal.add_brief(lesson.pupil.id, "social care", "avoid", "Quokkatoken", "Quokkatoken")
    journal.add_next_step(lesson.pupil.id, "Quokkatoken", "Quokkatoken")
    journal.seen([one.id for one in journal.unseen().items], "Sam")
    for copy in ("", "pupil", "group", "school", "chosen"):
        assert "Quokkatoken" not in repr(journal.evidence(lesson.pupil.id, copy_for=copy))


def test_a_pupil_who_is_not_there_is_said(journal: Journal) -> None:
    with pytest.raises((NotFound, NotAllowed)):
        journal.plan("01a2018b-2d81-7e78-ab94-5b6db9f0642e")
