"""How a page says what an adult looks at before a copy leaves: why words stand out, and where they stand. Table "marked"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections import sentences
from reflections.records.held import heading

if TYPE_CHECKING:
    from reflections.naming import Marked, Where
    from reflections.pages.facts import Speaker


def why(one: Marked, spoken: Speaker) -> str:
    """Say what the words may be."""
    return spoken.say(f"marked.why {one.why}")


def where(one: Marked, spoken: Speaker) -> str:
    """Say where they stand."""
    place = one.where
    if place.key == "held":
        return _in_a_table(place, spoken)
    return spoken.say(f"marked.where {place.key}", title=place.title) if place.key else place.title


def _in_a_table(place: Where, spoken: Speaker) -> str:
    """A table and a field of all that is held; what the tables do not know is called as it is kept."""
    keys = {f"held.heading {place.title}": heading(place.title), f"held.field {place.field}": place.field}
    return ": ".join(spoken.say(key) if sentences.has(key) else usual for key, usual in keys.items())
