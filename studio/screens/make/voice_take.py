"""Recording a voice over the song: the microphone opens, the song counts in and plays, and what was said lies where it was meant.

Where it lies: the engine says at which of its frames the microphone's first sample was (`Heard.frame`; a block's own length is taken
off, so what is left of the way in is a few milliseconds) and at which frame the song's first tick goes out. The song is heard later
than it goes out, and whoever sings with it is as late: by the offset of the sixteen taps for this output, the one that takes are
placed by too. Where nobody has tapped it is none; a recording can be moved by hand.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

from instruments.errors import BadRecord
from instruments.events import RATE, Finished, Heard, Position, Trouble
from studio.lesson import sentence
from studio.music.piece import TICKS
from studio.music.song import voice
from studio.screens.make.voice_kept import Seconds, keep
from studio.voices import over_song
from studio.voices.voice import FOLDER, HEADER, LOOK_EVERY, QUIET, QUIET_SECONDS, SAMPLE_BYTES, clean, loudness, wipe
from studio.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from studio.screens.make.room import Make

OPENING_SECONDS: Final = 6.0  # a microphone that says nothing for so long does not come
GONE_SECONDS: Final = 2.0  # so long nothing more comes from one that is open: it is gone


class VoiceTake:
    """States: nothing, opening (the microphone), rolling (the song counts in or plays), keeping."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self.state = "nothing"
        self.sentence = ""
        self.loudness = 0.0
        self.from_tick = 0.0
        self._path: Path | None = None
        self._zero: float | None = None  # the frame at which tick 0 of the song is heard
        self._began: int | None = None  # the frame of the first sample, as far as the file says
        self._size = HEADER
        self._asked_at = self._looked_at = self._grew_at = self._loud_at = 0.0
        self._kept: Seconds | None = None

    @property
    def on(self) -> bool:
        """Whether the microphone is open."""
        return self.state in {"opening", "rolling"}

    @property
    def too_quiet(self) -> bool:
        """Whether nothing was heard for a while."""
        return self.state == "rolling" and self._screen.tools.clock() - self._loud_at > QUIET_SECONDS

    @property
    def seconds(self) -> float:
        """How long somebody has been recorded."""
        return (self._size - HEADER) / SAMPLE_BYTES / RATE if self.on else 0.0

    # -- what is pressed ----------------------------------------------------------------------------------------------
    def start(self, tick: float) -> None:
        """Open the microphone, to sing from a tick of the song on."""
        screen = self._screen
        pupil, stand = screen.lesson.pupil, screen.lesson.stand
        most = voice.most_seconds(screen.song, tick)
        if pupil is None or stand is None:
            screen.tools.say(say("make.say who"))
            return
        if self.state != "nothing" or screen.recording.on or most <= 0:
            return
        screen.playing.leave()
        folder = screen.tools.folder / FOLDER
        clean(folder.parent)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = folder / f"{secrets.token_hex(8)}.wav"
        now = screen.tools.clock()
        self.state, self.sentence, self.from_tick, self.loudness = "opening", "", tick, 0.0
        self._zero, self._began, self._size = None, None, HEADER
        self._asked_at = self._grew_at = self._loud_at = now
        self._kept = Seconds(screen, pupil.id, stand, instead=screen.recording.way == "replace")
        screen.engine.listen(self._path, most + self._count_in_seconds + OPENING_SECONDS)
        screen.tools.changed()

    @property
    def _count_in_seconds(self) -> float:
        return voice.seconds(self._screen.song, self._screen.song.bar_ticks)

    def stop(self) -> None:
        """That was all; what was said is kept in a moment."""
        if self.on:
            self.state = "keeping"
            self._screen.engine.listen(None)
            self._screen.playing.leave()
            self._screen.tools.changed()

    def leave(self) -> None:
        """Another screen follows, or somebody has come in: what was said so far is kept, and nobody is recorded any more."""
        if self.on:
            self._screen.engine.listen(None)
            self._screen.playing.leave()
            self._seal(self._began)

    # -- as it goes ---------------------------------------------------------------------------------------------------
    def told(self, event: object) -> None:
        """Where the song is; what came of the microphone; that the engine died."""
        match event:
            case Position() if self.state == "rolling":
                self._follow(event)
            case Finished() if self.state == "rolling":
                self.stop()
            case Heard() if self._path is not None and event.path == str(self._path.resolve()):
                if event.sentence:
                    self._deaf(event.sentence)
                else:
                    self._seal(event.frame)
            case Trouble(_, "engine") if self.on:  # what it wrote so far is there
                self._screen.tools.say(say("make.voice kept so far"))
                self._seal(self._began)

    def _follow(self, where: Position) -> None:
        song = self._screen.song
        if where.state == "stopped":
            if self._zero is not None:
                self.stop()
        elif self._zero is None:
            frames_a_tick = 60 * RATE / (song.bpm * TICKS)
            self._zero = where.frame - where.tick * frames_a_tick + self._screen.lesson.recorder.offset

    def update(self, now: float) -> None:
        """The song begins once the microphone hears; what is said is kept by the second; at the song's end it stops."""
        if not self.on or self._path is None or now - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = now
        self._see_how_it_grows(self._path, now)
        screen = self._screen
        if self.state == "opening":
            if self._size > HEADER:
                self.state, self._loud_at = "rolling", now
                screen.playing.whole = True
                screen.playing.start(count_in=screen.beats_a_bar, from_tick=round(self.from_tick))
            elif now - self._asked_at > OPENING_SECONDS:
                screen.engine.listen(None)
                self._deaf(say("make.no microphone"))
        elif now - self._grew_at > GONE_SECONDS:
            screen.tools.say(say("make.voice kept so far"))
            self.stop()
        elif self._zero is not None:
            end = self._zero + voice.song_seconds(screen.song) * RATE
            if screen.engine.frame_now() >= end:
                self.stop()
        screen.tools.changed()

    def _see_how_it_grows(self, path: Path, now: float) -> None:
        try:
            size = path.stat().st_size
        except OSError:
            return
        if size > self._size:
            self._size, self._grew_at = size, now
            began = self._screen.engine.frame_now() - (size - HEADER) // SAMPLE_BYTES
            self._began = began if self._began is None else min(began, self._began)
        self.loudness = loudness(path) or 0.0
        if self.loudness > QUIET:
            self._loud_at = now
        if self._kept is not None:
            self._kept.look(path, size, now, self._context)

    # -- what comes of it ---------------------------------------------------------------------------------------------
    @property
    def _context(self) -> dict[str, Any]:
        """What is needed to lay the recording in its place after a crash."""
        if self._zero is None or self._began is None:
            return {}
        skip, start = self._lies(self._began)
        return {"skip": skip, "start": start, "bpm": self._screen.song.bpm}

    def _lies(self, began: int) -> tuple[float, float]:
        """Return how many seconds of the beginning are left out, and the tick at which the rest begins.

        What was said up to a beat before the first bar is its upbeat; the rest of the count-in is nobody's music.
        """
        song, zero = self._screen.song, self._zero or 0.0
        first = (began - zero) / RATE
        earliest = voice.seconds(song, self.from_tick - TICKS)
        skip = max(0.0, earliest - first)
        return skip, (first + skip) * song.bpm / 60 * TICKS

    def _seal(self, began: int | None) -> None:
        path, kept = self._path, self._kept
        self._path = self._kept = None
        screen = self._screen
        worker = screen.tools.background.worker
        if path is None or kept is None or began is None or self._zero is None:
            self.state = "nothing"
            if path is not None:
                worker.put(lambda: wipe(path), _done, _failed, "wipe a voice")
            if kept is not None:
                kept.let_go()
            screen.tools.changed()
            return
        self.state = "keeping"
        bpm = screen.song.bpm
        skip, start = self._lies(began)
        most = voice.song_seconds(screen.song) - voice.seconds(screen.song, start)
        worker.put(
            lambda: over_song.taken(path, skip, most),
            lambda made: self._keep(kept, made, start, bpm),
            lambda error: self._lost(kept, error),
            "a voice over a song",
        )
        screen.tools.changed()

    def _keep(self, kept: Seconds, made: tuple[bytes, float], start: float, bpm: float) -> None:
        self.state = "nothing"
        keep(self._screen, kept, made, start, bpm)

    def _lost(self, kept: Seconds, error: Exception) -> None:
        """Next to nothing was said; what can not be read is in the journal still, and comes back when the song is opened again."""
        self.state = "nothing"
        if isinstance(error, BadRecord):
            kept.let_go()
        self._screen.tools.say(sentence(error))
        self._screen.tools.changed()

    def _deaf(self, why: str) -> None:
        """There is no microphone, or somebody else has it."""
        path, kept = self._path, self._kept
        self._path = self._kept = None
        self.state, self.sentence = "nothing", why
        if path is not None:
            self._screen.tools.background.worker.put(lambda: wipe(path), _done, _failed, "wipe a voice")
        if kept is not None:
            kept.let_go()
        self._screen.playing.leave()
        self._screen.tools.changed()


def _done(result: object) -> None:
    del result


def _failed(error: Exception) -> None:
    del error  # it is wiped at the next start
