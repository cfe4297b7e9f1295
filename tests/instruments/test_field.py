"""The commands for the field: sentences for what happens, and the taps that measure how late sound is."""

import subprocess
import types
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from instruments import field
from instruments.__main__ import main
from instruments.choices import ask_outputs
from instruments.errors import NoOutput
from instruments.events import (
    Back,
    Bend,
    Cleared,
    Control,
    Event,
    Finished,
    Gone,
    Heard,
    Kept,
    Keyboard,
    Keyboards,
    NoteOff,
    NoteOn,
    Output,
    Pedal,
    Played,
    Position,
    Pressed,
    Score,
    Told,
    Trouble,
)
from instruments.field import pitch_name, sentence, tap_test
from instruments.latency import Offset, kept_offset
from instruments.link import OUTPUTS_FLAG

OUTPUT = Output(0, "miniaudio alsa", "AirPods", "FluidSynth", 0, "AirPods is wireless (Bluetooth).")
BEAT = 28_800


class Tapped:
    """Stands in for an engine whose click somebody taps to, `late(n)` frames after beat n; it plays only what was asked."""

    def __init__(self, late: Callable[[int], int], taps: int = 16) -> None:
        self.late, self.taps, self.playing = late, taps, False
        self.told: list[Event] = []

    def report(self) -> None:
        self.told.append(OUTPUT)

    def play(self, score: Score, *, click: bool) -> None:
        assert click, "nobody can tap to a click that is not heard"
        self.playing = True
        for number in range(self.taps):
            at = 1_000 + number * BEAT
            self.told += [Position(at, number * 480, "playing"), NoteOn(at + self.late(number), 1, 60, 90)]

    def stop(self) -> None:
        assert self.playing, "stopped what never played"
        self.playing = False

    def pending(self) -> list[Event]:
        told, self.told = self.told, []
        return told


def test_even_taps_are_said_in_milliseconds_and_kept_for_the_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOUNDFOLIO_DATA", str(tmp_path))
    said: list[str] = []
    engine = Tapped(lambda number: 2_400 + 100 * (number % 3))
    assert tap_test(engine, lambda: False, said.append)
    assert said[-1].startswith("You tap 52 ms after the beat. Takes are placed by that")
    assert said[1:-1] == [f"  {number} of 16" for number in range(1, 17)]
    assert kept_offset(OUTPUT).frames == pytest.approx(2_500, abs=1)
    assert not engine.playing


def test_uneven_taps_are_a_sentence_and_keep_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUNDFOLIO_DATA", str(tmp_path))
    said: list[str] = []
    assert not tap_test(Tapped(lambda number: 6_000 * (number % 3)), lambda: False, said.append)
    assert "Once more" in said[-1]
    assert kept_offset(OUTPUT).frames == 0


def test_an_output_one_cannot_play_along_with_is_said_where_it_is_named() -> None:
    assert str(sentence(OUTPUT, {})).endswith("AirPods is wireless (Bluetooth).")


def test_pitches_are_named_as_people_say_them() -> None:
    assert [pitch_name(pitch) for pitch in (60, 61, 58, 21)] == ["C 4", "C sharp 4", "B flat 3", "A 0"]


@pytest.mark.whole
def test_the_list_names_outputs_and_says_where_no_keyboard_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--backend", "null", "list"]) == 0
    said = capsys.readouterr().out
    assert "Sound: nowhere (null)" in said
    assert "Outputs" in said
    assert "eyboard" in said


EVENTS = (
    Keyboards(0, (Keyboard(3, "Keystation", "alsa", True),)),
    NoteOn(0, 3, 60, 90),
    NoteOff(0, 3, 60, 0),
    Pedal(0, 3, 64, 127),
    Control(0, 3, 1, 12),
    Bend(0, 3, -100),
    Gone(0, 3),
    Back(0, 3),
    Pressed(0, 3, 36, 90),
    OUTPUT,
    Trouble(0, "keyboard", "Keystation cannot be opened."),
    Cleared(0, "choice"),
    Position(0, 0.0, "playing"),
    Finished(0),
    Kept(0, "out.wav", 2.0),
    Heard(0, "voice.wav", 2.0),
)


def test_every_event_there_is_is_a_sentence() -> None:
    assert {type(event) for event in EVENTS} == {*get_args(Played), *get_args(Told)}
    names: dict[int, str] = {}
    for event in EVENTS:
        assert sentence(event, names), event
    assert sentence(EVENTS[1], names) == "Keystation: C 4 down, ############ 90"


def test_a_keyboard_is_named_once_when_it_is_found() -> None:
    names: dict[int, str] = {}
    one = Keyboard(1, "Keystation", "alsa", True)
    assert sentence(Keyboards(0, (one,)), names) == "Found: Keystation."
    assert sentence(Keyboards(0, (one,)), names) is None
    two = Keyboard(2, "LPK25", "alsa", True)
    assert sentence(Keyboards(0, (one, two)), names) == "Found: LPK25."


@pytest.mark.parametrize(("frames", "words"), [(2_400, "50 ms after"), (-960, "20 ms before"), (40, "right on")])
def test_an_offset_is_said_in_words(frames: int, words: str) -> None:
    assert words in Offset(frames).sentence


@pytest.mark.whole
def test_outputs_are_asked_for_in_a_process_of_its_own() -> None:
    found = ask_outputs()
    assert [each.default for each in found].count(True) == 1
    assert found[-1].device == "nowhere"


ANSWERS = (OSError("no such program"), subprocess.TimeoutExpired("engine", 8), b"not json", b"[1]", b'[{"x": 1}]')


@pytest.mark.whole
@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_a_sound_system_that_gives_no_answer_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, answer: bytes | Exception
) -> None:
    def run(command: list[str], *, timeout: float, **_: object) -> types.SimpleNamespace:
        assert timeout > 0, "a server that hangs must not hold us up"
        assert command[-1] == OUTPUTS_FLAG
        if isinstance(answer, Exception):
            raise answer
        return types.SimpleNamespace(stdout=answer)

    monkeypatch.setattr("subprocess.run", run)
    with pytest.raises(NoOutput, match="does not answer"):
        ask_outputs()


def test_outputs_that_cannot_be_listed_do_not_keep_the_keyboards_from_being_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def silent() -> None:
        raise NoOutput("The sound system does not answer.")

    monkeypatch.setattr(field, "ask_outputs", silent)
    engine, said = Tapped(lambda number: 0), list[str]()
    engine.told.append(EVENTS[0])
    field.list_devices(engine, 0.05, said.append)
    assert said == ["The sound system does not answer.", "Keyboards:", "  3  Keystation (alsa)"]
