"""In which order the letters of a line stand where scripts of both directions meet: the Unicode bidirectional algorithm (UAX 9).

Pure: letters in, levels out; an even level reads from the left, an odd one from the right. Isolates and marks are followed.
Embeddings and overrides, which only hide how a line really reads, are passed over as if they were not there.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeVar
from unicodedata import bidirectional

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

LEFT_MARK, RIGHT_MARK = "\u200e", "\u200f"
ISOLATE, POP = "\u2068", "\u2069"
OPENS: Final = frozenset("\u2066\u2067\u2068")
UNSEEN: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What says how a line reads, and is never drawn."""
_PASSED_OVER: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "BN"})
_OPEN: Final = frozenset({"LRI", "RLI", "FSI"})
_RIGHT: Final = frozenset({"R", "AL"})
_STRONG: Final = _RIGHT | {"L"}
_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON", "PDI"}) | _OPEN
_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
_DEEPEST = 60


def reads_right(words: str) -> bool:
    """Whether there is a letter that is read from the right."""
    return not words.isascii() and any(bidirectional(letter) in _RIGHT for letter in words)


def base(words: str, *, rtl: bool) -> int:
    """Return the level of a whole paragraph: 0 from the left, 1 from the right; `rtl` is how its surroundings read.

    Its first letter says so, of those that are not isolated; without one the surroundings do. Where those read from the
    right, one letter that does is enough: a sentence of such a language may well begin with MIDI.
    """
    strong = _strong(words)
    if not strong:
        return int(rtl)
    return int(strong[0] in _RIGHT or (rtl and not _RIGHT.isdisjoint(strong)))


def levels(words: str, paragraph: int) -> list[int]:
    """Return the level of every letter of one line of a paragraph whose own level is `paragraph`."""
    kinds = [bidirectional(letter) or "L" for letter in words]
    found = [paragraph] * len(words)
    for level, places in _apart(words, kinds, paragraph):
        for place in places:
            found[place] = level
        _resolve(words, kinds, places, level, found)
    for at, letter in enumerate(words):  # what is passed over stands with what is before it
        if bidirectional(letter) in _PASSED_OVER:
            found[at] = found[at - 1] if at else paragraph
    _at_the_end(words, found, paragraph)
    return found


def in_order(parts: Sequence[T], level_of: Callable[[T], int]) -> list[T]:
    """Return parts of a line, each of one level, from left to right as they are seen."""
    shown = list(parts)
    depths = [level_of(part) for part in shown]
    lowest_odd = min((depth for depth in depths if depth % 2), default=0)
    for depth in range(max(depths, default=0), max(lowest_odd, 1) - 1, -1):
        at = 0
        for turned, run in groupby(list(depths), key=lambda found: found >= depth):
            long = len(list(run))
            if turned:
                shown[at : at + long] = reversed(shown[at : at + long])
                depths[at : at + long] = reversed(depths[at : at + long])
            at += long
    return shown


def _strong(words: str) -> list[str]:
    """The kinds of the strong letters outside isolates, in their order."""
    deep, found = 0, []
    for letter in words:
        kind = bidirectional(letter)
        if kind in _OPEN:
            deep += 1
        elif kind == "PDI":
            deep = max(0, deep - 1)
        elif not deep and kind in _STRONG:
            found.append(kind)
    return found


def _apart(words: str, kinds: list[str], paragraph: int) -> list[tuple[int, list[int]]]:
    """Return the places that are looked at together, with their level: the line, and what stands in each isolate (X1 to X10)."""
    sequences: list[tuple[int, list[int]]] = [(paragraph, [])]
    around, too_deep = [0], 0
    for at, kind in enumerate(kinds):
        if kind == "PDI":
            if too_deep:
                too_deep -= 1
            elif len(around) > 1:
                around.pop()
        level, places = sequences[around[-1]]
        if kind not in _PASSED_OVER:
            places.append(at)
        if kind not in _OPEN:
            continue
        if len(around) > _DEEPEST or too_deep:
            too_deep += 1
            continue
        inside = kind == "RLI" or (kind == "FSI" and base(words[at + 1 : _closed(kinds, at)], rtl=False) == 1)
        around.append(len(sequences))
        sequences.append((level + 1 + (level % 2 == inside), []))
    return sequences


