"""One engine process and its two pipes, each with a thread, so that neither side ever waits for the other."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from instruments import wire
from instruments.errors import BadRecord
from instruments.wire import Kind

# In a frozen build there is no `python -m`: the program starts itself again with this word, and its first lines hand over to
# `instruments.process.main` when they see it.
FROZEN_FLAG: Final = "--sound-engine"
_PATIENCE_SECONDS: Final = 2.5


OWN_SOUNDS_FLAG: Final = "--own-sounds"  # with it that process makes our own sounds, and ends
OUTPUTS_FLAG: Final = "--outputs"  # with it that process says which outputs there are, and ends


def engine_command(*flags: str) -> list[str]:
    """Return the command that starts the engine process; it imports nothing of the program that runs it."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_FLAG, *flags]
    # Not `-m`, which would look in the current folder first; our own folder comes last, for where we are not installed.
    root = str(Path(__file__).parent.parent)
    return [
        sys.executable,
        "-P",
        "-c",
        f"import sys; sys.path.append({root!r}); from instruments.process import main; main()",
        *flags,
    ]


def start_making_own_sounds() -> "subprocess.Popen[bytes]":
    """Let another process, in no hurry, make the soundfont of our own sounds; OSError where none can be started."""
    return subprocess.Popen(  # noqa: S603  our own interpreter, no word of it from outside
        engine_command(OWN_SOUNDS_FLAG),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None if os.environ.get("SOUNDFOLIO_DEBUG") else subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


class Link:
    """A running engine process; `take` gets what it tells on the reader's thread."""

    def __init__(self, first: list[bytes], take: Callable[[Kind, bytes], None]) -> None:
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows no console opens for the engine
        self.process = subprocess.Popen(  # noqa: S603  our own interpreter, no word of it from outside
            engine_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("SOUNDFOLIO_DEBUG") else subprocess.DEVNULL,
            creationflags=hidden,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.alive = True
        self._outgoing: queue.SimpleQueue[tuple[bytes, ...] | None] = queue.SimpleQueue()
        self._outgoing.put(tuple(first))
        self._writer = threading.Thread(
            target=self._write, args=(self.process.stdin,), name="engine orders", daemon=True
        )
        self._reader = threading.Thread(
            target=self._read, args=(self.process.stdout, take), name="engine events", daemon=True
        )
        self._writer.start()
        self._reader.start()

    def send(self, pieces: tuple[bytes, ...]) -> None:
        """Send pieces in their order; returns at once."""
        self._outgoing.put(pieces)

    def _write(self, stream: BinaryIO) -> None:
        try:
            while (pieces := self._outgoing.get()) is not None:
                stream.writelines(pieces)
                stream.flush()
            stream.close()
        except OSError:  # the engine died; the reader sees it too
            pass

    def _read(self, stream: BinaryIO, take: Callable[[Kind, bytes], None]) -> None:
        try:
            for kind, body in wire.pieces(stream):
                take(kind, body)
        except (OSError, BadRecord):
            pass
        finally:
            self.alive = False
            self._outgoing.put(None)
            stream.close()
            self.process.wait()

    def kill(self) -> None:
        """End an engine that no longer answers."""
        self.process.kill()

    def close(self) -> None:
        """Close the engine's pipe, which ends it; kill it if it does not hear that."""
        self._outgoing.put(None)
        try:
            self.process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._reader.join(1.0)
        self._writer.join(1.0)
        self.alive = False
