"""`soundfolio check`, `review` and `devices`: the journal looked through, its pages in the browser, keyboards and sound."""

from __future__ import annotations

import math
import os
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from studio.commands.given import WAY_BACK, Refused, opened, progress, way_back
from studio.commands.only_looked import looked_at

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from reflections.records import Check


def check(options: argparse.Namespace, folder: Path) -> int:
    """`ROW <take id>` a take, counts, what is wrong if anything, `OK` last."""
    del options
    from reflections import Damaged

    try:
        found = _looked_through(folder)
    except Damaged as error:
        raise Refused(way_back(f"{error}{_no_backup(folder)}")) from error
    for take in found.takes:
        print(f"ROW {take}")
    for name, count in found.counts.items():
        print(f"{name}: {count}")
    for problem in found.problems:
        print(problem, file=sys.stderr)
    if found.problems:
        last = _no_backup(folder).strip()
        if last or any(way_back(one) != one for one in found.problems):
            print(last or WAY_BACK, file=sys.stderr)
        return 1
    print("OK")
    return 0


def _looked_through(folder: Path) -> Check:
    words = "Looking through the journal"
    progress(0.0, words)
    found = looked_at(folder, lambda journal: journal.check())
    progress(1.0, words)
    return found


def _no_backup(folder: Path) -> str:
    """Name the last way, where there is nothing to open."""
    if any((folder / "backups").glob("*.db")):
        return ""
    return " There is no backup here: name a stick to `soundfolio restore`, or read what can be read with `soundfolio salvage`."


def review(options: argparse.Namespace, folder: Path) -> int:
    """The tutor's pages in the browser, until they are closed."""
    from studio.browser import command, leading
    from studio.settings import Settings

    settings = Settings.from_file(folder)
    lead = None if options.no_browser else leading.lead
    with opened(folder) as journal:
        said = command.serve(
            journal, tell=partial(print, flush=True), lead=lead, language=settings.language, look=settings.theme
        )
    command.say_so(said)  # the journal is free for others already
    return 0


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
