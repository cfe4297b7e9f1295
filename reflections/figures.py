"""The journal's room for figures about several pupils: counts of what was planned, held and made, never about fewer than five.

A figure is told only if it is about five pupils at least, and if no subtraction from those told with it is about fewer.
Nothing is a mean, a rank or a total of what pupils said.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import records
from reflections.door import Door
from reflections.grouping import group_record
from reflections.records.people import planned
from reflections.tables import Attendance, Claim, Goal, Piece, Programme, Pupil, Session, Version

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from sqlalchemy import orm

Unit = tuple[str, str]  # a pupil, and where they did it: "" alone, else the group's id
KINDS = ("planned", "held", "minutes", "came", "finished", "reached")


class Figures(Door):
    """Calls about figures."""

    def figures(self) -> tuple[records.Figures, ...]:
        """Return the figures of everyone, then of each group, from the first day on; what is not told is None."""
        with self._reading() as session:
            pupils = tuple(session.scalars(select(Pupil.id)))
            rows = session.scalars(select(Programme).where(Programme.pupil_id.is_(None)).order_by(Programme.id))
            groups = tuple(group_record(session, row) for row in rows)
            did = _gathered(session, groups)
        wanted = [_About(None, "", frozenset(pupils))]
        wanted += [_About(one.id, one.shown, frozenset(m.pupil for m in one.members)) for one in groups]
        may = may_be_told([{(pupil, "") for pupil in one.pupils} for one in wanted])
        enough = records.FEWEST_IN_A_GROUP
        told = [one for one, yes in zip(wanted, may, strict=True) if yes and len(one.pupils) >= enough]
        cells = {kind: _cells(kind, did[kind], told) for kind in KINDS}
        return tuple(
            records.Figures(
                one.group,
                one.shown,
                len(one.pupils),
                tuple((kind, cells[kind][told.index(one)]) for kind in KINDS) if one in told else (),
            )
            for one in wanted
        )


@dataclass(frozen=True, slots=True)
class _About:
    """Whom one set of figures is about."""

    group: str | None
    shown: str
    pupils: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Done:
    """One thing that is counted, so many times, and who did it where."""

    amount: int
    units: tuple[Unit, ...]


def may_be_told(wanted: Sequence[Collection[Unit]], fewest: int = records.FEWEST_IN_A_GROUP) -> tuple[bool, ...]:
    """Say of each in turn whether it may be told beside those before it that are. Pure.

    Whatever is added up or taken away from what is told, those who are in and out of the same figures stay together: so each
    such lot has to be of at least five pupils.
    """
    told: list[Collection[Unit]] = []
    answers = []
    for each in wanted:
        together = [*told, each]
        lots: dict[tuple[bool, ...], set[str]] = defaultdict(set)
        for unit in {unit for one in together for unit in one}:
            lots[tuple(unit in one for one in together)].add(unit[0])
        answers.append(all(len(pupils) >= fewest for pupils in lots.values()))
        if answers[-1]:
            told.append(each)
    return tuple(answers)


def _cells(kind: str, done: Sequence[_Done], told: Sequence[_About]) -> list[int | None]:
    """Count one kind of thing for each of those told of; None where that is about fewer than five, be it of nobody.

    Were none told and a few held back, a figure that is held back one day would say that somebody did it.
    """

    def counts(one: _About) -> Callable[[Unit], bool]:
        if one.group is None:
            return lambda _unit: True
        if kind in {"finished", "reached"}:  # whoever is in the group, wherever they did it
            return lambda unit: unit[0] in one.pupils
        return lambda unit: unit[1] == one.group

    theirs = [[each for each in done if any(map(counts(one), each.units))] for one in told]
    units = [
        {unit for each in mine for unit in each.units if counts(one)(unit)}
        for one, mine in zip(told, theirs, strict=True)
    ]
    enough = [len({pupil for pupil, _ in each}) >= records.FEWEST_IN_A_GROUP for each in units]
    may = [yes and many for yes, many in zip(may_be_told(units), enough, strict=True)]
    return [sum(each.amount for each in mine) if yes else None for mine, yes in zip(theirs, may, strict=True)]


def _gathered(session: orm.Session, groups: tuple[records.Group, ...]) -> dict[str, list[_Done]]:
    """Read all that is counted, a kind at a time."""
    return {
        "planned": _planned(session, groups),
        **_held(session),
        "finished": _finished(session),
        "reached": _reached(session, groups),
    }


def _planned(session: orm.Session, groups: Iterable[records.Group]) -> list[_Done]:
    """Sessions that somebody planned, as a report about one pupil counts them too."""
    query = select(Programme).where(Programme.pupil_id.is_not(None))
    found = ((str(row.pupil_id), planned(row.status, row.planned_sessions)) for row in session.scalars(query))
    own = [_Done(many, ((pupil, ""),)) for pupil, many in found if many]
    return own + [_Done(one.programme.planned, tuple((each.pupil, one.id) for each in one.members)) for one in groups]


def _held(session: orm.Session) -> dict[str, list[_Done]]:
    """Sessions somebody came to, their minutes, and how often anyone came."""
    minutes: dict[str, int] = {row.session_id: row.minutes for row in session.scalars(select(Claim))}
    query = (
        select(Session.id, Session.planned_minutes, Session.group_id, Attendance.pupil_id)
        .join(Attendance, Attendance.session_id == Session.id)
        .where(Session.solo.is_(False), Attendance.pupil_id.is_not(None))
        .where(Attendance.state.in_(records.ATTENDANCES[:2]))
    )
    came: dict[tuple[str, int], list[Unit]] = defaultdict(list)
    for row in session.execute(query):
        came[row[0], row[1]].append((str(row[3]), row[2] or ""))
    return {
        "held": [_Done(1, tuple(units)) for units in came.values()],
        "minutes": [_Done(minutes.get(one, usual), tuple(units)) for (one, usual), units in came.items()],
        "came": [_Done(1, (unit,)) for units in came.values() for unit in units],
    }


def _finished(session: orm.Session) -> list[_Done]:
    """Pieces of which a version stands ("I'm done")."""
    query = (
        select(Piece.id, Piece.pupil_id)
        .join(Version, Version.piece_id == Piece.id)
        .where(Version.removed_at.is_(None), Piece.pupil_id.is_not(None))
    )
    return [_Done(1, ((str(row[1]), ""),)) for row in session.execute(query.distinct())]


def _reached(session: orm.Session, groups: Iterable[records.Group]) -> list[_Done]:
    """Goals that are reached; a group's own are everybody's who was in it."""
    members = {one.id: tuple((each.pupil, one.id) for each in one.members) for one in groups}
    query = select(Goal.pupil_id, Goal.programme_id).where(Goal.state == "reached")
    return [_Done(1, ((row[0], ""),) if row[0] else members.get(row[1], ())) for row in session.execute(query)]
