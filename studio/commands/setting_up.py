"""`soundfolio init` and `tour`: a journal without the window, and a sample lesson."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

from studio.commands.given import Refused, new_passphrase

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def init(options: argparse.Namespace, folder: Path) -> int:
    """A new journal with its tutor and first pupil; the recovery code is printed once."""
    from reflections import DiskFull, DiskTrouble, Journal, JournalError
    from reflections.disk import has_room
    from reflections.store import FILE
    from studio.screens.people.pictures import AVATARS

    if Journal.exists(folder):
        raise Refused(f"There is a journal in {folder} already. Nothing was changed.")
    for asked, given in (("--tutor", options.tutor), ("--pupil", options.pupil)):
        if not given.strip():
            raise Refused(f"{asked} needs a name. Nothing was made.")
    if options.avatar not in dict(AVATARS):
        raise Refused(f"There is no picture called {options.avatar}. There are: {', '.join(dict(AVATARS))}.")
    passphrase = new_passphrase()
    had = set(folder.iterdir()) if folder.is_dir() else set()
    try:
        journal, code = Journal.create(
            folder, tutor=options.tutor, passphrase=passphrase, help_person=options.help_person
        )
        with contextlib.closing(journal):
            pupil = journal.add_pupil(options.pupil, options.avatar, options.age_band)
    except BaseException as error:
        full = isinstance(error, DiskFull | DiskTrouble) and not has_room(folder / FILE)
        _unmake(folder, had)  # nobody has read the recovery code yet: it would be a journal with one key
        if full:
            raise Refused(
                f"The disk of {folder} is full, so no journal was made. Free some space, then try again."
            ) from error
        if isinstance(error, JournalError):
            raise Refused(f"{error} No journal was made.") from error
        raise
    print(f"The journal is in {folder}. {pupil.shown} is in it.")
    print(f"Recovery code: {code}")
    print("Write it down now. It opens the journal if the passphrase is forgotten, and it is not shown again.")
    return 0


def _unmake(folder: Path, had: set[Path]) -> None:
    """Take away what was put into the folder since it held only `had`."""
    for path in set(folder.iterdir()) - had if folder.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def tour(options: argparse.Namespace, folder: Path) -> int:
    """The sample lesson. It has its own data folder and never touches the journal."""
    del folder
    from studio.tour import show

    return show(options.out)
