"""The wheel holds all that the app needs: built, put elsewhere, and looked into and started from there.

The tour is given from there as well: see test_tour.py.
"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.source import PACKAGES, ROOT

NOT_SHIPPED = {"__pycache__"}


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
