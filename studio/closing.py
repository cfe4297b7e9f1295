"""Closing the window: nothing goes unasked, nothing owed is left behind, and whoever is in a hurry does not wait."""

from __future__ import annotations

import logging
from enum import Enum, auto
from typing import TYPE_CHECKING

from studio import files
from studio.lesson import sentence
from studio.ui.nodes import Button, Column, Dialog, Progress, Row, Space, Text, TextBox
from studio.words import counted, say

if TYPE_CHECKING:
    from pathlib import Path

    from studio.app import Studio

CLOSING_SECONDS = 20.0  # for what the writer still has when the window is gone already
HURRIED_SECONDS = 3.0  # for the same, when somebody has said that they will not wait
STILL_TURNS = 2  # the answer to what the writer did last comes a turn later
log = logging.getLogger("soundfolio")


class Stage(Enum):
    """How far closing is."""

    OPEN = auto()
    UNCLAIMED = auto()  # something was played before the passphrase: shall it go?
    WRITING = auto()  # what was played last is on its way to the journal
    OWED = auto()  # it could not be written: what now?
    BACKUP = auto()  # all is kept; the journal makes its backup and closes
    GONE = auto()


LEFT = frozenset({Stage.WRITING, Stage.OWED, Stage.BACKUP, Stage.GONE})


