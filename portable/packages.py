"""Build the wheel and the sdist, prove that they come out the same each time and hold what they must, and let the wheel give the tour.

    python3 portable/packages.py [OUT]

Needs git, `build` (portable/requirements-lock.txt) and the network. Each of two clones of what is committed, of another name,
is built by `python -m build`: the sdist from the clone, the wheel from the sdist. A third wheel comes straight from a clone.
All must be byte by byte the same. The wheel must hold every file of the four packages that git knows and no other; then it is put
into an environment of its own, with what the lock names, and gives the tour there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("assets", "instruments", "reflections", "studio")
ON_WINDOWS = sys.platform == "win32"


def main(arguments: list[str]) -> int:
    """Build, compare, look inside, try; gives 0, or ends with what is not so."""
    out = Path(arguments[0]).resolve() if arguments else ROOT / "dist"
    with tempfile.TemporaryDirectory(prefix="soundfolio-packages-") as place:
        work = Path(place)
        first, second = built(work, "first"), built(work, "second-of-another-name")
        straight = built(work, "straight", "--wheel")
        differ = [
            name for name in first if second.get(name) != first[name] or straight.get(name, first[name]) != first[name]
        ]
        if differ or len(first) != 2:  # noqa: PLR2004  # a wheel and an sdist
            sys.exit(f"Built again, it is not the same: {', '.join(differ) or sorted(first)}")
        wheel = next((work / "first" / "out").glob("*.whl"))
        if wrong := inside(wheel, work / "first"):
            sys.exit(f"The wheel lacks or must not hold: {', '.join(wrong)}")
        tried(wheel, work / "environment")
        out.mkdir(parents=True, exist_ok=True)
        for name, digest in sorted(first.items()):
            shutil.copy(work / "first" / "out" / name, out)
            print(f"{digest}  {name}")
    return 0


def built(work: Path, name: str, *only: str) -> dict[str, str]:
    """Clone, build; gives the SHA-256 of each file by its name."""
    clone = work / name
    run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], work)
    day = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=clone, check=True, capture_output=True, encoding="utf-8"
    ).stdout.strip()
    fixed = {**os.environ, "SOURCE_DATE_EPOCH": day}
    run([sys.executable, "-m", "build", "--outdir", str(clone / "out"), *only, str(clone)], work, fixed)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (clone / "out").iterdir()}


def inside(wheel: Path, clone: Path) -> list[str]:
    """What of the four packages is missing in the wheel, and what it has besides, but for its own description."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *PACKAGES], cwd=clone, check=True, capture_output=True, encoding="utf-8"
    )
    wanted = {name for name in listed.stdout.split("\0") if name}
    with zipfile.ZipFile(wheel) as opened:
        found = {name for name in opened.namelist() if ".dist-info/" not in name}
    return sorted(wanted ^ found)


def tried(wheel: Path, place: Path) -> None:
    """Install it with what the lock names, let it say its help and give the tour."""
    venv.create(place, with_pip=True)
    programs = place / ("Scripts" if ON_WINDOWS else "bin")
    pip = [str(programs / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    lock = str(ROOT / "requirements-lock.txt")
    run([*pip, "install", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--requirement", lock], place)
    run([*pip, "install", "--no-deps", str(wheel)], place)
    run([*pip, "check"], place)  # the lock has all that the wheel asks for
    run([str(programs / "soundfolio"), "--help"], place, quiet=True)
    run([sys.executable, str(ROOT / "portable" / "tour.py"), str(programs)], place)


def run(command: list[str], at: Path, env: dict[str, str] | None = None, *, quiet: bool = False) -> None:
    """Run a program away from the code; where it fails, end with its own words."""
    print(" ".join([Path(command[0]).name, *command[1:4]]), "...", flush=True)
    said = subprocess.DEVNULL if quiet or "build" in command else None
    done = subprocess.run(command, cwd=at, env=env, check=False, stdout=said)
    if done.returncode:
        sys.exit(f"That failed ({done.returncode}).")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
