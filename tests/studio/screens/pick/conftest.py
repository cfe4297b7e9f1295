"""Where a pupil picks."""

from collections.abc import Callable

import pytest

from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]


@pytest.fixture
def picking(at_home: Start) -> Pilot:
    pilot = at_home()
    pilot.press("Something new")
    assert pilot.screen == "pick", pilot.words()
    return pilot
