"""The way back when the journal can't be read: which copies are whole, and putting one of them in its place.

Nothing is deleted: what lay there goes aside, into a folder with the date. The copy takes its name in one step, at the end;
whoever was erased since it was made is erased in it before.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from reflections import backups, carrying, copying, knowing, records, renamed, replacing, vault
from reflections.disk import is_full
from reflections.errors import (
    Damaged,
    DiskFull,
    DiskTrouble,
    JournalError,
    Missing,
    NotOurs,
    Stopped,
    TooNew,
    WrongSecret,
)
from reflections.store import FILE, remove_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from reflections.knowing import Told

_NO_ROOM = "There is no room to put the backup in its place. Nothing was changed; free some space, then try again."


class Copies:
    """The copies there are of the journal in `folder`, newest first and those of an odd date last; each is looked at when asked.

    `there` are all of them, at the end those that somebody renamed; `dated` are those whose name says when they were made.

    `where` is another folder to look in (a stick), itself or in its backups/. WrongSecret if the journal's own key file
    is sound and `secret` does not open it; where that file is damaged, the one beside each copy is tried instead.
    `known` is the data key of a journal that is open, in the place of a secret; `now` is what dates are odd beside.
    `ahead` is the folder there with a journal of its own that may hold what no copy in it has, None without one: a journal
    is moved with its whole folder, since what it wrote last may not be in its file yet.
    """

    def __init__(
        self,
        folder: Path,
        secret: str,
        *,
        where: Path | None = None,
        known: bytes | None = None,
        now: datetime | None = None,
    ) -> None:
        self.folder = folder
        self._secret = secret
        self._now = now or datetime.now(UTC)
        lying = _sound(lambda: vault.read(folder)) if vault.exists(folder) else None
        self._own = lying and vault.of_secret(lying, secret, known)
        self._cut = self._own != lying  # the key file that lies there opens two, since locking it anew was cut short
        self._keys: dict[vault.Vault, bytes | WrongSecret] = {}
        if known is not None and self._own is not None:
            self._keys[self._own] = known
        found = backups.every(folder) if where is None else [*backups.every(where), *backups.lying_in(where)]
        self.dated: tuple[tuple[datetime, Path], ...] = tuple(reversed(backups.in_order(found, self._now)))
        self._told = cache(knowing.read)  # a file is asked once
        if self._own is not None:
            self._try(self._own)
        own = folder / backups.FOLDER
        folders = [own] if where is None else [where / backups.FOLDER, where]
        lying_in = {each: renamed.lying_in(each, self._key_of) for each in {own, *folders}}
        self.there = (*self.dated, *(one for each in folders for one in reversed(lying_in[each])))
        self._renamed = frozenset(one for each in lying_in.values() for one in each)
        self.ahead = self._ahead(where) if where is not None else None

    def _ahead(self, where: Path) -> Path | None:
        home = where.parent if where.name == backups.FOLDER else where
        if not ((home / FILE).is_file() and vault.exists(home)) or home.resolve() == self.folder.resolve():
            return None
        writing = home / f"{FILE}-wal"  # it was not closed
        if not self.there or (writing.is_file() and writing.stat().st_size):
            return home
        last = renamed.last_change(home / FILE, self._key_of)
        copied = (renamed.last_change(path, self._key_of) for _, path in self.there)
        return home if last is not None and last > max(filter(None, copied), default=renamed.EARLIEST) else None

    def _try(self, own: vault.Vault) -> None:
        """WrongSecret unless it opens the journal, or a copy from before the journal was locked anew."""
        try:
            self.key(own)
        except WrongSecret:
            before = {locked for _, path in self.dated if (locked := _beside(path)) and vault.differ(own, locked)}
            if not any(_opens(self, locked) for locked in before):
                raise

    def look(self, path: Path, cancelled: Callable[[], bool] = lambda: False) -> records.Backup:
        """Return what a copy holds, once all of it was read; the copy itself is not touched.

        Damaged, WrongSecret (its own key file, another passphrase), NotOurs, TooNew or Missing: it is not to be offered.
        Stopped once `cancelled` says so.
        """
        locked = self.locked_by(path)
        key = self.key(locked)
        try:
            pupils, takes = copying.holds(path, key, locked.journal, cancelled)
        except (NotOurs, TooNew, DiskTrouble, Stopped):
            raise
        except JournalError as error:
            message = "This backup is damaged. Open another one."
            raise Damaged(message) from error
        told, until = self.erased_since(path)
        at, sure = self._made(path)
        odd = backups.is_ahead(at, self._now)
        return records.Backup(path, at, len(pupils), takes, len(pupils & told.pupils), until, odd, renamed=not sure)

    def _made(self, path: Path) -> tuple[datetime, bool]:
        """Return when a copy was made, and whether its name says so; of one that was renamed when it was last changed."""
        at, sure = backups.dated(path)
        return (at if sure else renamed.last_change(path, self._key_of) or at), sure

    def _key_of(self, path: Path) -> bytes:
        return self.key(self._lock_of(path))

    def locked_by(self, path: Path) -> vault.Vault:
        """Return the key file a copy is opened with: the journal's own if it is sound and has its key, else the one beside it."""
        locked = _beside(path)
        if self._own is None and locked is None:
            message = "The key file of this backup is missing or damaged, so it can't be unlocked."
            raise Missing(message)
        if self._own is not None and locked is not None and locked.journal != self._own.journal:
            raise copying.another()
        if self._own is not None and locked is not None and vault.differ(self._own, locked):
            return locked  # it is from before the journal was locked anew
        return self._own or locked  # type: ignore[return-value]  # one of the two is there, as was just seen

    def key(self, locked: vault.Vault) -> bytes:
        """Return the data key of a key file; WrongSecret. Each key file is tried once only: a try is meant to be slow."""
        if locked not in self._keys:
            try:
                self._keys[locked] = vault.unlock(locked, self._secret)
            except WrongSecret as error:
                self._keys[locked] = error
        found = self._keys[locked]
        if isinstance(found, WrongSecret):
            raise found
        return found

    def put_in_place(
        self, path: Path, *, now: datetime, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> Path | None:
        """Make the copy the journal of the folder; return where what lay there is now, None if nothing did.

        DiskFull, DiskTrouble, Stopped or what `look` raises leave everything as it was. The lock is the caller's.
        """
        self.look(path, cancelled)
        locked = self.locked_by(path)
        key = self.key(locked)
        part = self.folder / replacing.PART
        told = self._with_their_names(self.erased_since(path)[0], path, key, locked.journal)
        try:
            remove_file(part)
            copying.copy_file(path, part, progress, cancelled)
            copying.make_ready(part, key, told, now)
            new = locked if locked is not self._own or self._cut else None
            return replacing.replace(self.folder, part, self._own, new, now)
        except OSError as error:
            raise _no_room(part, error) from error
        except DiskFull as error:
            raise DiskFull(_NO_ROOM) from error
        finally:
            remove_file(part)

    def take_the_place(
        self, made: Path, key: bytes, journal: str, *, now: datetime
    ) -> tuple[Path | None, datetime | None]:
        """Give a file that was made beside the journal its name, as `put_in_place` does with a copy of a copy.

        Whoever its log or a copy says was erased is erased in it. Returns with it until when copies know that, None without one.
        """
        told = knowing.read(made, key, journal)
        found = self._found(journal, self._asides(), backups.every(self.folder), self._renamed)
        until = found[0][0] if found else None
        known = knowing.together([one for _, one in found])
        if found:
            known = known.but(found[0][1].living)
        if until is None or any(line.at > until for line in told.log):  # the file is later than any copy
            known = known.but(told.living)
        try:
            copying.make_ready(
                made, key, self._with_their_names(carrying.remembered(told, known), made, key, journal), now
            )
            return replacing.replace(self.folder, made, self._own, self._own if self._cut else None, now), until
        except OSError as error:
            raise _no_room(made, error) from error

    # -- who was erased since -----------------------------------------------------------------------------------------
    def erased_since(self, path: Path) -> tuple[Told, datetime | None]:
        """Return who stays erased when a copy is opened, and until when that is known; None for until now.

        The journal that lies there knows best. Where it can't be read, copies that are later, or of an odd date, and journals
        that were put aside say what they know; whoever lives in the latest of them is not erased.
        """
        key, journal = self.key(locked := self.locked_by(path)), locked.journal
        for known in self._known_keys(key):
            with contextlib.suppress(JournalError):
                return self._told(self.folder / FILE, known, journal), None
        made, _ = self._made(path)
        found = self._found(journal, backups.not_older(path, self._around(path), self._now))
        if not found:
            return knowing.NOTHING, made
        until, latest = found[0]
        return knowing.together([told for _, told in found]).but(latest.living), until

    def _with_their_names(self, told: Told, path: Path, key: bytes, journal: str) -> Told:
        """Return the same with every name, as other copies have them, of whoever is still in `path`: it may name them in a note."""
        there = self._told(path, key, journal).living & told.pupils
        names: dict[str, frozenset[str]] = {}
        for one in {one for _, one in self._around(path)} if there else ():
            with contextlib.suppress(JournalError, OSError):
                for of, called in knowing.names_in(one, self.key(self._lock_of(one)), there).items():
                    names[of] = names.get(of, frozenset()) | called
        return replace(told, names=names)

    def _around(self, path: Path) -> list[tuple[datetime, Path]]:
        """Every file that may know something: the copies here and beside `path`, and what was put aside."""
        beside = backups.lying_in(path.parent)
        return [*backups.every(self.folder), *beside, *self.dated, *self._renamed, *self._asides()]

    def _asides(self) -> list[tuple[datetime, Path]]:
        """The journals that were put aside when a copy took their place, and when."""
        return [(at, one / FILE) for at, one in replacing.set_aside(self.folder) if (one / FILE).is_file()]

    def _found(self, journal: str, *files: Iterable[tuple[datetime, Path]]) -> list[tuple[datetime, Told]]:
        """Return what each of these files knows that can be read, the latest first and those of an odd date last."""
        found: list[tuple[datetime, Told]] = []
        for at, one in reversed(backups.in_order({each for some in files for each in some}, self._now)):
            with contextlib.suppress(JournalError, OSError):
                found.append((at, self._told(one, self.key(self._lock_of(one)), journal)))
        return found

    def _lock_of(self, path: Path) -> vault.Vault:
        """Return the key file that opens a copy, or a journal that was put aside: that one has it in its folder."""
        beside = _sound(lambda: vault.read(path.parent)) if path.name == FILE else None
        return beside or self.locked_by(path)

    def _known_keys(self, key: bytes) -> list[bytes]:
        """The keys that may open the journal that lies there: its own, or the copy's where its key file is lost."""
        known = [found for found in self._keys.values() if isinstance(found, bytes)]
        return list(dict.fromkeys([*known, key]))


def _beside(path: Path) -> vault.Vault | None:
    """Return the key file beside a copy, where it is sound."""
    beside = path.with_name(f"{path.name}.vault.json")
    return _sound(lambda: vault.parse(beside.read_bytes())) if beside.is_file() else None


def _opens(copies: Copies, locked: vault.Vault) -> bool:
    try:
        copies.key(locked)
    except WrongSecret:
        return False
    return True


def _sound(read: Callable[[], vault.Vault]) -> vault.Vault | None:
    """Return the key file, or None where it is damaged or something else; TooNew is for the person to hear."""
    try:
        return read()
    except (Damaged, Missing, NotOurs, OSError):
        return None


def _no_room(part: Path, error: OSError) -> JournalError:
    if is_full(part, error):
        return DiskFull(_NO_ROOM)
    message = (
        "The backup could not be put in its place. Check that both disks are in and not locked; nothing was changed."
    )
    return DiskTrouble(message)
