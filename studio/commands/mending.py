"""`soundfolio restore` and `salvage`: a backup in the journal's place, or what can be read of a damaged one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from studio.commands.given import Refused, counted, passphrase, progress

if TYPE_CHECKING:
    import argparse
    from datetime import datetime
    from pathlib import Path

    from reflections import records


def restore(options: argparse.Namespace, folder: Path) -> int:
    """Without a backup, or with a folder, list those that can be opened, newest first; with one, put it in place."""
    from pathlib import Path

    from reflections import Journal

    wanted = None if options.backup is None else Path(options.backup)
    if wanted is None or wanted.is_dir():
        return _list_backups(folder, wanted)
    if not wanted.is_file():
        raise Refused(f"There is no backup {wanted}. `soundfolio restore` lists those there are.")
    _refuse_what_is_none(wanted)
    words, secret = "Putting the backup in place", passphrase()
    one = Journal.copies(folder, secret).look(wanted)
    _say_who_stays_erased(one)
    journal, aside = Journal.restore(folder, wanted, secret, progress=lambda done: progress(done, words))
    journal.close()
    print(f"{wanted.name} is the journal now. What was kept after it is not in it.")
    if one.known_until is None:
        print("Holds, calls for help and what a pupil took back stay as they are today.")
    if aside is not None:
        print(f"What lay there before is in {aside}. Nothing was deleted.")
    return 0


def _refuse_what_is_none(wanted: Path) -> None:
    """Two files that are easily taken for a backup: a journal, which may be written to, and what `pack` wrote."""
    from reflections.moving import bundle
    from reflections.store import FILE

    if wanted.name == FILE:
        raise Refused(
            f"{wanted} is a journal and no backup. Nothing was changed. "
            f"To open that journal, start with --data {wanted.parent}; its backups are in {wanted.parent / 'backups'}."
        )
    if wanted.suffix == bundle.SUFFIX:
        raise Refused(
            f"{wanted} is a file for another laptop and no backup. `soundfolio take-in {wanted}` takes it in."
        )


def _say_who_stays_erased(one: records.Backup) -> None:
    """Before it is opened: whom it would not bring back, and until when anything here knows that."""
    if one.erased:
        were = "pupil in it was" if one.erased == 1 else "pupils in it were"
        print(f"{one.erased} {were} erased since; they stay erased.")
    _say_until_when(one.known_until)


def _say_until_when(
    known: datetime | None, why: str = "Today's journal can't be read", *, at_all: bool = False
) -> None:
    """On the other channel, since it is about all of them; `at_all`: where there is no copy either."""
    if known is not None or at_all:
        after = f" after {known.astimezone():%Y-%m-%d %H:%M}" if known is not None else " for certain"
        print(f"{why}, so nothing here knows who was erased{after}. If anybody was, erase them again.", file=sys.stderr)


def _list_backups(folder: Path, where: Path | None) -> int:
    from reflections import Journal, JournalError

    copies = Journal.copies(folder, passphrase(), where=where)
    good, known = 0, None
    for _, path in copies.there:
        try:
            one = copies.look(path)
        except JournalError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            continue
        good, known = good + 1, one.known_until
        odd = "  (the clock was wrong then)" if one.odd else ""
        odd += "  (somebody renamed it: this is when it was last changed)" if one.renamed else ""
        erased = f", {one.erased} of them erased since" if one.erased else ""
        print(
            f"{one.at.astimezone():%Y-%m-%d %H:%M}{odd}  {_many(one.pupils, 'pupil')}{erased}, {_many(one.takes, 'take')}  {path}"
        )
    _say_until_when(known)
    if copies.ahead is not None:
        print(
            f"{copies.ahead} holds a journal itself, which may have what no backup has. To open that journal, start with "
            f"--data {copies.ahead}.",
            file=sys.stderr,
        )
    if not good:
        raise Refused(
            f"There is no backup in {where or folder} that can be opened. "
            "Name another folder: soundfolio restore FOLDER. If there is none, `soundfolio salvage` reads what can be read "
            "of a damaged journal; or leave everything as it is and ask for help."
        )
    return 0


def _many(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def salvage(options: argparse.Namespace, folder: Path) -> int:
    """A journal of what can be read of a damaged one, where no backup is left."""
    from reflections import Journal

    if not Journal.exists(folder):
        raise Refused(f"There is no journal in {folder}. Name the folder that holds it with --data.")
    secret = passphrase()
    whole = [path for path, one in _backups(folder, secret) if one is not None]
    if whole and not options.anyway:
        raise Refused(
            f"There is a backup that is whole: {whole[0]}. Open that with `soundfolio restore`; "
            "if you want what can be read of the damaged journal all the same, add --anyway."
        )
    words = "Reading what can be read"
    told, aside = Journal.salvage(folder, secret, progress=lambda done: progress(done, words))
    print(f"Read: {counted(told.read) or 'no pupil and no take'}.")
    lost = sum(told.lost.values())
    named = counted(told.lost)
    if lost:
        print(f"Lost: {named or 'no pupil, piece or take'}, {_many(lost, 'row')} in all, as far as anybody can tell.")
        _say_until_when(told.known_until, "What was lost may say who was erased", at_all=True)
    print(f"The journal opens again. What lay there before is in {aside}. Nothing was deleted.")
    return 0


def _backups(folder: Path, secret: str) -> list[tuple[Path, records.Backup | None]]:
    from reflections import Journal, JournalError

    copies, found = Journal.copies(folder, secret), list[tuple["Path", "records.Backup | None"]]()
    for _, path in copies.there:
        try:
            found.append((path, copies.look(path)))
        except JournalError:
            found.append((path, None))
    return found
