"""Computer keys as a piano, by position and not by letter, so that they lie alike on every layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from instruments import Engine

# scan codes of the row under the fingers (white keys) and the row above it (black keys), as semitones from the lowest C
STEPS = {
    pygame.KSCAN_A: 0,
    pygame.KSCAN_W: 1,
    pygame.KSCAN_S: 2,
    pygame.KSCAN_E: 3,
    pygame.KSCAN_D: 4,
    pygame.KSCAN_F: 5,
    pygame.KSCAN_T: 6,
    pygame.KSCAN_G: 7,
    pygame.KSCAN_Y: 8,
    pygame.KSCAN_H: 9,
    pygame.KSCAN_U: 10,
    pygame.KSCAN_J: 11,
    pygame.KSCAN_K: 12,
    pygame.KSCAN_O: 13,
    pygame.KSCAN_L: 14,
    pygame.KSCAN_P: 15,
    pygame.KSCAN_SEMICOLON: 16,
    pygame.KSCAN_APOSTROPHE: 17,
}
LETTERS = dict(zip("CDEFGA", "ASDFGH", strict=True))  # what is printed there on most computers' keys, by the note
OCTAVE_DOWN, OCTAVE_UP = pygame.KSCAN_COMMA, pygame.KSCAN_PERIOD  # no modifiers: those get stuck and lose note-offs
LOWEST_C, HIGHEST_C, MIDDLE_C = 24, 84, 60
REACH = 17  # semitones from the lowest key to the highest
MODIFIERS = pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META


class ComputerKeys:
    """Presses and releases keys of the software keyboard; remembers which pitch each held key started."""

    def __init__(self, engine: Engine, lowest: int = 60, moved: Callable[[int], None] = lambda _: None) -> None:
        """`moved(lowest)` is called when an octave key was pressed, so that it can be said."""
        self._engine = engine
        self.lowest = lowest
        self._moved = moved
        self._held: dict[int, int] = {}

    @staticmethod
    def stretch(pitches: Sequence[int]) -> tuple[int, int]:
        """Return the lowest and highest of pitches in the order they are played, or the stretch of keys with the first and most others."""
        low, high = min(pitches), max(pitches)
        if high - low <= REACH and any(c <= low and high <= c + REACH for c in range(LOWEST_C, HIGHEST_C + 1, 12)):
            return low, high
        lying = [c for c in range(LOWEST_C, HIGHEST_C + 1, 12) if c <= pitches[0] <= c + REACH]
        held = {c: sum(c <= pitch <= c + REACH for pitch in pitches) for c in lying or [low - low % 12]}
        best = max(held, key=lambda c: (held[c], -abs(c - MIDDLE_C)))
        return best, best + REACH

    def fit(self, low: int, high: int) -> None:
        """Lie where the notes `low` to `high` are, as near to middle C as that can be."""
        fitting = [c for c in range(LOWEST_C, HIGHEST_C + 1, 12) if c <= low and high <= c + REACH]
        if fitting:
            self.lowest = min(fitting, key=lambda c: abs(c - MIDDLE_C))
        else:
            self.lowest = min(HIGHEST_C, max(LOWEST_C, low - low % 12))

    def handle(self, event: pygame.event.Event) -> bool:
        """True if the event was a piano key or an octave key."""
        if event.type == pygame.KEYUP:
            pitch = self._held.pop(event.scancode, None)
            if pitch is None:
                return False
            self._engine.release(pitch)
            return True
        if event.type != pygame.KEYDOWN or event.mod & MODIFIERS:
            return False
        if event.scancode in {OCTAVE_DOWN, OCTAVE_UP}:
            step = 12 if event.scancode == OCTAVE_UP else -12
            self.lowest = min(HIGHEST_C, max(LOWEST_C, self.lowest + step))
            self._moved(self.lowest)
            return True
        if event.scancode not in STEPS:
            return False
        if event.scancode not in self._held:  # a held key repeats; a piano key does not
            pitch = self.lowest + STEPS[event.scancode]
            self._held[event.scancode] = pitch
            self._engine.press(pitch)
        return True

    def release_all(self) -> None:
        """Let go of everything: the window lost the keyboard, so no key-up will come."""
        for pitch in self._held.values():
            self._engine.release(pitch)
        self._held.clear()
