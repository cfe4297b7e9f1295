"""The tour, run as a newcomer runs it, with neither display nor sound device; its sound is checked against its notes."""

import os
import statistics
import subprocess
import sys
import time
import wave
from collections.abc import Callable
from pathlib import Path

import mido
import numpy as np
import pytest

from studio import sample

RATE = 48_000
NEAR_SECONDS = 0.012  # an attack is found this near to its key
SILENCE = 1e-3

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The folder of one tour and the seconds that it took."""
    return give_tour(tmp_path_factory.mktemp("tour"))


def give_tour(folder: Path, **environment: str) -> tuple[Path, float]:
    around = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"}}
    around |= {"SOUNDFOLIO_DATA": str(folder / "mine"), "SOUNDFOLIO_OUTPUT": "null", **environment}
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "studio", "tour", "--out", str(folder / "out")],
        cwd=folder, env=around, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    for path in (folder / "out").iterdir():
        assert str(path) in done.stdout
    return folder / "out", time.monotonic() - began


def keys_of(midi: Path) -> list[float]:
    """Seconds at which keys go down, from the file alone."""
    seconds, found = 0.0, []
    for message in mido.MidiFile(midi):
        seconds += message.time
        if message.type == "note_on" and message.velocity:
            found.append(seconds)
    return found


def attacks_of(wav: Path) -> list[float]:
    """Seconds at which the sound rises sharply: where the energy of 4 ms is several times that just before it."""
    with wave.open(str(wav)) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (RATE, 2, 2)
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    loud = np.abs(data.astype(float) / 32768).max(axis=1)
    step = RATE // 500
    level = loud[: len(loud) // step * step].reshape(-1, step).max(axis=1)
    high = np.diff(
        data.astype(float).mean(axis=1) / 32768, prepend=0.0
    )  # attacks are bright: the slope shows them over a held note
    slope = np.abs(high[: len(high) // step * step]).reshape(-1, step).max(axis=1)
    found: list[float] = []
    for n in range(2, len(slope)):
        before = slope[max(0, n - 12) : n].max(initial=0.0)
        if level[n] > SILENCE and slope[n] > 1.35 * before + 2e-4 and (not found or n * step / RATE - found[-1] > 0.06):
            found.append(n * step / RATE)
    return found


def check_sound(folder: Path) -> None:
    """Every key of the take is heard where it was pressed, once the start of the sound file is known."""
    keys, attacks = keys_of(folder / "take-1.mid"), attacks_of(folder / "lesson.wav")
    assert attacks, "the sound file is silent"
    shift = attacks[0] - keys[0]
    missing = [key for key in keys if min(abs(key + shift - attack) for attack in attacks) > NEAR_SECONDS]
    assert not missing, f"{len(missing)} of {len(keys)} keys are not heard where they were pressed: {missing}"
    assert keys[-1] + shift < attacks[-1] + NEAR_SECONDS


def test_the_tour_is_over_within_a_minute(toured: tuple[Path, float]) -> None:
    assert toured[1] < 60


def test_it_leaves_exactly_one_page_one_sound_file_and_its_takes(toured: tuple[Path, float]) -> None:
    kinds = sorted(path.suffix for path in toured[0].iterdir())

    assert kinds == [".html", ".mid", ".wav"]


def test_the_take_holds_every_note_of_the_tune(toured: tuple[Path, float]) -> None:
    pitches = [m.note for m in mido.MidiFile(toured[0] / "take-1.mid") if m.type == "note_on" and m.velocity]

    assert pitches == [note.pitch for note in sample.tune().parts[0].notes]


def test_the_take_keeps_the_time_of_the_tune(toured: tuple[Path, float]) -> None:
    keys, tune = keys_of(toured[0] / "take-1.mid"), sample.tune()
    written = [tune.seconds_at(note.start) for note in tune.parts[0].notes]
    late = [abs(key - keys[0] - at) for key, at in zip(keys, written, strict=True)]

    assert statistics.median(late) < 0.03  # single keys come late on a busy machine; the take says when they came


def test_every_key_is_heard_where_it_was_pressed(toured: tuple[Path, float], tmp_path: Path) -> None:
    """A computer that stands still for a moment holds single keys up, and their sound: then another tour is judged."""
    try:
        check_sound(toured[0])
    except AssertionError:
        check_sound(give_tour(tmp_path)[0])


def test_a_muted_engine_is_found_out(tmp_path: Path) -> None:
    folder, _ = give_tour(tmp_path, SOUNDFOLIO_SYNTH="silence")

    with pytest.raises(AssertionError, match="silent"):
        check_sound(folder)


def test_the_page_holds_the_pupils_words_and_the_music(toured: tuple[Path, float]) -> None:
    page = (toured[0] / "portfolio.html").read_text(encoding="utf-8")

    for words in ("Midnight Bus", "The bit that goes up to the high D.", "Play the whole song without stopping"):
        assert words in page
    assert "data:audio/mpeg;base64," in page
    assert 'class="note"' in page


@pytest.mark.browser
def test_the_page_opens_in_a_browser_with_no_network_and_no_complaint(
    toured: tuple[Path, float], chromium: str
) -> None:
    from playwright.sync_api import sync_playwright

    complaints: list[str] = []
    asked: list[str] = []
    page_url = (toured[0] / "portfolio.html").as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(offline=True)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(page_url)
        heading = page.locator("h1").first.inner_text()
        browser.close()

    assert heading
    assert complaints == []
    assert [url for url in asked if url != page_url and not url.startswith(("data:", "blob:"))] == []
