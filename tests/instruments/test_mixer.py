"""A block holds what it should: notes from their frame, clicks on theirs, nothing too loud, and all of it kept."""

import wave
from pathlib import Path

import numpy as np
import pytest

from instruments.clock import FrameClock
from instruments.events import Finished, NoteOff, NoteOn, Played, Position, Pressed, Score, Told
from instruments.keeper import Keeper
from instruments.mixer import Mixer
from instruments.schedule import Player
from instruments.sounds import SOUNDS, Sound, sound
from instruments.synth import Audio


class Steps:
    """A synth that holds a level while notes sound, so that frames can be read off the output; it refuses what a synth would."""

    name = "steps"

    def __init__(self, level: float = 0.1) -> None:
        self.level = level
        self.held: set[tuple[int, int]] = set()
        self.sounds: dict[int, Sound] = {}

    def sound(self, channel: int, sound: Sound) -> None:
        assert 0 <= channel < 64
        self.sounds[channel] = sound

    def message(self, channel: int, message: bytes) -> None:
        assert 0 <= channel < 64
        if message[0] & 0xF0 == 0x90 and message[2]:
            self.held.add((channel, message[1]))
        elif message[0] & 0xF0 in (0x80, 0x90):
            self.held.discard((channel, message[1]))

    def hush(self) -> None:
        self.held.clear()

    def render(self, out: Audio) -> None:
        assert len(out), "an empty block was asked for"
        assert out.flags["C_CONTIGUOUS"]
        out.fill(self.level * len(self.held))

    def voices(self) -> int:
        return len(self.held)

    def close(self) -> None:
        self.held.clear()


class Stage:
    """A mixer with two such synths, played block by block."""

    def __init__(self, level: float = 0.1) -> None:
        self.told: list[Told | Played] = []
        self.keys, self.backing = Steps(level), Steps(level)
        self.mixer = Mixer(FrameClock(48_000), self.told.append, now_ns=lambda: 0)
        self.mixer.orders.append(lambda: self.mixer.use(self.keys, self.backing))
        self.mixer.levels.update(keyboard=1.0, backing=1.0, click=1.0, master=1.0)

    def hear(self, frames: int, block: int = 128) -> Audio:
        blocks = []
        for start in range(0, frames, block):
            blocks.append(np.full((min(block, frames - start), 2), 7.0, np.float32))
            self.mixer.fill(blocks[-1])
        return np.concatenate(blocks)


def test_nothing_played_is_silence() -> None:
    assert not Stage().hear(1000).any()


def test_a_key_sounds_in_the_next_block_until_it_is_let_go() -> None:
    stage = Stage()
    stage.mixer.live.append((3, b"\x90\x3c\x50"))
    assert stage.hear(128) == pytest.approx(0.1)
    stage.mixer.live.append((3, b"\x80\x3c\x00"))
    assert not stage.hear(128).any()


def test_notes_of_a_score_begin_on_their_very_frame() -> None:
    stage = Stage()
    events = ((1, 0, b"\x90\x3c\x50"), (3, 0, b"\x80\x3c\x00"))  # 50 frames a tick
    stage.mixer.orders.append(lambda: stage.mixer.play(Player(Score(events=events, end=100)), (SOUNDS[0],)))
    heard = stage.hear(512)[:, 0]
    assert np.flatnonzero(heard).tolist() == list(range(50, 150))


def test_clicks_are_on_the_grid_sample_for_sample() -> None:
    stage = Stage()
    stage.mixer.orders.append(lambda: stage.mixer.play(Player(Score(events=(), end=960), click=True), ()))
    heard = np.abs(stage.hear(48_000, 441)[:, 0])
    onsets = [
        int(frame) for frame in np.flatnonzero(heard > 1e-3) if not (heard[max(0, frame - 2000) : frame] > 1e-3).any()
    ]
    assert onsets == pytest.approx([0, 24_000], abs=3)  # a click's own first samples are below the threshold


@pytest.mark.parametrize("block", [64, 441, 8192])
def test_a_click_cut_by_a_block_goes_on_in_the_next(block: int) -> None:
    stage, whole = Stage(), Stage()
    for each in (stage, whole):
        each.mixer.orders.append(lambda each=each: each.mixer.play(Player(Score(events=(), end=960), click=True), ()))
    assert stage.hear(8192, block) == pytest.approx(whole.hear(8192, 8192), abs=1e-6)


def test_each_kind_has_its_own_level() -> None:
    stage = Stage()
    stage.mixer.levels.update(keyboard=0.5, backing=0.25, master=0.5)
    stage.mixer.live.append((0, b"\x90\x3c\x50"))
    assert stage.hear(128) == pytest.approx(0.1 * 0.5 * 0.5)
    stage.mixer.live.append((0, b"\x80\x3c\x00"))
    events = ((0, 0, b"\x90\x3c\x50"),)
    stage.mixer.orders.append(lambda: stage.mixer.play(Player(Score(events=events, end=100)), ()))
    assert stage.hear(128) == pytest.approx(0.1 * 0.25 * 0.5)


