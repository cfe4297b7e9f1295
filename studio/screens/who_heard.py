"""Who is heard in what was played by two: one small line, and the tutor quiet for as long as the pupil wants; nothing for one alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.lesson.values import TUTOR, players_of, with_tutor
from studio.ui.nodes import Column, Icon, Node, Row, Text, Toggle
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reflections import records
    from studio.lesson import Lesson
    from studio.screen import Tools


def heard(take: records.Take, lesson: Lesson) -> records.Take:
    """A take with the parts that are to be heard and drawn: without the tutor's, where the pupil wants it so and played too."""
    mine = tuple(part for part in take.parts if part.player != TUTOR)
    return take if lesson.hears_tutor or not mine else replace(take, parts=mine)


def by_two(items: Iterable[records.Take | records.Version]) -> bool:
    """Whether pupil and tutor play together in one of them."""
    return any(with_tutor(players_of(item)) for item in items)


def words(lesson: Lesson) -> str:
    """Who is heard of the two, as it is said to the pupil who is here, or to the tutor where none is."""
    if lesson.pupil is None and not lesson.guest:
        return say("hearing.pupil and tutor") if lesson.hears_tutor else say("hearing.the pupil")
    return say("hearing.you and your tutor") if lesson.hears_tutor else say("hearing.you")


def line(
    tools: Tools,
    key: str,
    *,
    two: bool,
    short: bool = False,
    tall: bool = False,
    then: Callable[[], None] = lambda: None,
) -> Node | None:
    """Who is heard, and whether the tutor is; None where one played alone. `short` where something else says who.

    `tall` where there is little room beside each other. `then` is called once it was said otherwise, as where something sounds.
    """
    if not two:
        return None
    lesson = tools.lesson

    def choose(quiet: bool) -> None:
        lesson.hears_tutor = not quiet
        then()
        tools.changed()

    only = say("hearing.only the pupil" if lesson.pupil is None and not lesson.guest else "hearing.only me")
    toggle = Toggle(f"only-me-{key}", only, not lesson.hears_tutor, choose)
    if short:
        return toggle
    said = Row(Icon("users", 18, "text2"), Text(words(lesson), style="label", tone="text2"), gap=8)
    return Column(said, toggle, gap=8) if tall else Row(said, toggle, gap=8)
