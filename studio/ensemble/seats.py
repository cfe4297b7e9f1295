"""Who sits where: each player a keyboard, a zone of one, the computer's keys, or a seat without keys. Values only.

A screen keeps one `Seating` and puts another in its place with every change, then tells the engine:
`engine.share(*seating.splits())`. From the next key on each event's `keyboard` is its player's own number (`heard_as`), wherever
they sit: `player_of` says whose, `kept` shares out what was recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from instruments.events import SOFTWARE
from instruments.zones import FIRST_HEARD_AS, Split, Zone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from instruments.events import Played
    from studio.music.levels import Level

MOST: Final = 6
"""Players in a group."""
_NUMBERS: Final = 64
_COMFORTABLE, _NARROWEST = 24, 12  # keys a player: two octaves while that can be, and never less than one by itself
_C_NEAR: Final = 3  # semitones: a border goes to a C that is this near
_BLACK: Final = frozenset({1, 3, 6, 8, 10})


class NoRoomError(ValueError):
    """A zone cannot begin at this key, a keyboard has no keys left, or a group has six already; the screen says which."""


@dataclass(frozen=True, slots=True)
class Player:
    """One who plays: a pupil's id and name, or a guest's, of whom nothing is kept; `level` is what they can play by now."""

    id: str
    name: str
    level: Level = "melody"
    guest: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """A keyboard with its lowest and highest key; `SOFTWARE` is the computer's. `there` is False while it is unplugged.

    `pads` are the ids that its pads come as: they are the left-most player's.
    """

    keyboard: int
    low: int
    high: int
    there: bool = True
    pads: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A player's keyboard and the first key of their zone there; no keyboard: a seat without keys, for words and recording."""

    player: Player
    heard_as: int
    keyboard: int | None = None
    first: int = 0


