"""Figures, behind the tutor's door: what was planned, held and made by everyone and by each group, never of fewer than five."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections.records import FEWEST_IN_A_GROUP
from studio.screens.tutor.groups import words
from studio.screens.tutor.tab import words as tutors
from studio.ui.nodes import Card, Column, Grid, Node, Text

if TYPE_CHECKING:
    from reflections import records
    from studio.screen import Tools


class FiguresTab:
    """Counts only; none is a mean, a rank or a total of what pupils said."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.lesson = tools.lesson
        self._found: tuple[records.Figures, ...] | None = None

    def read(self) -> None:
        """Count again."""
        self.lesson.ask(lambda journal: journal.figures(), self._know, "the figures", whoever=True)

    def _know(self, found: tuple[records.Figures, ...]) -> None:
        self._found = found
        self.tools.changed()

    def node(self) -> Node:
        """Everyone first, then group by group in the order they were made."""
        if self._found is None:
            return Text(tutors("reading"), tone="text2")
        held = any(count is None for one in self._found for _, count in one.counts)
        return Column(
            Text(words("figures told"), tone="text2"),
            *[_card(one) for one in self._found],
            Text(words("figures cell told"), style="label", tone="text2") if held else None,
            gap=12,
        )


def _card(one: records.Figures) -> Node:
    title = words("figures everyone") if one.group is None else one.shown
    cells = [
        Column(
            Text(words(f"figure {kind}"), style="label", tone="text2"),
            Text(_told(kind, count), style="body" if count is None else "lead", weight=600),
            gap=2,
        )
        for kind, count in one.counts
    ]
    return Card(
        Column(
            Text(title, style="lead", weight=600),
            Text(words("figures pupils", n=one.pupils), style="label", tone="text2") if cells else None,
            Grid(*cells, min_width=180, gap=16) if cells else Text(_withheld(one), tone="text2"),
            gap=8,
        ),
        pad=12,
    )


def _told(kind: str, count: int | None) -> str:
    if count is None:
        return words("figures cell")
    return f"{count / 60:.1f}".removesuffix(".0") if kind == "minutes" else str(count)


def _withheld(one: records.Figures) -> str:
    if one.pupils >= FEWEST_IN_A_GROUP:
        return words("figures others")
    return words("figures few")
