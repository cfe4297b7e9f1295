"""What a portfolio of nine months costs: 40 sessions, 400 takes, 60 reflections, 12 pieces that were kept.

python -m tests.bench.portfolio               makes the journal (once), draws and renders all of it, then makes the page again
python -m tests.bench.portfolio --keep FILE   leaves the page there

The first page draws and renders; the second, in a process of its own, takes that from the shelf. Nothing is asserted.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from instruments.events import RATE, NoteOff, NoteOn
from reflections import Journal, records
from studio.music.take import record
from studio.papers import drawing, illustrate
from tests.bench.programme_rows import BEGAN, SECRET, Wall

SESSIONS, TAKES, PIECES, SAID = 40, 400, 12, 60
BARS, BPM = 16, 96  # of a take: 40 seconds for two hands
MADE_AS = 2  # another number makes the journal anew
TUNE = (64, 67, 69, 71, 69, 67, 66, 62, 64, 67, 71, 76, 74, 71, 69, 66)


def main() -> None:
    """Print what it took."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--keep", type=Path)
    options.add_argument("--again", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.again:
        print(json.dumps(made(given.again, given.keep)))
        return
    folder = Path(tempfile.gettempdir()) / f"soundfolio-bench-portfolio-{MADE_AS}"
    if not (folder / "made").exists():
        make(folder)
    shutil.rmtree(folder / "packs", ignore_errors=True)
    for what in ("the first time, drawn and rendered", "again, from the shelf", "and again"):
        more = ["--keep", str(given.keep)] if given.keep else []
        told = subprocess.run(
            [sys.executable, "-m", "tests.bench.portfolio", "--again", str(folder), *more],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        found = json.loads(told.stdout)
        print(
            f"{what:38} {found['seconds']:6.2f} s, {found['cpu']:6.2f} s of the processor"
            f" (read {found['read']:.2f}, drawn {found['drawn']:.2f}, laid out {found['laid']:.2f});"
            f" {found['megabytes']:.2f} MB, {found['scores']} scores, {found['sounds']} sounds"
        )
    shelf = next((folder / "packs").glob("*.drawn"))
    print(f"shelf {shelf.stat().st_size / 1e6:.1f} MB; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


def made(folder: Path, keep: Path | None) -> dict[str, float]:
    """Make the page once, in this process, imports and letters included; the journal is open already."""
    journal = Journal.open(folder, SECRET, now=Wall())
    began, cpu = time.perf_counter(), time.process_time()
    materials = illustrate.gather(journal, journal.pupils()[0].id)
    read = time.perf_counter()
    drawn = drawing.draw(materials, lambda _done, _words: None)
    illustrated = time.perf_counter()
    page = illustrate.laid_out(drawn, materials)
    end, spent = time.perf_counter(), time.process_time() - cpu
    journal._changed = False
    journal.close()
    if keep:
        keep.write_text(page, encoding="utf-8")
    return {
        "seconds": end - began, "cpu": spent, "read": read - began, "drawn": illustrated - read, "laid": end - illustrated,
        "megabytes": len(page.encode()) / 1e6, "scores": page.count('class="score"'), "sounds": page.count("<audio "),
    }  # fmt: skip


def make(folder: Path) -> None:
    """The journal: real takes of two hands, so that drawing and rendering have something to do."""
    shutil.rmtree(folder, ignore_errors=True)
    wall = Wall()
    journal, _ = Journal.create(
        folder, tutor="Sam", passphrase=SECRET, help_person="Ms Okoro", place="Tuesday", now=wall
    )
    jo = journal.add_pupil("Jo", "fox", "10-12").id
    goal = journal.agree(journal.wish(jo, "Play it all through").id, why="for my nan").id
    pieces: list[str] = []
    for lesson in range(SESSIONS):
        wall.at = BEGAN + timedelta(weeks=lesson)
        session = journal.open_session((jo,)).id
        if lesson * PIECES // SESSIONS >= len(pieces):
            pieces.append(journal.keep_piece(jo, f"Tune {len(pieces) + 1}", kind="own", session=session, goal=goal).id)
        for n in range(TAKES // SESSIONS):
            wall.at += timedelta(minutes=2)
            speed = 0.6 if n == 0 else 1.0
            parts = [hand(jo, name, lesson, speed) for name in ("melody", "bass")]
            take = journal.keep_take(
                pieces[-1],
                parts,
                session=session,
                seconds=parts[0].facts.seconds,
                tempo=BPM * speed,
                mode="just",
                speed=speed,
            ).id
        journal.mark(take, 4.0, words="that bit")
        said = [journal.reflect(jo, "T6", said_by="typed", body="The low part.", take=take, session=session).id]
        if lesson % 2:
            said.append(journal.reflect(jo, "T2", said_by="tap", body="calm", take=take, session=session).id)
        journal.rate(jo, "close", "review", value=min(10, lesson // 4), goal=goal, session=session)
        journal.close_session(session, "the left hand alone")
        journal.seen([*said, *(one.id for one in journal.unseen().items)], "Sam")
    kept = journal.evidence(jo).pieces
    assert sum(len(one.takes) for one in kept) == TAKES
    assert len(kept) == PIECES
    assert sum(len(one.reflections) for one in kept) == SAID
    journal._changed = False
    journal.close()
    (folder / "made").touch()


def hand(pupil: str, name: str, lesson: int, speed: float) -> records.TakePartIn:
    """One hand: quavers above, crotchets below, another tune each lesson."""
    beat = 60 / BPM / speed
    step, low = (beat / 2, 0) if name == "melody" else (beat, -24)
    notes = [
        (n * step, step * 0.9, TUNE[(n * (lesson + 3)) % len(TUNE)] + low) for n in range(round(BARS * 4 * beat / step))
    ]
    events = [
        event
        for at, length, pitch in notes
        for event in (
            NoteOn(round(at * RATE), 1, pitch, 80),
            NoteOff(round((at + length) * RATE), 1, pitch, 0),
        )
    ]
    seconds = BARS * 4 * beat
    roll = tuple((at, length, pitch, 80) for at, length, pitch in notes)
    facts = records.TakeFacts(seconds, len(notes), tuple(bar * 4 * beat for bar in range(BARS)), roll)
    take = record(events, start=0, end=round(seconds * RATE), bpm=round(BPM * speed))
    return records.TakePartIn(name, "pupil", pupil, "keys", take.to_midi(), facts)


if __name__ == "__main__":
    main()
