"""Random edits to a song, as nobody would make them in this order; each is made through the functions that screens call."""

import contextlib
import random
from collections.abc import Callable
from dataclasses import replace

from studio.music import grooves
from studio.music.piece import Key
from studio.music.song import grooving, launches, layers, notes, steps, voice, whole
from studio.music.song.labels import label
from studio.music.song.launches import Launch
from studio.music.song.model import LOOPS, Moved, Pass, Song, SongError, SongNote, Tidy, VoicePass
from studio.music.usual import GRIDS
from tests.studio.music.song.made import loose

Edit = Callable[[Song, random.Random], tuple[str, Song]]


def _layer(song: Song, dice: random.Random) -> str:
    return dice.choice([layer.id for layer in song.layers])


def _some(song: Song, layer: str, dice: random.Random) -> list[int]:
    ids = [note.id for note in notes.shown(song, layer)]
    return dice.sample(ids, min(len(ids), dice.choice([1, 1, 2, 5, 40])))


def _note(dice: random.Random) -> SongNote:
    return SongNote(
        dice.uniform(-50, 9000),
        dice.choice([1.0, 120.0, dice.uniform(1, 4000)]),
        dice.randrange(128),
        dice.randrange(1, 128),
        dice.choice([1, 1, 2, 4]),
    )


def _record(song: Song, dice: random.Random) -> tuple[str, Song]:
    own = [layer.id for layer in song.layers if layer.kind in ("notes", "drums")]
    if not own:
        return label("add layer"), layers.add(song, "Mine")
    made = [
        replace(
            loose(dice.randrange(1, 12), dice.random().__hash__(), bars=song.bars),
            bpm=song.bpm,
            moves=(Moved(30.5, 64, 127), Moved(400.0, 128, 12_000)),
        )
    ]
    if dice.random() < 0.3:
        one = made[0]
        made.append(Pass(0, (SongNote(-400.0, 90.0, 60), *one.notes), one.bars, song.bpm, 1))
    return label("record", len(made)), layers.passes(song, dice.choice(own), made, dice.choice(layers.WAYS))


def _notes(song: Song, dice: random.Random) -> tuple[str, Song]:
    layer = _layer(song, dice)
    ids = _some(song, layer, dice)
    match dice.randrange(11):
        case 0 | 1:
            return label("add notes", 2), notes.add(song, layer, _note(dice), _note(dice))
        case 2:
            return label("move notes", len(ids)), notes.move(
                song, layer, ids, ticks=dice.uniform(-500, 500), semitones=dice.randrange(-5, 6)
            )
        case 3:
            return label("transpose notes", len(ids)), notes.move(song, layer, ids, semitones=dice.choice([-12, 12, 1]))
        case 4:
            return label("stretch notes"), notes.stretch(
                song, layer, ids, dice.uniform(-500, 500), from_start=dice.random() < 0.5
            )
        case 5:
            return label("split notes"), notes.split(song, layer, ids, dice.uniform(0, 7680))
        case 6:
            return label("join notes"), notes.join(song, layer, ids)
        case 7:
            return label("delete notes", len(ids)), notes.delete(song, layer, ids)
        case 8:
            return label("paste notes"), notes.paste(song, layer, notes.copy(song, layer, ids), dice.uniform(0, 7680))
        case 9:
            return label("velocity", len(ids)), notes.louder(song, layer, ids, dice.randrange(-30, 30))
        case _:
            return label("ratchet"), notes.ratchet(song, layer, ids, dice.randrange(1, 5))


def _layers(song: Song, dice: random.Random) -> tuple[str, Song]:
    layer = dice.choice(song.layers)
    match dice.randrange(13):
        case 0:
            return label("add layer"), layers.add(
                song, dice.choice(["Beat", "Top \u266b", ""]), dice.choice(["notes", "drums"])
            ) if len(song.layers) < 8 else song
        case 1:
            return label("delete layer"), layers.remove(song, layer.id) if len(song.layers) > 2 else song
        case 2:
            return label("mute"), layers.mute(song, layer.id, on=not layer.muted)
        case 3:
            return label("solo"), layers.solo(song, layer.id, on=not layer.solo)
        case 4:
            return label("volume"), layers.volume(song, layer.id, dice.random())
        case 5:
            return label("sound"), layers.sound(song, layer.id, dice.choice(["piano", "strings", "kit"]))
        case 6:
            return label("player"), layers.player(song, layer.id, dice.choice(["", "tutor", "0190-ab"]))
        case 7:
            return label("order layers"), layers.reorder(song, layer.id, dice.randrange(6))
        case 8 | 9 if layer.passes:
            one = dice.choice(layer.passes)
            on = layers.pass_on(song, layer.id, one.first, on=not one.on)
            return label("pass on"), on if dice.random() < 0.7 else layers.upbeat(
                on, layer.id, one.first, on=not one.upbeat
            )
        case 10:
            return label("own beat"), grooving.own(song, layer.id)
        case 11:
            return label("longer"), layers.lengthen(song, layer.id, dice.choice(LOOPS))
        case _:
            how = Tidy(dice.random(), dice.uniform(0.5, 0.75), dice.choice([8, 16]), dice.choice(["", *GRIDS]))
            return label("tidy"), layers.tidy(song, layer.id, how)


