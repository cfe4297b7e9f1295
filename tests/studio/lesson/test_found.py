"""What is offered as found is what no take holds: each note once, with the day and the session it was played in."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from instruments.events import RATE, Position
from reflections import Journal, records
from studio.background import Background
from studio.lesson import Lesson, Stand
from studio.lesson.offer import phrases_in
from studio.music.piece import Note, Part, Piece
from tests.studio.conftest import SECRET, Sitting, keys_in
from tests.studio.fakes import FakeEngine

TUNE = Piece("Ode", (Part("Melody", "melody", "piano", tuple(Note(n * 480, 480, 64) for n in range(16))),))


class Next:
    """The studio started again a week later, with Jo at the keys."""

    def __init__(self, folder: Path) -> None:
        self.journal = Journal.open(folder, SECRET)
        again = self.journal._now() + timedelta(days=7)
        self.journal._now = lambda: again
        self.background = Background()
        self.lesson = Lesson(FakeEngine(), self.background, lambda: 0.0)
        self.said: list[str] = []
        self.lesson.say = self.said.append
        self.lesson.opened(self.journal)
        self.background.settle()
        self.jo = next(one for one in self.journal.pupils() if one.shown == "Jo")
        self.lesson.choose(self.jo)
        self.background.settle()

    @property
    def offered(self) -> list[tuple[str, list[int]]]:
        return [(str(item.context["kind"]), keys_in(item.chunks)) for item in self.items]

    @property
    def items(self) -> tuple[records.Unfinished, ...]:
        return self.lesson.found_for(self.jo)

    def keep(self, item: records.Unfinished) -> None:
        self.lesson.keep_found(item, lambda: None)
        self.background.settle()

    def keep_phrase(self, item: records.Unfinished, n: int = 0) -> None:
        self.lesson.keep_found_phrase(item, phrases_in(item)[n], lambda: None)
        self.background.settle()

    def let_go(self, item: records.Unfinished) -> None:
        self.lesson.let_found_go(item, lambda: None)
        self.background.settle()

    @property
    def takes(self) -> list[records.Take]:
        return [take for piece in self.journal.pieces(self.jo.id) for take in self.journal.takes(piece.id)]


@pytest.fixture
def after_a_kill(sitting: Sitting) -> Iterator[Callable[[], Next]]:
    """Let go of everything as a kill would, and start again a week later."""
    started: list[Next] = []

    def start() -> Next:
        sitting.close()
        started.append(Next(sitting.folder))
        return started[-1]

    yield start
    for one in started:
        one.background.close()
        one.journal._changed = False
        one.journal.close()


def test_what_a_take_holds_is_not_found_again(sitting: Sitting, after_a_kill: Callable[[], Next]) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(50, 52)
    sitting.turn(3)
    sitting.take(60, 62, 64)
    sitting.turn(3)
    sitting.play(70, 71)
    sitting.turn(3)

    assert after_a_kill().offered == [("heard", [50, 52, 70, 71])]


def test_with_every_note_in_a_take_nothing_is_found_and_the_rest_of_it_is_dropped(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.take(60, 62, 64)
    sitting.turn()

    again = after_a_kill()
    assert again.offered == []
    assert again.journal.unfinished() == ()


def test_a_take_kept_before_its_pupil_was_known_is_not_found_again(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.take(60, 62)  # locked, and the journal has heard nothing yet
    sitting.unlock()
    sitting.sit("Jo")
    sitting.turn()

    assert after_a_kill().offered == []


def test_a_phrase_kept_from_what_was_heard_is_not_found_again(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(50, 52)
    sitting.turn(3)
    sitting.play(60, 62)
    sitting.turn(3)
    sitting.lesson.keep_latest()
    sitting.turn()

    assert after_a_kill().offered == [("heard", [50, 52])]


def test_after_a_crash_in_a_take_its_notes_are_offered_once(sitting: Sitting, after_a_kill: Callable[[], Next]) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.play(50, 52)
    sitting.turn(3)
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60, 62)
    sitting.turn()

    again = after_a_kill()
    assert sorted(again.offered) == [("heard", [50, 52]), ("take", [60, 62])]
    again.keep(next(item for item in again.items if item.context["kind"] == "take"))
    assert again.offered == [("heard", [50, 52])]
    again.let_go(again.items[0])
    assert again.offered == []
    assert again.journal.unfinished() == ()


def test_a_take_that_was_let_go_does_not_come_back_as_what_was_heard(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60, 62)
    sitting.turn()

    again = after_a_kill()
    assert again.offered == [("take", [60, 62])]
    again.let_go(again.items[0])
    assert again.offered == []
    assert again.journal.unfinished() == ()


def test_what_is_decided_another_time_is_only_what_no_take_holds(sitting: Sitting) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.take(60, 62, 64)
    sitting.turn(3)
    sitting.play(70, 71)
    sitting.turn(3)
    sitting.lesson.recorder.decide_later()
    sitting.lesson.goodbye()
    sitting.lesson.refresh_house()
    sitting.settle()
    jo = sitting.sit("Jo")

    (item,) = sitting.lesson.found_for(jo)
    assert keys_in(item.chunks) == [70, 71]


def test_a_pedal_alone_is_never_offered_and_is_dropped(sitting: Sitting, after_a_kill: Callable[[], Next]) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    sitting.engine.pedal(True)
    sitting.engine.pedal(False)
    sitting.turn()

    again = after_a_kill()
    assert again.items == ()
    assert again.journal.unfinished() == ()
    assert again.said == []


def test_a_take_that_was_found_has_the_day_and_the_session_it_was_played_in(
    sitting: Sitting, after_a_kill: Callable[[], Next]
) -> None:
    sitting.unlock()
    sitting.sit("Jo")
    session = sitting.lesson.session
    assert session is not None
    sitting.lesson.start_take(sitting.engine.frame)
    sitting.play(60, 62)
    sitting.turn()

    again = after_a_kill()
    (item,) = again.items
    again.keep(item)
    (take,) = again.takes
    assert take.session == session.id
    assert take.made_at == item.began
    assert again.journal._now() - take.made_at > timedelta(days=6)


def test_a_take_that_was_found_knows_its_task_and_its_bars(sitting: Sitting, after_a_kill: Callable[[], Next]) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.put_on_stand(Stand(TUNE, "Ode", "tune", "tune:ode"))
    sitting.settle()
    (row,) = (piece.id for piece in sitting.journal.pieces(jo.id))
    task = sitting.journal.task(jo.id, "Play Ode", piece=row)
    sitting.lesson.task = task.id
    began = sitting.engine.frame
    sitting.lesson.start_take(began)
    for bar in range(3):
        sitting.lesson.told(Position(sitting.engine.frame, bar * 4 * 480.0, "playing"))
        sitting.play(60 + bar)
        sitting.turn(1.8)

    again = after_a_kill()
    (item,) = again.items
    again.keep(item)
    (take,) = again.takes
    assert take.task == task.id
    assert take.piece == row
    assert [round(start, 3) for start in take.parts[0].facts.bar_starts] == [0.0, 2.0, 4.0]
    assert again.said == []
    assert began >= RATE


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

    assert written.wait(5)  # and nobody turned the loop


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
