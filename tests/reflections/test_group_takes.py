"""A take that several play: one part undone or played again leaves the others', and goes with its pupil byte for byte (I9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections import Journal, NotAllowed, NotFound, records
from tests.reflections.conftest import met, part
from tests.reflections.test_group_erasing import rows_with

if TYPE_CHECKING:
    from tests.reflections.conftest import Band

THREE = ("Amira", "Ben", "Cas")


def kept(journal: Journal, band: Band, *names: str) -> records.Take:
    """A take of the group's in which each plays a part of their own, in a session of theirs."""
    group, ids = band
    session = met(journal, group)
    piece = journal.keep_piece(None, "Round", kind="tune", chosen_by="together", session=session.id)
    parts = [part(ids[name], name, f"MThd-{name}".encode()) for name in names or THREE]
    return journal.keep_take(piece.id, parts, seconds=2.0, tempo=90.0, session=session.id)


def midi(journal: Journal, take: records.Take) -> list[bytes | None]:
    return [each.midi for each in journal.take(take.id).parts]


def test_a_part_played_again_stands_and_the_earlier_one_is_history(journal: Journal, band: Band) -> None:
    take, ben = kept(journal, band), band[1]["Ben"]
    after = journal.retake_part(take.id, part(ben, "Ben", b"MThd-Ben again"))
    assert midi(journal, after) == [b"MThd-Amira", b"MThd-Cas", b"MThd-Ben again"]
    earlier, later = journal.part_history(take.id, ben)
    assert (earlier.aside, later.aside) == (True, False)

    journal.put_part_back(earlier.id)
    assert midi(journal, take) == [b"MThd-Amira", b"MThd-Ben", b"MThd-Cas"]
    assert [each.aside for each in journal.part_history(take.id, ben)] == [False, True]


def test_a_part_undone_leaves_the_others_and_is_nowhere_in_what_its_pupil_has(journal: Journal, band: Band) -> None:
    take, ids = kept(journal, band), band[1]
    journal.put_part_aside(take.parts[1].id)
    assert midi(journal, take) == [b"MThd-Amira", b"MThd-Cas"]
    assert journal.latest_takes(ids["Ben"], 5) == ()
    assert [one.takes for one in journal.evidence(ids["Ben"]).pieces] == [()]
    assert [one.id for one in journal.latest_takes(ids["Amira"], 5)] == [take.id]


def test_a_take_of_which_no_part_stands_is_put_aside_and_comes_back_with_one(journal: Journal, band: Band) -> None:
    take = kept(journal, band, "Amira", "Ben")
    for each in take.parts:
        last = journal.put_part_aside(each.id)
    assert last.hidden
    assert not journal.put_part_back(take.parts[0].id).hidden
    assert midi(journal, take) == [b"MThd-Amira"]


def test_a_part_without_music_or_without_a_pupil_takes_nobodys_place(journal: Journal, band: Band) -> None:
    take, ids = kept(journal, band), band[1]
    for nothing in (part(ids["Ben"], midi=b""), part(None)):
        with pytest.raises(NotAllowed):
            journal.retake_part(take.id, nothing)
    assert len(midi(journal, take)) == 3


def test_a_take_that_grew_from_several_recordings_lets_all_of_them_go(journal: Journal, band: Band) -> None:
    _group, ids = band
    rows = [journal.begin_recording(pupil=ids[name], context={"kind": "take"}) for name in THREE]
    for row in rows:
        journal.take_chunk(row, 0, b"played", 1.0)
        journal.end_recording(row, keep=True)
    piece = journal.keep_piece(None, "Round", kind="tune", chosen_by="together")
    journal.keep_take(piece.id, [part(ids["Ben"])], seconds=1.0, tempo=90.0, recording=rows[:2])
    assert [one.id for one in journal.unfinished()] == rows[2:]
    take = journal.takes(piece.id)[0]
    journal.retake_part(take.id, part(ids["Cas"], midi=b"MThd-Cas"), recordings=rows[2:])
    assert journal.unfinished() == ()


