"""A beat is kept as it is made: goodbye, a kill and a full disk lose no square, and it is there when it is opened again."""

from collections.abc import Callable
from threading import current_thread, main_thread

import pygame
import pytest

from reflections import DiskFull
from studio.music.history import History
from studio.music.song import kept
from studio.music.song.model import Song
from studio.screen import Go
from tests.studio.fakes import Pilot

Start = Callable[..., Pilot]
FULL = "The disk is full. What was saved is safe; free some space to go on."


@pytest.fixture
def making(at_home: Start) -> Pilot:
    pilot = at_home()
    begin(pilot)
    return pilot


def begin(pilot: Pilot) -> None:
    """Jo starts from the first groove."""
    start_here(pilot)
    to_grid(pilot)


def start_here(pilot: Pilot) -> None:
    """Jo presses the first groove."""
    pilot.studio.move(Go("make"))
    pilot.settle()
    pilot.press("Start here")
    pilot.settle()


def to_grid(pilot: Pilot) -> None:
    """Its drums, step by step."""
    pilot.press("Edit")
    pilot.tab_to("The beat")


def hits(pilot: Pilot) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(cell.velocity for cell in row) for row in pilot.studio.screen.edit_page.steps.cells())


def set_clap(pilot: Pilot) -> tuple[tuple[int, ...], ...]:
    """Set a square that is empty in the groove; what the grid is then."""
    before = hits(pilot)
    pilot.type_key(pygame.K_UP)
    pilot.type_key(pygame.K_UP)
    pilot.enter()
    assert hits(pilot) != before
    return hits(pilot)


def leave_and_come_back(pilot: Pilot) -> None:
    pilot.studio.move(Go("who"))
    pilot.settle()
    pilot.lesson.goodbye()
    pilot.lesson.choose(pilot.lesson.house.pupils[0])
    pilot.settle()


def carry_on(pilot: Pilot) -> None:
    (piece,) = pilot.lesson.mine.pieces
    pilot.lesson.carry_on(piece, lambda: pilot.studio.move(Go("make")))
    pilot.settle()
    to_grid(pilot)


def test_what_was_made_is_there_when_the_piece_is_carried_on(making: Pilot) -> None:
    made = set_clap(making)
    leave_and_come_back(making)
    carry_on(making)

    assert hits(making) == made


def test_starting_from_the_same_groove_again_finds_what_was_made_of_it(making: Pilot) -> None:
    made = set_clap(making)
    leave_and_come_back(making)
    start_here(making)
    making.press("Go on with Lo-fi")
    making.settle()
    to_grid(making)

    assert hits(making) == made


def test_a_second_song_on_the_same_groove_has_a_name_of_its_own_and_leaves_the_first_as_it_is(making: Pilot) -> None:
    before = hits(making)
    made = set_clap(making)
    making.press("Another groove")
    making.press("Start here")
    making.settle()
    assert "You made a song with this beat" in making.words()
    making.press("Make a new song")
    to_grid(making)
    assert hits(making) == before
    assert sorted(piece.title for piece in making.lesson.mine.pieces) == ["Lo-fi", "Lo-fi 2"]

    leave_and_come_back(making)
    for title, found in (("Lo-fi", made), ("Lo-fi 2", before)):
        (piece,) = (one for one in making.lesson.mine.pieces if one.title == title)
        making.lesson.carry_on(piece, lambda: making.studio.move(Go("make")))
        making.settle()
        to_grid(making)
        assert hits(making) == found
        assert making.studio.screen.song.groove == "lo-fi"
        making.studio.move(Go("home"))
        making.settle()


def test_a_groove_that_was_only_listened_to_asks_nothing(making: Pilot) -> None:
    making.press("Another groove")
    making.press("Start here")
    making.settle()
    assert making.studio.screen.dialog() is None
    assert making.studio.screen.making is not None


def test_a_groove_is_not_put_on_the_stand_of_somebody_who_has_left_the_room(
    making: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    making.press("Another groove")
    making.studio.screen.leave()
    making.lesson.stand = None
    answers: list[Callable[[None], None]] = []
    with monkeypatch.context() as slow:
        slow.setattr(making.lesson, "ask", lambda _work, then, _about: answers.append(then))
        making.press("Start here")
    making.studio.move(Go("home"))
    making.settle()
    answers[0](None)
    assert making.lesson.stand is None


def test_a_kill_loses_at_most_the_last_second(making: Pilot) -> None:
    made = set_clap(making)
    making.turn(seconds=1.1)
    making.settle()

    making.engine.stop()
    making.studio.first("home")  # as after a kill: nobody leaves the room
    making.lesson.stand = making.lesson._drafted = None
    carry_on(making)
    assert hits(making) == made


def test_squares_set_in_a_row_are_written_once(making: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    real = making.lesson.journal.set_draft

    def set_draft(key: str, words: str) -> None:
        written.append(key)
        real(key, words)

    monkeypatch.setattr(making.lesson.journal, "set_draft", set_draft)
    for _ in range(3):
        making.enter()
    assert written == []
    making.turn(seconds=1.1)
    making.settle()

    assert len(written) == 1


def test_a_draft_is_written_out_beside_the_window_as_the_song_was_when_it_was_kept(
    making: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[tuple[bool, object]] = []
    real = kept.draft_bytes

    def draft_bytes(history: History[Song]) -> bytes:
        making.studio.screen.song_history.undo()  # the song goes on meanwhile
        written.append((current_thread() is main_thread(), history.value))
        return real(history)

    monkeypatch.setattr(kept, "draft_bytes", draft_bytes)
    set_clap(making)
    song = making.studio.screen.song
    making.turn(seconds=1.1)
    making.settle()

    assert written == [(False, song)]


def test_on_a_full_disk_it_says_so_and_is_kept_when_there_is_room(
    making: Pilot, monkeypatch: pytest.MonkeyPatch
) -> None:
    making.settle()
    with monkeypatch.context() as patch:

        def refuse(clock: object) -> None:
            raise DiskFull(FULL)

        patch.setattr(making.lesson.journal._opened, "writing", refuse)
        made = set_clap(making)
        making.turn(seconds=1.1)
        making.settle()
        assert making.studio.notice == FULL
    for _ in range(3):
        making.turn(seconds=5.1)
        making.settle()
    leave_and_come_back(making)
    carry_on(making)

    assert hits(making) == made


def test_im_done_keeps_a_version_though_the_piece_has_no_row_yet(making: Pilot) -> None:
    making.lesson.stand = None
    begin(making)
    making.lesson.stand.rows.clear()
    object.__setattr__(making.lesson.stand, "row", None)
    set_clap(making)
    making.press("I'm done")

    assert making.screen == "reflect"
    (piece,) = making.lesson.mine.pieces
    assert len(making.lesson.journal.versions(piece.id)) == 1


def test_what_was_made_before_saying_who_it_was_is_theirs(unlocked: Start) -> None:
    pilot = unlocked(1)
    begin(pilot)
    made = set_clap(pilot)
    pilot.studio.move(Go("who"))
    pilot.settle()
    pilot.press("That is me")
    pilot.lesson.stand = None
    carry_on(pilot)

    assert hits(pilot) == made
