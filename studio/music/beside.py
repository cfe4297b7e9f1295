"""A take and the piece it is of, to be heard by turns: where each bar lies in both, and one turned down to be as loud as the other."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from instruments.events import RATE
from instruments.tempo import TempoMap
from studio.music.compare import beside_piece
from studio.music.score import take_score, tick_of, to_score

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from instruments.events import Score
    from studio.music.piece import Hand, Piece
    from studio.music.take import Take

_EARLY_SECONDS: Final = 0.2  # so much before its barline the first note of a bar may come
_RINGS_SECONDS, _STRUCK_SECONDS = 1.0, 0.1  # what of a note is loud, at most, and of the stroke of a drum
_VOLUME: Final = 100  # controller 7 as General MIDI sets it; the volume is its square, so 40 decibels a decade
_DB_A_DECADE: Final = 40.0
_MOST_DB: Final = 20.0  # turned down by more nothing would be left
_ALMOST_SECONDS: Final = 0.35  # before the next barline: whoever asks for the other so late means that bar


class Stretch(NamedTuple):
    """One bar as it lies in a score: its number, first tick and end."""

    bar: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what is to be played at which speed, and its bars in the order they are heard."""

    score: Score
    bars: tuple[Stretch, ...]
    speed: float = 1.0

    def at(self, tick: float) -> int:
        """Find the place among the bars of what sounds at a tick."""
        return max(0, bisect_right(self.bars, tick, key=lambda bar: bar.start) - 1)


@dataclass(frozen=True, slots=True)
class Beside:
    """The same bars as the piece has them and as they were played, equally loud."""

    piece: Side
    take: Side

    def piece_at(self, tick: float) -> int:
        """Find where the piece goes on when the take has come to a tick: where the bar begins that is being heard."""
        bar = self.take.bars[_meant(self.take, tick)].bar
        return next((one.start for one in self.piece.bars if one.bar == bar), self.piece.bars[0].start)

    def take_at(self, tick: float, since: int = 0) -> int:
        """Find where the take goes on when the piece has come to a tick; of several goes at a bar the first from place `since` on."""
        bar = self.piece.bars[_meant(self.piece, tick)].bar
        gos = [n for n, one in enumerate(self.take.bars) if one.bar == bar]
        place = next((n for n in gos if n >= since), gos[-1] if gos else 0)
        return self.take.bars[place].start


def _meant(side: Side, tick: float) -> int:
    """Find the place of the bar that somebody means who asks at a tick."""
    place, tempo = side.at(tick), TempoMap(side.score)
    one = side.bars[place]
    left = (tempo.seconds(one.end) - tempo.seconds(tick)) / side.speed
    late = left < _ALMOST_SECONDS and tick - one.start > one.end - tick
    return min(place + 1, len(side.bars) - 1) if late else place


def beside(
    take: Take,
    piece: Piece,
    parts: Collection[int],
    *,
    hand: Hand = "",
    bars: tuple[int, int] | None = None,
    reached: Sequence[float] = (),
    speed: float = 1.0,
) -> Beside | None:
    """Lay a take and its piece side by side; None where nobody can tell which bars were played.

    `parts` and `hand` are what was to be played, `bars` the first and last that went round (None: the whole piece), `reached` the
    seconds of the take at which the music came to barlines. The piece goes at the `speed` of the take: like with like.
    """
    played = _played(take, piece, parts, hand, bars, reached)
    if not played:
        return None
    first, last = min(bar for bar, _ in played), max(bar for bar, _ in played)
    mine = take_score(take)
    ticks = [(bar, max(0, tick_of(mine, seconds))) for bar, seconds in played]
    ends = [*(tick for _, tick in ticks[1:]), mine.end]
    took = tuple(Stretch(bar, tick, end) for (bar, tick), end in zip(ticks, ends, strict=True) if tick < end)
    wrote = tuple(Stretch(bar.n, bar.start, bar.end) for bar in piece.bars() if first <= bar.n <= last)
    whole = to_score(piece)
    end = wrote[-1].end
    theirs = replace(whole, events=tuple(event for event in whole.events if event[0] < end), end=end)
    down = level(theirs, wrote[0].start) - level(mine) + _db(speed)
    return Beside(
        Side(turned_down(theirs, down), wrote, speed),
        Side(turned_down(mine, -down), took),
    )


