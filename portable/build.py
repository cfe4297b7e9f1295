"""Build the portable folder for the computer this runs on: no installer, no Python needed, nothing written outside a user's own folders.

    python3 portable/build.py [OUT]

Needs Python 3.11 or 3.12 and, the first time, the network. What goes in comes from the two locks, each file checked against its hash,
into an environment of its own. Beside the program stand the licences of everything in it, a bill of materials (CycloneDX) and what a
school's IT has to know. The folder is packed as one zip; beside it stand the zip's SHA-256 and that of each program file in it.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import stat
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "portable"
LOCKS = (ROOT / "requirements-lock.txt", ROOT / "portable" / "requirements-lock.txt")
DRIVER = ("psycopg", "psycopg-binary")  # carried, though the app's own lock leaves it to who needs it
ON_WINDOWS = sys.platform == "win32"
UNIX = 3  # in a zip: what stands with a file is its mode, which says what is a link
SYSTEM = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")


def main(arguments: list[str]) -> int:
    """Build, describe, pack; gives 0, or ends with what failed."""
    out = Path(arguments[0]).resolve() if arguments else ROOT / "dist"
    python = environment()
    freeze(python, out)
    folder = out / "soundfolio"
    describe(python, folder)
    packed = pack(out)
    programs = packed.with_suffix(".programs.sha256")
    programs.write_text(hashes(folder), encoding="utf-8")
    print(f"{packed} ({packed.stat().st_size / 1e6:.0f} MB; {total(folder) / 1e6:.0f} MB unpacked)")
    return 0


def environment() -> Path:
    """Make an environment with what the locks name and Soundfolio in place; gives its Python."""
    place = WORK / "environment"
    python = place / ("Scripts/python.exe" if ON_WINDOWS else "bin/python")
    if not python.exists():
        venv.create(place, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-deps"]
    for lock in LOCKS:
        run([*pip, "--only-binary", ":all:", "--require-hashes", "--requirement", str(lock)])
    run([*pip, "--no-build-isolation", "--editable", str(ROOT)])
    return python


def freeze(python: Path, out: Path) -> None:
    """Let PyInstaller make the folder; the same hash seed and dates each time, so that two builds can be compared."""
    fixed = {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": committed()}
    how = ["--noconfirm", "--clean", "--log-level", "WARN", "--distpath", str(out), "--workpath", str(WORK / "work")]
    run([str(python), "-m", "PyInstaller", *how, str(ROOT / "portable" / "soundfolio.spec")], fixed)


def describe(python: Path, folder: Path) -> None:
    """Put the licences, the bill of materials and the page for IT beside the program."""
    names = sorted({line.partition("==")[0] for line in lines(LOCKS[0]) if "==" in line} | set(DRIVER))
    licences = ["--format", "plain-vertical", "--with-license-file", "--no-license-path", "--with-urls"]
    wanted = ["--packages", *names, "--output-file", str(folder / "LICENCES.txt")]
    run([str(python), "-m", "piplicenses", *licences, *wanted])
    bill = folder / "bill-of-materials.json"
    about = ["--pyproject", str(ROOT / "pyproject.toml"), "--output-reproducible", "--output-file", str(bill)]
    run([str(python), "-m", "cyclonedx_py", "environment", *about, str(python)])
    bill.write_text(without_tools(bill.read_text(encoding="utf-8"), set(names)), encoding="utf-8")
    for name in ("LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copy(ROOT / "portable" / "READ-ME-FIRST.txt", folder)
    if licence := pythons_own():
        shutil.copy(licence, folder / "LICENCE-PYTHON.txt")


def pythons_own() -> Path | None:
    """The licence of the Python that goes in, with those of what it is built with; a Python of Debian's keeps it elsewhere."""
    places = (Path(sysconfig.get_paths()["stdlib"]), Path(sys.base_prefix))
    return next((place / "LICENSE.txt" for place in places if (place / "LICENSE.txt").is_file()), None)


def without_tools(bill: str, names: set[str]) -> str:
    """The bill of materials without what only builds the folder."""
    said, wanted = json.loads(bill), {spelled(name) for name in names}
    said["components"] = [each for each in said["components"] if spelled(each["name"]) in wanted]
    kept = {each["bom-ref"] for each in (*said["components"], said["metadata"]["component"])}
    said["dependencies"] = [
        {**each, "dependsOn": [one for one in each.get("dependsOn", []) if one in kept]}
        for each in said.get("dependencies", [])
        if each["ref"] in kept
    ]
    return json.dumps(said, indent=2, sort_keys=True) + "\n"


def spelled(name: str) -> str:
    """A package's name as all its spellings come to: a lock says typing-extensions, the package itself typing_extensions."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pack(out: Path) -> Path:
    """Pack the folder as one zip, links as links and programs still programs, and its SHA-256 beside it."""
    packed = out / f"soundfolio-{SYSTEM}-{platform.machine().lower()}.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((out / "soundfolio").rglob("*")):
            if path.is_symlink():
                link = zipfile.ZipInfo(path.relative_to(out).as_posix())
                link.create_system, link.external_attr = UNIX, (stat.S_IFLNK | 0o777) << 16
                archive.writestr(link, str(path.readlink()))
            elif path.is_file():
                archive.write(path, path.relative_to(out))
    digest = hashlib.sha256(packed.read_bytes()).hexdigest()
    packed.with_suffix(".zip.sha256").write_text(f"{digest}  {packed.name}\n", encoding="utf-8")
    return packed


def hashes(folder: Path) -> str:
    """SHA-256 and name of each file that a system runs or loads, a line each, as a rule by hash asks for them."""
    runs = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink() and is_program(path)]
    told = ((hashlib.sha256(path.read_bytes()).hexdigest(), path.relative_to(folder.parent)) for path in runs)
    return "".join(f"{digest}  {name.as_posix()}\n" for digest, name in told)


def is_program(path: Path) -> bool:
    """Whether a file is a program or a library, by its first bytes: of Windows, Linux, or macOS on one processor or two."""
    with path.open("rb") as file:
        begins = file.read(4)
    return begins[:2] == b"MZ" or begins in (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def committed() -> str:
    """When the code was last changed, in seconds since 1970; a fixed day where there is no git."""
    done = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=False, capture_output=True, encoding="utf-8"
    )
    return done.stdout.strip() or "1767225600"


def total(folder: Path) -> int:
    """Bytes of everything in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def lines(path: Path) -> list[str]:
    """The lines of a text."""
    return path.read_text(encoding="utf-8").splitlines()


def run(command: list[str], more: dict[str, str] | None = None) -> None:
    """Run a program; where it fails, end with its own words."""
    print(" ".join([Path(command[0]).name, *command[1:4]]), "...", flush=True)
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **(more or {})}, check=False)
    if done.returncode:
        sys.exit(f"That failed ({done.returncode}).")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
