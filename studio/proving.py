"""Every week the latest backup is proved, beside everything else; where it is damaged another one is made at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reflections.errors import JournalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal
    from studio.background import Background
    from studio.lesson import Lesson

WEEK = timedelta(days=7)


class Proving:
    """Lives on the main loop: the writer says what there is to prove, the worker proves it, the writer keeps how it went."""

    def __init__(
        self,
        lesson: Lesson,
        background: Background,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._lesson, self._background, self._now = lesson, background, now
        self._journal: Journal | None = None
        self._round: object = None  # the proof that goes on, until it is given up
        self._owed = False
        self._done: Callable[[], None] = _nothing
        self.why_not = ""

    @property
    def going_on(self) -> bool:
        """Whether one is being proved."""
        return self._round is not None

    def tick(self) -> None:
        """Once a frame: a journal that was just opened is looked at, as long as nobody sits at the keys and waits for the worker."""
        here = bool(self._lesson.here)
        if self._lesson.journal is not self._journal:
            self._journal, self._round, self._owed = self._lesson.journal, None, self._lesson.journal is not None
        if self._owed and not here and not self.going_on:
            self._owed = False
            self.begin(weekly=True)
        elif self.going_on and here:
            self._owed = True
            self.stop()

    def begin(self, *, weekly: bool = False, done: Callable[[], None] | None = None) -> None:
        """Prove the latest backup; with `weekly` only if that was not done within the week. `done` follows, however it went."""
        journal = self._lesson.journal
        if journal is None or self._round is not None:
            return
        self._round, self._done, self.why_not = object(), done or _nothing, ""
        mine, now = self._round, self._now()

        def due(journal: Journal) -> records.Proof | None:
            last = journal.last_proof()
            fresh = last is not None and last.sound and now - last.at < WEEK
            return None if weekly and fresh else journal.to_prove()

        self._background.writer.put(
            lambda: due(journal), lambda proof: self._prove(journal, mine, proof), self._failed, "is a proof due"
        )

    def stop(self) -> None:
        """Give it up: nothing is known then of the backup that was not known before."""
        self._round = None

    def _prove(self, journal: Journal, mine: object, proof: records.Proof | None) -> None:
        from reflections import proving

        if self._round is not mine:
            return
        if proof is None:
            self._over()
            return
        self._background.worker.put(
            lambda: proving.prove(proof, now=self._now(), cancelled=lambda: self._round is not mine),
            lambda proved: self._keep(journal, mine, proved),
            self._failed,
            "prove a backup",
        )

    def _keep(self, journal: Journal, mine: object, proved: records.Proved) -> None:
        if self._round is not mine:
            return

        def keep() -> None:
            journal.keep_proof(proved)
            if not proved.sound:
                journal.backup()

        self._background.writer.put(keep, lambda _: self._over(), self._failed, "keep how a proof went")

    def _failed(self, error: Exception) -> None:
        """It proves nothing; the next start tries again. Only whoever asked for it is told."""
        self.why_not = str(error) if isinstance(error, JournalError) else type(error).__name__
        self._over()

    def _over(self) -> None:
        self._round, done, self._done = None, self._done, _nothing
        done()


def _nothing() -> None:
    """Nobody waits for it."""
