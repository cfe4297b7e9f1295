"""Songs, layers and playing to test with."""

import random
from collections.abc import Iterable

from instruments.events import NoteOff, NoteOn, Played
from studio.music.song.looping import Loop
from studio.music.song.model import Layer, Pass, Song, SongNote


def note(start: float, length: float = 200.0, pitch: int = 60, velocity: int = 80, *, exact: bool = False) -> SongNote:
    return SongNote(float(start), float(length), pitch, velocity, 1, exact)


def a_pass(*notes: SongNote, first: int = 0, bars: int = 4, bpm: float = 100.0, hidden: int = 0) -> Pass:
    return Pass(first, notes, bars, bpm, hidden)


def layer(*passes: Pass, layer_id: str = "0", bars: int = 4, by_hand: Iterable[SongNote] = ()) -> Layer:
    next_id = sum(len(one.notes) for one in passes)
    edits = tuple((next_id + n, each) for n, each in enumerate(by_hand))
    return Layer(layer_id, "Keys", bars=bars, passes=passes, edits=edits, next=next_id + len(edits))


def song(*layers: Layer, bars: int = 4) -> Song:
    return Song("Ours", layers=layers, bars=bars)


def press(frame: float, length: float, pitch: int = 60, velocity: int = 80) -> list[Played]:
    return [NoteOn(round(frame), 1, pitch, velocity), NoteOff(round(frame + length), 1, pitch, 0)]


def loose(n: int, seed: int, *, bars: int = 4, first: int = 0) -> Pass:
    """Eighths as somebody plays them: a little early, a little late."""
    dice = random.Random(seed)
    starts = sorted(
        max(0.0, min(480 * 4 * bars - 30.0, 240 * dice.randrange(8 * bars) + dice.gauss(0, 12))) for _ in range(n)
    )
    notes = [
        SongNote(round(at, 4), round(dice.uniform(30, 400), 4), dice.randrange(36, 84), dice.randrange(1, 128))
        for at in starts
    ]
    return Pass(first, tuple(notes), bars)


LOOP = Loop(start=96_000, bpm=120.0, metre=(4, 4), bars=2)  # a beat is 24,000 frames, a tick 50, a round 192,000
