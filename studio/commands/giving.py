"""`soundfolio access`: everything that is held on a pupil, for whoever the law gives it to."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from studio.commands.given import Refused, folder_of, look_at, new_passphrase, not_written, opened, pupil_called

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from pathlib import Path

    from reflections.records.held import Held

WHERE = "SOUNDFOLIO_FILE_PASSPHRASE"  # the variable that holds the password of a locked page
WEIGHED = {
    "tutor_note": "notes of sessions",
    "brief_line": "lines on what to know",
    "case_card": "cards for peers",
    "help_flag": "calls for help",
}


def access(options: argparse.Namespace, folder: Path) -> int:
    """Write it as a folder, or locked as one page; that it was made is logged."""
    path: Path = options.to
    if options.locked and path.suffix != ".html":
        raise Refused(f"A locked page's name ends in .html. {path.name} does not.")
    if path.exists():
        raise Refused(f"{path} is there already. Choose another name.")
    folder_of(path)
    with opened(folder) as journal:
        pupil = pupil_called(journal, options.pupil)
        held = journal.held_about(pupil.id)
        for one in held.marked:
            look_at(one)
        _write(held, path, locked=options.locked)
        try:
            journal.held_was_given(pupil.id, options.to_whom)
        except BaseException:  # what is given out is written down, or it is not given out
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
            raise
        print(f"All that is held on {pupil.shown} is in {path}.")
        if held.kept_back:
            print(
                f"Not in it: {_named(held.kept_back)}. Somebody has to weigh each of these; you find them in the window."
            )
    return 0


def _write(held: Held, path: Path, *, locked: bool) -> None:
    from studio import files
    from studio.papers import held as papers

    try:
        if locked:
            files.put(path, papers.locked(held, new_passphrase(WHERE)), mine=True)
        else:
            files.put_all(path, papers.folder(held))
    except ValueError as error:
        raise Refused(f"{error} Nothing was written.") from error
    except OSError as error:
        raise not_written("What is held", path, error) from error


def _named(kept_back: Mapping[str, int]) -> str:
    return ", ".join(f"{WEIGHED[table]}: {count}" for table, count in kept_back.items())
