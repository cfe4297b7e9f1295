"""The command line: opens the studio, or does one thing and says what it did."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run one command, or open the studio; the process's exit code."""
    sys.setswitchinterval(0.0005)  # the engine's reader thread must not wait for a frame to be drawn
    given = sys.argv[1:] if arguments is None else arguments
    if getattr(sys, "frozen", False) and _started_again(given):
        return 0
    from studio.commands.options import parser

    options = parser().parse_args(arguments)
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    from studio.settings import data_folder

    if options.data:
        os.environ["SOUNDFOLIO_DATA"] = options.data  # what can be made again lies beside the journal then, too
    folder = data_folder(options.data)
    if options.command is None:
        return _open(folder)
    from studio import commands

    try:
        code = commands.run(options, folder)
        sys.stdout.flush()  # while a reader that has gone can still be seen to have
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except commands.Refused as refused:
        print(refused, file=sys.stderr)
        return refused.code
    except BrokenPipeError:  # whoever read along has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 - one of the two places where everything is caught: a person gets a sentence
        return _say_what_broke(folder, error)
    return code


def _started_again(given: list[str]) -> bool:
    """Do what a portable folder's program started itself again for; it has no Python beside it for its engine and its workers."""
    import multiprocessing

    from studio import again

    multiprocessing.freeze_support()  # a worker ends in here
    if "--sound-engine" not in given:
        return again.run(given)
    from instruments import process

    process.main()
    return True


def _say_what_broke(folder: Path, error: Exception) -> int:
    """Say it as a sentence; what nobody foresaw is written down for whoever mends it."""
    from studio import fault
    from studio.commands.given import way_back
    from studio.lesson.visit import OURS, sentence

    foreseen = isinstance(error, OSError) or type(error).__module__.partition(".")[0] in OURS
    written = None if foreseen else fault.write(folder, error)
    print(way_back(sentence(error)) + (f" What broke is noted in {written}." if written else ""), file=sys.stderr)
    return 1


def _sweep() -> None:
    """Delete what a print that was ended by force left in the clear, and a locked copy that a command looked into."""
    from studio.commands import only_looked
    from studio.papers import browser_print

    browser_print.sweep()
    only_looked.sweep()


def _open(folder: Path) -> int:
    """Run the window; a sentence instead of a traceback where it cannot be."""
    from studio.app import StudioStopped, open_studio
    from studio.second_start import OpenAlready, tell
    from studio.ui.window import NoDisplay

    threading.Thread(target=_sweep, daemon=True).start()  # the window does not wait for it
    try:
        open_studio(folder)
    except OpenAlready as open_already:
        if open_already.came_up:
            print(open_already)
            return 0
        print(open_already, file=sys.stderr)
        with contextlib.suppress(NoDisplay):
            tell(str(open_already))
        return 2
    except (NoDisplay, StudioStopped) as missing:
        print(missing, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
