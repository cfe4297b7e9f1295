"""The tutor makes a pupil's page from behind the tutor's door."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.files import free, named_for
from studio.screen import Push
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


def story(pilot: Pilot, where: Path) -> None:
    """The tutor asks for the story, and the pupil lets all their words go."""
    pilot.press("Take it home: My story")
    pilot.studio.screen._home.type_path(str(where))
    pilot.press("Choose the words")
    if "Which of your words go home?" in pilot.words():
        pilot.press("All of it")
        pilot.press("Make the page")


def test_the_page_of_a_pupil_is_written_where_the_tutor_says(unlocked: Start, tmp_path: Path) -> None:
    pilot = unlocked(1)
    pupil = pilot.lesson.house.pupils[0]
    pilot.studio.move(Push("export", {"pupil": pupil.id}))
    pilot.settle()
    where = tmp_path / "jo.html"
    assert pilot.ui.find("Where to").key == "where"
    story(pilot, where)

    assert "Jo" in where.read_text(encoding="utf-8")
    assert str(where) in pilot.studio.notice
    (left,) = pilot.lesson.journal.shares(pupil.id)
    assert (left.what, left.to_whom, left.basis, left.pupil_saw_it) == ("a page", "pupil", "pupil yes", True)

    pilot.studio.move(Push("tutor_pupil", {"pupil": pupil.id, "part": "notes"}))
    pilot.settle()
    assert "A page, for the pupil" in pilot.words()
    lint(pilot)


def test_words_that_no_adult_has_seen_stay_here(unlocked: Start, tmp_path: Path) -> None:
    pilot = unlocked(1)
    pupil = pilot.lesson.house.pupils[0]
    pilot.lesson.journal.reflect(pupil.id, "T6", said_by="typed", body="Only for Sam")
    pilot.studio.move(Push("export", {"pupil": pupil.id}))
    pilot.settle()
    where = tmp_path / "jo.html"
    story(pilot, where)

    assert not where.exists()
    assert pilot.studio.notice.endswith(".")


@pytest.fixture
def named(unlocked: Start, tmp_path: Path) -> Pilot:
    """Jo's words name Amira; the tutor has asked for Jo's page."""
    pilot = unlocked(2)
    jo = pilot.lesson.house.pupils[0]
    pilot.lesson.journal.reflect(jo.id, "P3", said_by="typed", body="amira helped me in school", seen_by="Sam")
    pilot.studio.move(Push("export", {"pupil": jo.id}))
    pilot.settle()
    story(pilot, tmp_path / "jo.html")
    return pilot


def test_words_that_may_name_somebody_are_looked_at_before_anything_is_written(named: Pilot, tmp_path: Path) -> None:
    assert not (tmp_path / "jo.html").exists()
    shown = named.words()
    for words in ("Amira", "the name of somebody else here", "school", "amira helped me in school"):
        assert words in shown
    assert named.ui.focused == "no-page"
    named.press("An adult has looked")

    assert "amira helped me in school" in (tmp_path / "jo.html").read_text(encoding="utf-8")


def test_a_line_that_should_not_leave_is_left_out_and_the_rest_goes(named: Pilot, tmp_path: Path) -> None:
    named.press("Leave it out")
    assert "amira helped me in school" not in named.words()
    named.press("Put it back in")
    assert "amira helped me in school" in named.words()
    named.click("leave-out-0")
    named.press("An adult has looked")

    page = (tmp_path / "jo.html").read_text(encoding="utf-8")
    assert "amira helped" not in page
    assert "Jo" in page


def test_a_page_whose_words_should_not_leave_is_not_made(named: Pilot, tmp_path: Path) -> None:
    named.press("Not now")

    assert list(tmp_path.glob("*.html*")) == []
    assert named.screen == "export"


def test_a_page_that_lies_there_already_is_not_overwritten(unlocked: Start, tmp_path: Path) -> None:
    (tmp_path / "jo.html").write_text("mine")
    pilot = unlocked(1)
    pilot.studio.move(Push("export", {"pupil": pilot.lesson.house.pupils[0].id}))
    pilot.settle()
    story(pilot, tmp_path / "jo.html")

    assert (tmp_path / "jo.html").read_text() == "mine"
    assert "jo (2).html" in pilot.studio.notice
    assert "<html" in (tmp_path / "jo (2).html").read_text(encoding="utf-8")


def test_the_first_number_that_is_free_is_taken(tmp_path: Path) -> None:
    for name in ("Jo - music.html", "Jo - music (2).html"):
        (tmp_path / name).write_text("")
    assert free(tmp_path / "Jo - music.html") == tmp_path / "Jo - music (3).html"
    assert free(tmp_path / "Sam.html") == tmp_path / "Sam.html"


def test_no_two_pupils_share_a_file(unlocked: Start) -> None:
    journal = unlocked().lesson.journal
    everybody = tuple(
        journal.add_pupil(alias, "moon", "10-12") for alias in ("Jo", "Jo!", "Jo?", "jo*", "???", "a/b", "A\\B.")
    )
    names = [named_for(one, everybody) for one in everybody]

    assert len({name.casefold() for name in names}) == len(names)
    assert names[1] == "Jo!"
    assert not set("".join(names)) & set('<>:"/\\|?*')


def test_the_words_to_look_at_can_be_read_in_every_size(named: Pilot) -> None:
    lint(named)
