"""The frozen records that the journal hands out and takes in: plain values, no database behind them.

Ids are UUIDv7 strings. Moments are aware datetimes in UTC; `zone` beside one says where it was lived ("Europe/London"
or "+01:00"), so that a day or an hour can be shown as it was. Lengths and places in music are seconds (float).
Bytes are left out of lists: `None` means "not loaded, ask for the one item", `b""` means "there is nothing".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

AGE_BANDS = ("7-9", "10-12", "13-15", "16+")
REGISTERS = ("7-12", "13 up")
SIGN_INS = ("pictures", "riff")
SESSION_MODES = ("one-to-one", "group")
ATTENDANCES = ("came", "came for part", "could not come", "chose not to", "cancelled by us")
ROLES = ("leader", "helper", "player", "words", "listener", "recordist")
PROGRAMME_STATES = ("draft", "active", "ended", "moved")
PIECE_KINDS = ("tune", "song", "groove", "own", "file")
CHOOSERS = ("pupil", "together", "tutor")
PLAYERS = ("pupil", "tutor", "guest", "app")
ORIGINS = ("recorded", "kept from capture", "found after a crash", "came from a file")
TAKE_MODES = ("waits", "with", "just", "free")
HELPS = ("", "one key", "chord note", "melody", "all")
HANDS = ("", "left", "right", "both")
MARKED_BY = ("pupil", "tutor")
MARKER_KINDS = ("that bit", "words")
MEASURES = (
    "participation", "engagement", "confidence", "communication",
    "motivation", "achievement", "leadership", "ambition",
)  # fmt: skip
RATERS = ("pupil", "tutor", "school", "carer")
MOMENTS = ("before", "after", "review", "looking back")
ANSWERS = ("given", "don't know", "rather not", "not asked")
CONSTRUCTS = ("sure", "close")
VOICES = ("music", "character", "me")
SAID_BY = ("tap", "keys", "voice", "typed", "scribed")
AUDIENCES = ("tutor", "group", "school", "chosen")
AREAS = ("music", "me", "with others", "future")
SET_BY = ("pupil", "together", "school", "carer", "social worker", "tutor")
GOAL_STATES = ("wish", "active", "reached", "parked", "let go")
RAISERS = ("pupil", "adult")
LIVE_GOALS = 3
ALIAS_LENGTH = 24


def local(moment: datetime, zone: str) -> datetime:
    """Turn a UTC moment into the wall time of `zone` ("Europe/London" or "+01:00"; "" is UTC)."""
    if zone[:1] in {"+", "-"}:
        hours, _, minutes = zone[1:].partition(":")
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return moment.astimezone(timezone(offset if zone[0] == "+" else -offset))
    return moment.astimezone(ZoneInfo(zone or "UTC"))


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where sessions are held, by the tutor's own label, and whom to call there."""

    id: str
    label: str
    help_person: str
    deputy: str
    out_of_hours: str
    looks_like_a_school: bool = False  # the tutor is asked to pick a label that names no school


@dataclass(frozen=True, slots=True)
class Programme:
    """The time-bound run of sessions of one pupil; `held` counts the sessions the pupil came to."""

    id: str
    pupil: str
    starts: date
    ends: date
    planned_sessions: int
    status: str
    review_every: int
    keep_until: date | None
    held: int

    @property
    def left(self) -> int:
        """Planned sessions that are still to come."""
        return max(0, self.planned_sessions - self.held)


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

    @property
    def pupils(self) -> tuple[str, ...]:
        """Ids of those who came, wholly or for a part."""
        return tuple(a.pupil for a in self.attendance if a.state in ATTENDANCES[:2])


