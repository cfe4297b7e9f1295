"""The rows of `make` about drawing and scheduling: the piano roll and the engine's score beside the plainest program one would write.

The roll is Make's own in a window of 1280x680, all notes in one layer of 64 bars. `frame` is a turn while the music plays; `drawn
anew` one after an edit; `lanes` the layers' page while it plays. The plain program draws every note as a rectangle on every frame,
and writes every note as a message with mido.
"""

import io
import os
import random
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Any

os.environ.update(SDL_VIDEODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")

import mido
import pygame

from studio.music.piece import TICKS
from studio.music.song import arranging, notes
from studio.music.song.model import Layer, Song, SongNote
from studio.ui.lanes import Lane, Lanes, Loop
from studio.ui.nodes import Column
from studio.ui.pianoroll.roll import PianoRoll
from studio.ui.pianoroll.sheet import Sheet
from studio.ui.roll import RollNote
from studio.ui.runtime import Ui
from studio.ui.theme import Theme

SIZE = (1280, 680)
BARS = 64
BAR = 4 * TICKS
FRAMES = 60
EDITS = 9


def song_of(size: int) -> Song:
    """One layer with so many notes over 64 bars."""
    dice = random.Random(size)
    put = sorted(
        SongNote(
            float(dice.randrange(0, BARS * BAR, 60)), 110.0, dice.randrange(36, 96), dice.randrange(40, 120), 1, True
        )
        for _ in range(size)
    )
    return Song("Ours", bars=BARS, layers=(Layer("0", "", bars=BARS, edits=tuple(enumerate(put)), next=size),))


class Seen:
    """A song on the product's roll, in a window nobody sees; it asks for nothing."""

    def __init__(self, song: Song) -> None:
        self.now = 0.0
        self.song = song
        roll = PianoRoll(self._sheet, None, now=lambda: self.now, snap=lambda: 120)  # type: ignore[arg-type]  # nobody presses anything
        self._shown: tuple[Song | None, Sheet | None] = (None, None)
        self.ui = Ui(Theme(), SIZE)
        self.surface = pygame.Surface(SIZE)
        self.ui.show(Column(roll.node("roll", "Notes", focused=lambda: False), grow=1))
        self.turn()

    def _sheet(self) -> Sheet:
        if self._shown[0] is not self.song:
            self._shown = self.song, Sheet(notes.shown(self.song, "0"), BARS, BAR, TICKS)
        assert self._shown[1] is not None
        return self._shown[1]

    def turn(self) -> None:
        """One turn of the window."""
        self.ui.draw(self.surface)


def times(work: Callable[[], Any], count: int) -> float:
    """Milliseconds of the processor that some work takes, the median of so many."""
    found = []
    for _ in range(count):
        began = time.process_time()
        work()
        found.append(1000 * (time.process_time() - began))
    return median(found)


def drawing(size: int) -> dict[str, float]:
    """What a turn of the window takes with so many notes: ours, and the plain program's."""
    seen = Seen(song_of(size))

    def frame() -> None:
        seen.now += 8.0
        seen.turn()

    found = {"roll: frame": times(frame, FRAMES)}
    edited = []
    for n in range(EDITS):
        began = time.process_time()
        seen.song = notes.move(seen.song, "0", [n * 7 % size], ticks=60.0, semitones=1)
        frame()
        edited.append(1000 * (time.process_time() - began))
    found["roll: an edit, drawn anew"] = median(edited)
    found["lanes: frame"] = times(lanes(seen.song), FRAMES)
    plain = [(x.start, x.length, x.pitch, x.velocity) for x in notes.shown(seen.song, "0")]
    found["plain: frame"] = times(lambda: every_note(seen.surface, plain, seen.now), 10)
    return found


def lanes(song: Song) -> Callable[[], None]:
    """A turn of the page of layers while it plays, all notes in one lane."""
    now = [0.0]
    drawn = tuple(RollNote(x.start / TICKS, x.length / TICKS, x.pitch) for x in notes.shown(song, "0"))
    ours = Lanes(lambda: now[0], tuple, lambda _: None, lambda _: None)
    ui, surface = Ui(Theme(), SIZE), pygame.Surface(SIZE)
    ui.show(Column(ours.node("lanes", (Lane(drawn, 0),), Loop(BARS, 4.0, 1.0), name="All", theme=ui.theme)))
    ui.draw(surface)

    def turn() -> None:
        now[0] += 0.02
        ui.draw(surface)

    return turn


def every_note(surface: pygame.Surface, drawn: list[tuple[float, float, int, int]], now: float) -> None:
    """Draw every note there is as a rectangle, and the playhead."""
    surface.fill((12, 13, 18))
    for start, length, pitch, velocity in drawn:
        box = pygame.Rect(round(start / 8), (96 - pitch) * 11, max(4, round(length / 8)), 10)
        pygame.draw.rect(surface, (90 + velocity, 140, 105), box, border_radius=4)
    surface.fill((169, 155, 255), (round(now / 8), 0, 3, SIZE[1]))


def scheduling(size: int) -> dict[str, float]:
    """The engine's score after an edit of one of many notes, beside writing them all."""
    song = song_of(size)
    arranging.loop_score(song)
    found: dict[str, list[float]] = {"score: after an edit": [], "score: all of it": [], "mido: all of it": []}
    for n in range(EDITS):
        song = notes.move(song, "0", [n * 7 % size], ticks=60.0)
        fresh = replace(song, layers=tuple(replace(one, id="0") for one in song_of(size + n).layers))
        plain = [(x.start, x.length, x.pitch, x.velocity) for x in notes.shown(song, "0")]
        for name, work in (
            ("score: after an edit", lambda song=song: arranging.loop_score(song)),
            ("score: all of it", lambda fresh=fresh: arranging.loop_score(fresh)),
            ("mido: all of it", lambda plain=plain: written(plain)),
        ):
            began = time.process_time()
            work()
            found[name].append(1000 * (time.process_time() - began))
    return {name: median(each) for name, each in found.items()}


def written(plain: list[tuple[float, float, int, int]]) -> bytes:
    """Write all notes with mido, as a plain program would after each edit."""
    events = []
    for start, length, pitch, velocity in plain:
        events.append((round(start), "note_on", pitch, velocity))
        events.append((round(start + length), "note_off", pitch, 0))
    events.sort()
    track, before = mido.MidiTrack(), 0
    for tick, kind, pitch, velocity in events:
        track.append(mido.Message(kind, note=pitch, velocity=velocity, time=tick - before))
        before = tick
    file = mido.MidiFile(ticks_per_beat=TICKS)
    file.tracks.append(track)
    out = io.BytesIO()
    file.save(file=out)
    return out.getvalue()
