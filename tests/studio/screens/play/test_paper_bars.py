"""Which bars are meant where the notes have repeats: counted as they are played, with what paper calls them."""

from collections.abc import Callable

from studio.lesson import Stand
from studio.music import abcscore
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import open_page, put
from tests.studio.screens.looked_over import lint


def test_bars_are_counted_as_they_are_played_and_say_what_they_are_on_paper(at_home: Callable[..., Pilot]) -> None:
    pilot = at_home()
    music = abcscore.read("X:1\nT:Round\nM:2/4\nL:1/4\nK:C\n|:c d|e f:|g2|\n").as_played()
    put(pilot, Stand(music, "Round", "song", "own:round"))
    open_page(pilot, "Speed and bars")
    assert "Repeats are counted each time they are played." in pilot.words()

    pilot.click("bar-3")
    pilot.click("bar-4")

    assert "On paper: 1 to 2, the second time." in pilot.words()
    lint(pilot, in_sight=("Done",))
