"""How a pupil's pieces stand: as they arranged them, with or without those they do not show. Pure, and light to import."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflections.records import PieceEvidence, Ribbon


def arranged(pieces: Iterable[PieceEvidence], ribbon: Ribbon) -> tuple[PieceEvidence, ...]:
    """Return what is shown of these: neither what the pupil keeps to themselves, nor what nothing was kept of."""
    kept = (p for p in pieces if not p.piece.hidden and (p.takes or p.versions or p.reflections))
    return in_order((p for p in kept if p.piece.id not in ribbon.out), ribbon)


def in_order(pieces: Iterable[PieceEvidence], ribbon: Ribbon) -> tuple[PieceEvidence, ...]:
    """Return all of these as the pupil arranged them; what was never moved comes first, in the order it came to be."""
    places = {piece: n for n, piece in enumerate(ribbon.order)}
    return tuple(sorted(pieces, key=lambda p: places.get(p.piece.id, -1)))
