"""Follows and matches the cases of an alignment pack: which played note is which written one, and where the pupil was at each.

Times are of the processor: what other programs take of a busy computer is not ours. Of every case only score.csv and perf.csv are
read; nobody says whether there are restarts: the pupil does not say so either.
"""

import csv
import json
import statistics
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from studio.music.follow import Follower
from studio.music.match import match

TICKS = 480
NEAR = 1e-3  # beats
BACK = 0.5  # beats: the two hands of a chord are never quite together
SOON = 3


def main(pack: Path, out: Path) -> None:
    """Answer every case, and say how long it took, and how soon it was right again after each jump."""
    again: list[Again] = []
    for case in json.loads((pack / "index.json").read_text()):
        name = case["case"]
        score, played = _rows(pack / name / "score.csv"), _rows(pack / name / "perf.csv")
        played.sort(key=lambda row: (float(row["onset_sec"]), int(row["pitch"])))
        began = time.thread_time()
        _match(score, played, out / f"{name}.csv")
        spent = time.thread_time() - began
        latency = _follow(score, played, out / f"{name}.follow.csv")
        again += right_again(pack / name / "truth.csv", score, played, out / f"{name}.follow.csv")
        minutes = float(played[-1]["onset_sec"]) / 60
        print(
            f"{name}: {len(played)} notes of {minutes:.1f} min matched in {spent:.2f} s, {latency:.2f} ms a note (p99)"
        )
    if again:
        notes = [each.notes for each in again]
        late = [each for each in again if each.notes > SOON]
        print(
            f"after {len(again)} jumps: right again with note {statistics.mean(notes):.1f} in the mean, {statistics.median(notes):g} in "
            f"the median, {max(notes)} at most; {1 - len(late) / len(again):.2f} of them within {SOON}; of the {len(late)} others "
            f"{sum(each.could_be for each in late)} where all that was played until then is written at the wrong place as well"
        )


class Again(NamedTuple):
    """How many notes a jump took; and whether each of them until then is written where it was taken to be, so that nobody could tell."""

    notes: int
    could_be: bool


def right_again(truth: Path, score: list[dict[str, str]], played: list[dict[str, str]], followed: Path) -> list[Again]:
    """Count for each jump (back, or forward by over a bar) how many notes it took until the follower was right, 1 for at once.

    For this alone the truth is read, once all is answered. Notes that are no note of the piece are not counted; a jump that is left
    by another one before it was found counts as all its notes and one.
    """
    beats = {row["id"]: float(row["onset_beat"]) for row in score}
    bars = {row["id"]: int(row["bar"]) for row in score}
    of_note = {row["perf_id"]: row["score_id"] for row in _rows(truth) if row["label"] == "match"}
    told = {row["perf_id"]: float(row["onset_beat"]) for row in _rows(followed)}
    written = {(round(float(row["onset_beat"]) / NEAR), row["pitch"]) for row in score}
    found: list[Again] = []
    waiting, before, could_be = 0, None, True
    for row in played:
        here = of_note.get(row["id"])
        if here is None:
            continue
        if before is not None and (beats[here] < beats[before] - BACK or bars[here] > bars[before] + 1):
            found += [Again(waiting, could_be)] if waiting else []
            waiting, could_be = 1, True
        right = abs(told[row["id"]] - beats[here]) < NEAR
        if waiting and right:
            found.append(Again(waiting, could_be))
            waiting = 0
        elif waiting:
            waiting += 1
            could_be = could_be and (round(told[row["id"]] / NEAR), row["pitch"]) in written
        before = here
    return found


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
