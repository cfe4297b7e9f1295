"""The journal's room for how takes are read as music: a few values beside a take that is never changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reflections.door import Door, the
from reflections.errors import NotAllowed
from reflections.tables import Take

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BYTES = 40_000  # a beat tapped in every half second of half an hour, and room to spare


class Readings(Door):
    """Calls about how a take is written."""

    def read_as(self, take_id: str, reading: Mapping[str, object]) -> None:
        """Keep what was said of how a take is read, in place of what was said before; nothing said is found again. NotFound."""
        said = json.dumps(dict(reading), sort_keys=True) if reading else ""
        if len(said) > MOST_BYTES:
            message = "That is more than can be kept about one take."
            raise NotAllowed(message)
        with self._writing() as session:
            the(session, Take, take_id).reading = said


def reading_of(row: Take) -> dict[str, object]:
    """Return what was said of how a take is read; what can't be understood is as if nothing was said."""
    try:
        said = json.loads(row.reading) if row.reading else {}
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
