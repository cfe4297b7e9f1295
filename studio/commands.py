"""What the command line does without the window: init, tour, import, export, report, review, check, restore, devices."""

from __future__ import annotations

import contextlib
import getpass
import math
import os
import shutil
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal
    from reflections.naming import Marked

NAME_LENGTH = 80


class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """Why a command was not done, as a sentence; `code` is the exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def run(options: argparse.Namespace, folder: Path) -> int:
    """Do the command; the exit code."""
    command: Callable[[argparse.Namespace, Path], int] = {
        "init": init,
        "tour": tour,
        "import": bring_in,
        "export": export,
        "report": report,
        "check": check,
        "review": review,
        "restore": restore,
        "pack": pack,
        "take-in": take_in,
        "salvage": salvage,
        "devices": devices,
    }[options.command]
    return command(options, folder)


def init(options: argparse.Namespace, folder: Path) -> int:
    """A new journal with its tutor and first pupil; the recovery code is printed once."""
    from reflections import Journal, JournalError
    from studio.screens.people.pictures import AVATARS

    if Journal.exists(folder):
        raise Refused(f"There is a journal in {folder} already. Nothing was changed.")
    for asked, given in (("--tutor", options.tutor), ("--pupil", options.pupil)):
        if not given.strip():
            raise Refused(f"{asked} needs a name. Nothing was made.")
    if options.avatar not in dict(AVATARS):
        raise Refused(f"There is no picture called {options.avatar}. There are: {', '.join(dict(AVATARS))}.")
    passphrase = _new_passphrase()
    had = set(folder.iterdir()) if folder.is_dir() else set()
    try:
        journal, code = Journal.create(
            folder, tutor=options.tutor, passphrase=passphrase, help_person=options.help_person
        )
        with contextlib.closing(journal):
            pupil = journal.add_pupil(options.pupil, options.avatar, options.age_band)
    except JournalError as error:
        _unmake(folder, had)  # nobody has read the recovery code yet: it would be a journal with one key
        raise Refused(str(error)) from error
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


def bring_in(options: argparse.Namespace, folder: Path) -> int:
    """Each file becomes a piece, or is refused with a sentence; the others stay in."""
    from studio.music.intake import IntakeError, read_file

    refused = 0
    with _opened(folder) as journal:
        pupil = _pupil(journal, options.pupil)
        for path in options.files:
            try:
                taken = read_file(path)
            except IntakeError as error:
                refused += 1
                print(f"{path.name or path}: {error}", file=sys.stderr)
                continue
            title = taken.piece.title or path.stem
            had = next((one for one in journal.pieces(pupil.id) if one.source == taken.source), None)
            if had is not None:
                print(f"{path.name} is there already for {pupil.shown}, as {had.title}.")
                continue
            content = taken.piece.to_midi()
            journal.keep_piece(pupil.id, title, kind="file", source=taken.source, chosen_by="together", content=content)
            if taken.missing:
                print(f"{path.name}: {taken.missing}", file=sys.stderr)
            print(f"{title} is in, for {pupil.shown}.")
    return 1 if refused else 0


def export(options: argparse.Namespace, folder: Path) -> int:
    """The portfolio of one pupil as one page."""
    from studio.papers.illustrate import write_page

    if options.to.exists() and not options.to.is_file() and not options.to.is_dir():
        raise Refused(f"{options.to} is no file that a page could be written over. Choose another name.")
    if options.to.is_file() and not options.replace:
        raise Refused(f"{options.to} is there already. Choose another name, or say --replace to write over it.")
    new = not options.to.parent.exists()
    with _opened(folder) as journal:
        pupil = _pupil(journal, options.pupil)
        try:
            size = write_page(journal, pupil.id, options.to, _progress, _look_at)
        except OSError as error:
            raise Refused(
                f"The page could not be written to {options.to}: {error.strerror or 'the disk said no'}."
            ) from error
    if new:
        print(f"The folder {options.to.parent} is new.")
    print(f"{options.to} holds what {pupil.shown} made ({size / 1e6:.1f} MB). It opens in any browser.")
    return 0


def report(options: argparse.Namespace, folder: Path) -> int:
    """A report about one pupil, or the summary for a funder: read here, or as a file once the pupil has said yes."""
    from studio import report_command

    with _opened(folder) as journal:
        pupil = None if options.kind == report_command.FUNDER else _pupil(journal, options.pupil)
        with _answering(report_command.Refused):
            return report_command.report(journal, pupil, options, _progress, _look_at)


def _look_at(one: Marked) -> None:
    """What may say who somebody is, on the way out: the tutor decides whether the page goes on."""
    print(f"Look at {one.where}: {one.words!r} - {one.why}.", file=sys.stderr)


def review(options: argparse.Namespace, folder: Path) -> int:
    """The tutor's pages in the browser, until they are closed."""
    from studio.browser import command, leading
    from studio.settings import Settings

    settings = Settings.from_file(folder)
    lead = None if options.no_browser else leading.lead
    with _opened(folder) as journal:
        command.serve(
            journal, tell=partial(print, flush=True), lead=lead, language=settings.language, look=settings.theme
        )
    return 0


