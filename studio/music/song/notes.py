"""Changes to the notes of a layer, each a pure function from a song to a song, by the ids of `shown`.

Ticks and pitches are those that show. A note whose time is changed lies exactly from then on; one whose pitch or strength is changed
stays as tidy as it was. A groove's part that is changed becomes the song's own. What was played lies untouched underneath.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from studio.music.song import grooving, sounding, tidying
from studio.music.song.model import MOST_NOTES, MOST_TIMES, Layer, Song, SongError, SongNote, within

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from studio.music.song.sounding import Shown

SHORTEST: Final = 30.0
"""Ticks of the shortest note an edit makes: a sixty-fourth."""

_DECIMALS: Final = 4
_HIGHEST: Final = 127


def shown(song: Song, layer_id: str) -> tuple[Shown, ...]:
    """All notes of a layer as they sound and show, a groove's too; their ids stay the same when it becomes the song's own."""
    return sounding.shown(editable(song, layer_id).layer(layer_id), song.metre)


def editable(song: Song, layer_id: str) -> Song:
    """Give the song with a layer whose notes can be changed; KeyError where there is no such layer."""
    return grooving.own(song, layer_id)


# ---------------------------------------------------------------- edits


def add(song: Song, layer_id: str, *added: SongNote) -> Song:
    """Put notes in; their ids are those from the layer's `next` on. SongError where the song is full."""
    song = editable(song, layer_id)
    layer = song.layer(layer_id)
    return _changed(song, layer, {}, [_put(song, layer, note) for note in added])


def move(song: Song, layer_id: str, ids: Collection[int], *, ticks: float = 0.0, semitones: int = 0) -> Song:
    """Move notes together in time and pitch, as far as the ends of the layer and of the keyboard let them all."""
    song, layer, chosen = _chosen(song, layer_id, ids)
    if not chosen:
        return song
    ticks = _room(song, layer, chosen.values(), ticks)
    lowest, highest = min(n.pitch for n in chosen.values()), max(n.pitch for n in chosen.values())
    semitones = min(max(semitones, -lowest), _HIGHEST - highest)
    return _each(song, layer, chosen, lambda note, now: _moved(song, layer, note, now, ticks, semitones))


def stretch(song: Song, layer_id: str, ids: Collection[int], ticks: float, *, from_start: bool = False) -> Song:
    """Lengthen notes at their end, or at their start, or shorten them down to `SHORTEST`."""
    song, layer, chosen = _chosen(song, layer_id, ids)

    def longer(note: SongNote, now: Shown) -> SongNote:
        if from_start:
            start = within(now.start - ticks, 0.0, max(0.0, now.end - SHORTEST))
            return _put(song, layer, _as_shown(now)._replace(start=start, length=now.end - start))
        length = within(now.length + ticks, SHORTEST, max(SHORTEST, _whole(song, layer) - now.start))
        return (
            note._replace(length=round(length, _DECIMALS))
            if not note.exact
            else _put(song, layer, _as_shown(now)._replace(length=length))
        )

    return _each(song, layer, chosen, longer) if ticks else song


def split(song: Song, layer_id: str, ids: Collection[int], tick: float) -> Song:
    """Cut notes in two at a tick, where both halves would still be notes; the second halves are new."""
    song, layer, chosen = _chosen(song, layer_id, ids)
    cut = {n: now for n, now in chosen.items() if now.start + SHORTEST <= tick <= now.end - SHORTEST}
    notes = _notes(layer, cut)
    first = {
        n: notes[n]._replace(length=tick - now.start)
        if not notes[n].exact
        else _put(song, layer, _as_shown(now)._replace(length=tick - now.start))
        for n, now in cut.items()
    }
    second = [_put(song, layer, _as_shown(now)._replace(start=tick, length=now.end - tick)) for now in cut.values()]
    return _changed(song, layer, first, second)


def join(song: Song, layer_id: str, ids: Collection[int]) -> Song:
    """Make one note of those of the same pitch, from the first's start to the last's end."""
    song, layer, chosen = _chosen(song, layer_id, ids)
    changes: dict[int, SongNote | None] = {}
    for pitch in {now.pitch for now in chosen.values()}:
        same = sorted((now for now in chosen.values() if now.pitch == pitch), key=lambda now: now.start)
        if len(same) > 1:
            end = max(now.end for now in same)
            changes |= dict.fromkeys(now.id for now in same[1:])
            changes[same[0].id] = _put(song, layer, _as_shown(same[0])._replace(length=end - same[0].start, times=1))
    return _changed(song, layer, changes)


def delete(song: Song, layer_id: str, ids: Collection[int]) -> Song:
    """Take notes out; those of a pass stay in it, unheard."""
    song, layer, chosen = _chosen(song, layer_id, ids)
    return _changed(song, layer, dict.fromkeys(chosen))


def copy(song: Song, layer_id: str, ids: Collection[int]) -> tuple[SongNote, ...]:
    """Take a copy of notes, for `paste`; ticks count from the first of them."""
    _, _, chosen = _chosen(song, layer_id, ids)
    first = min((now.start for now in chosen.values()), default=0.0)
    return tuple(sorted(_as_shown(now)._replace(start=now.start - first) for now in chosen.values()))


