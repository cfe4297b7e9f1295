"""The steps make today's tables, lose nothing, and stop before they would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from reflections import Damaged, Journal, migrations, upgrade
from reflections.migrations import HEAD, KNOWN
from reflections.store import FILE, Store
from reflections.tables import Base, Operation
from tests.reflections.conftest import PASSPHRASE, part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.engine import Engine

    from tests.reflections.conftest import Lesson

KEY = b"\xab" * 32


def schema(engine: Engine) -> dict[str, str]:
    """The words that made each table and index, whatever their order and spacing."""
    with engine.connect() as connection:
        rows = connection.execute(text("select name, sql from sqlite_master where sql is not null"))
        return {name: canonical(sql) for name, sql in rows if name != "alembic_version"}


def canonical(sql: str) -> str:
    body = re.sub(r"\s+", " ", sql.replace('"', "")).strip()
    head, _, columns = body.partition("(")
    depth, found, at = 0, [], 0
    for i, c in enumerate(columns):
        depth += (c == "(") - (c == ")")
        if c == "," and depth == 0:
            found.append(columns[at:i].strip())
            at = i + 1
    return head + " | ".join(sorted([*found, columns[at:-1].strip()]))


def steps_as(dialect: str) -> str:
    """The SQL that the steps would send to a database of this kind."""
    import io

    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    out = io.StringIO()
    context = MigrationContext.configure(dialect_name=dialect, opts={"as_sql": True, "output_buffer": out})
    with Operations.context(context):
        for step in reversed(list(ScriptDirectory(str(upgrade.STEPS)).walk_revisions())):
            step.module.upgrade()
    return out.getvalue()


def test_the_steps_make_exactly_the_tables_of_today(tmp_path: Path) -> None:
    stepped, direct = Store.new(tmp_path / "a.db", KEY), create_engine("sqlite://")
    upgrade.run(stepped.engine)
    Base.metadata.create_all(direct)
    assert schema(stepped.engine) == schema(direct)
    stepped.close()
    direct.dispose()


def test_the_steps_make_exactly_the_tables_of_today_on_postgresql_too() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    wanted = [str(CreateTable(t).compile(dialect=dialect)) for t in Base.metadata.sorted_tables]
    wanted += [str(CreateIndex(i).compile(dialect=dialect)) for t in Base.metadata.sorted_tables for i in t.indexes]
    sent = [s for s in steps_as("postgresql").split(";") if s.strip()]
    assert sorted(canonical(s) for s in sent) == sorted(canonical(s) for s in wanted)


def test_every_check_is_in_the_steps() -> None:
    sent = steps_as("postgresql")
    for table in Base.metadata.sorted_tables:
        for constraint in table.constraints:
            if constraint.name is not None:
                assert str(constraint.name).removeprefix("_") in sent or constraint.name in sent


def test_the_steps_named_are_the_steps_there_are() -> None:
    script = ScriptDirectory(str(upgrade.STEPS))
    assert script.get_heads() == [HEAD]
    assert {step.revision for step in script.walk_revisions()} == set(KNOWN)


def test_nothing_runs_when_the_journal_stands_at_the_head(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrade, "run", lambda *_: pytest.fail("no step was due"))
    upgrade.bring_up(journal._opened.engine, before=lambda: pytest.fail("no backup was due"))


STEP = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{down}"


def upgrade():
    {body}
"""
LOSES = 'op.execute("delete from take_part")'
EMPTIES = 'op.execute("delete from pupil")'
ORPHANS = 'op.execute("update attendance set pupil_id = session_id")'
WIDENS = """with op.batch_alter_table("pupil") as batch:
        batch.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default=""))"""


@pytest.fixture
def steps(tmp_path: Path) -> Callable[[str], Path]:
    """Our steps and one more with this body."""
    import shutil

    def make(body: str) -> Path:
        folder = shutil.copytree(upgrade.STEPS, tmp_path / "steps")
        (folder / "versions" / "0002_next.py").write_text(STEP.format(revision="0002", down=HEAD, body=body))
        return folder

    return make


def test_a_step_that_rebuilds_a_parent_keeps_its_children(
    journal: Journal, lesson: Lesson, steps: Callable[[str], Path]
) -> None:
    upgrade.run(journal._opened.engine, steps=steps(WIDENS))
    assert "colour" in {c["name"] for c in inspect(journal._opened.engine).get_columns("pupil")}
    assert [t.id for t in journal.takes(lesson.piece.id)] == [lesson.take.id]
    assert [a.pupil for a in journal.sessions()[0].attendance] == [lesson.pupil.id]


@pytest.mark.parametrize("body", [LOSES, EMPTIES, ORPHANS])
def test_a_step_that_would_lose_something_changes_nothing(
    journal: Journal, lesson: Lesson, steps: Callable[[str], Path], body: str
) -> None:
    with pytest.raises(Damaged, match="left as it was"):
        upgrade.run(journal._opened.engine, steps=steps(f'op.execute("create table extra(a)"); {body}'))
    assert upgrade.stand(journal._opened.engine) == HEAD
    assert journal.take(lesson.take.id).parts[0].midi == b"MThd-one"
    assert journal.pupil(lesson.pupil.id).alias == "Amira"
    assert not inspect(journal._opened.engine).has_table("extra")


def test_foreign_keys_are_watched_again_after_an_upgrade(
    journal: Journal, lesson: Lesson, steps: Callable[[str], Path]
) -> None:
    upgrade.run(journal._opened.engine, steps=steps(WIDENS))
    with journal._opened.looking() as raw:
        assert raw.execute("pragma foreign_keys").fetchone() == (1,)


def test_an_older_journal_is_backed_up_and_brought_up_as_it_is_opened(
    folder: Path, opening: Callable[..., Journal], steps: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = opening()
    journal.add_pupil("Amira", "fox", "10-12")
    journal._changed = False
    journal.close()
    monkeypatch.setattr(upgrade, "STEPS", steps(WIDENS))
    monkeypatch.setattr(migrations, "HEAD", "0002")
    again = opening()
    assert upgrade.stand(again._opened.engine) == "0002"
    (moment_and_copy,) = again.backups()
    assert moment_and_copy[1].name.endswith("-before-upgrade.db")
    copy = Store(moment_and_copy[1], again._opened.key)
    assert upgrade.stand(copy.engine) == HEAD
    copy.close()


def test_no_backup_means_no_upgrade(
    folder: Path, opening: Callable[..., Journal], monkeypatch: pytest.MonkeyPatch
) -> None:
    opening().close()
    monkeypatch.setattr(migrations, "HEAD", "0002")
    monkeypatch.setattr(upgrade, "run", lambda *_: pytest.fail("nothing to fall back on, so nothing may change"))
    (folder / "backups").write_text("in the way")
    from reflections import DiskTrouble

    with pytest.raises(DiskTrouble, match="backup"):
        Journal.open(folder, PASSPHRASE)


def test_a_migrated_journal_takes_a_whole_lesson(lesson: Lesson, journal: Journal) -> None:
    journal.keep_take(lesson.piece.id, [part(lesson.pupil.id)], seconds=1.0, tempo=60.0)
    with journal._reading() as session:
        assert session.scalars(select(Operation.id)).first()
    assert (journal.folder / FILE).exists()
