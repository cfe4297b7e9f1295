"""What a song is: frozen layers of passes just as they were played, what was changed since, and the order in which they sound."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from studio.music.piece import C_MAJOR, Key, Metre
from studio.music.usual import GridName

Kind = Literal["drums", "notes", "groove"]
Grid = GridName | Literal[""]
"""A grid by name, "" where it is found from the playing."""
KINDS: Final[tuple[Kind, ...]] = ("drums", "notes", "groove")

LOOPS: Final = (1, 2, 4, 8, 16)
"""How many bars of a loop there are to choose from."""

COLOURS: Final = 6  # as many as a theme has
MOST_BARS: Final = 512  # of a loop: a piece from elsewhere opens as one
MOST_LAYERS: Final = 32
MOST_PASSES: Final = 400  # of a layer
MOST_NOTES: Final = 20_000  # of a song
MOST_BLOCKS: Final = 64
MOST_REPEATS: Final = 32
MOST_TIMES: Final = 4
MOST_QUARTERS: Final = 19_000  # of an arrangement: five hours at a slow tempo, and less than a MIDI file is read of
MOST_COMING_AGAIN: Final = 400_000  # notes of the loop with all that come again in it
SLOWEST, FASTEST = 20.0, 300.0  # quarters a minute
STRAIGHT, BOUNCIEST = 0.5, 0.75
LONGEST_NAME: Final = 80
LONGEST_WORDS: Final = 200
LONGEST_STORY: Final = 4_000
LONGEST_ABOUT: Final = 280  # of whom it is about, as the portfolio has room for it
LONGEST_COVER: Final = 40_000
MOST_VOICES: Final = 40  # recordings of the voice
LONGEST_VOICE_SECONDS: Final = 600.0
TUTOR: Final = "tutor"
BEND: Final = 128
"""Stands for the pitch wheel among the numbers of controllers; its values are 0..16383, 8192 at rest."""


class SongError(ValueError):
    """What was asked of a song can't be; the message is a sentence for people."""


class SongNote(NamedTuple):
    """A note of a layer in ticks from its first barline; `exact` was put there by hand, and no tidying moves it.

    What was played keeps its start to the frame; below 0 it was struck before the first barline. `times` is how often it is
    struck in its length (a ratchet, 1..4).
    """

    start: float
    length: float
    pitch: int
    velocity: int = 80
    times: int = 1
    exact: bool = False

    @property
    def end(self) -> float:
        """The tick at which the key goes up."""
        return self.start + self.length


class Moved(NamedTuple):
    """A pedal or wheel that moved: the number of its controller, or `BEND`, and the value from `tick` on."""

    tick: float
    number: int
    value: int


@dataclass(frozen=True, slots=True)
class Pass:
    """What was played in one round of a loop: notes in order of start, whose ids count from `first`, which is also its own.

    The first `counted` of them were played in the count-in, a bar before the round; they are kept and hidden, unless they are its
    `upbeat`. `bpm` is how fast it was played; `free` to no click, so that this was found. `places` are where the others belong in twelfths of a quarter, if that was learnt
    (for `grid`).
    """

    first: int
    notes: tuple[SongNote, ...]
    bars: int
    bpm: float = 100.0
    counted: int = 0
    upbeat: bool = False
    moves: tuple[Moved, ...] = ()
    on: bool = True
    places: tuple[int, ...] = ()
    grid: Grid = ""
    free: bool = False

    @property
    def hidden(self) -> int:
        """How many of its first notes do not sound."""
        return 0 if self.upbeat else self.counted


@dataclass(frozen=True, slots=True)
class Tidy:
    """How tidy a layer sounds: `strength` 0 is as played, 1 on the grid; `swing` .5 straight to .75, of `unit`th notes.

    `grid` is "" where it is found from the playing.
    """

    strength: float = 0.0
    swing: float = STRAIGHT
    unit: int = 8
    grid: Grid = ""


