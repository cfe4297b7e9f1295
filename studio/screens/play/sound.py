"""My sound: what the keys sound like, family by family; heard as it is chosen, and kept with the piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from instruments.events import Score
from instruments.sounds import SOUNDS, Family, sound
from studio.ui.nodes import Button, Chips, Column, Dialog, Line, Row, Space, Text
from studio.words import of_sound, options, say

if TYPE_CHECKING:
    from studio.screens.play.room import Play

FAMILIES: Final[tuple[Family, ...]] = (
    "keys",
    "mallets",
    "guitar",
    "bass",
    "strings",
    "wind",
    "voice",
    "synth",
    "kit",
)
TRIED: Final = (0, 4, 7)  # semitones of what is played to hear it
ON, OFF, BEAT = 0x90, 0x80, 480


class PlaySound:
    """Open or closed, in front of Play. Pads play the kit whatever is chosen here."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._open = False
        self._family: Family = "keys"

    @property
    def name(self) -> str:
        """What the keys sound like now, in words."""
        return of_sound(sound(self._screen.practice.sound))

    def show(self) -> None:
        """Open it at what sounds now."""
        self._open, self._family = True, sound(self._screen.practice.sound).family
        self._screen.tools.focus("sounds")
        self._screen.tools.changed()

    def close(self) -> None:
        """Back to the music."""
        self._open = False
        self._screen.tools.focus("more")
        self._screen.tools.changed()

    def _of_family(self, family: Family) -> None:
        self._family = family
        self._screen.tools.changed()

    def _choose(self, sound_id: str) -> None:
        self._screen.lesson.sound_like(sound_id)
        self._screen.try_out(tried(sound_id))
        self._screen.tools.changed()

    def dialog(self) -> Dialog | None:
        """Families, then the sounds of one."""
        if not self._open:
            return None
        here = tuple((one.id, of_sound(one), None) for one in SOUNDS if one.family == self._family)
        families = options("play.family", FAMILIES)
        words = say("play.now name", name=self.name) + (
            say("play.it stays with") if self._screen.lesson.stand else say("play.play a key")
        )
        return Dialog(
            say("play.the sound of my"),
            Column(
                Text(words, tone="text2"),
                Chips(
                    "families", families, frozenset({self._family}), self._of_family, label=say("play.kinds of sound")
                ),
                Line(),
                Chips("sounds", here, frozenset({self._screen.practice.sound}), self._choose, label=say("play.sounds")),
                Row(Space(), Button("sound-done", say("play.done"), self.close, kind="primary", icon="check")),
                gap=14,
            ),
            key="sound-dialog",
            escape=self.close,
            width=720,
        )


def tried(sound_id: str) -> Score:
    """Three notes of a sound where it sounds well, or four strokes of a kit."""
    chosen = sound(sound_id)
    if chosen.kit:
        pitches = [36, 42, 38, 42]
    else:
        low = max(chosen.low, min(60, chosen.high - 12))
        pitches = [low + step for step in TRIED]
    events = []
    for n, pitch in enumerate(pitches):
        tick = n * BEAT // 2
        events += [(tick, 0, bytes((ON, pitch, 90))), (tick + BEAT // 2, 0, bytes((OFF, pitch, 64)))]
    return Score(tuple(sorted(events)), end=4 * BEAT, sounds=(sound_id,))
