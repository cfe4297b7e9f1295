"""Music as engraved pages: SVG that a browser and the window both draw, and when each note head sounds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from studio.music import musicxml, repeats, worker
from studio.music.compare import beside_piece
from studio.music.flat import flatten, stacked
from studio.music.follow import written
from studio.music.graces import beats
from studio.music.hands import find, needs_two
from studio.music.piece import Piece
from studio.music.reading import AS_FOUND, read
from studio.music.repeats import Once
from studio.music.stave import Sounding, Stave, lay_out
from studio.music.trim import trim

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from studio.music.piece import Hand
    from studio.music.reading import Read, Reading
    from studio.music.repeats import Sign
    from studio.music.take import Take

MOST_SECONDS: Final = 20.0
MOST_MEGABYTES: Final = 1500
PAGE_WIDTH: Final = 2100
"""Width of a page in verovio's units, ten to a millimetre of A4."""

PAGE_HEIGHT: Final = 2970
"""Its height, in the same."""

_OPTIONS: Final = {
    "adjustPageHeight": True,
    "breaks": "auto",
    "footer": "none",
    "header": "none",
    "pageMarginBottom": 30,
    "pageMarginLeft": 30,
    "pageMarginRight": 30,
    "pageMarginTop": 30,
    "scale": 45,
    "svgViewBox": True,
}


