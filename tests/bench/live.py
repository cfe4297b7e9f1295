"""The live path measured beside FluidSynth's own JACK driver, in one table; no sound card is needed, jackd and fluidsynth are.

python -m tests.bench.live [--rounds 5] [--notes 200] [--seconds 60] [--only latency clicks onsets voices plugging boards]
python -m tests.bench.live --only drift --seconds 600

One JACK server at a time: each part takes turns with the tests by their lock. All latencies are from a key press at a random
frame to the first sample in the graph, no device's buffer included; 128 frames a period, realtime, our window at 60 frames a second
with 8 ms of work each. Each measurement waits for a quiet moment. Where something of its stage dies (a server that is held up throws
its clients out) the stage is set up anew and the measurement repeated; so is one in which the peer, or the host, disturbed it. Each
row says how often, and how much of the processors the host took away meanwhile; (!) where that is too much to believe it.
"""

import argparse
import os
import shutil
import signal
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from instruments import RATE, Finished, NoteOn, Position, Score
from tests.bench.live_boards import boards, plugging
from tests.bench.live_latency import latency
from tests.bench.live_stage import (
    HOST,
    PERIOD,
    Fell,
    calmest,
    ears,
    heard_from,
    programs,
    row,
    server,
    standing,
    window,
)

if TYPE_CHECKING:
    from collections.abc import Callable

BACKENDS = ("jack", "sounddevice")
CLICKS_A_SECOND = 5  # heard beside the keys, where drift is measured
LOWEST, KEYS = 40, 40  # pitches of the keys whose onsets are recorded


def voices(seconds: float) -> None:
    """Sixty-four keys under the pedal and twenty more a second."""
    print(f"\n64 keys under the pedal and 20 notes a second for {seconds:.0f} s")
    row("", "struck", "peak", "xruns")
    for name, command, midi, audio in programs(pianos=True):
        seen = calmest(lambda command=command, midi=midi, audio=audio: storm(command, midi, audio, seconds))
        row(f"{name} ({seen.words})", seen.found["struck"], f"{seen.found['peak']:.2f}", seen.found["xruns"])


def storm(command: list[str], midi: str, audio: str, seconds: float) -> dict[str, Any]:
    with server():
        storming = {"seconds": seconds, "held": 64, "a_second": 20}
        answer: dict[str, Any] = heard_from(command, midi, audio, lambda e: e.ask("storm", **storming))
    return answer


def clicks(count: int) -> None:
    """The metronome against its grid: 150 ms apart, then a loop of four beats with a change of tempo in it."""
    print(
        f"\n{count} clicks: each against the one before it, ms; held up: by whole periods that the server missed in between"
    )
    row("", "heard", "sd", "max", "held up", "xruns")
    plain = Score(events=(), end=480 * count, tempos=((0, 150_000),))
    looped = Score(events=(), end=480 * 4, tempos=((0, 150_000), (960, 200_000)), loop=(0, 480 * 4))
    for backend in BACKENDS:
        for busy in (False, True):
            for name, score in (("", plain), (", loop, two tempos", looped)):
                seconds = 0.15 * count + 3 if score is plain else 28
                seen = calmest(
                    lambda backend=backend, busy=busy, score=score, seconds=seconds: clicked(
                        backend, busy, score, seconds
                    )
                )
                heard = seen.found["onsets"]
                off = np.diff(heard) - np.diff(steps(score, len(heard)))
                held = np.round(off / PERIOD)  # a period that is missed moves what follows by just so much
                left = off - held * PERIOD
                spread = [f"{each / RATE * 1e3:.3f}" for each in (left.std(), np.abs(left).max())]
                who = f"{backend}, {'busy' if busy else 'idle'} window{name}"
                row(f"{who} ({seen.words})", len(heard), *spread, np.count_nonzero(held), seen.found["xruns"])


