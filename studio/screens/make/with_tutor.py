"""Pupil and tutor record at one time, each into a layer of their own; the tutor's can be quiet, and it is said who is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from instruments.sounds import sound
from studio.music.song import layers, lines
from studio.music.song.labels import label
from studio.music.song.model import TUTOR
from studio.ui.nodes import Button, Icon, Node, Row, Text, Toggle
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from instruments.events import Played
    from studio.music.song.model import Layer, Song
    from studio.screens.make.room import Make

Whose = Literal["pupil", "tutor"]


def told_apart(events: Iterable[Played], mine: tuple[int, ...] | None) -> dict[Whose, tuple[Played, ...]]:
    """Give what was played to its players, by the pupil's keyboards; all of it to the pupil where none is somebody else's."""
    all_ = tuple(events)
    if mine is None:
        return {"pupil": all_}
    beside = tuple(one for one in all_ if one.keyboard not in mine)
    return {"pupil": tuple(one for one in all_ if one.keyboard in mine), **({"tutor": beside} if beside else {})}


def of_tutor(layer: Layer) -> bool:
    """Whether a layer is the tutor's to play."""
    return layer.player == TUTOR and layer.kind in {"notes", "drums"}


def tutors_layer(screen: Make, song: Song) -> tuple[Song, str]:
    """The layer that the tutor's notes go to: the one in hand, else their latest, else a new one that sounds like the keys.

    SongError where the song is full.
    """
    theirs = [layer for layer in song.layers if of_tutor(layer)]
    in_hand = next((layer.id for layer in theirs if layer.id == screen.chosen), "")
    if theirs:
        return song, in_hand or theirs[-1].id
    keys = screen.lesson.practice.sound
    name = screen.lesson.house.tutor or say("make.the tutor")
    made = layers.add(song, name, "drums" if sound(keys).kit else "notes", sound=keys, player=TUTOR)
    return made, made.layers[-1].id


def pupils_layer(screen: Make) -> Layer | None:
    """The layer in hand, if the pupil can record on it; where two play and it is the tutor's, the pupil's latest."""
    chosen = screen.chosen_layer
    if chosen is None or chosen.kind not in {"notes", "drums"}:
        return None
    if not screen.lesson.keys.two or not of_tutor(chosen):
        return chosen
    own = [one for one in screen.song.layers if one.kind in {"notes", "drums"} and not of_tutor(one)]
    return own[-1] if own else None


def who_is_heard(screen: Make) -> Node | None:
    """One line, where the tutor plays in the song too: who is heard, and whether the tutor is."""
    if not any(layer.player == TUTOR for layer in screen.song.layers):
        return None
    heard = lines.players(screen.song)
    quiet = all(layer.muted for layer in screen.song.layers if layer.player == TUTOR)
    both = TUTOR in heard and len(heard) > 1
    words = "you and your tutor" if both else "your tutor" if TUTOR in heard else "you"
    return Row(
        Icon("users", 18, "text2"),
        Text(say(f"hearing.{words}"), style="label", tone="text2"),
        Toggle("only-me", say("hearing.only me"), quiet, lambda on: _quiet(screen, on=on)),
        gap=8,
    )


def door(screen: Make) -> Button:
    """The way to two sides of one keyboard."""
    shared = screen.lesson.keys.border is not None
    name = say("play.with my tutor")
    word = say("make.word tutor")
    return Button("two", word, screen.tools.share_keys, icon="users", kind="under", name=name, selected=shared)


def _quiet(screen: Make, *, on: bool) -> None:
    screen.edit(label("mute"), layers.mute_player(screen.song, TUTOR, on=on), silently=True)
    screen.playing.mutes()
