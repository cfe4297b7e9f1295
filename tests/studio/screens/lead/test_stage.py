"""The stage: four taps begin, the leader's words move the rings by screen and by keys, and all of it is safe for all to see."""

from collections.abc import Callable
from itertools import count

import pygame
import pytest

from studio.ensemble.plan import BringIn, EndTogether
from studio.ensemble.ways import GOES_ROUND, WAYS
from studio.screen import Go
from studio.screens.lead.lanes import moment
from tests.studio.fakes import Pilot
from tests.studio.screens.lead.bands import (
    LONG,
    SHORT,
    at,
    count_in,
    lead,
    leading,
    player,
    plug,
    pull,
    song,
    standing,
    together,
)
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


def on_stage(pilot: Pilot, way: str = "All together") -> Pilot:
    pilot.press(f"How you play: {way}")
    pilot.click("on-stage")
    return pilot


def shown(pilot: Pilot) -> str:
    """Every word of the page, and those on its pictures."""
    return "\n".join(f"{widget.name} {widget.value} {widget.hint}" for widget in pilot.ui.tree())


def test_escape_goes_back_a_step_at_a_time_and_what_was_played_is_kept(unlocked: Start) -> None:
    pilot = leading(together(unlocked))
    on_stage(pilot)
    count_in(pilot)
    at(pilot, 1)
    jo = pilot.lesson.band.seating.place(player(pilot, "Jo"))
    pilot.engine.key(60, keyboard=jo.keyboard)
    steps = []
    for _ in range(3):
        pilot.type_key(pygame.K_ESCAPE)
        pilot.settle()
        steps.append((pilot.screen, pilot.studio.screen.part))
        if len(steps) == 1:
            assert "Hear it" in pilot.words(), "what was kept is in front"
    assert steps == [("lead", "stage"), ("lead", "arrange"), ("pick", "")]
    assert pilot.lesson.last_together.pupils


def test_escape_waits_for_no_key_any_more_before_it_leaves(unlocked: Start) -> None:
    pilot = leading(together(unlocked))
    room = pilot.studio.screen
    room.arranging.by_a_key()
    pilot.type_key(pygame.K_ESCAPE)
    assert (pilot.screen, room.arranging.waits) == ("lead", False)


def test_a_session_from_arranging_to_the_take_with_a_keyboard_pulled_on_the_way(unlocked: Start) -> None:
    pilot = leading(together(unlocked, "A visitor too"))
    stage = pilot.studio.screen.stage
    lead(pilot, "Amira")
    on_stage(pilot)
    assert "Count in: tap 4 times" in pilot.words()
    lint(pilot, in_sight=("Tap",))
    count_in(pilot)
    assert stage.speed == pytest.approx(1.0, abs=0.02), "the tempo is that of the taps"
    assert set(standing(pilot).values()) == {"next"}

    at(pilot, 1)
    assert standing(pilot) == dict.fromkeys(("Jo", "Amira", "Sami", "Visitor"), "in")
    zones = {each.name: each for each in pilot.lesson.band.seating.places and pilot.lesson.band.players}
    for name in zones:
        place, zone = (
            pilot.lesson.band.seating.place(player(pilot, name)),
            pilot.lesson.band.seating.zone(player(pilot, name)),
        )
        pilot.engine.key(zone[0] + 2, keyboard=place.keyboard)
        pilot.turn()

    pilot.click(f"ring-card-{player(pilot, 'Sami')}")
    pilot.press("Drop out")
    at(pilot, 2)
    assert standing(pilot)["Sami"] == "resting"
    assert pilot.engine.log[-1] != "stop"
    pilot.press("Bring in")
    assert "In 1 bar" in pilot.words()
    at(pilot, 2, beat=0.5)
    assert stage.plan.called(stage.count.beats_left).beats == 4

    sits_there = [each.player.name for each in pilot.lesson.band.seating.row(SHORT.id)]
    pull(pilot, SHORT)
    assert all(name in pilot.studio.notice for name in sits_there)
    at(pilot, 3)
    carried = {stage.whole.of[player(pilot, name)] for name in sits_there}
    assert carried.isdisjoint(pilot.engine.muted), "their parts go on without them"
    assert standing(pilot) == dict.fromkeys(("Jo", "Amira", "Sami", "Visitor"), "in"), "nobody lost their place"
    plug(pilot, LONG, SHORT)
    at(pilot, 4)
    assert carried <= pilot.engine.muted, "whoever has their keys again plays by themselves"

    pilot.press("End together")
    assert "2 bars left" in pilot.words()
    lint(pilot, in_sight=("Bring in", "End together", "Stop"))
    at(pilot, 5)
    assert pilot.engine.muted == frozenset(range(len(stage.whole.piece.parts))), "nothing is heard behind the end"
    at(pilot, 6)
    pilot.settle()
    assert not pilot.engine.sounding
    assert "Kept. In it:" in pilot.words()
    take = pilot.lesson.journal.take(pilot.lesson.last_together.id)
    assert {part.pupil for part in take.parts} == {player(pilot, name) for name in ("Jo", "Amira", "Sami")}
    lint(pilot)
    pilot.click(f"part-{player(pilot, 'Jo')}")
    assert pilot.lesson.last_together.undone == {player(pilot, "Jo")}
    pilot.press("All play it again")
    assert stage.plan.phase == "ready"


