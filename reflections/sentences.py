"""The sentences of pages and papers, from the same tables as those of the screens: assets/words/<language>/<area>.json.

A page speaks one language: `Spoken` says all of it in that one. What a language lacks is said in English.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from assets import plural, reads_right

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ENGLISH = "en"
_CODE = re.compile(r"[A-Za-z0-9_-]{1,35}")
_CUT = "\N{HORIZONTAL ELLIPSIS}"
# Signs that turn the direction of what follows: a word must not spill over into the page.
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


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


def day(when: date, language: str = ENGLISH, how: str = "short") -> str:
    """Write a date in one of the ways of the table "dates": short is "3 Oct", day is "3 October 2026"."""
    return say(
        f"dates.{how}",
        language,
        day=when.day,
        month=say(f"dates.month {when.month}", language),
        short=say(f"dates.short month {when.month}", language),
        weekday=say(f"dates.weekday {when.isoweekday()}", language),
        year=when.year,
        time=f"{when:%H:%M}",
    )


def months(first: date | None, latest: date | None, language: str = ENGLISH) -> str:
    """Write a span of time, as in "September to November 2026"; "" where there is none."""
    if first is None or latest is None:
        return ""
    one, two = (say(f"story.month {when.month}", language) for when in (first, latest))
    if first.year != latest.year:
        return say("dates.span years", language, one=one, year=first.year, two=two, later=latest.year)
    if one == two:
        return say("dates.span month", language, one=one, year=first.year)
    return say("dates.span months", language, one=one, two=two, year=first.year)


def plain(value: object) -> object:
    """Leave out signs that turn the direction of what follows."""
    return value.translate(_TURNING) if isinstance(value, str) and not isinstance(value, Markup) else value


@dataclass(frozen=True, slots=True)
class Spoken:
    """One language, and everything said in it."""

    language: str = ENGLISH

    @property
    def direction(self) -> str:
        """How its lines are read: "ltr" or "rtl"."""
        return "rtl" if reads_right(self.language) else "ltr"

    def say(self, key: str, **filled: Any) -> str:
        """Return the sentence of "area.name"."""
        return say(key, self.language, **filled)

    def said(self, key: str, **filled: Any) -> Markup:
        """Return it as markup, with what is filled in standing by itself."""
        return said(key, self.language, **filled)

    def counted(self, key: str, n: int, **filled: Any) -> str:
        """Return it for a number of things."""
        return counted(key, n, self.language, **filled)

    def known(self, key: str, otherwise: str = "") -> str:
        """Return the sentence, or `otherwise` where the tables have none: of a word that the journal keeps."""
        return say(key, self.language) if has(key) else otherwise

    def of(self, area: str) -> Callable[..., str]:
        """Return what says the sentences of one table by their names alone."""

        def tell(which: str, /, **filled: Any) -> str:
            return say(f"{area}.{which}", self.language, **filled)

        return tell

    def day(self, when: date, how: str = "short") -> str:
        """Write a date, as `day` does."""
        return day(when, self.language, how)

    def span(self, first: date, latest: date) -> str:
        """Write "3 Oct to 10 Oct", or the one day that it is."""
        one, two = self.day(first), self.day(latest)
        return one if first == latest else say("dates.span days", self.language, one=one, two=two)

    def months(self, first: date | None, latest: date | None) -> str:
        """Write a span of time, as `months` does."""
        return months(first, latest, self.language)

    @property
    def comma(self) -> str:
        """What stands between two words of a row, with its space."""
        return say("frame.comma", self.language)

    def listed(self, words: Iterable[str]) -> str:
        """Return words in a row with commas between; what is empty is left out."""
        return self.comma.join(filter(None, words))

    def joined(self, words: Iterable[str]) -> str:
        """Return what has commas of its own in a row with semicolons between; what is empty is left out."""
        return say("frame.semicolon", self.language).join(filter(None, words))


def tongue(language: str, area: str) -> Spoken:
    """Return the language if it has the table of that name, else English: a page says the language that it is in."""
    has_it = any(_table(spoken, area) for spoken in (language, language.partition("-")[0]))
    return Spoken(language if has_it else ENGLISH)


def upper(words: str) -> str:
    """Begin with a capital and leave the rest as it is."""
    return words[:1].upper() + words[1:]


def _shown(value: Any, language: str) -> Markup:
    match value:
        case date():
            return escape(day(value, language))
        case int():
            return escape(str(value))
        case Markup():
            return value
    return Markup("<bdi>{}</bdi>").format(plain(value))


@cache
def _table(language: str, area: str) -> dict[str, str | dict[str, str]]:
    if not _CODE.fullmatch(language):
        return {}  # a journal's setting is no path
    place = files("assets") / "words" / language / f"{area}.json"
    return json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