def _closed(kinds: list[str], opened: int) -> int:
    """Where an isolate ends."""
    deep = 0
    for at in range(opened, len(kinds)):
        deep += (kinds[at] in _OPEN) - (kinds[at] == "PDI")
        if not deep:
            return at
    return len(kinds)


def _resolve(words: str, kinds: list[str], places: list[int], level: int, found: list[int]) -> None:
    """Give each place of one sequence its level (W1 to I2)."""
    side = "R" if level % 2 else "L"
    now = _weak([kinds[at] for at in places], side)
    _brackets([words[at] for at in places], [kinds[at] for at in places], now, side)
    _neutral(now, side)
    for at, kind in zip(places, now, strict=True):
        if level % 2:
            found[at] = level + (kind != "R")
        else:
            found[at] = level + {"L": 0, "R": 1}.get(kind, 2)


def _weak(kinds: list[str], side: str) -> list[str]:
    """Numbers, what belongs to them, and accents (W1 to W7)."""
    now, before = list(kinds), side
    for at, kind in enumerate(now):
        if kind == "NSM":
            now[at] = "ON" if before in _OPEN or before == "PDI" else before
        before = now[at]
    last = side
    for at, kind in enumerate(now):
        if kind in _STRONG:
            last = kind
        elif kind == "EN" and last == "AL":
            now[at] = "AN"
    now = ["R" if kind == "AL" else kind for kind in now]
    for at in range(1, len(now) - 1):
        around = now[at - 1], now[at + 1]
        if (now[at] in {"ES", "CS"} and around == ("EN", "EN")) or (now[at] == "CS" and around == ("AN", "AN")):
            now[at] = around[0]
    _beside_numbers(now)
    last = side
    for at, kind in enumerate(now):
        if kind in {"ES", "ET", "CS"}:
            now[at] = "ON"
        elif kind in _STRONG:
            last = kind
        elif kind == "EN" and last == "L":
            now[at] = "L"
    return now


def _beside_numbers(now: list[str]) -> None:
    """Signs as % and £ belong to the number they touch (W5)."""
    at = 0
    for kind, run in groupby(list(now)):
        long = len(list(run))
        if kind == "ET" and "EN" in (now[at - 1 : at] + now[at + long : at + long + 1]):
            now[at : at + long] = ["EN"] * long
        at += long


def _as_strong(kind: str) -> str:
    return "R" if kind in {"EN", "AN"} else kind


def _brackets(letters: list[str], kinds: list[str], now: list[str], side: str) -> None:
    """Both brackets of a pair read as what is in them does, or as what stands before (N0)."""
    other = "L" if side == "R" else "R"
    for first, last in _pairs(letters, now):
        inside = {_as_strong(kind) for kind in now[first + 1 : last]}
        before = next((_as_strong(kind) for kind in reversed(now[:first]) if _as_strong(kind) in "LR"), side)
        if side in inside:
            reads = side
        elif other in inside:
            reads = other if before == other else side
        else:
            continue
        for at in (first, last):
            now[at] = reads
            for after in range(at + 1, len(now)):
                if kinds[after] != "NSM":
                    break
                now[after] = reads


def _pairs(letters: list[str], now: list[str]) -> list[tuple[int, int]]:
    opened: list[tuple[str, int]] = []
    pairs = []
    for at, letter in enumerate(letters):
        if now[at] != "ON":
            continue
        if letter in _PAIRS:
            opened.append((_PAIRS[letter], at))
        elif any(closing == letter for closing, _ in opened):
            while (top := opened.pop())[0] != letter:
                pass
            pairs.append((top[1], at))
    return sorted(pairs)


def _neutral(now: list[str], side: str) -> None:
    """Spaces and signs read as both their neighbours do, else as the line does (N1, N2)."""
    at = 0
    for neutral, run in groupby(list(now), key=lambda kind: kind in _NEUTRAL):
        long = len(list(run))
        if neutral:
            before = _as_strong(now[at - 1]) if at else side
            after = _as_strong(now[at + long]) if at + long < len(now) else side
            now[at : at + long] = [before if before == after else side] * long
        at += long


def _at_the_end(words: str, found: list[int], paragraph: int) -> None:
    """Space at the end of a line, and before a tab, stands where the line ends (L1)."""
    ends = True
    for at in range(len(words) - 1, -1, -1):
        kind = bidirectional(words[at])
        ends = kind in {"S", "B"} or (ends and (kind in {"WS", "PDI"} or kind in _OPEN | _PASSED_OVER))
        if ends:
            found[at] = paragraph
