"""Looking back at a review: what is new, what helped, what got in the way, and the first day beside now."""

from typing import Any

import pytest

from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint
from tests.studio.screens.tutor.reviewing import Start, fill, jo_of, only, page

__all__ = ["page"]  # a fixture


def said_at(pilot: Pilot) -> list[tuple[str, str]]:
    return [(one.prompt, one.body) for one in pilot.lesson.journal.reflections(jo_of(pilot)) if one.prompt[0] == "P"]


def test_looking_back_asks_what_is_new_and_what_to_do_when_it_gets_hard(page: Start) -> None:
    pilot = page(lambda journal, jo: journal.open_review(jo))
    asked = pilot.words()
    assert [
        asked.index(each) for each in ("Want to hear you in week one?", "What helped you?", "Think back")
    ] == sorted(asked.index(each) for each in ("Want to hear you in week one?", "What helped you?", "Think back"))
    fill(pilot, "p2", "I can hear the bass")
    pilot.click("keep-p2")
    fill(pilot, "p4b", "I slow it down")
    pilot.click("keep-p4b")
    assert said_at(pilot) == [("P2", "I can hear the bass"), ("P4b", "I slow it down")]
    assert "\u201cI slow it down\u201d" in pilot.words()
    waiting = [one.prompt for one in pilot.lesson.journal.unseen(pupil_id=jo_of(pilot)).items]
    assert "P2" not in waiting  # the tutor was there
    lint(pilot)


def test_leaving_a_box_empty_keeps_nothing_and_asks_nothing_more(page: Start) -> None:
    pilot = page(lambda journal, jo: journal.open_review(jo))
    before = pilot.words()
    pilot.click("keep-p2")
    assert said_at(pilot) == []
    assert pilot.words() == before


def test_what_got_in_the_way_is_asked_only_where_the_pupil_wants_to_say_it(page: Start) -> None:
    pilot = page(lambda journal, jo: journal.open_review(jo))
    assert "What got in the way?" not in pilot.words()
    pilot.press("They want to say what got in the way")
    assert "What got in the way?" in pilot.words()
    fill(pilot, "p4", "the noise next door")
    pilot.click("keep-p4")
    assert said_at(pilot) == [("P4", "the noise next door")]


def test_what_helped_is_a_tap_that_fills_the_toolkit_and_one_more_takes_it_back(page: Start) -> None:
    pilot = page(lambda journal, jo: journal.open_review(jo))
    pilot.press("What helped you?: Listen first")
    (tool,) = pilot.lesson.journal.toolkit(jo_of(pilot))
    assert tool.words == "Listen first"
    assert pilot.ui.find("What helped you?: Listen first").value == "on"
    pilot.press("What helped you?: Listen first")
    assert pilot.lesson.journal.toolkit(jo_of(pilot)) == ()
    fill(pilot, "p3-own", "Humming it")
    pilot.click("keep-p3")
    assert [one.words for one in pilot.lesson.journal.toolkit(jo_of(pilot))] == ["Humming it"]


def test_thinking_back_to_the_first_day_is_kept_apart_and_zero_is_an_answer(page: Start) -> None:
    def began(journal: Any, jo: str) -> None:
        journal.set_review(journal.open_review(jo).id, measures=("confidence",))

    pilot = page(began)
    first = "Think back to your first day. How sure were you then?: Not yet"
    pilot.press(first)
    (kept,) = [one for one in pilot.lesson.journal.ratings(jo_of(pilot)) if one.moment == "looking back"]
    assert (kept.construct, kept.value, kept.answer) == ("sure", 0, "given")
    assert pilot.ui.find(first).value == "chosen"
    assert pilot.ui.find("I felt sure: Not yet").value == ""  # what is asked of today is not answered by it
    pilot.click("skip-p5")
    latest = pilot.lesson.journal.ratings(jo_of(pilot))[-1]
    assert (latest.value, latest.answer) == (None, "rather not")


def test_week_one_is_heard_beside_now_of_the_same_piece(page: Start) -> None:
    pilot = page(lambda journal, jo: journal.open_review(jo))
    pilot.press("Hear Week one")
    assert "preview" in pilot.engine.log
    assert "Hear Now" not in [widget.name for widget in pilot.ui.tree()]  # one take: there is no now beside then
    pilot.press("Stop Week one")


def test_each_question_of_a_review_can_be_heard(page: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = page()
    read: list[str] = []
    monkeypatch.setattr(pilot.studio.tools, "read_aloud", lambda reading: read.append(reading[0].prompt))
    pilot.press("Open the review")
    pilot.click("want-p4")
    for which in ("P1", "P2", "P3", "P4", "P4b", "P5", "P6"):
        pilot.click(f"aloud-{which}")
    assert read == ["P1", "P2", "P3", "P4", "P4b", "P5", "P6"]


def test_words_that_stand_in_a_box_are_kept_before_a_review_is_closed(page: Start) -> None:
    pilot = page(lambda journal, jo: journal.set_review(journal.open_review(jo).id, measures=("participation",)))
    said = {"review-room": "aunt", "p2": "my left hand", "p3-own": "Humming it", "p6": "a keyboard at home"}
    for key, words in said.items():
        fill(pilot, key, words)
    fill(pilot, "view-participation", "Counts the others in")
    pilot.click("close-review")
    journal, jo = pilot.lesson.journal, jo_of(pilot)
    assert only(pilot).held_on is None  # whose view is it?
    assert "Please give who saw it" in pilot.words()
    fill(pilot, "by-participation", "form tutor")
    pilot.click("close-review")
    assert only(pilot).held_on is not None
    assert (only(pilot).room, said_at(pilot)) == (("aunt",), [("P2", "my left hand")])
    assert [one.words for one in journal.toolkit(jo)] == ["Humming it"]
    assert [one.said for one in journal.we_dids(jo)] == ["a keyboard at home"]
    assert [one.words for one in journal.measures(jo)[0].adults] == ["Counts the others in"]
