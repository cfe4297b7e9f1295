"""Leads through Make for the pictures: every page and dialog of a song of three layers, from its groove to a file of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from instruments.sounds import sound
from studio.music.song import layers, whole
from studio.music.song.labels import label
from studio.music.song.model import Pass, Song, SongNote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio.screens.make.room import Make
    from tests.bench.pictures_guide import Guide

FOUR = {"make-recording": "night", "make-steps": "day", "make-launching": "cream", "make-notes": "contrast"}
COARSER = 6  # levels of 255 that become one
GROOVE = "lo-fi"
TUNE = (69, 72, 76, 74, 72, 69, 67, 69, 72, 76, 79, 76, 74, 72, 71, 69)
BASS = (45, 45, 41, 41, 48, 48, 43, 43)
WORDS = ("Streetlights on the window", "Nan hums along in dub", "Rain keeps the time for us", "Nobody asks me why")
POEM = "\n".join((*WORDS, "", "Last stop, and the seats are warm,", "I could ride this round all night."))


def played(pitches: tuple[int, ...], step: float, *, late: float = 9.0, velocity: int = 84) -> Pass:
    """A round as somebody played it: a little late and early, loud and soft."""
    notes = [
        SongNote(max(0.0, n * step + late * ((n * 7) % 5 - 2)), step * 0.8, pitch, velocity + (n * 11) % 24 - 12)
        for n, pitch in enumerate(pitches)
    ]
    return Pass(0, tuple(notes), 4, 84.0)


def of_ones_own(room: Make) -> None:
    """Two layers more, each as somebody recorded it."""
    song = room.song
    for name, voice, passes in (
        ("Top line", "electric-piano", (played(TUNE, 480.0), played(TUNE[:6], 960.0, velocity=70))),
        ("Bass line", "sub-bass", (played(BASS, 960.0),)),
    ):
        song = layers.add(song, name, sound=voice, player=room.lesson.pupil.id if room.lesson.pupil else "")
        song = layers.passes(song, song.layers[-1].id, passes, "layer")
    room.edit(label("record", 3), song)
    room.choose(song.layers[-2].id)


def in_parts(song: Song) -> Song:
    """Four parts in a row, with somebody resting in most of them, and words under the second."""
    for name, repeats in (("Intro", 1), ("Verse", 2), ("Hook", 2), ("Break", 1)):
        song = whole.add_block(song, name, at=len(song.blocks))
        song = whole.repeat(song, song.blocks[-1].id, repeats)
    first, verse, _, calm = song.blocks
    drums = next(layer.id for layer in song.layers if sound(layer.sound).kit)
    song = whole.rests(song, first.id, song.layers[-2].id, rest=True)
    song = whole.rests(song, verse.id, song.layers[-2].id, rest=True)
    song = whole.rests(song, calm.id, drums, rest=True)
    for bar, words in enumerate(WORDS):
        song = whole.words(song, verse.id, bar, words)
    return whole.story(whole.title(song, "Night Bus"), about="My nan, and the last bus home.", poem=POEM, cover="moon")


def making(guide: Guide) -> Iterator[str]:
    """Every state of Make, one after the other, by name; "make" itself, its first, is another's."""
    pilot = guide.pilot
    guide.go("make")
    room: Make = pilot.studio.screen
    if room.making is not None:
        room.start_again()
    pilot.settle()
    pilot.click("empty-loop")
    yield "make-empty"
    room.about_loop.show()
    pilot.settle()
    pilot.press("Chords: Hopeful")
    yield "make-empty-chords"
    pilot.type_key(pygame.K_ESCAPE)
    room.start_again()
    pilot.settle()
    pilot.click(f"from-{GROOVE}")
    yield "make-groove"
    of_ones_own(room)
    pilot.settle()
    yield "make-layers"
    pilot.click("make-record")
    guide.at(-960.0, "counting", beat=3)
    yield "make-counting"
    recorded = room.song
    for tick, pitch in ((1920.0, 81), (2160.0, 79), (2400.0, 76)):
        guide.at(tick, "playing")
        pilot.engine.down(pitch)
        pilot.turn(seconds=0.001)
        guide.at(tick + 200.0, "playing")
        pilot.engine.up(pitch)
        pilot.turn(seconds=0.001)
    yield "make-recording"
    pilot.click("make-record")
    while room.song is not recorded and room.undo() is not None:
        room.do_undo()
    pilot.click("make-play")
    pilot.studio.notice = ""
    yield from dialogs(guide, room)
    yield from editing(guide, room)
    yield from whole_song(guide, room)


