"""Which keys a keyboard has: by the size in its name or as somebody said, and moved by octaves where it is heard elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from instruments.events import SOFTWARE

if TYPE_CHECKING:
    from instruments.events import Keyboard
    from studio.lesson.keys import Keys

Span = tuple[int, int]  # the lowest and the highest key

SIZES = {25: (48, 72), 37: (48, 84), 49: (36, 84), 61: (36, 96), 76: (28, 103), 88: (21, 108)}
"""Keys by how many there are, with the octave buttons at rest."""
SMALL_SPAN = 36  # semitones: a keyboard up to this is drawn whole and with nothing beside it
SMALL = ("nanokey", "minilab", "mpk mini", "mpkmini", "launchkey mini")  # makers' names of 25 keys that say no number
_NUMBER = re.compile(r"(?<!\d)(25|37|49|61|76|88)(?!\d)")
_OCTAVE = 12


def size_of(name: str) -> int:
    """Return how many keys a name says that a keyboard has; 0 where it says nothing."""
    said = _NUMBER.search(name)
    if said:
        return int(said[1])
    return 25 if any(one in name.casefold() for one in SMALL) else 0


def keyboard_of(keys: Keys) -> Keyboard | None:
    """Find the pupil's keyboard: the one they claimed, or the only one; None where it is the computer's keys or nobody knows."""
    present = [one for one in keys.present if one.id in keys] if keys.claimed else list(keys.present)
    played = [one for one in present if one.id == keys.last]
    return played[0] if played else present[0] if len(present) == 1 else None


class KeyRange:
    """Remembers what was heard of each keyboard: an octave button moves all its keys, and only the keys tell."""

    def __init__(self) -> None:
        self._heard: dict[int, Span] = {}
        self._last: dict[int, int] = {}
        self._moved: dict[int, int] = {}

    def hear(self, keyboard: int, pitch: int) -> None:
        """A key went down."""
        if keyboard != SOFTWARE:
            low, high = self._heard.get(keyboard, (pitch, pitch))
            self._heard[keyboard] = (min(low, pitch), max(high, pitch))
            self._last[keyboard] = pitch

    def keys(self, keyboard: Keyboard, said: int = 0) -> Span | None:
        """The keys of a keyboard; `said` is how many it has where a person said so. None where nobody knows."""
        span = SIZES.get(said or size_of(keyboard.name))
        if span is None:
            return None
        low, high = span
        last, moved = self._last.get(keyboard.id), self._moved.get(keyboard.id, 0)
        if last is not None:
            while last < low + moved:
                moved -= _OCTAVE
            while last > high + moved:
                moved += _OCTAVE
        self._moved[keyboard.id] = moved
        return (max(0, low + moved), min(127, high + moved))

    def drawn(self, keyboard: Keyboard | None, needed: Span, said: int = 0) -> Span:
        """What to draw for music that needs some keys: none that the pupil has not; of a keyboard nobody knows, all it played."""
        if keyboard is None:
            return needed
        keys = self.keys(keyboard, said)
        if keys is None:
            low, high = self._heard.get(keyboard.id, needed)
            return min(needed[0], low - low % _OCTAVE), max(needed[1], min(108, high + (-high) % _OCTAVE))
        if keys[1] - keys[0] <= SMALL_SPAN or keys[0] > needed[1] or keys[1] < needed[0]:
            return keys
        return max(needed[0], keys[0]), min(needed[1], keys[1])
