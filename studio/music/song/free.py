"""Takes in what was played to no click: its tempo, bars and places are found from the playing, or said by tapping; nothing is moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor
from statistics import median
from typing import TYPE_CHECKING, Final

from instruments.events import RATE, SOFTWARE, Control, NoteOff, NoteOn, Pedal
from studio.music import reading
from studio.music.piece import TICKS, Key, Metre
from studio.music.song import layers
from studio.music.song.grooving import loop_of
from studio.music.song.model import BEND, FASTEST, SLOWEST, Moved, Pass, Song, SongError, SongNote, bar_ticks, within
from studio.music.song.tidying import TICKS_A_TWELFTH
from studio.music.take import pressed, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from instruments.events import Played
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


def heard(take: Take, said: Reading = reading.AS_FOUND, *, clock: bool = False) -> Heard | None:
    """Find the grid of a take that was played to no click; None where no note was played. `said` has what a person corrected.

    With `clock` it was played to its own tempo and bars. It takes a second or more for a long take, so it is for a worker. What lies before the first whole bar is its upbeat.
    """
    struck = pressed(take.events)
    if not struck:
        return None
    found = reading.read(take, said, clock=clock)
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
        free=not clock,
    )
    return Heard(one, (metre.beats, metre.unit), found.paper.key, found.beats)


def as_take(one: Pass, metre: tuple[int, int]) -> Take:
    """Give a pass back as what was played, from a barline before its first note on: to be heard, tapped along to and read anew."""
    a_tick = 60 / one.bpm / TICKS * RATE
    bar = bar_ticks(metre)
    first = floor(one.notes[0].start / bar) * bar if one.notes else 0

    def frame(tick: float) -> int:
        return max(0, round((tick - first) * a_tick))

    events: list[Played] = []
    for note in one.notes:
        events += [
            NoteOn(frame(note.start), SOFTWARE, note.pitch, note.velocity),
            NoteOff(frame(note.end), SOFTWARE, note.pitch, 0),
        ]
    pedals = (Pedal(frame(move.tick), SOFTWARE, move.number, move.value) for move in one.moves if move.number != BEND)
    return record(
        [*events, *pedals], start=0, end=max(frame(note.end) for note in one.notes) + RATE, bpm=one.bpm, metre=metre
    )


def beats_to(one: Pass, metre: tuple[int, int], seconds: float) -> int:
    """Count the beats from a barline to the beat nearest to a moment, in seconds after the first note: so much later bars begin then."""
    a_tick = 60 / one.bpm / TICKS
    tick, found = one.notes[0].start + seconds / a_tick, Metre(0, *metre)
    played = [(note.start, place * TICKS_A_TWELFTH) for note, place in zip(one.notes, one.places, strict=False)]
    near, there = min(played, key=lambda each: abs(each[0] - tick), default=(tick, round(tick)))
    return round((there + tick - near) / found.beat_ticks) % (found.bar_ticks // found.beat_ticks)


def corrected(song: Song, layer_id: str, first: int, found: Heard) -> Song:
    """Lay what a layer holds of free playing over another grid; what was done to its notes since goes with them.

    A song in which nothing else was made takes on the tempo, metre and length. SongError where another would count otherwise.
    """
    layer = song.layer(layer_id)
    was = next(one for one in layer.passes if one.first == first)
    now = replace(found.one, first=first, on=was.on)
    if not was.notes or len(now.notes) != len(was.notes):
        return song
    alone = not song.groove and len(layer.passes) == 1 and all(one is layer or not one.next for one in song.layers)
    if not alone and bar_ticks(found.metre) != song.bar_ticks:
        raise SongError("Your song counts another way by now. Put the beats right before you add more to it.")
    passes = tuple(now if one is was else one for one in layer.passes)
    faster = now.bpm / was.bpm
    later = now.notes[0].start - was.notes[0].start * faster
    ids = range(first, first + len(was.notes))
    edits = tuple(
        (
            n,
            note._replace(
                start=round(note.start * faster + later, _DECIMALS), length=round(note.length * faster, _DECIMALS)
            ),
        )
        if note is not None and (alone or n in ids)
        else (n, note)
        for n, note in layer.edits
    )
    bars = now.bars if alone else max(layer.bars, now.bars)
    made = song.with_layer(replace(layer, passes=passes, edits=edits, bars=bars))
    return replace(made, bpm=now.bpm, metre=found.metre, key=found.key, bars=now.bars) if alone else made


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
