"""How the program starts a process of its own: with Python beside it, or, in a portable folder without one, by starting itself again."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Final

WORD: Final = "--again"  # what follows it names the module whose `main` a frozen program is to run
MAY_RUN: Final = frozenset({"studio.ui.weights", "studio.voices.speech"})  # nothing else, whoever types it
_ROOT: Final = str(Path(__file__).resolve().parents[1])


def frozen() -> bool:
    """Whether this is a portable folder's program, with no Python beside it."""
    return bool(getattr(sys, "frozen", False))


def command(module: str, *given: str) -> list[str]:
    """Return the command that runs `module.main()` in a process of its own, with `given` as its arguments."""
    if frozen():
        return [sys.executable, WORD, module, *given]
    # Not `-m`, which would look in the current folder first; our own folder comes last, for where we are not installed.
    program = f"import sys; sys.path.append({_ROOT!r}); from {module} import main; main()"
    return [sys.executable, "-P", "-c", program, *given]


def run(arguments: list[str]) -> bool:
    """Run what the program was started again for; False where that was for something else."""
    if arguments[:1] != [WORD] or len(arguments) < 2 or arguments[1] not in MAY_RUN:  # noqa: PLR2004 - a word and a name
        return False
    sys.argv = arguments[1:]  # `main` finds what was given to it where it always does
    import_module(arguments[1]).main()
    return True
