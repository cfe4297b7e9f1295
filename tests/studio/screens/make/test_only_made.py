"""A piece made by the grid alone: kept, rated, reflected on, for its goal, and taken home, though no key was ever played."""

import base64
import re
from collections.abc import Callable
from pathlib import Path

from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import GOAL, F, evidence, hold, takes

Start = Callable[..., Pilot]


def make_a_beat(pilot: Pilot) -> None:
    """From the goal to a groove, two squares by the computer keys, I'm done."""
    pilot.studio.move(Push("goals"))
    pilot.settle()
    pilot.press("Work on this")
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.click("from-ballad")  # its sounds need not be made first
    pilot.press("Edit")
    pilot.tab_to("The beat")
    pilot.enter()
    pilot.press("I'm done")
    assert pilot.screen == "reflect"


def test_it_is_kept_rated_reflected_on_and_taken_home(fourth_lesson: Start, tmp_path: Path) -> None:
    pilot = fourth_lesson()
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil.id
    make_a_beat(pilot)
    assert takes(pilot) == []

    pilot.press("Yes")
    assert "How sure are you now?" in pilot.words()
    hold(pilot, F)
    pilot.press("Calm")
    if pilot.studio.screen.question is not None and pilot.studio.screen.picked:
        pilot.press("Done")
    while pilot.screen == "reflect" and pilot.studio.screen.question is not None:
        pilot.press("Skip")

    of = evidence(pilot)
    (made,) = (one for one in of.pieces if one.versions)
    (version,) = made.versions
    assert [(r.version, r.moment, r.value) for r in made.ratings] == [(version.id, "after", 3)]
    assert [said.version for said in made.reflections] == [version.id]
    (goal,) = of.goals
    assert (goal.versions, goal.takes) == ((version.id,), ())

    pilot.studio.move(Push("goals"))
    pilot.settle()
    pilot.click(f"open-{goal.goal.id}")
    pilot.click(f"hear-{version.id}")
    assert pilot.engine.log[-1] == "preview"
    pilot.click(f"hear-{version.id}")

    journal.seen([item.id for item in journal.unseen().items], "Sam")
    pilot.studio.move(Go("music"))
    pilot.settle()
    pilot.click(f"show-{made.piece.id}")
    pilot.press("Take it home")
    where = tmp_path / "page.html"
    pilot.press("Take it home: My story")
    pilot.studio.screen.home.type_path(str(where))
    pilot.click("write-page")
    pilot.click("tick-all")
    pilot.click("ticked")
    if any(w.key == "looked" for w in pilot.ui.tree()):
        pilot.click("looked")
    page = where.read_text(encoding="utf-8")
    assert made.piece.title in page
    assert GOAL in page
    assert "calm" in page
    sound = re.search(r"data:audio/mpeg;base64,([A-Za-z0-9+/=]+)", page)
    assert sound is not None
    assert len(base64.b64decode(sound.group(1))) > 1000
    assert pupil not in page
