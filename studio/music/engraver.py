"""Engraves a pupil's part line by line, in a worker process: a picture of each line, and where its bars and note heads are."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from studio.music import repeats, worker
from studio.music.hands import find, needs_two
from studio.music.piece import Piece
from studio.music.stave import Sounding, Stave, bars_of, lay_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from xml.etree.ElementTree import Element

MOST_SECONDS: Final = 30.0
MOST_MEGABYTES: Final = 1500
FEWEST_SPACES, MOST_SPACES = 40.0, 400.0  # width of a line, in spaces between two lines of a stave

_SPACE: Final = 18.0  # units of verovio's page between two lines of a stave
_MARGIN: Final = 10
_BRACE: Final = 34  # room for the brace before two staves
_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_OPTIONS: Final = {
    "adjustPageHeight": True,
    "breaks": "auto",
    "footer": "none",
    "header": "none",
    "mnumInterval": 1,
    "pageHeight": 100,  # no line is so low: each becomes a page of its own
    "pageMarginBottom": _MARGIN,
    "pageMarginRight": _MARGIN,
    "pageMarginTop": _MARGIN,
    "scale": 100,
    "spacingLinear": 0.3,  # a little wider than usual: there is room for a letter under each head
    "svgViewBox": True,
}
_HALF_HEAD: Final = {"#E0A0": 1.25, "#E0A2": 0.85}  # of a double whole and a whole note, in spaces
_USUAL_HALF_HEAD: Final = 0.6
_CLEFS: Final = frozenset({"E050", "E062"})
_STROKE: Final = 0.2  # of the bracket over an ending, with some air
_CLEF_REACHES: Final = 1.7
_GLYPH_REACHES: Final = 0.7  # of a head, a sign, a rest in a stave


class NoLinesError(Exception):
    """The music could not be engraved; the caller knows what to say."""


class Head(NamedTuple):
    """A note head: id, middle, ticks from which and up to which it sounds, pitch, part, stave from the top, and its letter.

    Places are in spaces of the stave from the top left of its line; `letter` as written: "B-1" is B flat, "F1" F sharp.
    """

    id: str
    x: float
    y: float
    start: int
    end: int
    pitch: int
    part: int
    stave: int
    letter: str


class BarPlace(NamedTuple):
    """A bar of a line: its number, its ticks, and its left and right edge."""

    n: int
    start: int
    end: int
    left: float
    right: float


class Words(NamedTuple):
    """Words under a note, or the number of an ending above its bars: the left end of their base line, and the words."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of music: SVG in `currentColor`, its size in spaces, and what stands where.

    `ink` is the top and the bottom of all that is drawn, `staves` are those of each stave.
    """

    svg: str
    width: float
    height: float
    ink: tuple[float, float]
    staves: tuple[tuple[float, float], ...]
    bars: tuple[BarPlace, ...]
    heads: tuple[Head, ...]
    words: tuple[Words, ...] = ()


def lines_of(piece: Piece, parts: Collection[int], spaces: float, *, most_bars: int | None = None) -> tuple[Line, ...]:
    """Engrave parts of a piece on one stave or two, in lines of so many spaces; NoLinesError where that fails.

    What is written with repeats stands as it is on paper (`repeats.page`), and its ticks are the paper's. Of a long piece
    no more than the first `most_bars` are engraved.
    """
    midi = b64encode(piece.to_midi()).decode("ascii")
    given = {"piece": midi, "parts": sorted(parts), "spaces": spaces, "most_bars": most_bars}
    try:
        plain = worker.run(_engraved, given, seconds=MOST_SECONDS, megabytes=MOST_MEGABYTES)
    except worker.WorkError as error:
        raise NoLinesError(str(error)) from error
    return tuple(_line(one) for one in plain)


def _line(plain: dict[str, Any]) -> Line:
    return Line(
        plain["svg"],
        plain["width"],
        plain["height"],
        (plain["ink"][0], plain["ink"][1]),
        tuple((top, bottom) for top, bottom in plain["staves"]),
        tuple(BarPlace(*bar) for bar in plain["bars"]),
        tuple(Head(*head) for head in plain["heads"]),
        tuple(Words(*words) for words in plain["words"]),
    )


# ---------------------------------------------------------------- what is written


def staves(piece: Piece, parts: Sequence[int], cuts: Collection[int] = ()) -> list[Stave]:
    """Lay out parts on at most two staves, as a keyboard player reads: the tune or the right hand above, the rest below.

    `cuts` see `stave.bars_of`.
    """
    shown = [n for n in parts if piece.parts[n].role != "drums" and piece.parts[n].notes]
    shown.sort(key=lambda n: (piece.parts[n].hand == "left", piece.parts[n].role != "melody"))
    each = [_named(piece, n) for n in shown]
    if len(each) == 1 and not piece.parts[shown[0]].hand and needs_two([one.note.pitch for one in each[0]]):
        in_order = sorted(each[0], key=lambda one: (one.note.start, one.note.pitch))
        right = find([one.note for one in in_order])
        upper = [one for one, is_right in zip(in_order, right, strict=True) if is_right]
        lower = [one for one, is_right in zip(in_order, right, strict=True) if not is_right]
        return [lay_out(piece, upper, "treble", cuts=cuts), lay_out(piece, lower, "bass", cuts=cuts)]
    below = [one for several in each[1:] for one in several]
    return [lay_out(piece, each[0] if each else (), cuts=cuts), *([lay_out(piece, below, cuts=cuts)] if below else [])]


def _named(piece: Piece, n: int) -> list[Sounding]:
    """Name the notes of a part; their fingers are drawn by the window, which can leave them out."""
    return [Sounding(replace(note, finger=0), f"n{n}-{place}") for place, note in enumerate(piece.parts[n].notes)]


# ---------------------------------------------------------------- in the worker process


def _engraved(given: dict[str, Any]) -> list[dict[str, Any]]:
    """Engrave in the worker process: each line as plain values."""
    from xml.etree import ElementTree as ET

    import verovio

    from studio.music import musicxml
    from studio.music.flat import flatten

    piece, signs = repeats.on_paper(Piece.from_midi(b64decode(given["piece"])), given["parts"], given["most_bars"])
    cuts = [sign.tick for sign in signs]
    laid = staves(piece, given["parts"], cuts)
    document = musicxml.write(piece, laid, signs)
    verovio.enableLog(verovio.LOG_OFF)
    toolkit = verovio.toolkit()
    left = _BRACE if len(laid) > 1 else _MARGIN
    toolkit.setOptions({**_OPTIONS, "pageMarginLeft": left, "pageWidth": round(given["spaces"] * _SPACE)})
    if not toolkit.loadData(document):
        raise RuntimeError("verovio did not take the document")
    times, letters = _times(piece, laid), _letters(ET.fromstring(document))  # noqa: S314 - written here
    bars = iter(bars_of(piece, cuts))
    found = []
    for page in range(1, toolkit.getPageCount() + 1):
        svg = toolkit.renderToSVG(page)
        drawn = _Drawn(ET.fromstring(svg))  # noqa: S314 - verovio's own output
        found.append({"svg": flatten(svg), **drawn.plain(bars, times, letters)})
    return found


class _Time(NamedTuple):
    """Of a head: ticks from which and up to which it sounds, pitch, part."""

    start: int
    end: int
    pitch: int
    part: int


def _times(piece: Piece, laid: Sequence[Stave]) -> dict[str, _Time]:
    """When each head sounds: as the piece has it, a tied one for its own share of the note."""
    found = {}
    for symbol in (symbol for stave in laid for bar in stave.bars for symbol in bar):
        for head in (head for heads in (*symbol.small.chords, symbol.heads) for head in heads):
            part, place = (int(number) for number in head.id[1:].split("-")[:2])
            note = piece.parts[part].notes[place]
            start = symbol.start if head.tied else note.start
            goes_on = symbol.goes_on and not note.grace
            end = symbol.start + symbol.length if goes_on else max(note.end, start + 1)
            found[head.id] = _Time(start, end, head.pitch, part)
    return found


def _letters(document: Element) -> dict[str, str]:
    """Read each head's letter and sign out of the MusicXML."""
    found = {}
    for note in document.iter("note"):
        pitch = note.find("pitch")
        if pitch is not None and note.get("id"):
            alter = int(pitch.findtext("alter", "0"))
            found[note.get("id", "")] = f"{pitch.findtext('step', '')}{alter or ''}"
    return found


