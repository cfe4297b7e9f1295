"""`soundfolio check`, `review` and `devices`: the journal looked through, its pages in the browser, keyboards and sound."""

from __future__ import annotations

import math
import os
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from studio.commands.given import opened, progress

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def check(options: argparse.Namespace, folder: Path) -> int:
    """`ROW <take id>` a take, counts, what is wrong if anything, `OK` last."""
    del options
    with opened(folder) as journal:
        progress(0.0, "Looking through the journal")
        found = journal.check()
        progress(1.0, "Looking through the journal")
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


def review(options: argparse.Namespace, folder: Path) -> int:
    """The tutor's pages in the browser, until they are closed."""
    from studio.browser import command, leading
    from studio.settings import Settings

    settings = Settings.from_file(folder)
    lead = None if options.no_browser else leading.lead
    with opened(folder) as journal:
        command.serve(
            journal, tell=partial(print, flush=True), lead=lead, language=settings.language, look=settings.theme
        )
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
