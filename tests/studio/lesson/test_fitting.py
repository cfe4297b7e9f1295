"""Parts that are given out first fit who is here: what they played lately, something gentle at first, easy for a guest."""

from types import SimpleNamespace
from typing import Any

import pytest

from studio.ensemble.parts import changed, given_out
from studio.ensemble.seats import Keys, Player, seated
from studio.lesson.band import TUTOR, Band
from studio.lesson.fitting import fitted, lately, usual
from studio.music.piece import Note, Part, Piece

JO, AMIRA, VISITOR = Player("jo", "Jo"), Player("amira", "Amira"), Player("guest-1", "Visitor", guest=True)
SAM = Player(TUTOR, "Sam", "chord-keys", guest=True)
TUNE = Piece("Tune", (Part("", notes=tuple(Note(n * 480, 480, 60 + n % 5) for n in range(16))),))


def band(*players: Player) -> Band:
    seating = seated(players, [Keys(1, 24, 108)])
    return Band("Tune", seating, given_out(TUNE, seating))


def kinds(here: Band) -> dict[str, str]:
    return {given.player.name: given.kind for given in here.shared.given}


@pytest.mark.parametrize(
    ("played", "fits"),
    [
        ((), "five-fingers"),
        (("", ""), "five-fingers"),
        (("", "", ""), "melody"),
        (("one-key", "melody"), "one-key"),
        (("", "full"), "full"),
        (("bass",), "chord-keys"),
        (("something of later years",), "five-fingers"),
    ],
)
def test_it_is_as_they_played_lately_and_gentle_for_who_has_hardly_played(played: tuple[str, ...], fits: str) -> None:
    assert usual(played) == fits


def test_with_others_a_take_says_the_part_and_alone_the_piece_does() -> None:
    pieces = (SimpleNamespace(id="a", source="tune/x#chord-keys"), SimpleNamespace(id="b", source="tune/y"))

    def take(piece: str, keyboard: str) -> Any:
        parts = (SimpleNamespace(pupil="amira", part="full", keyboard="1 20-30"),)
        mine = SimpleNamespace(pupil="jo", part="rhythm" if keyboard else "melody", keyboard=keyboard)
        return SimpleNamespace(piece=piece, parts=(*parts, mine))

    def read(*takes: Any) -> dict[str, str]:
        journal: Any = SimpleNamespace(pieces=lambda _pupil: pieces, latest_takes=lambda _pupil, most: takes[:most])
        return dict(lately(journal, ["jo"]))

    assert read(take("b", "1 48-59"), take("a", "")) == {"jo": "rhythm"}
    assert read(take("b", ""), take("a", "")) == {"jo": "chord-keys"}
    assert read(take("b", "")) == {"jo": "five-fingers"}


def test_parts_are_given_out_by_what_fits_and_the_tutor_keeps_what_is_theirs() -> None:
    here = fitted(band(JO, AMIRA, VISITOR, SAM), {"jo": "five-fingers", "amira": "melody"})
    assert kinds(here) == {"Jo": "five-fingers", "Amira": "melody", "Visitor": "rhythm", "Sam": "chord-keys"}
    assert fitted(here, {"jo": "five-fingers", "amira": "melody"}) == here


def test_a_part_that_somebody_chose_stays_theirs() -> None:
    before = band(JO, AMIRA)
    chosen = Band("Tune", before.seating, changed(before.shared, before.seating, "jo", "rhythm"))
    after = fitted(chosen, {"jo": "one-key", "amira": "five-fingers"})
    assert kinds(after) == kinds(chosen)
    assert [player.level for player in after.players] == ["one-key", "five-fingers"]
