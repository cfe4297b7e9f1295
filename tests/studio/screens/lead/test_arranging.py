"""Arranging: everybody here has a seat and a part with their name, borders are pressed on the keys, and nobody has to lead."""

from collections.abc import Callable

import pygame
import pytest

from instruments.events import SOFTWARE, Keyboard
from studio.screen import Go
from studio.ui.keys import key_spans, keys_rect
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import put, stand
from tests.studio.screens.lead.bands import LONG, SHORT, lead, leading, player, plug, pull, together
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
LONG_LOW, LONG_HIGH = 36, 96  # 61 keys


def keyboard_of(pilot: Pilot, name: str) -> int | None:
    return pilot.lesson.band.seating.place(player(pilot, name)).keyboard


def zone_of(pilot: Pilot, name: str) -> tuple[int, int] | None:
    return pilot.lesson.band.seating.zone(player(pilot, name))


def test_lead_is_a_room_where_several_are_here_and_not_for_one(at_home: Start) -> None:
    pilot = at_home()
    assert not [widget for widget in pilot.ui.tree() if widget.key == "shell/lead"]


def test_several_find_it_beside_the_other_rooms(unlocked: Start) -> None:
    pilot = together(unlocked)
    pilot.click("shell/lead")
    assert pilot.screen == "lead"
    assert "Pick a piece first. Then everyone gets a part." in pilot.words()
    pilot.click("pick")
    assert pilot.screen == "pick"
    lint(pilot)


def test_a_pupil_alone_plays_together_with_the_tutor_when_it_is_asked_for(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    pilot.press("How to play")
    pilot.press("Play together")
    assert pilot.screen == "lead"
    assert [each.name for each in pilot.lesson.band.players] == ["Jo", "Sam"]
    assert [each.guest for each in pilot.lesson.band.players] == [False, True], "nothing is kept of the tutor"


def test_everybody_has_a_seat_and_a_part_and_each_key_comes_as_its_players(unlocked: Start) -> None:
    pilot = leading(together(unlocked, "A visitor too"))
    band = pilot.lesson.band
    assert [each.name for each in band.players] == ["Jo", "Amira", "Sami", "Visitor"]
    assert all(given.part is not None for given in band.shared.given)
    assert {keyboard_of(pilot, each.name) for each in band.players} == {1, 2}
    assert {split.keyboard for split in pilot.engine.zones.splits} == {1, 2}
    for each in band.players:
        assert each.name in pilot.words()


def test_a_border_is_where_a_key_is_pressed(unlocked: Start) -> None:
    pilot = leading(together(unlocked, pupils=2), LONG)
    assert zone_of(pilot, "Amira")[0] != 67
    pilot.click(f"player-{player(pilot, 'Amira')}")
    pilot.press("Start at a key")
    assert "Amira, press your first key." in {widget.name for widget in pilot.ui.tree()}
    pilot.play(67)
    assert zone_of(pilot, "Jo")[1] == 66
    assert zone_of(pilot, "Amira")[0] == 67
    pilot.play(72)
    assert zone_of(pilot, "Amira")[0] == 67, "it was asked for once"


def test_a_border_can_be_pressed_in_the_picture_too(unlocked: Start) -> None:
    pilot = leading(together(unlocked, pupils=2), LONG)
    pilot.click(f"player-{player(pilot, 'Amira')}")
    pilot.press("Start at a key")
    board = next(widget for widget in pilot.ui.tree() if widget.key == "board-1")
    assert board.role == "piano"
    spans = key_spans(keys_rect(board.rect, pilot.ui.theme).width, LONG_LOW, LONG_HIGH)
    left, wide = spans[69]
    where = (board.rect.left + 5 + left + wide // 2, board.rect.bottom - 12)
    pilot.turn(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=where, button=1))
    pilot.turn(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=where, button=1))
    assert zone_of(pilot, "Amira")[0] == 69


