"""English in Arabic letters, a letter for a letter: what a screen looks like in a language that is read from the right."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from reflections import prompts
from studio import words
from studio.lesson import Lesson
from studio.ui.lint import faults
from tests.studio.fakes import Pilot

ARABIC = "ar"
TEXTS = (100, 200)
_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz",
    "\u0627\u0628\u062a\u062f\u0629\u0641\u063a\u0647\u064a\u062c\u0643\u0644\u0645"
    "\u0646\u0648\u067e\u0642\u0631\u0633\u062a\u0648\u0641\u0636\u062e\u064a\u0632",
)
_KEPT = {"id", "minimum", "maximum"}


def pseudo(text: str) -> str:
    """Return a sentence with each letter an Arabic one; its places, digits and signs stay."""
    parts = re.split(r"(\{\w*\})", text)
    return "".join(part if part.startswith("{") else part.lower().translate(_LETTERS) for part in parts)


def told(value: Any) -> Any:
    """Return a whole table so."""
    match value:
        case str():
            return pseudo(value)
        case list():
            return [told(each) for each in value]
        case dict():
            return {key: held if key in _KEPT else told(held) for key, held in value.items()}
        case _:
            return value


@contextmanager
def tables() -> Iterator[None]:
    """While it lasts, "ar" has all that English has, in Arabic letters."""
    real, asked = words.table, prompts._table

    @cache
    def table(language: str, area: str) -> Any:
        return told(real(words.ENGLISH, area)) if language == ARABIC else real(language, area)

    @cache
    def prompt_table(language: str) -> Any:
        if language != ARABIC:
            return asked(language)
        english = asked(words.ENGLISH)
        return english | {
            "language": ARABIC,
            "scales": told(english["scales"]),
            "registers": told(english["registers"]),
        }

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "table", table)
        patch.setattr(prompts, "_table", prompt_table)
        yield


@contextmanager
def turned(pilot: Pilot, *, shipped: bool = False) -> Iterator[None]:
    """Show what is shown to somebody who reads it so, for as long as it lasts; what was pressed before stays pressed.

    With `shipped` in the Arabic that ships, and not in English by other letters.
    """
    studio, before = pilot.studio, (words.LISTENER.register, words.LISTENER.language)
    with nullcontext() if shipped else tables(), _their_own(pilot.lesson):
        words.speak_to(before[0], ARABIC)
        try:
            studio.ui.set_theme(studio._theme())
            studio.ui.show(studio.standing.frame(studio.screen))
            yield
        finally:
            words.speak_to(*before)
    studio.ui.set_theme(studio._theme())
    studio.change()
    pilot.turn()


@contextmanager
def _their_own(lesson: Lesson) -> Iterator[None]:
    """It is the laptop's own language, and that of whoever is at the keys."""
    laptop, chosen = lesson.laptop_language, lesson.mine.preferences
    lesson.laptop_language = ARABIC
    if chosen is not None:
        lesson.mine.preferences = replace(chosen, language=ARABIC)
    try:
        yield
    finally:
        lesson.laptop_language, lesson.mine.preferences = laptop, chosen


def unfit(pilot: Pilot) -> list[str]:
    """What does not fit where what is shown is turned round, at usual and at large text: a sentence each."""
    studio, usual, found = pilot.studio, pilot.studio.settings, []
    for text in TEXTS:
        studio.settings = studio.tools.settings = replace(usual, text_size=text)
        with turned(pilot):
            assert studio.ui.theme.rtl
            found += [f"{text} % from the right: {fault}" for fault in faults(studio.ui)]
    studio.settings = studio.tools.settings = usual
    studio.ui.set_theme(studio._theme())
    pilot.settle()
    return found
