"""An answer that was begun in words and not handed in: which question it was for, and the box that it stands in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.ui.nodes import Node, TextBox

if TYPE_CHECKING:
    from studio.screens.reflect.room import Reflect

WRITERS = ("typed", "scribed")  # the tutor's own answer beside the pupil's is no answer


def box(screen: Reflect, label: str) -> Node:
    """Where it is written, by the pupil or by the tutor as the pupil says it."""
    of = _place(screen, screen.writing or "")
    return TextBox("words", screen.words, screen.type, lambda _: screen.done(), label=label, lines=2, draft=of)


def writer_of(screen: Reflect) -> str:
    """Who had begun to write the answer to the question that is asked now; "" where nobody had."""
    return next((who for who in WRITERS if screen.tools.drafts.at(_place(screen, who))), "")


def prompt_of(screen: Reflect) -> str:
    """Which question about this piece somebody had begun to answer; "" where nobody had."""
    about = screen.lesson.sayable
    if about is None or screen.lesson.pupil is None:
        return ""
    places = [place.split("/") for place in screen.tools.drafts.begun(screen.draft(about.piece, ""))]
    return next((prompt for *_, prompt, who in places if who in WRITERS), "")


def _place(screen: Reflect, writing: str) -> str:
    """What the words are of: this answer about this piece, by whoever writes it."""
    about, question = screen.asking.about, screen.question
    return screen.draft(about.piece, question.prompt, writing) if about is not None and question is not None else ""
