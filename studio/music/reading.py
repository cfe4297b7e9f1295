"""How a take is read as music: its beat, bars, grid, key and hands, found from the playing or said by a person.

A reading is a few values beside the take. The take is never changed, so every one of them can be changed again without loss.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from instruments.events import RATE
from studio.music import hands
from studio.music.barring import COMPOUND, SIMPLE, Barred, barred
from studio.music.beats import FEWEST_TAPS, Beats, steady, through
from studio.music.grid import place
from studio.music.onsets import Gathered, Struck, gathered
from studio.music.piece import TICKS, Key, Metre, Note, Part, Piece, Tempo
from studio.music.pulse import Way, ways
from studio.music.take import pressed
from studio.music.tidy import find_key, spread_out, written_lengths
from studio.music.usual import GRIDS, TWELFTHS, GridName, bar_of, beat_of, is_compound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studio.music.along import Along
    from studio.music.take import Take

LEVELS: Final = (0.5, 1.0, 2.0)
METRES: Final = ((2, 4), (3, 4), (4, 4), (6, 8))
"""What is offered to the one question, how many beats are in a bar."""

ONE_STAVE: Final = "one"
_MOST_TAPS: Final = 4000
_FARTHEST: Final = 64  # beats
_LOWEST, _HIGHEST = 21, 108
_CLOSEST_SECONDS: Final = 0.005  # nobody plays nearer to the beat than this
_NEARLY: Final = 0.25  # of a beat, by which the last note may come early and still be on one


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person said of how a take is read; what was not said is found.

    `level` 2 writes notes twice as long, 0.5 half as long. `later` moves the barlines so many beats. `taps` are seconds from the
    take's first barline, one a beat. `hands` is "" (found), "one" (one stave) or the lowest key of the right hand as a number.
    """

    metre: tuple[int, int] | None = None
    level: float = 1.0
    later: int = 0
    taps: tuple[float, ...] = ()
    grid: GridName | None = None
    key: Key | None = None
    hands: str = ""

    def to_plain(self) -> dict[str, object]:
        """Write what was said as plain values; nothing for what was not."""
        said: dict[str, object] = {}
        if self.metre:
            said["metre"] = list(self.metre)
        if self.level != 1:
            said["level"] = self.level
        said |= {"later": self.later} if self.later else {}
        said |= {"taps": [round(tap, 3) for tap in self.taps]} if self.taps else {}
        said |= {"grid": self.grid} if self.grid else {}
        said |= {"key": list(self.key)} if self.key else {}
        return said | ({"hands": self.hands} if self.hands else {})

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Reading:
        """Read plain values back; what makes no sense here was said by a newer Soundfolio and is found instead."""
        return cls(
            _metre(plain.get("metre")),
            next((level for level in LEVELS if plain.get("level") == level), 1.0),
            _later(plain.get("later")),
            _taps(plain.get("taps")),
            cast("GridName", plain["grid"]) if plain.get("grid") in GRIDS else None,
            _key(plain.get("key")),
            _hands(plain.get("hands")),
        )


def _metre(plain: object) -> tuple[int, int] | None:
    return next((metre for metre in (*SIMPLE, *COMPOUND) if plain in (metre, list(metre))), None)


def _later(plain: object) -> int:
    return plain if isinstance(plain, int) and abs(plain) <= _FARTHEST else 0


def _taps(plain: object) -> tuple[float, ...]:
    given = plain if isinstance(plain, list | tuple) else ()
    taps = sorted(float(tap) for tap in given[:_MOST_TAPS] if isinstance(tap, int | float))
    return tuple(taps) if len(taps) >= FEWEST_TAPS else ()


def _key(plain: object) -> Key | None:
    match plain:
        case [int(fifths), "major" | "minor" as mode] if abs(fifths) <= 7:  # noqa: PLR2004 - seven sharps or flats
            return Key(fifths, mode)
        case _:
            return None


def _hands(plain: object) -> str:
    if plain == ONE_STAVE:
        return ONE_STAVE
    if isinstance(plain, str) and plain.isascii() and plain.isdigit() and _LOWEST <= int(plain) <= _HIGHEST:
        return plain
    return ""


AS_FOUND: Final = Reading()


class Read(NamedTuple):
    """A take read as music: the page's bars and key, its notes in the order they were played with when that was.

    `right` says of each note whether the upper stave has it; None where one stave has all. `beats` are seconds.
    """

    paper: Piece
    notes: tuple[Note, ...]
    seconds: tuple[float, ...]
    right: tuple[bool, ...] | None
    beats: tuple[float, ...]


