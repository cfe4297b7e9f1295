"""How a piece with repeats stands on paper: what of it is played when, its signs, and the page they make."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeVar, get_args

from studio.music.graces import beats, leads_to, on_beat
from studio.music.trim import trim

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from studio.music.piece import Lyric, Metre, Note, Part, Piece, Tempo

    T = TypeVar("T", Tempo, Lyric)

SignName = Literal[
    "opens", "closes", "ending", "ending done", "segno", "coda", "to coda", "fine", "da capo", "dal segno"
]  # fmt: skip
SIGNS: Final[tuple[SignName, ...]] = get_args(SignName)
MOST_PASSES: Final = 200


class Pass(NamedTuple):
    """From tick `start` of the piece on, what stands from tick `written` on is played, up to the next pass."""

    start: int
    written: int


class Sign(NamedTuple):
    """A sign at a tick of the paper; `numbers` are the turns of an ending, or how often a repeat is played in all."""

    tick: int
    name: SignName
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeats:
    """What the notes of a piece, which are as they are played, do not say of its paper. The ticks of signs, metres and end are the paper's."""

    passes: tuple[Pass, ...]
    signs: tuple[Sign, ...]
    metres: tuple[Metre, ...]
    end: int


class Stretch(NamedTuple):
    """A pass with its end, which is where the next one begins."""

    start: int
    end: int
    written: int

    @property
    def written_end(self) -> int:
        """Where it ends on paper."""
        return self.written + self.end - self.start


class Once(NamedTuple):
    """A note as it stands on paper once, the ticks at which it is struck, and its place in its part the first time."""

    note: Note
    ticks: tuple[int, ...]
    place: int