def test_a_key_that_is_taken_says_so_and_all_stays(unlocked: Start) -> None:
    pilot = leading(together(unlocked, pupils=2), LONG)
    pilot.click(f"player-{player(pilot, 'Amira')}")
    pilot.press("Start at a key")
    before = pilot.lesson.band
    pilot.play(36)
    assert pilot.studio.notice == "That key is taken. Try another."
    assert pilot.lesson.band.seating == before.seating


def test_seats_and_parts_are_changed_and_put_back_step_by_step(unlocked: Start) -> None:
    pilot = leading(together(unlocked))
    first = pilot.lesson.band
    pilot.click(f"player-{player(pilot, 'Jo')}")
    pilot.press("Computer keys")
    assert keyboard_of(pilot, "Jo") == SOFTWARE
    pilot.press("Words")
    assert pilot.lesson.band.shared.of(player(pilot, "Jo")).kind == "words"
    pilot.press("Sami")
    pilot.press("How you play: Solos")
    assert pilot.lesson.band.way == "soloist"
    while pilot.studio.screen.undo() is not None:
        pilot.click("shell/undo")
    assert pilot.lesson.band == first


def test_who_leads_is_asked_and_may_say_not_now(unlocked: Start) -> None:
    pilot = leading(together(unlocked))
    assert pilot.lesson.band.leader is None
    pilot.click(f"player-{player(pilot, 'Sami')}")
    pilot.press("Ask Sami to lead")
    assert "Sami, do you want to lead?" in pilot.words()
    lint(pilot)
    pilot.press("Not now")
    assert pilot.lesson.band.leader is None
    lead(pilot, "Jo")
    lead(pilot, "Amira")
    assert pilot.studio.screen.subtitle == "Amira leads. Safe for the big screen."


def test_a_keyboard_pulled_out_keeps_every_seat_and_says_whose_it_is(unlocked: Start) -> None:
    pilot = leading(together(unlocked, pupils=2))
    seats = pilot.lesson.band.seating.places
    pull(pilot, SHORT)
    assert pilot.studio.notice == "Amira: your keyboard is out. Plug it in again."
    assert pilot.lesson.band.seating.places == seats
    lint(pilot)
    plug(pilot, LONG, SHORT)
    assert pilot.studio.notice == "Amira: your keyboard is back."
    assert not pilot.lesson.band.seating.waiting
    plug(pilot, LONG, SHORT, Keyboard(3, "Keys 25", "alsa", True))
    assert pilot.studio.notice == "A new keyboard is here. You can use it in Change parts."
    assert pilot.lesson.band.seating.places == seats
    pilot.click(f"player-{player(pilot, 'Jo')}")
    pilot.press("Keyboard 3")
    assert (keyboard_of(pilot, "Jo"), keyboard_of(pilot, "Amira")) == (3, 2)


def test_the_band_stays_when_they_look_elsewhere_and_another_piece_is_given_out(unlocked: Start) -> None:
    pilot = leading(together(unlocked))
    lead(pilot, "Amira")
    pilot.studio.move(Go("home"))
    pilot.settle()
    assert pilot.engine.zones.splits == (), "outside each key is its keyboard's"
    pilot.lesson.put_on_stand(stand("Another"))
    pilot.click("shell/lead")
    band = pilot.lesson.band
    assert (band.title, band.name(band.leader)) == ("Another", "Amira")
    assert all(given.part is None or given.part.notes for given in band.shared.given)


@pytest.mark.parametrize("people", [2, 6])
def test_the_page_is_whole_in_every_size(unlocked: Start, people: int) -> None:
    extra = ["A visitor too"] * (people - 3 if people > 3 else 0)
    pilot = leading(together(unlocked, *extra, pupils=min(3, people)))
    lint(pilot, in_sight=("On stage",))
    pilot.click(f"player-{player(pilot, 'Amira')}")
    pilot.press("Start at a key")
    lint(pilot)
