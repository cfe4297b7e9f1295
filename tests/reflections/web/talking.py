"""A pupil who brings things to a conversation, and others things they keep to themselves: each has a token of its own."""

from dataclasses import dataclass, field

from reflections import Journal, records
from tests.reflections.conftest import Lesson, Wall, part

PICKED = ("picked-take", "picked-words", "picked-now-words", "picked-task", "picked-goal")
CLOSED = (
    "closed-title", "closed-words", "closed-then-words", "closed-story", "closed-poem", "closed-task", "closed-wish",
    "closed-why", "closed-like", "closed-try", "closed-marker", "closed-version",
)  # fmt: skip


@dataclass
class Talk:
    """Who talks, and the ids of what they brought."""

    pupil: str
    review: records.Review
    then: str
    now: str
    words: str
    goal: str
    root: str = field(init=False)

    def __post_init__(self) -> None:
        self.root = f"/pupil/{self.pupil}/review"


def prepared(journal: Journal, lesson: Lesson, wall: Wall) -> Talk:
    """Six weeks of Amira: one piece and one saying picked, a then and a now with the words about now, and much that is not."""
    me = lesson.pupil.id
    piece = journal.keep_piece(me, "picked-take", kind="tune")
    journal.story(piece.id, about="closed-story", poem="closed-poem")
    task = journal.task(me, "picked-task", piece=piece.id)
    journal.rate(me, "sure", "before", "given", 1, task=task.id)
    then = journal.keep_take(piece.id, [part(me)], seconds=2.0, tempo=90.0, bars=(1, 2), hands="right", task=task.id)
    journal.reflect(me, "T6", said_by="typed", body="closed-then-words", take=then.id)
    journal.mark(then.id, 0.5, "pupil", "words", "closed-marker")
    closed = journal.keep_piece(me, "closed-title", kind="tune")
    hidden = journal.task(me, "closed-task", piece=closed.id)
    journal.rate(me, "sure", "before", "given", 0, task=hidden.id)
    journal.rate(me, "sure", "after", "given", 4, task=hidden.id)
    goal = journal.agree(journal.wish(me, "picked-goal").id, why="closed-why")
    journal.wish(me, "closed-wish", area="future")
    journal.add_interest(me, "song", "closed-like", "closed-like")
    journal.rate(me, "close", "review", "given", 2, goal=goal.id)
    wall.on(days=30)
    journal.keep_take(closed.id, [part(me)], seconds=2.0, tempo=90.0)
    journal.keep_version(closed.id, b"MThd", "closed-version", facts=lesson.take.parts[0].facts)
    now = journal.keep_take(piece.id, [part(me)], seconds=2.0, tempo=90.0, bars=(1, 2), hands="both", task=task.id)
    journal.rate(me, "sure", "after", "given", 3, task=task.id)
    journal.try_next(me, "closed-try", now.id)
    said = journal.reflect(me, "T6", said_by="typed", body="picked-now-words", take=now.id)
    words = journal.reflect(me, "T10", said_by="typed", body="picked-words", piece=lesson.piece.id)
    journal.reflect(me, "T10", said_by="typed", body="closed-words")
    wall.on(days=1)
    review = journal.open_review(me)
    review = journal.set_review(review.id, picked=[now.id, words.id], then_now=[then.id, now.id, said.id])
    return Talk(me, review, then.id, now.id, words.id, goal.id)