def paste(song: Song, layer_id: str, copied: Sequence[SongNote], at: float) -> Song:
    """Put copied notes in from a tick on; what would lie behind the layer's end is left out."""
    song = editable(song, layer_id)
    end = _whole(song, song.layer(layer_id))
    return add(song, layer_id, *(n._replace(start=n.start + at) for n in copied if 0 <= n.start + at < end))


def louder(song: Song, layer_id: str, ids: Collection[int], by: int) -> Song:
    """Change how hard notes are struck, within 1..127."""
    song, layer, chosen = _chosen(song, layer_id, ids)
    return _each(song, layer, chosen, lambda note, _: note._replace(velocity=_touch(note.velocity + by)))


def velocity(song: Song, layer_id: str, ids: Collection[int], value: int) -> Song:
    """Set how hard notes are struck, within 1..127."""
    song, layer, chosen = _chosen(song, layer_id, ids)
    return _each(song, layer, chosen, lambda note, _: note._replace(velocity=_touch(value)))


def ratchet(song: Song, layer_id: str, ids: Collection[int], times: int) -> Song:
    """Strike notes so many times in their length, 1..4."""
    song, layer, chosen = _chosen(song, layer_id, ids)
    return _each(song, layer, chosen, lambda note, _: note._replace(times=min(max(times, 1), MOST_TIMES)))


# ---------------------------------------------------------------- how they are laid over what was played


def _chosen(song: Song, layer_id: str, ids: Collection[int]) -> tuple[Song, Layer, dict[int, Shown]]:
    """Find notes by id; of one that comes again in its layer, the first. Unknown ids are passed over."""
    song = editable(song, layer_id)
    layer = song.layer(layer_id)
    wanted = ids if isinstance(ids, set | frozenset | dict | range) else frozenset(ids)
    found: dict[int, Shown] = {}
    for now in sounding.shown(layer, song.metre):
        if now.id in wanted and now.id not in found:
            found[now.id] = now
    return song, layer, found


def _each(song: Song, layer: Layer, chosen: Mapping[int, Shown], how: Callable[[SongNote, Shown], SongNote]) -> Song:
    notes = _notes(layer, chosen)
    return _changed(song, layer, {n: how(notes[n], now) for n, now in chosen.items()})


def _moved(song: Song, layer: Layer, note: SongNote, now: Shown, ticks: float, semitones: int) -> SongNote:
    if ticks:
        return _put(song, layer, _as_shown(now)._replace(start=now.start + ticks, pitch=now.pitch + semitones))
    return note._replace(pitch=note.pitch + semitones)


def _as_shown(now: Shown) -> SongNote:
    return SongNote(now.start, now.length, now.pitch, now.velocity, now.times, True)


def _put(song: Song, layer: Layer, note: SongNote) -> SongNote:
    """Take the bounce and the transposing out of a note as it shows, so that it shows so with them."""
    whole = _whole(song, layer)
    start = within(note.start, 0.0, whole - 1)
    end = within(note.start + max(note.length, 1.0), start + 1, whole)
    first, last = (tidying.straight(tick, layer.tidy) for tick in (start, end))
    up = 0 if layer.kind == "drums" else layer.up
    return SongNote(
        round(first, _DECIMALS),
        round(last - first, _DECIMALS),
        min(max(note.pitch, 0), _HIGHEST) - up,
        _touch(note.velocity),
        min(max(note.times, 1), MOST_TIMES),
        True,
    )


def _touch(value: int) -> int:
    return min(max(value, 1), _HIGHEST)


def _whole(song: Song, layer: Layer) -> int:
    return layer.bars * song.bar_ticks


def _room(song: Song, layer: Layer, chosen: Iterable[Shown], ticks: float) -> float:
    starts = [now.start for now in chosen]
    return within(ticks, -min(starts), _whole(song, layer) - 1 - max(starts))


def _notes(layer: Layer, ids: Iterable[int]) -> dict[int, SongNote]:
    """Find notes that sound as they lie in the layer, untidied."""
    over = dict(layer.edits)
    found = ((n, over.get(n) or _played(layer, n)) for n in ids)
    return {n: note for n, note in found if note is not None}


def _played(layer: Layer, note_id: int) -> SongNote | None:
    """Find a note as it was played; None for one that was put in by hand."""
    place = bisect_right(layer.passes, note_id, key=lambda one: one.first) - 1
    if place < 0:
        return None
    one = layer.passes[place]
    n = note_id - one.first
    return one.notes[n] if n < len(one.notes) else None


def _changed(song: Song, layer: Layer, changes: Mapping[int, SongNote | None], added: Sequence[SongNote] = ()) -> Song:
    """Lay changes over a layer: what is as it was played needs none, what was put in by hand and taken out leaves none."""
    over = {edit[0]: edit for edit in layer.edits}  # those that stay are the very same, for the history shares them
    for note_id, note in changes.items():
        played = _played(layer, note_id)
        if note == played:
            over.pop(note_id, None)
        else:
            over[note_id] = (note_id, note)
    over.update({n: (n, note) for n, note in enumerate(added, layer.next)})
    if added and song.note_count + len(added) > MOST_NOTES:
        raise SongError(f"A song holds {MOST_NOTES:,} notes, and this one is full. Take some out first.")
    edits = tuple(sorted(over.values(), key=_by_id))
    if edits == layer.edits:
        return song
    return song.with_layer(replace(layer, edits=edits, next=layer.next + len(added)))


def _by_id(edit: tuple[int, SongNote | None]) -> int:
    return edit[0]
