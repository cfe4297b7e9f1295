"""Takes in what was played to no click: its tempo, bars and places are found from the playing, or said by tapping; nothing is moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from statistics import median
from typing import TYPE_CHECKING, Final

from instruments.events import RATE, Control, Pedal
from studio.music import reading
from studio.music.piece import TICKS, Key
from studio.music.song import layers
from studio.music.song.grooving import loop_of
from studio.music.song.model import FASTEST, SLOWEST, Moved, Pass, Song, SongError, SongNote, bar_ticks, within
from studio.music.song.tidying import TICKS_A_TWELFTH
from studio.music.take import pressed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio.music.reading import Reading
    from studio.music.take import Take

_DECIMALS: Final = 4


@dataclass(frozen=True, slots=True)
class Heard:
    """What was found in free playing: a pass whose notes know their places, the metre and the key; the tempo is the pass's.

    `beats` are the seconds of the take at which they were found, to be shown and, tapped anew, to be corrected.
    """

    one: Pass
    metre: tuple[int, int]
    key: Key
    beats: tuple[float, ...]


def heard(take: Take, said: Reading = reading.AS_FOUND) -> Heard | None:
    """Find the grid of a take that was played to no click; None where no note was played. `said` has what a person corrected.

    It takes a second or more for a long take, so it is for a worker. What lies before the first whole bar is its upbeat.
    """
    struck = pressed(take.events)
    if not struck:
        return None
    found = reading.read(take, said, clock=False)
    metre = found.paper.metre_at(found.paper.pickup)
    bpm = within(found.paper.tempos[0].bpm, SLOWEST, FASTEST)
    frames_a_tick = 60 / bpm / TICKS * RATE
    page = [note.start - found.paper.pickup for note in found.notes]
    ticks = [(on.frame - take.start) / frames_a_tick for on, _ in struck]
    shift = median(there - here for there, here in zip(page, ticks, strict=True))  # bar 1, as most notes have it
    notes = sorted(
        (
            SongNote(
                round(tick + shift, _DECIMALS),
                round(max((off - on.frame) / frames_a_tick, 1e-3), _DECIMALS),
                on.pitch,
                on.velocity,
            ),
            there,
        )
        for tick, (on, off), there in zip(ticks, struck, page, strict=True)
    )
    bar = metre.bar_ticks
    last = max(note.end for note, _ in notes)
    whole = loop_of(
        ceil(last / bar - 1 / 16)
    )  # a last note that rings a little over the barline makes no bar of its own
    upbeat = sum(1 for _, there in notes if there < 0)
    one = Pass(
        0,
        tuple(note for note, _ in notes),
        whole,
        bpm,
        upbeat if all(there < 0 for _, there in notes[:upbeat]) else 0,
        upbeat=True,
        moves=tuple(_moves(take, frames_a_tick, shift, whole * bar)),
        places=tuple(there // TICKS_A_TWELFTH for _, there in notes),
        grid=said.grid or "",
    )
    return Heard(one, (metre.beats, metre.unit), found.paper.key, found.beats)


def _moves(take: Take, frames_a_tick: float, shift: float, end: int) -> Iterator[Moved]:
    down: set[int] = set()
    for event in take.events:
        match event:
            case Pedal(frame, _, number, value) | Control(frame, _, number, value):
                tick = round((frame - take.start) / frames_a_tick + shift, _DECIMALS)
                if 0 <= tick < end:
                    (down.add if value else down.discard)(number)
                    yield Moved(tick, number, value)
            case _:
                pass
    yield from (Moved(float(end), number, 0) for number in sorted(down))


def taken(song: Song, layer_id: str, found: Heard) -> Song:
    """Take free playing into a layer. A song that holds nothing yet takes on its tempo, metre, key and length; another keeps its own.

    SongError where the two count in different metres.
    """
    if not song.note_count and not song.groove:
        own = replace(song.layer(layer_id), bars=found.one.bars)
        song = replace(song, bpm=found.one.bpm, metre=found.metre, key=found.key, bars=found.one.bars).with_layer(own)
    elif bar_ticks(found.metre) != song.bar_ticks:
        raise SongError("What you played counts another way than your song. Start a new song with it.")
    return layers.passes(song, layer_id, (found.one,), "layer")
