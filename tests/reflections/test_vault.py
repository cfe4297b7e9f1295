"""The key and who may have it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from reflections import (
    AlreadyThere,
    Damaged,
    InUse,
    Journal,
    JournalError,
    Missing,
    NotAllowed,
    NotOurs,
    Plain,
    TooNew,
    WrongSecret,
    vault,
)
from tests.reflections.conftest import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def rewrite(path: Path, **changed: object) -> None:
    """Forge a vault file with a sound checksum."""
    body = json.loads(path.read_bytes())
    body.pop("check")
    body |= changed
    path.write_text(json.dumps(body | {"check": vault._check(body)}))


def refused(folder: Path, kind: type[JournalError], secret: str = PASSPHRASE) -> str:
    """Open, expect that kind and nothing changed, and return the sentence."""
    before = snapshot(folder)
    with pytest.raises(kind) as caught:
        Journal.open(folder, secret)
    after = snapshot(folder)
    after.pop("journal.lock", None)
    before.pop("journal.lock", None)
    assert after == before
    sentence = str(caught.value)
    assert type(caught.value) is kind
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    return sentence


def test_the_passphrase_opens_and_so_does_the_recovery_code_however_it_is_typed(
    made: tuple[Path, str], opening: Callable[..., Journal]
) -> None:
    opening(PASSPHRASE).close()
    opening(made[1]).close()
    opening(made[1].lower().replace("-", " ")).close()


@pytest.mark.whole
def test_a_passphrase_is_the_same_in_every_way_of_writing_its_accents(tmp_path: Path, quick_kdf: None) -> None:
    Journal.create(tmp_path, tutor="Sam", passphrase="caf\u00e9 cr\u00e8me br\u00fbl\u00e9e", help_person="B")[
        0
    ].close()
    Journal.open(tmp_path, "cafe\u0301 cre\u0300me bru\u0302le\u0301e").close()


def test_a_wrong_passphrase_is_told_from_damage(folder: Path) -> None:
    assert "passphrase is not right" in refused(folder, WrongSecret, "three blue goats")


def test_a_wrong_recovery_code_is_a_wrong_secret(folder: Path) -> None:
    refused(folder, WrongSecret, vault.new_code())


def test_the_old_passphrase_is_refused_after_a_change_and_the_code_still_opens(
    folder: Path, made: tuple[Path, str], opening: Callable[..., Journal]
) -> None:
    journal = opening()
    journal.change_passphrase("four red kites")
    journal._changed = False
    journal.close()
    refused(folder, WrongSecret, PASSPHRASE)
    opening("four red kites").close()
    opening(made[1]).close()


def test_a_new_recovery_code_replaces_the_old_sheet(
    folder: Path, made: tuple[Path, str], opening: Callable[..., Journal]
) -> None:
    journal = opening()
    code = journal.new_recovery_code()
    journal._changed = False
    journal.close()
    refused(folder, WrongSecret, made[1])
    opening(code).close()


def test_a_short_passphrase_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="at least 8"):
        Journal.create(tmp_path / "new", tutor="Sam", passphrase="short", help_person="B")
    assert not Journal.exists(tmp_path / "new")


@pytest.mark.whole
def test_nobody_to_call_leaves_no_journal_behind_that_cannot_be_set_up(tmp_path: Path, quick_kdf: None) -> None:
    with pytest.raises(NotAllowed, match="person to call"):
        Journal.create(tmp_path, tutor="Sam", passphrase=PASSPHRASE, help_person=" ")
    journal, _ = Journal.create(tmp_path, tutor="Sam", passphrase=PASSPHRASE, help_person="Mrs Bell")
    journal.close()


def test_a_second_journal_is_not_made_over_the_first(folder: Path) -> None:
    before = snapshot(folder)
    with pytest.raises(AlreadyThere):
        Journal.create(folder, tutor="Eve", passphrase=PASSPHRASE, help_person="B")
    assert snapshot(folder) == before


@pytest.mark.whole
def test_a_set_up_that_was_cut_short_begins_anew(
    tmp_path: Path, quick_kdf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.rename", cut)
        with pytest.raises(KeyboardInterrupt):
            Journal.create(tmp_path, tutor="Sam", passphrase=PASSPHRASE, help_person="B")
    assert not Journal.exists(tmp_path)
    Journal.create(tmp_path, tutor="Sam", passphrase=PASSPHRASE, help_person="B")[0].close()
    Journal.open(tmp_path, PASSPHRASE).close()


def test_an_empty_folder_and_no_folder_hold_no_journal(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(Missing, match="no journal"):
            Journal.open(folder, PASSPHRASE)


def test_a_journal_without_its_key_file_says_so(folder: Path) -> None:
    for name in vault.NAMES:
        (folder / name).unlink()
    assert "key file" in refused(folder, Missing)


def test_a_key_without_its_journal_says_so_and_makes_no_empty_one(folder: Path) -> None:
    (folder / "journal.db").unlink()
    assert "has gone" in refused(folder, Missing)


def test_an_empty_file_is_damage_and_not_a_new_journal(folder: Path) -> None:
    (folder / "journal.db").write_bytes(b"")
    assert "empty" in refused(folder, Damaged)


def test_an_unlocked_database_in_its_place_is_refused(folder: Path) -> None:
    import sqlite3

    (folder / "journal.db").unlink()
    plain = sqlite3.connect(folder / "journal.db")
    plain.execute("create table t(a)")
    plain.commit()
    plain.close()
    assert "not locked" in refused(folder, Plain)


def test_an_overwritten_first_page_is_damage_with_the_right_passphrase(folder: Path) -> None:
    raw = bytearray((folder / "journal.db").read_bytes())
    raw[:4096] = os.urandom(4096)
    (folder / "journal.db").write_bytes(raw)
    assert "damaged" in refused(folder, Damaged)


def test_another_journal_under_the_same_key_is_not_ours(folder: Path, opening: Callable[..., Journal]) -> None:
    journal = opening()
    with journal._opened.looking() as raw:
        raw.execute("update journal set id = ?", ("0" * 32,))
        raw.execute("pragma wal_checkpoint(truncate)").fetchall()
    journal.close()
    assert "not the journal" in refused(folder, NotOurs)


def test_a_strangers_database_is_not_ours(folder: Path, opening: Callable[..., Journal]) -> None:
    journal = opening()
    with journal._opened.looking() as raw:
        raw.execute("pragma application_id=7")
        raw.execute("pragma wal_checkpoint(truncate)").fetchall()
    journal.close()
    refused(folder, NotOurs)


def test_a_journal_of_a_newer_soundfolio_is_refused_unharmed(folder: Path, opening: Callable[..., Journal]) -> None:
    journal = opening()
    with journal._opened.looking() as raw:
        raw.execute("update alembic_version set version_num = '9999'")
        raw.execute("pragma wal_checkpoint(truncate)").fetchall()
    journal.close()
    assert "Update Soundfolio" in refused(folder, TooNew)


def test_a_key_file_of_a_newer_soundfolio_is_refused_unharmed(folder: Path) -> None:
    for name in vault.NAMES:
        rewrite(folder / name, version=2)
    assert "Update Soundfolio" in refused(folder, TooNew)


def test_a_key_file_of_something_else_is_not_ours(folder: Path) -> None:
    for name in vault.NAMES:
        rewrite(folder / name, format="bitwarden")
    refused(folder, NotOurs)


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b"null", b"[" * 60_000, b"\xff\xfe", b'{"format": 3}'])
def test_a_broken_key_file_is_mended_from_its_copy(
    folder: Path, opening: Callable[..., Journal], broken: bytes
) -> None:
    whole = (folder / "vault.json").read_bytes()
    for name in vault.NAMES:
        (folder / name).write_bytes(broken)
        opening().close()
        assert (folder / name).read_bytes() == whole


def test_every_flipped_bit_of_the_key_file_is_noticed(folder: Path) -> None:
    whole = (folder / "vault.json").read_bytes()
    for at in range(0, len(whole), 3):
        flipped = bytearray(whole)
        flipped[at] ^= 1
        try:
            found = vault.parse(bytes(flipped))
        except (Damaged, NotOurs, TooNew):
            continue
        assert found == vault.parse(whole), f"byte {at} was changed unnoticed"


def test_both_key_files_damaged_point_to_the_backups(folder: Path) -> None:
    for name in vault.NAMES:
        (folder / name).write_bytes(b"{")
    assert "beside any backup" in refused(folder, Damaged)


@pytest.mark.parametrize(
    "forged",
    [{"memory": 1}, {"memory": 2**40}, {"passes": 0}, {"passes": 10**9}, {"lanes": 64}, {"memory": True}, {"memory": "9999"},
     {"salt": ""}, {"nonce": "!!"}, {"sealed": "AAAA"}, {"kind": None, "extra": 1}],
)  # fmt: skip
def test_a_forged_key_file_can_neither_weaken_the_seal_nor_take_the_machine(
    folder: Path, forged: dict[str, object]
) -> None:
    slots = [slot | forged for slot in json.loads((folder / "vault.json").read_bytes())["slots"]]
    for name in vault.NAMES:
        rewrite(folder / name, slots=slots)
    started = time.perf_counter()
    refused(folder, Damaged)
    assert time.perf_counter() - started < 0.2


def test_a_slot_cannot_be_carried_to_another_journal(folder: Path) -> None:
    for name in vault.NAMES:
        rewrite(folder / name, journal="01a200ce-0000-7000-8000-000000000000")
    refused(folder, WrongSecret)


def test_a_second_window_is_told_and_the_first_goes_on(folder: Path, opening: Callable[..., Journal]) -> None:
    first = opening()
    with pytest.raises(InUse, match="already open"):
        Journal.open(folder, PASSPHRASE)
    first.add_pupil("Amira", "fox", "10-12")
    first._changed = False
    first.close()
    assert [p.alias for p in opening().pupils()] == ["Amira"]


@pytest.mark.whole
def test_a_window_that_died_holds_nothing_back(folder: Path, opening: Callable[..., Journal]) -> None:
    held = (
        "import sys; from pathlib import Path; from reflections.lock import InstanceLock\n"
        "lock = InstanceLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", held, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdin is not None
    try:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(InUse):
            Journal.open(folder, PASSPHRASE)
    finally:
        other.kill()
        other.wait()
        other.stdout.close()
        other.stdin.close()
    opening().close()


def test_nothing_readable_lies_in_the_folder(folder: Path, opening: Callable[..., Journal]) -> None:
    journal = opening()
    pupil = journal.add_pupil("Quokkatoken", "fox", "10-12")
    journal.set_draft("note", "Quokkatoken said something")
    row = journal.begin_recording(pupil=pupil.id, context={"title": "Quokkatoken"})
    journal.take_chunk(row, 0, b"Quokkatoken", 1.0)

    def readable() -> list[str]:
        return [str(p) for p in folder.rglob("*") if p.is_file() and b"Quokkatoken" in p.read_bytes()]

    assert readable() == []
    journal.close()
    assert (folder / "backups").is_dir()
    assert readable() == []
    assert not (folder / "journal.db").read_bytes().startswith(b"SQLite format")


def test_neither_the_key_nor_what_was_said_shows_in_an_error(journal: Journal) -> None:
    from sqlalchemy import exc, text

    key = journal._opened.key.hex()
    assert key not in repr(journal._opened.engine)
    with pytest.raises(exc.DBAPIError) as caught, journal._opened.engine.connect() as raw:
        raw.execute(text("insert into nowhere values (:said)"), {"said": "Quokkatoken"})
    assert "Quokkatoken" not in str(caught.value)


def test_a_wrong_passphrase_writes_nothing_to_the_terminal(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "journal.db").write_bytes(os.urandom(8192))
    refused(folder, Damaged)
    assert capfd.readouterr() == ("", "")


def test_every_connection_keeps_what_it_acknowledged_and_what_belongs_together(journal: Journal) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL: NORMAL lost acknowledged rows in simulated power cuts
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }
    journal._opened.engine.dispose()
    with journal._opened.looking() as raw:
        assert {name: raw.execute(f"pragma {name}").fetchone()[0] for name in wanted} == wanted
