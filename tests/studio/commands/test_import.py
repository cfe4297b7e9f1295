"""`soundfolio import`: good files stay in, and each that is refused gets a sentence."""

from pathlib import Path

import pytest

from reflections import Journal
from studio import sample
from tests.studio.commands.conftest import Run
from tests.studio.conftest import SECRET


@pytest.fixture
def tune(tmp_path: Path) -> Path:
    path = tmp_path / "bus.mid"
    path.write_bytes(sample.tune().to_midi())
    return path


def titles(folder: Path, alias: str = "Jo") -> list[str]:
    journal = Journal.open(folder, SECRET)
    try:
        pupil = next(pupil for pupil in journal.pupils() if pupil.shown == alias)
        return [piece.title for piece in journal.pieces(pupil.id)]
    finally:
        journal.close()


@pytest.mark.whole
def test_good_files_stay_in_though_others_are_refused(run: Run, lived_in: Path, tune: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.mid"
    cut.write_bytes(tune.read_bytes()[:40])
    page = tmp_path / "page.mid"
    page.write_text("<html>this is no music</html>")
    empty = tmp_path / "empty.mid"
    empty.touch()
    missing = tmp_path / "missing.mid"
    done = run("import", "--pupil", "Jo", page, tune, missing, empty, tmp_path)

    assert done.code == 1
    assert done.out == "Midnight Bus is in, for Jo.\n"
    said = done.err.splitlines()
    assert [line.partition(":")[0] for line in said] == ["page.mid", "missing.mid", "empty.mid", tmp_path.name]
    assert all(line.endswith(".") for line in said)
    assert titles(lived_in) == ["Midnight Bus"]


@pytest.mark.whole
def test_when_all_are_in_the_exit_code_is_0(run: Run, lived_in: Path, tune: Path, tmp_path: Path) -> None:
    folk = tmp_path / "cat.abc"
    folk.write_text("X:1\nT:The Cat\nK:G\nGABc|d4|\n")
    done = run("import", tune, folk, "--pupil", "amira")

    assert (done.code, done.err) == (0, "")
    assert sorted(titles(lived_in, "Amira")) == ["Midnight Bus", "The Cat"]
    assert titles(lived_in) == []


@pytest.mark.whole
def test_a_file_that_is_there_already_makes_no_second_piece_and_that_is_said(
    run: Run, lived_in: Path, tune: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.mid"
    again.write_bytes(tune.read_bytes())
    done = run("import", tune, again, "--pupil", "Jo")

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[1] == "again.mid is there already for Jo, as Midnight Bus."
    assert titles(lived_in) == ["Midnight Bus"]


@pytest.mark.whole
def test_half_a_file_comes_in_and_it_is_said_what_is_missing(run: Run, lived_in: Path, tune: Path) -> None:
    tune.write_bytes(tune.read_bytes()[:-40])
    done = run("import", tune, "--pupil", "Jo")

    assert done.code == 0
    assert done.err == "bus.mid: This file was cut off: its end is missing. The rest is here.\n"
    assert titles(lived_in) == ["Midnight Bus"]


def test_with_several_pupils_it_must_be_said_whose_it_is(run: Run, lived_in: Path, tune: Path) -> None:
    sentence = run("import", tune).sentence

    assert "--pupil" in sentence
    assert "Jo" in sentence
    assert "Amira" in sentence


def test_a_folder_is_named_even_where_it_is_called_dot(run: Run, lived_in: Path) -> None:
    assert run("import", ".", "--pupil", "Jo").err.startswith(".: ")
