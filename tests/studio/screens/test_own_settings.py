"""Each pupil's own settings: theirs when they come, given back when they go, nobody else's, a guest's for the visit."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reflections.records import Preferences
from studio.lesson import Sayable
from studio.screen import Go
from studio.settings import Settings
from tests.studio.fakes import Pilot
from tests.studio.screens.conftest import signs

Start = Callable[..., Pilot]


def change(pilot: Pilot, *names: str) -> None:
    """Open Aa, press these, close it."""
    pilot.press("How it looks and reads")
    for name in names:
        pilot.press(next(w.name for w in pilot.ui.tree() if w.name == name or w.name.endswith(f": {name}")))
    pilot.press("Done")


def bye(pilot: Pilot) -> None:
    pilot.studio.move(Go("leaving"))
    pilot.settle()
    pilot.click("bye")
    assert pilot.screen == "who"


def come(pilot: Pilot, n: int) -> None:
    for icon in signs(n):
        pilot.click(f"picture-{icon}")
    assert pilot.screen == "home"


def looks(pilot: Pilot) -> tuple[str, float, str, int]:
    """What the window shows and what it says the settings are: they never differ."""
    theme, settings = pilot.ui.theme, pilot.studio.tools.settings
    assert (theme.name, round(theme.text_scale * 100)) == (settings.theme, settings.text_size)
    return theme.name, theme.text_scale, theme.font, round(theme.spacing * 100)


def test_what_a_pupil_changes_is_theirs_and_no_other_pupils(unlocked: Start) -> None:
    pilot = unlocked(2, signed=True)
    come(pilot, 0)
    change(pilot, "Cream", "150 %", "More")
    assert looks(pilot) == ("cream", 1.5, "lexend", 125)
    bye(pilot)
    assert looks(pilot) == ("night", 1.0, "lexend", 100)
    come(pilot, 1)
    assert looks(pilot) == ("night", 1.0, "lexend", 100)
    bye(pilot)
    come(pilot, 0)
    assert looks(pilot) == ("cream", 1.5, "lexend", 125)


def test_it_is_kept_in_the_journal_and_not_with_the_window(at_home: Start) -> None:
    pilot = at_home()
    change(pilot, "High contrast", "Less motion", "Letters on the keys")
    kept = pilot.lesson.journal.preferences(pilot.lesson.pupil.id)
    assert (kept.theme, kept.less_motion, kept.note_names, kept.own_look) == ("contrast", True, False, True)
    assert Settings.from_file(pilot.studio.folder) == Settings()


def test_while_nobody_is_here_it_is_the_windows_and_whoever_never_changed_it_sees_it_so(unlocked: Start) -> None:
    pilot = unlocked(1)
    change(pilot, "Day", "125 %")
    assert Settings.from_file(pilot.studio.folder).theme == "day"
    pilot.press("That is me")
    assert looks(pilot)[:2] == ("day", 1.25)
    change(pilot, "Night")
    bye(pilot)
    assert looks(pilot)[:2] == ("day", 1.25)
    pilot.press("That is me")
    assert looks(pilot)[:2] == ("night", 1.25), "night was chosen here, though it is what a new laptop looks like"


def test_a_guests_is_forgotten(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Just visiting")
    change(pilot, "Cream", "200 %")
    assert looks(pilot)[:2] == ("cream", 2.0)
    bye(pilot)
    assert looks(pilot)[:2] == ("night", 1.0)
    assert Settings.from_file(pilot.studio.folder) == Settings()


def test_the_volume_is_the_laptops_and_changes_nothing_of_how_a_pupil_looks_at_it(unlocked: Start) -> None:
    pilot = unlocked(1)
    change(pilot, "Cream")
    pilot.press("That is me")
    change(pilot, "Quieter")
    assert not pilot.lesson.journal.preferences(pilot.lesson.pupil.id).own_look
    bye(pilot)
    kept = Settings.from_file(pilot.studio.folder)
    assert (kept.theme, kept.volume) == ("cream", 0.7)


def test_the_volume_says_how_far_up_it_is_and_ends_where_there_is_no_more(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("How it looks and reads")
    assert "Volume: 8 of 10" in pilot.words()
    for _ in range(2):
        pilot.press("Louder")
    assert "Volume: 10 of 10" in pilot.words()
    assert not pilot.ui.find("Louder").enabled
    assert pilot.ui.find("Louder").hint == "Volume: 10 of 10"
    for _ in range(9):
        pilot.press("Quieter")
    assert "Volume: 1 of 10" in pilot.words()
    assert not pilot.ui.find("Quieter").enabled
    assert pilot.ui.find("Louder").enabled


def test_the_sound_changed_by_a_pupil_never_gives_the_laptop_their_colours(at_home: Start) -> None:
    pilot = at_home()
    change(pilot, "Cream", "Quieter")
    assert Settings.from_file(pilot.studio.folder).theme == "night"
    assert Settings.from_file(pilot.studio.folder).volume == 0.7


def test_a_pupil_is_spoken_to_in_the_words_they_chose(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    assert pilot.lesson.pupil.register == "7-12"
    change(pilot, "13 and up")
    assert pilot.lesson.pupil.register == "13 up"
    assert pilot.studio.screen.tools.lesson.register == "13 up"
    bye(pilot)
    pilot.press("That is me")
    assert pilot.lesson.pupil.register == "13 up", "the house was read before they chose"


def test_who_wants_no_answers_on_the_keys_says_so(at_home: Start) -> None:
    pilot = at_home()
    change(pilot, "Answer questions on the keys")
    assert not pilot.lesson.mine.preferences.answer_by_keys
    assert not pilot.lesson.journal.preferences(pilot.lesson.pupil.id).answer_by_keys
    assert not pilot.lesson.journal.preferences(pilot.lesson.pupil.id).own_look


def test_a_calm_screen_moves_nothing_and_folds_what_is_seldom_used(at_home: Start) -> None:
    pilot = at_home()
    change(pilot, "Fewer things on the screen")
    assert (pilot.ui.theme.calm, pilot.ui.theme.folds, pilot.ui.theme.less_motion) == (True, True, True)


def test_what_the_tutor_sets_for_them_is_there_at_once(at_home: Start) -> None:
    pilot = at_home()
    pilot.lesson.journal.set_preferences(pilot.lesson.pupil.id, Preferences(text_size=150))
    pilot.lesson.refresh_mine()
    pilot.settle()
    assert looks(pilot)[:2] == ("night", 1.5)


def test_a_theme_this_release_does_not_have_is_left_alone(at_home: Start) -> None:
    pilot = at_home()
    pilot.lesson.journal.set_preferences(pilot.lesson.pupil.id, Preferences(theme="sunset", text_size=137))
    pilot.lesson.refresh_mine()
    pilot.settle()
    assert looks(pilot)[:2] == ("night", 1.0)


def test_somebody_new_starts_as_the_window_looks(unlocked: Start) -> None:
    pilot = unlocked(0)
    change(pilot, "Cream")
    pilot.press("I am new here")
    pilot.write("Kai")
    pilot.press("10 to 12")
    pilot.press("Cat")
    pilot.press("That is me")
    assert looks(pilot)[0] == "cream"


@pytest.mark.parametrize("seconds", [0, 3])
def test_a_change_the_disk_refuses_is_tried_again(
    at_home: Start, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    from reflections import DiskFull

    pilot = at_home()

    def no_room(*_given: object) -> None:
        raise DiskFull

    with monkeypatch.context() as full:
        full.setattr(pilot.lesson.journal, "set_preferences", no_room)
        change(pilot, "Cream")
        pilot.turn(seconds=seconds)
        assert looks(pilot)[0] == "cream"
    pilot.turn(seconds=6)
    pilot.settle()
    assert pilot.lesson.journal.preferences(pilot.lesson.pupil.id).theme == "cream"


def test_it_is_there_after_the_next_start(folder: Path, at_home: Start, pilot_at: Start) -> None:
    first = at_home()
    change(first, "Cream")
    first.close()
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.write("four quiet green tubas")
    pilot.enter()
    assert looks(pilot)[0] == "night"
    pilot.press("That is me")
    assert looks(pilot)[0] == "cream"


def test_what_is_asked_is_asked_in_their_words_and_language(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    lesson, journal = pilot.lesson, pilot.lesson.journal
    change(pilot, "13 and up")
    journal.set_preferences(
        lesson.pupil.id, replace(journal.preferences(lesson.pupil.id), language="pt", register="13 up")
    )
    piece = journal.pieces(lesson.pupil.id)[0]
    asked = lesson.situation(journal, Sayable(piece.id, piece.title), lesson.pupil, lesson.session)
    assert (asked.register, asked.language) == ("13 up", "pt")
