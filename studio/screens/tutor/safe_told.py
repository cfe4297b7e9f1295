"""What a file from another laptop does, in sentences: what is new, changed and gone, and texts that were changed on both."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.screens.tutor.safe import words
from studio.ui.nodes import Button, Card, Column, Node, Row, Text
from studio.words import beside, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reflections import records
    from studio.screen import Tools

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
    return words(key, what=beside(*named) or words("small things"))


class BothTexts:
    """Texts that were changed on two laptops, after one file or one meeting: which stands, and a press that lets the other one stand."""

    def __init__(self, tools: Tools, failed: Callable[[Exception], None]) -> None:
        self._tools = tools
        self._failed = failed
        self._texts: list[records.TwoTexts] = []

    def came(self, texts: Iterable[records.TwoTexts] = ()) -> None:
        """These came with it; without any there is nothing more to choose."""
        self._texts = list(texts)

    def nodes(self) -> list[Node]:
        """Return what is shown of them; nothing where there are none."""
        cards = [_two(n, text, self._choose) for n, text in enumerate(self._texts)]
        return [Text(words("both sides"), style="h2"), *cards] if cards else []

    def _choose(self, n: int) -> None:
        """The other one of two texts stands from now on."""
        texts, journal = self._texts, self._tools.lesson.journal
        if journal is None:
            return
        text = texts[n]

        def chosen(now: records.TwoTexts) -> None:
            texts[n] = now
            self._tools.changed()

        self._tools.background.writer.put(lambda: journal.choose_text(text), chosen, self._failed, "choose a text")


def _two(n: int, text: records.TwoTexts, choose: Callable[[int], None]) -> Node:
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
