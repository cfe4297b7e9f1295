"""That bit!: one key while a take rolls, pinned to the bar it was in and drawn on the roll; no take, no marker."""

from collections.abc import Callable

import pygame
import pytest

from reflections import portfolio
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, count_in, position, put, record, stand, takes
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
Way = Callable[[Pilot], None]


@pytest.fixture
def rolling(at_home: Start) -> Pilot:
    """A take rolls, and bar 1 has begun."""
    pilot = at_home()
    put(pilot, stand())
    pilot.press("Record")
    count_in(pilot)
    return pilot


def marks(pilot: Pilot) -> list[float]:
    return [round(one.at_seconds, 1) for take in takes(pilot) for one in pilot.lesson.journal.markers(take.id)]


@pytest.mark.parametrize(
    "way",
    [
        lambda pilot: pilot.type_key(pygame.K_F3),
        lambda pilot: pilot.press("That bit!"),
        lambda pilot: pilot.play(21),
    ],
    ids=["F3", "the button", "a low key of the piano"],
)
def test_one_key_marks_the_moment_in_the_take(rolling: Pilot, way: Way) -> None:
    rolling.play(C, D)
    before = rolling.engine.frame
    way(rolling)
    rolling.play(E)
    rolling.press("Stop and keep")

    (at,) = marks(rolling)
    start = rolling.lesson.last.made.take.start
    assert 0 <= at - (before - start) / 48_000 < 0.3
    (one,) = rolling.lesson.journal.markers(takes(rolling)[0].id)
    assert (one.by, one.kind, one.words) == ("pupil", "that bit", "")


def test_it_stands_on_the_roll_where_the_music_was(rolling: Pilot) -> None:
    position(rolling, 960.0, "playing")
    rolling.type_key(pygame.K_F3)
    (beat,) = rolling.studio.screen.mark.beats
    assert 2.0 <= beat < 2.6
    assert "Marked." in rolling.words()


def test_without_a_take_nothing_is_marked_and_the_next_take_begins_with_none(rolling: Pilot) -> None:
    rolling.type_key(pygame.K_F3)
    rolling.press("Stop and keep")  # no key was pressed: no take
    rolling.type_key(pygame.K_F3)
    record(rolling, C)
    assert marks(rolling) == []
    assert rolling.studio.screen.mark.beats == ()


def test_the_keys_of_the_piece_and_of_the_computer_mark_nothing(rolling: Pilot) -> None:
    low = rolling.studio.screen.score.span[0]
    rolling.play(low)
    rolling.engine.press(21)
    rolling.turn()
    rolling.engine.release(21)
    rolling.press("Stop and keep")

    assert marks(rolling) == []


def test_the_button_fits_in_every_size(rolling: Pilot) -> None:
    lint(rolling)


def marked(rolling: Pilot) -> Pilot:
    """Two moments are marked in a take that is kept."""
    for tick, pitch in ((480.0, C), (2400.0, D)):
        position(rolling, tick, "playing")
        rolling.play(pitch)
        rolling.type_key(pygame.K_F3)
        rolling.turn(seconds=2.5)
    rolling.press("Stop and keep")
    rolling.settle()
    return rolling


def test_after_the_take_a_mark_is_given_words_or_none_and_an_adult_sees_them(rolling: Pilot) -> None:
    pilot = marked(rolling)
    pilot.press("Say what that bit was")
    boxes = [w.name for w in pilot.ui.tree() if w.role == "text box"]
    assert boxes == ["Mark 1, bar 1", "Mark 2, bar 2"]
    lint(pilot)
    pilot.write("my thumb went under")
    pilot.enter()

    journal = pilot.lesson.journal
    (take,) = takes(pilot)
    assert [(one.kind, one.words) for one in journal.markers(take.id)] == [
        ("words", "my thumb went under"),
        ("that bit", ""),
    ]
    assert [item.words for item in journal.unseen().items] == ["my thumb went under"]
    jo = pilot.lesson.pupil.id
    journal.seen([item.id for item in journal.unseen().items], "Sam")
    (part,) = portfolio.page(journal.evidence(jo), {}).pieces
    assert "my thumb went under" in repr(part)
    lint(pilot)


def test_words_for_a_bit_come_back_into_their_box_and_an_aside_take_offers_none(rolling: Pilot) -> None:
    pilot = marked(rolling)
    pilot.press("Say what that bit was")
    pilot.write("the jump")
    pilot.press("Done")
    pilot.press("Say what that bit was")
    assert pilot.ui.find("Mark 1, bar 1").value == "the jump"
    pilot.press("Done")
    assert len(pilot.lesson.journal.unseen().items) == 1
    pilot.studio.screen.do_undo()
    pilot.settle()
    assert not [w for w in pilot.ui.tree() if w.key == "say-bits"]


def test_a_take_without_a_mark_asks_for_no_words(rolling: Pilot) -> None:
    rolling.play(C)
    rolling.press("Stop and keep")
    assert not [w for w in rolling.ui.tree() if w.key == "say-bits"]
