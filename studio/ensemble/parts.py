"""A piece given out to the people there: a part each, by what they can play and the keys they have. All pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from studio.ensemble.lines import EASIER, KINDS, WITHOUT_KEYS, all_of_it, chords_along, line, material
from studio.music.levels import LEVELS

if TYPE_CHECKING:
    from studio.ensemble.lines import Kind
    from studio.ensemble.seats import Player, Seating
    from studio.music.levels import Level
    from studio.music.piece import Part, Piece

_CAN: Final[dict[Level, tuple[Kind, ...]]] = {
    "one-key": ("one-key",),
    "rhythm": ("rhythm", "one-key"),
    "five-fingers": ("five-fingers", "chord-keys", "rhythm"),
    "chord-keys": ("chord-keys", "bass", "rhythm"),
}
_CAN_ALL: Final[tuple[Kind, ...]] = ("melody", "bass", "chord-keys", "five-fingers", "rhythm")
_TUNE: Final[frozenset[Kind]] = frozenset({"melody", "five-fingers", "full"})


@dataclass(frozen=True, slots=True)
class Given:
    """One player's part: its kind and its notes on their keys, the part's name theirs; no notes for a seat without keys.

    `asked` is the kind that was chosen: where the keys have no room for it an easier one stands in until they have. It is None
    for who has words or the recording only because there were no keys.
    """

    player: Player
    kind: Kind
    asked: Kind | None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """A piece given out. Everybody has something: notes, or words or the recording where they have no keys."""

    piece: Piece
    given: tuple[Given, ...]

    def of(self, player: str) -> Given:
        """Find a player's part by their id; KeyError where nobody is called so."""
        found = next((given for given in self.given if given.player.id == player), None)
        if found is None:
            raise KeyError(player)
        return found


@dataclass(frozen=True, slots=True)
class Whole:
    """All of it as one piece to score: players' parts, what sounds along with them, and the backing that nobody plays.

    `of` and `along` say which parts of `piece` are a player's by their id, and which the engine adds while they play; `reach` the
    lowest and highest pitch of a player's part, looked for once and not for each picture of it.
    """

    piece: Piece
    of: dict[str, int]
    along: dict[str, int]
    reach: dict[str, tuple[int, int]] = field(default_factory=dict)


def given_out(piece: Piece, seating: Seating) -> Shared:
    """Give everybody a part that fits: the tune and the bass to who plays most, the tune higher; no kind twice while others are left."""
    zones = {player.id: seating.zone(player.id) for player in seating.players}
    with_keys = [player for player in seating.players if zones[player.id] is not None]
    with_keys.sort(key=lambda player: (-LEVELS.index(player.level), -sum(zones[player.id] or (0, 0))))
    taken: list[Kind] = []
    chosen: dict[str, Kind] = {}
    for n, player in enumerate(with_keys):
        alone_with_all = player.level == "full" and n == 0 and not any(_plays_tunes(each) for each in with_keys[1:])
        can = ("full",) if alone_with_all else _CAN.get(player.level, _CAN_ALL)
        kind = min(can, key=lambda kind: (taken.count(kind), can.index(kind)))
        taken.append(kind)
        chosen[player.id] = kind
    return _laid(piece, seating, chosen)


def laid_again(shared: Shared, seating: Seating) -> Shared:
    """Somebody moved, came or left, or a keyboard did: everybody keeps the kind they asked for, on the keys they have now."""
    return _laid(shared.piece, seating, _asked(shared, seating))


def changed(shared: Shared, seating: Seating, player: str, kind: Kind) -> Shared:
    """Somebody has another part, by hand: two may play the same."""
    return _laid(shared.piece, seating, _asked(shared, seating) | {player: kind})


def offered(piece: Piece, seating: Seating, player: str) -> tuple[Kind, ...]:
    """Which kinds a player's keys have room for, least first; words and recording always are."""
    zone = seating.zone(player)
    return tuple(
        kind for kind in KINDS if kind in WITHOUT_KEYS or (zone is not None and line(piece, kind, zone) is not None)
    )


def whole(shared: Shared) -> Whole:
    """Put all of it together. What a player has the backing leaves out; the tune stays in it where nobody has that."""
    parts: list[Part] = []
    of: dict[str, int] = {}
    along: dict[str, int] = {}
    for given in shared.given:
        if given.part is not None:
            of[given.player.id] = len(parts)
            parts.append(given.part)
    by_key = [given for given in shared.given if given.kind == "chord-keys"]
    written = shared.piece.part("chords")
    if by_key:  # once is enough, whoever of them plays
        along = dict.fromkeys((each.player.id for each in by_key), len(parts))
        parts.append(chords_along(shared.piece) if written is None else written)
    backing = _backing(shared, without_chords=bool(by_key))
    reach = {player: _reach(parts[n]) for player, n in of.items() if parts[n].notes}
    return Whole(replace(shared.piece, parts=(*parts, *backing), repeats=None), of, along, reach)


def _reach(part: Part) -> tuple[int, int]:
    pitches = [note.pitch for note in part.notes]
    return min(pitches), max(pitches)


def _backing(shared: Shared, *, without_chords: bool) -> list[Part]:
    kinds = {given.kind for given in shared.given}
    of = material(shared.piece)
    mine = {(note.start, note.pitch) for note in of.tune} if kinds & _TUNE else set[tuple[int, int]]()
    if "full" in kinds:
        mine |= {(note.start, note.pitch) for part in all_of_it(of.piece) for note in part.notes}
    left = []
    for part in of.piece.parts:
        whole_part = (part.role == "bass" and "bass" in kinds) or (part.role == "chords" and without_chords)
        notes = part.notes if part.role == "drums" else [n for n in part.notes if (n.start, n.pitch) not in mine]
        if notes and not whole_part:
            left.append(replace(part, notes=tuple(notes)))
    return left


def _laid(piece: Piece, seating: Seating, chosen: dict[str, Kind]) -> Shared:
    given, without = [], 0
    for player in seating.players:
        zone, asked = seating.zone(player.id), chosen.get(player.id)
        if zone is None or asked in WITHOUT_KEYS:
            usual: Kind = (
                "words" if (without % 2 == 0) is bool(piece.lyrics) else "recordist"
            )  # words first, where it has some
            kind = asked if asked is not None and asked in WITHOUT_KEYS else usual
            without += 1
            given.append(Given(player, kind, asked))
            continue
        kind = asked or "one-key"
        part = line(piece, kind, zone)
        while part is None and kind in EASIER:
            kind = EASIER[kind]
            part = line(piece, kind, zone)
        named = None if part is None else replace(part, name=player.name)
        given.append(Given(player, kind if named else "words", asked or kind, named))
    return Shared(piece, tuple(given))


def _asked(shared: Shared, seating: Seating) -> dict[str, Kind]:
    """What everybody here plays as they asked, and who is new, or has keys now, as it would be given out."""
    fresh = given_out(shared.piece, seating).given
    return {each.player.id: each.asked for each in (*fresh, *shared.given) if each.asked is not None}


def _plays_tunes(player: Player) -> bool:
    return player.level not in _CAN
