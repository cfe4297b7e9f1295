"""Draws every screen of a lesson in every look, to be looked through by people; with --readme those of README and guide.

python -m tests.bench.pictures FOLDER    the screens, in four themes, text at 100 and 200 %
python -m tests.bench.pictures --readme  docs/pictures: studio, reflect, goals, session, lead, make, and portfolio (needs Chromium);
                                         docs/sample-portfolio.html, by a tour
"""

import argparse
import os
from pathlib import Path

os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")

import pygame

from tests.bench import pictures_readme
from tests.bench.pictures_guide import Guide, with_guide
from tests.bench.pictures_lesson import lesson

LOOKS = tuple((theme, text) for theme in ("night", "day", "cream", "contrast") for text in (100, 200))


def main() -> None:
    """Draw what was asked for and say where it is."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path, help="where the pictures go")
    options.add_argument("--readme", action="store_true", help="renew docs/pictures")
    given = options.parse_args()
    if not given.folder and not given.readme:
        options.error("say where the pictures go, or --readme")
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
        for theme, text in LOOKS:
            every_screen(given.folder, theme, text)
    if given.readme:
        pictures_readme.renew()


def every_screen(folder: Path, theme: str, text: int) -> None:
    """Draw the whole lesson in one look."""
    with_guide(lambda guide: draw(guide, folder, f"{theme}-{text}"), theme=theme, text=text)


def draw(guide: Guide, folder: Path, look: str) -> None:
    """One file a state: name, look."""
    count = 0
    for name in lesson(guide):
        guide.pilot.turn()
        pygame.image.save(guide.pilot.studio.surface, folder / f"{name}_{look}.png")
        count += 1
    print(f"{count} pictures, {look}, in {folder}")


if __name__ == "__main__":
    main()
