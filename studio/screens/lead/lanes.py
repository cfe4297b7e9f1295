"""What the lanes show at one moment: each player's notes around the line, bar by bar as the plan and the rounds will have them."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from studio.ensemble.count_in import felt_ticks
from studio.screens.lead import called as names
from studio.ui.part_lanes import Moment, PartLane
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio.ensemble.parts import Whole
    from studio.ensemble.plan import Plan
    from studio.lesson.band import Band
    from studio.music.piece import Bar, Part, Piece
    from studio.screens.lead.stage import Stage

SPAN = 14.0  # beats to come
_BEFORE = 4.0  # beats of what was that may still be in sight
_NO_NOTES = 60, 67  # the pitches of a lane with nothing in it
_NEAR_BEATS = 4  # from which on somebody is called by name


class _Ahead(NamedTuple):
    """A bar of the piece, the beats until it begins (below 0: it has), ticks of its beat, and the plan's number of it."""

    bar: Bar
    at: float
    beat: int
    number: int


def moment(stage: Stage, band: Band, clock: float) -> Moment:
    """Make it from the stage as it is."""
    piece, plan = stage.whole.piece, stage.plan
    tick = stage.head.tick(clock, piece, stage.speed) if stage.on else 0.0
    bars = tuple(_ahead(piece, tick, stage.count.bar, goes_round=stage.goes_round))
    plans = _plans(plan, [each.number for each in bars])
    starts = {each.number: each.at for each in reversed(bars) if each.bar.n > 0}
    lanes = tuple(_lane(stage, band, player.id, bars, plans, starts) for player in band.players)
    end = starts.get(plan.end) if plan.end is not None else None
    called = plan.called(stage.count.beats_left) if stage.on else None
    banner, colour = "", 0
    if called is not None and called.beats <= _NEAR_BEATS:
        everybody = len(called.players) == len(plan.players) > 1
        who = say("lead.everyone") if everybody else names.names(band, called.players)
        banner, colour = say("lead.in n", n=called.beats, who=who), names.layer(band, called.players[0])
    return Moment(
        lanes,
        tuple((each.at, say("lead.bar n", n=each.bar.n)) for each in bars if each.bar.n > 0),
        SPAN,
        (end, say("lead.the end")) if end is not None and stage.on else None,
        banner,
        colour,
    )


def alone(whole: Whole, band: Band, player: str, tick: float, *, goes_round: bool) -> Moment:
    """One player's part by itself, at a tick of the piece: all of it, as it is written."""
    piece, of = whole.piece, _followed(whole, band, player)
    bars = tuple(_ahead(piece, tick, 0, goes_round=goes_round))
    part = piece.parts[whole.of[of]] if of in whole.of else None
    plays = {each.number: frozenset({player}) for each in bars}
    lane = PartLane(
        band.name(player),
        names.does(band, player),
        names.symbol(band, player),
        names.layer(band, player),
        tuple(sorted(note for each in bars for note in _notes(part, each) if note[0] + note[1] > -_BEFORE)),
        *whole.reach.get(of, _NO_NOTES),
        words=say("lead.no words sing") if band.wordless(player) else "",
        sung=_sung(piece, bars, plays, player) if band.shared.of(player).kind == "words" else (),
    )
    return Moment((lane,), tuple((each.at, say("lead.bar n", n=each.bar.n)) for each in bars if each.bar.n > 0), SPAN)


def _followed(whole: Whole, band: Band, player: str) -> str:
    """Whose notes somebody sees: who only helps sees what comes for whom they help."""
    return player if player in whole.of else band.helps(player) or player


def _ahead(piece: Piece, tick: float, number: int, *, goes_round: bool) -> Iterator[_Ahead]:
    """The bar before this one, this one, and those to come within sight."""
    bars = piece.bars()
    first = next((n for n, bar in enumerate(bars) if bar.n > 0), 0)
    here = max(0, bars.index(piece.bar_at(tick))) if tick >= 0 else 0
    if here > 0:
        yield _of(piece, bars[here - 1], bars[here - 1].start - tick, number - 1)
    at, number = bars[here].start - tick, max(number, int(bars[here].n > 0))
    while True:
        made = _of(piece, bars[here], at, number)
        if made.at > SPAN:
            return
        yield made
        at += bars[here].end - bars[here].start
        here += 1
        if here == len(bars):
            if not goes_round:
                return
            here = first
        number += 1  # a pickup is only ever the first


def _of(piece: Piece, bar: Bar, ticks: float, number: int) -> _Ahead:
    beat = felt_ticks(piece.metre_at(bar.start))
    return _Ahead(bar, ticks / beat, beat, number)


def _plans(plan: Plan, numbers: list[int]) -> dict[int, frozenset[str]]:
    """Who plays in each of these bars, if nothing more is said."""
    found = {}
    for number in sorted(set(numbers)):
        then = plan.barline(number)
        found[number] = then.playing if number >= plan.bar else plan.playing
    return found


def _lane(
    stage: Stage,
    band: Band,
    player: str,
    bars: tuple[_Ahead, ...],
    plans: dict[int, frozenset[str]],
    starts: dict[int, float],
) -> PartLane:
    of = _followed(stage.whole, band, player)
    part = stage.whole.piece.parts[stage.whole.of[of]] if of in stage.whole.of else None
    notes = [
        note for each in bars if of in plans[each.number] for note in _notes(part, each) if note[0] + note[1] > -_BEFORE
    ]
    comes = next((cue.bar for cue in stage.plan.cues if cue.player == player and cue.turn == "in"), None)
    soon = comes is not None and comes in starts and comes > stage.plan.bar > 0
    flag = (starts[comes], say("lead.comes in", name=band.name(player))) if comes is not None and soon else None
    plays = any(of in playing for playing in plans.values())
    return PartLane(
        band.name(player),
        names.kind(band, player) if of == player else names.does(band, player),
        names.symbol(band, player),
        names.layer(band, player),
        tuple(sorted(notes)),
        *stage.whole.reach.get(of, _NO_NOTES),
        flag,
        _empty(stage, band, player, plays=plays),
        _sung(stage.whole.piece, bars, plans, player) if band.shared.of(player).kind == "words" else (),
    )


def _empty(stage: Stage, band: Band, player: str, *, plays: bool) -> str:
    """What stands in a lane with nothing in it."""
    if band.wordless(player) and (plays or player in stage.plan.playing):
        return say("lead.no words sing")
    return "" if plays or player not in stage.plan.players else say("lead.resting")


def _sung(
    piece: Piece, bars: tuple[_Ahead, ...], plans: dict[int, frozenset[str]], player: str
) -> tuple[tuple[float, str], ...]:
    """The words of the bars in which somebody is to say or sing them."""
    return tuple(
        (each.at + (lyric.tick - each.bar.start) / each.beat, lyric.text.strip())
        for each in bars
        if player in plans[each.number]
        for lyric in piece.lyrics
        if each.bar.start <= lyric.tick < each.bar.end and lyric.text.strip()
    )


def _notes(part: Part | None, ahead: _Ahead) -> Iterator[tuple[float, float, int]]:
    if part is None:
        return
    bar, beat = ahead.bar, ahead.beat
    first = bisect_left(part.notes, bar.start, key=lambda note: note.start)
    for note in part.notes[first:]:
        if note.start >= bar.end:
            return
        yield ahead.at + (note.start - bar.start) / beat, note.length / beat, note.pitch
