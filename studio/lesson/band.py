"""Those who play together now: who sits where with which part, in which way, and who leads. A value, kept by the lesson."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from studio.ensemble.parts import given_out, laid_again, whole
from studio.ensemble.seats import MOST, Player, seated
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio.ensemble.parts import Shared, Whole
    from studio.ensemble.seats import Keys, Seating
    from studio.ensemble.waiting import How
    from studio.ensemble.ways import Way
    from studio.lesson.turns import Turns
    from studio.music.piece import Piece

TUTOR: Final = "tutor"
"""The id of the tutor where they play too: as of a guest, nothing of them is kept."""


@dataclass(frozen=True, slots=True)
class Band:
    """What *Lead* holds as long as these people are here; the lesson's `band`, which the recorder may read at any moment.

    `piece` is the journal's row of what they play, where it has one; `leader` a player's id, None while nobody leads;
    `waits`: None where the music goes on, whoever is lost. The next keys of those
    who are `helped` are lit, and of those who have one of the `helpers` (who helps, and whom) beside them.
    `seating.kept(events)` shares out what was played.
    """

    title: str
    seating: Seating
    shared: Shared
    piece: str | None = None
    leader: str | None = None
    way: Way = "together"
    waits: How | None = None
    helped: frozenset[str] = frozenset()
    helpers: tuple[tuple[str, str], ...] = ()

    @property
    def players(self) -> tuple[Player, ...]:
        """Everybody, in the order they came."""
        return self.seating.players

    @property
    def music(self) -> Piece:
        """What they play, as it was picked."""
        return self.shared.piece

    @property
    def whole(self) -> Whole:
        """All of it as one piece to score, and which of its parts are whose. Made anew at each call."""
        return whole(self.shared)

    def name(self, player: str) -> str:
        """What a player is called; "" for nobody here."""
        return next((each.name for each in self.players if each.id == player), "")

    def seated(self, seating: Seating) -> Band:
        """They sit otherwise, or others are here: everybody keeps the kind they asked for, on the keys they have."""
        here = {player.id for player in seating.players}
        leader = self.leader if self.leader in here else None
        helpers = tuple(pair for pair in self.helpers if here.issuperset(pair))
        return replace(self, seating=seating, shared=laid_again(self.shared, seating), leader=leader, helpers=helpers)

    def wordless(self, player: str) -> bool:
        """Whether somebody has the words of music in which none are written."""
        return self.shared.of(player).kind == "words" and not self.music.lyrics

    def helps(self, player: str) -> str | None:
        """Whom somebody helps; None where they help nobody."""
        return dict(self.helpers).get(player)

    def helping(self, player: str, whom: str | None) -> Band:
        """Somebody is beside another and helps them from now on, or helps nobody."""
        others = tuple(pair for pair in self.helpers if pair[0] != player)
        return replace(self, helpers=others if whom is None else (*others, (player, whom)))

    @property
    def lit(self) -> frozenset[str]:
        """Whose next keys are lit."""
        return self.helped | {whom for _, whom in self.helpers}

    def led_by(self, player: str | None) -> Band:
        """Somebody leads from now on, or nobody does."""
        return replace(self, leader=player)

    def with_people(self, people: Iterable[Player]) -> Band:
        """These are here now: who has gone leaves their keys, who is new gets some; the tutor stays if they sat down."""
        seating, now = self.seating, tuple(people)
        staying = {player.id for player in now} | {TUTOR}
        for player in self.players:
            if player.id not in staying:
                seating = seating.left(player.id)
        for player in now:
            known = any(player.id == each.id for each in seating.players)
            if not known and len(seating.players) < MOST:
                seating = seating.joined(player)
        return self if seating == self.seating else self.seated(seating)


def people(lesson: Turns) -> tuple[Player, ...]:
    """Whoever shares the laptop: pupils by their names, guests by number; whoever is alone has the tutor beside them."""
    if not lesson.seats:
        pupil = lesson.pupil
        alone = Player("guest-1", say("lead.visitor"), guest=True) if pupil is None else Player(pupil.id, pupil.shown)
        return (alone, tutor(lesson))
    visitors = [seat for seat in lesson.seats if seat.pupil is None]
    found = []
    for seat in lesson.seats:
        if seat.pupil is not None:
            found.append(Player(seat.pupil.id, seat.pupil.shown))
            continue
        n = visitors.index(seat) + 1
        name = say("lead.visitor n", n=n) if len(visitors) > 1 else say("lead.visitor")
        found.append(Player(f"guest-{n}", name, guest=True))
    return tuple(found)


def tutor(lesson: Turns) -> Player:
    """The tutor as one who plays: something easy, so that the pupils have the first choice."""
    return Player(TUTOR, lesson.house.tutor or say("frame.the tutor"), "chord-keys", guest=True)


def formed(lesson: Turns, keyboards: Iterable[Keys]) -> Band | None:
    """Seat whoever is here and give the piece on the stand out to them; None where nothing is on it."""
    stand = lesson.stand
    if stand is None:
        return None
    seating = seated(people(lesson), keyboards)
    return Band(stand.title, seating, given_out(stand.music, seating), stand.row)


def of_what_is_open(band: Band, lesson: Turns) -> Band:
    """The same people with the piece on the stand, if it is another one: parts are given out anew."""
    stand = lesson.stand
    if stand is None:
        return band
    if stand.music is band.music:
        return replace(band, title=stand.title, piece=stand.row)
    return replace(band, title=stand.title, piece=stand.row, shared=given_out(stand.music, band.seating))
