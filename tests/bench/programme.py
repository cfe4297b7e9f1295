"""What it costs to read a programme after years, and how that grows, beside plain sqlite3 reading the same rows.

python -m tests.bench.programme               1, 10 and 100 pupils with 40 lessons of 30 takes each (the first time three minutes)
python -m tests.bench.programme --pupils 1 10 --runs 9

Milliseconds are of the processor, medians; the first reading of each is not counted. Nothing is asserted.
"""

import argparse
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from reflections import Journal
from reflections.caseload import in_order, waits
from reflections.five_minutes import five_minutes
from reflections.pages.web.caseload import prepared
from studio.lesson.handover import read_mine
from studio.screens.tutor.kept import KeptTab
from studio.screens.tutor.review import ReviewTab
from studio.screens.tutor.session import opening
from studio.screens.tutor.today import waiting
from tests.bench.programme_rows import MADE_AS, SECRET, SESSIONS, TAKES_OF_EACH, Wall, make

USUAL = (1, 10, 100)


@dataclass(frozen=True)
class Reading:
    """One thing that is read of a pupil or of all, and the same rows as SQL (? is the pupil)."""

    what: str
    ours: Callable[[Journal, str], object]
    plain: tuple[str, ...]


def open_pupil(journal: Journal, pupil: str) -> object:
    """What is read as a pupil says who they are, and Home is shown."""
    here = journal.pupil(pupil), read_mine(journal, pupil)
    return here, [t.piece for t in journal.latest_takes(pupil, 1)], journal.programme(pupil), journal.half_done(pupil)


def tab(kind: Callable[[Any, Any], Any]) -> Callable[[Journal, str], object]:
    """What one part of the tutor's page of a pupil reads."""
    return lambda journal, pupil: kind(SimpleNamespace(lesson=None), SimpleNamespace(id=pupil)).gather(journal)


def caseload(journal: Journal, pupil: str) -> object:
    """What the tutor's Today and Pupils read: nobody in particular is asked for."""
    del pupil
    return waiting(journal), journal.pupils(), journal.last_next_times()


def caseload_page(journal: Journal, pupil: str) -> object:
    """The caseload in the browser: what waits of everybody, said and ordered."""
    del pupil
    unseen = journal.unseen()
    return in_order(waits(one, unseen, date(2026, 11, 22)) for one in journal.caseload())


def five(journal: Journal, pupil: str) -> object:
    """Five minutes' review of one pupil, from the first day on."""
    return five_minutes(prepared(journal, pupil).evidence, None)


_OF_PUPIL = "select * from {} where pupil_id = ?"
_OF_TAKES = (
    "select {0} from {1} where {2} in (select t.id from take t join piece p on p.id = t.piece_id where p.pupil_id = ?)"
)
_MET = "select s.* from session s join attendance a on a.session_id = s.id where a.pupil_id = ?"
_OPENED = (
    "select * from pupil where id = ?",
    *(_OF_PUPIL.format(table) for table in ("piece", "goal", "try_next", "tool_pick", "programme")),
    "select w.* from goal_wording w join goal g on g.id = w.goal_id where g.pupil_id = ?",
    "select piece_id, max(made_at) from take where piece_id in (select id from piece where pupil_id = ?)",
    _MET,
)
_SEEN = (
    *_OPENED,
    *(_OF_PUPIL.format(table) for table in ("reflection", "rating", "task", "attendance")),
    _OF_TAKES.format("*", "take", "id"),
    _OF_TAKES.format("id, take_id, part, player, pupil_id, seconds, notes, bar_starts, sha256", "take_part", "take_id"),
    _OF_TAKES.format("*", "evidence_tag", "take_id"),
    _OF_TAKES.format("*", "marker", "take_id"),
    "select d.* from drawing d join take_part p on p.id = d.of where p.pupil_id = ?",
    "select n.* from tutor_note n join attendance a on a.session_id = n.session_id where a.pupil_id = ?",
)
_NEXT_TIMES = """select a.pupil_id, n.next_time, max(s.opened_at) from attendance a
join session s on s.id = a.session_id join tutor_note n on n.session_id = s.id
where n.next_time <> '' group by a.pupil_id"""
READINGS = (
    Reading("opening a pupil: theirs, and Home", open_pupil, _OPENED),
    Reading("My music: all that was kept", lambda journal, pupil: journal.evidence(pupil), _SEEN),
    Reading("the tutor opens a session", opening, (*_OPENED[:1], _OF_PUPIL.format("rating"), *_OPENED[2:], _MET)),
    Reading("a review that is open", tab(ReviewTab), _SEEN),
    Reading("what was kept, to tap", tab(KeptTab), (_OF_TAKES.format("*", "take", "id"),)),
    Reading(
        "the caseload: Today and Pupils",
        caseload,
        (
            "select * from pupil where ? is not null",
            "select * from reflection where seen_at is null",
            "select * from said where seen_at is null",
            "select * from session where closed_at is null",
            _NEXT_TIMES,
        ),
    ),
    Reading(
        "the caseload in the browser",
        caseload_page,
        (
            "select * from pupil where ? is not null",
            "select * from reflection where seen_at is null",
            "select * from said where seen_at is null",
            "select * from programme",
            "select * from next_step",
            "select * from review",
            "select s.*, a.* from session s join attendance a on a.session_id = s.id",
            _NEXT_TIMES,
        ),
    ),
    Reading("five minutes for a pupil, in the browser", five, _SEEN),
)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--pupils", type=int, nargs="+", default=USUAL)
    options.add_argument("--runs", type=int, default=7)
    given = options.parse_args()
    found = {pupils: measured(pupils, given.runs) for pupils in given.pupils}
    table(found)


