"""What the piano's keys do while something is asked: each key's cap with a word, and the keys as they are drawn to answer on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.ui import answer_keys
from studio.ui.nodes import Card, Node, Row, Text
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflections.records import Question
    from studio.answers import Filling

    Caps = Iterable[tuple[str, str]]  # a key, and what it does as it is called in the table

PICKED_ONLY = frozenset({"T9", "T9b"})  # who may hear and read is one of a few, and never told in words
SAY = ("F", "say it")
CAPS = {
    "ladder": (("C", "down"), ("D", "up"), ("G", "done")),
    "chips": (("C", "back"), ("D", "next"), ("E", "pick"), SAY, ("G", "done")),
    "words": (SAY,),
}
SKIPS_AND_AGAIN = (("A", "skip"), ("B", "hear it again"))


def of(question: Question, *, quiet: bool = False) -> Node:
    """The keys of one question; `quiet` is with nothing to hear again, and no voice."""
    always = SKIPS_AND_AGAIN[:1] if quiet else SKIPS_AND_AGAIN
    if question.kind == "scale":
        return Text(say("reflect.hold a key until"), style="label", tone="text2")
    if question.kind == "keep":
        chosen = zip("CDE", (choice.words.lower() for choice in question.choices), strict=False)
        return _row((*chosen, *_said(always)))
    meant = [cap for cap in CAPS.get(question.kind, ()) if cap != SAY or not (quiet or question.prompt in PICKED_ONLY)]
    return row((*meant, *always))


def row(caps: Caps) -> Node:
    """Some keys and what each does."""
    return _row(_said(caps))


def _said(caps: Caps) -> tuple[tuple[str, str], ...]:
    return tuple((letter, say(f"reflect.cap {words}")) for letter, words in caps)


def _row(caps: Caps) -> Node:
    return Row(
        Text(say("reflect.hold a key"), style="label", tone="text2"),
        *[
            Row(
                Card(Text(letter, style="label", weight=700), tone="s2", pad=6),
                Text(words, style="label", tone="text2"),
                gap=8,
            )
            for letter, words in caps
        ],
        gap=16,
        wrap=True,
    )


def on_keys(filling: Filling | None, again: str = "") -> tuple[answer_keys.Answer, ...]:
    """The keys to answer on; the one that is held fills."""
    words = {
        "A": (say("reflect.skip"), "skip-forward"),
        "B": (again or say("reflect.hear it again"), "volume-2"),
    }
    return tuple(
        answer_keys.Answer(
            letter, *words.get(letter, ("", "")), fill=filling.share if filling and filling.key == letter else 0.0
        )
        for letter in "CDEFGAB"
    )
