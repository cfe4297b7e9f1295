"""What the steps of a conversation are made of: frozen values in the words a reader sees, with no markup in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from reflections import records
    from reflections.pages.parts import GoalPart, Heard, Said, SureRow, ThenNow


@dataclass(frozen=True, slots=True)
class Room:
    """Who is there and who gets a copy: roles, not names."""

    here: tuple[str, ...]
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """One thing the pupil picked: `kind` "take" and "version" have `heard`, "words" has `said`."""

    id: str
    kind: str
    title: str
    heard: Heard | None
    said: Said | None
    sounds: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the pupil says to one of the fixed prompts; `words` "" while nothing is said."""

    prompt: str
    asked: str
    words: str
    id: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Then and now on the same bars; the ids are of their takes, for their sound; `asked` is what they are asked before it sounds."""

    title: str
    asked: str
    pair: ThenNow
    then: str
    now: str
    new: Answer


@dataclass(frozen=True, slots=True)
class Sayings:
    """What was said of one of the two, and the ids it is kept under."""

    when: date
    said: tuple[Said, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairOfWords:
    """My words then and now."""

    then: Sayings
    now: Sayings


@dataclass(frozen=True, slots=True)
class Given:
    """An answer on a scale: `value` None where it was skipped, as `answer` says."""

    value: int | None
    words: str
    answer: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One question with steps to answer on: the words of each from `least` upwards, and the scale's id; `given` None: not yet."""

    words: str
    steps: tuple[str, ...]
    least: int
    scale: str
    given: Given | None


@dataclass(frozen=True, slots=True)
class Sure:
    """Looking back to the first day; and, once that is answered, the pairs of what was picked."""

    ask: Ask
    pairs: tuple[SureRow, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """One goal, and its ladder once they said how close; None before."""

    goal: records.Goal
    ask: Ask
    ladder: GoalPart | None


@dataclass(frozen=True, slots=True)
class Measures:
    """The eight, and the two at most that the pupil talks about."""

    every: tuple[str, ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was said on another day."""

    when: date
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """One counted fact as this reader is told it, by its key."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Three sides of one measure that are never merged: facts, what the pupil says, what adults saw."""

    measure: str
    facts: tuple[Told, ...]
    held: frozenset[str]
    ask: Ask
    earlier: tuple[Earlier, ...]
    views: tuple[records.AdultView, ...]
    lights: tuple[records.Rating, ...]

    def without_held(self) -> Measure:
        """For a copy: what the pupil keeps back is not in it."""
        return replace(self, facts=tuple(fact for fact in self.facts if fact.key not in self.held))


@dataclass(frozen=True, slots=True)
class Helped:
    """What helped (words, and whether they picked it here), what got in the way, what they do now when it gets hard."""

    asked: str
    tools: tuple[tuple[str, bool], ...]
    in_the_way: Answer
    when_hard: Answer


@dataclass(frozen=True, slots=True)
class Next:
    """What the pupil wants of the adults, next steps that are open, and every goal."""

    asked: str
    asked_goal: str
    wants: tuple[records.WeDid, ...]
    steps: tuple[records.NextStep, ...]
    goals: tuple[records.Goal, ...]


@dataclass(frozen=True, slots=True)
class Did:
    """You said, we did: what was answered, and what waits for an answer."""

    asked: str
    answered: tuple[records.WeDid, ...]
    waiting: tuple[records.WeDid, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """All that was kept; `given` are the roles a copy was given to, `marked` what an adult looks at first, and where it stands.

    Not why: that somebody named there is a pupil here as well is nobody's business in the room.
    """

    review: records.Review
    shown: tuple[str, ...]
    said: tuple[Answer, ...]
    helped: tuple[str, ...]
    goals: tuple[Close, ...]
    measures: tuple[Measure, ...]
    next: Next
    did: tuple[records.WeDid, ...]
    given: frozenset[str]
    marked: tuple[tuple[str, str], ...] = ()


Shown = Room | Opened | Pair | PairOfWords | Sure | Close | Measures | Measure | Helped | Next | Did | Agreed
