"""My riff: chosen by the pupil, played to come in, and nothing of it seen, kept as music or said about anybody else's."""

from collections.abc import Callable

from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.conftest import PASSPHRASE, signs

Start = Callable[..., Pilot]
MINE = (60, 64, 67, 60, 72)
OTHER = (60, 62, 60, 55)


def seen(pilot: Pilot) -> list[tuple[str, str, str, str, tuple[int, ...]]]:
    return [(w.role, w.name, w.value, w.icon, tuple(w.rect)) for w in pilot.ui.tree()]


def with_riffs(pilot: Pilot, *riffs: tuple[int, ...]) -> Pilot:
    journal = pilot.lesson.journal
    for pupil, pitches in zip(journal.pupils(), riffs, strict=False):
        journal.set_sign_in(pupil.id, "riff", tuple(str(pitch) for pitch in pitches))
    pilot.lesson.refresh_house()
    pilot.settle()
    return pilot


def choosing(unlocked: Start) -> Pilot:
    """Amira, without pictures yet, makes up a riff; Jo has one."""
    pilot = with_riffs(unlocked(2), MINE)
    pilot.press("I have no pictures yet")
    pilot.press("Amira")
    pilot.press("Play a riff instead")
    assert "Make up a riff" in pilot.words()
    return pilot


def test_whoever_plays_their_riff_is_in_slow_or_fast_high_or_low(unlocked: Start) -> None:
    for up, pause in ((0, 0.01), (24, 9.0)):
        pilot = with_riffs(unlocked(2 if not up else 0, signed=True), OTHER, MINE)
        pilot.press("My riff")
        pilot.play(*(pitch + up for pitch in MINE), pause=pause)
        pilot.settle()
        assert (pilot.screen, pilot.lesson.pupil.alias) == ("home", "Amira")
        pilot.close()


def test_it_is_offered_only_where_somebody_has_one(unlocked: Start) -> None:
    pilot = unlocked(2, signed=True)
    assert "My riff" not in pilot.words()
    with_riffs(pilot, MINE)
    assert "My riff" in pilot.words()


def test_pictures_work_beside_it(unlocked: Start) -> None:
    pilot = with_riffs(unlocked(2, signed=True), MINE)
    for icon in signs(1):
        pilot.click(f"picture-{icon}")
    assert pilot.lesson.pupil.alias == "Amira"


def test_whichever_keys_are_played_the_screen_looks_the_same(unlocked: Start) -> None:
    pilot = with_riffs(unlocked(2, signed=True), MINE)
    pilot.press("My riff")
    looks = []
    for pitches in ((60, 64), (71, 50)):
        pilot.press("Start over")
        pilot.engine.down(pitches[0])
        pilot.turn()
        held = seen(pilot)
        pilot.engine.up(pitches[0])
        pilot.play(pitches[1])
        looks.append((held, seen(pilot)))
    assert looks[0] == looks[1]


def test_a_wrong_one_is_no_fault_and_the_tutor_can_let_them_in(unlocked: Start) -> None:
    pilot = with_riffs(unlocked(2, signed=True), OTHER, MINE)
    pilot.lesson.tutor_near = False
    pilot.press("My riff")
    pilot.play(60, 61, 62, 63, 64)
    assert pilot.screen == "riff"
    assert "I didn't catch that. Play it again, or ask your tutor." in pilot.words()
    assert not any(word in pilot.words().lower() for word in ("wrong", "sorry", "error", "fail"))
    pilot.press("My tutor helps me")
    assert "Is it you?" in pilot.words()
    pilot.write(PASSPHRASE)
    pilot.enter()
    pilot.click(f"let-in-{pilot.lesson.house.pupils[1].id}")
    assert (pilot.screen, pilot.lesson.pupil.alias) == ("home", "Amira")


def test_after_a_wrong_one_the_next_note_is_the_first(unlocked: Start) -> None:
    pilot = with_riffs(unlocked(2, signed=True), OTHER, MINE)
    pilot.press("My riff")
    pilot.play(60, 61, 62, 63, 64)
    pilot.play(*MINE)
    pilot.settle()
    assert pilot.screen == "home"


def test_it_is_no_music_and_is_never_offered_as_what_was_played(unlocked: Start) -> None:
    pilot = with_riffs(unlocked(2, signed=True), OTHER, MINE)
    pilot.press("My riff")
    pilot.play(60, 61, 62, 63, 64)
    pilot.play(*MINE)
    pilot.settle()
    pilot.turn(seconds=3)
    assert pilot.lesson.recorder.unkept() == ()
    pilot.studio.move(Go("leaving"))
    pilot.settle()
    assert "Not kept yet" not in pilot.words()


def test_a_pupil_makes_one_up_and_plays_it_twice(unlocked: Start) -> None:
    pilot = choosing(unlocked)
    pilot.play(60, 62, 65, 67)
    pilot.press("That is it")
    assert "Play it once more" in pilot.words()
    pilot.play(72, 74, 77, 79)
    pilot.settle()
    assert pilot.screen == "home"
    amira = pilot.lesson.journal.pupils()[1]
    assert (amira.sign_in_kind, amira.sign_in) == ("riff", ("60", "62", "65", "67"))
    pilot.studio.move(Go("leaving"))
    pilot.settle()
    pilot.click("bye")
    pilot.press("My riff")
    pilot.play(48, 50, 53, 55)
    pilot.settle()
    assert pilot.lesson.pupil.alias == "Amira"


def test_eight_notes_are_the_longest(unlocked: Start) -> None:
    pilot = choosing(unlocked)
    pilot.play(60, 62, 65, 67, 60, 62, 65, 67)
    assert "Play it once more" in pilot.words()


def test_three_notes_are_not_enough_to_go_on(unlocked: Start) -> None:
    pilot = choosing(unlocked)
    pilot.play(60, 62, 65)
    assert not pilot.ui.find("That is it").enabled


def test_one_like_anothers_is_refused_and_it_is_not_said_whose(unlocked: Start) -> None:
    pilot = choosing(unlocked)
    pilot.play(*(pitch - 12 for pitch in MINE[:4]))
    pilot.press("That is it")
    assert "Try another one. Change a note or two." in pilot.words()
    assert not {"Jo", "somebody", "taken"} & set(pilot.words().split())
    pilot.play(60, 62, 65, 67)
    pilot.press("That is it")
    assert "Play it once more" in pilot.words()


def test_a_second_playing_that_differs_is_asked_for_again(unlocked: Start) -> None:
    pilot = choosing(unlocked)
    pilot.play(60, 62, 65, 67)
    pilot.press("That is it")
    pilot.play(60, 62, 65, 68)
    assert "That was a bit different." in pilot.words()
    pilot.play(60, 62, 65, 67)
    pilot.settle()
    assert pilot.screen == "home"


def test_one_note_alone_is_too_plain(unlocked: Start) -> None:
    pilot = choosing(unlocked)
    pilot.play(60, 60, 60, 60)
    pilot.press("That is it")
    assert "Use two different keys or more." in pilot.words()


def test_the_tutor_opens_it_for_somebody_and_comes_back_to_the_door(unlocked: Start) -> None:
    pilot = unlocked(2, signed=True)
    pilot.press("Tutor's door")
    pilot.press("Pupils")
    jo = pilot.lesson.house.pupils[0]
    pilot.click(f"pictures-{jo.id}")
    pilot.press("Play a riff instead")
    pilot.play(*MINE)
    pilot.press("That is it")
    pilot.play(*MINE)
    pilot.settle()
    assert pilot.screen == "tutor"
    assert pilot.lesson.journal.pupil(jo.id).sign_in_kind == "riff"
