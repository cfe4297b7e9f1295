"""A take beside its piece: the same bars of both, one as loud as the other, and from any place the way to the other's barline."""

import math
from dataclasses import replace

import pytest

from instruments.events import RATE, NoteOff, NoteOn
from studio.music.beside import Beside, beside, level, turned_down
from studio.music.piece import Note, Part, Piece, Tempo
from studio.music.score import take_score, to_score
from studio.music.take import Take, record

STEPS = (60, 62, 64, 65, 67, 69, 71, 72, 74, 72, 71, 69, 67, 65, 64, 62)
SECOND_TICKS = 48_000  # of a take at 120 a minute


def walk(bass: int = 0) -> Piece:
    """Four bars of quarters at 120 a minute, over so many notes of bass in each."""
    tune = Part("Tune", "melody", "piano", tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate(STEPS)))
    low = tuple(Note(bar * 1920, 1920, 36 + n, 110) for bar in range(4) for n in range(bass))
    return Piece("Walk", (tune, *((Part("Bass", "bass", "bass", low),) if bass else ())), (Tempo(0, 120.0),))


def played(order: list[int], *, quarter: float = 0.5, late: dict[int, float] | None = None, velocity: int = 80) -> Take:
    """Notes of the tune one after the other, some after a pause of so many seconds."""
    events: list[NoteOn | NoteOff] = []
    at = 0.0
    for n, note in enumerate(order):
        at += (late or {}).get(n, 0.0)
        pitch = STEPS[note] if note >= 0 else 30
        events += [
            NoteOn(round(at * RATE), 1, pitch, velocity),
            NoteOff(round((at + 0.9 * quarter) * RATE), 1, pitch, 0),
        ]
        at += quarter
    return record(events, start=0, end=round(at * RATE), bpm=120.0)


def laid(take: Take, piece: Piece | None = None, **how: object) -> Beside:
    found = beside(take, piece or walk(), {0}, **how)  # type: ignore[arg-type]  # a test names what it needs
    assert found is not None
    return found


def test_both_have_the_bars_that_were_played_and_no_others() -> None:
    both = laid(played(list(range(4, 12))))
    assert [one.bar for one in both.piece.bars] == [2, 3]
    assert [one.bar for one in both.take.bars] == [2, 3]
    assert both.piece.score.end == both.piece.bars[-1].end == 3 * 1920
    assert max(tick for tick, _, _ in both.piece.score.events) <= 3 * 1920


def test_from_the_middle_of_a_bar_the_other_goes_on_at_its_barline() -> None:
    both = laid(played(list(range(16)), quarter=1.0))
    third = 8 * SECOND_TICKS  # half as fast as the piece
    assert both.piece_at(third + 100) == 2 * 1920
    assert both.take_at(2 * 1920 + 100) == third


def test_so_late_in_a_bar_the_next_one_is_meant() -> None:
    both = laid(played(list(range(16))))
    assert both.piece_at(2 * SECOND_TICKS - 9600) == 1920  # a fifth of a second before it
    assert both.piece_at(2 * SECOND_TICKS - 24_000) == 0
    assert both.take_at(4 * 1920 - 10) == both.take.bars[-1].start  # there is none after the last


def test_a_bar_that_was_waited_in_is_found_where_it_was_played() -> None:
    both = laid(played(list(range(16)), late={6: 5.0}))
    assert [one.start / SECOND_TICKS for one in both.take.bars] == [0.0, 2.0, 9.0, 11.0]
    assert both.piece_at(8 * SECOND_TICKS) == 1920  # still in bar 2
    assert both.take_at(2 * 1920) == 9 * SECOND_TICKS


def test_of_several_goes_at_a_bar_it_goes_on_with_the_one_it_came_from() -> None:
    both = laid(played([0, 1, 2, 3, 4, 5, 6, 7] * 3))
    assert [one.bar for one in both.take.bars] == [1, 2] * 3
    assert both.take_at(0) == 0
    assert both.take_at(0, since=3) == both.take.bars[4].start
    assert both.take_at(1920, since=6) == both.take.bars[5].start  # none after it: the last there was


def test_a_rest_before_the_first_note_belongs_to_the_bar() -> None:
    tune = Part("Tune", "melody", "piano", tuple(Note(480 + n * 480, 480, pitch) for n, pitch in enumerate(STEPS[:7])))
    take = played(list(range(7)))
    moved = replace(
        take,
        events=tuple(replace(event, frame=event.frame + RATE // 2) for event in take.events),
        end=take.end + RATE // 2,
    )
    both = laid(moved, Piece("Rest", (tune,), (Tempo(0, 120.0),)), reached=(0.0, 2.0))
    assert [one.start for one in both.take.bars] == [0, 2 * SECOND_TICKS]


def test_where_the_notes_are_others_the_barlines_that_the_music_told_of_are_enough() -> None:
    other = played([-1] * 8)
    both = laid(other, reached=(0.0, 2.0), bars=(3, 3))
    assert [one.bar for one in both.take.bars] == [3, 3]
    assert [one.bar for one in both.piece.bars] == [3]
    assert beside(other, walk(), {0}) is None


@pytest.mark.parametrize(("bass", "velocity"), [(0, 50), (3, 80), (0, 120)])
def test_the_louder_is_turned_down_to_the_other(bass: int, velocity: int) -> None:
    take = played(list(range(16)), velocity=velocity)
    both = laid(take, walk(bass))
    before = level(to_score(walk(bass))) - level(take_score(take))
    values = [
        [message[2] for _, _, message in side.score.events if message[:2] == b"\xb0\x07"]
        for side in (both.piece, both.take)
    ]
    louder, softer = values if before > 0 else values[::-1]
    assert softer == []
    assert 1 <= min(louder) < 100
    assert 40 * math.log10(100 / louder[0]) == pytest.approx(abs(before), abs=0.3)


def test_nothing_is_turned_up_and_silence_turns_nothing_down() -> None:
    score = to_score(walk())
    assert turned_down(score, -3.0) == score
    assert turned_down(score, float("inf")) == score
    assert turned_down(score, float("nan")) == score


def test_the_piece_goes_at_the_speed_of_the_take() -> None:
    both = laid(played(list(range(16)), quarter=1.0), speed=0.5)
    assert (both.piece.speed, both.take.speed) == (0.5, 1.0)
