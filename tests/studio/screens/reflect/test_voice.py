"""A voice note: said in twenty seconds, heard again, said again or let go; no file of it ever stays, and it is nobody's who comes in."""

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from instruments.events import Trouble
from instruments.microphone import voice_samples
from studio.screen import Go
from studio.voices import voice
from studio.words import say
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import A, B, C, D, E, F, G, evidence, hold, put, record, stand
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture
def asked(at_home: Start) -> Pilot:
    """The pupil is asked what the best bit was."""
    pilot = at_home()
    put(pilot, stand())
    record(pilot, C, D, E)
    pilot.lesson.journal.note_asked(pilot.lesson.pupil.id, "T2", piece=None, session=None)
    pilot.press("My music")
    pilot.press("Yes")
    assert "What was the best bit?" in pilot.words()
    return pilot


def files(pilot: Pilot) -> list[Path]:
    """Every sound that lies in the data folder as a file."""
    return [
        path
        for path in pilot.studio.folder.rglob("*")
        if path.suffix in {".wav", ".mp3"} or path.parent.name == "voice"
    ]


def state(pilot: Pilot) -> str:
    return pilot.studio.screen.voice.state


def says(pilot: Pilot, seconds: float, loud: int = 9000) -> None:
    """Somebody speaks, and the window turns meanwhile."""
    for _ in range(round(seconds * 4)):
        if pilot.engine.microphone is None:
            return
        pilot.engine.says(0.25, loud)
        pilot.turn(seconds=0.25)


def sounds(pilot: Pilot) -> list[float]:
    """How long each voice note that was kept is, in seconds."""
    journal = pilot.lesson.journal
    kept = [said for said in journal.reflections(pilot.lesson.pupil.id) if said.has_sound]
    return [len(voice_samples(journal.reflection(said.id).sound)) / 2 / 48_000 for said in kept]


def test_said_heard_and_kept_by_mouse_and_no_file_stays(asked: Pilot) -> None:
    asked.press("Say it")
    says(asked, 3)
    assert state(asked) == "listening"
    assert len(files(asked)) == 1
    asked.press("Stop")
    assert state(asked) == "said"
    assert files(asked) == []
    asked.press("Hear it")
    assert asked.engine.log[-1] == "voice of 3.0 s"
    asked.press("Done")

    assert [round(seconds) for seconds in sounds(asked)] == [3]
    (said,) = evidence(asked).pieces[0].reflections
    assert (said.said_by, said.prompt, said.body, said.seen_by) == ("voice", "T6", "", "")
    assert b"RIFF" not in b"".join(path.read_bytes() for path in asked.studio.folder.rglob("*") if path.is_file())


def test_by_the_keys_of_the_piano_alone(asked: Pilot) -> None:
    hold(asked, F)
    says(asked, 1)
    hold(asked, G)
    assert state(asked) == "said"
    hold(asked, B)
    assert asked.engine.log[-1].startswith("voice of")
    hold(asked, D)
    assert state(asked) == "starting"
    says(asked, 2)
    hold(asked, G)
    hold(asked, G)

    assert [round(seconds) for seconds in sounds(asked)] == [2]
    assert asked.screen == "music"


def test_by_the_computer_keys_alone(asked: Pilot) -> None:
    assert asked.ui.focused == "say-it"
    asked.enter()
    assert asked.ui.focused == "voice-stop"
    says(asked, 1)
    asked.enter()
    assert asked.ui.focused == "done"
    asked.enter()

    assert len(sounds(asked)) == 1


def test_tiles_are_answered_by_voice_too(at_home: Start) -> None:
    asked = at_home()
    put(asked, stand())
    record(asked, C)
    asked.press("My music")
    asked.press("Yes")
    assert "What does this music feel like?" in asked.words()
    hold(asked, F)
    says(asked, 1)
    hold(asked, G)
    hold(asked, G)

    assert [said.prompt for said in asked.lesson.journal.reflections(asked.lesson.pupil.id)] == ["T2"]


@pytest.mark.parametrize("way", [lambda pilot: pilot.press("Not this one"), lambda pilot: hold(pilot, E)])
def test_not_this_one_was_never_said(asked: Pilot, way: Callable[[Pilot], None]) -> None:
    asked.press("Say it")
    says(asked, 1)
    asked.press("Stop")
    way(asked)
    assert state(asked) == "nothing"
    assert asked.screen == "reflect"
    hold(asked, A)

    assert sounds(asked) == []
    assert files(asked) == []


def test_twenty_seconds_are_the_most_and_how_long_is_left_is_seen(asked: Pilot) -> None:
    asked.press("Say it")
    says(asked, 5)
    assert "15 seconds left" in asked.words()
    says(asked, 25)
    asked.settle()
    assert state(asked) == "said"
    asked.press("Done")

    assert 19 < sounds(asked)[0] < 21


def test_the_meter_shows_that_it_is_heard_and_silence_is_said(asked: Pilot) -> None:
    asked.press("Say it")
    says(asked, 1)
    assert asked.studio.screen.voice.loudness > 0.5
    assert "Nothing is heard yet" not in asked.words()
    says(asked, 4, loud=20)
    assert asked.studio.screen.voice.loudness < 0.05
    assert "Nothing is heard yet" in asked.words()


