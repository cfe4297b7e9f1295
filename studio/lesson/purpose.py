"""What is done for a goal: the goal a pupil works on now, and which goal a piece of theirs is for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.lesson.talk import Talk

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal


class Purpose(Talk):
    """What is started from a goal is for it without a question; *just for fun* is as good, at any time."""

    @property
    def live_goals(self) -> tuple[records.Goal, ...]:
        """The goals that something can be for now."""
        from reflections.goals import live

        return live(self.mine.goals)

    @property
    def working_on(self) -> records.Goal | None:
        """The goal that what is picked next is for; None is just for fun."""
        return next((goal for goal in self.live_goals if goal.id == self.purpose), None)

    def work_on(self, goal_id: str | None) -> None:
        """What is picked or begun from now on is for this goal; None is just for fun."""
        self.purpose = goal_id
        self.changed()

    def about_goal(self, goal_id: str, put: Callable[[records.Question | None], None]) -> None:
        """Work out what may be asked of a goal today: what is not known of it, else whether it is still wanted."""
        pupil, session = self.pupil, self.session
        if pupil is None or session is None:
            return

        def work(journal: Journal) -> records.Question | None:
            from reflections import prompts

            goal = next((one for one in journal.goals(pupil.id) if one.id == goal_id), None)
            if goal is None:
                return None
            programme = journal.programme(pupil.id)
            now = prompts.Situation(
                session=session.id,
                session_number=max(1, sum(one.held_for(pupil.id) for one in journal.sessions(pupil.id))),
                minutes=session.planned_minutes,
                piece=None,
                just_music=journal.session(session.id).just_music,
                asked=journal.asked(pupil.id),
                register=pupil.register,
            )
            asked = prompts.about_goal(goal, journal.ratings(pupil.id), now)
            return asked or prompts.still_wanted(goal, programme, now, session.held_on)

        self.ask(work, put, "what may be asked of a goal")

    def note_asked(self, question: records.Question) -> None:
        """A question about a goal was put; whether it is answered is nobody's count."""
        pupil, session = self.pupil, self.session
        if pupil is not None:
            here = session.id if session else None
            self.errand(lambda journal: journal.note_asked(pupil.id, question.prompt, piece=None, session=here))

    def goal_for(self, goal_id: str | None) -> records.Goal | None:
        """The pupil's goal of that id, whatever became of it."""
        return next((goal for goal in self.mine.goals if goal.id == goal_id), None)

    def stands_for(self, piece_id: str, goal_id: str | None) -> None:
        """What is on the stand goes on for this goal, if it is that piece; the task that was named was for another."""
        if self.stand is not None and self.stand.row == piece_id and self.stand.goal != goal_id:
            self.stand, self.task = replace(self.stand, goal=goal_id), None

    def was_for(self, piece_id: str, goal_id: str | None, then: Callable[[], None] | None = None) -> None:
        """Say which goal a piece is for, or none: all that was kept of it, and what is on the stand too."""
        self.stands_for(piece_id, goal_id)
        if goal_id is None and self.purpose is not None:
            self.purpose = None

        def keep(journal: Journal) -> None:
            journal.was_for(piece_id, goal_id)

        self.errand(keep, lambda _done: self.refresh_mine(then), "what it was for")
