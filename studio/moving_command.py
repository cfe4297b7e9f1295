"""`soundfolio pack`, `take-in` and `salvage`: a journal goes to another laptop, comes from one, or is read as far as it can be."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal

WHERE = "SOUNDFOLIO_FILE_PASSPHRASE"  # the variable that holds a file's passphrase
# what a person calls the rows of a table; the others are parts of these
_CALLED: Mapping[str, tuple[str, str]] = {
    "pupil": ("pupil", "pupils"),
    "session": ("session", "sessions"),
    "piece": ("piece", "pieces"),
    "take": ("take", "takes"),
    "version": ("version", "versions"),
    "reflection": ("answer", "answers"),
    "goal": ("goal", "goals"),
}


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """Why it was not done, as a sentence."""


def pack(
    journal: Journal,
    pupils: Sequence[records.Pupil],
    options: argparse.Namespace,
    progress: Callable[[float, str], None],
) -> int:
    """Write a sealed file of everything, or of some pupils, and say its passphrase once. Raises Refused and JournalError."""
    from reflections.moving import bundle
    from studio import files

    path: Path = options.to
    if path.suffix != bundle.SUFFIX:
        raise Refused(f"The name of such a file ends in {bundle.SUFFIX}. {path.name} does not.")
    if path.exists() and not options.replace:
        raise Refused(f"{path} is there already. Choose another name, or add --replace.")
    given = os.environ.get(WHERE)
    secret = given or bundle.new_passphrase()
    words = "Sealing the file"
    raw = journal.pack(secret, [one.id for one in pupils] or None, progress=lambda done: progress(done, words))
    size = files.put(path, raw)
    whose = ", ".join(one.shown for one in pupils) or "everything in this journal"
    print(f"{path} holds {whose} ({size / 1e6:.1f} MB), sealed.")
    if not given:
        print(f"Its passphrase is {secret}\nSay it, or write it on paper; never send it along with the file.")
    return 0


def take_in(journal: Journal, options: argparse.Namespace) -> int:
    """Say what a file would bring and, unless only that was asked, take it in. Raises Refused and JournalError."""
    try:
        raw = options.file.read_bytes()
    except OSError as error:
        raise Refused(f"{options.file} can't be read. Check its name, and that its disk is in.") from error
    secret = _file_passphrase()
    arrival = journal.look_into(raw, secret) if options.look else journal.take_in(raw, secret)
    for line in _says(arrival, would=options.look):
        print(line)
    if not options.look and not arrival.nothing:
        print("A backup from just before is the way back: `soundfolio restore` lists it.")
    return 0


def salvage(folder: Path, secret: str, options: argparse.Namespace, progress: Callable[[float, str], None]) -> int:
    """Make a journal of what can be read of a damaged one. Raises Refused and JournalError."""
    from reflections import Journal

    whole = [path for path, one in _backups(folder, secret) if one is not None]
    if whole and not options.anyway:
        raise Refused(
            f"There is a backup that is whole: {whole[0]}. Open that with `soundfolio restore`; "
            "if you want what can be read of the damaged journal all the same, add --anyway."
        )
    words = "Reading what can be read"
    told, aside = Journal.salvage(folder, secret, progress=lambda done: progress(done, words))
    print(f"Read: {_counted(told.read) or 'no pupil and no take'}.")
    lost = sum(told.lost.values())
    named = _counted(told.lost)
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


def _says(arrival: records.Arrival, *, would: bool) -> list[str]:
    """What a file brings, a sentence a line."""
    if arrival.nothing:
        return ["All of it is here already."]
    verbs = ("It would add", "It would change", "It would remove") if would else ("Added", "Changed", "Removed")
    found = [
        f"{verb} {_counted(rows) or 'nothing that has a name of its own'}."
        for verb, rows in zip(verbs, (arrival.added, arrival.changed, arrival.removed), strict=True)
        if rows
    ]
    if arrival.erased:
        found.append(
            f"{arrival.erased} pupil(s) erased on the other laptop {'would be' if would else 'were'} erased here."
        )
    if arrival.left_out:
        found.append(f"{arrival.left_out} rows of somebody who was erased here stay out.")
    found += [f"A fourth live goal waits: {words!r}. Look at it with the pupil." for words in arrival.parked]
    found += [f"Worked on at both laptops, kept as two: {title}." for title in arrival.doubled]
    found += [f"Changed on both: {text.stands!r} stands, {text.beside!r} is kept beside it." for text in arrival.both]
    return found


def _counted(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{rows[t]} {names[rows[t] != 1]}" for t, names in _CALLED.items() if rows.get(t))


def _file_passphrase() -> str:
    given = os.environ.get(WHERE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused(f"The file is sealed. Set {WHERE}, or run this where it can ask.")
    return getpass.getpass("The file's passphrase: ")
