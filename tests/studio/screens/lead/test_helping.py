"""A helper beside a player: that one's next keys are lit, the helper is called so on the stage, and it is noted that they helped."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from reflections.pages.facts import in_words
from reflections.sentences import Spoken
from studio.music.piece import Key, Piece
from studio.screens.lead.arranging_view import _labels
from studio.screens.lead.lanes import moment
from tests.studio.fakes import Pilot
from tests.studio.screens.lead.bands import LONG, SHORT, lead, leading, player, together
from tests.studio.screens.lead.test_after import played
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


def helping(unlocked: Start) -> Pilot:
    """Jo has no keys, and helps Amira."""
    pilot = leading(together(unlocked), LONG, SHORT)
    lead(pilot, "Sami")
    pilot.studio.screen.arranging.sit(player(pilot, "Jo"), None)
    pilot.settle()
    pilot.click(f"player-{player(pilot, 'Jo')}")
    pilot.press("Helps nobody")
    assert "Helps Amira" in pilot.words()
    lint(pilot)
    return pilot


def test_a_helper_is_chosen_on_arranging_and_by_one_more_press_helps_the_next_or_nobody(unlocked: Start) -> None:
    pilot = helping(unlocked)
    pilot.click("helps")
    assert pilot.lesson.band.helps(player(pilot, "Jo")) == player(pilot, "Sami")
    pilot.click("helps")
    assert pilot.lesson.band.helpers == ()
    pilot.press("Undo: put parts back")
    band = pilot.lesson.band
    jo = player(pilot, "Jo")
    assert band.helps(jo) == player(pilot, "Sami")
    assert band.seated(band.seating.left(jo)).helpers == (), "whoever goes helps nobody"


def test_the_helpers_lane_and_the_players_keys_show_what_comes_next_for_whom_they_help(unlocked: Start) -> None:
    pilot = helping(unlocked)
    pilot.click("on-stage")
    room = pilot.studio.screen
    assert room.stage.waits.lit_next(player(pilot, "Amira"))
    assert not room.stage.waits.lit_next(player(pilot, "Sami"))
    lanes = {lane.name: lane for lane in moment(room.stage, pilot.lesson.band, pilot.now).lanes}
    assert player(pilot, "Jo") not in room.stage.whole.of, "Jo has no part of their own"
    assert lanes["Jo"].notes == lanes["Amira"].notes != ()
    assert lanes["Jo"].part == "Helps Amira"
    lint(pilot)


@pytest.mark.parametrize(("fifths", "name"), [(-1, "Bb"), (2, "A#")])
def test_a_black_key_is_called_as_the_musics_key_calls_it(fifths: int, name: str) -> None:
    seating = SimpleNamespace(row=lambda _: (SimpleNamespace(player=SimpleNamespace(id="amira")),))
    band: Any = SimpleNamespace(seating=seating, leader=None, music=Piece("Tune", (), key=Key(fifths)))
    stage = SimpleNamespace(waits=SimpleNamespace(lit_next=lambda _: {70}), leading=SimpleNamespace(desk=None))
    screen: Any = SimpleNamespace(on_stage=True, stage=stage, down={(1, 58): "amira", (1, 60): "amira", (2, 61): "jo"})

    assert _labels(screen, band, 1)() == {58: name, 70: name}


def test_it_is_noted_of_the_session_that_they_helped_and_counts_for_leadership(unlocked: Start) -> None:
    pilot = played(helping(unlocked), "Amira", "Sami")
    pilot.settle()
    journal, jo = pilot.lesson.journal, player(pilot, "Jo")
    roles = {each.pupil: each.role for each in journal.session(pilot.lesson.session.id).attendance}
    assert roles[jo] == "helper"
    assert roles[player(pilot, "Sami")] == "leader"
    leadership = next(one for one in journal.measures(jo) if one.measure == "leadership")
    assert any("Helped in 1 session" in in_words(fact, Spoken()) for fact in leadership.facts), leadership.facts
