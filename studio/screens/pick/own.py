"""What is the pupil's own on Pick: read beside the loop, so that it is found like the rest, and taken on in a part that fits."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from studio.lesson import sentence
from studio.lesson.handover import unopened
from studio.screens.pick.file import card_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal
    from studio.background import Job
    from studio.lesson.handover import Unopened
    from studio.music.finding import Line
    from studio.music.intake import TakenIn
    from studio.music.library import Found
    from studio.music.nearby import Near
    from studio.music.own import Facts, OwnMusic
    from studio.screen import Tools
    from studio.screens.pick.file import FileCard

AT_ONCE = 16  # pieces that the writer reads in one go: it has other things to do
MOST_TRIES = 3  # of a file whose reading made way for something that was asked for

_heard: dict[str, Facts] = {}  # what music is found by, by its digest: nothing in it says whose it is


class Own:
    """Pieces that were made or kept and files of the watched folder, as they are known so far."""

    def __init__(self, tools: Tools, known: Callable[[], None]) -> None:
        """`known` is called each time there is more to be found."""
        self._tools = tools
        self._known = known
        self.music: OwnMusic | None = None
        self._lines: dict[str, Line] = {}
        self._files: dict[str, FileCard] = {}
        self._jobs: list[Job] = []
        self._over = False

    # -- reading ------------------------------------------------------------------------------------------------------
    def read(self) -> None:
        """Read the pupil's pieces, some at a time."""
        self._next(iter(self._in_tens()))

    def _in_tens(self) -> Iterator[tuple[records.Piece, ...]]:
        rows = self._tools.lesson.mine.pieces
        for first in range(0, len(rows), AT_ONCE):
            yield rows[first : first + AT_ONCE]

    def _next(self, rest: Iterator[tuple[records.Piece, ...]]) -> None:
        rows = next(rest, None)
        if rows is None or self._over:
            return

        def read(journal: Journal) -> list[tuple[records.Piece, Unopened | None]]:
            return [(row, unopened(journal, row)) for row in rows]

        def opened(kept: list[tuple[records.Piece, Unopened | None]]) -> None:
            words = {row.id: self._words_of(row) for row, _ in kept}
            self._work(lambda: _lines(kept, words), lambda lines: self._more(lines, lambda: self._next(rest)))

        self._tools.lesson.ask(read, opened, "what is my own")

    def _words_of(self, row: records.Piece) -> str:
        """What the pupil said of a piece: whom it is about, what it is for, why they like it."""
        mine = self._tools.lesson.mine
        goals = [goal.words for goal in mine.goals if goal.id in row.goals]
        liked = [f"{like.what} {like.why}" for like in mine.likes if like.piece == row.id]
        return " ".join((row.about, *goals, *liked))

    def read_files(self, files: tuple[Near, ...]) -> None:
        """Read the files of the watched folder, one after the other, whenever nothing else is waited for."""
        if files and not self._over:
            self._read_file(files, MOST_TRIES)

    def _read_file(self, files: tuple[Near, ...], tries: int) -> None:
        file, rest = files[0], files[1:]
        worker = self._tools.background.worker
        made_way = False

        def unwanted() -> bool:
            nonlocal made_way
            made_way = made_way or self._over or worker.waiting > 1
            return made_way

        def work() -> tuple[TakenIn | None, Facts | None]:
            from studio.music import own
            from studio.music.worker import unless

            with unless(unwanted):
                taken = _taken_in(file.path, file.changed.timestamp())
            return taken, own.facts(taken.piece) if taken is not None else None

        def read(found: tuple[TakenIn | None, Facts | None]) -> None:
            taken, facts = found
            again = made_way and taken is None and tries > 1
            if taken is not None and facts is not None:
                self._file(file.path, taken, facts)
            if again or rest:
                self._read_file(files if again else rest, tries - 1 if again else MOST_TRIES)

        self._work(work, read)

    def _file(self, path: Path, taken: TakenIn, facts: Facts) -> None:
        from studio.music import own

        card = card_of(taken, path.stem, f"file:{path}")
        self._files[card.hiding] = card
        self._more([own.line(card.hiding, card.title, path.stem, facts)], lambda: None)

    def _more(self, lines: list[Line], then: Callable[[], None]) -> None:
        self._lines |= {found.hiding: (found, title, words) for found, title, words in lines}
        known = tuple(self._lines.values())

        def ready(music: OwnMusic) -> None:
            self.music = music
            self._known()
            then()

        self._work(lambda: _to_search(known), ready)

    def _work(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        if not self._over:
            self._jobs = [job for job in self._jobs if not job.cancelled][-1:]
            self._jobs.append(self._tools.background.worker.put(work, then, self._failed, "what is my own"))

    def _failed(self, error: Exception) -> None:
        self._tools.say(sentence(error))

    def stop(self) -> None:
        """Nobody looks any more."""
        self._over = True
        for job in self._jobs:
            job.cancel()

    # -- what was found -----------------------------------------------------------------------------------------------
    def piece(self, found: Found) -> records.Piece | None:
        """The piece that was found; None where it is a file, or gone."""
        return next((row for row in self._tools.lesson.mine.pieces if row.id == found.hiding), None)

    def file(self, found: Found) -> FileCard | None:
        """The file that was found; None where it is a piece, or the pupil has it as one."""
        card = self._files.get(found.hiding)
        had = card is not None and any(row.source == card.source for row in self._tools.lesson.mine.pieces)
        return None if had else card


def _lines(kept: list[tuple[records.Piece, Unopened | None]], words: dict[str, str]) -> list[Line]:
    """Describe pieces; one that cannot be opened is found by its words alone. For the worker."""
    from studio.music import own

    return [own.line(row.id, row.title, words[row.id], _facts(one), source=row.source) for row, one in kept]


def _facts(kept: Unopened | None) -> Facts:
    from studio.music import own
    from studio.music.piece import Piece

    if kept is None:
        return own.facts(Piece("", ()))
    if kept.digest not in _heard:
        music = Piece("", ())
        with suppress(ValueError):  # it says so itself when it is opened
            music = kept.open()
        _heard[kept.digest] = own.facts(music)
    return _heard[kept.digest]


def _to_search(lines: tuple[Line, ...]) -> OwnMusic:
    from studio.music import own

    return own.music_of(lines)


@lru_cache(maxsize=64)
def _taken(path: Path, changed: float) -> TakenIn:
    del changed  # a file that was changed is another
    from studio.music.intake import read_file

    return read_file(path)


def _taken_in(path: Path, changed: float) -> TakenIn | None:
    """Read a file, once for as long as it is not changed; None where it is refused: who opens it is told why."""
    from studio.music.intake import IntakeError

    try:
        return _taken(path, changed)
    except IntakeError:
        return None
