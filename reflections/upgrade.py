"""Bringing a journal's tables to today's: refused when newer, backed up before, all or nothing.

Alembic's batch steps with foreign keys on delete children silently, and Alembic commits by itself: so the keys are
switched off before any BEGIN, one outer transaction holds the whole upgrade, and the rows are counted before and after.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import exc, func, inspect, select, text

from reflections import migrations
from reflections.errors import Damaged, TooNew
from reflections.store import plain_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from alembic.ddl.impl import DefaultImpl
    from sqlalchemy.engine import Connection, Engine

STEPS = Path(migrations.__file__).parent
_VERSION_TABLE = "alembic_version"


def stand(engine: Engine) -> str | None:
    """Return the step the journal stands at; None for an empty file."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(_VERSION_TABLE):
            return None
        found = connection.execute(text(f"select version_num from {_VERSION_TABLE}")).scalars().all()  # noqa: S608  # a constant
    return str(found[0]) if found else None


def bring_up(engine: Engine, *, before: Callable[[], object]) -> None:
    """Run the steps that are missing, `before` (the backup) first; nothing happens when it stands at the head already.

    TooNew if a newer Soundfolio made it. Damaged, with all as it was, if rows would be lost.
    """
    at = stand(engine)
    if at == migrations.HEAD:
        return
    if at is not None and at not in migrations.KNOWN:
        message = "This journal was made by a newer Soundfolio. Update Soundfolio to open it. Nothing was changed."
        raise TooNew(message)
    if at is not None:
        before()
    run(engine)


def run(engine: Engine, *, steps: Path | None = None, by: type[DefaultImpl] | None = None) -> None:
    """Run all steps in one transaction that is given up if a row is lost or left without its parent.

    `by` does what each step says in another way than Alembic does for this kind of database.
    What a locked file's disk refuses comes as its JournalError; a service says its own.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(steps or STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    try:
        with engine.connect() as connection:
            sqlite = connection.dialect.name == "sqlite"
            if sqlite:
                connection.connection.driver_connection.execute("pragma foreign_keys=off")  # type: ignore[union-attr]  # SQLAlchemy allows for a connection that is closed
            config.attributes.update(connection=connection, by=by)
            with connection.begin():
                had = _counts(connection)
                command.upgrade(config, "head")
                if sqlite and connection.exec_driver_sql("pragma foreign_key_check").all():
                    raise _lost()
                now = _counts(connection)
                if any(now.get(table, 0) < count for table, count in had.items()):
                    raise _lost()
    except exc.DBAPIError as error:
        if engine.dialect.name != "sqlite":
            raise
        raise plain_words(error) from error
    finally:
        engine.dispose()  # no pooled connection may keep its foreign keys off


def _counts(connection: Connection) -> dict[str, int]:
    from sqlalchemy import column, table

    names = [name for name in inspect(connection).get_table_names() if name != _VERSION_TABLE]
    return {n: connection.scalar(select(func.count()).select_from(table(n, column("1")))) or 0 for n in names}


def _lost() -> Damaged:
    return Damaged(
        "Bringing the journal up to date would have lost something, so it was left as it was. "
        "Keep using the earlier Soundfolio and tell us."
    )
