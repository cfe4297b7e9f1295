"""Safe-keeping, behind the tutor's door: the ways to another laptop, keys, backups and the log, and what these screens share."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from studio.cloud import client_of
from studio.screen import Push
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Text
from studio.words import say

if TYPE_CHECKING:
    from studio.screen import Tools

WAYS = (("safe_laptop", "laptop"), ("safe_keys", "key-round"), ("safe_copies", "save"), ("safe_log", "scroll-text"))


def words(key: str, **filled: Any) -> str:
    """A sentence of safe-keeping's own table."""
    return say(f"tutor_safe.{key}", **filled)


def ways(tools: Tools) -> Node:
    """What is done seldom, each a press away."""
    buttons = [Button(name, words(f"{name} way"), partial(tools.move, Push(name)), icon=icon) for name, icon in WAYS]
    return Card(Column(Text(words("title"), style="h2"), cloudy(tools), Row(*buttons, wrap=True), gap=12), pad=16)


def cloudy(tools: Tools) -> Node | None:
    """That the data folder lies where a cloud client copies it away, and what to do; nothing where it does not."""
    client = client_of(tools.folder)
    if not client:
        return None
    rest = [point(words(f"cloud {n}", cloud=client)) for n in (1, 2, 3)]
    return Card(Column(noted(words("cloud", cloud=client)), *rest, gap=8), tone="soft", pad=16)


def noted(said: str, icon: str = "info", tone: str = "accent") -> Node:
    """A sentence that is not to be missed."""
    return Row(Icon(icon, 20, tone), Column(Text(said, weight=600), grow=1), gap=8, align="start")


def done(said: str) -> Node:
    """It went well."""
    return Row(Icon("check", 28, "good"), Text(said, style="h1", grow=1), gap=12, align="start")


def point(said: str) -> Node:
    """One line of a list."""
    return Row(Icon("minus", 20, "text2"), Text(said, grow=1), gap=8, align="start")
