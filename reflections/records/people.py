"""Who is here and where: pupils, places, programmes, sessions, calls for help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reflections.records.wordlists import ATTENDANCES

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Pupil:
    """One pupil; `shown` is the alias, numbered where two share it ("Amira (2)")."""

    id: str
    alias: str
    shown: str
    avatar: str
    age_band: str
    register: str
    sign_in: tuple[str, ...]
    sign_in_kind: str  # "" (none yet), "pictures" or "riff"
    hold: bool
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Ribbon:
    """How a pupil arranged what they show, as ids: the order of their pieces, whose picture is the cover, what is not shown.

    A piece that is not in `order` stands where it came to be, before those that are; `told` are the words that go home (`story`).
    """

    order: tuple[str, ...] = ()
    cover: str = ""
    out: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preferences:
    """How one pupil wants the studio to look and speak; text_size and spacing in percent."""

    theme: str = "night"
    text_size: int = 100
    spacing: int = 100
    font: str = "lexend"
    read_aloud: bool = False
    calm: bool = False
    answer_by_keys: bool = True
    language: str = "en"
    register: str = ""  # "" follows the age band
    less_motion: bool = False
    note_names: bool = True
    music_as: str = "falling"  # notes that come down to the keys, or "stave"
    note_colours: str = "hand"  # or "pitch": a colour and a shape for each letter
    fingers: bool = False  # the number of the finger on each note that has one
    own_look: bool = False  # as long as they never changed it, it looks as the laptop does
    ribbon: Ribbon = Ribbon()


@dataclass(frozen=True, slots=True)
class Place:
    """Where sessions are held, by the tutor's own label, and whom to call there."""

    id: str
    label: str
    help_person: str
    deputy: str
    out_of_hours: str
    looks_like_a_school: bool = False  # the tutor is asked to pick a label that names no school


def planned(status: str, sessions: int) -> int:
    """Return how many sessions are planned in a programme of this status; a draft is nobody's plan yet."""
    return 0 if status == "draft" else sessions


@dataclass(frozen=True, slots=True)
class Programme:
    """The time-bound run of sessions of one pupil, or of a group (`pupil` is None).

    `held` counts the sessions the pupil came to, those of a group apart; of a group those that any of them came to.
    """

    id: str
    pupil: str | None
    starts: date
    ends: date
    planned_sessions: int
    status: str
    review_every: int
    keep_until: date | None
    held: int

    @property
    def planned(self) -> int:
        """Sessions that somebody planned: none while nobody has, whatever number a draft begins with."""
        return planned(self.status, self.planned_sessions)

    @property
    def left(self) -> int:
        """Planned sessions that are still to come."""
        return max(0, self.planned_sessions - self.held)

    @property
    def in_last_third(self) -> bool:
        """Whether it is time to say how many sessions are left."""
        return self.status == "active" and self.left * 3 <= self.planned_sessions


@dataclass(frozen=True, slots=True)
class Member:
    """One pupil of a group; `left_on` is None as long as they are in it, `how` is how it ended for them."""

    pupil: str
    joined_on: date | None
    left_on: date | None
    how: str
    handed_to: str


@dataclass(frozen=True, slots=True)
class Group:
    """Pupils who meet together, with the programme that is theirs; its id is the programme's."""

    programme: Programme
    shown: str
    members: tuple[Member, ...]

    @property
    def id(self) -> str:
        """The id of its programme: what plan, steps, reviews and ending of the group are asked for by."""
        return self.programme.id

    @property
    def pupils(self) -> tuple[str, ...]:
        """Ids of those who are in it now, in the order they came."""
        return tuple(one.pupil for one in self.members if one.left_on is None)

    @property
    def runs(self) -> bool:
        """Whether its programme goes on."""
        return self.programme.status in {"draft", "active"}


@dataclass(frozen=True, slots=True)
class Attendance:
    """How one pupil took part in one session."""

    pupil: str
    state: str
    role: str


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting; open while `closed_at` is None."""

    id: str
    place: str | None
    held_on: date
    mode: str
    planned_minutes: int
    opened_at: datetime
    zone: str
    closed_at: datetime | None
    just_music: bool
    next_time: str
    attendance: tuple[Attendance, ...]
    solo: bool = False  # the pupil alone, no tutor near: no lesson is counted
    group: str | None = None
    guests: int = 0  # how many visited; nothing else is kept of them

    @property
    def pupils(self) -> tuple[str, ...]:
        """Ids of those who came, wholly or for a part."""
        return tuple(a.pupil for a in self.attendance if a.state in ATTENDANCES[:2])

    def held_for(self, whose: str) -> bool:
        """Whether it was a lesson of this pupil, or of this group: they came, and a tutor was near."""
        return not self.solo and (whose in self.pupils or (self.group == whose and bool(self.pupils)))


@dataclass(frozen=True, slots=True)
class Interest:
    """One thing on the "Music I like" board."""

    id: str
    pupil: str
    kind: str  # song, artist, style, sound
    what: str
    why: str
    piece: str | None


@dataclass(frozen=True, slots=True)
class HelpFlag:
    """Someone wants to talk: who, where, when and to whom it was passed on; never what about."""

    id: str
    pupil: str | None
    session: str | None
    place: str | None
    raised_by: str
    raised_at: datetime
    passed_to: str
    passed_at: datetime | None
    reference: str
    help_person: str  # of that place; "" where none is set up
