"""What a line of written music is, as values to draw; how much room it takes, and where on it a moment lies."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise

from studio.ui import noteface
from studio.ui.theme import Theme

SPACE = 9.5  # between two lines of a stave at the usual text size, in design pixels
_GAP = 3
_NUMBER_REACHES = 2.8  # above the upper stave, in spaces


@dataclass(frozen=True, slots=True)
class StaveNote:
    """A note head: its id in the picture, middle in spaces, when it sounds (beats), pitch, layer, stave, letter, finger."""

    id: str
    x: float
    y: float
    start: float
    end: float
    pitch: int
    layer: int = 2
    stave: int = 0
    name: str = ""
    finger: int = 0


@dataclass(frozen=True, slots=True)
class StaveBar:
    """A bar: its number, from when to when in beats, its edges in spaces."""

    n: int
    start: float
    end: float
    left: float
    right: float


@dataclass(frozen=True, slots=True, eq=False)
class StaveLine:
    """A line: SVG in `currentColor`, its size in spaces, (top, bottom) of its ink and of each stave, and what stands on it.

    One is only like itself: what was drawn of it is looked up on every frame.
    """

    svg: str
    width: float
    height: float
    ink: tuple[float, float]
    staves: tuple[tuple[float, float], ...]
    bars: tuple[StaveBar, ...]
    notes: tuple[StaveNote, ...]
    words: tuple[tuple[float, float, str], ...] = ()

    @property
    def start(self) -> float:
        """The beat it begins at."""
        return self.bars[0].start

    @property
    def end(self) -> float:
        """The beat it ends at."""
        return self.bars[-1].end

    @property
    def top(self) -> float:
        """The upper edge of what is seen of it: of its ink, and of the numbers of its bars."""
        return min(self.ink[0], self.staves[0][0] - _NUMBER_REACHES)

    @property
    def bottom(self) -> float:
        """The lower edge of it."""
        return max([self.ink[1], *(y + 0.5 for _, y, _ in self.words)])


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be seen on and beside the notes: letters, fingers, a colour and a shape for each letter."""

    names: bool = True
    fingers: bool = False
    by_letter: bool = False
    stacked: int = 3  # letters or fingers of one chord at most

    def ever_less(self) -> "tuple[Shown, ...]":
        """Return it with less and less beside the notes, for a low place; what has colours keeps its shapes."""
        return self, replace(self, stacked=1), replace(self, names=False, fingers=False, stacked=1)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a line is drawn: device pixels of a space, and of what stands above and below its picture."""

    space: float
    above: int
    below: int

    def tall(self, line: StaveLine) -> int:
        """Return the height of all of it in device pixels."""
        return self.above + round((line.bottom - line.top) * self.space) + self.below

    def y(self, line: StaveLine, at: float) -> int:
        """Return how far under the top of its picture a height of a line lies, in device pixels."""
        return self.above + round((at - line.top) * self.space)


def space_px(theme: Theme) -> float:
    """Return the space between two lines of a stave in device pixels: it grows with the text."""
    return SPACE * theme.scale * theme.text_scale


def size_of(theme: Theme, lines: tuple[StaveLine, ...], shown: Shown, space: float) -> Size:
    """Return how large lines are drawn with so much space: with room for the most letters and fingers that any of them has."""
    bands = [_bands(theme, line, shown) for line in lines]
    return Size(space, max((a for a, _ in bands), default=0), max((b for _, b in bands), default=0))


@lru_cache(maxsize=128)
def _bands(theme: Theme, line: StaveLine, shown: Shown) -> tuple[int, int]:
    """Return the heights of what stands above and below a line's picture."""
    rows = {True: 0, False: 0}  # above, below
    for stave in range(len(line.staves)):
        chords = list(chords_of(line, stave))
        if shown.names or shown.by_letter:
            most = max((min(len(chord), shown.stacked) for chord in chords), default=0)
            rows[letters_above(line, stave)] += most * letter_tall(theme, shown)
        if shown.fingers:
            most = max((min(sum(bool(n.finger) for n in chord), shown.stacked) for chord in chords), default=0)
            rows[fingers_above(line, stave)] += most * finger_tall(theme)
    return rows[True], rows[False]


def letters_above(line: StaveLine, stave: int) -> bool:
    """Of two staves the upper has its letters above; a lone one below, where words for it would stand."""
    return len(line.staves) > 1 and stave == 0


def fingers_above(line: StaveLine, stave: int) -> bool:
    """Whether a stave has its fingers above: a lone one has them there, as printed music does."""
    return len(line.staves) == 1 or stave == 0


def chords_of(line: StaveLine, stave: int) -> Iterator[list[StaveNote]]:
    """Yield what begins together on a stave, from the left, its lowest note first."""
    notes = sorted((n for n in line.notes if n.stave == stave), key=lambda n: (n.start, n.pitch))
    for _, chord in groupby(notes, key=lambda n: n.start):
        yield list(chord)


def letter_tall(theme: Theme, shown: Shown) -> int:
    """Return the height of a row of letters, or of shapes alone, in device pixels."""
    return theme.line_px("caption") if shown.names else shape_px(theme) + theme.px(_GAP)


def finger_tall(theme: Theme) -> int:
    """Return the height of a row of fingers in device pixels."""
    return noteface.finger(theme, 1, (0, 0, 0), "caption").get_height() + theme.px(_GAP)


def shape_px(theme: Theme) -> int:
    """Return how wide and high a letter's shape is beside the stave, in device pixels."""
    return round(theme.type_px("caption") * 0.85)


# -- where things are ---------------------------------------------------------------------------------------------


def x_at(line: StaveLine, beat: float) -> float:
    """Return where a moment lies on a line, in spaces: at a note as it begins, evenly between two of them."""
    marks = _marks(line)
    for (before, left), (after, right) in pairwise(marks):
        if beat < after:
            return left + (right - left) * max(0.0, beat - before) / (after - before)
    return marks[-1][1]


@lru_cache(maxsize=64)
def _marks(line: StaveLine) -> tuple[tuple[float, float], ...]:
    found = {bar.start: bar.left + 1.5 for bar in line.bars}
    for note in sorted(line.notes, key=lambda n: -n.x):
        if line.start <= note.start < line.end:
            found[note.start] = note.x
    marks = sorted({**found, line.end: line.bars[-1].right}.items())
    out: list[tuple[float, float]] = []
    for beat, x in marks:  # never to the left, whatever stands a little before its place
        out.append((beat, max(x, out[-1][1] if out else x)))
    return tuple(out)
