"""A groove can be changed while it plays: another key, row, tempo, variation or groove goes on from the next bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from instruments.next_bar import meeting
from instruments.schedule import Player
from studio.music import grooves
from studio.music.chordrows import OWN, rows_for
from studio.music.groove_now import BOTH, FASTEST, SLOWEST, GrooveNow, as_written
from studio.music.harmony import chord
from studio.music.shorthand import ShorthandError

if TYPE_CHECKING:
    from studio.music.piece import Note, Piece

LO_FI = as_written(grooves.groove("lo-fi"))
BAR = 1920


def drums(piece: Piece, bar: int) -> list[Note]:
    part = piece.part("drums")
    assert part is not None
    return [note for note in part.notes if note.start // BAR == bar]


def roots(now: GrooveNow) -> list[int]:
    return [chord(bar.split()[0].partition(":")[0]).root for bar in now.chords]


def test_as_it_came_it_is_the_groove_itself() -> None:
    assert LO_FI.piece() == grooves.groove_piece(LO_FI.groove)
    assert (LO_FI.variations, LO_FI.row, LO_FI.variation) == (("A", "B"), OWN, BOTH)


def test_another_key_takes_the_row_and_the_lit_keys_along_and_leaves_the_drums() -> None:
    warm = LO_FI.with_row("warm")
    moved = warm.with_home(2)
    assert roots(moved) == [(root + 5) % 12 for root in roots(warm)]
    assert {pitch % 12 for pitch in moved.fitting()} == {(pitch + 5) % 12 for pitch in warm.fitting()}
    assert moved.piece().part("drums") == LO_FI.piece().part("drums")
    assert moved.with_home(9).piece() == warm.piece()


def test_another_row_changes_what_is_played_and_not_how_long() -> None:
    for row in rows_for(LO_FI.groove)[1:]:
        piece = LO_FI.with_row(row.name).piece()
        assert piece.end == LO_FI.piece().end
        assert piece.part("bass") != LO_FI.piece().part("bass")


def test_the_tempo_is_what_was_asked_for_as_far_as_there_is_one() -> None:
    assert LO_FI.with_bpm(90).piece().tempos[0].bpm == 90
    assert (LO_FI.with_bpm(1).bpm, LO_FI.with_bpm(999).bpm) == (SLOWEST, FASTEST)


def test_one_variation_goes_round_alone_and_still_has_its_fill() -> None:
    both, alone = LO_FI.piece(), LO_FI.with_variation("B").piece()
    assert alone.end == both.end / 2
    assert [note.pitch for note in drums(alone, 0)] == [note.pitch for note in drums(both, 4)]
    assert drums(alone, 3) != drums(alone, 1)
    with pytest.raises(ShorthandError, match="Lo-fi"):
        LO_FI.with_variation("Z")


def test_another_groove_keeps_key_and_row_and_its_own_tempo_where_it_needs_it() -> None:
    trap = LO_FI.with_home(4).with_row("tense").with_groove(grooves.groove("trap"))
    assert (trap.home, trap.row, trap.bpm) == (4, "tense", 78)
    assert trap.with_groove(grooves.groove("drum-and-bass")).bpm == 174


@pytest.mark.parametrize(
    "change",
    [
        lambda now: now.with_home(5),
        lambda now: now.with_row("brave"),
        lambda now: now.with_bpm(100),
        lambda now: now.with_variation("A"),
        lambda now: now.with_groove(grooves.groove("waltz")),
    ],
)
def test_each_change_is_entered_on_a_barline_in_the_bar_that_comes(change: object) -> None:
    playing = Player(LO_FI.score())
    playing.advance(round(2.5 * BAR * 48_000 * 60 / 78 / 480))  # in the middle of bar 3
    other = change(LO_FI).score()  # type: ignore[operator]  # it is one of those above
    left, entered = meeting(playing, other)
    bar = other.metre[0][1] * 480
    assert left == 3 * BAR
    assert entered == 3 * bar % other.end


@pytest.mark.parametrize("name", ["metal", "gospel", "waltz"])
def test_it_can_end_in_any_key(name: str) -> None:
    now = as_written(grooves.groove(name)).with_row("hopeful").with_home(6)
    piece = now.piece(ending=True)
    assert piece.key.tonic == 6
    assert piece.sections[-1].name == "Ending"
