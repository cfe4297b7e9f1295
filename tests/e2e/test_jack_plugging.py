"""Real keyboards of the JACK graph pulled out and plugged in again and again, and twelve of them at once."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from instruments import Back, Engine, Gone, Keyboards, NoteOff, NoteOn
from instruments.events import Event  # noqa: TC001  named in a signature

rtmidi = pytest.importorskip("rtmidi", reason="python-rtmidi is not installed")

pytestmark = pytest.mark.jack
TIMES = 20


class Desk:
    """An engine without sound and everything it has told."""

    def __init__(self) -> None:
        self.engine = Engine("null", synth="silence")
        self.engine.start()
        self.told: list[Event] = []

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.told if isinstance(each, kind)]

    def until(self, reached: Callable[[], object], seconds: float = 4.0) -> None:
        end = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < end, f"waited in vain; told: {self.told[-12:]}"
            self.told += self.engine.pending()
            time.sleep(0.005)

    def present(self) -> set[str]:
        known = self.of(Keyboards)
        return {each.name.split(":")[0] for each in known[-1].known if each.present} if known else set()

    def note(self, out: Any, pitch: int) -> NoteOn:
        """Press a key and find it in what the engine tells; a graph that changes may lose the first ones."""
        for _ in range(40):
            out.send_message([0x90, pitch, 80])
            until = time.monotonic() + 0.1
            while time.monotonic() < until:
                self.told += self.engine.pending()
                for each in self.of(NoteOn):
                    if each.pitch == pitch:
                        return each
                time.sleep(0.005)
        pytest.fail(f"key {pitch} was never heard")


@pytest.fixture
def desk(jack: object) -> Iterator[Desk]:
    found = Desk()
    yield found
    found.engine.close()


def plugged(name: str) -> Any:
    out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name)
    out.open_virtual_port("out")
    return out


def pull(out: Any) -> None:
    out.close_port()
    out.delete()


def test_two_keyboards_of_one_name_are_themselves_again_twenty_times_in_a_row(desk: Desk) -> None:
    first, second = plugged("twin"), plugged("twin")  # JACK calls the second one twin-01
    try:
        desk.until(lambda: len(desk.present()) == 2, seconds=6)
        who = desk.note(first, 40).keyboard, desk.note(second, 41).keyboard
        assert who[0] != who[1]
        for turn in range(TIMES):
            desk.told.clear()
            held, stays = (first, second) if turn % 2 else (second, first)
            key = desk.note(held, 60)
            pull(held)
            desk.until(lambda: desk.of(Gone), seconds=3.5)
            assert [each.keyboard for each in desk.of(Gone)] == [key.keyboard]
            assert {(each.keyboard, each.pitch) for each in desk.of(NoteOff)} == {(key.keyboard, 60)}
            assert desk.note(stays, 61).keyboard == who[0] + who[1] - key.keyboard  # the other one plays on
            again = plugged("twin")
            first, second = (again, second) if turn % 2 else (first, again)
            desk.until(lambda: desk.of(Back), seconds=3.5)
            assert [each.keyboard for each in desk.of(Back)] == [key.keyboard]
            assert desk.note(again, 62).keyboard == key.keyboard
    finally:
        pull(first)
        pull(second)


def test_twelve_keyboards_at_once_lose_nothing(desk: Desk) -> None:
    names = [f"board {letter}" for letter in "abcdefghijkl"]
    boards = [plugged(name) for name in names]
    try:
        desk.until(lambda: set(names) <= desk.present(), seconds=8)
        for number, out in enumerate(boards):
            desk.note(out, number)  # each is connected for certain
        desk.until(lambda: not desk.engine.pending())
        desk.told.clear()
        for pitch in range(30, 90):
            for out in boards:
                out.send_message([0x90, pitch, 70])
                out.send_message([0x80, pitch, 0])
            time.sleep(0.005)
        desk.until(lambda: len({(e.keyboard, e.pitch) for e in desk.of(NoteOn) if e.pitch >= 30}) == 12 * 60)
        assert len({each.keyboard for each in desk.of(NoteOn)}) == 12
        by_board = {(each.keyboard, each.pitch) for each in desk.of(NoteOff) if each.pitch >= 30}
        assert len(by_board) == 12 * 60
    finally:
        for out in boards:
            pull(out)
