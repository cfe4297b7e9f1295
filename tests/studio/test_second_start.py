"""A second start calls the first window up and ends with a sentence; where it may not come up, a small window says so."""

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from reflections.lock import InstanceLock
from studio import __main__, second_start
from studio.second_start import ASKED, OneWindow, OpenAlready, called_up, tell


def first(folder: Path, *, may: bool = True) -> tuple[OneWindow, list[bool]]:
    """The window that is open, and how often it came up."""
    came: list[bool] = []

    def come_up() -> bool:
        came.append(may)
        return may

    return OneWindow(folder, come_up), came


def beside(one: OneWindow) -> tuple[Callable[[], float], Callable[[float], None]]:
    """The clock of a second start, in whose pauses the first window goes on."""
    now = [0.0]

    def pause(seconds: float) -> None:
        now[0] += seconds
        one.tick(now[0])

    return lambda: now[0], pause


def test_the_first_window_comes_up_once_when_a_second_start_asks(tmp_path: Path) -> None:
    one, came = first(tmp_path)
    one.tick(1.0)
    assert came == []
    assert called_up(tmp_path, *beside(one))
    assert came == [True]
    assert not (tmp_path / ASKED).exists()
    one.close()


def test_a_window_that_may_not_come_up_says_so_and_is_not_waited_for(tmp_path: Path) -> None:
    one, came = first(tmp_path, may=False)
    clock, pause = beside(one)
    assert not called_up(tmp_path, clock, pause)
    assert clock() < second_start.PATIENCE_SECONDS / 2
    assert came == [False]
    assert not (tmp_path / ASKED).exists()
    one.close()


def test_a_window_that_does_not_answer_is_waited_for_a_moment_only(tmp_path: Path) -> None:
    now = [0.0]

    def pause(seconds: float) -> None:
        now[0] += seconds

    assert not called_up(tmp_path, lambda: now[0], pause)
    assert now[0] == pytest.approx(second_start.PATIENCE_SECONDS, abs=0.1)
    assert not (tmp_path / ASKED).exists()


def test_what_a_crash_left_asked_calls_nobody_up(tmp_path: Path) -> None:
    (tmp_path / ASKED).write_bytes(b"")
    one, came = first(tmp_path)
    one.tick(1.0)
    assert came == []
    one.close()


@pytest.mark.parametrize("came_up", [True, False])
def test_there_is_one_window_from_its_first_screen_on_and_another_after_it_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, came_up: bool
) -> None:
    monkeypatch.setattr(second_start, "called_up", lambda _folder: came_up)
    one, _ = first(tmp_path)
    with pytest.raises(OpenAlready, match="open") as found:
        first(tmp_path)
    assert found.value.came_up is came_up
    one.close()
    first(tmp_path)[0].close()


def test_a_journal_that_a_command_has_open_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_start, "called_up", lambda _folder: False)
    (tmp_path / "vault.json").touch()
    lock = InstanceLock(tmp_path)
    with pytest.raises(OpenAlready, match="already open"):
        first(tmp_path)
    lock.release()
    first(tmp_path)[0].close()


def test_before_there_is_a_folder_nothing_is_made(tmp_path: Path) -> None:
    one, came = first(tmp_path / "none")
    one.tick(1.0)
    assert (came, list(tmp_path.iterdir())) == ([], [])
    one.close()


@pytest.mark.parametrize(("came_up", "code"), [(True, 0), (False, 2)])
def test_the_command_line_says_it_and_only_then_a_small_window_does(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    came_up: bool,
    code: int,
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(second_start, "called_up", lambda _folder: came_up)
    monkeypatch.setattr(second_start, "tell", shown.append)
    monkeypatch.setenv("SOUNDFOLIO_DATA", str(tmp_path))
    one, _ = first(tmp_path)
    assert __main__.main(["--data", str(tmp_path)]) == code
    said = capsys.readouterr()
    assert ("open" in said.out, "open" in said.err) == (came_up, not came_up)
    assert len(shown) == (not came_up)
    one.close()


@pytest.mark.parametrize("way", ["enter", "esc", "close", "wait"])
def test_the_small_window_is_closed_in_any_way_and_by_itself(way: str) -> None:
    events = {
        "enter": [pygame.Event(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="", scancode=0, repeat=False)],
        "esc": [pygame.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE, mod=0, unicode="", scancode=0, repeat=False)],
        "close": [pygame.Event(pygame.QUIT)],
        "wait": [],
    }[way]
    pygame.display.init()
    for event in events:
        pygame.event.post(event)
    tell("Soundfolio is open already.", seconds=0.05 if way == "wait" else 60)
    assert not pygame.display.get_init()
