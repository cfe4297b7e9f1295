"""Pages reach the journal between the lesson's own calls: what comes of it, or breaks in it, comes back to whoever asked."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from reflections import Busy, NotFound
from reflections.pages.web import Locked
from studio.background import Background
from studio.browser.asking import ByWriter, OneByOne


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_the_writers_thread_does_it_and_the_loop_need_not_turn(background: Background) -> None:
    ask: Any = ByWriter(lambda: "a journal", background.writer)
    assert ask(lambda journal: (journal, threading.current_thread().name)) == ("a journal", "writer")
    background.settle()


def test_what_breaks_is_raised_for_whoever_asked(background: Background) -> None:
    def refuse(journal: object) -> None:
        raise NotFound("It is not there any more.")

    ask: Any = ByWriter(lambda: "a journal", background.writer)
    with pytest.raises(NotFound, match="not there any more"):
        ask(refuse)


def test_without_a_journal_it_is_locked(background: Background) -> None:
    with pytest.raises(Locked):
        ByWriter(lambda: None, background.writer)(lambda journal: journal)


def test_who_waits_too_long_is_told_and_what_was_asked_is_not_done_later(background: Background) -> None:
    held, done = threading.Event(), []
    background.writer.put(held.wait, lambda _: None, lambda _: None)
    ask: Any = ByWriter(lambda: "a journal", background.writer, seconds=0.01)
    with pytest.raises(Busy, match="busy just now"):
        ask(done.append)
    held.set()
    background.settle()
    assert done == []


def test_alone_each_page_has_its_turn_and_after_the_end_none() -> None:
    journal: Any = "a journal"
    ask: Any = OneByOne(journal)
    assert ask(str.upper) == "A JOURNAL"
    ask.end()
    with pytest.raises(Locked):
        ask(str.upper)
