"""Keeps C libraries' chatter off the terminal: ALSA, JACK and PortAudio write to stderr where there is no sound system."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Send what C writes to stderr nowhere for a while; what Python prints there still arrives."""
    try:
        kept = os.dup(2)
    except OSError:  # a windowed program on Windows has no stderr at all
        yield
        return
    python, nowhere = sys.stderr, os.open(os.devnull, os.O_WRONLY)
    try:
        if python is sys.__stderr__:
            sys.stderr = os.fdopen(os.dup(kept), "w", buffering=1, encoding="utf-8", errors="backslashreplace")
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        if sys.stderr is not python:
            sys.stderr.close()
        sys.stderr = python
        os.close(kept)
        os.close(nowhere)
