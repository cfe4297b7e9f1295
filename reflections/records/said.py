"""What a pupil says: tasks, ratings on their scales, reflections, goals, what to try, what helped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Task:
    """What a pupil is about to do, in words; the thing "sure" is about."""

    id: str
    pupil: str
    session: str | None
    piece: str
    take: str | None
    bars: tuple[int, int] | None
    words: str
    goal: str | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Scale:
    """One frozen wording of a scale; anchors run from `minimum` upwards."""

    id: str
    construct: str
    version: int
    minimum: int
    maximum: int
    wording: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """One answer on a scale, kept as given; `value` is None exactly when `answer` is not "given". Zero is an answer."""

    id: str
    pupil: str
    construct: str
    scale: str
    scale_version: int
    minimum: int
    maximum: int
    rater: str
    moment: str
    session: str | None
    take: str | None
    version: str | None
    task: str | None
    goal: str | None
    measure: str | None
    value: int | None
    answer: str
    made_at: datetime
    zone: str
    superseded: bool = False
    wording: int | None = None  # goals: number of the wording that was rated
    anchors: tuple[str, ...] = ()  # the words of the steps of the scale it was asked on, from `minimum` upwards

    @property
    def words(self) -> str:
        """What the pupil chose, in the words they were shown; "" where nothing was given."""
        step = -1 if self.value is None else self.value - self.minimum
        return self.anchors[step] if 0 <= step < len(self.anchors) else "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Reflection:
    """What a pupil said, in any way; `sound` is None in lists (see `has_sound`)."""

    id: str
    pupil: str
    session: str | None
    piece: str | None
    take: str | None
    version: str | None
    voice: str
    said_by: str
    prompt: str
    body: str
    has_sound: bool
    who_reads: str
    who_hears: str
    made_at: datetime
    zone: str
    seen_at: datetime | None
    seen_by: str
    newer_of: str | None = None  # the earlier thought that this one follows
    sound: bytes | None = None


@dataclass(frozen=True, slots=True)
class TakenBackNote:
    """That something was taken back: whether an adult had seen it, and whether a hold keeps a copy for now."""

    id: str
    was_seen: bool
    kept_for_now: bool


@dataclass(frozen=True, slots=True)
class GoalWording:
    """One wording of a goal; `same_goal` False means the goal itself changed here, so a line breaks."""

    n: int
    words: str
    same_goal: bool
    said_on: date
    said_by: str = ""  # "" where nobody knows: it is from before that was kept


@dataclass(frozen=True, slots=True)
class Step:
    """One small step towards a goal."""

    id: str
    goal: str
    words: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Goal:
    """The pupil's own goal, or a group's (`pupil` is None); `slot` is 1-3 while it is active, else None."""

    id: str
    programme: str
    pupil: str | None
    slot: int | None
    area: str
    set_by: str
    agreed: bool
    why: str
    first_step: str
    know_by: str
    review_on: date | None
    state: str
    made_at: datetime
    wordings: tuple[GoalWording, ...]
    steps: tuple[Step, ...]

    @property
    def words(self) -> str:
        """The latest wording."""
        return self.wordings[-1].words if self.wordings else ""


@dataclass(frozen=True, slots=True)
class TryNext:
    """What the pupil will try next; `tried_in` is the take that did. Without words it is a voice: the reflection of its id."""

    id: str
    pupil: str
    words: str
    from_take: str | None
    tried_in: str | None
    made_at: datetime
    from_version: str | None = None

    @property
    def by_voice(self) -> bool:
        """Whether it is heard and not read."""
        return not self.words


@dataclass(frozen=True, slots=True)
class Tool:
    """Something the pupil said helped, how often they picked it, and each pick: its row and the day."""

    words: str
    picked: int
    picks: tuple[tuple[str, date], ...] = field(default=(), compare=False)
