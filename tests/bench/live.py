"""The live path measured beside FluidSynth's own JACK driver, in one table; no sound card is needed, jackd and fluidsynth are.

python -m tests.bench.live [--rounds 5] [--notes 200] [--seconds 60] [--only latency clicks onsets voices plugging boards]
python -m tests.bench.live --only drift --seconds 600

One JACK server at a time: each part takes turns with the tests by their lock. All latencies are from a key press at a random
frame to the first sample in the graph, no device's buffer included; 128 frames a period, realtime, our window at 60 frames a second
with 8 ms of work each. A round of key presses in which the peer itself was disturbed is repeated; each row says how much of the
processors the host took away meanwhile, and (!) where that is too much to believe it.
"""

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from instruments import RATE, Back, Finished, Gone, Keyboards, NoteOn, Score
from tests.bench.live_host import Round
from tests.bench.live_stage import HOST, PERIOD, Ears, ears, milliseconds, row, server, window
from tests.e2e.conftest import running

TRIES = 3  # for each round, until one is not disturbed
FONT = "/usr/share/sounds/sf2/TimGM6mb.sf2"
PEER = f"fluidsynth -q -s -i -a jack -m jack -r 48000 -g 0.6 -o audio.period-size={PERIOD} -o audio.jack.autoconnect=0 \
-o synth.reverb.active=0 -o synth.chorus.active=0 -o midi.jack.id=fspeer -o audio.jack.id=fspeer {FONT}".split()
OURS = {
    "Soundfolio, sounddevice": "sounddevice",
    "Soundfolio, miniaudio": "miniaudio",
}


# -- from a key to sound -------------------------------------------------------------------------------------------------


def heard_from(command: list[str], midi: str, audio: str, do: Callable[[Ears], Any]) -> Any:
    """Start a program in the graph, let the ears do something with it, and end it."""
    with ears() as listening, contextlib.ExitStack() as program:
        if not listening.ask("alone", audio=audio):
            raise RuntimeError(f"the program before {command[0]} does not leave the graph")
        program.enter_context(running(command, subprocess.DEVNULL))
        if not listening.ask("connect", midi=midi, audio=audio):
            raise RuntimeError(f"{command[0]} opened no ports in the graph")
        return do(listening)


def ours(backend: str) -> list[str]:
    live = ["live", "--backend", backend, "--period", str(PERIOD), "--busy-ui"]
    return [sys.executable, "-m", "instruments", *live]


def programs() -> Iterator[tuple[str, list[str], str, str]]:
    yield "FluidSynth's own driver", PEER, "^fspeer", "^fspeer"
    for name, backend in OURS.items():
        yield name, ours(backend), "", "^Soundfolio"


def latency(rounds: int, notes: int) -> None:
    """Press keys at random frames: the peer first, then us, round after round; disturbed ones count only for want of better."""
    print(f"\nKey to sound, ms; {rounds} rounds of {notes} notes")
    good: list[Round] = []
    bad: list[Round] = []
    for seed in range(rounds * TRIES):
        if len(good) == rounds:
            break
        found = one_round(notes, seed)
        (bad if found.disturbed else good).append(found)
        print(f"  round {seed + 1}: {found.words}; {found.disturbed or 'nothing disturbed it'}", flush=True)
    counted = good + sorted(bad, key=lambda each: each.stolen or 0)[: rounds - len(good)]
    print(f"{len(good)} of the {len(counted)} rounds counted were undisturbed; {len(bad)} others were not")
    row("", "median", "p95", "p99", "max", "sd", "missed", "xruns")
    for name in counted[0].answers:
        answers = [each.answers[name] for each in counted]
        frames = [heard for a in answers if len(heard := np.array([f for f in a["frames"] if f is not None]))]
        middle = [milliseconds(statistics.median(float(measure(each)) for each in frames)) for measure in MEASURES]
        missed = sum(f is None for answer in answers for f in answer["frames"])
        row(f"{name} (medians of rounds)", *middle, missed, "/".join(str(answer["xruns"]) for answer in answers))


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


