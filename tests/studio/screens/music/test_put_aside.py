"""What a pupil put aside is found in My music, heard there and brought back: it was never gone."""

from collections.abc import Callable

from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, put, record, stand, takes
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


def moved_on(at_home: Start) -> Pilot:
    """A take that the pupil did not want as they moved on."""
    pilot = at_home()
    put(pilot, stand())
    record(pilot, C, D, E)
    pilot.press("My music")
    pilot.press("Not this one")
    assert pilot.screen == "music"
    assert takes(pilot) == []
    assert pilot.studio.notice == "It is put aside. It is not gone. You can bring it back."
    return pilot


def test_what_was_put_aside_while_moving_on_is_heard_and_brought_back(at_home: Start) -> None:
    pilot = moved_on(at_home)
    lint(pilot)
    pilot.press("What was put aside")
    assert "It is not gone. You can bring it back." in pilot.words()
    lint(pilot)
    pilot.press("Hear it")
    assert pilot.engine.log[-1] == "preview"
    pilot.press("Bring it back")

    assert len(takes(pilot)) == 1
    assert pilot.ui.focused == "carry-on"
    assert not any(widget.name == "What was put aside" for widget in pilot.ui.tree())
    assert any(widget.name == "Hear Steps" for widget in pilot.ui.tree())
    pilot.press("Play")
    assert "put aside" not in pilot.words()


def test_of_a_piece_of_which_all_is_kept_nothing_is_offered(at_home: Start) -> None:
    pilot = moved_on(at_home)
    put(pilot, stand("Another"))
    record(pilot, C, D)
    pilot.lesson.moved_on()
    pilot.press("My music")
    assert not any(widget.name == "What was put aside" for widget in pilot.ui.tree())
    pilot.press("Show Steps")
    assert any(widget.name == "What was put aside" for widget in pilot.ui.tree())
