"""How long Pick looks through fifteen thousand entries: shelf, grooves, folk tunes and a pupil's own, by words and by first notes.

python -m tests.bench.searching [--entries 15000] [--runs 9]      milliseconds of the processor; asked are 50
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable
from itertools import accumulate

from studio.music import finding, folk, library, own

ASKED_MS = 50
SEED = 15
WORDS = (
    "a",
    "the",
    "slow",
    "dark 84 bpm",
    "for nan",
    "garten",
    "zzzz",
    "song 1234",
    "sunny fast",
    "greensleves",
    "amasing grace",
    "ode too joy",
)
SAID = ("for nan", "it lifts me", "with my brother", "I like the bass", "")


def mine(count: int) -> own.OwnMusic:
    """So many pieces of somebody's own, invented."""
    chance = random.Random(SEED)
    lines = []
    for n in range(count):
        steps = tuple(chance.choice((-5, -4, -2, -1, 0, 1, 2, 3, 4, 7)) for _ in range(12))
        facts = own.Facts(chance.uniform(50, 170), chance.choice(("major", "minor")), steps)
        lines.append(own.line(f"piece-{n}", f"Song {n}", chance.choice(SAID), facts))
    return own.music_of(lines)


def measured(look: Callable[[], object], runs: int) -> tuple[float, float]:
    """Median and worst of some runs; the first, which reads what is kept after it, is not counted."""
    look()
    times = []
    for _ in range(runs):
        began = time.thread_time()
        look()
        times.append((time.thread_time() - began) * 1000)
    return statistics.median(times), max(times)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--entries", type=int, default=15_000)
    options.add_argument("--runs", type=int, default=9)
    given = options.parse_args()
    theirs = len(folk.index()) + len(library.shelf()) + len(library.grooves())
    music = mine(max(0, given.entries - theirs))
    print(f"{theirs + len(music.lines)} entries, {len(music.lines)} of them a pupil's own; asked {ASKED_MS} ms")
    print(f"{'':34}{'median':>8}{'worst':>8}")
    for words in WORDS:
        middle, worst = measured(lambda words=words: finding.search(words, own=music), given.runs)
        print(f"{'words: ' + words:34}{middle:8.1f}{worst:8.1f}")
    chance = random.Random(SEED)
    for count in (4, 8, 13):
        steps = random.Random(count).choice(folk.index()).steps[: count - 1]
        pitches = [60 + chance.choice((0, 0, 0, 0, 1)) + at for at in accumulate(steps, initial=0)]
        middle, worst = measured(lambda pitches=pitches: finding.played(pitches, own=music), given.runs)
        print(f"{f'{len(pitches)} first notes, with slips':34}{middle:8.1f}{worst:8.1f}")


if __name__ == "__main__":
    main()
