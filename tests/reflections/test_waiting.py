"""The caseload reads of everybody at once what is read of each alone, in as many questions however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections.pages.web.caseload import facts
from tests.reflections.test_quick_reads import statements
from tests.reflections.web.lived import live

if TYPE_CHECKING:
    from reflections import Journal
    from tests.reflections.conftest import Wall


@pytest.fixture
def jo(journal: Journal, wall: Wall) -> str:
    return live(journal, wall)


def test_it_says_of_each_what_is_read_of_them_alone(journal: Journal, wall: Wall, jo: str) -> None:
    journal.close_review(journal.open_review(jo).id)
    for together in ([jo, journal.pupils()[1].id], [jo]):
        wall.on(days=7)
        journal.close_session(journal.open_session(together, mode="group" if together[1:] else "one-to-one").id)
    wall.on(days=7)
    journal.open_session([jo], solo=True)  # alone: no lesson is counted
    journal.end_programme(journal.pupils()[2].id, "planned")
    meant = journal.last_next_times()
    for found in journal.caseload():
        alone = facts(journal, found.whose, meant.get(found.whose.id, ""))
        assert found.due == alone.due
        assert found.steps == tuple(one for one in alone.steps if one.done_on is None)
        assert (found.status, found.next_time) == (alone.status, alone.next_time)
    assert [one.whose for one in journal.caseload()] == list(journal.pupils())
    assert journal.caseload()[0].due.after_sessions == 4


def test_more_pupils_are_no_more_questions(journal: Journal, wall: Wall, jo: str) -> None:
    def asked() -> int:
        with statements(journal) as found:
            journal.caseload()
        return len(found)

    few = asked()
    for n in range(6):
        journal.add_pupil(f"More {n}", "fox", "10-12")
    assert asked() == few
