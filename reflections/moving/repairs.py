"""Rules that two histories can break only together, and how each is put right: by the same rule on every laptop.

A rule of one row (a CHECK) is mended before the row is written; three live goals is a rule of a programme, mended after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, select

from reflections import records
from reflections.tables import Base, Goal, HelpFlag, NoteOut, Programme, ProgrammeMember, Reflection, Said, Shared, Take

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session


def _goal(row: Any) -> dict[str, Any]:
    """A goal that is live has the pupil's yes and a place; any other has no place."""
    if row.state == "active" and not row.pupil_agreed:
        return {"state": "wish", "slot": None}
    if row.state == "active":
        return {} if row.slot in range(1, records.LIVE_GOALS + 1) else {"slot": records.LIVE_GOALS}
    return {} if row.slot is None else {"slot": None}


def _programme(row: Any) -> dict[str, Any]:
    return {} if row.ends >= row.starts else {"ends": row.starts}


def _member(row: Any) -> dict[str, Any]:
    if (row.left_on is None) == (row.how == ""):
        return {}
    return {"left_on": None, "how": ""}


def _seen(row: Any) -> dict[str, Any]:
    """Seen by nobody or at no time is not seen: it waits once more."""
    if (row.seen_at is None) == (row.seen_by == ""):
        return {}
    return {"seen_at": None, "seen_by": ""}


def _flag(row: Any) -> dict[str, Any]:
    """A call that was passed on to nobody stays on top."""
    if (row.passed_to == "") == (row.passed_at is None):
        return {}
    return {"passed_to": "", "passed_at": None}


def _note_out(row: Any) -> dict[str, Any]:
    return {"sent_at": None} if row.sent_at is not None and row.pupil_saw_at is None else {}


def _take(row: Any) -> dict[str, Any]:
    bars = row.first_bar, row.last_bar
    if bars == (None, None) or (None not in bars and row.last_bar >= row.first_bar):
        return {}
    return {"first_bar": None, "last_bar": None}


_RULES: dict[type[Shared], Callable[[Any], dict[str, Any]]] = {
    Goal: _goal,
    Programme: _programme,
    ProgrammeMember: _member,
    Reflection: _seen,
    Said: _seen,
    HelpFlag: _flag,
    NoteOut: _note_out,
    Take: _take,
}


def mend_row(row: Shared) -> dict[str, Any]:
    """Put a row right that two histories made together; return the fields that had to change."""
    rule = _RULES.get(type(row))
    mended = rule(row) if rule is not None else {}
    for name, value in mended.items():
        setattr(row, name, value)
    return mended


def park_fourth_goals(session: Session, touched: Iterable[str]) -> list[tuple[str, str]]:
    """Let the goal that was made last wait where more than three are live, and give each of the others its own place.

    Returns (programme, goal) of each that waits now: both are named to the tutor.
    """
    session.flush()
    programmes = set(session.scalars(select(Goal.programme_id).where(Goal.id.in_(sorted(set(touched))))))
    parked = []
    for programme in sorted(programmes):
        live = select(Goal).where(Goal.programme_id == programme, Goal.state == "active")
        goals = list(session.scalars(live.order_by(Goal.made_at, Goal.id)))
        for goal in goals[records.LIVE_GOALS :]:
            goal.state, goal.slot = "parked", None
            parked.append((programme, goal.id))
        _give_places(goals[: records.LIVE_GOALS])
    session.flush()
    return parked


def _give_places(goals: list[Goal]) -> None:
    """Let the older goal of two in one place keep it."""
    taken: set[int] = set()
    waiting = []
    for goal in goals:
        if goal.slot is None or goal.slot in taken:
            waiting.append(goal)
        else:
            taken.add(goal.slot)
    free = [slot for slot in range(1, records.LIVE_GOALS + 1) if slot not in taken]
    for goal, slot in zip(waiting, free, strict=False):
        goal.slot = slot


def choices(kind: type[Shared]) -> frozenset[str]:
    """Name the columns of a table that hold one of a few words."""
    rules = [rule for rule in Base.metadata.tables[kind.__tablename__].constraints if isinstance(rule, CheckConstraint)]
    texts = [str(rule.sqltext) for rule in rules]
    return frozenset(c.key for c in kind.__table__.columns if any(text.startswith(f"{c.key} in (") for text in texts))
