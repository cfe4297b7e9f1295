"""The live path beside FluidSynth's own JACK driver, in one graph: how soon keys sound, how evenly, where they are recorded, and many voices.

Every note near which the server missed a period is left out, for both; what remains is judged. The full figures are the live bench's.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from instruments import RATE, Engine, NoteOn
from tests.e2e.conftest import Jack, needed, running
from tests.e2e.graph import Hall

pytest.importorskip("jack", reason="JACK-Client is not installed (pip install JACK-Client)")
pytest.importorskip("rtmidi", reason="python-rtmidi is not installed")
from tests.bench import live_stage
from tests.bench.live_stage import Ears, Fell, ears

pytestmark = pytest.mark.jack
NOTES = 40  # judged of each program
AT_ONCE = 20  # pressed without a look at what was lost
ROUGH_SECONDS = 0.3  # on both sides of a period that the server missed
LONGEST_SECONDS = 45.0  # until what was heard is judged, calm or not
STORM_SECONDS = 5.0
STORMS = 4  # until ours is as quiet as the peer's
A_FEW = 3  # periods missed more than by the peer: chance
BEHIND = {"jack": 0.0, "sounddevice": 1.0, "miniaudio": 2.0}  # periods after the peer, at most


@pytest.fixture(scope="module")
def server(jack: Jack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jack]:
    """A realtime server at 128 frames for who may have one, as root may; else the one of the other tests."""
    if not may_be_realtime():
        yield jack
        return
    name, period = "soundfolio-realtime", 128
    command = [needed("jackd", "jackd2"), "-R", "-P", "60", "--name", name, "-d", "dummy"]
    log = tmp_path_factory.mktemp("realtime") / "log.txt"
    with log.open("wb") as words, running([*command, "-r", str(jack.rate), "-p", str(period)], words):
        subprocess.run(["jack_wait", "--wait", "--timeout", "10", "--server", name], check=False, capture_output=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("JACK_DEFAULT_SERVER", name)
            yield Jack({**jack.environment, "JACK_DEFAULT_SERVER": name}, jack.rate, period)


def may_be_realtime() -> bool:
    """Whether threads of ours may go before all others."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    except (AttributeError, OSError):
        return False
    return True


def peer(server: Jack, *, pianos: bool = False) -> tuple[list[str], str, str]:
    """FluidSynth as a program of its own, and what to connect it by."""
    needed("fluidsynth", "fluidsynth")
    return live_stage.peer(server.period, pianos=pianos), "^fspeer", "^fspeer"


def ours(backend: str, period: int) -> tuple[list[str], str, str]:
    live = ["live", "--backend", backend, "--period", str(period), "--busy-ui"]
    return [sys.executable, "-m", "instruments", *live], "", "^Soundfolio"


@contextlib.contextmanager
def heard(program: tuple[list[str], str, str]) -> Iterator[Ears]:
    """A program in the graph, keys that it listens to, and ears that hear it."""
    command, midi, audio = program
    with ears() as listening:
        assert listening.ask("alone", audio=audio), "the program before does not leave the graph"
        with running(command, subprocess.DEVNULL):
            assert listening.ask("connect", midi=midi, audio=audio), f"{command[0]} opened no ports in the graph"
            yield listening


def calm(answer: dict[str, Any]) -> np.ndarray:
    """Which notes were pressed while the server kept its pace."""
    rough = np.array([-RATE * 60, *answer["rough"]])
    pressed = np.array(answer["pressed"])
    return np.abs(pressed[:, None] - rough[None, :]).min(axis=1) > ROUGH_SECONDS * RATE


def frames_to_sound(program: tuple[list[str], str, str]) -> tuple[np.ndarray, bool]:
    """Frames from a key press at a random moment to the first sample, of notes in calm moments, where none may be lost.

    Where this computer has too few of those, of all notes, and False: their median stands much, how far they lie apart does not.
    """
    found: list[int] = []
    heard_at_all: list[int] = []
    end, seed = time.monotonic() + LONGEST_SECONDS, 0
    while len(found) < NOTES and time.monotonic() < end:
        # A program that a server in trouble threw out is started again.
        with contextlib.suppress(Fell), heard(program) as listening:
            while len(found) < NOTES and time.monotonic() < end and listening.ask("connected"):
                answer = listening.ask("presses", notes=AT_ONCE, gap=0.1, seed=(seed := seed + 1))
                judged = [frames for frames, good in zip(answer["frames"], calm(answer), strict=True) if good]
                assert None not in judged, f"lost {judged.count(None)} of {len(judged)} notes"
                found += judged
                heard_at_all += filter(None, answer["frames"])
    assert len(heard_at_all) >= AT_ONCE, "next to nothing was heard"
    return np.array(found if len(found) >= AT_ONCE else heard_at_all), len(found) >= NOTES


