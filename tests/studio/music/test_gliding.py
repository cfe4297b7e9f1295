"""A bass that glides: notes that lie a hair over each other become one that slides; all else is as it was."""

from __future__ import annotations

import numpy as np
import pytest

from instruments.events import RATE, Score
from instruments.render import render
from studio.music import grooves
from studio.music.gliding import RANGE, glided
from studio.music.piece import Note, Part, Piece
from studio.music.score import to_score


def score_of(*notes: Note, sound: str = "808") -> Score:
    return to_score(Piece("", (Part("Bass", "bass", sound, notes),), end=1920))


def bends(score: Score) -> list[tuple[int, float]]:
    """The pitch wheel as (tick, semitones)."""
    return [
        (tick, ((message[2] << 7 | message[1]) - 8192) * RANGE / 8192)
        for tick, _, message in score.events
        if message[0] == 0xE0
    ]


def struck(score: Score) -> list[tuple[int, int, int]]:
    return [(tick, message[0] & 0xF0, message[1]) for tick, _, message in score.events if message[0] < 0xA0]


def test_a_note_that_goes_on_under_the_next_slides_into_it() -> None:
    score = score_of(Note(0, 980, 36), Note(960, 480, 48))
    assert struck(score) == [(0, 0x90, 36), (1440, 0x80, 36)]
    assert bends(score)[0] == (0, 0)
    assert bends(score)[-1][1] == pytest.approx(12, abs=0.01)
    assert all(960 <= tick < 1040 for tick, _ in bends(score)[1:])
    assert [m[1:] for _, _, m in score.events[:4]] == [b"\x65\x00", b"\x64\x00", b"\x06\x18", b"\x26\x00"]


def test_the_next_note_begins_at_its_own_pitch() -> None:
    score = score_of(Note(0, 980, 36), Note(960, 240, 48), Note(1440, 240, 40))
    assert bends(score)[-1] == (1440, 0)
    assert struck(score)[-2:] == [(1440, 0x90, 40), (1680, 0x80, 40)]


@pytest.mark.parametrize(
    ("notes", "sound"),
    [
        ((Note(0, 960, 36), Note(960, 480, 48)), "808"),  # one after the other
        ((Note(0, 1920, 36), Note(960, 480, 48)), "808"),  # held under it, as a chord is
        ((Note(0, 980, 36), Note(960, 480, 48), Note(960, 480, 52)), "808"),  # into two keys at once
        ((Note(0, 980, 36), Note(960, 480, 48)), "piano"),
    ],
)
def test_nothing_else_slides(notes: tuple[Note, ...], sound: str) -> None:
    score = score_of(*notes, sound=sound)
    assert bends(score) == []
    assert len(struck(score)) == 2 * len(notes)
    assert glided(score) is score


def test_the_bass_of_drill_slides_and_that_of_trap_does_so_once_a_round() -> None:
    assert len(bends(to_score(grooves.groove_piece(grooves.groove("drill"))))) > 60
    assert any(bend for _, bend in bends(to_score(grooves.groove_piece(grooves.groove("trap")))))


@pytest.mark.whole
def test_the_slide_is_heard_an_octave_above() -> None:
    audio = render(score_of(Note(0, 980, 36), Note(960, 960, 48))).sum(axis=1)
    second = audio[round(1.5 * RATE) : round(1.5 * RATE) + RATE // 2]  # at 100 quarters a minute it begins after 1.2 s
    loudest = float(np.argmax(np.abs(np.fft.rfft(second))) * RATE / len(second))
    assert loudest == pytest.approx(130.8, abs=3)
