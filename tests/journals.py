"""What makes a real journal cheap for the tests: work that comes out the same every time is done once a run.

What is stored, how it is locked and when it is on the disk stays as it is in the app.
"""

import functools
from collections.abc import Callable
from types import SimpleNamespace

import pytest
import sqlalchemy
from sqlalchemy.engine import Engine

from reflections import journal, seal, store, upgrade
from reflections.central import store as at_a_service


def share_work(patch: pytest.MonkeyPatch) -> None:
    """Stretch each secret once with the same salt, write each statement as SQL once, and take the steps to new tables once."""
    patch.setattr(seal, "_stretch", functools.cache(seal._stretch))
    patch.setattr(store, "create_engine", _engines_of_one_dialect())
    patch.setattr(at_a_service, "create_engine", _engines_of_one_dialect())
    patch.setattr(journal, "_lay_out", _with_steps_taken_once(journal._lay_out))


def seal_weakly(patch: pytest.MonkeyPatch) -> None:
    """Make new seals with the least stretching that the vault accepts: few tests are about how long a guess takes."""
    patch.setattr(seal, "_MEMORY_KIB", 8 * 1024)
    patch.setattr(seal, "_PASSES", 1)


def _engines_of_one_dialect() -> object:
    """SQLAlchemy keeps what it wrote by engine and by dialect; all engines get those of the first."""
    first: list[Engine] = []

    @functools.wraps(sqlalchemy.create_engine)
    def create(*given: object, **named: object) -> Engine:
        engine: Engine = sqlalchemy.create_engine(*given, **named)  # whatever it takes
        if not first or not hasattr(first[0].dialect, "default_isolation_level"):
            first[:] = [engine]  # those before never reached their database, and learned nothing of it
        engine.dialect = engine.pool._dialect = first[0].dialect
        engine._compiled_cache = first[0]._compiled_cache
        return engine

    return create


def _with_steps_taken_once(lay_out: Callable[..., None]) -> Callable[..., None]:
    """Let the first new journal take every step; the next ones get the tables that it came to."""
    tables: list[str] = []

    def take(engine: Engine) -> None:
        if tables:
            try:
                with engine.begin() as connection:
                    for statement in tables:
                        connection.exec_driver_sql(statement)
            except sqlalchemy.exc.DBAPIError as error:
                raise store.plain_words(error) from error
            return
        upgrade.run(engine)
        version = f"insert into alembic_version values ('{upgrade.stand(engine)}')"
        with engine.connect() as connection:
            made = connection.exec_driver_sql("select sql from sqlite_master where sql is not null order by rowid")
            tables.extend([*made.scalars(), version])

    @functools.wraps(lay_out)
    def laid_out(*given: object) -> None:
        with pytest.MonkeyPatch.context() as patch:
            if upgrade.run is _RUN and upgrade.STEPS == _STEPS:  # a test of the steps themselves takes them
                patch.setattr(journal, "upgrade", SimpleNamespace(run=take))
            lay_out(*given)

    return laid_out


_RUN, _STEPS = upgrade.run, upgrade.STEPS
