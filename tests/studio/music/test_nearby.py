"""Music files that lie near: the latest first, none that is hidden or too deep, and an end to the looking."""

import os
from pathlib import Path

from studio.music import nearby


def put(path: Path, changed: int = 1_000) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    os.utime(path, (changed, changed))
    return path


def test_the_latest_comes_first_and_only_music_comes(tmp_path: Path) -> None:
    old, new = put(tmp_path / "old.mid", 1_000), put(tmp_path / "Band" / "new.KAR", 2_000)
    put(tmp_path / "letter.txt", 3_000)

    assert [near.path for near in nearby.music_files([tmp_path])] == [new, old]


def test_what_is_hidden_or_deep_is_not_shown(tmp_path: Path) -> None:
    put(tmp_path / ".hidden.mid")
    put(tmp_path / ".cache" / "tune.mid")
    put(tmp_path / "a" / "b" / "c" / "tune.mid")
    near = put(tmp_path / "a" / "b" / "tune.mid")

    assert [one.path for one in nearby.music_files([tmp_path])] == [near]


def test_one_file_in_two_folders_is_shown_once(tmp_path: Path) -> None:
    tune = put(tmp_path / "Music" / "tune.mid")

    assert [one.path for one in nearby.music_files([tmp_path, tmp_path / "Music"])] == [tune]


def test_a_folder_that_goes_or_may_not_be_read_is_left_out(tmp_path: Path) -> None:
    tune = put(tmp_path / "tune.mid")

    assert [one.path for one in nearby.music_files([tmp_path / "gone", tmp_path])] == [tune]


def test_no_more_than_so_many_are_shown_and_they_are_the_latest(tmp_path: Path) -> None:
    for n in range(nearby.MOST + 5):
        put(tmp_path / f"{n}.mid", 1_000 + n)

    found = nearby.music_files([tmp_path])

    assert len(found) == nearby.MOST
    assert found[0].path.name == f"{nearby.MOST + 4}.mid"


def test_a_slow_drive_is_not_waited_for(tmp_path: Path) -> None:
    for n in range(9):
        put(tmp_path / f"{n}.mid")
    at = iter(range(99))

    found = nearby.music_files([tmp_path], clock=lambda: float(next(at)))

    assert len(found) == nearby.MOST_SECONDS


def test_it_is_given_up_when_nobody_wants_it(tmp_path: Path) -> None:
    put(tmp_path / "tune.mid")

    assert nearby.music_files([tmp_path], unwanted=lambda: True) == ()


def test_the_usual_folders_are_there() -> None:
    assert all(folder.is_dir() for folder in nearby.usual_folders())
