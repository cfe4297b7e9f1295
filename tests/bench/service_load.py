"""A service at work: fifty tutors with twenty pupils each meet one PostgreSQL at once; how long each kind of request takes.

python -m tests.bench.service_load [--tutors 50] [--processes 4] [--lessons 6]

The laptops run on the same computer as the server, so their own work (a locked journal each, a backup left out) is in every
figure. Takes TEST_DATABASE_URL's server, else one of its own that waits for its disk, as a service's does.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reflections import Journal, records
from reflections.central import looking_after
from reflections.central.journal import ServiceJournal
from reflections.central.syncing import meet
from tests import postgres

if TYPE_CHECKING:
    from collections.abc import Callable

PASSPHRASE = "three blue boats"
PUPILS = 20
MIDI = bytes(range(256)) * 16  # 4 kB, a take of about two minutes
FACTS = records.TakeFacts(2.0, 2, (0.0, 1.0), ((0.0, 0.5, 60, 90),))


@dataclass
class Seen:
    """Seconds of each kind of request, what it did, and every error."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    did: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    errors: list[str] = field(default_factory=list)

    def ask(self, kind: str, do: Callable[[], object]) -> object:
        """Do it once, timed; an error is kept and does not stop the others."""
        began = time.perf_counter()
        try:
            found = do()
        except Exception as error:  # noqa: BLE001 - whatever it was is told at the end
            self.errors.append(f"{kind}: {type(error).__name__}: {error}")
            return None
        self.took[kind].append(time.perf_counter() - began)
        return found


def main() -> None:
    """Set a service up, let everybody meet it at once, print a line for each kind; the exit code is 1 where anything failed."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--tutors", type=int, default=50)
    given.add_argument("--processes", type=int, default=4)
    given.add_argument("--lessons", type=int, default=6)
    options = given.parse_args()
    postgres.QUICK.update(fsync="on", synchronous_commit="on", full_page_writes="on", autovacuum="on")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever stops it leaves no server behind
    server = postgres.Server.start()
    work = Path(tempfile.mkdtemp(prefix="sfload"))
    try:
        seen, seconds = run(server, work, options)
        sys.exit(told(server, seen, seconds, options))
    finally:
        server.stop()
        shutil.rmtree(work)


def run(server: postgres.Server, work: Path, options: argparse.Namespace) -> tuple[list[Seen], float]:
    """Everybody at once: as many processes as asked for, a thread for each tutor."""
    sample = a_laptop(work / "sample")
    tutors = [server.address(server.tutor(f"Tutor {n}")) for n in range(options.tutors)]
    jobs = [(where, sample, work / str(n), options.lessons) for n, where in enumerate(tutors)]
    began = time.perf_counter()
    with ProcessPoolExecutor(options.processes) as pool:
        parts = [jobs[n :: options.processes] for n in range(options.processes)]
        found = [seen for part in pool.map(several, parts) for seen in part]
    return found, time.perf_counter() - began


def several(jobs: list[tuple[str, Path, Path, int]]) -> list[Seen]:
    """Some tutors, each in a thread."""
    with ThreadPoolExecutor(len(jobs) or 1) as threads:
        return list(threads.map(lambda job: tutor(*job), jobs))


def a_laptop(folder: Path) -> Path:
    """A journal with twenty pupils, each with a piece, a take and words; every tutor begins with a copy of it."""
    journal, _ = Journal.create(folder, tutor="Sam", passphrase=PASSPHRASE, help_person="Mrs Bell")
    for n in range(PUPILS):
        lesson(journal, journal.add_pupil(f"Pupil {n}", "fox", "10-12").id)
    journal._changed = False  # no copy at close
    journal.close()
    return folder


def lesson(journal: Journal, pupil: str) -> None:
    """A piece, a take of 4 kB, what was said of it."""
    piece = journal.keep_piece(pupil, "Morning", kind="tune", content=MIDI[:1000])
    a_take(journal, piece.id, pupil)
    journal.reflect(pupil, "T6", said_by="typed", body="It went well where it is quiet.", piece=piece.id)


def a_take(journal: Journal, piece: str, pupil: str) -> None:
    """One take."""
    parts = [records.TakePartIn("melody", "pupil", pupil, "keys", MIDI + os.urandom(16), FACTS)]
    journal.keep_take(piece, parts, seconds=120.0, tempo=90.0, mode="waits")


def tutor(where: str, sample: Path, folder: Path, lessons: int) -> Seen:
    """A tutor's week: the first meeting, days of lessons, a second laptop, and work straight at the service."""
    seen = Seen()
    mine, other = (opened(sample, folder / name) for name in ("mine", "other"))
    there = seen.ask("knocks: name and password, which step, whose rows", lambda: ServiceJournal.at(where))
    if not isinstance(there, ServiceJournal):
        return seen
    meeting(seen, "first meeting: all of twenty pupils goes", mine, there)
    pupils = [pupil.id for pupil in mine.pupils()]
    for day in range(3):
        for n in range(lessons):
            lesson(mine, pupils[(day * lessons + n) % PUPILS])
        meeting(seen, f"a day's meeting: {lessons} lessons go", mine, there)
        meeting(seen, "a meeting where nothing is new", mine, there)
    meeting(seen, f"a second laptop fetches three days, {3 * lessons} lessons", other, there)
    for pupil in pupils[:5]:
        piece = there.pieces(pupil)[0].id
        seen.ask("keeps a take of 4 kB straight at the service", lambda: a_take(there, piece, pupil))  # noqa: B023 - at once
        seen.ask("reads all evidence of a pupil at the service", lambda: there.evidence(pupil))  # noqa: B023 - at once
    if len(there.pupils()) != PUPILS:
        seen.errors.append("a tutor sees other pupils than their own")
    there.close()
    for journal in (mine, other):
        journal._changed = False
        journal.close()
    return seen