def _voice(song: Song, dice: random.Random) -> tuple[str, Song]:
    passes = song.voice.passes
    if len(passes) < 3 or dice.random() < 0.1:
        if len(passes) > 20:
            return label("voice gone"), voice.gone(song, passes[0].id)
        made = VoicePass(f"v{dice.random()}", "0190-ab", dice.uniform(-500, 9000), dice.uniform(0.1, 60), song.bpm)
        return label("voice said"), voice.said(song, made)
    one = dice.choice(passes)
    match dice.randrange(4):
        case 0:
            return label("voice on"), voice.on(song, one.id, on=not one.on)
        case 1:
            return label("voice"), voice.later(song, one.id, dice.choice([-voice.STEP_SECONDS, voice.STEP_SECONDS]))
        case 2:
            return label("voice"), voice.volume(song, dice.random())
        case _:
            return label("voice"), voice.mute(song, on=not song.voice.muted)


def _steps(song: Song, dice: random.Random) -> tuple[str, Song]:
    layer = _layer(song, dice)
    if dice.random() < 0.05:
        return label("empty grid"), steps.clear(song, layer)
    cell, count = steps.Cell(dice.choice([0, 72, 100]), dice.randrange(1, 5)), dice.choice([16, 16, 12])
    made = steps.set_step(
        song,
        layer,
        dice.choice([36, 38, 60]),
        dice.randrange(4),
        dice.randrange(count),
        cell,
        steps=count,
        every_bar=dice.random() < 0.2,
    )
    return label("set step"), made


def _whole(song: Song, dice: random.Random) -> tuple[str, Song]:
    match dice.randrange(8):
        case 0:
            return label("tempo"), whole.tempo(song, dice.uniform(10, 320))
        case 1:
            return label("key"), whole.key(song, Key(dice.randrange(-7, 8), dice.choice(["major", "minor"])))
        case 2:
            row = dice.choice([(), ("C", "Am7 D7", "F", "G"), dice.choice(grooving.rows(song)).bars])
            return label("chords"), _held(song, lambda: whole.chords(song, row))
        case 3:
            return label("loop"), whole.loop(song, dice.choice(LOOPS))
        case 4:
            return label("title"), whole.title(song, dice.choice(["Ours", "N\u00famero 1", ""]))
        case 5:
            return label("story"), whole.story(song, poem="Two\nlines", about=str(dice.random()))
        case 6:
            used = grooves.groove(dice.choice(["lo-fi", "house", "reggae"]))
            return label("groove"), whole.groove(song, used) if song.metre == (4, 4) else song
        case _:
            return label("ending"), whole.ending(song, on=not song.ending)


def _held(song: Song, change: Callable[[], Song]) -> Song:
    """Chords that are there are held where no groove plays them, if there is room; a row of a groove may fit no other metre."""
    with contextlib.suppress(SongError):
        return whole.holding(change(), "Chords")
    return song


def _sections(song: Song, dice: random.Random) -> tuple[str, Song]:
    if not song.blocks or (len(song.blocks) < 6 and dice.random() < 0.3):
        return label("add section"), whole.add_block(song, dice.choice(["", "Break"]))
    block = dice.choice(song.blocks)
    match dice.randrange(8):
        case 6:
            return label("section beat"), whole.block_beat(song, block.id, dice.choice(["", *grooving.beats(song)]))
        case 0:
            return label("delete section"), whole.remove_block(song, block.id)
        case 1:
            return label("move section"), whole.move_block(song, block.id, dice.randrange(6))
        case 2:
            return label("repeat section"), whole.repeat(song, block.id, dice.randrange(4))
        case 3:
            return label("section layers"), whole.rests(
                song, block.id, dice.choice(song.layers).id, rest=dice.random() < 0.6
            )
        case 4:
            return label("lyrics"), whole.words(song, block.id, dice.randrange(8), dice.choice(["", "we go on"]))
        case 5:
            row = dice.choice([(), *(one.bars for one in grooving.rows(song))])
            return label("section chords"), _held(song, lambda: whole.block_chords(song, block.id, row))
        case _:
            ids = [layer.id for layer in song.layers]
            live = [Launch(bar, frozenset(dice.sample(ids, dice.randrange(len(ids) + 1)))) for bar in (0, 3, 8)]
            return label("perform"), launches.performed(song, live, 13)


EDITS: tuple[Edit, ...] = (_record, _notes, _notes, _notes, _layers, _layers, _steps, _whole, _sections, _voice)


def begun(dice: random.Random) -> Song:
    """A song to begin with: a groove, or nothing."""
    if dice.random() < 0.5:
        return layers.add(Song("Ours"), "Keys")
    return layers.add(grooving.from_groove(grooves.groove(dice.choice(["lo-fi", "trap", "waltz"]))), "Keys")


def walked(dice: random.Random, edits: int) -> Song:
    """A song after so many edits."""
    song = begun(dice)
    for _ in range(edits):
        _, song = dice.choice(EDITS)(song, dice)
    return song
