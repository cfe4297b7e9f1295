"""Answers an alignment pack with parangonar (pip install parangonar tqdm, in an environment of its own): python peer_alignment.py PACK OUT.

Matching is its DualDTWNoteMatcher, the best of it that needs no network; following its SLT_OLTW. Times are of the processor.
"""

import csv
import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

Rows = list[dict[str, str]]
SCORE = [("onset_beat", "f4"), ("duration_beat", "f4"), ("onset_quarter", "f4"), ("duration_quarter", "f4"),
         ("onset_div", "i4"), ("duration_div", "i4"), ("pitch", "i4"), ("voice", "i4"), ("id", "U32"), ("is_grace", "?")]  # fmt: skip
PLAYED = [("onset_sec", "f4"), ("duration_sec", "f4"), ("pitch", "i4"), ("velocity", "i4"), ("id", "U32")]


def main(pack: Path, out: Path) -> None:
    """Answer every case."""
    out.mkdir(parents=True, exist_ok=True)
    for case in json.loads((pack / "index.json").read_text()):
        name = case["case"]
        score, played = (_rows(pack / name / file) for file in ("score.csv", "perf.csv"))
        played.sort(key=lambda row: (float(row["onset_sec"]), int(row["pitch"])))
        arrays = _arrays(score, played)
        began = time.thread_time()
        _match(*arrays, out / f"{name}.csv")
        print(f"{name}: {len(played)} notes matched in {time.thread_time() - began:.2f} s")
        _follow(*arrays, out / f"{name}.follow.csv")


def _rows(path: Path) -> Rows:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def _arrays(score: Rows, played: Rows) -> tuple[Any, Any]:
    import numpy as np

    written = []
    for row in score:
        onset, length = float(row["onset_beat"]), max(float(row["dur_beat"]), 0.01)
        div = round(onset * 480), max(1, round(length * 480))
        written.append((onset, length, onset, length, *div, int(row["pitch"]), 1, row["id"], False))
    struck = [
        (float(row["onset_sec"]), float(row["dur_sec"]), int(row["pitch"]), int(row["velocity"]), row["id"])
        for row in played
    ]
    return np.sort(np.array(written, SCORE), order=["onset_beat", "pitch"]), np.array(struck, PLAYED)


def _match(score: Any, played: Any, path: Path) -> None:
    matcher = import_module("parangonar.match").DualDTWNoteMatcher()
    with path.open("w", newline="") as file:
        answers = csv.writer(file)
        answers.writerow(("label", "score_id", "perf_id"))
        for each in matcher(score, played, process_ornaments=False):
            answers.writerow((each["label"], each.get("score_id", ""), each.get("performance_id", "")))


def _follow(score: Any, played: Any, path: Path) -> None:
    follower = import_module("parangonar.match").TOLTWMatcher(score, tracker_type="SLT_OLTW")
    with path.open("w", newline="") as file:
        answers = csv.writer(file)
        answers.writerow(("perf_id", "onset_beat", "latency_ms"))
        for note in played:
            began = time.thread_time()
            group = follower(note)
            spent = (time.thread_time() - began) * 1000
            answers.writerow((note["id"], float(follower.unique_onsets[group]), f"{spent:.4f}"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
