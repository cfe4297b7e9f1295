"""What a pupil chose, read out of what they did: never asked, never counted up into a score; pure.

A choice is a row that is there anyway: who chose the piece, how each take was played against the one before it, going
back over something, coming back another day, saying that it is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reflections.goals import changed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from reflections.records import Evidence, PieceEvidence, Take

WHATS = ("piece", "mode", "help", "hands", "speed", "bars", "key", "again", "back", "done")
_HOW_PLAYED = frozenset(WHATS[1:7])


@dataclass(frozen=True, slots=True)
class ChoiceMade:
    """One choice: `what` is one of WHATS, `how` what it became ("right to both", a title), `by` pupil, together or tutor.

    `piece` is always named; `take` or `version` is the row that shows it, where there is one.
    """

    what: str
    how: str
    by: str
    at: datetime
    zone: str
    piece: str
    take: str | None = None
    version: str | None = None


def choices(evidence: Evidence) -> tuple[ChoiceMade, ...]:
    """Return every choice of the pupil in the order it was made."""
    return tuple(sorted((made for one in evidence.pieces for made in of_piece(one)), key=lambda made: made.at))


def of_piece(one: PieceEvidence) -> tuple[ChoiceMade, ...]:
    """Return the choices that were made with one piece, oldest first."""
    piece = one.piece
    first = ChoiceMade("piece", piece.title, piece.chosen_by, piece.made_at, piece.zone, piece.id)
    done = (
        ChoiceMade("done", made.name or piece.title, "pupil", made.made_at, made.zone, piece.id, version=made.id)
        for made in one.versions
    )
    return tuple(sorted((first, *_of_takes(one.takes), *done), key=lambda made: made.at))


def _of_takes(takes: tuple[Take, ...]) -> Iterator[ChoiceMade]:
    """How each take was played where it is not as the one before, and whether it went back or came back to the piece."""
    before: Take | None = None
    for take in takes:
        if before is None:
            yield from (_choice(take, what, how) for what, how in _as_begun(take))
        else:
            again = before.session is not None and before.session == take.session
            yield _choice(take, "again" if again else "back", "")
            for change in changed((before, take)):
                what, _, how = change.partition(": ")
                if what in _HOW_PLAYED:
                    yield _choice(take, what, how)
        before = take


def _as_begun(take: Take) -> Iterator[tuple[str, str]]:
    """How the first take was played; where nothing was chosen (the whole piece, at its own speed) nothing is said."""
    if take.mode != "free":
        yield "mode", take.mode
    yield from ((what, how) for what, how in (("help", take.help), ("hands", take.hands)) if how)
    if take.speed != 1.0:
        yield "speed", f"{take.speed:g}"
    if take.bars is not None:
        yield "bars", f"{take.bars[0]}-{take.bars[1]}"


def _choice(take: Take, what: str, how: str) -> ChoiceMade:
    return ChoiceMade(what, how, "pupil", take.made_at, take.zone, take.piece, take=take.id)
