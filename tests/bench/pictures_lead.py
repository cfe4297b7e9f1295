"""Draws a group in Lead: arranging, the count-in, the stage while it goes and while it waits, a keyboard out, what was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from instruments.events import Gone, Keyboard, Keyboards, NoteOn
from studio import sample
from studio.ensemble.plan import BringIn, DropOut, Stop
from studio.lesson import Stand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.pictures_guide import Guide

OTHERS = (("Kezia", "cat", "13-15"), ("Amir", "moon", "13-15"), ("Sami", "ghost", "10-12"))
MORE = (*OTHERS, ("Oluwaseun", "star", "13-15"), ("Bea", "fish", "10-12"))
KEYBOARDS = (Keyboard(1, "Keys 61", "alsa", True), Keyboard(2, "Keys 49", "alsa", True))
PARTS = ("melody", "chord-keys", "bass", "rhythm")


def leading(guide: Guide) -> Iterator[str]:
    """Every page and state, by name; the guide's pupil comes with three others."""
    pilot = guide.pilot
    room = group(guide)
    yield "lead-arranging"
    room.arranging.by_a_key()
    pilot.turn()
    yield "lead-by-a-key"
    room.arranging.by_a_key()
    room.arranging.ask(room.band.players[0].id)
    pilot.turn()
    yield "lead-asked"
    room.arranging.answer(yes=True)
    room.to_stage()
    pilot.settle()
    room.tap()
    pilot.turn(seconds=0.6)
    room.tap()
    pilot.turn()
    yield "lead-count-in"
    half_way(guide, room)
    yield "lead-stage"
    room.stage.leading.lead_by_keys(True)
    pilot.turn()
    yield "lead-by-keys"
    room.stage.leading.lead_by_keys(False)
    pilot.engine._hear(Gone(pilot.engine.frame, KEYBOARDS[1].id))
    pilot.turn()
    yield "lead-pulled"
    pilot.engine._inbox.append(Keyboards(pilot.engine.frame, KEYBOARDS))
    pilot.click("end-together")
    yield "lead-ending"
    for bar in (6, 7, 8):
        to_bar(guide, room, bar)
    pilot.click("stop") if room.stage.on else None
    pilot.settle()
    yield "lead-kept"
    if room.take.last is not None:
        yield from afterwards(guide, room)
    yield from waiting(guide, room)
    guide.go("home")
    yield from six(guide)


def afterwards(guide: Guide, room: Any) -> Iterator[str]:
    """What stands after a take: all answer, one says more at the side, and one part is played again."""
    pilot = guide.pilot
    room.after.ask()
    pilot.turn()
    yield "lead-all-answer"
    room.after.go_on()
    pilot.settle()
    yield "lead-all-said"
    room.after.ask_home()
    pilot.turn()
    yield "lead-all-home"
    room.after.go_on()
    room.after.say_more(room.take.last.pupils[0])
    pilot.settle()
    yield "lead-at-the-side"
    pilot.studio.screen.leave_it()
    pilot.settle()
    yield "lead-music-on"
    room.after.again(room.take.last.pupils[0])
    pilot.settle()
    again = pilot.engine.score
    guide.at(-float(again.ticks_per_quarter), "counting", beat=3)
    yield "lead-part-counted"
    guide.at(0.0, "playing")
    pilot.turn(seconds=6.0)
    yield "lead-part-again"
    room.after.close()


def waiting(guide: Guide, room: Any) -> Iterator[str]:
    """The music waits for all, and one has the next keys lit."""
    sami = room.band.players[2].id
    room.to_arrange()
    room.arranging.choose(sami)
    room.arranging.wait("for all")
    room.arranging.help(sami, True)
    room.arranging.next_to_help(room.band.players[3].id)
    guide.pilot.turn()
    yield "lead-if-lost"
    room.to_stage()
    while not room.stage.on:
        room.tap()
        guide.pilot.turn(seconds=0.65)
    guide.at(room.stage.score.gates[0][0], "waiting")
    guide.pilot.turn(seconds=1.5)
    yield "lead-waiting"
    room.stage.leading.say(Stop())


