"""Where the barlines of a tune lie once its pickups, short bars and repeats are played one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from studio.music.piece import TICKS

if TYPE_CHECKING:
    from collections.abc import Iterable

_WHOLE: Final = 4 * TICKS
_SMALLEST: Final = 64


def metres(written: Iterable[tuple[int, int, int]], beats: int, unit: int) -> tuple[tuple[int, int, int], ...]:
    """Turn written bars, each (ticks it holds, beats, unit in force), into metres as (tick, beats, unit).

    A short bar and the pickup that follows it make one whole bar. `beats` and `unit` are those of a tune without bars.
    """
    found: list[tuple[int, int, int]] = []
    tick = 0
    anew = True  # whether the next bar must name its metre though it is the one before
    for length, *metre in _joined(written):
        whole = metre[0] * _WHOLE // metre[1]
        odd = None if length == whole else _odd(length, metre[1])
        now = odd or (metre[0], metre[1])
        if anew or found[-1][1:] != now or odd:
            found.append((tick, *now))
        anew = length != whole and odd is None
        tick += length
    return tuple(found) or ((0, beats, unit),)


def _joined(written: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Join short bars that together make a whole one; the last bar counts as whole, the first short one as a pickup."""
    bars: list[tuple[int, int, int]] = []
    for length, beats, unit in written:
        if length <= 0:
            continue
        whole = beats * _WHOLE // unit
        if len(bars) > 1 and bars[-1][1:] == (beats, unit) and bars[-1][0] + length <= whole:
            bars[-1] = (bars[-1][0] + length, beats, unit)
        else:
            bars.append((length, beats, unit))
    if len(bars) > 1 and bars[-1][0] < (whole := bars[-1][1] * _WHOLE // bars[-1][2]):
        bars[-1] = (whole, *bars[-1][1:])
    return bars


def _odd(length: int, unit: int) -> tuple[int, int] | None:
    """Give a metre for a bar of `length` ticks in beats of `unit` or smaller; None where no written beat fits."""
    while length * unit % _WHOLE and unit < _SMALLEST:
        unit *= 2
    return (length * unit // _WHOLE, unit) if length * unit % _WHOLE == 0 else None
