"""A portable folder has no Python beside it: its program starts itself again, and runs nothing but what it may."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from studio import __main__ as program
from studio import again


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)


@pytest.mark.whole
def test_with_python_a_module_runs_in_a_process_of_its_own_from_any_folder(tmp_path: Path) -> None:
    ready = subprocess.run(
        again.command("studio.voices.speech"), input="", capture_output=True, encoding="utf-8", cwd=tmp_path, check=True
    )
    assert ready.stdout.strip() in {"ready", "dumb"}


@pytest.mark.usefixtures("frozen")
def test_without_python_the_program_is_told_which_module_to_run() -> None:
    assert again.command("studio.ui.weights", "a", "b") == [sys.executable, "--again", "studio.ui.weights", "a", "b"]


@pytest.mark.usefixtures("frozen")
def test_the_program_runs_what_it_was_started_again_for(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr("studio.ui.weights.main", lambda: seen.append(sys.argv[1:]))
    assert program.main(["--again", "studio.ui.weights", "font", "folder", "400"]) == 0
    assert seen == [["font", "folder", "400"]]


@pytest.mark.usefixtures("frozen")
def test_the_sound_engine_is_started_again_too(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr("instruments.process.main", lambda: seen.append("engine"))
    assert program.main(["--sound-engine"]) == 0
    assert seen == ["engine"]


@pytest.mark.parametrize("name", ["os", "studio.tour", "studio.ui.weights.main", ""])
def test_nothing_else_is_run_whoever_asks(name: str) -> None:
    assert not again.run(["--again", name])


@pytest.mark.parametrize("name", sorted(again.MAY_RUN))
def test_what_may_be_run_is_there(name: str) -> None:
    assert callable(import_module(name).main)
