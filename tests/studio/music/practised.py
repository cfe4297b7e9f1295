"""A tune that does not repeat itself, and people who play it: evenly, in another order, and as pupils practise."""

import random

from instruments.events import RATE, NoteOff, NoteOn, Played
from studio.music.piece import Note, Part, Piece, Tempo
from studio.music.take import Take, record

# Sixteen bars of a tune of our own that does not repeat itself, so that every bar can be told from every other.
WALK = (
    60,
    62,
    64,
    67,
    65,
    64,
    62,
    59,
    60,
    64,
    69,
    67,
    72,
    71,
    67,
    64,
    65,
    69,
    66,
    67,
    62,
    65,
    71,
    69,
    67,
    60,
    63,
    64,
    68,
    69,
    70,
    71,
)
STEPS = tuple(pitch + 12 * (n // 32) - (n // 16) % 2 for n, pitch in enumerate(WALK * 2))
TUNE = Piece(
    "Walk",
    (Part("Tune", notes=tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate(STEPS))),),
    tempos=(Tempo(0, 120),),
)
ONSETS = [note.start for note in TUNE.parts[0].notes]
PITCHES = [note.pitch for note in TUNE.parts[0].notes]
BARLINES = {bar.start for bar in TUNE.bars()}


def play(
    order: list[int], step: float = 0.5, pauses: dict[int, float] | None = None, seed: int = 1
) -> list[tuple[float, int]]:
    """Play written notes in some order, a little unevenly; `pauses` are extra seconds before the nth note played."""
    rng, now, out = random.Random(seed), 1.0, []
    for n, written in enumerate(order):
        now += (pauses or {}).get(n, 0.0)
        out.append((now + rng.gauss(0, 0.02), PITCHES[written]))
        now += step
    return out


def taken(played: list[tuple[float, int]], length: float = 0.3) -> Take:
    events: list[Played] = []
    for second, pitch in played:
        events += [NoteOn(round(second * RATE), 1, pitch, 80), NoteOff(round((second + length) * RATE), 1, pitch, 0)]
    return record(events, start=0, end=round((played[-1][0] + 2) * RATE))


def practised(seed: int) -> tuple[list[tuple[float, int]], list[int | None]]:
    """A pupil who slips, strikes twice, hesitates and starts again at a barline; with the written note that each was meant for."""
    rng, now, n = random.Random(seed), 1.0, 0
    heard: list[tuple[float, int, int | None]] = []
    while n < len(PITCHES):
        slip = rng.random() < 0.05
        heard.append(
            (now + rng.gauss(0, 0.02), PITCHES[n] + (rng.choice((-2, -1, 1, 2)) if slip else 0), None if slip else n)
        )
        if rng.random() < 0.04:
            heard.append((now + 0.09, PITCHES[n], None))
        now += 0.6 + (rng.uniform(0.4, 1.5) if rng.random() < 0.06 else 0.0)
        again = n > 8 and rng.random() < 0.05
        now += rng.uniform(0.5, 2.0) if again else 0.0
        n = n - n % 4 - 4 * rng.randrange(2) if again else n + 1
    heard.sort()
    return [(second, pitch) for second, pitch, _ in heard], [note for *_, note in heard]