class Page(NamedTuple):
    """A piece as it stands on paper; of the parts that were asked for, by their index, each note with its times."""

    piece: Piece
    notes: dict[int, tuple[Once, ...]]
    signs: tuple[Sign, ...]
    stretches: tuple[Stretch, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Find the whole bars on paper of what is played from tick `start` up to `end`, as two ticks of the paper."""
        inside = [one for one in self.stretches if one.start < end and one.end > start]
        first = min(one.written + max(0, start - one.start) for one in inside)
        last = max(one.written + min(end, one.end) - one.start for one in inside)
        return self.piece.bar_at(first).start, self.piece.bar_at(last - 1).end


def sensible(repeats: Repeats) -> Repeats | None:
    """These repeats, if they make sense: played from the start, in order, not too often, and all on the paper; else None."""
    starts = [one.start for one in repeats.passes]
    if not 0 < len(starts) <= MOST_PASSES or starts[0] != 0 or sorted(set(starts)) != starts:
        return None
    on_paper = all(0 <= one.written < repeats.end for one in repeats.passes)
    on_paper = on_paper and all(0 <= sign.tick <= repeats.end for sign in repeats.signs)
    ticks = [metre.tick for metre in repeats.metres]
    return repeats if on_paper and ticks[:1] == [0] and sorted(set(ticks)) == ticks else None


def bar_on_paper(piece: Piece, tick: int) -> tuple[int, int]:
    """Find the number on paper of the bar that is played at `tick`, and the how manieth time that is: 1 the first."""
    repeats = piece.repeats
    if repeats is None:
        return piece.bar_at(tick).n, 1
    stretches = _stretches(piece, repeats)
    here = _at(stretches, tick)
    written = here.written + tick - here.start
    time = sum(one.start <= here.start and one.written <= written < one.written_end for one in stretches)
    return replace(piece, parts=(), metres=repeats.metres, end=repeats.end, repeats=None).bar_at(written).n, time


def page(piece: Piece, parts: Collection[int]) -> Page | None:
    """Write a piece with repeats as it stands on paper; None where it has none, or where a part is not played alike each time."""
    repeats = piece.repeats
    if repeats is None or not repeats.passes:
        return None
    stretches = _stretches(piece, repeats)
    if stretches[-1].written_end >= repeats.end + piece.metre_at(piece.end).bar_ticks:
        return None  # it was made longer since: the last bar is filled up, and no more
    found: dict[int, tuple[Once, ...]] = {}
    for n in sorted(parts):
        notes = _once(piece.parts[n], stretches)
        if notes is None:
            return None
        found[n] = notes
    tempos = _first_time(piece.tempos, stretches)
    if not tempos or tempos[0].tick:  # what stands first may never be played
        tempos = (replace(piece.tempos[0], tick=0), *tempos)
    written = replace(
        piece,
        parts=tuple(replace(part, notes=_notes(found.get(n, ()))) for n, part in enumerate(piece.parts)),
        tempos=tempos,
        metres=repeats.metres,
        sections=(),
        lyrics=_first_time(piece.lyrics, stretches),
        end=repeats.end,
        repeats=None,
    )
    return Page(written, found, repeats.signs, tuple(stretches))


def on_paper(piece: Piece, parts: Collection[int], most_bars: int | None = None) -> tuple[Piece, tuple[Sign, ...]]:
    """A piece as it stands on paper, with its signs; no more than its first `most_bars` bars. As it is where it has no page."""
    found = page(piece, parts)
    paper, signs = (found.piece, found.signs) if found else (piece, ())
    bars = paper.bars()
    if most_bars is None or len(bars) <= most_bars:
        return paper, signs
    until = bars[most_bars].start
    return trim(paper, 0, until), tuple(sign for sign in signs if sign.tick <= until)


def _notes(notes: Sequence[Once]) -> tuple[Note, ...]:
    return tuple(each.note for each in notes)


def _stretches(piece: Piece, repeats: Repeats) -> list[Stretch]:
    ends = [*(one.start for one in repeats.passes[1:]), max(piece.end, repeats.passes[-1].start + 1)]
    return [Stretch(one.start, end, one.written) for one, end in zip(repeats.passes, ends, strict=True)]


def _at(stretches: Sequence[Stretch], tick: int) -> Stretch:
    return stretches[max(0, bisect_right(stretches, tick, key=lambda one: one.start) - 1)]


def _first_time(events: Sequence[T], stretches: Sequence[Stretch]) -> tuple[T, ...]:
    """Put tempos or words where they stand, as they were the first time."""
    found: dict[int, T] = {}
    for event in events:
        here = _at(stretches, event.tick)
        written = here.written + event.tick - here.start
        if not any(one.start < here.start and one.written <= written < one.written_end for one in stretches):
            found.setdefault(written, replace(event, tick=written))
    return tuple(found[tick] for tick in sorted(found))


# ---------------------------------------------------------------- one part


def _once(part: Part, stretches: Sequence[Stretch]) -> tuple[Once, ...] | None:
    """Each note once; None where a stretch is not played alike each time: then paper with repeats would not be true."""
    late, lead = beats(part.notes), leads_to(part.notes)
    found: dict[tuple[int, int, bool], Once] = {}
    struck: list[set[tuple[int, int]]] = [set() for _ in stretches]
    held: dict[tuple[int, int, bool], Once] = {}
    for place, note in enumerate(part.notes):
        beat = lead[note] if note.grace else on_beat(note, late).start
        here = _at(stretches, beat)
        written = here.written + beat - here.start
        key = written, note.pitch, bool(note.grace)
        if key in found:
            found[key] = found[key]._replace(ticks=(*found[key].ticks, note.start))
        elif written + note.start - beat >= 0:
            moved = replace(
                note, start=written + note.start - beat, length=max(1, min(note.end, here.end) - note.start)
            )
            found[key] = Once(moved, (note.start,), place)
        if not note.grace:
            struck[stretches.index(here)].add((written, note.pitch))
            held |= _held_over(note, place, here, stretches)
    for stretch, played in zip(stretches, struck, strict=True):
        wanted = {
            (tick, pitch) for tick, pitch, small in found if not small and stretch.written <= tick < stretch.written_end
        }
        if played != wanted:
            return None
    return tuple(sorted({**held, **found}.values(), key=lambda each: (each.note.start, each.note.pitch)))


def _held_over(
    note: Note, place: int, here: Stretch, stretches: Sequence[Stretch]
) -> dict[tuple[int, int, bool], Once]:
    """What is left of a note that is held where the paper goes on elsewhere, as into a second ending."""
    after = stretches.index(here) + 1
    if note.end > here.end and after < len(stretches):
        there = stretches[after]
        rest = replace(note, start=there.written, length=min(note.end, there.end) - here.end, finger=0)
        return {(there.written, note.pitch, False): Once(rest, (there.start,), place)}
    return {}
