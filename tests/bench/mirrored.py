"""Lays every screen of a lesson out as it is read from the right, with English in Arabic letters, and says what does not fit.

python -m tests.bench.mirrored FOLDER [--text 100 200] [--only NAME ...] [--shipped]   pictures, and a line for each fault that English has not
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pygame

from studio.ui.lint import faults
from tests.bench.pictures_guide import Guide, sign_in, with_guide
from tests.bench.pictures_lesson import lesson
from tests.bench.places import places
from tests.studio.right_to_left import turned

EACH = 9  # faults of a state that are printed


def main() -> None:
    """Draw and look over what was asked for; the exit code is 1 where something does not fit."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, help="where the pictures go")
    options.add_argument("--text", type=int, nargs="+", default=[100, 200], help="sizes of the text in per cent")
    options.add_argument("--theme", default="night")
    options.add_argument("--only", nargs="+", default=[], help="names of states to draw; all are looked over")
    options.add_argument("--shipped", action="store_true", help="in the Arabic that ships")
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    found: list[str] = []

    def look_over(guide: Guide, name: str) -> None:
        for fault in _state(guide, name, given):
            print(fault, flush=True)
            found.append(fault)

    def of_the_lesson(guide: Guide) -> None:
        for name in lesson(guide):
            look_over(guide, name)

    def elsewhere(guide: Guide) -> None:
        guide.opened()
        sign_in(guide)
        for name in places(guide):
            look_over(guide, name)

    for show in (of_the_lesson, elsewhere):
        with_guide(show, theme=given.theme, text=100)
    print(f"{len(found)} things do not fit." if found else "Everything fits.")
    sys.exit(bool(found))


def _state(guide: Guide, name: str, given: argparse.Namespace) -> Iterator[str]:
    """Look one state over in each size of text; drawn where its picture is wanted."""
    studio, usual = guide.pilot.studio, guide.pilot.studio.settings
    for text in given.text:
        studio.settings = studio.tools.settings = replace(usual, text_size=text)
        studio.ui.set_theme(studio._theme())
        studio.ui.show(studio.standing.frame(studio.screen))
        english = len(faults(studio.ui))
        with turned(guide.pilot, shipped=given.shipped):
            own = faults(studio.ui)
            if not given.only or name in given.only:
                studio.ui.draw(studio.surface)
                pygame.image.save(studio.surface, given.folder / f"{name}_{given.theme}-{text}.png")
        if len(own) > english:
            yield from (f"{name} {text} %: {fault}" for fault in own[:EACH])
    studio.settings = studio.tools.settings = usual
    studio.ui.set_theme(studio._theme())
    studio.change()
    guide.pilot.settle()


if __name__ == "__main__":
    main()
