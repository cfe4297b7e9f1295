"""What parts fit whoever is here: as they played lately, something gentle for who has hardly played, and easy for a guest.

It says what is given out first, and nothing else is made of it: everybody changes their part as they like.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from studio.ensemble.parts import given_out
from studio.lesson.band import TUTOR
from studio.music.levels import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reflections.journal import Journal
    from studio.lesson.band import Band
    from studio.music.levels import Level

LATELY: Final = 12  # takes that are looked at
_A_FEW: Final = 3  # takes, with which somebody is no beginner here
_GUESTS: Final[Level] = "rhythm"
_FIRST: Final[Level] = "five-fingers"


def usual(played: Sequence[str]) -> Level:
    """What fits somebody, from the kinds of part in their takes, the latest first; "" is a take that says none."""
    latest = next((kind for kind in played if kind), "")
    level = next((level for level in LEVELS if level == latest), None)
    if level is not None:
        return level
    if latest == "bass":
        return "chord-keys"
    return "melody" if len(played) >= _A_FEW else _FIRST


def lately(journal: Journal, pupils: Iterable[str]) -> dict[str, Level]:
    """Read what fits each of these pupils, in the writer."""
    return {pupil: usual(_kinds(journal, pupil)) for pupil in pupils}


def _kinds(journal: Journal, pupil: str) -> list[str]:
    """With others a take says which part they had; alone it is in how their piece was picked, or nowhere."""
    sources = {piece.id: piece.source for piece in journal.pieces(pupil)}
    found = []
    for take in journal.latest_takes(pupil, LATELY):
        own = next((part for part in take.parts if part.pupil == pupil), None)
        together = own is not None and own.keyboard
        found.append(own.part if own is not None and together else sources.get(take.piece, "").partition("#")[2])
    return found


def fitted(band: Band, known: Mapping[str, Level]) -> Band:
    """Let everybody be known by what fits them; parts that were given out, and nobody has changed, are given out by that."""
    by_hand = band.shared != given_out(band.music, band.seating)
    places = tuple(
        place
        if place.player.id == TUTOR
        else replace(place, player=replace(place.player, level=known.get(place.player.id, _of(band, place.player.id))))
        for place in band.seating.places
    )
    seating = replace(band.seating, places=places)
    if seating == band.seating:
        return band
    return band.seated(seating) if by_hand else replace(band, seating=seating, shared=given_out(band.music, seating))


def _of(band: Band, player: str) -> Level:
    """What nobody has read of: easy for a guest, and as it was for anybody else."""
    found = next(each for each in band.players if each.id == player)
    return _GUESTS if found.guest else found.level
