"""Everything that is held on a pupil, as a copy to hand out: what is in it and what is weighed is said first, then it is made."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING, Any

from reflections import Unheard
from reflections.pages.marks import where, why
from studio import files
from studio import words as speaking
from studio.lesson import sentence
from studio.screen import Back, Go, Screen
from studio.screens.tutor.safe import done, noted, point
from studio.screens.tutor.said_no import SaysNo
from studio.ui.nodes import Button, Card, Column, Node, Progress, Row, Scroll, Space, Text, TextBox
from studio.words import counted, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reflections import records
    from reflections.records.held import Held as All
    from studio.background import Job
    from studio.screen import Tools

ROLE = 80
BOXES = ("whom", "folder", "password")


def words(key: str, **filled: Any) -> str:
    """A sentence of this screen's own table."""
    return say(f"tutor_held.{key}", **filled)


class Held(SaysNo, Screen):
    """Behind the curtain already: only the pupil's page leads here."""

    name = "held"
    subtitled = "tutor_held.subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools, *, pupil: str) -> None:
        super().__init__(tools)
        self.pupil: records.Pupil | None = next((one for one in self.lesson.house.pupils if one.id == pupil), None)
        self._typed = {"whom": words("whom usual"), "folder": str(files.documents()), "password": ""}
        self._found: All | None = None
        self._made: Path | None = None
        self._job: Job | None = None
        self._order: object = None  # the copy that is being made, until it is given up
        self._trouble = ""
        self._waits = False  # something has to be seen or passed on first

    @property
    def title(self) -> str:
        """Whose it is."""
        return words("title", name=self.pupil.shown) if self.pupil else words("nobody")

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read it at once: the press that led here asked for it."""
        pupil, journal = self.pupil, self.lesson.journal
        if pupil is None or journal is None:
            self.tools.move(Back())
            return
        self._trouble = ""
        self._job = self.tools.background.writer.put(
            lambda: journal.held_about(pupil.id), self._know, self._failed, "all that is held"
        )

    def leave(self) -> None:
        """A copy that is being made is given up, and nothing of it is written."""
        self._stop()
        self._found = None
        self._typed["password"] = ""

    def _know(self, found: All) -> None:
        self._job, self._found = None, found
        self.tools.focus("held-whom")
        self.tools.changed()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """What is in it and what is not, and where it is to lie; how far it is; where it lies."""
        if self._made is not None:
            return Scroll(self._is_there(self._made), key="held-made")
        if self._job is not None:
            told = words("reading" if self._found is None else "making")
            return Column(Space(), Progress("held-busy", told, None, self._given_up), Space(), grow=1)
        trouble = noted(self._trouble) if self._trouble else None
        if self._found is None:
            way = Button("held-waits", words("to waits"), self._to_what_waits, icon="clock", kind="primary")
            return Column(trouble, Row(way, Space()) if self._waits else None, Space(), gap=12, grow=1)
        left = Column(self._what(), self._weighed(self._found), gap=16, grow=1)
        right = Column(self._where(), self._look(self._found), gap=16, grow=1)
        way = Button("held-make", words("make"), self._make, icon="folder-output", kind="primary")
        inside = Scroll(Row(left, right, gap=16, align="start"), key="held")
        return Column(inside, trouble, Row(Space(), way), gap=12, grow=1)

    @staticmethod
    def _what() -> Node:
        return Card(
            Column(Text(words("what"), style="h2"), *[point(words(f"what {n}")) for n in (1, 2, 3)], gap=8), pad=16
        )

    @staticmethod
    def _weighed(found: All) -> Node:
        rows = [point(counted(f"tutor_held.weigh {table}", many)) for table, many in found.kept_back.items()]
        return Card(
            Column(
                Text(words("weigh"), style="h2"),
                Text(words("weigh told"), tone="text2"),
                *(rows or [point(words("weigh none"))]),
                gap=8,
            ),
            pad=16,
        )

    @staticmethod
    def _look(found: All) -> Node:
        rows = [
            point(words("look one", words=one.words, where=where(one, speaking), why=why(one, speaking)))
            for one in found.marked
        ]
        title = Text(words("look"), style="h2") if rows else None
        return Card(Column(title, *(rows or [Text(words("look none"), tone="text2")]), gap=8), pad=16)

    def _where(self) -> Node:
        boxes = [
            TextBox(
                f"held-{box}",
                self._typed[box],
                partial(self._type, box),
                lambda _said: self._make(),
                label=words(box),
                placeholder=words("password none") if box == "password" else "",
                secret=box == "password",
                most=ROLE if box == "whom" else 400,
            )
            for box in BOXES
        ]
        return Card(Column(*boxes, Text(words("password told"), tone="text2"), gap=12), pad=16)

    def _is_there(self, path: Path) -> Node:
        return Column(
            done(words("made")),
            Text(words("lies", path=path)),
            *[point(words(f"made {n}")) for n in (1, 2)],
            Row(
                Button("held-back", words("back"), lambda: self.tools.move(Back()), icon="check", kind="primary"),
                Space(),
            ),
            gap=16,
        )

    # -- what is done -------------------------------------------------------------------------------------------------
    def _type(self, box: str, said: str) -> None:
        self._typed[box] = said

    def _make(self) -> None:
        """The worker lays it out, locks it where it is to be locked, and puts it there whole; the journal writes it down."""
        from reflections.pages.locked import FEWEST

        found, pupil = self._found, self.pupil
        if found is None or pupil is None or self._job is not None:
            return
        whom, password = self._typed["whom"].strip(), self._typed["password"].strip()
        folder = files.typed(self._typed["folder"])
        if not whom:
            self._say_no(words("needs whom"), "held-whom")
            return
        if not self._typed["folder"].strip() or not folder.is_dir():
            self._say_no(words("no folder"), "held-folder")
            return
        if 0 < len(password) < FEWEST:
            self._say_no(words("password short", n=FEWEST), "held-password")
            return
        name = folder / words("name", name=files.named_for(pupil, self.lesson.house.pupils))
        self._trouble, self._order = "", object()
        order = self._order

        def make() -> Path:
            return put(found, name, password, lambda: self._order is not order)

        def made(path: Path) -> None:
            self.lesson.errand(lambda journal: journal.held_was_given(pupil.id, whom), label="what left", whoever=True)
            self._is_made(path)

        self._job = self.tools.background.worker.put(make, made, self._failed, "all that is held")
        self.tools.focus("held-busy")
        self.tools.changed()

    def _is_made(self, path: Path) -> None:
        self._job, self._order, self._made = None, None, path
        self._typed["password"] = ""
        self.tools.focus("held-back")
        self.tools.changed()

    def _failed(self, error: Exception) -> None:
        self._job, self._waits = None, isinstance(error, Unheard)
        at = "held-waits" if self._waits else "held-folder"
        self._say_no(words("not written") if isinstance(error, OSError) else sentence(error), at)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job, self._order = None, None

    def _given_up(self) -> None:
        self._stop()
        if self._found is None:
            self.tools.move(Back())
        else:
            self._say_no(words("stopped"), "held-make")

    def _to_what_waits(self) -> None:
        self.tools.move(Go("tutor", {"tab": "today"}))


def put(found: All, name: Path, password: str, given_up: Callable[[], bool]) -> Path:
    """Put it there, beside whatever is called so already. On the worker; raises drawing.Stopped, OSError."""
    from studio.papers import drawing, held

    if password:
        path = files.add(name.with_name(f"{name.name}.html"), held.locked(found, password, given_up), mine=True)
    else:
        laid_out = held.folder(found, given_up)
        path = files.free(name)
        files.put_all(path, laid_out)
    if given_up():  # nobody would know of it
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    drawing.stop_if(given_up)
    return path
