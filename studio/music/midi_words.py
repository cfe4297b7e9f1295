"""What a piece knows and MIDI has no field for, as short texts in its file: fingers, grace notes, how it stands on paper."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from studio.music import smf
from studio.music.repeats import SIGNS, Pass, Repeats, Sign, sensible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from studio.music.piece import Grace, Metre, Note

_NOTE: Final = re.compile(rb"^key (\d{1,3}): (?:finger ([1-5])|grace (before|on) the beat)$")

_PAPER: Final = re.compile(rb"^paper: (plays|metre|sign|end) (\d{1,8})((?: [a-z0-9 ]+)?)$")


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


# ---------------------------------------------------------------- paper


def of_repeats(repeats: Repeats) -> Iterator[tuple[int, str]]:
    """Write how a piece stands on paper, each as (tick, text): what is played from a tick on stands there."""
    yield 0, f"paper: end {repeats.end}"
    yield from ((0, f"paper: metre {metre.tick} {metre.beats} {metre.unit}") for metre in repeats.metres)
    for sign in repeats.signs:
        numbers = "".join(f" {number}" for number in sign.numbers)
        yield 0, f"paper: sign {sign.tick} {sign.name}{numbers}"
    yield from ((one.start, f"paper: plays {one.written}") for one in repeats.passes)


def repeats_of(texts: Iterable[tuple[int, bytes]], metre: type[Metre]) -> Repeats | None:
    """Read how a piece stands on paper from the texts of its file, each as (tick, text); None where they do not say all of it."""
    passes: list[Pass] = []
    signs: list[Sign] = []
    metres: list[Metre] = []
    end = 0
    for tick, text in texts:
        said = _PAPER.match(text)
        if said is None:
            continue
        number, rest = int(said[2]), said[3].decode().split()
        numbers = tuple(int(word) for word in rest if word.isdigit())
        name = " ".join(word for word in rest if not word.isdigit())
        if said[1] == b"plays":
            passes.append(Pass(tick, number))
        elif said[1] == b"metre" and len(numbers) == 2 and _is_metre(*numbers):  # noqa: PLR2004 - beats and unit
            metres.append(metre(number, *numbers))
        elif said[1] == b"sign" and name in SIGNS:
            signs.append(Sign(number, name, numbers))
        elif said[1] == b"end":
            end = number
    return sensible(Repeats(tuple(sorted(passes)), tuple(signs), tuple(metres), end))


def _is_metre(beats: int, unit: int) -> bool:
    return 1 <= beats <= 32 and unit in {1, 2, 4, 8, 16, 32}  # noqa: PLR2004 - what can be written
