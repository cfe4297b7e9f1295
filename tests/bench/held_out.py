"""How much of what was tuned on tunes in sight holds for others: key, metre, barlines and hands, in both numbers and their gap.

python -m tests.bench.held_out [--tunes 40] [--pack LIBRARY]       (python -m tests.bench.packs held-out LIBRARY OUT does the same)

In sight are the collections that the packs draw on (Nottingham, Essen, Ryan's); for hands the library pack, else the shelf. Held out are
music21's other folk collections, of which nothing was chosen while keys were weighed; chorales, of whose kind nothing was used for
anything; and its piano pieces on two staves. For barlines "the corpus" was weighed on without its collections being written down, so
there only the chorales are surely held out. Tunes are drawn by a seed. Free playing is simulated: 20 ms of jitter, a tempo that
drifts by 3 % a quarter.
"""

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from instruments.events import RATE, NoteOff, NoteOn
from studio.music import corpus, folk, hands, library, markup, xmlscore
from studio.music.piece import TICKS, Note, Part, Piece
from studio.music.reading import Reading, read
from studio.music.take import Take, record
from studio.music.tidy import find_key
from tests.bench import packs_library

SEED = 22
IN_SIGHT = ("nottingham-dataset", "essenFolksong", "ryansMammoth")
OTHERS = ("airdsAirs", "oneills1850", "miscFolk")
TWO_STAVES = (
    "joplin",
    "mozart/k545",
    "schumann_clara",
    "cpebach",
    "schoenberg",
    "beach",
    "liliuokalani",
    "schubert",
    "johnson_j_r",
    "schumann_robert",
)
KEY_BARS = 8
JITTER, DRIFT, HELD = 0.020, 0.03, 0.8
MOST_NOTES, FEWEST_NOTES = 160, 24
RIGHT = 0.95  # of a tune's notes in the right place of the bar


def tunes(folders: Sequence[str], count: int) -> Iterator[Piece]:
    """Some folk tunes of these collections, as they are opened."""
    there = [one for one in folk.index() if one.path.partition("/")[0] in folders]
    random.Random(SEED).shuffle(there)
    found = 0
    for one in there:
        piece = folk.at_once(one) if found < count else None
        if piece is not None and _whole(piece):
            found += 1
            yield piece


def chorales(count: int) -> Iterator[Piece]:
    """Sopranos of chorales."""
    files = sorted((corpus.folder() / "bach").glob("bwv*.mxl"))
    random.Random(SEED).shuffle(files)
    found = 0
    for file in files:
        piece = _score(file) if found < count else None
        if piece is None or not piece.parts:
            continue
        top = max(piece.parts, key=lambda part: sum(note.pitch for note in part.notes) / len(part.notes))
        one = Piece(piece.title, (top,), piece.tempos, piece.metres, piece.key)
        if _whole(one):
            found += 1
            yield one


def _whole(piece: Piece) -> bool:
    """Whether it has one metre, and so many notes as somebody plays."""
    after = [metre for metre in piece.metres if metre.tick >= piece.pickup]
    return len(after) == 1 and FEWEST_NOTES <= len(piece.parts[0].notes) <= MOST_NOTES


def _score(file: Path) -> Piece | None:
    data = file.read_bytes()
    try:
        return xmlscore.read(markup.unpacked(data) if data.startswith(b"PK") else data).as_written()
    except ValueError:
        return None


def two_handed_of_the_corpus() -> Iterator[Piece]:
    """Piano pieces that are written on two staves."""
    for folder in TWO_STAVES:
        for file in sorted((corpus.folder() / folder).rglob("*.*xml")) + sorted(
            (corpus.folder() / folder).rglob("*.mxl")
        ):
            piece = _score(file)
            if piece is not None and piece.two_handed:
                yield piece


def two_handed_of_the_shelf() -> Iterator[Piece]:
    """Our own."""
    for tune in library.shelf():
        piece = library.piece(tune)
        if piece.two_handed:
            yield piece


# ---------------------------------------------------------------- what is asked


def key_is_right(piece: Piece) -> float:
    """The key signature from the first bars."""
    bars = piece.bars()
    until = bars[min(KEY_BARS, len(bars)) - 1].end
    return find_key([note for note in piece.parts[0].notes if note.start < until]).fifths == piece.key.fifths


def hands_right(piece: Piece) -> float:
    """The share of notes given to the hand that is written."""
    written = {(note.start, note.pitch): part.hand for part in piece.parts if part.hand for note in part.notes}
    notes = sorted({note for part in piece.parts if part.hand for note in part.notes})
    found = hands.find(Part("", notes=tuple(notes)).notes)
    same = zip(Part("", notes=tuple(notes)).notes, found, strict=True)
    return sum((written[note.start, note.pitch] == "right") == right for note, right in same) / len(found)


