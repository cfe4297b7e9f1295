"""Row-level security by plain SQL: a tutor's role reads, changes and points at its own rows, whatever it types."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from reflections import AlreadyThere, NotAllowed, NotOurs, TooNew, migrations, upgrade
from reflections.central import looking_after, rows
from reflections.central.journal import ServiceJournal
from reflections.errors import JournalError
from reflections.tables import Base, new_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection, Engine

    from tests.postgres import Server

OLD = Path(__file__).parents[2] / "old_journals"


def plainly(address: str) -> psycopg.Connection:
    """What anybody with the address can do, without Soundfolio."""
    where = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(where, autocommit=True)


@pytest.fixture
def kim(postgres: Server) -> Iterator[tuple[str, str]]:
    """Kim, who has a pupil with a piece: the name and the pupil's id."""
    name = postgres.tutor("Kim")
    journal = ServiceJournal.at(postgres.address(name))
    pupil = journal.add_pupil("Amira", "fox", "10-12").id
    journal.keep_piece(pupil, "Morning", kind="tune", content=b"MThd")
    journal.close()
    return name, pupil


@pytest.fixture
def sam(postgres: Server) -> Iterator[psycopg.Connection]:
    """Sam at a prompt of SQL."""
    with plainly(postgres.address(postgres.tutor("Sam"))) as raw:
        yield raw


def test_no_row_of_anothers_is_read_from_any_table(kim: tuple[str, str], sam: psycopg.Connection) -> None:
    for table in Base.metadata.tables:
        found = sam.execute(f'select whose from "{table}"').fetchall()
        assert {whose for (whose,) in found} <= {sam.info.user}, table
    assert sam.execute("select count(*) from pupil where id = %s", (kim[1],)).fetchone() == (0,)


def test_anothers_row_is_neither_changed_nor_removed_nor_made(
    kim: tuple[str, str], sam: psycopg.Connection, postgres: Server
) -> None:
    assert sam.execute("update pupil set alias = 'Mine'").rowcount == 0
    assert sam.execute("delete from operation").rowcount == 0
    for name in (kim[0], "postgres"):
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            sam.execute("insert into setting (key, value, whose) values ('a', '1', %s)", (name,))
    sam.execute("insert into setting (key, value) values ('a', '1')")
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        sam.execute("update setting set whose = %s", (kim[0],))
    journal = ServiceJournal.at(postgres.address(kim[0]))
    assert [pupil.alias for pupil in journal.pupils()] == ["Amira"]
    assert journal.setting("a") is None
    journal.close()


def test_no_key_tells_whether_another_has_such_a_row(kim: tuple[str, str], sam: psycopg.Connection) -> None:
    interest = "insert into interest (id, pupil_id, kind, what, why) values (%s, %s, 'song', 'x', '')"
    for pupil in (kim[1], new_id()):
        with pytest.raises(errors.ForeignKeyViolation):
            sam.execute(interest, (new_id(), pupil))
    pupil = "insert into pupil select %s, 'fox' || '', '10-12', '', '[]', false, '{}', now(), %s"
    columns = "(alias, avatar, age_band, sign_in_kind, sign_in, hold, preferences, added_at, id)"
    sam.execute(pupil.replace("pupil select %s,", f"pupil {columns} select %s,"), ("Mine", kim[1]))
    assert sam.execute("select alias from pupil").fetchall() == [("Mine",)]


