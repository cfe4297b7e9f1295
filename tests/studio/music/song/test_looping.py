import random

import pytest

from instruments.events import NoteOff, NoteOn, Pedal, Played
from studio.music.song.looping import EARLY_SECONDS, Loop, recorded, round_played, snapped
from studio.music.song.model import Moved, Pass
from tests.studio.music.song.made import LOOP, press

BEAT, ROUND, START = 24_000, 192_000, LOOP.start


def at(*passes: Pass) -> list[list[tuple[float, float, int]]]:
    return [[(n.start, n.length, n.pitch) for n in one.notes[one.hidden :]] for one in passes]


def test_each_round_that_was_played_in_is_a_pass_and_an_empty_one_is_none() -> None:
    events = [*press(START, BEAT), *press(START + 2 * ROUND + BEAT, BEAT, 62)]

    assert at(*recorded(events, LOOP, START + 3 * ROUND)) == [[(0, 480, 60)], [(480, 480, 62)]]


def test_a_note_held_over_the_seam_ends_there() -> None:
    events = press(START + ROUND - BEAT, 2 * BEAT)

    assert at(*recorded(events, LOOP, START + 2 * ROUND)) == [[(7 * 480, 480, 60)]]


def test_a_note_just_before_the_seam_belongs_to_the_next_pass() -> None:
    early = int(EARLY_SECONDS * 48_000)
    events = [*press(START + ROUND - early, BEAT), *press(START + ROUND - early - 50, 40, 62)]

    first, second = recorded(events, LOOP, START + 2 * ROUND)

    assert at(second) == [[(-96, 480, 60)]]
    assert [n.pitch for n in first.notes] == [62]


def test_a_note_just_before_the_last_seam_stays_for_there_is_no_next_pass() -> None:
    events = press(START + ROUND - 1000, BEAT)

    assert at(*recorded(events, LOOP, START + ROUND)) == [[(8 * 480 - 20, 20, 60)]]


def test_a_first_note_a_little_early_is_heard_and_what_was_counted_in_is_kept_hidden_a_bar_before() -> None:
    events = [*press(START - 4 * BEAT, BEAT, 50), *press(START - 2000, BEAT, 60), *press(START + BEAT, BEAT, 62)]

    (one,) = recorded(events, LOOP, START + ROUND)

    assert at(one) == [[(-40, 480, 60), (480, 480, 62)]]
    assert [(n.start, n.pitch) for n in one.notes[: one.hidden]] == [(-4 * 480, 50)]


def test_the_count_in_goes_with_the_first_round_that_was_played_in() -> None:
    events = [*press(START - BEAT, 100, 50), *press(START + ROUND + BEAT, BEAT, 60)]

    (one,) = recorded(events, LOOP, START + 2 * ROUND)

    assert [(n.start, n.pitch) for n in one.notes] == [(-480, 50), (480, 60)]
    assert one.hidden == 1


@pytest.mark.parametrize(
    ("asked", "begins"), [(0.4, 0.0), (0.5, 0.0), (-0.5, 0.0), (3.6, 4.0), (1.7, 1.7), (4.51, 4.51)]
)
def test_a_start_or_stop_within_half_a_beat_of_a_bar_snaps_to_it(asked: float, begins: float) -> None:
    assert snapped(START + asked * BEAT, LOOP) == pytest.approx(START + begins * BEAT)


