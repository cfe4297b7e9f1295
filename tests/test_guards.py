"""What a test leaves behind is found; each guard is seen to catch its offence."""

import socket
import subprocess
import sys
import threading

import pytest

from tests import guards


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "GRACE", 0.05)


def test_a_thread_left_behind_is_named() -> None:
    before, go_on = guards.threads(), threading.Event()
    thread = threading.Thread(target=go_on.wait, name="forgotten")
    thread.start()

    found = guards.left(before, guards.threads)
    go_on.set()
    thread.join()

    assert [name.split(" (")[0] for name in found] == ["thread forgotten"]
    assert not guards.left(before, guards.threads)


@pytest.mark.whole
@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only on Linux are other programs' processes looked for"
)
def test_a_program_left_behind_is_named() -> None:
    before = guards.children()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as program:
        found = guards.left(before, guards.children)
        program.communicate(b"\n")

    assert [str(program.pid) in name for name in found] == [True]
    assert not guards.left(before, guards.children)


def test_the_network_is_out_of_reach_and_this_computer_is_not() -> None:
    with socket.socket() as plug, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        plug.connect(("192.0.2.1", 80))
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as plug:
        plug.connect(server.getsockname())


def test_what_a_test_saves_where_people_look_is_not_in_the_home_of_who_runs_it() -> None:
    from studio import files

    assert files.documents().name.startswith("nobodys-documents")
