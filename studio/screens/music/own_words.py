"""Everything a pupil said that stands, gathered from wherever it was said, each with the way it is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reflections import prompts
from reflections.records import GOAL_ANSWERS
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from reflections import records
    from reflections.journal import Journal
    from reflections.records import TakenBackNote

    Back = Callable[[Journal], TakenBackNote]

TRY, MARK = "T7", "M1"


@dataclass(frozen=True, slots=True)
class Mine:
    """One thing the pupil said: its row, the question, their words or their voice, what it is of, and what came of it."""

    id: str
    asked: str
    words: str
    at: datetime
    zone: str
    of: str = ""
    by_voice: bool = False
    said: records.Reflection | None = None  # what a newer thought can follow
    newer: bool = False  # a newer thought of the pupil's own follows this one
    tutor: str = ""  # what the tutor answered to the same question
    back: Back | None = None  # how it is taken back, where not by its row
    dated: bool = True

    def take_back(self, journal: Journal) -> TakenBackNote:
        """Take it back. On the writer."""
        return self.back(journal) if self.back is not None else journal.take_back(self.id)


def own_words(journal: Journal, pupil: records.Pupil) -> tuple[Mine, ...]:
    """Everything a pupil said that stands, the latest first. On the writer."""
    evidence, language = journal.evidence(pupil.id), journal.preferences(pupil.id).language
    titles = {one.piece.id: one.piece.title for one in evidence.pieces}
    takes = {take.id: one.piece.title for one in evidence.pieces for take in one.takes}
    tutors = {(one.piece, one.prompt): one.body for one in journal.tutor_answers(pupil.id)}

    def asked(prompt: str) -> str:
        try:
            return prompts.words(prompt, pupil.register, language)
        except KeyError:
            return ""

    said = journal.reflections(pupil.id)
    followed = {one.newer_of for one in said}
    mine = [
        Mine(
            one.id,
            asked(one.prompt),
            one.body,
            one.made_at,
            one.zone,
            titles.get(one.piece or "", ""),
            one.has_sound,
            one,
            one.id in followed,
            tutors.get((one.piece, one.prompt), ""),
        )
        for one in said
    ]
    zone = said[-1].zone if said else ""
    goals = journal.goals(pupil.id)
    about = {goal.id: goal.words for goal in goals} | {task.id: task.words for task in journal.tasks(pupil.id)} | takes
    mine += [
        Mine(one.id, _rated(one, asked, language), one.words, one.made_at, one.zone, _first(about, one))
        for one in journal.ratings(pupil.id)
        if one.rater == "pupil" and one.value is not None
    ]
    mine += [each for goal in goals for each in _of_goal(goal, asked, zone)]
    own = journal.own_tasks(pupil.id)
    mine += [
        Mine(task.id, say("reflect.what you will do"), task.words, task.made_at, zone, titles.get(task.piece, ""),
             back=partial(_task_back, task.id))
        for task in journal.tasks(pupil.id)
        if task.id in own
    ]  # fmt: skip
    mine += [
        Mine(one.id, asked(TRY), one.words, one.made_at, zone, takes.get(one.from_take or "", ""))
        for one in evidence.try_next
        if not one.by_voice  # the voice itself stands among what was said
    ]
    mine += [
        Mine(one.id, asked(MARK), one.words, one.made_at, zone, takes.get(one.take, ""))
        for piece in evidence.pieces
        for one in piece.markers
        if one.by == "pupil"
    ]
    return tuple(sorted(mine, key=lambda one: (one.at, one.id), reverse=True))


def _rated(one: records.Rating, asked: Callable[[str], str], language: str) -> str:
    """The question that was answered on a scale."""
    if one.construct == "sure":
        return asked({"before": "B1", "looking back": "P5"}.get(one.moment, "T1"))
    return asked("G5") if one.construct == "close" else prompts.scale(one.construct, language).wording


def _first(about: dict[str, str], one: records.Rating) -> str:
    """What was rated, as it is called now."""
    return next((about[of] for of in (one.task, one.goal, one.take) if of in about), "")


def _of_goal(goal: records.Goal, asked: Callable[[str], str], zone: str) -> list[Mine]:
    """What was said of a goal: its answers and small steps, and a wish as long as nobody has said yes to it."""
    found = [
        Mine(f"{goal.id}-{field}", asked(prompt), words, goal.made_at, zone, goal.words, dated=False,
             back=partial(_answer_back, goal.id, field))
        for field, prompt in GOAL_ANSWERS.items()
        if (words := getattr(goal, field))
    ]  # fmt: skip
    found += [
        Mine(step.id, say("goals.small steps"), step.words, goal.made_at, zone, goal.words, dated=False,
             back=partial(_step_back, step.id))
        for step in goal.steps
    ]  # fmt: skip
    if not goal.agreed and goal.set_by in {"pupil", "together"}:
        found.append(Mine(goal.id, asked("G1"), goal.words, goal.made_at, zone, back=partial(_wish_back, goal.id)))
    return found


def _answer_back(goal: str, field: str, journal: Journal) -> TakenBackNote:
    return journal.take_back_answer(goal, field)


def _step_back(step: str, journal: Journal) -> TakenBackNote:
    return journal.take_back_step(step)


def _task_back(task: str, journal: Journal) -> TakenBackNote:
    return journal.take_back_task(task)


def _wish_back(goal: str, journal: Journal) -> TakenBackNote:
    return journal.take_back_wish(goal)
