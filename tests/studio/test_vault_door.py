"""The way to the journal is light until it is opened, and says who the tutor is."""

import subprocess
import sys
from pathlib import Path

import pytest

from reflections import Journal, WrongSecret, replacing, seal, store, vault
from studio import vault_door

LIGHT = """
import sys
from pathlib import Path
from studio import vault_door
vault_door.has_journal(Path(sys.argv[1]))
heavy = {"sqlalchemy", "sqlcipher3", "alembic", "cryptography", "argon2", "psycopg"} & set(sys.modules)
sys.exit(",".join(sorted(heavy)) or 0)
"""


@pytest.mark.whole
def test_looking_for_a_journal_imports_no_database(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_names_looked_for_are_those_the_journal_uses() -> None:
    assert set(vault_door.TRACES) == {*vault.NAMES, store.FILE, replacing.READY}


@pytest.mark.parametrize("name", vault_door.TRACES)
def test_what_is_left_of_a_journal_is_never_taken_for_a_new_laptop(tmp_path: Path, name: str) -> None:
    assert not vault_door.has_journal(tmp_path)
    (tmp_path / name).touch()
    assert vault_door.has_journal(tmp_path)
    assert Journal.exists(tmp_path)


def test_only_the_secret_proves_the_tutor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "_MEMORY_KIB", 8 * 1024)
    monkeypatch.setattr(seal, "_PASSES", 1)
    made, _key, code = vault.make("a-journal", "four quiet green tubas")
    vault.write(tmp_path, made)
    vault_door.prove_tutor(tmp_path, "four quiet green tubas")
    vault_door.prove_tutor(tmp_path, code)
    with pytest.raises(WrongSecret):
        vault_door.prove_tutor(tmp_path, "four quiet green horns")


def test_warming_up_needs_no_journal() -> None:
    vault_door.warm_up()
    assert "reflections.journal" in sys.modules


@pytest.mark.whole
def test_a_second_window_is_told_of_the_first_before_it_opens(tmp_path: Path) -> None:

    assert vault_door.open_elsewhere(tmp_path) == ""
    journal, _ = Journal.create(tmp_path, tutor="Sam", passphrase="four quiet green drums", help_person="Mrs Bell")

    assert "already open" in vault_door.open_elsewhere(tmp_path)
    journal.close()
    assert vault_door.open_elsewhere(tmp_path) == ""
