"""Every people screen, in both sizes and four text sizes: nothing overlaps, nothing is cut off, nothing is too small to press."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studio.lesson import minutes
from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.conftest import signs
from tests.studio.screens.looked_over import LOW, SIZES, lint

Start = Callable[..., Pilot]


def with_goals(pilot: Pilot) -> None:
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil
    for words in ("Play with both hands", "Make my own bass line for the song about the night bus", "Play for Nan"):
        goal = journal.agree(journal.wish(pupil.id, words).id, by="pupil", why="To play with my brother")
        journal.step(goal.id, "Left hand alone, slow")
        journal.rate(pupil.id, "close", "review", "given", 0, goal=goal.id)
    journal.wish(pupil.id, "Write a song")
    pilot.lesson.refresh_mine()
    pilot.settle()


def with_words(pilot: Pilot) -> None:
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil
    journal.reflect(pupil.id, "T6", said_by="typed", body="that slide")
    journal.raise_help(pupil.id, pilot.lesson.session.id, "pupil")


def test_setting_up(tmp_path: Path, pilot_at: Start) -> None:
    pilot = pilot_at(tmp_path / "new")
    for asked, boxes in (
        ("What do your pupils call you?", ("Sam",)),
        ("Choose a passphrase", ("four quiet green tubas",) * 2),
        ("Where do you teach first?", ("Meadow School", "Mrs Bell")),
    ):
        assert asked in pilot.words()
        lint(pilot)
        for words in boxes:
            pilot.write(words)
            pilot.enter()
    assert "That may name a school." in pilot.words()
    lint(pilot)
    pilot.press("Finish")
    assert "Your recovery code" in pilot.words()
    lint(pilot)


def test_what_is_missing_is_in_sight_while_setting_up(tmp_path: Path, pilot_at: Start) -> None:
    pilot = pilot_at(tmp_path / "new")

    def in_sight(*words: str) -> None:
        pilot.settle()
        lint(pilot, in_sight=words, sizes=(*SIZES, LOW))

    pilot.enter()
    in_sight("Please type the name your pupils call you.", "Next")
    pilot.write("Sam")
    pilot.enter()
    pilot.write("short")
    pilot.enter()
    pilot.enter()
    in_sight("A little longer, please: 8 characters or more.", "Next")
    pilot.write(" but longer")
    pilot.enter()
    pilot.write("another one")
    pilot.enter()
    in_sight("The two are not the same yet. Please type the second again.", "Next")
    pilot.studio.screen._again = pilot.studio.screen._passphrase
    pilot.press("Next")
    pilot.press("Finish")
    in_sight("Please give the place a label.", "Finish")
    pilot.write("Meadow School")
    pilot.enter()
    pilot.write("Mrs Bell")
    pilot.enter()
    in_sight("That may name a school.", "Finish")
    pilot.press("Finish")
    pilot.studio.screen._recovery._set_folder(str(tmp_path))
    pilot.press("Save the sheet")
    (saved,) = (line for line in pilot.words().splitlines() if line.startswith("Saved: "))
    lint(pilot, in_sight=(saved, "Go on"))
    (tmp_path / "a file").write_text("")
    pilot.studio.screen._recovery._set_folder(str(tmp_path / "a file"))
    pilot.press("Save the sheet")
    in_sight("The sheet could not be saved there. Choose another folder, or write the code down.", "Go on")


def test_a_low_window_has_room_for_each_step_of_setting_up(tmp_path: Path, pilot_at: Start) -> None:
    pilot = pilot_at(tmp_path / "new", size=LOW)
    for last, typed in (
        ("Your name", {"_tutor": "Sam"}),
        ("At least 8 characters. Spaces are welcome.", dict.fromkeys(("_passphrase", "_again"), "four quiet tubas")),
        (f"{minutes.asked()}: 60 or more", {}),
    ):
        shown = [widget for widget in pilot.ui.tree() if widget.name == last]
        assert [widget.seen.height for widget in shown] == [widget.rect.height for widget in shown] != [], last
        for name, words in typed.items():
            setattr(pilot.studio.screen, name, words)
        if typed:
            pilot.press("Next")


@pytest.mark.parametrize("pupils", [0, 1, 2, 3])
@pytest.mark.parametrize("text", [100, 125])
def test_who_is_here_opens_in_a_low_window_with_all_that_matters_in_sight(
    unlocked: Start, pupils: int, text: int
) -> None:
    pilot = unlocked(pupils, size=LOW, text=text)
    assert pilot.ui.offsets["who"] == 0
    for name in ("Who is here?", "Tutor's door", "Play", "I am new here"):
        for widget in pilot.ui.tree():
            assert widget.name != name or widget.seen == widget.rect, name
    assert "Who is here?" in pilot.words()


def test_the_lock(folder: Path, pilot_at: Start) -> None:
    pilot = pilot_at(folder)
    pilot.write("not this")
    pilot.enter()
    lint(pilot)


@pytest.mark.parametrize("pupils", [0, 1, 2])
def test_who_is_here(unlocked: Start, pupils: int) -> None:
    lint(unlocked(pupils))


def test_somebody_new(unlocked: Start) -> None:
    pilot = unlocked(0)
    pilot.press("I am new here")
    lint(pilot)


def test_signing_in(unlocked: Start) -> None:
    pilot = unlocked(2)
    pilot.press("I have no pictures yet")
    lint(pilot)
    pilot.press("Jo")
    assert pilot.screen == "signin"
    lint(pilot)


def test_riffs(unlocked: Start) -> None:
    pilot = unlocked(2)
    pilot.press("I have no pictures yet")
    pilot.press("Jo")
    pilot.press("Play a riff instead")
    pilot.play(60, 62, 64, 65, 67, 69, 71)
    lint(pilot)
    pilot.press("That is it")
    pilot.play(60, 62, 64, 65, 67, 69, 71)
    pilot.settle()
    pilot.studio.move(Go("leaving"))
    pilot.settle()
    pilot.click("bye")
    lint(pilot)
    pilot.press("My riff")
    pilot.play(60, 62, 64, 65, 67, 69, 70)
    lint(pilot)


def test_several(unlocked: Start) -> None:
    pilot = unlocked(3, signed=True)
    pilot.press("More than one of us")
    for n in (0, 1):
        for icon in signs(n):
            pilot.click(f"picture-{icon}")
    pilot.press("A visitor too")
    lint(pilot)
    pilot.press("Let's go")
    lint(pilot)
    pilot.studio.move(Go("play"))
    pilot.settle()
    lint(pilot)


def test_home(at_home: Start) -> None:
    pilot = at_home()
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil
    journal.keep_piece(pupil.id, "The night bus goes past the house of my Nan", kind="own", content=b"")
    pilot.lesson.refresh_mine()
    pilot.settle()
    pilot.studio.move(Go("home"))
    pilot.settle()
    assert "The night bus" in pilot.words()
    lint(pilot)


def test_leaving(at_home: Start) -> None:
    pilot = at_home()
    pilot.play(60, 62, 64)
    pilot.turn(seconds=3)
    pilot.play(67, 69)
    pilot.studio.move(Go("leaving"))
    pilot.settle()
    lint(pilot)
    pilot.press("Let the rest go")
    lint(pilot)


@pytest.mark.parametrize("way", ["", "Say a wish", "How close?", "Open"])
def test_goals(at_home: Start, way: str) -> None:
    pilot = at_home()
    with_goals(pilot)
    pilot.studio.move(Push("goals"))
    pilot.settle()
    if way:
        pilot.press(way)
    lint(pilot)


@pytest.mark.parametrize("calm", [False, True])
def test_how_it_looks(at_home: Start, calm: bool) -> None:
    pilot = at_home()
    pilot.studio.restyle(replace(pilot.studio.settings, calm=calm, spacing=150))
    pilot.press("How it looks and reads")
    lint(pilot)


@pytest.mark.parametrize("tab", ["Today", "Pupils", "Titles", "Place and backup"])
def test_the_tutors_door(at_home: Start, tab: str) -> None:
    pilot = at_home()
    with_words(pilot)
    pilot.lesson.tutor_near = True
    pilot.studio.move(Push("tutor"))
    pilot.settle()
    pilot.press(tab)
    lint(pilot)


def test_the_curtain_before_the_tutors_door(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Push("tutor"))
    pilot.settle()
    assert "Is it you?" in pilot.words()
    lint(pilot)