def measured(pupils: int, runs: int) -> dict[str, tuple[float, float, float]]:
    """Of each reading the milliseconds of ours, of ours by the clock, and of plain sqlite3."""
    folder = Path(tempfile.gettempdir()) / f"soundfolio-bench-{pupils}x{SESSIONS}x{TAKES_OF_EACH}-{MADE_AS}"
    make(folder, pupils)
    plain = folder.with_suffix(".plain")
    wall = Wall()
    journal = Journal.open(folder, SECRET, now=wall)
    unlocked(journal, plain)
    journal._changed = False
    try:
        pupil = journal.pupils()[pupils // 2].id
        if not any(one.held_on is None for one in journal.reviews(pupil)):
            journal.open_review(pupil)
        with closing(sqlite3.connect(plain)) as raw:
            return {
                one.what: (*_median(lambda one=one: one.ours(journal, pupil), runs), _plain(raw, one, pupil, runs))  # type: ignore[misc]  # mypy does not follow a default that keeps the loop's value
                for one in READINGS
            }
    finally:
        journal._changed = False
        journal.close()


def unlocked(journal: Journal, path: Path) -> None:
    """The same rows in a file that plain sqlite3 reads: everybody in it is invented."""
    if path.exists():
        return
    with journal._opened.looking() as raw:
        raw.execute(f"attach database '{path}' as plain key ''")
        raw.execute("select sqlcipher_export('plain')").fetchall()
        raw.execute("detach database plain")


def _plain(raw: sqlite3.Connection, one: Reading, pupil: str, runs: int) -> float:
    key = (pupil.replace("-", ""),)  # ids lie in the file without dashes
    return _median(lambda: [raw.execute(sql, key[: sql.count("?")]).fetchall() for sql in one.plain], runs)[0]


def _median(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Milliseconds of the processor, and by the clock."""
    work()
    spent = []
    for _ in range(runs):
        began, at = time.process_time(), time.perf_counter()
        work()
        spent.append(((time.process_time() - began) * 1000, (time.perf_counter() - at) * 1000))
    return statistics.median(each[0] for each in spent), statistics.median(each[1] for each in spent)


def table(found: dict[int, dict[str, tuple[float, float, float]]]) -> None:
    """A line for each reading: with every number of pupils, the most against the fewest, and against plain sqlite3."""
    counts = sorted(found)
    fewest, most = counts[0], counts[-1]
    takes = SESSIONS * TAKES_OF_EACH
    print(f"{takes} takes a pupil, ms of the processor{'':8}" + "".join(f"{n:>8}" for n in counts), end="")
    print(f"{'clock':>8}{'plain':>8}{'x plain':>9}{f'x {fewest}':>8}")
    for one in READINGS:
        rows = {n: found[n][one.what] for n in counts}
        ours, clock, plain = rows[most]
        print(f"  {one.what:44}" + "".join(f"{rows[n][0]:8.1f}" for n in counts), end="")
        print(f"{clock:8.1f}{plain:8.1f}{ours / max(plain, 0.01):9.1f}{ours / max(rows[fewest][0], 0.01):8.1f}")
    print(f"\nclock, plain and x are of {most} pupils; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
