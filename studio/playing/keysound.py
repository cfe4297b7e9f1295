"""What the keys sound like, and what they sounded like at any frame before: the sound that was chosen; pads play the kit."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from instruments.events import Keyboards

if TYPE_CHECKING:
    from collections.abc import Iterable

    from instruments.events import Played

PIANO, KIT = "piano", "kit"  # what the engine lets keys and pads sound like until it is told otherwise


class KeySound:
    """Changed on the main loop only; `context` may be asked on any thread."""

    def __init__(self, chosen: Iterable[tuple[int, str]] = (), pads: Iterable[int] = ()) -> None:
        """`chosen`: frames in order, and the sound that was chosen at each."""
        self._chosen = list(chosen)
        self._pads = frozenset(pads)

    @property
    def now(self) -> str:
        """The sound that was chosen last."""
        return self._chosen[-1][1] if self._chosen else PIANO

    def choose(self, frame: int, sound: str) -> None:
        """From `frame` on the keys sound so."""
        self._chosen.append((frame, sound))

    def told(self, event: object) -> None:
        """Which of the keyboards are pads."""
        if isinstance(event, Keyboards):
            self._pads = frozenset(one.id for one in event.known if one.pads)

    def at(self, frame: int) -> str:
        """The sound of the keys at a frame."""
        before = bisect_right(self._chosen, frame, key=lambda change: change[0])
        return self._chosen[before - 1][1] if before else PIANO

    def of(self, events: Iterable[Played], frame: int) -> tuple[tuple[int, str], ...]:
        """Each keyboard of a take that begins at `frame`, with its sound; a piano needs no mention."""
        played = sorted({event.keyboard for event in events})
        named = ((keyboard, KIT if keyboard in self._pads else self.at(frame)) for keyboard in played)
        return tuple((keyboard, sound) for keyboard, sound in named if sound != PIANO)

    def context(self) -> dict[str, Any]:
        """Plain fields for the journal's recording row; none while all of it is a piano."""
        if not self._chosen and not self._pads:
            return {}
        return {"sounds": [list(change) for change in self._chosen], "pads": sorted(self._pads)}

    @classmethod
    def from_context(cls, context: dict[str, Any]) -> KeySound:
        """The other way."""
        chosen = ((int(frame), str(sound)) for frame, sound in context.get("sounds", ()))
        return cls(chosen, (int(keyboard) for keyboard in context.get("pads", ())))
