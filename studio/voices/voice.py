"""A voice note: twenty seconds into a file that is read, wiped and deleted at once; heard again, said again, or let go."""

from __future__ import annotations

import os
import secrets
import time
from array import array
from typing import TYPE_CHECKING

from instruments.events import Heard, Trouble
from instruments.microphone import LONGEST_SECONDS, small_voice, voice_samples
from studio.words import refused, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from instruments import Engine
    from instruments.events import Event
    from studio.background import Background

FOLDER = "voice"
LOOK_EVERY = 0.1  # seconds between two looks at how loud it is
QUIET_SECONDS, QUIET = 3.0, 0.02  # so long nearly nothing: perhaps the microphone is off
HEADER = 44  # bytes of a WAV before the first sound
SAMPLE_BYTES, SAMPLES_A_SECOND = 2, 48_000
LOUD = 12_000  # of 32,767: a voice close by fills the meter
GIVE_UP_SECONDS = 2.0  # where a file can not be deleted while the engine still holds it


class Voice:
    """One voice note. States: nothing, starting, listening, stopping, said; or deaf, with a sentence why.

    What was said is in memory only until the journal seals it; `sound` is small (MP3). Times in seconds of the clock given.
    """

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        background: Background,
        clock: Callable[[], float],
        changed: Callable[[], None],
    ) -> None:
        self._engine, self._background, self._clock, self._changed = engine, background, clock, changed
        self._folder = folder / FOLDER
        self._path: Path | None = None
        self._since = self._looked_at = self._loud_at = 0.0
        self._heard_until: float | None = None
        self._samples = b""
        self.state = "nothing"
        self.sentence = ""
        self.sound = b""
        self.loudness = 0.0  # 0..1, of the last tenth of a second

    @property
    def is_open(self) -> bool:
        """True from the press until what was said is kept or let go."""
        return self.state not in {"nothing", "deaf"}

    @property
    def seconds(self) -> float:
        """How long somebody has been speaking."""
        return min(LONGEST_SECONDS, self._clock() - self._since) if self.state == "listening" else 0.0

    @property
    def hearing(self) -> bool:
        """Whether it is being heard again."""
        return self._heard_until is not None

    @property
    def too_quiet(self) -> bool:
        """Whether nothing was heard for a while."""
        return self.state == "listening" and self._clock() - self._loud_at > QUIET_SECONDS

    def start(self) -> None:
        """Open the microphone. What was said before goes; what a crash left behind goes as well."""
        self.let_go()
        clean(self._folder.parent)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = self._folder / f"{secrets.token_hex(8)}.wav"
        self.state, self.loudness = "starting", 0.0
        self._engine.listen(self._path)
        self._changed()

    def stop(self) -> None:
        """That was all: what was said is there in a moment."""
        if self.state in {"starting", "listening"}:
            self.state = "stopping"
            self._engine.listen(None)
            self._changed()

    def let_go(self) -> None:
        """Nothing was said; the microphone closes and no file stays."""
        if self.state in {"starting", "listening"}:
            self._engine.listen(None)
        path, self._path = self._path, None
        if path is not None:
            self._background.worker.put(lambda: wipe(path), _done, _failed, "wipe a voice")
        self.hush()
        self.state, self.sentence, self.sound, self._samples = "nothing", "", b"", b""
        self._changed()

    def cover(self) -> None:
        """Somebody has come in: nobody is recorded or heard; what was said so far waits."""
        self.stop()
        self.hush()

    # -- hearing it again ---------------------------------------------------------------------------------------------
    def hear(self) -> None:
        """Hear what was said; pressed again it stops."""
        if self.hearing:
            self.hush()
        elif self.state == "said":
            self._engine.speak(self._samples)
            self._heard_until = self._clock() + len(self._samples) / SAMPLE_BYTES / SAMPLES_A_SECOND
        self._changed()

    def hush(self) -> None:
        """Stop hearing it."""
        if self.hearing:
            self._engine.speak(None)
            self._heard_until = None
            self._changed()

    # -- what the engine says, and time -------------------------------------------------------------------------------
    def told(self, event: Event | object) -> None:
        """The file is closed, or there is no microphone, or the engine died."""
        if isinstance(event, Heard) and self._path is not None and event.path == str(self._path.resolve()):
            path, self._path = self._path, None
            if event.sentence:
                self._background.worker.put(lambda: wipe(path), _done, _failed, "wipe a voice")
                self.state, self.sentence = "deaf", refused(event.sentence)
                self._changed()
            else:
                self.state = "stopping"
                self._background.worker.put(lambda: seal(path), self._said, self._lost, "a voice note")
        elif (
            isinstance(event, Trouble)
            and event.kind == "engine"
            and self.state in {"starting", "listening", "stopping"}
        ):
            self._lost(None)

    def _said(self, sound: tuple[bytes, bytes]) -> None:
        if self.state != "stopping":
            return  # let go meanwhile
        self.sound, self._samples = sound
        self.state = "said"
        self._changed()

    def _lost(self, error: Exception | None) -> None:
        del error
        self.let_go()
        self.state, self.sentence = "deaf", say("frame.the sound stopped so")
        self._changed()

    def update(self, now: float) -> None:
        """How loud it is; twenty seconds are the most; what is heard again comes to its end."""
        if self._heard_until is not None and now >= self._heard_until:
            self._heard_until = None
            self._changed()
        if self.state not in {"starting", "listening"} or now - self._looked_at < LOOK_EVERY or self._path is None:
            return
        self._looked_at = now
        loud = loudness(self._path)
        if loud is not None and self.state == "starting":
            self.state, self._since, self._loud_at = "listening", now, now
        self.loudness = loud or 0.0
        if self.loudness > QUIET:
            self._loud_at = now
        if self.state == "listening" and now - self._since >= LONGEST_SECONDS:
            self.stop()
        self._changed()


def loudness(path: Path) -> float | None:
    """How loud the end of a file that is being recorded is, 0 to 1; None while nothing is in it."""
    tail = int(LOOK_EVERY * SAMPLES_A_SECOND) * SAMPLE_BYTES
    try:
        size = path.stat().st_size
        if size <= HEADER:
            return None
        with path.open("rb") as file:
            file.seek(max(HEADER, size - tail - (size - HEADER) % SAMPLE_BYTES))
            samples = array("h", file.read(tail))
    except (OSError, ValueError):
        return None
    return min(1.0, max(map(abs, samples), default=0) / LOUD)


def seal(path: Path) -> tuple[bytes, bytes]:
    """Read what was recorded, wipe the file, and return it small, and as samples to hear. On the worker."""
    try:
        recorded = path.read_bytes()
    finally:
        wipe(path)
    small = small_voice(recorded)
    return small, voice_samples(small)


def wipe(path: Path) -> None:
    """Overwrite a file and delete it; where the engine still holds it, try again for a moment. On the worker."""
    until = time.monotonic() + GIVE_UP_SECONDS
    while not _gone(path) and time.monotonic() < until:  # else the next start, or the next voice, wipes it
        time.sleep(LOOK_EVERY)


def clean(folder: Path) -> None:
    """Wipe what a crash left behind, in the data folder given."""
    for path in (folder / FOLDER).glob("*.wav"):
        _gone(path)


def _gone(path: Path) -> bool:
    """Overwrite and delete, once; False while somebody holds it."""
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _done(result: object) -> None:
    del result


def _failed(error: Exception) -> None:
    del error  # nothing to tell anybody: it is wiped at the next start
