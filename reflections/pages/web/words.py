"""The sentences of pages in the browser, from the same tables as those of the screens: assets/words/<language>/<area>.json."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

from assets import plural
from reflections.pages.render import plain

ENGLISH = "en"
_CUT = "\N{HORIZONTAL ELLIPSIS}"


def say(key: str, language: str = ENGLISH, **filled: Any) -> str:
    """Return the sentence of "area.name" with its places filled; what a language lacks is English. KeyError without it."""
    area, _, name = key.partition(".")
    for spoken in (language, language.partition("-")[0], ENGLISH):
        if (found := _table(spoken, area).get(name)) is not None:
            text = found if isinstance(found, str) else next(iter(found.values()))
            return text.format(**filled) if filled else text
    raise KeyError(key)


def has(key: str) -> bool:
    """Say whether the tables know a sentence."""
    area, _, name = key.partition(".")
    return name in _table(ENGLISH, area)


def counted(key: str, n: int, language: str = ENGLISH, **filled: Any) -> str:
    """Return the sentence of "key one" or "key many" for a number of things; "key two" or "key few" where a language has it."""
    form = plural(n, language if _own(f"{key} many", language) else ENGLISH)
    return say(
        f"{key} {form}" if form == "one" or _own(f"{key} {form}", language) else f"{key} many", language, n=n, **filled
    )


def _own(key: str, language: str) -> bool:
    """Whether the language itself has a sentence."""
    area, _, name = key.partition(".")
    return any(name in _table(spoken, area) for spoken in (language, language.partition("-")[0]))


def said(key: str, language: str = ENGLISH, **filled: Any) -> Markup:
    """Return the sentence as markup in which whatever is filled in stands by itself: a word can not turn the line around.

    What was cut ends with three dots, and no full stop makes them four.
    """
    sentence = say(key, language)
    for name, value in filled.items():
        if isinstance(value, str) and value.endswith(_CUT):
            sentence = sentence.replace(f"{{{name}}}.", f"{{{name}}}")
    text = escape(sentence)
    return text.format(**{name: _shown(value, language) for name, value in filled.items()})


def day(when: date, language: str = ENGLISH) -> str:
    """Write a date short, as in "3 Oct"."""
    return say("dates.short", language, day=when.day, short=say(f"dates.short month {when.month}", language))


def _shown(value: Any, language: str) -> Markup:
    match value:
        case date():
            return escape(day(value, language))
        case int():
            return escape(str(value))
    return Markup("<bdi>{}</bdi>").format(plain(value))


@cache
def _table(language: str, area: str) -> dict[str, str | dict[str, str]]:
    place = files("assets") / "words" / language / f"{area}.json"
    return json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
