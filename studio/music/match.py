"""Which played note is which written note: played freely, with slips, restarts and skipped bars."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from studio.music.follow import Follower
from studio.music.piece import TICKS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_REACH_SECONDS: Final = 0.6  # a note further from where it should be is another note
_ROUNDS: Final = 2
_SELF_WEIGHT: Final = 0.3
_NEIGHBOURS: Final = 3
_FEWEST_FOR_TEMPO: Final = 5
_UNEVEN: Final = 1.4  # a step this much slower than its neighbours is a hesitation: they say little about each other
_HESITATION: Final = 3.5
_FAR: Final = 1e9
_BOUNCE_SECONDS: Final = 0.15


class Match(NamedTuple):
    """A written note and the played note that is it, by their places in the sequences given."""

    written: int
    played: int


@dataclass(frozen=True, slots=True)
class Matching:
    """What belongs together; each pass is one go through the piece or a part of it."""

    passes: tuple[tuple[Match, ...], ...]

    @property
    def matches(self) -> tuple[Match, ...]:
        """Every match of every pass, in order of playing."""
        return tuple(match for one in self.passes for match in one)


def match(
    onsets: Sequence[int],
    pitches: Sequence[int],
    seconds: Sequence[float],
    played: Sequence[int],
    barlines: Collection[int] = (),
) -> Matching:
    """Match written notes (onset ticks, pitches) with played ones (seconds in order, pitches).

    First the likeliest way through the score (`Follower`), cut where it jumps; then in each go every note against the time at
    which its neighbours say it was due. A go that carries on later in the piece is of the same pass. Cost grows with the
    product of both lengths.
    """
    import numpy as np

    if not len(onsets) or not len(played):
        return Matching(())
    follower = Follower(onsets, pitches, barlines, keep=True)
    for second, pitch in zip(seconds, played, strict=True):
        follower.hear(second, pitch)
    visits = follower.way()
    way = np.array([visit.group for visit in visits])
    score = _Written(np.asarray(pitches), follower.group_of, follower.ticks.astype(float))
    heard = _Heard(np.asarray(seconds, float), np.asarray(played))
    cuts = [0, *(n for n, visit in enumerate(visits) if visit.jumped and n), len(way)]
    goes = [range(first, end) for first, end in pairwise(cuts)]
    passes: list[tuple[Match, ...]] = []
    for n, go in enumerate(goes):
        found = _one_pass(score, heard, way, go)
        carries_on = n > 0 and way[go].min() > way[goes[n - 1]].max()
        passes[-1:] = [passes[-1] + found] if carries_on else [*passes[-1:], found]
    return Matching(tuple(passes))


class _Written(NamedTuple):
    pitches: Any
    groups: Any  # of each written note
    ticks: Any  # of each group


class _Heard(NamedTuple):
    seconds: Any
    pitches: Any


def _one_pass(score: _Written, heard: _Heard, way: Any, here: range) -> tuple[Match, ...]:
    """Match one go forwards: anchors first, then everything near the time its anchors say."""
    import numpy as np

    where = np.arange(here.start, here.stop)
    low, high = way[where].min(), way[where].max()
    candidates = np.flatnonzero((score.groups >= low) & (score.groups <= high))
    anchors = _first_strikes(score, heard, way, where)
    found = [Match(written, played) for written, played in anchors]
    if len(found) < 2:  # noqa: PLR2004 - one note gives no tempo
        return tuple(found)
    for round_number in range(_ROUNDS):
        known = np.array(found)
        ticks, seconds = _line(score.ticks[score.groups[known[:, 0]]], heard.seconds[known[:, 1]])
        if round_number == 0:
            seconds = _left_out(ticks, seconds)
        due = _due(score.ticks[score.groups[candidates]], ticks, seconds)
        better = list(_by_pitch(score, heard, candidates, due, where))
        if not better:
            break
        found = better
    found = _first_of_two(_with_left_over(found, anchors), heard, where)
    return tuple(sorted(found, key=lambda each: each.played))


def _with_left_over(found: list[Match], anchors: list[tuple[int, int]]) -> list[Match]:
    """Take back each anchor that lost neither of its notes to a better one: the time it was due was a bad guess."""
    written, played = {each.written for each in found}, {each.played for each in found}
    return found + [Match(*each) for each in anchors if each[0] not in written and each[1] not in played]


def _first_of_two(found: list[Match], heard: _Heard, where: Any) -> list[Match]:
    """Of a key that bounced take the first strike, whichever was nearer to its time."""
    matched = {each.played for each in found}
    latest: dict[int, int] = {}  # pitch -> its strike before this one
    before: dict[int, int] = {}
    for played in where:
        pitch = int(heard.pitches[played])
        if pitch in latest and heard.seconds[played] - heard.seconds[latest[pitch]] < _BOUNCE_SECONDS:
            before[int(played)] = latest[pitch]
        latest[pitch] = int(played)
    return [
        Match(each.written, before[each.played]) if before.get(each.played, each.played) not in matched else each
        for each in found
    ]


def _first_strikes(score: _Written, heard: _Heard, way: Any, where: Any) -> list[tuple[int, int]]:
    """Take the first strike of each written note as its anchor; later ones are doubled keys."""
    notes = {
        (int(group), int(pitch)): n for n, (group, pitch) in enumerate(zip(score.groups, score.pitches, strict=True))
    }
    found: dict[int, int] = {}
    for played in where:
        written = notes.get((int(way[played]), int(heard.pitches[played])))
        if written is not None:
            found.setdefault(written, int(played))
    return list(found.items())


def _line(ticks: Iterable[float], seconds: Iterable[float]) -> tuple[list[float], list[float]]:
    """Make one rising line of anchors: a median for each tick, without those that break its order by far."""
    together: dict[float, list[float]] = defaultdict(list)
    for tick, second in zip(ticks, seconds, strict=True):
        together[float(tick)].append(float(second))
    line = sorted((tick, median(when)) for tick, when in together.items())
    for _ in range(3):
        kept = _without_strays(line) if len(line) >= _FEWEST_FOR_TEMPO - 1 else line
        if len(kept) == len(line):
            break
        line = kept
    return [tick for tick, _ in line], list(accumulate((second for _, second in line), max))


def _without_strays(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Leave out the points beside a step backwards that are far from their neighbours."""
    when = [second for _, second in line]
    falls = [after <= before for before, after in pairwise(when)]
    usual = median(after - before for before, after in pairwise(when))

    def is_stray(n: int) -> bool:
        beside = (n > 0 and falls[n - 1]) or (n < len(falls) and falls[n])
        return beside and abs(when[n] - median(when[max(0, n - 2) : n + 3])) > 3 * usual

    return [point for n, point in enumerate(line) if not is_stray(n)]


