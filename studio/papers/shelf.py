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
    from reflections.records import Illustration

MADE_AS: Final = 1  # another number draws and renders everything anew
MOST: Final = 80  # illustrations; the rest is made again when it is wanted
SUFFIX: Final = ".drawn"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the drawings of one pupil lie, and the key that only the open journal has."""

    path: Path
    key: bytes = field(repr=False)

    @classmethod
    def of(cls, journal: Journal, pupil: str) -> Shelf:
        """Find that of a pupil. On the writer."""
        return cls(sealing.place(journal.folder, pupil, SUFFIX), sealing.key_of(journal, pupil))

    def read(self) -> dict[str, Illustration]:
        """Return what lies there by `key_of`, oldest first; nothing where there is none, or it is not whole."""
        data = sealing.unsealed(self.path, self.key, self.path.name)
        if data is None:
            return {}
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                listed: list[dict[str, Any]] = json.loads(file.read("list.json"))
                return {one["key"]: _read(file, one) for one in listed}
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError):
            return {}

    def put(self, drawn: Mapping[str, Illustration]) -> None:
        """Put these there instead of what lay there, sealed; the last MOST of them. Raises OSError."""
        kept = list(drawn.items())[-MOST:]
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as file:
            listed = [_written(file, n, key, one) for n, (key, one) in enumerate(kept)]
            file.writestr("list.json", json.dumps(listed))
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.put(self.path, sealing.sealed(buffer.getvalue(), self.key, self.path.name), sure=False)


def key_of(made_of: Mapping[str, Any], stretch: tuple[float, float] | None) -> str:
    """Return a key that changes with anything that would be drawn or heard otherwise; plain values."""
    whole = json.dumps([MADE_AS, made_of, stretch], sort_keys=True)
    return sha256(whole.encode()).hexdigest()


def _written(file: zipfile.ZipFile, n: int, key: str, one: Illustration) -> dict[str, Any]:
    file.writestr(f"{n}.svg", one.svg, zipfile.ZIP_DEFLATED, 1)
    file.writestr(f"{n}.mp3", one.mp3)
    times = {"first": dict(one.note_seconds), "again": {name: list(at) for name, at in one.again_seconds.items()}}
    return {"n": n, "key": key, **times}


def _read(file: zipfile.ZipFile, one: dict[str, Any]) -> Illustration:
    from reflections.records import Illustration

    n = one["n"]
    again = {name: tuple(at) for name, at in one["again"].items()}
    return Illustration(file.read(f"{n}.svg").decode(), one["first"], file.read(f"{n}.mp3"), again)
