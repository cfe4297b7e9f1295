"""The steps make today's tables, lose nothing, and stop before they would."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from alembic.ddl.sqlite import SQLiteImpl
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from reflections import Damaged, Journal, migrations, upgrade, vault
from reflections.migrations import HEAD, KNOWN
from reflections.store import FILE, Store
from reflections.tables import Base, Operation
from tests.reflections.conftest import PASSPHRASE, part

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Table
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


@pytest.mark.whole
def test_the_steps_make_exactly_the_tables_of_today(tmp_path: Path) -> None:
    stepped, direct = Store.new(tmp_path / "a.db", KEY), create_engine("sqlite://")
    upgrade.run(stepped.engine)
    Base.metadata.create_all(direct)
    assert schema(stepped.engine) == schema(direct)
    stepped.close()
    direct.dispose()


def test_another_way_of_taking_the_steps_holds_for_one_run_alone() -> None:
    made: list[str] = []

    class Told(SQLiteImpl):
        def create_table(self, table: Table, **named: Any) -> None:
            made.append(table.name)
            super().create_table(table, **named)

    upgrade.run(create_engine("sqlite://"), by=Told)
    assert {"pupil", "take"} <= set(made)
    made.clear()
    upgrade.run(create_engine("sqlite://"))
    assert not made


def tables_after(statements: list[str]) -> dict[str, set[str]]:
    """What stands after these statements of PostgreSQL: each table's columns and rules, each index, as canonical text."""
    found: dict[str, set[str]] = {}
    for statement in statements:
        sql = re.sub(r"\s+", " ", statement.replace('"', "")).strip()
        if sql.startswith("CREATE"):
            head, _, body = canonical(sql).partition(" | ")
            opening, _, first = head.partition(" CONSTRAINT ")
            found[opening] = {*body.split(" | "), f"CONSTRAINT {first}"} - {"", "CONSTRAINT "}
            continue
        change = re.fullmatch(r"ALTER TABLE (\w+) (.*)", sql)
        assert change is not None, f"a step sends what this reader doesn't know: {sql}"
        table = found[f"CREATE TABLE {change[1]}"]
        match change[2].split(" "):
            case ["ADD", "COLUMN", *words]:
                table.add(" ".join(words))
            case ["ADD", "CONSTRAINT", *words]:
                table.add(f"CONSTRAINT {' '.join(words)}")
            case ["DROP", "CONSTRAINT", name]:
                (gone,) = (each for each in table if each.startswith(f"CONSTRAINT {name} "))
                table.remove(gone)
            case ["ALTER", "COLUMN", name, "DROP", "DEFAULT"]:
                (had,) = (each for each in table if each.startswith(f"{name} "))
                table.remove(had)
                table.add(re.sub(r" DEFAULT \S+", "", had))
            case ["ALTER", "COLUMN", name, "DROP", "NOT", "NULL"]:
                (had,) = (each for each in table if each.startswith(f"{name} "))
                table.remove(had)
                table.add(had.replace(" NOT NULL", ""))
            case _:
                pytest.fail(f"a step sends what this reader doesn't know: {sql}")
    return found


def test_the_steps_make_exactly_the_tables_of_today_on_postgresql_too() -> None:
    dialect = postgresql.dialect()
    wanted = [str(CreateTable(t).compile(dialect=dialect)) for t in Base.metadata.sorted_tables]
    wanted += [str(CreateIndex(i).compile(dialect=dialect)) for t in Base.metadata.sorted_tables for i in t.indexes]
    sent = [s for s in steps_as("postgresql").split(";") if s.strip()]
    assert tables_after(sent) == tables_after(wanted)


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
        (folder / "versions" / "9999_next.py").write_text(STEP.format(revision="9999", down=HEAD, body=body))
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
    monkeypatch.setattr(migrations, "HEAD", "9999")
    again = opening()
    assert upgrade.stand(again._opened.engine) == "9999"
    (moment_and_copy,) = again.backups()
    assert moment_and_copy[1].name.endswith("-before-upgrade.db")
    copy = Store(moment_and_copy[1], again._opened.key)
    assert upgrade.stand(copy.engine) == HEAD
    copy.close()


def test_no_backup_means_no_upgrade(
    folder: Path, opening: Callable[..., Journal], monkeypatch: pytest.MonkeyPatch
) -> None:
    opening().close()
    monkeypatch.setattr(migrations, "HEAD", "9999")
    monkeypatch.setattr(upgrade, "run", lambda *_: pytest.fail("nothing to fall back on, so nothing may change"))
    (folder / "backups").write_text("in the way")
    from reflections import DiskTrouble

    with pytest.raises(DiskTrouble, match="backup"):
        Journal.open(folder, PASSPHRASE)