def _left_out(ticks: list[float], seconds: list[float]) -> list[float]:
    """Predict each anchor from its neighbours alone, so that a wrong one cannot confirm itself."""
    count = len(ticks)
    if count < _FEWEST_FOR_TEMPO:
        return seconds
    out = list(seconds)
    for n in range(1, count - 1):
        first, end = max(0, n - _NEIGHBOURS), min(count, n + _NEIGHBOURS + 1)
        near = list(zip(ticks[first:end], seconds[first:end], strict=True))
        if not _hesitates(near, n - first):
            guess = _regressed(near[: n - first] + near[n - first + 1 :], ticks[n])
            guess = min(max(guess, seconds[n - 1] - 0.05), seconds[n + 1] + 0.05)
            out[n] = _SELF_WEIGHT * seconds[n] + (1 - _SELF_WEIGHT) * guess
    return list(accumulate(out, max))


def _hesitates(near: list[tuple[float, float]], n: int) -> bool:
    """Tell whether there is a hesitation near the nth of these points, so that its neighbours say little."""
    steps = [*pairwise(near[:n]), *pairwise(near[n + 1 :]), (near[n - 1], near[n + 1])]
    slopes = [(after[1] - before[1]) / (after[0] - before[0]) for before, after in steps]
    if max(slopes) > _UNEVEN * max(median(slopes), 1e-9):
        return True
    gaps = [after[1] - before[1] for before, after in pairwise(near)]
    widths = [after[0] - before[0] for before, after in pairwise(near)]
    return max(gaps) >= _HESITATION * max(median(gaps), 0.05) * max(1.0, max(widths) / median(widths))


