"""A song found by ear as a piece to play: a groove with its chords and tempo, and the pupil's part at one of four levels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from studio.music import grooves
from studio.music.by_ear import LEVELS, Level, Song, bar_row, common
from studio.music.harmony import chord, voiced
from studio.music.patterns import step_signs
from studio.music.piece import TICKS, Hand, Metre, Note, Part, Piece, Section, Tempo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.music.grooves import Groove
    from studio.music.harmony import Chord
    from studio.music.patterns import Pattern

ROUNDS: Final = 4
"""How often the row of chords is played."""
_IN_THREE: Final = 3
_PARTS_OF_PITCH: Final = frozenset({"Chords", "Long chords", "Riff"})
_LOW_C, _MIDDLE_C = 48, 60
_LOUD, _SOFT = 84, 72
_NAME: Final = "My part"


def in_beats(used: Groove, beats: int) -> Groove:
    """Give a groove bars of three or of four beats: of four the last is left out, of three it comes twice."""
    if beats == used.metre.beats:
        return used
    bar = _three_of_four if beats == _IN_THREE else _four_of_three

    def changed(pattern: Pattern) -> Pattern:
        return replace(pattern, grids={name: tuple(map(bar, bars)) for name, bars in pattern.grids.items()})

    return replace(
        used,
        metre=Metre(0, beats, 4),
        loop=tuple(map(changed, used.loop)),
        fill=changed(used.fill),
        ending=changed(used.ending),
        intro=changed(used.intro),
    )


def _three_of_four(grid: str) -> str:
    """Keep the first three quarters of a bar of steps."""
    steps = step_signs(grid)
    return "".join(steps[: len(steps) * 3 // 4])


def _four_of_three(grid: str) -> str:
    """Let the last third of a bar of steps come twice."""
    steps = step_signs(grid)
    return "".join((*steps, *steps[len(steps) * 2 // 3 :]))


def backing(song: Song, *, rounds: int = ROUNDS, ending: bool = False) -> Piece:
    """Write out the groove with the song's chords, tempo and metre; ShorthandError where there is none of this name."""
    used = in_beats(grooves.groove(song.groove or grooves.names()[0]), song.beats)
    row = bar_row(song.chords) or (chord_of_home(song),) * 4
    written = grooves.groove_piece(used, bars=len(row) * rounds, chords=row, bpm=song.bpm or used.bpm, ending=ending)
    return replace(written, title=song.title, key=song.key)


def chord_of_home(song: Song) -> str:
    """Name the chord on the home note."""
    from studio.music.by_ear import offered

    return offered(song)[0].symbol


def piece_of(song: Song, level: Level | None = None, *, rounds: int = ROUNDS) -> Piece:
    """Make the song's piece with the pupil's part first; what the pupil plays of its chords the groove leaves to them."""
    level = level or song.level or LEVELS[0]
    written = backing(song, rounds=rounds, ending=True)
    chords_are_mine = level in LEVELS[2:]
    others = tuple(part for part in written.parts if not (chords_are_mine and part.name in _PARTS_OF_PITCH))
    mine = my_part(song, level, rounds=rounds)
    bar = written.metres[0].bar_ticks
    sections = [Section(f"{n + 1}", n * 4 * bar, (n + 1) * 4 * bar) for n in range(rounds)]
    return replace(written, parts=(*mine, *others), sections=tuple(sections), end=written.end)


def my_part(song: Song, level: Level, *, rounds: int = ROUNDS) -> tuple[Part, ...]:
    """Write the pupil's part of a level, up to the chord it closes with: one key; one finger; whole chords; both hands."""
    row = [chord(symbol) for symbol in (bar_row(song.chords) or (chord_of_home(song),) * 4)]
    bars = [*row * rounds, row[0]]
    whole = [(0, song.beats)]
    match level:
        case "one-key":
            pitch = _MIDDLE_C + common(row, song.key)
            return (_part("", [note for n in range(len(bars)) for note in _struck(n, song.beats, whole, (pitch,))]),)
        case "one-finger":
            return (_part("", _roots(bars, song.beats, _LOW_C)),)
        case "three-fingers":
            return (_part("", _chords(bars, song.beats, whole)),)
        case "both-hands":
            thirds = song.beats == _IN_THREE
            struck = [(0, 1), (1, 1), (2, 1)] if thirds else [(0, 2), (2, 1), (3, 1)]
            right = _chords(bars, song.beats, struck)
            return (_part("right", right), _part("left", _roots(bars, song.beats, _LOW_C - 12)))


def _part(hand: Hand, notes: list[Note]) -> Part:
    return Part(_NAME, "melody", "piano", tuple(notes), hand)


def _struck(bar: int, beats: int, places: Sequence[tuple[int, int]], pitches: Sequence[int]) -> list[Note]:
    """Strike keys in one bar: at each place, (beat, beats it lasts); they come up a little before the next."""
    start = bar * beats * TICKS
    return [
        Note(start + at * TICKS, lasts * TICKS - TICKS // 8, pitch, _LOUD if at == 0 else _SOFT)
        for at, lasts in places
        for pitch in pitches
    ]


def _roots(bars: Sequence[Chord], beats: int, low: int) -> list[Note]:
    """The lowest note of each chord: twice in a bar of four, once in a bar of three."""
    halves = [(0, beats)] if beats == _IN_THREE else [(0, 2), (2, 2)]
    return [note for n, one in enumerate(bars) for note in _struck(n, beats, halves, (low + one.bass,))]


def _chords(bars: Sequence[Chord], beats: int, places: Sequence[tuple[int, int]]) -> list[Note]:
    """Three notes of each chord, laid so that the hand moves little; the same chord lies where it lay."""
    notes: list[Note] = []
    before: tuple[int, ...] = ()
    laid: dict[Chord, tuple[int, ...]] = {}
    for n, one in enumerate(bars):
        before = laid.setdefault(one, voiced(one, _MIDDLE_C + 4, before, most=3))
        notes += _struck(n, beats, places, before)
    return notes


def chord_alone(symbol: str, *, seconds: float = 1.4) -> Piece:
    """Write one chord with its lowest note beneath, to be heard as an answer to a press."""
    one = chord(symbol)
    lasts = round(seconds * 2 * TICKS)  # at 120 beats a minute
    pitches = (_LOW_C + one.bass, *voiced(one, _MIDDLE_C + 4, most=3))
    notes = tuple(Note(0, lasts, pitch, _SOFT) for pitch in sorted(set(pitches)))
    return Piece("", (Part("Chord", "chords", "piano", notes),), (Tempo(0, 120.0),), end=lasts)
