"""A process that is kept answers again and again, ends where it hangs or is let go, and is there for the next task all the same."""

import multiprocessing
import os
import time
from collections.abc import Iterator
from typing import Any

import pytest

from studio.music import corpus, folk, worker
from studio.music.kept import Kept
from studio.music.smf import UnreadableError


def work(given: Any) -> int:
    """Answer by what is given."""
    if given == "hang":
        time.sleep(60)
    if given == "die":
        os._exit(3)
    if given == "refuse":
        raise UnreadableError("There are no notes in it.")
    return os.getpid()


_given: list[str] = []


def count(given: str) -> list[str]:
    """All that was given so far."""
    _given.append(given)
    return _given


@pytest.fixture
def kept() -> Iterator[Kept]:
    one = Kept(work)
    yield one
    one.close()
    assert not multiprocessing.active_children()


@pytest.mark.whole
def test_one_process_answers_again_and_again_and_a_refusal_is_an_answer(kept: Kept) -> None:
    first = kept.run("", seconds=20)
    with pytest.raises(worker.RefusedError, match="no notes"):
        kept.run("refuse", seconds=20)

    assert kept.run("", seconds=20) == first != os.getpid()


@pytest.mark.whole
@pytest.mark.parametrize(
    ("given", "seconds", "kind"), [("hang", 0.3, worker.TooSlowError), ("die", 20, worker.DiedError)]
)
def test_where_it_hangs_or_dies_the_next_task_has_another(
    kept: Kept, given: str, seconds: float, kind: type[Exception]
) -> None:
    first = kept.run("", seconds=20)
    with pytest.raises(kind):
        kept.run(given, seconds=seconds)

    assert kept.run("", seconds=20) != first


@pytest.mark.whole
def test_what_is_begun_before_it_is_needed_has_done_its_first_work_and_answers_what_is_asked() -> None:
    one = Kept(count, first="on trial")
    try:
        one.begin()
        process = multiprocessing.active_children()
        assert one.run("asked", seconds=20) == ["on trial", "asked"]
        one.begin()
        assert multiprocessing.active_children() == process
        assert one.run("asked again", seconds=20) == ["on trial", "asked", "asked again"]
    finally:
        one.close()


@pytest.mark.whole
def test_a_first_work_that_fails_spoils_nothing() -> None:
    one = Kept(work, first="refuse")
    try:
        one.begin()
        assert one.run("", seconds=20) > 0
    finally:
        one.close()


@pytest.mark.whole
def test_what_nobody_wants_any_more_ends(kept: Kept) -> None:
    with worker.unless(lambda: True), pytest.raises(worker.GivenUpError):
        kept.run("hang", seconds=20)


@pytest.mark.whole
def test_a_folk_tune_that_is_kept_open_is_the_one_that_is_opened_alone() -> None:
    tune = next(one for one in folk.index() if folk.at_once(one) is None)
    try:
        assert folk.open_folk(tune, keep=True) == corpus.read(tune.path, tune.number, tune.title)
        assert len(multiprocessing.active_children()) == 1
    finally:
        corpus.let_go()
    assert not multiprocessing.active_children()
