"""The engine process: speaks with the window over two pipes, and ends when the window's process does."""

import json
import os
import queue
import signal
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from itertools import groupby
from typing import BinaryIO, Final

from instruments import wire
from instruments.errors import BadRecord
from instruments.events import Played, Told, pack
from instruments.link import OUTPUTS_FLAG, OWN_SOUNDS_FLAG
from instruments.machine import Machine
from instruments.quiet import quiet_libraries
from instruments.wire import Kind

_BEACON_SECONDS: Final = 0.1


def send(machine: Machine, stream: BinaryIO) -> None:
    """Send what the machine tells, and a beacon ten times a second, until the window is gone; runs on a thread of its own."""
    beacon_at = 0.0
    try:
        while not machine.ending.is_set():
            try:
                first: Played | Told | None = machine.outbox.get(timeout=max(0.001, beacon_at - time.monotonic()))
            except queue.Empty:
                first = None
            batch = b"" if first is None else _batch(first, machine.outbox)
            if time.monotonic() >= beacon_at:
                beacon_at = time.monotonic() + _BEACON_SECONDS
                batch += wire.beacon(machine.frame())
            stream.write(batch)
            stream.flush()
    except OSError:
        machine.ending.set()


def _batch(first: Played | Told, outbox: "queue.SimpleQueue[Played | Told]") -> bytes:
    """Everything that waits to be told, up to one piece of events, in order."""
    waiting = [first]
    while len(waiting) < wire.PIECE and not outbox.empty():
        waiting.append(outbox.get())
    batch: list[bytes] = []
    for together, run in groupby(waiting, key=lambda each: isinstance(each, Played)):
        if together:
            batch.append(wire.piece(Kind.PLAYED, pack(each for each in run if isinstance(each, Played))))
        else:
            batch.extend(wire.told_piece(each) for each in run if not isinstance(each, Played))
    return b"".join(batch)


def _leave_with_the_window(machine: Machine) -> None:
    """End when the process that started us has gone, even where another of its children still holds our pipe open."""
    parent = os.getppid()
    while not machine.ending.wait(0.5):
        if os.getppid() != parent:
            machine.ending.set()
            os._exit(0)


def run(orders: BinaryIO, told: BinaryIO) -> None:
    """Be the engine until the window closes the pipe."""
    incoming = wire.pieces(orders)
    try:
        _, first = next(incoming)
    except StopIteration:
        return
    machine = Machine(json.loads(first))
    told.write(wire.beacon(machine.frame()))
    told.flush()
    jobs = [
        ("sending", lambda: send(machine, told)),
        ("sound", machine.look_after_sound),
        ("parent", lambda: _leave_with_the_window(machine)),
    ]
    if machine.keyboards_wanted:
        jobs.append(("keyboards", machine.look_after_keyboards))
    threads = [threading.Thread(target=job, name=name, daemon=True) for name, job in jobs]
    for thread in threads:
        thread.start()
    for kind, body in incoming:
        machine.obey(kind, body)
    machine.ending.set()
    for thread in threads:
        thread.join(0.5)


def _make_own_sounds() -> None:
    """Make them with what the processor has to spare."""
    from instruments import own

    if hasattr(os, "nice"):
        os.nice(10)
    with suppress(OSError):  # a full disk: General MIDI goes on standing in
        own.make()


def _say_outputs() -> None:
    """One JSON list on stdout; whatever a C library prints there goes elsewhere."""
    from instruments.choices import outputs

    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    answer.write(json.dumps([asdict(each) for each in outputs()]).encode())
    answer.close()


def main() -> None:
    """Run as a process of its own: orders on stdin, what is told on stdout; or only make our own sounds or list outputs, and end."""
    if OWN_SOUNDS_FLAG in sys.argv:
        _make_own_sounds()
        return
    if OUTPUTS_FLAG in sys.argv:
        _say_outputs()
        return
    sys.setswitchinterval(0.0005)
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C in a terminal is the window's to handle; it then closes the pipe
    told = os.fdopen(os.dup(1), "wb", buffering=0)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(told.fileno(), os.O_BINARY)
    os.dup2(2, 1)  # whatever a C library prints must not get into the pipe
    with quiet_libraries():
        try:
            run(sys.stdin.buffer, told)
        except BadRecord as error:
            print(error, file=sys.stderr)
        finally:
            # A sound server that hangs must not keep us, and its threads may still run: no clean-up of the interpreter.
            os._exit(0)


if __name__ == "__main__":
    main()
