"""A group that played together and brings it to its conversation; what each of them said alone has a token of its own."""

from dataclasses import dataclass, field

from reflections import Journal
from tests.reflections.conftest import Wall, part

TOGETHER = ("group-piece", "group-goal", "group-step")
ALONE = (
    "alone-title",
    "alone-words",
    "alone-story",
    "alone-poem",
    "alone-goal",
    "alone-why",
    "alone-marker",
    "alone-next",
)


@dataclass
class Playing:
    """The group, two of its takes, a take of one of them alone, and a wish of the group's."""

    group: str
    pupils: tuple[str, ...]
    take: str
    alone: str
    goal: str
    root: str = field(init=False)

    def __post_init__(self) -> None:
        self.root = f"/group/{self.group}/review"


def playing(journal: Journal) -> Playing:
    """Two pupils, each with things of their own, meet twice; what they show is picked, and one take of one alone with it."""
    wall = journal._now
    assert isinstance(wall, Wall)
    amira, ben = (journal.add_pupil(name, "fox", band).id for name, band in (("Amira", "10-12"), ("Ben", "13-15")))
    group = journal.add_group("The <b>Owls", (amira, ben), review_every=2).id
    own = journal.keep_piece(ben, "alone-title", kind="own")
    alone = journal.keep_take(own.id, [part(ben)], seconds=2.0, tempo=90.0).id
    journal.agree(journal.wish(ben, "alone-goal").id, why="alone-why")
    journal.close_session(journal.open_session([ben]).id, "alone-next")
    takes = []
    piece = None
    for _ in range(2):
        wall.on(days=7)
        session = journal.open_session((amira, ben), mode="group", group=group)
        piece = piece or journal.keep_piece(amira, "group-piece", kind="own", session=session.id)
        played = [part(amira), part(ben)]
        takes.append(journal.keep_take(piece.id, played, session=session.id, seconds=2.0, tempo=90.0).id)
        journal.reflect(ben, "T6", said_by="typed", body="alone-words", take=takes[-1], session=session.id)
        journal.mark(takes[-1], 0.5, "pupil", "words", "alone-marker")
        journal.close_session(session.id, "group-step")
    journal.story(piece.id, about="alone-story", poem="alone-poem")
    goal = journal.agree(journal.wish(group, "group-goal").id).id
    journal.add_next_step(group, "group-step", who_helps="Ms Fry", by_when=wall().date())
    review = journal.open_review(group)
    journal.set_review(review.id, picked=[takes[-1], alone], then_now=takes)
    return Playing(group, (amira, ben), takes[-1], alone, goal)
