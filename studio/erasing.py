"""Erasing a pupil from all that the app can reach: first a copy, until which it can be stopped; then the journal, files and memory."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from studio.lesson import sentence
from studio.papers import pack
from studio.ui import line_picture, text
from studio.voices import voice
from studio.words import say

if TYPE_CHECKING:
    from reflections import records
    from reflections.journal import Journal
    from studio.background import Job
    from studio.screen import Tools


class Stage(Enum):
    """How far it is."""

    ASKED = auto()
    WRITING = auto()  # what was played or typed last is on its way to the journal, so that it goes with the rest
    COPYING = auto()  # the last moment in which it can be stopped
    ERASING = auto()
    DONE = auto()


class Erasing:
    """One pupil, on the main loop. `why_not` says why it did not begin, or that it was stopped; `erased` what is left."""

    def __init__(self, tools: Tools, pupil: records.Pupil) -> None:
        self._tools = tools
        self._lesson = tools.lesson
        self._pupil = pupil
        self._role = ""
        self._job: Job | None = None
        self.stage = Stage.ASKED
        self.why_not = ""
        self.erased: records.Erased | None = None

    def begin(self, role: str) -> None:
        """Somebody has decided it; `role` says in which role."""
        if self.stage is not Stage.ASKED:
            return
        if self._is_here:
            self._stop(say("tutor_erasing.is here", name=self._pupil.shown))
            return
        self._role = role
        self._tools.stop_packing()
        self._go_to(Stage.WRITING)

    def cancel(self) -> None:
        """Think better of it, as long as it has not begun."""
        if self.stage in {Stage.WRITING, Stage.COPYING}:
            self._stop(say("tutor_erasing.stopped"))

    def tick(self) -> None:
        """Once a frame: nothing of theirs may be on its way when it begins, or it would come back."""
        if self.stage is not Stage.WRITING:
            return
        errands = self._lesson.recorder.errands
        if errands.stuck:
            self._stop(say("tutor_erasing.owed"))
        elif errands.idle and not self._tools.drafts.changed:
            self._copy()

    @property
    def _is_here(self) -> bool:
        return self._pupil.id in self._lesson.here

    def _copy(self) -> None:
        journal = self._lesson.journal
        if journal is None:
            return
        self._go_to(Stage.COPYING)
        pupil = self._pupil.id

        def copy() -> tuple[str, ...]:
            journal.refuse_held(pupil)
            journal.backup("before-erasing")
            return tuple(session.id for session in journal.sessions(pupil))

        self._job = self._tools.background.writer.put(copy, self._erase, self._failed, "a copy before erasing")

    def _erase(self, met: tuple[str, ...]) -> None:
        """From here on it can't be stopped."""
        self._go_to(Stage.ERASING)
        pupil, role, folder = self._pupil.id, self._role, self._tools.folder

        def work(journal: Journal) -> records.Erased:
            others = journal.played_with(pupil)  # they may have music of theirs in what they take home
            erased = journal.erase_pupil(pupil, role, copied=True)
            pack.forget(folder, [one.id for one in journal.pupils()])
            for other in others:
                pack.place(folder, other).unlink(missing_ok=True)
            pack.are_owed(journal, others)
            return erased

        def done(erased: records.Erased) -> None:
            self._forget([pupil, *met])
            self.erased = erased
            self._tools.background.worker.put(self._clean, lambda _: self._go_to(Stage.DONE), self._failed, "clean up")

        journal = self._lesson.journal
        if journal is not None:
            self._job = self._tools.background.writer.put(lambda: work(journal), done, self._failed, "erase a pupil")

    def _clean(self) -> None:
        """On the worker, behind whatever was made there of them: packs, and voices that a crash left."""
        pack.drop(self._tools.folder, self._pupil.id)
        voice.clean(self._tools.folder)

    def _forget(self, named: list[str]) -> None:
        """What memory holds of them: words begun, what was heard before whoever is here now, words drawn."""
        self._tools.drafts.forget(named)
        self._lesson.engine.capture.forget(0, self._lesson.recorder.since)
        text.forget()
        line_picture.forget()
        self._tools.kept.clear()
        self._lesson.refresh_house()

    def _failed(self, error: Exception) -> None:
        """It is all there, or all gone: the journal does it in one step."""
        if self.erased is None:
            self._stop(sentence(error))
        else:
            self._go_to(Stage.DONE)  # a file of theirs that is held just now goes at the next close

    def _stop(self, why: str) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job, self.why_not = None, why
        self._go_to(Stage.ASKED)

    def _go_to(self, stage: Stage) -> None:
        self.stage = stage
        if stage is not Stage.ASKED:
            self.why_not = ""
        self._tools.changed()
