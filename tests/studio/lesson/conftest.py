"""The start after a kill: what the journal offers then."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from reflections import Journal, records
from studio.background import Background
from studio.lesson import Lesson
from studio.lesson.offer import phrases_in
from tests.studio.conftest import SECRET, Sitting, keys_in
from tests.studio.fakes import FakeEngine


class Next:
    """The studio started again a week later, with Jo at the keys."""

    def __init__(self, folder: Path) -> None:
        self.journal = Journal.open(folder, SECRET)
        again = self.journal._now() + timedelta(days=7)
        self.journal._now = lambda: again
        self.background = Background()
        self.lesson = Lesson(FakeEngine(), self.background, lambda: 0.0)
        self.said: list[str] = []
        self.lesson.say = self.said.append
        self.lesson.opened(self.journal)
        self.background.settle()
        self.jo = next(one for one in self.journal.pupils() if one.shown == "Jo")
        self.lesson.choose(self.jo)
        self.background.settle()

    @property
    def offered(self) -> list[tuple[str, list[int]]]:
        return [(str(item.context["kind"]), keys_in(item.chunks)) for item in self.items]

    @property
    def items(self) -> tuple[records.Unfinished, ...]:
        return self.lesson.found_for(self.jo)

    def keep(self, item: records.Unfinished) -> None:
        self.lesson.keep_found(item, lambda: None)
        self.background.settle()

    def keep_phrase(self, item: records.Unfinished, n: int = 0) -> None:
        self.lesson.keep_found_phrase(item, phrases_in(item)[n], lambda: None)
        self.background.settle()

    def let_go(self, item: records.Unfinished) -> None:
        self.lesson.let_found_go(item, lambda: None)
        self.background.settle()

    @property
    def takes(self) -> list[records.Take]:
        return [take for piece in self.journal.pieces(self.jo.id) for take in self.journal.takes(piece.id)]


@pytest.fixture
def after_a_kill(sitting: Sitting) -> Iterator[Callable[[], Next]]:
    """Let go of everything as a kill would, and start again a week later."""
    started: list[Next] = []

    def start() -> Next:
        sitting.close()
        started.append(Next(sitting.folder))
        return started[-1]

    yield start
    for one in started:
        one.background.close()
        one.journal._changed = False
        one.journal.close()
