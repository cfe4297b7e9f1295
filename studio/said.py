"""What is said in one talk, on its way into the journal and taken back out of it, and what a talk reads there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from studio.words import prompt, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from instruments.events import Score
    from reflections.journal import Journal
    from reflections.records import Question, TakenBackNote
    from studio.lesson import Lesson, Sayable

WHO = "T10"  # who the song is about


@dataclass(slots=True)
class Said:
    """Something said, on its way into the journal: its row once it has one, and whether it was taken back."""

    row: str | None = None
    taken_back: bool = False
    note: TakenBackNote | None = None  # what came of taking it back


class Told:
    """All that was said in one talk: each thing reaches the journal once, on a full disk later, and not if it is taken back.

    Whose talk it is stays as it was when it began, whoever sits there by then.
    """

    def __init__(self, lesson: Lesson, about: Sayable | None) -> None:
        self._lesson = lesson
        self._about = about
        self._pupil, self._session = lesson.pupil, lesson.session
        self._said: list[Said] = []

    @property
    def anything(self) -> bool:
        """Whether anything was kept that could be taken back."""
        return bool(self._said)

    def take_back(self, then: Callable[[str], None]) -> None:
        """Take back everything said so far; `then` gets what to say of it."""
        said, self._said = self._said, []
        for item in said:
            item.taken_back = True  # what the journal has not yet, it never gets
        self._lesson.errand(partial(take_back, said), lambda notes: then(of_taking_back(notes)), "take back")

    def rate(self, question: Question, answer: str, value: int | None) -> None:
        """A step on a scale, or that it was skipped."""
        pupil, about, here = self._pupil, self._about, self._here
        if pupil is None:
            return
        task, goal, version = question.task, question.goal, question.version
        take = about.take if about and not (goal or version) else None  # with a task: in which take it was tried

        def rate(journal: Journal) -> str:
            return journal.rate(
                pupil.id,
                question.construct,
                question.moment,
                answer,
                value,
                task=task,
                goal=goal,
                take=take,
                version=version,
                session=here,
                scale=question.scale,
            ).id

        self._say(rate)

    def reflect(
        self,
        prompt: str,
        words: str,
        how: str,
        *,
        sound: bytes = b"",
        as_character: bool = False,
        then: Callable[[Journal, str], object] = lambda _journal, _row: None,
    ) -> None:
        """Words, or a voice note; `then` runs on the writer with the new row."""
        pupil, about, here = self._pupil, self._about, self._here
        if pupil is None or about is None:
            return
        voice = "character" if as_character or prompt in {WHO, "T11"} else "me" if prompt == "T4" else "music"

        def reflect(journal: Journal) -> str:
            row = journal.reflect(
                pupil.id,
                prompt,
                said_by=how,
                body=words,
                sound=sound,
                voice=voice,
                take=about.take,
                version=about.version,
                piece=about.piece,
                session=here,
            ).id
            then(journal, row)
            return row

        self._say(reflect)

    def try_next(self, words: str, *, picked: bool) -> None:
        """What the pupil wants to try; picked from what helped before, it helped once more."""
        pupil, about = self._pupil, self._about
        if pupil is None or about is None:
            return

        self._say(lambda journal: journal.try_next(pupil.id, words, about.take, from_version=about.version).id)
        if picked:
            self._lesson.errand(lambda journal: journal.helped(pupil.id, words))

    def try_by_voice(self, sound: bytes) -> None:
        """It comes back next time as any other does: to be heard, for nothing makes words of it."""
        pupil, about = self._pupil, self._about
        if pupil is None or about is None:
            return
        take, version = about.take, about.version
        self.reflect(
            "T7",
            "",
            "voice",
            sound=sound,
            then=lambda journal, row: journal.try_next(pupil.id, "", take, from_version=version, spoken=row),
        )

    @property
    def _here(self) -> str | None:
        return self._session.id if self._session else None

    def _say(self, write: Callable[[Journal], str]) -> None:
        said = Said()
        self._said.append(said)

        def work(journal: Journal) -> None:
            if said.row is None and not said.taken_back:
                said.row = write(journal)

        self._lesson.errand(work)


def character_of(journal: Journal, pupil: str, piece: str) -> str:
    """The one a song is about, in the pupil's latest words for them; what was taken back is nobody."""
    said = (one.body for one in reversed(journal.reflections(pupil)) if one.prompt == WHO and one.piece == piece)
    return next((body for body in said if body), "")


def take_back(said: list[Said], journal: Journal) -> tuple[TakenBackNote, ...]:
    """Take back all of it, each thing once however often this is tried; what came of what was in the journal."""
    for item in said:
        if item.row is not None:
            item.note = journal.take_back(item.row)
            item.row = None
    return tuple(item.note for item in said if item.note is not None)


def of_taking_back(notes: Sequence[TakenBackNote]) -> str:
    """That it is gone, or why it is not: under a hold nobody is told that it were.

    What nobody had seen may have been hard to say: that somebody can be talked to is said with it.
    """
    words = prompt("K1") if any(note.kept_for_now for note in notes) else say("frame.taken back")
    return words if notes and all(note.was_seen for note in notes) else f"{words} {prompt('K4')}"


def score_of_take(journal: Journal, take: str, pupil: str, *, tutor: bool = False) -> Score:
    """What this pupil played in a take, to be heard, and with `tutor` what their tutor played beside them."""
    from studio.lesson.handover import take_of
    from studio.music.score import take_score

    return take_score(take_of(journal, take, pupil, tutor=tutor))
