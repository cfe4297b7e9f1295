"""Music on its way to paper: as plain values into a process of its own, and back as a document to be engraved."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from instruments.events import Score
    from reflections import records
    from studio.music.notation import Written
    from studio.music.piece import Piece
    from studio.music.take import Take


TO_A_CLOCK = frozenset({"with", "just"})  # ways of playing in which music or a click went along


@dataclass(frozen=True, slots=True)
class Waited:
    """A take played in "Waits for me", whose own timing says nothing of the rhythm: the piece says how it is written."""

    take: Take
    piece: Piece
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A take, whether it was played to its own tempo and bars, and what was said of how it is read, as plain values.

    `beside` is the piece it was played with, and how: its bars, where nothing kept time.
    """

    take: Take
    clock: bool
    reading: Mapping[str, object] = field(default_factory=dict)
    beside: Mapping[str, object] | None = None


def heard(kept: records.Take, take: Take, piece: bytes | None = None) -> Heard:
    """Say how a kept take is read: what was played to music or a click has its bars, what was played freely has its own."""
    return Heard(take, kept.mode in TO_A_CLOCK, kept.reading, beside_of(kept, piece) if piece else None)


def beside_of(take: records.Take, content: bytes) -> dict[str, object]:
    """Say which piece a take was played with, and how, as plain values."""
    starts = max((part.facts.bar_starts for part in take.parts), key=len, default=())
    about = {"mode": take.mode, "help": take.help, "hands": take.hands, "bar_starts": list(starts)}
    return {"piece": _text(content), **about}


def plain(music: Piece | Heard | Waited) -> dict[str, Any]:
    """What a process of its own needs to write it out: in this one a long take could not be given up meanwhile."""
    from studio.music.piece import Piece

    if isinstance(music, Piece):
        return {"piece": _text(music.to_midi())}
    if isinstance(music, Waited):
        take, piece = _text(music.take.to_midi()), _text(music.piece.to_midi())
        return {"take": take, "piece": piece, "parts": list(music.parts)}
    said = {"clock": music.clock, "reading": dict(music.reading), "beside": music.beside}
    return {"take": _text(music.take.to_midi()), **said}


def papers(
    given: Sequence[Mapping[str, Any]],
) -> list[tuple[str, str, dict[str, float], dict[str, tuple[float, ...]]]]:
    """Write each out as notation, in the process of its own: its fields as plain values."""
    from studio.music.piece import Piece
    from studio.music.take import Take

    found = []
    for one in given:
        piece = Piece.from_midi(b64decode(one["piece"])) if "piece" in one else None
        take = Take.from_midi(b64decode(one["take"])) if "take" in one else None
        paper = _paper(_again(one, take, piece))
        found.append((paper.document, paper.title, paper.note_seconds, paper.again_seconds))
    return found


def _again(one: Mapping[str, Any], take: Take | None, piece: Piece | None) -> Piece | Heard | Waited:
    """Put together what `_plain` took apart."""
    if take is None:
        assert piece is not None, "one of the two is there"
        return piece
    return (
        Heard(take, one["clock"], one["reading"], one["beside"])
        if piece is None
        else Waited(take, piece, tuple(one["parts"]))
    )


def _text(midi: bytes) -> str:
    return b64encode(midi).decode("ascii")


def _paper(music: Piece | Heard | Waited) -> Written:
    from studio.music import along, notation
    from studio.music.piece import Piece
    from studio.music.reading import Reading, read

    if isinstance(music, Piece):
        return notation.write_piece(music)
    if isinstance(music, Heard):
        reading = Reading.from_plain(music.reading)
        bars = along.of_plain(music.beside, music.take) if music.beside else None
        return notation.write_read(read(music.take, reading, clock=music.clock, along=bars))
    as_written = notation.write_played(music.take, music.piece, music.parts)
    return as_written or notation.write_take(music.take, clock=False)


def score_of(music: Piece | Heard | Waited) -> Score:
    """What sounds of it: a take exactly as it was played, a piece as it is written."""
    from studio.music.piece import Piece
    from studio.music.score import take_score, to_score

    if isinstance(music, Piece):
        return to_score(music)
    return take_score(music.take)
