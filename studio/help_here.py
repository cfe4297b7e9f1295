"""Who can help here, for anybody who asks: the place's person, who else, and out of hours; never why somebody asks.

It is said to whoever the window speaks to, as the frame around it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections import prompts
from reflections.records import REGISTERS
from studio.ui.nodes import Button, Column, Dialog, Node, Row, Space, Text
from studio.words import LISTENER, safety, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.lesson import Lesson


def asked() -> str:
    """The words of the button that opens it."""
    return say("help.title")


def thanks(lesson: Lesson) -> str:
    """What whoever pressed *I want to talk to someone* is told: who comes, or with no adult near whom to go to."""
    if not lesson.is_solo:
        return safety("H2")
    register, language = LISTENER.register or REGISTERS[0], LISTENER.language
    place = lesson.house.place
    number = place.out_of_hours if place else ""
    said = prompts.need_help_alone(register, language, number=number)
    draft = prompts.english_beneath("H3", register, language)
    return f"{said}\n{prompts.need_help_alone(register, number=number)}" if draft else said


def emergency(language: str) -> str:
    """The number to call in danger."""
    return prompts.words("H4", language=language).partition(": ")[2].rstrip(".")


def dialog(lesson: Lesson, close: Callable[[], None], card: Callable[[], None], *, pressed: bool = False) -> Dialog:
    """Name them; `pressed` says again what was said to whoever wants to talk; `card` opens who sees what (studio.privacy)."""

    def words(key: str, **filled: str) -> str:
        return say(f"help.{key}", **filled)

    place = lesson.house.place
    people = (
        (("here", place.help_person), ("away", place.deputy), ("out of hours", place.out_of_hours)) if place else ()
    )
    named: list[Node] = [
        Column(Text(words(key), style="label", tone="text2"), Text(who, style="lead", weight=600), gap=2)
        for key, who in people
        if who
    ]
    inside = Column(
        Text(thanks(lesson), weight=600) if pressed else None,
        Text(words("anybody")) if lesson.is_solo or not named else None,
        *named,
        Text(words("emergency", emergency=emergency(LISTENER.language))),
        Text(words("tutor"), tone="text2") if not lesson.is_solo else None,
        Row(
            Button("privacy-card", say("privacy.title"), card, icon="eye"),
            Space(),
            Button("help-done", words("done"), close, icon="check", kind="primary"),
        ),
        gap=16,
    )
    return Dialog(words("title"), inside, key="help-here", escape=close)
