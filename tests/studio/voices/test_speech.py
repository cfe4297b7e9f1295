"""The system's voice: a process that says one thing, is ended when it hangs, and may be missing."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from studio.voices import speech
from studio.voices.speech import OsVoice, Said

PROGRAM = """
import json, sys, time, wave
print({first!r}, flush=True)
order = json.loads(sys.stdin.readline())
if {hangs}:
    time.sleep(60)
if {second!r}:
    print({second!r}, flush=True)
elif not {fails}:
    with wave.open(order["path"], "wb") as file:
        file.setparams((1, 2, 24000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 24000 * len(order["words"].split())))
sys.exit({fails})
"""


def program(first: str = "ready", second: str = "", *, fails: int = 0, hangs: bool = False) -> Any:
    """A process that speaks as `studio.voices.speech` does, or fails to."""
    code = PROGRAM.format(first=first, second=second, fails=fails, hangs=hangs)
    return lambda: subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )


def answer(voice: OsVoice) -> Said:
    """Wait for what comes of the order, within reason."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if (said := voice.answer()) is not None:
            return said
        time.sleep(0.005)
    raise AssertionError("the voice never answered")


@pytest.mark.whole
@pytest.mark.parametrize(
    ("how", "seconds", "missing"),
    [
        ({}, 2, False),
        ({"first": "dumb"}, 0, True),
        ({"second": "no voice"}, 0, True),
        ({"fails": 1}, 0, False),
    ],
)
def test_a_process_says_one_thing_and_no_file_of_it_stays(
    tmp_path: Path, how: dict[str, Any], seconds: float, missing: bool
) -> None:
    voice = OsVoice(tmp_path, time.monotonic, program(**how))
    try:
        for _ in range(2):
            order = voice.say("two words")
            said = answer(voice)
            assert (said.order, len(said.samples) / 96_000, said.missing) == (order, seconds, missing)
            assert not list(tmp_path.rglob("*.wav"))
    finally:
        voice.close()


@pytest.mark.whole
def test_one_that_hangs_is_ended_and_the_next_one_speaks(tmp_path: Path) -> None:
    clock = [0.0]
    starts = iter([program(hangs=True), program(), program(), program()])
    voice = OsVoice(tmp_path, lambda: clock[0], lambda: next(starts)())  # noqa: PLW0108 - a new one each time
    try:
        voice.say("never heard")
        time.sleep(0.3)
        clock[0] = speech.GIVE_UP_SECONDS + 1
        assert answer(voice).samples == b""
        voice.say("heard")
        assert answer(voice).samples
    finally:
        voice.close()


@pytest.mark.whole
def test_a_voice_that_can_not_be_started_is_missing(tmp_path: Path) -> None:
    def none() -> Any:
        raise FileNotFoundError("no program")

    voice = OsVoice(tmp_path, time.monotonic, none)
    voice.say("hello")
    try:
        assert answer(voice).missing
    finally:
        voice.close()


@pytest.mark.whole
def test_the_real_process_speaks_or_says_that_it_has_no_voice(tmp_path: Path) -> None:
    voice = OsVoice(tmp_path, time.monotonic)
    try:
        voice.say("Keep this one?")
        said = answer(voice)
        assert said.missing or len(said.samples) > 48_000
    finally:
        voice.close()


def test_a_voice_of_the_right_language_is_chosen_or_none() -> None:
    voices = [("Anna", "de_DE"), ("Alex", "en_US"), ("Daniel", "en_GB"), ("Joana", "pt-PT")]
    assert speech.fitting("en", voices) == "Daniel"
    assert speech.fitting("pt", voices) == "Joana"
    assert speech.fitting("pt-BR", voices) == "Joana"
    assert speech.fitting("en", voices[:2]) == "Alex"
    assert speech.fitting("cy", voices) is None


def test_what_systems_list_as_voices_is_read() -> None:
    listed = ["Alex                en_US    # Most people know me", "Daniel (Enhanced)   en_GB    # Hello!", ""]
    assert speech.mac_voices(listed) == [("Alex", "en_US"), ("Daniel (Enhanced)", "en_GB")]
    assert [speech.windows_language(each) for each in ("809", "409;9", "", "zz")] == ["en_GB", "en_US", "", ""]


def test_marks_of_direction_are_not_spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voice = OsVoice(tmp_path, lambda: 0.0)
    monkeypatch.setattr(voice, "warm", lambda: None)
    voice.say("Hello \u2068\u0622\u0645\u0646\u0629\u2069!")
    order = voice._orders.get_nowait()
    assert order is not None
    assert order.words == "Hello \u0622\u0645\u0646\u0629!"
