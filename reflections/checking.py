"""A look through the whole journal: the file, the seals of its pages, what points at what, every take's bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from reflections.errors import Damaged
from reflections.records import Check
from reflections.store import is_sealed, is_whole
from reflections.tables import Base

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections.store import Store

_WHOLE = "The journal's file is damaged in places. Open the latest backup."
_SEALED = "Some pages of the journal don't carry their seal. Open the latest backup."
_TIED = "Something in the journal names what is not there. Make a backup and tell us."
_READ = "A part of the journal can't be read. Open the latest backup."


def check(store: Store) -> Check:
    """Return every take's id, the rows of each table and what is wrong; damage met half-way is a finding, not the end."""
    takes: list[str] = []
    counts: dict[str, int] = {}
    problems: list[str] = []

    def count(raw: Any) -> None:
        for name in sorted(Base.metadata.tables):
            counts[name] = raw.execute(f"select count(*) from {name}").fetchone()[0]  # noqa: S608  # our own names

    looks: tuple[Callable[[Any], object], ...] = (
        # a power cut while the write-ahead file was folded in leaves torn pages that it still holds whole, and the look at the
        # seals reads past it: so it is folded in first
        lambda raw: raw.execute("pragma wal_checkpoint(truncate)").fetchall(),
        lambda raw: _say_unless(is_whole(raw), _WHOLE, problems),
        lambda raw: _say_unless(is_sealed(raw), _SEALED, problems),
        lambda raw: _say_unless(not raw.execute("pragma foreign_key_check").fetchall(), _TIED, problems),
        lambda raw: takes.extend(_dashed(row[0]) for row in raw.execute("select id from take order by id")),
        count,
        lambda raw: problems.extend(_unlike(raw, "take_part", "midi")),
        lambda raw: problems.extend(_unlike(raw, "version", "content")),
    )
    for look in looks:
        try:
            with store.looking() as raw:
                look(raw)
        except Damaged:
            _say_unless(_READ in problems, _READ, problems)
    return Check(tuple(takes), counts, tuple(problems))


def _say_unless(well: bool, sentence: str, problems: list[str]) -> None:
    if not well:
        problems.append(sentence)


def _unlike(raw: Any, table: str, column: str) -> list[str]:
    """Name the rows whose bytes are no longer those that were kept."""
    rows = raw.execute(f"select id, {column}, sha256 from {table}")  # noqa: S608  # our own names
    return [
        f"The music of {table.replace('_', ' ')} {_dashed(row_id)} is not as it was kept. Open a backup to hear it."
        for row_id, content, sha256 in rows
        if hashlib.sha256(content).hexdigest() != sha256
    ]


def _dashed(raw_id: str) -> str:
    return "-".join((raw_id[:8], raw_id[8:12], raw_id[12:16], raw_id[16:20], raw_id[20:]))
