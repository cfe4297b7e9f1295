"""A journal's rows on a service's PostgreSQL: one transaction at a time, one writer of a tutor's at a time, faults in plain words.

A role sees its own rows alone (rows.py). Writing waits for whoever of the same tutor writes already, as the file does with
BEGIN IMMEDIATE: rules across rows, such as three live goals, are looked at before they are kept. Reading sees one moment.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, exc, text
from sqlalchemy.orm import sessionmaker

from reflections import operations
from reflections.central import address
from reflections.errors import Busy, DiskFull, JournalError, NotAllowed, NotFound, ServiceTrouble
from reflections.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Engine
    from sqlalchemy.orm import Session

_AWAY = "The service can't be reached just now. What is kept on this computer is safe; try again when it can."
_SECONDS = 10
# A network that went away says nothing, and a system waits hours for it: after 40 seconds without a sign it is said.
_ALIVE = {
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 40_000,  # milliseconds
}
# of ours: what goes wrong before they speak has no SQLSTATE
_UNSEALED = "no certificate"
_NO_FILE = "no list of authorities"
# what PostgreSQL says, by the beginning of its SQLSTATE: the longer before the shorter
_SENTENCES: tuple[tuple[str, type[JournalError], str], ...] = (
    ("23503", NotFound, "What this belongs to is not in the journal any more, so nothing was changed."),
    ("22P02", NotFound, "That is not in the journal any more."),  # what was asked for is not even a key
    ("23", NotAllowed, "That does not fit what is kept already, so nothing was changed."),
    ("22", NotAllowed, "That can't be kept as it is, so nothing was changed."),
    ("25006", NotAllowed, "This was only to be looked at, so nothing was changed."),
    ("28", NotAllowed, "The service does not know this name and password. Ask whoever looks after it."),
    ("3D", NotAllowed, "There is no such database at the service. Ask whoever looks after it for the address."),
    ("40", Busy, "The service is busy. Nothing was changed; try again."),
    ("55P03", Busy, "Another laptop of yours is writing to the service. Nothing was changed; try again."),
    ("42501", NotAllowed, "The service does not allow this name to do that. Ask whoever looks after it."),
    ("42P01", NotAllowed, "The service is not set up yet: whoever looks after it runs `soundfolio service init`."),
    (
        _UNSEALED,
        ServiceTrouble,
        "That server can't prove that it is your service's, so nothing was sent. Ask whoever looks after the service.",
    ),
    (
        _NO_FILE,
        ServiceTrouble,
        (
            "The file that the service's address names behind sslrootcert can't be read, so nothing was sent. See that it is "
            "there, in PEM, in a folder whose name has plain letters alone."
        ),
    ),
    ("53100", DiskFull, "The service's disk is full. What was saved is safe; tell whoever looks after it."),
    ("53", ServiceTrouble, _AWAY),
    ("57", ServiceTrouble, _AWAY),
    ("08", ServiceTrouble, _AWAY),
)
# what a connection that fails says, in the driver's and the server's own words: psycopg knows no SQLSTATE of it
_WHILE_CONNECTING = (
    ("authentication failed", "28"),
    ("no pg_hba.conf entry", "28"),
    ("certificate file", _NO_FILE),
    ("certificate", _UNSEALED),
    ("server does not support SSL", _UNSEALED),
    ('FATAL:  database "', "3D"),
)


class ServiceStore(Store):
    """The same door as the locked file's, to the rows of one tutor on a server."""

    def __init__(
        self, where: str, *, wait_seconds: float = _SECONDS
    ) -> None:  # no file: nothing of the parent's is made
        self.engine = engine(where, wait_seconds)
        self._sessions = sessionmaker(self.engine, class_=operations.RecordedSession, expire_on_commit=False)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session for looking only, all of it at one moment; whatever it tries to write is refused by the server."""
        with self._watched(), self._sessions() as session:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})
            yield session

    @contextlib.contextmanager
    def writing(self, clock: operations.Clock) -> Iterator[Session]:
        """Give a session whose changes, with an operation for each, are durable at the end or never were."""
        with self._watched(), self._sessions(info={"clock": clock}) as session, session.begin():
            session.execute(text("select pg_advisory_xact_lock(hashtext('soundfolio'), hashtext(current_user))"))
            yield session

    def rows_written(self, session: Session) -> int:  # noqa: ARG002  # the file's copies
        """None that matter: copies of a server are made where it stands."""
        return 0

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except exc.DBAPIError as error:
            raise plain_words(error) from error

    def still_here(self) -> None:
        """A server is asked by each statement; there is no file to look for."""

    @contextlib.contextmanager
    def looking(self) -> Iterator[Any]:
        """Give the bare connection, in a transaction that can't write: for plain questions."""
        with self.engine.connect().execution_options(postgresql_readonly=True) as connection, connection.begin():
            yield connection.connection.driver_connection

    def forget_traces(self) -> None:
        """The server clears away what was erased by itself (autovacuum); docs/for-services.md says when."""

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def engine(where: str, wait_seconds: float = _SECONDS) -> Engine:
    """Return an engine for an address; NotAllowed or ServiceTrouble as `address.to_meet` says. It connects when it is used."""
    return create_engine(
        address.to_meet(where),
        pool_size=2,
        pool_pre_ping=True,  # a laptop sleeps, a server is started anew: the next call gets a connection that lives
        hide_parameters=True,  # an error must never carry what a child said into a log
        connect_args={
            **_ALIVE,
            "connect_timeout": max(2, round(wait_seconds)),
            "options": f"-c timezone=UTC -c lock_timeout={wait_seconds * 1000:.0f} -c idle_in_transaction_session_timeout=600000",
        },
    )


def plain_words(error: exc.DBAPIError) -> JournalError:
    """Turn what the server or the way to it said into its kind and sentence."""
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        otherwise = "08" if isinstance(error, exc.OperationalError) else "22"
        said = str(error.orig)
        state = next((state for words, state in _WHILE_CONNECTING if words in said), otherwise)
    for begins, kind, sentence in _SENTENCES:
        if state.startswith(begins):
            return kind(sentence)
    return JournalError("The service could not do that; nothing was changed.")
