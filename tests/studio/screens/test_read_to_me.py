"""Read to me, before the real window: chosen in Aa by each pupil, heard from a trusted adult's recording, silent behind the veil."""

import io
from collections.abc import Callable

import numpy as np
import pygame
import pytest
import soundfile

from studio.voices.aloud import prompt_words
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, put, record, stand
from tests.studio.spoken import Voice

Start = Callable[..., Pilot]


@pytest.fixture
def home(at_home: Start) -> Pilot:
    """Jo is here; the system's voice is a stand-in."""
    return with_voice(at_home())


def with_voice(pilot: Pilot) -> Pilot:
    pilot.studio.aloud.close()
    pilot.studio.aloud._voice = Voice()
    return pilot


def said(pilot: Pilot) -> list[str]:
    return pilot.studio.aloud._voice.said


def choose_it(pilot: Pilot) -> None:
    pilot.click("shell/look")
    pilot.press("Read to me")
    pilot.press("Done")


def to_a_question(pilot: Pilot) -> None:
    put(pilot, stand())
    record(pilot, C, D, E)
    pilot.press("My music")
    assert "Keep this one?" in pilot.words()


def recorded(seconds: float) -> bytes:
    small = io.BytesIO()
    soundfile.write(small, np.zeros(round(seconds * 24_000), "float32"), 24_000, format="MP3")
    return small.getvalue()


def test_it_is_chosen_in_aa_and_kept_for_the_pupil_not_for_the_laptop(home: Pilot) -> None:
    choose_it(home)
    assert home.lesson.mine.preferences.read_aloud
    assert home.studio.settings.read_aloud
    home.lesson.goodbye()
    home.settle()
    assert not home.studio.settings.read_aloud


def test_tab_reads_what_gets_the_focus_and_a_change_of_it(home: Pilot) -> None:
    choose_it(home)
    home.click("shell/look")
    home.tab_to("Less motion")
    assert said(home)[-1] == "Less motion, tick box, off"
    home.enter()
    assert said(home)[-1] == "Less motion, tick box, on"


def test_a_question_is_read_when_it_comes_up_and_by_its_speaker_and_any_key_ends_it(home: Pilot) -> None:
    choose_it(home)
    to_a_question(home)
    whole = prompt_words("T8", "7-12", "en")
    assert said(home)[-1] == whole
    home.type_key(pygame.K_TAB)
    assert home.engine.log[-1] != "hush", home.engine.log
    home.click("aloud")
    assert home.engine.log[-1] == f"voice of {len(whole.split())}.0 s"
    home.play(C)
    assert home.engine.log[-1] == "hush the voice"


def test_a_trusted_adults_recording_is_heard_first(home: Pilot) -> None:
    home.lesson.journal.set_prompt_voice("T8", "7-12", recorded(1.5), "Sam, the tutor")
    to_a_question(home)
    home.click("aloud")
    assert home.engine.log[-1] == "voice of 1.5 s"
    assert said(home) == []


def test_nothing_is_read_behind_the_veil_nor_while_a_take_rolls(home: Pilot) -> None:
    choose_it(home)
    put(home, stand())
    home.click("record")
    assert home.lesson.recorder.is_rolling
    before = list(said(home))
    log = len(home.engine.log)
    for _ in range(5):
        home.type_key(pygame.K_TAB)
    assert said(home) == before
    assert not any(line.startswith("voice of") for line in home.engine.log[log:])
    home.click("record")
    home.type_key(pygame.K_F2)
    before = list(said(home))
    home.type_key(pygame.K_TAB)
    home.type_key(pygame.K_F4)
    assert said(home) == before


def test_the_whole_screen_is_read_once_with_what_is_set(home: Pilot) -> None:
    home.press("My goals")
    read = [piece.words for piece in home.studio.aloud._screen()]
    for once in ("Keep it", "Play a whole tune", "Undo", "Reflect"):
        assert read.count(once) == 1
    assert "It is mine, chosen" in read
    assert "It is mine" not in read
    home.click("shell/look")
    read = [piece.words for piece in home.studio.aloud._screen()]
    assert read.count("Colours: Night, chosen") == 1
    assert "Night" not in read
    assert "Keep it" not in read  # it lies behind


def test_a_dialog_that_opens_from_another_takes_the_focus(home: Pilot) -> None:
    home.click("shell/look")
    home.press("Who can help me here?")
    assert home.ui.focused == "privacy-card"


def test_the_pictures_of_signing_in_are_never_read(unlocked: Start) -> None:
    pilot = with_voice(unlocked(2, signed=True))
    choose_it(pilot)
    before = list(said(pilot))
    pictures = [w for w in pilot.ui.tree() if w.key and w.key.startswith("picture-")]
    assert pictures, "there are pictures to sign in with"
    pilot.turn(pygame.event.Event(pygame.MOUSEMOTION, pos=pictures[0].seen.center, rel=(1, 1), buttons=(0, 0, 0)))
    for _ in range(60):
        pilot.turn()
    pilot.type_key(pygame.K_F4)
    for _ in range(30):
        pilot.type_key(pygame.K_TAB)
    assert len(said(pilot)) > len(before), "what is no secret is read"
    assert not {picture.name for picture in pictures} & set("\n".join(said(pilot)).replace(", ", "\n").split("\n"))
