"""`soundfolio restore` and `salvage`: a backup in the journal's place, or what can be read of a damaged one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from studio.commands.given import Refused, counted, passphrase, progress

if TYPE_CHECKING:
    import argparse
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
    words = "Putting the backup in place"
    journal, aside = Journal.restore(folder, wanted, passphrase(), progress=lambda done: progress(done, words))
    journal.close()
    print(f"{wanted.name} is the journal now. What was kept after it is not in it.")
    if aside is not None:
        print(f"What lay there before is in {aside}. Nothing was deleted.")
    return 0


def _list_backups(folder: Path, where: Path | None) -> int:
    from reflections import Journal, JournalError

    copies = Journal.copies(folder, passphrase(), where=where)
    good = 0
    for _, path in copies.there:
        try:
            one = copies.look(path)
        except JournalError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            continue
        good += 1
        print(f"{one.at.astimezone():%Y-%m-%d %H:%M}  {one.pupils} pupils, {one.takes} takes  {path}")
    if not good:
        raise Refused(
            f"There is no backup in {where or folder} that can be opened. "
            "Name another folder: soundfolio restore FOLDER. If there is none, leave everything as it is and ask for help."
        )
    return 0


def salvage(options: argparse.Namespace, folder: Path) -> int:
    """A journal of what can be read of a damaged one, where no backup is left."""
    from reflections import Journal

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
        print(f"Lost: {named or 'no pupil, piece or take'}, {lost} rows in all.")
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
