"""A voice over a song through a real sound server: what the microphone hears of the song lies where it sounded."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from instruments import RATE, Score
from instruments.events import Heard, Position
from tests.e2e.graph import Ears, Hall, concert

jack_client = pytest.importorskip("jack", reason="JACK-Client is not installed (pip install JACK-Client)")

pytestmark = pytest.mark.jack
STEP, STROKES = 12_000, 12  # frames between strokes of the kit
SIDE_STICK = 37
NEAR_SECONDS = 0.03  # what is left of the way into the computer: a block of the microphone, a period of the server
SCORE = Score(
    events=tuple((480 * n, 0, bytes((0x99, SIDE_STICK, 120))) for n in range(STROKES)),
    end=480 * STROKES,
    tempos=((0, STEP * 1_000_000 // RATE),),
    sounds=("kit",),
)


@pytest.fixture
def stage(jack: object) -> Iterator[tuple[Hall, Ears]]:
    with concert("jack") as (hall, ears):
        yield hall, ears


def onsets(samples: np.ndarray, least: float) -> list[int]:
    """Where something begins after a moment of quiet."""
    loud = np.flatnonzero(np.abs(samples) > least)
    return [int(at) for n, at in enumerate(loud) if n == 0 or at - loud[n - 1] > STEP // 3]


def hear_the_loudspeaker() -> None:
    """Let the microphone hear what the engine plays, and nothing else."""
    with jack_client.Client("loop", no_start_server=True) as patching:
        ears = patching.get_ports("Soundfolio.*:capture", is_audio=True, is_input=True)
        heard = [port for port in ears if patching.get_all_connections(port)]
        assert heard, [port.name for port in patching.get_ports(is_audio=True)]
        for port in heard:
            for other in patching.get_all_connections(port):
                patching.disconnect(other, port)
        patching.connect("Soundfolio:out_1", heard[0])


def test_what_the_microphone_hears_lies_where_it_sounded(stage: tuple[Hall, Ears], tmp_path: Path) -> None:
    hall, ears = stage
    path = tmp_path / "voice.wav"

    def sing() -> None:
        hall.engine.listen(None)  # where an attempt before was disturbed
        time.sleep(0.5)
        hall.hear()
        hall.told.clear()
        path.unlink(missing_ok=True)
        hall.engine.listen(path, 60.0)
        hall.until(lambda: path.exists() and path.stat().st_size > 44)
        hear_the_loudspeaker()
        hall.engine.play(SCORE)
        hall.until(lambda: any(at.state == "stopped" for at in hall.of(Position)), seconds=10)
        time.sleep(0.2)
        hall.engine.listen(None)
        hall.until(lambda: hall.of(Heard))
        (heard,) = hall.of(Heard)
        assert not heard.sentence, heard.sentence
        first = next(at for at in hall.of(Position) if at.state == "playing")
        zero = first.frame - first.tick * STEP / 480
        samples = np.frombuffer(path.read_bytes()[44:], "<i2") / 32768
        found = np.array(onsets(samples, 0.02)) + heard.frame - zero
        assert len(found) == STROKES, found
        late = (found - STEP * np.arange(STROKES)) / RATE
        assert np.ptp(late) < 2 * NEAR_SECONDS, late
        assert abs(float(np.median(late))) < NEAR_SECONDS, late

    ears.in_a_calm_moment(sing)
