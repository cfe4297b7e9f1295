"""A page says of a take or a version that pupil and tutor played it together."""

from typing import TYPE_CHECKING

import pytest

from reflections import Journal, NotAllowed, portfolio
from reflections.sentences import Spoken
from tests.reflections import page_sample as sample

if TYPE_CHECKING:
    from tests.reflections.conftest import Lesson


def test_a_take_that_pupil_and_tutor_played_says_so_and_never_that_somebody_was_on_their_own() -> None:
    mine = sample.part("melody", sample.facts(sample.melody()))
    theirs = sample.part("bass", sample.facts(sample.bass()), None, "tutor")
    both, alone = (sample.take("t", "bus", 0, *parts, mode="free") for parts in ((mine, theirs), (mine,)))
    assert portfolio._how(both, Spoken()) == "both hands, full speed, with my tutor"
    assert portfolio._how(alone, Spoken()) == "both hands, full speed, on my own"


def test_a_version_in_which_the_tutor_is_heard_says_so_and_one_of_the_pupils_own_does_not(
    journal: Journal, lesson: "Lesson"
) -> None:
    piece = journal.keep_piece(lesson.pupil.id, "Rain", kind="own", content=b"MThd").id
    for players in ((), ("pupil",), ("pupil", "tutor")):
        journal.keep_version(piece, b"MThd", players=players)
    assert [one.players for one in journal.versions(piece)] == [(), ("pupil",), ("pupil", "tutor")]
    found = next(one for one in journal.evidence(lesson.pupil.id).pieces if one.piece.id == piece)
    part = portfolio.page(sample.replace(journal.evidence(lesson.pupil.id), pieces=(found,)), {}).pieces[0]
    latest = part.shown
    assert latest is not None
    assert [one.how for one in (latest, *part.others)] == ["with my tutor", "", ""]
    with pytest.raises(NotAllowed, match="Who plays"):
        journal.keep_version(piece, b"MThd", players=("Uncle Bob",))
