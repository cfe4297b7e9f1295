"""What whoever looks after a service does: makes its tables, lets tutors in, and sees how it stands, never what was said."""

from __future__ import annotations

import contextlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import exc, text

from reflections import migrations, upgrade
from reflections.central import rows
from reflections.central.store import engine, plain_words
from reflections.errors import AlreadyThere, NotAllowed, TooNew
from reflections.seal import new_code
from reflections.tables import Base, new_id
from reflections.wording import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection, Engine

_NAME = re.compile(r"[a-z][a-z0-9_]{1,30}\Z")
_MAY_NOT = "42501"  # insufficient privilege
_WHO_MAY = (
    "The service does not allow this name to do that. It takes the name that owns the database and may make roles, one for "
    "each tutor; the server's administrator gives it that by `alter role NAME createrole`."
)
_OWNS_THINGS = "2BP01"  # dependent objects still exist
_SORTS_AS_WRITTEN = ("C", "POSIX", "C.UTF-8", "C.utf8")


@dataclass(frozen=True, slots=True)
class Tutor:
    """How much of a tutor's lies at the service: counts and moments alone."""

    name: str
    shown: str
    since: datetime
    pupils: int
    takes: int
    operations: int
    met: datetime | None  # when one of the tutor's laptops last brought or fetched something
    let_in: bool  # whether the server knows the name; else nobody but who looks after it can open these rows


@dataclass(frozen=True, slots=True)
class Standing:
    """How a service stands: the step of its tables, bytes on the disk, its tutors by name."""

    step: str
    size: int
    tutors: tuple[Tutor, ...]


def init(where: str) -> str:
    """Make a service's tables, or bring them to today's; return the step they stand at. Run again, it changes nothing.

    NotAllowed where the database sorts words otherwise than by their letters' numbers; TooNew where a newer Soundfolio made it.
    """
    with _open(where) as made:
        at = upgrade.stand(made)
        if at is not None and at not in migrations.KNOWN:
            message = "This service was made by a newer Soundfolio. Update Soundfolio here. Nothing was changed."
            raise TooNew(message)
        with made.begin() as connection:
            _look_at(connection)
        upgrade.run(made, by=rows.UntiedSteps)
        with made.begin() as connection:
            rows.lay(connection)
    return migrations.HEAD


def add_user(where: str, name: str, shown: str = "", *, again: bool = False) -> str:
    """Let a tutor in and return the password, which is said once; AlreadyThere, NotAllowed.

    Rows that lie under the name since it was dropped are the new role's to see: `again` says that it is the same person.
    """
    if not _NAME.match(name) or name == rows.TUTORS:
        message = "A tutor's name at the service is 2 to 31 small letters, digits and _, and begins with a letter."
        raise NotAllowed(message)
    tutor = clean(shown or name, most=80, what="the tutor's name", needed=True)
    password = new_code()
    with _open(where) as made, made.begin() as connection:
        if _known(connection, name):
            raise AlreadyThere(_THERE.format(name=name))
        lie = _any_rows(connection, name)
        if lie and not again:
            raise AlreadyThere(_LIE.format(name=name))
        connection.exec_driver_sql(  # no such statement takes parameters; the password is letters, digits and - alone
            f"create role \"{name}\" login password '{password}' nosuperuser nobypassrls nocreatedb nocreaterole "
            f"in role {rows.TUTORS}"
        )
        if not (lie and _one_journal(connection, name)):
            journal = {"id": new_id(), "node": secrets.token_hex(8), "tutor": tutor, "made_at": datetime.now(UTC)}
            connection.execute(_JOURNAL, journal | {"whose": name})
        elif shown:
            connection.execute(_SHOWN, {"tutor": tutor, "name": name})
    return password


def new_password(where: str, name: str) -> str:
    """Give a tutor another password and return it, said once; the old one opens nothing any more. NotAllowed."""
    password = new_code()
    with _open(where) as made, made.begin() as connection:
        _needs_tutor(connection, name)
        connection.exec_driver_sql(f"alter role \"{name}\" password '{password}'")
        _one_journal(connection, name)
    return password


def drop_user(where: str, name: str) -> str:
    """Let a tutor's laptops in no more; what they brought stays, and nobody's laptop can open it. NotAllowed.

    Whoever typed SQL of their own may have left things at the server that hold their role there: then it is locked and put
    aside, and what it is called now is returned; else "".
    """
    with _open(where) as made, made.begin() as connection:
        _needs_tutor(connection, name)
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(f'drop role "{name}"')
        except exc.DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _OWNS_THINGS:
                raise
            return _put_aside(connection, name)
        return ""


