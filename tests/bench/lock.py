"""Renew the three locks, and check that all they name comes as a wheel on every computer Soundfolio is for.

python -m tests.bench.lock           renew, then check (needs the network)
python -m tests.bench.lock --check   check the locks as they are
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP, TEST = ROOT / "requirements-lock.txt", ROOT / "requirements-test-lock.txt"
PORTABLE = ROOT / "portable" / "requirements-lock.txt"  # what builds the portable folders; not on any laptop
COMPUTERS = ("x86_64-pc-windows-msvc", "aarch64-apple-darwin", "x86_64-apple-darwin", "x86_64-unknown-linux-gnu")
PYTHONS = ("3.11", "3.12")
# The last of these with wheels for Macs with Intel processors: schools have many. Named twice, so that only they get them.
INTEL_MAC = "sys_platform == 'darwin' and platform_machine == 'x86_64'"
OTHERS = "sys_platform != 'darwin' or platform_machine != 'x86_64'"
CONSTRAINTS = f"""\
argon2-cffi-bindings<26 ; {INTEL_MAC}
argon2-cffi-bindings>=26 ; {OTHERS}
cryptography<49 ; {INTEL_MAC}
cryptography>=50 ; {OTHERS}
"""
BUILD = "setuptools>=77\n"  # puts Soundfolio itself into the .venv, and builds the wheel


def main() -> None:
    """Renew unless asked only to check; the exit code is 1 where something has no wheel."""
    if sys.argv[1:] != ["--check"]:
        renew(APP, [])
        for lock, extra in ((TEST, "test"), (PORTABLE, "portable")):
            renew(lock, ["--extra", extra, "--constraint", APP.name])
            known = without_known(lock.read_text(encoding="utf-8"), APP.read_text(encoding="utf-8"))
            lock.write_text(known, encoding="utf-8")
    missing = [found for computer in COMPUTERS for python in PYTHONS for found in no_wheel(computer, python)]
    print("\n".join(missing) or f"Everything has a wheel on {', '.join(COMPUTERS)}, each with {' and '.join(PYTHONS)}.")
    sys.exit(bool(missing))


def renew(lock: Path, more: list[str]) -> None:
    """One lock for all computers, with hashes, from pyproject.toml."""
    constraints = ROOT / "build" / "constraints.txt"
    constraints.parent.mkdir(exist_ok=True)
    constraints.write_text(CONSTRAINTS, encoding="utf-8")
    command = ["pip", "compile", "pyproject.toml", "-", *more, "--constraint", str(constraints.relative_to(ROOT))]
    how = ["--universal", "--generate-hashes", "--no-annotate", "--upgrade", "--quiet", "--python-version", PYTHONS[0]]
    uv(
        [
            *command,
            *how,
            "--custom-compile-command",
            "python -m tests.bench.lock",
            "--output-file",
            str(lock.relative_to(ROOT)),
        ],
        BUILD,
    )


def without_known(lock: str, known: str) -> str:
    """The lock's blocks (a requirement and its hashes) for packages that the other lock does not name."""
    names = set(re.findall(r"^([\w.-]+)==", known, re.MULTILINE))
    blocks = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)
    return "".join(block for block in blocks if block.startswith("#") or block.partition("==")[0] not in names)


def no_wheel(computer: str, python: str) -> list[str]:
    """What in the locks has no wheel there, a line each; macOS is taken to be 13."""
    wanted = [
        "pip",
        "compile",
        *(str(lock.relative_to(ROOT)) for lock in (APP, TEST, PORTABLE)),
        "--no-deps",
        "--only-binary",
        ":all:",
        "--quiet",
    ]
    done = uv([*wanted, "--python-platform", computer, "--python-version", python], check=False)
    return [f"{computer}, Python {python}: {line}" for line in done.stderr.splitlines()] if done.returncode else []


def uv(arguments: list[str], typed: str = "", *, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the uv of this environment in the project's folder."""
    program = shutil.which("uv", path=sysconfig.get_path("scripts")) or shutil.which("uv") or "uv"
    environment = {**os.environ, "MACOSX_DEPLOYMENT_TARGET": "13.0"}
    done = subprocess.run(
        [program, *arguments],
        cwd=ROOT,
        input=typed,
        env=environment,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    if check and done.returncode:
        sys.exit(done.stderr)
    return done


if __name__ == "__main__":
    main()
