"""In My music, too, a take is heard beside its piece: The piece or Me, by a press or one key; then and now stay takes."""

from collections.abc import Callable
from typing import Any

import pygame
import pytest

from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, F, put, record, stand
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
BASS = 40


@pytest.fixture
def music(at_home: Start) -> Pilot:
    """Two takes of Steps, and My music open."""
    pilot = at_home()
    put(pilot, stand())
    for _ in range(2):
        record(pilot, C, C + 1, D, D + 1, E, F, F + 1)
    pilot.lesson.moved_on()
    pilot.studio.move(Go("music"))
    pilot.settle()
    return pilot


def sounds(pilot: Pilot) -> set[int]:
    """The pitches of what was last to be heard."""
    score: Any = pilot.engine.score
    return {message[1] for _, _, message in score.events if message[0] == 0x90}


def keys(pilot: Pilot) -> set[str]:
    return {widget.key for widget in pilot.ui.tree() if widget.key}


def test_the_take_gives_way_to_the_piece_and_comes_back(music: Pilot) -> None:
    music.click("now")
    assert BASS not in sounds(music)
    music.press("What is heard: The piece")
    assert BASS in sounds(music)
    lint(music)
    music.type_key(pygame.K_x)
    assert BASS not in sounds(music)
    music.press("Stop")
    assert not music.engine.sounding
    music.type_key(pygame.K_x)
    assert not music.engine.sounding


def test_then_and_now_are_heard_after_one_another_with_no_piece_between(music: Pilot) -> None:
    music.click("then-now")
    assert "by-turns" not in keys(music)
    music.engine.finish()
    music.settle()
    assert music.engine.sounding
    assert "by-turns" not in keys(music)
    music.press("Stop")
