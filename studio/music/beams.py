"""What joins written notes within a beat: brackets over triplets, and beams."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final

from studio.music.accents import usual

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from studio.music.piece import Metre
    from studio.music.stave import Kind, Symbol

_BEAMS: Final[dict[Kind, int]] = {"eighth": 1, "16th": 2, "32nd": 3}


def beat_of(metre: Metre) -> int:
    """Ticks of a felt beat: three written ones in six-, nine- and twelve-eight and in three-eight."""
    compound = metre.unit >= 8 and metre.beats % 3 == 0  # noqa: PLR2004 - six-eight and its kin
    return metre.beat_ticks * (3 if compound else 1)


def beats_of(metre: Metre) -> tuple[int, ...]:
    """Ticks of each felt beat of a bar: 2+2+3 in seven-eight, where beats are short and not alike."""
    beat = beat_of(metre)
    if metre.unit < 8 or beat != metre.beat_ticks:  # noqa: PLR2004 - in quarters each is a beat
        return (beat,) * max(1, metre.bar_ticks // beat)
    groups = usual(metre.beats, metre.unit) or (
        (2,) * (metre.beats // 2) if metre.beats % 2 == 0 else (1,) * metre.beats
    )
    return tuple(group * beat for group in groups)


def bracketed(symbols: Sequence[Symbol], start_of_quarter: Callable[[int], int]) -> list[Symbol]:
    """Mark the first and last symbol of each triplet."""
    out = list(symbols)
    for _, group in groupby(range(len(out)), key=lambda n: (bool(out[n].triplet), start_of_quarter(out[n].start))):
        places = list(group)
        if out[places[0]].triplet:
            out[places[-1]] = replace(out[places[-1]], triplet="stop")
            out[places[0]] = replace(out[places[0]], triplet="start")
    return out


def beamed(symbols: Sequence[Symbol], zero: int, beats: Sequence[int]) -> tuple[Symbol, ...]:
    """Join flagged notes within each beat; the beats of a bar, of so many ticks each, are counted from tick `zero`."""
    out, ends = list(symbols), tuple(accumulate(beats))

    def beat(n: int) -> tuple[int, int]:
        bar, place = divmod(out[n].start - zero, ends[-1])
        return bar, bisect_right(ends, place)

    for _, group in groupby(range(len(out)), key=beat):
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
