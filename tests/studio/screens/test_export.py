"""The tutor makes a pupil's page from behind the tutor's door."""

from collections.abc import Callable
from pathlib import Path

from studio.screen import Push
from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]


def test_the_page_of_a_pupil_is_written_where_the_tutor_says(unlocked: Start, tmp_path: Path) -> None:
    pilot = unlocked(1)
    pupil = pilot.lesson.house.pupils[0]
    pilot.studio.move(Push("export", {"pupil": pupil.id}))
    pilot.settle()
    where = tmp_path / "jo.html"
    box = pilot.ui.find("Where to")
    pilot.studio.screen._home._type(str(where))
    assert box.key == "where"
    pilot.press("Make the page")

    assert "Jo" in where.read_text(encoding="utf-8")
    assert str(where) in pilot.studio.notice


def test_words_that_no_adult_has_seen_stay_here(unlocked: Start, tmp_path: Path) -> None:
    pilot = unlocked(1)
    pupil = pilot.lesson.house.pupils[0]
    pilot.lesson.journal.reflect(pupil.id, "T6", said_by="typed", body="Only for Sam")
    pilot.studio.move(Push("export", {"pupil": pupil.id}))
    pilot.settle()
    where = tmp_path / "jo.html"
    pilot.studio.screen._home._type(str(where))
    pilot.press("Make the page")

    assert not where.exists()
    assert pilot.studio.notice.endswith(".")
