"""Copies of the journal that can be trusted: made whole, opened and counted before they take their name, thinned by age.

Never a copy of the live file (it lost rows and passed every check): VACUUM INTO a .part, then verified, then renamed.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reflections import vault
from reflections.disk import sync_file, sync_folder
from reflections.errors import Damaged, DiskFull, DiskTrouble, JournalError, Stopped
from reflections.store import Store, is_sealed, is_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

FOLDER = "backups"
TRIED = "proving-"  # how what is tried is called: nobody takes it for a copy, and no other copy clears it away
_PATTERN = "journal-*.db"
_STAMP = "%Y%m%dT%H%M%S%fZ"
_COUNTED = ("pupil", "session", "piece", "take", "take_part", "version", "reflection", "rating", "goal", "operation")
# all of the last day, then one a day, a week, a month
_DAILY, _WEEKLY, _MONTHLY = 12, 10, 9
_AHEAD = timedelta(hours=1)  # so far may two clocks differ before the date of a copy is called odd
_STEPS = 5_000  # of SQLite's between two looks whether it was given up: a few milliseconds
_AT_ONCE = 1 << 20  # bytes that may wait for a slow stick


def nobody_stops() -> bool:
    """Say that nobody gave it up."""
    return False


def make(
    store: Store,
    locked: vault.Vault,
    *,
    why: str,
    now: datetime,
    into: Path | None = None,
    cancelled: Callable[[], bool] = nobody_stops,
) -> Path:
    """Make a verified copy in backups/, or in a folder that is there, with its key file beside it, and return its path.

    DiskFull, DiskTrouble, Damaged, or Stopped once `cancelled` says so, leave no half copy behind, and the older copies as
    they were. Only backups/ is thinned.
    """
    folder = into or store.path.parent / FOLDER
    name = f"journal-{now.astimezone(UTC).strftime(_STAMP)}-{why}.db"
    part = folder / f"{name}.part"
    try:
        if into is None:
            folder.mkdir(mode=0o700, exist_ok=True)
        clear_parts(folder)
        with store.looking() as raw:
            counted = counts(raw)
            part.touch(mode=0o600)  # SQLite would let everybody of this computer read it
            with _stoppable(raw, cancelled, part):
                raw.execute("vacuum into ?", (str(part),))
        _verify(part, store.key, counted, cancelled)
        sync_file(part)
        if cancelled():
            raise Stopped
        vault.write_file(folder / f"{name}.vault.json", vault.to_bytes(locked))
        part.rename(folder / name)
        sync_folder(folder)
    except OSError as error:
        message = "The backup could not be written. Check that the disk is in, not full and not locked."
        raise DiskTrouble(message) from error
    except DiskFull as error:
        message = "There is no room for a backup. What was saved is safe; free some space for one."
        raise DiskFull(message) from error
    except JournalError as error:
        if cancelled():  # what was broken off says only that it was
            raise Stopped from error
        raise
    finally:
        with contextlib.suppress(OSError):
            clear_parts(folder)
    if into is None:
        _thin(folder, now)
    return folder / name


def drop(path: Path) -> None:
    """Delete one copy and the key file beside it."""
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}.vault.json").unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what a copy or a trial of one left that was cut short; for a start, when nobody else makes or tries one."""
    with contextlib.suppress(OSError):
        clear_parts(folder)
        for left in folder.glob(f"{TRIED}*"):
            left.unlink(missing_ok=True)


def clear_parts(folder: Path) -> None:
    """Remove what an interrupted copy left behind."""
    for left in folder.glob(f"{_PATTERN}.part*"):
        left.unlink(missing_ok=True)