def test_i9_erasing_one_takes_their_notes_put_aside_and_unfinished_too_and_the_take_still_plays(
    journal: Journal, band: Band
) -> None:
    take, ids = kept(journal, band), band[1]
    token = "Zzqnotes"
    journal.retake_part(take.id, part(ids["Ben"], f"Ben {token}", f"MThd-{token}".encode()))
    journal.put_part_back(journal.part_history(take.id, ids["Ben"])[0].id)
    row = journal.begin_recording(pupil=ids["Ben"], context={"kind": "take"})
    journal.take_chunk(row, 0, token.encode(), 1.0)
    assert {"take_part", "take_chunk", "operation"} <= set(rows_with(journal, token))
    journal.erase_pupil(ids["Ben"], "safeguarding lead")
    assert rows_with(journal, token) == []
    assert midi(journal, take) == [b"MThd-Amira", b"MThd-Cas"]
    assert journal.check().problems == ()


def test_i8_what_one_takes_home_of_a_group_take_is_their_own_part(journal: Journal, band: Band) -> None:
    take, ids = kept(journal, band), band[1]
    (one,) = journal.evidence(ids["Ben"], copy_for="pupil").pieces
    assert [each.pupil for each in one.takes[0].parts] == [ids["Ben"]]
    assert len(journal.take(take.id).parts) == 3


def test_i8_nobody_is_asked_for_and_an_unanswered_question_is_a_no(journal: Journal, band: Band) -> None:
    take, ids = kept(journal, band), band[1]
    for name in THREE:
        assert journal.goes_along(ids[name]) == {take.id: False}
        assert journal.with_others(ids[name], [take.id]) == {}


def test_i8_what_goes_home_with_others_has_only_those_who_said_yes_and_from_then_on(
    journal: Journal, band: Band
) -> None:
    take, ids = kept(journal, band), band[1]
    journal.let_go_along(ids["Ben"], take.id, yes=True)
    assert journal.goes_along(ids["Ben"]) == {take.id: True}
    assert journal.with_others(ids["Amira"], [take.id]) == {take.id: (b"MThd-Amira", b"MThd-Ben")}
    assert journal.with_others(ids["Cas"], [take.id]) == {take.id: (b"MThd-Ben", b"MThd-Cas")}
    assert journal.with_others(ids["Ben"], [take.id]) == {}, "their own yes lets them have nobody else"
    journal.let_go_along(ids["Ben"], take.id, yes=False)
    assert journal.with_others(ids["Amira"], [take.id]) == {}


def test_i8_a_yes_is_to_the_part_that_stood_then(journal: Journal, band: Band) -> None:
    take, ids = kept(journal, band), band[1]
    journal.let_go_along(ids["Ben"], take.id, yes=True)
    journal.retake_part(take.id, part(ids["Ben"], "Ben", b"MThd-Ben again"))
    assert journal.goes_along(ids["Ben"]) == {take.id: False}
    assert journal.with_others(ids["Amira"], [take.id]) == {}
    earlier, _later = journal.part_history(take.id, ids["Ben"])
    journal.put_part_back(earlier.id)
    assert journal.with_others(ids["Amira"], [take.id]) == {}, "they have not been asked since"
    journal.let_go_along(ids["Ben"], take.id, yes=True)
    assert journal.with_others(ids["Amira"], [take.id]) == {take.id: (b"MThd-Amira", b"MThd-Ben")}


