"""Times what Make asks of a song with many notes: python -m tests.bench.make [ROUNDS]. Milliseconds of the processor, medians.

A song has so many notes in eight layers: four recorded in passes of a hundred notes, four put in by hand. `edit` moves three notes;
`loop` and `song` make the engine's score after that edit, `first` when nothing is known yet; `key` after a change of everything.
The history's rows are a draft of 200 such steps: written anew, written again after one more step, opened; and its size beside the
song's alone. `learn` is what a worker does once for each recorded note. Then what is drawn and scheduled, beside a plain program
(tests/bench/make_roll.py), with the ratio of ours to it.
"""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Any

from studio.music.history import MOST_STEPS, History
from studio.music.piece import Key
from studio.music.song import arranging, kept, layers, notes, tidying, whole
from studio.music.song.model import Layer, Pass, Song, SongNote, Tidy
from tests.bench.make_roll import drawing, scheduling

SIZES = (100, 1_000, 10_000)
DRAWN = (100, 1_000, 5_000, 10_000)
LAYERS = 8
A_PASS = 100


def made(size: int, seed: int) -> Song:
    """A song of so many notes over 16 bars, tidied and bouncy, in three sections."""
    dice = random.Random(seed)
    each = size // LAYERS
    found = []
    for n in range(LAYERS):
        played = [_note(dice, exact=n % 2 == 1) for _ in range(each)]
        if n % 2:
            edits = tuple(enumerate(sorted(played)))
            found.append(Layer(str(n), "", bars=16, edits=edits, next=each, tidy=Tidy(swing=0.6)))
        else:
            passes = tuple(
                Pass(at, tuple(sorted(played[at : at + A_PASS])), 16) for at in range(0, each, A_PASS) if played[at:]
            )
            found.append(Layer(str(n), "", bars=16, passes=passes, next=each, tidy=Tidy(0.8, 0.6)))
    song = Song("Ours", bars=16, layers=tuple(found))
    for _ in range(3):
        song = whole.add_block(song)
    return song


def _note(dice: random.Random, *, exact: bool) -> SongNote:
    at = float(dice.randrange(0, 16 * 1920, 120))
    start = at if exact else max(0.0, round(at + dice.gauss(0, 12), 4))
    return SongNote(start, 110.0, dice.randrange(36, 96), dice.randrange(40, 120), 1, exact)


def timed(times: list[float], work: Callable[[], Any]) -> Any:
    """Do some work, and note how long it took of the processor, in milliseconds."""
    began = time.process_time()
    done = work()
    times.append(1000 * (time.process_time() - began))
    return done


def one(size: int, rounds: int) -> dict[str, float]:
    """The medians for a song of some size."""
    found: dict[str, list[float]] = {}
    dice = random.Random(size)
    for n in range(rounds):
        song = made(size, n)
        timed(found.setdefault("first", []), lambda song=song: arranging.loop_score(song))
        for layer in ("0", "1"):
            ids = [dice.randrange(song.layer(layer).next) for _ in range(3)]
            what = "edit" if layer == "0" else "edit by hand"
            song = timed(
                found.setdefault(what, []),
                lambda song=song, layer=layer, ids=ids: notes.move(song, layer, ids, ticks=60.0, semitones=1),
            )
            timed(found.setdefault("loop", []), lambda song=song: arranging.loop_score(song))
        timed(found.setdefault("song", []), lambda song=song: arranging.song_score(song))
        timed(found.setdefault("song again", []), lambda song=song: arranging.song_score(replace(song, bpm=90.0)))
        slid = timed(found.setdefault("slider", []), lambda song=song: _heard(layers.tidy(song, "0", Tidy(0.5, 0.6))))
        timed(found.setdefault("key", []), lambda song=slid: _heard(whole.key(song, Key(2))))
    return {name: median(times) for name, times in found.items()}


def _heard(song: Song) -> Song:
    arranging.loop_score(song)
    return song


def history(size: int) -> dict[str, float]:
    """What a draft with all its steps takes."""
    dice = random.Random(size)
    kept_history = History(made(size, 0))

    def step(n: int) -> None:
        layer = str(n % LAYERS)
        ids = [dice.randrange(size // LAYERS) for _ in range(3)]
        kept_history.edit("move notes 3", notes.move(kept_history.value, layer, ids, ticks=10.0 + n % 50))

    for n in range(MOST_STEPS):
        step(n)
    times: dict[str, list[float]] = {"write": [], "write again": [], "open": []}
    data = timed(times["write"], lambda: kept.draft_bytes(kept_history))
    step(3)
    timed(times["write again"], lambda: kept.draft_bytes(kept_history))
    timed(times["open"], lambda: kept.opened(data))
    alone = len(kept.song_bytes(kept_history.value))
    return {name: each[0] for name, each in times.items()} | {
        "song kB": alone / 1000,
        "steps kB": (len(data) - alone) / 1000,
    }


def learnt() -> float:
    """Milliseconds a note to learn where a pass of a hundred notes belongs."""
    dice = random.Random(7)
    times: list[float] = []
    for _ in range(4):
        played = tuple(sorted(_note(dice, exact=False) for _ in range(A_PASS)))
        timed(times, lambda played=played: tidying.learnt(Pass(0, played, 16), (4, 4)))
    return median(times[1:]) / A_PASS


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    rows = {size: one(size, rounds) | history(size) for size in SIZES}
    print("| ms of the processor | " + " | ".join(f"{size:,} notes" for size in SIZES) + " |")
    print("|---|" + "---|" * len(SIZES))
    for name in rows[SIZES[0]]:
        print(f"| {name} | " + " | ".join(f"{rows[size][name]:.1f}" for size in SIZES) + " |")
    print(f"learn: {learnt():.2f} ms a note")
    beside()


def beside() -> None:
    """Print what is drawn and scheduled, ours and the plain program's."""
    found = {size: drawing(size) | scheduling(size) for size in DRAWN}
    print("\n| ms of the processor | " + " | ".join(f"{size:,} notes" for size in DRAWN) + " |")
    print("|---|" + "---|" * len(DRAWN))
    for name in found[DRAWN[0]]:
        print(f"| {name} | " + " | ".join(f"{found[size][name]:.2f}" for size in DRAWN) + " |")
    for ours, plain in (("roll: frame", "plain: frame"), ("score: after an edit", "mido: all of it")):
        ratios = (found[size][ours] / max(found[size][plain], 1e-6) for size in DRAWN)
        print(f"| {ours} / {plain} | " + " | ".join(f"{ratio:.2f}" for ratio in ratios) + " |")


if __name__ == "__main__":
    main()
