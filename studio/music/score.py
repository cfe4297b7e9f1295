"""What the engine is to play: a piece or a take as messages in ticks, with the places where it waits for the pupil."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from instruments.events import RATE, Score
from studio.music.accents import groups
from studio.music.arrange import fold
from studio.music.gliding import glided
from studio.music.graces import standing
from studio.music.midi import quarter_us
from studio.music.piece import TICKS, Hand, Note, Part, Piece
from studio.music.take import QUARTER_TICKS, message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from studio.music.take import Take

_CHORD_BEAT: Final = 1 / 16
_CHORD_SHORTEST_SECONDS: Final = 0.040
_CHORD_LONGEST_SECONDS: Final = 0.120
_OFF: Final = 0x80
_ON: Final = 0x90
_RELEASE: Final = 64


def to_score(
    piece: Piece,
    *,
    parts: Collection[int] | None = None,
    waits_for: Collection[int] = (),
    hand: Hand = "",
    low: int = 0,
    high: int = 127,
    bars: tuple[int, int] | None = None,
) -> Score:
    """Make the engine's score of a piece.

    `parts` are the indexes that sound (all of them if None). The score waits for the notes of the parts in `waits_for`, of
    one `hand` if given, folded into the pupil's keys `low` .. `high`. `bars` are the first and last bar number to go round.
    """
    events = (event for n, part in enumerate(piece.parts) if parts is None or n in parts for event in _events(n, part))
    written = Score(
        events=tuple(sorted(events, key=_in_order)),
        end=piece.end,
        tempos=tuple((tempo.tick, quarter_us(tempo.bpm)) for tempo in piece.tempos),
        metre=tuple((metre.tick, metre.beats, metre.unit) for metre in piece.metres),
        sounds=tuple(part.sound for part in piece.parts),
        loop=loop_of(piece, bars) if bars else None,
        gates=gates(piece, waits_for, hand=hand, low=low, high=high),
        groups=groups(piece),
    )
    return glided(written)


def loop_of(piece: Piece, bars: tuple[int, int]) -> tuple[int, int]:
    """Find the ticks of a loop from one bar number up to and with another; ValueError where the piece has no such bars."""
    first, last = min(bars), max(bars)
    inside = [bar for bar in piece.bars() if first <= bar.n <= last]
    if not inside:
        raise ValueError(f"This piece has no bars {first} to {last}.")
    return inside[0].start, inside[-1].end


def gates(
    piece: Piece, waits_for: Collection[int], *, hand: Hand = "", low: int = 0, high: int = 127
) -> tuple[tuple[int, frozenset[int]], ...]:
    """Find where "Waits for me" waits: (tick, pitches) of each chord group.

    Onsets belong together while each follows the last within 1/16 beat (at least 40, at most 120 ms), and the whole within
    twice that. A pitch outside the pupil's keys is folded by octaves, and left out where that does not help. Grace notes are
    never waited for.
    """
    wanted = [piece.parts[n] for n in sorted(waits_for) if 0 <= n < len(piece.parts) and piece.parts[n].role != "drums"]
    notes = sorted(note for part in wanted if not hand or part.hand in (hand, "") for note in standing(part.notes))
    found: list[tuple[int, frozenset[int]]] = []
    for group in chords_of(piece, notes):
        pitches = frozenset(pitch for note in group if (pitch := fold(note.pitch, low, high)) is not None)
        if pitches:
            found.append((group[0].start, pitches))
    return tuple(found)


def chords_of(piece: Piece, notes: Iterable[Note]) -> list[list[Note]]:
    """Gather notes, in order of start, that count as struck together; see `gates`."""
    groups: list[list[Note]] = []
    for note in notes:
        if groups:
            first, last = groups[-1][0].start, groups[-1][-1].start
            gap = chord_gap(piece, first)
            if note.start - last <= gap and note.start - first <= 2 * gap:
                groups[-1].append(note)
                continue
        groups.append([note])
    return groups


def chord_gap(piece: Piece, tick: int) -> float:
    """Ticks within which notes at `tick` count as struck together: 1/16 beat, at least 40 and at most 120 ms."""
    seconds_a_beat = 60 / piece.tempo_at(tick).bpm
    gap = min(max(seconds_a_beat * _CHORD_BEAT, _CHORD_SHORTEST_SECONDS), _CHORD_LONGEST_SECONDS)
    return gap / seconds_a_beat * TICKS


def _events(n: int, part: Part) -> Iterable[tuple[int, int, bytes]]:
    for note in part.notes:
        yield note.start, n, bytes((_ON, note.pitch, note.velocity))
        yield note.end, n, bytes((_OFF, note.pitch, _RELEASE))


def _in_order(event: tuple[int, int, bytes]) -> tuple[int, bool, int]:
    """Order by tick; at one tick keys come up before they go down."""
    tick, part, message = event
    return tick, message[0] == _ON, part


def take_score(take: Take, *, sound: str = "piano", keyboards: Collection[int] | None = None) -> Score:
    """Make the engine's score of a take, with its touch, pedals and bends, at 24,000 ticks a quarter: a part a keyboard."""
    heard = [keyboard for keyboard in take.keyboards() if keyboards is None or keyboard in keyboards]
    sounds = dict(take.sounds)
    us = quarter_us(take.bpm)

    def tick(frame: int) -> int:
        return round((frame - take.start) * QUARTER_TICKS * 1_000_000 / (us * RATE))

    return Score(
        events=tuple(
            (tick(event.frame), heard.index(event.keyboard), heard_as)
            for event in take.events
            if event.keyboard in heard and (heard_as := message(event))
        ),
        end=tick(take.end),
        tempos=((0, us),),
        metre=((0, *take.metre),),
        sounds=tuple(sounds.get(keyboard, sound) for keyboard in heard),
        ticks_per_quarter=QUARTER_TICKS,
    )


def until(score: Score, seconds: float) -> Score:
    """Cut a take's score short, `seconds` after its first barline; with a first tick it is a stretch of it."""
    end = min(score.end, max(1, tick_of(score, seconds)))
    return replace(score, events=tuple(event for event in score.events if event[0] < end), end=end)


def tick_of(score: Score, seconds: float) -> int:
    """Find the tick of a take's score that lies `seconds` after its first barline: it has one tempo."""
    return round(seconds * 1_000_000 / score.tempos[0][1] * score.ticks_per_quarter)
