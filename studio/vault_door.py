"""The way to the locked journal: is there one, open it, make one, prove that the tutor is the tutor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reflections import Journal
    from reflections.restoring import Copies

TRACES = (  # any of them means: somebody's journal lies here, or a backup that is about to be it
    "vault.json",
    "vault.copy.json",
    "journal.db",
    "journal.db.ready",
)


def has_journal(folder: Path) -> bool:
    """Say whether a journal, or what is left of one, lies in `folder`. Imports nothing, so the first frame never waits."""
    return any((folder / name).exists() for name in TRACES)


def open_elsewhere(folder: Path) -> str:
    """Say in a sentence that another window has this journal open; "" where none has. Before anything is shown."""
    if not has_journal(folder):
        return ""
    from reflections.errors import DiskTrouble, InUse
    from reflections.lock import InstanceLock

    try:
        InstanceLock(folder).release()
    except InUse as error:
        return str(error)
    except DiskTrouble:
        return ""  # the passphrase screen will say it, with what can be done
    return ""


def warm_up() -> None:
    """Import what opening needs while the tutor still types the passphrase. Runs on the writer, behind the first frame."""
    from reflections.warm import warm_up as warm_reflections_up

    warm_reflections_up()


def open_journal(folder: Path, secret: str) -> Journal:
    """Open with the passphrase or the recovery code; a JournalError's sentence says why not. On the writer only."""
    from reflections import Journal

    return Journal.open(folder, secret)


def a_backup_helps(error: Exception) -> bool:
    """Say whether what stood in the way of opening is the files, so that a backup in their place would open."""
    from reflections import Damaged, Missing, NotOurs, Plain

    return isinstance(error, Damaged | Missing | NotOurs | Plain)


def copies(folder: Path, secret: str, where: Path | None) -> Copies:
    """List the backups beside the journal, or in a folder that was named; none is read yet. On the writer only."""
    from reflections import Journal

    return Journal.copies(folder, secret, where=where)


def restore(
    folder: Path, backup: Path, secret: str, progress: Callable[[float], None], cancelled: Callable[[], bool]
) -> tuple[Journal, Path | None]:
    """Put a backup in the journal's place and open it; with it, where the old files are now. On the writer only."""
    from reflections import Journal

    return Journal.restore(folder, backup, secret, progress=progress, cancelled=cancelled)


def create_journal(folder: Path, *, tutor: str, passphrase: str, help_person: str, place: str) -> tuple[Journal, str]:
    """Make a journal; with it comes the recovery code, which is kept nowhere. On the writer only."""
    from reflections import Journal

    return Journal.create(folder, tutor=tutor, passphrase=passphrase, help_person=help_person, place=place)


def prove_tutor(folder: Path, secret: str) -> None:
    """Return quietly if `secret` opens the vault, else raise WrongSecret. A curtain, not a lock: the journal is open."""
    from reflections import vault

    vault.unlock(vault.read(folder), secret)
