"""How fast a folk tune is played: what its `Q:` line asks for, else what its kind of dance and its metre are played at."""

from __future__ import annotations

import re
from typing import Final

_DOTTED: Final = 1.5
_DANCES: Final = {
    "reel": "reel", "hornpipe": "hornpipe", "clog": "clog", "strathspey": "strathspey", "fling": "strathspey",
    "march": "march", "quick step": "march", "quickstep": "march", "polka": "polka", "waltz": "waltz", "walzer": "waltz",
    "jig": "jig", "slipjig": "jig", "slide": "jig",
}  # fmt: skip
_SLOW: Final = re.compile(r"(?i)\bslow|\bairs?\b|\blament|\blullaby|wiegen|klage|geistlich|\badagio|\blargo")
_FELT: Final = re.compile(r"(?i)\bslow|\btender|\bmourn|\bplaintive|\bsorrow|\bsad(?:ly)?\b")
_DANCE: Final = re.compile(rf"(?i)\b({'|'.join(_DANCES)})s?\b")
_HALVES: Final = {"reel": 96, "hornpipe": 80, "clog": 76}
"""Halves a minute of dances that are felt in two; quarters where they are written in two-four."""
_QUARTERS: Final = {"strathspey": 132, "march": 112, "polka": 112, "waltz": 120}


def tempo(text: str, beats: int, unit: int) -> float:
    """Give quarters a minute: what the tune's `Q:` line asks for, else what its kind of dance and its metre are played at."""
    kind = _kind(text)
    beat = _beat(kind, beats, unit)
    usual = beat * _beats_a_minute(kind, beats, unit)
    asked = _asked(text, beat)
    too_slow = kind in _HALVES and asked is not None and asked < 0.7 * usual
    return usual if asked is None or too_slow else max(40.0, min(asked, 320.0))


def _kind(text: str) -> str:
    """Name the dance a tune is; `slow`, `song` or nothing where it is none."""
    rhythm = " ".join(re.findall(r"(?m)^R:[ \t]*(.*)$", text)).strip()
    if _FELT.search(" ".join(re.findall(r'(?m)^[NQ]:[ \t]*(.*"[^"]+".*)$', text))):
        return "slow"
    for told in (rhythm, " ".join(re.findall(r"(?m)^T:[ \t]*(.*)$", text))):
        if found := _DANCE.search(told):
            return _DANCES[found[1].lower()]
    if _SLOW.search(rhythm):
        return "slow"
    return "song" if rhythm else ""


def _beat(kind: str, beats: int, unit: int) -> float:
    """Give the quarters in one beat as people tap it."""
    if beats % 3 == 0 and (unit >= 8 or beats > 3):  # noqa: PLR2004
        return _DOTTED * 8 / unit if unit <= 8 else _DOTTED  # noqa: PLR2004
    if unit <= 2 or (kind in _HALVES and (beats, unit) == (4, 4)):  # noqa: PLR2004
        return 2.0
    return 1.0


def _beats_a_minute(kind: str, beats: int, unit: int) -> float:
    slow, song = kind == "slow", kind == "song"
    if beats % 3 == 0 and unit >= 8:  # noqa: PLR2004
        return 54 if slow else 66 if song or beats == 3 else 104  # noqa: PLR2004
    if beats % 3 == 0 and beats > 3:  # noqa: PLR2004
        return 40 if slow else 50 if song else 72
    if kind in _HALVES and beats % 3:
        return _HALVES[kind]
    if unit == 1:
        return 66 if slow else 100
    if unit == 2:  # noqa: PLR2004
        return 54 if slow else 76 if song else 88
    if beats == 3:  # noqa: PLR2004
        return 84 if slow else 120
    return 76 if slow else _QUARTERS.get(kind, 104)


def _asked(text: str, beat: float) -> float | None:
    """Read the quarters a minute of the `Q:` line; a bare number counts beats, a very high one their halves."""
    line = re.search(r"(?m)^Q:(.*)$", text)
    if line is None:
        return None
    if whole := re.search(r"(\d+)/(\d+)[ \t]*=[ \t]*(\d+)", line[1]):
        length, parts, times = (int(number) for number in whole.groups())
        return 4.0 * length / parts * times if parts and times else None
    bare = re.search(r"^[ \t]*(\d+)", line[1])
    if bare is None or not int(bare[1]):
        return None
    number = int(bare[1])
    return beat * (number / 2 if number > 150 else number)  # noqa: PLR2004
