"""Notes laid out as written music: bars of chords and rests with ties, triplets and beams, one voice a stave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from studio.music.beams import beamed, beat_of, beats_of, bracketed
from studio.music.graces import beats, leads_to, on_beat
from studio.music.piece import TICKS, Bar, Metre, Note, Piece

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

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
_SMALLEST: Final = 60
_BASS_BELOW: Final = 57  # mean pitch under the A below middle C


class Sounding(NamedTuple):
    """A note to be written, and the name its picture gets."""

    note: Note
    id: str


class Head(NamedTuple):
    """A written note head: pitch, id, whether it is tied to the one before, and its finger (0 where nobody says)."""

    pitch: int
    id: str
    tied: bool
    finger: int = 0


class Small(NamedTuple):
    """Grace notes before a chord: their heads, chord by chord, and whether they have a stroke through them."""

    chords: tuple[tuple[Head, ...], ...] = ()
    stroked: bool = False


NO_GRACES: Final = Small()


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
    small: Small = NO_GRACES


@dataclass(frozen=True, slots=True)
class Stave:
    """One stave: its clef, and the symbols of each bar of the piece, as `bars_of` has them."""

    clef: Clef
    bars: tuple[tuple[Symbol, ...], ...]


def bars_of(piece: Piece, cuts: Collection[int] = ()) -> tuple[Bar, ...]:
    """The bars of a piece as they are written: those with a sign inside, at one of the ticks `cuts`, in two of one number."""
    out = []
    for bar in piece.bars():
        edges = sorted({bar.start, *(tick for tick in cuts if bar.start < tick < bar.end), bar.end})
        out += [Bar(bar.n, start, end) for start, end in pairwise(edges)]
    return tuple(out)


def lay_out(piece: Piece, notes: Iterable[Sounding], clef: Clef | None = None, *, cuts: Collection[int] = ()) -> Stave:
    """Write notes as one stave of the piece. Ticks that no notation has are moved to the nearest one that has.

    Grace notes are written small, before what they lead to; `cuts` see `bars_of`.
    """
    sounding = sorted(notes, key=lambda each: (each.note.start, each.note.pitch))
    large, small = _sized(sounding)
    if clef is None:
        pitches = [each.note.pitch for each in large]
        clef = "bass" if pitches and sum(pitches) / len(pitches) < _BASS_BELOW else "treble"
    grid = _Grid.of(large, piece.pickup)
    chords = _chords(large, grid, small)
    whole = {bar.n: bar for bar in piece.bars()}
    places = (_Place(bar, piece.metre_at(bar.start), grid, whole[bar.n]) for bar in bars_of(piece, cuts))
    return Stave(clef, tuple(_bar(place, chords) for place in places))


def _sized(sounding: Sequence[Sounding]) -> tuple[list[Sounding], dict[int, Small]]:
    """Part grace notes, by the tick of what they lead to, from the others, each of which stands on its beat."""
    notes = [each.note for each in sounding]
    if not any(note.grace for note in notes):
        return list(sounding), {}
    late, lead = beats(notes), leads_to(notes)
    large = [each._replace(note=on_beat(each.note, late)) for each in sounding if not each.note.grace]
    small: dict[int, Small] = {}
    graces = [each for each in sounding if each.note.grace]
    for (tick, _), together in groupby(graces, key=lambda each: (lead[each.note], each.note.start)):
        chord = list(together)
        before = small.get(tick, NO_GRACES)
        heads = tuple(Head(each.note.pitch, each.id, tied=False, finger=each.note.finger) for each in chord)
        small[tick] = Small((*before.chords, heads), chord[0].note.grace == "before")
    return large, small


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
    small: Small = NO_GRACES


def _chords(sounding: Sequence[Sounding], grid: _Grid, small: Mapping[int, Small]) -> tuple[_Chord, ...]:
    """Gather notes that start together; each chord lasts until its longest note ends or the next chord starts."""
    placed = [(grid.snapped(each.note.start), grid.snapped(each.note.end), each) for each in sounding]
    found = []
    for start, together in groupby(sorted(placed, key=lambda p: (p[0], p[2].note.pitch)), key=lambda p: p[0]):
        group = list(together)
        heads = {
            each.note.pitch: Head(each.note.pitch, each.id, tied=False, finger=each.note.finger) for _, _, each in group
        }
        before = next((small[each.note.start] for _, _, each in group if each.note.start in small), NO_GRACES)
        found.append(_Chord(start, max(end for _, end, _ in group), tuple(heads.values()), before))
    limits = [following.start for following in found[1:]] + [None] * bool(found)
    return tuple(
        chord._replace(end=max(min(chord.end, limit) if limit is not None else chord.end, chord.start + _SMALLEST))
        for chord, limit in zip(found, limits, strict=True)
    )


# ---------------------------------------------------------------- a bar


class _Place(NamedTuple):
    """Where symbols are written: the bar or a part of it, its metre, the grid of its quarters, and the whole bar."""

    bar: Bar
    metre: Metre
    grid: _Grid
    whole: Bar

    @property
    def zero(self) -> int:
        """Where beat one is or would be: a pickup counts its beats from the barline it leads to."""
        short = self.whole.n == 0 and self.whole.end - self.whole.start < self.metre.bar_ticks
        return self.whole.end - self.metre.bar_ticks if short else self.whole.start


def _bar(place: _Place, chords: Sequence[_Chord]) -> tuple[Symbol, ...]:
    bar = place.bar
    inside = [chord for chord in chords if chord.start < bar.end and chord.end > bar.start]
    if not inside and bar.n and bar == place.whole:  # a pickup, and a part of a bar, are silent for as long as they are
        return (Symbol(bar.start, bar.end - bar.start, whole_bar=True),)
    symbols: list[Symbol] = []
    now = bar.start
    for chord in inside:
        start, end = max(chord.start, bar.start), min(chord.end, bar.end)
        symbols += _pieces(now, start, (), place)
        goes_on = chord.start < bar.start
        heads = tuple(head._replace(tied=True, finger=0) for head in chord.heads) if goes_on else chord.heads
        written = _tied(_pieces(start, end, heads, place), goes_on=chord.end > bar.end)
        symbols += [replace(written[0], small=chord.small), *written[1:]] if not goes_on else written
        now = end
    symbols += _pieces(now, bar.end, (), place)
    return beamed(bracketed(symbols, place.grid.start_of_quarter), place.zero, beats_of(place.metre))


def _tied(symbols: Sequence[Symbol], *, goes_on: bool) -> list[Symbol]:
    """Tie the pieces of one chord together, each head after the first with an id of its own."""
    out = []
    for n, symbol in enumerate(symbols):
        heads = symbol.heads if n == 0 else tuple(head._replace(tied=True, finger=0) for head in symbol.heads)
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
