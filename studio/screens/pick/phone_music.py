"""How the beat and the part of a song are picked: each can be heard with the song's own chords before it is taken."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from studio.music import by_ear
from studio.screens import drawn
from studio.ui.nodes import Button, Card, Column, Grid, Icon, Kind, Node, Row, Space, Text
from studio.words import say, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.music.by_ear import Level
    from studio.music.grooves import Groove
    from studio.screens.pick.phone import Phone

LEVEL_ICONS = {"one-key": "circle-dot", "one-finger": "hand", "three-fingers": "piano", "both-hands": "users"}
ROUND_SHOWN = 16.0  # beats of a part on its card


class MusicView:
    """Makes nodes of the screen's state; changes nothing."""

    def __init__(self, screen: Phone) -> None:
        self._screen = screen

    def first(self, step: str) -> str:
        """What has the focus as one of these steps opens; "" where it is none of them."""
        if step == "groove":
            near = self._near()
            return f"take-{near[0].id}" if near else "step-back"
        return f"play-{by_ear.LEVELS[0]}" if step == "part" else ""

    def _near(self) -> tuple[Groove, ...]:
        screen = self._screen
        hidden = screen.lesson.house.hidden
        shown = [one for one in screen.grooves or () if f"groove:{one.id}" not in hidden]
        return by_ear.near(screen.song, shown, screen.liked_words)

    def grooves(self) -> Node:
        """Every beat, the closest first."""
        cards = [self._groove(one) for one in self._near()]
        return Column(self._heading("phone.which beat", "phone.close first"), drawn.shelf(cards), gap=12)

    def _groove(self, groove: Groove) -> Node:
        screen = self._screen
        taken = screen.song.groove == groove.id
        hear = partial(screen.sound.song, groove.id, replace(screen.song, groove=groove.id))
        return Card(
            Column(
                drawn.beat(f"beat-{groove.id}", groove),
                Text(groove.title, style="lead", weight=600),
                Text(told(f"shelf.groove:{groove.id}", groove.about), style="label", tone="text2"),
                Space(),
                Row(
                    self._hear(groove.id, groove.title, hear),
                    Button(
                        f"take-{groove.id}",
                        say("phone.taken") if taken else say("phone.take it"),
                        partial(screen.find.take_groove, groove.id),
                        icon="check",
                        kind=self._kind(groove.id),
                        hint=groove.title,
                        grow=1,
                    ),
                    gap=8,
                    wrap=screen.tools.theme().folds,
                ),
                gap=8,
                grow=1,
            ),
            selected=taken or screen.sound.heard == groove.id,
            pad=12,
        )

    def parts(self) -> Node:
        """Four parts of the same song."""
        cards = [self._part(level) for level in by_ear.LEVELS]
        chords = "  ".join(self._screen.song.chords)
        title = self._screen.song.title
        grid = Grid(*cards, min_width=264, gap=12)
        if self._folds:
            return grid  # the line above says which step this is, and a card fills what is left
        return Column(
            self._heading("phone.which part", "phone.all of them are the song"),
            Row(
                Text(title, style="lead", weight=600, most_lines=1) if title else None,
                Text(say("phone.chords so far", chords=chords), tone="text2"),
            ),
            grid,
            gap=12,
        )

    def _part(self, level: Level) -> Node:
        screen = self._screen
        name = say(f"phone.level {level}")
        hear = partial(screen.sound.song, level, screen.song, level)
        return Card(
            Column(
                drawn.strip(f"strip-{level}", say("phone.picture of level", level=name), self._roll(level)),
                Row(Icon(LEVEL_ICONS[level], 22, "accent"), Text(name, style="lead", weight=600), gap=10),
                Text(say(f"phone.about {level}"), style="label", tone="text2"),
                Space(),
                Row(
                    self._hear(level, name, hear),
                    Button(
                        f"play-{level}",
                        say("phone.play this"),
                        partial(screen.finish, level),
                        icon="check",
                        kind=self._kind(level),
                        hint=name,
                        grow=1,
                    ),
                    gap=8,
                    wrap=True,
                ),
                gap=8,
                grow=1,
            ),
            selected=level in {screen.sound.heard, screen.song.level},
            pad=12,
        )

    def _roll(self, level: Level) -> drawn.Roll:
        """The first round of a part; a beat is drawn as long as a second."""
        from studio.music.own_song import my_part
        from studio.music.piece import TICKS

        notes = [note for part in my_part(self._screen.song, level, rounds=1) for note in part.notes]
        return tuple(
            (note.start / TICKS, note.length / TICKS, note.pitch, note.velocity)
            for note in notes
            if note.start / TICKS < ROUND_SHOWN
        )

    def _hear(self, key: str, what: str, hear: Callable[[], None]) -> Node:
        on = self._screen.sound.heard == key
        words, icon = (say("phone.stop"), "square") if on else (say("phone.hear it"), "play")
        return Button(f"hear-{key}", words, hear, icon=icon, hint=what, grow=1)

    def _kind(self, key: str) -> Kind:
        """One loud button: that of what is heard."""
        return "primary" if self._screen.sound.heard == key else "plain"

    @property
    def _folds(self) -> bool:
        return self._screen.tools.theme().folds

    def _heading(self, title: str, hint: str) -> Node:
        return Column(Text(say(title), style="h2"), Text(say(hint), tone="text2") if not self._folds else None, gap=2)
