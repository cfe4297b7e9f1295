"""Settings of the window, the computer keys as a piano, and the playhead between two reports."""

import json
from pathlib import Path

import pygame
import pytest

from instruments.events import Position
from studio.music.piece import Piece, Tempo
from studio.playing.piano import ComputerKeys
from studio.playing.playhead import Playhead
from studio.settings import FILE, LEVELS, Settings, data_folder


class Held:
    """Keys of the software keyboard; a double press or a release of nothing is a fault."""

    def __init__(self) -> None:
        self.down: list[int] = []

    def press(self, pitch: int, velocity: int = 90) -> None:
        assert pitch not in self.down
        self.down.append(pitch)

    def release(self, pitch: int) -> None:
        self.down.remove(pitch)


def key(kind: int, scancode: int, mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(kind, key=0, scancode=scancode, mod=mod)


def test_computer_keys_play_by_position() -> None:
    held = Held()
    keys = ComputerKeys(held)
    for scancode in (pygame.KSCAN_A, pygame.KSCAN_W, pygame.KSCAN_K):
        assert keys.handle(key(pygame.KEYDOWN, scancode))

    assert held.down == [60, 61, 72]


def test_a_key_that_repeats_is_pressed_once() -> None:
    held = Held()
    keys = ComputerKeys(held)
    keys.handle(key(pygame.KEYDOWN, pygame.KSCAN_A))
    keys.handle(key(pygame.KEYDOWN, pygame.KSCAN_A))
    keys.handle(key(pygame.KEYUP, pygame.KSCAN_A))

    assert held.down == []


def test_a_key_held_over_a_change_of_octave_still_ends() -> None:
    held = Held()
    keys = ComputerKeys(held)
    keys.handle(key(pygame.KEYDOWN, pygame.KSCAN_A))
    keys.handle(key(pygame.KEYDOWN, pygame.KSCAN_PERIOD))
    keys.handle(key(pygame.KEYUP, pygame.KSCAN_A))
    keys.handle(key(pygame.KEYDOWN, pygame.KSCAN_A))

    assert held.down == [72]


def test_losing_the_window_lets_everything_go() -> None:
    held = Held()
    keys = ComputerKeys(held)
    keys.handle(key(pygame.KEYDOWN, pygame.KSCAN_A))
    keys.handle(key(pygame.KEYDOWN, pygame.KSCAN_D))

    keys.release_all()

    assert held.down == []


def test_shortcuts_are_no_music() -> None:
    keys = ComputerKeys(Held())

    assert not keys.handle(key(pygame.KEYDOWN, pygame.KSCAN_A, pygame.KMOD_CTRL))
    assert not keys.handle(key(pygame.KEYDOWN, pygame.KSCAN_SPACE))


def test_settings_come_back_as_they_were(tmp_path: Path) -> None:
    kept = Settings(theme="cream", text_size=150, less_motion=True, volume=0.5)
    kept.to_file(tmp_path)

    assert Settings.from_file(tmp_path) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "not json",
        '{"theme": "pink"}',
        '{"text_size": "big"}',
        '{"volume": 7.0}',
        '{"less_motion": 1}',
        '{"x": 1}',
    ],
)
def test_settings_that_make_no_sense_are_left_at_their_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")

    assert Settings.from_file(tmp_path) == Settings()


def test_no_settings_file_holds_a_name(tmp_path: Path) -> None:
    Settings().to_file(tmp_path)
    kept = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))

    assert set(kept) == {
        "theme",
        "text_size",
        "spacing",
        "font",
        "calm",
        "less_motion",
        "note_names",
        "music_as",
        "note_colours",
        "fingers",
        "read_aloud",
        *LEVELS.values(),
        "output",
        "device",
        "period",
        "keys_there",
        "language",
    }
    assert kept["device"] == ""  # only where the tutor chose one


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")

    Settings().to_file(blocked / "below")

    assert Settings.from_file(blocked / "below") == Settings()


def test_the_data_folder_is_the_one_named_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOUNDFOLIO_DATA", str(tmp_path / "b"))

    assert data_folder(str(tmp_path / "a")) == tmp_path / "a"
    assert data_folder(None) == tmp_path / "b"


def music() -> Piece:
    return Piece("x", (), (Tempo(0, 120.0),))


def test_the_playhead_runs_on_between_reports_at_the_tempo_and_speed() -> None:
    head = Playhead()
    head.told(Position(0, 480.0, "playing"), 10.0)

    assert head.tick(10.1, music(), 1.0) == pytest.approx(480 + 96)
    assert head.tick(10.1, music(), 0.5) == pytest.approx(480 + 48)


def test_the_playhead_stands_while_the_music_waits() -> None:
    head = Playhead()
    head.told(Position(0, 480.0, "waiting", frozenset({60})), 10.0)

    assert head.tick(11.0, music(), 1.0) == 480.0


def test_a_silent_engine_does_not_let_the_playhead_run_away() -> None:
    head = Playhead()
    head.told(Position(0, 0.0, "playing"), 10.0)

    assert head.tick(100.0, music(), 1.0) == head.tick(10.25, music(), 1.0)


def test_computer_keys_lie_where_a_wide_tune_begins_and_mostly_is() -> None:
    assert ComputerKeys.stretch([64, 62, 60]) == (60, 64)
    assert ComputerKeys.stretch([64, 64, 65, 67, 67, 65, 43, 48]) == (60, 77)
    assert ComputerKeys.stretch([43, 64, 65, 67, 69, 71, 72, 74]) == (36, 53)
