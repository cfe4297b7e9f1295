"""Keys changed on a disk that refuses: either the old ones open the journal, or the new code was handed over; never neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflections import DiskFull, DiskTrouble, Journal, WrongSecret, backups, vault
from reflections.locking import Locking
from tests.reflections.conftest import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEW = "five red kettles"
CHANGES: dict[str, Callable[[Journal], str | None]] = {
    "passphrase": lambda journal: journal.change_passphrase(NEW),
    "sheet": Journal.new_recovery_code,
    "lead": Journal.new_lead_code,
    "anew": lambda journal: journal.lock_anew(NEW),
}


def let_go(journal: Journal) -> None:
    journal._changed = False
    journal.close()


def opens(folder: Path, secret: str) -> bool:
    try:
        vault.unlock(vault.read(folder), secret)
    except WrongSecret:
        return False
    return True


def no_log(self: Locking, action: str) -> None:
    raise DiskFull(f"No room to log {action}.")


@pytest.mark.parametrize("what", CHANGES)
def test_where_it_can_not_be_logged_nothing_is_changed(
    opening: Callable[..., Journal], folder: Path, made: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    journal = opening()
    lead = journal.new_lead_code()
    before = (folder / "vault.json").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(Locking, "_log", no_log)
        with pytest.raises(DiskFull):
            CHANGES[what](journal)
    assert (folder / "vault.json").read_bytes() == before
    journal.add_pupil("Ben", "owl", "10-12")  # it goes on
    let_go(journal)
    for old in (PASSPHRASE, made[1], lead):
        let_go(opening(old))


@pytest.mark.parametrize("what", [what for what in CHANGES if what != "anew"])
@pytest.mark.parametrize("refused", vault.NAMES)
def test_a_key_file_that_is_refused_leaves_the_old_one_or_its_code_is_told(
    opening: Callable[..., Journal],
    folder: Path,
    made: tuple[Path, str],
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    refused: str,
) -> None:
    def write(path: Path, raw: bytes, really: Callable[[Path, bytes], None] = vault.write_file) -> None:
        if path.name == refused:
            message = "The key file could not be written."
            raise DiskTrouble(message)
        really(path, raw)

    journal = opening()
    lead = journal.new_lead_code()
    old = {"passphrase": PASSPHRASE, "sheet": made[1], "lead": lead}[what]
    told: str | None = None
    with monkeypatch.context() as patch:
        patch.setattr(vault, "write_file", write)
        try:
            told = CHANGES[what](journal) or NEW
        except DiskTrouble:
            assert journal.audit(1)[0].action == "key not changed"
        let_go(journal)
        assert opens(folder, told or old)  # with the other of the two files as it was, too
    assert (told is not None) == (refused == vault.NAMES[1])
    assert opens(folder, told or old)
    assert not opens(folder, old) or told is None
    assert len({(folder / name).read_bytes() for name in vault.NAMES}) == 1  # mended where it was looked at


@pytest.mark.parametrize("what", ["lead", "sheet", "anew"])
def test_a_backup_that_fails_at_the_end_comes_after_the_code(
    opening: Callable[..., Journal], folder: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    journal = opening()
    code = CHANGES[what](journal)
    assert code is not None

    def no_room(*_given: object, **_named: object) -> None:
        message = "There is no room for a backup."
        raise DiskFull(message)

    with monkeypatch.context() as patch:
        patch.setattr(backups, "make", no_room)
        with pytest.raises(DiskFull):
            journal.close()
    let_go(opening(code))
