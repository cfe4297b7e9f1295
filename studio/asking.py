"""The questions about something kept: works out what may be asked, puts one at a time, keeps each answer at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from instruments import Engine
    from reflections import records
    from reflections.journal import Journal
    from studio.lesson import Lesson, Sayable

NOT_THIS_ONE = "not this one"
SAID_WITH_WORDS = "T6"  # what is asked when the pupil wants to talk and nothing is due


class Asking:
    """One talk about one take or version. Skipping and answering lead on alike; nothing is kept that was not said."""

    def __init__(self, lesson: Lesson, *, wanted: bool, changed: Callable[[], None]) -> None:
        self._lesson = lesson
        self._wanted = wanted
        self._changed = changed
        self._queue: list[records.Question] = []
        self._said: list[str] = []
        self.about: Sayable | None = lesson.sayable
        self.question: records.Question | None = None
        self.over = False
        self.linked_to: str | None = None
        self.goals_to_link: tuple[records.Goal, ...] = ()

    @property
    def said_something(self) -> bool:
        """Whether anything was kept that could be taken back."""
        return bool(self._said)

    @property
    def by_keys(self) -> bool:
        """Whether this pupil answers on the keyboard."""
        preferences = self._lesson.mine.preferences
        return preferences is None or preferences.answer_by_keys

    # -- putting questions --------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Work out what may be asked now; most of the time that is nothing."""
        about, pupil = self.about, self._lesson.pupil
        if about is None or pupil is None:
            self._finish()
            return
        wanted = self._wanted

        def work(journal: Journal) -> tuple[records.Question, ...]:
            from reflections import prompts

            now = self._lesson.situation(journal, about)
            asks = prompts.flow(now)
            return asks or ((prompts.question(SAID_WITH_WORDS, now.register),) if wanted else ())

        self._lesson.ask(work, self._put, "what may be asked")

    def say_something(self) -> None:
        """The pupil wants to, though nothing was asked."""
        self._wanted, self.over = True, False
        self.begin()

    def _put(self, questions: tuple[records.Question, ...]) -> None:
        self._queue = list(questions)
        self._lesson.moved_on()
        self._next()

    def _next(self) -> None:
        if not self._queue:
            self._finish()
            return
        self.question = question = self._queue.pop(0)
        last = not self._queue
        self.goals_to_link = self._linkable() if last else ()
        pupil, about, session = self._lesson.pupil, self.about, self._lesson.session
        assert pupil is not None
        assert about is not None
        self._lesson.ask(
            lambda journal: journal.note_asked(
                pupil.id, question.prompt, piece=about.piece, session=session.id if session else None
            )
        )
        self._changed()

    def _linkable(self) -> tuple[records.Goal, ...]:
        if self.about is None or self.about.linked:
            return ()
        return tuple(goal for goal in self._lesson.mine.goals if goal.state == "active")

    def _finish(self) -> None:
        self.question, self.over = None, True
        self._changed()

    # -- answers ------------------------------------------------------------------------------------------------------
    def answer(self, value: str, how: str) -> None:
        """A choice, or several divided by commas, by their ids."""
        question, about = self.question, self.about
        if question is None or about is None:
            return
        words = ", ".join(choice.words for choice in question.choices if choice.id in value.split(",")) or value
        if question.kind == "keep":
            self._keep(value)
        elif question.prompt == "T7":
            self._try_next(words, picked=True)
        else:
            self._reflect(question.prompt, words, how)
        self._next()

    def rate(self, value: int, how: str) -> None:
        """A step on a scale; zero is an answer. The way of answering is the pupil's business."""
        del how
        question, pupil = self.question, self._lesson.pupil
        if question is None or pupil is None:
            return
        self._rate(question, "given", value)
        self._next()

    def say(self, words: str, how: str) -> None:
        """Words typed by the pupil, or written by the tutor as the pupil says them."""
        question = self.question
        if question is None:
            return
        if question.prompt == "T7":
            self._try_next(words, picked=False)
        else:
            self._reflect(question.prompt, words, how)
        self._next()

    def skip(self) -> None:
        """On to the next. On a scale it is kept as "rather not", so that a pair says that one half was skipped."""
        question = self.question
        if question is None:
            return
        if question.kind == "scale":
            self._rate(question, "rather not", None)
        self._next()

    def link(self, goal: str | None) -> None:
        """What it was for."""
        about, before = self.about, self.linked_to
        if about is None:
            return
        self.linked_to = goal or ""

        def work(journal: Journal) -> None:
            if before:
                journal.unlink(goal=before, take=about.take, version=about.version)
            if goal:
                journal.link(take=about.take, version=about.version, goal=goal)

        self._lesson.ask(work)
        self._lesson.refresh_mine()
        self._changed()

    def take_back(self) -> None:
        """Everything said in this talk vanishes from every view."""
        said, self._said = self._said, []
        for item in said:
            self._lesson.ask(lambda journal, item=item: journal.take_back(item))  # type: ignore[misc]
        self._lesson.say("Taken back. It is gone.")
        self._changed()

    def hear(self, engine: Engine) -> bool:
        """Play what is being talked about; False if there is nothing to hear."""
        about = self.about
        if about is None:
            return False
        if about.take is not None:
            take = about.take
            self._lesson.ask(lambda journal: journal.take_midi(take)[0][1], lambda midi: _sound_take(engine, midi))
        elif about.version is not None:
            version = about.version
            self._lesson.ask(
                lambda journal: journal.version(version).content or b"", lambda midi: _sound_piece(engine, midi)
            )
        return True

    # -- keeping ------------------------------------------------------------------------------------------------------
    def _keep(self, value: str) -> None:
        about = self.about
        assert about is not None
        item = about.take or about.version
        if value == NOT_THIS_ONE and item is not None:
            self._lesson.ask(lambda journal: journal.put_aside(item))
            self._queue.clear()  # what was put aside is not talked about

    def _rate(self, question: records.Question, answer: str, value: int | None) -> None:
        pupil, session = self._lesson.pupil, self._lesson.session
        assert pupil is not None
        task, goal = question.task, question.goal
        take = None if task or goal else self.about.take if self.about else None

        def work(journal: Journal) -> records.Rating:
            return journal.rate(
                pupil.id,
                question.construct,
                question.moment,
                answer,
                value,
                task=task,
                goal=goal,
                take=take,
                session=session.id if session else None,
            )

        self._lesson.ask(work, lambda rating: self._said.append(rating.id))

    def _reflect(self, prompt: str, words: str, how: str) -> None:
        pupil, about, session = self._lesson.pupil, self.about, self._lesson.session
        assert pupil is not None
        assert about is not None
        voice = "character" if prompt in {"T10", "T11"} else "me" if prompt == "T4" else "music"

        def work(journal: Journal) -> records.Reflection:
            return journal.reflect(
                pupil.id,
                prompt,
                said_by=how,
                body=words,
                voice=voice,
                take=about.take,
                version=about.version,
                piece=about.piece,
                session=session.id if session else None,
            )

        self._lesson.ask(work, lambda said: self._said.append(said.id))

    def _try_next(self, words: str, *, picked: bool) -> None:
        pupil, about = self._lesson.pupil, self.about
        assert pupil is not None
        assert about is not None

        def work(journal: Journal) -> None:
            journal.try_next(pupil.id, words, about.take)
            if picked:
                journal.helped(pupil.id, words)

        self._lesson.ask(work)


def _sound_take(engine: Engine, midi: bytes) -> None:
    from studio.music.score import take_score
    from studio.music.take import Take

    engine.play(take_score(Take.from_midi(midi)), preview=True)


def _sound_piece(engine: Engine, midi: bytes) -> None:
    from studio.music.piece import Piece
    from studio.music.score import to_score

    engine.play(to_score(Piece.from_midi(midi)), preview=True)
