"""What each step of the history is called: keys of the words table, with how many things a step changed, kept with the song."""

from __future__ import annotations

from typing import Final

COUNTED: Final = frozenset(
    {
        "add notes", "move notes", "stretch notes", "split notes", "join notes", "delete notes", "paste notes", "transpose notes",
        "velocity", "nudge notes", "ratchet", "record",
    }
)  # fmt: skip
"""Steps that say how many: the table has `did NAME one` and `did NAME many`."""

PLAIN: Final = frozenset(
    {
        "set step", "clear step", "empty grid", "add layer", "delete layer", "mute", "solo", "volume", "sound", "colour", "name layer",
        "player", "pass on", "pass off", "replace", "tidy", "bouncy", "longer", "own beat", "order layers", "key", "chords", "tempo", "loop",
        "groove", "title", "story", "cover", "ending", "add section", "delete section", "move section", "repeat section",
        "section layers", "section name", "section chords", "section beat", "lyrics", "perform", "afresh", "voice", "voice said", "voice on", "voice off",
        "voice gone", "longer song", "go back", "beats",
    }
)  # fmt: skip
"""Steps that are one thing: the table has `did NAME`."""


def label(name: str, n: int = 1) -> str:
    """Call a step by its name, and how many things it changed; KeyError where the table has no words for it."""
    if name in COUNTED:
        return f"{name} {n}"
    if name in PLAIN:
        return name
    raise KeyError(name)


def said(written: str) -> tuple[str, int]:
    """Find the key of a step's words in the table `make`, and the number to fill in; "did change" where it is not known here.

    `say(f"make.{key}", n=n)` says it.
    """
    name, _, number = written.rpartition(" ")
    if name in COUNTED and number.isascii() and number.isdecimal():
        return f"did {name} {'one' if number == '1' else 'many'}", int(number)
    return (f"did {written}" if written in PLAIN else "did change"), 1
