"""`soundfolio report`: a draft is read in the terminal; what the pupil said yes to is written, printed, and kept as given out."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from studio.commands.given import Refused, folder_of, look_at, not_written, opened, progress, pupil_called

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal
    from studio.papers.reporting import Contents

FUNDER = "funder"


def report(options: argparse.Namespace, folder: Path) -> int:
    """A report about one pupil, or the summary for a funder: read here, or as a file once the pupil has said yes."""
    from studio.settings import Settings

    language = Settings.from_file(folder).language  # a yes was given to the report in it
    with opened(folder) as journal:
        pupil = None if options.kind == FUNDER else pupil_called(journal, options.pupil)
        return _report(journal, pupil, options, language)


def _report(journal: Journal, pupil: records.Pupil | None, options: argparse.Namespace, language: str) -> int:
    paths = [path for path in (options.to, options.pdf) if path is not None]
    _may_be_written(options, paths)
    if pupil is not None and options.yes:
        mark = journal.report(pupil.id, options.kind, language).mark
        journal.report_seen(pupil.id, options.kind, mark, yes=True, language=language)
    if not paths:
        return _read(journal, pupil, options.kind, language)
    contents = _contents(journal, pupil, options.kind, language)
    if options.to is not None:
        _write(options.to, contents)
    printed = options.pdf is None or _print(options, contents)
    whom = options.to_whom or ("the pupil" if pupil else "a funder")
    if pupil is not None:
        journal.report_leaves(pupil.id, options.kind, whom, language)
    else:
        journal.figures_leave(whom)
    print(f"That it was given to {whom} is written down.")
    return 0 if printed else 1


def _may_be_written(options: argparse.Namespace, paths: list[Path]) -> None:
    """Everything that can be refused is, before anything is made."""
    from studio.papers.reporting import KINDS

    if options.kind == FUNDER and (options.pupil or options.yes):
        raise Refused("The summary for a funder is about everybody: it needs no pupil, and nobody's yes.")
    if options.to is not None and options.to.suffix.casefold() not in KINDS:
        raise Refused(f"A report is written as {', '.join(KINDS)}. {options.to.name} is none of them.")
    if options.pdf is not None and options.pdf.suffix.casefold() != ".pdf":
        raise Refused(f"The name of a PDF ends in .pdf. {options.pdf.name} does not.")
    for path in paths:
        if path.is_dir() or (path.exists() and not path.is_file()):
            raise Refused(f"{path} is no file that a report could be written over. Choose another name.")
        if path.exists() and not options.replace:
            raise Refused(f"{path} is there already. Choose another name, or say --replace to write over it.")
        folder_of(path)


def _read(journal: Journal, pupil: records.Pupil | None, kind: str, language: str) -> int:
    """Show it as text, and say where it stands."""
    from reflections import reports

    if pupil is None:
        print(reports.text(reports.funder(journal.figures(), language)), end="")
        return 0
    now, draft = journal.report(pupil.id, kind, language), journal.report_draft(pupil.id, kind)
    print(reports.text(now), end="")
    waiting = sum(one.asked and not one.chosen for one in now.choices)
    if waiting:
        told = "1 thing" if waiting == 1 else f"{waiting} things"
        print(
            f"{told} that {pupil.shown} said could stand here too, with their yes: `soundfolio review`.",
            file=sys.stderr,
        )
    if draft.yes_at is not None and draft.mark == now.mark:
        print(f"{pupil.shown} has said yes to this. It can be given out: --to FILE or --pdf FILE.", file=sys.stderr)
    elif draft.yes_at is not None:
        print(f"It has changed since {pupil.shown} said yes. Show it again, then say --yes.", file=sys.stderr)
    else:
        print(f"This is a draft. Show it to {pupil.shown} first; once they say yes, say --yes.", file=sys.stderr)
    return 0


def _contents(journal: Journal, pupil: records.Pupil | None, kind: str, language: str) -> Contents:
    from reflections import reports
    from studio.papers import reporting

    if pupil is None:
        found = reports.funder(journal.figures(), language)
        if not found.lines:
            raise Refused(found.sheets[0].lead + " Nothing was written.")
        return reporting.Contents(found)
    contents = reporting.gather(journal, pupil.id, kind, language)
    for one in journal.marked_in_report(pupil.id, contents.report):
        look_at(one)
    return contents


def _write(path: Path, contents: Contents) -> None:
    from studio import files
    from studio.papers import reporting

    data = reporting.make(contents, path.suffix.casefold(), lambda done: progress(done, "Rendering the music"))
    try:
        files.put(path, data, mine=True)
    except OSError as error:
        raise not_written("The report", path, error) from error
    print(f"The report is in {path}.")


def _print(options: argparse.Namespace, contents: Contents) -> bool:
    """Print it; where no browser does, the page is written beside it instead, and that is said."""
    from studio.papers import browser_print, reporting

    page, by = reporting.page(contents), browser_print.browser()
    if by is None:
        return _instead(options, page, "No Chromium, Chrome or Edge was found on this computer, so there is no PDF.")
    try:
        browser_print.print_page(page, options.pdf, by, progress=lambda done: progress(done, "Printing"))
    except browser_print.NotPrinted as error:
        return _instead(options, page, str(error))
    except OSError as error:
        raise not_written("The PDF", options.pdf, error) from error
    print(f"The report is in {options.pdf}.")
    return True


def _instead(options: argparse.Namespace, page: str, why: str) -> bool:
    from studio import files

    path = options.pdf.with_suffix(".html")
    if path.exists() and not options.replace and path != options.to:
        path = files.free(path)
    try:
        if path != options.to:
            files.put(path, page, mine=True)
    except OSError as error:
        raise Refused(f"{why} {not_written('The page instead', path, error)}") from error
    print(why, file=sys.stderr)
    print(f"The page is in {path}: open it in any browser and print from there.")
    return False
