"""What a test must not leave behind or reach: threads, child processes, the network."""

import multiprocessing
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

GRACE = 2.0  # seconds that something already told to end may take to do so


def threads() -> set[str]:
    """Every living thread but the main one, named."""
    return {f"thread {t.name} ({t.ident})" for t in threading.enumerate() if t is not threading.main_thread()}


def children() -> set[str]:
    """Every living child process, named; Python's own helper that outlives its cause is left out, and so are the dead."""
    multiprocessing.active_children()  # collects the ended ones
    if not sys.platform.startswith("linux"):
        return {f"process {child.name} ({child.pid})" for child in multiprocessing.active_children()}
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return set()  # the usual case, and much quicker than reading /proc
    mine = set()
    for status in _statuses():
        try:
            fields = status.read_text().rpartition(")")[2].split()
            command = (status.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it ended while we looked
        if int(fields[1]) == os.getpid() and fields[0] != "Z" and "multiprocessing.resource_tracker" not in command:
            mine.add(f"process {status.parent.name}: {command.strip()[:100]}")
    return mine


def _statuses() -> Iterable[Path]:
    """Where each child's state can be read; of every process, where the kernel keeps no list of children."""
    try:
        lists = [task.joinpath("children").read_text() for task in Path("/proc/self/task").iterdir()]
    except OSError:
        return Path("/proc").glob("[0-9]*/stat")
    return [Path(f"/proc/{number}/stat") for numbers in lists for number in numbers.split()]


def left(before: set[str], look: Callable[[], set[str]]) -> set[str]:
    """What is there that was not before, once it had its time to end."""
    until = time.monotonic() + GRACE
    while (found := look() - before) and time.monotonic() < until:
        time.sleep(0.01)
    return found


def only_here(self: socket.socket, address: object, connect: Callable[..., None] = socket.socket.connect) -> None:
    """Stand in for socket.connect: this computer may be reached, and nothing else."""
    host = address[0] if isinstance(address, tuple) else "localhost"
    if host not in {"localhost", "127.0.0.1", "::1", "::ffff:127.0.0.1"}:
        raise AssertionError(f"a test reached for the network: {host}")
    connect(self, address)
