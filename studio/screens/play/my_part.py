"""How to play it, page *My part*: what the pupil plays of it, with which hands, on which keys, in what sound."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.playing.keyrange import SIZES, size_of
from studio.ui.nodes import Button, Choice, Column, Node, Row, Text
from studio.words import options, say

if TYPE_CHECKING:
    from studio.screens.play.room import Play

HANDS = ("left", "right", "both")


def rows(screen: Play) -> tuple[Node | None, ...]:
    """What there is to choose here; None where this piece or keyboard leaves nothing to choose."""
    folded = screen.tools.theme().folds  # at large text this is not on the screen
    return (
        helps(screen, "help-2", say("play.i play")) if folded else None,
        _hands(screen) if screen.score.has_hands else None,
        _sizes(screen),
        _sound(screen),
    )


def helps(screen: Play, key: str, label: str = "", *, grow: int = 0) -> Node | None:
    """How much of it the pupil plays, where there is a choice; what can't be had in this way of playing is the part as it is."""
    now, ways = screen.practice.help, screen.score.helps
    if len(ways) < 2:  # noqa: PLR2004 - one is no choice
        return None
    chosen = now if now in ways else "melody" if now == "one key" else ways[-1]
    return Choice(key, options("play.help", ways), chosen, lambda v: screen.change(help=v), label, grow=grow)


def _hands(screen: Play) -> Node:
    hands = options("play.hands", HANDS)
    return Choice("hands", hands, screen.practice.hands, lambda v: screen.change(hands=v), say("play.hands"))


def _sizes(screen: Play) -> Node | None:
    """How many keys there are, where a keyboard is plugged in; what its name says needs no answer."""
    keyboard = screen.keyboard
    if keyboard is None:
        return None
    sizes = (
        (0, say("play.as named") if size_of(keyboard.name) else say("play.not sure")),
        *((n, str(n)) for n in SIZES),
    )

    def keep(n: int) -> None:
        screen.tools.restyle(replace(screen.tools.settings, keys_there=n))

    said = screen.tools.settings.keys_there
    words = say("play.keys on my keyboard")
    return Column(
        Text(words, style="label", tone="text2"),
        Choice("size", tuple((n, words, None) for n, words in sizes), said, keep, words),
        gap=4,
    )


def _sound(screen: Play) -> Node:
    sound = screen.more.sound
    words = say("play.my sound name", name=sound.name)
    return Row(Button("my-sound", words, screen.more.choose_sound, icon="audio-lines"))
