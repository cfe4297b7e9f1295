"""While nobody is at the keys: a backup each half hour if anything changed, and each week the proof that the latest is sound."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from studio.lesson import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal
    from studio.background import Background
    from studio.lesson import Lesson

WEEK, HALF_HOUR = timedelta(days=7), timedelta(minutes=30)


class Proving:
    """Lives on the main loop. Of a proof the writer says what there is to prove, the worker proves it, the writer keeps how it went."""

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
        self._copied_at = now()
        self._done: Callable[[], None] = _nothing
        self.why_not = ""

    @property
    def going_on(self) -> bool:
        """Whether one is being proved."""
        return self._round is not None

    def tick(self) -> None:
        """Once a frame: what is due begins, as long as nobody sits at the keys: both queues have time then."""
        here, now = bool(self._lesson.here), self._now()
        if self._lesson.journal is not self._journal:
            self._journal, self._round, self._owed = self._lesson.journal, None, self._lesson.journal is not None
            self._copied_at = now
        if self.going_on and here:
            self._owed = True
            self.stop()
        elif self._owed and not here and not self.going_on:
            self._owed = False
            self.begin(weekly=True)
        elif not here and now - self._copied_at >= HALF_HOUR:
            self._copied_at = now
            self._copy()

    def _copy(self) -> None:
        journal = self._journal
        if journal is not None:
            self._background.writer.put(
                lambda: journal.backup("half-hour") if journal.changed else None,
                lambda _: None,
                lambda error: self._lesson.say(sentence(error)),
                "a backup each half hour",
            )

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
        self.why_not = sentence(error)
        self._over()

    def _over(self) -> None:
        self._round, done, self._done = None, self._done, _nothing
        done()


def _nothing() -> None:
    """Nobody waits for it."""
