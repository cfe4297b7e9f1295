"""A second laptop with a journal of its own, and what moves between two of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from reflections import Journal
from reflections.moving import changes
from reflections.tables import Operation
from tests.reflections.conftest import PASSPHRASE, Wall

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from reflections import records


SAID = "four green boats"

Laptop = Callable[..., Journal]


@pytest.fixture
def laptop(made: tuple[Path, str], tmp_path: Path) -> Iterator[Laptop]:
    """Another tutor's laptop: a journal with nobody in it yet and a clock of its own."""
    opened: list[Journal] = []

    def another(now: Callable[[], Any] | None = None) -> Journal:
        folder = tmp_path / f"laptop-{len(opened)}"
        journal, _ = Journal.create(folder, tutor="Kim", passphrase=PASSPHRASE, help_person="Mr Ode", now=now or Wall())
        opened.append(journal)
        return journal

    yield another
    for journal in opened:
        journal._changed = False
        journal.close()


def move(source: Journal, target: Journal, pupils: list[str] | None = None) -> records.Arrival:
    return target.take_in(source.pack(SAID, pupils), SAID)


def shared_rows(journal: Journal) -> dict[tuple[str, str], dict[str, object]]:
    with journal._reading() as session:
        return {
            (kind.__tablename__, row.id): {c.key: getattr(row, c.key) for c in kind.__table__.columns}
            for kind in changes.IN_ORDER
            for row in session.scalars(select(kind))
        }


def told(journal: Journal) -> set[tuple[str, str]]:
    with journal._reading() as session:
        return {(row.id, row.value) for row in session.scalars(select(Operation))}


def operations_of(session: Session, row: str) -> list[Operation]:
    """What is kept of the changes of one row, oldest first."""
    return list(session.scalars(select(Operation).where(Operation.row == row).order_by(Operation.id)))
