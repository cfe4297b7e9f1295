"""Three laptops, any order, wild clocks: whatever is done on them, once all have heard of all they hold the same."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from reflections import Journal, JournalError
from reflections.moving import changes
from reflections.operations import DELETED, ERASED
from reflections.tables import Operation
from tests.reflections.conftest import PASSPHRASE, Wall, part

SAID = "four green boats"
LAPTOPS = 3
_WHO = st.integers(0, LAPTOPS - 1)
_N = st.integers(0, 5)
STEPS = st.one_of(
    st.tuples(st.just("pupil"), _WHO, _N),
    st.tuples(st.just("rename"), _WHO, _N),
    st.tuples(st.just("piece"), _WHO, _N),
    st.tuples(st.just("title"), _WHO, _N),
    st.tuples(st.just("rework"), _WHO, _N),
    st.tuples(st.just("take"), _WHO, _N),
    st.tuples(st.just("say"), _WHO, _N),
    st.tuples(st.just("unsay"), _WHO, _N),
    st.tuples(st.just("goal"), _WHO, _N),
    st.tuples(st.just("goal"), _WHO, _N),
    st.tuples(st.just("state"), _WHO, _N),
    st.tuples(st.just("note"), _WHO, _N),
    st.tuples(st.just("drop"), _WHO, _N),
    st.tuples(st.just("end"), _WHO, _N),
    st.tuples(st.just("erase"), _WHO, _N),
    st.tuples(st.just("clock"), _WHO, _N),
    st.tuples(st.just("sync"), _WHO, _N),
    st.tuples(st.just("sync"), _WHO, _N),
    st.tuples(st.just("sync"), _WHO, _N),
)


@dataclass
class Laptop:
    """One journal with a clock of its own, and what was done on it."""

    journal: Journal
    wall: Wall
    words: int = 0
    takes: set[str] = field(default_factory=set)

    def do(self, what: str, n: int) -> None:
        """Do one of the things a lesson does; whatever the journal does not allow is left."""
        self.wall.on(minutes=1)
        self.words += 1
        pupils = self.journal.pupils()
        if what == "pupil":
            if len(pupils) < 3:
                self.journal.add_pupil(f"Pupil {self.words}", "fox", "10-12")
        elif what == "clock":
            self.wall.on(days=(-400, -3, -0.5, 0.5, 3, 400)[n])
        elif pupils:
            pupil = pupils[n % len(pupils)].id
            getattr(self, f"_{what}")(pupil, n)

    def _rename(self, pupil: str, _n: int) -> None:
        self.journal.change_pupil(pupil, f"Name {self.words}")

    def _piece(self, pupil: str, _n: int) -> None:
        self.journal.keep_piece(pupil, f"Piece {self.words}", kind="tune", content=self._midi())

    def _title(self, pupil: str, n: int) -> None:
        if (piece := self._one(self.journal.pieces(pupil), n)) is not None:
            self.journal.rename_piece(piece.id, f"Title {self.words}")

    def _rework(self, pupil: str, n: int) -> None:
        if (piece := self._one(self.journal.pieces(pupil), n)) is not None:
            self.journal.rework_piece(piece.id, self._midi())

    def _take(self, pupil: str, n: int) -> None:
        if (piece := self._one(self.journal.pieces(pupil), n)) is not None:
            parts = [part(pupil, midi=self._midi())]
            take = self.journal.keep_take(piece.id, parts, seconds=2.0, tempo=90.0, mode="waits")
            self.takes.add(take.id)

    def _say(self, pupil: str, n: int) -> None:
        if (piece := self._one(self.journal.pieces(pupil), n)) is not None:
            self.journal.reflect(pupil, "T6", said_by="typed", body=f"Said {self.words}", piece=piece.id)

    def _unsay(self, pupil: str, n: int) -> None:
        if (said := self._one(self.journal.reflections(pupil), n)) is not None:
            self.journal.take_back(said.id)

    def _goal(self, pupil: str, _n: int) -> None:
        goal = self.journal.wish(pupil, f"Goal {self.words}")
        self.journal.agree(goal.id, why=f"Why {self.words}")

    def _state(self, pupil: str, n: int) -> None:
        if (goal := self._one(self.journal.goals(pupil), n)) is not None:
            self.journal.goal_state(goal.id, ("parked", "reached", "active", "parked", "let go", "active")[n])

    def _note(self, pupil: str, _n: int) -> None:
        self.journal.draft_note_out(pupil, "class teacher", f"Note {self.words}")

    def _drop(self, pupil: str, n: int) -> None:
        if (note := self._one(self.journal.note_outs(pupil), n)) is not None:
            (self.journal.drop_note_out(note.id) if n % 2 else self.journal.reword_note_out(note.id, f"Note {n}"))

    def _end(self, pupil: str, n: int) -> None:
        programme = self.journal.programme(pupil)
        starts = programme.starts + timedelta(days=n * 100 - 250)
        self.journal.set_programme(
            pupil,
            starts=starts,
            ends=max(starts, programme.ends - timedelta(days=n * 30)),
            planned_sessions=6,
            review_every=3,
        )

    def _erase(self, pupil: str, n: int) -> None:
        if n == 0:
            self.journal.erase_pupil(pupil, "the lead", copied=True)

    def _midi(self) -> bytes:
        return f"MThd-{self.journal.tutor}-{self.words}".encode()

    @staticmethod
    def _one(some: Any, n: int) -> Any:
        return some[n % len(some)] if some else None

    def hear(self, other: Laptop) -> int:
        """Take in all that another laptop holds; how many operations that added."""
        self.wall.on(minutes=1)
        before = len(operations(self.journal))
        self.journal.backup = lambda _why="": Path()  # type: ignore[method-assign]  # copies have tests of their own
        self.journal.take_in(other.journal.pack(SAID), SAID)
        return len(operations(self.journal)) - before


def operations(journal: Journal) -> dict[str, tuple[str, str, str, str]]:
    with journal._reading() as session:
        return {o.id: (o.entity, o.row, o.field, o.value) for o in session.scalars(select(Operation))}


def rows(journal: Journal) -> dict[tuple[str, str], dict[str, object]]:
    with journal._reading() as session:
        return {
            (kind.__tablename__, row.id): {c.key: getattr(row, c.key) for c in kind.__table__.columns}
            for kind in changes.IN_ORDER
            for row in session.scalars(select(kind))
        }


def everybody_hears_everybody(laptops: list[Laptop]) -> None:
    """Exchange until nobody learns anything; what was broken by joining is mended on the way, so it takes some rounds."""
    for _ in range(6):
        learned = [mine.hear(other) for mine in laptops for other in laptops if mine is not other]
        if not any(learned):
            return
    raise AssertionError("they never come to an end")


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, min_size=12, max_size=45))
def test_three_laptops_that_have_heard_of_all_hold_the_same_and_nothing_was_lost(
    three: list[Path], steps: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as work:
        laptops = [_laptop(made, Path(work) / str(n)) for n, made in enumerate(three)]
        try:
            for what, who, n in steps:
                if what == "sync":
                    laptops[who].hear(laptops[(who + 1 + n % 2) % LAPTOPS])
                    continue
                try:
                    laptops[who].do(what, n)
                except JournalError:
                    continue  # three goals are live, a note was sent: the lesson goes on
            everybody_hears_everybody(laptops)
            _all_alike(laptops)
        finally:
            for each in laptops:
                each.journal._changed = False
                each.journal.close()


@pytest.fixture(scope="session")
def three(made: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The folders of three tutors' journals with nobody in them yet."""
    found = [made[0]]
    for name in ("Kim", "Lee"):
        folder = tmp_path_factory.mktemp("laptops") / name
        journal, _ = Journal.create(folder, tutor=name, passphrase=PASSPHRASE, help_person="Mr Ode", now=Wall())
        journal._changed = False
        journal.close()
        found.append(folder)
    return found


def _laptop(made: Path, folder: Path) -> Laptop:
    wall = Wall()
    return Laptop(Journal.open(shutil.copytree(made, folder), PASSPHRASE, now=wall), wall)


def _all_alike(laptops: list[Laptop]) -> None:
    first = laptops[0].journal
    assert all(rows(each.journal) == rows(first) for each in laptops[1:]), "they differ"
    assert all(operations(each.journal) == operations(first) for each in laptops[1:]), "their histories differ"
    known = operations(first)
    gone = {row for _, row, what, _ in known.values() if what in (ERASED, DELETED)}
    takes = {take for each in laptops for take in each.takes}
    assert takes - gone == {row for table, row in rows(first) if table == "take"}, "a take was lost or doubled"
    for each in laptops:
        assert each.journal.check().problems == ()
