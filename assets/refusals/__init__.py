"""What is refused and what fails, in other languages: a table each, from the English sentence to its own.

The journal, the engine and what reads files know no window and nobody's language: their errors are English sentences. Whoever
shows one looks it up here. What is filled in stands as {0}, {1} in the table, in the order in which English fills it in.
"""

import json
import re
from functools import cache
from importlib.resources import files

from assets import reads_right

PLACE = re.compile(r"\{\w*\}")
ALONE, ITS_END = "\u2068", "\u2069"  # of Unicode: what stands between turns nothing round


def told(sentence: str, language: str) -> str:
    """Return a sentence in a language ("pl", "pt-BR"); as it is where the language has no such table or the table lacks it."""
    for spoken in (language, language.partition("-")[0]):
        if table := _table(spoken):
            if (found := table.get(sentence)) is not None:
                return found
            for pattern, other in _patterns(spoken):
                if match := pattern.fullmatch(sentence):
                    return other.format(*(_by_itself(held, spoken) for held in match.groups()))
    return sentence


def _by_itself(held: str, language: str) -> str:
    """A sentence within a sentence is said too; a word of the other direction turns nothing round that stands beside it."""
    if held.endswith("."):
        held = told(held, language)
    return f"{ALONE}{held}{ITS_END}" if reads_right(language) or not held.isascii() else held


@cache
def _table(language: str) -> dict[str, str]:
    place = files(__name__) / f"{language}.json"
    known: dict[str, str] = json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
    return known


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Those in which something is filled in, the longest first: a short one might take a longer one's place."""
    filled = sorted((key for key in _table(language) if PLACE.search(key)), key=len, reverse=True)
    return tuple(
        (re.compile("(.+)".join(map(re.escape, PLACE.split(key))), re.DOTALL), _table(language)[key]) for key in filled
    )
