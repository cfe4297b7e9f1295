"""What a server or the way to it does wrong is a sentence, and an address is looked at before anything goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy import exc, text
from sqlalchemy.engine import make_url

from reflections import JournalError, NotAllowed, NotFound
from reflections.central import address
from reflections.central.journal import ServiceJournal
from reflections.central.store import ServiceStore, plain_words
from reflections.errors import Busy, ServiceTrouble
from reflections.operations import Clock
from tests.reflections.conftest import Wall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.postgres import Server

AWAY = "postgresql+psycopg://sam:secret@music.example/soundfolio"


@pytest.fixture
def store(postgres: Server) -> Iterator[ServiceStore]:
    made = ServiceStore(postgres.address(postgres.tutor()), wait_seconds=0.2)
    yield made
    made.close()


@pytest.mark.parametrize(
    "typed", ["", "sqlite:///x.db", "mysql://a@b/c", "postgresql+psycopg://sam@here", "no address"]
)
def test_what_is_no_address_is_refused_with_one_that_is(typed: str) -> None:
    with pytest.raises(NotAllowed, match=r"postgresql\+psycopg://name:password@server/database"):
        address.read(typed)


def test_over_a_network_the_server_has_to_prove_who_it_is() -> None:
    found = address.read(AWAY)
    assert dict(found.query) == {"sslmode": "verify-full", "sslrootcert": "system"}
    own = address.read(f"{AWAY}?sslrootcert=/etc/service.pem")
    assert dict(own.query) == {"sslmode": "verify-full", "sslrootcert": "/etc/service.pem"}
    for weaker in ("disable", "prefer", "require", "verify-ca"):
        with pytest.raises(NotAllowed, match="locked or not at all"):
            address.read(f"{AWAY}?sslmode={weaker}")
    for here in (
        "postgresql://a@localhost/b",
        "postgresql://a@/b?host=localhost",
        "postgresql://a@/b?host=/run/postgresql",
    ):
        assert "sslmode" not in address.read(here).query


@pytest.mark.parametrize(
    "more", ["host=music.example", "hostaddr=192.0.2.7", "service=other", "password=secret", "options=-c%20x=y"]
)
def test_an_address_leads_nowhere_but_where_it_says(more: str) -> None:
    with pytest.raises(NotAllowed, match=r"address (names two servers|says more than where it is)"):
        address.read(f"postgresql://sam:secret@localhost/soundfolio?{more}")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "localhost"),  # the system's own settings may name any server
        ("?host=/run/postgresql,music.example", "music.example"),
        ("?host=localhost&host=music.example", "music.example"),
        ("?host=first,second&target_session_attrs=read-write", "first, second"),
    ],
)
def test_a_server_that_is_named_last_or_nowhere_is_another_computer_and_people_read_its_name(
    query: str, shown: str
) -> None:
    where = f"postgresql://sam:secret@/soundfolio{query}"
    assert address.read(where).query["sslmode"] == "verify-full"
    assert address.named(where) == ("sam", shown)


def test_a_missing_driver_is_said_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(ServiceTrouble, match=r"pip install 'psycopg\[binary\]'"):
        address.read(AWAY)
    monkeypatch.setattr("sys.frozen", True, raising=False)  # in a portable folder nothing can be installed
    with pytest.raises(ServiceTrouble, match="Carry a sealed file"):
        address.read(AWAY)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ('FATAL:  database "soundfolio" does not exist', "no such database"),
        ("SSL error: certificate verify failed", "can't prove that it is your service's"),
        ('server certificate for "a" does not match host name "b"', "can't prove that it is your service's"),
        ("server does not support SSL, but SSL was required", "can't prove that it is your service's"),
        ("password authentication failed for user", "does not know this name"),
        ("Connection refused", "can't be reached just now"),
    ],
)
def test_a_connection_that_fails_says_what_to_do_about_it(said: str, sentence: str) -> None:
    failed = exc.OperationalError("", {}, psycopg.OperationalError(f"connection failed: {said}"))
    assert sentence in str(plain_words(failed))


@pytest.mark.whole
def test_a_database_that_is_not_there_is_said(postgres: Server) -> None:
    other = make_url(postgres.service).set(database="soundfolio_nowhere").render_as_string(hide_password=False)
    store = ServiceStore(other, wait_seconds=2)
    with pytest.raises(NotAllowed, match="no such database"), store.reading() as session:
        session.execute(text("select 1"))
    store.close()


@pytest.mark.whole
def test_a_server_that_does_not_answer_is_a_sentence_without_the_password() -> None:
    store = ServiceStore("postgresql://sam:secret@127.0.0.1:9/soundfolio", wait_seconds=1)
    with pytest.raises(ServiceTrouble, match="What is kept on this computer is safe") as caught, store.reading() as s:
        s.execute(text("select 1"))
    assert "secret" not in str(caught.value)
    store.close()


def test_a_connection_that_was_cut_is_a_sentence_and_the_next_call_works(store: ServiceStore, postgres: Server) -> None:
    def cut_off() -> None:
        with store.reading() as session:
            pid = session.scalar(text("select pg_backend_pid()"))
            with psycopg.connect(postgres.service.replace("+psycopg", "")) as admin:
                admin.execute("select pg_terminate_backend(%s)", (pid,))
            session.execute(text("select 1"))

    with pytest.raises(ServiceTrouble, match="can't be reached"):
        cut_off()
    with store.reading() as session:
        assert session.scalar(text("select 1")) == 1


@pytest.mark.parametrize(
    ("typed", "kind", "said"),
    [
        ("select 1/0", NotAllowed, "can't be kept as it is"),
        ("select 'x'::uuid", NotFound, "not in the journal any more"),
        ("update setting set key = 'x'", NotAllowed, "only to be looked at"),
        ("select * from nowhere", NotAllowed, "service init"),
        ("select pg_read_file('/etc/passwd')", NotAllowed, "does not allow this name"),
        ("nonsense", JournalError, "nothing was changed"),
    ],
)
def test_whatever_the_server_refuses_is_one_of_ours(store: ServiceStore, typed: str, kind: type, said: str) -> None:
    with pytest.raises(kind, match=said), store.reading() as session:
        session.execute(text(typed))


def test_two_laptops_of_one_tutor_write_in_turn_and_other_tutors_do_not_wait(
    store: ServiceStore, postgres: Server
) -> None:
    clock = Clock("0" * 16, Wall())
    mine = ServiceStore(str(store.engine.url.render_as_string(False)), wait_seconds=0.2)
    other = ServiceJournal.at(postgres.address(postgres.tutor()))
    with store.writing(clock):
        other.add_pupil("Ben", "owl", "10-12")
        with pytest.raises(Busy, match="Another laptop of yours"), mine.writing(clock):
            pytest.fail("both write at once")
    with mine.writing(clock) as session:
        session.execute(text("select 1"))
    mine.close()
    other.close()
