"""`soundfolio check` says what is in the journal or what is wrong with it; what nobody foresaw is a sentence as well."""

import contextlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reflections import Journal
from studio import sample
from studio.commands import options
from studio.lesson import Stand
from tests.studio.commands.conftest import Run
from tests.studio.conftest import SECRET, Sitting


# -- check ------------------------------------------------------------------------------------------------------------
def test_check_names_every_take_then_the_counts_then_ok(run: Run, sitting: Sitting, folder: Path) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.put_on_stand(Stand(sample.tune(), "Midnight Bus", "song", "own:bus"))
    sitting.settle()
    sitting.take(60, 62)
    sitting.take(64)
    sitting.settle()
    (piece,) = sitting.journal.pieces(jo.id)
    takes = [take.id for take in sitting.journal.takes(piece.id)]
    sitting.close()
    shutil.copytree(sitting.folder, folder)

    done = run("check")
    lines = done.out.splitlines()
    assert done.code == 0
    assert [line for line in lines if line.startswith("ROW")] == [f"ROW {take}" for take in takes]
    assert lines[: len(takes)] == [f"ROW {take}" for take in takes]
    assert {"take: 2", "pupil: 2", "piece: 1"} <= set(lines)
    assert all(re.fullmatch(r"[a-z_]+: \d+", line) for line in lines[len(takes) : -1])
    assert lines[-1] == "OK"


def test_check_says_what_is_damaged_and_no_ok(run: Run, lived_in: Path) -> None:
    path = lived_in / "journal.db"
    raw = bytearray(path.read_bytes())
    for page in range(4, len(raw) // 4096, 3):
        raw[page * 4096 + 1000] ^= 0xFF
    path.write_bytes(raw)
    done = run("check")

    assert done.code == 1
    assert "backup" in done.err
    assert "OK" not in done.out.splitlines()
    assert "soundfolio salvage" in done.err  # there is no backup to open


def test_with_a_backup_at_hand_the_command_that_opens_it_is_named_once(run: Run, lived_in: Path) -> None:
    """The window has a button for it; who reads this at a terminal has none."""
    with contextlib.closing(Journal.open(lived_in, SECRET)) as journal:
        journal.backup()
    path = lived_in / "journal.db"
    whole = path.read_bytes()
    torn = bytearray(whole)
    for page in range(4, len(torn) // 4096, 3):
        torn[page * 4096 + 1000] ^= 0xFF
    path.write_bytes(torn)
    assert run("check").err.count("soundfolio restore") == 1
    path.write_bytes(b"")
    for command in (("check",), ("pack", "--to", lived_in.parent / "all.soundfolio")):
        said = run(*command).sentence
        assert "latest backup" in said
        assert said.count("`soundfolio restore`") == 1


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "journal.db").write_bytes(b"SQLite format 3\0" + bytes(9000)), "not locked"),
        (lambda folder: (folder / "journal.db").write_bytes(b""), "empty"),
        (lambda folder: (folder / "journal.db").unlink(), "journal.db"),
        (lambda folder: [(folder / name).unlink() for name in ("vault.json", "vault.copy.json")], "vault.json"),
        (lambda folder: [(folder / n).write_text("{}") for n in ("vault.json", "vault.copy.json")], "."),
    ],
)
def test_a_journal_that_is_spoilt_is_said_to_be(
    run: Run, lived_in: Path, spoil: Callable[[Path], object], words: str
) -> None:
    spoil(lived_in)

    assert words in run("check").sentence


def test_a_journal_of_a_newer_version_is_left_as_it_is(run: Run, lived_in: Path) -> None:
    journal = Journal.open(lived_in, SECRET)
    with journal._opened.looking() as raw:
        raw.execute("update alembic_version set version_num = '9999'")
    journal._changed = False
    journal.close()

    for command in (("check",), ("export", "Jo", "--to", "page.html")):
        assert "newer" in run(*command).sentence


# -- what nobody foresaw ----------------------------------------------------------------------------------------------
def test_a_fault_of_ours_is_a_sentence_and_is_noted_without_anyones_words(
    run: Run, lived_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "what a pupil wrote"

    def broken(journal: Journal) -> None:
        raise KeyError(said)

    monkeypatch.setattr(Journal, "check", broken)
    sentence = run("check").sentence

    noted = (lived_in / "last-fault.txt").read_text()
    assert "last-fault.txt" in sentence
    assert noted.startswith("KeyError\n")
    assert said not in sentence + noted


# -- help -------------------------------------------------------------------------------------------------------------
def test_help_names_every_command_and_reads_like_a_guide() -> None:
    text = options.parser().format_help()

    for command in (
        "init",
        "tour",
        "import",
        "export",
        "check",
        "restore",
        "pack",
        "take-in",
        "salvage",
        "lock-anew",
        "lead-code",
        "devices",
    ):
        assert re.search(rf"^ +{command} +\w", text, re.MULTILINE)
    for word in ("SOUNDFOLIO_PASSPHRASE", "SOUNDFOLIO_DATA", "--data"):
        assert word in text
    assert max(map(len, text.splitlines())) <= 120
