"""A sealed file for another laptop: of everything, or of the pupils that are ticked, and its passphrase, shown once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from studio import files
from studio.lesson import sentence
from studio.screens.tutor.how_far import HowFar
from studio.screens.tutor.safe import done, noted, point, words
from studio.screens.tutor.said_no import SaysNo
from studio.screens.tutor.tab import captioned, today
from studio.ui.nodes import Button, Card, Chips, Choice, Column, Node, Progress, Row, Space, Text, TextBox
from studio.words import options

if TYPE_CHECKING:
    from pathlib import Path

    from studio.background import Job
    from studio.screen import Tools
    from studio.screens.tutor.how_far import Far

AT_ONCE = 1 << 20  # bytes between two looks whether it was given up
SEALED = 0.9  # of the way: the rest is putting it there
ALL, SOME = "all", "some"


class PackFile(SaysNo):
    """Asked, being made, made. The passphrase is kept nowhere but here, until it is said to be written down."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.lesson = tools.lesson
        self._whose = ALL
        self._pupils: frozenset[str] = frozenset()
        self._folder = str(files.documents())
        self._trouble = ""
        self._secret = ""
        self._made: Path | None = None
        self._job: Job | None = None
        self.how_far = HowFar(tools.changed)

    @property
    def holds(self) -> bool:
        """Whether what is shown is shown only once."""
        return self._made is not None

    @property
    def begun(self) -> bool:
        """Whether it is no longer asked what it is to be."""
        return self._job is not None or self._made is not None

    @property
    def name(self) -> str:
        """What is shown, for the list to begin at its top."""
        return "made" if self._made is not None else "making" if self._job is not None else "asked"

    def leave(self) -> None:
        """Give it up."""
        self._stop()
        self._secret, self._made = "", None

    def update(self) -> None:
        """How far it is."""
        self.how_far.update()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def node(self) -> Node:
        """What it is to hold and where it is to lie; how far it is; where it is, and what opens it."""
        if self._made is not None:
            return self._shown(self._made)
        if self._job is not None:
            return Column(
                Space(), Progress("packing", words("sealing"), self.how_far.drawn, self._given_up), Space(), grow=1
            )
        some = self._whose == SOME
        whose = words("whose")
        return Card(
            Column(
                captioned(
                    whose,
                    Choice("pack-whose", options("tutor_safe.whose", (ALL, SOME)), self._whose, self._is_of, whose),
                ),
                Text(words(f"whose {self._whose} is"), tone="text2"),
                self._who() if some else None,
                TextBox(
                    "pack-folder",
                    self._folder,
                    self._set_folder,
                    lambda _words: self._make(),
                    label=words("to folder"),
                    most=400,
                ),
                gap=12,
            ),
            pad=16,
        )

    def _who(self) -> Node:
        pupils = self.lesson.house.pupils
        if not pupils:
            return Text(words("no pupils"), tone="text2")
        listed = tuple((one.id, one.shown) for one in pupils)
        return Chips("pack-pupils", listed, self._pupils, self._tick, label=words("tick pupils"))

    def _shown(self, path: Path) -> Node:
        return Column(
            done(words("file is made")),
            Text(words("file lies", path=path)),
            Card(
                Column(
                    Text(words("its passphrase"), style="label", tone="text2", weight=600, align="center"),
                    Text(self._secret, style="h1", align="center"),
                    gap=8,
                ),
                tone="soft",
                pad=16,
            ),
            *[point(words(f"say it {n}")) for n in (1, 2, 3)],
            gap=16,
        )

    def on(self) -> Node | None:
        """What leads on, and why it did not."""
        if self._made is not None:
            way = Button("pack-done", words("written down"), self._is_written_down, icon="check", kind="primary")
            return Row(Space(), way)
        if self._job is not None:
            return None
        way = Button("pack-make", words("make file"), self._make, icon="package", kind="primary")
        return Row(noted(self._trouble) if self._trouble else Space(), way)

    # -- what is chosen -----------------------------------------------------------------------------------------------
    def _is_of(self, whose: str) -> None:
        self._whose, self._trouble = whose, ""
        self.tools.changed()

    def _tick(self, pupil: str) -> None:
        self._pupils ^= {pupil}
        self.tools.changed()

    def _set_folder(self, said: str) -> None:
        self._folder = said

    # -- what is done -------------------------------------------------------------------------------------------------
    def _make(self) -> None:
        """The writer gathers and seals it; the worker, which may wait for a slow stick, puts it there."""
        from reflections.moving import bundle
        from studio.music.song.kept import alone

        journal = self.lesson.journal
        if journal is None or self._job is not None:
            return
        pupils = sorted(self._pupils & {one.id for one in self.lesson.house.pupils})
        if self._whose == SOME and not pupils:
            self._say_no(words("tick first"), "pack-pupils")
            return
        folder = files.typed(self._folder)
        if not self._folder.strip() or not folder.is_dir():
            self._say_no(words("no folder"), "pack-folder")
            return
        self._secret, self._trouble = bundle.new_passphrase(), ""
        far = self.how_far.begin()
        secret, only = self._secret, pupils if self._whose == SOME else None

        self._job = self.tools.background.writer.put(
            lambda: journal.pack(secret, only, alone=alone, to=folder, progress=lambda share: far(SEALED * share)),
            lambda raw: self._write(raw, folder, far),
            self._failed,
            "a file for another laptop",
        )
        self.tools.focus("packing")
        self.tools.changed()

    def _write(self, raw: bytes, folder: Path, far: Far) -> None:
        from reflections.moving import bundle

        name = f"soundfolio-{today().isoformat()}{bundle.SUFFIX}"

        def write() -> Path:
            path = files.free(files.there(folder) / name)
            with files.whole(path, mine=True) as part, part.open("wb") as into:
                for at in range(0, len(raw), AT_ONCE):
                    far(SEALED)  # once it is given up nothing of it is left there
                    into.write(raw[at : at + AT_ONCE])
                    into.flush()
                    os.fsync(into.fileno())  # else all of a slow stick's waiting comes at the end, and can't be stopped
            if far.given_up:
                path.unlink(missing_ok=True)  # nobody will ever know what opens it
            return path

        self._job = self.tools.background.worker.put(write, self._is_made, self._failed, "put the file there")

    def _is_made(self, path: Path) -> None:
        self._job, self._made = None, path
        self.tools.focus("pack-done")
        self.tools.changed()

    def _failed(self, error: Exception) -> None:
        self._job, self._secret = None, ""
        self._say_no(words("not written") if isinstance(error, OSError) else sentence(error), "pack-folder")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job, self._secret = None, ""
            self.how_far.give_up()

    def _given_up(self) -> None:
        self._stop()
        self._say_no(words("stopped"), "pack-make")

    def _is_written_down(self) -> None:
        self._secret, self._made = "", None
        self.tools.focus("laptop-way")
        self.tools.changed()
