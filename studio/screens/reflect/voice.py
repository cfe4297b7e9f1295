"""How a voice note looks: a meter that shows it is heard, twenty lights for twenty seconds, then hear it, again, or not this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from instruments.microphone import LONGEST_SECONDS
from studio.ui import shape
from studio.ui.nodes import Button, Canvas, Card, Column, Icon, Node, Row, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from studio.screens.reflect.room import Reflect
    from studio.ui.theme import Theme

BARS, LIGHTS = 24, round(LONGEST_SECONDS)
WHILE = (("G", "stop"),)
AFTER = (("B", "hear it"), ("D", "again"), ("E", "not this one"), ("G", "done"), ("A", "skip"))


class ReflectVoice:
    """Makes nodes of the voice note's state; changes nothing."""

    def __init__(self, screen: Reflect) -> None:
        self._screen = screen

    def caps(self) -> tuple[tuple[str, str], ...]:
        """What the keys of the piano do meanwhile."""
        return AFTER if self._screen.voice.state == "said" else WHILE

    def trouble(self) -> Node | None:
        """Why nothing could be heard, and the other ways."""
        voice, words = self._screen.voice, self._screen.asking.words
        if voice.state != "deaf":
            return None
        return Card(
            Row(
                Icon("mic-off", tone="accent"),
                Column(Text(words("V9"), weight=600), Text(voice.sentence, style="label", tone="text2"), gap=2, grow=1),
                gap=12,
            ),
            pad=12,
        )

    def trouble_line(self) -> Node | None:
        """The same in one line, where the answers leave no room for more."""
        voice, words = self._screen.voice, self._screen.asking.words
        if voice.state != "deaf":
            return None
        return Row(
            Icon("mic-off", tone="accent"),
            Text(words("V9"), weight=600),
            Text(voice.sentence, style="label", tone="text2"),
            gap=12,
            wrap=True,
        )

    def node(self) -> Node:
        """What stands in the place of the answers."""
        return self._after() if self._screen.voice.state == "said" else self._while()

    def _while(self) -> Node:
        screen, words = self._screen, self._screen.asking.words
        voice = screen.voice
        on = voice.state == "listening"
        left = max(0, round(LONGEST_SECONDS - voice.seconds))
        return Card(
            Column(
                Row(
                    Icon("mic", 28, "rec" if on else "text2"),
                    Text(words("V2" if on else "V3"), style="lead", weight=600, grow=1),
                    Text(words("V10", n=str(left)), style="label", tone="text2") if on else None,
                ),
                Canvas(
                    "voice-meter",
                    self._draw,
                    "picture",
                    say("reflect.how it is heard"),
                    min_size=(300, 96),
                    grow=1,
                    live=True,
                    version=lambda: (voice.state, round(voice.loudness * BARS), int(voice.seconds)),
                ),
                Text(words("V8"), tone="text2") if voice.too_quiet else None,
                Row(Button("voice-stop", words("V4"), screen.speak, icon="square", kind="primary"), Space()),
                gap=12,
                grow=1,
            ),
            grow=1,
        )

    def _draw(self, surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        """Bars that grow with the voice, from the middle outwards; below them a light a second."""
        voice = self._screen.voice
        base = rect.bottom - theme.px(28)
        each = rect.width / BARS
        for n in range(BARS):
            near = 1 - abs(n - (BARS - 1) / 2) / (BARS / 2)
            tall = round(theme.px(6) + (base - rect.top - theme.px(6)) * voice.loudness * (0.35 + 0.65 * near))
            bar = pygame.Rect(round(rect.left + n * each + each * 0.2), base - tall, max(3, round(each * 0.6)), tall)
            tone = "accent" if voice.state == "listening" and voice.loudness > 0 else "s3"
            shape.box(surface, bar, theme.px(3), theme.colour(tone))
        gone, radius = int(voice.seconds), theme.px(5)
        for n in range(LIGHTS):
            x = round(rect.left + (n + 0.5) * rect.width / LIGHTS)
            on = n < gone
            shape.disc(
                surface,
                (x, rect.bottom - theme.px(10)),
                radius,
                theme.colour("rec" if on else "s2"),
                theme.colour("rec" if on else "edge"),
                line=max(1, theme.px(1.5)),
            )

    def _after(self) -> Node:
        screen, words = self._screen, self._screen.asking.words
        voice = screen.voice
        return Card(
            Column(
                Row(Icon("mic", 28, "accent"), Text(words("V11"), style="lead", weight=600, grow=1)),
                Row(
                    Button(
                        "voice-hear",
                        words("V4" if voice.hearing else "V5"),
                        voice.hear,
                        icon="square" if voice.hearing else "play",
                    ),
                    Button("voice-again", words("V6"), screen.speak, icon="rotate-ccw"),
                    Button("voice-no", words("V7"), screen.not_this_one, icon="x"),
                    Space(),
                ),
                Space(),
                gap=16,
                grow=1,
            ),
            grow=1,
        )
