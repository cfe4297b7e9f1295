"""How a group stands behind the tutor's door: what is left, reviews, gaps, the plan, goals, and how it comes to an end."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from instruments.events import RATE, Finished, NoteOff, NoteOn
from reflections import Journal, records
from studio.lesson import part_of, take_fields
from studio.playing.made import Made, Setting
from tests.studio.screens.at_work import weeks_ago
from tests.studio.screens.conftest import PASSPHRASE
from tests.studio.screens.looked_over import lint
from tests.studio.screens.tutor.groups import Start, fill, group_of, held, keys, page, pupil
from tests.studio.stands import TUNE


def test_in_the_last_third_it_says_what_is_left_and_that_a_review_is_due(house: Start) -> None:
    pilot = page(house(before=held(4)))
    assert "2 of 6 sessions left" in pilot.words()
    assert "A review is due." in pilot.words()
    lint(pilot)


def played(*titles: str) -> Callable[[Any, records.Group], object]:
    """Each piece was played together in a session of theirs; the first is finished."""

    def before(journal: Any, group: records.Group) -> None:
        session = journal.open_session(group.pupils, mode="group", group=group.id)
        for title in titles:
            piece = journal.keep_piece(group.pupils[0], title, kind="tune", content=TUNE.to_midi())
            made = Made(
                Setting(piece=piece.id, title=title),
                (NoteOn(0, 1, 64, 80), NoteOff(RATE, 1, 64, 64)),
                0,
                RATE,
                "recorded",
            )
            journal.keep_take(piece.id, (part_of(made, group.pupils[0]),), **take_fields(made, session))
            if title == titles[0]:
                journal.keep_version(piece.id, TUNE.to_midi(), title)
        journal.close_session(session.id)

    return before


def test_a_review_of_the_group_goes_to_its_very_end(house: Start) -> None:
    pilot = page(house(before=played("Night bus", "Low notes")), "review")
    journal, group = pilot.lesson.journal, group_of(pilot).id
    pilot.press("Open the review")
    lint(pilot)
    opened: list[str] = []
    pilot.studio.screen.tab.tools.browse = opened.append
    pilot.press("Talk in the browser")
    assert opened == [f"/group/{group}/review"]
    pilot.press("Which three things do they want to show?: Night bus")
    pilot.press("Hear Night bus")
    assert "preview" in pilot.engine.log
    pilot.engine._inbox.append(Finished(pilot.engine.frame))
    pilot.settle()
    pilot.press("Hear Night bus")  # it came to its end, and can be heard again
    pilot.press("Stop Night bus")
    fill(pilot, "p6", "a louder amp")
    pilot.press("The review was held")
    (review,) = journal.reviews(group)
    assert review.held_on is not None
    assert "Shown: Night bus" in pilot.words()
    pilot.press("Open the review")
    assert "Say first what came of it" in pilot.words()
    pilot.press("What came of it?: Not yet, because")
    (asked,) = journal.we_dids(group)
    fill(pilot, f"because-{asked.id}", "it is on its way")
    fill(pilot, f"role-{asked.id}", "head of music")
    pilot.click(f"answer-{asked.id}")
    assert "What we did with what they said" in pilot.words()
    pilot.press("Open the review")
    assert len(journal.reviews(group)) == 2
    lint(pilot)


def test_half_done_with_the_group_is_named_in_the_last_third(house: Start) -> None:
    def before(journal: Any, group: records.Group) -> None:
        held(3)(journal, group)
        played("Night bus", "Low notes")(journal, group)

    pilot = page(house(before=before), "plan")
    assert "Half done: Low notes." in pilot.words()


def test_away_is_said_plainly(folder: Path, house: Start) -> None:
    pilot = house(before=None)
    with_gap = group_of(pilot)
    pilot.lesson.journal.close()
    pilot.lesson.journal = None
    with weeks_ago(folder, 5) as journal:
        journal.close_session(journal.open_session(with_gap.pupils, mode="group", group=with_gap.id).id)
    pilot.lesson.opened(Journal.open(folder, PASSPHRASE))
    pilot.settle()
    page(pilot)
    assert "Away for 5 weeks" in pilot.words()
    assert "Their music is here." in pilot.words()
    lint(pilot)


def test_the_plan_is_the_groups_own(house: Start) -> None:
    pilot = page(house(), "plan")
    fill(pilot, "plan-pupil_line", "play at the fair")
    pilot.click("save-plan")
    fill(pilot, "step-what", "ask for the hall")
    pilot.click("add-step")
    pilot.studio.screen.tab._type("planned", "20")
    pilot.studio.screen.tab._type("weeks", "24")
    pilot.click("save-sessions")
    group, journal = group_of(pilot), pilot.lesson.journal
    assert journal.plan(group.id).pupil_line == "play at the fair"
    assert [one.what for one in journal.next_steps(group.id)] == ["ask for the hall"]
    assert group.programme.planned_sessions == 20
    assert journal.plan(pupil(pilot, "Jo")).pupil_line == ""
    lint(pilot)


def test_a_goal_of_the_group_needs_their_yes(house: Start) -> None:
    pilot = page(house(), "goals")
    assert "It starts with a wish." in pilot.words()
    lint(pilot)
    fill(pilot, "goal-words", "play it in the hall")
    pilot.click("add-goal")
    (goal,) = pilot.lesson.journal.goals(group_of(pilot).id)
    assert (goal.state, goal.pupil, goal.set_by) == ("wish", None, "together")
    pilot.click(f"yes-{goal.id}")
    lint(pilot)
    pilot.click(f"reached-{goal.id}")
    (goal,) = pilot.lesson.journal.goals(group_of(pilot).id)
    assert goal.state == "reached"
    pilot.click(f"again-{goal.id}")
    assert pilot.lesson.journal.goals(group_of(pilot).id)[0].slot == 1
    assert pilot.lesson.journal.goals(pupil(pilot, "Jo")) == ()


@pytest.mark.parametrize("kind", ["Planned", "Moved on without goodbye"])
def test_a_group_comes_to_its_end_and_goes_on_and_nobodys_own_programme_does(house: Start, kind: str) -> None:
    pilot = page(house(), "ending")
    moved = kind != "Planned"
    if moved:
        pilot.press(f"How does it end?: {kind}")
        fill(pilot, "handed-to", "head of music")
    else:
        fill(pilot, "give-to", "the school hall")
    lint(pilot)
    pilot.click("end-it")
    group = group_of(pilot)
    (ending,) = pilot.lesson.journal.endings(group.id)
    assert (ending.give_to, ending.handed_to) == (("", "head of music") if moved else ("the school hall", ""))
    assert not group.runs
    assert pilot.lesson.journal.programme(pupil(pilot, "Jo")).status == "draft"
    assert "to-session" not in keys(pilot)
    lint(pilot)
    pilot.click("reopen")
    assert group_of(pilot).runs
    assert "to-session" in keys(pilot)
    pilot.click(f"pack-{pupil(pilot, 'Jo')}")
    assert pilot.screen == "tutor_pupil"
    assert "Their pack" in pilot.words()
