"""People, evidence, pages: the seam is Journal, the frozen records it returns, JournalError and its kinds.

Nothing is imported until it is asked for, so that `reflections.prompts` or `reflections.records` cost no database.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reflections.errors import (
        AlreadyThere,
        Busy,
        Damaged,
        DiskFull,
        DiskTrouble,
        Gone,
        InUse,
        JournalError,
        Missing,
        NotAllowed,
        NotFound,
        NotOurs,
        Plain,
        TooNew,
        Unheard,
        WrongSecret,
    )
    from reflections.journal import Journal

__all__ = [
    "AlreadyThere",
    "Busy",
    "Damaged",
    "DiskFull",
    "DiskTrouble",
    "Gone",
    "InUse",
    "Journal",
    "JournalError",
    "Missing",
    "NotAllowed",
    "NotFound",
    "NotOurs",
    "Plain",
    "TooNew",
    "Unheard",
    "WrongSecret",
]


def __getattr__(name: str) -> object:
    """Import the journal or an error when it is first named."""
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    module = importlib.import_module("reflections.journal" if name == "Journal" else "reflections.errors")
    return getattr(module, name)
