"""Follows and matches the cases of an alignment pack: which played note is which written one, and where the pupil was at each.

Times are of the processor: what other programs take of a busy computer is not ours. Of every case only score.csv and perf.csv are
read; nobody says whether there are restarts: the pupil does not say so either.
"""

import csv
import json
import time
from collections import defaultdict
from pathlib import Path

from studio.music.follow import Follower
from studio.music.match import match

TICKS = 480


def main(pack: Path, out: Path) -> None:
    """Answer every case, and say how long it took."""
    for case in json.loads((pack / "index.json").read_text()):
        name = case["case"]
        score, played = _rows(pack / name / "score.csv"), _rows(pack / name / "perf.csv")
        played.sort(key=lambda row: (float(row["onset_sec"]), int(row["pitch"])))
        began = time.thread_time()
        _match(score, played, out / f"{name}.csv")
        spent = time.thread_time() - began
        latency = _follow(score, played, out / f"{name}.follow.csv")
        minutes = float(played[-1]["onset_sec"]) / 60
        print(
            f"{name}: {len(played)} notes of {minutes:.1f} min matched in {spent:.2f} s, {latency:.2f} ms a note (p99)"
        )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def _ticks(score: list[dict[str, str]]) -> list[int]:
    return [round(float(row["onset_beat"]) * TICKS) for row in score]


def _barlines(score: list[dict[str, str]]) -> set[int]:
    """The first note of each bar stands for its barline, which the pack does not tell."""
    bars = defaultdict(list)
    for row, tick in zip(score, _ticks(score), strict=True):
        bars[row["bar"]].append(tick)
    return {min(ticks) for ticks in bars.values()}


def _match(score: list[dict[str, str]], played: list[dict[str, str]], path: Path) -> None:
    found = match(
        _ticks(score),
        [int(row["pitch"]) for row in score],
        [float(row["onset_sec"]) for row in played],
        [int(row["pitch"]) for row in played],
        _barlines(score),
    ).matches
    with path.open("w", newline="") as file:
        answers = csv.writer(file)
        answers.writerow(("label", "score_id", "perf_id"))
        answers.writerows(("match", score[each.written]["id"], played[each.played]["id"]) for each in found)
        left = set(range(len(played))) - {each.played for each in found}
        answers.writerows(("insertion", "", played[n]["id"]) for n in sorted(left))
        left = set(range(len(score))) - {each.written for each in found}
        answers.writerows(("deletion", score[n]["id"], "") for n in sorted(left))


def _follow(score: list[dict[str, str]], played: list[dict[str, str]], path: Path) -> float:
    """Follow note by note, knowing nothing of what comes; returns the milliseconds that 99 of 100 notes needed at most."""
    ticks = _ticks(score)
    beats = {tick: float(row["onset_beat"]) for tick, row in zip(ticks, score, strict=True)}
    follower = Follower(ticks, [int(row["pitch"]) for row in score], _barlines(score))
    spent = []
    with path.open("w", newline="") as file:
        answers = csv.writer(file)
        answers.writerow(("perf_id", "onset_beat", "latency_ms"))
        for row in played:
            began = time.thread_time()
            place = follower.hear(float(row["onset_sec"]), int(row["pitch"]))
            spent.append((time.thread_time() - began) * 1000)
            assert place is not None
            answers.writerow((row["id"], beats[place.tick], f"{spent[-1]:.4f}"))
    return sorted(spent)[int(0.99 * (len(spent) - 1))]
