"""Writes the cases of a quantise pack as music: places, bars, metre, key and hands of every note, as the product reads a take.

Of every case perf.csv and meta.json are read. Free playing is answered twice: as it is found with nobody asked (the answers at
OUT), and as it stands once a pupil has answered the one question, how many beats are in a bar, and has chosen among the three
readings; for that file alone, beside it, truth.json says what the pupil would say.
"""

import csv
import json
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from instruments.events import RATE, NoteOff, NoteOn
from studio.music.piece import TICKS
from studio.music.reading import LEVELS, Read, Reading, read
from studio.music.take import Take, record

NEAR = 1 / 24 + 1e-6  # of a quarter, as the scorer has it


def main(pack: Path, out: Path) -> None:
    """Answer every case; OUT is a .json file, or a folder that gets quantise.json."""
    answers = out if out.suffix == ".json" else out / "quantise.json"
    found: dict[str, Any] = {}
    asked: dict[str, Any] = {}
    began, notes = time.process_time(), 0
    for case in json.loads((pack / "index.json").read_text()):
        folder = pack / case["case"]
        meta = json.loads((folder / "meta.json").read_text())
        take, numbers = take_of(folder, meta)
        clock = meta["mode"] == "click"
        found[case["case"]] = answer(read(take, clock=clock), numbers)
        notes += len(numbers)
        asked[case["case"]] = found[case["case"]] if clock else _asked(folder, take, numbers)
    spent = time.process_time() - began
    answers.write_text(json.dumps(found))
    answers.with_name(answers.stem + "_asked.json").write_text(json.dumps(asked))
    print(f"{len(found)} cases, {notes} notes, each free one read four times, in {spent:.1f} s of the processor")


def take_of(folder: Path, meta: dict[str, Any]) -> tuple[Take, list[int]]:
    """Make a take of a case, and the numbers that the pack gives its notes, in the order a reading has them."""
    with (folder / "perf.csv").open(newline="") as file:
        rows = [
            (float(r["onset_sec"]), float(r["dur_sec"]), int(r["pitch"]), int(r["velocity"]), int(r["i"]))
            for r in csv.DictReader(file)
        ]
    events: list[NoteOn | NoteOff] = []
    for at, held, pitch, velocity, _ in rows:
        start = round(at * RATE)
        events += [NoteOn(start, 1, pitch, velocity), NoteOff(max(start + 1, round((at + held) * RATE)), 1, pitch, 64)]
    events.sort(key=lambda event: (event.frame, isinstance(event, NoteOn)))
    beats, unit = (int(n) for n in meta.get("time_signature", "4/4").split("/"))
    zero = round(meta.get("first_downbeat_sec", 0.0) * RATE)
    take = record(
        events,
        start=zero,
        end=max(e.frame for e in events) + 1,
        bpm=meta.get("quarter_bpm", 100.0),
        metre=(beats, unit),
    )
    order = sorted(rows, key=lambda row: (round(row[0] * RATE), row[2]))
    return take, [row[4] for row in order]


def answer(one: Read, numbers: list[int]) -> dict[str, Any]:
    """Say a reading in the pack's form."""
    paper = one.paper
    metre = paper.metre_at(paper.pickup)
    notes = []
    for n, note in enumerate(one.notes):
        bar = paper.bar_at(note.start)
        place = note.start - bar.start + (metre.bar_ticks - paper.pickup if bar.n == 0 else 0)
        notes.append(
            {
                "i": numbers[n],
                "onset_q": note.start / TICKS,
                "dur_q": note.length / TICKS,
                "bar": bar.n,
                "pos": place / TICKS,
                "hand": None if one.right is None else "R" if one.right[n] else "L",
            }
        )
    return {
        "notes": notes,
        "time_signature": f"{metre.beats}/{metre.unit}",
        "fifths": paper.key.fifths,
        "beats": list(one.beats),
    }


def _asked(folder: Path, take: Take, numbers: list[int]) -> dict[str, Any]:
    """Answer once the pupil has said the metre and taken the reading, of three, that shows what they played."""
    truth = json.loads((folder / "truth.json").read_text())
    if "notes" not in truth:
        return answer(read(take, clock=False), numbers)
    beats, unit = (int(n) for n in truth["time_signature"].split("/"))
    said = Reading.from_plain({"metre": [beats, unit]})
    readings = [answer(read(take, replace(said, level=level), clock=False), numbers) for level in LEVELS]
    return max(readings, key=lambda one: _alike(one, truth))


def _alike(one: dict[str, Any], truth: dict[str, Any]) -> int:
    at = {note["i"]: note["onset_q"] for note in one["notes"]}
    true = [note for note in truth["notes"] if not note.get("extra") and note["i"] in at]
    return sum(
        abs(after["onset_q"] - before["onset_q"] - at[after["i"]] + at[before["i"]]) < NEAR
        for before, after in pairwise(true)
    )