class _Drawn:
    """Reads one line's places out of verovio's drawing, in spaces."""

    def __init__(self, root: Element) -> None:
        inner = next(each for each in root.iter(f"{_SVG}svg") if each.get("class") == "definition-scale")
        width, height = (float(number) for number in inner.get("viewBox", "0 0 1 1").split()[2:])
        outer = float(root.get("viewBox", "0 0 1 1").split()[2])
        self._scale = outer / width / _SPACE
        margin = next(each for each in inner.iter(f"{_SVG}g") if each.get("class") == "page-margin")
        self._left, self._top = _translated(margin)
        self._width, self._height = width * self._scale, height * self._scale
        self._measures = [each for each in margin.iter(f"{_SVG}g") if each.get("class") == "measure"]
        self._endings = [each for each in margin.iter(f"{_SVG}g") if each.get("class") == "voltaBracket"]

    def plain(self, bars: Iterator[Any], times: dict[str, _Time], letters: dict[str, str]) -> dict[str, Any]:
        """All of it as plain values; takes as many bars as it has measures."""
        edges = [self._edges(measure) for measure in self._measures]
        placed = [(*next(bars), *edge) for edge in edges]
        return {
            "width": round(self._width, 3),
            "height": round(self._height, 3),
            "ink": self._ink(),
            "staves": self._staves(self._measures[0]) if self._measures else [],
            "bars": placed,
            "heads": [head for measure in self._measures for head in self._heads(measure, times, letters)],
            "words": [
                *(words for measure in self._measures for words in self._words(measure)),
                *(words for ending in self._endings for words in self._said(ending)),
            ],
        }

    def _x(self, at: float) -> float:
        return round((at + self._left) * self._scale, 3)

    def _y(self, at: float) -> float:
        return round((at + self._top) * self._scale, 3)

    def _edges(self, measure: Element) -> tuple[float, float]:
        lines = next(iter(_rules(stave) for stave in _groups(measure, "staff")))
        return self._x(lines[0][0]), self._x(lines[0][2])

    def _staves(self, measure: Element) -> list[tuple[float, float]]:
        rules = [_rules(stave) for stave in _groups(measure, "staff")]
        return [(self._y(lines[0][1]), self._y(lines[-1][1])) for lines in rules]

    def _ink(self) -> tuple[float, float]:
        """Find the top and bottom of lines, stems, beams, ties and glyphs; a clef reaches a little beyond its stave."""
        found = [place for measure in self._measures for place in self._heights(measure)]
        found += [place - _STROKE for ending in self._endings for place in self._heights(ending)]
        staves = self._staves(self._measures[0])
        top, bottom = staves[0][0] - _CLEF_REACHES, staves[-1][1] + _CLEF_REACHES
        return max(0.0, min([top, *found])), min(self._height, max([bottom, *found]))

    def _heights(self, measure: Element) -> Iterator[float]:
        for path in measure.iter(f"{_SVG}path"):
            yield from (self._y(y) for y in _numbers(path.get("d", ""))[1::2])
        for shape in (*measure.iter(f"{_SVG}polygon"), *measure.iter(f"{_SVG}polyline")):
            yield from (self._y(y) for y in _numbers(shape.get("points", ""))[1::2])
        for use in measure.iter(f"{_SVG}use"):
            if use.get(_HREF, "")[1:5] not in _CLEFS:
                y = self._y(_translated(use)[1])
                yield from (y - _GLYPH_REACHES, y + _GLYPH_REACHES)

    def _heads(self, measure: Element, times: dict[str, _Time], letters: dict[str, str]) -> Iterator[tuple[Any, ...]]:
        for stave, group in enumerate(_groups(measure, "staff")):
            for note in _groups(group, "note"):
                name = note.get("id", "")
                glyph = next((use for head in _groups(note, "notehead") for use in head.iter(f"{_SVG}use")), None)
                if glyph is None or name not in times:
                    continue
                x, y = _translated(glyph)
                half = _HALF_HEAD.get(glyph.get(_HREF, "").partition("-")[0], _USUAL_HALF_HEAD)
                yield (name, round(self._x(x) + half, 3), self._y(y), *times[name], stave, letters.get(name, ""))

    def _words(self, measure: Element) -> Iterator[tuple[float, float, str]]:
        for syllable in _groups(measure, "syl"):
            yield from self._said(syllable)

    def _said(self, group: Element) -> Iterator[tuple[float, float, str]]:
        for text in group.iter(f"{_SVG}text"):
            said = "".join(text.itertext()).strip()
            if said:
                yield self._x(float(text.get("x", "0"))), self._y(float(text.get("y", "0"))), said


def _groups(parent: Element, kind: str) -> Iterator[Element]:
    return (each for each in parent.iter(f"{_SVG}g") if kind in each.get("class", "").split())


def _rules(stave: Element) -> list[tuple[float, float, float]]:
    """Read the lines of a stave: left, height, right of each."""
    found = []
    for path in stave.findall(f"{_SVG}path"):
        left, y, right = path.get("d", "").replace("M", "").replace("L", "").split()[:3]
        found.append((float(left), float(y), float(right)))
    return found


def _numbers(words: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", words)]


def _translated(element: Element) -> tuple[float, float]:
    inside = element.get("transform", "translate(0, 0)").partition("(")[2].partition(")")[0]
    x, y = inside.split(",")
    return float(x), float(y)
