"""Real keyboards of the JACK graph pulled out and plugged in again and again, and twelve of them at once."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from instruments import Back, Engine, Gone, NoteOff, NoteOn
from tests.e2e.graph import CALM_SECONDS, PLUGGED_SECONDS, Ears, Hall, Piano, plugged

pytest.importorskip("jack", reason="JACK-Client is not installed (pip install JACK-Client)")
pytest.importorskip("rtmidi", reason="python-rtmidi is not installed")

pytestmark = pytest.mark.jack
ROUNDS = 10  # in each of them two keyboards go and come back
BUSY_SECONDS = 20.0  # where the computer is too busy for the server to keep its pace


class Desk(Hall):
    """An engine without sound, and somebody who notes when this computer is too busy."""

    def __init__(self, ears: Ears) -> None:
        super().__init__(Engine("null", synth="silence"))
        self._ears = ears
        self.engine.start()

    def soon(self, reached: Any) -> None:
        """Wait for it: at most three seconds, where the moment is calm."""
        began = time.monotonic()
        self.until(reached, BUSY_SECONDS)
        took = time.monotonic() - began
        # Each new client of the graph makes the server miss a period, so that this is no sign of a busy computer here.
        calm = not self._ears.disturbed_since(began - CALM_SECONDS, xruns=False)
        assert took <= PLUGGED_SECONDS or not calm, f"it took {took:.1f} s; told: {self.told[-12:]}"

    def note(self, out: Piano, pitch: int) -> NoteOn:
        """Press a key and find it in what the engine tells; a graph that changes may lose the first ones."""
        for _ in range(100):
            out.send(f"90 {pitch:02x} 50")
            until = time.monotonic() + 0.1
            while time.monotonic() < until:
                self.hear()
                for each in self.of(NoteOn):
                    if each.pitch == pitch:
                        return each
                time.sleep(0.005)
        pytest.fail(f"key {pitch} was never heard")


@pytest.fixture
def ears(jack: object) -> Iterator[Ears]:
    found = Ears()
    yield found
    found.close()


@pytest.fixture
def desk(ears: Ears) -> Iterator[Desk]:
    found = Desk(ears)
    yield found
    found.engine.close()


def test_keyboards_of_one_name_are_themselves_again_twenty_times_in_a_row(desk: Desk) -> None:
    """Two pairs of twins, so that each look of the engine at the graph is made use of twice."""
    with plugged("twin", "twin", "pair", "pair") as boards:  # JACK calls the second of each twin-01, pair-01
        desk.until(lambda: {"twin", "twin-01", "pair", "pair-01"} <= desk.present, BUSY_SECONDS)
        ids = [desk.note(board, 40 + place).keyboard for place, board in enumerate(boards)]
        assert len(set(ids)) == 4
        for number in range(ROUNDS):
            go_and_come_back(desk, boards, ids, number % 2)


def go_and_come_back(desk: Desk, boards: list[Piano], ids: list[int], which: int) -> None:
    """Pull one of each pair out with a key down, and plug it in again."""
    go, stay = (which, 2 + which), (1 - which, 3 - which)
    desk.told.clear()
    for place in go:
        assert desk.note(boards[place], 60 + place).keyboard == ids[place]
    gone = {ids[place] for place in go}
    again = {place: Piano("twin" if place < 2 else "pair", plug=False) for place in go}
    try:
        for place in go:
            boards[place].pull()
        desk.soon(lambda: {each.keyboard for each in desk.of(Gone)} >= gone)
        assert sorted(each.keyboard for each in desk.of(Gone)) == sorted(gone)
        assert {(each.keyboard, each.pitch) for each in desk.of(NoteOff)} >= {(ids[place], 60 + place) for place in go}
        assert {each.keyboard for each in desk.of(NoteOff)} == gone
        for place in stay:
            assert desk.note(boards[place], 64 + place).keyboard == ids[place]  # the others play on
        for place in go:
            boards[place] = again[place]
            boards[place].plug()
        desk.soon(lambda: {each.keyboard for each in desk.of(Back)} >= gone)
        assert sorted(each.keyboard for each in desk.of(Back)) == sorted(gone)
        for place in go:
            assert desk.note(boards[place], 70 + place).keyboard == ids[place]
    finally:
        for place in go:
            if boards[place] is not again[place]:
                again[place].pull()


def test_twelve_keyboards_at_once_lose_nothing(desk: Desk, ears: Ears) -> None:
    names = [f"board {letter}" for letter in "abcdefghijkl"]

    def play(boards: list[Piano]) -> None:
        """Let every keyboard play sixty keys as fast as they go."""
        desk.told.clear()
        for pitch in range(30, 90):
            for out in boards:
                out.send(f"90 {pitch:02x} 46", f"80 {pitch:02x} 00")
            time.sleep(0.005)
        desk.until(lambda: len({(e.keyboard, e.pitch) for e in desk.of(NoteOff)}) == 12 * 60, seconds=2)
        assert len({(each.keyboard, each.pitch) for each in desk.of(NoteOn)}) == 12 * 60
        assert len({each.keyboard for each in desk.of(NoteOn)}) == 12

    with plugged(*names) as boards:
        desk.until(lambda: set(names) <= desk.present, 3 * BUSY_SECONDS)
        for number, out in enumerate(boards):
            desk.note(out, number)  # each is connected for certain
        ears.in_a_calm_moment(lambda: play(boards))
