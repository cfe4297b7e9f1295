"""Parts for people over 200 pieces: whether they lie in their keys, begin on a beat, and sound with the chord on strong ones.

    python -m tests.bench.ensemble [PIECES]

The shelf, the grooves, and folk tunes spread over the whole index; each line on four zones of keys. Chords are those that the
studio itself finds: what it says is how far a line keeps to them, not whether they are right. "rests" are zones without room.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator

from studio.ensemble.lines import KINDS, WITHOUT_KEYS, Kind, line, material
from studio.music import folk, library
from studio.music.grooves import groove_piece
from studio.music.piece import Note, Piece

ZONES = ((36, 59), (60, 84), (60, 77), (48, 59))


def main(count: int = 200) -> int:
    """Print a row for each kind of line; 1 where a note lies outside its keys."""
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
    print(f"{'':14}{'notes':>8}{'outside':>9}{'on a beat':>11}{'strong':>8}{'with the chord':>16}{'rests':>7}")
    for kind, n in told.items():
        beat, chord = n["beat"] / max(1, n["notes"]), n["chord"] / max(1, n["strong"])
        print(f"{kind:14}{n['notes']:8}{n['outside']:9}{beat:11.3f}{n['strong']:8}{chord:16.3f}{n['rests']:7}")
    return int(any(counted["outside"] for counted in told.values()))


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
    for note in part.notes:
        counted["notes"] += 1
        counted["outside"] += not keys[0] <= note.pitch <= keys[1]
        counted["beat"] += on_beat(piece, note)
        chord = material(piece).chord_at(note.start) if note.start in downbeats else None
        if chord is not None:
            counted["strong"] += 1
            counted["chord"] += note.pitch % 12 in chord.classes


def on_beat(piece: Piece, note: Note) -> bool:
    """Whether a note begins on a written beat."""
    metre = piece.metre_at(note.start)
    return (note.start - metre.tick) % metre.beat_ticks == 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
