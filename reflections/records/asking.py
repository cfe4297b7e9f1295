"""Questions as they are put."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be picked: `id` is kept, `words` are shown."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is put: `kind` is scale, ladder, chips, words or keep; `skip` is always allowed."""

    prompt: str
    words: str
    kind: str
    choices: tuple[Choice, ...] = ()
    most: int = 1
    construct: str = ""  # for scale and ladder
    moment: str = ""  # before | after | review
    about: str = ""  # the words of the task or goal, shown above
    task: str | None = None
    goal: str | None = None
    version: str | None = None  # what is rated, where it is no task
    scale: str | None = None  # the version of the scale whose words these are


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that was put, answered or skipped alike; the history the rules of asking look at."""

    prompt: str
    piece: str | None
    session: str | None
    pupil: str
    at: datetime
