"""Changes to a song as a whole: title, tempo, key, chords, groove and loop, and its sections in a row; each from a song to a song."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from studio.music import grooves
from studio.music.harmony import NAMES, harmony
from studio.music.piece import TICKS
from studio.music.shorthand import ShorthandError
from studio.music.song import grooving, layers, lines
from studio.music.song.model import (
    FASTEST,
    LONGEST_COVER,
    LONGEST_NAME,
    LONGEST_STORY,
    LONGEST_WORDS,
    LOOPS,
    MOST_BARS,
    MOST_BLOCKS,
    MOST_QUARTERS,
    MOST_REPEATS,
    SLOWEST,
    Block,
    Layer,
    Song,
    SongError,
    Story,
    safe,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.music.grooves import Groove
    from studio.music.piece import Key

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def title(song: Song, words: str) -> Song:
    """Give the song another title."""
    return replace(song, title=safe(words, LONGEST_NAME))


def tempo(song: Song, bpm: float) -> Song:
    """Set the tempo, within 20..300 quarters a minute; what was played keeps its place in the bar."""
    return replace(song, bpm=within(bpm, SLOWEST, FASTEST))


def key(song: Song, home: Key) -> Song:
    """Bring the song to another key: the chords, the groove and all layers but drums go with it.

    It is the shorter way from the home note it began with, whichever others were tried on the way there.
    """
    begun = song.key.tonic if song.moved_from < 0 else song.moved_from
    up = _away(home.tonic, begun) - _away(song.key.tonic, begun)
    if not up:
        return replace(song, key=home)
    moved = tuple(replace(layer, up=layer.up + up) if layer.kind == "notes" else layer for layer in song.layers)
    blocks = tuple(replace(one, chords=_moved(one.chords, up)) if one.chords else one for one in song.blocks)
    away = -1 if home.tonic == begun else begun
    return replace(song, key=home, chords=_moved(song.chords, up), layers=moved, blocks=blocks, moved_from=away)


def _moved(row: tuple[str, ...], up: int) -> tuple[str, ...]:
    return tuple(grooves.moved(bar, up) for bar in row)


def _away(home: int, begun: int) -> int:
    """Give the semitones from one home note to another by the shorter way, -5..6."""
    return (home - begun + 5) % 12 - 5


def chords(song: Song, row: Sequence[str]) -> Song:
    """Set the row of chords, a bar each as `Am7 D7`, () for the groove's own; SongError where one is not known here."""
    return replace(song, chords=checked_row(row, song.bar_ticks))


def holding(song: Song, name: str) -> Song:
    """Let the chords of a song without a groove sound: a layer of this name holds them, and goes where there are none any more."""
    held = [layer for layer in song.layers if grooving.holds_chords(song, layer)]
    wanted = bool(song.chords) or any(block.chords for block in song.blocks)
    if wanted and not held and not grooving.known(song):
        song = layers.add(song, name, "groove", sound="electric-piano")
        return song.with_layer(replace(song.layers[-1], part=grooving.HELD))
    for layer in () if wanted else held:
        song = layers.remove(song, layer.id)
    return song


def checked_row(row: Sequence[str], bar_ticks: int) -> tuple[str, ...]:
    """Give a row of chords back if every bar can be played; SongError else."""
    if len(row) > MOST_BARS:
        raise SongError("That is a longer row of chords than a song has bars.")
    for bar in row:
        if len(bar) > LONGEST_NAME:
            raise SongError("That is more than one bar of chords can hold.")
        try:
            harmony(bar, bar_ticks)
        except ShorthandError as error:
            raise SongError(str(error)) from error
    return tuple(row)


def loop(song: Song, bars: int) -> Song:
    """Set how long the loop is, one of `LOOPS`; shorter layers come again in it, longer ones are kept and cut."""
    if bars not in LOOPS:
        raise SongError("A loop has 1, 2, 4, 8 or 16 bars.")
    return fitting(replace(song, bars=bars))


def groove(song: Song, used: Groove) -> Song:
    """Play over another groove, in the song's key, at a tempo that suits both; layers of notes stay as they are.

    SongError where they count in another metre than the groove does.
    """
    metre = (used.metre.beats, used.metre.unit)
    own = [layer for layer in song.layers if layer.kind != "groove"]
    if own and metre != song.metre:
        raise SongError("This groove counts another way than what you have made. Start a new song with it.")
    begun = grooving.from_groove(used)
    before = {layer.part: layer for layer in song.layers if layer.kind == "groove"}
    made = song  # with all layers, so that no new one takes the id of another
    played: list[Layer] = []
    for layer in begun.layers:
        if layer.part in before:
            played.append(replace(before[layer.part], sound=layer.sound, name=layer.name))
        else:
            made = layers.add(made, layer.name, "groove", sound=layer.sound)
            played.append(replace(made.layers[-1], part=layer.part))
    home = song.key if own else grooves.in_key(used, NAMES[song.key.tonic]).key
    here = {layer.id for layer in (*played, *own)}
    blocks = tuple(replace(block, off=tuple(each for each in block.off if each in here)) for block in song.blocks)
    return replace(
        song,
        groove=used.id,
        metre=metre,
        key=home,
        bpm=within(song.bpm, used.slowest, used.fastest),
        layers=(*played, *own),
        blocks=blocks,
        chords=song.chords if metre == song.metre else (),
    )


