"""Songs as plain values for JSON; what is as usual is left out, so that most layers and notes are short."""

from __future__ import annotations

from dataclasses import astuple, fields
from typing import Any, Final

from studio.music.song.model import Block, Layer, Pass, Song, SongNote, Story, Voice

_HOLD: Final = frozenset({"layers", "passes", "notes"})


def of_song(song: Song) -> dict[str, Any]:
    """Write a song as plain values; what is as usual is left out."""
    return _said(song, Song()) | {"layers": [of_layer(layer) for layer in song.layers]}


def of_layer(layer: Layer) -> dict[str, Any]:
    """Write a layer."""
    return _said(layer, Layer("", "")) | {"passes": [of_pass(one) for one in layer.passes]}


def of_pass(one: Pass) -> dict[str, Any]:
    """Write a pass."""
    return _said(one, Pass(-1, (), 0)) | {"notes": [of_note(note) for note in one.notes]}


def _said(value: Any, usual: Any) -> dict[str, Any]:
    """Write the fields of a value that are not as usual, but for those that hold other values."""
    return {
        name: of_field(name, own)
        for name in (field.name for field in fields(value))
        if name not in _HOLD and (own := getattr(value, name)) != getattr(usual, name)
    }


def of_field(name: str, value: Any) -> Any:
    """Write one field of a song, layer or pass that holds no layers, passes or notes."""
    match name:
        case "blocks":
            return [_said(block, Block("", "")) for block in value]
        case "story":
            return _said(value, Story())
        case "voice":
            return _said(value, Voice()) | {"passes": [list(astuple(one)) for one in value.passes]}
        case "tidy":
            return [value.strength, value.swing, value.unit, value.grid]
        case "edits":
            return [of_edit(*edit) for edit in value]
        case "moves":
            return [[_short(move.tick), move.number, move.value] for move in value]
        case _ if isinstance(value, tuple):
            return list(value)
        case _:
            return value


def of_edit(note_id: int, note: SongNote | None) -> list[Any]:
    """Write a change: the id, and the note if it is there still."""
    return [note_id] if note is None else [note_id, *of_note(note)]


def of_note(note: SongNote) -> list[Any]:
    """Write a note: start, length, pitch, velocity; and how often, and whether it lies exactly, where that is not as usual."""
    start, length, pitch, velocity, times, exact = note
    plain = [_short(start), _short(length), pitch, velocity]
    return [*plain, times, int(exact)] if exact else [*plain, times] if times != 1 else plain


def _short(tick: float) -> float:
    return int(tick) if tick == int(tick) else tick
