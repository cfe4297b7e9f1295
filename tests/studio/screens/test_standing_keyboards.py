"""What the frame says of keyboards: each trouble's sentence while it holds, the unplugged one until it is back, whose is which."""

from collections.abc import Callable

import pytest

from instruments.events import Back, Cleared, Event, Gone, Keyboard, Keyboards, Output, Trouble
from studio.app import NOTICE_SECONDS
from studio.screen import Go
from studio.words import say
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import A, C, hold, put, record, stand

Start = Callable[..., Pilot]
BUSY = "Launchkey 25 cannot be opened: another program may be using it. Close that program."
FIRST, SECOND, PADS = 1, 2, 3


def tell(pilot: Pilot, *events: Event) -> None:
    """The engine says so."""
    pilot.engine._inbox += events
    pilot.turn()


def plugged(pilot: Pilot, *present: int) -> None:
    """These keyboards are plugged in; the first has pads."""
    known = (
        Keyboard(FIRST, "Launchkey 25", "alsa", present=FIRST in present),
        Keyboard(SECOND, "Piano", "alsa", present=SECOND in present),
        Keyboard(PADS, "Launchkey 25 (pads)", "alsa", present=FIRST in present, pads=True),
    )
    tell(pilot, Keyboards(pilot.engine.frame, known))


def unplug(pilot: Pilot, *held: int) -> None:
    """The first keyboard's cable is pulled, with keys held: as the engine tells it, pads and all."""
    for pitch in held:
        pilot.engine.up(pitch)
    frame = pilot.engine.frame
    pilot.engine.capture.append([Gone(frame, FIRST), Gone(frame, PADS)])
    pilot.engine._inbox += [Gone(frame, FIRST), Gone(frame, PADS)]
    plugged(pilot)


def replug(pilot: Pilot) -> None:
    frame = pilot.engine.frame
    pilot.engine.capture.append([Back(frame, FIRST)])
    pilot.engine._inbox.append(Back(frame, FIRST))
    plugged(pilot, FIRST)


def later(pilot: Pilot) -> None:
    """So much later that no notice stands any more."""
    pilot.turn(seconds=NOTICE_SECONDS + 1)
    pilot.turn()


# -- troubles ---------------------------------------------------------------------------------------------------------
def test_why_a_port_can_not_be_opened_is_said_and_can_be_read_again_until_it_is_cleared(at_home: Start) -> None:
    pilot = at_home()
    tell(pilot, Trouble(0, "keyboard", BUSY))
    assert BUSY in pilot.words()

    later(pilot)
    assert BUSY not in pilot.words()
    assert light_says(pilot) == "No keyboard yet. Why?"
    pilot.click("shell/keyboards")
    assert BUSY in pilot.words()
    pilot.press("Done")

    tell(pilot, Cleared(0, "keyboard"))
    assert "Why?" not in pilot.words()
    assert BUSY not in pilot.words()


def test_a_sentence_that_is_no_longer_so_goes_at_once(at_home: Start) -> None:
    pilot = at_home()
    tell(pilot, Trouble(0, "keyboard", BUSY), Cleared(0, "keyboard"))

    assert BUSY not in pilot.words()


def test_a_second_keyboard_that_can_not_be_opened_is_said_too(at_home: Start) -> None:
    pilot = at_home()
    plugged(pilot, SECOND)
    tell(pilot, Trouble(0, "keyboard", BUSY))

    assert BUSY in pilot.words()
    pilot.click("shell/keyboards")
    assert BUSY in pilot.words()


def test_when_the_engine_dies_no_keyboard_is_called_unplugged(at_home: Start) -> None:
    pilot = at_home()
    plugged(pilot, FIRST)
    tell(pilot, Trouble(0, "engine", "The sound stopped. It comes back by itself."), Gone(0, FIRST), Gone(0, PADS))
    assert "The sound stopped. It comes back by itself." in pilot.words()
    assert "unplugged" not in pilot.words()

    tell(pilot, Cleared(0, "engine"), Back(0, FIRST))
    assert say("frame.the keyboard is back") not in pilot.words()
    assert "Keyboard ready" in pilot.words() or "shell/keyboards" in {widget.key for widget in pilot.ui.tree()}


def test_bluetooth_is_warned_of_once_a_device(at_home: Start) -> None:
    pilot = at_home()
    warning = "This output is Bluetooth: the sound comes late. Use a cable."
    tell(pilot, Output(0, "miniaudio", "Buds", "FluidSynth", warning=warning))
    assert warning in pilot.words()
    later(pilot)
    tell(pilot, Output(0, "miniaudio", "Buds", "FluidSynth", xruns=2, warning=warning))
    assert warning not in pilot.words()

    tell(pilot, Output(0, "miniaudio", "Box", "FluidSynth", warning=warning))
    assert warning in pilot.words()