def ending(song: Song, *, on: bool) -> Song:
    """Close the arrangement with a bar that sounds like an end, or stop where the last section does."""
    return replace(song, ending=on)


def story(song: Song, *, about: str | None = None, poem: str | None = None, cover: str | None = None) -> Song:
    """Say who the song is about, its poem, its cover; what is not named stays."""
    told = song.story
    return replace(
        song,
        story=Story(
            told.about if about is None else safe(about, LONGEST_STORY, lines=True),
            told.poem if poem is None else safe(poem, LONGEST_STORY, lines=True),
            told.cover if cover is None else safe(cover, LONGEST_COVER),
        ),
    )


# ---------------------------------------------------------------- sections


def next_name(song: Song) -> str:
    """Name the next section by the first letter that no other has."""
    used = {block.name for block in song.blocks}
    return next((letter for letter in LETTERS if letter not in used), "")


def add_block(song: Song, name: str = "", *, at: int | None = None, like: str = "") -> Song:
    """Add a section, at a place counted from 0 or behind the others; one `like` another rests the same layers, and has words of its own."""
    if len(song.blocks) >= MOST_BLOCKS:
        raise SongError(f"A song has {MOST_BLOCKS} sections at most. Take one out first.")
    block = replace(
        song.block(like) if like else Block("", ""),
        id=_new_id(song),
        name=safe(name, LONGEST_NAME) or next_name(song),
        words=(),
    )
    place = len(song.blocks) if at is None else min(max(at, 0), len(song.blocks))
    return fitting(replace(song, blocks=(*song.blocks[:place], block, *song.blocks[place:])))


def fitting(song: Song) -> Song:
    """Give a song back that is not longer than a file of it could be."""
    if lines.end_tick(song) > MOST_QUARTERS * TICKS:
        raise SongError("That would be a song of many hours. Repeat its sections less often.")
    return song


def _new_id(song: Song) -> str:
    return str(max((int(block.id) for block in song.blocks if block.id.isdecimal()), default=-1) + 1)


def remove_block(song: Song, block_id: str) -> Song:
    """Take a section out, with the words under its bars."""
    gone = song.block(block_id)
    return replace(song, blocks=tuple(block for block in song.blocks if block is not gone))


def move_block(song: Song, block_id: str, place: int) -> Song:
    """Move a section among the others, to a place counted from 0; its words go with it."""
    moved = song.block(block_id)
    others = [block for block in song.blocks if block is not moved]
    others.insert(min(max(place, 0), len(others)), moved)
    return replace(song, blocks=tuple(others))


def rename_block(song: Song, block_id: str, name: str) -> Song:
    """Give a section another name; without one it has its letter."""
    others = replace(song, blocks=tuple(block for block in song.blocks if block.id != block_id))
    named = safe(name, LONGEST_NAME) if name.strip() else next_name(others)
    return _with_block(song, replace(song.block(block_id), name=named))


def repeat(song: Song, block_id: str, times: int) -> Song:
    """Play a section so many times, 1..32."""
    return fitting(_with_block(song, replace(song.block(block_id), repeats=min(max(times, 1), MOST_REPEATS))))


def rests(song: Song, block_id: str, layer_id: str, *, rest: bool) -> Song:
    """Let a layer rest in a section, or play."""
    block = song.block(block_id)
    off = set(block.off) | {layer_id} if rest else set(block.off) - {layer_id}
    in_order = tuple(layer.id for layer in song.layers if layer.id in off)
    return _with_block(song, replace(block, off=in_order))


def block_chords(song: Song, block_id: str, row: Sequence[str]) -> Song:
    """Give a section a row of chords of its own, () for the song's."""
    return _with_block(song, replace(song.block(block_id), chords=checked_row(row, song.bar_ticks)))


def block_beat(song: Song, block_id: str, beat: str) -> Song:
    """Let a section have one pattern of the groove for its beat (see `grooving.beats`), "" for all in turn."""
    if beat and beat not in grooving.beats(song):
        raise SongError("This groove has no such beat.")
    return _with_block(song, replace(song.block(block_id), beat=beat))


def words(song: Song, block_id: str, bar: int, said: str) -> Song:
    """Put words under a bar of a section, counted from 0 over its repeats; "" takes them out. Without sections the first is made."""
    if not song.blocks:
        song = add_block(song)
        block_id = song.blocks[0].id
    block = song.block(block_id)
    span = next(each for each in lines.spans(song) if each.block is block)
    if not 0 <= bar < span.bars * block.repeats:
        return song
    under = [*block.words, *[""] * (bar + 1 - len(block.words))]
    under[bar] = safe(said, LONGEST_WORDS)
    while under and not under[-1]:
        under.pop()
    return _with_block(song, replace(block, words=tuple(under)))


def _with_block(song: Song, block: Block) -> Song:
    return replace(song, blocks=tuple(block if each.id == block.id else each for each in song.blocks))
