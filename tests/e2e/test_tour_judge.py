"""The judge of a tour's sound finds a note that is missing, late or nobody's, and a tour that is silent."""

import wave
from dataclasses import dataclass, replace
from pathlib import Path

import mido
import pytest

from instruments import Score
from instruments.render import render, to_wav
from studio import sample
from tests.e2e.tours import RATE, check_sound, give_tour, sound_of


@dataclass(frozen=True, slots=True)
class Struck:
    """A key and the seconds at which it goes down."""

    at: float
    pitch: int


def written() -> list[Struck]:
    """What the tour plays."""
    tune = sample.tune()
    return [Struck(tune.seconds_at(note.start), note.pitch) for note in tune.parts[0].notes]


def made_up(folder: Path, heard: list[Struck]) -> Path:
    """The files of a tour that played what is written, and of which this was heard; no clock has a part in it."""
    take = mido.MidiFile(ticks_per_beat=480)
    take.tracks.append(track := mido.MidiTrack())
    before = 0
    for note in written():
        at = round(note.at * 960)
        track.append(mido.Message("note_on", note=note.pitch, velocity=90, time=at - before))
        before = at
    take.save(folder / "take-1.mid")
    ticks = [(round(note.at * 960), note.pitch) for note in heard]
    strokes = [(at + up, 0, bytes((0x80 if up else 0x90, pitch, 90))) for at, pitch in ticks for up in (0, 150)]
    score = Score(events=tuple(sorted(strokes)), end=max(ticks)[0] + 960)
    to_wav(render(score), folder / "lesson.wav")
    return folder


def test_what_is_played_as_it_is_written_passes(tmp_path: Path) -> None:
    check_sound(made_up(tmp_path, written()))


@pytest.mark.parametrize("which", [0, 15])
def test_a_note_that_is_missing_is_found_out(tmp_path: Path, which: int) -> None:
    heard = [note for number, note in enumerate(written()) if number != which]

    with pytest.raises(AssertionError, match="1 of 31 keys are not heard"):
        check_sound(made_up(tmp_path, heard))


@pytest.mark.parametrize("which", [15, 29])
def test_a_note_that_comes_thirty_milliseconds_late_is_found_out(tmp_path: Path, which: int) -> None:
    heard = [replace(note, at=note.at + 0.03 * (number == which)) for number, note in enumerate(written())]

    with pytest.raises(AssertionError, match="1 of 31 keys are not heard"):
        check_sound(made_up(tmp_path, heard))


@pytest.mark.parametrize("after", [0.12, -0.01], ids=["between keys", "on a key"])
def test_a_hole_in_the_sound_of_a_busy_computer_is_no_note(tmp_path: Path, after: float) -> None:
    wav = made_up(tmp_path, written()) / "lesson.wav"
    sound = sound_of(wav).copy()
    hole = round((written()[10].at + after) * RATE)
    sound[hole : hole + RATE // 50] = 0
    with wave.open(str(wav), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", "not compressed"))
        file.writeframes(sound.tobytes())

    check_sound(tmp_path)


def test_a_note_that_nobody_played_is_found_out(tmp_path: Path) -> None:
    heard = [*written(), Struck(written()[10].at + 0.12, 86)]

    with pytest.raises(AssertionError, match="1 attacks that nobody played"):
        check_sound(made_up(tmp_path, heard))


def test_a_muted_engine_is_found_out(tmp_path: Path) -> None:
    folder, _ = give_tour(tmp_path, SOUNDFOLIO_SYNTH="silence")

    with pytest.raises(AssertionError, match="silent"):
        check_sound(folder)
