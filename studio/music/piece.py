"""What a piece of music is: frozen parts and notes in ticks, its bars, and the way between ticks and seconds."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from studio.music.repeats import Repeats

TICKS: Final = 480
"""Ticks in a quarter note."""

Role = Literal["melody", "chords", "bass", "drums", "words", "other"]
Mode = Literal["major", "minor"]
Hand = Literal["", "left", "right"]
Grace = Literal["", "before", "on"]
ROLES: Final[tuple[Role, ...]] = ("melody", "chords", "bass", "drums", "words", "other")


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """One note: start and length in ticks (length at least 1), pitch 0..127, velocity 1..127.

    `finger` is 1 (the thumb) to 5, or 0 where nobody says. A `grace` note leads to the one that begins as it ends: it sounds
    before the beat of that one, or on it.
    """

    start: int
    length: int
    pitch: int
    velocity: int = 80
    finger: int = 0
    grace: Grace = ""

    @property
    def end(self) -> int:
        """The tick at which the key goes up."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Part:
    """What one player or hand plays; `sound` is an id of `instruments.sounds`.

    Notes are kept as a keyboard can play them: in order of start and pitch, and a key struck again ends its note before.
    """

    name: str
    role: Role = "melody"
    sound: str = "piano"
    notes: tuple[Note, ...] = ()
    hand: Hand = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "notes", _playable(self.notes))


@dataclass(frozen=True, slots=True)
class Tempo:
    """From `tick` on: `bpm` quarter notes a minute, whatever the metre."""

    tick: int
    bpm: float


@dataclass(frozen=True, slots=True)
class Metre:
    """From `tick` (a barline) on: `beats` of a `unit`th note each, as 6 and 8 for six-eight."""

    tick: int
    beats: int
    unit: int

    @property
    def bar_ticks(self) -> int:
        """Length of one whole bar in ticks."""
        return self.beats * self.beat_ticks

    @property
    def beat_ticks(self) -> int:
        """Length of one written beat in ticks (an eighth in six-eight)."""
        return 4 * TICKS // self.unit


