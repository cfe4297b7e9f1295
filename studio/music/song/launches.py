"""What was launched live as the order of a song: each stretch goes on where the loop was, with the chords, beat and words of its section."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from studio.music.song import lines
from studio.music.song.model import MOST_BLOCKS, MOST_REPEATS, Block, Song, SongError
from studio.music.song.whole import LETTERS, fitting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Launch(NamedTuple):
    """From this bar on (0 is the first) these layers sounded; `block` is the id of the section that was launched, if it was one."""

    bar: int
    on: frozenset[str]
    block: str = ""


def performed(song: Song, launches: Sequence[Launch], bars: int, *, before: Sequence[Block] = ()) -> Song:
    """Make what was launched live the arrangement, up to `bars` in all, behind what was heard `before` the first launch.

    A stretch is called as its section is; without one, stretches of the same layers have the same letter. A section's words are
    sung once, at its bars. SongError where it changes more often than a song has sections.
    """
    blocks: list[Block] = list(before)
    letters: dict[tuple[str, ...], str] = {}
    for one, after in pairwise([*sorted(launches), Launch(bars, frozenset())]):
        off = tuple(layer.id for layer in song.layers if layer.id not in one.on)
        like = next((block for block in song.blocks if block.id == one.block), None)
        if like is None:
            like = Block("", letters.setdefault(off, LETTERS[len(letters) % len(LETTERS)]))
        blocks += _worded(
            song, like, one.bar, (replace(each, off=off) for each in _stretch(song, one.bar, min(after.bar, bars)))
        )
    joined = _joined(blocks)
    if len(joined) > MOST_BLOCKS:
        raise SongError(
            f"A song has {MOST_BLOCKS} sections at most, and this has {len(joined)}. Keep a shorter stretch."
        )
    return fitting(replace(song, blocks=tuple(replace(block, id=str(n)) for n, block in enumerate(joined))))


def heard(song: Song, start: int, end: int) -> tuple[Block, ...]:
    """Cut bars `start` to `end` (0 is the first) out of the arrangement, as sections with the words that lie under them."""
    cut: list[Block] = []
    for block, _, bar, bars in lines.spans(song):
        first = block.first if block.first < song.bars else 0
        at, stop = max(start - bar + 1, 0), min(end - bar + 1, bars * block.repeats)
        while at < stop:
            inside = at % bars
            repeats = (stop - at) // bars if not inside else 0
            lasts = repeats * bars or min(bars - inside, stop - at)
            words = block.words[at : at + lasts]
            if repeats:
                cut.append(replace(block, id="", repeats=repeats, words=words))
            else:
                cut.append(replace(block, id="", repeats=1, first=first + inside, bars=lasts, words=words))
            at += lasts
    return tuple(cut)


def _worded(song: Song, like: Block, start: int, stretches: Iterator[Block]) -> Iterator[Block]:
    """Give stretches from bar `start` on the name, chords and beat of a section, and each the words that fell into it."""
    at = start % song.bars - (like.first if like.first < song.bars else 0)
    for block in stretches:
        lasts = block.repeats * (block.bars or song.bars)
        under = [like.words[n] if 0 <= n < len(like.words) else "" for n in range(at, at + lasts)]
        while under and not under[-1]:
            under.pop()
        yield replace(block, name=like.name, chords=like.chords, beat=like.beat, words=tuple(under))
        at += lasts


def _stretch(song: Song, start: int, end: int) -> Iterator[Block]:
    """Cover some bars: the rest of the loop that runs, whole rounds, and the beginning of the last."""
    while start < end:
        first = start % song.bars
        bars = min(song.bars - first, end - start)
        whole = (end - start) // song.bars if not first else 0
        if whole:
            repeats = min(whole, MOST_REPEATS)
            yield Block("", "", repeats)
            start += repeats * song.bars
        else:
            yield Block("", "", 1, bars=bars, first=first)
            start += bars


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Join whole rounds of the same that follow each other, where no words tell them apart, and the two halves of one round."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if before and _goes_on(before, block):
            under = (
                (*before.words, *[""] * (before.bars - len(before.words)), *block.words)
                if block.words
                else before.words
            )
            joined[-1] = replace(before, bars=before.bars + block.bars, words=under)
        elif (
            before
            and replace(before, repeats=1) == replace(block, repeats=1)
            and not block.bars
            and not block.words
            and before.repeats + block.repeats <= MOST_REPEATS
        ):
            joined[-1] = replace(before, repeats=before.repeats + block.repeats)
        else:
            joined.append(block)
    return joined


def _goes_on(before: Block, block: Block) -> bool:
    """Whether a piece of a round goes on where the piece before it ended, with the same to be heard."""
    same = replace(before, first=0, bars=0, words=()) == replace(block, first=0, bars=0, words=())
    pieces = before.bars and block.bars and before.repeats == block.repeats == 1
    return bool(same and pieces and before.first + before.bars == block.first)
