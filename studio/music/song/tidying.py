"""Where played notes belong on the grid, and the way there and back between straight and bouncy. What was played is never changed."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from typing import TYPE_CHECKING, Final

from studio.music.grid import place
from studio.music.onsets import Struck, gathered
from studio.music.piece import TICKS
from studio.music.song.model import STRAIGHT, Layer, Pass, Song, Tidy, bar_ticks
from studio.music.song.remembered import Remembered
from studio.music.tidy import spread_out
from studio.music.usual import TWELFTHS, GridName

if TYPE_CHECKING:
    from collections.abc import Sequence

TICKS_A_TWELFTH: Final = TICKS // TWELFTHS
# Grids that are tried without learning, as twelfths of a quarter from one place to the next. A finer one must fit so much better.
_STEPS: Final[dict[GridName, int]] = {"beat": 12, "eighth": 6, "triplet": 4, "sixteenth": 3}
_FINER: Final = {"beat": 1.0, "eighth": 1.0, "triplet": 2.4, "sixteenth": 1.5}
_LOOK: Final = 4  # places to either side that are weighed
_CROWDED: Final = 1e9
_PLACES: Remembered[tuple[int, ...]] = Remembered(256)


# ---------------------------------------------------------------- straight .. bouncy


def swung(tick: float, tidy: Tidy) -> float:
    """Bring a tick from a straight grid to the bouncy one: the second of each pair of eighths (or sixteenths) comes later."""
    if tidy.swing == STRAIGHT:
        return tick
    pair = 8 * TICKS / tidy.unit
    first = floor(tick / pair) * pair
    off, middle, late = tick - first, pair / 2, pair * tidy.swing
    return first + (off * late / middle if off <= middle else late + (off - middle) * (pair - late) / (pair - middle))


def straight(tick: float, tidy: Tidy) -> float:
    """Bring a tick from the bouncy grid back to the straight one."""
    if tidy.swing == STRAIGHT:
        return tick
    pair = 8 * TICKS / tidy.unit
    first = floor(tick / pair) * pair
    off, middle, late = tick - first, pair / 2, pair * tidy.swing
    return first + (off * middle / late if off <= late else middle + (off - late) * (pair - middle) / (pair - late))


def as_played(song: Song) -> Song:
    """Give the song untidied: the other side of the comparison."""
    return replace(song, layers=tuple(replace(one, tidy=replace(one.tidy, strength=0.0)) for one in song.layers))


# ---------------------------------------------------------------- the grid


def targets(one: Pass, tidy: Tidy, metre: tuple[int, int]) -> tuple[int, ...]:
    """Find the straight ticks where a pass's sounding notes belong, in their order; what was struck apart stays apart."""
    if one.places and one.grid == tidy.grid:
        return tuple(place * TICKS_A_TWELFTH for place in one.places)
    return _PLACES.of((one.notes,), (one.hidden, one.bpm, tidy.grid, metre), lambda: _nearest(one, tidy))


def found(song: Song) -> Song:
    """Learn from the playing where the notes of all passes belong. It takes about a millisecond a note, and half a second once."""
    return replace(song, layers=tuple(_found_in(layer, song.metre) for layer in song.layers))


def _found_in(layer: Layer, metre: tuple[int, int]) -> Layer:
    grid = layer.tidy.grid
    if all(one.places and one.grid == grid for one in layer.passes):
        return layer
    return replace(layer, passes=tuple(learnt(one, metre, grid) for one in layer.passes))


def learnt(one: Pass, metre: tuple[int, int], grid: GridName | str = "") -> Pass:
    """Give a pass its places, learnt from how it was played (`grid`: on this one only); it must be to a click in this metre."""
    named = next((known for known in (*_STEPS, "mixed") if known == grid), None)
    if one.places and one.grid == (named or ""):
        return one
    played = gathered(_struck(one))
    placed = place(played, 60 / one.bpm, metre, grid=named)
    places = spread_out(played, placed.twelfths)
    last = one.bars * bar_ticks(metre) // TICKS_A_TWELFTH
    inside = tuple(
        min(max(each, 0) if note.end > 0 else each, last)
        for each, note in zip(places, one.notes[one.hidden :], strict=True)
    )
    return replace(one, places=inside, grid=named or "")


def _struck(one: Pass) -> list[Struck]:
    quarter = 60 / one.bpm
    return [
        Struck(note.start / TICKS * quarter, note.length / TICKS * quarter, note.pitch, note.velocity)
        for note in one.notes[one.hidden :]
    ]


def _nearest(one: Pass, tidy: Tidy) -> tuple[int, ...]:
    """Put each onset on the nearest place of the grid that fits all of them best, no two on one."""
    played = gathered(_struck(one))
    twelfths = [onset.seconds * one.bpm / 60 * TWELFTHS for onset in played.onsets]
    if not twelfths:
        return ()
    steps = [step for name, step in _STEPS.items() if tidy.grid in ("", "mixed", name)]
    weight = {step: _FINER[name] for name, step in _STEPS.items()}
    step = min(steps, key=lambda each: (_misses(twelfths, each) * weight[each], each))
    placed = _apart(twelfths, step, [onset.seconds + onset.held_seconds > 0 for onset in played.onsets])
    return tuple(place * TICKS_A_TWELFTH for place in spread_out(played, placed))


def _misses(twelfths: Sequence[float], step: int) -> float:
    """How badly a grid fits: the mean square by which onsets miss it, and what lies too close for it."""
    off = sum((at - round(at / step) * step) ** 2 for at in twelfths) / len(twelfths)
    crowded = len(twelfths) - len({round(at / step) for at in twelfths})
    return off + 0.05 + 4.0 * crowded / len(twelfths)


def _apart(twelfths: Sequence[float], step: int, inside: Sequence[bool]) -> list[int]:
    """Find rising places of a grid, all different, with the least squared distance (Viterbi over the places near by).

    What is held `inside` the bar has no place before it.
    """
    rows: list[list[tuple[float, int, int]]] = []  # cost so far, place, which one of the row before
    for at, held in zip(twelfths, inside, strict=True):
        least = floor(at / step) - _LOOK + 1
        near = range(max(least, 0) if held else least, max(ceil(at / step), 0) + _LOOK)
        before = rows[-1] if rows else []
        row, best, follows, k = [], 0.0 if not rows else _CROWDED, -1, 0
        for place_n in near:
            while k < len(before) and before[k][1] < place_n:
                if before[k][0] < best:
                    best, follows = before[k][0], k
                k += 1
            row.append((best + (at - place_n * step) ** 2, place_n, follows))
        rows.append(row)
    n = min(range(len(rows[-1])), key=lambda each: rows[-1][each][0])
    chosen = []
    for row in reversed(rows):
        _, place_n, follows = row[n]
        chosen.append(place_n * step)
        n = max(follows, 0)
    return chosen[::-1]
