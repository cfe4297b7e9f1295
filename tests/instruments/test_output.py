"""Sound finds its way out again by itself, and says in a sentence when it cannot."""

import threading
from collections.abc import Callable

import numpy as np
import pytest

from instruments.errors import NoOutput
from instruments.events import Cleared, Told, Trouble
from instruments.output import OutputWatch, open_stream
from instruments.synth import Audio


class Sockets:
    """What a computer offers: names that open, streams that are asked for sound, one at a time."""

    def __init__(self, *working: str, wanted: str = "auto", device: str = "") -> None:
        self.working = {*working, "null"}
        self.period = 128
        self.open: list[FakeStream] = []
        self.seconds = 0.0
        self.told: list[Told] = []
        self.blocks = 0
        self.reopened = 0
        self.watch = OutputWatch(
            wanted,
            self.period,
            self.fill,
            device=device,
            blocks=lambda: self.blocks,
            reopening=self.reopening,
            tell=self.told.append,
            frame=lambda: 0,
            opener=self.opener,
            now=lambda: self.seconds,
        )

    def fill(self, out: Audio) -> None:
        out.fill(1.0)
        self.blocks += 1

    def reopening(self) -> None:
        self.reopened += 1

    def opener(self, name: str, period: int | None, fill: Callable[[Audio], None], device: str) -> "FakeStream":
        assert period == self.period
        if (device or name) not in self.working:
            raise NoOutput("No sound device answers.")
        stream = FakeStream(self, device or name, fill)
        self.open.append(stream)
        stream.ask()  # a device asks as soon as it is open
        assert len(self.open) == 1 or not stream.loud, "two streams draw from one clock"
        return stream

    def after(self, seconds: float) -> bool:
        """Let time pass in which every open stream asks for a block, then visit."""
        for stream in self.open:
            stream.ask()
        assert sum(stream.loud for stream in self.open) <= 1, "two streams draw from one clock"
        self.seconds += seconds
        return self.watch.visit()


class FakeStream:
    def __init__(self, sockets: Sockets, name: str, fill: Callable[[Audio], None]) -> None:
        self.sockets, self.backend, self.device, self.fill = sockets, name, name, fill
        self.dead = self.loud = False

    def ask(self) -> None:
        if not self.dead:
            out = np.zeros((128, 2), np.float32)
            self.fill(out)
            self.loud = bool(out.any())

    def close(self) -> None:
        assert self in self.sockets.open, "closed twice"
        self.sockets.open.remove(self)


def test_the_wanted_output_opens_and_nothing_is_said() -> None:
    sockets = Sockets("auto")
    assert sockets.watch.visit()
    assert not any(sockets.after(0.5) for _ in range(20))
    assert [stream.backend for stream in sockets.open] == ["auto"]
    assert sockets.told == []


def test_without_any_device_it_plays_nowhere_says_so_once_and_tries_again() -> None:
    sockets = Sockets()
    sockets.watch.visit()
    assert [stream.backend for stream in sockets.open] == ["null"]
    for _ in range(40):
        sockets.after(0.5)
    assert [type(told) for told in sockets.told] == [Trouble]
    sockets.working.add("auto")
    assert any(sockets.after(0.5) for _ in range(10))
    assert [stream.backend for stream in sockets.open] == ["auto"]
    assert [type(told) for told in sockets.told] == [Trouble, Cleared]
    sockets.after(0.5)
    assert sockets.open[0].loud


def test_a_stream_that_dies_is_replaced_within_three_seconds() -> None:
    sockets = Sockets("auto")
    sockets.watch.visit()
    sockets.after(0.5)
    sockets.open[0].dead = True
    sockets.working.discard("auto")
    assert any(sockets.after(0.5) for _ in range(6))
    assert sockets.watch.stream is not None
    assert sockets.watch.stream.backend == "null"
    assert isinstance(sockets.told[-1], Trouble)
    assert sockets.reopened >= 2  # the clock knows that frames went on in between


def test_a_computer_that_slept_finds_its_stream_as_it_was() -> None:
    sockets = Sockets("auto")
    sockets.watch.visit()
    sockets.after(0.5)
    sockets.seconds += 3600
    assert not sockets.watch.visit()  # before the stream had time to ask again
    sockets.open[0].dead = True
    assert any(sockets.after(0.5) for _ in range(6))


