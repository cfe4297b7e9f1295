"""Played today: what no take holds is there during the lesson, phrase by phrase, to be heard and kept."""

from collections.abc import Callable

import pytest

from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, F, G, position, put, record, stand, takes

Start = Callable[..., Pilot]


@pytest.fixture
def played(at_home: Start) -> Pilot:
    """Two phrases, with a silence between, and a take before them."""
    pilot = at_home()
    put(pilot, stand())
    record(pilot, C, D)
    pilot.turn(seconds=3.0)
    pilot.play(C, E)
    pilot.turn(seconds=3.0)
    pilot.play(E, F, G)
    pilot.turn(seconds=3.0)
    return pilot


def opened(pilot: Pilot) -> list[str]:
    pilot.press("How to play")
    pilot.press("Played today")
    keys = [widget.key or "" for widget in pilot.ui.tree() if widget.role == "button"]
    return [key for key in keys if key.startswith("hear-") and key[5:].isdigit()]


def test_every_phrase_that_no_take_holds_is_listed_the_latest_first_with_its_roll(played: Pilot) -> None:
    keys = opened(played)

    assert len(keys) == 2
    assert int(keys[0][5:]) > int(keys[1][5:])
    rolls = [widget.name for widget in played.ui.tree() if (widget.key or "").startswith("strip-")]
    assert all("second" in name for name in rolls)
    assert len(rolls) == 2


def test_a_phrase_is_heard_and_the_piece_behind_it_stands_still(played: Pilot) -> None:
    key = opened(played)[0]
    played.click(key)
    assert played.engine.log[-1] == "preview"
    score = played.engine.score
    assert score is not None
    assert [message[1] for _, _, message in score.events if message[0] == 0x90] == [E, F, G]

    position(played, 48_000.0, "playing")
    assert played.studio.screen.head.last.tick == 0
    played.click(key)
    assert not played.engine.sounding


def test_a_phrase_that_ends_by_itself_is_no_longer_lit(played: Pilot) -> None:
    key = opened(played)[0]
    played.click(key)
    assert "Stop" in played.words()
    played.engine.finish()
    played.settle()

    assert next(widget.name for widget in played.ui.tree() if widget.key == key) == "Hear it"


def test_an_earlier_phrase_is_kept_as_an_idea_and_the_takes_of_the_piece_keep_their_numbers(played: Pilot) -> None:
    earlier = opened(played)[1].removeprefix("hear-")
    played.click(f"keep-{earlier}")
    assert "Kept" in played.words()
    assert played.ui.focused == "today-done"
    played.press("Done")
    assert "Your idea is kept." in played.words()

    journal, pupil = played.lesson.journal, played.lesson.pupil
    ideas = [piece for piece in journal.pieces(pupil.id) if piece.kind == "own"]
    assert [take.parts[0].facts.notes for take in journal.takes(ideas[0].id)] == [2]
    assert len(opened(played)) == 1
    played.press("Done")
    record(played, G)
    assert "Take 2 is kept." in played.words()
    assert len(takes(played)) == 3


def test_with_nothing_open_it_is_there_too_and_says_so_where_nothing_was_played(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("play"))
    pilot.settle()
    assert opened(pilot) == []
    assert "Nothing new yet." in pilot.words()
    pilot.press("Done")
    pilot.play(C, D)

    assert len(opened(pilot)) == 1


def test_nothing_is_heard_from_there_while_a_take_rolls(played: Pilot) -> None:
    played.press("Record")
    played.press("How to play")

    assert not played.ui.find("Played today").enabled
    played.press("Done")


def test_leaving_the_screen_ends_what_is_heard(played: Pilot) -> None:
    played.click(opened(played)[0])
    played.studio.move(Go("pick"))
    played.settle()

    assert not played.engine.sounding
