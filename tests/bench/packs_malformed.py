"""Opens the files of a malformed pack as the product opens any file, and says what came of each: results.jsonl.

Each file is opened from an empty folder, two levels down in another, and nothing may lie in them afterwards.
"""

import json
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from studio.music.intake import IntakeError, read_file

RESULTS = "results.jsonl"


def main(pack: Path, out: Path) -> None:
    """Answer every file, and say what was refused and how long the slowest took."""
    names = list(json.loads((pack / "expected.json").read_text()))
    with tempfile.TemporaryDirectory() as top:
        lines = _answers(pack.resolve() / "files", names, Path(top))
    (out / RESULTS).write_text("".join(json.dumps(line) + "\n" for line in lines))
    for line in lines:
        if line["status"] != "ok":
            print(f"{line['file']}: {line['status']}: {line['message']}")
    slowest = max(lines, key=lambda line: float(line["seconds"]))
    print(f"{len(lines)} files; the slowest, {slowest['file']}, took {slowest['seconds']} s")


def _answers(files: Path, names: list[str], top: Path) -> list[dict[str, Any]]:
    inside, here = top / "a" / "b", Path.cwd()
    inside.mkdir(parents=True)
    os.chdir(inside)
    try:
        lines = [answer(files / name) for name in names]
    finally:
        os.chdir(here)
    left = sorted(path.name for path in top.rglob("*"))
    if left != ["a", "b"]:
        raise SystemExit(f"Opening these files wrote others: {left}")
    return lines


def answer(path: Path) -> dict[str, Any]:
    """Say what came of one file: ok with its notes, rejected with a sentence, else a crash."""
    began = time.perf_counter()
    line: dict[str, Any] = {"file": path.name, "status": "ok", "n_notes": 0, "message": ""}
    try:
        taken = read_file(path)
        line["n_notes"] = sum(len(part.notes) for part in taken.written.parts)
        line["message"] = taken.missing
    except IntakeError as error:
        line |= {"status": "rejected", "message": str(error)}
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        line |= {"status": "crash", "message": repr(error)}
    line["seconds"] = round(time.perf_counter() - began, 3)
    line["rss_mb"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000, 1)  # the most so far
    return line
