"""A tutor's own rows at a service, as the journal they are: every room of it, but for what a file alone needs."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from sqlalchemy import Text, cast, func, select, text

from reflections import migrations
from reflections.central.rows import WHOSE
from reflections.central.store import ServiceStore
from reflections.errors import JournalError, NotAllowed, NotOurs, TooNew
from reflections.forgetting import Forgetting
from reflections.journal import Journal
from reflections.moving.door import Moving, nobody_asks
from reflections.moving.gathering import NEVER_LEAVES
from reflections.operations import clock_of
from reflections.records import Check
from reflections.tables import Base, JournalRow, Operation, Take

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reflections.lying import Copy
    from reflections.moving.bundle import Opened
    from reflections.records import Arrival, Erased

_OF_THE_FILE = "This is for a journal that lies on this computer; whoever looks after the service keeps copies of it."
_STAYING = [kind.__tablename__ for kind in NEVER_LEAVES]


class ServiceJournal(Journal):
    """The journal of whoever's name the address holds; several laptops may have it open, each under a node of its own."""

    def __init__(self, store: ServiceStore, now: Callable[[], datetime]) -> None:
        with store.reading() as session:
            own = text(f"select count(*) from journal where {WHOSE} = current_user")  # noqa: S608  # a constant
            if session.scalar(own) != 1:  # nobody, or whoever looks after the service, who sees everybody's
                message = (
                    "The service does not know this tutor. Whoever looks after it runs `soundfolio service adduser`, "
                    "or `newpassword` where `status` lists the name."
                )
                raise NotOurs(message)
            row = session.scalars(select(JournalRow)).one()
            clock = clock_of(session, secrets.token_hex(8), now)
        super(Journal, self).__init__(store, clock, now)  # all but the file and its lock
        self.tutor = row.tutor

    @classmethod
    def at(cls, where: str, *, now: Callable[[], datetime] = lambda: datetime.now().astimezone()) -> ServiceJournal:
        """Open the rows of the tutor whose name and password the address holds.

        NotAllowed, ServiceTrouble, NotOurs, TooNew: each with its sentence, and nothing changed.
        """
        store = ServiceStore(where)
        try:
            _same_step(store)
            return cls(store, now)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Let the connections go."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def heard_of(self) -> dict[str, str]:
        """Return every change by its stamp with the MD5 of what it says, reckoned at the server."""
        said = func.concat(
            Operation.entity, "\n", cast(Operation.row, Text), "\n", Operation.field, "\n", Operation.value
        )
        with self._reading() as session:
            told = select(Operation.id, func.md5(said)).where(Operation.entity.not_in(_STAYING))
            return {row[0]: row[1] for row in session.execute(told)}

    def take_what_is(self, opened: Opened, *, progress: Callable[[float], None] = nobody_asks) -> Arrival:
        """Take in what is in a sealed file."""
        return Moving.take_what_is(self, opened, progress=progress)

    def erase_pupil(self, pupil_id: str, by_role: str, *, copied: bool = False) -> Erased:  # noqa: ARG002  # the file's copies
        """Erase a pupil here; copies that the service keeps of its server go by its own rule."""
        return Forgetting.erase_pupil(self, pupil_id, by_role)

    def check(self) -> Check:
        """Count the rows; that they hang together is the server's to keep."""
        with self._reading() as session:
            counts = {
                name: session.scalar(select(func.count()).select_from(table)) or 0
                for name, table in sorted(Base.metadata.tables.items())
            }
            return Check(tuple(session.scalars(select(Take.id).order_by(Take.id))), counts, ())

    def backups(self) -> tuple[tuple[datetime, Path], ...]:
        """None: a server's copies are not this journal's."""
        return ()

    def let_copies_go(self) -> tuple[Path, ...]:
        """None are kept here."""
        return ()

    def _copies(self) -> list[Copy]:
        return []

    def backup(self, why: str = "asked") -> NoReturn:  # noqa: ARG002  # there is none for any reason
        """NotAllowed: see the server's own."""
        raise NotAllowed(_OF_THE_FILE)


def _same_step(store: ServiceStore) -> None:
    """TooNew, or a sentence for whoever looks after the service, unless its tables are those of today."""
    with store.reading() as session:
        step = session.scalar(text("select version_num from alembic_version"))
    if step == migrations.HEAD:
        return
    if step is not None and step not in migrations.KNOWN:
        message = "The service is of a newer Soundfolio. Update Soundfolio on this computer. Nothing was changed."
        raise TooNew(message)
    message = "The service is not of today's Soundfolio: whoever looks after it runs `soundfolio service init`."
    raise JournalError(message)