def six(guide: Guide) -> Iterator[str]:
    """Six play on two keyboards: before it begins, in the middle of it while somebody comes in, and what was kept."""
    pilot = guide.pilot
    room = group(guide, MORE)
    yield "lead-six-arranging"
    room.arranging.play_in("soloist")
    room.arranging.ask(room.band.players[0].id)
    room.arranging.answer(yes=True)
    room.to_stage()
    pilot.settle()
    room.tap()
    pilot.turn()
    yield "lead-six-count-in"
    while not room.stage.on:
        room.tap()
        pilot.turn(seconds=0.65)
    row = [player.id for player in room.band.players]
    to_bar(guide, room, 1)
    room.stage.leading.say(DropOut((row[4], row[5])))
    to_bar(guide, room, 2)
    room.stage.leading.say(BringIn((row[5],)))
    to_bar(guide, room, 2, beats=1)
    for player in row:
        place, zone = room.band.seating.place(player), room.band.seating.zone(player)
        if zone is not None:
            pilot.engine.key(zone[0] + 4, keyboard=place.keyboard)
    pilot.turn()
    yield "lead-six-stage"
    room.stage.leading.say(Stop())
    pilot.settle()
    yield "lead-six-kept"
    guide.go("home")


def group(guide: Guide, others: tuple[tuple[str, str, str], ...] = OTHERS) -> Any:
    """The sample pupil and others share the laptop with two keyboards, and a tune is on the stand."""
    pilot, journal = guide.pilot, guide.pilot.lesson.journal
    pilot.lesson.goodbye()
    here = {pupil.shown: pupil for pupil in journal.pupils()}
    sitting = [here.get(one[0]) or journal.add_pupil(*one) for one in others]
    pilot.lesson.sit_together([*sitting, guide.sample.pupil], lambda: None)
    pilot.settle()
    pilot.engine._inbox.append(Keyboards(pilot.engine.frame, KEYBOARDS))
    pilot.settle()
    pilot.lesson.put_on_stand(Stand(sample.tune(), "Midnight Bus", "song", "own:Midnight Bus"))
    pilot.settle()
    guide.go("lead")
    room: Any = pilot.studio.screen
    for player, kind in zip(room.band.players, PARTS, strict=False):
        room.arranging.part(player.id, kind)
    pilot.settle()
    return room


def half_way(guide: Guide, room: Any) -> None:
    """Bar 5: two play, one comes next and one rests; somebody's key is down."""
    pilot = guide.pilot
    while not room.stage.on:
        room.tap()
        pilot.turn(seconds=0.65)
    _, amir, sami, jo = (player.id for player in room.band.players)
    room.stage.leading.say(DropOut((sami, jo)))
    for bar in (1, 2, 3, 4):
        to_bar(guide, room, bar)
    room.stage.leading.say(BringIn((sami,), bars=2))
    to_bar(guide, room, 4, beats=1.5)
    room.stage.leading.chosen = frozenset({sami})
    place, zone = room.band.seating.place(amir), room.band.seating.zone(amir)
    for step in (4, 7, 11):
        pilot.engine._hear(NoteOn(pilot.engine.frame, place.keyboard, zone[0] + step, 80))
    pilot.turn()


def to_bar(guide: Guide, room: Any, bar: int, *, beats: float = 0) -> None:
    """The engine says that the music is there."""
    start = next(each.start for each in room.stage.whole.piece.bars() if each.n == bar)
    guide.at(start + beats * 480, "playing")


def to_lead(guide: Guide) -> None:
    """The leader's desk in the middle of a piece."""
    room = group(guide)
    room.arranging.ask(room.band.players[0].id)
    room.arranging.answer(yes=True)
    room.to_stage()
    guide.pilot.settle()
    half_way(guide, room)
