"""Words typed and not yet handed in reach the locked journal within a second, and are found there at the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reflections.journal import Journal
    from studio.lesson import Lesson
    from studio.ui.drafts import Drafts

KEPT_AS = "words "
SECONDS = 1.0


class Drafting:
    """Lives on the main loop. Each place names the pupil (or the session) whose words they are: erased, they go with them."""

    def __init__(self, lesson: Lesson, drafts: Drafts) -> None:
        self._lesson = lesson
        self._drafts = drafts
        self._journal: Journal | None = None
        self._due: float | None = None
        self._on_its_way = False

    def tick(self, now: float) -> None:
        """Once a frame: read what there was once the journal is open; a second after something was typed it is kept."""
        if self._lesson.journal is not self._journal:
            self._journal = self._lesson.journal
            self._lesson.ask(lambda journal: journal.drafts(KEPT_AS), self._known, "words typed before", whoever=True)
        if not self._drafts.changed:
            self._due = None
        elif self._due is None:
            self._due = now + SECONDS
        elif now >= self._due and not self._waits:
            self.keep()

    @property
    def _waits(self) -> bool:
        """While the disk says no, all that is typed meanwhile is written in one go afterwards."""
        return self._on_its_way and not self._lesson.recorder.errands.idle

    def keep(self) -> None:
        """Have the journal keep now what was typed, and drop what was handed in."""
        if self._lesson.journal is None or not self._drafts.changed:
            return
        self._due, self._on_its_way = None, True
        changes = self._drafts.changes()

        def work(journal: Journal) -> None:
            for place, words in changes.items():
                journal.set_draft(f"{KEPT_AS}{place}", words)

        self._lesson.errand(work, self._kept, "words not handed in", whoever=True)

    def _kept(self, result: object) -> None:
        del result
        self._on_its_way = False

    def _known(self, found: dict[str, str]) -> None:
        self._drafts.found({key.removeprefix(KEPT_AS): words for key, words in found.items()})
