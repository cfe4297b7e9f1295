"""A yes of a pupil's: what it lets others have, for what purpose, for whom and since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

PURPOSES = ("hear", "sing", "read", "home", "report", "note", "copy", "card", "along")  # what a pupil lets others have


@dataclass(frozen=True, slots=True)
class Yes:
    """One that stands: its purpose, and for whom it is (an audience, a role, or "" where nobody is named yet).

    `what` are the words it is about or "", `where` the title of their piece or "", `about` the kind of report, or of words;
    `asked` is the question they answer, or ""; `at` is None where nobody keeps when.
    """

    key: str
    purpose: str
    to_whom: str
    at: datetime | None
    what: str = ""
    where: str = ""
    about: str = ""
    asked: str = ""
