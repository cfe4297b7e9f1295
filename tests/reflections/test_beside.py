"""Who led by keys alone, had the words or recorded has it in their portfolio, without a part, minutes or sound of others'."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from reflections import Journal, NotFound, pages, portfolio, records, story
from reflections.arranging import as_shown
from reflections.diary import diary
from reflections.naming import marked
from reflections.tables import Operation
from tests.reflections.conftest import met, part
from tests.reflections.test_group_erasing import rows_with
from tests.reflections.test_page import FONT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reflections.conftest import Band


def several(pupil: str, name: str = "melody") -> records.TakePartIn:
    """A part with the keys that were theirs among several."""
    return replace(part(pupil, name), keyboard="1 48-72")


def kept(
    journal: Journal, band: Band, role: str = "leader", title: str = "Round", *names: str, **of: str
) -> records.Take:
    """A take of the group's in which Cas has a role and no part."""
    group, ids = band
    session = met(journal, group)
    journal.attend(session.id, ids["Cas"], role=role)
    piece = journal.keep_piece(of.get("owner"), title, kind="tune", chosen_by="together", session=session.id)
    parts = [several(ids[name], name) for name in names or ("Amira", "Ben")]
    return journal.keep_take(piece.id, parts, seconds=2.0, tempo=90.0, session=session.id)


def told(journal: Journal, pupil: str) -> list[tuple[str, str]]:
    """What the portfolio says that they did, beside what they played."""
    page = portfolio.page(journal.evidence(pupil), {})
    return [(one.title, one.did) for one in page.beside]


@pytest.mark.parametrize(
    ("role", "did"),
    [
        ("leader", "I led that day"),
        ("helper", "I helped that day"),
        ("words", "I had the words"),
        ("recordist", "I recorded that day"),
        ("player", ""),
        ("listener", ""),
    ],
)
def test_a_role_without_a_part_has_a_row_and_one_who_only_came_has_none(
    journal: Journal, band: Band, role: str, did: str
) -> None:
    kept(journal, band, role)
    evidence = journal.evidence(band[1]["Cas"])
    assert told(journal, evidence.pupil.id) == ([("Round", did)] if did else [])
    assert evidence.pieces == (), "no part, and none that is empty"
    assert diary(evidence) == (), "no minutes are counted of what others played"
    assert told(journal, band[1]["Amira"]) == []


def test_the_page_says_title_day_and_role_and_nothing_of_who_played(journal: Journal, band: Band) -> None:
    take = kept(journal, band)
    journal.let_go_along(band[1]["Ben"], take.id, yes=True)
    evidence = journal.evidence(band[1]["Cas"])
    page = pages.html(portfolio.page(evidence, {}), font=FONT)
    assert "What I did with others" in page
    assert "Round</b>, 3 Jun<br>I led that day" in page
    assert "Nothing kept yet" not in page
    assert [name for name in ("Amira", "Ben", "<audio", "When I played") if name in page] == []


def test_a_piece_and_day_stands_once_and_not_where_they_also_played_it_that_day(journal: Journal, band: Band) -> None:
    take, cas = kept(journal, band), band[1]["Cas"]
    again = {"seconds": 2.0, "tempo": 90.0, "session": take.session}
    journal.keep_take(take.piece, [several(band[1]["Ben"])], **again)
    assert told(journal, cas) == [("Round", "I led that day")]
    journal.keep_take(take.piece, [several(band[1]["Ben"]), several(cas)], **again)
    assert told(journal, cas) == [], "it stands with the take they play in"


def test_a_part_that_they_put_aside_leaves_no_row(journal: Journal, band: Band) -> None:
    take = kept(journal, band, "leader", "Round", "Amira", "Cas")
    journal.not_wanted(take.id, band[1]["Cas"])
    assert told(journal, band[1]["Cas"]) == []


def test_i8_what_one_plays_alone_in_their_session_is_nobody_elses(journal: Journal, band: Band) -> None:
    group, ids = band
    session = met(journal, group)
    journal.attend(session.id, ids["Cas"], role="leader")
    piece = journal.keep_piece(ids["Ben"], "Mine alone", kind="own", session=session.id)
    journal.keep_take(piece.id, [part(ids["Ben"])], seconds=2.0, tempo=90.0, session=session.id)
    assert told(journal, ids["Cas"]) == []


@pytest.mark.parametrize("gone", [lambda j, t: j.put_aside(t.id), lambda j, t: j.put_aside(t.piece)])
def test_a_take_or_a_piece_that_is_put_aside_takes_the_row_along(
    journal: Journal, band: Band, gone: Callable[[Journal, records.Take], None]
) -> None:
    gone(journal, kept(journal, band))
    assert told(journal, band[1]["Cas"]) == []


def test_what_they_do_not_show_has_no_row(journal: Journal, band: Band) -> None:
    take, cas = kept(journal, band), band[1]["Cas"]
    evidence = journal.evidence(cas)
    wanted = replace(evidence.preferences, ribbon=records.Ribbon(out=(take.piece,)))
    assert portfolio.page(evidence, {}, wanted).beside == ()
    assert as_shown(replace(evidence, preferences=wanted)).beside == ()


def test_it_goes_home_where_it_is_ticked_and_to_nobody_else(journal: Journal, band: Band) -> None:
    take, cas = kept(journal, band), band[1]["Cas"]
    copy = journal.evidence(cas, copy_for="pupil")
    (one,) = [each for each in story.tellings(copy) if each.kind == "beside"]
    assert (one.where, one.words) == ("Round", "I led that day")
    assert story.only(copy, ()).beside == ()
    assert [each.take for each in story.only(copy, {one.key}).beside] == [take.id]
    for audience in records.AUDIENCES[1:]:
        assert journal.evidence(cas, copy_for=audience).beside == ()


def test_somebodys_name_in_its_title_is_marked_before_it_leaves(journal: Journal, band: Band) -> None:
    kept(journal, band, "leader", "Ben's tune")
    found = marked(journal.evidence(band[1]["Cas"], copy_for="pupil"), ["Ben"])
    assert [(each.words, each.text) for each in found] == [("Ben", "Ben's tune")]


def test_i9_erasing_whoever_had_the_role_takes_it_and_leaves_the_take(journal: Journal, band: Band) -> None:
    take, cas = kept(journal, band), band[1]["Cas"]
    journal.erase_pupil(cas, "safeguarding lead")
    with pytest.raises(NotFound):
        journal.evidence(cas)
    # That somebody was erased stays known by this number, so that no laptop brings them back; nothing else is.
    found = {*rows_with(journal, cas), *rows_with(journal, cas.replace("-", ""))}  # as rows have it, and as changes do
    assert found <= {"audit", "erasure", "operation"}
    with journal._reading() as session:
        assert [one for one in session.scalars(select(Operation)) if cas in (one.value or "")] == []
    assert len(journal.take(take.id).parts) == 2
    assert journal.check().problems == ()


def test_i9_erasing_who_played_leaves_nothing_of_theirs_in_it(journal: Journal, band: Band) -> None:
    ids = band[1]
    take = kept(journal, band, "leader", "Ben's own", "Amira", "Ben", owner=ids["Ben"])
    journal.erase_pupil(ids["Ben"], "safeguarding lead")
    assert told(journal, ids["Cas"]) == [("A piece", "I led that day")]
    journal.erase_pupil(ids["Amira"], "safeguarding lead")
    assert told(journal, ids["Cas"]) == [], "nobody is left who played it"
    with pytest.raises(NotFound):
        journal.take(take.id)
    assert journal.check().problems == ()