def voices(seconds: float) -> None:
    """Sixty-four keys under the pedal and twenty more a second."""
    print(f"\n64 keys under the pedal and 20 notes a second for {seconds:.0f} s")
    row("", "struck", "peak", "xruns")
    for name, command, midi, audio in programs():
        with server():
            answer = heard_from(command, midi, audio, lambda e: e.ask("storm", seconds=seconds, held=64, a_second=20))
        row(f"{name} ({HOST.words()})", answer["struck"], f"{answer['peak']:.2f}", answer["xruns"])


def clicks(count: int) -> None:
    """The metronome against its grid: 150 ms apart, then a loop of four beats with a change of tempo in it."""
    print(f"\n{count} clicks against their grid, ms")
    row("", "heard", "sd", "max", "xruns")
    plain = Score(events=(), end=480 * count, tempos=((0, 150_000),))
    looped = Score(events=(), end=480 * 4, tempos=((0, 150_000), (960, 200_000)), loop=(0, 480 * 4))
    for busy in (False, True):
        with server(), window("sounddevice", busy=busy, keyboards=False) as stage, ears() as listening:
            listening.ask("connect", midi=None, audio="^Soundfolio")
            for name, score in (("", plain), (", a loop with a change of tempo", looped)):
                listening.ask("begin")
                stage.told.clear()
                stage.engine.play(score, click=True)
                stage.until(lambda: stage.of(Finished), 0.15 * count + 3 if score is plain else 28)
                stage.engine.stop()
                stage.until(lambda: False, 0.3)
                answer = listening.ask("onsets", apart=0.05, least=0.05)
                grid = steps(score, len(answer["onsets"]))
                off = np.array(answer["onsets"]) - grid
                off = off - np.median(off)
                who = "busy window" if busy else "idle window"
                row(
                    f"{who}{name} ({HOST.words()})",
                    len(off),
                    f"{off.std() / RATE * 1e3:.3f}",
                    f"{np.abs(off).max() / RATE * 1e3:.3f}",
                    answer["xruns"],
                )


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
    for busy in (False, True):
        pressed, recorded, answer = recorded_onsets(busy=busy, notes=notes, seconds=seconds)
        who = f"{'busy' if busy else 'idle'} window ({HOST.words()})"
        if len(recorded) != len(pressed):
            row(who, f"{len(recorded)}/{len(pressed)}")
            continue
        off = recorded - pressed
        off -= np.median(off)
        spread = [f"{each / RATE * 1e3:.2f}" for each in (off.std(), np.abs(off).max())]
        row(who, f"{len(recorded)}/{len(pressed)}", *spread, answer["xruns"], answer["late"])


def drift(seconds: float) -> None:
    """Whether recorded onsets move away from the truth: the slope over the whole time, and how sure it is."""
    notes = round(seconds)
    print(f"\nDrift of recorded onsets over {seconds / 60:.1f} minutes, {notes} notes")
    pressed, recorded, answer = recorded_onsets(busy=False, notes=notes, seconds=seconds)
    row("", "recorded", "drift, ms", "+/-", "xruns")
    counts = f"{len(recorded)}/{len(pressed)}"
    if len(recorded) != len(pressed):
        row(f"idle window ({HOST.words()})", counts)
        return
    (slope, _), covariance = np.polyfit(pressed, recorded - pressed, 1, cov=True)
    whole = float(pressed[-1] - pressed[0]) / RATE * 1e3  # ms
    sure = 2 * float(np.sqrt(covariance[0, 0]))
    row(f"idle window ({HOST.words()})", counts, f"{slope * whole:.3f}", f"{sure * whole:.3f}", answer["xruns"])


