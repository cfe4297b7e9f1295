"""The tutor's page of one pupil: their line first, each side heard or named as missing, what helps becomes a setting."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pygame
import pytest

from studio.screen import Push
from studio.screens.tutor.tab import today
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import weeks_ago
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture
def page(unlocked: Start) -> Callable[..., Pilot]:
    """The page of Jo, with what `before` has put into the journal."""

    def start(before: Callable[[Any, str], object] = lambda _journal, _jo: None, part: str = "plan") -> Pilot:
        pilot = unlocked(1)
        jo = pilot.lesson.house.pupils[0].id
        before(pilot.lesson.journal, jo)
        pilot.studio.move(Push("tutor"))
        pilot.settle()
        pilot.studio.move(Push("tutor_pupil", {"pupil": jo, "part": part}))
        pilot.settle()
        return pilot

    return start


def jo_of(pilot: Pilot) -> str:
    return pilot.lesson.house.pupils[0].id


def fill(pilot: Pilot, key: str, said: str) -> None:
    pilot.ui.click(key)
    pilot.write(said)


def test_the_page_is_opened_from_the_pupils(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Tutor's door")
    pilot.press("Pupils")
    pilot.press("Open")
    assert pilot.screen == "tutor_pupil"
    assert "The plan" in pilot.words()


def test_no_line_of_the_plan_can_be_written_before_the_pupils_own(page: Callable[..., Pilot]) -> None:
    pilot = page()
    assert not [w for w in pilot.ui.tree() if w.key == "plan-school_line"]
    fill(pilot, "plan-pupil_line", "play for my nan")
    pilot.click("save-plan")
    fill(pilot, "plan-school_line", "be in lessons")
    pilot.click("save-plan")
    plan = pilot.lesson.journal.plan(jo_of(pilot))
    assert (plan.pupil_line, plan.school_line) == ("play for my nan", "be in lessons")


def test_what_the_tutor_writes_down_as_they_say_it_is_seen(page: Callable[..., Pilot]) -> None:
    pilot = page()
    fill(pilot, "plan-pupil_line", "play for my nan")
    pilot.click("save-plan")
    pilot.press("Brief")
    pilot.click("add-pupil")
    fill(pilot, "brief-words", "the bass in dub")
    pilot.click("save-brief")
    journal = pilot.lesson.journal
    assert (journal.plan(jo_of(pilot)).pupil_line, journal.brief(jo_of(pilot))[0].words) == (
        "play for my nan",
        "the bass in dub",
    )
    assert journal.unseen().items == ()


def test_a_next_step_has_who_helps_and_by_when_and_is_taken(page: Callable[..., Pilot]) -> None:
    pilot = page()
    fill(pilot, "step-what", "join the school band")
    fill(pilot, "step-who", "head of music")
    pilot.press("By when?: In 4 weeks")
    pilot.click("add-step")
    (step,) = pilot.lesson.journal.next_steps(jo_of(pilot))
    assert (step.who_helps, step.by_when) == ("head of music", today() + timedelta(weeks=4))
    pilot.click(f"taken-{step.id}")
    (step,) = pilot.lesson.journal.next_steps(jo_of(pilot))
    assert step.done_on == today()


def test_sessions_are_agreed(page: Callable[..., Pilot]) -> None:
    pilot = page()
    pilot.studio.screen.tab._type("planned", "20")
    pilot.studio.screen.tab._type("weeks", "twenty")
    pilot.click("save-sessions")
    assert pilot.lesson.journal.programme(jo_of(pilot)).status == "draft"
    assert "Please write both as numbers." in pilot.words()
    pilot.studio.screen.tab._type("weeks", "24")
    pilot.click("save-sessions")
    programme = pilot.lesson.journal.programme(jo_of(pilot))
    assert (programme.status, programme.planned_sessions) == ("active", 20)
    assert (programme.ends - programme.starts).days == 24 * 7 - 1


def test_the_first_day_is_moved_by_weeks_and_the_last_with_it(page: Callable[..., Pilot]) -> None:
    pilot = page()
    before = pilot.lesson.journal.programme(jo_of(pilot))
    for name in ("Begins a week later", "Begins a week later", "Begins a week earlier", "Begins a week later"):
        pilot.press(name)
    assert pilot.lesson.journal.programme(jo_of(pilot)) == before
    pilot.click("save-sessions")
    programme = pilot.lesson.journal.programme(jo_of(pilot))
    assert (programme.starts - before.starts, programme.ends - before.ends) == (timedelta(weeks=2), timedelta(weeks=2))
    pilot.click("save-sessions")
    assert pilot.lesson.journal.programme(jo_of(pilot)) == programme
    lint(pilot)


def test_in_the_last_third_what_is_left_is_said_with_what_is_half_done(page: Callable[..., Pilot]) -> None:
    def near_the_end(journal: Any, jo: str) -> None:
        now = today()
        journal.set_programme(jo, starts=now, ends=now, planned_sessions=3)
        for _ in range(2):
            journal.close_session(journal.open_session((jo,)).id)

    pilot = page(near_the_end)
    assert "1 of 3 sessions left" in pilot.words()


def test_away_six_weeks_is_said_plainly(folder: Path, pilot_at: Start, unlocked: Start) -> None:
    with weeks_ago(folder, 6) as journal:
        jo = journal.add_pupil("Jo", "bird", "10-12")
        journal.close_session(journal.open_session((jo.id,)).id)
    pilot = unlocked(0)
    pilot.studio.move(Push("tutor_pupil", {"pupil": jo.id}))
    pilot.settle()
    assert "Away for 6 weeks" in pilot.words()
    assert "Their music is here." in pilot.words()


def test_a_side_nobody_has_asked_is_said(page: Callable[..., Pilot]) -> None:
    pilot = page(lambda journal, jo: journal.add_brief(jo, "school", "interest", "drums", "form tutor"), "brief")
    assert pilot.words().count("Nobody has said anything yet. Ask them.") == 3
    assert "form tutor," in pilot.words()


def test_what_helps_becomes_a_setting_by_one_tap(page: Callable[..., Pilot]) -> None:
    pilot = page(lambda journal, jo: journal.add_brief(jo, "home", "helps", "big letters", "carer"), "brief")
    (line,) = pilot.lesson.journal.brief(jo_of(pilot))
    pilot.press("Make it a setting of theirs: Larger words")
    assert pilot.lesson.journal.preferences(jo_of(pilot)).text_size == 150
    (line,) = pilot.lesson.journal.brief(jo_of(pilot))
    assert line.became == "text_size"


def test_a_line_is_written_for_a_side(page: Callable[..., Pilot]) -> None:
    pilot = page(part="brief")
    pilot.click("add-social care")
    pilot.press("What kind of line is it?: Target")
    fill(pilot, "brief-words", "Come in on three days a week")
    fill(pilot, "brief-role", "social worker")
    pilot.press("How long is it valid for?: A term")
    pilot.click("save-brief")
    (line,) = pilot.lesson.journal.brief(jo_of(pilot))
    assert (line.side, line.kind, line.by_role) == ("social care", "target", "social worker")
    assert line.expires == today() + timedelta(weeks=13)
    assert "Nothing shows it yet." in pilot.words()


def test_esc_leaves_the_form_of_a_line_before_the_page(page: Callable[..., Pilot]) -> None:
    pilot = page(part="brief")
    pilot.click("add-school")
    pilot.type_key(pygame.K_ESCAPE)
    assert pilot.screen == "tutor_pupil"
    assert "What each side wants you to know." in pilot.words()
    pilot.type_key(pygame.K_ESCAPE)
    assert pilot.screen != "tutor_pupil"


def test_a_target_stands_beside_what_shows_it_and_their_words(page: Callable[..., Pilot]) -> None:
    def with_target(journal: Any, jo: str) -> None:
        line = journal.add_brief(jo, "school", "target", "Finish what is begun", "form tutor")
        piece = journal.keep_piece(jo, "Night bus", kind="own", content=b"")
        said = journal.reflect(jo, "T6", said_by="typed", body="I did it all", piece=piece.id)
        journal.link(reflection=said.id, brief=line.id, by="tutor")

    pilot = page(with_target, "brief")
    assert "I did it all" in pilot.words()


def test_it_is_laid_out_in_every_size(page: Callable[..., Pilot]) -> None:
    def much(journal: Any, jo: str) -> None:
        journal.set_plan(jo, pupil_line="Play for my nan", school_line="Be in lessons", home_line="Sleep")
        journal.add_next_step(jo, "Join the band", "head of music", today())
        journal.add_brief(jo, "school", "helps", "A quiet start", "form tutor", expires=today())
        journal.add_brief(jo, "home", "target", "Finish what is begun", "carer", ask_first=True)

    pilot = page(much)
    lint(pilot)
    pilot.press("Brief")
    lint(pilot)
    pilot.click("add-school")
    lint(pilot)


def test_the_diary_tells_the_tutor_the_same_minutes_and_what_they_do_not_say(page: Callable[..., Pilot]) -> None:
    def played(journal: Any, jo: str) -> None:
        from reflections.records import TakeFacts, TakePartIn

        piece = journal.keep_piece(jo, "Steps", kind="song", content=b"MThd")
        facts = TakeFacts(600.0, 2, (), ((0.0, 90.0, 60, 80), (500.0, 30.0, 62, 80)))
        part = TakePartIn("melody", "pupil", jo, "", b"MThd", facts)
        journal.keep_take(
            piece.id, (part,), seconds=600.0, tempo=100.0, mode="waits", help="melody", bars=(3, 4), speed=0.5
        )

    pilot = page(played, "diary")
    words = pilot.words()
    assert "Played for 2 minutes, on 1 day." in words
    assert "Bars 3 to 4: waits for me, melody, slow." in words
    assert "What was let go of is counted nowhere." in words
    lint(pilot)


def test_of_nothing_kept_the_diary_says_so(page: Callable[..., Pilot]) -> None:
    assert "Nothing was kept yet that they played." in page(part="diary").words()
