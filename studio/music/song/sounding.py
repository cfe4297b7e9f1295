"""What a layer sounds like: its passes with what was changed laid over them, tidied, bouncy, transposed, each worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music.song import tidying
from studio.music.song.model import Layer, Moved, Pass, SongNote, Tidy, bar_ticks
from studio.music.song.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

Struck = tuple[int, int, int, int]
"""Start and length in whole ticks, pitch, velocity: what the engine and a piece take."""

_SHORTEST: Final = 1
_HIGHEST: Final = 127


class Shown(NamedTuple):
    """A note as it sounds and shows: its id, and start and length in ticks of the layer, tidied; its place in `passes`, -1 by hand."""

    id: int
    start: float
    length: float
    pitch: int
    velocity: int
    times: int
    of_pass: int

    @property
    def end(self) -> float:
        """The tick at which the key goes up."""
        return self.start + self.length


_RAW: Remembered[dict[int, SongNote]] = Remembered(64)
_SHOWN: Remembered[tuple[Shown, ...]] = Remembered(64)
_STRUCK: Remembered[tuple[Struck, ...]] = Remembered(128)
_MOVES: Remembered[tuple[Moved, ...]] = Remembered(64)


def raw(layer: Layer) -> dict[int, SongNote]:
    """All notes of a layer that sound, by id, untidied: those played with their changes, those put in by hand. Not to be changed."""
    return _RAW.of((layer.passes, layer.edits), (), lambda: _raw(layer))


def _raw(layer: Layer) -> dict[int, SongNote]:
    over = dict(layer.edits)
    notes: dict[int, SongNote] = {}
    for one in layer.passes:
        ids = range(one.first, one.first + len(one.notes))
        if not one.on:
            for gone in over.keys() & ids:
                del over[gone]
            continue
        notes.update(zip(ids[one.hidden :], one.notes[one.hidden :], strict=True))
    for note_id, note in over.items():
        if note is not None:
            notes[note_id] = note
        else:
            notes.pop(note_id, None)
    return notes


def counted_in(layer: Layer) -> tuple[Shown, ...]:
    """What was played before bar 1 and is hidden: notes of passes that are on, at ticks below 0."""
    return tuple(
        Shown(one.first + n, note.start, note.length, note.pitch, note.velocity, 1, place)
        for place, one in enumerate(layer.passes)
        if one.on
        for n, note in enumerate(one.notes[: one.hidden])
    )


def shown(layer: Layer, metre: tuple[int, int]) -> tuple[Shown, ...]:
    """All notes of a layer as they sound over its own bars, in order of start; a shorter pass comes again, under the same ids."""
    how = (layer.tidy, layer.bars, layer.up, layer.kind == "drums", metre)
    return _SHOWN.of((layer.passes, layer.edits), how, lambda: tuple(sorted(_shown(layer, metre), key=_start)))


def _start(note: Shown) -> tuple[float, int]:
    return note.start, note.pitch


def _shown(layer: Layer, metre: tuple[int, int]) -> Iterator[Shown]:
    bar = bar_ticks(metre)
    whole = layer.bars * bar
    up = 0 if layer.kind == "drums" else layer.up
    notes = raw(layer)
    by_hand = set(notes) if layer.edits else set()
    for place, one in enumerate(layer.passes):
        if one.on:
            by_hand.difference_update(range(one.first, one.first + len(one.notes)))
            for note in _of_pass(one, place, notes, layer.tidy, metre):
                for again in range(0, whole, one.bars * bar):
                    yield from _fitted(note, again, whole, up)
    for note_id in by_hand:
        start, length, pitch, velocity, times, _ = notes[note_id]
        at = tidying.swung(start, layer.tidy)
        note = Shown(note_id, at, tidying.swung(start + length, layer.tidy) - at, pitch, velocity, times, -1)
        yield from _fitted(note, 0, whole, up)


def _fitted(note: Shown, later: int, whole: int, up: int) -> Iterator[Shown]:
    """Move a note to where its pass comes again, cut it at the seam, and transpose it; outside of the layer it does not sound."""
    note_id, start, length, pitch, velocity, times, place = note
    start += later
    if 0 <= start < whole:
        yield Shown(note_id, start, min(length, whole - start), folded(pitch + up), velocity, times, place)


def folded(pitch: int) -> int:
    """Bring a pitch into what MIDI knows by octaves."""
    while pitch > _HIGHEST:
        pitch -= 12
    while pitch < 0:
        pitch += 12
    return pitch


def _of_pass(one: Pass, place: int, notes: dict[int, SongNote], tidy: Tidy, metre: tuple[int, int]) -> Iterator[Shown]:
    goals = tidying.targets(one, tidy, metre) if tidy.strength > 0 else ()
    round_ticks = one.bars * bar_ticks(metre)
    for n in range(one.hidden, len(one.notes)):
        note_id = one.first + n
        note = notes.get(note_id)
        if note is None:
            continue
        start, length, pitch, velocity, times, exact = note
        if exact:
            start = tidying.swung(start, tidy)
        elif goals:
            start += tidy.strength * (tidying.swung(goals[n - one.hidden], tidy) - start)
        at, lasts = _in_round(start, length, round_ticks)
        yield Shown(note_id, at, lasts, pitch, velocity, times, place)


def _in_round(start: float, length: float, round_ticks: int) -> tuple[float, float]:
    """Bring a start into its round: what was struck early and held sounds on the one, what had ended by then before the seam."""
    if start < 0:
        if start + length > 0:
            start, length = 0.0, start + length
        else:
            start += round_ticks
    elif start >= round_ticks:
        start -= round_ticks
    return start, min(length, round_ticks - start)


def struck(layer: Layer, metre: tuple[int, int], bars: int) -> tuple[Struck, ...]:
    """What a layer plays over `bars`, ready for a keyboard: in order, in whole ticks, each key struck again only after it came up."""
    notes = shown(layer, metre)
    whole, own = bars * bar_ticks(metre), layer.bars * bar_ticks(metre)
    return _STRUCK.of((notes,), (whole, own), lambda: playable(_rounded(notes, whole, own)))


def _rounded(notes: tuple[Shown, ...], whole: int, own: int) -> Iterator[Struck]:
    for again in range(0, whole, own):
        for _, start, length, pitch, velocity, times, _ in notes:
            at = round(start + again)
            if at >= whole:
                break
            lasts = max(_SHORTEST, min(round(start + again + length), whole) - at)
            if times == 1:
                yield at, lasts, pitch, velocity
            else:
                for n in range(times):
                    first = at + n * lasts // times
                    yield first, max(_SHORTEST, at + (n + 1) * lasts // times - first), pitch, velocity


def playable(notes: Iterator[Struck]) -> tuple[Struck, ...]:
    """Sort notes; cut one short where its key is struck again; of two at once keep the longer, as a piece's part does."""
    kept: list[Struck] = []
    latest: dict[int, int] = {}
    for note in sorted(notes):
        start, length, pitch, velocity = note
        n = latest.get(pitch)
        if n is not None:
            before = kept[n]
            if before[0] == start:
                kept[n] = max(before, note, key=lambda each: each[1])
                continue
            if before[0] + before[1] > start:
                kept[n] = (before[0], start - before[0], before[2], before[3])
        latest[pitch] = len(kept)
        kept.append((start, length, pitch, velocity))
    return tuple(kept)


def moves(layer: Layer, metre: tuple[int, int], bars: int) -> tuple[Moved, ...]:
    """Pedals and wheels of a layer's sounding passes over `bars`, in order of tick; drums have none."""
    if layer.kind == "drums":
        return ()
    return _MOVES.of((layer.passes,), (metre, bars), lambda: tuple(sorted(_moves(layer, metre, bars))))


def _moves(layer: Layer, metre: tuple[int, int], bars: int) -> Iterator[Moved]:
    bar = bar_ticks(metre)
    for one in layer.passes:
        for again in range(0, bars * bar, one.bars * bar) if one.on else ():
            for move in one.moves:
                if move.tick + again <= bars * bar:
                    yield move._replace(tick=move.tick + again)
