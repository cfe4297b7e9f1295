"""What was only heard is offered phrase by phrase: what is kept of it is a take, and the rest is offered on."""

import threading
from collections.abc import Callable

from studio.lesson.offer import phrases_in
from tests.studio.conftest import Sitting, keys_in
from tests.studio.lesson.conftest import Next


def test_what_is_kept_of_what_was_heard_begins_with_its_first_note(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.take(60, 62)
    sitting.turn(60)
    sitting.play(70, 71)
    sitting.turn()

    again = after_a_kill()
    (item,) = again.items
    again.keep_phrase(item)
    (take, *_) = [take for take in again.takes if take.origin == "found after a crash"]
    assert take.seconds < 2


def test_what_was_only_heard_comes_phrase_by_phrase_without_its_silences(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    for keys in ((50, 52), (60, 62, 64), (70,)):
        sitting.play(*keys)
        sitting.turn(60)

    (item,) = after_a_kill().items
    phrases = phrases_in(item)
    assert [one.notes for one in phrases] == [3, 2]  # the latest first; a key in passing is not offered by itself
    assert all(one.seconds < 2 for one in phrases)


def test_a_lone_key_is_offered_where_nothing_else_is(sitting: Sitting, after_a_kill: Callable[[], Next]) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(70)
    sitting.turn()

    (item,) = after_a_kill().items
    assert [one.notes for one in phrases_in(item)] == [1]


def test_a_phrase_that_is_kept_is_a_take_of_its_day_and_the_rest_is_offered_on(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    session = sitting.lesson.session
    assert session is not None
    sitting.play(50, 52)
    sitting.turn(60)
    sitting.play(60, 62, 64)
    sitting.turn(60)
    sitting.play(70, 71)
    sitting.turn()

    again = after_a_kill()
    (item,) = again.items
    began = item.began
    again.keep_phrase(item, 1)

    (take,) = again.takes
    assert (take.session, take.parts[0].facts.notes, take.origin) == (session.id, 3, "found after a crash")
    assert 59 < (take.made_at - began).total_seconds() < 62
    assert again.offered == [("heard", [50, 52, 70, 71])]
    again.keep_phrase(again.items[0], 0)
    assert sorted(round((one.made_at - began).total_seconds() / 60) for one in again.takes) == [1, 2]
    assert again.offered == [("heard", [50, 52])]
    again.let_go(again.items[0])
    assert again.offered == []
    assert again.journal.unfinished() == ()


def test_what_is_left_of_it_is_offered_at_the_start_after_that_and_what_was_kept_is_not(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(50, 52)
    sitting.turn(60)
    sitting.play(60, 62, 64)
    sitting.turn()
    again = after_a_kill()
    again.keep_phrase(again.items[0])
    again.background.close()
    again.journal._changed = False
    again.journal.close()

    once_more = after_a_kill()
    assert once_more.offered == [("heard", [50, 52])]


def test_what_was_played_reaches_the_journal_though_the_window_is_stuck(sitting: Sitting) -> None:
    sitting.background.writer.pause_seconds = 0.01
    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(60)
    sitting.turn()
    written = threading.Event()
    real = sitting.journal.take_chunk

    def take_chunk(recording: str, seq: int, events: bytes, *rest: object) -> None:
        real(recording, seq, events, *rest)
        if keys_in(events) == [62]:
            written.set()

    sitting.journal.take_chunk = take_chunk
    sitting.play(62)

    assert written.wait(60)  # and nobody turned the loop


def test_a_journal_that_refuses_is_not_asked_at_every_pause(sitting: Sitting) -> None:
    tries: list[float] = []
    sitting.background.writer.pause_seconds = 0.01
    sitting.unlock()
    sitting.sit("Jo")
    sitting.turn()
    twice = threading.Event()

    def refuse(*_: object, **__: object) -> None:
        tries.append(0.0)
        if len(tries) > 1:
            twice.set()
        raise OSError(28, "No space left on device")

    sitting.journal.begin_recording = refuse
    sitting.play(60)

    assert not twice.wait(0.3)
    assert len(tries) == 1
