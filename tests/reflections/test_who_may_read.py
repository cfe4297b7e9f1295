"""On a computer that several people use, no file of a journal can be read by another account, sealed though it is."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from reflections import Journal, backups, vault
from tests.reflections.conftest import PASSPHRASE, Wall

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only on POSIX do files say who may read them")


@pytest.fixture(autouse=True)
def usual_mask() -> Iterator[None]:
    """What a program makes can be read by all, unless it says otherwise."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """Whatever lies there that somebody else may read, write or look into."""
    return [str(one.relative_to(folder)) for one in folder.rglob("*") if stat.S_IMODE(one.stat().st_mode) & 0o077]


def test_nothing_of_a_journal_that_is_copied_locked_anew_and_put_back_is_for_others_to_read(
    opening: Callable[..., Journal], folder: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for one in [folder, *folder.rglob("*")]:  # a copy of a copy, as tests make it
        one.chmod(0o700 if one.is_dir() else 0o600)
    journal = opening()
    journal.add_pupil("Ben", "owl", "10-12")
    copy = journal.backup()
    journal.copy_to(stick)
    journal.new_lead_code()
    journal.lock_anew("five red kettles")
    assert open_to_others(folder) == open_to_others(stick) == []
    journal._changed = False
    journal.close()
    again, _aside = Journal.restore(folder, copy, PASSPHRASE, now=Wall())
    again._changed = False
    again.close()
    Journal.salvage(folder, PASSPHRASE, now=Wall())
    assert open_to_others(folder) == []


def test_nor_is_what_was_cut_short_on_its_way(
    opening: Callable[..., Journal], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def look(path: Path, *_given: object) -> None:
        seen.append(stat.S_IMODE(path.stat().st_mode))
        raise OSError

    journal = opening()
    monkeypatch.setattr(backups, "_verify", look)
    with pytest.raises(Exception, match="could not be written"):
        journal.backup()
    monkeypatch.setattr(
        os, "fsync", lambda _file: seen.extend(stat.S_IMODE(p.stat().st_mode) for p in folder.glob("*.part"))
    )
    vault.write(folder, vault.read(folder))
    assert seen
    assert set(seen) == {0o600}
