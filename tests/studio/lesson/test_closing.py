"""Closing the window in the middle of a lesson: what was played is there at the next start."""

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from reflections import Journal
from studio.app import Studio
from studio.settings import Settings
from tests.studio.conftest import SECRET, Sitting, keys_in
from tests.studio.fakes import FakeEngine


@pytest.fixture
def window(house: Path, sitting: Sitting, letters: None) -> Callable[[], Studio]:
    """The real window over this sitting's folder, with its own journal."""

    def start() -> Studio:
        sitting.close()
        pygame.display.init()
        pygame.font.init()
        studio = Studio(
            sitting.folder,
            engine=FakeEngine(),
            surface=pygame.display.set_mode((1280, 720)),
            settings=Settings(),
        )
        studio.lesson.opened(Journal.open(sitting.folder, SECRET))
        studio.background.go()
        studio.background.settle()
        return studio

    return start


@pytest.mark.whole
def test_closing_the_window_while_recording_keeps_the_take(window: Callable[[], Studio], sitting: Sitting) -> None:
    studio = window()
    studio.lesson.choose(studio.lesson.house.pupils[0])
    studio.background.settle()
    engine: FakeEngine = studio.engine
    studio.lesson.start_take(engine.frame)
    for pitch in (60, 62, 64):
        engine.key(pitch)
    studio.close()

    journal = Journal.open(sitting.folder, SECRET)
    try:
        jo = journal.pupils()[0]
        (piece,) = journal.pieces(jo.id)
        (take,) = journal.takes(piece.id)
        assert take.parts[0].facts.notes == 3
        assert [one.context["kind"] for one in journal.unfinished()] == ["heard"]
    finally:
        journal._changed = False
        journal.close()


@pytest.mark.whole
def test_closing_with_nobody_chosen_offers_the_take_at_the_next_start(
    window: Callable[[], Studio], sitting: Sitting
) -> None:
    studio = window()
    engine: FakeEngine = studio.engine
    studio.lesson.start_take(engine.frame)
    for pitch in (60, 62, 64):
        engine.key(pitch)
    studio.close()

    found = {one.context["kind"]: keys_in(one.chunks) for one in sitting.next_start()}
    assert found == {"heard": [60, 62, 64], "take": [60, 62, 64]}


@pytest.mark.whole
def test_the_last_fraction_of_a_second_is_written_at_closing(window: Callable[[], Studio], sitting: Sitting) -> None:
    studio = window()
    studio.lesson.choose(studio.lesson.house.pupils[0])
    studio.background.settle()
    engine: FakeEngine = studio.engine
    engine.key(60)
    studio.lesson.tick(studio.clock() + 1)
    studio.background.settle()
    engine.key(62)
    studio.close()

    assert [keys_in(one.chunks) for one in sitting.next_start()] == [[60, 62]]
