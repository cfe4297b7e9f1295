"""The blank slip: the place's people on it, nothing of any pupil, and one page that needs nothing else."""

import re
from pathlib import Path

import pytest

from reflections.records import Place
from studio.papers import slip

PLACE = Place("p1", "Tuesday", "Mrs Bell, <head> of year", "Mr Ade & Co", "0800 1111")


def test_it_names_the_person_the_deputy_and_out_of_hours() -> None:
    html = slip.page(PLACE, "999")
    for words in ("Mrs Bell, &lt;head&gt; of year", "Mr Ade &amp; Co", "0800 1111", "999"):
        assert words in html


def test_what_is_not_known_has_no_line() -> None:
    html = slip.page(Place("p1", "Tuesday", "Mrs Bell", "", ""), "999")
    assert "If they are away" not in html
    assert "Out of hours" not in html
    assert "999" in slip.page(None, "999")


def test_it_loads_nothing_runs_nothing_and_holds_no_date_and_no_label() -> None:
    html = slip.page(PLACE, "999")
    assert "default-src 'none'" in html
    assert not re.search(r"<script|<img|<link|https?://|url\(|@import", html)
    assert not re.search(r"\b20\d\d\b", html)
    assert "Tuesday" not in html


def test_it_is_written_over_the_last_one(tmp_path: Path) -> None:
    for words in ("one", "two"):
        path = slip.write(tmp_path, words)
    assert path.read_text(encoding="utf-8") == "two"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_gone_is_an_error_of_the_computer(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        slip.write(tmp_path / "gone", "")
