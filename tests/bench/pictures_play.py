"""Leads through Play for the pictures: before, while it goes, waits and records, and everything that changes how it is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.lesson import Stand
from studio.music import abcscore
from studio.playing.keylight import LIGHT_SECONDS
from tests.bench.pictures_guide import on_the_stand, skip_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.pictures_guide import Guide

ROUND = "X:1\nM:4/4\nL:1/4\nK:G\n|:GABc|d2B2|1 A2F2|G4:|2 A2D2|G4||\n|:gfed|c4|EDEF|G4:|\n"


def playing(guide: Guide) -> Iterator[str]:
    """Play: before, counting in, playing, waiting, recording, kept."""
    pilot = guide.pilot
    on_the_stand(guide)
    yield "play"
    skip_before(pilot)
    pilot.click("play")
    guide.at(-960.0, "counting", beat=3)
    yield "play-counting"
    guide.at(1200.0, "playing")
    yield "play-playing"
    guide.at(1440.0, "waiting", waiting=frozenset({64}))
    yield "play-waiting"
    pilot.turn(seconds=6)
    yield "play-stuck"
    pilot.click("play")
    was = pilot.lesson.practice
    pilot.lesson.practice = replace(was, help="one key")
    pilot.click("play")
    guide.at(1440.0, "waiting", waiting=frozenset({64}))
    yield "play-any-key"
    pilot.click("play")
    pilot.lesson.practice = was
    yield from going_round(guide)
    yield from how_to_play(guide)
    yield from looking(guide)
    pilot.click("record")
    pilot.turn(seconds=2.2)
    guide.at(0.0, "playing")
    pilot.play(64, 67, 71)
    guide.at(900.0, "playing")
    yield "play-recording"
    pilot.click("record")
    pilot.turn(seconds=2 * LIGHT_SECONDS)  # how many turns went by says whether the light is still on
    pilot.settle()
    yield "play-kept"
    pilot.click("hear-take")
    guide.at(30_000.0, "playing")
    yield "play-by-turns"
    pilot.studio.screen.stop()
    pilot.settle()
    if any(widget.key == "how-was-it" for widget in pilot.ui.tree()):
        pilot.click("how-was-it")
        yield "play-how"
        pilot.click("how-done")


def looking(guide: Guide) -> Iterator[str]:
    """The same music by letter, and on a stave: while it waits for a D, goes round, and with letters and fingers."""
    pilot, studio = guide.pilot, guide.pilot.studio
    usual = studio.settings
    for name, look in (
        ("play-letters", {"note_colours": "pitch", "fingers": True}),
        ("play-stave", {"music_as": "stave"}),
        ("play-stave-letters", {"music_as": "stave", "note_colours": "pitch", "fingers": True}),
    ):
        studio.restyle(replace(studio.settings, **look))
        pilot.settle()
        pilot.click("play")
        guide.at(960.0, "waiting", waiting=frozenset({74}))
        yield name
        pilot.click("play")
    pilot.studio.screen.change(bars=(2, 3))
    pilot.settle()
    yield "play-stave-round"
    pilot.studio.screen.change(bars=None)
    studio.restyle(
        replace(studio.settings, music_as=usual.music_as, note_colours=usual.note_colours, fingers=usual.fingers)
    )
    pilot.settle()


def how_to_play(guide: Guide) -> Iterator[str]:
    """The pages of how to play it, with drums in place of the click."""
    pilot = guide.pilot
    pilot.click("more")
    yield "play-more"
    for page in ("bars", "beat", "look"):
        if page in pilot.studio.screen.more.pages:
            pilot.studio.screen.more.show(page)
            pilot.settle()
            yield f"play-more-{page}"
        if page == "beat":
            pilot.studio.screen.beat.choose("drums")
            pilot.settle()
            yield "play-more-drums"
            pilot.studio.screen.beat.choose("off")
    pilot.studio.screen.more.show("mine")
    pilot.studio.screen.more.close()
    pilot.settle()


def going_round(guide: Guide) -> Iterator[str]:
    """Bars that go round, faster as they hold together; then all is as it was."""
    pilot, room = guide.pilot, guide.pilot.studio.screen
    before = pilot.lesson.practice
    room.loop.set((2, 3))
    pilot.settle()
    yield "play-loop"
    room.ladder.turn(on=True)
    pilot.click("play")
    guide.at(2400.0, "playing")
    yield "play-ladder"
    pilot.click("play")
    pilot.lesson.practice = before
    pilot.studio.change()
    pilot.settle()


def repeated(guide: Guide) -> Iterator[str]:
    """A tune of our own with repeats and endings, on a stave, played the second time."""
    studio, pilot = guide.pilot.studio, guide.pilot
    usual = studio.settings
    pilot.lesson.put_on_stand(Stand(abcscore.read(ROUND).as_played(), "Round", "file", ""))
    guide.go("play")
    studio.restyle(replace(usual, music_as="stave"))
    pilot.settle()
    pilot.click("play")
    guide.at(1920.0 * 5, "playing")
    yield "play-stave-repeats"
    pilot.click("play")
    studio.restyle(usual)
    pilot.settle()
