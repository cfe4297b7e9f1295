"""What is still to be said: how sure before, what is due when the pupil moves on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.lesson.handover import row_of, task_to_be
from studio.lesson.values import Marked, Sayable, players_of, with_tutor
from studio.lesson.visit import Visit
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal
    from reflections.prompts import Situation


CAME = frozenset({"came", "came for part"})


class Talk(Visit):
    """What the pupil may be asked, and when."""

    _trying: tuple[int, records.TryNext] | None = None  # in which visit, and what the pupil said they would try
    _marked: tuple[int, ...] = ()  # frames of the take that rolls, or was made just now
    marks: tuple[Marked, ...] = ()  # of the take made last

    # -- how sure, before ---------------------------------------------------------------------------------------------
    def before_question(self, put: Callable[[records.Question | None], None]) -> None:
        """Work out whether "how sure" may be asked of the piece on the stand before it is played; mostly not."""
        stand, pupil, session = self.stand, self.pupil, self.session
        live = any(goal.id == stand.goal and goal.state == "active" for goal in self.mine.goals) if stand else False
        if stand is None or pupil is None or stand.goal is None or not live:
            return
        goal = stand.goal
        part = "my part" if stand.by_ear else "the melody"
        words = say(f"lesson.play title {part}", title=stand.title)

        def work(journal: Journal) -> tuple[records.Question | None, str | None]:
            from reflections import prompts

            row = row_of(stand, pupil.id)  # what was picked a moment ago has its row by now
            if row is None:
                return None, None
            same = [
                t for t in journal.tasks(pupil.id) if t.piece == row and t.session == (session.id if session else None)
            ]
            if same:
                return None, same[-1].id
            now = self.situation(journal, Sayable(row, stand.title), pupil, session)
            task = task_to_be(pupil.id, session.id if session else None, row, words, goal)
            return prompts.before(task, now), None

        def answered(result: tuple[records.Question | None, str | None]) -> None:
            question, task = result
            if stand.same(self.stand):
                self.task = task
                put(question)

        self.ask(work, answered, "whether to ask before")

    def answer_before(self, question: records.Question, step: int, how: str, *, own: bool = False) -> None:
        """Name the task and keep how sure the pupil is of it, as the step of the scale they were shown, from 0 upwards.

        `own`: the words of the task are the pupil's.
        """
        del how
        self.name_task(question.about, int(question.choices[step].id), scale=question.scale, own=own)

    def skip_before(self, question: records.Question, *, own: bool = False) -> None:
        """The task has its name all the same; nothing is said of it."""
        self.name_task(question.about, None, scale=question.scale, own=own)

    def name_task(
        self,
        words: str,
        value: int | None,
        then: Callable[[], None] | None = None,
        scale: str | None = None,
        *,
        own: bool = False,
    ) -> None:
        """Name what the pupil is about to do, and how sure they are of it on the scale they were shown."""
        stand, pupil = self.stand, self.pupil
        here = self.session.id if self.session else None
        if stand is None or pupil is None or stand.row is None:
            return
        row, goal = stand.row, stand.goal
        kept: list[str] = []  # what of it the journal has: tried again, nothing is said twice

        def work(journal: Journal) -> str:
            if not kept:
                kept.append(journal.task(pupil.id, words, piece=row, goal=goal, session=here, own=own).id)
            if len(kept) == 1:
                answer = "given" if value is not None else "rather not"
                rate = journal.rate(pupil.id, "sure", "before", answer, value, task=kept[0], session=here, scale=scale)
                kept.append(rate.id)
            journal.note_asked(pupil.id, "B1", piece=row, session=here)
            return kept[0]

        def named(task: str) -> None:
            if stand.same(self.stand):
                self.task = task
            if then:
                then()

        self.errand(work, named, "name the task")

    def talk_about(self, kept: records.Take | records.Version, title: str) -> None:
        """The pupil wants to say something about a take or a version from before."""
        self.sayable = about_kept(kept, title)

    def just_music(self, session: records.Session, on: bool) -> None:
        """Nothing more is asked in this session; or that was pressed by accident. Neither way is anything asked at once."""
        self.errand(lambda journal: journal.just_music_today(session.id, on), label="just music today")
        if self.session is not None and self.session.id == session.id:
            self.session = replace(self.session, just_music=on)
        if self.sayable is not None:
            self.sayable.due = False

    def moved_on(self, about: Sayable | None = None) -> None:
        """The questions about what was kept have been put, or none were due; what the pupil wants to say they still can."""
        if self.sayable is not None and (about is None or about is self.sayable):
            self.sayable.due = False

    def will_try(self, said: records.TryNext | None) -> None:
        """The pupil said yes to what they wanted to try: the next take that is kept is the one that tries it."""
        self._trying = (self.visit, said) if said is not None else None

    def _has_tried(self, take: records.Take) -> None:
        trying, self._trying = self._trying, None
        if trying is not None and trying[0] == self.visit:
            self.errand(lambda journal: journal.tried(trying[1].id, take.id), label="what was tried")

    def that_bit(self, frame: int) -> None:
        """The pupil marks a moment of the take that rolls."""
        self._marked = (*self._marked, frame)

    def _keep_marks(self, take: records.Take) -> None:
        """What was marked goes with the take it lies in, in seconds from its first barline."""
        marked, self._marked, self.marks = self._marked, (), ()
        last = self.last
        if last is None or last.id != take.id:
            return
        music = last.made.take
        first = last.made.span[0] if last.made.span else music.start
        for frame in marked:
            if first <= frame <= music.end:
                self._keep_mark(take, max(0.0, music.seconds_at(frame)))

    def _keep_mark(self, take: records.Take, at: float) -> None:
        facts = take.parts[0].facts if take.parts else None
        before = sum(start <= at for start in facts.bar_starts) if facts is not None else 0
        bar = before - 1 + (take.bars[0] if take.bars else 1) if before else None

        def kept(mark: records.Marker) -> None:
            self.marks = (*self.marks, Marked(mark, bar))

        self.errand(lambda journal: journal.mark(take.id, at), kept, label="that bit")

    def say_of_mark(self, mark: records.Marker, words: str) -> None:
        """The pupil's words for a moment they marked; nothing said leaves it bare."""
        pupil = self.pupil
        if pupil is None or not words.strip():
            return
        said = replace(mark, words=words.strip())
        self.marks = tuple(replace(one, mark=said) if one.mark.id == mark.id else one for one in self.marks)
        self.errand(lambda journal: journal.say_of_mark(mark.id, words, pupil=pupil.id), label="words for that bit")

    def _can_be_said(self, take: records.Take, row: str, title: str) -> None:
        self._has_tried(take)
        self._keep_marks(take)
        again = self.sayable is not None and self.sayable.piece == row
        self.sayable = Sayable(
            piece=row,
            title=title,
            take=take.id,
            task=take.task,
            retaken=again or self.takes_here > 1,
            linked=bool(take.goals),
            facts=take.parts[0].facts if take.parts else None,
            two=with_tutor(players_of(take)),
            subtitle=say("lesson.take takes here kept", takes_here=self.takes_here)
            if self.takes_here
            else say("lesson.kept"),
        )
        self._see_what_is_due(self.sayable)

    def _see_what_is_due(self, about: Sayable, whose: records.Pupil | None = None) -> None:
        """Work out behind the scenes whether the rules ask something of it, so that moving on never waits.

        `whose` is somebody whose turn it is not.
        """
        pupil, session = whose or self.pupil, self.session
        if pupil is None:
            return

        def work(journal: Journal) -> bool:
            from reflections import prompts

            return bool(prompts.flow(self.situation(journal, about, pupil, session)))

        def known(due: bool) -> None:
            about.due = due

        self.ask(work, known, "whether a question is due")

    @staticmethod
    def situation(journal: Journal, about: Sayable, pupil: records.Pupil, session: records.Session | None) -> Situation:
        """What the rules of asking look at, read in the writer: of whoever it is about, who may have left meanwhile."""
        from reflections.prompts import Situation

        task = next((t for t in reversed(journal.tasks(pupil.id)) if t.id == about.task), None)
        ratings = journal.ratings(pupil.id) if task else ()
        version = about.version if task is None else None
        return Situation(
            session=session.id if session else None,
            session_number=max(1, sum(_was_there(one, pupil.id) for one in journal.sessions(pupil.id))),
            minutes=session.planned_minutes if session else 30,
            piece=about.piece,
            piece_kind=journal.piece(about.piece).kind,
            kept=True,
            moving_on=True,
            just_music=bool(session and journal.session(session.id).just_music),
            went_back=about.retaken,
            asked=journal.asked(pupil.id),
            task=task,
            before=next((r for r in reversed(ratings) if task and r.task == task.id and r.moment == "before"), None),
            toolkit=journal.toolkit(pupil.id),
            register=pupil.register,
            language=journal.preferences(pupil.id).language,
            scales=(journal.scale("sure"), journal.scale("close")),
            version=version,
            version_words=f"{about.title}, {about.subtitle.partition(',')[0].lower()}" if version else "",
            for_goal=about.linked,
            led=about.led,
        )


def about_kept(kept: records.Take | records.Version, title: str, subtitle: str = "") -> Sayable:
    """Return what was kept before as what may be talked about."""
    from reflections.records import Version

    if isinstance(kept, Version):
        words = subtitle or say("lesson.a version from before", n=kept.n)
        linked = bool(kept.goals)
        two = with_tutor(players_of(kept))
        return Sayable(kept.piece, title, version=kept.id, linked=linked, facts=kept.facts, subtitle=words, two=two)
    return Sayable(
        kept.piece,
        title,
        take=kept.id,
        task=kept.task,
        linked=bool(kept.goals),
        facts=kept.parts[0].facts if kept.parts else None,
        two=with_tutor(players_of(kept)),
        subtitle=subtitle or say("lesson.a take from before"),
    )


def _was_there(session: records.Session, pupil: str) -> bool:
    """Whether the pupil came to it, be it for a part; time alone with the app is no lesson."""
    return not session.solo and any(one.pupil == pupil and one.state in CAME for one in session.attendance)
