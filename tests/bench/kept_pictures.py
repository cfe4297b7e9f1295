"""The rooms as they were last looked at by a person: drawn in every look, made small and soft, and compared with what is kept.

python -m tests.bench.kept_pictures            renew tests/pictures: look at them before they are committed
python -m tests.bench.kept_pictures --compare  say what differs, and where the pictures of it lie

A picture is kept at a quarter of its size, each of its pixels the mean of sixteen: where a letter's edge falls between two pixels,
which machines may draw differently, does not count; a thing that moved, went or changed its colour does.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import numpy as np
import pygame

from studio import sample
from studio.ui import text as type_
from tests.bench.pictures_guide import Guide
from tests.bench.pictures_lesson import lesson

KEPT = Path(__file__).resolve().parents[1] / "pictures"
ROOMS = (
    "who",
    "home",
    "pick",
    "play-playing",
    "play-kept",
    "reflect-1-keep",
    "reflect-2-chips",
    "music",
    "goals",
    "make",
    "leaving",
    "make-layers",
    "make-steps",
    "make-notes",
    "make-song",
)
LOOKS = tuple((theme, size) for theme in ("night", "cream", "contrast") for size in (100, 200))
SMALLER = 4
FAR = 40  # levels of 255 by which a soft pixel may be off in any colour
MOST = 0.001  # of the soft pixels that may be farther off: 54 of 54,400, a short word of a caption
DAY = datetime(2026, 3, 3, 12, tzinfo=UTC)  # on which the lesson is held
LARGEST = 2_000_000  # bytes, all together


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not as it was kept; `share` of the soft pixels is 1 where there is nothing to compare with."""

    name: str
    share: float
    picture: Path | None  # kept, drawn now, and where they differ, side by side


def drawn() -> Iterator[tuple[str, pygame.Surface]]:
    """Draw every room in every look, made small: one lesson, in which the look is changed and changed back."""
    with tempfile.TemporaryDirectory(prefix="soundfolio-pictures-") as folder, _always_the_same():
        guide = Guide(Path(folder))
        try:
            _wait_for_typefaces(guide)
            usual = guide.pilot.studio.settings
            for name in lesson(guide):
                if name not in ROOMS:
                    continue
                for theme, size in LOOKS:
                    yield f"{name}_{theme}_{size}", _in_look(guide, theme, size)
                guide.pilot.studio._look(usual)
                guide.pilot.turn()
        finally:
            guide.close()


def compare(folder: Path) -> list[Difference]:
    """Return what differs from the kept pictures; pictures of it are put into `folder`."""
    found, seen = [], set()
    for name, now in drawn():
        seen.add(name)
        kept = KEPT / f"{name}.png"
        if not kept.exists():
            found.append(Difference(name, 1.0, None))
            continue
        before = pygame.image.load(kept)
        share = far_off(before, now)
        if share > MOST:
            found.append(Difference(name, share, beside(before, now, folder / f"{name}.png")))
    found += [Difference(path.stem, 1.0, None) for path in sorted(KEPT.glob("*.png")) if path.stem not in seen]
    return found


def far_off(before: pygame.Surface, now: pygame.Surface) -> float:
    """Return the share of pixels that are farther off than allowed, 0 to 1; 1 where the sizes differ."""
    if before.get_size() != now.get_size():
        return 1.0
    return float(_apart(before, now).mean())


def soft(surface: pygame.Surface) -> pygame.Surface:
    """Make a picture small, each pixel the mean of those it stands for; colours in steps of 8, which keeps the files small."""
    across, down = (each // SMALLER for each in surface.get_size())
    pixels = pygame.surfarray.array3d(surface)[: across * SMALLER, : down * SMALLER].astype("float32")
    means = pixels.reshape(across, SMALLER, down, SMALLER, 3).mean(axis=(1, 3))
    return pygame.surfarray.make_surface((np.round(means / 8) * 8).clip(0, 255).astype("uint8"))


def beside(before: pygame.Surface, now: pygame.Surface, path: Path) -> Path:
    """Write what was kept, what is drawn now, and where they differ in red, side by side."""
    across, down = max(before.get_width(), now.get_width()), max(before.get_height(), now.get_height())
    sheet = pygame.Surface((3 * across, down))
    sheet.blit(before, (0, 0))
    sheet.blit(now, (across, 0))
    if before.get_size() == now.get_size():
        pixels = pygame.surfarray.array3d(now) // 4
        pixels[_apart(before, now)] = (255, 60, 60)
        sheet.blit(pygame.surfarray.make_surface(pixels), (2 * across, 0))
    path.parent.mkdir(parents=True, exist_ok=True)
    pygame.image.save(pygame.transform.scale_by(sheet, 2), path)
    return path


def renew() -> None:
    """Keep the rooms as they are now, and nothing else."""
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir()
    for name, picture in drawn():
        pygame.image.save(picture, KEPT / f"{name}.png")


def _apart(before: pygame.Surface, now: pygame.Surface) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    first, second = (pygame.surfarray.array3d(each).astype("int16") for each in (before, now))
    found: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = np.abs(first - second).max(axis=2) > FAR
    return found


def _in_look(guide: Guide, theme: str, size: int) -> pygame.Surface:
    studio = guide.pilot.studio
    studio._look(replace(studio.settings, theme=theme, text_size=size))
    studio.ui.offsets.clear()
    guide.pilot.turn()
    studio.ui.dirty_all()
    guide.pilot.turn()
    return soft(studio.surface)


def _wait_for_typefaces(guide: Guide) -> None:
    """Until a weight is cut the regular one is drawn bolder; what is kept has the real ones."""
    worker = type_.FONTS._worker
    if worker is not None:
        worker.wait(20)
        type_.FONTS.tend()
    guide.pilot.turn()


def _always_the_same() -> "mock._patch[object]":
    """The same day for the journal of the sample, whenever it is drawn."""
    return mock.patch.object(sample.Weeks, "__call__", lambda self: DAY - self.ago)


def main() -> None:
    """Renew what is kept, or say what differs."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--compare", action="store_true", help="change nothing")
    if not options.parse_args().compare:
        renew()
        print(f"{len(list(KEPT.glob('*.png')))} pictures in {KEPT}. Look at them before they are committed.")
        return
    found = compare(Path(tempfile.mkdtemp(prefix="soundfolio-different-")))
    for each in found:
        print(f"{each.name}: {each.share:.1%} differs, {each.picture or 'nothing to compare with'}")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
