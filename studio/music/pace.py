"""How fast a folk tune is played: what its `Q:` line asks for, else what its kind of dance and its metre are played at."""

from __future__ import annotations

import re
from typing import Final

_HALF: Final = 2
_THREE: Final = 3
_EIGHTH: Final = 8
_MOST_BEATS: Final = 150
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
_USUAL: Final = {
    "dotted quarters": (54, 66, 104), "whole small bars": (54, 66, 66), "dotted halves": (40, 50, 72),
    "wholes": (66, 100, 100), "halves": (54, 76, 88), "quarters in three": (84, 120, 120), "quarters": (76, 104, 104),
}  # fmt: skip
"""Beats a minute of slow tunes, of songs and of everything else, by what people tap."""


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


def _felt(beats: int, unit: int) -> str:
    """Name what people tap in a metre."""
    if beats % 3 == 0 and unit >= _EIGHTH:
        return "dotted quarters" if beats > _THREE else "whole small bars"
    if beats % 3 == 0 and beats > _THREE:
        return "dotted halves"
    return {1: "wholes", 2: "halves"}.get(unit, "quarters in three" if beats == _THREE else "quarters")


def _beat(kind: str, beats: int, unit: int) -> float:
    """Give the quarters in one beat as people tap it."""
    if _felt(beats, unit) in {"dotted quarters", "dotted halves", "whole small bars"}:
        return 4.0 * _THREE / unit
    return 2.0 if unit <= _HALF or (kind in _HALVES and (beats, unit) == (4, 4)) else 1.0


def _beats_a_minute(kind: str, beats: int, unit: int) -> float:
    if kind in _HALVES and beats % 3:
        return _HALVES[kind]
    felt = _felt(beats, unit)
    slow, song, dance = _USUAL[felt]
    if felt == "quarters":
        dance = _QUARTERS.get(kind, dance)
    return {"slow": slow, "song": song}.get(kind, dance)


def _asked(text: str, beat: float) -> float | None:
    """Read the quarters a minute of the `Q:` line; a bare number counts beats, a very high one their halves."""
    line = re.search(r"(?m)^Q:(.*)$", text)
    return None if line is None else _said(line[1], beat)


def asked(said: str, beats: int, unit: int) -> float | None:
    """Read the quarters a minute of what one `Q:` field says; None where it says none that can be played."""
    found = _said(said, _beat("", beats, unit))
    return max(40.0, min(found, 320.0)) if found else None


def _said(said: str, beat: float) -> float | None:
    if whole := re.search(r"(\d+)/(\d+)[ \t]*=[ \t]*(\d+)", said):
        length, parts, times = (int(number) for number in whole.groups())
        return 4.0 * length / parts * times if parts and times else None
    bare = re.search(r"^[ \t]*(\d+)", said)
    if bare is None or not int(bare[1]):
        return None
    number = int(bare[1])
    return beat * (number / 2 if number > _MOST_BEATS else number)
