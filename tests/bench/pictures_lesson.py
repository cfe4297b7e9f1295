"""Leads through the whole lesson for the pictures: every screen and state, one after the other, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from studio.screen import Go
from tests.bench.pictures_lead import leading
from tests.bench.pictures_make import making
from tests.bench.pictures_play import playing, repeated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.pictures_guide import Guide
    from tests.studio.fakes import Pilot

LIKED = (
    ("song", "Night Bus", "It sounds like the city at night."),
    ("style", "Nan's reggae tapes", "She plays them on Sundays."),
    ("sound", "Boss fight music", "My hands go fast when I hear it."),
)


def lesson(guide: Guide) -> Iterator[str]:
    """Every screen and state of the lesson, one after the other, by name."""
    pilot = guide.pilot
    yield "lock"
    guide.opened()
    yield "who"
    guide.go("newcomer")
    yield "newcomer"
    pilot.lesson.choose(guide.sample.pupil, lambda: pilot.studio.move(Go("home")))
    pilot.settle()
    yield "home"
    guide.go("pick")
    yield "pick"
    for shelf in ("Grooves", "My pieces", "Find a tune", "A file"):
        pilot.press(shelf)
        yield f"pick-{shelf.split()[-1].lower()}"
    yield from picking(guide)
    yield from playing(guide)
    yield from reflecting(guide)
    for name in ("music", "goals", "make", "leaving"):
        guide.go(name)
        yield name
        if name == "music":
            yield from taking_home(guide)
    guide.go("home")
    pilot.studio.standing._open("look")  # at 200 % its button lies behind another
    pilot.settle()
    yield "look"
    pilot.type_key(pygame.K_ESCAPE)
    pilot.press("Someone's come in")
    yield "veil"
    pilot.press("Someone's come in")
    guide.go("tutor")
    yield "tutor"
    yield from making(guide)
    yield from repeated(guide)
    yield from leading(guide)


def picking(guide: Guide) -> Iterator[str]:
    """Pick: a tune found by its first notes, and a part of one that fits."""
    pilot = guide.pilot
    guide.go("pick")
    pilot.click("by-playing")
    pilot.play(64, 64, 65, 67, 67, 65, 64)
    pilot.settle()
    yield "pick-by-playing"
    pilot.click("by-playing")
    pilot.click("fit-tune:greensleeves")
    yield "pick-part"
    pilot.press("Two hands, easy")
    yield "pick-part-hands"
    pilot.type_key(pygame.K_ESCAPE)


def what_they_like(guide: Guide) -> Iterator[str]:
    """The board, empty and with something on it; then a song from the phone, a step after the other."""
    pilot = guide.pilot
    guide.go("likes")
    yield "likes"
    for kind, what, why in LIKED:
        pilot.lesson.journal.add_interest(guide.sample.pupil.id, kind, what, why)
    pilot.lesson.refresh_mine()
    pilot.studio.screen.set_kind("style")
    pilot.settle()
    yield "likes-filled"
    guide.go("phone")
    yield "phone-name"
    pilot.press("Night Bus")
    yield "phone-tap"
    for _ in range(9):
        pilot.play(60, pause=0.45)
    yield "phone-tapped"
    pilot.turn(seconds=3)
    pilot.click("go-on")
    pilot.play(67)
    pilot.engine.down(67)
    pilot.turn(seconds=0.1)
    pilot.turn(seconds=0.7)
    yield "phone-trying"
    pilot.engine.up(67)
    pilot.turn()
    pilot.click("fits")
    yield "phone-home"
    pilot.click("go-on")
    pilot.click("chord-Em")
    yield "phone-chords"
    pilot.click("by-key")
    pilot.play(64)
    yield "phone-keys"
    pilot.click("by-key")
    pilot.click("row-0")
    pilot.click("go-on")
    yield "phone-beats"
    pilot.click("take-reggae")
    yield "phone-parts"


def reflecting(guide: Guide) -> Iterator[str]:
    """Reflect: every question of the lesson, typing, and what comes after."""
    pilot = guide.pilot
    guide.go("reflect")
    for n in range(8):
        screen = pilot.studio.screen
        question = getattr(screen, "question", None)
        if question is None:
            break
        yield f"reflect-{n + 1}-{question.kind}"
        match question.kind:
            case "scale":
                screen.step(3)
            case "ladder":
                screen.step(6)
                yield f"reflect-{n + 1}-chosen"
                screen.done()
            case "words":
                screen.write("typed")
                screen.type("It went up")
                pilot.settle()
                yield f"reflect-{n + 1}-typing"
                screen.done()
            case _:
                screen.choose(question.choices[0].id)
                if screen.question is question:
                    pilot.settle()
                    yield f"reflect-{n + 1}-chosen"
                    screen.done()
        pilot.settle()
    yield "reflect-after"


def taking_home(guide: Guide) -> Iterator[str]:
    """The music, the story, and which words go with it."""
    pilot = guide.pilot
    everything_seen(pilot)
    pilot.studio.screen.home.ask_where()
    pilot.settle()
    yield "music-take-home"
    pilot.press("Take it home: My story")
    yield "music-take-story"
    pilot.click("write-page")
    yield "music-take-words"
    pilot.click("no-page")


def everything_seen(pilot: Pilot) -> None:
    """The tutor has read what was said."""
    journal = pilot.lesson.journal
    journal.seen([one.id for one in journal.unseen().items], "Sam")
