"""`soundfolio access`: everything held on a pupil lies there to be read, and that it does is logged."""

import json
import os
import stat
from pathlib import Path

import pytest

from reflections import Journal
from tests.studio.commands.conftest import Run
from tests.studio.conftest import SECRET


def test_the_folder_holds_all_of_one_pupil_and_it_is_logged(
    run: Run, lived_in: Path, folder: Path, tmp_path: Path
) -> None:
    where = tmp_path / "Jo"
    done = run("access", "Jo", "--to", where, "--for", "a parent")
    assert done.code == 0, done
    assert f"All that is held on Jo is in {where}." in done.out
    data = json.loads((where / "data.json").read_text(encoding="utf-8"))
    assert [one["alias"] for one in data["rows"]["pupil"]] == ["Jo"]
    assert "Amira" not in (where / "All that is held.html").read_text(encoding="utf-8")
    named = [row["midi"] for row in data["rows"].get("take_part", [])]
    assert all((where / name).is_file() for name in named)
    assert os.name != "posix" or stat.S_IMODE(where.stat().st_mode) == 0o700
    journal = Journal.open(folder, SECRET)
    line = journal.audit()[0]
    journal._changed = False
    journal.close()
    assert (line.action, line.purpose) == ("all that is held given", "a parent")


def test_locked_it_is_one_page_and_a_short_password_is_refused(
    run: Run, lived_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "Jo.html"
    monkeypatch.setenv("SOUNDFOLIO_FILE_PASSPHRASE", "short")
    assert "at least 8 letters. Nothing was written." in run("access", "Jo", "--to", page, "--locked").sentence
    assert not page.exists()
    monkeypatch.setenv("SOUNDFOLIO_FILE_PASSPHRASE", "four green boats")
    assert run("access", "Jo", "--to", page, "--locked").code == 0
    assert "data.json" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("to", "more", "sentence"), [("there", (), "is there already"), ("Jo", ("--locked",), "ends in .html")]
)
def test_a_name_that_will_not_do_is_said_before_anything_is_read(
    run: Run, lived_in: Path, tmp_path: Path, to: str, more: tuple[str, ...], sentence: str
) -> None:
    (tmp_path / "there").mkdir()
    assert sentence in run("access", "Jo", "--to", tmp_path / to, *more).sentence
