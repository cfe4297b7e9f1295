"""The wheel holds all that the app needs: built, put elsewhere, and looked into and started from there."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.source import PACKAGES, ROOT

NOT_SHIPPED = {"__pycache__"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel. Made from a copy of what belongs to it, so that nothing is left in the project's folder."""
    made = tmp_path_factory.mktemp("wheel")
    source = made / "source"
    source.mkdir()
    for name in (*PACKAGES, "pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        (source / name).symlink_to(ROOT / name)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--disable-pip-version-check",
    ]
    done = subprocess.run([*pip, "-w", str(made), str(source)], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(made.glob("soundfolio-*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's files and nothing else."""
    folder = tmp_path_factory.mktemp("elsewhere")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--no-index",
        "--no-compile",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, "--target", str(folder), str(wheel)], check=True, capture_output=True)
    return folder


def test_every_file_of_the_packages_is_in_the_wheel(wheel: Path) -> None:
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    wanted = {path.relative_to(ROOT).as_posix() for path in files if not NOT_SHIPPED & set(path.parts)}

    assert wanted - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_wheel_holds_nothing_but_the_packages(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_installed_elsewhere_it_greets_and_finds_its_assets(elsewhere: Path, tmp_path: Path) -> None:
    code = "import sys, assets, studio.__main__ as m; print(assets.__file__); sys.argv = ['soundfolio', '--help']; m.main()"
    done = run_there(elsewhere, tmp_path, "-c", code)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith(str(elsewhere))
    assert "soundfolio tour" in done.stdout


def run_there(elsewhere: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the wheel's files before the project's own, from a folder that is neither."""
    environment = {**os.environ, "PYTHONPATH": str(elsewhere), "SOUNDFOLIO_DATA": str(folder / "data")}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, check=False, capture_output=True, text=True, timeout=120
    )
