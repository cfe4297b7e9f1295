"""A take as a sheet of music to look at: read as was said, engraved, with what was found for what was not said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from studio.music.piece import Hand
    from studio.music.take import Take

MOST_SECONDS = 60.0
SHEET_WIDTH = 2600  # of the window, in verovio's units: wider than paper, so that lines are fewer


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pages of SVG with the reading as it was said, and what the page has: metre, key as (fifths, mode), one stave or two.

    `along`: its bars are those of the piece it was played with, so nobody need be asked for them.
    """

    pages: tuple[str, ...]
    reading: Mapping[str, object] = field(default_factory=dict)
    metre: tuple[int, int] = (4, 4)
    key: tuple[int, str] = (0, "major")
    staves: int = 1
    along: bool = False
    document: str = ""


def sheet(
    parts: Sequence[bytes],
    reading: Mapping[str, object],
    *,
    clock: bool,
    beside: Mapping[str, object] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Sheet:
    """Read and engrave a take of these parts, each step in a process of its own. NotationError or WorkError where that fails.

    `beside` is the piece it was played with, and how, as plain values: see `illustrate.beside`.
    """
    from base64 import b64encode

    from studio.music import notation, worker

    plain = [b64encode(part).decode("ascii") for part in parts]
    with worker.unless(cancelled):
        given = {"parts": plain, "reading": dict(reading), "clock": clock, "beside": beside}
        laid = worker.run(lay_out, given, seconds=MOST_SECONDS)
        (engraved,) = notation.engrave_all([notation.Written(laid["document"], "", {})], width=SHEET_WIDTH)
    (beats, unit), (fifths, mode) = laid["metre"], laid["key"]
    return Sheet(
        engraved.pages, dict(reading), (beats, unit), (fifths, mode), laid["staves"], laid["along"], laid["document"]
    )


def lay_out(given: Mapping[str, Any]) -> dict[str, Any]:
    """Read a take and write it as notation, in the process of its own: its fields as plain values."""
    from base64 import b64decode

    from studio.music import along, notation
    from studio.music.reading import Reading, read
    from studio.music.together import together

    take = together([b64decode(part) for part in given["parts"]])
    if (as_written := _with_repeats(given, take)) is not None:
        return as_written
    bars = along.of_plain(given["beside"], take) if given.get("beside") else None
    found = read(take, Reading.from_plain(given["reading"]), clock=given["clock"], along=bars)
    metre = found.paper.metre_at(found.paper.pickup)
    return {
        "document": notation.write_read(found).document,
        "metre": [metre.beats, metre.unit],
        "key": list(found.paper.key),
        "staves": 1 if found.right is None else 2,
        "along": bars is not None,
    }


def _with_repeats(given: Mapping[str, Any], take: Take) -> dict[str, Any] | None:
    """Write a take that waited as its piece is written, where that has repeats and nobody has said how the take is read."""
    from base64 import b64decode

    from studio.music import along, notation
    from studio.music.piece import Piece

    beside = given.get("beside")
    if not beside or beside["mode"] != "waits" or given["reading"]:
        return None
    piece = Piece.from_midi(b64decode(beside["piece"]))
    if piece.repeats is None:
        return None
    hand: Hand = beside["hands"] if beside["hands"] in {"left", "right"} else ""
    paper = notation.write_played(take, piece, along.parts_of(piece, beside["help"], hand), hand=hand)
    if paper is None:
        return None
    metre = piece.metre_at(piece.pickup)
    return {
        "document": paper.document,
        "metre": [metre.beats, metre.unit],
        "key": list(piece.key),
        "staves": 1 if "<staves>1</staves>" in paper.document else 2,
        "along": True,
    }
