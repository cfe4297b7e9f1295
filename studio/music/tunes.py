"""The first shelf: tunes written in assets as readable text, turned into pieces with a backing that fits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final, cast

from studio.music.harmony import Sounding, harmony
from studio.music.patterns import Pattern, pattern, play
from studio.music.piece import TICKS, Key, Lyric, Metre, Note, Part, Piece, Role, Section, Tempo
from studio.music.shorthand import Block, ShorthandError, blocks, music, pitch_class, ticks

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

BACKINGS: Final = "backings.txt"
_ORDER: Final = "order.txt"
_NAMES: Final = {"melody": "Melody", "other": "Second melody", "chords": "Chords", "bass": "Bass", "drums": "Drums"}
_SOUNDS: Final = {"melody": "piano", "other": "piano", "chords": "piano", "bass": "bass", "drums": "kit"}
_BEHIND: Final = 0.7  # at equal velocity the bass of a backing sounds about 4 dB louder than a melody on the piano
_FIFTHS: Final = {"major": 0, "minor": -3}


@dataclass(frozen=True, slots=True)
class Written:
    """A tune as it stands in its file: what it is, and the piece it makes."""

    id: str
    facts: dict[str, str]
    piece: Piece
    row: tuple[Sounding, ...]

    @property
    def feels(self) -> tuple[str, ...]:
        """Up to two of the twelve words for music."""
        return tuple(word.strip() for word in self.facts["feels"].split(","))


def key(text: str) -> Key:
    """Read a key as `Bb major` or `C# minor`."""
    name, _, mode = text.partition(" ")
    if mode not in _FIFTHS:
        raise ShorthandError(f"“{text}” is no key.")
    fifths = pitch_class(name) * 7 % 12 + _FIFTHS[mode]
    fifths = (fifths + 5) % 12 - 5
    return Key(fifths, "major" if mode == "major" else "minor")


def names() -> tuple[str, ...]:
    """Ids of the tunes on the shelf, in the order in which they stand there."""
    return tuple(_folder().joinpath(_ORDER).read_text("utf-8").split())


@lru_cache(maxsize=64)
def written(name: str, *, backing: bool = True) -> Written:
    """Read one tune from assets, for a card without its backing. ShorthandError says what is wrong with it and where."""
    text = _folder().joinpath(f"{name}.txt").read_text("utf-8")
    try:
        return read(name, text, backing=backing)
    except ShorthandError as error:
        raise ShorthandError(f"{name}.txt: {error}") from error


def read(name: str, text: str, *, backing: bool = True) -> Written:
    """Turn the text of a tune into a piece; without backing, only what is written out note by note."""
    head, *rest = blocks(text)
    facts = head.lines
    own = {
        block.name.removeprefix("style ").strip(): pattern(block) for block in rest if block.name.startswith("style ")
    }
    sections = {block.name: block for block in rest if not block.name.startswith("style ")}
    reader = _Reader(facts, sections, {**_backings(), **own} if backing else None)
    return Written(name, facts, reader.piece(), tuple(reader.row))


@lru_cache(maxsize=1)
def _backings() -> dict[str, Pattern]:
    """Read the backings that all tunes share."""
    text = _folder().joinpath(BACKINGS).read_text("utf-8")
    return {block.name: pattern(block) for block in blocks(text)[1:]}


def _folder() -> Traversable:
    return resources.files("assets") / "tunes"


class _Reader:
    """Lays the sections of a tune one after another."""

    def __init__(self, facts: dict[str, str], sections: dict[str, Block], patterns: dict[str, Pattern] | None) -> None:
        self.facts, self.sections, self.patterns = facts, sections, patterns
        beats, _, unit = facts["metre"].partition("/")
        self.metre = Metre(0, int(beats), int(unit))
        self.pickup = ticks(facts["pickup"]) if "pickup" in facts else 0
        self.at = 0
        self.parts: dict[str, list[Note]] = {part: [] for part in _NAMES}
        self.row: list[Sounding] = []
        self.lyrics: list[Lyric] = []
        self.tempos = [Tempo(0, float(facts["tempo"]))]
        self.marks: list[Section] = []

    def piece(self) -> Piece:
        for entry in self.facts["order"].split():
            self._section(entry)
        sounds = dict(one.split() for one in self.facts.get("sounds", "").split(",") if one.strip())
        parts = tuple(
            Part(
                _NAMES[name],
                cast("Role", name),
                sounds.get(name, _SOUNDS[name]),
                tuple(notes),
                "right" if name == "melody" else "left" if name == "chords" and self._for_two_hands() else "",
            )
            for name, notes in self.parts.items()
            if notes
        )
        return Piece(
            self.facts["title"],
            parts,
            tuple(self.tempos),
            self._metres(),
            key(self.facts["key"]),
            tuple(self.marks),
            tuple(self.lyrics),
            self.at,
        )

    def _for_two_hands(self) -> bool:
        """Whether the chords are a left hand written out, to be played with the melody on one keyboard."""
        return self.facts.get("hands") == "two"

    def _metres(self) -> tuple[Metre, ...]:
        if not self.pickup:
            return (self.metre,)
        unit = self.metre.unit
        while self.pickup * unit % (4 * TICKS):
            unit *= 2
        return Metre(0, self.pickup * unit // (4 * TICKS), unit), replace(self.metre, tick=self.pickup)

    def _section(self, entry: str) -> None:
        """Lay one section, asked for as `A`, `A.march` (with a backing) or `A.march@120` (with a tempo)."""
        entry, _, tempo = entry.partition("@")
        name, _, style = entry.partition(".")
        try:
            used = self.patterns[style] if style and self.patterns is not None else None
            self._lay(self.sections[name], used, float(tempo) if tempo else None)
        except KeyError as error:
            raise ShorthandError(f"There is no {error} for “{entry}”.") from error
        except ShorthandError as error:
            raise ShorthandError(f"section {name}: {error}") from error

    def _lay(self, block: Block, backing: Pattern | None, bpm: float | None) -> None:
        start, first, bar = self.at, 0 if self.at else self.pickup, self.metre.bar_ticks
        if bpm and bpm != self.tempos[-1].bpm:
            self.tempos = [mark for mark in self.tempos if mark.tick < start]
            self.tempos.append(Tempo(start, bpm))
        melody, length = music(block.lines["melody"], bar, first_ticks=first)
        melody = tuple(_accented(note, first, bar, self.metre.beat_ticks) for note in melody)
        self._add("melody", melody)
        row = harmony(block.lines["harmony"], bar, first_ticks=first) if "harmony" in block.lines else ()
        if row and row[-1].end != length:
            raise ShorthandError(f"The chords last {row[-1].end / TICKS:g} quarters, the melody {length / TICKS:g}.")
        self.row += [Sounding(one.start + start, one.end + start, one.chord) for one in row]
        for part in ("other", "chords", "bass", "drums"):
            if part in block.lines:
                notes, lasts = music(block.lines[part], bar, first_ticks=first)
                if lasts != length:
                    raise ShorthandError(f"The {part} last {lasts / TICKS:g} quarters, the melody {length / TICKS:g}.")
                self._add(part, notes)
            elif backing and part != "other":
                played = play(backing, part, row, bar)
                self._add(part, _behind(played, melody) if part == "bass" else played)
        if backing and "pad" in backing.grids:
            self._add("chords", play(backing, "pad", row, bar))
        self._sing(block.lines.get("words", ""), sorted({note.start for note in melody}))
        self.at += length
        self.marks.append(Section(block.name, start, self.at))

    def _add(self, part: str, notes: tuple[Note, ...]) -> None:
        self.parts[part] += [Note(note.start + self.at, note.length, note.pitch, note.velocity) for note in notes]

    def _sing(self, words: str, onsets: list[int]) -> None:
        """Put a syllable under each note; `_` leaves one out."""
        syllables = words.split()
        if len(syllables) > len(onsets):
            raise ShorthandError(f"{len(syllables)} syllables for {len(onsets)} notes.")
        self.lyrics += [
            Lyric(tick + self.at, word) for tick, word in zip(onsets, syllables, strict=False) if word != "_"
        ]


def _behind(bass: tuple[Note, ...], melody: tuple[Note, ...]) -> tuple[Note, ...]:
    """Play a bass softer where it would be nearly as loud as the melody: its long low notes carry further."""
    if not bass or not melody:
        return bass
    most = _BEHIND * sum(note.velocity for note in melody) / len(melody)
    factor = min(1.0, most * len(bass) / sum(note.velocity for note in bass))
    return tuple(replace(note, velocity=max(1, round(note.velocity * factor))) for note in bass)


def _accented(note: Note, first: int, bar: int, beat: int) -> Note:
    """Play the first note of a bar a little louder, notes between beats a little softer."""
    place = (note.start - first) % bar
    more = 5 if place == 0 else -4 if place % beat else 0
    return Note(note.start, note.length, note.pitch, note.velocity + more)