def check(options: argparse.Namespace, folder: Path) -> int:
    """`ROW <take id>` a take, counts, what is wrong if anything, `OK` last."""
    del options
    with _opened(folder) as journal:
        _progress(0.0, "Looking through the journal")
        found = journal.check()
        _progress(1.0, "Looking through the journal")
    for take in found.takes:
        print(f"ROW {take}")
    for name, count in found.counts.items():
        print(f"{name}: {count}")
    for problem in found.problems:
        print(problem, file=sys.stderr)
    if found.problems:
        return 1
    print("OK")
    return 0


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
    journal, aside = Journal.restore(folder, wanted, _passphrase(), progress=lambda done: _progress(done, words))
    journal.close()
    print(f"{wanted.name} is the journal now. What was kept after it is not in it.")
    if aside is not None:
        print(f"What lay there before is in {aside}. Nothing was deleted.")
    return 0


def _list_backups(folder: Path, where: Path | None) -> int:
    from reflections import Journal, JournalError

    copies = Journal.copies(folder, _passphrase(), where=where)
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


def pack(options: argparse.Namespace, folder: Path) -> int:
    """A sealed file of everything, or of some pupils, for another laptop."""
    from studio import moving_command

    with _opened(folder) as journal, _answering(moving_command.Refused):
        pupils = [_pupil(journal, name) for name in options.pupils]
        return moving_command.pack(journal, pupils, options, _progress)


def take_in(options: argparse.Namespace, folder: Path) -> int:
    """What another laptop's file brings, looked at or taken in."""
    from studio import moving_command

    with _opened(folder) as journal, _answering(moving_command.Refused):
        return moving_command.take_in(journal, options)


def salvage(options: argparse.Namespace, folder: Path) -> int:
    """A journal of what can be read of a damaged one, where no backup is left."""
    from studio import moving_command

    with _answering(moving_command.Refused):
        return moving_command.salvage(folder, _passphrase(), options, _progress)


@contextlib.contextmanager
def _answering(kind: type[Exception]) -> Iterator[None]:
    """Let what a command's own file refuses be an answer of the command line."""
    try:
        yield
    except kind as refused:
        raise Refused(str(refused)) from refused


def devices(options: argparse.Namespace, folder: Path) -> int:
    """Keyboards and outputs as the engine finds them, then each key that is played; or sixteen taps to a click."""
    from instruments import Engine, field
    from studio.playing.sounding import apply_levels, wanted_output
    from studio.settings import Settings

    settings = Settings.from_file(folder)
    engine = Engine(**wanted_output(settings, os.environ.get("SOUNDFOLIO_OUTPUT")))
    apply_levels(engine, settings)
    engine.start()
    until = time.monotonic() + options.seconds if options.seconds is not None else math.inf

    def over() -> bool:
        return time.monotonic() >= until

    try:
        if options.latency:
            field.tap_with_enter(engine)
            return 0 if field.tap_test(engine, over, partial(print, flush=True)) else 1
        print("Looking for keyboards and sound outputs.", flush=True)
        names = field.list_devices(engine, stopped=over)
        print("Press keys to see them light up; Ctrl+C ends.", flush=True)
        field.light_up(engine, over, names, partial(print, flush=True))
    finally:
        engine.close()
    return 0


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[Journal]:
    """The journal, unlocked by SOUNDFOLIO_PASSPHRASE or by asking, and closed at the end."""
    from reflections import Journal

    if not Journal.exists(folder):
        raise Refused(f"There is no journal in {folder}. `soundfolio` or `soundfolio init` makes one.")
    with contextlib.closing(Journal.open(folder, _passphrase())) as journal:
        yield journal


def _passphrase() -> str:
    given = os.environ.get("SOUNDFOLIO_PASSPHRASE")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused("The journal is locked. Set SOUNDFOLIO_PASSPHRASE, or run this where it can ask.")
    return getpass.getpass("Passphrase: ")


def _new_passphrase() -> str:
    given = os.environ.get("SOUNDFOLIO_PASSPHRASE")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused("A new journal needs a passphrase. Set SOUNDFOLIO_PASSPHRASE, or run this where it can ask.")
    first = getpass.getpass("A new passphrase (three or four words are good): ")
    if first != getpass.getpass("Once more: "):
        raise Refused("The two passphrases were not the same. Nothing was made.")
    return first


def _pupil(journal: Journal, name: str | None) -> records.Pupil:
    pupils = journal.pupils()
    if name is None and len(pupils) == 1:
        return pupils[0]
    wanted = (name or "").casefold()
    for pupil in pupils:
        if wanted in {pupil.shown.casefold(), pupil.id}:
            return pupil
    names = ", ".join(pupil.shown for pupil in pupils) or "nobody yet"
    if name is None:
        raise Refused(f"Say whose it is with --pupil. Here are: {names}.")
    raise Refused(f"Nobody here is called {name}. Here are: {names}.")


def _progress(done: float, words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{words} {done:4.0%}", end="\n" if done >= 1 else "", file=sys.stderr, flush=True)
