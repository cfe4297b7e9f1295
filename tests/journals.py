"""What makes a real journal cheap for the tests: work that comes out the same every time is done once a run.

What is stored, how it is locked and when it is on the disk stays as it is in the app.
"""

import functools

import pytest
import sqlalchemy
from sqlalchemy.engine import Engine

from reflections import store, vault


def share_work(patch: pytest.MonkeyPatch) -> None:
    """Stretch each secret once with the same salt, and write each statement as SQL once, not once a journal."""
    patch.setattr(vault, "_stretch", functools.cache(vault._stretch))
    patch.setattr(store, "create_engine", _engines_of_one_dialect())


def seal_weakly(patch: pytest.MonkeyPatch) -> None:
    """Make new seals with the least stretching that the vault accepts: few tests are about how long a guess takes."""
    patch.setattr(vault, "_MEMORY_KIB", 8 * 1024)
    patch.setattr(vault, "_PASSES", 1)


def _engines_of_one_dialect() -> object:
    """SQLAlchemy keeps what it wrote by engine and by dialect; all engines get those of the first."""
    first: list[Engine] = []

    @functools.wraps(sqlalchemy.create_engine)
    def create(*given: object, **named: object) -> Engine:
        engine: Engine = sqlalchemy.create_engine(*given, **named)  # type: ignore[call-overload]  # whatever it takes
        if not first:
            first.append(engine)
        engine.dialect = engine.pool._dialect = first[0].dialect
        engine._compiled_cache = first[0]._compiled_cache
        return engine

    return create
