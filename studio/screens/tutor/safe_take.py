"""Taking in a file from another laptop: what it would do is said first; it is done whole or not at all, and one press undoes it."""

from __future__ import annotations

from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from studio import files
from studio.lesson import sentence
from studio.screens.tutor import safe_near, safe_told
from studio.screens.tutor.how_far import HowFar
from studio.screens.tutor.safe import done, noted, point, words
from studio.screens.tutor.said_no import SaysNo
from studio.ui.nodes import Button, Card, Column, Node, Progress, Row, Space, Text, TextBox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal
    from studio.background import Job
    from studio.music import nearby
    from studio.screen import Tools

T = TypeVar("T")
MOST_BYTES = 2 << 30  # no journal is so large; what is would fill the memory before anything of it is believed


class Stage(Enum):
    """How far it is."""

    ASKED = auto()
    LOOKING = auto()
    SAID = auto()  # what it would do stands there
    TAKING = auto()  # it can be stopped until all is kept at once
    TAKEN = auto()
    GOING_BACK = auto()
    UNDONE = auto()


FIXED = frozenset({Stage.TAKING, Stage.GOING_BACK})


class TakeIn(SaysNo):
    """One file. The bytes that were looked at are those that are taken in, whatever happens to the stick meanwhile."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.lesson = tools.lesson
        self._path = self._secret = self._trouble = ""
        self._stage = Stage.ASKED
        self._raw = b""
        self._arrival: records.Arrival | None = None
        self._both = safe_told.BothTexts(tools, self._failed)
        self._before: Path | None = None  # the backup from just before
        self._job: Job | None = None
        self.how_far = HowFar(tools.changed)
        self._near: tuple[nearby.Near, ...] = ()  # sealed files where people keep theirs

    def look_around(self) -> None:
        """Find them on the worker, which may wait for a slow stick; only names are read, and without any a path is typed."""

        def found(near: tuple[nearby.Near, ...]) -> None:
            self._near = near
            self.tools.changed()

        self.tools.background.worker.put(safe_near.sealed_files, found, lambda _error: None, "look for sealed files")

    @property
    def holds(self) -> bool:
        """What has begun is not left by Esc."""
        return self._stage in FIXED

    @property
    def begun(self) -> bool:
        """Whether it is no longer asked which file it is."""
        return self._stage is not Stage.ASKED

    @property
    def name(self) -> str:
        """What is shown, for the list to begin at its top."""
        return self._stage.name

    def leave(self) -> None:
        """What has not begun does not begin."""
        if self._stage in {Stage.LOOKING, Stage.SAID}:
            self._anew()

    def update(self) -> None:
        """How far it is."""
        self.how_far.update()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def node(self) -> Node:
        """Which file; what it would do; what it did, and the way back."""
        match self._stage:
            case Stage.ASKED:
                return self._asked()
            case Stage.SAID:
                return self._said()
            case Stage.TAKEN:
                return self._taken()
            case Stage.UNDONE:
                return Column(done(words("undone")), Text(words("undone told")), self._stay_erased(), gap=16)
            case _:
                return self._going_on()

    def _going_on(self) -> Node:
        """How far it is, where somebody knows, and the way to stop it; once it is being stopped, only that."""
        told = words("stage stopping" if self._stopping else f"stage {self._stage.name.lower()}")
        stop = {Stage.LOOKING: self._anew, Stage.TAKING: None if self._stopping else self._stop}.get(self._stage)
        far = None if self._stage is Stage.GOING_BACK else self.how_far.drawn or None
        return Column(Space(), Progress("taking", told, far, stop), Space(), grow=1)

    @property
    def _stopping(self) -> bool:
        return self._stage is Stage.TAKING and not self.how_far.goes_on

    def _asked(self) -> Node:
        return Card(
            Column(
                Text(words("take told"), tone="text2"),
                *[
                    safe_near.card(n, one, files.typed(self._path) == one.path, partial(self._pick, one.path))
                    for n, one in enumerate(self._near)
                ],
                TextBox("take-path", self._path, self._set_path, label=words("which file"), most=400),
                TextBox(
                    "take-secret",
                    self._secret,
                    self._set_secret,
                    lambda _words: self._look(),
                    label=words("file passphrase"),
                    secret=True,
                ),
                gap=12,
            ),
            pad=16,
        )

    def _pick(self, path: Path) -> None:
        """It is this one; what opens it comes next."""
        self._path, self._trouble = str(path), ""
        self.tools.focus("take-secret")
        self.tools.changed()

    def _said(self) -> Node:
        arrival = self._arrival
        assert arrival is not None
        return Column(
            Text(words("nothing is changed yet"), style="h2"),
            Card(Column(*map(point, safe_told.sentences(arrival, "would")), gap=8), pad=16),
            gap=16,
        )

    def _taken(self) -> Node:
        arrival = self._arrival
        assert arrival is not None
        return Column(
            done(words("it is in")),
            Card(Column(*map(point, safe_told.sentences(arrival, "did")), gap=8), pad=16),
            *self._both.nodes(),
            Text(words("undo told"), tone="text2"),
            self._stay_erased(),
            gap=16,
        )

    def _stay_erased(self) -> Node | None:
        """The one thing that no undo undoes."""
        return Text(words("undo erased")) if self._arrival is not None and self._arrival.erased else None

    def on(self) -> Node | None:
        """What leads on and back, and why it did not."""
        trouble = noted(self._trouble) if self._trouble else None
        ways = self._ways_on()
        return Column(trouble, Row(*ways), gap=12) if ways else trouble

    def _ways_on(self) -> tuple[Node, ...]:
        no = Button("take-not", words("not now"), self._anew, kind="quiet")
        over = Button("take-over", words("done"), self._anew, icon="check", kind="primary")
        match self._stage:
            case Stage.ASKED:
                look = Button("take-look", words("look into it"), self._look, icon="search", kind="primary")
                return Space(), look
            case Stage.SAID if self._arrival is not None and not self._arrival.nothing:
                take = Button("take-it", words("take it in"), self._take, icon="folder-input", kind="primary")
                return no, Space(), take
            case Stage.SAID:
                return no, Space()
            case Stage.TAKEN:
                return Button("take-undo", words("undo"), self._undo, icon="undo-2"), Space(), over
            case Stage.UNDONE:
                return Space(), over
            case _:
                return ()

    # -- what is typed ------------------------------------------------------------------------------------------------
    def _set_path(self, said: str) -> None:
        self._path = said

    def _set_secret(self, said: str) -> None:
        self._secret = said

    # -- looking ------------------------------------------------------------------------------------------------------
    def _look(self) -> None:
        """The worker reads it, which may wait for a slow stick; the writer says what it would do."""
        if not self._path.strip() or not self._secret.strip():
            self._say_no(words("file and passphrase"), "take-path" if not self._path.strip() else "take-secret")
            return
        path = files.typed(self._path)
        self.how_far.begin()
        self._go(Stage.LOOKING, "taking")
        self._job = self.tools.background.worker.put(lambda: _read(path), self._look_into, self._failed, "read a file")

    def _look_into(self, raw: bytes) -> None:
        secret, far = self._secret.strip(), self.how_far.begin()
        self._raw = raw
        self._on_writer(lambda journal: journal.look_into(raw, secret, progress=far), self._know, "look into a file")

    def _know(self, arrival: records.Arrival) -> None:
        self._arrival = arrival
        self._go(Stage.SAID, "take-not" if arrival.nothing else "take-it")

    # -- taking in ----------------------------------------------------------------------------------------------------
    def _take(self) -> None:
        """Nobody sits at the keys: what they hear, see and write must not change beneath them."""
        if self._somebody_is_here():
            return
        raw, secret, far = self._raw, self._secret.strip(), self.how_far.begin()

        def take(journal: Journal) -> tuple[records.Arrival, Path]:
            arrival = journal.take_in(raw, secret, progress=far)
            return arrival, journal.backups()[-1][1]

        self._go(Stage.TAKING, "taking")
        self._on_writer(take, self._is_in, "take a file in")

    def _stop(self) -> None:
        """Whoever was too late reads that it is in: nobody is told that nothing was changed before the journal says so."""
        self.how_far.give_up()
        self.tools.changed()

    def _is_in(self, taken: tuple[records.Arrival, Path]) -> None:
        self._arrival, self._before = taken
        self._both.came(self._arrival.both)
        self._raw, self._secret = b"", ""
        self.lesson.refresh_house()
        self._go(Stage.TAKEN, "take-over")

    def _undo(self) -> None:
        """Back to the backup from just before, on the journal that is open."""
        before = self._before
        if before is None or self._somebody_is_here():
            return
        self._go(Stage.GOING_BACK, "taking")
        self._on_writer(lambda journal: journal.go_back(before), self._is_undone, "go back to a backup")

    def _is_undone(self, aside: Path | None) -> None:
        del aside
        self._before = None
        if self.lesson.journal is not None:
            self.lesson.opened(self.lesson.journal)
        self._go(Stage.UNDONE, "take-over")

    def _somebody_is_here(self) -> bool:
        errands = self.lesson.recorder.errands
        if self.lesson.here or not errands.idle:
            self._say_no(words("somebody is here"), "take-over" if self._stage is Stage.TAKEN else "take-it")
            return True
        return False

    # -- on the way ---------------------------------------------------------------------------------------------------
    def _on_writer(self, work: Callable[[Journal], T], then: Callable[[T], None], label: str) -> None:
        journal = self.lesson.journal
        if journal is not None:
            self._job = self.tools.background.writer.put(lambda: work(journal), then, self._failed, label)

    def _failed(self, error: Exception) -> None:
        """Whatever it was, nothing was changed by it."""
        from reflections.errors import Stopped, WrongSecret

        match self._stage:
            case Stage.TAKEN | Stage.GOING_BACK:
                stage, at = Stage.TAKEN, "take-over"
            case Stage.TAKING:
                stage, at = Stage.SAID, "take-it"
            case _:
                stage, at = Stage.ASKED, "take-secret" if isinstance(error, WrongSecret) else "take-path"
        self._go(stage, at)
        known = "not taken in" if isinstance(error, Stopped) else "not read" if isinstance(error, OSError) else ""
        self._say_no(words(known) if known else sentence(error), at)

    def _anew(self) -> None:
        """Another file, or none."""
        if self._job is not None:
            self._job.cancel()
        self.how_far.give_up()
        self._job, self._arrival, self._before = None, None, None
        self._raw, self._secret = b"", ""
        self._both.came()
        self._go(Stage.ASKED, "take-path")

    def _go(self, stage: Stage, at: str) -> None:
        self._stage, self._trouble = stage, ""
        self.tools.focus(at)
        self.tools.changed()


def _read(path: Path) -> bytes:
    from reflections.errors import NotOurs

    if path.stat().st_size > MOST_BYTES:
        raise NotOurs(words("too large"))
    return path.read_bytes()
