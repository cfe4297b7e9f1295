"""One look over what is shown, in both window sizes and four text sizes: what a person would trip on is a fault."""

from dataclasses import replace

import pygame

from studio.ui.focus import spoken
from studio.ui.lint import faults
from studio.words import say
from tests.studio.fakes import Pilot

SIZES = ((1280, 680), (1366, 768))
LOW = (1280, 620)  # what is left of 1280x680 between a desktop's bars
TEXTS = (100, 125, 150, 200)


def unread(pilot: Pilot) -> list[str]:
    """What can have the focus and is not read aloud as people need it: its name, what it is, and its value where it has one."""
    wrong = []
    for stop in pilot.studio.ui.focus.stops():
        target = stop.target
        assert target is not None
        said = spoken(target)
        if not target.name.strip() or not said.startswith(target.name) or target.value not in said:
            wrong.append(f"{target.key} is read as {said!r}")
        if target.role in {"radio", "checkbox", "slider", "text box"} and say(f"frame.role {target.role}") not in said:
            wrong.append(f"nobody hears that {target.key} is a {target.role}")
    return wrong


def lint(
    pilot: Pilot,
    *,
    in_sight: tuple[str, ...] = (),
    sizes: tuple[tuple[int, int], ...] = SIZES,
    notice: str = "",
) -> None:
    """Lay out what is shown in every size, without drawing it; colours change no place. What must be in sight is whole.

    Above the bar stands `notice`, or nothing. `in_sight` are names of controls, or words: the sentence that says what went wrong, without anybody scrolling to it.
    """
    studio, found = pilot.studio, []
    studio.notice = notice
    look = studio.settings, studio.surface, studio.ui.size
    for size in sizes:
        studio.surface = pygame.Surface(size)
        for text in TEXTS:
            studio.settings = studio.tools.settings = replace(studio.settings, text_size=text)
            studio.ui.size, studio.ui.theme = size, studio._theme()
            assert studio.tools.theme().text_scale == text / 100, "what lays a page out knows how large text is"
            studio.ui.show(studio.standing.frame(studio.screen))
            where = f"{size} {text} %"
            found += [f"{where}: {fault}" for fault in faults(studio.ui)]
            found += [f"{where}: {fault}" for fault in unread(pilot)]
            for name in in_sight:
                stand = [widget for widget in studio.ui.tree() if widget.name == name]
                assert stand, f"{where}: {name} is not there"
                hidden = any(widget.seen.height < widget.rect.height - 1 for widget in stand)
                found += [f"{where}: {name} is not in sight"] if hidden else []
    studio.settings, studio.surface, studio.ui.size = look
    studio.tools.settings, studio.ui.theme = studio.settings, studio._theme()
    studio.notice = ""
    studio.change()
    pilot.settle()
    assert not found, "\n".join(found)