Edit = tuple[int, SongNote | None]
"""A note's id with what it is now; None for one of a pass that was taken out."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One line of a song. Its passes are never altered: `edits`, in order of id, lie over them, and hold what was put in by hand.

    `player` is a pupil's id, "tutor", or "" for nobody. `bars` is how long it is before it comes again. `up` transposes what sounds.
    A groove's layer plays the groove's `part` of that name; of another layer that is its role in a piece, where that is known.
    """

    id: str
    name: str
    kind: Kind = "notes"
    sound: str = "piano"
    colour: int = 0
    player: str = ""
    volume: float = 1.0
    muted: bool = False
    solo: bool = False
    bars: int = 4
    passes: tuple[Pass, ...] = ()
    edits: tuple[Edit, ...] = ()
    next: int = 0
    tidy: Tidy = Tidy()
    up: int = 0
    part: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A section of the arrangement: the loop `repeats` times without the layers that are `off`.

    `words` is a line for each bar it lasts. `chords` are its own row, if it has one, and `beat` the one pattern of the groove that
    plays, if it is not all in turn. `bars` of the loop are played from bar `first` (0 is the loop's first) each time; 0 is all that
    are left.
    """

    id: str
    name: str
    repeats: int = 1
    off: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    chords: tuple[str, ...] = ()
    beat: str = ""
    bars: int = 0
    first: int = 0


@dataclass(frozen=True, slots=True)
class VoicePass:
    """One recording of the voice: `id` is what its sound is kept by, outside of the song, and `who` the pupil whose voice it is.

    Its first sample sounds at tick `start` of the whole song (before 0 it is not heard so far). It lasts `seconds`, and was made
    at `bpm`: at another tempo it no longer fits.
    """

    id: str
    who: str
    start: float
    seconds: float
    bpm: float
    on: bool = True


@dataclass(frozen=True, slots=True)
class Voice:
    """The one voice of a song, over all of it; of its passes the newest sounds where several lie over each other."""

    passes: tuple[VoicePass, ...] = ()
    volume: float = 1.0
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """Who a song is about, its poem, and its cover: the name of a picture, or a drawing as its widget writes it."""

    about: str = ""
    poem: str = ""
    cover: str = ""


@dataclass(frozen=True, slots=True)
class Song:
    """A whole song. `chords` are a symbol or more a bar, () for the groove's own; `bars` is how long its loop is.

    `moved_from` is the home note that its layers are lifted from while it is in another key, -1 while it is not.
    Without `blocks` it is its loop once. With `ending` one bar more closes it.
    """

    title: str = ""
    bpm: float = 100.0
    metre: tuple[int, int] = (4, 4)
    key: Key = C_MAJOR
    chords: tuple[str, ...] = ()
    groove: str = ""
    bars: int = 4
    layers: tuple[Layer, ...] = ()
    blocks: tuple[Block, ...] = ()
    ending: bool = True
    story: Story = Story()
    voice: Voice = Voice()
    moved_from: int = -1

    @property
    def bar_ticks(self) -> int:
        """Length of a bar in ticks."""
        return bar_ticks(self.metre)

    @property
    def loop_ticks(self) -> int:
        """Length of the loop in ticks."""
        return self.bars * self.bar_ticks

    def layer(self, layer_id: str) -> Layer:
        """Find a layer; KeyError where there is none of this id."""
        return self.layers[self.place(layer_id)]

    def place(self, layer_id: str) -> int:
        """Find the place of a layer, which is also that of its part in a score; KeyError where there is none."""
        for n, layer in enumerate(self.layers):
            if layer.id == layer_id:
                return n
        raise KeyError(layer_id)

    def with_layer(self, layer: Layer) -> Song:
        """Put a layer where the one of the same id is; itself where that is the same."""
        n = self.place(layer.id)
        if self.layers[n] is layer:
            return self
        return replace(self, layers=(*self.layers[:n], layer, *self.layers[n + 1 :]))

    def block(self, block_id: str) -> Block:
        """Find a section; KeyError where there is none of this id."""
        found = next((block for block in self.blocks if block.id == block_id), None)
        if found is None:
            raise KeyError(block_id)
        return found

    @property
    def coming_again(self) -> int:
        """How many notes and moves there would be in the loop with every short pass and layer written out."""
        count = 0
        for layer in self.layers:
            rounds = -(-self.bars // layer.bars)
            played = sum((len(one.notes) + len(one.moves)) * -(-layer.bars // one.bars) for one in layer.passes)
            count += rounds * (len(layer.edits) + played)
        return count

    @property
    def note_count(self) -> int:
        """How many notes are kept, those of passes that do not sound too."""
        return sum(len(layer.edits) + sum(len(one.notes) for one in layer.passes) for layer in self.layers)


def bar_ticks(metre: tuple[int, int]) -> int:
    """Length of a bar of a metre in ticks."""
    return Metre(0, *metre).bar_ticks


def safe(raw: str, most: int, *, lines: bool = False) -> str:
    """Make words safe to show and keep: NFC, no control, bidirectional or unpaired characters, at most `most` long."""
    normal = unicodedata.normalize("NFC", raw[: 4 * most])
    kept = (mark if mark == "\n" and lines else " " if mark.isspace() else mark for mark in normal)
    return "".join(mark for mark in kept if mark == "\n" or unicodedata.category(mark)[0] != "C")[:most]


def within(value: float, low: float, high: float) -> float:
    """Bring a value between two others."""
    return min(max(value, low), high)