@dataclass(frozen=True, slots=True)
class Section:
    """A named stretch of the piece, as verse or chorus, from `start` up to `end` in ticks."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lyric:
    """A syllable or line of words sung from `tick` on."""

    tick: int
    text: str


class Bar(NamedTuple):
    """One bar: its number (1 is the first whole one, 0 a pickup), start and end in ticks."""

    n: int
    start: int
    end: int


class Key(NamedTuple):
    """A key signature: sharps (above 0) or flats (below 0), -7..7, and the mode."""

    fifths: int = 0
    mode: Mode = "major"

    @property
    def tonic(self) -> int:
        """Pitch class of the home note, 0 is C."""
        return (self.fifths * 7 + (9 if self.mode == "minor" else 0)) % 12


C_MAJOR: Final = Key()


@dataclass(frozen=True, slots=True)
class Piece:
    """A whole piece. A pickup is a first metre that lasts one short bar.

    `end` never lies before the last note's end, and nothing lies after it: what does is left out.
    Not said: 100 bpm, four-four, C major, and an end on the barline after the last note. Everything stands as it is played;
    `repeats` say how it stands on paper where some of it is played again.
    """

    title: str
    parts: tuple[Part, ...]
    tempos: tuple[Tempo, ...] = (Tempo(0, 100.0),)
    metres: tuple[Metre, ...] = (Metre(0, 4, 4),)
    key: Key = C_MAJOR
    sections: tuple[Section, ...] = ()
    lyrics: tuple[Lyric, ...] = ()
    end: int = 0
    repeats: Repeats | None = None

    def __post_init__(self) -> None:
        if not self.tempos or self.tempos[0].tick != 0 or not self.metres or self.metres[0].tick != 0:
            raise ValueError("A piece needs a tempo and a metre at tick 0.")
        object.__setattr__(self, "key", Key(*self.key))
        last = max((note.end for part in self.parts for note in part.notes), default=0)
        if self.end <= 0:
            object.__setattr__(self, "end", self.barline_after(max(last, 1)))
        elif self.end < last:
            object.__setattr__(self, "end", last)
        self._leave_out_what_follows_the_end()

    def _leave_out_what_follows_the_end(self) -> None:
        end = self.end
        object.__setattr__(self, "tempos", tuple(tempo for tempo in self.tempos if tempo.tick < end))
        object.__setattr__(self, "metres", tuple(metre for metre in self.metres if metre.tick < end))
        object.__setattr__(self, "lyrics", tuple(lyric for lyric in self.lyrics if lyric.tick < end))
        sections = (Section(section.name, section.start, min(section.end, end)) for section in self.sections)
        object.__setattr__(self, "sections", tuple(section for section in sections if section.start < section.end))

    @property
    def two_handed(self) -> bool:
        """Whether a part is written for each hand."""
        return {"left", "right"} <= {part.hand for part in self.parts}

    @property
    def has_drums(self) -> bool:
        """Whether drums play in it."""
        return any(part.role == "drums" and part.notes for part in self.parts)

    @property
    def pickup(self) -> int:
        """Ticks of the upbeat before bar 1; 0 where the piece starts on a barline."""
        if len(self.metres) < 2:  # noqa: PLR2004 - a pickup is a metre of its own before the real one
            return 0
        first, second = self.metres[0], self.metres[1]
        return first.bar_ticks if second.tick == first.bar_ticks < second.bar_ticks else 0

    def bars(self) -> tuple[Bar, ...]:
        """Every bar up to the end; the last one stops where the piece does."""
        return tuple(_bars(self.metres, self.end, 0 if self.pickup else 1))

    def bar_at(self, tick: float) -> Bar:
        """Find the bar in which `tick` lies; the first or last one for ticks outside the piece."""
        bars = self.bars()
        place = bisect_right(bars, tick, key=lambda bar: bar.start) - 1
        return bars[max(place, 0)]

    def barline_after(self, tick: int) -> int:
        """Find the first barline at or after `tick`."""
        metre = self.metre_at(max(tick - 1, 0))
        whole_bars = -(-(tick - metre.tick) // metre.bar_ticks)
        line = metre.tick + whole_bars * metre.bar_ticks
        return min((later.tick for later in self.metres if tick <= later.tick < line), default=line)

    def metre_at(self, tick: float) -> Metre:
        """Find the metre in force at `tick`."""
        return self.metres[max(bisect_right(self.metres, tick, key=lambda metre: metre.tick) - 1, 0)]

    def tempo_at(self, tick: float) -> Tempo:
        """Find the tempo in force at `tick`."""
        return self.tempos[max(bisect_right(self.tempos, tick, key=lambda tempo: tempo.tick) - 1, 0)]

    def seconds_at(self, tick: float) -> float:
        """Seconds from tick 0 to `tick` at full speed; negative before the start."""
        marks = _marks(self.tempos)
        mark = marks[max(bisect_right(marks, tick, key=lambda mark: mark.tick) - 1, 0)]
        return mark.seconds + (tick - mark.tick) * mark.seconds_a_tick

    @property
    def seconds(self) -> float:
        """How long the whole piece lasts at full speed."""
        return self.seconds_at(self.end)

    def part(self, role: Role) -> Part | None:
        """Find the first part with this role, if there is one."""
        return next((part for part in self.parts if part.role == role), None)

    def with_part(self, index: int, part: Part) -> Piece:
        """Put another part at `index`."""
        return replace(self, parts=(*self.parts[:index], part, *self.parts[index + 1 :]))

    def to_midi(self) -> bytes:
        """Write a Standard MIDI File: names, roles, sounds, key, words and sections in standard fields only."""
        from studio.music import midi

        return midi.write_piece(self)

    @classmethod
    def from_midi(cls, data: bytes) -> Piece:
        """Read a MIDI file of our own or one already checked by `intake`; ValueError where it is none."""
        from studio.music import midi

        return midi.read_piece(data)


class _Mark(NamedTuple):
    """Where a tempo starts, in ticks and in seconds."""

    tick: int
    seconds: float
    seconds_a_tick: float


@lru_cache(maxsize=64)
def _marks(tempos: tuple[Tempo, ...]) -> tuple[_Mark, ...]:
    marks: list[_Mark] = []
    for tempo in tempos:
        before = marks[-1] if marks else _Mark(0, 0.0, 0.0)
        seconds = before.seconds + (tempo.tick - before.tick) * before.seconds_a_tick
        marks.append(_Mark(tempo.tick, seconds, 60.0 / tempo.bpm / TICKS))
    return tuple(marks)


@lru_cache(maxsize=64)
def _bars(metres: tuple[Metre, ...], end: int, number: int) -> tuple[Bar, ...]:
    bars: list[Bar] = []
    for metre, later in zip(metres, (*metres[1:], None), strict=True):
        until = min(end, later.tick) if later else end
        for start in range(metre.tick, until, metre.bar_ticks):
            bars.append(Bar(number, start, min(start + metre.bar_ticks, until)))
            number += 1
    return tuple(bars) or (Bar(number, 0, end),)


def _playable(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Sort notes; cut one short where its key is struck again; of two at once keep the longer."""
    kept: list[Note] = []
    latest: dict[int, int] = {}  # pitch -> place in kept
    for note in sorted(notes, key=_in_order):
        before = latest.get(note.pitch)
        if before is not None and kept[before].end > note.start:
            if kept[before].start == note.start:
                continue
            kept[before] = replace(kept[before], length=note.start - kept[before].start)
        latest[note.pitch] = len(kept)
        kept.append(note)
    return tuple(kept)


def _in_order(note: Note) -> tuple[int, int, int]:
    return note.start, note.pitch, -note.length