def _db(ratio: float) -> float:
    return 10 * math.log10(ratio)


def _played(
    take: Take,
    piece: Piece,
    parts: Collection[int],
    hand: Hand,
    bars: tuple[int, int] | None,
    reached: Sequence[float],
) -> list[tuple[int, float]]:
    """List the bars that were played, in order, with the second of the take at which each begins.

    From the notes, where they are surely those of the piece; else as the music told when it came to which barline.
    """
    found = beside_piece(take, piece, parts, hand=hand)
    if found.sure:
        gos = sorted((go.start_seconds, each.bar) for each in found.bars for go in each.tries)
        return [(bar, _barline(seconds, reached, take)) for seconds, bar in gos]
    numbers = [bar.n for bar in piece.bars() if bars is None or bars[0] <= bar.n <= bars[1]]
    return [(numbers[n % len(numbers)], seconds) for n, seconds in enumerate(reached)] if numbers else []


def _barline(seconds: float, reached: Sequence[float], take: Take) -> float:
    """Go back from the first note of a bar to its barline, where one was told of not long before; a note may come a touch early."""
    near = [one for one in reached if seconds - take.bar_frames / RATE <= one <= seconds + _EARLY_SECONDS]
    return max(near, default=seconds)


def level(score: Score, since: int = 0) -> float:
    """Say how loud a score is from a tick on, in decibels among each other: what its notes have in power, over its time.

    A synth's velocity is squared twice in power. Beside the measured loudness of tunes and their melodies played alone this
    is within 1.5 dB, at the worst 3, where they differ by 2 to 8.
    """
    tempo = TempoMap(score)
    down: dict[tuple[int, int], tuple[int, int]] = {}
    power = 0.0
    for tick, part, message in (*score.events, *_let_go(score)):
        if message[0] & 0xF0 not in (0x80, 0x90) or tick < since:
            continue
        if (began := down.pop((part, message[1]), None)) is not None:
            drum = score.sounds[part : part + 1] == ("kit",)
            seconds = tempo.seconds(tick) - tempo.seconds(began[0])
            power += (began[1] / 127) ** 4 * (_STRUCK_SECONDS if drum else min(seconds, _RINGS_SECONDS))
        if message[0] & 0xF0 == 0x90 and message[2]:  # noqa: PLR2004  a key-down
            down[part, message[1]] = (tick, message[2])
    seconds = tempo.seconds(score.end) - tempo.seconds(since)
    return _db(power / seconds) if power > 0 and seconds > 0 else -math.inf


def _let_go(score: Score) -> list[tuple[int, int, bytes]]:
    """End at the end of a score whatever keys may still be down."""
    keys = {(part, message[1]) for _, part, message in score.events if message[0] & 0xF0 == 0x90}  # noqa: PLR2004  a key-down
    return [(score.end, part, bytes((0x80, pitch, 0))) for part, pitch in sorted(keys)]


def turned_down(score: Score, by_db: float) -> Score:
    """Turn a score down by so many decibels, by the volume of its parts; nothing is turned up."""
    if not 0 < by_db < math.inf:
        return score
    value = round(_VOLUME * 10 ** (-min(by_db, _MOST_DB) / _DB_A_DECADE))
    set_ = tuple((0, part, bytes((0xB0, 7, value))) for part in range(len(score.sounds)))
    kept = (one for one in score.events if not (one[2][0] & 0xF0 == 0xB0 and one[2][1] == 7))  # noqa: PLR2004  controller 7
    return replace(score, events=(*set_, *kept))
