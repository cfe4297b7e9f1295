"""What the journal calls a thing that left by hand, in the words of the table: it keeps a line of English, whoever looks at it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reflections.records import SHARED
from studio.words import counted, say

if TYPE_CHECKING:
    from collections.abc import Callable

_ALONE: Final = "with nobody else in it"
_ONE: Final = "with one other pupil in it"
_ON: Final = r"(?:, (?P<where>.+))?"  # a stick's or a folder's name
_WENT: Final = (*SHARED, "a note", "a take on a case card")
_WHOM: Final = ("pupil", "group", "school", "chosen", "peers of the tutor")


def named(line: str) -> str:
    """Say what it is and where it went; as it stands there where it is none of ours."""
    for pattern, says in _LINES:
        if (found := re.fullmatch(pattern, line, re.DOTALL)) is not None:
            return says(found)
    return line[:1].upper() + line[1:]


def called(word: str) -> str:
    """Return what left, or who has it, in words; a role stands as it was typed."""
    return say(f"tutor_evidence.{word}") if word in {*_WENT, *_WHOM} else word


def _for(what: str, found: re.Match[str]) -> str:
    return say("tutor_evidence.left row", what=what, to=called(found["whom"]))


def _lying(what: str, found: re.Match[str]) -> str:
    return say("tutor_erasing.left on", what=what, where=found["where"]) if found["where"] else what


def _to_a_tutor(found: re.Match[str]) -> str:
    others = {_ALONE: 0, _ONE: 1}.get(found["who"])
    if others == 0:
        return _lying(say("tutor_erasing.left tutor alone"), found)
    many = int(found["who"].split()[1]) if others is None else others
    return _lying(counted("tutor_erasing.left tutor", many), found)


_LINES: Final[tuple[tuple[str, Callable[[re.Match[str]], str]], ...]] = (
    (r"a copy for: (?P<whom>.+)", lambda found: _for(say("tutor_erasing.left copy"), found)),
    (r"all that is held, to: (?P<whom>.+)", lambda found: _for(say("tutor_erasing.left held"), found)),
    (
        rf"a copy of everything, for safe-keeping{_ON}",
        lambda found: _lying(say("tutor_erasing.left everything"), found),
    ),
    (
        rf"a sealed file of everything, for another laptop{_ON}",
        lambda found: _lying(say("tutor_erasing.left laptop"), found),
    ),
    (rf"a sealed file for another tutor, (?P<who>{_ALONE}|{_ONE}|with \d+ other pupils in it){_ON}", _to_a_tutor),
    (rf"(?P<what>{'|'.join(_WENT)}), to: (?P<whom>.+)", lambda found: _for(called(found["what"]), found)),
)
