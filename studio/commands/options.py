"""The commands and their options, as `--help` shows them."""

from __future__ import annotations

import argparse
from pathlib import Path

GUIDE = """\
Soundfolio is for a pupil at a MIDI keyboard and the tutor beside them: pick music, play it, record or build
something, say how it went, and keep it as a portfolio.

  soundfolio                     opens the studio. The first time it asks the tutor for a name and a passphrase.
  soundfolio tour                shows a sample lesson, needs nothing, and leaves a page, a sound file and takes.
  soundfolio review              opens the tutor's pages in the browser: who waits for what, to read and to print.
  soundfolio devices             lists keyboards and sound outputs, and lights up what is played.

Everything stays on this computer, locked with the tutor's passphrase."""

END = """\
Unattended runs: SOUNDFOLIO_PASSPHRASE unlocks the journal, else it is asked for; SOUNDFOLIO_FILE_PASSPHRASE does the
same for another laptop's file, SOUNDFOLIO_DATABASE is the address of a service. SOUNDFOLIO_DATA is the same as --data.
What went wrong is one sentence on the error output; the exit code is 0 only if everything was done."""


class _Guide(argparse.RawDescriptionHelpFormatter):
    """Leaves the guide's lines as they are, and room for the longest command beside its words."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=18, width=100)
        self._action_max_length = 14  # argparse forgets by how much commands are set in


def parser() -> argparse.ArgumentParser:
    """The commands and their options; `--help` is meant to be read."""
    top = argparse.ArgumentParser(prog="soundfolio", description=GUIDE, epilog=END, formatter_class=_Guide)
    top.add_argument("--data", metavar="DIR", help="keep the journal in this folder instead of your own data folder")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    init = commands.add_parser("init", help="set up a journal without the window, with one pupil")
    init.add_argument("--tutor", required=True, metavar="NAME", help="the tutor's name, as it stands in the journal")
    init.add_argument(
        "--pupil", required=True, metavar="ALIAS", help="what the pupil wants to be called, 24 characters at most"
    )
    init.add_argument(
        "--help-person", required=True, metavar="NAME", help="who is called when a pupil wants to talk to someone"
    )
    init.add_argument("--avatar", default="bird", metavar="A", help="a picture name (default: %(default)s)")
    init.add_argument(
        "--age-band",
        default="10-12",
        metavar="B",
        choices=("7-9", "10-12", "13-15", "16+"),
        help="7-9, 10-12 (default), 13-15 or 16+",
    )

    tour = commands.add_parser(
        "tour", help="a sample lesson from start to end; writes a page, a sound file and the takes"
    )
    tour.add_argument("--out", type=Path, metavar="DIR", help="where to write them (default: a new folder here)")

    bring = commands.add_parser("import", help="bring music files in as pieces")
    bring.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="a music file (.mid, .kar, .musicxml, .mxl, .abc)"
    )
    bring.add_argument("--pupil", metavar="ALIAS", help="whose pieces they are (default: the only pupil)")

    export = commands.add_parser(
        "export", help="write a pupil's music, and the words they ticked, as one page that opens anywhere"
    )
    export.add_argument("pupil", metavar="PUPIL", help="the pupil's alias")
    export.add_argument(
        "--to",
        required=True,
        type=Path,
        metavar="FILE.html",
        help="the page to write; a file that is there stays; its folder has to be there",
    )
    export.add_argument("--replace", action="store_true", help="write over the page if it is there already")

    review = commands.add_parser(
        "review", help="open the tutor's pages in this computer's browser, until they are closed; Ctrl+C ends it"
    )
    review.add_argument(
        "--no-browser", action="store_true", help="say the address, which opens the pages once, and start no browser"
    )

    _report(commands)
    commands.add_parser("check", help="look through the whole journal: takes, counts, integrity")
    restore = commands.add_parser("restore", help="open a backup where the journal can't be read; lists them first")
    restore.add_argument(
        "backup",
        nargs="?",
        metavar="BACKUP",
        help="the backup to put in the journal's place, or a folder to list (default: list those beside the journal)",
    )
    _moving(commands)
    _service(commands)
    devices = commands.add_parser("devices", help="list keyboards and outputs, light up what is played")
    devices.add_argument(
        "--seconds", type=float, default=None, metavar="S", help="stop listening after this long (default: Ctrl+C)"
    )
    devices.add_argument(
        "--latency",
        action="store_true",
        help="tap sixteen times to a click: how late you hear it is measured, and takes are placed by it",
    )
    return top


def _moving(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of what goes to another laptop, or comes from a broken one."""
    pack = commands.add_parser("pack", help="a sealed file of everything, or of some pupils, for another laptop")
    pack.add_argument(
        "pupils",
        nargs="*",
        metavar="PUPIL",
        help="hand these over to another tutor: nobody else, none of your own notes (default: everything, for yourself)",
    )
    pack.add_argument("--to", required=True, type=Path, metavar="FILE.soundfolio", help="the file to write")
    pack.add_argument("--replace", action="store_true", help="write over a file that is there already")
    take = commands.add_parser("take-in", help="take another laptop's file in: nothing is lost or doubled")
    take.add_argument("file", type=Path, metavar="FILE.soundfolio", help="the file that the other laptop wrote")
    take.add_argument("--look", action="store_true", help="only say what it would bring")
    access = commands.add_parser("access", help="everything held on a pupil, as a folder that anybody can read")
    access.add_argument("pupil", metavar="PUPIL", help="the pupil's alias")
    access.add_argument(
        "--to",
        required=True,
        type=Path,
        metavar="DIR",
        help="a folder that is not there yet; with --locked a FILE.html",
    )
    access.add_argument(
        "--locked", action="store_true", help="one page that opens with a password in any browser, the files inside it"
    )
    access.add_argument(
        "--for", dest="to_whom", default="the pupil", metavar="ROLE", help="who it is given to (default: %(default)s)"
    )
    salvage = commands.add_parser(
        "salvage", help="read what can be read of a damaged journal; the last way, where no backup is left"
    )
    salvage.add_argument("--anyway", action="store_true", help="even though there is a backup that is whole")
    commands.add_parser("take-over", help="lock a journal that an early Soundfolio left unlocked")
    commands.add_parser(
        "lock-anew", help="lock the journal with another key and passphrase, as after a laptop was lost"
    )
    lead = commands.add_parser("lead-code", help="a sealed code for the service's lead, whose use the tutor is told of")
    lead.add_argument("--drop", action="store_true", help="let the lead's code open the journal no more")