def test_a_late_start_has_what_was_played_since_the_bar() -> None:
    bar = START + ROUND
    events = [*press(bar - BEAT, 100, 50), *press(bar, 1000), *press(bar + BEAT, 1000, 62)]

    (one,) = recorded(events, LOOP, bar + ROUND, start=bar + BEAT // 3)

    assert at(one) == [[(0, 20, 60), (480, 20, 62)]]
    assert one.hidden == 1


def test_a_late_stop_leaves_out_what_came_after_the_bar_and_an_early_one_holds_to_it() -> None:
    events = [*press(START + BEAT, 1000), NoteOn(START + ROUND - BEAT, 1, 64, 80), *press(START + ROUND + 100, 500, 62)]

    late = recorded(events, LOOP, START + ROUND + BEAT // 2)
    early = recorded(events[:3], LOOP, START + ROUND - BEAT // 3)

    assert at(*late) == at(*early) == [[(480, 20, 60), (7 * 480, 480, 64)]]


def test_one_keyboard_alone_can_be_recorded() -> None:
    events = [*press(START, BEAT), NoteOn(START, 2, 40, 90), NoteOff(START + 10, 2, 40, 0)]

    assert at(*recorded(events, LOOP, START + ROUND, keyboard=1)) == [[(0, 480, 60)]]


def test_a_pedal_held_over_the_seam_is_let_go_there_and_taken_up_in_the_next_pass() -> None:
    events: list[Played] = [
        Pedal(START + BEAT, 1, 64, 127),
        *press(START + BEAT, BEAT),
        *press(START + ROUND + BEAT, BEAT),
    ]
    events.append(Pedal(START + ROUND + 2 * BEAT, 1, 64, 0))

    first, second = recorded(events, LOOP, START + 2 * ROUND)

    assert first.moves == (Moved(480, 64, 127), Moved(3840, 64, 0))
    assert second.moves == (Moved(0, 64, 127), Moved(960, 64, 0))


def test_a_pedal_down_since_the_count_in_is_down_in_the_first_pass() -> None:
    events: list[Played] = [Pedal(START - BEAT, 1, 64, 100), *press(START + BEAT, BEAT)]

    (one,) = recorded(events, LOOP, START + ROUND)

    assert one.moves == (Moved(0, 64, 100), Moved(3840, 64, 0))


def one_recording(dice: random.Random) -> tuple[Loop, list[Played], int, dict[int, list[tuple[int, int, int, int]]]]:
    """A random recording, and what was meant in each round: frame, length in frames up to the seam, pitch, velocity."""
    loop = Loop(
        dice.randrange(10**6),
        dice.choice([63.0, 90.0, 97.3, 120.0, 174.0]),
        dice.choice([(4, 4), (3, 4), (6, 8)]),
        dice.choice([1, 2, 4]),
    )
    rounds = dice.randrange(1, 4)
    early = int(EARLY_SECONDS * 48_000)
    events: list[Played] = []
    meant: dict[int, list[tuple[int, int, int, int]]] = {}
    for n in range(rounds):
        begin, seam = loop.start + n * loop.frames, loop.start + (n + 1) * loop.frames
        for pitch in dice.sample(range(21, 109), dice.randrange(5)):
            frame = dice.randrange(int(begin) - early + 1, int(seam) - early - 2)
            length = dice.randrange(1, int(seam - frame + (loop.frames / 3 if n + 1 < rounds else 0)))
            if all(event.pitch != pitch for event in events[-60:] if isinstance(event, NoteOn)):
                velocity = dice.randrange(1, 128)
                events += [NoteOn(frame, 1, pitch, velocity), NoteOff(frame + length, 1, pitch, 0)]
                meant.setdefault(n, []).append((frame, min(length, seam - frame), pitch, velocity))
    return loop, events, round(loop.start + rounds * loop.frames), meant


def test_every_pass_of_a_thousand_random_loop_recordings_is_recovered_note_for_note() -> None:
    for seed in range(1000):
        loop, events, stop, meant = one_recording(random.Random(seed))

        passes = recorded(events, loop, stop)

        assert len(passes) == len(meant), seed
        for one, (n, notes) in zip(passes, sorted(meant.items()), strict=True):
            begin, a_tick = loop.start + n * loop.frames, loop.frames_a_tick
            got = [(round(begin + x.start * a_tick), round(x.length * a_tick), x.pitch, x.velocity) for x in one.notes]
            assert sorted(got) == sorted(
                (frame, round(length), pitch, velocity) for frame, length, pitch, velocity in notes
            ), seed


def test_a_round_that_is_over_is_the_pass_it_will_be_when_recording_has_ended() -> None:
    for seed in range(60):
        loop, events, stop, _ = one_recording(random.Random(seed))
        stop = round(stop + loop.frames)
        pedals = sorted(random.Random(seed).sample(range(loop.start - 9_000, stop - 200), 4))
        events += [Pedal(frame, 1, 64, 127 * (n % 2 == 0)) for n, frame in enumerate(pedals)]
        heard = [[each for each in events if each.frame <= loop.start + (n + 1) * loop.frames] for n in range(4)]

        live = [one for n in range(4) if (one := round_played(heard[n], loop, n))]

        assert tuple(live) == recorded(events, loop, stop), seed
