"""Who can hear the music and who can read the words is asked when the pupil shares, and at no other time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, evidence, hold, put, record, stand

Start = Callable[..., Pilot]
HEAR, READ = "Who can hear the music?", "Who can read my words?"


@pytest.fixture
def mine(at_home: Start) -> Pilot:
    """Jo has a take and said something of it; My music is open."""
    pilot = at_home()
    put(pilot, stand())
    record(pilot, C, D)
    said = pilot.lesson.sayable
    pilot.lesson.journal.reflect(pilot.lesson.pupil.id, "T6", said_by="typed", body="the end", take=said.take)
    pilot.lesson.moved_on()
    pilot.press("My music")
    assert pilot.screen == "music"
    return pilot


def opened(pilot: Pilot, audience: str) -> tuple[int, list[str]]:
    """How many takes and which words of the first piece a copy for these would hold."""
    journal = pilot.lesson.journal
    journal.seen([item.id for item in journal.unseen().items], "Sam")
    pieces = journal.evidence(pilot.lesson.pupil.id, copy_for=audience).pieces
    return (len(pieces[0].takes), [said.body for said in pieces[0].reflections]) if pieces else (0, [])


def test_both_are_asked_when_the_pupil_shares_and_the_piece_is_open_to_those_and_to_no_others(mine: Pilot) -> None:
    assert HEAR not in mine.words()
    mine.press("Share")
    assert HEAR in mine.words()
    assert READ not in mine.words()
    assert not {"Type it", "Say it", "My tutor writes it"} & {widget.name for widget in mine.ui.tree()}
    mine.press("School")
    assert READ in mine.words()
    mine.press("My group")
    assert "It is as you want it." in mine.words()

    assert opened(mine, "school") == (1, [])
    assert opened(mine, "group") == (0, ["the end"])
    assert opened(mine, "chosen") == (0, [])


def test_on_the_piano_too_and_what_is_skipped_stays_as_it_was(mine: Pilot) -> None:
    mine.press("Share")
    hold(mine, D)
    hold(mine, D)
    hold(mine, E)
    mine.press("Skip")
    assert opened(mine, "school") == (1, [])

    mine.press("Back to the music")
    assert mine.screen == "music"
    mine.press("Share")
    mine.press("Skip")
    mine.press("School")
    assert opened(mine, "school") == (1, ["the end"])


def test_something_said_later_closes_nothing_and_just_me_and_my_tutor_does(mine: Pilot) -> None:
    mine.press("Share")
    mine.press("School")
    mine.press("Skip")
    piece = evidence(mine).pieces[0].piece.id
    mine.lesson.journal.reflect(mine.lesson.pupil.id, "T6", said_by="typed", body="later", piece=piece)
    assert opened(mine, "school") == (1, [])
    mine.press("Back to the music")
    mine.press("Share")
    mine.press("Just me and my tutor")
    mine.press("Just me and my tutor")

    assert opened(mine, "school") == (0, [])


def test_leaving_half_way_opens_nothing(mine: Pilot) -> None:
    mine.press("Share")
    mine.press("School")
    mine.studio.move(Go("pick"))
    mine.settle()

    assert opened(mine, "school") == (0, [])


def test_the_tutors_copy_for_school_holds_only_what_was_opened(mine: Pilot, tmp_path: Path) -> None:
    pupil = mine.lesson.pupil
    assert opened(mine, "school") == (0, [])
    for there in (False, True):
        if there:
            mine.press("Share")
            mine.press("School")
            mine.press("School")
            assert opened(mine, "school") == (1, ["the end"])
        mine.studio.move(Push("export", {"pupil": pupil.id}))
        mine.settle()
        mine.press("Who is it for?: School")
        assert "It holds only what the pupil has shared" in mine.words()
        mine.press("Take it home: My story")
        mine.studio.screen._home.type_path(str(tmp_path / "jo.html"))
        mine.press("Make the page")
        assert (tmp_path / "jo.html").exists() == there
        if not there:
            assert "has not shared anything with them yet" in mine.studio.notice
            mine.studio.move(Go("music"))
            mine.settle()
    assert "the end" in (tmp_path / "jo.html").read_text(encoding="utf-8")