def test_the_leaders_own_keys_count_in_and_are_words_without_a_look_at_the_screen(unlocked: Start) -> None:
    pilot = leading(together(unlocked))
    stage = pilot.studio.screen.stage
    lead(pilot, "Jo")
    on_stage(pilot, "Conduct")
    assert stage.leading.by_keys, "whoever conducts has words on their keys"
    place = pilot.lesson.band.seating.place(player(pilot, "Jo"))
    low, _ = pilot.lesson.band.seating.zone(player(pilot, "Jo"))
    for pitch in (low, low + 2, low + 4, low + 5):  # a tune that is tried is no count-in
        pilot.engine.key(pitch, 0.1, keyboard=place.keyboard)
        pilot.turn(seconds=0.4)
    assert not stage.on
    for _ in range(4):
        pilot.engine.key(low, 0.1, keyboard=place.keyboard)
        pilot.turn(seconds=0.4)
    assert stage.on
    at(pilot, 1)
    assert set(standing(pilot).values()) == {"resting"}
    desk = stage.leading.desk
    amira, sami = (next(key for key, who in desk.players.items() if who == player(pilot, n)) for n in ("Amira", "Sami"))
    for key in (amira, sami):
        pilot.engine.key(key, keyboard=place.keyboard)
    pilot.turn()
    at(pilot, 2)
    assert standing(pilot) == {"Jo": "resting", "Amira": "in", "Sami": "in"}
    pilot.engine.key(desk.louder, keyboard=place.keyboard)
    pilot.engine.key(sami, keyboard=place.keyboard)
    pilot.turn()
    at(pilot, 3)
    assert (stage.plan.loud, standing(pilot)["Sami"]) == (1, "resting")
    other = pilot.lesson.band.seating.place(player(pilot, "Sami"))
    zone = pilot.lesson.band.seating.zone(player(pilot, "Sami"))
    pilot.engine.key(zone[0] + 1, keyboard=other.keyboard)
    pilot.turn()
    assert stage.plan.end is None, "the others' keys only play"
    pilot.engine.key(desk.end, keyboard=place.keyboard)
    pilot.turn()
    assert stage.plan.end is not None


def test_with_the_leaders_keyboard_pulled_no_sign_of_its_keys_is_shown_until_it_is_back(unlocked: Start) -> None:
    pilot = leading(together(unlocked), LONG, SHORT)
    lead(pilot, "Jo")
    on_stage(pilot, "Conduct")
    count_in(pilot)
    at(pilot, 1)
    signs = "Numbers are players."
    assert signs in pilot.words()
    own = pilot.lesson.band.seating.place(player(pilot, "Jo")).keyboard
    pull(pilot, next(each for each in (LONG, SHORT) if each.id == own))
    assert signs not in pilot.words()
    assert pilot.studio.screen.stage.leading.desk is None
    plug(pilot, LONG, SHORT)
    assert signs in pilot.words()


def test_computer_keys_lead_too_and_the_last_word_is_taken_back(unlocked: Start) -> None:
    pilot = leading(together(unlocked))
    stage = pilot.studio.screen.stage
    on_stage(pilot)
    while not stage.on:
        pilot.ui.focus.go("arrange")
        pilot.turn(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_2, mod=0, unicode="2", scancode=31, repeat=False))
        pilot.studio.screen.handle(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_SPACE, mod=0))
        pilot.turn(seconds=0.5)
    at(pilot, 1)
    pilot.type_key(pygame.K_1)
    at(pilot, 1, beat=1)
    assert pilot.studio.screen.undo() == "Undo: drop out"
    pilot.type_key(pygame.K_z, mod=pygame.KMOD_CTRL)
    at(pilot, 2)
    assert standing(pilot)["Jo"] == "in", "it was taken back before the bar came"
    assert pilot.studio.screen.undo() is None
    pilot.type_key(pygame.K_MINUS)
    assert pilot.engine.levels["backing"] < pilot.studio.settings.backing
    pilot.type_key(pygame.K_BACKSPACE)
    assert stage.plan.end is not None
    pilot.click("shell/undo")
    assert stage.plan.end is None
    assert stage.plan.loud == -1
    pilot.type_key(pygame.K_DELETE)
    assert not pilot.engine.sounding
    pilot.studio.move(Go("home"))
    pilot.settle()
    assert pilot.engine.levels["backing"] == pilot.studio.settings.backing


