"""A group's portfolio: what several of them played, with its sound, and nothing that one of them said, made or played alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections.records import Illustration
from reflections.together import together
from tests.reflections.conftest import part
from tests.reflections.web.conftest import words
from tests.reflections.web.playing import ALONE, Playing

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import Journal
    from tests.reflections.web.conftest import Visitor

pytestmark = pytest.mark.whole


@pytest.fixture
def heard(journal: Journal, visiting: Callable[..., Visitor]) -> Visitor:
    """A visitor whose site has sound."""
    return visiting(journal, illustrate=lambda item, **_: Illustration("", {}, b"ID3" + item.encode(), clean=True))


def test_it_has_what_they_played_together_and_nothing_of_one_of_them(visitor: Visitor, owls: Playing) -> None:
    page = visitor.get(f"/group/{owls.group}/portfolio").text
    said = words(page)
    assert "group-piece" in said
    assert "We chose it together." in said
    assert "Then and now" in said
    assert "Our goals group-goal Set by us" in said
    assert [
        token
        for token in (*ALONE, "Amira", "Ben", "<b>Owls", "on my own", "My words", "How close am I")
        if token in page
    ] == []


def test_it_is_told_in_the_laptops_language(journal: Journal, owls: Playing, visiting: Callable[..., Visitor]) -> None:
    page = visiting(journal, language="ar").get(f"/group/{owls.group}/portfolio").text
    assert '<html lang="ar" dir="rtl"' in page
    assert "أهدافنا group-goal وضعناه نحن" in words(page)
    assert "Our " not in words(page)


def test_what_one_played_in_a_session_of_theirs_is_not_the_groups(journal: Journal, owls: Playing) -> None:
    session = journal.open_session(owls.pupils, mode="group", group=owls.group)
    solo = journal.keep_piece(owls.pupils[0], "solo", kind="own", session=session.id)
    journal.keep_take(solo.id, [part(owls.pupils[0])], session=session.id, seconds=2.0, tempo=90.0)
    evidence = together(journal, owls.group)
    assert [one.piece.title for one in evidence.pieces] == ["group-piece"]
    assert {each.pupil for one in evidence.pieces for take in one.takes for each in take.parts} == {owls.group}


def test_its_sound_is_that_of_its_own_takes_and_of_no_other(heard: Visitor, owls: Playing) -> None:
    place = f"/group/{owls.group}/music"
    assert f'src="{place}/{owls.take}"' in heard.get(f"/group/{owls.group}/portfolio").text
    assert heard.get(f"{place}/{owls.take}").data == b"ID3" + owls.take.encode()
    assert heard.get(f"{place}/{owls.take}/score").status_code == 200
    assert heard.get(f"{place}/{owls.alone}").status_code == 404
    assert heard.get(f"{place}/{owls.alone}/score").status_code == 404


def test_a_part_that_is_put_aside_and_a_take_that_is_are_not_on_it(journal: Journal, owls: Playing) -> None:
    journal.put_aside(owls.take)
    (piece,) = together(journal, owls.group).pieces
    (left,) = piece.takes
    journal.put_part_aside(left.parts[0].id)
    assert together(journal, owls.group).pieces == (), "what is left of it one of them played"


def test_the_groups_page_leads_there_and_back_and_one_that_is_gone_has_a_sentence(
    visitor: Visitor, owls: Playing
) -> None:
    place = f"/group/{owls.group}"
    assert f'href="{place}/portfolio"' in visitor.get(place).text
    assert f'href="{place}"' in visitor.get(f"{place}/portfolio").text
    assert visitor.get(f"/group/{owls.pupils[0]}/portfolio").status_code == 404
