"""The pictures people stand for: one to be known by, and twelve to sign in with. Icon names of Lucide, with their English."""

from __future__ import annotations

from typing import Final

from studio.words import told

AVATARS: Final = (
    ("bird", "Bird"),
    ("cat", "Cat"),
    ("dog", "Dog"),
    ("fish", "Fish"),
    ("rabbit", "Rabbit"),
    ("turtle", "Turtle"),
    ("bug", "Beetle"),
    ("panda", "Panda"),
    ("ghost", "Ghost"),
    ("flame", "Flame"),
    ("moon", "Moon"),
    ("zap", "Lightning"),
    ("mountain", "Mountain"),
    ("sailboat", "Boat"),
    ("headphones", "Headphones"),
    ("guitar", "Guitar"),
)
SIGN_IN: Final = (
    ("bus", "Bus"),
    ("paw-print", "Paw"),
    ("anchor", "Anchor"),
    ("sun", "Sun"),
    ("apple", "Apple"),
    ("snail", "Snail"),
    ("rocket", "Rocket"),
    ("key-round", "Key"),
    ("leaf", "Leaf"),
    ("umbrella", "Umbrella"),
    ("bike", "Bike"),
    ("star", "Star"),
)
SIGN_IN_LENGTH: Final = 4


def picture_name(icon: str) -> str:
    """Say a picture in a word; an icon from elsewhere by its own name."""
    return told(f"people.picture {icon}", dict(AVATARS + SIGN_IN).get(icon, icon.replace("-", " ")))