@dataclass(frozen=True, slots=True)
class Piece:
    """Something a pupil plays or makes; `content` is Standard MIDI File bytes, None in lists."""

    id: str
    pupil: str | None  # None until they say who they are
    title: str
    kind: str
    source: str
    chosen_by: str
    about: str  # the story: whom the song is about
    cover: str
    poem: str
    session: str | None
    made_at: datetime
    zone: str
    goals: tuple[str, ...] = ()
    hidden: bool = False
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class TakeFacts:
    """What the studio counted in one part; roll is (start seconds, length seconds, pitch, velocity) a note."""

    seconds: float
    notes: int
    bar_starts: tuple[float, ...] = ()
    roll: tuple[tuple[float, float, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A piece as it stood at "I'm done"; n counts from 1 within the piece; `content` is None in lists."""

    id: str
    piece: str
    n: int
    name: str
    session: str | None
    made_at: datetime
    zone: str
    facts: TakeFacts
    sha256: str
    goals: tuple[str, ...] = ()
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class TakePartIn:
    """One part handed in with a take: its own Standard MIDI File and what was counted in it."""

    part: str
    player: str
    pupil: str | None
    keyboard: str
    midi: bytes
    facts: TakeFacts


@dataclass(frozen=True, slots=True)
class TakePart:
    """One part of a kept take; `midi` is None in lists."""

    id: str
    part: str
    player: str
    pupil: str | None
    keyboard: str
    facts: TakeFacts
    sha256: str
    midi: bytes | None = None


@dataclass(frozen=True, slots=True)
class Take:
    """One recording, exactly as played; bars are (first, last) from 1, speed is a factor, tempo in beats a minute."""

    id: str
    piece: str
    session: str | None
    made_at: datetime
    zone: str
    seconds: float
    tempo: float
    origin: str
    mode: str
    help: str
    hands: str
    speed: float
    bars: tuple[int, int] | None
    key: str
    task: str | None
    hidden: bool
    parts: tuple[TakePart, ...]
    goals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marker:
    """Something dropped on the timeline of a take, in seconds from its start."""

    id: str
    take: str
    at_seconds: float
    by: str
    kind: str
    words: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A recording that was never ended, found at the next start: the chunks joined in order."""

    id: str
    pupil: str | None
    session: str | None
    piece: str | None
    context: Mapping[str, object]
    chunks: bytes
    seconds: float
    began: datetime


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
class GoalWording:
    """One wording of a goal; `same_goal` False means the goal itself changed here, so a line breaks."""

    n: int
    words: str
    same_goal: bool
    said_on: date


@dataclass(frozen=True, slots=True)
class Step:
    """One small step towards a goal."""

    id: str
    goal: str
    words: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Goal:
    """The pupil's own goal; `slot` is 1-3 while it is active, else None."""

    id: str
    programme: str
    pupil: str
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
class TakenBackNote:
    """That something was taken back: whether an adult had seen it, and whether a hold keeps a copy for now."""

    id: str
    was_seen: bool
    kept_for_now: bool


@dataclass(frozen=True, slots=True)
class TryNext:
    """What the pupil will try next; `tried_in` is the take that did."""

    id: str
    pupil: str
    words: str
    from_take: str | None
    tried_in: str | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Tool:
    """Something the pupil said helped, and how often they picked it."""

    words: str
    picked: int


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


@dataclass(frozen=True, slots=True)
class Unseen:
    """What an adult has still to see before the end of the day; `taken_back` counts what was withdrawn unseen."""

    reflections: tuple[Reflection, ...]
    taken_back: int
    flags: tuple[HelpFlag, ...]


@dataclass(frozen=True, slots=True)
class SurePair:
    """Before and after on one task and one scale version; `what_changed` names what was not alike ("speed: 0.5 to 1")."""

    before: Rating
    after: Rating
    task: Task
    what_changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PieceEvidence:
    """One piece with what was kept of it and said about it, oldest first."""

    piece: Piece
    takes: tuple[Take, ...]
    versions: tuple[Version, ...]
    reflections: tuple[Reflection, ...]
    ratings: tuple[Rating, ...]
    markers: tuple[Marker, ...]


@dataclass(frozen=True, slots=True)
class GoalEvidence:
    """One goal with every rating that stands and what was kept for it (ids); lines: see goals.lines."""

    goal: Goal
    ratings: tuple[Rating, ...]
    pieces: tuple[str, ...]
    takes: tuple[str, ...]
    versions: tuple[str, ...]
    reflections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a portfolio or a review may show of one pupil; nothing hidden or taken back is in it."""

    pupil: Pupil
    programme: Programme
    sessions: tuple[Session, ...]
    pieces: tuple[PieceEvidence, ...]
    reflections: tuple[Reflection, ...]  # those about no piece
    sure: tuple[SurePair, ...]
    goals: tuple[GoalEvidence, ...]
    try_next: tuple[TryNext, ...]
    toolkit: tuple[Tool, ...]
    interests: tuple[Interest, ...]
    taken_back: int


@dataclass(frozen=True, slots=True)
class Illustration:
    """A take or version drawn and rendered by the studio; note_seconds maps SVG note ids to seconds, mp3 may be b""."""

    svg: str
    note_seconds: Mapping[str, float]
    mp3: bytes


@dataclass(frozen=True, slots=True)
class Check:
    """What a look through the whole journal found; problems are sentences, none means all is well."""

    takes: tuple[str, ...]
    counts: Mapping[str, int]
    problems: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that was put, answered or skipped alike; the history the rules of asking look at."""

    prompt: str
    piece: str | None
    session: str | None
    pupil: str
    at: datetime
