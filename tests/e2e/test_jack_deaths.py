"""What dies in the JACK graph and what begins late: the server, the engine, the window's process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from instruments import Cleared, Engine, NoteOff, NoteOn, Output, Trouble
from tests.e2e.conftest import ROOT, ahead, needed, running
from tests.e2e.graph import PLUGGED_SECONDS, Ears, Hall, Piano, concert, plugged

pytest.importorskip("jack", reason="JACK-Client is not installed (pip install JACK-Client)")
pytest.importorskip("rtmidi", reason="python-rtmidi is not installed")

pytestmark = pytest.mark.jack
ASKED_AGAIN_SECONDS = 12.0  # JACK is asked for every few seconds
WINDOW = """
import sys, time
from instruments import Engine, Output
engine, told = Engine("jack"), []
engine.start()
while not any(isinstance(each, Output) and "jack" in each.backend for each in told):
    told += engine.pending()
    time.sleep(0.02)
print(engine.process_id, flush=True)
time.sleep(60)
"""


@pytest.fixture
def ears(jack: object) -> Iterator[Ears]:
    found = Ears()
    yield found
    found.close()


def test_an_engine_that_is_killed_sounds_and_hears_its_keyboards_again_within_three_seconds(jack: object) -> None:
    with concert("jack") as (hall, ears), plugged("organ") as (organ,):
        hall.until_plugged("organ", seconds=ASKED_AGAIN_SECONDS)

        def kill() -> None:
            hall.told.clear()
            _, before = hall.engine.capture.take_since(0)
            organ.send("90 30 70", "80 30 00")
            hall.until(lambda: hall.of(NoteOff), 1)
            hall.told.clear()
            hall.present.clear()
            killed = hall.engine.process_id
            assert killed is not None
            os.kill(killed, signal.SIGKILL)
            began = time.monotonic()
            hall.until(lambda: hall.of(Output) and "organ" in hall.present, ASKED_AGAIN_SECONDS)
            assert time.monotonic() - began <= PLUGGED_SECONDS
            assert hall.engine.process_id not in (None, killed)
            assert [each.kind for each in hall.of(Trouble)] == ["engine"]
            ears.turn_to(hall.engine)
            assert len([name for name in ears.ports() if ":out" in name or ":playback" in name]) <= 2
            ears.clear()
            organ.send("90 3c 70")
            hall.until(lambda: hall.of(NoteOn), 1)
            time.sleep(0.2)
            organ.send("80 3c 00")
            assert ears.onsets(least=0.01)
            kept, _ = hall.engine.capture.take_since(before)
            assert [each.pitch for each in kept if isinstance(each, NoteOn)] == [0x30, 0x3C]
            assert [each.frame for each in kept] == sorted(each.frame for each in kept)

        ears.in_a_calm_moment(kill, dies=True)


@pytest.mark.usefixtures("jack")
def test_where_the_windows_process_is_killed_its_engine_ends_and_leaves_no_port_in_the_graph(ears: Ears) -> None:
    def kill() -> None:
        with subprocess.Popen([sys.executable, "-c", WINDOW], cwd=ROOT, stdout=subprocess.PIPE, text=True) as window:
            assert window.stdout is not None
            engine = int(window.stdout.readline())
            try:
                assert ears.ports()
                window.kill()
                end = time.monotonic() + PLUGGED_SECONDS
                while (lives(engine) or ears.ports()) and time.monotonic() < end:
                    time.sleep(0.05)
                assert ears.ports() == []
                assert not lives(engine)
            finally:
                window.kill()
                if lives(engine):
                    os.kill(engine, signal.SIGKILL)

    ears.in_a_calm_moment(kill)


def lives(process_id: int) -> bool:
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_jack_that_starts_late_or_again_is_found_with_its_keyboards_and_each_time_a_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch, jack: object, tmp_path: Path
) -> None:
    """The server has another name than the one of the other tests, and so nobody meets it before it starts."""
    name = f"soundfolio-late-{os.getpid()}"  # nor one that a run which was stopped left behind
    monkeypatch.setenv("JACK_DEFAULT_SERVER", name)
    hall = Hall(Engine("jack"))
    hall.engine.start()
    kinds = {"output"} | ({"keyboard"} if no_midi_but_jacks() else set())
    command = [needed("jackd", "jackd2"), *ahead(), "--name", name, "-d", "dummy", "-r", "48000"]
    try:
        hall.until(lambda: [each.backend for each in hall.of(Output)] == ["null"])
        process_id = hall.engine.process_id
        for again in (False, True):
            hall.until(lambda: kinds <= {each.kind for each in hall.of(Trouble)}, 2 * ASKED_AGAIN_SECONDS)
            hall.told.clear()
            with (tmp_path / "jack.txt").open("ab") as log, running(command, log):
                found_with_its_keyboard(hall)
                assert kinds <= {each.kind for each in hall.of(Cleared)}
                hall.told.clear()
            # Without a restart; but rtmidi may wait for ever for a server that has ended, and then the engine is begun anew.
            assert again or hall.engine.process_id == process_id
    finally:
        hall.engine.close()


def no_midi_but_jacks() -> bool:
    """Whether this computer has no other system of MIDI."""
    return not Path("/dev/snd/seq").exists()


def found_with_its_keyboard(hall: Hall) -> None:
    """The engine comes into the graph that there is now, and a keyboard plays there."""
    hall.until_it_sounds(2 * ASKED_AGAIN_SECONDS)
    ears = Ears()
    try:
        ears.turn_to(hall.engine)
        with plugged("organ") as (organ,):
            hall.present.clear()
            hall.until_plugged("organ", seconds=2 * ASKED_AGAIN_SECONDS)
            heard_at_last(hall, ears, organ)
    finally:
        ears.close()


def heard_at_last(hall: Hall, ears: Ears, organ: Piano) -> None:
    """A key pressed again and again: a server that has just begun may lose one."""
    end = time.monotonic() + ASKED_AGAIN_SECONDS
    while not (hall.of(NoteOn) and ears.onsets(least=0.01)):
        assert time.monotonic() < end, f"the key was not heard; told: {hall.told[-12:]}"
        organ.send("90 3c 70")
        time.sleep(0.3)
        organ.send("80 3c 00")
        hall.hear()
