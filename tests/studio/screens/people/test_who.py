"""Who is here: a tile for one pupil, pictures from the second on, nothing of anybody shown to onlookers."""

from collections.abc import Callable

import pytest

from studio.playing import riff
from studio.screens.people.pictures import SIGN_IN
from tests.studio.fakes import Pilot
from tests.studio.screens.conftest import signs
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


def tap(pilot: Pilot, pictures: tuple[str, ...]) -> None:
    for icon in pictures:
        pilot.click(f"picture-{icon}")


def test_with_nobody_known_one_can_play_be_new_or_visit(unlocked: Start) -> None:
    pilot = unlocked(0)
    words = pilot.words()
    assert "This is your place to make music. You choose what to play." in words
    assert "It remembers what you play today. At the end you pick what stays." in words
    for name in ("Play", "I am new here", "Just visiting", "Tutor's door"):
        assert pilot.ui.find(name).enabled


def test_the_tutors_door_is_open_for_whoever_unlocked(unlocked: Start) -> None:
    pilot = unlocked(2)
    for _ in range(2):
        pilot.press("Tutor's door")
        assert "Is it you?" not in pilot.words()
        pilot.press("Back")


@pytest.mark.parametrize("way", ["I am new here", "More than one of us", "My riff", "Play"])
def test_whoever_goes_anywhere_else_from_here_is_asked_at_the_tutors_door(unlocked: Start, way: str) -> None:
    """However long they stay there, and though nobody has said who they are."""
    pilot = unlocked(2, signed=True)
    if way == "My riff":
        journal = pilot.lesson.journal
        journal.set_sign_in(pilot.lesson.house.pupils[0].id, riff.KIND, ("60", "62", "64", "65"))
        pilot.lesson.refresh_house()
        pilot.settle()
    pilot.press(way)
    pilot.press("Back")
    assert pilot.screen == "who"
    pilot.press("Tutor's door")
    assert "Is it you?" in pilot.words()


