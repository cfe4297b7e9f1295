"""Who sits where: everybody has a place, borders move by a key, and what is unplugged or added leaves the rest alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.events import NoteOff, NoteOn, Played
from instruments.zones import Zones
from studio.ensemble.seats import Keys, NoRoomError, Player, Seating, seated

JO, AMIR, SAM, KEZIA = (Player(name.lower(), name) for name in ("Jo", "Amir", "Sam", "Kezia"))
LONG, SHORT, SCREEN = Keys(1, 36, 96), Keys(2, 48, 72), Keys(0, 60, 77)


def zones(seating: Seating) -> dict[str, tuple[int, int] | None]:
    return {player.name: seating.zone(player.id) for player in seating.players}


@pytest.mark.parametrize(
    ("players", "keyboards", "sit"),
    [
        ((JO,), (LONG,), {"Jo": (36, 96)}),
        ((JO, AMIR), (LONG,), {"Jo": (36, 65), "Amir": (66, 96)}),
        ((JO, AMIR), (SHORT, LONG), {"Jo": (48, 72), "Amir": (36, 96)}),
        ((JO, AMIR, SAM), (LONG, SCREEN), {"Jo": (36, 64), "Amir": (65, 96), "Sam": (60, 77)}),
    ],
)
def test_keyboards_are_shared_before_they_are_narrow_and_the_computers_keys_are_a_seat(
    players: tuple[Player, ...], keyboards: tuple[Keys, ...], sit: dict[str, Any]
) -> None:
    found = zones(seated(players, keyboards))

    assert {name: (zone is None) for name, zone in found.items()} == dict.fromkeys(sit, False)
    assert all(abs(found[name][0] - low) <= 3 and abs(found[name][1] - high) <= 3 for name, (low, high) in sit.items())  # type: ignore[index]  # not None, as was seen


def test_who_has_no_keys_has_a_seat_all_the_same() -> None:
    seating = seated((JO, AMIR, SAM, KEZIA), (SHORT,))

    assert [seating.zone(player.id) is None for player in seating.players] == [False, False, True, True]
    assert [place.heard_as for place in seating.places] == [192, 193, 194, 195]


def test_a_border_goes_where_a_key_is_pressed_between_its_neighbours() -> None:
    seating = seated((JO, AMIR), (LONG,)).begins("amir", 72)

    assert zones(seating) == {"Jo": (36, 71), "Amir": (72, 96)}
    assert not seating.can_begin("jo", 40)
    with pytest.raises(NoRoomError):
        seating.begins("amir", 36)


def test_a_key_shares_a_keyboard_with_one_more_and_who_leaves_gives_their_keys_back() -> None:
    seating = seated((JO, AMIR), (LONG,)).joined(SAM).split_at(1, 84, "sam").begins("amir", 60)
    assert zones(seating) == {"Jo": (36, 59), "Amir": (60, 83), "Sam": (84, 96)}

    assert zones(seating.left("jo")) == {"Amir": (36, 83), "Sam": (84, 96)}
    assert zones(seating.without_keys("amir")) == {"Jo": (36, 83), "Amir": None, "Sam": (84, 96)}
    assert zones(seating.swapped("jo", "sam")) == {"Jo": (84, 96), "Amir": (60, 83), "Sam": (36, 59)}


def test_an_unplugged_keyboard_keeps_its_places_and_the_rest_play_on() -> None:
    seating = seated((JO, AMIR, SAM), (LONG, SHORT))
    away = seating.plugged((LONG,))

    assert zones(away) == zones(seating)
    assert [player.name for player in away.waiting] == [away.places[-1].player.name]
    assert away.plugged((LONG, SHORT)) == seating


def test_what_is_added_takes_over_from_what_is_gone_zones_and_all() -> None:
    seating = seated((JO, AMIR), (LONG,)).begins("amir", 60)
    other = seating.plugged((Keys(7, 36, 84),))

    assert zones(other) == {"Jo": (36, 59), "Amir": (60, 84)}
    assert [split.keyboard for split in other.splits()] == [7]
    assert other.waiting == ()
    assert zones(seating.plugged((LONG, Keys(7, 36, 84)))) == zones(seating)


def test_an_octave_button_leaves_everybody_keys() -> None:
    seating = seated((JO, AMIR), (Keys(2, 48, 72),)).plugged((Keys(2, 84, 108),))

    assert all(zone is not None and 84 <= zone[0] < zone[1] <= 108 for zone in zones(seating).values())


def test_pads_are_the_left_most_players() -> None:
    seating, apart = seated((JO, AMIR), (Keys(1, 36, 96, pads=(4,)),)), Zones()
    apart.splits = seating.splits()
    (struck,) = apart.apart([NoteOn(0, 4, 90, 80)])

    assert seating.player_of(struck.keyboard) == JO


def test_a_guest_keeps_nothing_and_each_pupil_what_they_played() -> None:
    guest = Player("guest-1", "Guest", guest=True)
    seating = seated((JO, guest), (LONG,)).begins("guest-1", 60)
    apart = Zones()
    apart.splits = seating.splits()
    heard = apart.apart([NoteOn(0, 1, 40, 80), NoteOn(1, 1, 70, 80), NoteOff(2, 1, 40, 0), NoteOn(3, 9, 40, 80)])

    assert seating.kept(heard) == {"jo": (NoteOn(0, 192, 40, 80), NoteOff(2, 192, 40, 0))}


CHANGES = st.one_of(
    st.tuples(st.just("begins"), st.sampled_from("abcdef"), st.integers(0, 127)),
    st.tuples(st.just("split_at"), st.integers(0, 2), st.integers(0, 127), st.sampled_from("abcdef")),
    st.tuples(st.just("moved"), st.sampled_from("abcdef"), st.integers(0, 2)),
    st.tuples(st.just("swapped"), st.sampled_from("abcdef"), st.sampled_from("abcdef")),
    st.tuples(st.just("without_keys"), st.sampled_from("abcdef")),
    st.tuples(st.just("left"), st.sampled_from("abcdef")),
    st.tuples(st.just("joined"), st.sampled_from("abcdef").map(lambda name: Player(name, name))),
    st.tuples(st.just("plugged"), st.sets(st.sampled_from((LONG, SHORT, SCREEN, Keys(2, 84, 108), Keys(3, 21, 108))))),
    st.tuples(st.just("plays"), st.integers(0, 3), st.integers(0, 127)),
)


@given(st.integers(2, 6), st.lists(CHANGES, max_size=25))
def test_whoever_sits_where_every_key_of_a_keyboard_is_one_players_and_its_note_lands_there(
    players: int, changes: list[tuple[Any, ...]]
) -> None:
    seating = seated((Player(name, name) for name in "abcdef"[:players]), (LONG, SHORT, SCREEN))
    apart = Zones()
    for name, *how in changes:
        apart.splits = seating.splits()
        if name == "plays":
            (heard,) = (one for one in apart.apart([NoteOn(0, *how, 80)]) if isinstance(one, NoteOn))
            apart.apart([NoteOff(0, *how, 0)])
            lands(seating, NoteOn(0, *how, 80), heard)
            continue
        try:
            seating = getattr(seating, name)(*how)
        except (NoRoomError, KeyError):
            continue
        assert len({place.heard_as for place in seating.places}) == len(seating.places)
        for keys in seating.keyboards:
            row = [seating.zone(place.player.id) for place in seating.row(keys.keyboard)]
            ends = [zone for zone in row if zone is not None]
            assert [pitch for low, high in ends for pitch in range(low, high + 1)] == (
                list(range(keys.low, keys.high + 1)) if row else []
            )
            assert all(low <= high for low, high in ends)


def lands(seating: Seating, pressed: NoteOn, heard: Played) -> None:
    """The note is the player's in whose zone its key lies, and nobody's on a keyboard where nobody sits."""
    keys = next((keys for keys in seating.keyboards if keys.keyboard == pressed.keyboard), None)
    if keys is None or not seating.row(keys.keyboard):
        assert seating.player_of(heard.keyboard) is None
    elif keys.low <= pressed.pitch <= keys.high:
        player = seating.player_of(heard.keyboard)
        zone = seating.zone(player.id) if player is not None else None
        assert zone is not None
        assert zone[0] <= pressed.pitch <= zone[1]
        assert player is None or seating.place(player.id).keyboard == pressed.keyboard