@pytest.fixture(scope="module")
def peers_frames(server: Jack) -> np.ndarray:
    return frames_to_sound(peer(server))[0]


@pytest.mark.parametrize("backend", BEHIND)
def test_a_key_sounds_as_soon_as_with_fluidsynths_own_driver_or_a_period_or_two_later_beside_a_busy_window(
    backend: str, server: Jack, peers_frames: np.ndarray
) -> None:
    found, is_calm = frames_to_sound(ours(backend, server.period))

    behind = (np.median(found) - np.median(peers_frames)) / server.period
    assert behind < BEHIND[backend] + 0.3, f"{behind:.2f} periods behind"  # medians of 40 notes are some 0.1 off
    # How evenly is for the bench's thousand notes to say; here no half of them lies further apart than a period.
    low, high = np.percentile(found, (25, 75))
    assert high - low <= server.period or not is_calm


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
@pytest.mark.usefixtures("server")
def test_keys_are_recorded_within_a_millisecond_and_a_half_of_where_they_went_down(busy: bool) -> None:
    """The truth is the period that brought the key: within it JACK's keyboards say no moment here."""
    hall = Hall(Engine("sounddevice"))
    hall.engine.start()
    off: list[float] = []
    try:
        hall.until_it_sounds()
        with ears() as listening:
            assert listening.ask("connect", midi="", audio="^Soundfolio"), "the engine did not open the keyboard"
            end = time.monotonic() + LONGEST_SECONDS
            while len(off) < NOTES and time.monotonic() < end:
                off += recorded_off(hall, listening, busy=busy)
    finally:
        hall.engine.close()
    assert len(off) >= AT_ONCE // 2, f"for {LONGEST_SECONDS:.0f} s this computer was too busy for the JACK server"
    # Of each ten one may lie beside a hole in this computer's time that the server did not notice.
    assert np.percentile(np.abs(off), 90) <= 0.0015 * RATE


def recorded_off(hall: Hall, listening: Ears, *, busy: bool) -> list[float]:
    """Frames by which the engine's word differs from the truth, from the middle of some notes; each is in it once."""
    hall.told.clear()
    listening.send("presses", notes=AT_ONCE, gap=0.1, seed=7, channel=1, note=40, climb=AT_ONCE)
    until = time.monotonic() + AT_ONCE * 0.1 + 1.0
    while time.monotonic() < until:
        began = time.perf_counter()
        hall.hear()
        while busy and time.perf_counter() - began < 0.008:
            sum(number * number for number in range(50))
        time.sleep(max(0.001, 1 / 60 - (time.perf_counter() - began)))
    answer = listening.answer()
    hall.hear()
    said = {each.pitch: each.frame for each in hall.of(NoteOn)}
    judged = np.flatnonzero(calm(answer))
    assert {40 + number for number in judged} <= set(said), "a key was not recorded"
    found = np.array([said[40 + number] - answer["given"][number] for number in judged], float)
    return list(found - np.median(found)) if len(found) else []


@pytest.mark.parametrize("backend", ["jack", "sounddevice"])
def test_sixty_four_voices_and_twenty_notes_a_second_cost_no_more_periods_than_fluidsynths_own_driver(
    backend: str, server: Jack
) -> None:
    told = []
    for _ in range(STORMS):
        theirs, mine = storm(peer(server, pianos=True)), storm(ours(backend, server.period))
        assert mine["peak"] > 0.1, "nothing was heard"
        told.append((mine["xruns"], theirs["xruns"]))
        if mine["xruns"] <= 2 * theirs["xruns"] + A_FEW:
            return
    pytest.fail(f"periods missed by us and by the peer: {told}")


def storm(program: tuple[list[str], str, str]) -> dict[str, Any]:
    """Sixty-four keys under the pedal and twenty more a second: what came of it, where the program stayed in the graph."""
    for _ in range(STORMS):
        with contextlib.suppress(Fell), heard(program) as listening:
            answer: dict[str, Any] = listening.ask("storm", seconds=STORM_SECONDS, held=64, a_second=20)
            if listening.ask("connected"):
                return answer
    pytest.fail("the JACK server threw the program out again and again")
