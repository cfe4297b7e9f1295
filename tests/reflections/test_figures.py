"""Figures about several pupils (I15): counts of at least five, and none from which fewer can be worked out."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflections.figures import KINDS, may_be_told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflections import Journal, records


def people(*numbers: int) -> set[tuple[str, str]]:
    return {(f"p{n}", "") for n in numbers}


# ---- the rule


@pytest.mark.parametrize(("many", "told"), [(0, True), (1, False), (4, False), (5, True)])
def test_a_figure_is_of_nobody_or_of_five(many: int, told: bool) -> None:
    assert may_be_told([people(*range(many))]) == (told,)


def test_one_pupil_in_five_places_is_one() -> None:
    assert may_be_told([{("p1", f"group {n}") for n in range(5)}]) == (False,)


@pytest.mark.parametrize(("everyone", "told"), [(5, True), (6, False), (9, False), (10, True)])
def test_a_group_is_held_back_where_everyone_without_it_is_too_few(everyone: int, told: bool) -> None:
    assert may_be_told([people(*range(everyone)), people(*range(5))]) == (True, told)


def test_two_groups_are_looked_at_together_with_everyone() -> None:
    everyone, first, second = people(*range(12)), people(*range(5)), people(*range(5, 10))
    assert may_be_told([everyone, first, second]) == (True, True, False)  # the last two would be left over


def test_what_was_held_back_takes_nothing_from_what_comes_after() -> None:
    assert may_be_told([people(1, 2), people(*range(5))]) == (False, True)


@given(st.lists(st.frozensets(st.integers(0, 13), max_size=14), min_size=1, max_size=4))
def test_no_sum_or_difference_of_what_is_told_is_about_fewer_than_five(sets: Sequence[frozenset[int]]) -> None:
    may = may_be_told([people(*each) for each in sets])
    told = [each for each, yes in zip(sets, may, strict=True) if yes]
    for signs in product((-1, 0, 1), repeat=len(told)):
        left = [n for n in range(14) if sum(s for s, each in zip(signs, told, strict=True) if n in each)]
        assert len(left) == 0 or len(left) >= 5


# ---- through the journal


def some(journal: Journal, many: int) -> list[str]:
    return [journal.add_pupil(f"Alias{n}", "fox", "10-12").id for n in range(many)]


def lesson(journal: Journal, pupils: Sequence[str], group: str | None = None, minutes: int = 30) -> str:
    mode = "group" if group else "one-to-one"
    session = journal.open_session(pupils, mode=mode, group=group, minutes=minutes)
    return journal.close_session(session.id).id


def finish(journal: Journal, pupil: str) -> None:
    piece = journal.keep_piece(pupil, "Zqtitle", kind="own")
    journal.keep_version(piece.id, b"MThd", "done")


def of(found: tuple[records.Figures, ...], group: str | None = None) -> dict[str, int | None]:
    return dict(next(one for one in found if one.group == group).counts)


@pytest.mark.parametrize("many", [0, 1, 4])
def test_i15_of_fewer_than_five_nothing_is_told(journal: Journal, many: int) -> None:
    for pupil in some(journal, many):
        lesson(journal, [pupil])
        finish(journal, pupil)
    (everyone,) = journal.figures()
    assert (everyone.pupils, everyone.counts) == (many, ())


def test_i15_of_five_it_is_counted_and_names_nobody(journal: Journal) -> None:
    pupils = some(journal, 5)
    for pupil in pupils:
        lesson(journal, [pupil])
        finish(journal, pupil)
        journal.goal_state(journal.agree(journal.wish(pupil, "Zqgoal").id).id, "reached")
    journal.set_claim(lesson(journal, pupils[:1]), "LA7", 45)
    (everyone,) = journal.figures()
    assert [kind for kind, _ in everyone.counts] == list(KINDS)
    assert of((everyone,)) == {
        "planned": None,
        "held": 6,
        "minutes": 5 * 30 + 45,
        "came": 6,
        "finished": 5,
        "reached": 5,
    }
    assert not any(each in repr(everyone) for each in (*pupils, "Alias", "Zq"))


def test_i15_a_cell_of_one_to_four_is_held_back_in_a_figure_of_five(journal: Journal) -> None:
    pupils = some(journal, 5)
    for pupil in pupils:
        lesson(journal, [pupil])
    for pupil in pupils[:4]:
        finish(journal, pupil)
        finish(journal, pupil)
    found = of(journal.figures())
    assert (found["came"], found["finished"], found["reached"]) == (5, None, None)


def test_i15_nobody_and_a_few_look_alike_whoever_does_it_first(journal: Journal) -> None:
    pupils = some(journal, 5)
    before = of(journal.figures())
    finish(journal, pupils[0])
    assert of(journal.figures()) == before
    assert before["finished"] is None


def test_a_groups_figures_are_of_its_own_sessions(journal: Journal) -> None:
    pupils = some(journal, 10)
    group = journal.add_group("Zqband", pupils[:5], planned_sessions=8)
    lesson(journal, pupils[:5], group.id, minutes=60)
    lesson(journal, pupils[:5], group.id, minutes=60)
    for pupil in pupils[5:]:
        lesson(journal, [pupil])
        finish(journal, pupil)
    found = journal.figures()
    assert of(found, group.id) == {
        "planned": 8,
        "held": 2,
        "minutes": 120,
        "came": 10,
        "finished": None,
        "reached": None,
    }
    assert of(found) == {"planned": 8, "held": 7, "minutes": 270, "came": 15, "finished": 5, "reached": None}


def test_i15_what_a_group_leaves_over_is_never_fewer_than_five(journal: Journal) -> None:
    pupils = some(journal, 8)
    group = journal.add_group("Zqband", pupils[:5])
    lesson(journal, pupils[:5], group.id)
    found = journal.figures()
    assert of(found)["held"] == 1
    assert next(one for one in found if one.group == group.id).counts == ()  # the other three could be worked out


def test_i15_one_members_own_lessons_can_not_be_worked_out(journal: Journal) -> None:
    pupils = some(journal, 6)
    group = journal.add_group("Zqband", pupils)
    lesson(journal, pupils, group.id)
    lesson(journal, pupils[:1])
    lesson(journal, pupils[:1])
    found = journal.figures()
    assert of(found)["held"] == 3
    assert of(found, group.id)["held"] is None  # 3 - 1 would be the two of one pupil
    assert of(found, group.id)["planned"] == 12


def test_a_solo_visit_and_a_session_nobody_came_to_are_not_counted(journal: Journal) -> None:
    pupils = some(journal, 5)
    group = journal.add_group("Zqband", pupils)
    lesson(journal, pupils, group.id)
    journal.close_session(journal.open_session([pupils[0]], solo=True).id)
    off = journal.open_session(pupils, mode="group", group=group.id)
    for pupil in pupils:
        journal.attend(off.id, pupil, state="could not come")
    journal.close_session(off.id)
    found = of(journal.figures(), group.id)
    assert (found["held"], found["came"]) == (1, 5)


def test_guests_are_in_no_figure(journal: Journal) -> None:
    pupils = some(journal, 4)
    group = journal.add_group("Zqband", pupils)
    session = journal.open_session(pupils, mode="group", group=group.id, guests=3)
    journal.close_session(session.id)
    assert all(one.counts == () for one in journal.figures())


def test_every_pair_of_figures_that_is_shown_differs_by_none_or_five(journal: Journal) -> None:
    pupils = some(journal, 12)
    for lot in (pupils[:6], pupils[6:], pupils[3:9]):
        group = journal.add_group("Zqband", lot)
        lesson(journal, lot, group.id)
    sets = {None: set(pupils)} | {one.id: set(one.pupils) for one in journal.groups()}
    shown = [one.group for one in journal.figures() if one.counts]
    assert len(shown) == 3
    for a, b in combinations(shown, 2):
        assert len(sets[a] - sets[b]) in {0, 6, 12}
