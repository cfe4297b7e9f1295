"""Notes laid out as written music: bars of chords and rests with ties, triplets and beams, one voice a stave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from studio.music.piece import TICKS, Bar, Metre, Note, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Clef = Literal["treble", "bass"]
Kind = Literal["whole", "half", "quarter", "eighth", "16th", "32nd"]

_GRIDS: Final = (120, 160, 60, 80)  # sixteenths, triplet eighths, then their halves, in ticks of a quarter
_COARSE: Final = (120, 160)
_TRIPLET_GRIDS: Final = (160, 80)
_SHAPES: Final[dict[int, tuple[Kind, int]]] = {
    1920: ("whole", 0),
    2880: ("whole", 1),
    960: ("half", 0),
    1440: ("half", 1),
    480: ("quarter", 0),
    720: ("quarter", 1),
    240: ("eighth", 0),
    360: ("eighth", 1),
    120: ("16th", 0),
    180: ("16th", 1),
    60: ("32nd", 0),
}
_TRIPLET_SHAPES: Final[dict[int, Kind]] = {320: "quarter", 160: "eighth", 80: "16th"}
_BEAMS: Final[dict[Kind, int]] = {"eighth": 1, "16th": 2, "32nd": 3}
_SMALLEST: Final = 60
_BASS_BELOW: Final = 57  # mean pitch under the A below middle C


class Sounding(NamedTuple):
    """A note to be written, and the name its picture gets."""

    note: Note
    id: str


class Head(NamedTuple):
    """A written note head: pitch, id, and whether it is tied to the one before."""

    pitch: int
    id: str
    tied: bool


@dataclass(frozen=True, slots=True)
class Symbol:
    """A chord, or a rest where there are no heads: start and length in ticks, shape, beams (begin, continue, end, hooks) by level."""

    start: int
    length: int
    heads: tuple[Head, ...] = ()
    kind: Kind = "quarter"
    dots: int = 0
    triplet: Literal["", "start", "inside", "stop"] = ""
    goes_on: bool = False
    beams: tuple[str, ...] = ()
    whole_bar: bool = False


@dataclass(frozen=True, slots=True)
class Stave:
    """One stave: its clef, and the symbols of each bar of the piece."""

    clef: Clef
    bars: tuple[tuple[Symbol, ...], ...]


def lay_out(piece: Piece, notes: Iterable[Sounding], clef: Clef | None = None) -> Stave:
    """Write notes as one stave of the piece. Ticks that no notation has are moved to the nearest one that has."""
    sounding = sorted(notes, key=lambda each: (each.note.start, each.note.pitch))
    if clef is None:
        pitches = [each.note.pitch for each in sounding]
        clef = "bass" if pitches and sum(pitches) / len(pitches) < _BASS_BELOW else "treble"
    grid = _Grid.of(sounding, piece.pickup)
    chords = _chords(sounding, grid)
    return Stave(clef, tuple(_bar(_Place(bar, piece.metre_at(bar.start), grid), chords) for bar in piece.bars()))


# ---------------------------------------------------------------- onto the grid


@dataclass(frozen=True, slots=True)
class _Grid:
    """The grid of each quarter that notes touch; quarters are counted from the first whole bar's barline."""

    first: int
    steps: dict[int, int]

    @classmethod
    def of(cls, sounding: Sequence[Sounding], first: int) -> _Grid:
        """Find each quarter's grid: the first that fits exactly, else sixteenths or triplets, whichever is nearer."""
        within: dict[int, list[int]] = {}
        for each in sounding:
            for tick in (each.note.start - first, each.note.end - first):
                within.setdefault(tick // TICKS, []).append(tick % TICKS)
        return cls(first, {quarter: _grid(places) for quarter, places in within.items()})

    def snapped(self, tick: int) -> int:
        quarter, place = divmod(tick - self.first, TICKS)
        return self.first + quarter * TICKS + _to(place, self.steps[quarter])

    def start_of_quarter(self, tick: int) -> int:
        return tick - (tick - self.first) % TICKS

    def is_triplet(self, tick: int) -> bool:
        return self.steps.get((tick - self.first) // TICKS, 0) in _TRIPLET_GRIDS

    def triplet_edges(self, start: int, end: int) -> Iterator[int]:
        """Find where triplets begin or end inside a stretch: symbols are cut there."""
        for quarter in range(self.start_of_quarter(start), end, TICKS):
            if self.is_triplet(quarter):
                yield from (edge for edge in (quarter, quarter + TICKS) if start < edge < end)


def _grid(places: Sequence[int]) -> int:
    def error(grid: int) -> int:
        return sum(abs(place - _to(place, grid)) for place in places)

    return next((grid for grid in _GRIDS if not error(grid)), min(_COARSE, key=error))


def _to(tick: int, grid: int) -> int:
    return (2 * tick + grid) // (2 * grid) * grid


class _Chord(NamedTuple):
    start: int
    end: int
    heads: tuple[Head, ...]


def _chords(sounding: Sequence[Sounding], grid: _Grid) -> tuple[_Chord, ...]:
    """Gather notes that start together; each chord lasts until its longest note ends or the next chord starts."""
    placed = [(grid.snapped(each.note.start), grid.snapped(each.note.end), each) for each in sounding]
    found = []
    for start, together in groupby(sorted(placed, key=lambda p: (p[0], p[2].note.pitch)), key=lambda p: p[0]):
        group = list(together)
        heads = {each.note.pitch: Head(each.note.pitch, each.id, tied=False) for _, _, each in group}
        found.append(_Chord(start, max(end for _, end, _ in group), tuple(heads.values())))
    limits = [following.start for following in found[1:]] + [None] * bool(found)
    return tuple(
        chord._replace(end=max(min(chord.end, limit) if limit is not None else chord.end, chord.start + _SMALLEST))
        for chord, limit in zip(found, limits, strict=True)
    )


# ---------------------------------------------------------------- a bar


class _Place(NamedTuple):
    """Where symbols are written: the bar, its metre, the grid of its quarters."""

    bar: Bar
    metre: Metre
    grid: _Grid

    @property
    def zero(self) -> int:
        """Where beat one is or would be: a pickup counts its beats from the barline it leads to."""
        short = self.bar.n == 0 and self.bar.end - self.bar.start < self.metre.bar_ticks
        return self.bar.end - self.metre.bar_ticks if short else self.bar.start


def _bar(place: _Place, chords: Sequence[_Chord]) -> tuple[Symbol, ...]:
    bar = place.bar
    inside = [chord for chord in chords if chord.start < bar.end and chord.end > bar.start]
    if not inside:
        return (Symbol(bar.start, bar.end - bar.start, whole_bar=True),)
    symbols: list[Symbol] = []
    now = bar.start
    for chord in inside:
        start, end = max(chord.start, bar.start), min(chord.end, bar.end)
        symbols += _pieces(now, start, (), place)
        heads = tuple(head._replace(tied=True) for head in chord.heads) if chord.start < bar.start else chord.heads
        symbols += _tied(_pieces(start, end, heads, place), goes_on=chord.end > bar.end)
        now = end
    symbols += _pieces(now, bar.end, (), place)
    return _beamed(_bracketed(symbols, place.grid), place)


def _tied(symbols: Sequence[Symbol], *, goes_on: bool) -> list[Symbol]:
    """Tie the pieces of one chord together, each head after the first with an id of its own."""
    out = []
    for n, symbol in enumerate(symbols):
        heads = symbol.heads if n == 0 else tuple(head._replace(tied=True) for head in symbol.heads)
        named = tuple(head._replace(id=f"{head.id}-{symbol.start}") if head.tied else head for head in heads)
        out.append(replace(symbol, heads=named, goes_on=goes_on or n + 1 < len(symbols)))
    return out


def _pieces(start: int, end: int, heads: tuple[Head, ...], place: _Place) -> list[Symbol]:
    """Cut a stretch into lengths that can be written, so that the beats stay visible."""
    out: list[Symbol] = []
    for begin, stop in pairwise(sorted({start, end, *place.grid.triplet_edges(start, end)})):
        if place.grid.is_triplet(begin) and stop - begin < TICKS:
            out += _triplet_pieces(begin, stop, heads)
        else:
            out += _plain_pieces(begin, stop, heads, place)
    return out


def _triplet_pieces(start: int, end: int, heads: tuple[Head, ...]) -> Iterator[Symbol]:
    while start < end:
        length = next((length for length in _TRIPLET_SHAPES if length <= end - start), end - start)
        yield Symbol(start, length, heads, _TRIPLET_SHAPES.get(length, "16th"), triplet="inside")
        start += length


def _plain_pieces(start: int, end: int, heads: tuple[Head, ...], place: _Place) -> Iterator[Symbol]:
    beat, zero, sounds = beat_of(place.metre), place.zero, bool(heads)
    while start < end:
        left = end - start
        fitting = (
            length
            for length in _SHAPES
            if length <= left
            and _shows_beats(start - zero, length, place.metre, offbeat=sounds and length == left, sounds=sounds)
        )
        length = max(fitting, default=min(left, beat - (start - zero) % beat))
        kind, dots = _SHAPES.get(length, ("32nd", 0))
        yield Symbol(start, length, heads, kind, dots)
        start += length


def beat_of(metre: Metre) -> int:
    """Ticks of a felt beat: three written ones in six-, nine- and twelve-eight and in three-eight."""
    compound = metre.unit >= 8 and metre.beats % 3 == 0  # noqa: PLR2004 - six-eight and its kin
    return metre.beat_ticks * (3 if compound else 1)


def _shows_beats(place: int, length: int, metre: Metre, *, sounds: bool, offbeat: bool) -> bool:
    """Tell whether a symbol may stand here: it leaves the middle of the bar and the beats to be seen.

    An `offbeat` may hide a beat where everybody reads it at once: short-long-short, as eighth, quarter, eighth.
    """
    beat, end = beat_of(metre), place + length
    middle = 2 * beat if metre.bar_ticks == 4 * beat else 0
    if middle and place < middle < end:
        return place == 0 or (offbeat and place == beat and length == 2 * beat)
    if place % beat == 0:
        return length <= beat or length % beat == 0 or (sounds and 2 * length == 3 * beat)
    if end <= place - place % beat + beat:
        return sounds or (place % length == 0 and not _SHAPES[length][1])
    return offbeat and 2 * (place % beat) == beat and length == beat


# ---------------------------------------------------------------- triplets and beams


def _bracketed(symbols: Sequence[Symbol], grid: _Grid) -> list[Symbol]:
    """Mark the first and last symbol of each triplet."""
    out = list(symbols)
    for _, group in groupby(range(len(out)), key=lambda n: (bool(out[n].triplet), grid.start_of_quarter(out[n].start))):
        places = list(group)
        if out[places[0]].triplet:
            out[places[-1]] = replace(out[places[-1]], triplet="stop")
            out[places[0]] = replace(out[places[0]], triplet="start")
    return out


def _beamed(symbols: Sequence[Symbol], place: _Place) -> tuple[Symbol, ...]:
    """Join flagged notes within each beat."""
    out = list(symbols)
    beat = beat_of(place.metre)
    for _, group in groupby(range(len(out)), key=lambda n: (out[n].start - place.zero) // beat):
        for flagged, run in groupby(group, key=lambda n: bool(out[n].heads) and out[n].kind in _BEAMS):
            places = list(run)
            if flagged and len(places) > 1:
                levels = [_BEAMS[out[n].kind] for n in places]
                for position, n in enumerate(places):
                    out[n] = replace(out[n], beams=tuple(_beams(levels, position)))
    return tuple(out)


def _beams(levels: Sequence[int], position: int) -> Iterator[str]:
    for level in range(1, levels[position] + 1):
        before = position > 0 and levels[position - 1] >= level
        after = position + 1 < len(levels) and levels[position + 1] >= level
        match before, after:
            case True, True:
                yield "continue"
            case True, False:
                yield "end"
            case False, True:
                yield "begin"
            case _:
                yield "backward hook" if position else "forward hook"
