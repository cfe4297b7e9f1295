"""Parts for people over 200 pieces: whether they lie in their keys, begin on a beat, and sound with the chord on strong ones.

    python -m tests.bench.ensemble [PIECES]

The shelf, the grooves, and folk tunes spread over the whole index; each line on four zones of keys. What the columns say:

    notes           all notes of all lines of this kind
    outside         of them on no key of their zone: none may be
    on a beat       part of them that begins on a beat as it is felt, counted from the barline: three quavers in six-eight
    or halfway      on a beat, halfway between two, or on a third of one that has three
    as written      part that begins where a note of the piece begins; melody, full, and a bass that is written keep its rhythm
    as asked        of these the third; of five-fingers the second; of one-key, rhythm, chord-keys and a bass that is made the
                    first: all must
    strong          notes on the first beat of a bar of which the studio knows the chord
    with the chord  part of these that is one of its notes. Chords are those that the studio itself finds: this says how far a
                    line keeps to them, not whether they are right
    rests           zones that had no room for the line
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from studio.ensemble.lines import KINDS, WITHOUT_KEYS, Kind, line, material
from studio.music import folk, library
from studio.music.grooves import groove_piece
from studio.music.piece import Metre, Note, Piece

ASKED = {"five-fingers": "halfway", "melody": "written", "full": "written"}  # of others: on a beat
ZONES = ((36, 59), (60, 84), (60, 77), (48, 59))


def main(count: int = 200) -> int:
    """Print a row for each kind of line; 1 where a note lies outside its keys, or begins elsewhere than is asked of its kind."""
    began, pieces = time.process_time(), list(some(count))
    read = time.process_time()
    told = {kind: Counter[str]() for kind in KINDS if kind not in WITHOUT_KEYS}
    for piece in pieces:
        for kind, counted in told.items():
            for keys in ZONES:
                look(piece, kind, keys, counted)
    made = time.process_time() - read
    lines = len(pieces) * len(told) * len(ZONES)
    print(f"{len(pieces)} pieces read in {read - began:.1f} s; {lines} lines, {1000 * made / lines:.1f} ms each")
    heads = (
        "notes",
        "outside",
        "on a beat",
        "or halfway",
        "as written",
        "as asked",
        "strong",
        "with the chord",
        "rests",
    )
    print(f"{'':14}" + "".join(f"{head:>{len(head) + 3}}" for head in heads))
    for kind, n in told.items():
        notes, asked = max(1, n["notes"]), n["asked"]
        begins = [f"{n[at] / notes:.3f}" for at in ("beat", "halfway", "written")]
        chord = f"{n['chord'] / max(1, n['strong']):.3f}"
        cells = (n["notes"], n["outside"], *begins, f"{asked / notes:.3f}", n["strong"], chord, n["rests"])
        print(f"{kind:14}" + "".join(f"{cell:>{len(head) + 3}}" for cell, head in zip(cells, heads, strict=True)))
    return int(any(n["outside"] or n["asked"] < n["notes"] for n in told.values()))


def some(count: int) -> Iterator[Piece]:
    """The shelf, the grooves, and then folk tunes that need no other reader, evenly from the whole index."""
    ours = [*map(library.piece, library.shelf()), *map(groove_piece, library.grooves())][:count]
    yield from ours
    missing, index = count - len(ours), folk.index()
    for place in range(0, len(index), max(1, len(index) // max(1, 2 * missing))):
        piece = folk.at_once(index[place]) if missing else None
        if piece is not None:
            missing -= 1
            yield piece


def look(piece: Piece, kind: Kind, keys: tuple[int, int], counted: Counter[str]) -> None:
    """Count what one line is like."""
    part = line(piece, kind, keys)
    if part is None:
        counted["rests"] += 1
        return
    downbeats = {bar.start for bar in piece.bars() if bar.n}
    written = {note.start for each in material(piece).piece.parts for note in each.notes}
    own_bass = kind == "bass" and piece.part("bass") is not None
    for note in part.notes:
        behind = between_beats(piece, note)
        begins = {
            "beat": behind == 0,
            "halfway": behind
            in {0, Fraction(1, 2), *((Fraction(1, 3), Fraction(2, 3)) if in_threes(piece, note) else ())},
            "written": note.start in written,
        }
        counted.update(begins)
        counted["asked"] += begins["written" if own_bass else ASKED.get(kind, "beat")]
        counted["notes"] += 1
        counted["outside"] += not keys[0] <= note.pitch <= keys[1]
        chord = material(piece).chord_at(note.start) if note.start in downbeats else None
        if chord is not None:
            counted["strong"] += 1
            counted["chord"] += note.pitch % 12 in chord.classes


def between_beats(piece: Piece, note: Note) -> Fraction:
    """How far behind a beat that is felt a note begins, in beats: from 0 up to 1; what lies in a pickup is counted from its end."""
    bar = piece.bar_at(note.start)
    from_line = note.start - (bar.start if bar.n else bar.end)
    return Fraction(from_line, _metre(piece, note).beat_ticks * (3 if in_threes(piece, note) else 1)) % 1


def in_threes(piece: Piece, note: Note) -> bool:
    """Whether a beat is three quavers where this note begins."""
    metre = _metre(piece, note)
    return metre.unit == 8 and metre.beats in (6, 9, 12)


def _metre(piece: Piece, note: Note) -> Metre:
    bar = piece.bar_at(note.start)
    return piece.metre_at(bar.start if bar.n else bar.end)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
