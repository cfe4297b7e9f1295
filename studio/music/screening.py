"""Which titles never show: songs of hate, killing, drink, sex or war, by a list in assets in the languages of the corpus."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple
from zlib import crc32

_PLAIN: Final = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th"})
SPELT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
"""How German writes its umlauts where there are none."""
_LOST: Final = str.maketrans("", "", "äöü")
_NO_WORD: Final = re.compile(r"[^0-9a-z]+")
_KINDS: Final = ("title", "word", "part")


class Screen(NamedTuple):
    """The list, folded: whole titles, words, beginnings of words, phrases (a space around them), and pieces of words."""

    titles: frozenset[str]
    words: frozenset[str]
    beginnings: tuple[str, ...]
    phrases: tuple[str, ...]
    parts: tuple[str, ...]
    digest: str

    def hides(self, title: str) -> bool:
        """Whether a title must not be shown."""
        return any(self._hides(folded(way)) for way in _ways(title))

    def _hides(self, plain: str) -> bool:
        words = plain.split()
        spaced = f" {plain} "
        return (
            plain in self.titles
            or not self.words.isdisjoint(words)
            or any(word.startswith(self.beginnings) for word in words)
            or any(phrase in spaced for phrase in self.phrases)
            or any(part in plain for part in self.parts)
        )


def _ways(title: str) -> tuple[str, ...]:
    """Give a title as it is, with its umlauts spelt out and with them lost: the list writes words in any of these ways."""
    if title.isascii():
        return (title,)
    whole = unicodedata.normalize("NFC", title).lower()
    return title, whole.translate(SPELT), whole.translate(_LOST)


def folded(text: str) -> str:
    """Write text without accents, case or marks, one space between words: what searching and screening compare."""
    if text.isascii():
        return _NO_WORD.sub(" ", text.lower()).strip()
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return _NO_WORD.sub(" ", "".join(letter for letter in bare if not unicodedata.combining(letter))).strip()


def read(text: str) -> Screen:
    """Read a list; a line is `title: ...`, `word: ...` (a `*` at its end lets the word go on) or `part: ...`.

    ValueError names a line that is none of these: a rule that is not understood must not pass for one that is kept.
    """
    rules: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for line in text.splitlines():
        rule = line.partition("#")[0].strip()
        if not rule:
            continue
        kind, colon, what = rule.partition(":")
        if not colon or kind not in rules:
            raise ValueError(f"“{rule}” is no rule of the list of titles.")
        rules[kind] += [one.strip() for one in ([what] if kind == "title" else what.split(",")) if folded(one)]
    single = [rule for rule in rules["word"] if " " not in folded(rule)]
    phrases = [rule for rule in rules["word"] if " " in folded(rule)]
    return Screen(
        frozenset(map(folded, rules["title"])),
        frozenset(folded(rule) for rule in single if not rule.endswith("*")),
        tuple(folded(rule) for rule in single if rule.endswith("*")),
        tuple(f" {folded(rule)}" + ("" if rule.endswith("*") else " ") for rule in phrases),
        tuple(map(folded, rules["part"])),
        f"{crc32(text.encode()):08x}-{len(text)}",
    )


@lru_cache(maxsize=1)
def screen() -> Screen:
    """Read the list in assets, once."""
    from importlib import resources

    return read(resources.files("assets").joinpath("folk", "screened.txt").read_text("utf-8"))


def hides(title: str) -> bool:
    """Whether a title is on the list and must not be shown."""
    return screen().hides(title)


@lru_cache(maxsize=1)
def of_names() -> Screen:
    """Read the short list of what no name that somebody gives may hold, once."""
    from importlib import resources

    return read(resources.files("assets").joinpath("folk", "rude.txt").read_text("utf-8"))


def rude(name: str) -> bool:
    """Whether a name that somebody gives is rude or hateful; songs have plain words in their names that folk tunes are hidden for."""
    return of_names().hides(name)
