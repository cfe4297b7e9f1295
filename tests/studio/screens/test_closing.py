"""Closing the window: nothing is let go unasked, nothing owed is left behind, a backup is made meanwhile."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest

from instruments.events import NoteOn
from reflections import DiskFull, Journal
from studio import app
from studio.screen import Go
from studio.ui import text, window
from tests.studio.conftest import keys_in
from tests.studio.fakes import PATIENCE_SECONDS, FakeEngine, Pilot
from tests.studio.screens.conftest import PASSPHRASE

Start = Callable[..., Pilot]
QUIT = pygame.event.Event(pygame.QUIT)


def test_before_the_passphrase_the_window_closes_at_once(folder: Path, pilot_at: Start) -> None:
    pilot = pilot_at(folder)
    pilot.turn(QUIT)

    assert not pilot.studio.open


def test_while_the_backup_is_made_the_window_says_so_and_goes_on(
    at_home: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = at_home()
    go_on = threading.Event()
    closing = pilot.lesson.journal.close
    monkeypatch.setattr(pilot.lesson.journal, "close", lambda: (go_on.wait(60), closing()))
    pilot.turn(QUIT)
    for _ in range(3):
        pilot.turn()

    assert pilot.studio.open
    assert "Putting the music away" in pilot.words()
    go_on.set()
    pilot.settle()
    assert not pilot.studio.open


def test_asked_twice_it_does_not_wait_for_the_backup(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = at_home()
    go_on = threading.Event()
    closing = pilot.lesson.journal.close
    monkeypatch.setattr(pilot.lesson.journal, "close", lambda: (go_on.wait(60), closing()))
    pilot.turn(QUIT)
    pilot.turn(QUIT)

    assert not pilot.studio.open
    go_on.set()


def test_a_backup_is_there_afterwards(at_home: Start, folder: Path) -> None:
    pilot = at_home()
    pilot.turn(QUIT)
    pilot.settle()

    assert list((folder / "backups").iterdir())
    journal = Journal.open(folder, PASSPHRASE)
    assert journal.check().problems == ()
    journal.close()


def test_a_studio_that_was_only_opened_makes_none(folder: Path, pilot_at: Start) -> None:
    pilot = pilot_at(folder, secret=PASSPHRASE)
    assert pilot.screen == "who"
    pilot.turn(QUIT)
    pilot.settle()

    assert not pilot.studio.open
    assert not (folder / "backups").exists()


# -- nothing owed is left behind ------------------------------------------------------------------------------------------
@pytest.fixture
def full(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> tuple[Pilot, pytest.MonkeyPatch]:
    """Jo has just recorded two keys, and the disk has no room for them."""
    pilot = at_home()
    pilot.studio.move(Go("play"))
    pilot.settle()

    def refuse(clock: object) -> object:
        raise DiskFull("The disk is full. Make room, and it is written.")

    monkeypatch.setattr(pilot.lesson.journal._opened, "writing", refuse)
    pilot.lesson.start_take(pilot.engine.frame)
    pilot.play(60, 62)
    pilot.lesson.stop_take(pilot.engine.frame)
    pilot.settle()
    pilot.turn(QUIT)
    pilot.settle()
    return pilot, monkeypatch


def kept_keys(folder: Path) -> list[list[int]]:
    """What the journal holds, in takes and in what is found at the next start."""
    journal = Journal.open(folder, PASSPHRASE)
    found = [keys_in(one.chunks) for one in journal.unfinished()]
    takes = journal.check().counts.get("take", 0)
    journal._changed = False
    journal.close()
    return found + [[60, 62]] * takes


def test_with_no_room_on_the_disk_the_window_stays_and_says_so(full: tuple[Pilot, pytest.MonkeyPatch]) -> None:
    pilot, _ = full
    assert pilot.studio.open
    words = pilot.words()
    assert "Everything is kept" not in words
    assert "The disk is full. Make room, and it is written." in words
    pilot.turn(QUIT)
    assert pilot.studio.open


def test_with_room_again_trying_again_keeps_it_and_closes(full: tuple[Pilot, pytest.MonkeyPatch], folder: Path) -> None:
    pilot, patch = full
    patch.undo()
    pilot.press("Try again")

    assert not pilot.studio.open
    pilot.close()
    assert [60, 62] in kept_keys(folder)


def test_it_can_be_saved_as_midi_where_the_tutor_says(full: tuple[Pilot, pytest.MonkeyPatch], tmp_path: Path) -> None:
    pilot, _ = full
    stick = tmp_path / "stick"
    stick.mkdir()
    pilot.press("Save it to a file")
    pilot.ui.focus.go("owed-folder")
    pilot.type_key(pygame.K_a, pygame.KMOD_CTRL)
    pilot.write(str(stick))
    pilot.press("Save here")

    from studio.music.piece import Piece

    (saved,) = stick.iterdir()
    assert saved.suffix == ".mid"
    music = Piece.from_midi(saved.read_bytes())
    assert sorted(note.pitch for part in music.parts for note in part.notes) == [60, 62]
    assert str(stick) in pilot.words()
    assert pilot.studio.open
    pilot.press("Close")
    assert not pilot.studio.open


def test_where_it_can_not_be_saved_a_sentence_says_so(full: tuple[Pilot, pytest.MonkeyPatch], tmp_path: Path) -> None:
    pilot, _ = full
    pilot.press("Save it to a file")
    pilot.studio.closing._set_folder(str(tmp_path / "no" / "such"))
    pilot.press("Save here")

    assert "Choose another folder" in pilot.words()


def test_closing_anyway_is_a_press_of_its_own(full: tuple[Pilot, pytest.MonkeyPatch]) -> None:
    pilot, _ = full
    pilot.press("Close anyway")
    assert not pilot.studio.open


# -- before the passphrase ------------------------------------------------------------------------------------------------
def test_what_nobody_has_claimed_is_asked_about_before_it_goes(folder: Path, pilot_at: Start) -> None:
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.click("just-play")
    pilot.play(60, 62, 64)
    pilot.turn(QUIT)
    assert pilot.studio.open
    assert "Something was played and nobody has said whose it is. Unlock to keep it, or let it go." in pilot.words()
    assert pilot.ui.focused == "closing-back"  # what a hasty key presses keeps it
    pilot.press("Back")
    pilot.turn(QUIT)
    assert pilot.studio.open
    pilot.press("Let it go")

    assert not pilot.studio.open


# -- while the music is put away ------------------------------------------------------------------------------------------
@pytest.fixture
def putting_away(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pilot]:
    """In Play, the window was closed and its backup takes long."""
    pilot = at_home()
    pilot.studio.move(Go("play"))
    pilot.settle()
    pilot.play(60, 62, 64)
    closing, go_on = pilot.lesson.journal.close, threading.Event()
    monkeypatch.setattr(pilot.lesson.journal, "close", lambda: (go_on.wait(60), closing()))
    pilot.turn(QUIT)
    until = time.monotonic() + PATIENCE_SECONDS
    while pilot.lesson.journal is not None:
        assert time.monotonic() < until, "it is never put away"
        pilot.turn()
        time.sleep(0.005)
    yield pilot
    go_on.set()


@pytest.mark.parametrize("key", [pygame.K_r, pygame.K_SPACE, pygame.K_BACKSPACE, pygame.K_m, pygame.K_z])
def test_no_key_reaches_the_screen_meanwhile(putting_away: Pilot, key: int) -> None:
    pilot = putting_away
    pilot.turn(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="", scancode=0, repeat=False))
    pilot.turn()

    assert not pilot.lesson.recorder.is_rolling
    assert not pilot.engine.sounding
    assert pilot.studio.open or key == pygame.K_SPACE  # that presses the dialog's own button: not waiting


def test_what_is_played_meanwhile_sounds_and_nothing_is_asked_of_the_journal(putting_away: Pilot) -> None:
    pilot = putting_away
    down = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_a, mod=0, unicode="a", scancode=pygame.KSCAN_A, repeat=False)
    up = pygame.event.Event(pygame.KEYUP, key=pygame.K_a, mod=0, unicode="a", scancode=pygame.KSCAN_A)
    before = len(pilot.engine.capture.take_since(0)[0])
    pilot.turn(down)
    pilot.turn(up, seconds=2)

    (pressed, _) = pilot.engine.capture.take_since(0)[0][before:]
    assert isinstance(pressed, NoteOn)
    assert pilot.lesson.recorder.journal is None
    assert pilot.studio.notice == ""


def test_asked_twice_it_is_over_in_a_few_seconds(putting_away: Pilot, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = putting_away
    pilot.turn(QUIT)
    given: list[float] = []
    with monkeypatch.context() as timed:
        timed.setattr(pilot.studio.background, "close", given.append)
        pilot.studio.close()

    assert len(given) == 1
    assert given[0] <= 3


# -- the end --------------------------------------------------------------------------------------------------------------
def test_the_engine_is_closed_even_if_a_step_before_it_fails(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = at_home()
    with monkeypatch.context() as broken:
        broken.setattr(pilot.studio.background, "close", broken_step)
        broken.setattr(text.FONTS, "close", broken_step)
        with pytest.raises(RuntimeError):
            pilot.studio.close()

    assert not pilot.engine.alive
    pilot.studio.background.close()


def broken_step(*_: object) -> None:
    raise RuntimeError("a step failed")


def test_the_window_is_gone_before_what_is_left_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log: list[str] = []
    engine = FakeEngine()
    monkeypatch.setattr(app, "Engine", lambda **_: engine)
    monkeypatch.setattr(window, "open_window", lambda: pygame.display.set_mode((1280, 680)))
    monkeypatch.setattr(app.Studio, "run", lambda studio: None)
    monkeypatch.setattr(pygame, "quit", lambda: log.append("quit"))

    def broken_close(studio: app.Studio) -> None:
        log.append("window open" if pygame.display.get_init() else "window gone")
        studio.background.close()
        text.FONTS.close()
        studio.engine.close()
        raise RuntimeError("a step failed")

    monkeypatch.setattr(app.Studio, "close", broken_close)
    pygame.display.init()
    pygame.font.init()
    with pytest.raises(RuntimeError):
        app.open_studio(folder)

    assert log == ["window gone", "quit"]
