"""What goes with a pupil who is erased: their rows, what hangs on them, and their traces in what stays for others.

What hangs on a row that goes: where it can't be without it, it goes too; where it can, it lets go of it. A piece that
others play in stays for them, without the words and music of the one who goes; so does a take, without that part.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from reflections import operations, unnaming
from reflections.tables import (
    AskedRow,
    Attendance,
    Base,
    Draft,
    Drawing,
    EvidenceTag,
    HelpFlag,
    Marker,
    Piece,
    Programme,
    ProgrammeMember,
    Pupil,
    Recording,
    Said,
    Setting,
    Shared,
    Take,
    TakeChunk,
    TakePart,
    TutorNote,
    Version,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import orm

Going = dict[type[Shared], dict[str, Shared]]
_KINDS: tuple[Any, ...] = tuple(m.class_ for m in Base.registry.mappers if issubclass(m.class_, Shared))
_STAY: tuple[type[Shared], ...] = (Piece, HelpFlag)  # they are looked at apart
_NAMELESS = "A piece"


def erase(session: orm.Session, pupil: Pupil, also_called: Collection[str] = ()) -> int:
    """Erase a pupil and all that is theirs; return how many rows went. `also_called`: names of theirs that are not known here."""
    gone_by, groups = unnaming.names(session, pupil, also_called), _groups(session, pupil.id)
    pupil_id = pupil.id
    going: Going = {Pupil: {pupil_id: pupil}}
    _own(session, pupil.id, going)
    _lonely_groups(session, groups, going)
    _lonely_sessions(session, going)
    _follow(session, going)
    _let_go_of_the_rest(session, pupil.id, going)
    count = sum(len(rows) for rows in going.values())
    gone = [each for rows in going.values() for each in rows]
    met = {row.session_id for row in going.get(Attendance, {}).values()}  # type: ignore[attr-defined]  # what goes is kept by table, each of its own class
    _forget_here(session, pupil.id, gone, sorted(met))
    for kind in _last_first(going):
        operations.erase_all(session, going[kind].values())
    left = [each for each in groups if each not in going.get(Programme, {})]
    unnaming.unname(session, pupil_id, gone_by, left)
    return count


def erase_rows(session: orm.Session, rows: Iterable[Shared]) -> None:
    """Erase rows and what can't be without them; what can lets go of them."""
    going = _with_what_hangs_on_them(session, rows)
    for kind in _last_first(going):
        operations.erase_all(session, going[kind].values())


def remove_rows(session: orm.Session, rows: Iterable[Shared]) -> None:
    """Delete rows whose operations say so already; what can't be without them is deleted with operations of its own."""
    named = list(rows)
    going = _with_what_hangs_on_them(session, named)
    first = {row.id for row in named}
    for kind in _last_first(going):
        for row in going[kind].values():
            with operations.joining(session) if row.id in first else contextlib.nullcontext():
                session.delete(row)
                session.flush()


def _with_what_hangs_on_them(session: orm.Session, rows: Iterable[Shared]) -> Going:
    going: Going = {}
    for row in rows:
        going.setdefault(type(row), {})[row.id] = row
    _follow(session, going)
    _let_go(session, going)
    _forget_drawings(session, [each for found in going.values() for each in found])
    session.flush()
    return going


def _last_first(going: Going) -> list[type[Shared]]:
    """The tables of what goes, whoever names before whoever is named."""
    kinds = {kind.__tablename__: kind for kind in going}
    return [kinds[table.name] for table in reversed(Base.metadata.sorted_tables) if table.name in kinds]


def _own(session: orm.Session, pupil: str, going: Going) -> None:
    """Take along every row that names the pupil, and the takes and pieces nobody else plays in."""
    for kind in _KINDS:
        if kind in _STAY:
            continue
        named = [column for column in kind.__table__.columns if _points_at(column) == "pupil"]
        if named:
            found = session.scalars(select(kind).where(or_(*(column == pupil for column in named))))
            going.setdefault(kind, {}).update({row.id: row for row in found})
    for take in session.scalars(
        select(Take).where(Take.id.in_(select(TakePart.take_id).where(TakePart.pupil_id == pupil)))
    ):
        if not _others(session, [take.id], pupil):
            going.setdefault(Take, {})[take.id] = take
    for piece in session.scalars(select(Piece).where(Piece.pupil_id == pupil)):
        takes = list(session.scalars(select(Take.id).where(Take.piece_id == piece.id)))
        if not _others(session, takes, pupil):
            going.setdefault(Piece, {})[piece.id] = piece
            continue
        versions = session.scalars(select(Version).where(Version.piece_id == piece.id))
        going.setdefault(Version, {}).update({row.id: row for row in versions})
        said_by_others = select(Said.of).where(Said.pupil_id != pupil)
        marks = select(Marker).where(Marker.take_id.in_(takes), Marker.by == "pupil", Marker.id.not_in(said_by_others))
        going.setdefault(Marker, {}).update({row.id: row for row in session.scalars(marks)})
        _bare(session, piece)
    said = select(Said.of).where(Said.pupil_id == pupil, Said.entity == Marker.__tablename__)
    going.setdefault(Marker, {}).update(
        {row.id: row for row in session.scalars(select(Marker).where(Marker.id.in_(said)))}
    )


def _others(session: orm.Session, takes: list[str], pupil: str) -> bool:
    """Say whether anybody else of flesh and blood plays in these takes."""
    query = select(TakePart.id).where(
        TakePart.take_id.in_(takes),
        TakePart.player.in_(("pupil", "guest")),
        or_(TakePart.pupil_id.is_(None), TakePart.pupil_id != pupil),
    )
    return session.scalar(query.limit(1)) is not None


