"""What is played together belongs to each of them: what one made, said or played alone is in no view of another (I8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.reflections.conftest import part

if TYPE_CHECKING:
    from reflections import Journal, records

VIEWS = ["", "pupil", "group", "school", "chosen"]


@dataclass(frozen=True)
class Together:
    """Amira's piece, in which Ben played the bass once."""

    amira: str
    ben: str
    piece: records.Piece
    both: records.Take


@pytest.fixture
def together(journal: Journal) -> Together:
    amira, ben = (journal.add_pupil(name, "fox", "10-12").id for name in ("Amira", "Ben"))
    session = journal.open_session([amira, ben], mode="group").id
    piece = journal.keep_piece(amira, "Ours", kind="own", session=session)
    parts = [part(amira), part(ben, "bass", b"MThd-two")]
    both = journal.keep_take(piece.id, parts, session=session, seconds=2.0, tempo=90.0)
    say = journal.reflect(ben, "T6", said_by="typed", body="my bass", take=both.id, who_reads="school")
    journal.let_read(say.id, who_reads="school", who_hears="school")
    return Together(amira, ben, piece, both)


def bens(journal: Journal, together: Together, view: str) -> str:
    journal.seen([one.id for one in journal.unseen().items], "Sam")
    return repr(journal.evidence(together.ben, copy_for=view))


@pytest.mark.parametrize("view", VIEWS)
def test_i8_the_story_of_anothers_piece_is_in_no_view_of_who_plays_in_it(
    journal: Journal, together: Together, view: str
) -> None:
    journal.story(together.piece.id, "Storytoken", "Poemtoken", "Covertoken")
    seen = bens(journal, together, view)
    assert not [token for token in ("Storytoken", "Poemtoken", "Covertoken") if token in seen]
    assert view == "" or together.amira not in seen  # on this computer they see who played with them


@pytest.mark.parametrize("view", VIEWS)
def test_i8_what_one_marked_in_a_take_of_both_is_theirs(journal: Journal, together: Together, view: str) -> None:
    journal.mark(together.both.id, 0.5, words="Amirasmark", pupil=together.amira)
    journal.mark(together.both.id, 0.7)
    journal.mark(together.both.id, 1.0, words="Bensmark", pupil=together.ben)
    seen = bens(journal, together, view)
    assert "Amirasmark" not in seen
    assert seen.count("kind='that bit'") == ("Bensmark" in seen)  # the bare one is whose piece it is
    assert ("Bensmark" in seen) == (view in {"", "pupil"})
    (one,) = journal.evidence(together.amira).pieces
    assert [marker.words for marker in one.markers] == ["Amirasmark", ""]


@pytest.mark.parametrize("view", VIEWS)
def test_i8_a_version_of_anothers_piece_is_not_taken_home(journal: Journal, together: Together, view: str) -> None:
    version = journal.keep_version(together.piece.id, b"MThd-solo", "Versiontoken")
    seen = bens(journal, together, view)
    assert version.id not in seen
    assert "Versiontoken" not in seen
    assert [made.id for made in journal.evidence(together.amira).pieces[0].versions] == [version.id]


@pytest.mark.parametrize("beside", ["nobody", "tutor", "app", "guest"])
@pytest.mark.parametrize("view", VIEWS)
def test_i8_what_one_played_alone_in_it_is_in_no_view_of_the_other(
    journal: Journal, together: Together, view: str, beside: str
) -> None:
    parts = [part(together.amira)]
    if beside != "nobody":
        parts.append(part(None, "beside", b"MThd-beside", beside))
    solo = journal.keep_take(together.piece.id, parts, seconds=2.0, tempo=90.0)
    for_amira = journal.keep_take(together.piece.id, [part(None, "shown", b"MThd-t", "tutor")], seconds=2.0, tempo=90.0)
    seen = bens(journal, together, view)
    assert solo.id not in seen
    assert for_amira.id not in seen
    assert {take.id for take in journal.evidence(together.amira).pieces[0].takes} == {
        together.both.id,
        solo.id,
        for_amira.id,
    }


def test_i8_what_another_played_alone_in_my_piece_is_theirs(journal: Journal, together: Together) -> None:
    alone = journal.keep_take(together.piece.id, [part(together.ben, "bass")], seconds=2.0, tempo=90.0)
    assert alone.id not in repr(journal.evidence(together.amira))
    assert alone.id in bens(journal, together, "pupil")
