"""The journal that programme.py measures on: pupils with forty lessons of thirty takes each, as a tutor has them after years."""

import random
import shutil
import struct
import sys
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from reflections import Journal, records
from reflections.tables import AskedRow, Base, Drawing, Place, ScaleVersion, Shared, new_id

SESSIONS, TAKES_OF_EACH = 40, 30
PIECES, ASKED = 8, ("T8", "T1", "T2", "T7")
SECRET = "seven slow silver trains"
BEGAN = datetime(2025, 9, 3, 15, 0, tzinfo=ZoneInfo("Europe/London"))
MADE_AS = 1  # another number makes the journals anew
NOTES = 40  # of a take
ROLL = tuple((n * 0.5, 0.4, 60 + n % 12, 80) for n in range(NOTES))
_MIDI = struct.Struct(">BBBB")


class Wall:
    """A wall clock that goes on a minute with each take and a week with each lesson."""

    def __init__(self) -> None:
        self.at = BEGAN

    def __call__(self) -> datetime:
        return self.at


def make(folder: Path, pupils: int) -> None:
    """Make it, once: the first pupil by the journal's own calls, the others as rows like theirs.

    A row goes through the same session as every change, so each has its operation; a lesson of rows is one transaction.
    """
    if (folder / "made").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    print(f"Making {pupils} pupils with {SESSIONS} x {TAKES_OF_EACH} takes in {folder}, once.", file=sys.stderr)
    wall = Wall()
    journal, _ = Journal.create(
        folder, tutor="Sam", passphrase=SECRET, help_person="Ms Okoro", place="Tuesday", now=wall
    )
    first = journal.add_pupil("Pupil 1", "bird", "10-12")
    programme(journal, first.id, wall)
    alike = rows_of_everything(journal)
    for n in range(1, pupils):
        with journal._opened.writing(journal._clock) as session:
            once_more(session, alike, f"Pupil {n + 1}")
    counts = journal.check().counts
    assert counts["take"] == pupils * SESSIONS * TAKES_OF_EACH, counts
    assert counts["operation"] >= sum(counts[kind.__tablename__] for kind in _SHARED), counts
    one, other = (journal.evidence(each.id) for each in (journal.pupils()[0], journal.pupils()[-1]))
    assert _size(one) == _size(other), "the others are not like the first"
    journal._changed = False  # no backup
    journal.close()
    (folder / "made").touch()


def programme(journal: Journal, pupil: str, wall: Wall) -> None:
    """Forty lessons as they are: pieces, takes, what was asked and said, a goal, a line for next time."""
    dice = random.Random(4)
    pieces: list[str] = []
    goal = journal.agree(journal.wish(pupil, "Play it all through").id, why="for my nan").id
    for lesson in range(SESSIONS):
        wall.at = BEGAN + timedelta(weeks=lesson)
        with journal._opened.writing(journal._clock) as shared:  # one transaction a lesson, not one a call
            journal._writing = lambda shared=shared: nullcontext(shared)  # type: ignore[method-assign,misc,assignment]  # for the time of the lesson
            journal._reading = journal._writing  # type: ignore[method-assign]  # what was written is not there yet for others
            a_lesson(journal, pupil, pieces, goal, lesson, dice, wall)
        del journal._writing, journal._reading


def a_lesson(
    journal: Journal, pupil: str, pieces: list[str], goal: str, lesson: int, dice: random.Random, wall: Wall
) -> None:
    """One lesson; all but the latest has been seen."""
    session = journal.open_session((pupil,)).id
    if lesson % (SESSIONS // PIECES) == 0:
        title = f"Tune {len(pieces) + 1}"
        pieces.append(journal.keep_piece(pupil, title, kind="tune", content=midi(dice), session=session, goal=goal).id)
    piece = pieces[-1]
    task = journal.task(pupil, f"bars 1 to {lesson + 1}", piece=piece, goal=goal, session=session).id
    journal.rate(pupil, "sure", "before", value=dice.randrange(5), task=task, session=session)
    for _ in range(TAKES_OF_EACH):
        wall.at += timedelta(minutes=1)
        facts = records.TakeFacts(20.0, NOTES, (0.0, 4.0, 8.0, 12.0, 16.0), ROLL)
        part = records.TakePartIn("melody", "pupil", pupil, "", midi(dice), facts)
        take = journal.keep_take(piece, [part], session=session, seconds=20.0, tempo=90.0, mode="waits", task=task).id
    journal.rate(pupil, "sure", "after", value=dice.randrange(5), task=task, take=take, session=session)
    for prompt in ASKED:
        journal.note_asked(pupil, prompt, piece=piece, session=session)
    said = journal.reflect(pupil, "T2", said_by="tap", body="calm", take=take, session=session).id
    journal.try_next(pupil, "slow it down", take)
    journal.helped(pupil, dice.choice(("one hand", "slower", "a break")))
    journal.mark(take, 4.0, words="that bit")
    journal.rate(pupil, "close", "review", value=min(10, lesson // 4), goal=goal, session=session)
    journal.link(take=take, outcome="getting better", by="tutor")
    if lesson < SESSIONS - 1:
        journal.close_session(session, "the left hand alone")
        journal.seen([said, *(one.id for one in journal.unseen().items)], "Sam")


def midi(dice: random.Random) -> bytes:
    """So many bytes as a take of so many notes has; nobody reads them here."""
    return b"MThd" + b"".join(_MIDI.pack(dice.randrange(128), 0x90, 60 + n % 12, 80) for n in range(2 * NOTES))


# -- rows like theirs -------------------------------------------------------------------------------------------------
_SHARED: tuple[Any, ...] = tuple(m.class_ for m in Base.registry.mappers if issubclass(m.class_, Shared))
_OF_ALL = (Place, ScaleVersion)  # what every pupil shares is there already
Rows = list[tuple[Any, list[dict[str, Any]]]]


def rows_of_everything(journal: Journal) -> Rows:
    """Every row there is, by table, those first that others name; in each the oldest first."""
    kinds = {kind.__tablename__: kind for kind in (*_SHARED, Drawing, AskedRow) if kind not in _OF_ALL}
    with journal._reading() as session:
        tables: list[Table] = [table for table in Base.metadata.sorted_tables if table.name in kinds]
        return [(kinds[t.name], [dict(row) for row in session.execute(select(t)).mappings().all()]) for t in tables]


def once_more(session: Session, alike: Rows, alias: str) -> None:
    """Write every one of these rows once more, under new keys that point at each other as the old ones do."""
    keys: dict[Any, str] = {}
    for _, rows in alike:
        for row in sorted(rows, key=lambda row: str(row.get("id"))):
            if "id" in row:
                keys[row["id"]] = new_id()
    for kind, rows in alike:
        for row in sorted(rows, key=lambda row: str(row.get("id"))):
            fields = {name: keys.get(value, value) if isinstance(value, str) else value for name, value in row.items()}
            session.add(kind(**fields | ({"alias": alias} if kind.__tablename__ == "pupil" else {})))
        session.flush()


def _size(evidence: records.Evidence) -> tuple[int, ...]:
    takes = [take for one in evidence.pieces for take in one.takes]
    said = sum(len(one.reflections) for one in evidence.pieces)
    return (
        len(evidence.sessions),
        len(evidence.pieces),
        len(takes),
        said,
        len(evidence.sure),
        len(takes[0].parts[0].facts.roll),
    )
