"""One plays their part again: the page has their notes, their keys, the count and a stop, and says whose keys were heard."""

from collections.abc import Callable

import pytest

from instruments.events import Position
from studio.screens.lead.anew import tick_at
from studio.screens.play.count import PLAIN
from tests.studio.fakes import Pilot
from tests.studio.screens.lead.bands import BAR, LONG, SHORT, count_in, lead, leading, player, song, together
from tests.studio.screens.lead.bands import at as music_at
from tests.studio.screens.lead.test_after import key_of, notes, played, shown
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


def told(pilot: Pilot, state: str, *, beat: int = 0) -> None:
    """The engine says where what it plays is."""
    score = pilot.engine.score
    tick = -float(score.ticks_per_quarter) if state == "counting" else 0.0
    pilot.engine._inbox.append(Position(pilot.engine.frame, tick, state, beat=beat))
    pilot.turn()


def again(unlocked: Start, name: str, **look: object) -> Pilot:
    """Three have played, and one of them plays their part again."""
    pilot = leading(together(unlocked, **look), LONG, SHORT)
    lead(pilot, "Jo")
    played(pilot, "Jo", "Amira", "Sami")
    pilot.click(f"anew-{player(pilot, name)}")
    pilot.settle()
    return pilot


@pytest.mark.parametrize("size", [100, 200])
def test_the_page_shows_whose_part_it_is_with_its_notes_its_keys_the_count_and_a_stop(
    unlocked: Start, size: int
) -> None:
    pilot = again(unlocked, "Amira", text=size)
    told(pilot, "counting", beat=2)
    assert "Amira plays. The others sound from the take." in pilot.words()
    lint(pilot, in_sight=("Stop",))
    assert {"lane-again", "keys-again", "ring-again", "stop-again"} <= {widget.key for widget in pilot.ui.tree()}
    assert "2 of 4" in pilot.words()
    (lane,) = pilot.studio.screen.after.anew._moment().lanes
    zone = pilot.lesson.band.seating.zone(player(pilot, "Amira"))
    assert lane.name == "Amira"
    assert lane.notes
    assert all(zone[0] <= pitch <= zone[1] for *_, pitch in lane.notes)
    assert "Jo" not in shown(pilot).replace("Jo leads", "")

    told(pilot, "playing")
    assert "of 4" not in pilot.words()
    before = pilot.studio.screen.after.anew.tick
    pilot.turn(seconds=2.0)
    assert pilot.studio.screen.after.anew.tick - before == pytest.approx(BAR, rel=0.05), "two seconds are a bar at 120"


def test_a_key_lights_while_it_is_held_and_no_longer(unlocked: Start) -> None:
    pilot = again(unlocked, "Amira")
    told(pilot, "playing")
    keyboard, pitch = key_of(pilot, "Amira")
    pilot.engine.down(pitch, keyboard=keyboard)
    pilot.turn()
    assert pilot.studio.screen.down == {(keyboard, pitch): player(pilot, "Amira")}
    pilot.engine.up(pitch, keyboard=keyboard)
    pilot.turn()
    assert pilot.studio.screen.down == {}


def test_where_only_others_pressed_it_says_whose_keys_were_heard(unlocked: Start) -> None:
    pilot = again(unlocked, "Amira")
    told(pilot, "playing")
    for name in ("Jo", "Sami"):
        keyboard, pitch = key_of(pilot, name)
        pilot.engine.key(pitch, keyboard=keyboard)
    pilot.turn()
    pilot.click("stop-again")
    pilot.settle()
    assert pilot.studio.notice == "Jo, Sami played. Amira was not heard, so that part is as it was."
    assert notes(pilot) == {"Jo": 1, "Amira": 1, "Sami": 1}


def test_where_nobody_pressed_it_says_that(unlocked: Start) -> None:
    pilot = again(unlocked, "Amira")
    told(pilot, "playing")
    pilot.click("stop-again")
    pilot.settle()
    assert pilot.studio.notice == "No key was pressed. The part is as it was."


def test_with_nobody_else_in_it_the_notes_go_on_after_the_count(unlocked: Start) -> None:
    pilot = leading(together(unlocked), LONG, SHORT)
    played(pilot, "Amira")
    pilot.click(f"anew-{player(pilot, 'Amira')}")
    pilot.settle()
    assert "Amira plays. Nobody else is in it." in pilot.words()
    told(pilot, "playing")
    assert pilot.engine.score is PLAIN
    pilot.engine.finish()
    pilot.turn()
    before = pilot.studio.screen.after.anew.tick
    pilot.turn(seconds=1.0)
    assert pilot.studio.screen.after.anew.tick > before
    lint(pilot, in_sight=("Stop",))


def test_the_notes_go_by_as_the_take_went_where_it_waited_and_where_it_went_round(unlocked: Start) -> None:
    pilot = leading(together(unlocked), LONG, SHORT, piece=song(2))
    pilot.click("on-stage")
    count_in(pilot)
    for bar, seconds in ((1, 2.0), (2, 6.0)):  # somebody was waited for in the second bar
        music_at(pilot, bar)
        keyboard, pitch = key_of(pilot, "Jo")
        pilot.engine.key(pitch, keyboard=keyboard)
        pilot.turn(seconds=seconds)
    music_at(pilot, 1)
    pilot.click("stop")
    pilot.settle()
    last = pilot.lesson.last_together
    first, second, third = last.bar_starts
    piece = song(2)
    assert tick_at(piece, last, first) == 0
    assert tick_at(piece, last, second) == BAR
    assert tick_at(piece, last, (second + third) / 2) == pytest.approx(1.5 * BAR), "half of the long bar"
    assert tick_at(piece, last, third) == 0, "it went round"
    assert tick_at(piece, last, first - 1.0) < 0, "it is counted in"
