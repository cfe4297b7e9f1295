"""A voice that goes with a song: frame for frame with its ticks, from wherever it is entered, and heard with nothing else."""

import io

import numpy as np
import pytest

from instruments import wire
from instruments.events import RATE, Score
from instruments.schedule import Player
from instruments.synth import Audio
from instruments.tempo import TempoMap
from instruments.track import Incoming, Track
from instruments.wire import Kind
from tests.instruments.test_mixer import Stage

SCORE = Score(events=(), end=960 * 4, tempos=((0, 500_000),))  # 50 frames a tick
VOICE = np.arange(1, 30_001, dtype=np.int16)  # frame n holds n + 1


def playing(stage: Stage, *, voiced: bool = True, **how: int) -> Player:
    player = Player(SCORE, **how)  # type: ignore[arg-type]  # ints of its own
    mixer = stage.mixer
    mixer.levels["voice"] = 1.0
    mixer.orders.append(lambda: mixer.track.use(VOICE))
    if voiced:
        mixer.orders.append(lambda: mixer.track.goes_with(player, TempoMap(SCORE)))
    mixer.orders.append(lambda: mixer.play(player, ()))
    return player


def frames(heard: Audio) -> list[int]:
    """Which frame of the voice each frame heard is."""
    return [round(float(each) * 32768) - 1 for each in heard[:, 0]]


@pytest.mark.parametrize("block", [64, 441, 4096])
def test_each_frame_of_it_sounds_with_the_same_tick_whatever_the_blocks(block: int) -> None:
    stage = Stage()
    playing(stage)
    heard = frames(stage.hear(20_000, block))
    assert heard[1_000:20_000] == list(range(1_000, 20_000))


def test_entered_in_the_middle_it_is_in_its_middle() -> None:
    stage = Stage()
    playing(stage, from_tick=200)
    heard = frames(stage.hear(6_000, 512))
    assert heard[1_000:6_000] == list(range(11_000, 16_000))


def test_it_waits_for_the_count_in_and_is_silent_before_the_first_barline() -> None:
    stage = Stage()
    stage.mixer.levels.update(count=0.0)
    playing(stage, count_in=1)
    heard = frames(stage.hear(30_000, 512))
    assert set(heard[:24_000]) == {-1}
    assert heard[25_000] == 1_000


def test_what_plays_without_it_is_heard_without_it_and_stopping_ends_it() -> None:
    stage = Stage()
    playing(stage, voiced=False)
    assert not stage.hear(4_000).any()
    other = Stage()
    playing(other)
    other.hear(4_096, 512)
    other.mixer.orders.append(other.mixer.stop)
    ending = np.abs(other.hear(2_000, 512)[:, 0])
    assert ending[:100].max() > 0
    assert not ending[300:].any(), "it rings on after the song"
    assert np.abs(np.diff(ending[:300])).max() < 0.01, "it breaks off"


def test_it_is_as_loud_as_was_asked() -> None:
    stage = Stage()
    playing(stage)
    stage.mixer.levels["voice"] = 0.0
    assert not stage.hear(4_000).any()


def test_it_comes_over_the_pipe_in_pieces_as_it_was() -> None:
    incoming, told = Incoming(), []
    for kind, body in wire.pieces(io.BytesIO(b"".join(wire.voice_pieces(VOICE.tobytes())))):
        told.append(kind)
        if kind is Kind.VOICE:
            incoming.take(body)
        elif len(told) == 1:
            incoming.begin(len(VOICE))
    whole = incoming.whole()
    assert whole is not None
    assert (whole == VOICE).all()
    assert [kind for kind in told if kind is Kind.ORDER] == [Kind.ORDER] * 2
    assert incoming.whole() is None


def test_more_than_was_announced_is_dropped() -> None:
    incoming = Incoming()
    incoming.begin(10)
    incoming.take(bytes(RATE))
    whole = incoming.whole()
    assert whole is not None
    assert len(whole) == 10


def test_a_voice_alone_ends_where_it_ends() -> None:
    track, out = Track(), np.zeros((512, 2), np.float32)
    track.use(VOICE[:100])
    player = Player(SCORE)
    track.goes_with(player, TempoMap(SCORE))
    player.advance(512)
    track.mix(out, player, 1.0)
    assert not out[100:].any()
