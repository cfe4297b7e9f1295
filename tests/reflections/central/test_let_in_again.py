"""A lost password is made anew, a tutor is let go, and whoever comes back takes up what lies there; a stranger never does."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, exc
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from reflections.central import looking_after, rows
from reflections.central.journal import ServiceJournal
from reflections.errors import AlreadyThere, NotAllowed, ServiceTrouble

if TYPE_CHECKING:
    from tests.postgres import Server


@pytest.fixture
def lee(postgres: Server) -> str:
    """A tutor with one pupil at the service."""
    name = postgres.tutor("Lee")
    with closing(ServiceJournal.at(postgres.address(name))) as journal:
        journal.add_pupil("Amira", "fox", "10-12")
    return name


def by(postgres: Server, name: str, password: str) -> str:
    return make_url(postgres.service).set(username=name, password=password).render_as_string(hide_password=False)


def listed(postgres: Server, name: str) -> looking_after.Tutor:
    (found,) = [tutor for tutor in looking_after.status(postgres.service).tutors if tutor.name == name]
    return found


def seen(where: str) -> list[str]:
    with closing(ServiceJournal.at(where)) as journal:
        return [pupil.alias for pupil in journal.pupils()]


def test_a_tutor_who_was_let_go_comes_back_to_what_was_brought_and_nobody_else_does(postgres: Server, lee: str) -> None:
    assert listed(postgres, lee).let_in
    looking_after.drop_user(postgres.service, lee)
    gone = listed(postgres, lee)
    assert (gone.let_in, gone.pupils) == (False, 1)
    with pytest.raises(AlreadyThere, match=f"adduser {lee} --again.*choose another name"):
        looking_after.add_user(postgres.service, lee)
    assert not listed(postgres, lee).let_in
    password = looking_after.add_user(postgres.service, lee, "Lee Park", again=True)
    assert seen(by(postgres, lee, password)) == ["Amira"]
    back = listed(postgres, lee)
    assert (back.let_in, back.shown, back.pupils) == (True, "Lee Park", 1)


def test_whoever_left_things_of_their_own_at_the_server_is_let_go_all_the_same(postgres: Server, lee: str) -> None:
    engine = create_engine(postgres.address(lee), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with closing(engine.connect()) as theirs:
        made = theirs.exec_driver_sql("select lo_create(0)").scalar()
        assert theirs.exec_driver_sql("select count(*) from pupil").scalar() == 1
        aside = looking_after.drop_user(postgres.service, lee)
        with pytest.raises(exc.DBAPIError, match="permission denied"):
            theirs.exec_driver_sql("select count(*) from pupil")
    with pytest.raises(ServiceTrouble):  # the server of the tests asks for no password, so it says no such word
        seen(postgres.address(lee))
    assert (listed(postgres, lee).let_in, listed(postgres, lee).pupils) == (False, 1)
    password = looking_after.add_user(postgres.service, lee, again=True)
    assert seen(by(postgres, lee, password)) == ["Amira"]
    tidy = create_engine(postgres.service, poolclass=NullPool)
    with tidy.begin() as connection:
        assert (
            connection.exec_driver_sql(f"select rolcanlogin from pg_roles where rolname = '{aside}'").scalar() is False
        )
        connection.exec_driver_sql(f"select lo_unlink({made})")
        connection.exec_driver_sql(f'drop role "{aside}"')


def test_a_lost_password_is_made_anew(postgres: Server, lee: str) -> None:
    with pytest.raises(AlreadyThere, match=f"newpassword {lee}"):
        looking_after.add_user(postgres.service, lee)
    password = looking_after.new_password(postgres.service, lee)
    assert seen(by(postgres, lee, password)) == ["Amira"]


def test_a_tutor_whom_an_earlier_release_let_in_twice_gets_in_again(postgres: Server, lee: str) -> None:
    engine = create_engine(postgres.service, poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"insert into journal (id, node, tutor, made_at, {rows.WHOSE}) "
            f"select gen_random_uuid(), node, 'again', now(), '{lee}' from journal where {rows.WHOSE} = '{lee}'"
        )
    assert listed(postgres, lee).shown == "Lee"
    password = looking_after.new_password(postgres.service, lee)
    assert seen(by(postgres, lee, password)) == ["Amira"]


def test_again_for_somebody_new_is_the_first_time(postgres: Server) -> None:
    name = f"new_{postgres.tutor()}"
    postgres.knows(name)
    assert seen(by(postgres, name, looking_after.add_user(postgres.service, name, again=True))) == []


@pytest.mark.parametrize("name", ["postgres", rows.TUTORS, "nobody_here"])
def test_no_other_role_of_the_server_is_touched(postgres: Server, name: str) -> None:
    for errand in (looking_after.new_password, looking_after.drop_user):
        with pytest.raises(NotAllowed, match="service status"):
            errand(postgres.service, name)
