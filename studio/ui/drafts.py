"""Words typed and not yet handed in, by what they are of: a text box finds its own again, and what changed waits to be kept."""

from collections.abc import Iterable, Mapping


class Drafts:
    """What stands in text boxes that name what their words are of (`TextBox.draft`), whether they are shown or not."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._changed: set[str] = set()

    @property
    def changed(self) -> bool:
        """Whether something was typed or let go that nobody has taken to be kept."""
        return bool(self._changed)

    def at(self, place: str) -> str:
        """Return what was typed there and not handed in; "" where nothing was."""
        return self._words.get(place, "")

    def begun(self, about: str) -> tuple[str, ...]:
        """Return the places that begin so and have words, in the order they were begun."""
        return tuple(place for place in self._words if place.startswith(about))

    def put(self, place: str, words: str) -> None:
        """Take in what was typed there; "" lets it go: it was handed in, or is not wanted."""
        if words == self.at(place):
            return
        if words:
            self._words[place] = words
        else:
            del self._words[place]
        self._changed.add(place)

    def found(self, words: Mapping[str, str]) -> None:
        """Take in what was kept before; what was typed since stands."""
        kept = {place: text for place, text in words.items() if place not in self._changed}
        self._words = kept | self._words

    def changes(self) -> dict[str, str]:
        """Take what changed, to be kept: by place, "" for what is let go."""
        taken, self._changed = self._changed, set()
        return {place: self.at(place) for place in sorted(taken)}

    def forget(self, named: Iterable[str]) -> None:
        """Drop what has one of these in its place, and tell nobody: it is gone wherever it was kept."""
        names = tuple(named)
        for place in {*self._words, *self._changed}:
            if any(name in place for name in names):
                self._words.pop(place, None)
                self._changed.discard(place)
