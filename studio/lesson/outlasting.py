"""A take outlasts what it was for: its piece, task, goal or session may go before it is kept, and it is kept all the same."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from studio.playing.made import for_piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflections import records
    from reflections.journal import Journal
    from studio.playing.made import Made

_FOR = (), ("task", "goal"), ("task", "goal", "session")  # what a take can do without, one try after the other


def keep_played(
    journal: Journal, piece: str, parts: Sequence[records.TakePartIn], fields: dict[str, Any], heard: Sequence[str]
) -> records.Take:
    """Keep what was played, also where what it was for has gone meanwhile, or its session: it is worth more. NotFound."""
    from reflections import NotFound

    for without in _FOR[:-1]:
        with contextlib.suppress(NotFound):
            return journal.keep_take(piece, parts, **fields | dict.fromkeys(without), heard=heard)
    return journal.keep_take(piece, parts, **fields | dict.fromkeys(_FOR[-1]), heard=heard)


def still_there(journal: Journal, made: Made) -> Made:
    """Return the same take, in the writer; where its piece has gone since it was played, it is one of none."""
    from reflections import NotFound

    try:
        if made.setting.piece is not None:
            journal.piece(made.setting.piece)
    except NotFound:
        return for_piece(made, None, "")
    return made


def row_left(journal: Journal, made: Made, row: str | None) -> str | None:
    """Return the row that a take goes to, in the writer: None where it was found, and its piece has gone since."""
    return still_there(journal, made).setting.piece if made.found_in and row == made.setting.piece else row
