"""Answers a pack with other people's readers: MuseScore 3 where its program is installed, mido and symusic where they can be imported.

python tests/bench/peer_readers.py musescore malformed|library|quantise PACK OUT
python tests/bench/peer_readers.py mido|symusic malformed|library PACK OUT      (pip install symusic, in an environment of its own)

Of a pack each is only asked for the kinds of file it says it reads; OUT gets the pack's own truth of those, so that its scorer, run on
OUT instead of PACK, compares like with like: it does the same for ours beside them. Whatever hangs is ended after ten seconds.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

SECONDS = 10.0
PROGRAMS = ("mscore3", "musescore3")
READS = {
    "musescore": {".mid", ".kar", ".xml", ".musicxml", ".mxl"},
    "mido": {".mid", ".kar"},
    "symusic": {".mid", ".kar", ".abc"},
}
PEERS = tuple(READS)
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
FIRST = 16


def main(peer: str, name: str, pack: Path, out: Path) -> None:
    """Answer the pack as far as this peer reads its files."""
    out.mkdir(parents=True, exist_ok=True)
    if name == "alignment" or (name == "quantise" and peer != "musescore"):
        raise SystemExit(f"{peer} does not answer the {name} pack.")
    if name == "quantise":
        _quantise(pack, out)
        return
    wanted = {"malformed": "expected.json", "library": "truth_import.json"}[name]
    truth = {file: one for file, one in json.loads((pack / wanted).read_text()).items() if _reads(peer, file)}
    for one in truth.values() if peer != "musescore" else ():  # what these two do not say
        one.pop("fifths", None)
        one.pop("hands", None)
        one.pop("chords_per_bar", None)
    (out / wanted).write_text(json.dumps(truth))
    answers = {file: _answer(peer, pack.resolve() / "files" / file) for file in truth}
    if name == "malformed":
        (out / "results.jsonl").write_text(
            "".join(json.dumps(one | {"file": file}) + "\n" for file, one in answers.items())
        )
    else:
        (out / "truth_arrange.json").write_text("{}")
        (out / "arrange.json").write_text("{}")
        (out / "import.json").write_text(json.dumps({file: one["music"] for file, one in answers.items()}))
    died = sum(one["status"] in {"crash", "timeout"} for one in answers.values())
    print(f"{peer}: {len(truth)} files of the kinds it reads, {died} crashed or hung")


def _reads(peer: str, file: str) -> bool:
    return Path(file).suffix.casefold() in READS[peer]


def _answer(peer: str, file: Path) -> dict[str, Any]:
    """What came of one file, read in a process of its own."""
    began = time.monotonic()
    status, said, music = (_by_musescore if peer == "musescore" else _by_module)(peer, file)
    count = music.get("n_notes", 0)
    spent = round(time.monotonic() - began, 3)
    return {"status": status, "n_notes": count, "seconds": spent, "message": said, "music": music}


def _run(command: list[str]) -> tuple[str, str]:
    """Run a program for so long at most: ok, rejected, crash or timeout, and what it said."""
    quiet = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=SECONDS, env=quiet, check=False
        )
    except subprocess.TimeoutExpired:
        return "timeout", ""
    status = "ok" if done.returncode == 0 else "crash" if done.returncode < 0 else "rejected"
    return status, done.stdout if status == "ok" else (done.stderr or done.stdout).strip()[-190:]


# ---------------------------------------------------------------- MuseScore


def _by_musescore(_peer: str, file: Path) -> tuple[str, str, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "out.musicxml"
        status, said = _run([_program(), "-o", str(made), str(file)])
        if status != "ok" or not made.exists():
            said = said.strip()[-190:] or "no score came of it"
            return ("rejected" if status == "ok" else status), said, {"error": said}
        return status, "", _music(ET.parse(made).getroot())


def _program() -> str:
    found = next((path for path in map(shutil.which, PROGRAMS) if path), None)
    if found is None:
        raise SystemExit("MuseScore 3 is not installed (apt-get install musescore3).")
    return found


def _music(root: ET.Element) -> dict[str, Any]:
    """What a score says of itself, in the pack's form."""
    notes = sorted(_notes(root))
    metre, fifths = root.find(".//time"), root.find(".//key/fifths")
    tempo = next((one.get("tempo") for one in root.iter("sound") if one.get("tempo")), "120")
    bars = max((len(part.findall("measure")) for part in root.findall("part")), default=0)
    end = max((start + length for start, length, *_ in notes), default=0.0)
    return {
        "n_notes": len(notes),
        "bars": bars,
        "time_signature": "" if metre is None else f"{metre.findtext('beats')}/{metre.findtext('beat-type')}",
        "fifths": 0 if fifths is None else int(fifths.text or 0),
        "seconds": round(end * 60 / float(tempo or 120), 2),
        "first_pitches": [pitch for _, _, pitch, *_ in notes[:FIRST]],
        "hands": [[round(start, 3), pitch, "R" if staff == 1 else "L"] for start, _, pitch, _, _, staff in notes],
    }


def _notes(root: ET.Element) -> list[tuple[float, float, int, int, float, int]]:
    """Every note as (onset in quarters, length, pitch, bar from 1, place in the bar, stave from 1), tied ones joined."""
    found: list[tuple[float, float, int, int, float, int]] = []
    for part in root.findall("part"):
        divisions, begin = 1.0, 0.0
        open_ties: dict[tuple[int, str], int] = {}
        for number, measure in enumerate(part.findall("measure"), 1):
            at = longest = before = 0.0
            for one in measure:
                divisions = float(one.findtext("divisions") or divisions) if one.tag == "attributes" else divisions
                length = float(one.findtext("duration") or 0) / divisions
                if one.tag == "backup":
                    at -= length
                elif one.tag == "forward":
                    at += length
                elif one.tag == "note" and one.find("grace") is None:
                    start = before if one.find("chord") is not None else at
                    before, at = start, max(at, start + length) if one.find("chord") is not None else at + length
                    _put(found, open_ties, one, (begin + start, length, number, start))
                longest = max(longest, at)
            begin += longest
    return found


