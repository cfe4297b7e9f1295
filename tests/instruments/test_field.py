"""The commands for the field: sentences for what happens, and the taps that measure how late sound is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from instruments.__main__ import main, pitch_name, sentence, tap_test
from instruments.events import Event, NoteOn, Output, Position, Score
from instruments.latency import kept_offset

OUTPUT = Output(0, "miniaudio alsa", "AirPods", "FluidSynth", 0, "AirPods is wireless (Bluetooth).")
BEAT = 28_800


class Tapped:
    """Stands in for an engine whose click somebody taps to, `late(n)` frames after beat n; it plays only what was asked."""

    def __init__(self, late: Callable[[int], int], taps: int = 16) -> None:
        self.late, self.taps, self.playing = late, taps, False
        self.told: list[Event] = [OUTPUT]

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
    assert tap_test(engine, lambda: False, said.append)  # type: ignore[arg-type]
    assert "52 ms after the beat" in said[-1]
    assert kept_offset(OUTPUT).frames == pytest.approx(2_500, abs=1)
    assert not engine.playing


def test_uneven_taps_are_a_sentence_and_keep_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUNDFOLIO_DATA", str(tmp_path))
    said: list[str] = []
    assert not tap_test(Tapped(lambda number: 6_000 * (number % 3)), lambda: False, said.append)  # type: ignore[arg-type]
    assert "Once more" in said[-1]
    assert kept_offset(OUTPUT).frames == 0


def test_an_output_one_cannot_play_along_with_is_said_where_it_is_named() -> None:
    assert str(sentence(OUTPUT, {})).endswith("AirPods is wireless (Bluetooth).")


def test_pitches_are_named_as_people_say_them() -> None:
    assert [pitch_name(pitch) for pitch in (60, 61, 58, 21)] == ["C 4", "C sharp 4", "B flat 3", "A 0"]


def test_the_list_names_outputs_and_says_where_no_keyboard_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--backend", "null", "list"]) == 0
    said = capsys.readouterr().out
    assert "Outputs:" in said
    assert "null: nowhere" in said
    assert "eyboard" in said
