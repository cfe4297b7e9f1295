"""Erasing one of a group leaves the group without their name, and with nobody else in it no group (I9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reflections import Journal, NotFound, records
from reflections.tables import Base, Operation
from tests.reflections.laptops import operations_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reflections.conftest import Band, Wall


def rows_with(journal: Journal, token: str) -> list[str]:
    """The tables in which a token can be found, those of this computer too."""
    with journal._opened.looking() as raw:
        return [
            name
            for name in sorted(Base.metadata.tables)
            if any(token in str(row) for row in raw.execute(f"select * from {name}").fetchall())
        ]


def operations(journal: Journal, row: str) -> list[Operation]:
    """What is left of the changes of a row."""
    with journal._reading() as session:
        return operations_of(session, row)


def everywhere(name: str) -> Callable[[Journal, records.Group], Any]:
    """Write a name wherever a tutor may write about a group."""

    def written(journal: Journal, group: records.Group) -> None:
        journal.rename_group(group.id, f"{name} and the others")
        journal.set_plan(group.id, pupil_line=f"{name} wants a concert", tutor_line=f"ask {name}")
        journal.add_next_step(group.id, f"{name} asks", f"{name}'s nan")
        journal.add_brief(group.id, "school", "helps", f"{name} sits by the door", f"{name}'s tutor")
        goal = journal.wish(group.id, f"{name} leads", set_by="together")
        journal.agree(goal.id, why=f"{name} asked", first_step=f"{name} counts in", know_by=f"{name} smiles")
        journal.step(goal.id, f"{name} picks the tune")
        journal.reword(goal.id, f"{name} leads twice", same_goal=True)
        review = journal.open_review(group.id)
        said = journal.you_said(review.id, f"{name} wants a stage")
        journal.we_did(said.id, "did", did=f"a stage for {name}", by_role=f"{name}'s tutor")
        journal.end_programme(group.id, "planned", give_to=f"{name}'s nan")
        journal.reopen(group.id)
        session = journal.open_session(group.pupils, mode="group", group=group.id, guests=1)
        journal.close_session(session.id, f"let {name} start")

    return written


def test_i9_erasing_one_leaves_the_group_without_their_name(journal: Journal, band: Band) -> None:
    group, ids = band
    token = journal.change_pupil(ids["Ben"], "Xqzben").alias
    everywhere(token)(journal, group)
    assert {"programme", "plan", "goal_wording", "next_step", "ending", "operation"} <= set(rows_with(journal, token))
    journal.erase_pupil(ids["Ben"], "safeguarding lead")
    assert rows_with(journal, token) == []
    assert [each.field for each in operations(journal, ids["Ben"])] == ["!"]
    now = journal.group(group.id)
    assert (now.shown, now.pupils) == ("a pupil and the others", (ids["Amira"], ids["Cas"]))
    assert (now.runs, now.programme.held) == (True, 1)
    assert journal.goals(group.id)[0].words == "a pupil leads twice"
    assert len(journal.goals(group.id)[0].wordings) == 2
    assert journal.check().problems == ()


def test_i9_a_group_that_nobody_else_was_in_goes_with_its_last_pupil(journal: Journal, band: Band) -> None:
    _, ids = band
    duo = journal.add_group("Zwqduo", [ids["Dee"], ids["Eli"]])
    everywhere("Zwqduo")(journal, duo)
    journal.erase_pupil(ids["Dee"], "tutor")
    assert journal.group(duo.id).pupils == (ids["Eli"],)
    journal.erase_pupil(ids["Eli"], "tutor")
    with pytest.raises(NotFound):
        journal.group(duo.id)
    assert rows_with(journal, "Zwqduo") == []
    assert journal.check().problems == ()


def test_i9_a_guest_who_was_counted_keeps_no_note_about_one_who_is_erased(journal: Journal, band: Band) -> None:
    _, ids = band
    session = journal.open_session([ids["Gus"]])
    journal.count_guests(session.id, 1)
    journal.close_session(session.id, "Zzquiet today")
    journal.erase_pupil(ids["Gus"], "tutor")
    assert rows_with(journal, "Zzquiet") == []


def test_i9_a_name_they_had_before_goes_too_in_every_form(journal: Journal, band: Band, wall: Wall) -> None:
    group, ids = band
    token = journal.change_pupil(ids["Ben"], "Xqzben").alias
    session = journal.open_session(group.pupils, mode="group", group=group.id)
    journal.write_note(session.id, lit_up=f"{token}s drum, {token}_2, {token.upper()}'s song", was_hard=f"{token}ovic")
    journal.rename_group(group.id, f"{token} and Cas")
    wall.on(hours=1)
    journal.rename_group(group.id, "Drums")
    journal.change_pupil(ids["Ben"], "Amir")
    journal.change_pupil(ids["Ben"], "Zed")
    journal.change_pupil(ids["Cas"], "Amir")
    journal.write_note(session.id, they_said="Amir counted in")
    journal.close_session(session.id)
    journal.erase_pupil(ids["Ben"], f"{token}'s mum")
    note = journal.tutor_note(session.id)
    assert (note.lit_up, note.was_hard) == ("a pupil's drum, a pupil_2, a pupil's song", f"{token}ovic")
    assert note.they_said == "Amir counted in"  # by now that is somebody else's
    assert rows_with(journal, f"{token} ") == rows_with(journal, f"{token}'") == []


def test_i9_whom_a_copy_was_for_is_kept_as_a_role_without_the_name(journal: Journal, band: Band) -> None:
    _, ids = band
    token = journal.change_pupil(ids["Ben"], "Xqzben").alias
    journal.held_was_given(ids["Ben"], f"{token}'s mum")
    journal.held_was_given(ids["Cas"], f"{token}'s nan")
    erased = journal.erase_pupil(ids["Ben"], f"the mum of {token}")
    assert rows_with(journal, token) == []
    assert erased.by_role == "the mum of a pupil"
    assert {"all that is held, to: a pupil's mum"} <= {left.what for left in erased.left}
    assert {line.purpose for line in journal.audit()} >= {"a pupil's mum", "a pupil's nan"}
