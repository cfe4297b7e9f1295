"""Opens the window: its size, title and icon, on a plain surface, with or without a screen."""

import os
import sys

import pygame

TITLE = "Soundfolio"
SIZE = (1280, 720)
LEAST = (800, 560)
_UNSEEN = frozenset({"offscreen", "dummy", "evdev"})  # what SDL falls back to by itself where no screen answers


class NoDisplay(RuntimeError):  # noqa: N818 - it reads as what it says
    """There is no screen to draw on; the sentence says what can be done."""


def open_window(size: tuple[int, int] | None = None, *, title: str = TITLE) -> pygame.Surface:
    """Open a window that can be resized and return its surface; NoDisplay where there is no screen.

    `size` is in desktop pixels; without one it is as much of 1280x720 as the screen has room for.
    """
    if sys.platform.startswith("linux"):
        # a plain surface goes to X at once; through SDL's renderer a frame cost four times as much without a GPU
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
        os.environ["SDL_VIDEO_X11_WMCLASS"] = "soundfolio"  # how desktops know the program; pygame took the file's name
        if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")):
            raise NoDisplay("There is no screen here. Start Soundfolio on a desktop, or try: soundfolio tour")
    os.environ.setdefault("SDL_VIDEO_ALLOW_SCREENSAVER", "1")
    try:
        pygame.display.init()
        if pygame.display.get_driver() in _UNSEEN and "SDL_VIDEODRIVER" not in os.environ:
            pygame.display.quit()
            raise NoDisplay("The screen named in DISPLAY does not answer. Start Soundfolio on a desktop.")
        pygame.font.init()
        pygame.display.set_caption(title)
        pygame.display.set_icon(_mark(64))
        surface = pygame.display.set_mode(size or _fitting(), pygame.RESIZABLE)
    except pygame.error as error:
        raise NoDisplay(f"The window could not be opened ({error}). Start Soundfolio on a desktop.") from error
    pygame.key.stop_text_input()
    return surface


def come_up() -> bool:
    """Bring the window to the front; False where no program may (Wayland): there the system marks it as calling."""
    own = pygame.Window.from_display_module()
    if not pygame.display.get_active():
        own.restore()  # it was put away; a window that fills the screen would be made smaller
    own.focus()
    if pygame.display.get_driver() == "wayland":
        own.flash(pygame.FLASH_UNTIL_FOCUSED)
        return False
    return True


def scale_of_screen() -> float:
    """Return device pixels a design pixel: 1 on common screens, more where the window is very large."""
    width, height = pygame.display.get_window_size()
    return max(1.0, round(min(width / 1280, height / 680) * 4) / 4) if width > 2200 else 1.0  # noqa: PLR2004 - wider than any common screen


def _fitting() -> tuple[int, int]:
    desktop = pygame.display.get_desktop_sizes() or [SIZE]
    width, height = desktop[0]
    return max(LEAST[0], min(SIZE[0], width)), max(LEAST[1], min(SIZE[1], height - 60 if height < 800 else height))  # noqa: PLR2004 - on a low screen the system's bar needs its place


def _mark(size: int) -> pygame.Surface:
    """Draw the app's mark without opening a file: five bars of sound on night blue."""
    mark = pygame.Surface((size, size), pygame.SRCALPHA)
    pygame.draw.rect(mark, (25, 28, 39), mark.get_rect(), border_radius=size // 4)
    for at, tall in enumerate((0.22, 0.5, 0.34, 0.62, 0.28)):
        bar = pygame.Rect(0, 0, size // 11, round(size * tall))
        bar.center = (round(size * (0.2 + 0.15 * at)), size // 2)
        pygame.draw.rect(mark, (169, 155, 255), bar, border_radius=size // 20)
    return mark