class Closing:
    """The way out, from the first press of the window's cross to the last thing that is written."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self.stage = Stage.OPEN
        self.hurried = False
        self._still = 0
        self._saving = False
        self._folder = ""
        self._said = ""
        self._saved = False

    @property
    def up(self) -> bool:
        """Whether the window is being closed: only this dialog's own buttons count."""
        return self.stage is not Stage.OPEN

    @property
    def left(self) -> bool:
        """Whether the screen in front was left for good."""
        return self.stage in LEFT

    @property
    def seconds(self) -> float:
        """How long the process may go on without its window."""
        return HURRIED_SECONDS if self.hurried else CLOSING_SECONDS

    # -- the way out --------------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Somebody wants the window closed; asked a second time while all is on its way, it does not wait for the backup."""
        match self.stage:
            case Stage.OPEN if self._studio.lesson.journal is None and self._unclaimed():
                self._go_to(Stage.UNCLAIMED)
            case Stage.OPEN:
                self._leave()
            case Stage.WRITING | Stage.BACKUP:
                self.hurried = True
                self._gone()
            case _:
                pass  # a question waits for its answer

    def tick(self) -> None:
        """Once a frame: from what is written to the backup, or to the question what to do."""
        if self.stage not in {Stage.WRITING, Stage.OWED}:
            return
        errands, wishes = self._studio.lesson.recorder.errands, self._studio.wishes
        if errands.idle and not wishes.owing:
            quiet = not self._studio.background.writer.waiting
            self._still = self._still + 1 if quiet else 0
            if self._still >= STILL_TURNS:
                self._back_up()
        else:
            self._still = 0
            if self.stage is Stage.WRITING and (errands.stuck or (wishes.owing and wishes.stuck)):
                self._go_to(Stage.OWED)

    def finish(self) -> None:
        """The window is gone: put whatever is not written yet before the writer, and the journal's closing behind it."""
        lesson = self._studio.lesson
        if lesson.journal is None:
            return
        if lesson.recorder.is_rolling:
            lesson.stop_take(self._studio.engine.frame_now())
            self._studio.background.settle(2)
        lesson.recorder.flush()
        self._studio.drafting.keep()
        self._studio.wishes.again()
        self._back_up()

    def _unclaimed(self) -> bool:
        lesson = self._studio.lesson
        return bool(lesson.held_before or lesson.held or lesson.recorder.unkept())

    def _leave(self) -> None:
        studio = self._studio
        studio.browser.lock()
        studio.keys.release_all()
        studio.screen.leave()  # may open the journal yet: the recovery code was right
        studio.engine.stop()  # what a screen beneath it had left sounding
        lesson = studio.lesson
        if lesson.journal is None:
            self._gone()
            return
        if lesson.recorder.is_rolling:
            lesson.stop_take(studio.engine.frame_now())
        lesson.recorder.flush()
        studio.drafting.keep()
        studio.packing.owe(lesson.here)
        studio.wishes.again()
        self._go_to(Stage.WRITING)

    def _back_up(self) -> None:
        """Close the journal, on the writer. What is played from now on sounds and is asked of nobody."""
        lesson = self._studio.lesson
        journal, lesson.journal, lesson.recorder.journal = lesson.journal, None, None
        assert journal is not None
        self._go_to(Stage.BACKUP)
        self._studio.background.writer.put(journal.close, lambda _: self._gone(), self._not_away, "close the journal")

    def _not_away(self, error: Exception) -> None:
        """The journal itself is safe: what failed is its backup, and the next start makes one."""
        log.warning("%s", sentence(error))
        self._gone()

    def _gone(self) -> None:
        self._go_to(Stage.GONE)
        self._studio.open = False

    def _go_to(self, stage: Stage) -> None:
        self.stage = stage
        self._studio.change()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def dialog(self) -> Dialog | None:
        """The dialog in front of the whole window while it is being closed."""
        match self.stage:
            case Stage.OPEN | Stage.GONE:
                return None
            case Stage.UNCLAIMED:
                return self._unclaimed_dialog()
            case Stage.OWED:
                return self._owed_dialog()
            case stage:
                backup = stage is Stage.BACKUP
                told = say("frame.everything is kept") if backup else say("frame.writing what was played")
                bar = Progress("closing", told, None, self.begin)
                return Dialog(say("frame.putting the music away"), bar, key="closing-dialog", escape=self.begin)

    def _unclaimed_dialog(self) -> Dialog:
        return Dialog(
            say("frame.before you close"),
            Column(
                Text(say("frame.something was played")),
                Row(
                    Button(
                        "closing-back", say("frame.back"), self._stay, icon="arrow-left", kind="primary"
                    ),  # has the focus first
                    Space(),
                    Button("let-it-go", say("frame.let it go"), self._leave),
                ),
                gap=16,
            ),
            key="unclaimed-dialog",
            escape=self._stay,
        )

    def _stay(self) -> None:
        self._go_to(Stage.OPEN)

    def _owed_dialog(self) -> Dialog:
        refusal = self._studio.lesson.recorder.errands.refusal or self._studio.wishes.refusal
        why = Text(sentence(refusal), weight=600) if refusal else None
        return Dialog(
            say("frame.not everything is written"),
            Column(
                why,
                Text(say("frame.what was played last")),
                Text(self._said, tone="text2") if self._said else None,
                self._where() if self._saving else None,
                Row(
                    Button("owed-again", say("frame.try again"), self._again, icon="refresh-cw", kind="primary"),
                    None
                    if self._saving
                    else Button("owed-save", say("frame.save it"), self._ask_where, icon="download"),
                    Button("owed-close", say("frame.close") if self._saved else say("frame.close anyway"), self._gone),
                    wrap=True,
                ),
                gap=16,
            ),
            key="owed-dialog",
            escape=self._again,
        )

    def _where(self) -> Column:
        return Column(
            TextBox("owed-folder", self._folder, self._set_folder, self._save, label=say("frame.folder"), most=400),
            Text(say("frame.whoever can open"), style="label", tone="text2"),
            Row(
                Space(), Button("owed-here", say("frame.save here"), lambda: self._save(self._folder), icon="download")
            ),
            gap=8,
        )

    # -- what is owed -------------------------------------------------------------------------------------------------
    def _again(self) -> None:
        self._studio.lesson.recorder.errands.again()
        self._studio.wishes.again()
        self._go_to(Stage.WRITING)

    def _ask_where(self) -> None:
        from studio import files

        self._saving, self._folder = True, str(files.documents())
        self._studio.change()

    def _set_folder(self, folder: str) -> None:
        self._folder = folder

    def _save(self, folder: str) -> None:
        from studio.owed import owed, save

        music, where = owed(self._studio.lesson), files.typed(folder)

        def saved(paths: tuple[Path, ...]) -> None:
            self._saved, self._saving = True, False
            self._say(counted("frame.files saved", len(paths), where=where))

        def refused(error: Exception) -> None:
            del error
            self._say(say("frame.files not saved", where=where))

        self._studio.background.worker.put(lambda: save(where, music), saved, refused, "save what is owed")

    def _say(self, words: str) -> None:
        self._said = words
        self._studio.change()
