"""The sentences of the screens, one table a language and area: assets/words/<language>/<area>.json.

A table holds a sentence for each key, or one for each register where the two differ. A language is added by adding its
folder; what it lacks is said in English. The prompts, whose ids are kept, have tables of their own (reflections.prompts).

A window speaks to one person at a time: the studio says to whom (`speak_to`), and no screen has to.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from reflections.records import Question

T = TypeVar("T")

ENGLISH = "en"
_FOLDER = resources.files("assets") / "words"

Sentence = str | dict[str, str]


@dataclass(slots=True)
class Listener:
    """Who is spoken to now; without a register it is the first of reflections.records.REGISTERS."""

    register: str = ""
    language: str = ENGLISH


LISTENER = Listener()


def speak_to(register: str = "", language: str = ENGLISH) -> bool:
    """From now on the words are for them; True where that makes others of the same keys."""
    if (LISTENER.register, LISTENER.language) == (register, language):
        return False
    LISTENER.register, LISTENER.language = register, language
    return True


def say(key: str, register: str = "", language: str = "", **filled: Any) -> str:
    """Return the sentence of `key` ("area.name"), its places ({n}, {words}) filled; KeyError where English has none.

    It is for whoever is spoken to now, unless a register or language is named. The registers are read only where a sentence
    has more than one: the window's first frame needs no records. "pt-BR" falls back to "pt", then to English.
    """
    area, _, name = key.partition(".")
    language = language or LISTENER.language
    for spoken in (language, language.partition("-")[0], ENGLISH):
        if (found := table(spoken, area).get(name)) is not None:
            text = found if isinstance(found, str) else found[register or LISTENER.register or _usual()]
            return text.format(**filled) if "{" in text else text
    raise KeyError(key)


def _usual() -> str:
    from reflections.records import REGISTERS

    return REGISTERS[0]


def told(key: str, usual: str) -> str:
    """Return what the language of whoever is spoken to has for something whose English lies with it, as a tune's line does."""
    area, _, name = key.partition(".")
    for spoken in (LISTENER.language, LISTENER.language.partition("-")[0]):
        if isinstance(found := table(spoken, area).get(name), str):
            return found
    return usual


def prompt(which: str, register: str = "", language: str = "", **filled: Any) -> str:
    """Return one of the fixed prompts of reflections, for whoever is spoken to now unless somebody else is named."""
    from reflections import prompts

    return prompts.words(which, *_whose(register, language), **filled)


def question(which: str, register: str = "", language: str = "") -> Question:
    """Return one of the fixed prompts with its answers, likewise."""
    from reflections import prompts

    return prompts.question(which, *_whose(register, language))


def safety(which: str, register: str = "", language: str = "") -> str:
    """Return a safety line, with the English beneath while nobody has checked its translation."""
    from reflections import prompts

    said, beneath = prompt(which, register, language), prompts.english_beneath(which, *_whose(register, language))
    return f"{said} ({beneath})" if beneath else said


def _whose(register: str, language: str) -> tuple[str, str]:
    return register or LISTENER.register or _usual(), language or LISTENER.language


def counted(key: str, n: int, **filled: Any) -> str:
    """Return the sentence of "key one" or "key many" for a number of things."""
    return say(f"{key} {'one' if n == 1 else 'many'}", n=n, **filled)


def options(key: str, values: Iterable[T]) -> tuple[tuple[T, str, None], ...]:
    """Return what there is to choose from: each value with the sentence of "key value", and no icon."""
    return tuple((value, say(f"{key} {value}"), None) for value in values)


def day(when: date, how: str = "day") -> str:
    """A day as people write it, in one of the ways of the table "dates": 3 October 2026; "short" is 3 Oct."""
    return say(
        f"dates.{how}",
        day=when.day,
        month=say(f"dates.month {when.month}"),
        short=say(f"dates.short month {when.month}"),
        weekday=say(f"dates.weekday {when.isoweekday()}"),
        year=when.year,
        time=f"{when:%H:%M}",
    )


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
