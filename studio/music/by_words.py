"""What was typed, folded as titles are, and what it fits: where each word begins one of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.music import screening

if TYPE_CHECKING:
    from collections.abc import Callable

Asked = list[tuple[str, ...]]
"""For each word the ways in which it may be written, a space before it."""


def asked(words: str) -> Asked:
    """Fold what was typed (fruhling, fruehling); empty where no word is in it."""
    ways = zip(
        screening.folded(words).split(),
        screening.folded(words.casefold().translate(screening.SPELT)).split(),
        strict=False,
    )
    return [tuple({f" {plain}", f" {spelt}"}) for plain, spelt in ways]


def fitting(words: Asked) -> Callable[[str], bool]:
    """Return what says whether each word begins one of a text's (which has a space before each of its own)."""
    if any(len(ways) > 1 for ways in words):
        return lambda text: all(any(way in text for way in ways) for ways in words)
    first, *others = (ways[0] for ways in words)
    if not others:
        return lambda text: first in text
    return lambda text: first in text and all(other in text for other in others)


def nearly(words: Asked) -> list[list[str]]:
    """The words as they are looked for with slips; none where a title of them would not be shown, for others are near it."""
    plain = [[way.strip() for way in ways] for ways in words]
    ways = " ".join(ways[0] for ways in plain)
    return [] if screening.hides(ways) or screening.rude(ways) else plain
