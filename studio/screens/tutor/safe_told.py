"""What a file from another laptop does, in sentences: what is new, changed and gone, and texts that were changed on both."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.screens.tutor.safe import words
from studio.ui.nodes import Button, Card, Column, Node, Row, Text
from studio.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reflections import records

# what a person calls the rows of a table; the others are parts of these
NAMED = ("pupil", "session", "piece", "take", "version", "reflection", "goal", "review", "tutor_note")
FIELDS = {
    ("piece", "title"): "piece title",
    ("piece", "about"): "piece about",
    ("piece", "poem"): "piece poem",
    ("version", "name"): "version name",
    ("pupil", "alias"): "pupil alias",
    ("tutor_note", "next_time"): "next time",
}


def sentences(arrival: records.Arrival, how: str) -> list[str]:
    """What it does, a sentence a line; `how` is "would" before and "did" afterwards."""
    if arrival.nothing:
        return [words("all here")]
    found = [_counts(f"{how} {what}", getattr(arrival, what)) for what in ("added", "changed", "removed")]
    if arrival.erased:
        found.append(counted(f"tutor_safe.{how} erased", arrival.erased))
    if arrival.left_out:
        found.append(counted("tutor_safe.left out", arrival.left_out))
    found += [words("parked", goal=goal) for goal in arrival.parked]
    found += [words("doubled", title=title) for title in arrival.doubled]
    if arrival.both and how == "would":
        found.append(counted("tutor_safe.both would", len(arrival.both)))
    return found


def _counts(key: str, rows: Mapping[str, int]) -> str:
    if not rows:
        return words(f"{key} nothing")
    named = [counted(f"tutor_safe.n {table}", rows[table]) for table in NAMED if rows.get(table)]
    return words(key, what=", ".join(named) or words("small things"))


def two(n: int, text: records.TwoTexts, choose: Callable[[int], None]) -> Node:
    """Both texts, which stands, and a press that lets the other one stand."""
    name = FIELDS.get((text.entity, text.field), "text")
    return Card(
        Column(
            Text(words(f"text of {name}"), style="label", tone="text2", weight=600),
            _side(words("stands"), text.stands),
            Row(
                Column(_side(words("beside"), text.beside), grow=1),
                Button(f"two-{n}", words("choose this"), partial(choose, n), icon="repeat-2", hint=text.beside),
                wrap=True,
            ),
            gap=12,
        ),
        pad=16,
    )


def _side(told: str, text: str) -> Node:
    return Column(Text(told, style="label", tone="text2"), Text(text), gap=2)
