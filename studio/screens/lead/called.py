"""What people, parts and seats of a group are called and look like, the same on every page of Lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from studio.screens.lead.boards import called
from studio.ui.keys import note_name
from studio.ui.zoned_keys import Flag
from studio.words import beside, say

if TYPE_CHECKING:
    from collections.abc import Collection

    from studio.ensemble.desk import Desk
    from studio.ensemble.lines import Kind
    from studio.ensemble.plan import Plan
    from studio.lesson.band import Band

SYMBOLS: Final[dict[Kind, str]] = {
    "one-key": "circle-dot",
    "rhythm": "drum",
    "five-fingers": "hand",
    "chord-keys": "piano",
    "bass": "audio-waveform",
    "melody": "music",
    "full": "layers",
    "words": "mic-vocal",
    "recordist": "disc-2",
}


def layer(band: Band, player: str) -> int:
    """The colour that is a player's on every picture, 0..5."""
    return next(n for n, each in enumerate(band.players) if each.id == player)


def kind(band: Band, player: str) -> str:
    """A player's part in a word."""
    return say(f"lead.kind {band.shared.of(player).kind}")


def does(band: Band, player: str) -> str:
    """Whom a player helps, else their part in a word."""
    whom = band.helps(player)
    return kind(band, player) if whom is None else say("lead.helps name", name=band.name(whom))


def symbol(band: Band, player: str) -> str:
    """The icon of a player's part, or of helping."""
    if band.helps(player) is not None:
        return "hand-helping"
    return SYMBOLS[band.shared.of(player).kind]


def seat(band: Band, player: str) -> str:
    """Where a player sits: the keyboard, and the keys if they share it."""
    place, zone = band.seating.place(player), band.seating.zone(player)
    name = called(place.keyboard, band.seating)
    if place.keyboard is None or zone is None or len(band.seating.row(place.keyboard)) == 1:
        return name
    low, high = (note_name(pitch, octave=True) for pitch in zone)
    return say("lead.seat keys", keyboard=name, low=low, high=high)


def flags(band: Band, keyboard: int, lit: Collection[str] | None = None) -> tuple[Flag, ...]:
    """Whose keys are whose on one keyboard; `lit` are those who play now, everybody where it is None."""
    found = []
    for place in band.seating.row(keyboard):
        zone, player = band.seating.zone(place.player.id), place.player
        if zone is not None:
            on = lit is None or player.id in lit
            found.append(Flag(*zone, layer(band, player.id), player.name, kind(band, player.id), on))
    return tuple(found)


def signs(desk: Desk, plan: Plan) -> dict[int, str]:
    """What stands on the leader's keys, short enough for the narrowest: the numbers of the rings, and a sign for each other word."""
    numbers = {pitch: str(plan.players.index(player) + 1) for pitch, player in desk.players.items()}
    others = {desk.softer: "-", desk.louder: "+", desk.solo: "*", desk.end: "||", desk.stop: "x"}
    return numbers | {pitch: sign for pitch, sign in others.items() if pitch is not None}


def names(band: Band, players: Collection[str]) -> str:
    """Several players by name, in their order, also where some names are read from the right."""
    return beside(*(player.name for player in band.players if player.id in players))
