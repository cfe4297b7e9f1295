"""The backing never runs ahead of the pupil: not at a wait, not at a seam, not faster in the next round, not with any key, nor breathing."""

import random
from collections.abc import Callable

import pytest

from instruments.events import NoteOn, Score
from instruments.onekey import OneKey
from instruments.places import place
from instruments.schedule import Player
from tests.instruments.listening import BEAT, off, on

BLOCK = 240
EIGHTHS = 32  # a note of the backing on each; which it is, its pitch says
GATES = tuple((tick, frozenset({60 + n % 12})) for n, tick in enumerate(range(0, EIGHTHS * 240, 480)))

Press = Callable[[Player, int], None]


def music(**fields: object) -> Score:
    events = [(n * 240, 0, on(n)) for n in range(EIGHTHS)] + [(n * 240 + 200, 0, off(n)) for n in range(EIGHTHS)]
    return Score(**{"events": tuple(sorted(events)), "end": EIGHTHS * 240, "gates": GATES, **fields})


def the_right_key(player: Player, gate: int) -> None:
    (pitch,) = GATES[gate % len(GATES)][1]
    player.hear(pitch)


def any_key(player: Player, gate: int) -> None:
    del gate
    player.strike()


class Pupil:
    """Plays right keys and wrong, early, late, twice and not at all, and skips; what sounds is watched in every block."""

    def __init__(self, player: Player, press: Press, seed: int) -> None:
        self.player, self._press, self._random = player, press, random.Random(seed)
        self.pressed = self.waits = 0

    def play(self, blocks: int) -> "Pupil":
        for _ in range(blocks):
            self._do_something()
            before, turn = self.player.state, self.player.rounds.number
            due, _ = self.player.advance(BLOCK)
            self.waits += before != "waiting" and self.player.state == "waiting"
            sounded = [message[1] * 240 for _, _, message in due if message[0] == 0x90]
            if self.player.rounds.number == turn:
                assert all(self._is_reached(tick) for tick in sounded), (sounded, self.player.position(0))
        return self

    def _is_reached(self, tick: int) -> bool:
        now = self.player.tick
        return tick < now if self.player.state == "waiting" else tick <= now + 1

    def _do_something(self) -> None:
        what = self._random.random()
        if what < 0.01:
            self.pressed += 1
            self._press(self.player, round(self.player.tick / 480))
        elif what < 0.02:
            self.player.hear(13)
        elif what < 0.023 and self.player.state == "waiting":
            self.pressed += 1
            self.player.skip()


@pytest.mark.parametrize("one_key", [False, True], ids=["its own keys", "any key"])
@pytest.mark.parametrize("seed", range(4))
def test_nothing_of_the_backing_sounds_that_lies_at_or_behind_what_is_waited_for(one_key: bool, seed: int) -> None:
    player = Player(music(), wait=True, one_key=one_key)
    pupil = Pupil(player, any_key if one_key else the_right_key, seed).play(3000)

    assert pupil.waits > 4


@pytest.mark.parametrize("one_key", [False, True], ids=["its own keys", "any key"])
@pytest.mark.parametrize("seed", range(4))
def test_nor_round_a_seam_at_which_it_becomes_faster(one_key: bool, seed: int) -> None:
    player = Player(music(loop=(480, 1440)), wait=True, one_key=one_key, speed=0.6)
    pupil = Pupil(player, any_key if one_key else the_right_key, seed)
    for n in range(30):
        pupil.play(100)
        player.rounds.next_speed = 0.6 + n / 20

    assert player.rounds.number > 2
    assert player.rounds.number * 2 <= pupil.pressed + 2  # two gates a round, and a key or a skip for each


def test_a_faster_round_waits_at_the_same_first_note_and_sounds_nothing_before_it_is_played() -> None:
    player = Player(music(loop=(0, 960)), wait=True)
    downs: list[int] = []

    def go(frames: int) -> None:
        for _ in range(0, frames, BLOCK):
            downs.extend(message[1] for _, _, message in player.advance(BLOCK)[0] if message[0] == 0x90)

    go(BLOCK)
    player.hear(60)
    player.rounds.next_speed = 1.5
    go(2 * BEAT)
    player.hear(61)
    go(3 * BEAT)
    assert (player.state, player.tick, player.rounds.number) == ("waiting", 0, 1)
    assert downs == [0, 1, 2, 3]
    player.hear(60)
    go(BEAT)
    assert downs == [0, 1, 2, 3, 0, 1]


class Along:
    """A pupil who plays quarters in a tempo of their own while the backing breathes with them; by their keys, or by any."""

    def __init__(self, one_key: bool, **how: object) -> None:
        self.player = Player(music(end=EIGHTHS * 240, **how), breathes=True, one_key=one_key)
        self._keys = OneKey() if one_key else None
        self.now = 0

    def ahead(self, frames: list[int]) -> list[float]:
        """Play quarters at these frames; return how many quarters the backing was ahead of each as it was played."""
        found = []
        for n, frame in enumerate(frames):
            while self.now < frame:
                self.player.advance(BLOCK)
                self.now += BLOCK
            if self._keys is not None:
                tick = self.player.tick
                *_, played = self._keys.play(NoteOn(self.now, 1, 20, 80), 1, self.player)
                same = [gate for gate, pitches in GATES if pitches == {played.pitch}]
                found.append(min((tick - gate for gate in same), key=abs) / 480)
                continue
            found.append(-self.player.away(n * 480) / 480)
            if self.player.elsewhere(n * 480):
                self.player.go_along(place(self.player.score, n * 480), 0)
            else:
                self.player.follow(n * 480, 0)
        return found


@pytest.mark.parametrize("one_key", [False, True], ids=["their own keys", "any key"])
@pytest.mark.parametrize("tempo", [0.75, 0.85, 1.0, 1.2])
def test_a_backing_that_breathes_is_never_half_a_beat_ahead_of_whoever_keeps_a_tempo(
    one_key: bool, tempo: float
) -> None:
    ahead = Along(one_key).ahead([round(n * BEAT / tempo) for n in range(16)])

    assert max(ahead) < 0.5
    assert abs(ahead[-1]) < 0.15


THINKING = [n * BEAT for n in range(6)] + [(n + 1) * BEAT for n in range(6, 15)]  # a beat of it, in the middle


def test_and_it_comes_back_to_somebody_who_thinks_for_a_moment() -> None:
    ahead = Along(one_key=False).ahead(THINKING)

    assert max(ahead) == pytest.approx(1.0, abs=0.01)  # that beat
    assert max(ahead[9:]) < 0.1


def test_any_key_after_a_moment_of_thinking_plays_what_the_backing_has_come_to() -> None:
    ahead = Along(one_key=True).ahead(THINKING)

    assert max(map(abs, ahead)) < 0.1