def status(where: str) -> Standing:
    """Count what lies at a service, for each tutor; whoever looks after it must own its tables."""
    with _open(where) as made, made.begin() as connection:
        step = connection.scalar(text("select version_num from alembic_version"))
        size = connection.scalar(text("select pg_database_size(current_database())"))
        found = connection.execute(_TUTORS)
        return Standing(str(step), int(size or 0), tuple(Tutor(**each) for each in found.mappings()))


_JOURNAL = text(
    f"insert into journal (id, node, tutor, made_at, {rows.WHOSE}) values (:id, :node, :tutor, :made_at, :whose)"  # noqa: S608  # a constant
)
_SHOWN = text(f"update journal set tutor = :tutor where {rows.WHOSE} = :name")  # noqa: S608  # a constant
_THERE = (
    "There is somebody called {name} at this server already. Choose another name; "
    "for a lost password: soundfolio service newpassword {name}"
)
_LIE = (
    "What a tutor called {name} brought lies here still, and whoever is let in by that name sees it. The same person: "
    "soundfolio service adduser {name} --again. Somebody else: choose another name."
)
_TUTORS = text("""
    select distinct on (j.whose) j.whose as name, j.tutor as shown, j.made_at as since,
        (select count(*) from pupil p where p.whose = j.whose) as pupils,
        (select count(*) from take t where t.whose = j.whose) as takes,
        (select count(*) from operation o where o.whose = j.whose) as operations,
        (select max(a.at) from audit a where a.whose = j.whose and a.action = 'met a laptop') as met,
        exists (select 1 from pg_roles r where r.rolname = j.whose) as let_in
    from journal j order by j.whose, j.made_at
""")


def _known(connection: Connection, name: str) -> bool:
    return bool(connection.scalar(text("select 1 from pg_roles where rolname = :name"), {"name": name}))


def _any_rows(connection: Connection, name: str) -> bool:
    """Whether anything lies here under a name."""
    tables = Base.metadata.tables
    lies = " or ".join(f'exists (select 1 from "{each}" where {rows.WHOSE} = :name)' for each in tables)  # noqa: S608  # our tables
    return bool(connection.scalar(text(f"select {lies}"), {"name": name}))


def _one_journal(connection: Connection, name: str) -> bool:
    """Keep the oldest alone of a tutor's journals, as a service let in twice has several; whether there is one."""
    kept = f"select id from journal where {rows.WHOSE} = :name order by made_at, id limit 1"  # noqa: S608  # a constant
    more = f"delete from journal where {rows.WHOSE} = :name and id not in ({kept})"  # noqa: S608  # a constant
    connection.execute(text(more), {"name": name})
    return connection.scalar(text(kept), {"name": name}) is not None


def _put_aside(connection: Connection, name: str) -> str:
    """Leave a role that the server can't drop without rows, rights or a way in; return its new name."""
    aside = (
        f"{name}_gone_{secrets.token_hex(4)}"  # rows are whose name they bear: an open connection loses them with it
    )
    connection.exec_driver_sql(f'alter role "{name}" nologin password null')
    connection.exec_driver_sql(f'revoke {rows.TUTORS} from "{name}"')
    connection.exec_driver_sql(f'alter role "{name}" rename to "{aside}"')
    return aside


def _needs_tutor(connection: Connection, name: str) -> None:
    """NotAllowed, unless it is a tutor's name at this service: no other role of the server is touched."""
    member = text(
        "select 1 from pg_auth_members m join pg_roles r on r.oid = m.member join pg_roles g on g.oid = m.roleid "
        "where r.rolname = :name and g.rolname = :tutors"
    )
    if not connection.scalar(member, {"name": name, "tutors": rows.TUTORS}) or not _any_rows(connection, name):
        message = f"No tutor called {name} is let in at this service. See: soundfolio service status"
        raise NotAllowed(message)


def _look_at(connection: Connection) -> None:
    sorts = connection.scalar(text("select datcollate from pg_database where datname = current_database()"))
    if sorts not in _SORTS_AS_WRITTEN:
        message = (
            f"This database sorts words as {sorts} does. Make one that sorts them as they are written: "
            "createdb --template=template0 --locale=C --encoding=UTF8 soundfolio"
        )
        raise NotAllowed(message)


@contextlib.contextmanager
def _open(where: str) -> Iterator[Engine]:
    made = engine(where)
    try:
        yield made
    except exc.DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _MAY_NOT:
            raise NotAllowed(_WHO_MAY) from error
        raise plain_words(error) from error
    finally:
        made.dispose()