def _service(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of a service of many tutors."""
    service = commands.add_parser("service", help="a service's own database on PostgreSQL, and meeting it")
    errands = service.add_subparsers(dest="errand", metavar="ERRAND", title="errands", required=True)
    errands.add_parser("init", help="make its tables, or bring them to today's; run again, it changes nothing")
    add = errands.add_parser("adduser", help="let a tutor in; says the address for their laptops once")
    add.add_argument("name", metavar="NAME", help="small letters, digits and _")
    add.add_argument("--shown", default="", metavar="WORDS", help="the tutor's name as it is read (default: the same)")
    add.add_argument("--again", action="store_true", help="the same person, who sees again what lies under the name")
    lost = errands.add_parser("newpassword", help="another password for a tutor who lost theirs; says the address once")
    lost.add_argument("name", metavar="NAME", help="as `status` lists it")
    drop = errands.add_parser("dropuser", help="let a tutor's laptops in no more; what they brought stays")
    drop.add_argument("name", metavar="NAME", help="as `status` lists it")
    errands.add_parser("status", help="who brought how much and when, never what")
    sync = errands.add_parser(
        "sync", help="bring what this laptop has and fetch what it has not; what never leaves stays"
    )
    sync.add_argument("--yes", action="store_true", help="it is your service: the first time nothing goes without this")


def _report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The options of a report."""
    report = commands.add_parser("report", help="a report about a pupil to read, copy, print or give out")
    report.add_argument("pupil", nargs="?", metavar="PUPIL", help="the pupil's alias (not for --kind funder)")
    report.add_argument(
        "--kind",
        default="end",
        choices=("end", "plan", "award", "note", "funder"),
        help="end: of the programme, two pages (default); plan: text for an education plan; award: a folder by part of an "
        "arts award; note: half a page for school; funder: figures of five pupils at least",
    )
    report.add_argument("--to", type=Path, metavar="FILE", help="write it as .html, .txt, or .zip with its sound")
    report.add_argument(
        "--pdf", type=Path, metavar="FILE", help="print it, with the Chromium, Chrome or Edge of this computer"
    )
    report.add_argument(
        "--for", dest="to_whom", default="", metavar="ROLE", help="whom it is given to, as it is written down"
    )
    report.add_argument("--yes", action="store_true", help="the pupil has just seen it and says yes")
    report.add_argument("--replace", action="store_true", help="write over a file that is there already")
