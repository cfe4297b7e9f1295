"""The two queues: order, answers on the main loop, errors that reach whoever asked, cancelling."""

import threading
from collections.abc import Iterator

import pytest

from studio.background import Background


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    assert made.close(2.0)


def refuse(error: Exception) -> None:
    raise AssertionError(error)


def test_answers_come_only_when_the_main_loop_polls(background: Background) -> None:
    answers: list[tuple[int, str]] = []
    background.writer.put(lambda: 7, lambda n: answers.append((n, threading.current_thread().name)), refuse)
    while background.writer.waiting:
        pass
    assert answers == []

    background.settle()

    assert answers == [(7, threading.current_thread().name)]


def test_work_of_one_queue_keeps_its_order_and_its_thread(background: Background) -> None:
    seen: list[tuple[int, str]] = []
    for n in range(20):
        background.writer.put(lambda n=n: seen.append((n, threading.current_thread().name)), lambda _: None, refuse)

    background.settle()

    assert seen == [(n, "writer") for n in range(20)]


def test_an_error_goes_to_whoever_asked_and_the_queue_goes_on(background: Background) -> None:
    failed: list[Exception] = []
    done: list[int] = []

    def break_it() -> None:
        raise OSError("full")

    background.writer.put(break_it, refuse, failed.append)
    background.writer.put(lambda: 1, done.append, refuse)
    background.settle()

    assert [str(error) for error in failed] == ["full"]
    assert done == [1]


def test_a_cancelled_job_answers_nobody(background: Background) -> None:
    started, go_on = threading.Event(), threading.Event()

    def work() -> int:
        started.set()
        go_on.wait(60)
        return 1

    answers: list[int] = []
    job = background.worker.put(work, answers.append, refuse)
    started.wait(60)
    job.cancel()
    go_on.set()
    background.settle()

    assert answers == []


def test_a_job_cancelled_before_it_began_does_no_work(background: Background) -> None:
    go_on = threading.Event()
    background.worker.put(lambda: go_on.wait(60), lambda _: None, refuse)
    done: list[int] = []
    job = background.worker.put(lambda: done.append(1), lambda _: None, refuse)
    job.cancel()
    go_on.set()
    background.settle()

    assert done == []


def test_nothing_runs_before_the_first_frame_is_drawn() -> None:
    held = Background(held=True)
    done: list[int] = []
    held.writer.put(lambda: done.append(1), lambda _: None, refuse)
    assert held.writer.waiting == 1

    held.go()
    held.settle()

    assert done == [1]
    assert held.close(2.0)


def test_closing_finishes_what_was_queued() -> None:
    made = Background()
    done: list[int] = []
    for n in range(50):
        made.writer.put(lambda n=n: done.append(n), lambda _: None, refuse)

    assert made.close(5.0)
    assert done == list(range(50))
