"""A group's pages: what they did together and agreed, and nothing that one of them said, answered or made alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections import conversation
from reflections.records import Illustration
from tests.reflections.web.playing import ALONE, TOGETHER, Playing

if TYPE_CHECKING:
    from reflections import Journal
    from tests.reflections.web.conftest import Visitor

pytestmark = pytest.mark.whole


def steps(journal: Journal, owls: Playing) -> list[str]:
    return [step.key for step in conversation.agenda(conversation.brought(journal, owls.group))]


def test_nothing_of_one_of_them_is_in_any_page(visitor: Visitor, journal: Journal, owls: Playing) -> None:
    visitor.post(f"{owls.root}/next/want", words="a bigger room")
    pages = {key: visitor.get(f"{owls.root}/{key}") for key in steps(journal, owls)}
    assert {key: page.status_code for key, page in pages.items()} == dict.fromkeys(pages, 200)
    whole = visitor.get(f"/group/{owls.group}").text + "".join(page.text for page in pages.values())
    assert [token for token in (*ALONE, "Amira", "Ben", "<b>") if token in whole] == []
    assert [token for token in (*TOGETHER, "a bigger room", "Ms Fry") if token not in whole] == []


def test_a_group_is_asked_nothing_that_each_answers_alone(visitor: Visitor, journal: Journal, owls: Playing) -> None:
    assert steps(journal, owls) == ["room", "shown-1", "then-now", "next", "did", "end"]
    for what, form in (
        ("say", {"prompt": "P2", "words": "x"}),
        ("back", {"value": "2"}),
        ("close", {"goal": owls.goal, "value": "4"}),
        ("tool", {"words": "Slow it down", "on": "yes"}),
        ("view", {"measure": "confidence", "words": "x", "role": "x"}),
    ):
        assert visitor.post(f"{owls.root}/next/{what}", **form).status_code == 409, what
    assert journal.ratings(owls.pupils[0]) == ()
    assert "What can you hear that is new?" not in visitor.words(f"{owls.root}/then-now"), "who would have said it?"
    assert "on my own" not in visitor.words(f"{owls.root}/shown-1")


def test_what_the_group_agrees_is_the_groups_and_kept_at_once(
    visitor: Visitor, journal: Journal, owls: Playing
) -> None:
    for path, form in (
        ("room/room", {"here": ["All of us"], "copy": ["Somebody from home"]}),
        ("next/next-step", {"words": "ask the caretaker", "who": "Ms Fry"}),
        ("next/wish", {"words": "play in the yard"}),
        ("next/goal-state", {"goal": owls.goal, "state": "reached"}),
        ("end/copy", {"role": "Somebody from home"}),
    ):
        for _ in range(2):
            assert visitor.post(f"{owls.root}/{path}", **form).status_code == 303, path
    assert [one.what for one in journal.next_steps(owls.group)] == ["group-step", "ask the caretaker"]
    assert [(one.words, one.state) for one in journal.goals(owls.group)] == [
        ("group-goal", "reached"),
        ("play in the yard", "wish"),
    ]
    for pupil in owls.pupils:
        assert [one.to_whom for one in journal.shares(pupil)] == ["Somebody from home"], "each one's log tells of it"
        assert "play in the yard" not in [one.words for one in journal.goals(pupil)]
    assert visitor.post(f"{owls.root}/end/held").location.endswith("/review")
    assert "That was our time together" in visitor.words(owls.root)


def test_only_what_they_played_together_is_heard(visitor: Visitor, owls: Playing) -> None:
    visitor.site.illustrate = lambda _item, **_how: Illustration("", {}, b"ID3 sound")
    assert visitor.get(f"{owls.root}/sound/{owls.take}").data == b"ID3 sound"
    assert visitor.get(f"{owls.root}/sound/{owls.alone}").status_code == 404
    assert visitor.get(f"/group/{owls.pupils[0]}").status_code == 404


def test_the_first_page_names_the_group_with_what_waits_for_it(
    visitor: Visitor, journal: Journal, owls: Playing
) -> None:
    said = visitor.words("/")
    assert "The <b>Owls A review is due. To do by 17 Jun: \u201cgroup-step\u201d Ms Fry helps." in said
    assert "You said, next time: \u201cgroup-step\u201d" in said
    assert "You said, next time: \u201calone-next\u201d" in said, "that is Ben's own"
    (step,) = journal.next_steps(owls.group)
    assert visitor.post(f"/group/{owls.group}/step", step=step.id).location == f"/group/{owls.group}"
    assert "group-step\u201d Ms Fry" not in visitor.words(f"/group/{owls.group}")
    journal.end_programme(owls.group, "planned")
    assert "The <b>Owls A review is due." not in visitor.words("/")