def test_another_output_is_opened_when_it_is_chosen_and_the_one_before_is_closed() -> None:
    sockets = Sockets("auto", "Headphones")
    sockets.watch.visit()
    sockets.period = 512
    sockets.watch.choose("miniaudio", 512, "Headphones")
    assert sockets.after(0.5)
    assert [stream.device for stream in sockets.open] == ["Headphones"]
    assert sockets.told == []
    assert sockets.reopened == 2  # the clock knows that frames went on in between


def test_for_an_output_that_cannot_be_opened_the_usual_one_stands_in_until_it_can() -> None:
    sockets = Sockets("auto")
    sockets.watch.visit()
    sockets.watch.choose("miniaudio", 128, "Headphones")
    assert sockets.after(0.5)
    assert [stream.device for stream in sockets.open] == ["auto"]
    (trouble,) = sockets.told
    assert isinstance(trouble, Trouble)
    assert trouble.kind == "choice"
    assert trouble.sentence.startswith("Headphones cannot be opened, so sound goes to auto.")
    sockets.working.add("Headphones")
    assert any(sockets.after(0.5) for _ in range(10))
    assert [stream.device for stream in sockets.open] == ["Headphones"]
    assert sockets.told[1:] == [Cleared(0, "choice")]


def test_a_chosen_output_that_is_not_there_at_the_start_leaves_nobody_in_silence() -> None:
    sockets = Sockets("auto", wanted="jack")
    sockets.watch.visit()
    assert [stream.backend for stream in sockets.open] == ["auto"]
    assert [getattr(told, "kind", "") for told in sockets.told] == ["choice"]


def test_where_the_usual_output_is_missing_too_it_is_said_that_nothing_can_be_heard() -> None:
    sockets = Sockets("auto")
    sockets.watch.visit()
    sockets.watch.choose("miniaudio", 128, "Headphones")
    sockets.after(0.5)
    sockets.working.discard("auto")
    sockets.open[0].dead = True
    assert any(sockets.after(0.5) for _ in range(6))
    assert [stream.backend for stream in sockets.open] == ["null"]
    said = [(type(told).__name__, getattr(told, "kind", "")) for told in sockets.told]
    assert said == [("Trouble", "choice"), ("Cleared", "choice"), ("Trouble", "output")]


def test_one_missing_device_among_none_is_said_to_be_no_device_at_all() -> None:
    sockets = Sockets(wanted="miniaudio", device="Headphones")
    sockets.watch.visit()
    (trouble,) = sockets.told
    assert isinstance(trouble, Trouble)
    assert (trouble.kind, trouble.sentence) == ("output", "No sound device answers.")


def test_a_device_that_nobody_has_is_a_sentence() -> None:
    with pytest.raises(NoOutput, match="No such thing cannot be opened"):
        open_stream("miniaudio", 128, lambda out: None, "No such thing")


def test_closing_closes_what_is_open() -> None:
    sockets = Sockets("auto")
    sockets.watch.visit()
    sockets.watch.close()
    assert sockets.open == []


def test_the_null_output_of_miniaudio_asks_for_blocks_of_float_stereo() -> None:
    shapes: list[tuple[int, ...]] = []
    stream = open_stream("null", 128, lambda out: shapes.append(out.shape))
    try:
        for _ in range(200):
            if len(shapes) > 3:
                break
            threading.Event().wait(0.01)
    finally:
        stream.close()
    assert {shape[1] for shape in shapes} == {2}
    assert stream.backend == "null"


def test_miniaudio_asks_when_sound_is_due_and_keeps_no_period_in_hand() -> None:
    """Blocks of a size of their own tell it: one that keeps a period gives whole periods only."""
    sizes: list[int] = []
    some = threading.Event()

    def fill(out: Audio) -> None:
        sizes.append(len(out))
        some.set()

    stream = open_stream("null", 20_000, fill)
    try:
        assert some.wait(60)
    finally:
        stream.close()
    assert max(sizes) < 20_000


@pytest.mark.whole
def test_no_jack_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "soundfolio-nobody")
    with pytest.raises(NoOutput, match="JACK does not answer"):
        open_stream("jack", 128, lambda out: None)
