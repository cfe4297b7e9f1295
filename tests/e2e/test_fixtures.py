"""The servers that the tests of the whole app stand on are really there, and are gone afterwards."""

import subprocess
from collections.abc import Callable

import pytest


@pytest.mark.jack
@pytest.mark.usefixtures("jack")
def test_jack_plays_without_a_sound_card() -> None:
    ports = subprocess.run(["jack_lsp"], check=True, capture_output=True, text=True).stdout

    assert {"system:playback_1", "system:playback_2"} <= set(ports.split())


@pytest.mark.window
def test_the_display_has_the_size_of_a_school_laptop(display: str) -> None:
    seen = subprocess.run(["xwininfo", "-root", "-display", display], check=True, capture_output=True, text=True).stdout

    assert "Width: 1366" in seen
    assert "Height: 768" in seen


@pytest.mark.browser
def test_chromium_starts(chromium: str) -> None:
    assert "Chrom" in subprocess.run([chromium, "--version"], check=True, capture_output=True, text=True).stdout


def test_the_command_line_greets(soundfolio: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = soundfolio("--help")

    assert done.returncode == 0, done.stderr
    assert "soundfolio tour" in done.stdout
