"""How a page says things: the pupil's words for what the journal keeps, in the language of the page.

The words lie in the tables "story" and "changed" of each language; what changed between two takes stands on screens too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflections.sentences import Spoken, say

if TYPE_CHECKING:
    from collections.abc import Callable

_ENGLISH = Spoken()
LAYERS = {"chords": 1, "bass": 2, "melody": 3, "drums": 4, "words": 5}  # a part keeps its colour; others share 6
STATES = ("active", "wish", "reached", "parked")  # of goals that are shown
# Each of these is kept in the journal by its name; the tables have a sentence for it.
MODES = ("waits", "with", "just", "free")
HELPS = ("one key", "chord note", "melody", "all")
HANDS = ("left", "right", "both")
_KNOWN = {"hands": HANDS, "mode": MODES, "help": HELPS}


def english(key: str, **filled: Any) -> str:
    """Return a sentence of the table "changed" in English."""
    return say(f"changed.{key}", **filled)


def way(name: str, value: str, to: Spoken = _ENGLISH) -> str:
    """Say the hands, mode or help of a take; "" for what nobody knows."""
    return to.say(f"changed.{name} {value}") if value in _KNOWN[name] else ""


def chosen(by: str, to: Spoken = _ENGLISH) -> str:
    """Say who chose a piece."""
    return to.known(f"changed.chosen {by}")


def asked(prompt: str, to: Spoken = _ENGLISH) -> str:
    """Say in short what was asked where words were said."""
    return to.known(f"story.asked {prompt}", to.say("story.my words"))


def said_by(how: str, to: Spoken = _ENGLISH) -> str:
    """Say in which way words came."""
    return to.known(f"story.said {how}")


def state(of: str, to: Spoken = _ENGLISH, *, ours: bool = False) -> str:
    """Say where a goal stands; "" while it is live. With `ours` it is a group's."""
    usual = to.known(f"story.state {of}")
    return to.known(f"story.state {of} ours", usual) if ours else usual


def set_by(who: str, to: Spoken = _ENGLISH, *, ours: bool = False) -> str:
    """Say who set a goal. With `ours` it is a group's."""
    other = to.say("story.set by other", who=who)
    usual = to.known(f"goals.set by {who}", other) if who in _SETTERS else other
    return to.known(f"story.set by ours {who}", usual) if ours else usual


_SETTERS = ("pupil", "together", "school", "carer", "social worker", "tutor")


def played(part: str, to: Spoken = _ENGLISH) -> str:
    """Say which part of several somebody had."""
    return to.known(f"story.played {part}")


def was(role: str, to: Spoken = _ENGLISH) -> str:
    """Say who somebody was that day, where others played: also of one who had the words and no note."""
    return played(role, to) if role == "words" else to.known(f"story.was {role}")


def part_name(name: str, to: Spoken = _ENGLISH) -> str:
    """Name one part of the music; what a song calls its own parts stays as it is."""
    return to.known(f"story.part {name.lower()}", name.capitalize())


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
            return _then(*(tell(f"{name} {one}") if one in _KNOWN[name] else "" for one in (old, new)), tell=tell)
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