OLD = Path(__file__).parent.parent / "old_journals"


def rows(store: Store) -> dict[str, list[dict[str, object]]]:
    """Every row of every table by its columns' names."""
    with store.looking() as raw:
        names = [name for (name,) in raw.execute("select name from sqlite_master where type = 'table' order by name")]
        found = {}
        for name in names:
            columns = [column[1] for column in raw.execute(f"pragma table_info({name})")]
            found[name] = [dict(zip(columns, row, strict=True)) for row in raw.execute(f"select * from {name}")]
        return found


@pytest.fixture(params=KNOWN[:-1])
def step(request: pytest.FixtureRequest) -> str:
    """Each step that is not the last one."""
    return str(request.param)


@pytest.fixture
def old(tmp_path: Path, quick_kdf: None, step: str) -> Path:
    """A folder with the journal that this step left, locked as it was."""
    folder = tmp_path / "old"
    folder.mkdir()
    plain = (OLD / f"{step}.sql").read_text(encoding="utf-8")
    (journal,) = re.findall(r"insert into journal values .*'([0-9a-f]{32})'\);", plain)
    locked, key, _ = vault.make(str(UUID(journal)), PASSPHRASE)
    vault.write(folder, locked)
    store = Store.new(folder / FILE, key)
    with store.looking() as raw:
        raw.executescript(f"pragma foreign_keys=off; begin; {plain} commit; pragma foreign_keys=on;")
    store.close()
    return folder


@pytest.mark.whole
def test_a_journal_of_an_earlier_step_is_brought_up_with_every_row_as_it_was(old: Path) -> None:
    key = vault.unlock(vault.read(old), PASSPHRASE)
    store = Store(old / FILE, key)
    before = rows(store)
    store.close()
    assert all(before.values()), "the old journal has a row in every table"

    journal = Journal.open(old, PASSPHRASE)

    after = rows(journal._opened)
    assert upgrade.stand(journal._opened.engine) == HEAD
    del before["alembic_version"]
    for table, kept in before.items():
        now = after[table]
        columns = set(kept[0])
        assert [{c: row[c] for c in columns} for row in now] == kept, table
        added = {c: row[c] for row in now for c in set(row) - columns}
        assert set(added.values()) <= {None, "", 0, "tutor"}, (
            table
        )  # a voice is the tutor's to hear until somebody chose
    assert journal.check().problems == ()
    journal._changed = False
    journal.close()


@pytest.mark.whole
def test_a_journal_of_an_earlier_step_opens_on_the_same_lesson(old: Path) -> None:
    journal = Journal.open(old, PASSPHRASE)
    first, second = journal.pupils()
    assert (first.shown, second.shown, first.sign_in) == ("Amira", "Amira (2)", ("sun", "key", "boat"))
    evidence = journal.evidence(first.id)
    (one,) = evidence.pieces
    assert (one.piece.title, one.piece.poem, len(one.takes), len(one.versions)) == ("Morning", "It waits.", 1, 1)
    assert [p.pupil for p in one.takes[0].parts] == [first.id, second.id]
    assert [(pair.before.value, pair.after.value) for pair in evidence.sure] == [(0, 3)]
    assert [g.goal.words for g in evidence.goals] == ["play it through"]
    assert evidence.taken_back == 1
    assert journal.preferences(first.id).theme == "cream"
    assert journal.hidden_titles() == {"essen/0001"}
    assert len(journal.unfinished()) == 1
    journal.reflect(first.id, "T6", said_by="typed", body="and on it goes")
    journal._changed = False
    journal.close()


@pytest.mark.whole
def test_the_copy_made_before_the_upgrade_is_still_of_the_earlier_step(old: Path, step: str) -> None:
    journal = Journal.open(old, PASSPHRASE)
    ((_, path),) = journal.backups()
    copy = Store(path, journal._opened.key)
    assert upgrade.stand(copy.engine) == step
    copy.close()
    journal._changed = False
    journal.close()


def test_a_migrated_journal_takes_a_whole_lesson(lesson: Lesson, journal: Journal) -> None:
    journal.keep_take(lesson.piece.id, [part(lesson.pupil.id)], seconds=1.0, tempo=60.0)
    with journal._reading() as session:
        assert session.scalars(select(Operation.id)).first()
    assert (journal.folder / FILE).exists()