def played(piece: Piece, seed: int) -> Take:
    """Play it freely."""
    rng = random.Random(seed)
    quarter = 60 / rng.uniform(70, 120)
    at, tick, events = 0.5, piece.parts[0].notes[0].start, []
    for note in piece.parts[0].notes:
        passed = (note.start - tick) / TICKS
        at, tick = at + passed * quarter, note.start
        quarter *= 1 + rng.gauss(0, DRIFT * passed**0.5)
        start = round((at + rng.gauss(0, JITTER)) * RATE)
        end = start + round(HELD * note.length / TICKS * quarter * RATE)
        events += [NoteOn(max(0, start), 1, note.pitch, 70), NoteOff(max(1, end), 1, note.pitch, 0)]
    events.sort(key=lambda event: event.frame)
    return record(events, start=0, end=events[-1].frame + RATE, bpm=100.0)


def metre_is_right(piece: Piece, seed: int) -> float:
    """The metre of free playing, nobody asked."""
    found = read(played(piece, seed), clock=False).paper
    metre, true = found.metre_at(found.pickup), piece.metre_at(piece.pickup)
    return (metre.beats, metre.unit) == (true.beats, true.unit)


def barlines_right(piece: Piece, seed: int) -> float:
    """Whether notes stand in their place of the bar, once it was said how many beats it has, in the best of the three readings."""
    true = piece.metre_at(piece.pickup)
    said = Reading.from_plain({"metre": [true.beats, true.unit]})
    take = played(piece, seed)
    wanted = [_place(piece, note) for note in piece.parts[0].notes]
    shares = []
    for level in (0.5, 1.0, 2.0):
        found = read(take, Reading(said.metre, level), clock=False)
        places = [_place(found.paper, note) for note in found.notes]
        shares.append(sum(a == b for a, b in zip(wanted, places, strict=False)) / len(wanted))
    return max(shares) >= RIGHT


def _place(piece: Piece, note: Note) -> int:
    bar, metre = piece.bar_at(note.start), piece.metre_at(piece.pickup)
    return note.start - bar.start + (metre.bar_ticks - piece.pickup if bar.n == 0 else 0)


def hands_of_the_pack(pack: Path) -> list[float]:
    """The share of notes given to the right hand, of each file of the library pack."""
    shares = []
    for name, case in json.loads((pack / "truth_import.json").read_text()).items():
        if "hands" in case:
            told = {
                (round(at, 2), pitch): hand
                for at, pitch, hand in packs_library.imported(pack / "files" / name, case)["hands"]
            }
            shares.append(
                sum(told.get((round(at, 2), pitch)) == hand for at, pitch, hand in case["hands"]) / len(case["hands"])
            )
    return shares


def mean(asked: Callable[..., float], pieces: Sequence[Piece], *, seeded: bool = False) -> float:
    """The mean over some pieces."""
    answers = [asked(piece, n) if seeded else asked(piece) for n, piece in enumerate(pieces)]
    return sum(answers) / len(answers) if answers else float("nan")


def main(count: int, pack: Path | None = None) -> None:
    """Print the table."""
    seen, others, sung = list(tunes(IN_SIGHT, count)), list(tunes(OTHERS, count)), list(chorales(count))
    print(f"{'':52}{'in sight':>9}{'held out':>9}{'gap':>7}{'n':>9}")

    def row(name: str, one: float, other: float, counts: str) -> None:
        print(f"{name:52}{one:9.3f}{other:9.3f}{one - other:7.3f}{counts:>9}", flush=True)

    for name, group in (("other folk collections", others), ("chorales", sung)):
        row(
            f"key signature of 8 bars: {name}",
            mean(key_is_right, seen),
            mean(key_is_right, group),
            f"{len(seen)}/{len(group)}",
        )
    known = hands_of_the_pack(pack) if pack else [hands_right(piece) for piece in two_handed_of_the_shelf()]
    piano = list(two_handed_of_the_corpus())
    name = "hands: the pack" if pack else "hands: our shelf"
    row(
        f"{name}, then piano pieces of the corpus",
        sum(known) / len(known),
        mean(hands_right, piano),
        f"{len(known)}/{len(piano)}",
    )
    for what, asked in (("metre of free playing", metre_is_right), ("barlines once beats are said", barlines_right)):
        one = mean(asked, seen, seeded=True)
        for name, group in (("other folk collections", others), ("chorales", sung)):
            row(f"{what}: {name}", one, mean(asked, group, seeded=True), f"{len(seen)}/{len(group)}")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tunes", type=int, default=40)
    options.add_argument("--pack", type=Path, help="the library pack, for hands in sight")
    given = options.parse_args()
    main(given.tunes, given.pack)
