"""A stand-in for the system's voice, for whatever is read aloud."""

from studio.voices.speech import Said

SECOND = bytes(2 * 48_000)


class Voice:
    """Stands in for the system's voice: a second a word, at the next look; one order at a time."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.missing = False
        self.broken = False
        self.warmed = self.closed = False
        self.given_up = 0
        self._waits: Said | None = None

    def warm(self) -> None:
        assert not self.closed
        self.warmed = True

    def say(self, words: str, language: str) -> int:
        assert not self.closed
        assert words.strip(), "nothing to say"
        self.said.append(words)
        order = len(self.said)
        silent = self.missing or self.broken
        self._waits = Said(order, b"" if silent else SECOND * len(words.split()), self.missing)
        return order

    def give_up(self) -> None:
        self.given_up += 1
        self._waits = None

    def answer(self) -> Said | None:
        waits, self._waits = self._waits, None
        return waits

    def close(self) -> None:
        self.closed = True
