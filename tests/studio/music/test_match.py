"""Where the pupil is, note by note, and which played note is which written one: through slips, restarts and skipped bars."""

import time

import pytest

from studio.music.follow import Follower
from studio.music.match import match
from tests.studio.music.practised import BARLINES, ONSETS, PITCHES, TUNE, play, practised

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


def test_of_a_key_that_bounced_the_first_strike_is_the_note_though_the_second_was_nearer_in_time() -> None:
    played = play(list(range(20)))
    played[5:6] = [(played[5][0] - 0.13, PITCHES[5]), (played[5][0], PITCHES[5])]

    assert [heard for written, heard in pairs(played) if written == 5] == [5]


def test_whoever_leaves_bars_out_is_still_in_the_same_pass() -> None:
    played = play([*range(16), *range(32, 48)], pauses={16: 1.0})
    matching = match(ONSETS, PITCHES, [s for s, _ in played], [p for _, p in played], BARLINES)

    assert [[each.written for each in one] for one in matching.passes] == [[*range(16), *range(32, 48)]]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_practice_with_slips_hesitations_and_restarts_is_told_apart_note_by_note(seed: int) -> None:
    played, meant = practised(seed)
    found, wanted = set(pairs(played)), {(note, n) for n, note in enumerate(meant) if note is not None}

    assert len(found & wanted) >= 0.95 * max(len(found), len(wanted))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_while_somebody_practises_the_place_is_known_at_nearly_every_note(seed: int) -> None:
    played, meant = practised(seed)
    follower = Follower(ONSETS, PITCHES, BARLINES)
    places = [follower.hear(second, pitch) for second, pitch in played]
    known = [
        place is not None and place.group == note for place, note in zip(places, meant, strict=True) if note is not None
    ]

    assert sum(known) >= 0.93 * len(known)


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
