"""What lies in no take yet: phrases less what takes hold, from where this person began."""

from hypothesis import given
from hypothesis import strategies as st

from instruments.capture import Capture, Phrase
from instruments.events import RATE, NoteOff, NoteOn
from studio.playing.unkept import TAIL, unkept


def played(*starts: float) -> Capture:
    """Two notes, 0.2 s each, from each of these seconds on."""
    capture = Capture()
    for start in starts:
        for n in range(2):
            frame = round((start + n * 0.3) * RATE)
            capture.append([NoteOn(frame, 1, 60 + n, 80), NoteOff(frame + RATE // 5, 1, 60 + n, 0)])
    return capture


def left(capture: Capture, kept: tuple[tuple[int, int], ...] = (), since: int = 0) -> tuple[Phrase, ...]:
    return unkept(capture.phrases(), kept, since, capture.cut)


def test_everything_is_unkept_at_first() -> None:
    assert [(p.start, p.notes) for p in left(played(1, 10))] == [(RATE, 2), (10 * RATE, 2)]


def test_a_phrase_in_a_take_is_kept() -> None:
    assert [p.start for p in left(played(1, 10), ((RATE // 2, 3 * RATE),))] == [10 * RATE]


def test_an_earlier_phrase_stays_unkept_when_a_later_one_was_kept() -> None:
    assert [p.start for p in left(played(1, 10), ((10 * RATE, 11 * RATE),))] == [RATE]


def test_what_somebody_else_played_before_is_not_offered() -> None:
    assert [p.start for p in left(played(1, 10), since=5 * RATE)] == [10 * RATE]


def test_the_last_note_keeps_its_tail() -> None:
    (phrase,) = left(played(1))
    assert phrase.end == round(1.5 * RATE) + TAIL


def test_one_key_pressed_in_passing_is_not_offered() -> None:
    capture = Capture()
    capture.append([NoteOn(RATE, 1, 60, 80), NoteOff(2 * RATE, 1, 60, 0)])
    assert left(capture) == ()


@given(st.lists(st.tuples(st.integers(0, 20 * RATE), st.integers(1, 5 * RATE)), max_size=6))
def test_what_is_offered_never_overlaps_what_is_kept(spans: list[tuple[int, int]]) -> None:
    kept = tuple((start, start + length) for start, length in spans)
    for phrase in left(played(0, 4, 9, 15), kept):
        assert all(phrase.end <= start or end <= phrase.start for start, end in kept)
