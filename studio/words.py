"""The sentences of the screens, one table a language and area: assets/words/<language>/<area>.json.

A table holds a sentence for each key, or one for each register where the two differ. A language is added by adding its
folder; what it lacks is said in English. The prompts, whose ids are kept, have tables of their own (reflections.prompts).
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

ENGLISH = "en"
_FOLDER = resources.files("assets") / "words"

Sentence = str | dict[str, str]


def say(key: str, register: str = "", language: str = ENGLISH, **filled: object) -> str:
    """Return the sentence of `key` ("area.name"), its places ({n}, {words}) filled; KeyError where English has none.

    Without a register it is the first of reflections.records.REGISTERS, read only where a sentence has more than one: the
    window's first frame needs no records. A regional language ("pt-BR") falls back to its own ("pt"), then to English.
    """
    area, _, name = key.partition(".")
    for spoken in (language, language.partition("-")[0], ENGLISH):
        if (found := table(spoken, area).get(name)) is not None:
            text = found if isinstance(found, str) else found[register or _usual()]
            return text.format(**filled) if "{" in text else text
    raise KeyError(key)


def _usual() -> str:
    from reflections.records import REGISTERS

    return REGISTERS[0]


def languages() -> tuple[str, ...]:
    """Name the languages that have a folder, English first."""
    found = sorted(each.name for each in _FOLDER.iterdir() if each.is_dir() and not each.name.startswith("_"))
    return (ENGLISH, *(name for name in found if name != ENGLISH))


def areas(language: str = ENGLISH) -> tuple[str, ...]:
    """Name the areas a language has sentences for."""
    return tuple(sorted(each.name.removesuffix(".json") for each in (_FOLDER / language).iterdir()))


@cache
def table(language: str, area: str) -> dict[str, Sentence]:
    """Read one table; {} where there is none."""
    place = _FOLDER / language / f"{area}.json"
    return json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
