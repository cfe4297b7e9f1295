"""The window opens at once, and where there is no screen it says so."""

import json
import subprocess
import sys

import pygame
import pytest

from studio.ui import stave
from studio.ui.theme import Theme
from studio.ui.window import NoDisplay, open_window

_LOOK = """
import json, sys
from studio.ui import keys, lint, roll, runtime, shell, stave, window
print(json.dumps([name for name in ("numpy", "fontTools", "sqlite3", "lucide", "pygame.freetype") if name in sys.modules]))
"""


@pytest.mark.whole
def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    ran = subprocess.run([sys.executable, "-c", _LOOK], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout.splitlines()[-1]) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(NoDisplay, match="no screen here"):
        open_window()


@pytest.mark.whole
def test_a_screen_that_cannot_be_opened_is_said_too() -> None:
    code = "from studio.ui.window import *\ntry:\n open_window()\nexcept NoDisplay as e: print(e)"
    environment = {"SDL_VIDEODRIVER": "nonesuch", "PATH": "", "PYTHONPATH": ":".join(sys.path)}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert "The window could not be opened" in ran.stdout


def test_the_window_has_a_title_and_the_size_asked_for(window: pygame.Surface) -> None:
    try:
        assert open_window((900, 600)).get_size() == (900, 600)
        assert pygame.display.get_caption()[0] == "Soundfolio"
    finally:
        pygame.display.set_mode((1280, 680))


def test_an_engraved_page_is_drawn_with_its_marks_under_the_ink() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100"><rect x="95" y="45" width="10" height="10" fill="#000"/></svg>'
    surface = pygame.Surface((424, 224))
    stave.draw_page(surface, surface.get_rect(), Theme(), svg, (200, 100), marks=(stave.Mark(0.4, 0.4, 0.2, 0.2),))
    assert surface.get_at((212, 112))[:3] == (0, 0, 0)
    assert surface.get_at((190, 112))[:3] not in {(0, 0, 0), (255, 255, 255)}
    assert surface.get_at((30, 30))[:3] == (255, 255, 255)
