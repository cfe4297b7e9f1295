"""Row-level security: each row names the role that wrote it, and a role sees and changes its own rows alone.

The laptops' tables stay as they are; only a service's get the column. Keys become (whose, key), so that a pupil who was handed
over stands twice, once for each tutor, and no key points, or tells of, a row that is not one's own. Roles of tutors own
nothing, so the rules hold for them whatever SQL they type; the column follows from the connection, never from what is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alembic.ddl.postgresql import PostgresqlImpl
from sqlalchemy import ForeignKeyConstraint, inspect, text

from reflections.tables import Base

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

TUTORS = "soundfolio_tutors"  # the role that every tutor's is a member of; it can't log in
WHOSE = "whose"  # the column: the name of the role that wrote the row
_VERSION = "alembic_version"
_POLICY = "own_rows"


class UntiedSteps(PostgresqlImpl):
    """Runs the steps on tables whose keys are (whose, key): it ties no row to another, `lay` does so afterwards."""

    def add_constraint(self, const: Any, **named: Any) -> None:
        """Add what a step adds, but for a foreign key."""
        if not isinstance(const, ForeignKeyConstraint):
            super().add_constraint(const, **named)

    def create_table(self, table: Table, **named: Any) -> None:
        """Make the table that a step makes, without its foreign keys."""
        for constraint in list(table.foreign_key_constraints):
            table.constraints.discard(constraint)
        super().create_table(table, **named)


def lay(connection: Connection) -> None:
    """Give every table of today its column, its keys and its rule; done already, it comes to the same."""
    _role(connection)
    _loosen(connection)
    for table in Base.metadata.sorted_tables:
        _run(connection, _own(table))
    for table in Base.metadata.sorted_tables:
        _run(connection, _ties(table))
    _run(
        connection,
        (
            "revoke create on schema public from public",
            f"grant usage on schema public to {TUTORS}",
            f"grant select on {_VERSION} to {TUTORS}",
        ),
    )


def _role(connection: Connection) -> None:
    there = connection.scalar(text("select 1 from pg_roles where rolname = :name"), {"name": TUTORS})
    if not there:
        _run(connection, (f"create role {TUTORS} nologin nosuperuser nobypassrls nocreatedb nocreaterole",))


def _loosen(connection: Connection) -> None:
    """Take every foreign key off: the keys they point at are laid anew."""
    seen = inspect(connection)
    for table in Base.metadata.sorted_tables:
        for key in seen.get_foreign_keys(table.name):
            _run(connection, (f'alter table {_q(table.name)} drop constraint "{key["name"]}"',))


def _own(table: Table) -> Iterator[str]:
    """Say whose each row is, lay the key anew and let nobody see another's."""
    name, key = _q(table.name), table.primary_key
    columns = ", ".join(_q(column.name) for column in key.columns)
    yield f"alter table {name} add column if not exists {WHOSE} text not null default current_user"
    yield f'alter table {name} drop constraint if exists "{_named(table, key)}"'
    yield f'alter table {name} add constraint "{_named(table, key)}" primary key ({WHOSE}, {columns})'
    yield f"alter table {name} enable row level security"
    yield f"drop policy if exists {_POLICY} on {name}"
    yield (
        f"create policy {_POLICY} on {name} to {TUTORS} using ({WHOSE} = current_user) with check ({WHOSE} = current_user)"
    )
    yield f"revoke all on {name} from public, {TUTORS}"
    yield f"grant select, insert, update, delete on {name} to {TUTORS}"


def _ties(table: Table) -> Iterator[str]:
    for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.name)):
        (column,), other = key.columns, _q(key.referred_table.name)
        yield (
            f'alter table {_q(table.name)} add constraint "{_named(table, key)}" '
            f"foreign key ({WHOSE}, {_q(column.name)}) references {other} ({WHOSE}, id)"
        )


def _named(table: Table, constraint: Any) -> str:
    """The name that the steps gave it, by the same convention."""
    if isinstance(constraint, ForeignKeyConstraint):
        (column,) = constraint.columns
        return f"fk_{table.name}_{column.name}_{constraint.referred_table.name}"
    return f"pk_{table.name}"


def _q(name: str) -> str:
    return f'"{name}"'


def _run(connection: Connection, statements: Any) -> None:
    for statement in statements:
        connection.execute(text(statement))
