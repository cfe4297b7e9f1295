"""Keys that come faster than frames land where the key before them led."""

from pathlib import Path

import pygame
import pytest

from tests.studio.fakes import Pilot


@pytest.fixture
def pilot(tmp_path: Path, letters: None) -> Pilot:
    return Pilot(tmp_path)


@pytest.mark.whole
def test_what_is_typed_ahead_in_one_frame_lands_in_the_next_box(pilot: Pilot) -> None:
    try:
        enter = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="", scancode=40, repeat=False)
        up = pygame.event.Event(pygame.KEYUP, key=pygame.K_RETURN, mod=0, unicode="", scancode=40)
        name, secret = (pygame.event.Event(pygame.TEXTINPUT, text=words) for words in ("Sam", "three wet stones"))
        pilot.turn(name, enter, up, secret, enter, up, secret)
        pilot.settle()

        assert pilot.ui.focused == "again"
        screen = pilot.studio.screen
        assert (screen._tutor, screen._passphrase, screen._again) == ("Sam", "three wet stones", "three wet stones")
    finally:
        pilot.close()
