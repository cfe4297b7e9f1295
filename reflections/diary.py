"""The practice diary: how long keys were played in what was kept, sitting by sitting, and where that time went. Pure.

Nobody is asked anything for it, and nothing is written down. What is let go of is deleted, and not even its minutes stay: the
pupil picks what stays (N6), what was put aside or taken back is counted nowhere (I4), and every line has takes that can be
played (I12).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reflections.records import local

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from reflections.records import Evidence, Take

REST_SECONDS: Final = 2.0  # with no key down for so long nobody plays: there a phrase ends as well
FEWEST_TO_COMPARE: Final = 3  # sittings: of fewer nothing is drawn to one measure
SLOW, FULL = 0.6, (0.95, 1.05)


@dataclass(frozen=True, slots=True)
class Way:
    """How some of it was played: which bars (None: all of them), in which way, with which help and hands, how fast, and for how long."""

    bars: tuple[int, int] | None
    mode: str
    help: str
    hands: str
    pace: str  # slow, a bit slow, "" for full speed, faster
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Went:
    """The time that went to one piece, in which ways, in the order they were first played; the takes are its proof."""

    piece: str
    title: str
    seconds: float
    ways: tuple[Way, ...]
    takes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One session, or one day where there was none: what of it was kept, piece by piece as they were first played."""

    day: date
    session: str | None
    seconds: float
    went: tuple[Went, ...]


def diary(evidence: Evidence) -> tuple[Sitting, ...]:
    """Return the sittings in which the pupil played something that was kept, oldest first; the evidence has to be drawn."""
    me = evidence.pupil.id
    titles = {one.piece.id: one.piece.title for one in evidence.pieces}
    taken = sorted((take for one in evidence.pieces for take in one.takes), key=lambda take: (take.made_at, take.id))
    sittings: dict[tuple[str | None, date | None], list[tuple[Take, float]]] = {}
    days: dict[tuple[str | None, date | None], date] = {}
    for take in taken:
        seconds = _of(take, me)
        if seconds > 0:
            day = local(take.made_at, take.zone).date()
            key = (take.session, None) if take.session else (None, day)
            days.setdefault(key, day)
            sittings.setdefault(key, []).append((take, seconds))
    found = (_sitting(days[key], key[0], played, titles) for key, played in sittings.items())
    return tuple(sorted(found, key=lambda one: one.day))


def over_all(sittings: Iterable[Sitting]) -> tuple[Went, ...]:
    """Add up what went to each piece, in the order in which pieces were first played."""
    found: dict[str, Went] = {}
    for one in (went for sitting in sittings for went in sitting.went):
        before = found.get(one.piece)
        found[one.piece] = (
            one
            if before is None
            else replace(
                before,
                seconds=before.seconds + one.seconds,
                ways=_added((*before.ways, *one.ways)),
                takes=(*before.takes, *one.takes),
            )
        )
    return tuple(found.values())


def minutes(seconds: float) -> int:
    """Round to whole minutes; 0 is under a minute."""
    return 0 if seconds < 60 else round(seconds / 60)  # noqa: PLR2004  a minute


def played_seconds(notes: Sequence[tuple[float, float, int, int]]) -> float:
    """Return for how long keys were played: from the first down to the last up, without the rests that are too long for one."""
    total, until = 0.0, None
    for start, length, _, _ in sorted(notes):
        end = start + length
        if until is None or start - until > REST_SECONDS:
            total += length
            until = end
        elif end > until:
            total += end - until
            until = end
    return total


def _of(take: Take, pupil: str) -> float:
    return played_seconds([note for part in take.parts if part.pupil == pupil for note in part.facts.roll])


def _sitting(day: date, session: str | None, played: list[tuple[Take, float]], titles: dict[str, str]) -> Sitting:
    went: dict[str, list[tuple[Take, float]]] = {}
    for take, seconds in played:
        went.setdefault(take.piece, []).append((take, seconds))
    return Sitting(
        day,
        session,
        sum(seconds for _, seconds in played),
        tuple(
            Went(
                piece,
                titles[piece],
                sum(seconds for _, seconds in takes),
                _added(_way(take, seconds) for take, seconds in takes),
                tuple(take.id for take, _ in takes),
            )
            for piece, takes in went.items()
        ),
    )


def _way(take: Take, seconds: float) -> Way:
    return Way(take.bars, take.mode, take.help, take.hands, _pace(take.speed), seconds)


def _pace(speed: float) -> str:
    if speed < SLOW:
        return "slow"
    return "a bit slow" if speed < FULL[0] else "" if speed < FULL[1] else "faster"


def _added(ways: Iterable[Way]) -> tuple[Way, ...]:
    """Add up what was played in the same way."""
    found: dict[Way, float] = {}
    for way in ways:
        same = replace(way, seconds=0.0)
        found[same] = found.get(same, 0.0) + way.seconds
    return tuple(replace(way, seconds=seconds) for way, seconds in found.items())
