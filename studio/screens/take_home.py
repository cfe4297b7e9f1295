"""Taking it home: where the page is to lie, how far it is, and what to do where it could not be put."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from studio.lesson import sentence
from studio.ui.nodes import Button, Column, Dialog, Progress, Row, Space, Text, TextBox

if TYPE_CHECKING:
    from reflections import records
    from studio import illustrate
    from studio.background import Job
    from studio.screen import Tools

WHAT_IT_IS = "One page with your music, your words and your goals. Any browser opens it."
WHO_CAN_READ = "Whoever has the file can read it. Ask your tutor where to put it."


class TakeHome:
    """States: closed, asking where, making. Nothing is written until the page is whole."""

    def __init__(self, tools: Tools, pupil: records.Pupil | None = None) -> None:
        """Of the pupil who is here, unless another is named."""
        self._tools = tools
        self._whose = pupil
        self._asking = False
        self._path = ""
        self._job: Job | None = None
        self._done = 0.0

    @property
    def making(self) -> bool:
        """Whether a page is being made."""
        return self._job is not None

    def ask_where(self) -> None:
        """Offer the documents folder; a name that no file can have is left out."""
        self._path = str(_documents() / f"{self._name()} - music.html")
        self._asking = True
        self._tools.focus("where")
        self._tools.changed()

    def stop(self) -> None:
        """Not now; a page being made is given up, and nothing of it is written."""
        self._asking = False
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._tools.changed()

    def dialog(self) -> Dialog | None:
        """Where to put the page, or how far it is."""
        if self._asking:
            return self._where()
        return self._making() if self._job is not None else None

    # -- what is drawn ------------------------------------------------------------------------------------------------
    def _where(self) -> Dialog:
        return Dialog(
            "Take it home",
            Column(
                Text(WHAT_IT_IS, tone="text2"),
                Text(WHO_CAN_READ, tone="text2"),
                TextBox("where", self._path, self._type, self._write, label="Where to", most=400),
                Row(
                    Space(),
                    Button("no-page", "Not now", self.stop, kind="quiet"),
                    Button("write-page", "Make the page", lambda: self._write(self._path), "check", "primary"),
                ),
            ),
            key="where-dialog",
            escape=self.stop,
        )

    def _making(self) -> Dialog:
        bar = Progress("making", "Drawing your music and its sound", self._done, self.stop)
        return Dialog("Making your page", bar, key="making-dialog", escape=self.stop)

    @property
    def _pupil(self) -> records.Pupil | None:
        return self._whose or self._tools.lesson.pupil

    # -- what is done -------------------------------------------------------------------------------------------------
    def _name(self) -> str:
        pupil = self._pupil
        return "".join(c for c in (pupil.shown if pupil else "") if c.isalnum() or c in " -_").strip() or "My"

    def _type(self, path: str) -> None:
        self._path = path

    def _write(self, path: str) -> None:
        from studio import illustrate

        pupil, worker = self._pupil, self._tools.background.worker
        assert pupil is not None
        self._asking, self._done, self._path = False, 0.0, path
        where = Path(path.strip().strip("\"'")).expanduser()

        def gathered(materials: illustrate.Materials) -> None:
            self._job = job = worker.put(
                lambda: illustrate.write(illustrate.page_of(materials, self._progress, lambda: job.cancelled), where),
                lambda size: self._written(where, size),
                lambda error: self._failed(where, error),
                "make the page",
            )

        self._tools.lesson.ask(lambda journal: illustrate.gather(journal, pupil.id), gathered, "gather the page")
        self._tools.changed()

    def _progress(self, done: float, words: str) -> None:
        """Called from the worker: only a number is set, the next frame draws it."""
        del words
        self._done = done

    def _written(self, where: Path, size: int) -> None:
        self._job = None
        self._tools.say(f"Your page is in {where} ({size / 1e6:.1f} MB).")

    def _failed(self, where: Path, error: Exception) -> None:
        self._job = None
        if isinstance(error, OSError):
            self._tools.say(f"The page could not be put in {where.parent}. Your music is safe. Pick another place.")
        else:
            self._tools.say(sentence(error))


def _documents() -> Path:
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
