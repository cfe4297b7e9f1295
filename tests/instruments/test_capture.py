"""Nothing played is lost, cut wrongly or read twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import instruments.capture
from instruments.capture import STRIDE, Capture, Phrase, State
from instruments.events import RATE, Bend, Gone, NoteOff, NoteOn, Pedal, Played


def notes(*seconds: float, length: float = 0.5, keyboard: int = 1, pitch: int = 60) -> list[Played]:
    found: list[Played] = []
    for second in seconds:
        start = round(second * RATE)
        found += [NoteOn(start, keyboard, pitch, 80), NoteOff(start + round(length * RATE), keyboard, pitch, 0)]
    return found


def capture_of(events: list[Played]) -> Capture:
    capture = Capture()
    capture.append(events)
    return capture


def test_nothing_played_is_no_phrase() -> None:
    assert Capture().phrases() == ()
    assert Capture().latest() is None


def test_two_seconds_of_silence_cut_a_phrase() -> None:
    capture = capture_of(notes(0, 1, 4))  # the second note ends at 1.5 s
    assert capture.phrases() == (Phrase(0, 72_000, 2), Phrase(192_000, 216_000, 1))
    assert capture.latest() == Phrase(192_000, 216_000, 1)


def test_a_phrase_ends_at_two_seconds_exactly_and_not_before() -> None:
    assert len(capture_of(notes(0, 2.5)).phrases()) == 2  # the first note ends at 0.5 s
    assert len(capture_of(notes(0, 2.499)).phrases()) == 1


def test_a_key_up_that_arrives_late_makes_no_phrase_shorter() -> None:
    two = [NoteOn(0, 1, 60, 80), NoteOn(0, 2, 64, 80)]
    late = [NoteOff(RATE, 2, 64, 0), NoteOff(RATE - 100, 1, 60, 0)]
    assert capture_of(two + late).phrases() == (Phrase(0, RATE, 2),)


def test_a_held_key_is_not_silence() -> None:
    held = [NoteOn(0, 1, 48, 80), *notes(5), NoteOff(6 * RATE, 1, 48, 0)]
    assert capture_of(held).phrases() == (Phrase(0, 6 * RATE, 2),)


def test_a_key_held_by_a_vanished_keyboard_ends_the_phrase_like_silence() -> None:
    capture = capture_of([NoteOn(0, 1, 60, 80), Gone(RATE, 1), *notes(9)])
    assert len(capture.phrases()) == 2


def test_the_journal_takes_each_event_once() -> None:
    capture = Capture()
    first, second = notes(0), notes(1)
    capture.append(first)
    taken, cursor = capture.take_since(0)
    capture.append(second)
    later, cursor = capture.take_since(cursor)
    assert (list(taken), list(later)) == (first, second)
    assert capture.take_since(cursor) == ((), cursor)


def test_an_event_that_arrives_after_a_later_one_still_reaches_the_journal_and_lies_in_order_in_a_cut() -> None:
    capture = Capture()
    capture.append([NoteOn(100, 1, 60, 80)])
    _, cursor = capture.take_since(0)
    late = NoteOn(90, 2, 64, 80)
    capture.append([late])
    assert capture.take_since(cursor)[0] == (late,)
    assert [event.frame for event in capture.cut(0, 200)] == [90, 100, 200, 200]


def test_a_cut_closes_held_notes_and_drops_what_sounded_before() -> None:
    capture = capture_of([NoteOn(0, 1, 40, 80), NoteOn(50, 1, 60, 80), NoteOff(60, 1, 40, 0), NoteOff(500, 1, 60, 0)])
    assert capture.cut(10, 100) == (NoteOn(50, 1, 60, 80), NoteOff(100, 1, 60, 0))


def test_a_cut_carries_the_pedal_and_the_bend_in_as_they_stood() -> None:
    capture = capture_of(
        [Pedal(0, 1, 64, 127), Bend(1, 1, 300), Pedal(2, 1, 67, 127), Pedal(3, 1, 67, 0), NoteOn(50, 1, 60, 80)]
    )
    assert capture.cut(10, 60)[:2] == (Pedal(10, 1, 64, 127), Bend(10, 1, 300))
    assert len(capture.cut(10, 60)) == 4


def test_a_vanished_keyboard_closes_its_notes_in_a_cut() -> None:
    capture = capture_of([NoteOn(0, 1, 60, 80), NoteOn(0, 2, 61, 80), Gone(10, 1)])
    assert capture.cut(0, 20) == (
        NoteOn(0, 1, 60, 80),
        NoteOn(0, 2, 61, 80),
        NoteOff(10, 1, 60, 0),
        Gone(10, 1),
        NoteOff(20, 2, 61, 0),
    )


def test_what_is_forgotten_is_in_no_phrase_and_no_cut() -> None:
    capture = capture_of(notes(0, 5, 10))
    capture.forget(4 * RATE, 8 * RATE)
    assert [phrase.start for phrase in capture.phrases()] == [0, 10 * RATE]
    assert all(not 4 * RATE <= event.frame < 8 * RATE for event in capture.cut(0, 20 * RATE))


def test_a_pedal_that_was_forgotten_is_down_in_no_cut_however_long_after() -> None:
    capture = capture_of([Pedal(0, 1, 64, 127), *notes(*range(1, 2 * STRIDE))])
    late = 2 * STRIDE * RATE
    assert Pedal(late - RATE, 1, 64, 127) in capture.cut(late - RATE, late)
    capture.forget(0, RATE // 2)
    assert capture.cut(late - RATE, late) == tuple(notes(2 * STRIDE - 1))


def test_the_journal_reads_on_after_something_was_forgotten() -> None:
    capture = capture_of(notes(0, 5))
    _, cursor = capture.take_since(0)
    unread, later = notes(10, 20), notes(30)
    capture.append(unread)
    capture.forget(0, 15 * RATE)  # some of it read, some not
    capture.append(later)
    assert list(capture.take_since(cursor)[0]) == [*unread[2:], *later]


def test_a_full_capture_lets_the_oldest_go_and_keeps_its_cursors() -> None:
    capture = Capture(most=64)
    capture.append(notes(*range(40)))  # 80 events
    _, cursor = capture.take_since(0)
    assert cursor == 80
    assert capture.cut(0, 100 * RATE)[-1] == NoteOff(round(39.5 * RATE), 1, 60, 0)


def test_a_pedal_pressed_long_before_a_cut_is_carried_into_it() -> None:
    capture = capture_of(
        [Pedal(0, 1, 64, 127), *notes(*range(1, 2 * STRIDE)), Pedal(9, 1, 67, 127)]
    )  # the last is late
    assert capture.cut(2 * STRIDE * RATE, 3 * STRIDE * RATE) == (
        Pedal(2 * STRIDE * RATE, 1, 64, 127),
        Pedal(2 * STRIDE * RATE, 1, 67, 127),
    )


def test_a_full_capture_still_knows_of_a_pedal_that_went_down_before_all_it_has() -> None:
    capture = Capture(most=64)
    capture.append([Pedal(0, 1, 64, 127), *notes(*range(1, 40))])
    assert capture.cut(39 * RATE, 40 * RATE)[0] == Pedal(39 * RATE, 1, 64, 127)


@pytest.mark.whole
def test_cutting_every_phrase_of_a_long_lesson_walks_no_further_back_than_the_last_noted_state(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    capture = capture_of([Pedal(0, 1, 64, 127), *notes(*range(0, 9000, 3))])
    walked: list[int] = []
    after = instruments.capture._after

    def counted(state: State, events: list[Played]) -> State:
        walked.append(len(events))
        return after(state, events)

    monkeypatch.setattr(instruments.capture, "_after", counted)
    for phrase in capture.phrases():
        assert len(capture.cut(phrase.start, phrase.end + 1)) == 3

    assert max(walked) < STRIDE


@given(
    st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 9), st.integers(1, 2)), max_size=40),
    st.integers(0, 3_000),
    st.integers(0, 3_000),
)
def test_in_whatever_order_events_arrive_a_cut_carries_what_stood_before_it(
    played: list[tuple[int, int, int]], one: int, other: int
) -> None:
    events: list[Played] = [
        Gone(frame, board) if value == 9 else Pedal(frame, board, 64, value) for frame, value, board in played
    ]
    start, end = min(one, other), max(one, other)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(instruments.capture, "STRIDE", 4)
        capture = capture_of(events)
        found = capture.cut(start, end)
    stood: dict[int, int] = {}
    for event in sorted(events, key=lambda each: each.frame):
        if event.frame < start:
            stood[event.keyboard] = event.value if isinstance(event, Pedal) else 0
    within = [event for event in sorted(events, key=lambda each: each.frame) if start <= event.frame < end]
    carried = found[: len(found) - len(within)]
    assert {(e.keyboard, e.value) for e in carried} == {(board, value) for board, value in stood.items() if value}
    assert all(event.frame == start for event in carried)
    assert list(found[len(carried) :]) == within


@given(
    st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 2), st.integers(58, 62), st.booleans())),
    st.integers(0, 2_000),
    st.integers(0, 2_000),
)
def test_every_cut_of_any_playing_is_whole(played: list[tuple[int, int, int, bool]], one: int, other: int) -> None:
    played.sort(key=lambda each: each[0])
    capture = capture_of(
        [
            NoteOn(frame, board, pitch, 80) if down else NoteOff(frame, board, pitch, 0)
            for frame, board, pitch, down in played
        ]
    )
    start, end = min(one, other), max(one, other)
    held: set[tuple[int, int]] = set()
    for event in capture.cut(start, end):
        assert start <= event.frame <= end
        if isinstance(event, NoteOn):
            held.add((event.keyboard, event.pitch))
        elif isinstance(event, NoteOff):
            assert (event.keyboard, event.pitch) in held
            held.discard((event.keyboard, event.pitch))
    assert not held


@given(
    st.lists(st.tuples(st.integers(0, 50), st.sampled_from((NoteOn, NoteOff, Pedal)))),
    st.integers(0, 50),
    st.integers(0, 50),
)
def test_a_key_went_down_between_two_frames_where_a_cut_of_them_has_one(
    played: list[tuple[int, type[NoteOn | NoteOff | Pedal]]], one: int, other: int
) -> None:
    capture = capture_of([kind(frame, 1, 64, 80) for frame, kind in played])
    start, end = min(one, other), max(one, other)
    assert capture.pressed(start, end) == any(isinstance(event, NoteOn) for event in capture.cut(start, end))