def _put(
    found: list[Any], open_ties: dict[tuple[int, str], int], note: ET.Element, where: tuple[float, float, int, float]
) -> None:
    pitch = note.find("pitch")
    if pitch is None:
        return
    key = (
        STEPS[pitch.findtext("step") or "C"]
        + int(float(pitch.findtext("alter") or 0))
        + 12 * int(pitch.findtext("octave") or 4)
        + 12
    )
    start, length, bar, place = where
    voice = (key, note.findtext("voice") or "")
    ties = {tie.get("type") for tie in note.findall("tie")}
    if "stop" in ties and voice in open_ties:
        held = open_ties[voice]
        found[held] = (found[held][0], found[held][1] + length, *found[held][2:])
    else:
        open_ties[voice] = len(found)
        found.append((start, length, key, bar, place, int(note.findtext("staff") or 1)))
    if "start" not in ties:
        open_ties.pop(voice, None)


def _quantise(pack: Path, out: Path) -> None:
    """Write down what was played, by importing its MIDI; the nth note of a pitch is the nth that was played of it."""
    answers = {}
    for case in json.loads((pack / "index.json").read_text()):
        folder = pack / case["case"]
        with tempfile.TemporaryDirectory() as made:
            score = Path(made) / "out.musicxml"
            status, _ = _run([_program(), "-o", str(score), str(folder / "perf.mid")])
            root = ET.parse(score).getroot() if status == "ok" and score.exists() else None
        answers[case["case"]] = _as_read(folder, root) if root is not None else {}
    (out / "quantise.json").write_text(json.dumps(answers))
    print(f"musescore: {sum(bool(one) for one in answers.values())} of {len(answers)} cases written down")


def _as_read(folder: Path, root: ET.Element) -> dict[str, Any]:
    played = defaultdict(list)
    for row in (line.split(",") for line in (folder / "perf.csv").read_text().splitlines()[1:]):
        played[int(row[3])].append((float(row[1]), int(row[0])))
    written = defaultdict(list)
    for note in sorted(_notes(root)):
        written[note[2]].append(note)
    notes = []
    for pitch, rows in played.items():
        for one, note in zip_longest(sorted(rows), written[pitch]):
            if one is not None and note is not None:
                start, length, _, bar, place, staff = note
                hand = "R" if staff == 1 else "L"
                notes.append({"i": one[1], "onset_q": start, "dur_q": length, "bar": bar, "pos": place, "hand": hand})
    about = _music(root)
    return {"notes": notes, "time_signature": about["time_signature"], "fifths": about["fifths"], "beats": []}


# ---------------------------------------------------------------- modules


def _by_module(peer: str, file: Path) -> tuple[str, str, dict[str, Any]]:
    status, said = _run([sys.executable, __file__, peer, "one", str(file)])
    if status != "ok":
        return ("crash" if status == "rejected" and "Traceback" in said else status), said, {"error": said or status}
    return status, "", json.loads(said.splitlines()[-1])  # symusic may have warned before


def _one(peer: str, file: str) -> None:
    """Count the notes of one file; a refusal is one line."""
    module = import_module(peer)
    try:
        music = _of_mido(module, file) if peer == "mido" else _of_symusic(module, file)
    except Exception as error:  # noqa: BLE001 - whatever it raises is how it refuses
        raise SystemExit(f"{type(error).__name__}: {error}"[:180]) from None
    print(json.dumps(music))


def _of_mido(module: Any, file: str) -> dict[str, Any]:
    read = module.MidiFile(file)
    merged = module.merge_tracks(read.tracks)
    metre = next((one for one in merged if one.type == "time_signature"), None)
    tick, notes = 0, []
    for one in merged:
        tick += one.time
        if one.type == "note_on" and one.velocity:
            notes.append((tick, one.note))
    beats, unit = (metre.numerator, metre.denominator) if metre else (4, 4)
    return _counted(sorted(notes), tick / max(1, read.ticks_per_beat), beats, unit)


def _of_symusic(module: Any, file: str) -> dict[str, Any]:
    fmt = "abc" if file.casefold().endswith(".abc") else "midi"
    read = module.Score(Path(file), fmt=fmt) if fmt == "abc" else module.Score(file)
    tracks = (
        read.tracks[:1] if fmt == "abc" else read.tracks
    )  # of a tune with chord symbols the others are its accompaniment
    notes = sorted((note.time, note.pitch) for track in tracks for note in track.notes)
    metre = read.time_signatures[0] if len(read.time_signatures) else None
    beats, unit = (metre.numerator, metre.denominator) if metre else (4, 4)
    return _counted(notes, read.end() / max(1, read.ticks_per_quarter), beats, unit)


def _counted(notes: list[tuple[int, int]], quarters: float, beats: int, unit: int) -> dict[str, Any]:
    return {
        "n_notes": len(notes),
        "bars": -(-round(quarters * 1000) // max(1, round(4000 * beats / unit))),
        "time_signature": f"{beats}/{unit}",
        "first_pitches": [pitch for _, pitch in notes[:FIRST]],
    }


if __name__ == "__main__":
    if sys.argv[2] == "one":
        _one(sys.argv[1], sys.argv[3])
    else:
        main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