@dataclass(frozen=True, slots=True)
class Seating:
    """Everybody's place, in the order they came, and the keyboards there are. Zones of a keyboard lie without gaps.

    Every change returns another seating. NoRoomError where there is none for it, KeyError for nobody or no keyboard known.
    """

    places: tuple[Place, ...]
    keyboards: tuple[Keys, ...]
    came: int = 0  # players so far: a number is not given again while there are others

    @property
    def players(self) -> tuple[Player, ...]:
        """Everybody, in the order they came."""
        return tuple(place.player for place in self.places)

    def place(self, player: str) -> Place:
        """Find a player's place by their id; KeyError where nobody is called so."""
        found = next((place for place in self.places if place.player.id == player), None)
        if found is None:
            raise KeyError(player)
        return found

    def zone(self, player: str) -> tuple[int, int] | None:
        """The lowest and highest key of a player, also while their keyboard is unplugged; None for a seat without keys."""
        place = self.place(player)
        keys = next((keys for keys in self.keyboards if keys.keyboard == place.keyboard), None)
        if place.keyboard is None or keys is None:
            return None
        row = self.row(place.keyboard)
        n = row.index(place)
        return (keys.low if n == 0 else place.first), (keys.high if n == len(row) - 1 else row[n + 1].first - 1)

    def row(self, keyboard: int) -> tuple[Place, ...]:
        """The places at one keyboard, left to right."""
        return tuple(sorted((each for each in self.places if each.keyboard == keyboard), key=lambda each: each.first))

    def splits(self) -> tuple[Split, ...]:
        """What the engine is to be told (`Engine.share`)."""
        rows = [(keys, row) for keys in self.keyboards if (row := self.row(keys.keyboard))]
        zoned = (Split(keys.keyboard, tuple(Zone(place.first, place.heard_as) for place in row)) for keys, row in rows)
        pads = (Split(pad, (Zone(0, row[0].heard_as),)) for keys, row in rows for pad in keys.pads)
        return (*zoned, *pads)

    def player_of(self, heard_as: int) -> Player | None:
        """Whose an event is, by its `keyboard`; None for what is nobody's."""
        return next((place.player for place in self.places if place.heard_as == heard_as), None)

    @property
    def waiting(self) -> tuple[Player, ...]:
        """The players whose keyboard is unplugged: the engine can carry their parts until it is back."""
        away = {keys.keyboard for keys in self.keyboards if not keys.there}
        return tuple(place.player for place in self.places if place.keyboard in away)

    def kept(self, events: Iterable[Played]) -> dict[str, tuple[Played, ...]]:
        """Share out what was played by players' ids, in order; a guest's is in none, nor is nobody's."""
        shared: dict[str, list[Played]] = {player.id: [] for player in self.players if not player.guest}
        for event in events:
            player = self.player_of(event.keyboard)
            if player is not None and not player.guest:
                shared[player.id].append(event)
        return {player: tuple(played) for player, played in shared.items()}

    # -- where somebody sits --------------------------------------------------------------------------------------------
    def can_begin(self, player: str, pitch: int) -> bool:
        """Whether a player's zone can begin at a key: not the left-most one, and with a key left for each neighbour."""
        place, zone = self.place(player), self.zone(player)
        row = self.row(place.keyboard) if place.keyboard is not None and zone is not None else ()
        n = row.index(place) if row else 0
        if zone is None or n == 0:
            return False
        before = self.zone(row[n - 1].player.id)
        return before is not None and before[0] < pitch <= zone[1]

    def begins(self, player: str, pitch: int) -> Seating:
        """The border on the left of a player was pressed anew: their zone begins with this key."""
        if not self.can_begin(player, pitch):
            raise NoRoomError(pitch)
        return _with(self, replace(self.place(player), first=pitch))

    def split_at(self, keyboard: int, pitch: int, player: str) -> Seating:
        """A key was pressed to share a keyboard: from it on, up to the next border, the keys are this player's."""
        without = self.without_keys(player)
        keys = self._keys(keyboard)
        row = without.row(keyboard)
        if not keys.low <= pitch <= keys.high or any(place.first == pitch for place in row[1:]):
            raise NoRoomError(pitch)
        if row and pitch <= keys.low:
            raise NoRoomError(pitch)
        return _with(without, replace(self.place(player), keyboard=keyboard, first=pitch if row else keys.low))

    def moved(self, player: str, keyboard: int) -> Seating:
        """A player goes to another keyboard: all of it where nobody sits, else the upper half of its widest zone."""
        without = self.without_keys(player)
        row = without.row(keyboard)
        if not row:
            keys = self._keys(keyboard)
            return _with(without, replace(self.place(player), keyboard=keyboard, first=keys.low))
        zones = [zone for place in row if (zone := without.zone(place.player.id))]
        low, high = max(zones, key=lambda zone: zone[1] - zone[0])
        if low == high:
            raise NoRoomError(low)
        return without.split_at(keyboard, _border(low, high, 1, 2), player)

    def swapped(self, one: str, other: str) -> Seating:
        """Two change places; what each plays is theirs all the same."""
        a, b = self.place(one), self.place(other)
        return _with(
            self, replace(a, keyboard=b.keyboard, first=b.first), replace(b, keyboard=a.keyboard, first=a.first)
        )

    def without_keys(self, player: str) -> Seating:
        """A player lets their keys go, to whoever sits beside them."""
        place = self.place(player)
        row = self.row(place.keyboard) if place.keyboard is not None else ()
        beside = [replace(row[1], first=place.first)] if len(row) > 1 and row[0] == place else []
        return _with(self, replace(place, keyboard=None, first=0), *beside)

    def joined(self, player: Player) -> Seating:
        """One more comes: a keyboard that is nobody's, else half of the widest zone that has room, else a seat without keys."""
        if len(self.places) >= MOST or player.id in {each.id for each in self.players}:
            raise NoRoomError(len(self.places))
        place = Place(player, self._number())
        there = replace(self, places=(*self.places, place), came=self.came + 1)
        free = [keys.keyboard for keys in self.keyboards if keys.there and not self.row(keys.keyboard)]
        if free:
            return there.moved(player.id, max(free, key=lambda keyboard: keyboard != SOFTWARE))
        at = {keys.keyboard for keys in self.keyboards if keys.there}
        wide = [
            (zone[1] - zone[0], -n, seat.keyboard)
            for n, seat in enumerate(self.places)
            if seat.keyboard is not None and seat.keyboard in at and (zone := self.zone(seat.player.id))
        ]
        widest = max(wide, default=(0, 0, SOFTWARE))
        return there.moved(player.id, widest[2]) if widest[0] + 1 >= 2 * _NARROWEST else there

    def left(self, player: str) -> Seating:
        """One has gone; whoever sits beside them has their keys."""
        without = self.without_keys(player)
        return replace(without, places=tuple(place for place in without.places if place.player.id != player))

    # -- what is plugged in ---------------------------------------------------------------------------------------------
    def plugged(self, keyboards: Iterable[Keys]) -> Seating:
        """These are the keyboards now, and everybody stays: one that is missing waits for its return.

        What is new takes over from one that is missing, zones and all, as far as it has the keys; else it is nobody's.
        """
        now = {keys.keyboard: keys for keys in keyboards}
        known = {keys.keyboard for keys in self.keyboards}
        kept = [now.get(keys.keyboard, replace(keys, there=False)) for keys in self.keyboards]
        seating = replace(self, keyboards=(*kept, *(keys for keys in now.values() if keys.keyboard not in known)))
        for keys in seating.keyboards:
            gone = [each for each in seating.keyboards if not each.there and seating.row(each.keyboard)]
            if gone and keys.there and keys.keyboard not in known and keys.keyboard != SOFTWARE:
                seating = _taken_over(seating, gone[0], keys)
        return _inside(seating)

    def _keys(self, keyboard: int) -> Keys:
        found = next((keys for keys in self.keyboards if keys.keyboard == keyboard), None)
        if found is None:
            raise KeyError(keyboard)
        return found

    def _number(self) -> int:
        taken = {place.heard_as for place in self.places}
        numbers = (FIRST_HEARD_AS + (self.came + n) % _NUMBERS for n in range(_NUMBERS))
        return next(number for number in numbers if number not in taken)


