"""What is kept is tied to the goal it was for: from the start, from now on, afterwards for all of it, or not at all."""

from typing import Any

import pytest

from reflections import Journal
from tests.reflections.conftest import part


@pytest.fixture
def jo(journal: Journal) -> Any:
    return journal.add_pupil("Jo", "bird", "10-12")


def two_goals(journal: Journal, pupil: Any) -> tuple[Any, Any]:
    return tuple(journal.agree(journal.wish(pupil.id, words).id) for words in ("Play for Nan", "Both hands"))


def goals_of_takes(journal: Journal, piece: Any) -> list[tuple[str, ...]]:
    return [take.goals for take in journal.takes(piece.id)]


def test_a_piece_taken_on_for_a_goal_leaves_its_earlier_takes_as_they_were(journal: Journal, jo: Any) -> None:
    first, second = two_goals(journal, jo)
    piece = journal.keep_piece(jo.id, "Bus", kind="song", goal=first.id)
    journal.keep_take(piece.id, (part(jo.id),), seconds=1.0, tempo=90.0)
    journal.take_on(piece.id, second.id)
    journal.keep_take(piece.id, (part(jo.id),), seconds=1.0, tempo=90.0)

    assert goals_of_takes(journal, piece) == [(first.id,), (second.id,)]
    assert journal.piece(piece.id).goals == (second.id,)


def test_said_afterwards_it_holds_for_all_that_was_kept_of_it(journal: Journal, jo: Any) -> None:
    first, second = two_goals(journal, jo)
    piece = journal.keep_piece(jo.id, "Bus", kind="song", goal=first.id)
    journal.keep_take(piece.id, (part(jo.id),), seconds=1.0, tempo=90.0)
    journal.keep_version(piece.id, b"MThd", "done")
    journal.was_for(piece.id, second.id)

    evidence = {one.goal.id: one for one in journal.evidence(jo.id).goals}
    assert (evidence[first.id].pieces, evidence[first.id].takes, evidence[first.id].versions) == ((), (), ())
    assert evidence[second.id].pieces == (piece.id,)
    assert len(evidence[second.id].takes) == len(evidence[second.id].versions) == 1


def test_just_for_fun_leaves_no_tie_and_the_next_take_has_none(journal: Journal, jo: Any) -> None:
    first, second = two_goals(journal, jo)
    piece = journal.keep_piece(jo.id, "Bus", kind="song", goal=first.id)
    take = journal.keep_take(piece.id, (part(jo.id),), seconds=1.0, tempo=90.0)
    journal.link(take=take.id, goal=second.id)
    journal.was_for(piece.id, None)
    journal.keep_take(piece.id, (part(jo.id),), seconds=1.0, tempo=90.0)

    assert goals_of_takes(journal, piece) == [(), ()]
    assert all(one.pieces == () for one in journal.evidence(jo.id).goals)


def test_what_a_take_shows_of_a_measure_stays_when_its_goal_goes(journal: Journal, jo: Any) -> None:
    first, _ = two_goals(journal, jo)
    piece = journal.keep_piece(jo.id, "Bus", kind="song", goal=first.id)
    take = journal.keep_take(piece.id, (part(jo.id),), seconds=1.0, tempo=90.0)
    journal.link(take=take.id, measure="motivation")
    journal.was_for(piece.id, None)

    from sqlalchemy import select

    from reflections.tables import EvidenceTag

    with journal._reading() as session:
        assert [tag.measure for tag in session.scalars(select(EvidenceTag))] == ["motivation"]
