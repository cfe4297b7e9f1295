"""A real journal for each test: made once a run, copied, opened with a clock that only moves when told to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from reflections import Journal, records
from tests import journals
from tests.reflections.kept import PASSPHRASE, AtAService, InFiles, Kept

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PASSPHRASE"]
LONDON = ZoneInfo("Europe/London")


@dataclass
class Wall:
    """A wall clock that stands still until it is moved."""

    at: datetime = field(default_factory=lambda: datetime(2026, 6, 3, 10, 0, tzinfo=LONDON))

    def __call__(self) -> datetime:
        return self.at

    def on(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture(scope="session", autouse=True)
def cheap_journals(shared_work: None) -> None:
    """Every journal here shares what can be shared."""


@pytest.fixture(scope="session")
def quick_kdf() -> Iterator[None]:
    """Seal with the weakest parameters that are still accepted: these tests are not about how long a guess takes."""
    with pytest.MonkeyPatch.context() as patch:
        journals.seal_weakly(patch)
        yield


@pytest.fixture(scope="session")
def keeper(request: pytest.FixtureRequest) -> Kept:
    """Where journals are kept in this run: in locked files, or, with --on postgresql, as rows of tutors at a service."""
    if request.config.getoption("--on") == "postgresql":
        return AtAService(request.getfixturevalue("postgres"))
    request.getfixturevalue("quick_kdf")
    return InFiles()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, keeper: Kept) -> tuple[Path, str]:
    """A journal with nobody in it yet, and its recovery code."""
    return keeper.make(tmp_path_factory.mktemp("made") / "journal")


@pytest.fixture
def wall() -> Wall:
    return Wall()


Prepare = Callable[[Callable[[Journal], Any]], tuple[Path, Any]]


@pytest.fixture(scope="session")
def prepare(tmp_path_factory: pytest.TempPathFactory, made: tuple[Path, str], keeper: Kept) -> Prepare:
    """Do something to a copy of that journal, once: gives its folder and what came of it, for a fixture named made_..."""

    def prepared(fill: Callable[[Journal], Any]) -> tuple[Path, Any]:
        folder = keeper.copy(made[0], tmp_path_factory.mktemp("prepared") / "journal")
        journal = keeper.open(folder, PASSPHRASE, now=Wall())
        came_of_it = fill(journal)
        journal._changed = False  # no backup at close
        journal.close()
        return folder, came_of_it

    return prepared


@pytest.fixture(scope="session")
def made_lesson(prepare: Prepare) -> tuple[Path, Lesson]:
    """That journal after one pupil's kept take."""

    def one_lesson(journal: Journal) -> Lesson:
        pupil = journal.add_pupil("Amira", "fox", "10-12")
        session = journal.open_session([pupil.id])
        piece = journal.keep_piece(pupil.id, "Morning", kind="tune", content=b"MThd-piece", session=session.id)
        take = journal.keep_take(piece.id, [part(pupil.id)], session=session.id, seconds=2.0, tempo=90.0, mode="waits")
        return Lesson(pupil, session, piece, take)

    return prepare(one_lesson)


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path, keeper: Kept) -> Path:
    """A journal's folder, closed: as it was made, or as the fixture named made_... that the test asks for prepared it."""
    prepared = [name for name in request.fixturenames if name.startswith("made_")]
    assert len(prepared) < 2, f"one folder can't hold both of {prepared}"
    return keeper.copy(request.getfixturevalue(*prepared or ["made"])[0], tmp_path / "journal")


@pytest.fixture
def opening(folder: Path, wall: Wall, keeper: Kept) -> Iterator[Callable[..., Journal]]:
    """Open the folder's journal as often as wanted; all are closed at the end."""
    opened: list[Journal] = []

    def again(secret: str = PASSPHRASE, **given: object) -> Journal:
        journal = keeper.open(folder, secret, **({"now": wall} | given))
        opened.append(journal)
        return journal

    yield again
    for journal in opened:
        journal._changed = False  # the backup at close has tests of its own
        journal.close()


@pytest.fixture
def journal(opening: Callable[..., Journal]) -> Journal:
    return opening()


@dataclass(frozen=True)
class Lesson:
    """One pupil in a session with a piece and a kept take."""

    pupil: records.Pupil
    session: records.Session
    piece: records.Piece
    take: records.Take


FACTS = records.TakeFacts(2.0, 2, (0.0, 1.0), ((0.0, 0.5, 60, 90), (1.0, 0.5, 62, 80)))


def part(
    pupil: str | None, name: str = "melody", midi: bytes = b"MThd-one", player: str = "pupil"
) -> records.TakePartIn:
    return records.TakePartIn(name, player, pupil, "keys", midi, FACTS)


@pytest.fixture
def lesson(journal: Journal, made_lesson: tuple[Path, Lesson]) -> Lesson:
    """What the open journal holds, as if it had happened just now."""
    journal._changed = True
    return made_lesson[1]


# ---- groups

NAMES = ("Amira", "Ben", "Cas", "Dee", "Eli", "Flo", "Gus")
Band = tuple[records.Group, dict[str, str]]


@pytest.fixture
def band(journal: Journal, made_band: tuple[Path, Band]) -> Band:
    """Three of seven pupils, in a group that meets six times and is reviewed after three."""
    journal._changed = True
    return made_band[1]


@pytest.fixture(scope="session")
def made_band(prepare: Prepare) -> tuple[Path, Band]:
    """The journal with them, made once."""
    return prepare(_band)


def _band(journal: Journal) -> Band:
    ids = {name: journal.add_pupil(name, "fox", "10-12").id for name in NAMES}
    starts = date(2026, 6, 3)
    group = journal.add_group(
        "The Tuesday band",
        [ids[name] for name in NAMES[:3]],
        starts=starts,
        ends=starts + timedelta(weeks=6),
        planned_sessions=6,
        review_every=3,
    )
    return group, ids


def met(journal: Journal, group: records.Group, *, guests: int = 0, next_time: str = "") -> records.Session:
    """One session of the group, opened and closed."""
    session = journal.open_session(group.pupils, mode="group", group=group.id, guests=guests)
    return journal.close_session(session.id, next_time)
