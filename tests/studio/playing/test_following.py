"""What the engine is told of where the pupil is: every written note, and that they are sure to be elsewhere only after three."""

from typing import Any, cast

import pytest

from instruments.events import RATE, NoteOn
from studio.playing.following import Following
from tests.studio.fake_engine import FakeEngine
from tests.studio.music.practised import BARLINES, ONSETS, TUNE, play


@pytest.fixture
def engine() -> FakeEngine:
    made = FakeEngine()
    made.breathes = True
    return made


def follow(engine: FakeEngine, played: list[tuple[float, int]], between: tuple[int, int] = (0, TUNE.end)) -> Following:
    following = Following(cast("Any", engine))
    following.begin(TUNE, [0], "", between)
    for seconds, pitch in played:
        engine.frame = round(seconds * RATE)
        following.hear(NoteOn(engine.frame, 1, pitch, 80))
    return following


def test_each_written_note_is_told_and_after_three_in_a_row_it_is_sure(engine: FakeEngine) -> None:
    follow(engine, play(list(range(5))))

    assert engine.followed == [(ONSETS[n], n >= 2) for n in range(5)]


def test_of_a_key_that_is_not_written_nothing_is_told(engine: FakeEngine) -> None:
    follow(engine, [*play([0, 1]), (2.2, 30)])

    assert len(engine.followed) == 2


def test_whoever_goes_back_is_surely_there_with_the_third_note(engine: FakeEngine) -> None:
    follow(engine, play([*range(16), *range(4, 8)], pauses={16: 1.5}))

    assert next(told for told in engine.followed[16:] if told[1])[0] in {ONSETS[6], ONSETS[7]}
    assert ONSETS[4] in BARLINES


def test_bars_that_go_round_are_all_there_is(engine: FakeEngine) -> None:
    follow(engine, play(list(range(8, 12))), (ONSETS[8], ONSETS[12]))

    assert [tick for tick, _ in engine.followed] == ONSETS[8:12]


def test_after_the_end_nothing_is_told(engine: FakeEngine) -> None:
    following = follow(engine, play([0]))
    following.end()
    following.hear(NoteOn(engine.frame, 1, 62, 80))

    assert len(engine.followed) == 1
