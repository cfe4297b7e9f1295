"""The conversation's pages: nothing unpicked is in them, what is agreed is kept at once and once, and it goes on where it was."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reflections import conversation, records
from tests.reflections.web.talking import CLOSED, PICKED, Talk

if TYPE_CHECKING:
    from reflections import Journal
    from tests.reflections.conftest import Wall
    from tests.reflections.web.conftest import Visitor

pytestmark = pytest.mark.whole


def steps(journal: Journal, talk: Talk) -> list[str]:
    return [step.key for step in conversation.agenda(conversation.brought(journal, talk.pupil))]


def every_page(visitor: Visitor, journal: Journal, talk: Talk) -> dict[str, str]:
    found = {}
    for key in steps(journal, talk):
        answer = visitor.get(f"{talk.root}/{key}")
        assert answer.status_code == 200, (key, answer.text[-2000:])
        found[key] = answer.text
    return found


def test_only_what_was_picked_is_in_any_page_at_all(visitor: Visitor, journal: Journal, talk: Talk) -> None:
    before = every_page(visitor, journal, talk)
    visitor.post(f"{talk.root}/sure/back", value="2")
    visitor.post(f"{talk.root}/close-{talk.goal}/close", goal=talk.goal, value="0")
    after = every_page(visitor, journal, talk)
    whole = "".join((*before.values(), *after.values()))
    for measure in records.MEASURES:
        journal.set_review(talk.review.id, measures=[measure])
        whole += visitor.get(f"{talk.root}/about-{measure}").text + visitor.get(f"{talk.root}/end").text
    assert [token for token in CLOSED if token in whole] == []
    assert [token for token in PICKED if token not in whole] == []


# ---- one step at a time


def test_a_question_is_put_without_the_earlier_answer_and_the_ladder_comes_after_it(
    visitor: Visitor, talk: Talk
) -> None:
    page = f"{talk.root}/close-{talk.goal}"
    asked = visitor.get(page).text
    assert "How close are you today?" in asked
    assert 'class="ladder"' not in asked
    visitor.post(f"{page}/close", goal=talk.goal, value="0")
    answered = visitor.get(page).text
    assert "You said: Not started" in visitor.words(page), "zero is an answer"
    assert 'class="ladder"' in answered
    assert 'class="line"' not in answered.partition('class="ladder"')[2].partition("</svg>")[0], "two dots are no line"
    assert 'class="ladder"' not in visitor.get(f"{page}?open=close").text.partition("<form")[0]


def test_a_skip_costs_nothing_and_is_no_dot(visitor: Visitor, journal: Journal, talk: Talk) -> None:
    page = f"{talk.root}/close-{talk.goal}"
    visitor.post(f"{page}/close", goal=talk.goal, value="skip")
    assert "You skipped this. That is fine." in visitor.words(page)
    assert visitor.get(page).text.count('class="dot"') == 1
    assert journal.ratings(talk.pupil)[-1].answer == "rather not"


def test_the_sure_pairs_wait_until_the_first_day_was_thought_back_to(visitor: Visitor, talk: Talk) -> None:
    assert "picked-task" not in visitor.get(f"{talk.root}/sure").text
    visitor.post(f"{talk.root}/sure/back", value="1")
    assert "picked-task" in visitor.get(f"{talk.root}/sure").text


def test_the_conversation_goes_on_where_it_was(visitor: Visitor, talk: Talk) -> None:
    assert visitor.get(talk.root).location.endswith("/review/room")
    visitor.post(f"{talk.root}/go", to="then-now")
    assert visitor.get(talk.root).location.endswith("/review/then-now")
    visitor.post(f"{talk.root}/go", to="nowhere")
    assert visitor.get(talk.root).location.endswith("/review/room"), "what is gone is no dead end"
    assert visitor.get(f"{talk.root}/about-confidence").location.endswith("/review"), (
        "nor a page of a measure not picked"
    )


def test_two_measures_are_talked_about_and_no_third(visitor: Visitor, journal: Journal, talk: Talk) -> None:
    refused = visitor.post(f"{talk.root}/measures/measures", measure=["confidence", "ambition", "leadership"])
    assert refused.status_code == 409
    assert "Two is the most" in refused.text
    visitor.post(f"{talk.root}/measures/measures", measure=["confidence", "ambition"])
    assert steps(journal, talk)[-6:-4] == ["about-confidence", "about-ambition"]
    sides = visitor.words(f"{talk.root}/about-confidence")
    assert sides.index("What you say") < sides.index("What was counted") < sides.index("What adults saw")
    for said in (sides, visitor.words(f"{talk.root}/end")):
        assert "(right hand, then both hands)" in said
        assert "hands: right" not in said


def test_what_was_counted_is_told_in_the_pupils_language(visitor: Visitor, journal: Journal, talk: Talk) -> None:
    journal.set_preferences(talk.pupil, replace(journal.preferences(talk.pupil), language="pl"))
    journal.set_review(talk.review.id, measures=["confidence", "participation"])
    for page in ("about-confidence", "end"):
        said = visitor.words(f"{talk.root}/{page}")
        assert "(prawa ręka, potem obie ręce)" in said
        assert "both hands)" not in said
    assert "Obecność na 1 spotkaniu" in visitor.words(f"{talk.root}/about-participation")


def test_what_was_said_stands_between_the_signs_and_commas_of_the_language(
    visitor: Visitor, journal: Journal, talk: Talk
) -> None:
    visitor.post(f"{talk.root}/room/room", here=["Me", "My tutor"], copy=["Me"])
    visitor.post(f"{talk.root}/then-now/say", prompt="P2", words="both hands")
    for language, said, here in (("en", "“both hands”", "Me, My tutor"), ("ar", "«both hands»", "Me، My tutor")):
        journal.set_preferences(talk.pupil, replace(journal.preferences(talk.pupil), language=language))
        end = visitor.words(f"{talk.root}/end")
        assert said in end
        assert here in end


# ---- kept at once, and once


POSTS = (
    ("room/room", {"here": ["Me", "My tutor"], "copy": ["Me"], "here-other": "the nurse"}),
    ("then-now/say", {"prompt": "P2", "words": "both hands"}),
    ("sure/back", {"value": "0"}),
    ("helped/tool", {"words": "Slow it down", "on": "yes"}),
    ("helped/say", {"prompt": "P4b", "words": "breathe"}),
    ("next/want", {"words": "a drum kit"}),
    ("next/next-step", {"words": "play for nan", "who": "nan"}),
    ("next/wish", {"words": "play in assembly"}),
    ("about-ambition/light", {"measure": "ambition", "value": "4"}),
    ("about-ambition/view", {"measure": "ambition", "words": "asked for more", "role": "form tutor"}),
    ("about-ambition/hold", {"fact": "minutes playing", "on": "yes"}),
    ("end/copy", {"role": "Me"}),
)


def counts(journal: Journal, talk: Talk) -> dict[str, int]:
    return {table: n for table, n in journal.check().counts.items() if table not in {"operation", "audit"}}


def test_everything_pressed_twice_is_kept_once(visitor: Visitor, journal: Journal, talk: Talk) -> None:
    journal.set_review(talk.review.id, measures=["ambition"])
    for path, form in POSTS:
        first = visitor.post(f"{talk.root}/{path}", **form)
        assert (first.status_code, "?kept=" in first.location) == (303, True), (path, first.text[-400:])
        once = counts(journal, talk)
        assert visitor.post(f"{talk.root}/{path}", **form).status_code == 303
        assert counts(journal, talk) == once, path
    (review,) = journal.reviews(talk.pupil)
    assert (review.room, review.copies, review.held_back) == (
        ("Me", "My tutor", "the nurse"),
        ("Me",),
        ("minutes playing",),
    )
    assert [one.said for one in journal.we_dids(talk.pupil)] == ["a drum kit"]
    assert [(one.what, one.who_helps) for one in journal.next_steps(talk.pupil)] == [("play for nan", "nan")]
    assert [tool.picked for tool in journal.toolkit(talk.pupil)] == [1]
    assert [one.to_whom for one in journal.shares(talk.pupil)] == ["Me"]
    whole = visitor.words(f"{talk.root}/end")
    for words in ("both hands", "breathe", "a drum kit", "play for nan", "nan helps", "Slow it down", "asked for more"):
        assert words in whole


def test_going_back_changes_what_was_said_and_leaves_nothing_of_it_where_it_is_taken_back(
    visitor: Visitor, journal: Journal, talk: Talk
) -> None:
    for words in ("first", "second"):
        visitor.post(f"{talk.root}/then-now/say", prompt="P2", words=words)
    page = visitor.get(f"{talk.root}/then-now").text
    assert (">second</textarea>" in page, ">first<" in page) == (True, False)
    visitor.post(f"{talk.root}/then-now/unsay", prompt="P2")
    assert not [one for one in journal.reflections(talk.pupil) if one.prompt == "P2"]
    visitor.post(f"{talk.root}/next/want", words="drums")
    (wanted,) = journal.we_dids(talk.pupil)
    for _ in range(2):
        assert visitor.post(f"{talk.root}/next/unwant", id=wanted.id).status_code == 303
    assert journal.we_dids(talk.pupil) == ()
    visitor.post(f"{talk.root}/close-{talk.goal}/close", goal=talk.goal, value="3")
    visitor.post(f"{talk.root}/close-{talk.goal}/close", goal=talk.goal, value="5")
    standing = [one.value for one in journal.ratings(talk.pupil) if one.goal == talk.goal and not one.superseded]
    assert standing == [2, 5]


def test_a_goal_is_reached_reworded_and_a_wish_is_live_with_the_pupils_yes_alone(
    visitor: Visitor, journal: Journal, talk: Talk
) -> None:
    visitor.post(f"{talk.root}/next/reword", goal=talk.goal, words="play it to nan", same="no")
    visitor.post(f"{talk.root}/next/reword", goal=talk.goal, words="play it to nan", same="no")
    visitor.post(f"{talk.root}/next/goal-step", goal=talk.goal, words="the first line")
    visitor.post(f"{talk.root}/next/wish", words="sing it")
    wish = journal.goals(talk.pupil)[-1]
    assert (wish.state, wish.set_by) == ("wish", "pupil")
    visitor.post(f"{talk.root}/next/agree", goal=wish.id)
    goals = {goal.id: goal for goal in journal.goals(talk.pupil)}
    assert goals[wish.id].state == "active"
    assert [(one.words, one.same_goal) for one in goals[talk.goal].wordings] == [
        ("picked-goal", True),
        ("play it to nan", False),
    ]
    assert [step.words for step in goals[talk.goal].steps] == ["the first line"]
    page = f"{talk.root}/close-{talk.goal}"
    visitor.post(f"{page}/close", goal=talk.goal, value="1")
    assert 'class="break"' in visitor.get(page).text
    visitor.post(f"{talk.root}/next/goal-state", goal=talk.goal, state="reached")
    assert "I got there" in visitor.words(f"{talk.root}/end")


def test_what_was_typed_is_still_there_when_it_can_not_be_kept(visitor: Visitor, talk: Talk) -> None:
    long = "x" * 300
    refused = visitor.post(f"{talk.root}/next/want", words=long)
    assert refused.status_code == 409
    assert f'value="{long}"' in refused.text
    assert 'role="alert"' in refused.text
    words = "y" * 9000
    kept = visitor.post(f"{talk.root}/then-now/say", prompt="P2", words=words)
    assert kept.status_code in {303, 409}
    if kept.status_code == 409:
        assert words in kept.text


# ---- before and after


def test_what_is_asked_for_today_waits_for_the_next_conversation(
    visitor: Visitor, journal: Journal, talk: Talk, wall: Wall
) -> None:
    visitor.post(f"{talk.root}/next/want", words="a drum kit")
    today = visitor.get(f"{talk.root}/did").text
    assert ("a drum kit" in today, "Still waits" in today) == (False, False)
    visitor.post(f"{talk.root}/end/held")
    wall.on(days=40)
    later = visitor.get(talk.root).text
    assert "a drum kit" in later
    assert 'name="outcome"' in later
    assert " checked>" not in later, "nobody has answered yet"


def test_the_tutor_finds_their_pages_before_it_opens_and_after_it_ends(visitor: Visitor, talk: Talk) -> None:
    visitor.post(f"{talk.root}/end/held")
    page = visitor.get(talk.root).text
    assert f'href="/pupil/{talk.pupil}">To the tutor' in page
    again = visitor.post(f"{talk.root}/end/held")
    assert (again.status_code, again.location) == (303, talk.root), "pressed on a page that was left open"
    assert "It is all kept." in visitor.words(talk.root)
    assert visitor.post("/pupil/nobody/review/end/held").location == "/pupil/nobody/review"
    refused = visitor.post(f"{talk.root}/next/want", words="too late")
    assert refused.status_code == 404
    assert f'href="{talk.root}">Back to our talk' in refused.text
    assert 'href="/"' not in refused.text, "nobody else's pages in front of the pupil"


def test_we_are_done_stands_in_the_bar_and_nobody_is_said_to_be_here_who_was_not_ticked(
    visitor: Visitor, talk: Talk
) -> None:
    end = visitor.get(f"{talk.root}/end").text
    bar = end.partition("<footer")[2].partition("</footer>")[0]
    assert 'form="held"' in bar
    assert "data-on" not in bar, "an arrow key ends nothing"
    assert end.count("We are done") == 1
    assert "Here today" not in end
    visitor.post(f"{talk.root}/room/room", here="My tutor")
    assert "Here today My tutor A copy goes to: nobody" in visitor.words(f"{talk.root}/end")


def test_colours_chosen_where_something_was_refused_lead_back_to_the_step(visitor: Visitor, talk: Talk) -> None:
    refused = visitor.post(f"{talk.root}/next/want", words="x" * 300)
    assert f'name="back" value="{talk.root}/next"' in refused.text
    assert f'data-here="{talk.root}/next"' in refused.text, "the bar says the step, not where it was posted"
    assert visitor.get(f"{talk.root}/next/want").location == f"{talk.root}/next"
    assert "data-here" not in visitor.get(f"{talk.root}/next").text
    visitor.post(f"{talk.root}/end/held")
    page = visitor.post(f"{talk.root}/go", to="next").text
    assert f'name="back" value="{talk.root}"' in page


def test_what_adults_owe_is_answered_before_the_next_conversation_opens(
    visitor: Visitor, journal: Journal, talk: Talk, wall: Wall
) -> None:
    visitor.post(f"{talk.root}/next/want", words="a drum kit")
    assert visitor.post(f"{talk.root}/end/held").location.endswith("/review")
    assert "It is all kept." in visitor.words(talk.root)
    wall.on(days=40)
    assert "a drum kit" in visitor.words(talk.root)
    refused = visitor.post(f"{talk.root}/open")
    assert (refused.status_code, "Say first what came of it" in refused.text) == (409, True)
    (asked,) = journal.we_dids(talk.pupil)
    nothing = visitor.post(f"{talk.root}/answer", id=asked.id, outcome="did", words="", role="head")
    assert (nothing.status_code, 'value="head"' in nothing.text) == (409, True)
    visitor.post(f"{talk.root}/answer", id=asked.id, outcome="did", words="on Tuesdays", role="head of music")
    assert visitor.post(f"{talk.root}/open").status_code == 303
    assert "We did: on Tuesdays (head of music)" in visitor.words(f"{talk.root}/did")
    assert visitor.post(f"{talk.root}/open").status_code == 303
    assert len(journal.reviews(talk.pupil)) == 2


def test_a_pupil_who_is_nobody_has_no_conversation(visitor: Visitor, talk: Talk) -> None:
    for path in ("", "/room", "/sound/x"):
        assert visitor.get(f"/pupil/nobody/review{path}").status_code == 404


# ---- heard


def test_only_what_was_picked_sounds(visitor: Visitor, journal: Journal, talk: Talk) -> None:
    asked = []

    def illustrate(item: str) -> records.Illustration:
        asked.append(item)
        return records.Illustration("", {}, b"ID3 some sound")

    visitor.site.illustrate = illustrate
    heard = visitor.get(f"{talk.root}/sound/{talk.now}", Range="bytes=4-7")
    assert (heard.status_code, heard.data, heard.mimetype) == (206, b"some", "audio/mpeg")
    assert visitor.get(f"{talk.root}/sound/{talk.closed}").status_code == 404
    assert visitor.get(f"{talk.root}/voice/{talk.words}").status_code == 404, "it was not said out loud"
    assert asked == [talk.now]


def test_a_sound_that_is_being_made_keeps_no_other_page_waiting(visitor: Visitor, talk: Talk) -> None:
    go_on, made = threading.Event(), threading.Event()

    def illustrate(_item: str) -> records.Illustration:
        assert go_on.wait(20)
        made.set()
        return records.Illustration("", {}, b"ID3")

    visitor.site.illustrate = illustrate
    path = f"{talk.root}/sound/{talk.now}?ready"
    assert [visitor.get(path).status_code for _ in range(3)] == [202, 202, 202]
    assert visitor.get(f"{talk.root}/then-now").status_code == 200
    assert visitor.get(f"{talk.root}/sound/{talk.closed}?ready").status_code == 404
    go_on.set()
    assert made.wait(20)
    for thread in threading.enumerate():
        if thread.name == "sound of a page":
            thread.join(20)
    assert visitor.get(path).status_code == 204


def test_names_in_what_was_agreed_are_for_an_adult_to_look_at_before_it_is_printed(
    visitor: Visitor, journal: Journal, talk: Talk
) -> None:
    assert "it may name somebody" not in visitor.words(f"{talk.root}/end")
    journal.add_pupil("Zebedee", "moon", "10-12")
    visitor.post(f"{talk.root}/next/want", words="to play with zebedee")
    end = visitor.get(f"{talk.root}/end").text
    assert "zebedee" in end.partition("it may name somebody")[2]
    assert "Zebedee" not in end, "nor does the page tell anybody that there is such a pupil"


def test_hostile_words_are_words(visitor: Visitor, journal: Journal, talk: Talk) -> None:
    wicked = '"><script>alert(1)</script>\u202e&amp;'
    for path in ("next/want", "next/wish", "next/next-step", "helped/tool"):
        visitor.post(f"{talk.root}/{path}", words=wicked, on="yes")
    visitor.post(f"{talk.root}/helped/say", prompt="P4b", words=wicked)
    visitor.post(f"{talk.root}/room/room", **{"here-other": wicked, "copy-other": wicked})
    journal.set_review(talk.review.id, measures=["ambition"])
    visitor.post(f"{talk.root}/about-ambition/view", measure="ambition", words=wicked, role=wicked)
    for page in every_page(visitor, journal, talk).values():
        assert "<script>alert" not in page
        assert "\u202e" not in page
        assert page.count("<script>") == 1
