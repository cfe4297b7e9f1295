"""What the tests of the music rooms do again and again: a tune on the stand, a take, a lesson after others, a key held."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from instruments.events import Position
from reflections import Journal
from studio.lesson import Stand
from studio.lesson.minutes import keep_usual_minutes
from studio.music.piece import Note, Part, Piece, Tempo
from studio.screen import Go, Push
from tests.studio.fakes import Pilot

BPM = 120.0
PASSPHRASE = "four quiet green tubas"
GOAL = "Play it all through"
C, D, E, F, G, A, B = 60, 62, 64, 65, 67, 69, 71
BLACK = 61


def piece() -> Piece:
    """Eight notes going up, over a bass."""
    melody = Part("Melody", "melody", "piano", tuple(Note(n * 480, 480, 60 + n) for n in range(8)))
    bass = Part("Bass", "bass", "bass", tuple(Note(n * 960, 960, 40 + n) for n in range(4)))
    return Piece("Steps", (melody, bass), (Tempo(0, BPM),))


def stand(title: str = "Steps") -> Stand:
    """That piece, as one that was chosen."""
    return Stand(piece(), title, "song", f"own:{title}")


def put(pilot: Pilot, what: Stand) -> None:
    """Open a piece on Play."""
    pilot.lesson.put_on_stand(what)
    pilot.studio.move(Go("play"))
    pilot.settle()
    assert pilot.screen == "play"


def position(pilot: Pilot, tick: float, state: str, **more: Any) -> None:
    """The engine says where the music is."""
    pilot.engine._inbox.append(Position(pilot.engine.frame, tick, state, **more))
    pilot.turn()


def count_in(pilot: Pilot) -> None:
    """Four beats at 120 a minute, which begin as record is pressed, then bar 1."""
    pilot.turn(seconds=2.0)
    position(pilot, 0.0, "playing")


def open_page(pilot: Pilot, page: str) -> None:
    """How to play it, at one of its pages."""
    pilot.press("How to play")
    pilot.press(f"What to change: {page}")


def record(pilot: Pilot, *pitches: int) -> None:
    """One take, from record to stop."""
    pilot.press("Record")
    count_in(pilot)
    pilot.play(*pitches)
    pilot.press("Stop and keep")


def hold(pilot: Pilot, pitch: int, seconds: float = 0.6) -> None:
    """After a quiet second, hold one key of the MIDI keyboard as an answer is held."""
    pilot.turn(seconds=1.0)
    pilot.engine.down(pitch)
    pilot.turn()
    pilot.turn(seconds=seconds)
    pilot.engine.up(pitch)
    pilot.settle()


def takes(pilot: Pilot, **options: bool) -> list[Any]:
    """Every take of the pupil who is here."""
    journal = pilot.lesson.journal
    return [t for p in journal.pieces(pilot.lesson.pupil.id) for t in journal.takes(p.id, **options)]


def evidence(pilot: Pilot) -> Any:
    """All that stands of the pupil who is here."""
    return pilot.lesson.journal.evidence(pilot.lesson.pupil.id)


@contextmanager
def weeks_ago(folder: Path, weeks: int) -> Iterator[Journal]:
    """The journal, as it was written to so many weeks ago."""
    journal = Journal.open(folder, PASSPHRASE, now=lambda: datetime.now().astimezone() - timedelta(weeks=weeks))
    yield journal
    journal._changed = False  # no backup at close
    journal.close()


def three_lessons(folder: Path) -> None:
    """Jo, with three lessons of an hour behind them, a goal, and the piece Steps that is for it."""
    for weeks in (3, 2, 1):
        with weeks_ago(folder, weeks) as journal:
            if weeks == 3:
                keep_usual_minutes(journal, 60)  # long enough for everything that may be asked
                jo = journal.add_pupil("Jo", "bird", "10-12")
                goal = journal.agree(journal.wish(jo.id, GOAL).id)
                journal.seen([one.id for one in journal.unseen().items], "Sam")
                content = piece().to_midi()
                journal.keep_piece(jo.id, "Steps", kind="song", source="own:Steps", content=content, goal=goal.id)
            session = journal.open_session((journal.pupils()[0].id,))
            journal.close_session(session.id)


def at_the_tutors_door(pilot: Pilot, tab: str = "") -> None:
    """Go there as who has just unlocked the journal: one press of its button, and nobody else is near."""
    pilot.lesson.tutor_near = True
    if pilot.screen == "who":
        pilot.studio.screen._to_the_tutor = True
    pilot.studio.move(Push("tutor", {"tab": tab} if tab else {}))
    pilot.settle()
