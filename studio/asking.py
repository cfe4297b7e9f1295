"""The questions about something kept: works out what may be asked, puts one at a time, keeps each answer by the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio import words
from studio.said import WHO, Told, character_of, score_of_take

if TYPE_CHECKING:
    from collections.abc import Callable

    from instruments import Engine
    from reflections import records
    from reflections.journal import Journal
    from studio.lesson import Lesson, Sayable

NOT_THIS_ONE = "not this one"
SAID_WITH_WORDS = "T6"  # what is asked when the pupil wants to talk and nothing is due


class Asking:
    """One talk about one take or version. Skipping and answering lead on alike; nothing is kept that was not said.

    The latest answer is held back until the next one, or until the talk is over or left: so a slip of a finger can be put
    right without a trace in the journal.
    """

    def __init__(self, lesson: Lesson, *, wanted: bool, changed: Callable[[], None], begun: str = "") -> None:
        """`begun` is what they had begun to answer another day: wanting to talk, they find it again."""
        self._lesson = lesson
        self._wanted = wanted
        self._begun = begun or SAID_WITH_WORDS
        self._changed = changed
        self._queue: list[records.Question] = []
        self._pupil, self._session = lesson.pupil, lesson.session  # whose talk it is, be it that they leave meanwhile
        self._given: tuple[records.Question, Callable[[], None]] | None = None
        self._noted: set[str] = set()
        self.about: Sayable | None = lesson.sayable
        self._told = Told(lesson, self.about)
        self.question: records.Question | None = None
        self.over = False
        self.closing: tuple[str, str] | None = None  # what stands there when it is over, where that is its own
        self.aside = False  # the pupil did not want this one: it is put aside, not gone
        self.linked_to: str | None = None
        self.character = ""  # the one in the song, in the pupil's own words, where they have said who that is
        self.goals_to_link: tuple[records.Goal, ...] = ()

    @property
    def said_something(self) -> bool:
        """Whether anything was kept that could be taken back."""
        return self._told.anything

    @property
    def can_go_back(self) -> bool:
        """Whether the latest answer can still be given otherwise."""
        return self._given is not None and self.question is not None

    @property
    def by_keys(self) -> bool:
        """Whether this pupil answers on the keyboard."""
        preferences = self._lesson.mine.preferences
        return preferences is None or preferences.answer_by_keys

    def words(self, prompt: str, **filled: str) -> str:
        """One of the fixed sentences, as this pupil is spoken to."""
        return words.prompt(prompt, self._lesson.register, self._lesson.language, **filled)

    # -- putting questions --------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Work out what may be asked now; most of the time that is nothing."""
        about, pupil, session = self.about, self._pupil, self._session
        if about is None or pupil is None:
            self._finish()
            return
        wanted, begun, situation = self._wanted, self._begun, self._lesson.situation

        def work(journal: Journal) -> tuple[tuple[records.Question, ...], str]:
            from reflections import prompts

            now = situation(journal, about, pupil, session)
            asks = prompts.flow(now) or ((prompts.question(begun, now.register, now.language),) if wanted else ())
            return asks, character_of(journal, pupil.id, about.piece) if asks else ""

        self._lesson.ask(work, self._may_be_asked, "what may be asked")

    def _may_be_asked(self, found: tuple[tuple[records.Question, ...], str]) -> None:
        questions, self.character = found
        self._put(questions)

    def say_something(self) -> None:
        """The pupil wants to, though nothing was asked."""
        self._wanted, self.over = True, False
        self.begin()

    def _put(self, questions: tuple[records.Question, ...]) -> None:
        self._queue = list(questions)
        if self.about is not None:
            self._lesson.moved_on(self.about)
        self._next()

    def _next(self) -> None:
        if not self._queue:
            self._finish()
            return
        self._ask(self._queue.pop(0))

    def _ask(self, question: records.Question) -> None:
        self.question = question
        self.goals_to_link = () if self._queue else self._linkable()
        pupil, about, here = self._pupil, self.about, self._here
        if pupil is not None and about is not None and question.prompt not in self._noted:
            self._noted.add(question.prompt)
            self._lesson.errand(
                lambda journal: journal.note_asked(pupil.id, question.prompt, piece=about.piece, session=here)
            )
        self._changed()

    @property
    def _here(self) -> str | None:
        return self._session.id if self._session else None

    def _linkable(self) -> tuple[records.Goal, ...]:
        if self.about is None or self.about.linked:
            return ()
        return tuple(goal for goal in self._lesson.mine.goals if goal.state == "active")

    def _finish(self) -> None:
        self.keep()
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
            if value == NOT_THIS_ONE:
                self._queue.clear()  # what was put aside is not talked about
            self._give(lambda: self._keep_or_not(value))
        elif question.prompt == "T7":
            self._give(lambda: self._told.try_next(words, picked=True))
        else:
            self._give(lambda: self._told.reflect(question.prompt, words, how))

    def rate(self, step: int, how: str) -> None:
        """A step on a scale, from 0 upwards; zero is an answer. The way of answering is the pupil's business."""
        del how
        question = self.question
        if question is not None and step < len(question.choices):
            value = int(question.choices[step].id)
            self._give(lambda: self._told.rate(question, "given", value))

    def say(self, words: str, how: str, *, as_character: bool = False) -> None:
        """Words typed by the pupil, or written by the tutor as the pupil says them; the one in the song may say them."""
        question = self.question
        if question is None:
            return
        if question.prompt == "T7":
            self._give(lambda: self._told.try_next(words, picked=False))
            return
        if question.prompt == WHO:
            self.character = words
        self._give(lambda: self._told.reflect(question.prompt, words, how, as_character=as_character))

    def speak(self, sound: bytes, *, as_character: bool = False) -> None:
        """A voice note; it is kept as it was said, and never turned into words."""
        question = self.question
        if question is not None:
            prompt = question.prompt
            if prompt == "T7":
                self._give(lambda: self._told.try_by_voice(sound))
                return
            self._give(lambda: self._told.reflect(prompt, "", "voice", sound=sound, as_character=as_character))

    def skip(self) -> None:
        """On to the next. On a scale it is kept as "rather not", so that a pair says that one half was skipped."""
        question = self.question
        if question is None:
            return
        self._give(lambda: self._told.rate(question, "rather not", None) if question.kind == "scale" else None)

    def go_back(self) -> None:
        """The question before again: what was answered there was never kept."""
        if self._given is None or self.question is None:
            return
        question, self._given = self._given[0], None
        self._queue.insert(0, self.question)
        self._ask(question)

    def keep(self) -> None:
        """The latest answer is meant: it goes to the journal."""
        given, self._given = self._given, None
        if given is not None:
            given[1]()

    def _give(self, keep: Callable[[], None]) -> None:
        """Hold an answer and put the next question; the answer before it is kept now."""
        question = self.question
        self.keep()
        if question is not None:
            self._given = (question, keep)
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
                journal.link(take=about.take, version=about.version, goal=goal, by="pupil")

        self._lesson.stands_for(about.piece, goal)
        self._lesson.errand(work, lambda _done: self._lesson.refresh_mine())
        self._changed()

    def take_back(self) -> None:
        """Everything said in this talk vanishes from every view."""
        self._told.take_back(self._lesson.say)
        self._changed()

    def hear(self, engine: Engine) -> bool:
        """Play what is being talked about, with the tutor's notes if they are to be heard; False if there is nothing to hear."""
        from studio.music.song.by_players import version_score

        about, tutor = self.about, self._lesson.hears_tutor
        if about is None:
            return False
        if about.take is not None:
            take, pupil = about.take, self._pupil
            self._lesson.ask(
                lambda journal: score_of_take(journal, take, pupil.id if pupil else "", tutor=tutor),
                lambda score: engine.play(score, preview=True),
            )
        elif about.version is not None:
            version = about.version
            self._lesson.ask(
                lambda journal: version_score(journal.version(version).content or b"", tutor=tutor)[0],
                lambda score: engine.play(score, preview=True),
            )
        return True

    # -- keeping ------------------------------------------------------------------------------------------------------
    def _keep_or_not(self, value: str) -> None:
        """Hidden, not destroyed."""
        item = (self.about.take or self.about.version) if self.about else None
        if value == NOT_THIS_ONE and item is not None:
            self._put_aside(True)
            pupil = self._pupil.id if self._pupil else ""
            self._lesson.errand(lambda journal: journal.not_wanted(item, pupil))

    def bring_back(self) -> None:
        """It stays after all."""
        item = (self.about.take or self.about.version) if self.about else None
        if self.aside and item is not None:
            self._put_aside(False)
            pupil = self._pupil.id if self._pupil else ""
            self._lesson.errand(lambda journal: journal.wanted_after_all(item, pupil))
            self._changed()

    def _put_aside(self, aside: bool) -> None:
        self.aside, last = aside, self._lesson.last
        if last is not None and self.about is not None and last.id == self.about.take:
            last.aside = aside
