"""A place with nothing in it yet, which looks meant: a picture, a sentence, and why it is empty."""

from studio.ui.nodes import Card, Column, Icon, Node, Space, Text


def nothing(icon: str, words: str, why: str = "") -> Node:
    """Return the card; it takes what room is left."""
    inside = Column(
        Space(),
        Icon(icon, 48, "accent"),
        Text(words, "lead", weight=600, align="center"),
        Text(why, tone="text2", align="center") if why else None,
        Space(),
        gap=12,
        align="center",
        grow=1,
    )
    return Card(inside, tone="well", pad=24, grow=1)
