"""What a layer sounds like: its passes with what was changed laid over them, tidied, bouncy, transposed, each worked out once."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from studio.music.song import tidying
from studio.music.song.model import MOST_PASSES, Edit, Layer, Moved, Pass, SongNote, Tidy, bar_ticks
from studio.music.song.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

Struck = tuple[int, int, int, int]
"""Start and length in whole ticks, pitch, velocity: what the engine and a piece take."""

_SHORTEST: Final = 1
_FEW: Final = 64  # changes that are others than the last time, which are always laid over what was worked out then
_HIGHEST: Final = 127


class Shown(NamedTuple):
    """A note as it sounds and shows: where it lies in ticks of the layer, tidied; its id, and its place in `passes`, -1 by hand."""

    start: float
    pitch: int
    length: float
    velocity: int
    times: int
    id: int
    of_pass: int

    @property
    def end(self) -> float:
        """The tick at which the key goes up."""
        return self.start + self.length


_PASSES: Remembered[tuple[Shown, ...]] = Remembered(MOST_PASSES)
_SHOWN: Remembered[tuple[Shown, ...]] = Remembered(64)
_LATEST: Remembered[list[tuple[tuple[Edit, ...], tuple[Shown, ...]]]] = Remembered(32)
_STRUCK: Remembered[tuple[Struck, ...]] = Remembered(128)
_MOVES: Remembered[tuple[Moved, ...]] = Remembered(64)


class _How(NamedTuple):
    """What the notes of a layer are brought to: how tidy, over how many ticks, how much higher, in which metre."""

    tidy: Tidy
    whole: int
    up: int
    metre: tuple[int, int]


def counted_in(layer: Layer) -> tuple[Shown, ...]:
    """What was played before bar 1 and is hidden: notes of passes that are on, at ticks below 0."""
    up = 0 if layer.kind == "drums" else layer.up
    return tuple(
        Shown(note.start, folded(note.pitch + up), note.length, note.velocity, 1, one.first + n, place)
        for place, one in enumerate(layer.passes)
        if one.on
        for n, note in enumerate(one.notes[: one.hidden])
    )


def shown(layer: Layer, metre: tuple[int, int]) -> tuple[Shown, ...]:
    """All notes of a layer as they sound over its own bars, in order of start; a shorter pass comes again, under the same ids."""
    up = 0 if layer.kind == "drums" else layer.up
    how = _How(layer.tidy, layer.bars * bar_ticks(metre), up, metre)
    return _SHOWN.of((layer.passes, layer.edits), how, lambda: _shown(layer, how))


def _shown(layer: Layer, how: _How) -> tuple[Shown, ...]:
    """Lay the changes over what was played; where only few are others than the last time, only these."""
    latest = _LATEST.of((layer.passes,), how, list)
    before = next(iter(latest), None)  # looked at once: another thread may put its own there
    others = _others(before[0], layer.edits) if before is not None else None
    if before is None or others is None:
        found = [note for place, one in enumerate(layer.passes) if one.on for note in _of_pass(one, place, how)]
        others = layer.edits
    else:
        found = list(before[1])
    ids = {note_id for note_id, _ in others}
    found = [note for note in found if note.id not in ids] if ids else found
    now = dict(layer.edits)
    for note_id in ids:
        found += _edited(layer, note_id, now.get(note_id, _GONE), how)
    found.sort()
    shown_now = tuple(found)
    latest[:] = [(layer.edits, shown_now)]
    return shown_now


_GONE: Final = "gone"  # a change that is no longer made


def _others(before: tuple[Edit, ...], after: tuple[Edit, ...]) -> tuple[Edit, ...] | None:
    """Find the changes that are not in both; None where these are most of them."""
    first, most = 0, min(len(before), len(after))
    while first < most and before[first] is after[first]:
        first += 1
    last = 0
    while last < most - first and before[-1 - last] is after[-1 - last]:
        last += 1
    old, new = before[first : len(before) - last], after[first : len(after) - last]
    same = set(map(id, old)) & set(map(id, new))
    found = tuple(edit for edit in (*old, *new) if id(edit) not in same)
    return found if len(found) <= _FEW + len(after) // 2 else None


def _edited(layer: Layer, note_id: int, now: SongNote | str | None, how: _How) -> Iterator[Shown]:
    """Show a note as it was changed to, or as it was played where the change is gone."""
    place = bisect_right(layer.passes, note_id, key=_first) - 1
    one = layer.passes[place] if place >= 0 else None
    if one is None or note_id >= one.first + len(one.notes):
        if isinstance(now, SongNote):
            start, length, pitch, velocity, times, _ = now
            at = tidying.swung(start, how.tidy)
            lasts = tidying.swung(start + length, how.tidy) - at
            yield from _fitted(Shown(at, pitch, lasts, velocity, times, note_id, -1), how.whole, how)
    elif one.on and now is not None:
        n = note_id - one.first
        note = one.notes[n] if isinstance(now, str) else now
        if n >= one.hidden:
            yield from _played(one, place, n, note, _goals(one, how), how)


def _first(one: Pass) -> int:
    return one.first


def _fitted(note: Shown, again: int, how: _How) -> Iterator[Shown]:
    """Repeat a note every `again` ticks, cut it at the seam, and transpose it; outside of the layer it does not sound."""
    start, pitch, length, velocity, times, note_id, place = note
    pitch = pitch + how.up if 0 <= pitch + how.up <= _HIGHEST else folded(pitch + how.up)
    whole = how.whole
    while start < whole:
        if start >= 0:
            yield Shown(start, pitch, min(length, whole - start), velocity, times, note_id, place)
        start += again


def folded(pitch: int) -> int:
    """Bring a pitch into what MIDI knows by octaves."""
    while pitch > _HIGHEST:
        pitch -= 12
    while pitch < 0:
        pitch += 12
    return pitch


def _goals(one: Pass, how: _How) -> tuple[int, ...]:
    return tidying.targets(one, how.tidy, how.metre) if how.tidy.strength > 0 else ()


def _of_pass(one: Pass, place: int, how: _How) -> tuple[Shown, ...]:
    """All notes of a pass as they were played, tidied; worked out once, whatever is changed in it."""

    def made() -> Iterator[Shown]:
        goals = _goals(one, how)
        for n in range(one.hidden, len(one.notes)):
            yield from _played(one, place, n, one.notes[n], goals, how)

    facts = (one.first, place, one.hidden, one.bars, one.bpm, one.grid)
    return _PASSES.of((one.notes, one.places), (*facts, *how), lambda: tuple(sorted(made())))


def _played(one: Pass, place: int, n: int, note: SongNote, goals: tuple[int, ...], how: _How) -> Iterator[Shown]:
    """Show a note of a pass. Struck early and held it sounds on the one, ended by then before the seam, tidied past the seam on the one."""
    start, length, pitch, velocity, times, exact = note
    if exact:
        at = tidying.swung(start, how.tidy)
        start, length = at, tidying.swung(start + length, how.tidy) - at
    elif goals:
        start += how.tidy.strength * (tidying.swung(goals[n - one.hidden], how.tidy) - start)
    again = one.bars * bar_ticks(how.metre)
    if start < 0:
        start, length = (0.0, start + length) if start + length > 0 else (start + again, length)
    elif start >= again and not exact:
        start -= again
    if not exact:
        length = min(length, again - start)
    yield from _fitted(Shown(start, pitch, length, velocity, times, one.first + n, place), again, how)


def struck(layer: Layer, metre: tuple[int, int], bars: int) -> tuple[Struck, ...]:
    """What a layer plays over `bars`, ready for a keyboard: in order, in whole ticks, each key struck again only after it came up."""
    notes = shown(layer, metre)
    whole, own = bars * bar_ticks(metre), layer.bars * bar_ticks(metre)
    return _STRUCK.of((notes,), (whole, own), lambda: playable(_rounded(notes, whole, own)))


def _rounded(notes: tuple[Shown, ...], whole: int, own: int) -> Iterator[Struck]:
    for again in range(0, whole, own):
        for start, pitch, length, velocity, times, _, _ in notes:
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
