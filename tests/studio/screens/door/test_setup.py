"""The first run: three short steps, a recovery code shown once, and nothing written before the last of them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from reflections import Journal
from studio.lesson.minutes import asked
from studio.music import nearby
from studio.screens.door.sheet import NAME, page, save_sheet
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
SECRET = "four quiet green tubas"


def through(pilot: Pilot, place: str = "Tuesday") -> None:
    """Fill in the three steps with the keyboard alone."""
    for words in ("Sam", SECRET, SECRET, place, "Mrs Bell, head of year"):
        pilot.write(words)
        pilot.enter()


def code_of(pilot: Pilot) -> str:
    lines = [line for line in pilot.words().splitlines() if line.count(" - ") >= 2]
    return "-".join(part.strip() for line in lines for part in line.split(" - "))


def test_a_new_laptop_is_set_up_with_the_keyboard_alone(tmp_path: Path, pilot_at: Start) -> None:
    pilot = pilot_at(tmp_path)
    assert pilot.screen == "setup"
    assert pilot.ui.focused == "tutor"
    through(pilot)
    assert "Your recovery code" in pilot.words()
    code = code_of(pilot)
    pilot.tab_to("I have it")
    pilot.enter()
    pilot.tab_to("Go on")
    pilot.enter()
    assert pilot.screen == "who"
    pilot.close()
    for secret in (SECRET, code):
        journal = Journal.open(tmp_path, secret)
        place = journal.place()
        assert place is not None
        assert [journal.tutor, place.label, place.help_person] == ["Sam", "Tuesday", "Mrs Bell, head of year"]
        journal.close()


def test_how_long_a_lesson_lasts_is_asked_once_and_half_an_hour_unless_said(tmp_path: Path, pilot_at: Start) -> None:
    pilot = pilot_at(tmp_path)
    for words in ("Sam", SECRET, SECRET, "Tuesday"):
        pilot.write(words)
        pilot.enter()
    assert asked() in pilot.words()
    assert pilot.studio.screen._minutes == 30
    pilot.write("Mrs Bell")
    pilot.press(f"{asked()}: 25")
    pilot.press("Finish")
    pilot.lesson.refresh_house()
    pilot.settle()

    assert pilot.lesson.house.minutes == 25
    jo = pilot.lesson.journal.add_pupil("Jo", "bird", "10-12")
    pilot.lesson.choose(jo)
    pilot.settle()
    assert pilot.lesson.session.planned_minutes == 25


def test_nothing_is_written_before_the_last_step(tmp_path: Path, pilot_at: Start) -> None:
    pilot = pilot_at(tmp_path)
    pilot.write("Sam")
    pilot.enter()
    pilot.write(SECRET)
    pilot.enter()
    pilot.settle()
    assert not Journal.exists(tmp_path)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ((" ",), "Please type the name"),
        (("Sam", "short", "short"), "A little longer, please"),
        (("Sam", SECRET, "another one"), "not the same yet"),
        (("Sam", SECRET, SECRET, " ", "Mrs Bell"), "Please give the place a label."),
        (("Sam", SECRET, SECRET, "Tuesday", " "), "Please say who to tell."),
    ],
)
def test_what_is_missing_is_said_and_the_step_stays(
    tmp_path: Path, pilot_at: Start, typed: tuple[str, ...], said: str
) -> None:
    pilot = pilot_at(tmp_path)
    for words in typed:
        pilot.write(words)
        pilot.enter()
    assert said in pilot.words()
    assert pilot.ui.text_focus
    assert not Journal.exists(tmp_path)


def test_a_label_that_names_a_school_is_queried_once_and_may_stay(tmp_path: Path, pilot_at: Start) -> None:
    pilot = pilot_at(tmp_path)
    through(pilot, place="Meadow Primary")
    assert "That may name a school." in pilot.words()
    assert not Journal.exists(tmp_path)
    pilot.press("Finish")
    assert "Your recovery code" in pilot.words()


def test_one_can_not_go_on_without_having_the_code(tmp_path: Path, pilot_at: Start) -> None:
    pilot = pilot_at(tmp_path)
    through(pilot)
    assert not pilot.ui.find("Go on").enabled
    pilot.press("I have it")
    assert pilot.ui.find("Go on").enabled


def test_esc_does_not_lead_away_from_the_code(tmp_path: Path, pilot_at: Start) -> None:
    pilot = pilot_at(tmp_path)
    through(pilot)
    pilot.type_key(pygame.K_ESCAPE)
    assert "Your recovery code" in pilot.words()


def test_the_sheet_is_saved_where_the_tutor_says(tmp_path: Path, pilot_at: Start) -> None:
    pilot = pilot_at(tmp_path / "data")
    through(pilot)
    pilot.studio.screen._recovery.folder = str(tmp_path)
    pilot.press("Save the sheet")
    assert "Saved:" in pilot.words()
    assert code_of(pilot) in (tmp_path / NAME).read_text(encoding="utf-8")


def test_a_folder_that_is_not_there_is_said_in_a_sentence(tmp_path: Path, pilot_at: Start) -> None:
    pilot = pilot_at(tmp_path / "data")
    through(pilot)
    pilot.studio.screen._recovery.folder = str(tmp_path / "nowhere")
    pilot.press("Save the sheet")
    assert "could not be saved there" in pilot.words()


def test_a_sheet_that_lies_there_is_kept(tmp_path: Path) -> None:
    first, second = save_sheet(str(tmp_path), "Sam", "AAAA"), save_sheet(str(tmp_path), "Sam", "BBBB")
    assert first != second
    assert "AAAA" in first.read_text(encoding="utf-8")


def test_the_sheet_loads_nothing_and_takes_any_name() -> None:
    text = page("<script>Sam</script>", "AAAA-BBBB")
    assert "<script>" not in text
    assert "AAAA-BBBB" in text
    assert "default-src 'none'" in text


def test_keys_sound_while_setting_up(tmp_path: Path, pilot_at: Start) -> None:
    pilot = pilot_at(tmp_path)
    pilot.play(60)
    assert "Keyboard heard" in pilot.words()
    assert pilot.engine.capture.latest() is not None


def test_a_journal_moves_here_from_a_stick_of_another_laptop(
    tmp_path: Path, pilot_at: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, stick, new = tmp_path / "old", tmp_path / "stick", tmp_path / "new"
    stick.mkdir()
    journal, _ = Journal.create(old, tutor="Sam", passphrase=SECRET, help_person="Mrs Bell", place="Tuesday")
    journal.add_pupil("Jo", "bird", "10-12")
    journal.copy_to(stick)
    journal.close()
    monkeypatch.setattr(nearby, "sticks", lambda: [tmp_path / "no stick", stick])
    pilot = pilot_at(new)
    pilot.tab_to("Move my journal here")
    pilot.enter()
    assert pilot.screen == "backup"
    assert pilot.ui.focused == "backup-secret"
    lint(pilot)
    pilot.write("something else entirely")
    pilot.enter()
    assert "passphrase is not right" in pilot.words()
    pilot.write(SECRET)
    pilot.enter()
    assert "1 pupil" in pilot.words()
    pilot.enter()
    assert "is open" in pilot.words()
    lint(pilot)
    pilot.enter()
    assert pilot.screen == "who"
    assert [one.shown for one in pilot.lesson.journal.pupils()] == ["Jo"]


def test_a_stick_without_a_copy_is_said_and_setting_up_goes_on(tmp_path: Path, pilot_at: Start) -> None:
    (tmp_path / "stick").mkdir()
    pilot = pilot_at(tmp_path / "new")
    pilot.tab_to("Move my journal here")
    pilot.enter()
    pilot.tab_to("The stick, or the folder that the copy is in")
    pilot.write(str(tmp_path / "stick"))
    pilot.enter()
    pilot.write(SECRET)
    pilot.enter()
    assert "No copy of a journal is there" in pilot.words()
    lint(pilot)
    pilot.type_key(pygame.K_ESCAPE)
    assert pilot.screen == "setup"
    assert not any((tmp_path / "new").glob("*.json"))


@pytest.mark.parametrize("backups", [True, False])
def test_the_folder_of_a_laptop_that_was_never_closed_is_said_to_hold_more_than_its_backups(
    tmp_path: Path, pilot_at: Start, backups: bool
) -> None:
    """Its last lesson is in no backup, and a copy of the file alone would leave behind what it wrote last."""
    old, there, new = tmp_path / "old", tmp_path / "there", tmp_path / "new"
    journal, _ = Journal.create(old, tutor="Sam", passphrase=SECRET, help_person="Mrs Bell", place="Tuesday")
    journal.backup()
    journal.add_pupil("Jo", "bird", "10-12")
    shutil.copytree(old, there, ignore=None if backups else shutil.ignore_patterns("backups"))
    journal.close()
    pilot = pilot_at(new)
    pilot.tab_to("Move my journal here")
    pilot.enter()
    pilot.write(str(there))
    pilot.enter()
    pilot.write(SECRET)
    pilot.enter()
    assert f"The journal itself lies in {there}" in pilot.words()
    assert f"to {new}, and start again" in pilot.words()
    assert "No copy of a journal is there" not in pilot.words()
    assert ("0 pupils" in pilot.words()) is backups
    pilot.close()

    shutil.copytree(there, new, dirs_exist_ok=True)  # as it says
    moved = Journal.open(new, SECRET)
    assert [one.shown for one in moved.pupils()] == ["Jo"]
    moved.close()
