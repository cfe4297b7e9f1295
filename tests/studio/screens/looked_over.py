"""One look over what is shown, in both window sizes and four text sizes: what a person would trip on is a fault."""

from dataclasses import replace

import pygame

from studio.ui.lint import faults
from tests.studio.fakes import Pilot

SIZES = ((1280, 680), (1366, 768))
TEXTS = (100, 125, 150, 200)


def lint(pilot: Pilot, *, in_sight: tuple[str, ...] = ()) -> None:
    """Lay out what is shown in every size, without drawing it; colours change no place. What must be in sight is whole."""
    studio, found = pilot.studio, []
    studio.notice = ""
    look = studio.settings, studio.surface, studio.ui.size
    for size in SIZES:
        studio.surface = pygame.Surface(size)
        for text in TEXTS:
            studio.settings = studio.tools.settings = replace(studio.settings, text_size=text)
            studio.ui.size, studio.ui.theme = size, studio.tools.theme()
            studio.ui.show(studio.standing.frame(studio.screen))
            where = f"{size} {text} %"
            found += [f"{where}: {fault}" for fault in faults(studio.ui)]
            for name in in_sight:
                widget = studio.ui.find(name)
                found += [f"{where}: {name} is not in sight"] if widget.seen.height < widget.rect.height - 1 else []
    studio.settings, studio.surface, studio.ui.size = look
    studio.tools.settings, studio.ui.theme = studio.settings, studio.tools.theme()
    studio.change()
    pilot.settle()
    assert not found, "\n".join(found)
