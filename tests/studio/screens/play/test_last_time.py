"""Last time you said: stands on the first screen of music, once, and what is tried is tried in the next kept take."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest

from instruments.microphone import small_voice
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import PASSPHRASE, C, D, hold, put, record, stand, takes, three_lessons, weeks_ago
from tests.studio.wav import tone

SAID = "“slow it down” Try it?"
Start = Callable[..., Pilot]


@pytest.fixture
def said_before(folder: Path, pilot_at: Start) -> Callable[..., Pilot]:
    """Jo is here for the fourth time, and said last time what to try."""

    def start(*, spoken: bool = False, **look: Any) -> Pilot:
        three_lessons(folder)
        with weeks_ago(folder, 1) as journal:
            jo = journal.pupils()[0].id
            if spoken:
                said = journal.reflect(jo, "T7", said_by="voice", sound=small_voice(tone(1)), voice="me")
                journal.try_next(jo, "", spoken=said.id)
            else:
                journal.try_next(jo, "slow it down")
        pilot = pilot_at(folder, **look)
        pilot.settle()
        pilot.write(PASSPHRASE)
        pilot.enter()
        pilot.press("That is me")
        return pilot

    return start


def words(pilot: Pilot) -> str:
    return " ".join(pilot.words().split())


def in_sight(pilot: Pilot, name: str) -> bool:
    button = next(widget for widget in pilot.ui.tree() if widget.name == name)
    return bool(button.seen.size == button.rect.size and pilot.ui.layout.window.contains(button.rect))


def tried(pilot: Pilot) -> list[str | None]:
    return [one.tried_in for one in pilot.lesson.journal.evidence(pilot.lesson.pupil.id).try_next]


def test_it_stands_on_play_once_and_no_is_as_good_as_yes(said_before: Start) -> None:
    pilot = said_before()
    assert "slow it down" not in words(pilot)
    put(pilot, stand("Another"))
    assert SAID in words(pilot)
    assert "Last time you said:" in words(pilot)
    pilot.press("Not today")
    assert "slow it down" not in words(pilot)
    put(pilot, stand())
    assert "slow it down" not in words(pilot)
    record(pilot, C)

    assert tried(pilot) == [None]


def test_it_waits_for_the_question_before_and_the_record_button_stays_in_sight(said_before: Start) -> None:
    pilot = said_before()
    put(pilot, stand())
    assert "How sure are you" in words(pilot)
    assert "slow it down" not in words(pilot)
    assert in_sight(pilot, "Record")
    hold(pilot, C)
    assert SAID in words(pilot)
    assert in_sight(pilot, "Record")


def test_what_the_pupil_said_yes_to_is_tried_in_the_next_kept_take_and_in_no_other(said_before: Start) -> None:
    pilot = said_before()
    put(pilot, stand("Another"))
    pilot.press("Yes")
    assert "slow it down" not in words(pilot)
    record(pilot, C)
    record(pilot, D)

    assert tried(pilot) == [min(takes(pilot), key=lambda take: take.made_at).id]


def test_playing_without_an_answer_takes_nothing_away_and_claims_nothing(said_before: Start) -> None:
    pilot = said_before()
    put(pilot, stand("Another"))
    pilot.press("Play the music")
    assert SAID not in words(pilot)
    pilot.press("Stop the music")
    assert SAID in words(pilot)
    record(pilot, C)

    assert tried(pilot) == [None]


def test_what_was_said_today_waits_for_the_next_lesson(said_before: Start) -> None:
    pilot = said_before()
    pilot.lesson.journal.try_next(pilot.lesson.pupil.id, "listen first")
    put(pilot, stand("Another"))

    assert "listen first" not in words(pilot)


def test_nobody_who_has_come_in_reads_it(said_before: Start) -> None:
    pilot = said_before()
    put(pilot, stand("Another"))
    pilot.type_key(pygame.K_F2)
    assert "slow it down" not in words(pilot)
    pilot.type_key(pygame.K_F2)

    assert SAID in words(pilot)


def test_yes_of_one_pupil_is_nothing_to_the_next(said_before: Start) -> None:
    pilot = said_before()
    put(pilot, stand("Another"))
    pilot.press("Yes")
    pilot.lesson.goodbye()
    pilot.studio.move(Go("who"))
    pilot.settle()
    pilot.press("That is me")
    put(pilot, stand("Another"))
    record(pilot, C)

    assert tried(pilot) == [None]


def test_what_was_said_by_voice_is_offered_to_be_heard_and_tried_as_words_are(said_before: Start, folder: Path) -> None:
    pilot = said_before(spoken=True)
    put(pilot, stand("Another"))
    assert "Last time you said:" in words(pilot)
    assert "Try it?" in words(pilot)
    pilot.press("Hear it")
    assert any(line.startswith("voice of") for line in pilot.engine.log)
    pilot.press("Yes")
    assert pilot.engine.log[-1] == "hush the voice"
    record(pilot, C, D)
    (one,) = pilot.lesson.journal.evidence(pilot.lesson.pupil.id).try_next
    assert one.by_voice
    assert one.tried_in is not None


def test_a_voice_that_is_taken_back_is_offered_no_more(said_before: Start) -> None:
    pilot = said_before(spoken=True)
    journal, jo = pilot.lesson.journal, pilot.lesson.pupil.id
    (spoken,) = [one for one in journal.reflections(jo) if one.prompt == "T7"]
    journal.take_back(spoken.id)
    assert journal.last_try_next(jo) is None
    put(pilot, stand("Another"))
    assert "Last time you said:" not in words(pilot)
