"""The one door to what is kept: opening, closing, checking and backing up; its rooms hold the calls of a lesson."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import backups, checking, rekeying, replacing, restoring, salvaging, upgrade, vault
from reflections.access import Access
from reflections.aims import Aims
from reflections.claiming import Claiming
from reflections.counting import Counting
from reflections.desk import Desk
from reflections.disk import sync_folder
from reflections.errors import AlreadyThere, DiskTrouble, Missing
from reflections.evidence import Portfolios
from reflections.figures import Figures
from reflections.forgetting import Forgetting
from reflections.grouping import Grouping
from reflections.keeping import Keeping
from reflections.liking import Liking
from reflections.lock import InstanceLock
from reflections.locking import LEAD, Locking
from reflections.making import Making
from reflections.marking import Marking
from reflections.meeting import Meeting
from reflections.moving.door import Moving, nobody_asks, within
from reflections.noting import Noting
from reflections.operations import Clock, clock_of
from reflections.parts import Parts
from reflections.peers import Peers
from reflections.people import People, place_fields
from reflections.planning import Planning
from reflections.rating import Ratings
from reflections.readings import Readings
from reflections.recording import Recordings
from reflections.reporting import Reporting
from reflections.reviewing import Reviewing
from reflections.saying import Saying
from reflections.seeing import Seeing
from reflections.sharing import Sharing
from reflections.singing import Singing
from reflections.store import APPLICATION_ID, FILE, Store, inspect_file, prove_ours, remove_file
from reflections.tables import JournalRow, Place, new_id
from reflections.telling import Telling
from reflections.unsaying import Unsaying
from reflections.voices import Voices
from reflections.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections.moving.bundle import Opened
    from reflections.records import Arrival, Check, Erased

_HALF_MADE = f"{FILE}.part"
_SCHEMA_MARK = 1  # user_version, so that other tools can tell


def _local_now() -> datetime:
    return datetime.now().astimezone()


class Journal(
    Desk,
    People,
    Liking,
    Grouping,
    Meeting,
    Seeing,
    Making,
    Parts,  # and takes
    Peers,
    Marking,
    Recordings,
    Ratings,
    Readings,
    Saying,
    Aims,
    Planning,
    Noting,
    Telling,
    Claiming,
    Sharing,
    Reviewing,
    Waiting,
    Counting,
    Figures,
    Reporting,
    Forgetting,
    Access,
    Moving,
    Locking,
    Keeping,
    Unsaying,
    Voices,
    Singing,
    Portfolios,
):
    """The open journal. Every call is one transaction and returns frozen records; JournalError says what went wrong."""

    def __init__(
        self, folder: Path, lock: InstanceLock, store: Store, locked: vault.Vault, now: Callable[[], datetime]
    ) -> None:
        with store.reading() as session:
            row = session.scalars(select(JournalRow)).one()
            clock = clock_of(session, row.node, now)
        super().__init__(store, clock, now)
        self.folder = folder
        self.tutor = row.tutor
        self._lock = lock
        self._vault = locked

    @classmethod
    def create(
        cls,
        folder: Path | str,
        *,
        tutor: str,
        passphrase: str,
        help_person: str,
        place: str = "",
        deputy: str = "",
        out_of_hours: str = "",
        now: Callable[[], datetime] = _local_now,
    ) -> tuple[Journal, str]:
        """Make a journal in `folder` and return it open, with the recovery code to print once.

        AlreadyThere when one is there; NotAllowed when the passphrase is too short or no one to call is named.
        """
        folder = Path(folder)
        _make_folder(folder)
        if cls.exists(folder):
            message = "There is a journal in this folder already. Open it, or choose another folder."
            raise AlreadyThere(message)
        first_place = place_fields(place, help_person, deputy, out_of_hours)
        lock = InstanceLock(folder)
        try:
            row = JournalRow(id=new_id(), node=secrets.token_hex(8), tutor=tutor, made_at=now())
            locked, key, code = vault.make(row.id, passphrase)
            making = folder / _HALF_MADE
            remove_file(making)
            _lay_out(making, key, row, Place(**first_place))
            vault.write(folder, locked)
            making.rename(folder / FILE)  # from here on it exists; cut short before, set-up simply begins anew
            sync_folder(folder)
            return cls(folder, lock, Store(folder / FILE, key), locked, now), code
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open(
        cls,
        folder: Path | str,
        secret: str,
        *,
        now: Callable[[], datetime] = _local_now,
        wait_seconds: float = 5.0,
    ) -> Journal:
        """Open the journal with its passphrase or recovery code.

        Missing, InUse, WrongSecret, Damaged, TooNew, NotOurs, Plain: each with its sentence, and nothing changed.
        """
        folder = Path(folder)
        if not folder.is_dir() or not cls.exists(folder):
            message = "There is no journal in this folder yet. Set one up, or choose the folder that holds it."
            raise Missing(message)
        lock = InstanceLock(folder)
        try:
            replacing.settle(folder)
            inspect_file(folder / FILE)
            locked = _read_vault(folder)
            store, opened = rekeying.open_store(folder / FILE, locked, secret, wait_seconds)
            try:
                prove_ours(store, locked.journal)
                locked = rekeying.finish(folder, locked, opened.key)
                backups.sweep(folder / backups.FOLDER)
                upgrade.bring_up(
                    store.engine, before=lambda: backups.make(store, locked, why="before-upgrade", now=now())
                )
                journal = cls(folder, lock, store, locked, now)
                if opened.kind == LEAD:
                    journal.was_opened_by_the_lead()
                return journal  # noqa: TRY300  # what was opened is closed whatever fails, the lock goes with it
            except BaseException:
                store.close()
                raise
        except BaseException:
            lock.release()
            raise

    @staticmethod
    def copies(
        folder: Path | str, secret: str, *, where: Path | None = None, now: Callable[[], datetime] = _local_now
    ) -> restoring.Copies:
        """Return the copies that `restore` could put in the place of the journal in `folder`; WrongSecret, DiskTrouble."""
        return restoring.Copies(Path(folder), secret, where=where, now=now())

    @classmethod
    def restore(
        cls,
        folder: Path | str,
        copy: Path,
        secret: str,
        *,
        now: Callable[[], datetime] = _local_now,
        progress: Callable[[float], None] = lambda _done: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[Journal, Path | None]:
        """Put a copy in the journal's place and open it; with it comes the folder that holds now what lay there.

        Whoever was erased since it was made, as far as anything here knows, is erased in it before it is opened.

        `progress` gets 0 to 1. InUse, WrongSecret, Damaged, NotOurs, TooNew, Stopped, DiskFull, DiskTrouble: nothing changed.
        """
        folder = Path(folder)
        _make_folder(folder)
        lock = InstanceLock(folder)
        try:
            replacing.settle(folder)
            copies = restoring.Copies(folder, secret, now=now())
            aside = copies.put_in_place(copy, now=now(), progress=progress, cancelled=cancelled)
        finally:
            lock.release()
        journal = cls.open(folder, secret, now=now)
        journal.was_restored(backups.dated(copy)[0])
        return journal, aside

    @staticmethod
    def salvage(
        folder: Path | str,
        secret: str,
        *,
        now: Callable[[], datetime] = _local_now,
        progress: Callable[[float], None] = lambda _done: None,
    ) -> tuple[salvaging.Salvaged, Path | None]:
        """Make a journal of what can be read of a damaged one: the last way, where no backup is left.

        Returns what was read and lost, and the folder that holds now what lay there. Whoever was erased, as far as its log and
        the copies know, stays erased. InUse, WrongSecret, Damaged (nothing can
        be read), DiskFull, DiskTrouble: nothing changed.
        """
        folder = Path(folder)
        lock = InstanceLock(folder)
        try:
            copies = restoring.Copies(folder, secret, now=now())
            key = vault.unlock(locked := _read_vault(folder), secret)
            made, told = salvaging.salvage(folder / FILE, key, progress)
            aside, told.known_until = copies.take_the_place(made, key, locked.journal, now=now())
            return told, aside
        finally:
            lock.release()

    @staticmethod
    def exists(folder: Path | str) -> bool:
        """Say whether a journal, or what is left of one, lies in `folder`; a set-up that was cut short is none."""
        folder = Path(folder)
        if (folder / FILE).exists() or replacing.is_under_way(folder):
            return True
        return vault.exists(folder) and not (folder / _HALF_MADE).exists()

    def close(self) -> None:
        """Make a backup if anything changed, then let go; what the backup met is raised once all is closed."""
        if self._store is None:
            return
        try:
            if self._changed:
                self.backup("close")
        finally:
            self._store.close()
            self._store = None
            self._lock.release()

    def backup(self, why: str = "asked") -> Path:
        """Make a verified copy in backups/ (`why` becomes part of its name) and return its path."""
        made = backups.make(self._opened, self._vault, why=why, now=self._now())
        self.let_copies_go()
        self._count(made)
        self._changed = False
        return made

    def erase_pupil(self, pupil_id: str, by_role: str, *, copied: bool = False) -> Erased:
        """Make a copy, then erase a pupil (see Forgetting): a copy too many goes by itself, a pupil too many does not.

        `copied`: a copy was made just now, so that whoever waits could still think better of it.
        """
        self.refuse_held(pupil_id)
        if not copied:
            self.backup("before-erasing")
        return super().erase_pupil(pupil_id, by_role)

    def take_what_is(self, opened: Opened, *, progress: Callable[[float], None] = nobody_asks) -> Arrival:
        """Make a copy, which is the way back, then take in what is in a file from another journal (see Moving)."""
        self.look_at(opened, progress=within(progress, 0.0, 0.4))  # what is refused needs no copy
        self.backup("before-taking-in")
        return super().take_what_is(opened, progress=within(progress, 0.5, 1.0))

    def lock_anew(self, passphrase: str, *, progress: Callable[[float], None] = lambda _done: None) -> str:
        """Make a copy, then lock the journal with another key (see Locking)."""
        vault.checked_passphrase(passphrase)
        self.backup("before-locking-anew")
        progress(0.3)
        return super().lock_anew(passphrase, progress=progress)

    @property
    def changed(self) -> bool:
        """Whether anything was kept since the last backup; the app makes one every half hour if so."""
        return self._changed

    def check(self) -> Check:
        """Look through the whole journal: the file, the seals, what points at what, every take's bytes."""
        return checking.check(self._opened)


def _lay_out(path: Path, key: bytes, row: JournalRow, place: Place) -> None:
    """Make the tables, the marks and the first rows in a new file, durable before it takes its name."""
    store = Store.new(path, key)
    made_at = row.made_at
    try:
        upgrade.run(store.engine)
        with store.looking() as raw:
            raw.execute(f"pragma application_id={APPLICATION_ID}")
            raw.execute(f"pragma user_version={_SCHEMA_MARK}")
        with store.writing(Clock(row.node, lambda: made_at)) as session:
            session.add_all((row, place))
        store.forget_traces()
    finally:
        store.close()


def _read_vault(folder: Path) -> vault.Vault:
    if not vault.exists(folder):
        message = (
            "The key file vault.json has gone, so the journal can't be unlocked. Put back the one beside any backup."
        )
        raise Missing(message)
    return vault.read(folder)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        message = "The data folder can't be made. Choose another folder, or check that the disk is in and not locked."
        raise DiskTrouble(message) from error
