"""The engine's process goes before others where it may, and goes on where it may not."""

import os
import subprocess
import sys
import threading

import pytest

from instruments import urgent

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only on Linux is each thread asked for")
Asked = list[tuple[int, str]]


def refuse(*_anything: object) -> None:
    raise PermissionError


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the system was asked for, each with the thread it was asked for; nothing is really changed."""
    found: Asked = []
    monkeypatch.setattr(os, "sched_setscheduler", lambda thread, policy, how: found.append((thread, "realtime")))
    monkeypatch.setattr(os, "setpriority", lambda which, thread, nice: found.append((thread, f"nice {nice}")))
    return found


def test_every_thread_that_holds_the_interpreter_is_let_go_first(asked: Asked) -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert urgent.go_first()
    finally:
        done.set()
        other.join()
    assert {(threading.get_native_id(), "realtime"), (other.native_id, "realtime")} <= set(asked)


def test_where_realtime_is_refused_a_larger_share_is_asked_for(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_setscheduler", refuse)
    assert urgent.go_first()
    assert (threading.get_native_id(), "nice -11") in asked


def test_where_nothing_is_allowed_all_goes_on_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_setscheduler", refuse)
    monkeypatch.setattr(os, "setpriority", refuse)
    assert not urgent.go_first()


@pytest.mark.whole
def test_what_is_started_afterwards_has_no_such_right() -> None:
    """A program that goes before others and computes long would stop the computer."""
    child = "import os; print(os.sched_getscheduler(0) == os.SCHED_OTHER)"
    words = f"import subprocess, sys; from instruments.urgent import go_first; go_first(); subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    done = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "True"
