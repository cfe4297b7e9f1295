"""What a page is made of: frozen values in the words a reader sees, with no markup in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from reflections.records import Illustration


@dataclass(frozen=True, slots=True)
class Lane:
    """The notes of one part: (start seconds, length seconds, MIDI pitch) each; `layer` is its colour, 1-6."""

    name: str
    layer: int
    notes: tuple[tuple[float, float, int], ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A stretch of music drawn as notes over time, seen from `start` to `end` seconds; bars are where they begin."""

    start: float
    end: float
    bars: tuple[float, ...]
    lanes: tuple[Lane, ...]

    @property
    def seconds(self) -> float:
        """Length of what is seen; never zero, so that it can divide."""
        return max(self.end - self.start, 0.1)


@dataclass(frozen=True, slots=True)
class Pin:
    """Words on a place in the music: `bar` is None where no bars are known; it plays from `start` to `end` seconds."""

    n: int
    bar: int | None
    start: float
    end: float
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One take or version as it is shown: when, how it was played, drawn, and played where there is sound."""

    key: str  # unique on the page, safe in an id
    name: str
    when: date
    how: str
    strip: Strip
    pins: tuple[Pin, ...] = ()
    illustration: Illustration | None = None

    @property
    def sounds(self) -> bool:
        """Whether there is anything to press play for."""
        return self.illustration is not None and bool(self.illustration.mp3 or self.illustration.source)


@dataclass(frozen=True, slots=True)
class ThenNow:
    """The first kept take against the latest; `stretch` names the bars, `changed` what is not alike ("" for nothing)."""

    then: Heard
    now: Heard
    stretch: str
    changed: str


@dataclass(frozen=True, slots=True)
class Said:
    """Something the pupil said; `chosen` are picked words, `words` are their own, `sound` their voice."""

    about: str
    when: date
    how: str
    words: str = ""
    chosen: tuple[str, ...] = ()
    sound: bytes = b""
    prompt: str = ""  # the question, by its name


@dataclass(frozen=True, slots=True)
class Link:
    """A pointer to another part of the same page."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class PiecePart:
    """One piece: what to hear first, then and now, the other takes and what was said; `feels` and `quote` are its card's."""

    key: str
    title: str
    feels: tuple[str, ...]
    quote: str
    chosen: str
    first: date
    latest: date
    about: str
    poem: str
    goals: tuple[Link, ...]
    shown: Heard | None
    then_now: ThenNow | None
    others: tuple[Heard, ...]
    said: tuple[Said, ...]
    cover: str = ""  # as `reflections.covers` reads it
    lyrics: tuple[str, ...] = ()  # the words of the song, a line each


@dataclass(frozen=True, slots=True)
class SureRow:
    """Before and after on one task; a value is None where there was no answer and is never drawn."""

    task: str
    piece: str
    when: date
    before: int | None
    after: int | None
    steps: int
    in_words: str
    changed: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One check-in on a goal; `value` None is a gap."""

    when: date
    value: int | None


@dataclass(frozen=True, slots=True)
class GoalPart:
    """One goal as a ladder: `lines` are runs of places in `dots` that may be joined, `breaks` places before which it changed.

    A break behind the last dot says that nothing was said since.
    """

    key: str
    words: str
    set_by: str
    state: str
    why: str
    dots: tuple[Dot, ...]
    lines: tuple[tuple[int, ...], ...]
    breaks: tuple[int, ...]
    looking_back: str
    next_step: str
    steps_done: tuple[str, ...]
    pieces: tuple[Link, ...]
    minimum: int = 0
    maximum: int = 10


@dataclass(frozen=True, slots=True)
class Like:
    """One thing on the "Music I like" board."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Time:
    """One sitting of the diary: when, for how long keys were played in what was kept, and each piece with its time and ways."""

    when: date
    spent: str
    went: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Did:
    """What somebody did where others played: the title of the music, the day, and what it was in their words."""

    title: str
    when: date
    did: str


@dataclass(frozen=True, slots=True)
class Page:
    """A portfolio page; `theme` "" follows the reader's device; dates are as lived, None for an empty journal.

    `language` is that of the pupil's words, `told_in` the one in which the page says its own: English where ours lack it.
    """

    alias: str
    language: str
    theme: str
    text_size: int
    first: date | None
    latest: date | None
    cover: Strip | None
    pieces: tuple[PiecePart, ...]
    said: tuple[Said, ...]  # about no piece
    sure: tuple[SureRow, ...]
    goals: tuple[GoalPart, ...]
    toolkit: tuple[str, ...]
    next: tuple[str, ...]
    tried: tuple[str, ...]
    likes: tuple[Like, ...]
    times: tuple[Time, ...] = ()  # the latest first
    put_away: bool = False  # there are pieces, and none of them shows
    beside: tuple[Did, ...] = ()  # the latest first
    told_in: str = "en"
    ours: bool = False  # it is a group's: "our" instead of "my"
