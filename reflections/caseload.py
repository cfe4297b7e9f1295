"""Who waits for what: what an adult has to hear, what was promised, whose review is due, as sentences to be said. Pure.

Nobody stands above anybody: the order is by what waits, and within it by name; no two pupils are set side by side by a number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from reflections.records import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from reflections import records

RANKS: Final = ("talk", "hear", "owed", "review", "step due", "promised", "nothing")
ANSWERS: Final = {
    ("try_next", "words"): "T7",
    ("tool_pick", "words"): "P3",
    ("goal_wording", "words"): "G1",
    ("goal", "why"): "G2",
    ("goal", "first_step"): "G3",
    ("goal", "know_by"): "G4",
    ("piece", "about"): "T10",
    ("ending", "give_to"): "E2",
    ("you_said_we_did", "said"): "P6",
}  # the question that words outside a reflection answer
_OVER = frozenset({"ended", "moved"})
LONGEST: Final = 160  # letters of somebody's words inside a sentence
LONGEST_TITLE: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the table "tutor_web": its key and what its places are filled with."""

    key: str
    filled: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Band:
    """A group, as it is called; `id` is that of its programme."""

    id: str
    shown: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is read of one pupil, or of one group, for it."""

    whose: records.Pupil | Band
    status: str  # of their programme
    due: records.ReviewDue
    steps: tuple[records.NextStep, ...]
    next_time: str  # what the tutor meant to do: "" for nothing


@dataclass(frozen=True, slots=True)
class Waits:
    """One pupil or group and what waits, the most pressing first; `rank` is that of the first."""

    whose: records.Pupil | Band
    lines: tuple[Line, ...]
    rank: int

    @property
    def together(self) -> bool:
        """Whether it is a group."""
        return isinstance(self.whose, Band)


def waits(facts: Facts, unseen: records.Unseen, today: date) -> Waits:
    """Say what waits for one pupil or group; `unseen` is everybody's."""
    found = [
        *_talk(facts.whose.id, unseen.flags),
        *_hear(facts.whose.id, unseen.items),
        *_owed(facts.due),
        *(_review(facts.due) if facts.status not in _OVER else ()),
        *_steps(facts.steps, today),
        *((("promised", Line("next time", {"words": short(facts.next_time)})),) if facts.next_time else ()),
    ]
    rank = min((RANKS.index(kind) for kind, _ in found), default=RANKS.index("nothing"))
    return Waits(facts.whose, tuple(line for _, line in found), rank)


def in_order(everybody: Iterable[Waits]) -> tuple[Waits, ...]:
    """Order them by what waits, then by name."""
    return tuple(sorted(everybody, key=lambda one: (one.rank, one.whose.shown.casefold(), one.whose.id)))


def short(words: str, most: int = LONGEST) -> str:
    """Return somebody's words on one line, cut at a word where they are long."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    kept = line[:most].rpartition(" ")[0] or line[:most]
    return f"{kept}\u2026"


def _talk(pupil: str, flags: Sequence[records.HelpFlag]) -> Iterable[tuple[str, Line]]:
    for flag in flags:
        if flag.pupil == pupil:
            yield "talk", Line("talk", {"day": flag.raised_at.astimezone().date()})


def _hear(pupil: str, items: Sequence[records.SeenItem]) -> Iterable[tuple[str, Line]]:
    mine = [one for one in items if one.pupil == pupil]
    if mine:
        first = min(one.at for one in mine).astimezone().date()
        yield "hear", Line(f"hear {'one' if len(mine) == 1 else 'many'}", {"n": len(mine), "day": first})
    if any(one.solo for one in mine):
        yield "hear", Line("hear solo")


def _owed(due: records.ReviewDue) -> Iterable[tuple[str, Line]]:
    for one in due.unanswered:
        yield "owed", Line("owed", {"words": short(one.said), "day": one.review_on})


def _review(due: records.ReviewDue) -> Iterable[tuple[str, Line]]:
    if due.now:
        yield "review", Line("review due")


def _steps(steps: Sequence[records.NextStep], today: date) -> Iterable[tuple[str, Line]]:
    for one in sorted(
        (each for each in steps if each.done_on is None), key=lambda each: (each.by_when is None, each.by_when or today)
    ):
        filled = {"words": short(one.what), "who": short(one.who_helps, 40)}
        if one.by_when is None:
            yield "promised", Line("step who" if one.who_helps else "step", filled)
        else:
            kind = "step due" if one.by_when <= today else "promised"
            yield kind, Line("step by who" if one.who_helps else "step by", {**filled, "day": one.by_when})


def day_of(one: records.Rating | records.Reflection | records.Take | records.Version | records.Piece) -> date:
    """Return the day on which something was made, where it was made."""
    return local(one.made_at, one.zone).date()
