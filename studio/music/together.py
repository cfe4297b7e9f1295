"""A take of several parts put together again, as one take that plays them all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.music.take import Take

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instruments.events import Played


def together(parts: Sequence[bytes]) -> Take:
    """Join the MIDI files of a take's parts: bar 1 at the same moment, each part on keyboards of its own.

    One part is that part alone. Tempo and metre are the first part's. UnreadableError where one is no take's file;
    ValueError for no parts at all.
    """
    takes = [Take.from_midi(part) for part in parts]
    if not takes:
        message = "A take without parts can't be played."
        raise ValueError(message)
    if len(takes) == 1:
        return takes[0]
    bar_one = max(_lead(take) for take in takes)
    first = max(takes, key=lambda take: take.lead_bars)
    events: list[Played] = []
    sounds: list[tuple[int, str]] = []
    taken = 0
    end = 0
    for take in takes:
        later = bar_one - _lead(take)
        number = {old: taken + n for n, old in enumerate(sorted({*take.keyboards(), *dict(take.sounds)}), 1)}
        taken += len(number)
        events += [replace(one, frame=one.frame + later, keyboard=number[one.keyboard]) for one in take.events]
        sounds += [(number[keyboard], sound) for keyboard, sound in take.sounds]
        end = max(end, take.end + later)
    events.sort(key=lambda event: (event.frame, event.keyboard))
    return replace(takes[0], events=tuple(events), end=end, lead_bars=first.lead_bars, sounds=tuple(sounds))


def _lead(take: Take) -> int:
    """Frames from a take's beginning to its bar 1."""
    return round(take.lead_bars * take.bar_frames)
