"""Rows of chords with friendly names: each fits each groove, whatever its key."""

from __future__ import annotations

import pytest

from studio.music import grooves
from studio.music.chordrows import OWN, rows_for, rows_in, scale_of
from studio.music.grooves import SCALES, Groove
from studio.music.harmony import Chord, chord, harmony
from studio.music.piece import Key, Mode
from studio.words import say

EVERY = [grooves.groove(name) for name in grooves.names()]
BORROWS = 1  # notes that a chord may have from outside the scale, and chords of a row that may


def chords_of(bars: tuple[str, ...]) -> list[Chord]:
    return [chord(symbol.partition(":")[0]) for bar in bars for symbol in bar.split()]


def row(groove: Groove, name: str) -> tuple[str, ...]:
    return dict(rows_for(groove)).get(name, groove.chords)  # no row is offered that is its own already


def strange(bars: tuple[str, ...], scale: set[int]) -> list[int]:
    """How many notes from outside the scale each chord has that has any."""
    return [len(one.classes - scale) for one in chords_of(bars) if one.classes - scale]


@pytest.mark.parametrize("groove", EVERY, ids=grooves.names())
def test_every_row_fits_every_groove(groove: Groove) -> None:
    scale = {(groove.key.tonic + step) % 12 for step in SCALES[scale_of(groove)]}
    lit = {pitch % 12 for pitch in grooves.fitting(groove)}
    rows = rows_for(groove)

    assert len(rows) >= 9
    assert rows[0] == (OWN, groove.chords)
    for name, bars in rows[1:]:
        assert harmony(" | ".join(bars), groove.metre.bar_ticks)[-1].end == 4 * groove.metre.bar_ticks, name
        borrowed = strange(bars, scale)
        assert len(borrowed) <= BORROWS, (name, bars)
        assert all(notes <= BORROWS for notes in borrowed), (name, bars)
        # Whatever chord sounds, some of the lit keys are notes of it, and the row as a whole holds nearly all of them.
        assert all(len(one.classes & lit) >= 1 for one in chords_of(bars)), (name, bars)
        assert len(lit - set().union(*(one.classes for one in chords_of(bars)))) <= 2, (name, bars)
    assert len({bars for _, bars in rows}) == len(rows)


@pytest.mark.parametrize("groove", EVERY, ids=grooves.names())
def test_a_row_goes_with_the_key_and_the_style(groove: Groove) -> None:
    moved = grooves.in_key(groove, "B")
    semitones = (11 - groove.key.tonic) % 12

    for name in ("warm", "tense"):
        there = [one.moved(semitones) for one in chords_of(row(groove, name))]
        assert chords_of(row(moved, name)) == there
    kinds = {one.kind for one in chords_of(row(groove, "warm"))}
    rich = {
        "plain": {"", "m"},
        "power": {"5"},
        "sevenths": {"maj7", "m7", "7"},
        "ninths": {"maj9", "m9", "m7", "6", "9", "7"},
    }
    assert kinds <= rich[groove.colour]


def test_it_is_written_as_its_key_is() -> None:
    assert row(grooves.groove("waltz"), "warm") == ("G", "Em", "C", "D")
    assert row(grooves.groove("indie"), "tense")[-1] == "F#"
    assert row(grooves.groove("grime"), "warm") == ("Fm", "Db", "Ab", "Eb")


@pytest.mark.parametrize("name", [row.name for row in rows_for(EVERY[0])])
def test_each_row_has_a_name_on_the_screen(name: str) -> None:
    assert say(f"make.chords {name}")


def test_a_row_plays_with_its_groove() -> None:
    groove = grooves.groove("gospel")
    piece = grooves.groove_piece(groove, chords=row(groove, "going home"))
    assert piece.end == groove.bars * groove.metre.bar_ticks


@pytest.mark.parametrize("mode", ["major", "minor"])
@pytest.mark.parametrize("fifths", range(-6, 7))
def test_without_a_groove_plain_rows_fit_the_key(fifths: int, mode: Mode) -> None:
    key = Key(fifths, mode)
    scale = {(key.tonic + step) % 12 for step in SCALES[mode]}
    rows = rows_in(key)
    assert len(rows) == len({bars for _, bars in rows}) >= 9
    for name, bars in rows:
        borrowed = strange(bars, scale)
        assert len(borrowed) <= BORROWS, (name, bars)
        assert all(notes <= BORROWS for notes in borrowed), (name, bars)
        assert {one.kind for one in chords_of(bars)} <= {"", "m"}