def _bare(session: orm.Session, piece: Piece) -> None:
    """Leave of a piece what others need to find their takes by."""
    if (left := session.get(Draft, f"piece {piece.id}")) is not None:
        session.delete(left)
    piece.pupil_id, piece.goal_id, piece.content = None, None, b""
    piece.title, piece.source, piece.about, piece.poem, piece.cover = _NAMELESS, "", "", "", ""
    operations.rewrite(session, piece)
    for row in session.scalars(select(Recording).where(Recording.piece_id == piece.id)):
        row.context = {**row.context, "title": _NAMELESS}


def _lonely_sessions(session: orm.Session, going: Going) -> None:
    """Take along what the tutor noted of sessions that nobody else was at; the session stays as a date and a length."""
    mine = {row.session_id for row in going.get(Attendance, {}).values()}  # type: ignore[attr-defined]  # what goes is kept by table, each of its own class
    others = set(
        session.scalars(
            select(Attendance.session_id).where(
                Attendance.id.not_in(going.get(Attendance, {})), Attendance.pupil_id.is_not(None)
            )
        )
    )
    notes = session.scalars(select(TutorNote).where(TutorNote.session_id.in_(mine - others)))
    going.setdefault(TutorNote, {}).update({row.id: row for row in notes})


def _groups(session: orm.Session, pupil: str) -> list[str]:
    """Name the groups the pupil is in or was in."""
    query = select(ProgrammeMember.programme_id).where(ProgrammeMember.pupil_id == pupil)
    return list(session.scalars(query.distinct()))


def _lonely_groups(session: orm.Session, groups: list[str], going: Going) -> None:
    """Take along the groups that nobody else was ever in."""
    gone = going.get(ProgrammeMember, {})
    others = select(ProgrammeMember.programme_id).where(ProgrammeMember.id.not_in(gone))
    rows = session.scalars(select(Programme).where(Programme.id.in_(groups), Programme.id.not_in(others)))
    going.setdefault(Programme, {}).update({row.id: row for row in rows})


def _follow(session: orm.Session, going: Going) -> None:
    """Go on until nothing that stays can't be without something that goes."""
    fresh = True
    while fresh:
        fresh = False
        for kind in _KINDS:
            for column in kind.__table__.columns:
                parents = _parents(going, _points_at(column))
                if parents and goes_along(kind, column):
                    known = going.setdefault(kind, {})
                    for row in _naming(session, kind, column, parents):
                        if row.id not in known:
                            known[row.id] = row
                            fresh = True


def _let_go_of_the_rest(session: orm.Session, pupil: str, going: Going) -> None:
    """Have what stays forget what goes."""
    for flag in session.scalars(select(HelpFlag).where(HelpFlag.pupil_id == pupil)):
        flag.pupil_id = None
        operations.rewrite(session, flag)
    _let_go(session, going)


def _let_go(session: orm.Session, going: Going) -> None:
    for kind in _KINDS:
        for column in kind.__table__.columns:
            parents = _parents(going, _points_at(column))
            if parents and not goes_along(kind, column):
                for row in _naming(session, kind, column, parents):
                    if row.id not in going.get(kind, {}):
                        setattr(row, column.key, None)
    session.flush()


def goes_along(kind: type[Shared], column: Any) -> bool:
    """Say whether a row can't be without what this column names: it must, it never changes, or it says what that shows."""
    return not column.nullable or column.key in kind.frozen_columns() or kind is EvidenceTag


def _points_at(column: Any) -> str:
    return next((key.column.table.name for key in column.foreign_keys), "")


def _parents(going: Going, table: str) -> list[str]:
    return [each for kind, rows in going.items() if kind.__tablename__ == table for each in rows]


def _naming(session: orm.Session, kind: Any, column: Any, ids: list[str]) -> Iterable[Any]:
    for some in operations.portions(ids):
        yield from session.scalars(select(kind).where(column.in_(some))).all()


def _forget_here(session: orm.Session, pupil: str, gone: list[str], met: list[str]) -> None:
    """Delete what this computer kept beside: drawings, questions put, recordings, drafts and settings that name them.

    Of sessions they came to (`met`) go the words that were never handed in: nobody can say of whom they are.
    """
    _forget_drawings(session, gone)
    for asked in session.scalars(select(AskedRow).where(AskedRow.pupil_id == pupil)):
        session.delete(asked)
    recordings = list(session.scalars(select(Recording).where(Recording.pupil_id == pupil)))
    for other in _naming(session, Recording, Recording.piece_id, gone):  # what others were playing is still to be kept
        other.piece_id, other.context = None, {**other.context, "title": ""}
    for row in recordings:
        for chunk in session.scalars(select(TakeChunk).where(TakeChunk.recording_id == row.id)):
            session.delete(chunk)
    session.flush()
    keyed: tuple[tuple[Any, list[str]], ...] = ((Draft, [*gone, *met]), (Setting, gone))
    local = [*recordings, *(row for kind, names in keyed for row in _keyed_by(session, kind, names))]
    for each_row in local:
        session.delete(each_row)
    session.flush()


def _forget_drawings(session: orm.Session, gone: Iterable[str]) -> None:
    for each in gone:
        if (drawing := session.get(Drawing, each)) is not None:
            session.delete(drawing)


def _keyed_by(session: orm.Session, kind: Any, ids: list[str]) -> Iterable[Any]:
    names = re.compile("|".join(map(re.escape, ids)))
    return [row for row in session.scalars(select(kind)) if names.search(row.key)]