def every(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the copies in a journal's folder with when each was made, oldest first."""
    return lying_in(folder / FOLDER)


def lying_in(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the copies that lie in any folder with when each was made, oldest first; DiskTrouble if it can't be read."""
    found = []
    try:
        for path in folder.glob(_PATTERN):
            with contextlib.suppress(ValueError, IndexError):
                found.append((made_at(path), path))
    except OSError as error:
        message = "That folder can't be read. Check that its disk is in and not locked."
        raise DiskTrouble(message) from error
    return sorted(found)


def made_at(path: Path) -> datetime:
    """Return when a copy was made, by its name; ValueError or IndexError for a name that says no time."""
    return datetime.strptime(path.name.split("-")[1], _STAMP).replace(tzinfo=UTC)


def dated(path: Path) -> tuple[datetime, bool]:
    """Return when a copy was made, and whether that is sure: where somebody renamed it, only its file's own date is left."""
    try:
        return made_at(path), True
    except (ValueError, IndexError):
        return datetime.fromtimestamp(path.stat().st_mtime, UTC), False


def not_older(path: Path, around: Iterable[tuple[datetime, Path]], now: datetime) -> set[tuple[datetime, Path]]:
    """Return itself and those around it that may be later: all of an odd date, and all there are where its own is not sure."""
    made, sure = dated(path)
    return {(at, one) for at, one in around if not sure or one == path or is_ahead(at, now) or at > made}


def is_ahead(made: datetime, now: datetime) -> bool:
    """Say whether a copy is dated after now: the clock stood ahead when it was made, or stands behind today."""
    return made - now > _AHEAD


def in_order(found: Iterable[tuple[datetime, Path]], now: datetime) -> list[tuple[datetime, Path]]:
    """Sort copies, oldest first; those dated after now come before all others, since nobody knows how old they are."""
    return sorted(found, key=lambda one: (not is_ahead(one[0], now), one))


def worth_keeping(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Choose which copies stay: all of 24 hours, then the latest of each of 12 days, 10 weeks and 9 months.

    Those dated after now are thinned among themselves: they take no place of the others, nor grow without end.
    """
    ordered = sorted(moments, reverse=True)
    ahead = [m for m in ordered if is_ahead(m, now)]
    kept = {m for m in ordered if m not in ahead and now - m <= timedelta(hours=24)}
    older = [m for m in ordered if m not in kept and m not in ahead]
    return kept | _latest_of_each(older) | _latest_of_each(ahead)


def _latest_of_each(newest_first: list[datetime]) -> set[datetime]:
    kept = set[datetime]()
    periods: list[tuple[int, Callable[[datetime], object]]] = [
        (_DAILY, lambda m: m.date()),
        (_WEEKLY, lambda m: m.isocalendar()[:2]),
        (_MONTHLY, lambda m: (m.year, m.month)),
    ]
    for most, period in periods:
        latest: dict[object, datetime] = {}
        for moment in newest_first:
            latest.setdefault(period(moment), moment)
        kept.update(list(latest.values())[:most])
    return kept


def _thin(folder: Path, now: datetime) -> None:
    known = every(folder.parent)
    kept = worth_keeping((moment for moment, _ in known), now)
    for moment, path in known:
        if moment not in kept:
            drop(path)


@contextlib.contextmanager
def _stoppable(raw: Any, cancelled: Callable[[], bool], writing: Path | None = None) -> Iterator[None]:
    """Break off what this connection does as soon as it is given up; what it writes meanwhile goes to the disk bit by bit.

    Else all of a slow stick's waiting would come at the end, where nobody can stop it.
    """
    if cancelled is nobody_stops:
        yield
        return
    done = 0

    def look() -> bool:
        nonlocal done
        if writing is not None and (size := writing.stat().st_size if writing.exists() else 0) - done >= _AT_ONCE:
            done = size
            with contextlib.suppress(OSError):  # a disk that is gone is met by whoever writes
                sync_file(writing)
        return cancelled()

    raw.set_progress_handler(look, _STEPS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)


def _verify(path: Path, key: bytes, counted: dict[str, int], cancelled: Callable[[], bool]) -> None:
    """Open the copy as a restore would, and compare it with what was there when it began."""
    copy = Store(path, key)
    try:
        with copy.looking() as raw:
            raw.execute("pragma journal_mode=delete").fetchall()  # one file, no companions to lose
            with _stoppable(raw, cancelled):
                whole, sealed = is_whole(raw), is_sealed(raw)
            found = counts(raw)
    except JournalError as error:
        message = "A backup was made but could not be read again, so it was not kept."
        raise Damaged(message) from error
    finally:
        copy.close()
    if not (whole and sealed) or any(found[table] < count for table, count in counted.items()):
        message = "A backup was made but was not whole, so it was not kept. Run `soundfolio check`."
        raise Damaged(message)


def counts(raw: object) -> dict[str, int]:
    """Count the rows of the tables that matter most, through a bare connection."""
    return {t: raw.execute(f"select count(*) from {t}").fetchone()[0] for t in _COUNTED}  # type: ignore[attr-defined]  # noqa: S608  # only constants
