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
from unicodedata import bidirectional

from assets import plural, reads_right

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from instruments.sounds import Sound
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
            return text.format(**_isolated(filled, spoken)) if "{" in text else text
    raise KeyError(key)


def refused(sentence: str) -> str:
    """Return what the journal, the engine or a reader of files says in English, in the language of whoever is spoken to now."""
    if LISTENER.language == ENGLISH:
        return sentence
    from assets import refusals

    return refusals.told(sentence, LISTENER.language)


def file_name(key: str, **filled: Any) -> str:
    """Return a sentence that a file is called by: without the marks of direction, which nobody sees or could type."""
    return say(key, **filled).replace("\u2068", "").replace("\u2069", "")


def beside(*said: str) -> str:
    """Return what stands in one line with commas between, none turning round what is beside it; what is empty is left out."""
    return say("frame.comma").join(_isolated({"": each}, LISTENER.language)[""] for each in said if each)


def from_the_right() -> bool:
    """Whether whoever is spoken to now reads from the right."""
    return reads_right(LISTENER.language)


def _isolated(filled: dict[str, Any], spoken: str) -> dict[str, Any]:
    """Return what is filled in so that a name of the other direction turns nothing round that stands beside it."""
    other = {"L"} if reads_right(spoken) else {"R", "AL"}
    alone = {name: f"\u2068{held}\u2069" for name, held in filled.items() if _has_any(held, other)}
    return filled | alone


def _has_any(held: Any, directions: set[str]) -> bool:
    if not isinstance(held, str) or (held.isascii() and "L" not in directions):
        return False
    return any(bidirectional(letter) in directions for letter in held)


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


def of_sound(known: Sound) -> str:
    """Return what a sound of the catalogue is called; its English lies with it."""
    return told(f"sounds.{known.id}", known.name)


def prompt(which: str, register: str = "", language: str = "", **filled: Any) -> str:
    """Return one of the fixed prompts of reflections, for whoever is spoken to now unless somebody else is named."""
    from reflections import prompts

    register, language = _whose(register, language)
    return prompts.words(which, register, language, **_isolated(filled, language))


def question(which: str, register: str = "", language: str = "") -> Question:
    """Return one of the fixed prompts with its answers, likewise."""
    from reflections import prompts

    return prompts.question(which, *_whose(register, language))


def safety(which: str, register: str = "", language: str = "", *, in_line: bool = False) -> str:
    """Return a safety line, with the English beneath while nobody has checked its translation.

    `in_line` is for a button: without the stop at its end, the English after it in brackets.
    """
    from reflections import prompts

    register, language = _whose(register, language)
    said, beneath = prompt(which, register, language), prompts.english_beneath(which, register, language)
    if in_line:
        said, beneath = said.rstrip("."), beneath.rstrip(".")
        return f"{said} ({_isolated({'': beneath}, language)['']})" if beneath else said
    return f"{said}\n{beneath}" if beneath else said


def _whose(register: str, language: str) -> tuple[str, str]:
    return register or LISTENER.register or _usual(), language or LISTENER.language


def counted(key: str, n: int, **filled: Any) -> str:
    """Return the sentence of "key one" or "key many" for a number of things; "key two" or "key few" where a language has it."""
    many = f"{key} many"
    form = (
        plural(n, LISTENER.language) if told(many, "") else plural(n)
    )  # what a language lacks is counted as in English
    return say(f"{key} {form}" if form in {"one", "many"} or told(f"{key} {form}", "") else many, n=n, **filled)


class Speaking:
    """Says the sentences to whoever is spoken to now, for what is given somebody to say them."""

    say = staticmethod(say)
    counted = staticmethod(counted)

    @property
    def language(self) -> str:
        """The language of whoever is spoken to now."""
        return LISTENER.language


SPEAKING = Speaking()


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


def own_name(language: str) -> str:
    """Return what a language calls itself, and that it is a first draft while nobody who speaks it has read it."""
    from reflections import prompts

    name = say("look.own name", language=language)
    return name if prompts.is_checked(language) else say("look.first draft", language=language, name=name)


def areas(language: str = ENGLISH) -> tuple[str, ...]:
    """Name the areas a language has sentences for."""
    return tuple(sorted(each.name.removesuffix(".json") for each in (_FOLDER / language).iterdir()))


@cache
def table(language: str, area: str) -> dict[str, Sentence]:
    """Read one table; {} where there is none."""
    place = _FOLDER / language / f"{area}.json"
    return json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
