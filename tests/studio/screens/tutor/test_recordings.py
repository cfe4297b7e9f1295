"""The tutor's door, Voices: a prompt is recorded, heard, said again, kept for one register or removed; it is what pupils hear first."""

from collections.abc import Callable

import pytest

from reflections import prompts
from reflections.records import REGISTERS
from studio.screens.tutor.recordings import GROUPS, group_of
from studio.words import say
from tests.studio.fakes import Pilot
from tests.studio.right_to_left import turned
from tests.studio.screens.conftest import PASSPHRASE
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
YOUNG, OLD = REGISTERS


@pytest.fixture
def voices(unlocked: Start) -> Pilot:
    """The tutor stands before what there is to record."""
    return open_voices(unlocked(1))


def open_voices(pilot: Pilot) -> Pilot:
    pilot.press("Tutor")
    if any(widget.key == "secret" for widget in pilot.ui.tree()):
        pilot.write(PASSPHRASE)
        pilot.enter()
    pilot.press("Voices")
    return pilot


def speak(pilot: Pilot, seconds: float) -> None:
    """Somebody speaks, and stops the microphone."""
    for _ in range(round(seconds * 4)):
        pilot.engine.says(0.25)
        pilot.turn(seconds=0.25)
    pilot.click("voice-stop")


def kept(pilot: Pilot, register: str = YOUNG) -> dict[str, str]:
    """Which prompts are recorded, and whose voice it is."""
    return {v.prompt: v.by_role for v in pilot.lesson.journal.voices() if v.register == register}


def test_the_tutor_reads_of_recording_in_the_tutors_own_language(voices: Pilot) -> None:
    assert "Whose voice is it?" in {widget.name for widget in voices.ui.tree()}
    with turned(voices, shipped=True):
        shown = {widget.name for widget in voices.ui.tree()}
    assert say("recordings.whose", language="ar") in shown
    assert not shown & {"Whose voice is it?", "Words for", "Record", "Not recorded yet", "Welcome"}


def test_a_prompt_is_recorded_heard_said_again_and_kept(voices: Pilot) -> None:
    voices.click("record-N1")
    speak(voices, 2)
    voices.click("voice-hear")
    assert voices.engine.log[-1].startswith("voice of 2")
    voices.click("voice-again")
    speak(voices, 3)
    assert kept(voices) == {}
    voices.click("voice-keep")
    assert kept(voices) == {"N1": "Sam, the tutor"}
    voices.click("hear-N1")
    assert voices.engine.log[-1].startswith("voice of 3")
    voices.click("hear-N1")
    assert voices.engine.log[-1] == "hush the voice"


def test_the_two_registers_have_a_voice_each_and_somebody_else_may_lend_theirs(voices: Pilot) -> None:
    voices.press("Words for: 13 and up")
    voices.click("voice-who")
    voices.write("Auntie Bea")
    voices.click("record-N2")
    speak(voices, 1)
    voices.click("voice-keep")
    assert (kept(voices), kept(voices, OLD)) == ({}, {"N2": "Auntie Bea"})
    voices.press("Words for: 12 and under")
    assert not any(widget.key == "hear-N2" for widget in voices.ui.tree())


def test_what_was_not_meant_goes_and_what_is_kept_can_be_removed(voices: Pilot) -> None:
    voices.click("record-N1")
    speak(voices, 1)
    voices.click("voice-no")
    assert kept(voices) == {}
    voices.click("record-N1")
    speak(voices, 1)
    voices.click("voice-keep")
    voices.click("drop-N1")
    assert kept(voices) == {}


def test_leaving_the_tab_closes_the_microphone_and_nothing_stays(voices: Pilot) -> None:
    voices.click("record-N1")
    voices.turn(seconds=0.25)
    assert voices.engine.microphone is not None
    voices.press("Titles")
    assert voices.engine.microphone is None
    assert kept(voices) == {}
    assert not list(voices.studio.folder.rglob("*.wav"))


def test_nobody_is_recorded_behind_the_veil(voices: Pilot) -> None:
    voices.click("record-N1")
    voices.turn(seconds=0.25)
    voices.press("Someone's come in")
    assert voices.engine.microphone is None


def test_without_a_microphone_it_is_said_and_nothing_is_kept(voices: Pilot) -> None:
    voices.engine.has_microphone = False
    voices.click("record-N1")
    assert "No microphone answers. Plug one in." in voices.words()
    assert kept(voices) == {}


def test_it_is_laid_out_in_every_size(voices: Pilot) -> None:
    lint(voices)
    voices.click("record-N1")
    lint(voices)
    speak(voices, 1)
    lint(voices)


def test_every_fixed_prompt_of_both_registers_can_be_recorded() -> None:
    for register in REGISTERS:
        found = prompts.fixed(register)
        assert {"N3", "T8", "G5", "P3", "L1", "H1", "E2", "K1"} <= set(found)
        assert {group_of(prompt) for prompt in found} == set(GROUPS)
        for prompt in found:
            assert "{" not in prompts.words(prompt, register)
