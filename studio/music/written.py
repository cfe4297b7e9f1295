"""Music as it stands on paper, bar by bar with its repeat signs, and the pieces it becomes: as written, and as played."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music import barlines, harmony
from studio.music.graces import Graces, sounding
from studio.music.order import order
from studio.music.piece import Grace, Hand, Key, Lyric, Metre, Note, Part, Piece, Role, Tempo
from studio.music.repeats import Pass, Repeats, Sign, SignName, sensible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_BEATS: Final = 32
_BEAT_TICKS: Final = (60, 120, 240, 480, 960, 1920)
_CHORDS_AROUND: Final = 52  # a chord of symbols lies about this key, under most tunes
_CHORD_VELOCITY: Final = 64

_WORDS: Final = (
    (re.compile(r"(?i)^\s*d\.?\s?c\.?\b|da capo"), "da capo"),
    (re.compile(r"(?i)^\s*d\.?\s?s\.?\b|dal segno"), "dal segno"),
    (re.compile(r"(?i)^\s*to coda"), "to coda"),
    (re.compile(r"(?i)^\s*coda\s*$"), "coda"),
    (re.compile(r"(?i)^\s*fine\s*$"), "fine"),
)


def sign_of(words: str) -> str:
    """The sign that words in a score mean, as *D.C. al fine* does; empty for other words."""
    return next((sign for meaning, sign in _WORDS if meaning.search(words)), "")


class Mark(NamedTuple):
    """A note in a bar: start and length in ticks, pitch, the stave it stands on, and whether it is tied to the one before."""

    start: int
    length: int
    pitch: int
    stave: int = 0
    tied: bool = False
    velocity: int = 80
    finger: int = 0
    grace: Grace = ""


class Staff(NamedTuple):
    """What one stave is, as a part will be."""

    name: str
    role: Role = "melody"
    sound: str = "piano"
    hand: Hand = ""


@dataclass(slots=True)
class Measure:
    """One written bar: what it holds, and what its barlines and words say about what is played after it.

    `closes` is how often the stretch up to its end is played in all (0: no sign); `signs` are among segno, coda, to coda,
    fine, da capo, dal segno.
    """

    beats: int = 4
    unit: int = 4
    length: int = 0
    notes: list[Mark] = field(default_factory=list)
    graces: list[Graces] = field(default_factory=list)
    lyrics: list[Lyric] = field(default_factory=list)
    tempos: list[Tempo] = field(default_factory=list)
    chords: list[tuple[int, str]] = field(default_factory=list)
    opens: bool = False
    closes: int = 0
    endings: frozenset[int] = frozenset()
    signs: set[str] = field(default_factory=set)

    @property
    def whole(self) -> int:
        """Ticks of a whole bar of its metre."""
        return Metre(0, self.beats, self.unit).bar_ticks


@dataclass(slots=True)
class Sheet:
    """A whole piece on paper. `missing` is a sentence for people where something could not be read."""

    title: str = ""
    key: Key | None = None
    staves: list[Staff] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    missing: str = ""

    def as_written(self) -> Piece:
        """Make a piece of the bars in the order in which they stand."""
        return self._piece(range(len(self.measures)))

    def as_played(self) -> Piece:
        """Make a piece of the bars in the order in which they are played; it knows how it stands on paper."""
        places = order(self.measures)
        played = self._piece(places)
        return played if places == tuple(range(len(self.measures))) else replace(played, repeats=self._repeats(places))

    def _repeats(self, places: Sequence[int]) -> Repeats | None:
        page = self.as_written()
        end = sum(measure.length or measure.whole for measure in self.measures)  # a short last bar stays short on paper
        starts = [tick for tick, _ in self._laid(range(len(self.measures)))]
        passes = [
            Pass(tick, starts[place])
            for (tick, _), place, before in zip(self._laid(places), places, (-1, *places), strict=False)
            if place != before + 1 or tick == 0
        ]
        return sensible(Repeats(tuple(passes), tuple(signs(self.measures)), page.metres, end))

    def _piece(self, places: Sequence[int]) -> Piece:
        for measure in self.measures:
            measure.length = _beats_long(measure.length)
        lines: list[list[Note]] = [[] for _ in self.staves]
        tempos: dict[int, float] = {}
        lyrics: list[Lyric] = []
        in_force = self._tempos()
        for (tick, measure), place, before in zip(self._laid(places), places, (-1, *places), strict=False):
            if place != before + 1 and in_force[place]:  # who goes back goes on at the tempo that is written there
                tempos[tick] = in_force[place]
            for mark in sounding(measure.notes, measure.graces, tick):
                _put(lines[mark.stave], mark, tick)
            tempos |= {tick + tempo.tick: tempo.bpm for tempo in measure.tempos}
            lyrics += [Lyric(tick + lyric.tick, lyric.text) for lyric in measure.lyrics]
        first = self.measures[places[0]] if places else Measure()
        written = [(one.length or one.whole, one.beats, one.unit) for one in (self.measures[place] for place in places)]
        parts = [
            Part(staff.name, staff.role, staff.sound, tuple(notes), staff.hand)
            for staff, notes in zip(self.staves, lines, strict=True)
        ]
        tempos.setdefault(0, min(tempos.items())[1] if tempos else 100.0)
        piece = Piece(
            self.title,
            tuple(part for part in parts if part.notes),
            tuple(Tempo(tick, bpm) for tick, bpm in sorted(tempos.items())),
            tuple(_sayable(Metre(*metre), first) for metre in barlines.metres(written, first.beats, first.unit)),
            self.key or Key(),
            lyrics=tuple(lyrics),
            end=sum(length for length, _, _ in written),
        )
        return replace(piece, end=piece.barline_after(piece.end))

    def _tempos(self) -> list[float]:
        """The tempo in force before each bar as they stand; 0 where none is said yet."""
        found, now = [], 0.0
        for measure in self.measures:
            found.append(now)
            now = max(measure.tempos, key=lambda tempo: tempo.tick).bpm if measure.tempos else now
        return found

    def _laid(self, places: Sequence[int]) -> Iterator[tuple[int, Measure]]:
        tick = 0
        for place in places:
            measure = self.measures[place]
            yield tick, measure
            tick += measure.length or measure.whole

    def chord_part(self, places: Sequence[int] | None = None) -> Part | None:
        """Lay the chord symbols under a hand, each until the next one or its bar's end; None where none are written."""
        places = order(self.measures) if places is None else places
        marks = [(tick + at, symbol) for tick, measure in self._laid(places) for at, symbol in measure.chords]
        end = sum(self.measures[place].length or self.measures[place].whole for place in places)
        notes: list[Note] = []
        before: tuple[int, ...] = ()
        for (start, symbol), (until, _) in pairwise([*marks, (end, "")]):
            chord = harmony.known(symbol)
            if chord is None or until <= start:
                continue
            before = harmony.voiced(chord, _CHORDS_AROUND, before, most=3)
            notes += [Note(start, until - start, pitch, _CHORD_VELOCITY) for pitch in before]
        return Part("Chords", "chords", "piano", tuple(notes)) if notes else None


