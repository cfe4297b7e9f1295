"""How every groove sounds, by measurement: loudness, peak, bass, highs, and what is heard at its seam and after its ending.

`python -m tests.bench.grooves` renders all of them offline, by the sounds this computer has; with names, only those. After all of
them it says which are nearest to each other, by the distances of the test.
"""

import sys
import time
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from instruments.events import RATE
from instruments.loudness import loudness
from instruments.render import render
from studio.music import grooves
from studio.music.score import to_score
from tests.studio.music.groove_distance import apart, character

BASS_HERTZ, HARSH_HERTZ = 120.0, 5_000.0
WINDOW = RATE // 50


@dataclass(frozen=True)
class Heard:
    """What was measured: LUFS, decibels of full scale, shares of the energy, and strokes a second."""

    lufs: float
    peak: float
    bass: float
    highs: float
    crest: float
    strokes: float
    silence: float  # the longest stretch of the loop, in beats, that is 40 dB below its mean
    ring: float  # seconds for which it is heard after its ending


def heard(name: str) -> Heard:
    """Render a groove once through, with its ending, and measure it."""
    groove = grooves.groove(name)
    piece = grooves.groove_piece(groove, ending=True)
    audio = render(to_score(piece))
    loop = round(piece.seconds_at(piece.sections[0].end) * RATE)
    body = audio[:loop]
    power = np.abs(np.fft.rfft(body.sum(axis=1))) ** 2
    hertz = np.fft.rfftfreq(len(body), 1 / RATE)
    peak = float(np.abs(audio).max())
    mean = float(np.sqrt(np.square(body).mean()))
    drums = piece.part("drums")
    return Heard(
        loudness(body),
        20 * np.log10(peak),
        float(power[hertz < BASS_HERTZ].sum() / power.sum()),
        float(power[hertz > HARSH_HERTZ].sum() / power.sum()),
        20 * np.log10(peak / mean),
        sum(note.start < piece.sections[0].end for note in drums.notes) / (loop / RATE) if drums else 0.0,
        _longest_silence(body, mean) * groove.bpm / 60,
        len(audio) / RATE - piece.seconds,
    )


def _longest_silence(body: npt.NDArray[np.float32], mean: float) -> float:
    """Return the longest stretch in seconds that is 40 dB below the mean."""
    windows = body[: len(body) // WINDOW * WINDOW].reshape(-1, WINDOW * 2)
    quiet = np.sqrt(np.square(windows).mean(axis=1)) < mean / 100
    longest = run = 0
    for each in quiet:
        run = run + 1 if each else 0
        longest = max(longest, run)
    return longest * WINDOW / RATE


def nearest(most: int = 8) -> None:
    """Print the pairs of grooves that are least apart."""
    every = {name: character(grooves.groove(name)) for name in grooves.names()}
    pairs = sorted((apart(every[one], every[two]).total, one, two) for one, two in combinations(every, 2))
    print("\nnearest, of 0 to 1: all, drums, feel, bass")
    for total, one, two in pairs[:most]:
        drums, feel, bass = apart(every[one], every[two])
        print(f"{one + ' and ' + two:32} {total:.2f}  {drums:.2f}  {feel:.2f}  {bass:.2f}")


def main() -> None:
    """Print a row for each groove."""
    print("groove             LUFS   peak  bass%  high%  crest  strokes/s  silent beats  rings s   took s")
    for name in sys.argv[1:] or grooves.names():
        began = time.perf_counter()
        one = heard(name)
        print(
            f"{name:16} {one.lufs:6.1f} {one.peak:6.1f} {one.bass * 100:6.1f} {one.highs * 100:6.2f} {one.crest:6.1f}"
            f" {one.strokes:10.1f} {one.silence:13.2f} {one.ring:8.1f} {time.perf_counter() - began:8.1f}",
            flush=True,
        )
    if not sys.argv[1:]:
        nearest()


if __name__ == "__main__":
    main()
