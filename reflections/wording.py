"""Text from people made safe to keep: normal form, no control or direction-changing characters, a length."""

from __future__ import annotations

import re
import unicodedata

from reflections.errors import NotAllowed

_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_UNSEEN = frozenset({"Cf", "Zl", "Zp", "Zs"})  # a name of these alone is none
_LAST_TWO = 0xFFFE  # of each plane are no characters, as those from FDD0 on: no XML may hold the first of them
_KEPT_BREAKS = "\n\t"
_SCHOOL = re.compile(
    r"\b(school|academy|college|primary|secondary|infants?|juniors?|high|grammar|nursery|pru)\b",
    re.IGNORECASE,
)
LONGEST_TEXT = 100_000


def clean(text: str, *, most: int, what: str, needed: bool = False, lines: bool = False) -> str:
    """Return `text` in NFC without control characters, trimmed; NotAllowed if longer than `most`, or when needed nothing is seen."""
    kept = unicodedata.normalize("NFC", "".join(filter(_harmless, text)))
    tidy = kept.strip() if lines else " ".join(kept.split())
    if needed and all(unicodedata.category(c) in _UNSEEN for c in tidy):
        message = f"Please give {what}."
        raise NotAllowed(message)
    if len(tidy) > most:
        message = f"Please keep {what} to {most} characters. It has {len(tidy)}."
        raise NotAllowed(message)
    return tidy


def one_of(value: str, allowed: tuple[str, ...], what: str) -> str:
    """Return `value` when it is among `allowed`, else NotAllowed naming the choices."""
    if value not in allowed:
        message = f"{what} is one of {', '.join(filter(None, allowed))}; not {value!r}."
        raise NotAllowed(message)
    return value


def looks_like_a_school(label: str) -> bool:
    """Say whether a place's label seems to name a school, so that the tutor can be asked for another."""
    return _SCHOOL.search(label) is not None


def may_name_somebody(alias: str) -> bool:
    """Say whether a name for here seems to be a whole one, or to name a school: a first name or a nickname is enough."""
    capital = [word for word in alias.split() if word[:1].isupper() and len(word.strip(".")) > 1]
    return len(capital) > 1 or looks_like_a_school(alias)


def _harmless(character: str) -> bool:
    """Keep letters of every script and emoji with their joiners; drop controls, surrogates, direction marks and what is no sign."""
    if character in _KEPT_BREAKS:
        return True
    if ord(character) & _LAST_TWO == _LAST_TWO or "\ufdd0" <= character <= "\ufdef":
        return False
    return character not in _TURNING and unicodedata.category(character) not in {"Cc", "Cs"}