def _regressed(points: list[tuple[float, float]], tick: float) -> float:
    """Fit a line through points, near ones counting more, and read it at a tick."""
    weights = [1 / (TICKS / 2 + abs(at - tick)) for at, _ in points]
    whole = sum(weights)
    middle_at = sum(weight * at for weight, (at, _) in zip(weights, points, strict=True)) / whole
    middle_when = sum(weight * when for weight, (_, when) in zip(weights, points, strict=True)) / whole
    spread = sum(weight * (at - middle_at) ** 2 for weight, (at, _) in zip(weights, points, strict=True))
    lean = sum(
        weight * (at - middle_at) * (when - middle_when) for weight, (at, when) in zip(weights, points, strict=True)
    )
    return middle_when + (lean / spread if spread else 0.0) * (tick - middle_at)


def _due(wanted: Any, ticks: list[float], seconds: list[float]) -> Any:
    """Read the line at other ticks; beyond its ends it goes on at the tempo found there."""
    import numpy as np

    if len(ticks) < 2:  # noqa: PLR2004 - one point is no line
        return np.full(len(wanted), seconds[0])
    reach = min(6, len(ticks) - 1)
    before = (seconds[reach] - seconds[0]) / (ticks[reach] - ticks[0])
    after = (seconds[-1] - seconds[-1 - reach]) / (ticks[-1] - ticks[-1 - reach])
    due = np.interp(wanted, ticks, seconds)
    due = np.where(wanted < ticks[0], seconds[0] + (wanted - ticks[0]) * before, due)
    return np.where(wanted > ticks[-1], seconds[-1] + (wanted - ticks[-1]) * after, due)


def _by_pitch(score: _Written, heard: _Heard, candidates: Any, due: Any, where: Any) -> Iterator[Match]:
    """Match each pitch by itself: its written notes in order with its played ones, at the least distance in time."""
    import numpy as np

    for pitch in np.unique(heard.pitches[where]):
        of_pitch = np.flatnonzero(score.pitches[candidates] == pitch)
        of_pitch = of_pitch[np.argsort(due[of_pitch], kind="stable")]
        strikes = where[heard.pitches[where] == pitch]
        for left, right in _apart(due[of_pitch], heard.seconds[strikes]):
            for a, b in _in_order(due[of_pitch[left]], heard.seconds[strikes[right]]):
                yield Match(int(candidates[of_pitch[left[a]]]), int(strikes[right[b]]))


def _apart(due: Any, struck: Any) -> Iterator[tuple[Any, Any]]:
    """Cut two rows of times where nothing happens for longer than a match can reach: each piece is small."""
    import numpy as np

    times = np.concatenate([due, struck])
    order = np.argsort(times, kind="stable")
    breaks = np.flatnonzero(np.diff(times[order]) > _REACH_SECONDS) + 1
    for piece in np.split(order, breaks):
        left, right = piece[piece < len(due)], piece[piece >= len(due)] - len(due)
        if len(left) and len(right):
            yield left, right


def _in_order(due: Any, struck: Any) -> list[tuple[int, int]]:
    """Match two rows of times without crossing: the least sum of distances, half the reach for each left alone."""
    rows, columns = len(due), len(struck)
    alone = _REACH_SECONDS / 2
    best = [[alone * column for column in range(columns + 1)]]
    for row in range(1, rows + 1):
        line = [alone * row]
        for column in range(1, columns + 1):
            away = abs(due[row - 1] - struck[column - 1])
            together = best[row - 1][column - 1] + (away if away <= _REACH_SECONDS else _FAR)
            line.append(min(together, best[row - 1][column] + alone, line[-1] + alone))
        best.append(line)
    found = []
    row, column = rows, columns
    while row and column:
        if best[row][column] == best[row - 1][column] + alone:
            row -= 1
        elif best[row][column] == best[row][column - 1] + alone:
            column -= 1
        else:
            row, column = row - 1, column - 1
            found.append((row, column))
    return found[::-1]
