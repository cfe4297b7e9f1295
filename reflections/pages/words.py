"""How a page says things: the pupil's words for what the journal keeps.

What changed between two takes stands on screens too: it lies in the table "changed" of each language.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def _english() -> dict[str, str]:
    table: dict[str, str] = json.loads((files("assets") / "words" / "en" / "changed.json").read_text(encoding="utf-8"))
    return table


def english(key: str, **filled: Any) -> str:
    """Return a sentence of the table "changed" in English, as these pages are."""
    return _english()[key].format(**filled)


SURE = ("Not yet", "A bit sure", "Quite sure", "Very sure", "Totally sure")

LAYERS = {"chords": 1, "bass": 2, "melody": 3, "drums": 4, "words": 5}  # a part keeps its colour; others share 6

MODES = {one: english(f"mode {one}") for one in ("waits", "with", "just", "free")}
WITH_TUTOR = "with my tutor"
HELPS = {one: english(f"help {one}") for one in ("one key", "chord note", "melody", "all")}
HANDS = {one: english(f"hands {one}") for one in ("left", "right", "both")}
CHOSEN = {one: english(f"chosen {one}") for one in ("pupil", "together", "tutor")}
SET_BY = {
    "pupil": "Set by me", "together": "Set with my tutor", "school": "Set by school", "carer": "Set by my carer",
    "social worker": "Set by my social worker", "tutor": "Set by my tutor",
}  # fmt: skip
SET_BY_US = SET_BY | {"pupil": "Set by us", "together": "Set with our tutor", "tutor": "Set by our tutor"}
PLAYED = {
    "one-key": "I played one note", "rhythm": "I played the rhythm", "five-fingers": "I played with five fingers",
    "chord-keys": "I played the chords", "bass": "I played the bass", "melody": "I played the tune", "full": "I played all of it",
    "words": "I had the words",
}  # fmt: skip
ROLES = {"leader": "I led that day", "helper": "I helped that day", "recordist": "I recorded that day"}
BESIDE = ROLES | {"words": PLAYED["words"]}  # where no note of theirs was kept
STATES = {"active": "", "wish": "A wish", "reached": "I got there", "parked": "Resting for now"}
HOW_SAID = {
    "tap": "picked", "keys": "played on the keys", "voice": "said out loud", "typed": "typed", "scribed": "my tutor wrote it",
}  # fmt: skip
PROMPTS = {
    "T2": "The music feels", "T3": "If it was weather", "T4": "What I did", "T6": "The best bit", "T10": "Who it is about",
    "T11": "A bit of me in it", "P2": "What is new", "P3": "What helped", "P4": "What got in the way",
    "P4b": "What I do when it gets hard", "L2": "To someone I played with", "L3": "How it felt to lead",
}  # fmt: skip

# as measures.changed names what was not alike; a title may look like it, but never to the last letter
_CONDITION = re.compile(r"(?:mode|help|hands|bars|key): [^:]* to [^:]*|(?:speed|tempo): [\d.]+ to [\d.]+")
_FIRST = ("hands", "speed", "bars")


def pace(speed: float, tell: Callable[..., str] = english) -> str:
    """Name a speed factor; in words, because a percentage reads like a mark."""
    for below, words in ((0.6, "slow"), (0.95, "a bit slow"), (1.05, "full")):
        if speed < below:
            return tell(f"pace {words}")
    return tell("pace faster")


def changed(what: str, tell: Callable[..., str] = english) -> str:
    """Say what was not alike, as goals.changed names it: "hands: right to both" is "right hand, then both hands".

    `tell` says a key of the table "changed", filled, in the language that is read.
    """
    name, _, both = what.partition(": ")
    old, _, new = both.partition(" to ")
    match name:
        case "hands" | "mode" | "help":
            known = {"hands": HANDS, "mode": MODES, "help": HELPS}[name]
            return _then(*(tell(f"{name} {one}") if one in known else "" for one in (old, new)), tell=tell)
        case "speed":
            slower, faster = pace(float(old), tell), pace(float(new), tell)
            if slower != faster:
                return _then(slower, faster, tell=tell)
            return tell("little faster" if float(old) < float(new) else "little slower")
        case "bars":
            return _then(*(bars(one, tell) for one in (old, new)), tell=tell)
        case "key":
            return _then(*(tell("key", name=one) if one != "none" else "" for one in (old, new)), tell=tell)
        case "tempo":
            return ""  # speed says it as the pupil chose it
    return what


def bars(span: str, tell: Callable[..., str] = english) -> str:
    """Say "1-4" as "bars 1 to 4"; "" for "none"."""
    low, _, high = span.partition("-")
    if not high:
        return ""
    return tell("bar", n=low) if low == high else tell("bars", low=low, high=high)


def _then(old: str, new: str, *, tell: Callable[..., str]) -> str:
    """Join what was and what is; one side alone where nobody knows the other."""
    if old and new:
        return tell("then", old=old, new=new)
    return tell("at first", old=old) if old else tell("second time", new=new) if new else ""


def plainly(words: str, most: int = 150) -> str:
    """Say a fact as a page does, in `most` characters where it can: "(speed: 0.5 to 1)" is "(slow, then full speed)"."""
    for mark, end, instead in ((", first and latest: ", "", ": first take, then the latest"), (" (", ")", "")):
        head, found, unlike = words.rpartition(mark)
        told = unlike.removesuffix(end).split(", ")
        if found and unlike.endswith(end) and all(map(_CONDITION.fullmatch, told)):
            head += instead
            return f"{head} ({said})" if (said := _unlike(told, most - len(head) - 3)) else head
    return words


def _unlike(told: list[str], most: int) -> str:
    """Say as much as there is room for of what was not alike: hands and speed before the rest."""
    said: list[str] = []
    for one in sorted(told, key=lambda one: _FIRST.index(name) if (name := one.partition(":")[0]) in _FIRST else 9):
        if (words := changed(one)) and len("; ".join((*said, words))) <= most:
            said.append(words)
    return "; ".join(said)
