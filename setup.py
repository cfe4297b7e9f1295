"""Makes the sdist byte by byte the same each time, where SOURCE_DATE_EPOCH says its day; all else stands in pyproject.toml."""

from __future__ import annotations

import gzip
import os
import tarfile
from pathlib import Path
from typing import Any

from setuptools import setup
from setuptools.command.sdist import sdist


class Dated(sdist):
    """An sdist of one day and of nobody: setuptools puts into it when, by whom and under which umask it was made."""

    def make_archive(self, base_name: str, format: str, **where: Any) -> str:  # noqa: A002  # its name there
        """Pack what setuptools laid out in `base_dir`; return the file's name."""
        day = os.environ.get("SOURCE_DATE_EPOCH")
        if day is None or format != "gztar" or where.get("root_dir"):
            return super().make_archive(base_name, format, **where)
        name = f"{base_name}.tar.gz"
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        pack(Path(where["base_dir"]), Path(name), int(day))
        return name


def pack(folder: Path, into: Path, day: int) -> None:
    """Write the folder as a tar.gz, in the order of its names, everything of that day (seconds since 1970)."""
    with (
        into.open("wb") as plain,
        gzip.GzipFile("", "wb", fileobj=plain, mtime=day) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in [folder, *sorted(folder.rglob("*"), key=Path.as_posix)]:
            tar.add(path, path.relative_to(folder.parent).as_posix(), recursive=False, filter=lambda one: _of(one, day))


def _of(one: tarfile.TarInfo, day: int) -> tarfile.TarInfo:
    one.uid = one.gid = 0
    one.uname = one.gname = ""
    one.mtime = day
    one.mode = 0o755 if one.isdir() else 0o644
    return one


if __name__ == "__main__":
    setup(cmdclass={"sdist": Dated})
