import random
import time

import pytest

from instruments.events import RATE, NoteOff, NoteOn, Played
from studio.music.compare import (
    BarTries,
    Comparison,
    Conditions,
    Try,
    beside_piece,
    common_bars,
    differences,
    then_now,
    timing_words,
)
from studio.music.follow import Follower
from studio.music.match import match
from studio.music.piece import Note, Part, Piece, Tempo
from studio.music.take import Take, record

# Sixteen bars of a tune of our own that does not repeat itself, so that every bar can be told from every other.
WALK = (
    60,
    62,
    64,
    67,
    65,
    64,
    62,
    59,
    60,
    64,
    69,
    67,
    72,
    71,
    67,
    64,
    65,
    69,
    66,
    67,
    62,
    65,
    71,
    69,
    67,
    60,
    63,
    64,
    68,
    69,
    70,
    71,
)
STEPS = tuple(pitch + 12 * (n // 32) - (n // 16) % 2 for n, pitch in enumerate(WALK * 2))
TUNE = Piece(
    "Walk",
    (Part("Tune", notes=tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate(STEPS))),),
    tempos=(Tempo(0, 120),),
)
ONSETS = [note.start for note in TUNE.parts[0].notes]
PITCHES = [note.pitch for note in TUNE.parts[0].notes]
BARLINES = {bar.start for bar in TUNE.bars()}


def play(
    order: list[int], step: float = 0.5, pauses: dict[int, float] | None = None, seed: int = 1
) -> list[tuple[float, int]]:
    """Play written notes in some order, a little unevenly; `pauses` are extra seconds before the nth note played."""
    rng, now, out = random.Random(seed), 1.0, []
    for n, written in enumerate(order):
        now += (pauses or {}).get(n, 0.0)
        out.append((now + rng.gauss(0, 0.02), PITCHES[written]))
        now += step
    return out


def taken(played: list[tuple[float, int]], length: float = 0.3) -> Take:
    events: list[Played] = []
    for second, pitch in played:
        events += [NoteOn(round(second * RATE), 1, pitch, 80), NoteOff(round((second + length) * RATE), 1, pitch, 0)]
    return record(events, start=0, end=round((played[-1][0] + 2) * RATE))


# ---------------------------------------------------------------- following


def test_clean_playing_is_followed_note_by_note() -> None:
    follower = Follower.of(TUNE, [0])

    places = [follower.hear(second, pitch) for second, pitch in play(list(range(64)))]

    assert [place.tick for place in places if place] == ONSETS
    assert all(place.belongs for place in places if place)


def test_after_going_back_the_place_is_right_again_within_three_notes() -> None:
    order = [*range(24), *range(16, 40)]
    follower = Follower.of(TUNE, [0])

    places = [follower.hear(second, pitch) for second, pitch in play(order, pauses={24: 1.5})]

    assert [place.tick for place in places[27:] if place] == [ONSETS[n] for n in order[27:]]


def test_after_skipping_bars_the_place_is_right_again_within_three_notes() -> None:
    order = [*range(16), *range(32, 56)]
    follower = Follower.of(TUNE, [0])

    places = [follower.hear(second, pitch) for second, pitch in play(order, pauses={16: 1.0})]

    assert [place.tick for place in places[19:] if place] == [ONSETS[n] for n in order[19:]]


def test_a_wrong_note_does_not_lose_the_place() -> None:
    follower = Follower.of(TUNE, [0])
    for second, pitch in play(list(range(8))):
        follower.hear(second, pitch)

    slip = follower.hear(5.0, 30)
    after = follower.hear(5.5, PITCHES[8])

    assert slip is not None
    assert not slip.belongs
    assert after is not None
    assert after.tick == ONSETS[8]


def test_nothing_written_cannot_be_followed() -> None:
    assert Follower([], []).hear(0.0, 60) is None
    assert Follower([], [], keep=True).way() == []


def test_a_note_is_placed_in_under_two_milliseconds_in_a_long_piece() -> None:
    follower = Follower([n * 240 for n in range(2000)], [40 + n * 7 % 40 for n in range(2000)])
    spent = []
    for n in range(60):
        began = time.thread_time()
        follower.hear(n * 0.3, 40 + n * 7 % 40)
        spent.append(time.thread_time() - began)

    assert sorted(spent)[len(spent) // 2] < 0.002


# ---------------------------------------------------------------- matching


def pairs(played: list[tuple[float, int]]) -> list[tuple[int, int]]:
    return [
        tuple(each) for each in match(ONSETS, PITCHES, [s for s, _ in played], [p for _, p in played], BARLINES).matches
    ]


def test_every_note_of_clean_playing_at_half_the_tempo_is_matched() -> None:
    assert pairs(play(list(range(64)), step=1.0)) == [(n, n) for n in range(64)]


def test_extra_and_missed_notes_are_left_alone() -> None:
    played = play(list(range(20)))
    del played[10]
    played.insert(5, (played[4][0] + 0.2, 30))

    found = pairs(played)

    assert {written for written, _ in found} == set(range(20)) - {10}
    assert 5 not in {heard for _, heard in found}


def test_a_key_struck_twice_counts_once() -> None:
    played = play(list(range(20)))
    played.insert(6, (played[5][0] + 0.12, played[5][1]))

    assert [heard for written, heard in pairs(played) if written == 5] == [5]


def test_each_go_back_begins_a_new_pass() -> None:
    played = play([*range(16), *range(8, 24)], pauses={16: 1.5})
    matching = match(ONSETS, PITCHES, [s for s, _ in played], [p for _, p in played], BARLINES)

    assert [len(one) for one in matching.passes] == [16, 16]
    assert [each.written for each in matching.passes[1]] == list(range(8, 24))


def test_three_minutes_are_matched_in_half_a_second() -> None:
    onsets, pitches = [n * 240 for n in range(720)], [50 + n * 11 % 30 for n in range(720)]
    began = time.thread_time()
    found = match(onsets, pitches, [n * 0.25 for n in range(720)], pitches, {n * 1920 for n in range(90)})

    assert len(found.matches) == 720
    assert time.thread_time() - began < 0.5


# ---------------------------------------------------------------- in words


def test_a_clean_take_against_its_backing_is_together_and_every_bar_held() -> None:
    compared = beside_piece(taken(play(list(range(64)))), TUNE, [0], backing_seconds=1.0)

    assert compared.sure
    assert compared.timing == "together"
    assert compared.held == tuple(range(1, 17))
    assert compared.to_go_back_to == ()


def test_a_take_without_a_backing_is_neither_early_nor_late() -> None:
    assert beside_piece(taken(play(list(range(16)))), TUNE, [0]).timing == ""


def test_playing_behind_a_slower_backing_is_a_touch_late_at_that_speed() -> None:
    late = [(second + 0.15, pitch) for second, pitch in play(list(range(32)), step=1.0)]

    assert beside_piece(taken(late), TUNE, [0], backing_seconds=1.0, speed=0.5).timing == "a touch late"


def test_the_first_and_last_try_of_a_bar_are_told_apart() -> None:
    faltering = [*range(7), *range(4, 12)]
    compared = beside_piece(taken(play(faltering, pauses={7: 1.5})), TUNE, [0])

    second = next(each for each in compared.bars if each.bar == 2)
    assert len(second.tries) == 2
    assert (second.first.held, second.last.held) == (False, True)
    assert 2 in compared.held


def test_a_bar_with_missing_notes_is_one_to_go_back_to() -> None:
    order = [n for n in range(24) if n not in (9, 10)]
    played = [(1.0 + n * 0.5, PITCHES[n]) for n in order]

    assert beside_piece(taken(played), TUNE, [0]).to_go_back_to == (3,)


def test_of_another_tune_nothing_is_said() -> None:
    compared = beside_piece(taken([(1 + n * 0.4, 40 + n * 5 % 17) for n in range(30)]), TUNE, [0], backing_seconds=1.0)

    assert not compared.sure
    assert (compared.held, compared.to_go_back_to, compared.timing) == ((), (), "")


@pytest.mark.parametrize(
    ("off", "beat", "said"),
    [
        (0.059, 0.3, "together"),
        (-0.059, 0.3, "together"),
        (0.07, 1.0, "together"),
        (0.07, 0.5, "a touch late"),
        (-0.12, 0.5, "a touch early"),
        (0.13, 0.5, ""),
    ],
)
def test_timing_words_grow_with_the_beat_and_are_never_harsh(off: float, beat: float, said: str) -> None:
    assert timing_words(off, beat) == said


# ---------------------------------------------------------------- then and now


def of_bars(*bars: int) -> Comparison:
    return Comparison(tuple(BarTries(bar, (Try(1.0, bar * 2.0, bar * 2.0 + 2, ""),)) for bar in bars), sure=True)


def test_then_and_now_are_heard_in_the_longest_row_of_bars_both_hold() -> None:
    assert common_bars(of_bars(1, 2, 5, 6, 7), of_bars(2, 5, 6, 7, 9)) == (5, 7)
    assert common_bars(of_bars(1), of_bars(2)) is None
    assert of_bars(5, 6, 7).span(5, 6) == (10.0, 14.0)
    assert of_bars(5).span(1, 2) is None


def test_what_made_two_takes_unlike_is_said() -> None:
    then, now = Conditions("waits", "keys lit", "right", 0.7, "C"), Conditions("plays", "keys lit", "right", 1.0, "C")

    assert differences(then, now) == (
        "The way of playing differs: waits then, plays now.",
        "The speed differs: 70% then, 100% now.",
    )
    assert then_now(of_bars(1, 2), of_bars(2), then, then).differs == ()
    assert then_now(of_bars(1, 2), of_bars(2), then, then).bars == (2, 2)
