"""Two laptops and the service through random weeks: offline, under wrong clocks, cut at any statement, sending twice, erasing on one side.

Whatever happened on the way, once all have met they hold the same; no take and no answer is lost or doubled, and nothing of who was
erased lies anywhere any more.
"""

from __future__ import annotations

import contextlib
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from reflections import JournalError
from reflections.central.journal import ServiceJournal
from reflections.central.syncing import meet
from reflections.errors import ServiceTrouble
from reflections.operations import DELETED, ERASED
from tests.reflections.central.test_meeting import a_laptop, alike, all_meet, shut
from tests.reflections.conftest import Wall
from tests.reflections.test_moving_converges import STEPS, Laptop, operations, rows
from tests.unlocked import bytes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.postgres import Server


_WHO, _N = st.integers(0, 1), st.integers(0, 5)
AT_COMMIT = 5  # which of the numbers stands for: all was kept there, and the answer that says so was lost
WEEKS = st.lists(
    st.one_of(
        STEPS,
        st.tuples(st.just("erase"), _WHO, st.just(0)),
        *(st.tuples(st.just(what), _WHO, _N) for what in ("take", "say", "weeks", "meet", "cut", "cut", "twice")),
    ),
    min_size=10,
    max_size=50,
)


@contextlib.contextmanager
def cut_off(service: ServiceJournal, n: int) -> Iterator[None]:
    """The way to the server breaks: before one of its statements, the later the larger `n`, or after all was kept there."""
    engine, left = service._opened.engine, [3 ** (n + 1)]

    def broken(connection: Any, *_of_the_statement: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            connection.connection.driver_connection.close()  # what comes then fails as it does without a network

    def unheard(connection: Any) -> None:
        connection.connection.driver_connection.commit()
        connection.connection.driver_connection.close()

    what, do = ("commit", unheard) if n == AT_COMMIT else ("before_cursor_execute", broken)
    event.listen(engine, what, do)
    try:
        yield
    finally:
        event.remove(engine, what, do)


def sent_twice(mine: Laptop, service: ServiceJournal) -> None:
    """What was said to be lost on the way comes after all, as it was."""
    has = mine.journal.heard_of()
    history = mine.journal.history_beyond(service.heard_of())
    service.take_history(history, has.keys(), datetime.now(UTC))
    told = operations(service)
    again = service.take_history(history, has.keys(), datetime.now(UTC))
    assert not again.added
    assert operations(service) == told


def lived(
    laptops: list[Laptop], service: ServiceJournal, steps: list[tuple[str, int, int]]
) -> tuple[set[str], set[str]]:
    """Do it all; the answers that were given, and the ids of whoever was erased."""
    said: set[str] = set()
    gone: set[str] = set()
    for number, (what, who, n) in enumerate(steps):
        mine, other = laptops[who % 2], laptops[1 - who % 2]
        there = {pupil.id for pupil in mine.journal.pupils()}
        with contextlib.suppress(JournalError):  # three goals are live, a note was sent: the lesson goes on
            match what:
                case "meet":
                    meet(mine.journal, service)
                case "cut":
                    with contextlib.suppress(ServiceTrouble), cut_off(service, n):
                        meet(mine.journal, service)
                case "twice":
                    sent_twice(mine, service)
                case "weeks":
                    mine.wall.on(weeks=n)
                case "sync":
                    mine.hear(other)  # a sealed file, of everything
                case "say" if there:
                    pupil = sorted(there)[n % len(there)]
                    said.add(mine.journal.reflect(pupil, "T6", said_by="typed", body=f"{token(pupil)} {number}").id)
                case _:
                    mine.do(what, n)
        if what == "erase":
            gone |= there - {pupil.id for pupil in mine.journal.pupils()}
    return said, gone


def token(pupil: str) -> str:
    """A word that only what this pupil said holds."""
    return f"Quokka{pupil[-12:]}"


def nothing_is_lost(said: set[str], laptops: list[Laptop], service: ServiceJournal) -> None:
    """Every take and every answer that was kept on either is on all, once, but those of who was erased."""
    known = operations(service)
    gone = {row for _, row, what, _ in known.values() if what in (ERASED, DELETED)}
    kept = set.union(*(each.takes for each in laptops)) - gone
    for journal in (service, *(each.journal for each in laptops)):
        here = rows(journal)
        assert {row for table, row in here if table == "take"} == kept
        assert said - gone <= {row for table, row in here if table == "reflection"}


def nobody_comes_back(gone: set[str], *journals: Any) -> None:
    """Whoever was erased is on none of them, and no value of any row or freed page says what they said."""
    for journal in journals:
        assert not gone & {pupil.id for pupil in journal.pupils()}
        lies = bytes_of(journal._opened) if gone else b""
        assert [pupil for pupil in gone if token(pupil).encode() in lies] == []


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(WEEKS)
def test_random_weeks_of_two_laptops_lose_nothing_and_bring_nobody_back_who_was_erased(
    made: tuple[Path, str], postgres: Server, steps: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as work:
        service = ServiceJournal.at(postgres.address(postgres.tutor()), now=Wall())
        laptops = [a_laptop(made[0], Path(work) / f"laptop-{n}") for n in range(2)]
        try:
            said, gone = lived(
                laptops, service, [("pupil", 0, 0), ("piece", 0, 0), ("meet", 0, 0), ("meet", 1, 0), *steps]
            )
            all_meet(service, *laptops)
            alike(service, *(each.journal for each in laptops))
            nothing_is_lost(said, laptops, service)
            nobody_comes_back(gone, service, *(each.journal for each in laptops))
        finally:
            for each in laptops:
                shut(each.journal)
            service.close()
