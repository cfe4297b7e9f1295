"""Finds the studio's own fonts, makes Lexend's three weights in a worker process, and knows the bold face of a system font."""

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from studio import again
from studio.ui.system_fonts import covers

if TYPE_CHECKING:
    import subprocess

WEIGHTS = (400, 600, 700)
_READING = {  # the picker's name -> what systems call it
    "opendyslexic": ("opendyslexic", "opendyslexic3"),
    "atkinson": ("atkinsonhyperlegiblenext", "atkinsonhyperlegible"),
    "comic": ("comicsansms", "comicneue", "comicrelief"),
    "verdana": ("verdana",),
    "dejavu": ("dejavusans",),
}


def lexend_file() -> Path | None:
    """Return the variable Lexend of its package, found by path; None where it is not installed."""
    spec = importlib.util.find_spec("fontpkg_lexend")
    if spec is None or spec.origin is None:
        return None
    found = Path(spec.origin).parent / "files" / "Lexend[wght].ttf"
    return found if found.exists() else None


class Fonts:
    """The fonts of the window. Nothing waits: until a weight is ready the regular one is drawn bolder."""

    def __init__(self) -> None:
        self.generation = 0  # goes up whenever a text may measure differently
        self._folder: Path | None = None
        self._worker: subprocess.Popen[bytes] | None = None
        self._variable = lexend_file()
        self._cut: dict[int, Path] = {}

    def keep_in(self, folder: Path) -> None:
        """Use the weights kept in `folder`; a worker process makes the ones that are missing."""
        self._folder = folder
        self._take_ready()
        missing = [str(weight) for weight in sorted(WEIGHTS, reverse=True) if weight not in self._cut]  # headings first
        if missing and self._variable is not None and self._worker is None:
            import subprocess  # only where a weight is missing: once on a machine

            command = again.command("studio.ui.weights", str(self._variable), str(folder), *missing)
            self._worker = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command

    def tend(self) -> bool:
        """Take in what the worker has made; True where texts have to be laid out anew. Call it now and then."""
        if self._worker is None:
            return False
        if self._worker.poll() is not None:
            self._worker = None
        return self._take_ready()  # each weight as soon as it is there: a slow laptop needs seconds for all of them

    def close(self) -> None:
        """End the worker, if it still runs."""
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait()
            self._worker = None

    def source(self, family: str, weight: int) -> tuple[str | None, bool]:
        """Return the file for a family and weight, and whether it has to be drawn bolder; None is pygame's own font."""
        if family != "lexend":
            path = reading_font(family, bold=weight >= 600)  # noqa: PLR2004 - from 600 on a weight is bold
            if path is not None:
                return path, False
        if weight in self._cut:
            return str(self._cut[weight]), False
        return (str(self._variable) if self._variable else None), weight >= 600  # noqa: PLR2004 - from 600 on a weight is bold

    def _take_ready(self) -> bool:
        before = len(self._cut)
        if self._folder is not None:
            for weight in WEIGHTS:
                path = self._folder / f"lexend-{weight}.ttf"
                if weight not in self._cut and path.exists():
                    self._cut[weight] = path
        self.generation += len(self._cut) != before
        return len(self._cut) != before


@lru_cache(maxsize=32)
def reading_font(family: str, *, bold: bool = False) -> str | None:
    """Return the file of a reading font if this system has it (asks the system once, about 0.1 s)."""
    for name in _READING.get(family, (family,)):
        found = pygame.font.match_font(name, bold=bold) or (bold and pygame.font.match_font(name))
        if found:
            return str(found)
    return None


def families() -> tuple[str, ...]:
    """Return the font families that can be chosen here; Lexend is always the first."""
    return ("lexend", *(family for family in _READING if reading_font(family)))


_BOLD_FACES = ("-Bold", "bd", "b")  # DejaVuSans-Bold, arialbd, segoeuib


@lru_cache(maxsize=64)
def heavier(path: str, letter: str) -> str | None:
    """Return the bold face that lies beside a fall-back font and has the letter too; None where there is none."""
    plain = Path(path)
    stem = plain.stem.removesuffix("-Regular")
    for ending in _BOLD_FACES:
        bold = plain.with_name(stem + ending + plain.suffix)
        if bold.exists() and covers(str(bold), letter):
            return str(bold)
    return None


def is_bold(path: str | None) -> bool:
    """Whether this is such a bold face, or the one that comes with pygame."""
    return path is not None and Path(path).stem.endswith((*_BOLD_FACES, "bold"))
