"""What the command line does without the window, a file for each kind of errand."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from studio.commands.given import Refused

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Refused", "run"]

# the file of each command and the function in it; a file is read only where its command is asked for
_DO = {
    "init": "setting_up.init",
    "tour": "setting_up.tour",
    "import": "music_files.bring_in",
    "export": "music_files.export",
    "report": "reporting.report",
    "check": "looking.check",
    "review": "looking.review",
    "devices": "looking.devices",
    "restore": "mending.restore",
    "salvage": "mending.salvage",
    "pack": "moving.pack",
    "take-in": "moving.take_in",
    "access": "giving.access",
    "take-over": "locking.take_over",
    "lock-anew": "locking.lock_anew",
    "lead-code": "locking.lead_code",
    "service": "central.service",
}


def run(options: argparse.Namespace, folder: Path) -> int:
    """Do the command; the exit code."""
    file, _, name = _DO[options.command].partition(".")
    do: Callable[[argparse.Namespace, Path], int] = getattr(import_module(f"studio.commands.{file}"), name)
    return do(options, folder)
