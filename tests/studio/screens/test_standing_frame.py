"""What stands around every screen: what was said to one is not shown to the next, and one key alone undoes nothing in Play."""

from collections.abc import Callable

import pygame
import pytest

from assets import refusals
from instruments.events import Trouble
from studio.screen import Go
from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]


def test_what_was_said_to_a_pupil_goes_with_them(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.say("Your page is in Jo - music.html")
    pilot.studio.move(Go("leaving"))
    pilot.settle()
    pilot.click("bye")

    assert pilot.screen == "who"
    assert "Jo - music" not in pilot.words()


def test_a_trouble_that_is_not_over_stays_for_the_next(at_home: Start) -> None:
    pilot = at_home()
    pilot.engine._inbox.append(Trouble(0, "output", "The loudspeaker has gone. Plug it in."))
    pilot.turn()
    pilot.lesson.goodbye()
    pilot.turn()

    assert "The loudspeaker has gone. Plug it in." in pilot.words()


def test_a_window_that_was_made_very_large_shows_everything_larger(at_home: Start) -> None:
    pilot = at_home()
    pygame.display.set_mode((2560, 1440))
    pilot.turn(pygame.event.Event(pygame.VIDEORESIZE, size=(2560, 1440), w=2560, h=1440))

    assert pilot.ui.theme.scale == 2
    assert pilot.studio.tools.theme() is pilot.ui.theme, "what lays a page out goes by what draws it"


def with_a_take(pilot: Pilot) -> Pilot:
    pilot.studio.move(Go("play"))
    pilot.settle()
    pilot.lesson.start_take(pilot.engine.frame)
    pilot.play(60, 62)
    pilot.lesson.stop_take(pilot.engine.frame)
    pilot.settle()
    return pilot


def test_z_alone_does_not_undo_a_take(at_home: Start) -> None:
    pilot = with_a_take(at_home())
    pilot.type_key(pygame.K_z)

    assert not pilot.lesson.last.aside


@pytest.mark.parametrize("held", [pygame.KMOD_LCTRL, pygame.KMOD_RCTRL, pygame.KMOD_LMETA])
def test_with_control_or_command_held_z_undoes_it(at_home: Start, held: int) -> None:
    pilot = with_a_take(at_home())
    pilot.type_key(pygame.K_z, held)

    assert pilot.lesson.last.aside


def test_in_make_z_alone_undoes_the_last_change(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = at_home()
    pilot.studio.move(Go("make"))
    pilot.settle()
    undone: list[int] = []
    monkeypatch.setattr(pilot.studio.screen, "undo", lambda: "Undo")
    monkeypatch.setattr(pilot.studio.screen, "do_undo", lambda: undone.append(1))
    pilot.type_key(pygame.K_z)
    pilot.type_key(pygame.K_z, pygame.KMOD_LALT)

    assert undone == [1]


@pytest.mark.parametrize("text", [100, 200])
@pytest.mark.parametrize("way", [(), ("More than one of us",), ("I am new here",)])
def test_how_it_looks_can_be_changed_before_anybody_said_who_they_are(
    unlocked: Start, text: int, way: tuple[str, ...]
) -> None:
    pilot = unlocked(2, signed=True, text=text)
    for name in way:
        pilot.press(name)
    if text > 100:
        pilot.press("More")
    pilot.press("How it looks and reads")
    pilot.press("Text size: 150 %")

    assert pilot.studio.settings.text_size == 150


def test_a_trouble_of_the_engine_is_said_in_the_language_of_the_laptop(unlocked: Start) -> None:
    pilot = unlocked(1, language="pl")
    said = "The music stopped: something in it could not be played. The keys play on."
    pilot.studio.standing.told(Trouble(0, "synth", said))
    pilot.turn()

    assert refusals.told(said, "pl") in pilot.words()
    assert said not in pilot.words()