def test_the_count_in_has_its_own_level_and_the_metronome_its_own() -> None:
    stage = Stage()
    stage.mixer.levels.update(click=0.0, count=1.0)
    stage.mixer.orders.append(lambda: stage.mixer.play(Player(Score(events=(), end=960), click=True, count_in=2), ()))
    heard = np.abs(stage.hear(96_000)[:, 0])
    assert heard[:48_000].max() > 0.3
    assert not heard[48_000:].any()


def test_the_maximum_binds_whatever_the_other_levels_say() -> None:
    stage = Stage(level=0.3)
    stage.mixer.levels["most"] = 0.5
    for pitch in range(40):
        stage.mixer.live.append((0, bytes((0x90, pitch, 127))))
    assert 0.3 < stage.hear(48_000).max() <= 0.45


def test_a_hundred_keys_at_once_are_never_too_loud() -> None:
    stage = Stage(level=0.2)
    stage.hear(128)
    for pitch in range(100):
        stage.mixer.live.append((0, bytes((0x90, pitch, 127))))
    assert 0.8 < stage.hear(4096).max() <= 0.9
    for pitch in range(99):
        stage.mixer.live.append((0, bytes((0x80, pitch, 0))))
    assert stage.hear(5 * 48_000)[-1, 0] == pytest.approx(0.2)  # and what is soft comes back


def test_the_position_is_told_fifty_times_a_second_and_at_each_change() -> None:
    stage = Stage()
    score = Score(events=(), end=960, gates=((480, frozenset({72})),))
    stage.mixer.orders.append(lambda: stage.mixer.play(Player(score, wait=True, count_in=2), ()))
    stage.hear(24_000)
    assert 24 <= len(stage.told) <= 28
    stage.hear(72_000)
    assert isinstance(stage.told[-1], Position)
    assert (stage.told[-1].state, stage.told[-1].tick, stage.told[-1].waiting) == ("waiting", 480, {72})
    count = len(stage.told)
    stage.hear(48_000)
    assert len(stage.told) == count  # nothing new, nothing said
    stage.mixer.live.append((5, b"\x90\x48\x50"))
    stage.hear(48_000)
    assert [type(told) for told in stage.told[-2:]] == [Position, Finished]


def test_a_pedal_opens_nothing_and_a_key_that_it_holds_is_no_key_down() -> None:
    stage = Stage()
    score = Score(events=(), end=960, gates=((0, frozenset({72})), (480, frozenset({72}))))
    stage.mixer.orders.append(lambda: stage.mixer.play(Player(score, wait=True), ()))
    stage.hear(128)
    for message in (b"\xb0\x40\x7f", b"\x90\x48\x50", b"\x80\x48\x00"):
        stage.mixer.live.append((1, message))
    stage.hear(48_000)
    for message in (b"\xb0\x40\x00", b"\xb0\x40\x7f", b"\x90\x48\x00"):  # and a note of velocity 0 goes up
        stage.mixer.live.append((1, message))
        stage.hear(128)
    assert stage.mixer.player is not None
    assert stage.mixer.player.position(0).waiting == {72}
    assert stage.mixer.player.tick == 480


def test_a_key_that_plays_the_part_sounds_as_that_in_the_next_block_and_what_is_told_is_what_was_heard() -> None:
    stage = Stage()
    score = Score(events=(), end=4800, gates=((0, frozenset({72, 76})),))
    stage.mixer.orders.append(lambda: stage.mixer.play(Player(score, wait=True, one_key=True), ()))
    stage.hear(480)
    stage.mixer.led.append((NoteOn(400, 9, 36, 50), 3))  # a pad of keyboard 3
    assert stage.hear(128) == pytest.approx(0.2)
    assert stage.keys.held == {(3, 72), (3, 76)}
    stage.mixer.stop()
    stage.mixer.led.append((NoteOff(600, 9, 36, 0), 3))
    assert not stage.hear(128).any()
    heard = [each for each in stage.told if isinstance(each, NoteOn | NoteOff | Pressed)]
    assert heard == [
        Pressed(400, 3, 36, 50),
        NoteOn(400, 3, 72, 50),
        NoteOn(400, 3, 76, 50),
        Pressed(600, 3, 36, 0),
        NoteOff(600, 3, 72, 0),
        NoteOff(600, 3, 76, 0),
    ]


def test_a_key_that_comes_when_the_music_has_just_stopped_plays_itself_on_its_own_keyboard() -> None:
    stage = Stage()
    stage.hear(128)
    stage.mixer.led.append((NoteOn(100, 9, 36, 50), 3))
    stage.hear(128)
    assert stage.keys.held == {(9, 36)}
    stage.mixer.led.append((NoteOff(200, 9, 36, 0), 3))
    stage.hear(128)
    assert stage.keys.held == set()


