"""How this laptop's window looks and sounds before anyone is known: a small file beside the vault, nothing personal in it."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from studio import files

FILE = "window.json"
CHOICES = {
    "theme": ("night", "day", "cream", "contrast"),
    "text_size": (100, 125, 150, 200),
    "spacing": (100, 125, 150),
    "output": ("auto", "miniaudio", "sounddevice", "jack", "null"),
    "music_as": ("falling", "stave"),
    "note_colours": ("hand", "pitch"),
    "keys_there": (0, 25, 37, 49, 61, 76, 88),
    "period": (64, 128, 256, 512, 1024),
}
LEVELS = {
    "master": "volume",
    "keyboard": "keys",
    "backing": "backing",
    "click": "click",
    "count": "count",
    "most": "most",
}  # what the engine calls it, and its name here


@dataclass(frozen=True, slots=True)
class Settings:
    """Look and sound of the window; sizes in percent, `period` in frames, the levels from `volume` to `most` 0 to 1.

    `device` is an output's name where one was chosen, empty for the one the system uses; `most` is the hearing-safe maximum.
    """

    theme: str = "night"
    text_size: int = 100
    spacing: int = 100  # between lines, in percent
    font: str = "lexend"
    calm: bool = False
    less_motion: bool = False
    note_names: bool = True
    music_as: str = "falling"
    note_colours: str = "hand"
    fingers: bool = False
    read_aloud: bool = False
    language: str = "en"  # of the tutor's side, and of whoever has not said which is theirs
    volume: float = 0.8
    keys: float = 1.0
    backing: float = 0.8
    click: float = 0.7
    count: float = 0.7
    most: float = 1.0
    output: str = "auto"
    device: str = ""
    period: int = 256
    keys_there: int = 0  # how many keys the keyboard has; 0: as its name says

    def to_file(self, folder: Path) -> None:
        """Write it whole or not at all; a full disk only means that the next start looks as before."""
        with contextlib.suppress(OSError):
            files.put(folder / FILE, json.dumps(asdict(self)), sure=False)  # not worth a wait on the loop

    @classmethod
    def from_file(cls, folder: Path) -> Settings:
        """What was kept, with the defaults for whatever is missing or makes no sense."""
        try:
            kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        return replace(cls(), **_sensible(kept)) if isinstance(kept, dict) else cls()


def _sensible(kept: dict[str, Any]) -> dict[str, Any]:
    good: dict[str, Any] = {}
    for field in fields(Settings):
        value = kept.get(field.name)
        if type(value) is not type(field.default):
            continue
        if value not in CHOICES.get(field.name, (value,)):
            continue
        if field.name in LEVELS.values() and not 0 <= kept[field.name] <= 1:
            continue
        good[field.name] = value
    return good


def cache_folder() -> Path:
    """Where what can be made again is kept: typefaces cut to weight. Beside the journal where that lies somewhere of its own."""
    if os.environ.get("SOUNDFOLIO_DATA"):
        return data_folder(None) / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("soundfolio", appauthor=False)


def data_folder(given: str | None) -> Path:
    """Where the journal lies: `--data`, else SOUNDFOLIO_DATA, else the user's data folder of this system."""
    if given:
        return Path(given).expanduser()
    if from_environment := os.environ.get("SOUNDFOLIO_DATA"):
        return Path(from_environment).expanduser()
    from platformdirs import user_data_path

    return user_data_path("soundfolio", appauthor=False)