def test_whoever_has_the_words_sees_them_on_their_lane_while_they_are_in(unlocked: Start) -> None:
    pilot = leading(together(unlocked))
    stage, sami = pilot.studio.screen.stage, player(pilot, "Sami")
    pilot.studio.screen.arranging.part(sami, "words")
    on_stage(pilot)
    count_in(pilot)
    at(pilot, 2)
    lane = moment(stage, pilot.lesson.band, pilot.now).lanes[2]
    assert (lane.notes, [words for _, words in lane.sung][:2]) == ((), ["word0", "word1"])
    pilot.type_key(pygame.K_3)
    at(pilot, 3)
    lane = moment(stage, pilot.lesson.band, pilot.now).lanes[2]
    assert (lane.sung, lane.words) == ((), "Resting")
    stage.leading.say(BringIn((sami,), bars=2))
    lane = moment(stage, pilot.lesson.band, pilot.now).lanes[2]
    assert lane.flag == (pytest.approx(8, abs=0.2), "Sami comes in")
    at(pilot, 4, beat=1)
    assert moment(stage, pilot.lesson.band, pilot.now).banner == "In 3: Sami"


def test_every_way_to_play_comes_to_a_good_end(unlocked: Start) -> None:
    pilot = leading(together(unlocked), piece=song(8))
    room, stage = pilot.studio.screen, pilot.studio.screen.stage
    room.take.want(on=False)
    for way in WAYS:
        room.arranging.play_in(way)
        room.to_stage()
        pilot.turn()
        count_in(pilot)
        assert (pilot.engine.score.loop is not None) == (way in GOES_ROUND)
        for bar in count(0):
            assert bar < 60, way
            at(pilot, bar % 8 + 1)
            if not stage.on:
                break
            if bar == 20:
                stage.leading.say(EndTogether(1))
            if bar == 7 and way not in GOES_ROUND:
                pilot.engine.finish()
        pilot.turn()
        assert (stage.plan.phase, pilot.engine.sounding) == ("over", False), way
        room.to_arrange()


def test_nothing_private_of_anybody_ever_stands_on_the_big_screen(unlocked: Start) -> None:
    pilot = together(unlocked)
    journal = pilot.lesson.journal
    for n, pupil in enumerate(journal.pupils()):
        journal.agree(journal.wish(pupil.id, f"zebra goal {n}").id)
        journal.add_interest(pupil.id, "song", f"zebra like {n}", f"zebra why {n}")
        journal.reflect(pupil.id, "T6", said_by="typed", body=f"zebra words {n}")
        journal.add_brief(pupil.id, "school", "helps", f"zebra brief {n}")
        journal.keep_piece(pupil.id, f"zebra piece {n}", kind="own", source="", content=song().to_midi())
    pilot.lesson.refresh_mine()
    leading(pilot)
    seen = [shown(pilot)]
    lead(pilot, "Sami")
    seen.append(shown(pilot))
    on_stage(pilot, "Pass it round")
    seen.append(shown(pilot))
    count_in(pilot)
    at(pilot, 1)
    seen.append(shown(pilot))
    pilot.press("Stop")
    seen.append(shown(pilot))
    assert all("Amira" in each for each in seen)
    assert not [each for each in seen if "zebra" in each]


def test_six_fit_on_the_stage_and_on_their_lanes(unlocked: Start) -> None:
    pilot = leading(together(unlocked, *["A visitor too"] * 3), LONG)
    stage = pilot.studio.screen.stage
    lead(pilot, "Jo")
    on_stage(pilot, "Solos")
    lint(pilot, in_sight=("Tap",))
    count_in(pilot)
    at(pilot, 1)
    lint(pilot, in_sight=("Bring in", "End together", "Stop"))
    pilot.click(f"ring-card-{player(pilot, 'Amira')}")
    pilot.press("Solo")
    at(pilot, 2)
    assert stage.plan.solo == player(pilot, "Amira")
    assert "Solo" in pilot.words()
