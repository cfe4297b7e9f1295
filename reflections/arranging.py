"""How a pupil's pieces stand: as they arranged them, with or without those they do not show. Pure, and light to import."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflections.records import Evidence, PieceEvidence, Ribbon


def arranged(pieces: Iterable[PieceEvidence], ribbon: Ribbon) -> tuple[PieceEvidence, ...]:
    """Return what is shown of these: neither what the pupil keeps to themselves, nor what nothing was kept of."""
    kept = (p for p in pieces if not p.piece.hidden and (p.takes or p.versions or p.reflections))
    return in_order((p for p in kept if p.piece.id not in ribbon.out), ribbon)


def in_order(pieces: Iterable[PieceEvidence], ribbon: Ribbon) -> tuple[PieceEvidence, ...]:
    """Return all of these as the pupil arranged them; what was never moved comes first, in the order it came to be."""
    places = {piece: n for n, piece in enumerate(ribbon.order)}
    return tuple(sorted(pieces, key=lambda p: places.get(p.piece.id, -1)))


def as_shown(evidence: Evidence) -> Evidence:
    """Return what was kept without the pieces the pupil keeps to themselves, and what they said of being sure in those."""
    if (wanted := evidence.preferences) is None:
        return evidence
    hidden = {one.piece.id for one in evidence.pieces if one.piece.hidden} | set(wanted.ribbon.out)
    pieces = in_order((one for one in evidence.pieces if one.piece.id not in hidden), wanted.ribbon)
    sure = tuple(pair for pair in evidence.sure if pair.task.piece not in hidden)
    beside = tuple(one for one in evidence.beside if one.piece not in hidden)
    return replace(evidence, pieces=pieces, sure=sure, beside=beside)
