"""Takes in and arranges the files of a library pack with the product's own code: import.json and arrange.json."""

import json
from pathlib import Path
from typing import Any

from studio.music import chords, hands, levels
from studio.music.intake import IntakeError, TakenIn, read_file
from studio.music.piece import TICKS, Part, Piece


def main(pack: Path, out: Path) -> None:
    """Answer both questions of the pack."""
    wanted = json.loads((pack / "truth_import.json").read_text())
    levels = json.loads((pack / "truth_arrange.json").read_text())
    answers = {name: imported(pack / "files" / name, case) for name, case in wanted.items()}
    (out / "import.json").write_text(json.dumps(answers))
    asked = {name: (case["file"], case["level"]) for name, case in levels.items()}
    arranged = {name: _arranged(pack / "files" / file, level) for name, (file, level) in asked.items()}
    (out / "arrange.json").write_text(json.dumps(arranged))


def imported(path: Path, case: dict[str, Any]) -> dict[str, Any]:
    """What is known of a file once it is in. Which questions are asked of it is all that is read of the case."""
    try:
        taken = read_file(path)
    except IntakeError as error:
        return {"error": str(error)}
    page = taken.written
    notes = sorted(note for part in page.parts for note in part.notes)
    first = page.metre_at(page.pickup)
    answer = {
        "n_notes": len(notes),
        "bars": len(page.bars()),
        "time_signature": f"{first.beats}/{first.unit}",
        "fifths": page.key.fifths,
        "seconds": round(page.seconds, 2),
        "first_pitches": [note.pitch for note in notes[:16]],
    }
    if "hands" in case:
        answer["hands"] = [[row[0], row[2], row[3]] for row in _both(hands.two_hands(_flat(page)))]
    if "chords_per_bar" in case:
        answer["chords_per_bar"] = [chords.name(found, page.key) if found else None for found in chords.by_bar(page)]
    return answer


def _flat(piece: Piece) -> Piece:
    """All on one stave, as a file has it that says nothing of hands."""
    notes = tuple(note for part in piece.parts for note in part.notes)
    return Piece(piece.title, (Part("Piano", notes=notes),), piece.tempos, piece.metres, piece.key, end=piece.end)


def _both(piece: Piece, *, played: bool = False) -> list[list[Any]]:
    """The notes as the pack writes them: onset and length in quarters, pitch, hand; `played` leaves out what sounds along."""
    return [
        [note.start / TICKS, note.length / TICKS, note.pitch, "L" if part.hand == "left" else "R"]
        for part in piece.parts
        for note in part.notes
        if not played or part.role == "melody"
    ]


def _arranged(path: Path, level: str) -> dict[str, Any]:
    taken: TakenIn = read_file(path)
    made = levels.arranged(taken.written, "two-hands-easy" if level == "two_hands_easy" else "melody", easy_key=True)
    return {
        "notes": sorted(_both(made.piece, played=True)),
        "transpose": made.semitones,
        "fifths": made.piece.key.fifths,
        "bars": len(made.piece.bars()),
    }
