"""What was drawn and rendered for a pupil's pages, sealed beside their pack: the next page takes it from there."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from studio import files
from studio.papers import sealing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reflections.journal import Journal

MADE_AS: Final = 1  # another number draws and renders everything anew
MOST: Final = 80  # kept for one pupil; the rest is made again when it is wanted
SUFFIX: Final = ".drawn"
_LIST, _LETTERS = "list.json", "letters.woff2"


@dataclass(frozen=True, slots=True)
class Made:
    """A take or version as it was drawn, fit to stand in a page, and its sound as MP3: whole, and smaller by its grade."""

    drawing: str
    sound: bytes
    smaller: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stock:
    """All that lies there: by the key of what it was made of, oldest first; and the letters of pages (WOFF2)."""

    made: dict[str, Made] = field(default_factory=dict)
    letters: bytes = b""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the drawings of one pupil lie, and the key that only the open journal has."""

    path: Path
    key: bytes = field(repr=False)

    @classmethod
    def of(cls, journal: Journal, pupil: str) -> Shelf:
        """Find that of a pupil. On the writer."""
        return cls(sealing.place(journal.folder, pupil, SUFFIX), sealing.key_of(journal, pupil))

    def read(self) -> Stock:
        """Return what lies there; nothing where there is none, or it is not whole."""
        data = sealing.unsealed(self.path, self.key, self.path.name)
        if data is None:
            return Stock()
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                listed: dict[str, list[str]] = json.loads(file.read(_LIST))
                made = {key: _read(file, n, grades) for n, (key, grades) in enumerate(listed.items())}
                return Stock(made, file.read(_LETTERS))
        except (zipfile.BadZipFile, KeyError, ValueError, AttributeError):
            return Stock()

    def put(self, stock: Stock) -> None:
        """Put this there instead of what lay there, sealed; the last MOST of it. Raises OSError."""
        kept = dict(list(stock.made.items())[-MOST:])
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            for n, one in enumerate(kept.values()):
                file.writestr(f"{n}.svg", one.drawing, zipfile.ZIP_DEFLATED, 1)
                file.writestr(f"{n}.mp3", one.sound)
                for grade, sound in one.smaller.items():
                    file.writestr(f"{n}-{grade}.mp3", sound)
            file.writestr(_LETTERS, stock.letters)
            file.writestr(_LIST, json.dumps({key: list(one.smaller) for key, one in kept.items()}))
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.put(self.path, sealing.sealed(buffer.getvalue(), self.key, self.path.name), sure=False, mine=True)


def key_of(*made_of: Any) -> str:
    """Return a key that changes with anything that would be drawn or heard otherwise: plain values and bytes."""
    whole = json.dumps([MADE_AS, *made_of], sort_keys=True, default=lambda one: sha256(one).hexdigest())
    return sha256(whole.encode()).hexdigest()


def _read(file: zipfile.ZipFile, n: int, grades: list[str]) -> Made:
    smaller = {grade: file.read(f"{n}-{grade}.mp3") for grade in grades}
    return Made(file.read(f"{n}.svg").decode(), file.read(f"{n}.mp3"), smaller)
