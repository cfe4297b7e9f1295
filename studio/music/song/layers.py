"""Changes to the layers of a song, each a pure function from a song to a song; `History.edit` makes them what is open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from instruments import sounds as catalogue
from studio.music.song.model import (
    BOUNCIEST,
    COLOURS,
    LONGEST_NAME,
    MOST_BARS,
    MOST_LAYERS,
    MOST_NOTES,
    MOST_PASSES,
    STRAIGHT,
    Edit,
    Kind,
    Layer,
    Pass,
    Song,
    SongError,
    SongNote,
    Tidy,
    safe,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

Way = Literal["layer", "replace"]
WAYS: Final[tuple[Way, ...]] = ("layer", "replace")
"""What recording does with what a layer holds: lay over it, or silence the passes before. Nobody guesses it."""

MOST_UP: Final = 48


def add(song: Song, name: str, kind: Kind = "notes", *, sound: str = "", player: str = "") -> Song:
    """Add a layer below the others, as long as the loop; its id is `song.layers[-1].id`."""
    if len(song.layers) >= MOST_LAYERS:
        raise SongError(f"A song has {MOST_LAYERS} layers at most. Take one out first.")
    taken = [int(layer.id) for layer in song.layers if layer.id.isdecimal()]
    layer_id = str(max(taken, default=-1) + 1)
    used = {layer.colour for layer in song.layers}
    colour = next((n for n in range(COLOURS) if n not in used), len(song.layers) % COLOURS)
    usual = "kit" if kind == "drums" else "piano"
    layer = Layer(layer_id, safe(name, LONGEST_NAME), kind, sound or usual, colour, player, bars=song.bars)
    return replace(song, layers=(*song.layers, layer))


def remove(song: Song, layer_id: str) -> Song:
    """Take a layer out, with all its passes; the sections forget it."""
    n = song.place(layer_id)
    blocks = tuple(
        replace(block, off=tuple(each for each in block.off if each != layer_id)) if layer_id in block.off else block
        for block in song.blocks
    )
    return replace(song, layers=(*song.layers[:n], *song.layers[n + 1 :]), blocks=blocks)


def reorder(song: Song, layer_id: str, place: int) -> Song:
    """Move a layer among the others, to a place counted from 0."""
    layer = song.layer(layer_id)
    others = [each for each in song.layers if each is not layer]
    others.insert(min(max(place, 0), len(others)), layer)
    return replace(song, layers=tuple(others))


def rename(song: Song, layer_id: str, name: str) -> Song:
    """Give a layer another name; without one it is called like its sound."""
    layer = song.layer(layer_id)
    named = safe(name, LONGEST_NAME) if name.strip() else catalogue.sound(layer.sound).name
    return song.with_layer(replace(layer, name=named))


def sound(song: Song, layer_id: str, sound_id: str) -> Song:
    """Let a layer be played by another sound of the catalogue."""
    return song.with_layer(replace(song.layer(layer_id), sound=sound_id))


def colour(song: Song, layer_id: str, number: int) -> Song:
    """Draw a layer in another of the six colours."""
    return song.with_layer(replace(song.layer(layer_id), colour=number % COLOURS))


def player(song: Song, layer_id: str, who: str) -> Song:
    """Say who plays a layer: a pupil's id, "tutor", or "" for nobody."""
    return song.with_layer(replace(song.layer(layer_id), player=who))


def volume(song: Song, layer_id: str, level: float) -> Song:
    """Set how loud a layer is, 0..1; 1 is as played."""
    return song.with_layer(replace(song.layer(layer_id), volume=within(level, 0.0, 1.0)))


def mute(song: Song, layer_id: str, *, on: bool) -> Song:
    """Silence a layer, or let it sound."""
    return song.with_layer(replace(song.layer(layer_id), muted=on))


def mute_player(song: Song, who: str, *, on: bool) -> Song:
    """Silence all that one person plays, as the tutor, or let it sound."""
    changed = (replace(each, muted=on) if each.player == who and each.muted != on else each for each in song.layers)
    return replace(song, layers=tuple(changed))


def solo(song: Song, layer_id: str, *, on: bool) -> Song:
    """Let only this layer sound, with others that are alone too; or no longer."""
    return song.with_layer(replace(song.layer(layer_id), solo=on))