def read(
    take: Take, reading: Reading = AS_FOUND, title: str = "", *, clock: bool = True, along: Along | None = None
) -> Read:
    """Read a take; with `clock` it was played to its own tempo and bars, else they are found. Seconds count from its start.

    `along` has the bars of a piece that it was played with, where those were none of a clock; tapped beats come before all.
    """
    heard = tuple(
        Struck((on.frame - take.start) / RATE, max(1, off - on.frame) / RATE, on.pitch, on.velocity)
        for on, off in pressed(take.events)
    )
    along = None if reading.taps else along
    struck = along.evened(heard) if along else heard
    if along:
        counted = _to_the_clock(replace(take, metre=along.metre), reading)._replace(upbeat=along.upbeat)
    else:
        counted = _to_the_clock(take, reading) if clock and not reading.taps else _found(struck, reading)
    played = gathered(struck)
    even = counted.beats.evened(played)
    quarter = counted.beats.beat_seconds * TWELFTHS / beat_of(*counted.metre)
    placed = place(even, quarter, counted.metre, grid=reading.grid)
    notes, right = _written(struck, played, placed.twelfths, counted, reading)
    key = reading.key or find_key(notes)
    paper = _paper(title, notes, counted, key, 60 / quarter)
    last = max((each.seconds for each in struck), default=take.seconds)
    moved = paper.pickup
    if moved:
        shift = bar_of(*counted.metre) * TICKS // TWELFTHS - moved
        notes = tuple(replace(note, start=note.start - shift) for note in notes)
    seconds = tuple(round(each.seconds, 4) for each in heard)
    beats = _beats_until(counted.beats, last)
    return Read(paper, notes, seconds, right, tuple(along.second_at(beat) for beat in beats) if along else beats)


# ---------------------------------------------------------------- the beat


class _Counted(NamedTuple):
    """When the beats are (beat 0 is a barline), and in which metre; `upbeat` lets the page begin with a short bar."""

    beats: Beats
    metre: tuple[int, int]
    upbeat: bool


def _to_the_clock(take: Take, reading: Reading) -> _Counted:
    """The take's own tempo and bars, unless a person said otherwise."""
    metre = reading.metre or take.metre
    quarter = 60 / take.bpm / reading.level
    if is_compound(*metre) and not is_compound(*take.metre):
        quarter *= 2 / 3  # the beat stays as it was, and now has three parts
    elif is_compound(*take.metre) and not is_compound(*metre):
        quarter *= 3 / 2
    return _Counted(steady(quarter * beat_of(*metre) / TWELFTHS).moved(reading.later), metre, upbeat=False)


def _found(struck: tuple[Struck, ...], reading: Reading) -> _Counted:
    """Beats tapped by a person, or found; then bars."""
    best = _tapped(struck, reading) if reading.taps else _heard(struck, reading)
    if best is None:
        metre = reading.metre or (4, 4)
        begin = struck[0].seconds if struck else 0.0  # a note alone begins its bar
        return _Counted(Beats((begin, begin + 0.6)), metre, upbeat=False)
    beats, metre = best
    return _Counted(beats.moved(reading.later), metre, upbeat=True)


def _heard(struck: tuple[Struck, ...], reading: Reading) -> tuple[Beats, tuple[int, int]] | None:
    played, found = _ways_of(struck)
    tops = [onset.top for onset in played.onsets]
    metres = (reading.metre,) if reading.metre else (*SIMPLE, *COMPOUND)
    chosen = next(iter(barred(found, tops, metres)), None)
    if chosen is None:
        return None
    if reading.level != 1:
        chosen = _retold(chosen, tops, reading)
    beat = beat_of(*chosen.metre)
    seconds = [onset.seconds for onset in played.onsets]
    return through(seconds, [at / beat for at in chosen.twelfths]), chosen.metre


@lru_cache(maxsize=8)
def _ways_of(struck: tuple[Struck, ...]) -> tuple[Gathered, tuple[Way, ...]]:
    """Gather and count; asked again for each reading that a person looks at."""
    played = gathered(struck)
    return played, ways(played) if len(played.onsets) > 1 else ()


def _retold(chosen: Barred, tops: Sequence[int], reading: Reading) -> Barred:
    """The same beats in longer or shorter notes, barred anew; in the same metre unless another is asked for."""
    told = tuple(round(at * reading.level) for at in chosen.twelfths)
    way = Way(told, is_compound(*chosen.metre), 0.0, chosen.bpm * reading.level)
    return barred((way,), tops, (reading.metre or chosen.metre,))[0]


