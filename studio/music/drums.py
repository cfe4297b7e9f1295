"""Drums under a piece in place of a click: those of a groove that fits its metre, or a plain beat, which fits any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music import grooves
from studio.music.accents import groups_in
from studio.music.patterns import DRUMS
from studio.music.piece import Note, Part

if TYPE_CHECKING:
    from studio.music.grooves import Groove
    from studio.music.piece import Metre, Piece

PLAIN: Final = "plain"
_SIMPLE_UNITS: Final = (2, 4)
_COMPOUND_UNIT: Final = 8
_STROKE: Final = 60  # ticks a stroke is held: a drum rings as long as it likes
_BAR, _LOW, _HIGH, _SIDE = ("kick", 88), ("kick", 76), ("snare", 70), ("rim", 64)
_HAT_ON, _HAT_BETWEEN = ("hat", 52), ("hat", 40)


class _Stretch(NamedTuple):
    """Bars of one metre, from a tick up to another."""

    metre: Metre
    start: int
    end: int


def fitting(piece: Piece) -> tuple[str, ...]:
    """Name what drums fit a piece: ids of grooves, those nearest in tempo first, and the plain beat."""
    longest = max(_stretches(piece), key=lambda stretch: stretch.end - stretch.start)
    bpm = piece.tempo_at(longest.start).bpm
    fit = [used for used in map(grooves.groove, grooves.names()) if _fits(used, longest.metre)]
    return (*(used.id for used in sorted(fit, key=lambda used: _away(used, bpm))), PLAIN)


def drums(piece: Piece, name: str) -> Part:
    """Write the drums for a piece out to its end; bars that a groove does not fit get the plain beat. Before bar 1 they rest."""
    used = grooves.groove(name) if name in grooves.names() else None
    notes: list[Note] = []
    for stretch in _stretches(piece):
        if used is not None and _fits(used, stretch.metre):
            notes += _of_groove(used, stretch)
        else:
            notes += _plain(piece, stretch)
    return Part("Drums", "drums", "kit", tuple(notes))


def _stretches(piece: Piece) -> list[_Stretch]:
    """Part a piece by its metres; a pickup is left out."""
    metres = piece.metres[1:] if piece.pickup else piece.metres
    ends = [*(metre.tick for metre in metres[1:]), piece.end]
    return [_Stretch(metre, metre.tick, end) for metre, end in zip(metres, ends, strict=True)]


def _fits(used: Groove, metre: Metre) -> bool:
    """Whether bars of a metre are those of a groove, or two of them one."""
    if (used.metre.beats, used.metre.unit) == (metre.beats, metre.unit):
        return True
    simple = metre.unit in _SIMPLE_UNITS and used.metre.unit in _SIMPLE_UNITS
    return simple and used.metre.bar_ticks in (metre.bar_ticks, 2 * metre.bar_ticks)


def _away(used: Groove, bpm: float) -> float:
    """How far a tempo lies from those at which a groove sounds right, and then from its own."""
    outside = max(used.slowest / bpm, bpm / used.fastest, 1.0)
    return outside * 1000 + abs(used.bpm - bpm)


def _of_groove(used: Groove, stretch: _Stretch) -> list[Note]:
    bars = -(-(stretch.end - stretch.start) // used.metre.bar_ticks)
    part = grooves.groove_piece(used, bars=bars).part("drums")
    notes = part.notes if part is not None else ()
    return [
        Note(at, min(note.length, stretch.end - at), note.pitch, note.velocity)
        for note in notes
        if (at := stretch.start + note.start) < stretch.end
    ]


def _plain(piece: Piece, stretch: _Stretch) -> list[Note]:
    """Kick and snare on what is felt in a bar by turns, a hat on what lies between; where that is odd, the kick is for bar one."""
    metre = stretch.metre
    compound = metre.unit == _COMPOUND_UNIT and metre.beats % 3 == 0
    groups = (3,) * (metre.beats // 3) if compound else groups_in(piece, metre) or (1,) * metre.beats
    felt = [sum(groups[:n]) * metre.beat_ticks for n in range(len(groups))]
    between = metre.beat_ticks if compound or metre.unit >= _COMPOUND_UNIT else metre.beat_ticks // 2
    even = len(felt) % 2 == 0
    bar = [(at, *(_BAR if n == 0 else _SIDE if not even else (_LOW, _HIGH)[n % 2])) for n, at in enumerate(felt)]
    bar += [(at, *(_HAT_ON if at in felt else _HAT_BETWEEN)) for at in range(0, metre.bar_ticks, between)]
    return [
        Note(line + at, min(_STROKE, stretch.end - line - at), DRUMS[drum], velocity)
        for line in range(stretch.start, stretch.end, metre.bar_ticks)
        for at, drum, velocity in bar
        if line + at < stretch.end
    ]
