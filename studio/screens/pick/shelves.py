"""The shelves of Pick and what a search found: read and searched beside the loop, so that no frame waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.lesson import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.background import Job
    from studio.music.library import Found
    from studio.music.own import OwnMusic
    from studio.screen import Tools

Row = tuple["Found", ...]


class Shelves:
    """Tunes, grooves and answers; None where they are not there yet."""

    def __init__(self, tools: Tools, own: Callable[[], OwnMusic | None]) -> None:
        """`own` is what is searched besides: the pupil's own music, as far as it is known."""
        self._tools = tools
        self._own = own
        self.tunes: Row | None = None
        self.grooves: Row | None = None
        self.found: Row | None = None
        self._words = ""
        self._reading: Job | None = None
        self._searching: Job | None = None

    def read(self) -> None:
        """Have the shelves read, and after them the list that is searched. Called again it changes nothing."""
        if self.tunes is None and self._reading is None:
            self._reading = self._tools.background.worker.put(read_shelves, self._read, self._failed, "read the shelf")

    def find(self, words: str) -> None:
        """What is typed while a search runs is looked for when that is done, and only the last of it."""
        self._words = words.strip()
        if self._words and self._searching is None:
            self._search(self._words)

    def stop(self) -> None:
        """Nobody looks any more."""
        for job in (self._reading, self._searching):
            if job is not None:
                job.cancel()
        self._reading = self._searching = None

    def _read(self, shelves: tuple[Row, Row]) -> None:
        self.tunes, self.grooves = shelves
        self._reading = self._tools.background.worker.put(warm_search, _ignored, self._failed, "warm up the search")
        self._tools.changed()

    def _search(self, words: str) -> None:
        from studio.music import finding

        hidden, own = self._tools.lesson.house.hidden, self._own()

        def answered(found: Row) -> None:
            self._searching, self.found = None, found
            if self._words and self._words != words:
                self._search(self._words)
            self._tools.changed()

        self._searching = self._tools.background.worker.put(
            lambda: finding.search(words, hidden=hidden, own=own), answered, self._failed, "find a tune"
        )

    def _failed(self, error: Exception) -> None:
        """An empty shelf, and why."""
        self._searching = None
        self.tunes, self.grooves, self.found = self.tunes or (), self.grooves or (), self.found or ()
        self._tools.say(sentence(error))


def read_shelves() -> tuple[Row, Row]:
    """Tunes and grooves as they stand on their cards. For the worker: it reads assets and imports the music."""
    from studio.music import library
    from studio.music.library import Found

    tunes = tuple(Found("tune", one.title, one.about, one.hiding, one) for one in library.shelf())
    grooves = tuple(Found("groove", one.title, one.about, f"groove:{one.id}", one) for one in library.grooves())
    return tunes, grooves


def warm_search() -> None:
    """Read the list of folk tunes once, so that the first letter and the first notes wait for nothing. For the worker."""
    from studio.music import finding

    finding.search("a", most=1)
    finding.search("slpis")  # what nothing fits is looked for with slips
    finding.played((60, 62, 64, 65), most=1)


def _ignored(result: object) -> None:
    del result
