"""A keyboard that several share: each zone's keys come as a keyboard's of their own, and nothing hangs when a border moves."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.capture import Capture
from instruments.events import Back, Bend, Gone, NoteOff, NoteOn, Pedal, Played, Pressed
from instruments.zones import OTHER_SIDE, Border, Side, Split, Zone, Zones

C3, C4, E4 = 48, 60, 64
FAR = 1 + OTHER_SIDE


def shared(other: Side = "left") -> Zones:
    zones = Zones()
    zones.splits = (Border(1, C4, other).split,)
    return zones


@pytest.mark.parametrize(("other", "heard"), [("left", [FAR, 1, 1]), ("right", [1, FAR, FAR])])
def test_the_keys_of_one_side_come_as_another_keyboards(other: Side, heard: list[int]) -> None:
    played = [NoteOn(n, 1, pitch, 80) for n, pitch in enumerate((C3, C4, E4))]

    assert [event.keyboard for event in shared(other).apart(played)] == heard


def test_other_keyboards_are_as_they_were() -> None:
    played: list[Played] = [NoteOn(0, 2, C3, 80), NoteOff(9, 2, C3, 0), Pressed(9, 2, C3, 0), Back(9, 2)]

    assert shared().apart(played) == played
    assert Zones().apart(played) == played


def test_a_key_comes_up_on_the_side_it_went_down_on_wherever_the_border_is_by_then() -> None:
    zones = shared()
    zones.apart([NoteOn(0, 1, C3, 80)])
    zones.splits = (Border(1, 40, "left").split,)

    assert zones.apart([NoteOff(5, 1, C3, 0)]) == [NoteOff(5, FAR, C3, 0)]
    zones.apart([NoteOn(6, 1, 30, 80)])
    zones.splits = ()
    assert zones.apart([NoteOff(7, 1, 30, 0)]) == [NoteOff(7, FAR, 30, 0)]
    assert zones.apart([NoteOn(8, 1, 30, 80)]) == [NoteOn(8, 1, 30, 80)]


def test_a_pedal_is_both_sides_and_rests_on_the_other_once_that_is_no_more() -> None:
    zones = shared()

    assert zones.apart([Pedal(0, 1, 64, 127)]) == [Pedal(0, 1, 64, 127), Pedal(0, FAR, 64, 127)]
    zones.splits = ()
    assert zones.apart([NoteOn(3, 1, C4, 80)]) == [Pedal(3, FAR, 64, 0), NoteOn(3, 1, C4, 80)]
    assert zones.apart([Pedal(4, 1, 64, 0)]) == [Pedal(4, 1, 64, 0)]


def test_a_wheel_at_rest_leaves_nothing_to_let_go() -> None:
    zones = shared()
    zones.apart([Bend(0, 1, 900), Bend(1, 1, 0)])
    zones.splits = ()

    assert zones.apart([NoteOn(3, 1, C4, 80)]) == [NoteOn(3, 1, C4, 80)]


def test_unplugged_it_holds_nothing_on_either_side() -> None:
    capture, zones = Capture(), shared()
    capture.append(zones.apart([NoteOn(0, 1, C3, 80), NoteOn(1, 1, E4, 80), Pedal(2, 1, 64, 127), Gone(3, 1)]))

    cut = capture.cut(0, 10)
    assert [event for event in cut if isinstance(event, NoteOff)] == [NoteOff(3, FAR, C3, 0), NoteOff(3, 1, E4, 0)]
    assert Pedal(3, FAR, 64, 0) in cut
    (phrase,) = capture.phrases()
    assert phrase.notes == 2


# -- more than two zones, any events, any borders ----------------------------------------------------------------------

AMIR, KEZIA, JO = 192, 193, 194


def three() -> Zones:
    zones = Zones()
    zones.splits = (Split(1, (Zone(36, AMIR), Zone(C4, KEZIA), Zone(72, JO))),)
    return zones


def test_three_zones_come_as_three_keyboards_and_what_lies_below_the_first_is_the_first_ones() -> None:
    played = [NoteOn(n, 1, pitch, 80) for n, pitch in enumerate((20, 59, C4, 71, 72, 127))]

    assert [event.keyboard for event in three().apart(played)] == [AMIR, AMIR, KEZIA, KEZIA, JO, JO]


def test_a_key_that_never_came_up_ends_where_it_began_when_it_is_struck_in_another_zone() -> None:
    zones = three()
    zones.apart([NoteOn(0, 1, C4, 80)])
    zones.splits = (Split(1, (Zone(0, AMIR), Zone(E4, KEZIA))),)

    assert zones.apart([NoteOn(5, 1, C4, 80)]) == [NoteOff(5, KEZIA, C4, 0), NoteOn(5, AMIR, C4, 80)]


def test_a_pedal_is_everybodys_and_comes_up_for_whoever_leaves() -> None:
    zones = three()
    assert [event.keyboard for event in zones.apart([Pedal(0, 1, 64, 127)])] == [AMIR, KEZIA, JO]
    zones.splits = (Split(1, (Zone(0, AMIR), Zone(E4, KEZIA))),)

    assert zones.apart([Pedal(9, 1, 64, 0)]) == [Pedal(9, JO, 64, 0), Pedal(9, AMIR, 64, 0), Pedal(9, KEZIA, 64, 0)]


@pytest.mark.parametrize("zones", [(), tuple(Zone(n, 200 + n) for n in range(7)), (Zone(C4, 200), Zone(C4, 201))])
def test_what_is_no_row_of_zones_is_refused(zones: tuple[Zone, ...]) -> None:
    with pytest.raises(ValueError, match="one to six zones"):
        Split(1, zones)


KEYBOARDS = st.integers(0, 2)
PITCHES = st.integers(0, 127)
FIRSTS = st.lists(PITCHES, min_size=1, max_size=6, unique=True).map(sorted)
SPLITS = st.dictionaries(KEYBOARDS, FIRSTS, max_size=3).map(
    lambda laid: tuple(
        Split(keyboard, tuple(Zone(first, 192 + 10 * keyboard + n) for n, first in enumerate(firsts)))
        for keyboard, firsts in laid.items()
    )
)
PLAYED = st.one_of(
    st.tuples(st.just(True), KEYBOARDS, PITCHES),
    st.tuples(st.just(False), KEYBOARDS, PITCHES),
    st.tuples(st.just(None), KEYBOARDS, PITCHES),
)


@given(st.lists(st.one_of(SPLITS, PLAYED), max_size=60))
def test_every_note_is_its_zones_and_ends_there_whatever_is_played_and_wherever_borders_go(steps: list) -> None:  # type: ignore[type-arg]  # both kinds of step
    zones, held, told = Zones(), set[tuple[int, int]](), list[Played]()
    for frame, step in enumerate(steps):
        match step:
            case (True, keyboard, pitch):
                held.add((keyboard, pitch))
                heard = zones.apart([NoteOn(frame, keyboard, pitch, 80)])
                split = next((split for split in zones.splits if split.keyboard == keyboard), None)
                below = [zone for zone in split.zones if zone.first <= pitch] or split.zones[:1] if split else []
                assert heard[-1] == NoteOn(frame, below[-1].heard_as if below else keyboard, pitch, 80)
            case (False, keyboard, pitch):
                held.discard((keyboard, pitch))
                heard = zones.apart([NoteOff(frame, keyboard, pitch, 0)])
            case (None, keyboard, _):
                own = {each for each in held if each[0] == keyboard}
                held -= own
                heard = zones.apart([Gone(frame, keyboard)])
                told += [
                    NoteOff(frame, *each, 0) for each in own
                ]  # what is a keyboard's own ends with it, as for everyone
            case splits:
                zones.splits = splits
                heard = []
        told += heard
    told += zones.apart([NoteOff(99, *each, 0) for each in sorted(held)])

    sounding: Counter[tuple[int, int]] = Counter()
    for event in told:
        if isinstance(event, NoteOn):
            sounding[event.keyboard, event.pitch] = 1
        elif isinstance(event, NoteOff):
            sounding[event.keyboard, event.pitch] = 0
    assert not +sounding


def test_forty_notes_a_second_in_three_zones_for_a_minute_are_all_there() -> None:
    zones = three()
    keys = [36 + (n * 7) % 60 for n in range(2400)]
    told = [zones.apart([NoteOn(n, 1, key, 80), NoteOff(n, 1, key, 0)]) for n, key in enumerate(keys)]

    heard = Counter(event.keyboard for pair in told for event in pair)
    assert heard == Counter(AMIR if key < C4 else KEZIA if key < 72 else JO for key in keys for _ in range(2))
