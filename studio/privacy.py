"""The card that tells a pupil who sees their music: each line has a picture; on the screen, where it is read aloud, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from studio.ui.nodes import Button, Column, Dialog, Icon, Row, Space, Text
from studio.words import safety, say

if TYPE_CHECKING:
    from collections.abc import Callable

# a line's key in the table, its picture, and the prompt that says it where there is one: then it is said in one way everywhere
_LINES: Final = (
    ("yours", "music", "N1"), ("sees", "eye", "N2"), ("safe", "life-buoy", "N3"), ("skip", "hand", "N5"),
    ("others", "users", ""), ("home", "house", ""), ("back", "undo-2", ""), ("all", "trash-2", ""),
    ("where", "laptop", ""), ("service", "send", ""), ("name", "tag", ""), ("talk", "hand-heart", ""),
)  # fmt: skip


class Line(NamedTuple):
    """One thing the card tells: its picture's name, what it is about, and the words."""

    picture: str
    title: str
    words: str


def lines(register: str = "", language: str = "", *, sends: bool = False) -> tuple[Line, ...]:
    """Return the card, for whoever is spoken to now unless somebody else is named.

    Only where this laptop `sends` to a service, or ever did, does it speak of one.
    """
    return tuple(
        Line(picture, say(f"privacy.{key}", register, language), _words(key, which, register, language))
        for key, picture, which in _LINES
        if sends or key != "service"
    )


def _words(key: str, which: str, register: str, language: str) -> str:
    if not which:
        return say(f"privacy.{key} words", register, language)
    return safety(which, register, language)


def dialog(close: Callable[[], None], *, sends: bool) -> Dialog:
    """Show it to whoever asks; *Read to me* and F4 read it like everything else."""
    told = (
        Row(Icon(one.picture, size=32), Column(Text(one.title, weight=600), Text(one.words), gap=2, grow=1), gap=16)
        for one in lines(sends=sends)
    )
    done = Row(Space(), Button("card-done", say("privacy.close"), close, icon="check", kind="primary"))
    return Dialog(say("privacy.title"), Column(*told, gap=16), key="privacy", escape=close, width=760, foot=done)
