"""Which titles never show: songs of hate, killing, drink, sex or war, by a list in assets in the languages of the corpus."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Final, NamedTuple

_PLAIN: Final = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th"})
_NO_WORD: Final = re.compile(r"[^0-9a-z]+")


class Screen(NamedTuple):
    """What the list asks for: whole titles, words that stand alone or begin a word, and pieces of words; all folded."""

    titles: frozenset[str]
    words: re.Pattern[str]
    parts: re.Pattern[str]

    def hides(self, title: str) -> bool:
        """Whether a title must not be shown."""
        plain = folded(title)
        return plain in self.titles or bool(self.words.search(plain) or self.parts.search(plain.replace(" ", "")))


def folded(text: str) -> str:
    """Write text without accents, case or marks, one space between words: what searching and screening compare."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return _NO_WORD.sub(" ", "".join(letter for letter in bare if not unicodedata.combining(letter))).strip()


@lru_cache(maxsize=1)
def screen() -> Screen:
    """Read the list; a line is `title: ...`, `word: ...` (a `*` at its end lets it go on) or `part: ...`."""
    kinds: dict[str, list[str]] = {"title": [], "word": [], "part": []}
    text = resources.files("assets").joinpath("folk", "screened.txt").read_text("utf-8")
    for line in text.splitlines():
        rule = line.partition("#")[0].strip()
        if rule:
            kind, _, what = rule.partition(":")
            kinds[kind] += [one.strip() for one in what.split(",")] if kind != "title" else [what.strip()]
    whole = "|".join(re.escape(folded(one)) + (r"\w*" if one.endswith("*") else "") for one in kinds["word"])
    parts = "|".join(re.escape(folded(one).replace(" ", "")) for one in kinds["part"])
    return Screen(
        frozenset(folded(one) for one in kinds["title"]),
        re.compile(rf"\b(?:{whole})\b" if whole else r"(?!)"),
        re.compile(parts or r"(?!)"),
    )


def hides(title: str) -> bool:
    """Whether a title is on the list and must not be shown."""
    return screen().hides(title)
