"""The journal's files, missing, damaged or somebody else's: each is told apart, and nothing is harmed."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest

from reflections import (
    Damaged,
    Journal,
    Missing,
    NotOurs,
    Plain,
    TooNew,
    WrongSecret,
    vault,
)
from tests.reflections.refusing import refused, rewrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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
    began = time.process_time()  # what others do on this computer does not count
    refused(folder, Damaged)
    assert time.process_time() - began < 0.2


def test_a_slot_cannot_be_carried_to_another_journal(folder: Path) -> None:
    for name in vault.NAMES:
        rewrite(folder / name, journal="01a200ce-0000-7000-8000-000000000000")
    refused(folder, WrongSecret)
