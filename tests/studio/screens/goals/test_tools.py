"""What helps me: the pupil's own words with their days, never a count; to try, to take out, and as a card to keep."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studio.papers import toolcard
from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, put, record, stand

Start = Callable[..., Pilot]


def to_tools(pilot: Pilot, *helped: str) -> None:
    for words in helped:
        pilot.lesson.journal.helped(pilot.lesson.pupil.id, words)
    pilot.studio.move(Push("tools"))
    pilot.settle()


def toolkit(pilot: Pilot) -> list[str]:
    return [tool.words for tool in pilot.lesson.journal.toolkit(pilot.lesson.pupil.id)]


def all_seen(pilot: Pilot) -> None:
    journal = pilot.lesson.journal
    journal.seen([item.id for item in journal.unseen().items], "Sam")


def test_it_is_one_press_from_home_and_empty_says_what_it_is_for(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("What helps me")
    assert pilot.screen == "tools"
    assert "When you say what helped, it will be here." in pilot.words()
    assert not pilot.ui.find("Make my card").enabled


def test_the_pupils_words_stand_with_their_day_and_without_a_count(at_home: Start) -> None:
    pilot = at_home()
    to_tools(pilot, "Slow it down", "Slow it down", "Count out loud")
    day = pilot.lesson.session.held_on
    assert f"You said so on {day.day} {day:%b}." in pilot.words()
    assert "2" not in pilot.words().replace(f"{day.day} {day:%b}", "")


def test_a_pupil_can_say_what_helps_at_any_time(at_home: Start) -> None:
    pilot = at_home()
    to_tools(pilot)
    pilot.write("Breathe out first")
    pilot.enter()
    assert toolkit(pilot) == ["Breathe out first"]
    assert "Breathe out first" in pilot.words()


def test_what_does_not_help_any_more_is_asked_once_and_then_gone(at_home: Start) -> None:
    pilot = at_home()
    to_tools(pilot, "Count out loud", "Count out loud", "Slow it down")
    pilot.click("out-Count out loud")
    pilot.click("out-no-Count out loud")
    assert len(toolkit(pilot)) == 2
    pilot.click("out-Count out loud")
    pilot.click("out-yes-Count out loud")
    assert toolkit(pilot) == ["Slow it down"]
    assert "Count out loud" not in pilot.words()


def test_slow_it_down_slows_the_piece_on_the_stand(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    to_tools(pilot, "Slow it down")
    pilot.press("Try it now")
    assert pilot.screen == "play"
    assert pilot.lesson.practice.speed == 0.7


def test_it_comes_back_when_a_bit_is_gone_over_again_and_not_after_a_first_take(at_home: Start) -> None:
    pilot = at_home()
    pilot.lesson.journal.helped(pilot.lesson.pupil.id, "Count out loud")
    pilot.lesson.refresh_mine()
    put(pilot, stand())
    record(pilot, C)
    assert "This helped before" not in pilot.words()
    record(pilot, C, D)
    assert "This helped before: Count out loud" in pilot.words()


# -- a card to keep ---------------------------------------------------------------------------------------------------
def make_card(pilot: Pilot, where: Path) -> None:
    pilot.press("Make my card")
    pilot.studio.screen._path = str(where)
    pilot.press("Make the card")


def test_the_card_holds_the_words_and_nobodys_name(at_home: Start, tmp_path: Path) -> None:
    pilot = at_home()
    to_tools(pilot, "slow it down", "<b>count</b> & breathe")
    all_seen(pilot)
    where = tmp_path / "card" / "What helps me.html"
    make_card(pilot, where)
    card = where.read_text(encoding="utf-8")
    assert "slow it down" in card
    assert "&lt;b&gt;count&lt;/b&gt; &amp; breathe" in card
    assert "<script" not in card
    assert "Jo" not in card
    make_card(pilot, where)
    assert where.with_name("What helps me (2).html").is_file()


def test_words_that_no_adult_has_seen_do_not_leave(at_home: Start, tmp_path: Path) -> None:
    pilot = at_home()
    to_tools(pilot, "slow it down")
    make_card(pilot, tmp_path / "card.html")
    assert not (tmp_path / "card.html").exists()
    assert pilot.studio.notice


def test_a_name_on_the_card_is_looked_at_by_an_adult_first(at_home: Start, tmp_path: Path) -> None:
    pilot = at_home()
    to_tools(pilot, "Play it with Mr Brown")
    all_seen(pilot)
    make_card(pilot, tmp_path / "card.html")
    assert not (tmp_path / "card.html").exists()
    assert "“Play it with Mr Brown”" in pilot.words()
    pilot.press("An adult has looked")
    assert (tmp_path / "card.html").exists()


def test_a_folder_that_cannot_be_written_is_said(at_home: Start, tmp_path: Path) -> None:
    pilot = at_home()
    to_tools(pilot, "slow it down")
    all_seen(pilot)
    (tmp_path / "file").write_text("in the way")
    make_card(pilot, tmp_path / "file" / "card.html")
    assert "could not be saved" in pilot.studio.notice


@pytest.mark.parametrize("words", ["\u05d0\u05d1", "\U0001f3b9 first", "x" * 140])
def test_any_writing_is_on_the_card(words: str) -> None:
    assert words in toolcard.page((words,))
    assert "default-src 'none'" in toolcard.page((words,))


def test_the_next_pupil_sees_their_own(unlocked: Start) -> None:
    pilot = unlocked(2)
    pupils: Any = pilot.lesson.house.pupils
    pilot.lesson.choose(pupils[0])
    pilot.settle()
    to_tools(pilot, "slow it down")
    pilot.lesson.goodbye()
    pilot.lesson.choose(pupils[1])
    pilot.settle()
    pilot.studio.move(Go("tools"))
    pilot.settle()
    assert "slow it down" not in pilot.words()
