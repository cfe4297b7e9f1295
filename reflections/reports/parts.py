"""What a report is made of: frozen values in the words a reader sees, with no markup in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from reflections.sentences import ENGLISH

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that shows what a report says: `of` is the take or version to play, "" where it is read.

    `quote` are its words, `cut` where there are more of them than a page holds.
    """

    key: str  # unique in the report, safe in an id
    words: str
    of: str = ""
    quote: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: `quote` says that it is the pupil's own words, `by` whose view it is where an adult says it.

    `key` is what it is held back by; `proofs` are the keys of what shows it. A line has proofs, or is an adult's. `said` are
    words of the pupil's beneath it.
    """

    key: str
    words: str
    about: str = ""
    quote: bool = False
    by: str = ""
    proofs: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under one title, or none yet; `adults` is the part "What adults think", `more` is how many found no room."""

    title: str
    lines: tuple[Line, ...]
    adults: bool = False
    more: int = 0
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of paper."""

    title: str
    lead: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may stand in a report, and whether it does: the pupil says. `asked` needs their yes to be in."""

    key: str
    words: str
    about: str
    chosen: bool
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line of an award's folder stands: `part` is one of records.AWARD_PARTS, `of` the row that is put elsewhere."""

    key: str
    of: str
    part: str
    words: str
    about: str
    quote: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it stands; `limits` says what it can't. `alias` is "" where it is about a group.

    `language` is the pupil's, in which their own words are; `spoken` is that of our sentences, the laptop's. `choices` and `places` are what pupil and tutor can still change; they are no part of what a reader sees.
    """

    kind: str
    title: str
    alias: str
    language: str
    first: date | None
    latest: date | None
    sheets: tuple[Sheet, ...]
    proofs: tuple[Proof, ...]
    limits: str
    choices: tuple[Choice, ...] = field(default=(), compare=False)
    places: tuple[Place, ...] = field(default=(), compare=False)
    spoken: str = ENGLISH

    @property
    def mark(self) -> str:
        """What changes whenever anything that a reader sees does: a yes is to one mark."""
        seen = (self.kind, self.title, self.alias, self.sheets, self.proofs, self.limits)
        return sha256(repr(seen).encode()).hexdigest()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All that it says, in order."""
        return tuple(line for sheet in self.sheets for part in sheet.parts for line in part.lines)

    @property
    def heard(self) -> tuple[str, ...]:
        """Ids of the takes and versions that are played from it, in order."""
        return tuple(dict.fromkeys(proof.of for proof in self.proofs if proof.of))
