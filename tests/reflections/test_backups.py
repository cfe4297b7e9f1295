"""A backup can be trusted, or there is none."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reflections import Damaged, Journal, backups
from reflections.store import Store
from tests.reflections.conftest import PASSPHRASE, Wall, part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.reflections.conftest import Lesson

NOW = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)


def test_a_backup_put_into_a_folder_opens_as_the_journal_it_was(
    journal: Journal, lesson: Lesson, made: tuple[Path, str], tmp_path: Path
) -> None:
    copy = journal.backup()
    elsewhere = tmp_path / "restored"
    elsewhere.mkdir()
    shutil.copy(copy, elsewhere / "journal.db")
    shutil.copy(copy.with_name(copy.name + ".vault.json"), elsewhere / "vault.json")
    for secret in (PASSPHRASE, made[1]):
        restored = Journal.open(elsewhere, secret, now=Wall())
        assert restored.take(lesson.take.id).parts[0].midi == b"MThd-one"
        assert restored.check().problems == ()
        restored.close()


def test_closing_after_a_change_leaves_one_backup_and_after_none_no_more(
    folder: Path, opening: Callable[..., Journal]
) -> None:
    journal = opening()
    journal.add_pupil("Amira", "fox", "10-12")
    journal.close()
    assert [p.name.split("-")[2] for _, p in backups.every(folder)] == ["close.db"]
    opening().close()
    assert len(backups.every(folder)) == 1


def test_a_look_that_might_have_written_is_no_reason_for_a_copy_and_one_row_is(journal: Journal) -> None:
    assert journal.unfinished() == ()
    assert not journal.changed

    journal.begin_recording()

    assert journal.changed


def test_a_recording_that_was_empty_goes_and_that_is_a_change(
    journal: Journal, opening: Callable[..., Journal]
) -> None:
    journal.begin_recording()
    journal._changed = False
    journal.close()

    again = opening()
    again.unfinished()

    assert again.changed


def test_a_copy_that_lost_a_row_is_not_kept(journal: Journal, lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = backups.counts
    monkeypatch.setattr(backups, "counts", lambda raw: {t: n + (t == "take") for t, n in counts(raw).items()})
    real = backups._verify
    monkeypatch.setattr(
        backups,
        "_verify",
        lambda *given: (monkeypatch.setattr(backups, "counts", counts), real(*given)),
    )
    with pytest.raises(Damaged, match="not kept"):
        journal.backup()
    assert list((journal.folder / "backups").iterdir()) == []


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "other key"])
def test_a_copy_that_was_harmed_on_its_way_is_not_kept(
    journal: Journal, lesson: Lesson, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    journal.keep_take(lesson.piece.id, [part(lesson.pupil.id, midi=b"x" * 100_000)], seconds=1.0, tempo=90.0)
    real = backups._verify

    def harmed(path: Path, key: bytes, *rest: Any) -> None:
        raw = bytearray(path.read_bytes())
        match harm:
            case "cut":
                raw = raw[: len(raw) // 2]
            case "flip":
                raw[-30 * 4096] ^= 1
            case "empty":
                raw.clear()
            case _:
                key = b"\0" * 32
        path.write_bytes(raw)
        real(path, key, *rest)

    monkeypatch.setattr(backups, "_verify", harmed)
    with pytest.raises(Damaged, match="not kept"):
        journal.backup()
    assert list((journal.folder / "backups").iterdir()) == []


def test_what_a_crash_left_half_made_is_swept_away(journal: Journal) -> None:
    folder = journal.folder / "backups"
    folder.mkdir()
    (folder / "journal-20260101T000000000000Z-close.db.part").write_bytes(b"half")
    journal.backup()
    assert not list(folder.glob("*.part"))


def test_a_backup_is_one_locked_file_without_companions(journal: Journal, lesson: Lesson) -> None:
    assert journal.changed
    copy = journal.backup()
    assert not journal.changed
    assert sorted(p.name for p in copy.parent.iterdir()) == [copy.name, f"{copy.name}.vault.json"]
    assert b"Amira" not in copy.read_bytes()


def test_a_backup_beside_one_who_writes_ends(journal: Journal, lesson: Lesson) -> None:
    import threading

    stop, wrote = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            wrote.append(journal.mark(lesson.take.id, 0.5))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copy = journal.backup()
    finally:
        stop.set()
        writer.join()
    assert wrote
    store = Store(copy, journal._opened.key)
    with store.looking() as raw:
        assert raw.execute("pragma integrity_check").fetchall() == [("ok",)]
    store.close()
    assert len(journal.markers(lesson.take.id)) == len(wrote)


def test_all_of_a_day_stays_then_days_weeks_and_months() -> None:
    hourly = [NOW - timedelta(hours=h) for h in range(24 * 400)]
    kept = sorted(backups.worth_keeping(hourly, NOW), reverse=True)
    ages = [(NOW - moment).days for moment in kept]
    assert sum(NOW - moment <= timedelta(hours=24) for moment in kept) == 25
    assert {1, 5, 11} <= set(ages)
    assert 25 + 12 <= len(kept) <= 25 + 12 + 10 + 9
    assert 200 <= max(ages) <= 280


def test_the_only_backup_is_never_thinned_away() -> None:
    old = NOW - timedelta(days=4000)
    assert backups.worth_keeping([old], NOW) == {old}


@pytest.mark.whole
def test_thinning_takes_the_key_file_along(journal: Journal, wall: Wall) -> None:
    for _ in range(20):
        wall.on(days=1, hours=1)
        journal.backup()
    names = {p.name for p in (journal.folder / "backups").iterdir()}
    copies = {n for n in names if n.endswith(".db")}
    assert 12 < len(copies) < 18
    assert names == copies | {f"{n}.vault.json" for n in copies}


def test_copies_of_an_odd_date_take_no_place_of_the_others_and_do_not_grow_without_end() -> None:
    ours = {NOW - timedelta(days=n) for n in range(300)}
    odd = {NOW + timedelta(days=400, hours=n) for n in range(24 * 40)}
    kept = backups.worth_keeping(ours | odd, NOW)
    assert kept & ours == backups.worth_keeping(ours, NOW)
    assert 12 <= len(kept & odd) <= 31
    assert max(odd) in kept