# -- unplugged --------------------------------------------------------------------------------------------------------
def light_says(pilot: Pilot) -> str:
    """The words of the light, pressable or not."""
    names = [widget.name for widget in pilot.ui.tree() if widget.key in {"shell/light", "shell/keyboards"}]
    return names[0]


def test_unplugged_in_a_take_it_says_so_until_it_is_back_and_the_take_goes_on_as_one(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    plugged(pilot, FIRST)
    pilot.lesson.start_take(pilot.engine.frame)
    pilot.play(60)
    pilot.engine.down(62)
    pilot.turn()
    unplug(pilot, 62)
    assert say("frame.the keyboard is unplugged") in pilot.words()
    assert pilot.lesson.recorder.is_rolling

    later(pilot)
    assert say("frame.the keyboard is unplugged") not in pilot.words()  # it no longer lies over the music
    assert light_says(pilot) == "Keyboard unplugged"

    replug(pilot)
    assert say("frame.the keyboard is back") in pilot.words()
    assert "unplugged" not in light_says(pilot)
    later(pilot)
    plugged(pilot, FIRST)
    assert say("frame.the keyboard is back") not in pilot.words()  # once

    pilot.play(64)
    pilot.lesson.stop_take(pilot.engine.frame)
    pilot.settle()
    (piece,) = pilot.lesson.journal.pieces(pilot.lesson.pupil.id)
    (take,) = pilot.lesson.journal.takes(piece.id)
    assert [(part.player, [pitch for _, _, pitch, _ in part.facts.roll]) for part in take.parts] == [
        ("pupil", [60, 62, 64])
    ]


def test_a_cable_that_is_out_is_out_for_the_next_pupil_too(at_home: Start) -> None:
    pilot = at_home()
    plugged(pilot, FIRST)
    unplug(pilot)
    pilot.lesson.goodbye()
    later(pilot)

    assert light_says(pilot) == "Keyboard unplugged"


def test_another_keyboard_that_goes_is_no_longer_missed_while_the_pupils_is_there(at_home: Start) -> None:
    pilot = at_home()
    plugged(pilot, FIRST, SECOND)
    pilot.play(60)
    tell(pilot, Gone(0, SECOND))
    plugged(pilot, FIRST)
    later(pilot)

    assert light_says(pilot) == "Keyboard ready"


# -- whose keyboard ---------------------------------------------------------------------------------------------------
@pytest.fixture
def asked(at_home: Start) -> Pilot:
    """Jo has played on the first keyboard and moves on; the first question is there."""
    pilot = at_home()
    plugged(pilot, FIRST, SECOND)
    put(pilot, stand())
    record(pilot, 60, 62)
    pilot.press("My music")
    assert pilot.screen == "reflect"
    return pilot


def hold_on(pilot: Pilot, pitch: int, keyboard: int) -> None:
    """Hold one key of a keyboard in the quiet until it means something."""
    pilot.turn(seconds=2.5)
    pilot.engine.down(pitch, keyboard)
    for _ in range(4):
        pilot.turn(seconds=0.2)
    pilot.engine.up(pitch, keyboard)
    pilot.turn()
    pilot.settle()


def test_a_second_keyboard_sounds_and_is_seen_and_answers_nothing(asked: Pilot) -> None:
    before = asked.studio.screen.question
    hold_on(asked, A, SECOND)
    assert asked.studio.screen.question == before
    assert asked.engine.capture.latest() is not None

    hold(asked, A)
    assert asked.studio.screen.question != before


def test_the_light_names_whose_keyboard_is_heard_and_nobody_behind_the_veil(asked: Pilot) -> None:
    asked.play(60)
    asked.engine.down(48, SECOND)
    asked.turn()
    assert light_says(asked) == "Other keyboard heard"

    asked.press("Someone's come in")
    asked.engine.up(48, SECOND)
    asked.engine.down(50, SECOND)
    asked.turn()
    assert light_says(asked) == "Keyboard heard"
    asked.engine.up(50, SECOND)


def test_one_tap_in_the_lights_menu_gives_the_other_keyboard_to_the_pupil(asked: Pilot) -> None:
    before = asked.studio.screen.question
    asked.click("shell/keyboards")
    assert "Whose keyboard is it?" in asked.words()
    asked.click(f"keyboard-{SECOND}")
    asked.press("Done")
    hold_on(asked, C, SECOND)

    assert asked.studio.screen.question != before


def test_the_menu_goes_with_the_pupil(asked: Pilot) -> None:
    asked.click("shell/keyboards")
    asked.lesson.goodbye()
    asked.studio.move(Go("who"))
    asked.settle()

    assert "Whose keyboard is it?" not in asked.words()
