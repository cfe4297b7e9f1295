"""What a piece knows and MIDI has no field for, as short texts in its file: fingers and grace notes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from studio.music import smf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from studio.music.piece import Grace, Note

_NOTE: Final = re.compile(rb"^key (\d{1,3}): (?:finger ([1-5])|grace (before|on) the beat)$")


class NoteWords(NamedTuple):
    """What is said of one note beside what MIDI says."""

    finger: int = 0
    grace: Grace = ""


def of_note(note: Note) -> Iterator[str]:
    """Write what is said of a note; the texts stand at its start."""
    if note.finger:
        yield f"key {note.pitch}: finger {note.finger}"
    if note.grace:
        yield f"key {note.pitch}: grace {note.grace} the beat"


def of_notes(track: Sequence[smf.Message], scale: float) -> dict[tuple[int, int], NoteWords]:
    """Read what a track says of its notes, by tick (times `scale`) and pitch."""
    found: dict[tuple[int, int], NoteWords] = {}
    for tick, data in track:
        said = _NOTE.match(data[2:]) if data[:2] == bytes((smf.META, smf.TEXT)) else None
        if said is not None:
            key = round(tick * scale), int(said[1])
            before = found.get(key, NoteWords())
            grace = cast("Grace", (said[3] or b"").decode()) or before.grace
            found[key] = NoteWords(int(said[2] or before.finger), grace)
    return found


def told(notes: Iterable[Note], words: Mapping[tuple[int, int], NoteWords]) -> Iterator[Note]:
    """Give notes what is said of them."""
    for note in notes:
        said = words.get((note.start, note.pitch))
        yield replace(note, finger=said.finger, grace=said.grace) if said else note