def _tapped(struck: tuple[Struck, ...], reading: Reading) -> tuple[Beats, tuple[int, int]] | None:
    """Each tap is a beat; whether it has halves or thirds, and where bars begin, is found."""
    played = gathered(struck)
    if not played.onsets:
        return None
    beats = Beats(reading.taps)
    found = []
    for metre in ((4, 4), (6, 8)):
        beat = beat_of(*metre)
        quarter = beats.beat_seconds * TWELFTHS / beat
        placed = place(beats.evened(played), quarter, metre)
        fit = -log(max(placed.spread_seconds, _CLOSEST_SECONDS)) * len(placed.twelfths)
        found.append(Way(placed.twelfths, metre in COMPOUND, fit, 60 / quarter))
    if not reading.metre:
        found = [max(found, key=lambda way: way.fit + way.usual)]
    metres = (reading.metre,) if reading.metre else (*SIMPLE, *COMPOUND)
    chosen = barred(found, [onset.top for onset in played.onsets], metres)[0]
    way = next(way for way in found if way.compound == (chosen.metre in COMPOUND))
    return beats.moved((way.twelfths[0] - chosen.twelfths[0]) // beat_of(*chosen.metre)), chosen.metre


def _beats_until(beats: Beats, seconds: float) -> tuple[float, ...]:
    """Every beat from the first one at or after second 0 up to a moment."""
    import numpy as np

    first, last = int(np.ceil(beats.at(0.0))), int(beats.at(seconds) + _NEARLY)
    marks, usual = beats.seconds, beats.beat_seconds
    out = []
    for beat in range(first, last + 1):
        n = beat - beats.first
        if n < 0:
            out.append(marks[0] + n * (marks[1] - marks[0]))
        elif n >= len(marks):
            out.append(marks[-1] + (n - len(marks) + 1) * usual)
        else:
            out.append(marks[n])
    return tuple(out)


# ---------------------------------------------------------------- the page


def _written(
    struck: Sequence[Struck], played: Gathered, twelfths: Sequence[int], counted: _Counted, reading: Reading
) -> tuple[tuple[Note, ...], tuple[bool, ...] | None]:
    """The notes as they stand on the page, in the order they were played, and which hand each is for."""
    bar = bar_of(*counted.metre)
    early = min([*twelfths, 0]) // bar if not counted.upbeat else min(twelfths, default=0) // bar
    starts = spread_out(played, [(at - early * bar) * TICKS // TWELFTHS for at in twelfths])
    beat = beat_of(*counted.metre) * TICKS / TWELFTHS
    as_played = []
    for each in struck:
        start, end = (counted.beats.at(moment) * beat for moment in (each.seconds, each.seconds + each.held_seconds))
        as_played.append(Note(round(start), max(1, round(end - start)), each.pitch, max(1, each.velocity)))
    right = _hands_of(as_played, starts, reading)
    lengths = [0] * len(struck)
    for hand in (True, False):
        mine = [n for n in range(len(struck)) if (right is None or right[n]) == hand]
        found = written_lengths([as_played[n] for n in mine], [starts[n] for n in mine]) if mine else []
        for n, length in zip(mine, found, strict=True):
            lengths[n] = length
    notes = zip(as_played, starts, lengths, strict=True)
    return tuple(replace(note, start=start, length=length) for note, start, length in notes), right


def _hands_of(as_played: Sequence[Note], starts: Sequence[int], reading: Reading) -> tuple[bool, ...] | None:
    pitches = [each.pitch for each in as_played]
    if reading.hands == ONE_STAVE or not pitches:
        return None
    if reading.hands:
        return tuple(pitch >= int(reading.hands) for pitch in pitches)
    if not hands.needs_two(pitches):
        return None
    order = sorted(range(len(pitches)), key=lambda n: (starts[n], pitches[n]))
    held = written_lengths([as_played[n] for n in order], [starts[n] for n in order])
    found = hands.find([Note(starts[n], length, pitches[n]) for n, length in zip(order, held, strict=True)])
    of_note = dict(zip(order, found, strict=True))
    return tuple(of_note[n] for n in range(len(pitches)))


def _paper(title: str, notes: Sequence[Note], counted: _Counted, key: Key, bpm: float) -> Piece:
    """Bars for the notes, with a short first one where free playing begins with an upbeat of eighths or sixteenths."""
    metre = Metre(0, *counted.metre)
    first = min((note.start for note in notes), default=0)
    leads = any(
        note.start >= metre.bar_ticks for note in notes
    )  # what fills one bar leads nowhere: its bar begins with a rest
    upbeat = metre.bar_ticks - first if counted.upbeat and first and leads else 0
    metres: tuple[Metre, ...] = (metre,)
    sixteenth = TICKS // 4
    halves = upbeat % (2 * sixteenth) == 0
    if upbeat and upbeat % sixteenth == 0 and (halves or 2 * upbeat <= metre.bar_ticks):
        short = Metre(0, upbeat // (2 * sixteenth), 8) if halves else Metre(0, upbeat // sixteenth, 16)
        metres = (short, replace(metre, tick=upbeat))
        notes = [replace(note, start=note.start - first) for note in notes]
    part = Part("Take", notes=tuple(notes))
    return Piece(title, (part,), (Tempo(0, bpm),), metres, key)
