"""What of a score sounds at this moment: which of its messages are heard, and how all that sounds is let go."""

from collections.abc import Iterator
from typing import Final

from instruments.places import Due

_SUSTAIN: Final = 64
_DOWN_FROM: Final = 64  # a pedal is down from the middle on


class Backing:
    """Follows the messages of a score; parts that are `muted` begin no notes."""

    def __init__(self, muted: frozenset[int]) -> None:
        self.muted = muted
        self._sounding: set[tuple[int, int]] = set()  # (part, pitch)
        self._pedalled: set[int] = set()

    def heard(self, part: int, message: bytes) -> bool:
        """Take in a message; return whether it is to be heard."""
        kind = message[0] & 0xF0
        if kind in (0x80, 0x90):
            return self._note((part, message[1]), part, down=kind == 0x90 and message[2] > 0)  # noqa: PLR2004 - a key that went down
        if kind == 0xC0 or (kind == 0xB0 and message[1] in (0, 32)):  # noqa: PLR2004  the part's sound decides, not the file's
            return False
        if kind == 0xB0 and message[1] == _SUSTAIN:  # noqa: PLR2004  a controller
            (self._pedalled.add if message[2] >= _DOWN_FROM else self._pedalled.discard)(part)
        return True

    def _note(self, key: tuple[int, int], part: int, *, down: bool) -> bool:
        if down:
            if part in self.muted:
                return False
            self._sounding.add(key)
            return True
        if key not in self._sounding:
            return False
        self._sounding.discard(key)
        return True

    @property
    def hangs(self) -> bool:
        """Whether anything sounds or is held by a pedal."""
        return bool(self._sounding or self._pedalled)

    def let_go(self, offset: int, parts: frozenset[int] | None = None) -> Iterator[Due]:
        """Yield what ends all that sounds, of all parts or of some, so many frames into the block."""
        for key in sorted(self._sounding):
            if parts is None or key[0] in parts:
                self._sounding.discard(key)
                yield offset, key[0], bytes((0x80, key[1], 0))
        for part in sorted(self._pedalled):
            if parts is None or part in parts:
                self._pedalled.discard(part)
                yield offset, part, bytes((0xB0, _SUSTAIN, 0))
