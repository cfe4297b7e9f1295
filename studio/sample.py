"""The invented pupil of the tour: a tune of our own and three lessons that have already been, in a journal of their own."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from instruments.events import RATE, NoteOff, NoteOn
from studio.lesson import part_of, take_fields
from studio.music.piece import TICKS, Key, Note, Part, Piece, Tempo
from studio.playing.made import Made, Setting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal

PASSPHRASE = "a sample lesson with nothing to hide"  # noqa: S105 - it locks an invented journal in a temporary folder
EIGHTH = TICKS // 2
LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
SLIP_SECONDS = 0.035


@cache
def script() -> dict[str, Any]:
    """What is said and done, from assets."""
    text = resources.files("assets").joinpath("tour", "lesson.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def tune() -> Piece:
    """Midnight Bus: eight bars written for this tour."""
    written = script()["piece"]
    notes, tick = [], 0
    for token in written["melody"].replace("|", " ").split():
        name, eighths = token.split(":")
        pitch = 12 * (int(name[-1]) + 1) + LETTERS[name[0]] + name.count("#")
        length = int(eighths) * EIGHTH
        notes.append(Note(tick, length, pitch, 84))
        tick += length
    melody = Part("Melody", "melody", "piano", tuple(notes))
    return Piece(written["title"], (melody,), (Tempo(0, written["bpm"]),), key=Key(1, "minor"), end=tick)


@dataclass(frozen=True, slots=True)
class Sample:
    """The journal with its invented pupil, and what the fourth lesson needs of it."""

    pupil: records.Pupil
    piece: records.Piece
    goals: tuple[records.Goal, ...]


class Weeks:
    """A clock that can be set back by weeks, so that the first three lessons lie in the past."""

    def __init__(self) -> None:
        self.ago = timedelta()

    def __call__(self) -> datetime:
        """The moment that the journal takes for now."""
        return datetime.now().astimezone() - self.ago


def make(folder: Path) -> tuple[Journal, Sample]:
    """A new journal in `folder` with the pupil, their goals and three lessons."""
    from reflections import Journal

    said, weeks = script(), Weeks()
    weeks.ago = timedelta(weeks=said["before"][0]["weeks_ago"])
    journal, _ = Journal.create(
        folder,
        tutor=said["tutor"],
        passphrase=PASSPHRASE,
        help_person=said["help_person"],
        place=said["place"],
        now=weeks,
    )
    pupil = journal.add_pupil(**said["pupil"])
    goals: tuple[records.Goal, ...] = ()
    piece: records.Piece | None = None
    for n, lesson in enumerate(said["before"]):
        weeks.ago = timedelta(weeks=lesson["weeks_ago"])
        session = journal.open_session((pupil.id,), minutes=lesson["minutes"])
        if piece is None:
            goals = tuple(_goal(journal, pupil.id, goal) for goal in said["goals"])
            content = tune().to_midi()
            piece = journal.keep_piece(
                pupil.id,
                tune().title,
                kind="song",
                chosen_by="pupil",
                content=content,
                session=session.id,
                goal=goals[0].id,
            )
        _lesson(journal, pupil.id, session, piece, goals, n)
        for goal, written in zip(goals, said["goals"], strict=True):
            journal.rate(pupil.id, "close", "review", "given", written["close"][n], goal=goal.id)
        journal.close_session(session.id)
    weeks.ago = timedelta()
    assert piece is not None
    return journal, Sample(pupil, piece, goals)


def _goal(journal: Journal, pupil: str, written: dict[str, Any]) -> records.Goal:
    goal = journal.wish(pupil, written["words"], area=written["area"], set_by=written["set_by"])
    return journal.agree(goal.id, why=written["why"], first_step=written["first_step"])


def _lesson(
    journal: Journal,
    pupil: str,
    session: records.Session,
    piece: records.Piece,
    goals: tuple[records.Goal, ...],
    n: int,
) -> None:
    """One of the lessons before: a task, a take, how sure, a few words, what next."""
    lesson = script()["before"][n]
    bars = tuple(lesson["bars"])
    words = f"Play {piece.title}, the melody, bars {bars[0]} to {bars[1]}"
    task = journal.task(pupil, words, piece=piece.id, bars=bars, goal=goals[0].id, session=session.id)
    made = Made(
        Setting(
            piece=piece.id,
            title=piece.title,
            mode=lesson["mode"],
            help="melody",
            hands=lesson["hands"],
            speed=lesson["speed"],
            bars=bars,
            key="E minor",
            bpm=tune().tempos[0].bpm,
            task=task.id,
        ),
        tuple(played(tune(), bars, lesson["speed"], random.Random(n))),
        0,
        int(_seconds(tune(), bars, lesson["speed"]) * RATE),
        "recorded",
    )
    sure = lesson["sure"]
    if sure is not None:
        journal.rate(pupil, "sure", "before", "given", sure[0], task=task.id)
    take = journal.keep_take(piece.id, (part_of(made, pupil),), **take_fields(made, session))
    if sure is not None:
        journal.rate(pupil, "sure", "after", "given", sure[1], task=task.id)
    for prompt, body in lesson["words"]:
        said = journal.reflect(pupil, prompt, said_by="typed" if prompt == "T6" else "tap", body=body, take=take.id)
        journal.seen((said.id,), script()["tutor"])
    journal.try_next(pupil, lesson["try_next"], take.id)


def _inside(piece: Piece, bars: tuple[int, int]) -> tuple[int, int]:
    chosen = [bar for bar in piece.bars() if bars[0] <= bar.n <= bars[1]]
    return chosen[0].start, chosen[-1].end


def _seconds(piece: Piece, bars: tuple[int, int], speed: float) -> float:
    start, end = _inside(piece, bars)
    return (piece.seconds_at(end) - piece.seconds_at(start)) / speed


def played(piece: Piece, bars: tuple[int, int], speed: float, chance: random.Random) -> Iterator[NoteOn | NoteOff]:
    """The melody as somebody plays it: a little early, a little late, not every key alike. Frames from the first barline."""
    start, end = _inside(piece, bars)
    begin = piece.seconds_at(start)
    for note in piece.parts[0].notes:
        if not start <= note.start < end:
            continue
        slip = chance.gauss(0, SLIP_SECONDS / speed)
        on = max(0.0, (piece.seconds_at(note.start) - begin) / speed + slip)
        off = max(on + 0.08, (piece.seconds_at(note.end) - begin) / speed + slip)
        velocity = min(110, max(40, note.velocity + chance.randint(-14, 14)))
        yield NoteOn(round(on * RATE), 0, note.pitch, velocity)
        yield NoteOff(round(off * RATE), 0, note.pitch, 64)
