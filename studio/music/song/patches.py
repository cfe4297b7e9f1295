"""What changed from one song to another as small plain values, and the same change made again: a step of the history, kept."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

from studio.music.song import from_plain, to_plain
from studio.music.song.limits import fail, integer, listed, named, words
from studio.music.song.model import (
    LONGEST_NAME,
    MOST_LAYERS,
    MOST_NOTES,
    MOST_PASSES,
    Edit,
    Layer,
    Pass,
    Song,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_OWN: Final = frozenset(
    {"layers", "passes", "notes", "edits", "id", "first"}
)  # what is told in another way, or never changes
_ABSENT: Final = object()
_FIRST_ID, _MOST_ID = 0, 1_000_000_000


def difference(before: Song, after: Song) -> dict[str, Any]:
    """Say in plain values what changes `before` into `after`; what both share is not looked into."""
    patch = _fields(before, after)
    if before.layers is after.layers:
        return patch
    old = {layer.id: layer for layer in before.layers}
    if [layer.id for layer in before.layers] != [layer.id for layer in after.layers]:
        patch["order"] = [layer.id for layer in after.layers]
    changed = {}
    for layer in after.layers:
        was = old.get(layer.id)
        if was is None:
            patch.setdefault("new", []).append(to_plain.of_layer(layer))
        elif was is not layer and (differs := _layer(was, layer)):
            changed[layer.id] = differs
    return patch | ({"layers": changed} if changed else {})


def _fields(before: Any, after: Any) -> dict[str, Any]:
    """The fields that differ, but for those that are told in another way."""
    changed = {}
    for field in fields(after):
        now, was = getattr(after, field.name), getattr(before, field.name)
        if field.name not in _OWN and now is not was and now != was:
            changed[field.name] = to_plain.of_field(field.name, now)
    return changed


def _layer(before: Layer, after: Layer) -> dict[str, Any]:
    patch = _fields(before, after)
    if before.edits is not after.edits:
        put, gone = _edits(before.edits, after.edits)
        patch |= {"put": put} if put else {}
        patch |= {"gone": gone} if gone else {}
    if before.passes is not after.passes:
        patch |= _passes(before, after)
    return patch


def _edits(before: tuple[Edit, ...], after: tuple[Edit, ...]) -> tuple[list[Any], list[int]]:
    """Changes put in or altered, and ids of those that are gone; what both begin and end with is passed over at once."""
    first, most = 0, min(len(before), len(after))
    while first < most and before[first] is after[first]:
        first += 1
    last = 0
    while last < most - first and before[-1 - last] is after[-1 - last]:
        last += 1
    old = dict(before[first : len(before) - last])
    new = dict(after[first : len(after) - last])
    put = [to_plain.of_edit(n, note) for n, note in new.items() if old.get(n, _ABSENT) != note]
    return put, [n for n in old if n not in new]


def _passes(before: Layer, after: Layer) -> dict[str, Any]:
    old = {one.first: one for one in before.passes}
    patch: dict[str, Any] = {}
    if [one.first for one in before.passes] != [one.first for one in after.passes]:
        patch["passes"] = [one.first for one in after.passes]
    for one in after.passes:
        was = old.get(one.first)
        if was is one:
            continue
        if was is None or (was.notes is not one.notes and was.notes != one.notes):
            patch.setdefault("taken", []).append(to_plain.of_pass(one))
        elif differs := _fields(was, one):
            patch.setdefault("turned", {})[str(one.first)] = differs
    return patch


# ---------------------------------------------------------------- made again


def patched(song: Song, plain: object) -> Song:
    """Change a song as `difference` said; DamagedError where the values fit no song, or not this one."""
    patch = named(plain)
    old = {layer.id: layer for layer in song.layers}
    old |= {layer.id: layer for layer in listed(patch.get("new", []), from_plain.layer_of, MOST_LAYERS)}
    for layer_id, differs in named(patch.get("layers", {})).items():
        old[layer_id] = _layer_patched(_known(old, layer_id), named(differs))
    if "order" in patch:
        order = list(listed(patch["order"], words(LONGEST_NAME), MOST_LAYERS))
    else:
        order = [layer.id for layer in song.layers]
    layers = tuple(_known(old, layer_id) for layer_id in order)
    own = _read(patch, from_plain.song_field, Song)
    return from_plain.checked(replace(song, layers=layers, **own))


def _known(held: dict[Any, Any], which: object) -> Any:
    return held[which] if which in held else fail("step")


def _read(patch: Any, read: Callable[[str, object], Any], kind: type) -> dict[str, Any]:
    own = {field.name for field in fields(kind)} - _OWN
    return {name: read(name, value) for name, value in patch.items() if name in own}


def _layer_patched(layer: Layer, patch: Any) -> Layer:
    own = _read(patch, from_plain.layer_field, Layer)
    edits = layer.edits
    if "put" in patch or "gone" in patch:
        over = {edit[0]: edit for edit in edits}
        for n in listed(patch.get("gone", []), _id, MOST_NOTES):
            over.pop(n, None)
        over.update({edit[0]: edit for edit in listed(patch.get("put", []), from_plain.edit_of, MOST_NOTES)})
        edits = tuple(sorted(over.values(), key=_edit_id))
    return from_plain.joined(replace(layer, edits=edits, passes=_passes_patched(layer, patch), **own))


def _edit_id(edit: Edit) -> int:
    return edit[0]


def _passes_patched(layer: Layer, patch: Any) -> tuple[Pass, ...]:
    if not {"passes", "taken", "turned"} & patch.keys():
        return layer.passes
    held = {one.first: one for one in layer.passes}
    held |= {one.first: one for one in listed(patch.get("taken", []), from_plain.pass_of, MOST_PASSES)}
    for first, differs in named(patch.get("turned", {})).items():
        n = int(first) if first.isascii() and first.isdecimal() and len(first) < 10 else -1  # noqa: PLR2004 - an id has nine digits
        own = _read(named(differs), from_plain.pass_field, Pass)
        held[n] = from_plain.whole(replace(_known(held, n), **own))
    if "passes" not in patch:
        return tuple(held[one.first] for one in layer.passes)
    return tuple(_known(held, n) for n in listed(patch["passes"], _id, MOST_PASSES))


def _id(plain: object) -> int:
    return integer(plain, _FIRST_ID, _MOST_ID)