def dialogs(guide: Guide, room: Make) -> Iterator[str]:
    """What lies over the layers."""
    pilot = guide.pilot
    room.about_layer.show(room.chosen)
    pilot.settle()
    yield "make-layer"
    pilot.type_key(pygame.K_ESCAPE)
    room.about_loop.show()
    pilot.settle()
    yield "make-loop"
    pilot.type_key(pygame.K_ESCAPE)
    room.tidy.show(room.chosen, "to-tidy")
    pilot.settle()
    room.tidy._tidy(80)
    room.tidy._bouncy(58)
    pilot.settle()
    yield "make-tidy"
    pilot.type_key(pygame.K_ESCAPE)


def editing(guide: Guide, room: Make) -> Iterator[str]:
    """The steps of the beat, while it plays; the notes of a line, some of them chosen."""
    pilot = guide.pilot
    mine = room.chosen
    room.choose(next(layer.id for layer in room.song.layers if sound(layer.sound).kit))
    room.turn("edit")
    room.playing.start()
    guide.at(840.0, "playing")
    room.tools.focus("grid")
    pilot.turn()
    yield "make-steps"
    pilot.press("In threes")
    yield "make-steps-threes"
    pilot.press("In threes")
    room.choose(mine)
    page = room.edit_page.notes
    page.roll.choose(frozenset(note.id for note in page.sheet().notes[4:7]))
    room.tools.focus("roll")
    pilot.turn()
    yield "make-notes"
    page.roll.choose(frozenset())
    room.edit_page.show("grid")
    guide.at(900.0, "playing")
    yield "make-squares"
    room.playing.stop()
    pilot.settle()


def whole_song(guide: Guide, room: Make) -> Iterator[str]:
    """The song's parts, launched while it plays; its words, its story, how it grew, and a file of it."""
    pilot = guide.pilot
    room.turn("song")
    pilot.settle()
    yield "make-song-begins"
    room.edit(label("add section"), in_parts(room.song))
    room.song_page._take(1)
    pilot.settle()
    yield "make-song"
    room.song_page.about_section.show(room.song.blocks[1].id)
    pilot.settle()
    yield "make-section"
    pilot.type_key(pygame.K_ESCAPE)
    room.playing.whole = True
    room.playing.start()
    guide.at(2 * 1920 + 700.0, "playing")
    room.song_page._press(2)
    pilot.turn()
    yield "make-launching"
    room.playing.stop()
    pilot.settle()
    room.song_page.performing.forget()
    room.turn("words")
    words = room.pages["words"]
    words._block = room.song.blocks[1].id
    for part in ("lines", "poem", "voice", "story"):
        words._turn(part)
        pilot.settle()
        yield f"make-words-{part}"
    words.cover.show()
    words.cover._turn("draw")
    pilot.settle()
    yield "make-cover"
    pilot.type_key(pygame.K_ESCAPE)
    yield from versions(guide, room)
    room.turn("song")
    room.out.ask()
    pilot.settle()
    yield "make-out"
    pilot.type_key(pygame.K_ESCAPE)
    room.start_again()
    pilot.settle()
    pilot.click(f"from-{GROOVE}")
    yield "make-again"
    pilot.click("go-on")
    room.turn("layers")
    pilot.settle()


def versions(guide: Guide, room: Make) -> Iterator[str]:
    """Two versions, one with a name, and the other while it is given one."""
    pilot = guide.pilot
    pilot.lesson.keep_version("Before the break")
    room.edit(label("title"), whole.title(room.song, "Night Bus, slower"))
    pilot.lesson.keep_version("")
    pilot.settle()
    room.versions.show()
    pilot.settle()
    yield "make-versions"
    pilot.press("Give it a name")
    pilot.write("With the bells")
    yield "make-version-name"
    pilot.type_key(pygame.K_RETURN)
    pilot.type_key(pygame.K_ESCAPE)


def four_themes(guide: Guide, size: tuple[int, int] = (1280, 680)) -> pygame.Surface:
    """Recording, squares, a song that is launched and notes, each in a theme of its own, as one picture."""
    wide, tall = size[0] // 2, size[1] // 2
    whole, studio = pygame.Surface(size), guide.pilot.studio
    for name in making(guide):
        if name not in FOUR:
            continue
        usual, at = studio.settings, list(FOUR).index(name)
        studio._look(replace(usual, theme=FOUR[name]))
        guide.pilot.turn(seconds=0.001)
        studio.ui.dirty_all()
        guide.pilot.turn(seconds=0.001)
        part = pygame.transform.smoothscale(studio.surface, (wide - 2, tall - 2))
        whole.blit(part, (at % 2 * (wide + 1), at // 2 * (tall + 1)))
        studio._look(usual)
        guide.pilot.turn()
    pixels = pygame.surfarray.pixels3d(whole)
    pixels[:] = pixels // COARSER * COARSER + COARSER // 2  # nobody sees it, and the file is half as large
    del pixels
    return whole
