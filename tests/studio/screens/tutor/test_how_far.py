"""Work on the writer says how far it is, is drawn once a frame, and stops at its next word once it is given up."""

import pytest

from reflections.errors import Stopped
from studio.screens.tutor.how_far import HowFar


def test_what_the_writer_says_is_drawn_once_a_frame_and_only_where_it_is_new() -> None:
    changes = list[float]()
    how_far = HowFar(lambda: changes.append(how_far.drawn))
    far = how_far.begin()
    how_far.update()
    far(0.2)
    far(0.5)
    how_far.update()
    how_far.update()
    assert changes == [0.5]


def test_given_up_it_stops_at_its_next_word_and_what_is_begun_after_it_goes_on() -> None:
    how_far = HowFar(lambda: None)
    first = how_far.begin()
    first(0.4)
    how_far.give_up()
    assert not how_far.goes_on
    with pytest.raises(Stopped):
        first(0.5)
    assert first.share == 0.4
    second = how_far.begin()
    second(0.1)
    how_far.update()
    assert how_far.drawn == 0.1
    how_far.begin()  # as whoever presses again does
    assert how_far.drawn == 0
    with pytest.raises(Stopped):
        second(0.2)