def opened(sample: Path, folder: Path) -> Journal:
    """A copy of the sample under a node of its own, without copies before each meeting."""
    journal = Journal.open(shutil.copytree(sample, folder), PASSPHRASE)
    journal._clock.node = os.urandom(8).hex()
    journal.backup = lambda _why="": Path()  # type: ignore[method-assign]  # how long a copy takes is asked elsewhere
    return journal


def meeting(seen: Seen, kind: str, laptop: Journal, there: ServiceJournal) -> None:
    """Push and pull, with how many changes went and came."""
    met = seen.ask(kind, lambda: meet(laptop, there))
    if met is not None:
        seen.did[kind].add(f"{met.went} went, {met.came} came")  # type: ignore[attr-defined]  # a Met


def told(server: postgres.Server, every: list[Seen], seconds: float, options: argparse.Namespace) -> int:
    """Print what was seen; 1 where anything went wrong."""
    took: dict[str, list[float]] = defaultdict(list)
    did: dict[str, set[str]] = defaultdict(set)
    for seen in every:
        for kind, times in seen.took.items():
            took[kind] += times
            did[kind] |= seen.did[kind]
    asked = sum(len(times) for times in took.values())
    errors = [error for seen in every for error in seen.errors]
    stands = looking_after.status(server.service)
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors for laptops and server"
    )
    pupils, takes = sum(t.pupils for t in stands.tutors), sum(t.takes for t in stands.tutors)
    print(
        f"{len(stands.tutors)} tutors, {pupils} pupils, {takes} takes, {stands.size / 1e6:.0f} MB at the end; wall {seconds:.0f} s"
    )
    print(f"{'request':62} {'times':>5} {'p50':>7} {'p95':>7} {'most':>7}  what one did")
    for kind, times in took.items():
        times.sort()
        p50, p95, most = (1000 * times[min(len(times) - 1, int(len(times) * at))] for at in (0.5, 0.95, 1.0))
        print(
            f"{kind:62} {len(times):5} {p50:4.0f} ms {p95:4.0f} ms {most:4.0f} ms  {'; '.join(sorted(did[kind])[:2])}"
        )
    wanted = options.tutors * PUPILS
    if pupils != wanted:
        errors.append(f"{pupils} pupils at the service, not {wanted}")
    print(f"{asked} requests, errors: {len(errors)}")
    for error, times in sorted(Counter(errors).items()):
        print(f"{times} times: {error}")
    return bool(errors)


if __name__ == "__main__":
    main()
