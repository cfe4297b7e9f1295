"""I want to talk to someone: kept however often the disk says no, noticed by nobody else, and never about what."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from studio.errands import Errands, may_pass

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal
    from studio.background import Background
    from studio.lesson import Lesson

FILE = "waiting.txt"  # beside the vault: a line for each wish that no journal has yet, with the moment and nothing else
NAMELESS_SECONDS = 60.0  # of somebody who has not said who they are: a press after so long is another child's


@dataclass(eq=False, slots=True)
class _Wish:
    pupil: str | None
    session: str | None
    line: str  # the moment, as it stands in the file
    pressed: float
    flag: str | None = None  # the journal's row; set by the writer


class Wishes:
    """Who wants to talk. Lives on the main loop; the file and the journal are the writer's.

    Pressed again it is the same wish, until the flag was passed on or somebody else is at the keys.
    """

    def __init__(self, folder: Path, lesson: Lesson, background: Background, clock: Callable[[], float]) -> None:
        self._file = _Waiting(folder)
        self._lesson = lesson
        self._background = background
        self._clock = clock
        self._errands = Errands(background, clock, worth=_always)
        self._errands.trouble = _unsaid  # no word of it on a screen that others see
        self._wish: _Wish | None = None  # of whoever is at the keys
        self._here = self._who()
        self._journal: Journal | None = None
        self._nowhere: set[_Wish] = set()  # neither in the journal nor in the file
        self.changed: Callable[[], None] = _nothing

    @property
    def heard(self) -> bool:
        """Whether whoever is at the keys has pressed: a small mark for them."""
        return self._wish is not None

    @property
    def stuck(self) -> bool:
        """True while one was refused and none is being tried."""
        return self._errands.stuck

    @property
    def owing(self) -> bool:
        """True while a wish is nowhere but in memory."""
        return bool(self._nowhere)

    @property
    def refusal(self) -> Exception | None:
        """Why it is nowhere else."""
        return self._errands.refusal

    def press(self) -> None:
        """Somebody wants to talk."""
        earlier = self._wish
        if earlier is not None:
            self._errands.put(lambda: self._once_more(earlier), label="someone to talk to", once=earlier)
            return
        pupil, session = self._lesson.pupil, self._lesson.session
        line = datetime.now(UTC).isoformat()
        wish = _Wish(pupil.id if pupil else None, session.id if session else None, line, self._clock())
        self._wish = wish
        self._nowhere.add(wish)
        self._errands.put(lambda: self._keep(wish), label="someone to talk to")
        self.changed()

    def tick(self, now: float) -> None:
        """Once a frame: what was refused is tried again, and the mark goes with whoever pressed."""
        self._errands.tick(now)
        journal = self._lesson.journal
        if journal is not self._journal:
            self._journal = journal
            self.forget()  # the tutor is here, and is told
            if journal is not None:
                self._errands.put(lambda: self._take_in(journal), label="what waited for the passphrase")
        if self._who() != self._here:
            self._here = self._who()
            self.forget()
        elif self._wish is not None and self._here == (None, False) and now - self._wish.pressed > NAMELESS_SECONDS:
            self.forget()

    def again(self) -> None:
        """Try at once what was refused."""
        self._errands.again()

    def forget(self) -> None:
        """Somebody else may be at the keys now: no mark, and a press is a new wish."""
        if self._wish is not None:
            self._wish = None
            self.changed()

    def look_again(self) -> None:
        """The tutor was at the door: what they have passed on is marked no longer."""
        wish, journal = self._wish, self._lesson.journal
        if wish is None or journal is None:
            return

        def known(still_open: bool) -> None:
            if not still_open and self._wish is wish:
                self.forget()

        self._background.writer.put(lambda: _is_open(journal, wish), known, _unsaid, "was it passed on")

    def _who(self) -> tuple[str | None, bool]:
        return (self._lesson.pupil.id if self._lesson.pupil else None, self._lesson.guest)

    # -- on the writer ------------------------------------------------------------------------------------------------
    def _keep(self, wish: _Wish) -> None:
        journal = self._lesson.journal
        if journal is None:
            self._file.add(wish.line)
            self._nowhere.discard(wish)
            return
        try:
            wish.flag = _raise(journal, wish.pupil, wish.session).id
        except Exception:
            with contextlib.suppress(OSError):  # the window may close before the next try goes well
                self._file.add(wish.line)
                self._nowhere.discard(wish)
            raise
        self._nowhere.discard(wish)
        self._file.remove(wish.line)

    def _once_more(self, wish: _Wish) -> None:
        journal = self._lesson.journal
        if wish.flag is None:
            return  # the first is on its way yet
        if journal is None:  # closed meanwhile: nobody can say whether it was passed on, and better twice than never
            self._file.add(datetime.now(UTC).isoformat())
            return
        if _is_open(journal, wish):
            return
        wish.flag = _raise(journal, wish.pupil, wish.session).id

    def _take_in(self, journal: Journal) -> None:
        for line in self._file.lines():
            journal.raise_help(None, None, "pupil")
            self._file.remove(line)


class _Waiting:
    """The file of moments. Of the writer only."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def lines(self) -> list[str]:
        try:
            return self._path.read_text(encoding="latin-1").splitlines()
        except FileNotFoundError:
            return []

    def add(self, line: str) -> None:
        if line in self.lines():
            return
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._path.open("a", encoding="latin-1") as file:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())

    def remove(self, line: str) -> None:
        """Take a line out. Where that fails, the tutor is told once more at the next start: better twice than never."""
        with contextlib.suppress(OSError):
            left = [one for one in self.lines() if one != line]
            if left:
                self._path.write_text("".join(f"{one}\n" for one in left), encoding="latin-1")
            else:
                self._path.unlink(missing_ok=True)


def _raise(journal: Journal, pupil: str | None, session: str | None) -> records.HelpFlag:
    try:
        return journal.raise_help(pupil, session, "pupil")
    except Exception as error:
        if may_pass(error) or (pupil, session) == (None, None):
            raise
        return journal.raise_help(None, None, "pupil")  # somebody erased meanwhile: that someone asked is still told


def _is_open(journal: Journal, wish: _Wish) -> bool:
    return wish.flag is None or any(flag.id == wish.flag for flag in journal.open_flags())


def _always(error: Exception) -> bool:
    del error
    return True


def _unsaid(error: Exception) -> None:
    del error


def _nothing() -> None:
    """Nobody looks yet."""
