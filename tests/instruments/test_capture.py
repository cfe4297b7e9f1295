"""Nothing played is lost, cut wrongly or read twice."""

from hypothesis import given
from hypothesis import strategies as st

from instruments.capture import Capture, Phrase
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
