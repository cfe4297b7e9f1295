"""What opening, saving, a review, a backup and taking a file in cost as a journal grows, beside plain sqlite3 doing the same with the rows.

python -m tests.bench.journal_size                1, 10 and 100 pupils with 40 lessons of 30 takes each: nine months and more
python -m tests.bench.journal_size --pupils 1 10

Milliseconds are of the processor, medians of --runs; of a backup and of taking in, of one. Plain is the same rows in an open
file with the same durability (WAL, synchronous FULL) and no operations, no seals, no key. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from reflections import Journal, records, vault
from reflections.store import FILE, Store
from studio.screens.tutor.review import ReviewTab
from tests.bench.programme import _SEEN, USUAL, tab, unlocked
from tests.bench.programme_rows import MADE_AS, NOTES, ROLL, SECRET, SESSIONS, TAKES_OF_EACH, Wall, make, midi

if TYPE_CHECKING:
    from collections.abc import Callable

FILE_SECRET = "four green boats"
WHATS = ("open, the key known", "save a take", "a review", "a backup, read again", "take one pupil's file in")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--pupils", type=int, nargs="+", default=USUAL)
    options.add_argument("--runs", type=int, default=7)
    given = options.parse_args()
    table({pupils: measured(pupils, given.runs) for pupils in sorted(given.pupils)})


def measured(pupils: int, runs: int) -> dict[str, tuple[float, float]]:
    """Of each thing that is done: milliseconds of ours and of plain sqlite3, in copies that go afterwards."""
    made = Path(tempfile.gettempdir()) / f"soundfolio-bench-{pupils}x{SESSIONS}x{TAKES_OF_EACH}-{MADE_AS}"
    make(made, pupils)
    with tempfile.TemporaryDirectory(prefix="soundfolio-size-") as scratch:
        here, there = Path(scratch) / "here", Path(scratch) / "there"
        shutil.copytree(made, here)
        journal = Journal.open(here, SECRET, now=Wall())
        try:
            plain = Path(scratch) / "plain.db"
            unlocked(journal, plain)
            with closing(sqlite3.connect(plain, isolation_level=None)) as raw:
                for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
                    raw.execute(f"pragma {pragma}").fetchall()
                found = _each(journal, raw, plain, runs)
            journal.backup()
            found[WHATS[4]] = _merge(journal, there, plain)
        finally:
            journal._changed = False
            journal.close()
    return found


def _each(journal: Journal, raw: sqlite3.Connection, plain: Path, runs: int) -> dict[str, tuple[float, float]]:
    dice = random.Random(7)
    pupil = journal.pupils()[len(journal.pupils()) // 2].id
    piece = journal.pieces(pupil)[-1].id
    if not any(one.held_on is None for one in journal.reviews(pupil)):
        journal.open_review(pupil)
    key, bare = journal._opened.key, (pupil.replace("-", ""),)

    def opened() -> None:
        store = Store(journal.folder / FILE, key)
        with store.looking() as one:
            one.execute("select * from pupil").fetchall()
        store.close()

    def opened_plain() -> None:
        with closing(sqlite3.connect(plain)) as one:
            one.execute("select * from pupil").fetchall()

    def saved() -> None:
        facts = records.TakeFacts(20.0, NOTES, (0.0, 4.0, 8.0, 12.0, 16.0), ROLL)
        part = records.TakePartIn("melody", "pupil", pupil, "", midi(dice), facts)
        journal.keep_take(piece, [part], session=None, seconds=20.0, tempo=90.0, mode="waits")

    def copied_plain() -> None:
        to = plain.with_suffix(".copy")
        raw.execute("vacuum into ?", (str(to),))
        with closing(sqlite3.connect(to)) as one:
            one.execute("pragma integrity_check").fetchall()
        to.unlink()

    review = tab(ReviewTab)
    return {
        WHATS[0]: (spent(opened, runs), spent(opened_plain, runs)),
        WHATS[1]: (spent(saved, runs), spent(lambda: _save_plain(raw, dice), runs)),
        WHATS[2]: (
            spent(lambda: review(journal, pupil), runs),
            spent(lambda: [raw.execute(sql, bare[: sql.count("?")]).fetchall() for sql in _SEEN], runs),
        ),
        WHATS[3]: (spent(journal.backup, 1), spent(copied_plain, 1)),
    }


def _save_plain(raw: sqlite3.Connection, dice: random.Random) -> None:
    """The rows of the latest take once more, under other ids, in one transaction."""
    new = [f"{dice.getrandbits(128):032x}" for _ in range(2)]
    raw.execute("begin immediate")
    for table, ids in (("take", {"id": new[0]}), ("take_part", {"id": new[1], "take_id": new[0]})):
        names = [column[1] for column in raw.execute(f"pragma table_info({table})")]
        values = (
            dict(zip(names, raw.execute(f"select * from {table} order by id desc limit 1").fetchone(), strict=True))
            | ids
        )
        raw.execute(f"insert into {table} values ({','.join('?' * len(names))})", tuple(values.values()))
    raw.execute("commit")


def _merge(journal: Journal, there: Path, plain: Path) -> tuple[float, float]:
    """Another laptop knows of one more lesson of one pupil: its file of that pupil is taken in."""
    shutil.copytree(journal.folder, there, ignore=shutil.ignore_patterns("backups", "*-wal", "*-shm", "*.lock"))
    (_, copy) = journal.backups()[-1]
    shutil.copyfile(copy, there / FILE)
    other = Journal.open(there, SECRET, now=Wall())
    try:
        other.go_back(other.backup())  # a node of its own
        pupil = other.pupils()[0].id
        other.seen([one.id for one in other.unseen().items], "Sam")
        piece, dice = other.pieces(pupil)[-1].id, random.Random(9)
        for _ in range(TAKES_OF_EACH):
            facts = records.TakeFacts(20.0, NOTES, (0.0, 4.0, 8.0, 12.0, 16.0), ROLL)
            part = records.TakePartIn("melody", "pupil", pupil, "", midi(dice), facts)
            other.keep_take(piece, [part], session=None, seconds=20.0, tempo=90.0, mode="waits")
        file = other.pack(FILE_SECRET, [pupil])
    finally:
        other._changed = False
        other.close()
    ours = spent(lambda: journal.look_into(file, FILE_SECRET), 1)
    with closing(sqlite3.connect(plain)) as raw:
        raw.execute("attach database ? as other", (str(plain.with_suffix(".other")),))
        raw.execute(
            "create table other.take_part as select * from take_part where pupil_id = ?", (pupil.replace("-", ""),)
        )
        raw.execute("create table other.take as select * from take where id in (select take_id from other.take_part)")
        raw.commit()

        def joined() -> None:
            for table in ("take", "take_part"):
                raw.execute(f"insert or ignore into main.{table} select * from other.{table}")
            raw.rollback()

        return ours, spent(joined, 1)


def spent(work: Callable[[], object], runs: int) -> float:
    """Milliseconds of the processor, the median; where it is done more than once the first is not counted."""
    if runs > 1:
        work()
    found = []
    for _ in range(runs):
        began = time.process_time()
        work()
        found.append((time.process_time() - began) * 1000)
    return statistics.median(found)


def table(found: dict[int, dict[str, tuple[float, float]]]) -> None:
    """A line for each thing: with every number of pupils ours, and how many times plain sqlite3 it is."""
    print(f"{'ms of the processor, x plain sqlite3':36}" + "".join(f"{f'{n} pupils':>20}" for n in found))
    for what in WHATS:
        cells = "".join(
            f"{found[n][what][0]:12.1f}{found[n][what][0] / max(found[n][what][1], 0.01):7.1f}x" for n in found
        )
        print(f"  {what:34}{cells}")
    began = time.process_time()
    locked, _, _ = vault.make("a" * 32, SECRET)
    vault.unlock(locked, SECRET)
    print(
        f"\nThe passphrase is turned into a key in {(time.process_time() - began) * 1000 / 3:.0f} ms, whatever the size."
    )
    print(f"Load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
