"""A pupil who brings things to a conversation, and others things they keep to themselves: each has a token of its own."""

from dataclasses import dataclass, field

from reflections import Journal, records
from tests.reflections.conftest import FACTS, Wall, part

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
    closed: str  # a take that stays so
    root: str = field(init=False)

    def __post_init__(self) -> None:
        self.root = f"/pupil/{self.pupil}/review"


def prepared(journal: Journal) -> Talk:
    """A month of Amira's, 31 days long: one piece, one saying, then and now with words about now are picked, much is not."""
    wall = journal._now
    assert isinstance(wall, Wall)
    me = journal.add_pupil("Amira", "fox", "10-12").id
    journal.open_session([me])
    piece = journal.keep_piece(me, "picked-take", kind="tune")
    journal.story(piece.id, about="closed-story", poem="closed-poem")
    task = journal.task(me, "picked-task", piece=piece.id)
    journal.rate(me, "sure", "before", "given", 1, task=task.id)
    then = journal.keep_take(piece.id, [part(me)], seconds=2.0, tempo=90.0, bars=(1, 2), hands="right", task=task.id)
    journal.reflect(me, "T6", said_by="typed", body="closed-then-words", take=then.id)
    journal.mark(then.id, 0.5, "pupil", "words", "closed-marker")
    closed = journal.keep_piece(me, "closed-title", kind="tune")
    journal.keep_take(closed.id, [part(me)], seconds=2.0, tempo=90.0)
    hidden = journal.task(me, "closed-task", piece=closed.id)
    journal.rate(me, "sure", "before", "given", 0, task=hidden.id)
    journal.rate(me, "sure", "after", "given", 4, task=hidden.id)
    goal = journal.agree(journal.wish(me, "picked-goal").id, why="closed-why")
    journal.wish(me, "closed-wish", area="future")
    journal.add_interest(me, "song", "closed-like", "closed-like")
    journal.rate(me, "close", "review", "given", 2, goal=goal.id)
    wall.on(days=30)
    closed_take = journal.keep_take(closed.id, [part(me)], seconds=2.0, tempo=90.0)
    journal.keep_version(closed.id, b"MThd", "closed-version", facts=FACTS)
    now = journal.keep_take(piece.id, [part(me)], seconds=2.0, tempo=90.0, bars=(1, 2), hands="both", task=task.id)
    journal.rate(me, "sure", "after", "given", 3, task=task.id)
    journal.try_next(me, "closed-try", now.id)
    said = journal.reflect(me, "T6", said_by="typed", body="picked-now-words", take=now.id)
    words = journal.reflect(me, "T10", said_by="typed", body="picked-words", piece=piece.id)
    journal.reflect(me, "T10", said_by="typed", body="closed-words")
    wall.on(days=1)
    review = journal.open_review(me)
    review = journal.set_review(review.id, picked=[now.id, words.id], then_now=[then.id, now.id, said.id])
    return Talk(me, review, then.id, now.id, words.id, goal.id, closed_take.id)
