"""The stage promises nothing that does not come: bars are counted to the end, one key is a part and no count, a row stays as tall."""

from collections.abc import Callable
from dataclasses import replace

from studio.ensemble.plan import DropOut
from studio.ui import bidi
from tests.studio.fakes import Pilot
from tests.studio.screens.lead.bands import (
    LONG,
    SHORT,
    at,
    count_in,
    lead,
    leading,
    player,
    pull,
    song,
    standing,
    together,
)

Start = Callable[..., Pilot]


def test_bars_are_counted_to_the_end_and_nobody_is_told_of_a_bar_behind_it(unlocked: Start) -> None:
    pilot = leading(together(unlocked), LONG, SHORT, piece=song(2))
    pilot.click("on-stage")
    count_in(pilot)
    assert "left" not in pilot.words(), "nothing has begun"
    at(pilot, 1)
    assert "2 bars left" in pilot.words()
    at(pilot, 2)
    pilot.press("Drop out")
    pilot.press("End together")
    assert "1 bar left" in pilot.words()
    assert "Rests in" not in pilot.words()
    assert set(standing(pilot).values()) == {"in"}


def test_a_leader_whose_part_is_one_key_tries_it_and_no_music_begins(unlocked: Start) -> None:
    pilot = leading(together(unlocked), LONG, SHORT)
    lead(pilot, "Amira")
    room, amira = pilot.studio.screen, player(pilot, "Amira")
    room.arranging.part(amira, "one-key")
    pilot.click("on-stage")
    keyboard = pilot.lesson.band.seating.place(amira).keyboard
    low, _ = pilot.lesson.band.seating.zone(amira)

    def strike() -> None:
        for _ in range(4):
            pilot.engine.key(low + 2, keyboard=keyboard)
            pilot.turn(seconds=0.5)

    strike()
    assert not room.stage.on
    assert "Count in: tap 4 times" in pilot.words()
    pilot.press("Amira's keys lead")
    strike()
    assert room.stage.on, "as words they count in"


def test_with_six_the_lanes_stay_where_they_are_while_somebody_is_about_to_rest(unlocked: Start) -> None:
    pilot = leading(together(unlocked, "A visitor too", "A visitor too", "A visitor too"), LONG, SHORT)
    pilot.click("on-stage")
    count_in(pilot)
    at(pilot, 1)
    before = pilot.ui.find("Everyone's part").rect
    stage = pilot.studio.screen.stage
    stage.leading.say(DropOut(stage.plan.players[:2]))
    pilot.turn()
    assert "Rests in 1" in pilot.words()
    assert pilot.ui.find("Everyone's part").rect == before


def test_whose_keyboard_is_out_is_named_until_it_is_back_and_no_part_goes_on_before_the_music(unlocked: Start) -> None:
    pilot = leading(together(unlocked), LONG, SHORT)
    pull(pilot, SHORT)
    first = {each.name for each in pilot.lesson.band.seating.waiting}
    pull(pilot, LONG)
    both = {each.name for each in pilot.lesson.band.seating.waiting}
    assert first < both
    assert all(name in pilot.studio.notice for name in both)
    assert "goes on" not in pilot.studio.notice


def test_with_six_the_keys_stay_where_they_are_when_the_leaders_keys_lead(unlocked: Start) -> None:
    pilot = leading(together(unlocked, "A visitor too", "A visitor too", "A visitor too"), LONG, SHORT)
    lead(pilot, "Jo")
    room, visitor = pilot.studio.screen, pilot.lesson.band.players[3].id
    band = pilot.lesson.band
    places = tuple(
        replace(each, player=replace(each.player, name="Zuzanna")) if each.player.id == visitor else each
        for each in band.seating.places
    )
    room.put(band.seated(replace(band.seating, places=places)))
    pilot.click("on-stage")
    card = f"ring-card-{visitor}"

    def tall() -> int:
        return next(widget.rect.h for widget in pilot.ui.tree() if widget.key == card)

    before = tall()
    pilot.press("Jo's keys lead")
    assert tall() == before


def test_names_that_are_read_from_the_right_stand_in_their_order_beside_others(unlocked: Start) -> None:
    pilot = unlocked(0)
    here = [pilot.lesson.journal.add_pupil(name, "cat", "13-15") for name in ("مريم", "Ben")]
    pilot.lesson.sit_together(here, lambda: None)
    leading(pilot, LONG)
    pull(pilot, LONG)
    pilot.settle()
    said = pilot.studio.notice
    assert "Ben" in said
    levels = bidi.levels(said, bidi.base(said, rtl=False))
    shown = "".join(said[at] for at in bidi.in_order(range(len(said)), lambda at: levels[at]))
    assert shown.index("ميرم") < shown.index("Ben") < shown.index("your keyboard"), shown