_AT_START: Final[tuple[SignName, ...]] = ("segno", "coda")
_AT_END: Final[tuple[SignName, ...]] = ("to coda", "fine", "da capo", "dal segno")


def signs(measures: Sequence[Measure]) -> Iterator[Sign]:
    """The signs of bars that stand one after another, each at the tick where it is written."""
    tick = 0
    for place, bar in enumerate(measures):
        end = tick + (bar.length or bar.whole)
        before = measures[place - 1].endings if place else frozenset()
        after = measures[place + 1].endings if place + 1 < len(measures) else frozenset()
        if bar.opens and _is_closed(measures[place:]):
            yield Sign(tick, "opens")
        if bar.endings and bar.endings != before:
            yield Sign(tick, "ending", tuple(sorted(bar.endings)))
        yield from (Sign(tick, name) for name in _AT_START if name in bar.signs)
        yield from (Sign(end, name) for name in _AT_END if name in bar.signs)
        if bar.endings and bar.endings != after:
            yield Sign(end, "ending done", tuple(sorted(bar.endings)))
        if bar.closes:
            yield Sign(end, "closes", (bar.closes,))
        tick = end


def _is_closed(measures: Sequence[Measure]) -> bool:
    """Whether a stretch that opens is closed before the next one opens: a double bar only says how far a repeat may go back."""
    first, *others = measures
    until = next((n for n, bar in enumerate(others) if bar.opens), len(others))
    return any(bar.closes for bar in (first, *others[:until]))


def _beats_long(length: int) -> int:
    """The length of a bar, made as much longer as it takes to be some beats that can be written."""
    step = next((step for step in _BEAT_TICKS if length <= _MOST_BEATS * step), _BEAT_TICKS[-1])
    return -(-length // step) * step


def _sayable(metre: Metre, first: Measure) -> Metre:
    """A metre, or that of the piece where no bar could be written in it."""
    if metre.beats <= _MOST_BEATS and metre.unit <= _MOST_BEATS:
        return metre
    return Metre(metre.tick, first.beats, first.unit)


def _put(line: list[Note], mark: Mark, tick: int) -> None:
    """Write a note down; one that is tied makes the note before it longer, where that ends as it begins."""
    start = tick + mark.start
    if mark.tied:
        for place in range(len(line) - 1, max(-1, len(line) - 32), -1):
            if line[place].pitch == mark.pitch and line[place].end == start:
                held = line[place]
                line[place] = replace(held, length=held.length + mark.length)
                return
    line.append(Note(start, mark.length, mark.pitch, mark.velocity, mark.finger, mark.grace))
