"""A keyboard that two share: each side's keys come as a keyboard's of their own, and nothing hangs when it is alone again."""

import pytest

from instruments.capture import Capture
from instruments.events import Back, Bend, Gone, NoteOff, NoteOn, Pedal, Played, Pressed
from instruments.sides import OTHER_SIDE, Border, Side, Sides

C3, C4, E4 = 48, 60, 64
FAR = 1 + OTHER_SIDE


def shared(other: Side = "left") -> Sides:
    sides = Sides()
    sides.border = Border(1, C4, other)
    return sides


@pytest.mark.parametrize(("other", "heard"), [("left", [FAR, 1, 1]), ("right", [1, FAR, FAR])])
def test_the_keys_of_one_side_come_as_another_keyboards(other: Side, heard: list[int]) -> None:
    played = [NoteOn(n, 1, pitch, 80) for n, pitch in enumerate((C3, C4, E4))]

    assert [event.keyboard for event in shared(other).apart(played)] == heard


def test_other_keyboards_are_as_they_were() -> None:
    played: list[Played] = [NoteOn(0, 2, C3, 80), NoteOff(9, 2, C3, 0), Pressed(9, 2, C3, 0), Back(9, 2)]

    assert shared().apart(played) == played
    assert Sides().apart(played) == played


def test_a_key_comes_up_on_the_side_it_went_down_on_wherever_the_border_is_by_then() -> None:
    sides = shared()
    sides.apart([NoteOn(0, 1, C3, 80)])
    sides.border = Border(1, 40, "left")

    assert sides.apart([NoteOff(5, 1, C3, 0)]) == [NoteOff(5, FAR, C3, 0)]
    sides.apart([NoteOn(6, 1, 30, 80)])
    sides.border = None
    assert sides.apart([NoteOff(7, 1, 30, 0)]) == [NoteOff(7, FAR, 30, 0)]
    assert sides.apart([NoteOn(8, 1, 30, 80)]) == [NoteOn(8, 1, 30, 80)]


def test_a_pedal_is_both_sides_and_rests_on_the_other_once_that_is_no_more() -> None:
    sides = shared()

    assert sides.apart([Pedal(0, 1, 64, 127)]) == [Pedal(0, 1, 64, 127), Pedal(0, FAR, 64, 127)]
    sides.border = None
    assert sides.apart([NoteOn(3, 1, C4, 80)]) == [Pedal(3, FAR, 64, 0), NoteOn(3, 1, C4, 80)]
    assert sides.apart([Pedal(4, 1, 64, 0)]) == [Pedal(4, 1, 64, 0)]


def test_a_wheel_at_rest_leaves_nothing_to_let_go() -> None:
    sides = shared()
    sides.apart([Bend(0, 1, 900), Bend(1, 1, 0)])
    sides.border = None

    assert sides.apart([NoteOn(3, 1, C4, 80)]) == [NoteOn(3, 1, C4, 80)]


def test_unplugged_it_holds_nothing_on_either_side() -> None:
    capture, sides = Capture(), shared()
    capture.append(sides.apart([NoteOn(0, 1, C3, 80), NoteOn(1, 1, E4, 80), Pedal(2, 1, 64, 127), Gone(3, 1)]))

    cut = capture.cut(0, 10)
    assert [event for event in cut if isinstance(event, NoteOff)] == [NoteOff(3, FAR, C3, 0), NoteOff(3, 1, E4, 0)]
    assert Pedal(3, FAR, 64, 0) in cut
    (phrase,) = capture.phrases()
    assert phrase.notes == 2