def test_a_new_score_ends_the_one_before() -> None:
    stage = Stage()
    endless = Score(events=((0, 0, b"\x90\x3c\x50"),), end=96_000)
    for _ in range(2):
        stage.mixer.orders.append(lambda: stage.mixer.play(Player(endless), (sound("bass"),)))
        stage.hear(256)
    assert len(stage.backing.held) == 1
    assert stage.backing.sounds[0].id == "bass"
    stage.mixer.orders.append(stage.mixer.hush)
    assert not stage.hear(256).any()


def test_a_score_that_breaks_leaves_the_keys_playing() -> None:
    stage = Stage()
    stage.hear(128)
    broken = Player(Score(events=((0, 0, b"\x90"),), end=480))
    stage.mixer.orders.append(lambda: stage.mixer.play(broken, ()))
    assert not stage.hear(128).any()
    assert isinstance(stage.mixer.fault, IndexError)
    stage.mixer.live.append((0, b"\x90\x3c\x50"))
    assert stage.hear(128) == pytest.approx(0.1)


def test_what_sounded_is_kept_sample_for_sample(tmp_path: Path) -> None:
    stage, path = Stage(), tmp_path / "new folder" / "kept.wav"
    stage.hear(640)
    stage.mixer.keeper.open(str(path))
    stage.hear(100, 100)
    stage.mixer.live.append((0, b"\x90\x3c\x50"))
    stage.hear(100, 100)
    stage.mixer.keeper.write()
    assert stage.mixer.keeper.close() == 200 / 48_000
    assert stage.mixer.keeper.began == 640
    stage.hear(128)
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()) == (2, 2, 48_000, 200)
        samples = np.frombuffer(file.readframes(200), np.int16).reshape(-1, 2)
    assert not samples[:100].any()
    assert samples[100:] == pytest.approx(3276, abs=1)


def test_keeping_goes_round_its_ring_without_a_seam(tmp_path: Path) -> None:
    keeper, path = Keeper(frames=1040), tmp_path / "kept.wav"
    keeper.open(str(path))
    sent = np.repeat(np.arange(5_000, dtype=np.float32)[:, None] / 32767, 2, axis=1)
    for start in range(0, 5_000, 125):
        keeper.take(sent[start : start + 125], start)
        if start % 500 == 0:
            keeper.write()
    keeper.close()
    with wave.open(str(path)) as file:
        kept = np.frombuffer(file.readframes(5_000), np.int16).reshape(-1, 2)[:, 0]
    assert np.abs(kept - np.arange(5_000)).max() <= 1


def test_frames_that_were_never_asked_for_are_silent_in_what_is_kept(tmp_path: Path) -> None:
    keeper, path = Keeper(frames=1000), tmp_path / "kept.wav"
    keeper.open(str(path))
    block = np.full((100, 2), 0.5, np.float32)
    frames = (700, 800, 1_900, 2_000, 2_100, 150_000)  # the clock jumps 1,000 frames, and later far more
    for frame in frames:
        keeper.take(block, frame)
        if frame == 2_000:
            keeper.write()
    assert keeper.began == 700
    assert keeper.close() == (150_100 - 700) / 48_000
    with wave.open(str(path)) as file:
        kept = np.frombuffer(file.readframes(200_000), np.int16).reshape(-1, 2)[:, 0]
    expected = np.zeros(150_100 - 700, bool)
    for frame in frames:
        expected[frame - 700 : frame - 600] = True
    assert ((kept > 0) == expected).all()


def test_what_is_kept_after_a_gap_has_its_place_whenever_it_is_written(tmp_path: Path) -> None:
    clock, path = FrameClock(48_000), tmp_path / "kept.wav"
    now = [0]
    stage = Stage()
    stage.mixer = Mixer(clock, stage.told.append, now_ns=lambda: now[0])
    stage.mixer.orders.append(lambda: stage.mixer.use(stage.keys, stage.backing))
    stage.mixer.keeper.open(str(path))
    for block in range(200):
        if block == 100:
            now[0] += 1_000_000_000  # a second in which the machine asked for nothing
        now[0] += 10_000_000
        if block == 190:
            stage.mixer.live.append((0, b"\x90\x3c\x50"))
            due = clock.at(now[0])
        stage.hear(480, 480)
        if block % 25 == 0:
            stage.mixer.keeper.write()
    stage.mixer.keeper.close()
    with wave.open(str(path)) as file:
        kept = np.frombuffer(file.readframes(200_000), np.int16).reshape(-1, 2)[:, 0]
    assert abs(int(np.flatnonzero(kept)[0]) + stage.mixer.keeper.began - due) < 200


def test_a_block_is_late_by_the_sound_that_the_one_before_it_brought() -> None:
    """Blocks differ in size: after a long one the next is not late because it is short."""
    now = [0]
    mixer = Mixer(FrameClock(48_000), lambda told: None, now_ns=lambda: now[0])
    for milliseconds, frames in ((0, 480), (20, 48), (21, 48), (31, 480), (41, 480), (71, 480)):
        now[0] = milliseconds * 1_000_000
        mixer.fill(np.zeros((frames, 2), np.float32))
    assert mixer.late == 1