def transpose(song: Song, layer_id: str, semitones: int) -> Song:
    """Let all of a layer sound so much higher than it was played, 0 as played; drums stay."""
    return song.with_layer(replace(song.layer(layer_id), up=min(max(semitones, -MOST_UP), MOST_UP)))


def tidy(song: Song, layer_id: str, how: Tidy) -> Song:
    """Set how tidy and how bouncy a layer sounds; what was played stays."""
    strength, swing = within(how.strength, 0.0, 1.0), within(how.swing, STRAIGHT, BOUNCIEST)
    unit = how.unit if how.unit in (8, 16) else 8
    return song.with_layer(replace(song.layer(layer_id), tidy=Tidy(strength, swing, unit, how.grid)))


def lengthen(song: Song, layer_id: str, bars: int) -> Song:
    """Make a layer longer than it is, up to where it comes again; it sounds as before, and each round can be changed alone."""
    layer = song.layer(layer_id)
    bars = min(bars, MOST_BARS)
    if layer.kind == "groove" or bars <= layer.bars:
        return song
    by_hand = _by_hand(layer)
    whole, again = bars * song.bar_ticks, layer.bars * song.bar_ticks
    copies = [
        note._replace(start=note.start + later)
        for later in range(again, whole, again)
        for note in by_hand
        if note.start + later < whole
    ]
    if song.note_count + len(copies) > MOST_NOTES:
        raise SongError(f"A song holds {MOST_NOTES:,} notes, and this one would have more.")
    edits: tuple[Edit, ...] = (*layer.edits, *enumerate(copies, layer.next))
    return song.with_layer(replace(layer, bars=bars, edits=edits, next=layer.next + len(copies)))


def _by_hand(layer: Layer) -> list[SongNote]:
    played = {n for one in layer.passes for n in range(one.first, one.first + len(one.notes))}
    return [note for n, note in layer.edits if note is not None and n not in played]


# ---------------------------------------------------------------- passes


def passes(song: Song, layer_id: str, made: Sequence[Pass], way: Way) -> Song:
    """Take passes in. `layer` lays them over what is there; with `replace` only the last of them sounds, and the others can be put back.

    They sound as they were played, whatever the layer is lifted by. SongError where the layer or the song is full, or plays a groove.
    """
    layer = song.layer(layer_id)
    if layer.kind == "groove":
        raise SongError("This layer can't be recorded on. Add one of your own.")
    if not made:
        return song
    if len(layer.passes) + len(made) > MOST_PASSES:
        raise SongError(f"A layer holds {MOST_PASSES} passes, and this one is full. Add another.")
    if song.note_count + sum(len(one.notes) for one in made) > MOST_NOTES:
        raise SongError(f"A song holds {MOST_NOTES:,} notes, and this one is full. Take some out first.")
    song = lengthen(song, layer_id, max(one.bars for one in made))
    layer = song.layer(layer_id)
    up = 0 if layer.kind == "drums" else layer.up
    taken, next_id = list(layer.passes), layer.next
    for one in made:
        if way == "replace":
            taken = [replace(each, on=False) if each.on else each for each in taken]
        taken.append(replace(one, first=next_id, notes=_lower(one.notes, up)))
        next_id += len(one.notes)
    return song.with_layer(replace(layer, passes=tuple(taken), next=next_id))


def _lower(notes: tuple[SongNote, ...], up: int) -> tuple[SongNote, ...]:
    """Take out what the layer lifts its notes by, so that they sound as they were played."""
    return tuple(note._replace(pitch=note.pitch - up) for note in notes) if up else notes


def pass_on(song: Song, layer_id: str, first: int, *, on: bool) -> Song:
    """Let one pass sound, or silence it alone; passes are known by the id of their first note."""
    layer = song.layer(layer_id)
    return song.with_layer(
        replace(layer, passes=tuple(replace(one, on=on) if one.first == first else one for one in layer.passes))
    )


def upbeat(song: Song, layer_id: str, first: int, *, on: bool) -> Song:
    """Let what was played in the count-in of a pass sound as its upbeat, at the end of the round before; or hide it again."""
    layer = song.layer(layer_id)
    return song.with_layer(
        replace(
            layer,
            passes=tuple(
                replace(one, upbeat=on, places=()) if one.first == first and one.upbeat != on else one
                for one in layer.passes
            ),
        )
    )
