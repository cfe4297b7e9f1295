"""How a page says things: the pupil's words for what the journal keeps."""

from __future__ import annotations

import re

SURE = ("Not yet", "A bit sure", "Quite sure", "Very sure", "Totally sure")

LAYERS = {"chords": 1, "bass": 2, "melody": 3, "drums": 4, "words": 5}  # a part keeps its colour; others share 6

MODES = {"waits": "the app waits", "with": "the app plays along", "just": "the app just plays", "free": "on my own"}
WITH_TUTOR = "with my tutor"
HELPS = {"one key": "one key", "chord note": "any chord note", "melody": "the melody", "all": "all the notes"}
HANDS = {"left": "left hand", "right": "right hand", "both": "both hands"}
CHOSEN = {"pupil": "I chose it", "together": "We chose it together", "tutor": "My tutor chose it"}
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


def pace(speed: float) -> str:
    """Name a speed factor; in words, because a percentage reads like a mark."""
    for below, words in ((0.6, "slow"), (0.95, "a bit slow"), (1.05, "full speed")):
        if speed < below:
            return words
    return "faster"


def changed(what: str) -> str:
    """Say what was not alike, as goals.changed names it: "hands: right to both" is "right hand, then both hands"."""
    name, _, both = what.partition(": ")
    old, _, new = both.partition(" to ")
    match name:
        case "hands" | "mode" | "help":
            said = {"hands": HANDS, "mode": MODES, "help": HELPS}[name]
            return _then(said.get(old, ""), said.get(new, ""))
        case "speed":
            slower, faster = pace(float(old)), pace(float(new))
            return (
                _then(slower, faster)
                if slower != faster
                else "a little faster"
                if float(old) < float(new)
                else "a little slower"
            )
        case "bars":
            return _then(*(bars(one) for one in (old, new)))
        case "key":
            return _then(*(f"in {one}" if one != "none" else "" for one in (old, new)))
        case "tempo":
            return ""  # speed says it as the pupil chose it
    return what


def bars(span: str) -> str:
    """Say "1-4" as "bars 1 to 4"; "" for "none"."""
    low, _, high = span.partition("-")
    if not high:
        return ""
    return f"bar {low}" if low == high else f"bars {low} to {high}"


def _then(old: str, new: str) -> str:
    """Join what was and what is; one side alone where nobody knows the other."""
    if old and new:
        return f"{old}, then {new}"
    return f"{old} at first" if old else f"{new} the second time" if new else ""


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
