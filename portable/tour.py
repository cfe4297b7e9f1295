"""Unpack the zip that people get into a new folder, let that give the tour where there is no Python, and look at what it made.

python3 portable/tour.py ZIP          with an empty environment, on this computer
python3 portable/tour.py ZIP --bare   in a Debian of its own that has nothing (Linux, as root; needs debootstrap and the network)

A folder in the place of the zip is taken as it is. `soundfolio-*.zip` may be typed where the shell leaves the star alone.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

LONGEST_SECONDS = 300
MADE = {"lesson.wav": 500_000, "portfolio.html": 100_000, "take-1.mid": 100}  # fewest bytes
DEBIAN = ("--variant=minbase", "bookworm")


def main(arguments: list[str]) -> int:
    """Give the tour; 0 where everything was made."""
    given = the_one(arguments[0])
    with tempfile.TemporaryDirectory(prefix="soundfolio-portable-") as place:
        folder = given if given.is_dir() else unpacked(given, Path(place, "unpacked"))
        if "--bare" in arguments[1:]:
            out, command = in_bare_debian(folder, Path(place))
        else:
            out, command = here(folder, Path(place))
        began = time.monotonic()
        code = subprocess.run(command, env=nothing(Path(place)), check=False, timeout=LONGEST_SECONDS).returncode
        faults = [] if code == 0 else [f"the tour ended with {code}"]
        faults += [f"{name} is missing or too small" for name, least in MADE.items() if size(out / name) < least]
        print("\n".join(faults) or f"The tour took {time.monotonic() - began:.0f} s, and everything is there.")
        return bool(faults)


def the_one(typed: str) -> Path:
    """The zip or folder that was meant; ends where it is none or more than one."""
    path = Path(typed)
    found = sorted(path.parent.glob(path.name))
    if len(found) != 1:
        sys.exit(f"One zip or folder is needed, and these are {len(found)}: {typed}")
    return found[0].resolve()


def unpacked(packed: Path, place: Path) -> Path:
    """Unpack as each system does for people: links are links again, and programs can be run. Gives the program's folder."""
    place.mkdir()
    if sys.platform == "darwin":
        subprocess.run(["ditto", "-x", "-k", str(packed), str(place)], check=True)
        return place / "soundfolio"
    with zipfile.ZipFile(packed) as archive:
        for each in archive.infolist():
            mode, path = each.external_attr >> 16, place / each.filename
            if stat.S_ISLNK(mode):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.symlink_to(archive.read(each).decode("utf-8"))
            else:
                archive.extract(each, place)
                if sys.platform != "win32":
                    path.chmod(stat.S_IMODE(mode))
    return place / "soundfolio"


def here(folder: Path, place: Path) -> tuple[Path, list[str]]:
    """Where the tour's files come, and its command, on this computer."""
    program = folder / ("soundfolio.exe" if sys.platform == "win32" else "soundfolio")
    return place / "out", [str(program), "tour", "--out", str(place / "out")]


def in_bare_debian(folder: Path, place: Path) -> tuple[Path, list[str]]:
    """The same in a tree with no Python in it, which is seen first."""
    tree = place / "debian"
    subprocess.run(["debootstrap", *DEBIAN, str(tree), *os.environ.get("DEBIAN_MIRROR", "").split()], check=True)
    found = [*tree.glob("usr/bin/python*"), *tree.glob("usr/lib/python3*/os.py")]
    assert not found, f"there is a Python in it: {found}"
    shutil.copytree(folder, tree / "srv" / "soundfolio", symlinks=True)
    return tree / "srv" / "out", ["chroot", str(tree), "/srv/soundfolio/soundfolio", "tour", "--out", "/srv/out"]


def nothing(place: Path) -> dict[str, str]:
    """An environment without a word of Python, and with a home that is empty."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "PATHEXT") if name in os.environ}
    home = str(place / "home")
    Path(home).mkdir()
    users = {"USERPROFILE": home, "APPDATA": home, "LOCALAPPDATA": home} if sys.platform == "win32" else {}
    return {**kept, **users, "HOME": home, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}


def size(path: Path) -> int:
    """Bytes of a file, 0 where there is none."""
    return path.stat().st_size if path.is_file() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
