"""A lost password is made anew, a tutor is let go, and whoever comes back takes up what lies there; a stranger never does."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from reflections.central import looking_after, rows
from reflections.central.journal import ServiceJournal
from reflections.errors import AlreadyThere, NotAllowed

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
