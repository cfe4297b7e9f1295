"""`soundfolio pack` and `take-in`: a journal goes to another laptop, or some pupils to another tutor, sealed."""

from __future__ import annotations

import contextlib
import getpass
import os
import sys
from typing import TYPE_CHECKING

from studio.commands.given import Refused, counted, folder_of, not_written, opened, progress, pupil_called, show_once
from studio.commands.only_looked import looked_at

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from reflections import records

WHERE = "SOUNDFOLIO_FILE_PASSPHRASE"  # the variable that holds a file's passphrase


def pack(options: argparse.Namespace, folder: Path) -> int:
    """A sealed file of everything, or of some pupils, and its passphrase, said once."""
    from reflections.moving import bundle
    from studio import files
    from studio.music.song.kept import alone

    path: Path = options.to
    if path.suffix != bundle.SUFFIX:
        raise Refused(f"The name of such a file ends in {bundle.SUFFIX}. {path.name} does not.")
    if path.exists() and not options.replace:
        raise Refused(f"{path} is there already. Choose another name, or add --replace.")
    folder_of(path)
    given = os.environ.get(WHERE)
    secret = given or bundle.new_passphrase()
    words = "Sealing the file"
    with _noted_first(), opened(folder) as journal:
        pupils = [pupil_called(journal, name) for name in options.pupils]
        only = [one.id for one in pupils] or None
        raw = journal.pack(secret, only, alone=alone, to=path.parent, progress=lambda done: progress(done, words))
        try:
            size = files.put(path, raw, mine=True)  # before anything of this disk may fail: it may be the way off it
        except OSError as error:
            raise not_written("The file", path, error) from error
        if not given:
            show_once(f"Its passphrase is {secret}")
            print("Say it, or write it on paper; never send it along with the file.")
        whose = ", ".join(one.shown for one in pupils) or "everything in this journal"
        print(f"{path} holds {whose} ({size / 1e6:.1f} MB), sealed.")
    return 0


@contextlib.contextmanager
def _noted_first() -> Iterator[None]:
    """Why nothing leaves a journal whose disk takes nothing, though it could be read, and how it leaves all the same."""
    from reflections import DiskFull, DiskTrouble

    try:
        yield
    except (DiskFull, DiskTrouble) as error:
        raise Refused(
            f"{error} What leaves is noted in the journal first, so that erasing can name it. "
            "If this disk stays as it is, copy the data folder to another one and name that with --data."
        ) from error


def take_in(options: argparse.Namespace, folder: Path) -> int:
    """What another laptop's file would bring, said; and, unless only that was asked, taken in."""
    from reflections.moving import bundle

    try:
        raw = bundle.read_file(options.file)
    except OSError as error:
        raise Refused(f"{options.file} can't be read. Check its name, and that its disk is in.") from error
    secret = _file_passphrase()
    if options.look:
        arrival = looked_at(folder, lambda journal: journal.look_into(raw, secret))
    else:
        with opened(folder) as journal:
            arrival = journal.take_in(raw, secret)
    for line in says(arrival, would=options.look):
        print(line)
    if not options.look and not arrival.nothing:
        print("A backup from just before is the way back: `soundfolio restore` lists it.")
    return 0


def says(arrival: records.Arrival, *, would: bool) -> list[str]:
    """What a file brings, a sentence a line."""
    if arrival.nothing:
        return ["All of it is here already."]
    verbs = ("It would add", "It would change", "It would remove") if would else ("Added", "Changed", "Removed")
    found = [
        f"{verb} {counted(rows) or 'nothing that has a name of its own'}."
        for verb, rows in zip(verbs, (arrival.added, arrival.changed, arrival.removed), strict=True)
        if rows
    ]
    if arrival.erased:
        whose = "1 pupil" if arrival.erased == 1 else f"{arrival.erased} pupils"
        found.append(
            f"Erased on the other laptop, and {'to be erased here too' if would else 'now here too'}: {whose}."
        )
    if arrival.left_out:
        rows = "1 row" if arrival.left_out == 1 else f"{arrival.left_out} rows"
        found.append(f"Left out, of somebody who was erased here: {rows}.")
    found += [f"A fourth live goal waits: {words!r}. Look at it with the pupil." for words in arrival.parked]
    found += [f"Worked on at both laptops, kept as two: {title}." for title in arrival.doubled]
    found += [f"Changed on both: {text.stands!r} stands, {text.beside!r} is kept beside it." for text in arrival.both]
    return found


def _file_passphrase() -> str:
    given = os.environ.get(WHERE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused(f"The file is sealed. Set {WHERE}, or run this where it can ask.")
    return getpass.getpass("The file's passphrase: ")
