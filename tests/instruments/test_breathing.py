"""A backing that breathes: it goes with a player who is slower, faster or elsewhere, within bounds, and a steady one does not."""

import pytest

from instruments.events import Score
from instruments.places import place
from instruments.schedule import Player
from tests.instruments.listening import BEAT, quarters

NOTES = 48


def backing(**more: object) -> Score:
    """Quarters to play along with, and the player's own notes with them."""
    gates = tuple((n * 480, frozenset({72 + n % 3})) for n in range(NOTES))
    return Score(**{"events": tuple(quarters(NOTES)), "end": NOTES * 480, "gates": gates, **more})


class Together:
    """Somebody plays each quarter when they like; after each note the engine is told where that was, a moment later."""

    def __init__(self, player: Player, delay: int = 960) -> None:
        self.player, self.delay, self.now = player, delay, 0

    def until(self, frame: int) -> None:
        while self.now < frame:
            size = min(240, frame - self.now)
            self.player.advance(size)
            self.now += size

    def play(self, frames: list[int], first: int = 0) -> float:
        """Play the quarters from the nth on at these frames; return how many quarters off the music was at the last of them."""
        off = 0.0
        for n, frame in enumerate(frames, first):
            self.until(frame)
            off = self.player.away(n * 480) / 480
            self.until(frame + self.delay)
            self.player.follow(n * 480, self.delay)
        return off


@pytest.mark.parametrize("tempo", [0.8, 1.0, 1.25])
def test_it_comes_to_a_players_own_tempo_and_stays_with_them(tempo: float) -> None:
    together = Together(Player(backing(), breathes=True))
    off = together.play([round(n * BEAT / tempo) for n in range(32)])

    assert abs(off) < 0.05


def test_a_steady_backing_is_where_the_clock_says_whoever_plays() -> None:
    player = Player(backing())
    together = Together(player)
    together.play([round(n * BEAT / 0.8) for n in range(16)])

    assert player.tick == pytest.approx(together.now / BEAT * 480)
    assert not player.elsewhere(0)


@pytest.mark.parametrize(("tempo", "least", "most"), [(0.3, 0.55, 0.75), (3.0, 1.2, 1.55)])
def test_it_follows_within_bounds(tempo: float, least: float, most: float) -> None:
    player = Player(backing(), breathes=True)
    together = Together(player)
    together.play([round(n * BEAT / tempo) for n in range(6)])
    before, began = player.tick, together.now
    together.until(began + BEAT // 4)

    assert least < (player.tick - before) / 480 * 4 < most


def test_it_is_slow_while_a_note_is_overdue_and_goes_on_for_whoever_only_listens() -> None:
    player = Player(backing(), breathes=True)
    together = Together(player)
    together.play([n * BEAT for n in range(4)])

    def speed_at(frame: int) -> float:
        together.until(frame)
        before = player.tick
        together.until(frame + BEAT // 10)
        return (player.tick - before) / 48

    assert speed_at(4 * BEAT) == pytest.approx(1, abs=0.1)
    assert speed_at(6 * BEAT) == pytest.approx(0.6, abs=0.05)
    assert speed_at(16 * BEAT) == pytest.approx(1, abs=0.1)


def test_one_note_elsewhere_moves_nothing_and_going_along_lands_where_they_are_by_now() -> None:
    player = Player(backing(), breathes=True)
    together = Together(player)
    together.play([n * BEAT for n in range(12)])
    player.follow(480, 480)
    assert player.tick > 11 * 480

    assert player.elsewhere(480)
    player.go_along(place(player.score, 480), BEAT // 4)
    assert player.tick == pytest.approx(480 + 120, abs=15)
    together.until(together.now + BEAT)
    assert player.state == "playing"


def test_in_bars_that_go_round_the_last_note_is_near_the_first() -> None:
    player = Player(backing(loop=(0, 1920)), breathes=True)
    together = Together(player)
    together.until(4 * BEAT + 480)

    assert player.away(1910) == pytest.approx(-20, abs=8)
    assert not player.elsewhere(1910)
    assert not player.elsewhere(4000)  # and out of them it does not go
