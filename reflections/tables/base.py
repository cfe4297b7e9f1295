"""What every table stands on: UUIDv7 keys, moments in UTC, named constraints, and which columns are frozen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator
from uuid6 import uuid7

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC on every engine (SQLite would hand it back without its zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into UTC."""
        if value is None:
            return None
        assert value.tzinfo is not None, "a moment without a zone could be any"
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # given by SQLAlchemy
        """Return the moment, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Root of all tables; every constraint has a name, else a later step could not change it."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        date: Date(),
        str: Text(),
        int: Integer(),
        float: Float(),
        bytes: LargeBinary(),
        list[Any]: JSON(),
        dict[str, Any]: JSON(),
    }


def new_id() -> str:
    """Make a UUIDv7: sorts by when it was made."""
    return str(uuid7())


ID = Uuid(as_uuid=False)


class Row(Base):
    """A row with a UUIDv7 key."""

    __abstract__ = True
    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)


class Shared(Row):
    """A row that journals share: each of its changes is also an operation."""

    __abstract__ = True
    frozen: ClassVar[frozenset[str] | None] = frozenset()  # columns that never change; None is all of them

    @classmethod
    def frozen_columns(cls) -> frozenset[str]:
        """Return the names of the columns that stay as first given."""
        return frozenset(cls.__table__.columns.keys()) if cls.frozen is None else cls.frozen


def one_of(column: str, allowed: tuple[str, ...]) -> CheckConstraint:
    """Allow a column these values only."""
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in allowed)
    return CheckConstraint(f"{column} in ({listed})", name=column)


def check(name: str, rule: str) -> CheckConstraint:
    """State a rule of one row, by name."""
    return CheckConstraint(rule, name=name)


def to(table: str, *, needed: bool = True) -> Any:
    """Point at a row of another table, with an index."""
    return mapped_column(ID, ForeignKey(f"{table}.id"), index=True, nullable=not needed)
