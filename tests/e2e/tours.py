"""A tour given as a newcomer gives it, and the judge of what it played: every key of its take is heard, and nothing else."""

import os
import subprocess
import sys
import time
import wave
from pathlib import Path

import mido
import numpy as np

from studio import sample

# a place without any network interface that is up; elsewhere than on Linux there is no such command
CUT_OFF = ["unshare", "--map-root-user", "--net"] if sys.platform == "linux" else []
RATE = 48_000
NEAR_SECONDS = 0.012  # an attack is found this near to its key
SILENCE = 1e-3
LATE_SECONDS = 0.02
LONGEST_HOLE_SECONDS, MOST_HIDDEN = 0.1, 3  # of what a busy computer leaves out of the file, and of keys in that
SEARCHED = 12  # first attacks and keys by which the sound file is laid against the take


def give_tour(folder: Path, **environment: str) -> tuple[Path, float]:
    around = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"}}
    around |= {"SOUNDFOLIO_DATA": str(folder / "mine"), "SOUNDFOLIO_OUTPUT": "null", **environment}
    began = time.monotonic()
    done = subprocess.run(
        [*CUT_OFF, sys.executable, "-m", "studio", "tour", "--out", str(folder / "out")],
        cwd=folder, env=around, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    for path in (folder / "out").iterdir():
        assert str(path) in done.stdout
    return folder / "out", time.monotonic() - began


def keys_of(midi: Path) -> list[float]:
    """Seconds at which keys go down, from the file alone."""
    seconds, found = 0.0, []
    for message in mido.MidiFile(midi):
        seconds += message.time
        if message.type == "note_on" and message.velocity:
            found.append(seconds)
    return found


def attacks_of(wav: Path) -> list[float]:
    """Seconds at which the sound rises sharply: where the energy of 4 ms is several times that just before it."""
    data = sound_of(wav)
    loud = np.abs(data.astype(float) / 32768).max(axis=1)
    step = RATE // 500
    level = loud[: len(loud) // step * step].reshape(-1, step).max(axis=1)
    high = np.diff(
        data.astype(float).mean(axis=1) / 32768, prepend=0.0
    )  # attacks are bright: the slope shows them over a held note
    slope = np.abs(high[: len(high) // step * step]).reshape(-1, step).max(axis=1)
    found: list[float] = []
    cuts = holes_of(loud).ravel() // step
    for n in range(2, len(slope)):
        if len(cuts) and np.abs(cuts - n).min() <= 2:
            continue
        before = slope[max(0, n - 12) : n].max(initial=0.0)
        if level[n] > SILENCE and slope[n] > 1.35 * before + 2e-4 and (not found or n * step / RATE - found[-1] > 0.06):
            found.append(n * step / RATE)
    return found


def sound_of(wav: Path) -> np.ndarray:
    """The frames of a sound file, left and right."""
    with wave.open(str(wav)) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (RATE, 2, 2)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)


def holes_of(level: np.ndarray) -> np.ndarray:
    """Samples at which sound is cut off and goes on: where the computer was too busy, the file is silent until the clock's frame."""
    edges = np.flatnonzero(np.diff((level == 0).astype(np.int8), prepend=0, append=0))
    holes = [(begins, ends) for begins, ends in edges.reshape(-1, 2) if ends - begins >= RATE // 1000]
    cut_off = [hole for hole in holes if level[max(0, hole[0] - RATE // 100) : hole[0]].max(initial=0) > SILENCE]
    return np.array(cut_off, int).reshape(-1, 2)


def hidden(keys: np.ndarray, wav: Path) -> np.ndarray:
    """Which keys (in seconds of the file) went down where a short hole is, so that their sound has no beginning."""
    holes = holes_of(np.abs(sound_of(wav).astype(float) / 32768).max(axis=1)) / RATE
    short = holes[holes[:, 1] - holes[:, 0] < LONGEST_HOLE_SECONDS]
    inside = (keys[:, None] > short[:, 0] - NEAR_SECONDS) & (keys[:, None] < short[:, 1] + NEAR_SECONDS)
    return inside.any(axis=1)


def check_sound(folder: Path) -> None:
    """Every key of the take is heard where it was pressed, and nothing else is heard.

    Where the sound file begins is not written in it, so it is laid where most keys are heard. A key that came late was held up
    while this computer stood still, its sound maybe less so, and two may have become one: for it an attack elsewhere will do.
    A few may have gone down in holes.
    """
    keys, attacks = np.array(keys_of(folder / "take-1.mid")), np.array(attacks_of(folder / "lesson.wav"))
    assert len(attacks), "the sound file is silent"
    shifts = (attacks[:SEARCHED, None] - keys[None, :SEARCHED]).ravel()
    shift = max(shifts, key=lambda shift: sum(far_from(keys + shift, attacks) < NEAR_SECONDS))
    attacks = attacks - shift
    in_holes = hidden(keys + shift, folder / "lesson.wav")
    assert in_holes.sum() <= MOST_HIDDEN, f"{in_holes.sum()} keys went down where the file is silent"
    punctual, held_up = keys[~late(keys) & ~in_holes], keys[late(keys)]
    missing = punctual[far_from(punctual, attacks) > NEAR_SECONDS]
    assert not len(missing), f"{len(missing)} of {len(keys)} keys are not heard where they were pressed: {missing}"
    extra, elsewhere = (a[far_from(a, b) > NEAR_SECONDS] for a, b in ((attacks, keys), (held_up, attacks)))
    assert len(extra) <= len(elsewhere), f"{len(extra)} attacks that nobody played: {extra}"
    assert len(held_up) or len(attacks) >= len(keys) - in_holes.sum()


def far_from(these: np.ndarray, those: np.ndarray) -> np.ndarray:
    """How far each of these is from the nearest of those."""
    return np.abs(these[:, None] - those[None, :]).min(axis=1)


def late(keys: np.ndarray) -> np.ndarray:
    """Which keys were pressed later than the tune says."""
    tune = sample.tune()
    written = np.array([tune.seconds_at(note.start) for note in tune.parts[0].notes])
    behind = keys - written
    return behind - np.median(behind) > LATE_SECONDS
