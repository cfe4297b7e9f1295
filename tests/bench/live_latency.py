"""From a key to sound, ours beside FluidSynth's own driver: presses at random frames, round after round, on one server a round."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from instruments import RATE
from tests.bench.live_host import Round, left_alone
from tests.bench.live_stage import HOST, PERIOD, TRIES, Fell, heard_from, milliseconds, programs, row, server, standing

MOST_MINUTES = 15  # for rounds of key presses, until those count that are there


def latency(rounds: int, notes: int) -> None:
    """Press keys at random frames: the peer first, then us, round after round; disturbed ones count only for want of better."""
    print(f"\nKey to sound, ms; {rounds} rounds of {notes} notes")
    good: list[Round] = []
    bad: list[Round] = []
    fell = 0
    end = time.monotonic() + MOST_MINUTES * 60
    for seed in range(rounds * TRIES):
        if len(good) == rounds or time.monotonic() > end:
            break
        try:
            found, anew = standing(lambda seed=seed: one_round(notes, seed))
        except Fell as why:
            fell += 1
            print(f"  round {seed + 1}: {why}", flush=True)
            continue
        (bad if found.disturbed else good).append(found)
        print(f"  round {seed + 1}: {found.words}{anew}; {found.disturbed or 'nothing disturbed it'}", flush=True)
    counted = good + sorted(bad, key=disturbance)[: rounds - len(good)]
    print(f"{len(good)} of the {len(counted)} rounds counted were undisturbed; {len(bad)} others were not, {fell} fell")
    for name in counted[0].answers if counted else ():
        missed = "/".join(str(each.answers[name]["xruns"]) for each in counted)
        print(f"periods that the server missed while {name} played: {missed}")
    table("medians of rounds", counted, lambda answer: answer["frames"])
    table("keys that the host left alone", good + bad, lambda answer: left_alone(answer, RATE), together=True)


Frames = list[int | None]


def table(
    title: str, rounds: list[Round], frames_of: Callable[[dict[str, Any]], Frames], *, together: bool = False
) -> None:
    """A row a program: of each round and then the median of rounds, or of all keys `together`."""
    row(title, "median", "p95", "p99", "max", "sd", "missed", "keys")
    theirs: list[float] = []
    for name in rounds[0].answers if rounds else ():
        pressed = [frames_of(each.answers[name]) for each in rounds]
        pressed = [[frame for each in pressed for frame in each]] if together else pressed
        heard = [np.array(found) for each in pressed if (found := [frame for frame in each if frame is not None])]
        if not heard:
            print(f"{name}: none")
            continue
        middle = [statistics.median(float(measure(each)) for each in heard) for measure in MEASURES]
        missed = sum(frame is None for each in pressed for frame in each)
        row(name, *map(milliseconds, middle), missed, sum(map(len, pressed)))
        theirs = theirs or middle
        if theirs is not middle:
            print(f"  {beside(theirs, middle)}")


def disturbance(found: Round) -> tuple[int, float]:
    """How much a round was disturbed: by what the peer missed first, which no program of ours brings about."""
    peers = found.answers[found.peer]
    return int(peers["xruns"]), found.stolen or 0.0


def beside(theirs: list[float], ours: list[float]) -> str:
    """How far behind the peer we are, in what was asked: periods, the largest but one in a hundred, the spread."""
    behind = (ours[0] - theirs[0]) / PERIOD
    most = milliseconds(3 * PERIOD + RATE / 1000)
    spread = milliseconds(1.1 * theirs[4] + 0.0002 * RATE)
    return f"{behind:+.2f} periods behind the peer; p99 at most {most} was asked, sd at most {spread}"


def one_round(notes: int, seed: int) -> Round:
    """The same presses for every program, one after the other on one server."""
    with server():
        answers = {
            name: heard_from(command, midi, audio, lambda e: e.ask("presses", notes=notes, gap=0.15, seed=seed))
            for name, command, midi, audio in programs()
        }
        return Round(answers, next(iter(answers)), HOST.stolen(), HOST.words())


MEASURES: tuple[Callable[[np.ndarray], float], ...] = (
    np.median,
    lambda frames: np.percentile(frames, 95),
    lambda frames: np.percentile(frames, 99),
    np.max,
    np.std,
)