def recorded_onsets(*, busy: bool, notes: int, seconds: float) -> tuple[np.ndarray, np.ndarray, dict[str, Any]]:
    """Frames at which keys went down, frames at which the engine says they did, and what else the ears know."""
    with server(), window("sounddevice", busy=busy) as stage, ears() as listening:
        connected = listening.ask("connect", midi="", audio="^Soundfolio")
        assert connected, "the engine did not open the keyboard"
        stage.told.clear()
        listening.send("presses", notes=notes, gap=seconds / notes, seed=7)
        stage.until(lambda: len(stage.of(NoteOn)) >= notes, seconds + 4)
        answer = listening.answer()
        stage.until(lambda: len(stage.of(NoteOn)) >= notes, 1)
    return np.array(answer["pressed"], float), np.array([each.frame for each in stage.of(NoteOn)], float), answer


# -- keyboards that come and go --------------------------------------------------------------------------------------------


def piano(name: str) -> Any:
    import rtmidi

    out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name)
    out.open_virtual_port("out")
    return out


def plugging(cycles: int) -> None:
    """Pull a keyboard out with a key down and put it back, again and again; two bear one name."""
    print(f"\n{cycles} times unplugged with a key down and plugged in again, two keyboards of one name")
    row("", "came back", "itself", "hanging", "in s: mid", "max")
    with server(), window("sounddevice", busy=True) as stage:
        twins = [piano("twin"), piano("twin")]
        stage.until(lambda: stage.of(Keyboards) and sum(k.present for k in stage.of(Keyboards)[-1].known) == 2, 8)
        ids = {each.id for each in stage.of(Keyboards)[-1].known}
        back, same, hanging, took = 0, 0, 0, []
        for cycle in range(cycles):
            stage.told.clear()
            twins[cycle % 2].send_message([0x90, 60, 80])
            stage.until(lambda: stage.of(NoteOn), 2)
            down = {each.keyboard for each in stage.of(NoteOn)}
            twins[cycle % 2].close_port()
            twins[cycle % 2].delete()
            stage.until(lambda: stage.of(Gone), 4)
            ended = {each.keyboard for each in stage.told if type(each).__name__ == "NoteOff"}
            hanging += down != ended
            stage.told.clear()
            plugged = time.monotonic()
            twins[cycle % 2] = piano("twin")
            back += stage.until(lambda: stage.of(Back), 4)
            took.append(time.monotonic() - plugged)
            same += {each.keyboard for each in stage.of(Back)} <= ids
        row(f"two of one name ({HOST.words()})", back, same, hanging, f"{np.median(took):.2f}", f"{max(took):.2f}")
        for each in twins:
            each.close_port()
            each.delete()


def boards(count: int) -> None:
    """Twelve keyboards, each playing all its keys as fast as they go."""
    print(f"\n{count} keyboards at once, 88 keys each")
    row("", "opened", "sent", "recorded", "twice")
    with server(), window("sounddevice", busy=True) as stage:
        played = [piano(f"board {number}") for number in range(count)]
        stage.until(lambda: stage.of(Keyboards) and sum(k.present for k in stage.of(Keyboards)[-1].known) == count, 8)
        opened = sum(each.present for each in stage.of(Keyboards)[-1].known)
        time.sleep(0.3)
        for pitch in range(21, 109):
            for each in played:
                each.send_message([0x90, pitch, 60])
                each.send_message([0x80, pitch, 0])
            time.sleep(0.005)
        stage.until(lambda: len(stage.of(NoteOn)) >= 88 * count, 4)
        notes = [(each.keyboard, each.pitch) for each in stage.of(NoteOn)]
        # A keyboard of ours that misses its period leaves its last one's events in the graph: they arrive twice.
        row(f"busy window ({HOST.words()})", opened, 88 * count, len(set(notes)), len(notes) - len(set(notes)))
        for each in played:
            each.close_port()
            each.delete()


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
    for part in chosen.only:
        parts[part]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