def test_without_a_microphone_it_is_said_and_the_other_ways_stand_there(asked: Pilot) -> None:
    asked.engine.has_microphone = False
    asked.press("Say it")
    asked.settle()
    assert "You can type it, or your tutor can write it." in asked.words()
    assert "No microphone answers." in asked.words()
    asked.press("Type it")
    asked.write("the end")
    asked.press("Done")

    assert [said.body for said in evidence(asked).pieces[0].reflections] == ["the end"]
    assert files(asked) == []


def test_without_a_microphone_it_is_said_beside_words_to_pick_too(kept: Pilot) -> None:
    kept.engine.has_microphone = False
    kept.press("My music")
    kept.press("Yes")
    assert "What does this music feel like?" in kept.words()
    kept.press("Say it")

    assert kept.ui.focused == "type-it"
    lint(kept)
    below = [w for w in kept.ui.tree() if w.name in {"No microphone answers. Plug one in.", "Type it"}]
    assert below
    assert all(widget.seen == widget.rect for widget in below)
    kept.press("Type it")
    kept.write("fizzy")
    kept.press("Done")
    assert [said.body for said in evidence(kept).pieces[0].reflections] == ["fizzy"]


def test_behind_the_veil_nobody_is_recorded_and_nothing_is_heard_aloud(asked: Pilot) -> None:
    asked.press("Say it")
    says(asked, 2)
    asked.type_key(pygame.K_F2)
    assert asked.engine.microphone is None
    assert files(asked) == []
    asked.type_key(pygame.K_F2)
    assert state(asked) == "said"
    asked.press("Hear it")
    asked.type_key(pygame.K_F2)
    assert asked.engine.log[-1] == "hush the voice"
    asked.type_key(pygame.K_F2)
    asked.press("Done")

    assert [round(seconds) for seconds in sounds(asked)] == [2]


def test_leaving_or_skipping_while_speaking_closes_the_microphone_and_keeps_nothing(asked: Pilot) -> None:
    asked.press("Say it")
    says(asked, 1)
    asked.studio.move(Go("pick"))
    asked.settle()
    assert asked.engine.microphone is None

    assert sounds(asked) == []
    assert files(asked) == []


def test_an_engine_that_dies_leaves_no_file_and_the_pupil_can_say_it_again(asked: Pilot) -> None:
    asked.press("Say it")
    says(asked, 1)
    asked.engine._inbox.append(Trouble(asked.engine.frame, "engine", "The sound stopped for a moment."))
    asked.engine.microphone = None
    asked.settle()
    assert say("frame.the sound stopped so") in asked.words()
    assert files(asked) == []
    asked.press("Say it")
    assert state(asked) == "starting"


def test_what_a_crash_left_behind_is_wiped_at_the_next_start(folder: Path, pilot_at: Start) -> None:
    left = folder / voice.FOLDER / "abc.wav"
    left.parent.mkdir()
    left.write_bytes(b"RIFF what somebody said")
    with left.open("rb") as still_open:
        pilot = pilot_at(folder)
        pilot.settle()
        assert not left.exists()
        assert set(still_open.read()) == {0}, "it was overwritten before it was deleted"


@pytest.mark.parametrize("when", ["listening", "said"])
def test_the_words_and_buttons_of_a_voice_note_fit_in_every_size(asked: Pilot, when: str) -> None:
    asked.press("Say it")
    says(asked, 1)
    if when == "said":
        asked.press("Stop")
    lint(asked)


def test_the_tutor_hears_it_before_it_is_seen_and_may_have_been_there_for_the_rest(asked: Pilot) -> None:
    asked.press("Say it")
    says(asked, 1)
    asked.press("Stop")
    asked.press("Done")
    journal = asked.lesson.journal
    journal.reflect(asked.lesson.pupil.id, "T6", said_by="scribed", body="the end", session=asked.lesson.session.id)
    asked.lesson.goodbye()
    asked.lesson.tutor_near = True
    asked.studio.move(Go("tutor"))
    asked.settle()
    asked.press("I was there")
    assert [item.has_sound for item in journal.unseen().items] == [True]
    asked.press("Open")
    asked.press("I have seen these")
    assert len(journal.unseen().items) == 1
    asked.press("Open")
    asked.press("Hear it")
    assert asked.engine.log[-1].startswith("voice of 1")
    asked.press("I have seen these")

    assert journal.unseen().items == ()


def test_what_is_said_of_what_to_try_next_comes_back_as_any_other_and_goes_with_the_voice(fourth_lesson: Start) -> None:
    pilot = fourth_lesson()
    put(pilot, stand("Another"))
    record(pilot, C, D, E)
    pilot.press("My music")
    for _ in range(4):
        if "What will you try next?" in pilot.words():
            break
        pilot.press("Yes" if "Keep this one?" in pilot.words() else "Skip")
    pilot.press("Say it")
    says(pilot, 1)
    pilot.press("Stop")
    pilot.press("Done")
    journal, jo = pilot.lesson.journal, pilot.lesson.pupil.id
    kept = journal.last_try_next(jo)
    assert kept is not None
    assert kept.by_voice
    assert kept.from_take == journal.reflection(kept.id).take
    assert len(sounds(pilot)) == 1

    journal.take_back(kept.id)
    assert journal.last_try_next(jo) is None
    assert journal.evidence(jo).try_next == ()
