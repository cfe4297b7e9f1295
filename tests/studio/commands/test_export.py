"""`soundfolio export`: one page, where it was asked for, with nothing on it that may not leave."""

import os
import sys
from pathlib import Path

import pytest

from reflections import Journal
from reflections.records import Ribbon
from tests.studio.commands.conftest import Run
from tests.studio.conftest import SECRET


def test_export_of_somebody_unknown_says_who_is_here(run: Run, lived_in: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    sentence = run("export", "Nobody", "--to", page).sentence

    assert "Nobody" in sentence
    assert "Jo" in sentence
    assert not page.exists()


@pytest.mark.whole
def test_export_writes_one_page(run: Run, lived_in: Path, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    page = tmp_path / "pages" / "page.html"
    done = run("export", "jo", "--to", page)

    assert (done.code, done.err) == (0, "")
    assert "<html" in page.read_text(encoding="utf-8")
    assert list(page.parent.iterdir()) == [page]


def test_a_page_that_is_there_is_written_over_only_when_that_is_asked_for(
    run: Run, lived_in: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text("somebody's work")
    done = run("export", "Jo", "--to", page)
    assert (done.code, page.read_text()) == (1, "somebody's work")
    assert done.sentence == f"{page} is there already. Choose another name, or say --replace to write over it."

    done = run("export", "Jo", "--to", page, "--replace")
    assert (done.code, done.err) == (0, "")
    assert "<html" in page.read_text(encoding="utf-8")
    assert "is new" not in done.out


@pytest.mark.skipif(sys.platform == "win32", reason="only on Linux and macOS does a pipe lie in a folder")
def test_export_replaces_nothing_that_is_no_file(run: Run, lived_in: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    assert "is no file" in run("export", "Jo", "--to", pipe, "--replace").sentence
    assert pipe.is_fifo()


def test_export_to_a_place_that_cannot_be_written_says_which(run: Run, lived_in: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("mine")

    for place in (in_the_way / "page.html", tmp_path):
        assert f"could not be written to {place}" in run("export", "Jo", "--to", place).sentence
    assert in_the_way.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_words_that_no_adult_has_seen_do_not_leave_the_laptop(run: Run, lived_in: Path, tmp_path: Path) -> None:
    journal = Journal.open(lived_in, SECRET)
    jo = journal.pupils()[0]
    said = journal.reflect(jo.id, "T6", said_by="typed", body="That was hard.")
    journal.close()
    page = tmp_path / "page.html"

    assert "seen" in run("export", "Jo", "--to", page).sentence
    assert not page.exists()
    journal = Journal.open(lived_in, SECRET)
    journal.seen([said.id], "Sam")
    journal.close()
    assert run("export", "Jo", "--to", page).code == 0


def test_what_may_say_who_somebody_is_stands_on_stderr(run: Run, lived_in: Path, tmp_path: Path) -> None:
    journal = Journal.open(lived_in, SECRET)
    jo = journal.pupils()[0]
    journal.add_pupil("Zola", "moon", "10-12")
    said = journal.reflect(jo.id, "P3", said_by="typed", body="me and zola", seen_by="Sam")
    journal.arrange(jo.id, Ribbon(told=(said.id,)))
    journal.close()
    done = run("export", "Jo", "--to", tmp_path / "page.html")

    assert done.code == 0
    assert done.err == "Look at words: 'Zola' - the name of somebody else here.\n"


def test_only_ticked_words_stand_on_the_page_and_that_it_left_is_kept(run: Run, lived_in: Path, tmp_path: Path) -> None:
    journal = Journal.open(lived_in, SECRET)
    jo = journal.pupils()[0]
    for words in ("It is mine alone.", "This may go."):
        said = journal.reflect(jo.id, "P3", said_by="typed", body=words, seen_by="Sam")
    had = len(journal.shares(jo.id))
    journal.close()
    page = tmp_path / "page.html"
    assert "no words" in run("export", "Jo", "--to", page).out
    assert "This may go." not in page.read_text(encoding="utf-8")

    journal = Journal.open(lived_in, SECRET)
    journal.arrange(jo.id, Ribbon(told=(said.id,)))
    journal.close()
    assert "what they ticked" in run("export", "Jo", "--to", page, "--replace").out

    written = page.read_text(encoding="utf-8")
    assert "This may go." in written
    assert "It is mine alone." not in written
    journal = Journal.open(lived_in, SECRET)
    assert [(one.what, one.to_whom) for one in journal.shares(jo.id)[had:]] == [("a page", "pupil")] * 2
    journal.close()
