"""Reading folk tunes out of music21's corpus: only to build the index, and in a worker process to open one that was chosen."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from studio.music import abctune, barlines, pace
from studio.music.piece import TICKS, Key, Metre, Note, Part, Piece, Tempo

if TYPE_CHECKING:
    from studio.music.kept import Kept

COLLECTIONS: Final = ("airdsAirs", "essenFolksong", "miscFolk", "nottingham-dataset", "oneills1850", "ryansMammoth")
"""Folders of the corpus that hold folk tunes in ABC, many in one file."""
OPENING: Final = 12
"""How many intervals of a tune's start the index keeps."""
SECONDS_TO_OPEN: Final = 20.0
_TUNE: Final = re.compile(r"(?m)^(?=X:)")
_TITLE: Final = re.compile(r"(?m)^T:[ \t]*(\S.*?)[ \t]*$")
_FREE: Final = Metre(0, 4, 4)
_FIRST: Final = (
    "X:1\nT:Up and down\nM:3/4\nL:1/8\nK:D\n|:D2 EF G2|A2 GF E2:|\n"  # a tune of our own, so that all is loaded
)
_UNITS: Final = (1, 2, 4, 8, 16, 32)


class CorpusError(Exception):
    """A tune of the corpus cannot be read; the sentence says so."""


class Facts(NamedTuple):
    """What the index knows of a tune: metre as `6/8` or empty where free, key, bars as it opens, range, first intervals."""

    metre: str
    fifths: int
    mode: str
    bars: int
    low: int
    high: int
    opening: tuple[int, ...]


class Plain(NamedTuple):
    """A tune as plain values, fit for a pipe: notes as (start, length, pitch), metres as (tick, beats, unit), quarters a minute, metre named."""

    notes: tuple[tuple[int, int, int], ...]
    metres: tuple[tuple[int, int, int], ...]
    fifths: int
    mode: str
    bpm: float
    named: str


def folder() -> Path:
    """Find where music21 keeps its corpus without importing it. CorpusError where music21 is not installed."""
    spec = find_spec("music21")
    if spec is None or spec.origin is None:
        raise CorpusError("The folk tunes are not on this computer: music21 is missing.")
    return Path(spec.origin).parent / "corpus"


def files() -> tuple[str, ...]:
    """Name the files that hold folk tunes, as paths inside the corpus with forward slashes, in order."""
    root = folder()
    found = (path for one in COLLECTIONS for path in (root / one).glob("*.abc"))
    return tuple(sorted(path.relative_to(root).as_posix() for path in found))


@lru_cache(maxsize=4)
def texts(path: str) -> tuple[str, ...]:
    """Split one file of the corpus into its tunes; parsing whole files takes minutes."""
    try:
        text = (folder() / path).read_text("utf-8", errors="replace")
    except OSError as error:
        raise CorpusError("That folk tune is not in the music21 on this computer.") from error
    return tuple(_TUNE.split(text)[1:])


def titles(text: str) -> tuple[str, ...]:
    """Give every title a tune goes by, the main one first."""
    return tuple(_TITLE.findall(text))


def facts(text: str) -> Facts | None:
    """Count what the index keeps of a tune; None where it holds no tune that can be read (fewer than eight notes)."""
    tune = plain(text)
    if len(tune.notes) < 8:  # noqa: PLR2004 - shorter ones are exercises and fragments
        return None
    pitches = [pitch for _, _, pitch in tune.notes]
    steps = tuple(after - before for before, after in pairwise(pitches))
    bars = sum(1 for bar in piece(tune, "").bars() if bar.n)
    return Facts(tune.named, tune.fifths, tune.mode, bars, min(pitches), max(pitches), steps[:OPENING])


def plain(text: str) -> Plain:
    """Turn a tune into plain values: its first voice, repeats played out."""
    part = _parsed(abctune.played_out(abctune.first_voice(abctune.bare(text))))
    named = _metre(part)
    beats, unit = (int(number) for number in named.split("/")) if named else (_FREE.beats, _FREE.unit)
    fifths, mode = _key(part)
    metres = barlines.metres(_lengths(part), beats, unit) if named else ((0, beats, unit),)
    return Plain(_notes(part), metres, fifths, mode, pace.tempo(text, beats, unit), named)


