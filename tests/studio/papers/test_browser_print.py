"""What a print that was ended by force left of a page in the clear is swept away, and nothing else is."""

import os
import stat
from pathlib import Path

import pytest

from studio.papers import browser_print

NOW = 1_000_000_000.0


def test_a_page_that_a_print_ended_by_force_left_is_swept_once_it_is_surely_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = tmp_path / "kept"
    ages = {"soundfolio-print-old": 999.0, "soundfolio-print-now": 9.0, "somebodys": 999.0, "kept": 999.0}
    for name, age in ages.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.html").write_text("Jo said this", encoding="utf-8")
        os.utime(tmp_path / name, (NOW - age, NOW - age))
    (tmp_path / "soundfolio-print-link").symlink_to(kept)

    assert browser_print.sweep(NOW) == 1

    assert {path.name for path in tmp_path.iterdir()} == {*ages, "soundfolio-print-link"} - {"soundfolio-print-old"}
    assert (kept / "page.html").is_file()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="elsewhere the folder for what is passing is one's own")
def test_what_is_somebody_elses_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "soundfolio-print-old").mkdir(mode=0o700)
    monkeypatch.setattr("os.getuid", lambda: (tmp_path.stat().st_uid) + 1)
    assert browser_print.sweep((tmp_path / "soundfolio-print-old").stat().st_mtime + 999) == 0
    assert stat.S_ISDIR((tmp_path / "soundfolio-print-old").stat().st_mode)
