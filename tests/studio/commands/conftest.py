"""The command line as a person calls it, in this process: what it answered, and a journal for it to find."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reflections import seal
from studio import __main__
from tests.studio.conftest import SECRET


class Said:
    """What one command answered."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in err

    @property
    def sentence(self) -> str:
        """The one sentence of a refusal; nothing was said beside it."""
        assert self.code != 0
        assert self.out == ""
        (line,) = self.err.splitlines()
        assert line.endswith(".")
        return line


Run = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def lived_in(house: Path, folder: Path) -> Path:
    """A data folder with Jo and Amira."""
    shutil.copytree(house, folder)
    return folder


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call the command line with this passphrase in the environment."""
    monkeypatch.setattr(seal, "_MEMORY_KIB", 8 * 1024)
    monkeypatch.setattr(seal, "_PASSES", 1)
    monkeypatch.setattr(sys, "setswitchinterval", lambda _seconds: None)
    monkeypatch.setenv("SOUNDFOLIO_DATA", str(folder))

    def command(*arguments: str | Path, passphrase: str | None = SECRET) -> Said:
        if passphrase is None:
            monkeypatch.delenv("SOUNDFOLIO_PASSPHRASE", raising=False)
        else:
            monkeypatch.setenv("SOUNDFOLIO_PASSPHRASE", passphrase)
        code = __main__.main(["--data", str(folder), *map(str, arguments)])
        return Said(code, *capsys.readouterr())

    return command