class NotationError(Exception):
    """Music could not be engraved; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Engraving:
    """Pages of SVG in `currentColor`, and the seconds at which each note head (`<g class="note" id=...>`) sounds.

    `again_seconds` are for heads of a repeat, which stand on paper once: when they sound after the first time.
    """

    pages: tuple[str, ...]
    note_seconds: dict[str, float]
    again_seconds: dict[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def svg(self) -> str:
        """All pages as one picture, one below the other."""
        return stacked(self.pages)


@dataclass(frozen=True, slots=True)
class Written:
    """Music laid out and ready to be engraved: a MusicXML document and when its note heads sound, the first time and again."""

    document: str
    title: str
    note_seconds: dict[str, float]
    again_seconds: dict[str, tuple[float, ...]] = field(default_factory=dict)


# ---------------------------------------------------------------- what is written


def write_piece(piece: Piece, *, parts: Collection[int] | None = None, prefix: str = "n") -> Written:
    """Lay out parts of a piece, a stave each (by default the tune, with both hands where it has them).

    What is played again stands there once, with its signs. `prefix` begins every note's id, so that several engravings can
    stand on one page.
    """
    shown = [n for n in (_default_parts(piece) if parts is None else sorted(parts)) if piece.parts[n].role != "drums"]
    paper = repeats.page(piece, shown)
    written_on = paper.piece if paper else piece
    signs = paper.signs if paper else ()
    cuts = [sign.tick for sign in signs]
    staves: list[Stave] = []
    seconds: dict[str, tuple[float, ...]] = {}
    for n in shown:
        once = paper.notes[n] if paper else _each(piece, n)
        named = [Sounding(each.note, f"{prefix}{n}-{place}") for place, each in enumerate(once)]
        for one, each in zip(named, once, strict=True):
            seconds[one.id] = tuple(piece.seconds_at(tick) for tick in each.ticks)
        single = piece.parts[n].hand or not needs_two([each.note.pitch for each in once])
        staves += [lay_out(written_on, named, cuts=cuts)] if single else _two_staves(written_on, named, cuts)
    return _written(written_on, staves, seconds, signs)


def write_take(
    take: Take, title: str = "", *, reading: Reading = AS_FOUND, clock: bool = True, prefix: str = "n"
) -> Written:
    """Lay out a take as it is read, one or two staves; its heads sound when they were played.

    With `clock` it was played to its own tempo and bars; else beat and bars are found. `reading` is what a person said of it.
    """
    return write_read(read(take, reading, title, clock=clock), prefix=prefix)


def write_read(found: Read, *, prefix: str = "n") -> Written:
    """Lay out a take that was read already; see `write_take`."""
    named = [Sounding(note, f"{prefix}{place}") for place, note in enumerate(found.notes)]
    seconds: dict[str, tuple[float, ...]] = {
        each.id: (moment,) for each, moment in zip(named, found.seconds, strict=True)
    }
    if found.right is None:
        return _written(found.paper, [lay_out(found.paper, named)], seconds)
    upper = [each for each, is_right in zip(named, found.right, strict=True) if is_right]
    lower = [each for each, is_right in zip(named, found.right, strict=True) if not is_right]
    return _written(found.paper, [lay_out(found.paper, upper, "treble"), lay_out(found.paper, lower, "bass")], seconds)


def write_played(
    take: Take, piece: Piece, parts: Collection[int], *, hand: Hand = "", prefix: str = "n"
) -> Written | None:
    """Lay out the bars of a piece that a take plays, as the piece writes them; heads sound when they were last played.

    For playing whose own timing says nothing, as in "Waits for me". None where the take is something else.
    """
    compared = beside_piece(take, piece, parts, hand=hand)
    if not compared.sure:
        return None
    first, last = compared.bars[0].bar, compared.bars[-1].bar
    inside = [bar for bar in piece.bars() if first <= bar.n <= last]
    shown = [n for n in sorted(parts) if not hand or piece.parts[n].hand in (hand, "")]
    paper = repeats.page(piece, shown)
    begin, end = paper.span(inside[0].start, inside[-1].end) if paper else (inside[0].start, inside[-1].end)
    signs = (
        [sign._replace(tick=sign.tick - begin) for sign in paper.signs if begin <= sign.tick <= end] if paper else []
    )
    cut = trim(paper.piece if paper else piece, begin, end)
    looked_for = written(piece, parts, hand)
    heard = {(looked_for[n].start, looked_for[n].pitch): second for n, second in compared.note_seconds}
    staves: list[Stave] = []
    seconds: dict[str, tuple[float, ...]] = {}
    for n in shown:
        late = beats(piece.parts[n].notes)
        once = paper.notes[n] if paper else _each(piece, n)
        named = [
            (Sounding(replace(each.note, start=each.note.start - begin), f"{prefix}{n}-{place}"), each.ticks)
            for place, each in enumerate(once)
            if begin <= each.note.start < end
        ]
        for one, ticks in named:
            known = (heard.get((late.get(tick, tick), one.note.pitch)) for tick in ticks if not one.note.grace)
            seconds[one.id] = tuple(second for second in known if second is not None)
        staves.append(lay_out(cut, [one for one, _ in named], cuts=[sign.tick for sign in signs]))
    return _written(cut, staves, seconds, signs, held=False)


def _each(piece: Piece, n: int) -> tuple[Once, ...]:
    """The notes of a part as they stand on paper without repeats."""
    return tuple(Once(note, (note.start,), place) for place, note in enumerate(piece.parts[n].notes))


def _written(
    piece: Piece,
    staves: Sequence[Stave],
    seconds: dict[str, tuple[float, ...]],
    signs: Sequence[Sign] = (),
    *,
    held: bool = True,
) -> Written:
    """Put the staves into a document; heads that are tied to another are `held` as long as the piece says, or never lit."""
    shown = staves or [lay_out(piece, ())]
    heads = musicxml.heads(shown)
    starts = {name: tick for name, tick in heads.items() if name in seconds}
    for name, tick in heads.items():
        if name not in seconds and held:  # a tied head sounds on from the one that began it
            first = name.rsplit("-", 1)[0]
            later = piece.seconds_at(tick) - piece.seconds_at(starts[first])
            seconds[name] = tuple(second + later for second in seconds[first])
    lit = {name: [round(second, 3) for second in sorted(seconds[name])] for name in heads if seconds.get(name)}
    return Written(
        musicxml.write(piece, shown, signs),
        piece.title,
        {name: times[0] for name, times in lit.items()},
        {name: tuple(times[1:]) for name, times in lit.items() if times[1:]},
    )


def _default_parts(piece: Piece) -> list[int]:
    tuneful = [n for n, part in enumerate(piece.parts) if part.role != "drums" and part.notes]
    tune = next((n for n in tuneful if piece.parts[n].role in ("melody", "words")), tuneful[0] if tuneful else None)
    hands = [n for n in tuneful if piece.parts[n].hand]
    right_first = sorted(hands, key=lambda n: piece.parts[n].hand == "left")
    return right_first if tune in hands else [] if tune is None else [tune]


def _two_staves(piece: Piece, named: Sequence[Sounding], cuts: Collection[int] = ()) -> list[Stave]:
    in_order = sorted(named, key=lambda each: (each.note.start, each.note.pitch))
    right = find([each.note for each in in_order])
    upper = [each for each, is_right in zip(in_order, right, strict=True) if is_right]
    lower = [each for each, is_right in zip(in_order, right, strict=True) if not is_right]
    return [lay_out(piece, upper, "treble", cuts=cuts), lay_out(piece, lower, "bass", cuts=cuts)]


# ---------------------------------------------------------------- engraved


def engrave(music: Piece | Take, *, prefix: str = "n", width: int = PAGE_WIDTH) -> Engraving:
    """Engrave a piece or a take, in a worker process; NotationError where that fails."""
    paper = write_piece(music, prefix=prefix) if isinstance(music, Piece) else write_take(music, prefix=prefix)
    return engrave_all([paper], width=width)[0]


def engrave_all(
    papers: Sequence[Written], *, width: int = PAGE_WIDTH, height: int = PAGE_HEIGHT
) -> tuple[Engraving, ...]:
    """Engrave several at once, in one worker process; NotationError where that fails."""
    given = {"documents": [each.document for each in papers], "width": width, "height": height}
    try:
        engraved = worker.run(_engrave, given, seconds=MOST_SECONDS + len(papers), megabytes=MOST_MEGABYTES)
    except worker.WorkError as error:
        raise NotationError("This music could not be written out as notes. It can still be heard.") from error
    return tuple(
        Engraving(tuple(pages), each.note_seconds, each.again_seconds)
        for pages, each in zip(engraved, papers, strict=True)
    )


def _engrave(given: dict[str, Any]) -> list[list[str]]:
    """Engrave in the worker process: pages of flat SVG for each document."""
    import verovio

    verovio.enableLog(verovio.LOG_OFF)
    out = []
    for document in given["documents"]:
        toolkit = verovio.toolkit()
        toolkit.setOptions({**_OPTIONS, "pageWidth": given["width"], "pageHeight": given["height"]})
        if not toolkit.loadData(document):
            raise RuntimeError("verovio did not take the document")
        out.append([flatten(toolkit.renderToSVG(page)) for page in range(1, toolkit.getPageCount() + 1)])
    return out
