"""Grooves: they loop without a seam, fit their lit keys, can be moved in key, chords and tempo, and end."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from instruments.sounds import sound
from studio.music import grooves, library
from studio.music.harmony import chord
from studio.music.patterns import DRUMS, HIGH_TO_LOW
from studio.music.shorthand import ShorthandError
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.music.piece import Piece

NAMES = grooves.names()


def for_every_groove(test: Callable[[str], None]) -> Callable[[], None]:
    """One test over all of them, which says of which it failed: as one for each they would take three times as long."""

    def test_all() -> None:
        for name in NAMES:
            try:
                test(name)
            except BaseException as error:
                error.add_note(f"It is about {name}.")
                raise

    test_all.__name__ = test.__name__
    return test_all


@cache
def written(name: str, *, whole: bool = False) -> Piece:
    """The loop of a groove as it stands in assets; the whole of it has its intro and its ending too."""
    return library.groove_piece(library.groove(name), intro=whole, ending=whole)


def test_there_are_twenty_four_and_lo_fi_waits_behind_the_first_key() -> None:
    assert len(set(NAMES)) == 24
    assert library.grooves()[0].id == "lo-fi"
    assert all(set(groove.feels) <= set(library.FEELS) for groove in library.grooves())


def test_every_groove_that_lies_there_is_listed() -> None:
    there = {each.name for each in (resources.files("assets") / "grooves").iterdir()}
    assert there == {f"{name}.txt" for name in (*NAMES, "order", "rows")}


@for_every_groove
def test_a_loop_is_whole_bars_and_no_note_crosses_its_end(name: str) -> None:
    groove = library.groove(name)
    piece = written(name)

    assert piece.end == groove.bars * groove.metre.bar_ticks
    assert all(note.end <= piece.end for part in piece.parts for note in part.notes)
    assert {"drums", "bass", "chords"} <= {part.role for part in piece.parts}
    assert min(note.start for part in piece.parts for note in part.notes) == 0  # no gap where it begins again


@for_every_groove
def test_the_variation_and_the_fill_differ_from_the_first_time_round(name: str) -> None:
    groove = library.groove(name)
    piece = written(name)
    bar = groove.metre.bar_ticks

    def drums(n: int) -> set[tuple[int, int]]:
        return {(note.start - n * bar, note.pitch) for note in piece.part("drums").notes if note.start // bar == n}

    half, last = groove.bars // 2, groove.bars - 1
    assert drums(0) != drums(half)
    assert drums(last) != drums(last - 1)


@for_every_groove
def test_bass_and_chords_use_notes_of_their_chord_or_its_key(name: str) -> None:
    groove = library.groove(name)
    piece = written(name)
    allowed = {
        (groove.key.tonic + step) % 12 for step in grooves.SCALES["major" if groove.key.mode == "major" else "minor"]
    }
    for bar in groove.chords:
        for symbol in bar.split():
            allowed |= chord(symbol.partition(":")[0]).classes

    pitched = [note for part in piece.parts if part.role != "drums" for note in part.notes]
    strange = [note for note in pitched if note.pitch % 12 not in allowed]

    # A note just under the next root is the only guest, and it is rare.
    assert len(strange) <= len(pitched) * 0.05


@for_every_groove
def test_the_lit_keys_fit_the_chords(name: str) -> None:
    groove = library.groove(name)
    lit = library.fitting(groove, 60, 71)
    sounding = set().union(*(chord(s.partition(":")[0]).classes for bar in groove.chords for s in bar.split()))

    assert 5 <= len(lit) <= 7
    assert len({pitch % 12 for pitch in lit} & sounding) >= len(lit) - 1


@for_every_groove
def test_another_home_note_moves_chords_and_lit_keys_together(name: str) -> None:
    groove = library.groove(name)
    moved = library.in_key(groove, "F#")
    shift = (6 - groove.key.tonic) % 12

    assert moved.key.tonic == 6
    assert {p % 12 for p in library.fitting(moved)} == {(p + shift) % 12 for p in library.fitting(groove)}
    assert [chord(s.partition(":")[0]).root for bar in moved.chords for s in bar.split()] == [
        (chord(s.partition(":")[0]).root + shift) % 12 for bar in groove.chords for s in bar.split()
    ]
    assert library.groove_piece(moved).part("drums") == written(name).part("drums")


def test_other_chords_and_another_length_keep_the_drums() -> None:
    groove = library.groove("lo-fi")

    piece = library.groove_piece(groove, bars=3, chords=("Am", "F"), bpm=90)

    assert piece.end == 3 * groove.metre.bar_ticks
    assert piece.tempos[0].bpm == 90
    assert min(note.start for note in piece.part("drums").notes) == 0


@for_every_groove
def test_an_ending_adds_one_bar_that_closes(name: str) -> None:
    ended = written(name, whole=True)
    loop, ending = ended.sections[-2:]

    assert (loop.name, ending.name) == ("Loop", "Ending")
    assert ended.end == ending.end == loop.end + ended.metres[0].bar_ticks
    assert any(note.start >= loop.end for note in ended.part("bass").notes)


@for_every_groove
def test_the_tempo_lies_inside_the_range_in_which_it_sounds_right(name: str) -> None:
    groove = library.groove(name)

    assert 40 <= groove.slowest <= groove.bpm <= groove.fastest <= 200


@for_every_groove
def test_an_intro_leads_into_the_loop_and_the_loop_stays_as_it_is(name: str) -> None:
    groove = library.groove(name)
    loop, led = written(name), written(name, whole=True)
    start = groove.intro.bars * groove.metre.bar_ticks

    assert [(section.name, section.start) for section in led.sections[:2]] == [("Intro", 0), ("Loop", start)]
    assert led.sections[1].end == start + loop.end
    assert any(note.start < start for part in led.parts for note in part.notes)
    moved = [(note.start - start, note.pitch) for note in led.part("drums").notes if 0 <= note.start - start < loop.end]
    assert moved == [(note.start, note.pitch) for note in loop.part("drums").notes]


@for_every_groove
def test_every_part_stays_where_its_sound_is_good(name: str) -> None:
    piece = written(name, whole=True)

    for part in piece.parts:
        played = sound(part.sound)
        assert played.id == part.sound
        assert all(played.low <= note.pitch <= played.high for note in part.notes), (part.sound, part.notes)
        assert played.kit == (part.role == "drums")


@for_every_groove
def test_its_drums_are_rows_of_a_grid_with_more_that_suit_it(name: str) -> None:
    groove = library.groove(name)
    rows = grooves.rows_of(groove)
    pitches = [DRUMS[row] for row in rows]

    assert 6 <= len(rows) <= 12
    assert {note.pitch for note in written(name, whole=True).part("drums").notes} <= {*pitches}
    assert set(groove.more_drums) <= set(rows)
    assert len(set(pitches)) == len(rows)


@for_every_groove
def test_its_strokes_breathe(name: str) -> None:
    assert len({note.velocity for note in written(name).part("drums").notes}) >= 6


def test_every_drum_is_a_row_with_a_name() -> None:
    assert set(HIGH_TO_LOW) == set(DRUMS)
    assert len({say(f"make.row {row}") for row in HIGH_TO_LOW}) == len(DRUMS)


def test_an_unknown_home_note_is_refused() -> None:
    with pytest.raises(ShorthandError, match="H"):
        library.in_key(library.groove("lo-fi"), "H")


def test_the_fast_hats_of_trap_are_fast_and_its_snare_answers_twice_a_bar() -> None:
    groove = library.groove("trap")
    for shape in groove.loop:
        alone = replace(groove, loop=(shape,))
        piece = library.groove_piece(alone, bars=2, chords=("Dm", "Dm", "Dm"))
        (drums,) = (part for part in piece.parts if part.role == "drums")
        starts = sorted(note.start for note in drums.notes if note.pitch == DRUMS["hat"])
        assert len(starts) / (piece.end / 480 * 60 / groove.bpm) > 4.5  # a second: nearly all sixteenths of a slow beat
        assert min(after - before for before, after in pairwise(starts)) <= 60  # with rolls
        loud = {note.start % 1920 for note in drums.notes if note.pitch == DRUMS["snare"]}
        assert {480, 1440} <= loud
