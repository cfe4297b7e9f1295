"""What was played and lies in no take yet, phrase by phrase: what a pupil is asked about on leaving. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.capture import Phrase
from instruments.events import RATE, NoteOn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from instruments.events import Played

Span = tuple[int, int]  # frames, from and up to
TAIL = RATE // 4  # a phrase ends with its last key; the sound of it a little later
FEWEST_NOTES = 2  # one key pressed in passing is not offered, but let go only with the rest


def unkept(
    phrases: Iterable[Phrase], kept: Sequence[Span], since: int, cut: Callable[[int, int], tuple[Played, ...]]
) -> tuple[Phrase, ...]:
    """Return what of the phrases from frame `since` on lies outside the spans that takes hold; `cut` gives its events."""
    found: list[Phrase] = []
    for phrase in phrases:
        if phrase.end <= since:
            continue
        for start, end in outside((max(phrase.start, since), phrase.end + TAIL), kept):
            notes = sum(isinstance(event, NoteOn) for event in cut(start, end))
            if notes >= FEWEST_NOTES:
                found.append(Phrase(start, end, notes))
    return tuple(found)


def outside(span: Span, kept: Sequence[Span]) -> list[Span]:
    """Cut the kept spans out of one span; what is left, in order."""
    left = [span]
    for start, end in kept:
        left = [
            piece
            for begun, ended in left
            for piece in ((begun, min(ended, start)), (max(begun, end), ended))
            if piece[0] < piece[1]
        ]
    return left