def clicked(backend: str, busy: bool, score: Score, seconds: float) -> dict[str, Any]:
    """Where the clicks of a score sounded."""
    with server(), window(backend, busy=busy, keyboards=False) as stage, ears() as listening:
        listening.ask("connect", midi=None, audio="^Soundfolio")
        stage.until(lambda: False, 1.5)
        listening.ask("begin")
        stage.told.clear()
        stage.engine.play(score, click=True)
        stage.until(lambda: stage.of(Finished), seconds)
        stage.engine.stop()
        stage.until(lambda: False, 0.3)
        answer: dict[str, Any] = listening.ask("onsets", apart=0.05, least=0.05)
    if not answer["onsets"]:
        raise Fell("no click was heard")
    return answer


def steps(score: Score, count: int) -> np.ndarray:
    """Where the clicks of such a score fall, in frames."""
    if score.loop is None:
        return 7_200.0 * np.arange(count)
    lengths = np.tile([7_200, 7_200, 9_600, 9_600], count // 4 + 1)
    return np.concatenate([[0], np.cumsum(lengths)])[:count].astype(float)


def onsets(notes: int, seconds: float) -> None:
    """Where the engine says a key went down against where it did."""
    print(f"\nRecorded onsets against the truth, ms; {notes} notes in {seconds:.0f} s")
    row("", "recorded", "sd", "max", "xruns", "late keys")
    for backend in BACKENDS:
        for busy in (False, True):
            seen = calmest(
                lambda backend=backend, busy=busy: recorded_onsets(backend, busy=busy, notes=notes, seconds=seconds)
            )
            pressed, recorded, answer = seen.found
            off = recorded - pressed
            off -= np.median(off)
            spread = [f"{each / RATE * 1e3:.2f}" for each in (off.std(), np.abs(off).max())]
            who = f"{backend}, {'busy' if busy else 'idle'} window ({seen.words})"
            row(who, f"{len(recorded)}/{len(answer['pressed'])}", *spread, answer["xruns"], answer["late"])


def drift(seconds: float) -> None:
    """Whether recorded keys move away from what is heard: the slope over the whole time, and how sure it is.

    The server's clock moves by each period that it misses, and what sounds stands still meanwhile. So the ears hear our click beside
    the keys, and both are told on the music's time: where a press fell among the clicks, and where the engine says that it did.
    Keys within two seconds of a period that was missed say how the server fares: they are counted ("calm": the others), not fitted.
    """
    notes = round(seconds)
    print(f"\nDrift of recorded onsets over {seconds / 60:.1f} minutes, {notes} notes")
    row("", "recorded", "calm", "drift, ms", "+/-", "sd", "missed")
    for backend in BACKENDS:
        (pressed, recorded, answer), anew = standing(
            lambda backend=backend: recorded_onsets(
                backend, busy=False, notes=notes, seconds=seconds, clicks=CLICKS_A_SECOND
            )
        )
        words = HOST.words() + anew
        heard = np.array(answer["heard"], float)
        told = np.interp(recorded, *np.array(answer["told"], float).T)
        calm = calm_from(pressed, np.array(answer["rough"], float))
        figures = [f"{each:.3f}" for each in slope(pressed[calm], (told - among(pressed, heard))[calm])]
        counts = f"{len(recorded)}/{len(answer['pressed'])}", np.count_nonzero(calm)
        row(f"{backend} ({words})", *counts, *figures, answer["xruns"])


def slope(at: np.ndarray, off: np.ndarray) -> tuple[float, float, float]:
    """How far a line through `off` moves from first to last, twice its standard error, and what is left beside it (sd); ms."""
    (rise, start), covariance = np.polyfit(at, off, 1, cov=True)
    whole = float(at[-1] - at[0]) / RATE * 1e3
    left = off - (rise * at + start)
    return rise * whole, 2 * float(np.sqrt(covariance[0, 0])) * whole, float(left.std()) / RATE * 1e3


def calm_from(pressed: np.ndarray, rough: np.ndarray) -> np.ndarray:
    """Which presses have no missed period within two seconds, before or after: bool, one a press."""
    near = np.abs(pressed[:, None] - rough[None, :]) < 2 * RATE
    return ~near.any(axis=1)


def among(frames: np.ndarray, heard: np.ndarray) -> np.ndarray:
    """Where frames of the server fall among clicks that were heard, in frames of the music from the first click on."""
    step = RATE / CLICKS_A_SECOND
    ordinal = np.concatenate([[0], np.cumsum(np.round(np.diff(heard) / step))])
    return np.interp(frames, heard, ordinal * step)


def recorded_onsets(
    backend: str, *, busy: bool, notes: int, seconds: float, clicks: int = 0
) -> tuple[np.ndarray, np.ndarray, dict[str, Any]]:
    """Frames at which keys went down, frames at which the engine says they did, of all it recorded; and what else the ears know.

    With `clicks` a second the keys are silent; the ears say where each click was "heard", the engine where the music was ("told").
    """
    keys = {"channel": 1, "note": LOWEST, "climb": KEYS}
    with server(), window(backend, busy=busy) as stage, ears(seconds + 30) as listening:
        if not listening.ask("connect", midi="", audio="^Soundfolio"):
            raise Fell("the engine did not open the keyboard")

        def told() -> list[NoteOn]:
            """What was recorded of these keys; what the ears pressed to find the way in may still arrive."""
            return [each for each in stage.of(NoteOn) if LOWEST <= each.pitch < LOWEST + KEYS]

        if clicks:
            stage.engine.level("keyboard", 0)
            beats = round(clicks * (seconds + 10))
            stage.engine.play(Score(events=(), end=480 * beats, tempos=((0, 1_000_000 // clicks),)), click=True)
            stage.until(lambda: False, 1)
        stage.told.clear()
        listening.send("presses", notes=notes, gap=seconds / notes, seed=7, **keys)
        stage.until(lambda: len(told()) >= notes, seconds + 4)
        answer = listening.answer()
        if clicks:
            a_tick = RATE / clicks / 480
            answer["told"] = [
                (each.frame, each.tick * a_tick) for each in stage.of(Position) if each.state == "playing"
            ]
            answer["heard"] = [answer["begun"] + at for at in listening.ask("onsets", apart=0.05, least=0.05)["onsets"]]
        stage.until(lambda: len(told()) >= notes, 1)
        pairs = paired(answer["pressed"], told())
    if len(pairs) < 3:
        raise Fell("next to nothing was recorded")
    return np.array([at for at, _ in pairs], float), np.array([said for _, said in pairs], float), answer


def paired(pressed: list[int], recorded: list[NoteOn]) -> list[tuple[int, int]]:
    """Each press that was recorded and where: its pitch says which it is, for they go up one by one."""
    pairs, at = [], 0
    for each in recorded:
        ahead = (each.pitch - LOWEST - at) % KEYS  # how many were lost before this one
        if at + ahead < len(pressed):
            pairs.append((pressed[at + ahead], each.frame))
            at += ahead + 1
    return pairs


PARTS = ("latency", "clicks", "onsets", "voices", "plugging", "boards")
LONG = ("drift",)  # only where asked for


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser("python -m tests.bench.live", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--notes", type=int, default=200, help="keys pressed a round")
    parser.add_argument("--seconds", type=float, default=60, help="how long voices, onsets and drift take")
    parser.add_argument("--only", nargs="+", choices=PARTS + LONG, default=PARTS)
    chosen = parser.parse_args()
    missing = [program for program in ("jackd", "jack_wait", "fluidsynth") if shutil.which(program) is None]
    if missing:
        print(f"Needed and not installed: {', '.join(missing)} (apt-get install jackd2 fluidsynth timgm6mb-soundfont).")
        return 1
    parts: dict[str, Callable[[], None]] = {
        "latency": lambda: latency(chosen.rounds, chosen.notes),
        "clicks": lambda: clicks(200),
        "onsets": lambda: onsets(200, chosen.seconds),
        "drift": lambda: drift(chosen.seconds),
        "voices": lambda: voices(chosen.seconds),
        "plugging": lambda: plugging(20),
        "boards": lambda: boards(12),
    }
    print(f"JACK dummy driver, realtime, {PERIOD} frames at {RATE} Hz, {os.cpu_count()} processors, {HOST.words()}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and so everything that was started ends too
    for part in chosen.only:
        parts[part]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