@pytest.mark.parametrize("where", ["in their music", "among their yeses"])
def test_i8_a_yes_that_was_taken_back_comes_back_with_no_part(journal: Journal, band: Band, where: str) -> None:
    take, ben = kept(journal, band), band[1]["Ben"]
    journal.let_go_along(ben, take.id, yes=True)
    journal.retake_part(take.id, part(ben, "Ben", b"MThd-Ben again"))
    journal.let_go_along(ben, take.id, yes=True)
    if where == "in their music":
        journal.let_go_along(ben, take.id, yes=False)
    else:
        journal.take_back_yes(ben, journal.yeses(ben)[0].key)
    for each in journal.part_history(take.id, ben):
        for stands in (True, False):
            (journal.put_part_back if stands else journal.put_part_aside)(each.id)
        journal.put_part_back(each.id)
        assert journal.with_others(band[1]["Amira"], [take.id]) == {}
        assert journal.goes_along(ben) == {take.id: False}


def test_i8_a_part_that_was_out_for_a_while_goes_along_as_before_and_a_no_holds_for_it_too(
    journal: Journal, band: Band
) -> None:
    take, ben = kept(journal, band), band[1]["Ben"]
    own = take.parts[1].id
    for yes in (True, False):
        journal.let_go_along(ben, take.id, yes=True)
        journal.put_part_aside(own)
        if not yes:
            journal.let_go_along(ben, take.id, yes=False)
        journal.put_part_back(own)
        assert journal.goes_along(ben) == {take.id: yes}


def test_i8_nobody_else_answers_for_them_and_a_stranger_has_nothing_of_it(journal: Journal, band: Band) -> None:
    take, ids = kept(journal, band, "Amira", "Ben"), band[1]
    journal.let_go_along(ids["Ben"], take.id, yes=True)
    with pytest.raises(NotFound):
        journal.let_go_along(ids["Cas"], take.id, yes=True)
    assert journal.with_others(ids["Cas"], [take.id]) == {}
    assert journal.goes_along(ids["Cas"]) == {}
    assert journal.played_with(ids["Amira"]) == (ids["Ben"],)


def test_a_take_of_one_is_nobody_elses_to_take_home(journal: Journal, band: Band) -> None:
    take, ids = kept(journal, band, "Ben"), band[1]
    assert journal.goes_along(ids["Ben"]) == {}
    assert journal.with_others(ids["Ben"], [take.id]) == {}


def test_whoever_does_not_want_a_take_puts_their_own_part_aside_and_nobody_elses(journal: Journal, band: Band) -> None:
    take, ids = kept(journal, band), band[1]
    journal.not_wanted(take.id, ids["Ben"])
    assert midi(journal, take) == [b"MThd-Amira", b"MThd-Cas"]
    assert [one.id for one in journal.latest_takes(ids["Amira"], 5)] == [take.id]
    journal.wanted_after_all(take.id, ids["Ben"])
    assert midi(journal, take) == [b"MThd-Amira", b"MThd-Ben", b"MThd-Cas"]


def test_a_take_that_nobody_else_plays_in_any_more_is_put_aside_whole(journal: Journal, band: Band) -> None:
    take, ids = kept(journal, band, "Amira", "Ben"), band[1]
    journal.not_wanted(take.id, ids["Amira"])
    journal.not_wanted(take.id, ids["Ben"])
    assert journal.take(take.id).hidden
    journal.wanted_after_all(take.id, ids["Ben"])
    assert not journal.take(take.id).hidden
    assert midi(journal, take) == [b"MThd-Ben"]


def test_who_has_no_part_that_stands_in_a_take_can_put_none_of_it_aside(journal: Journal, band: Band) -> None:
    take, ids = kept(journal, band, "Amira", "Ben"), band[1]
    for pupil in (ids["Cas"], ids["Ben"]):
        if pupil == ids["Ben"]:
            journal.put_part_aside(journal.part_history(take.id, pupil)[0].id)
        journal.not_wanted(take.id, pupil)
        assert not journal.take(take.id).hidden
        assert midi(journal, take)[0] == b"MThd-Amira"
    journal.wanted_after_all(take.id, ids["Cas"])
    assert midi(journal, take) == [b"MThd-Amira"], "what they did not put aside they do not bring back"