def seated(players: Iterable[Player], keyboards: Iterable[Keys]) -> Seating:
    """Give everybody a place, left to right: a keyboard each, as far as they go round.

    Then the widest are shared, down to two octaves each; then the computer's keys are a seat; then zones narrow to an octave.
    Who is left has a seat without keys.
    """
    group, there = tuple(players), tuple(keyboards)
    if len(group) > MOST or len({player.id for player in group}) < len(group):
        raise NoRoomError(len(group))
    sharing = _sharing(len(group), there)
    at: list[tuple[int | None, int]] = []
    for keys in sorted(there, key=lambda keys: keys.keyboard == SOFTWARE):
        number = sharing.get(keys.keyboard, 0)
        at += [(keys.keyboard, _border(keys.low, keys.high, n, number) if n else keys.low) for n in range(number)]
    at += [(None, 0)] * (len(group) - len(at))
    places = [
        Place(player, FIRST_HEARD_AS + n, keyboard, first)
        for n, (player, (keyboard, first)) in enumerate(zip(group, at, strict=True))
    ]
    return Seating(tuple(places), there, len(group))


def _taken_over(seating: Seating, gone: Keys, by: Keys) -> Seating:
    """All who sat at one keyboard sit at another: at the same borders where it has them, else at even ones."""
    row = seating.row(gone.keyboard)
    firsts = [by.low, *(place.first for place in row[1:])]
    if any(a >= b for a, b in pairwise([*firsts, by.high + 1])):
        firsts = [by.low, *(_border(by.low, by.high, n, len(row)) for n in range(1, len(row)))]
    moved = [replace(place, keyboard=by.keyboard, first=first) for place, first in zip(row, firsts, strict=True)]
    without = tuple(keys for keys in seating.keyboards if keys.keyboard != gone.keyboard)
    return replace(_with(seating, *moved), keyboards=without)


def _inside(seating: Seating) -> Seating:
    """An octave button moved a keyboard's keys: where a border lies outside now, all of that keyboard's are laid evenly."""
    for keys in seating.keyboards:
        row = seating.row(keys.keyboard)
        if any(not keys.low < place.first <= keys.high for place in row[1:]):
            evenly = (keys.low, *(_border(keys.low, keys.high, n, len(row)) for n in range(1, len(row))))
            seating = _with(seating, *(replace(place, first=at) for place, at in zip(row, evenly, strict=True)))
    return seating


def _with(seating: Seating, *places: Place) -> Seating:
    new = {place.player.id: place for place in places}
    return replace(seating, places=tuple(new.get(place.player.id, place) for place in seating.places))


def _sharing(players: int, keyboards: tuple[Keys, ...]) -> dict[int, int]:
    """How many sit at each keyboard."""
    wide = {keys.keyboard: keys.high - keys.low + 1 for keys in keyboards if keys.there and keys.keyboard != SOFTWARE}
    number = dict.fromkeys(tuple(wide)[:players], 1)
    _share(number, wide, players, _COMFORTABLE)
    if sum(number.values()) < players and any(keys.there and keys.keyboard == SOFTWARE for keys in keyboards):
        number[SOFTWARE] = 1
    _share(number, wide, players, _NARROWEST)
    return number


def _share(number: dict[int, int], wide: dict[int, int], players: int, narrowest: int) -> None:
    """Sit one more at the keyboard that leaves each of its players most keys, as long as that is enough."""
    while wide and sum(number.values()) < players:
        at = max(wide, key=lambda each: wide[each] / (number[each] + 1))
        if wide[at] // (number[at] + 1) < narrowest:
            return
        number[at] += 1


def _border(low: int, high: int, n: int, of: int) -> int:
    """The key where the zone `n` of so many begins when they are even: a C that is near, else a white key."""
    at = low + (high - low + 1) * n // of
    near = [key for key in range(at - _C_NEAR, at + _C_NEAR + 1) if key % 12 == 0]
    wide = (high - low + 1) // of > 2 * _C_NEAR + 1
    if wide and near:
        return near[0]
    return at - 1 if wide and at % 12 in _BLACK else at
