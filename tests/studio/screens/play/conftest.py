"""One studio for all the tests of a file that keep nothing: to open it and to sign in costs more than what most of them try."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.lesson import Practice
from studio.screen import Go
from tests.studio import fakes
from tests.studio.fakes import Pilot
from tests.studio.playing_engine import PlayingEngine
from tests.studio.screens.conftest import PEOPLE, let_in


@pytest.fixture(scope="module")
def one_studio(with_pupils: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pilot]:
    """Jo is signed in, and the engine really plays."""
    folder = shutil.copytree(with_pupils(PEOPLE[:1], False), tmp_path_factory.mktemp("one") / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fakes, "FakeEngine", PlayingEngine)
        pilot = let_in(Pilot(folder))
        pilot.press("That is me")
        yield pilot
        pilot.close(backup=False)


@pytest.fixture
def shared(one_studio: Pilot) -> Iterator[Pilot]:
    """That studio with nothing played yet; a piece that is put on the stand has a room of its own."""
    engine: Any = one_studio.engine
    one_studio.lesson.practice = Practice(count_in=False)
    yield one_studio
    for keyboard, pitch in tuple(engine._down):
        engine.up(pitch, keyboard)
    one_studio.studio.move(Go("pick"))
    one_studio.settle()
    one_studio.lesson.last = one_studio.lesson.sayable = None