def test_a_tutors_role_owns_nothing_and_can_not_step_out_of_it(kim: tuple[str, str], sam: psycopg.Connection) -> None:
    (owned,) = (
        sam.execute("select count(*) from pg_class where pg_get_userbyid(relowner) = current_user").fetchone() or ()
    )
    assert owned == 0
    role = "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = current_user"
    assert sam.execute(role).fetchone() == (False,) * 5
    for typed in (
        f'set role "{kim[0]}"',
        "set session authorization postgres",
        "alter table pupil disable row level security",
        "drop policy own_rows on pupil",
        "create policy mine on pupil using (true)",
        "create table mine (a int)",
        "create function mine() returns int language sql security definer as 'select 1'",
        "truncate pupil",
        "update alembic_version set version_num = '9999'",
        "set session_replication_role = replica",
        "copy pupil to program 'cat'",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            sam.execute(typed)
    with pytest.raises(errors.InsufficientPrivilege):
        sam.execute("set row_security = off; select * from pupil")


def test_every_table_there_is_has_its_rule(postgres: Server) -> None:
    with plainly(postgres.service) as raw:
        watched = (
            "select relname, relrowsecurity from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        )
        found = dict(raw.execute(watched).fetchall())
        rules = raw.execute("select tablename, roles, qual, with_check from pg_policies").fetchall()
    assert found.pop("alembic_version") is False
    assert found == dict.fromkeys(Base.metadata.tables, True)
    own = "(whose = CURRENT_USER)"
    assert sorted(rules) == [(name, [rows.TUTORS], own, own) for name in sorted(found)]


def test_a_pupil_who_was_handed_over_stands_once_for_each_tutor(postgres: Server, kim: tuple[str, str]) -> None:
    giver = ServiceJournal.at(postgres.address(kim[0]))
    taker = ServiceJournal.at(postgres.address(postgres.tutor("Lee")))
    taker.take_in(giver.pack("four green boats", [kim[1]]), "four green boats")
    taker.change_pupil(kim[1], "Ami")
    assert [p.alias for p in giver.pupils()] == ["Amira"]
    assert [p.alias for p in taker.pupils()] == ["Ami"]
    giver.erase_pupil(kim[1], "the lead")
    assert [p.alias for p in taker.pupils()] == ["Ami"]
    giver.close()
    taker.close()


# -- looking after it


def test_init_run_again_changes_nothing(postgres: Server, kim: tuple[str, str]) -> None:
    before = looking_after.status(postgres.service)
    assert looking_after.init(postgres.service) == migrations.HEAD
    after = looking_after.status(postgres.service)
    assert after.tutors == before.tutors
    (found,) = [tutor for tutor in after.tutors if tutor.name == kim[0]]
    assert (found.shown, found.pupils, found.takes, found.met) == ("Kim", 1, 0, None)
    assert found.operations > 2


def test_a_name_is_given_once_and_is_small_letters(postgres: Server, kim: tuple[str, str]) -> None:
    with pytest.raises(AlreadyThere, match="Choose another name"):
        looking_after.add_user(postgres.service, kim[0])
    for name in ("", "K", "kim lee", 'kim"; drop table pupil; --', "9kim", rows.TUTORS, "x" * 40):
        with pytest.raises(NotAllowed, match="small letters"):
            looking_after.add_user(postgres.service, name)


def test_only_the_tutor_whom_the_service_knows_gets_in(postgres: Server) -> None:
    with pytest.raises(NotOurs, match="service adduser"):
        ServiceJournal.at(str(make_url(postgres.service).set(username="postgres").render_as_string(False)))


def test_a_database_that_is_not_set_up_or_of_another_release_is_said(postgres: Server) -> None:
    empty = postgres.database()
    with pytest.raises(JournalError, match="service init"):
        ServiceJournal.at(empty)
    looking_after.init(empty)
    with plainly(empty) as raw:
        raw.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(TooNew, match="newer Soundfolio"):
        looking_after.init(empty)
    with pytest.raises(TooNew, match="Update Soundfolio on this computer"):
        ServiceJournal.at(empty)


def test_a_database_that_sorts_words_otherwise_is_refused(postgres: Server) -> None:
    with plainly(postgres.service) as raw:
        known = [name for (name,) in raw.execute("select collname from pg_collation where collname like '%\\_%.utf8'")]
    if not known:
        pytest.skip("only on computers that have another language's sorting")
    with pytest.raises(NotAllowed, match="--locale=C"):
        looking_after.init(postgres.database(locale=known[0]))


# -- the steps


def steps_until(step: str, folder: Path) -> Path:
    """The steps as they were when this one was the last."""
    shutil.copytree(upgrade.STEPS, folder)
    for path in (folder / "versions").glob("0*.py"):
        if path.name[:4] > step:
            path.unlink()
    return folder


def fill(connection: Connection, old: str) -> None:
    """Write the rows of an old journal's file as they stand there."""
    connection.exec_driver_sql("set local session_replication_role = replica")  # in whatever order they come
    there = sqlite3.connect(":memory:")
    there.executescript(old)
    asked = "select table_name, column_name, udt_name from information_schema.columns where table_schema = 'public'"
    kinds = {(table, column): kind for table, column, kind in connection.exec_driver_sql(asked)}
    for name in sorted({table for table, _ in kinds} - {"alembic_version"}):
        found = there.execute(f'select * from "{name}"')
        columns = [each[0] for each in found.description]
        given = ", ".join(f"%s::{kinds[name, column]}" for column in columns)
        named = ", ".join(f'"{column}"' for column in columns)
        for row in found:
            values = tuple(each if each is None or isinstance(each, bytes) else str(each) for each in row)
            connection.exec_driver_sql(f'insert into "{name}" ({named}) values ({given})', values)
    there.close()


def contents(engine: Engine) -> dict[str, list[dict[str, object]]]:
    with engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(text(f'select * from "{name}"')).mappings()]
            for name in sorted(inspect(connection).get_table_names())
        }


NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade():
    op.create_table("toy", sa.Column("id", sa.Uuid(as_uuid=False), primary_key=True),
        sa.Column("pupil_id", sa.Uuid(as_uuid=False), sa.ForeignKey("pupil.id", name="fk_toy_pupil_id_pupil")))
    with op.batch_alter_table("place") as batch:
        batch.add_column(sa.Column("toy_id", sa.Uuid(as_uuid=False), nullable=True))
        batch.create_foreign_key("fk_place_toy_id_toy", "toy", ["toy_id"], ["id"])
"""


def test_a_later_step_that_ties_new_rows_runs_on_a_service_that_has_its_rules(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = postgres.database()
    looking_after.init(where)
    steps = shutil.copytree(upgrade.STEPS, tmp_path / "steps")
    (steps / "versions" / "9999_next.py").write_text(NEXT.format(head=migrations.HEAD))
    monkeypatch.setattr(upgrade, "STEPS", steps)
    looking_after.init(where)
    engine = create_engine(where)
    assert upgrade.stand(engine) == "9999"
    assert inspect(engine).get_foreign_keys("place") == []  # today's tables, which name their ties, know of none
    assert len(inspect(engine).get_foreign_keys("interest")) == 2
    engine.dispose()


@pytest.mark.parametrize("step", migrations.KNOWN[:-1])
def test_a_database_of_an_earlier_step_is_brought_up_with_every_row_as_it_was(
    postgres: Server, step: str, tmp_path: Path
) -> None:
    where = postgres.database()
    engine = create_engine(where, poolclass=NullPool)
    plain = (OLD / f"{step}.sql").read_text(encoding="utf-8")
    upgrade.run(engine, steps=steps_until(step, tmp_path / "steps"))
    with engine.begin() as connection:
        fill(connection, plain)
    before = contents(engine)
    assert all(before.values()), "the old journal has a row in every table"
    looking_after.init(where)
    after = contents(engine)
    assert upgrade.stand(engine) == migrations.HEAD
    del before["alembic_version"]
    for table, kept in before.items():
        columns = sorted(kept[0])
        found = [[row[c] for c in columns] for row in after[table]]
        assert sorted(found, key=repr) == sorted(([row[c] for c in columns] for row in kept), key=repr), table
        added = {str(row[c] or "") for row in after[table] for c in set(row) - {*columns, rows.WHOSE}}
        assert added <= {"", "0", "False", "tutor"}, table  # an old voice is the tutor's to hear
    engine.dispose()
