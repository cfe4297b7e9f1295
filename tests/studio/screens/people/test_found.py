"""Found: what was being played when the app stopped is heard, kept or let go; nothing is decided for the pupil."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from instruments.events import RATE, NoteOff, NoteOn, Pedal, Played, pack
from studio.screen import Go
from studio.screens.people import found as screen
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import takes, weeks_ago
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


def left_behind(folder: Path, *events: Played) -> None:
    """A recording that never became a take."""
    context = {"kind": "take", "bar_one": 0, "title": "Night bus"}
    with weeks_ago(folder, 1) as journal:
        row = journal.begin_recording(pupil=None, session=None, piece=None, context=context)
        journal.take_chunk(row, 0, pack(events), 1.0)


def heard_before(folder: Path, *phrases: tuple[int, ...]) -> None:
    """What was only heard when the app stopped: these keys, with a minute between each group and the next."""
    events: list[Played] = []
    for n, phrase in enumerate(phrases):
        for step, pitch in enumerate(phrase):
            at = RATE * (1 + 60 * n) + step * RATE // 2
            events += [NoteOn(at, 1, pitch, 80), NoteOff(at + RATE // 3, 1, pitch, 0)]
    with weeks_ago(folder, 1) as journal:
        row = journal.begin_recording(context={"kind": "heard", "run": "before", "bar_one": RATE})
        journal.take_chunk(row, 0, pack(events), 1.0)


@pytest.fixture
def phrases(folder: Path, unlocked: Start) -> Pilot:
    """Three phrases of what was only heard, and a key pressed in passing."""
    heard_before(folder, (60, 62), (64, 65, 67), (70,), (71, 72))
    pilot = unlocked(1)
    pilot.press("That is me")
    assert pilot.screen == "found"
    return pilot


def offered(pilot: Pilot) -> list[str]:
    """The keys of the buttons that keep something."""
    return [w.key for w in pilot.ui.tree() if (w.key or "").startswith("keep-") and w.name != "Kept"]


@pytest.fixture
def found(folder: Path, unlocked: Start) -> Pilot:
    left_behind(folder, NoteOn(4800, 1, 60, 80), NoteOff(48_000, 1, 60, 0))
    pilot = unlocked(1)
    pilot.press("That is me")
    assert pilot.screen == "found"
    assert "Night bus" in pilot.words()
    return pilot


def test_it_is_heard_before_anything_is_decided(found: Pilot) -> None:
    found.press("Hear it")
    assert found.engine.log[-1] == "preview"
    found.press("Stop")

    assert not found.engine.sounding


def test_kept_it_is_a_take_and_is_offered_no_more(found: Pilot) -> None:
    found.press("Keep it")

    assert [(take.origin, take.parts[0].facts.notes) for take in takes(found)] == [("found after a crash", 1)]
    assert found.lesson.journal.unfinished() == ()


def test_let_go_it_is_gone(found: Pilot) -> None:
    found.press("Let it go")

    assert takes(found, with_hidden=True) == []
    assert found.lesson.journal.unfinished() == ()
    assert "That is all. Your music is safe." in found.words()


def test_going_on_decides_nothing(found: Pilot) -> None:
    found.press("Go on")

    assert found.screen == "home"
    assert len(found.lesson.journal.unfinished()) == 1


def test_it_is_offered_once_a_visit_whatever_is_read_again_meanwhile(found: Pilot) -> None:
    found.press("Go on")
    found.lesson.refresh_house()
    found.settle()
    for room in ("pick", "home"):
        found.studio.move(Go(room))
        found.settle()
    assert found.screen == "home"

    found.press("Jo")
    found.press("Bye for now")
    found.press("That is me")
    assert found.screen == "found"


def test_where_no_key_was_pressed_nothing_is_shown_and_nothing_stays(folder: Path, unlocked: Start) -> None:
    left_behind(folder, Pedal(4800, 1, 64, 127), Pedal(9600, 1, 64, 0))
    pilot = unlocked(1)
    pilot.press("That is me")

    assert pilot.screen == "home"
    assert pilot.lesson.journal.unfinished() == ()


def test_looking_at_it_can_be_given_up_and_it_is_offered_another_time(folder: Path, unlocked: Start) -> None:
    heard_before(folder, (60, 62))
    pilot = unlocked(1)
    held = threading.Event()
    pilot.studio.background.worker.put(lambda: held.wait(60), lambda _: None, lambda _: None)
    pilot.ui.click(pilot.ui.find("That is me").key)
    until = time.monotonic() + 60
    while pilot.screen != "found" and time.monotonic() < until:
        pilot.turn()
    pilot.turn()
    assert "Looking through what you played" in pilot.words()
    pilot.ui.click("looking")
    held.set()
    pilot.settle()

    assert pilot.screen == "home"
    assert len(pilot.lesson.journal.unfinished()) == 1


def test_it_is_opened_once_however_often_the_screen_is_built(found: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "made_of", lambda item: pytest.fail("opened again"))
    for _ in range(3):
        found.studio.change()
        found.turn()
    found.press("Hear it")
    found.press("Stop")


def test_what_is_said_of_it_is_true_of_what_was_left_for_next_time_too(found: Pilot) -> None:
    assert "when the app stopped" not in found.words()


def test_what_was_only_heard_is_offered_phrase_by_phrase_the_latest_first(phrases: Pilot) -> None:
    assert len(offered(phrases)) == 3
    rolls = [widget.name for widget in phrases.ui.tree() if (widget.key or "").startswith("strip-")]
    assert rolls == ["1 second of playing", "2 seconds of playing", "1 second of playing"]

    phrases.click(offered(phrases)[0].replace("keep", "hear"))
    score = phrases.engine.score
    assert score is not None
    assert [message[1] for _, _, message in score.events if message[0] == 0x90] == [71, 72]
    phrases.press("Stop")


def test_a_phrase_that_is_kept_becomes_a_take_and_the_rest_stays_offered(phrases: Pilot) -> None:
    phrases.click(offered(phrases)[1])

    assert [take.parts[0].facts.notes for take in takes(phrases)] == [3]
    assert len(offered(phrases)) == 2
    phrases.press("Go on")
    phrases.press("Jo")
    phrases.press("Bye for now")
    phrases.press("That is me")
    assert phrases.screen == "found"
    assert len(offered(phrases)) == 2


def test_with_every_phrase_kept_nothing_is_left_to_be_offered_again(phrases: Pilot) -> None:
    for key in offered(phrases):
        phrases.click(key)

    assert sorted(take.parts[0].facts.notes for take in takes(phrases)) == [2, 2, 3]
    assert phrases.lesson.journal.unfinished() == ()


def test_the_rest_goes_only_when_it_is_said_twice(phrases: Pilot) -> None:
    phrases.click(offered(phrases)[0])
    phrases.press("Let the rest go")
    phrases.press("Wait")
    assert len(phrases.lesson.journal.unfinished()) == 1
    phrases.press("Let the rest go")
    phrases.press("Let it go")

    assert phrases.lesson.journal.unfinished() == ()
    assert len(takes(phrases)) == 1
    assert "That is all. Your music is safe." in phrases.words()


def test_it_fits_the_window_in_every_size(phrases: Pilot) -> None:
    lint(phrases)
    phrases.click(offered(phrases)[0])
    lint(phrases)
    phrases.press("Let the rest go")
    lint(phrases)


def test_a_take_and_what_was_heard_before_it_fit_the_window_together(folder: Path, unlocked: Start) -> None:
    left_behind(folder, NoteOn(4800, 1, 60, 80), NoteOff(48_000, 1, 60, 0))
    heard_before(folder, *[(60, 62, 64)] * 30)
    pilot = unlocked(1)
    pilot.press("That is me")
    assert "Night bus" in pilot.words()
    assert len(offered(pilot)) == 1 + 24
    lint(pilot)
    pilot.press("More")
    assert len(offered(pilot)) == 1 + 30