def read(path: str, number: int, title: str, *, seconds: float = SECONDS_TO_OPEN, keep: bool = False) -> Piece:
    """Read tune `number` (from 1) of a file in a process of its own, which is ended after `seconds`. CorpusError says why not.

    With `keep` the process stays for the next one, which then takes no second: until `let_go`.
    """
    from studio.music import worker  # what only opening needs

    tunes = texts(path)
    if not 1 <= number <= len(tunes):
        raise CorpusError("That folk tune is not in the music21 on this computer.")
    try:
        run = _reader().run if keep else partial(worker.run, plain)
        notes, metres, *rest = run(tunes[number - 1], seconds=seconds)
    except worker.WorkError as broke:
        raise CorpusError("That folk tune could not be read. Please pick another one.") from broke
    return piece(Plain(tuple(map(tuple, notes)), tuple(map(tuple, metres)), *rest), title)


@lru_cache(maxsize=1)
def _reader() -> Kept:
    from studio.music.kept import Kept

    return Kept(plain, first=_FIRST)


def get_ready() -> None:
    """Begin the process that is kept for reading, and have it load what it needs. It takes about a second, which nobody waits for."""
    _reader().begin()


def let_go() -> None:
    """End the process that was kept for reading, if there is one."""
    if _reader.cache_info().currsize:
        _reader().close()


def piece(tune: Plain, title: str) -> Piece:
    """Make a piece of one part from plain values."""
    notes = tuple(Note(start, length, pitch) for start, length, pitch in tune.notes)
    key = Key(tune.fifths, "minor" if tune.mode == "minor" else "major")
    melody = Part("Melody", "melody", "piano", notes, "right")
    return Piece(title, (melody,), (Tempo(0, tune.bpm),), tuple(Metre(*metre) for metre in tune.metres), key)


def _parsed(text: str) -> Any:
    """Parse the ABC of one voice with music21, past its cache on disk (which can run code from a poisoned file)."""
    from music21 import abcFormat, stream  # only in a worker process: half a second, and it can hang

    class Unbeamed(stream.Part):
        """A part without beams: nobody sees them here, and they take half the time."""

        def makeBeams(self, **_: object) -> None:  # noqa: N802 - music21's name
            return None

    part: Any = Unbeamed()  # type: ignore[no-untyped-call]  # music21 has no types
    return abcFormat.translate.abcToStreamPart(abcFormat.ABCFile().readstr(text), part)


def _notes(score: Any) -> tuple[tuple[int, int, int], ...]:
    """List (start, length, pitch) in ticks, ties joined, grace notes left out, of chords the top note."""
    notes: list[tuple[int, int, int]] = []
    for note in score.flatten().notes:
        if note.duration.isGrace or not getattr(note, "pitches", ()):
            continue
        start, length = round(note.offset * TICKS), max(1, round(note.duration.quarterLength * TICKS))
        pitch = max(one.midi for one in note.pitches)
        tied = note.tie is not None and note.tie.type in {"stop", "continue"}
        if tied and notes and notes[-1][2] == pitch:
            notes[-1] = (notes[-1][0], start + length - notes[-1][0], pitch)
        else:
            notes.append((start, length, pitch))
    return tuple(notes)


def _lengths(part: Any) -> list[tuple[int, int, int]]:
    """List the written bars as (ticks they hold, beats and unit in force)."""
    found: list[tuple[int, int, int]] = []
    beats, unit = _FREE.beats, _FREE.unit
    for bar in part.getElementsByClass("Measure"):
        # music21 makes up signatures like 1/24 for bars that hold too much; nobody could write them
        if bar.timeSignature is not None and bar.timeSignature.denominator in _UNITS:
            beats, unit = bar.timeSignature.numerator, bar.timeSignature.denominator
        found.append((round(bar.highestTime * TICKS), beats, unit))
    return found


def _metre(score: Any) -> str:
    first = next(iter(score.recurse().getElementsByClass("TimeSignature")), None)
    return str(first.ratioString) if first is not None else ""


def _key(score: Any) -> tuple[int, str]:
    """Give sharps (or flats below 0) and the mode; other modes than minor count as major, with their own signature."""
    first = next(iter(score.recurse().getElementsByClass("KeySignature")), None)
    if first is None:
        return 0, "major"
    return int(first.sharps), "minor" if getattr(first, "mode", "major") == "minor" else "major"