def test_one_pupil_is_a_tile(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.tab_to("That is me")
    pilot.enter()
    assert pilot.screen == "home"
    assert pilot.lesson.pupil.alias == "Jo"
    assert pilot.lesson.session is not None


def test_from_the_second_pupil_on_no_name_is_shown(unlocked: Start) -> None:
    pilot = unlocked(3, signed=True)
    assert not {"Jo", "Amira", "Sami"} & set(pilot.words().splitlines())


@pytest.mark.parametrize("n", [0, 1, 2])
def test_four_pictures_in_order_are_somebody(unlocked: Start, n: int) -> None:
    pilot = unlocked(3, signed=True)
    tap(pilot, signs(n))
    assert pilot.screen == "home"
    assert pilot.lesson.pupil.alias == ("Jo", "Amira", "Sami")[n]


def test_the_same_pictures_in_another_order_are_nobody(unlocked: Start) -> None:
    pilot = unlocked(2, signed=True)
    tap(pilot, signs(0)[::-1])
    assert pilot.screen == "who"
    assert "Those four are not right yet." in pilot.words()
    tap(pilot, signs(0))
    assert pilot.screen == "home"


def test_nothing_moves_under_the_hand_that_taps_pictures_when_they_are_not_right(unlocked: Start) -> None:
    def places() -> dict[str | None, tuple[int, ...]]:
        return {w.key: tuple(w.rect) for w in pilot.ui.tree() if w.role == "button" and w.key != "tutor-helps"}

    pilot = unlocked(2, signed=True)
    before = places()
    tap(pilot, signs(0)[::-1])
    shown = [w for w in pilot.ui.tree() if w.key == "tutor-helps" or w.name.startswith("Those four are not")]
    assert len(shown) == 2
    assert all(widget.seen == widget.rect for widget in shown)
    assert places() == before


def test_onlookers_see_dots_and_no_picture_that_looks_chosen(unlocked: Start) -> None:
    pilot = unlocked(2, signed=True)
    tap(pilot, signs(0)[:2])
    icons = [widget.icon for widget in pilot.ui.tree() if widget.role == "icon"]
    assert icons.count("circle-dot") == 2
    for icon, _ in SIGN_IN:
        assert icons.count(icon) == 1 + (icon == "key-round")  # the tutor's door has a key as well
    assert not [widget for widget in pilot.ui.tree() if widget.value == "chosen"]


def test_start_over_forgets_what_was_tapped(unlocked: Start) -> None:
    pilot = unlocked(2, signed=True)
    tap(pilot, signs(1)[:3])
    pilot.press("Start over")
    tap(pilot, signs(0))
    assert pilot.lesson.pupil.alias == "Jo"


def test_a_pupil_without_pictures_chooses_themselves_once_and_picks_them(unlocked: Start) -> None:
    pilot = unlocked(2)
    pilot.press("I have no pictures yet")
    pilot.press("Amira")
    assert pilot.screen == "signin"
    mine = ("sun", "bike", "sun", "leaf")
    tap(pilot, mine)
    assert "Tap them once more" in pilot.words()
    tap(pilot, mine)
    assert pilot.screen == "home"
    amira = pilot.lesson.journal.pupil(pilot.lesson.pupil.id)
    assert amira.sign_in == mine


def test_a_second_tapping_that_differs_is_asked_for_again(unlocked: Start) -> None:
    pilot = unlocked(2)
    pilot.press("I have no pictures yet")
    pilot.press("Jo")
    tap(pilot, ("sun", "bike", "leaf", "star"))
    tap(pilot, ("sun", "bike", "leaf", "leaf"))
    assert "That was a different order." in pilot.words()
    tap(pilot, ("sun", "bike", "leaf", "star"))
    assert pilot.screen == "home"


def test_nobody_can_pick_the_pictures_of_somebody_else(unlocked: Start) -> None:
    pilot = unlocked(2)
    journal = pilot.lesson.journal
    journal.set_sign_in(journal.pupils()[0].id, "pictures", signs(0))
    pilot.lesson.refresh_house()
    pilot.settle()
    pilot.press("I have no pictures yet")
    pilot.press("Amira")
    tap(pilot, signs(0))
    assert "Pick another four" in pilot.words()


def test_pictures_are_shown_only_when_the_pupil_asks(unlocked: Start) -> None:
    pilot = unlocked(2)
    pilot.press("I have no pictures yet")
    pilot.press("Jo")
    tap(pilot, ("sun", "bike"))
    assert pilot.words().count("Sun") == 1
    pilot.press("Show me what I picked")
    assert pilot.words().count("Sun") == 2


def test_picking_pictures_can_wait(unlocked: Start) -> None:
    pilot = unlocked(2)
    pilot.press("I have no pictures yet")
    pilot.press("Jo")
    pilot.press("Not now")
    assert pilot.screen == "home"


def test_a_visitor_can_do_everything_and_leaves_nothing(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Just visiting")
    assert pilot.screen == "pick"
    pilot.play(60, 62, 64)
    pilot.turn(seconds=2)
    pilot.settle()
    pilot.press("Visiting")
    assert "Nothing you played stays here." in pilot.words()
    pilot.press("Bye for now")
    assert pilot.screen == "who"
    assert pilot.lesson.journal.unfinished() == ()
    assert pilot.lesson.journal.sessions() == ()


def test_a_visitor_who_stays_keeps_what_they_kept(unlocked: Start) -> None:
    pilot = unlocked(0)
    pilot.press("Just visiting")
    pilot.play(60, 62, 64)
    pilot.lesson.keep_latest()
    pilot.press("Visiting")
    pilot.press("Yes, I am new here")
    pilot.write("Kai")
    pilot.press("10 to 12")
    pilot.press("Cat")
    pilot.press("That is me")
    kai = pilot.lesson.pupil
    assert kai.alias == "Kai"
    assert len(pilot.lesson.journal.pieces(kai.id)) == 1


@pytest.mark.parametrize("room", ["My music", "Reflect"])
def test_where_a_pupils_own_things_would_be_a_visitor_finds_how_theirs_could_stay(unlocked: Start, room: str) -> None:
    pilot = unlocked(1)
    pilot.press("Just visiting")
    pilot.play(60, 62, 64)
    pilot.lesson.keep_latest()
    pilot.press(room)
    assert pilot.words().count("Nothing you play stays here. Do you want to keep it?") == 1
    assert pilot.ui.focused == "back-to-music"
    lint(pilot, in_sight=("Back to the music", "Yes, I am new here"))
    pilot.press("Back to the music")
    assert pilot.screen == "play"
    pilot.press(room)
    pilot.press("Yes, I am new here")
    assert pilot.screen == "newcomer"


def test_the_first_key_starts_the_beat_and_a_button_stops_it(unlocked: Start) -> None:
    pilot = unlocked(1)
    assert "Press a key. A beat starts." in pilot.words()
    pilot.play(60)
    pilot.settle()
    assert pilot.engine.log == ["play"]
    pilot.press("Stop the beat")
    assert pilot.engine.log == ["play", "stop"]
    pilot.play(62)
    assert pilot.engine.log == ["play", "stop"]


def test_the_beat_goes_on_from_the_lock_to_who_is_here(folder: object, pilot_at: Start) -> None:
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.play(60)
    pilot.write("four quiet green tubas")
    pilot.enter()
    assert pilot.screen == "who"
    assert pilot.engine.log == ["play"]
    pilot.press("Just visiting")
    assert pilot.engine.log == ["play", "stop"]


def test_going_back_to_who_is_here_says_bye_first(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("Back")
    assert pilot.screen == "leaving"


def test_only_who_has_neither_pictures_nor_a_riff_is_offered_without_and_the_tutor_is_asked_for(
    unlocked: Start,
) -> None:
    pilot = unlocked(3)
    journal = pilot.lesson.journal
    jo, amira, _ = journal.pupils()
    journal.set_sign_in(jo.id, "pictures", signs(0))
    journal.set_sign_in(amira.id, "riff", ("60", "64", "67", "72"))
    pilot.lesson.refresh_house()
    pilot.settle()
    pilot.press("I have no pictures yet")
    assert "Ask your tutor to be beside you." in pilot.words()
    assert [w.name for w in pilot.ui.tree() if (w.key or "").startswith("me-") and w.layer] == ["Sami"]
