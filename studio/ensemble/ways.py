"""Ways to play together: each begins a plan that a leader can change at any moment, and each ends well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from studio.ensemble.plan import Cue, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Way = Literal["together", "call and response", "pass it round", "soloist", "conducting"]
WAYS: Final[tuple[Way, ...]] = ("together", "call and response", "pass it round", "soloist", "conducting")
GOES_ROUND: Final[frozenset[Way]] = frozenset(WAYS[1:])
"""Ways for which the engine goes round the piece: they are over when their plan is, and not when the piece is."""


def begin(way: Way, players: Sequence[str], *, phrase: int = 4, times: int = 2) -> Plan:
    """Make the plan of a way; the first of the players calls. `phrase` is how many bars a turn lasts, at least 1.

    together           all from the first bar; over when the music is
    call and response  one phrase the first player, one all others; so many `times`, then a phrase together
    pass it round      each phrase adds a player; one phrase with all of them, then it ends
    soloist            all play, each in turn above the others, round and round until the leader ends it
    conducting         all rest: who plays is the leader's word, for one or for a section (`BringIn` of several)
    """
    row, bars = tuple(dict.fromkeys(players)), max(1, phrase)
    match way:
        case "together":
            return Plan(row, _in(row, 1), phrase=bars)
        case "call and response" if len(row) > 1:
            return _call_and_response(row, bars, max(1, times))
        case "pass it round" | "call and response":
            cues = (Cue(1 + n * bars, "in", player) for n, player in enumerate(row))
            return Plan(row, tuple(cues), end=1 + (len(row) + 1) * bars, phrase=bars)
        case "soloist":
            return Plan(row, (*_in(row, 1), *(Cue(1, "solo", player) for player in row[:1])), turns=row, phrase=bars)
        case "conducting":
            return Plan(row, phrase=bars)


def _call_and_response(row: tuple[str, ...], bars: int, times: int) -> Plan:
    caller, others = row[:1], row[1:]
    cues: list[Cue] = []
    for n in range(times):
        call, answer = 1 + 2 * n * bars, 1 + (2 * n + 1) * bars
        cues += [*_in(caller, call), *(_out(others, call) if n else ()), *_out(caller, answer), *_in(others, answer)]
    last = 1 + 2 * times * bars
    return Plan(row, (*cues, *_in(caller, last)), end=last + bars, phrase=bars)


def _in(players: Iterable[str], bar: int) -> tuple[Cue, ...]:
    return tuple(Cue(bar, "in", player) for player in players)


def _out(players: Iterable[str], bar: int) -> tuple[Cue, ...]:
    return tuple(Cue(bar, "out", player) for player in players)
