"""Late arrivals do not move the clock; a stream that stood still does."""

from random import Random

from instruments.clock import EarliestAnchor, FarClock, FrameClock

MS = 1_000_000
SECOND = 1_000_000_000


def test_a_late_arrival_is_placed_where_it_truly_happened() -> None:
    anchor = EarliestAnchor()
    anchor.arrived(10 * SECOND, 0.0)
    happened = anchor.arrived(10 * SECOND + 120 * MS, 100.0 * MS)  # 20 ms late
    assert abs(happened - (10 * SECOND + 100 * MS)) < 0.1 * MS


def test_an_earlier_arrival_corrects_the_anchor() -> None:
    anchor = EarliestAnchor()
    anchor.arrived(SECOND + 8 * MS, 0.0)  # the first was late
    assert anchor.arrived(SECOND + 100 * MS, 100.0 * MS) == SECOND + 100 * MS


def test_two_quartz_clocks_drift_apart_for_ten_minutes_and_stay_within_a_millisecond() -> None:
    anchor, random = EarliestAnchor(), Random(1)
    worst = 0.0
    for step in range(6_000):
        true_ns = step * 100 * MS
        theirs_ns = true_ns * (1 - 80e-6)  # 80 ppm slow: 48 ms in ten minutes
        lateness_ns = int(random.expovariate(1 / (0.3 * MS)))
        worst = max(worst, abs(anchor.arrived(true_ns + lateness_ns, theirs_ns) - true_ns))
    assert worst < 1 * MS


def test_a_clock_that_stood_still_is_taken_up_within_a_second() -> None:
    anchor = EarliestAnchor()
    for step in range(100):
        anchor.arrived(step * 10 * MS, step * 10.0 * MS)
    stop_ns = 700 * MS  # our clock went on, theirs did not
    for step in range(100, 200):
        happened = anchor.arrived(step * 10 * MS + stop_ns, step * 10.0 * MS)
    assert abs(happened - (199 * 10 * MS + stop_ns)) < 1 * MS


def test_single_keys_that_come_late_after_long_silences_are_no_clock_that_stood_still() -> None:
    anchor = EarliestAnchor()
    anchor.arrived(0, 0.0)
    for second in (10, 20, 30):
        happened = anchor.arrived(second * SECOND + 10 * MS, second * float(SECOND))
        assert (anchor.jumped_ns, happened - second * SECOND < 7 * MS) == (0.0, True)


def test_blocks_count_frames_and_moments_fall_between_them() -> None:
    clock = FrameClock(48_000)
    assert [clock.block(number * SECOND // 100, 480) for number in range(3)] == [0, 480, 960]
    assert clock.at(SECOND // 100 + SECOND // 200) == 720


def test_frames_go_on_over_the_silence_between_two_outputs() -> None:
    clock = FrameClock(48_000)
    clock.start(0)
    clock.block(0, 480)
    clock.restart()
    assert clock.block(2 * SECOND, 480) == 96_000
    assert clock.block(2 * SECOND + SECOND // 100, 480) == 96_480


def test_an_output_that_was_filled_ahead_and_opened_anew_plays_no_frame_twice() -> None:
    clock = FrameClock(48_000)
    clock.start(0)
    clock.block(0, 96_000)
    clock.restart()
    assert clock.block(SECOND, 480) == 96_000


def test_frames_lost_by_an_overloaded_machine_are_counted_so_that_notes_keep_their_time() -> None:
    clock = FrameClock(48_000)
    for number in range(100):
        clock.block(number * SECOND // 100, 480)
    stall_ns = SECOND // 4
    for number in range(100, 200):  # a quarter of a second was never played
        clock.block(number * SECOND // 100 + stall_ns, 480)
    now_ns = 200 * SECOND // 100 + stall_ns
    assert abs(clock.at(now_ns) - 2.25 * 48_000) < 200
    assert abs(clock.frame - 2.25 * 48_000) < 200


def test_a_moment_in_the_middle_of_a_stall_falls_where_it_was() -> None:
    clock = FrameClock(48_000)
    for number in range(100):
        clock.block(number * SECOND // 100, 480)
    assert abs(clock.at(SECOND + SECOND // 5) - 1.2 * 48_000) < 50


def test_an_engine_is_silent_only_while_somebody_listens() -> None:
    far = FarClock(48_000)
    far.beacon(0, 0)
    for second in range(4):
        assert far.silent_seconds(second * SECOND // 2) == second / 2
    assert far.silent_seconds(3600 * SECOND) == 0.0  # the computer slept, and both of us with it
    assert far.silent_seconds(3601 * SECOND) == 1.0
