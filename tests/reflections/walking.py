"""What two pupils and a guest play and say in a programme, and what is known of it: goals and adults, and the rules, are apart.

A walk goes through every kind of step once, in an order at random: the first walk in the order in which they stand here,
with the first of every choice, so that what depends on one step having followed another is met whatever the seed.
Everything that is written has a word of its own (a token), so that it can be looked for wherever it must not be.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from reflections import Journal, records
from tests.reflections.conftest import PASSPHRASE, Wall, part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHO = st.integers(0, 1)
WAYS = ("try_next", "reflect", "newer", "mark", "interest")
FOR_GOOD = ("helped", "wish", "plan", "story")
ALIASES = ("Amira", 'Zo\u00eb "B"')
STEPS: dict[str, st.SearchStrategy[dict[str, Any]]] = {}  # a walk's steps by their names, with what each is given
Done = TypeVar("Done", bound="Callable[..., None]")


def step(**given: st.SearchStrategy[Any]) -> Callable[[Done], Done]:
    """Make a method one of the steps that every walk goes through."""

    def among_them(done: Done) -> Done:
        STEPS[done.__name__] = st.fixed_dictionaries(given)
        return done

    return among_them


class Walk(RuleBasedStateMachine):
    """One tutor's journal, two pupils in it at any time."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        shutil.rmtree(folder.parent / "walk", ignore_errors=True)
        self.wall = Wall()
        self.journal = Journal.open(shutil.copytree(folder, folder.parent / "walk"), PASSPHRASE, now=self.wall)
        self.order: list[str] = []  # the steps to come, the next one last
        self.pupils: list[str] = []
        self.takes: dict[str, list[str]] = {}
        self.held: set[str] = set()
        self.said: dict[str, tuple[str, str]] = {}  # what stands: token -> pupil, id ("" if it can't be taken back)
        self.gone: dict[str, str] = {}  # taken back or erased: token -> pupil
        self.private: set[str] = set()  # what adults wrote: it never leaves
        self.alone: dict[str, set[str]] = {}  # ids of takes and parts that nobody else may take home
        self.given: dict[str, tuple[str, str, object, object]] = {}  # ratings: id -> pupil, scale, answer, value
        self.meant: dict[str, str] = {}  # the last words of each goal that the pupil said yes to
        self.count = 0

    def teardown(self) -> None:
        self.journal._changed = False
        self.journal.close()

    def token(self) -> str:
        self.count += 1
        return f"tok{self.count}x"

    @initialize(order=st.deferred(lambda: st.permutations([*STEPS])))
    def begin(self, order: list[str]) -> None:
        """Each has a lesson and two goals behind them; one of both and a guest, with what each said of it, has been seen."""
        self.order = order[::-1]
        self.pupils = [self.somebody(name) for name in ALIASES]
        self.played(*self.pupils, guest=True)
        for pupil in self.pupils:
            self.said[token := self.token()] = (pupil, "")
            self.journal.mark(self.takes[pupil][-1], 0.5, words=token, pupil=pupil)
        self.said[story := self.token()] = (self.pupils[0], "")
        self.journal.story(self.journal.take(self.takes[self.pupils[0]][-1]).piece, story, story)
        self.journal.seen([one.id for one in self.journal.unseen().items], "Sam")

    @rule(data=st.data())
    def one_step_more(self, data: Any) -> None:
        name = self.order.pop()
        getattr(self, name)(**data.draw(STEPS[name], label=name))

    def somebody(self, alias: str) -> str:
        pupil = self.journal.add_pupil(alias, "fox", "10-12").id
        self.takes[pupil], self.alone[pupil] = [], set()
        self.played(pupil)
        for _ in range(records.LIVE_GOALS - 1):
            self.said[words := self.token()] = (pupil, "")
            self.meant[self.journal.agree(self.journal.wish(pupil, words).id).id] = words
        return pupil

    # ---- lessons

    def played(self, *together: str, guest: bool = False) -> None:
        """A session, a piece of the first one's, a take of all who are there, and what the first made of it alone."""
        journal, mode = self.journal, "group" if together[1:] else "one-to-one"
        self.session = journal.open_session(together, mode=mode).id
        piece = journal.keep_piece(together[0], "Steps", kind="own", session=self.session).id
        parts = []
        for pupil in together:
            self.said[sound := self.token()] = (pupil, "")
            parts.append(part(pupil, "melody", f"MThd-{sound}".encode()))
        if guest:
            journal.attend(self.session, None)
            parts.append(part(None, "visit", b"MThd-visit", "guest"))
        take = journal.keep_take(piece, parts, session=self.session, seconds=2.0, tempo=90.0)
        for pupil, mine in zip(together, take.parts, strict=False):
            self.takes[pupil].append(take.id)
            self.alone[pupil] |= {mine.id} if together[1:] else {mine.id, take.id}
        if together[1:]:
            solo = journal.keep_take(piece, parts[:1], session=self.session, seconds=1.0, tempo=90.0).id
            self.takes[together[0]].insert(0, solo)
            self.said[name := self.token()] = (together[0], "")
            version = journal.keep_version(piece, f"MThd-{name}".encode(), name, session=self.session).id
            self.alone[together[0]] |= {solo, version}

    @step(who=WHO, several=st.booleans(), guest=st.booleans(), weeks=st.integers(0, 8))
    def lesson(self, who: int, several: bool, guest: bool, weeks: int) -> None:
        """Next week, on the same day, or after a long time away."""
        self.wall.on(weeks=weeks, minutes=1)
        self.played(self.pupils[who], *([self.pupils[1 - who]] if several else []), guest=guest)

    @step(who=WHO)
    def put_aside_and_back(self, who: int) -> None:
        take = self.takes[self.pupils[who]][-1]
        self.journal.put_aside(take)
        assert take not in repr(self.journal.evidence(self.pupils[who]).pieces)
        self.journal.put_back(take)

    @step(who=WHO)
    def made_without_a_take(self, who: int) -> None:
        pupil, name = self.pupils[who], self.token()
        piece = self.journal.keep_piece(pupil, "Beat", kind="groove", session=self.session).id
        version = self.journal.keep_version(piece, f"MThd-{name}".encode(), name, session=self.session).id
        self.said[name] = (pupil, "")
        self.alone[pupil].add(version)

    @step()
    def the_bell(self) -> None:
        self.private.add(words := self.token())
        self.journal.close_session(self.session, words)

    # ---- saying and letting go

    @step(who=WHO, stands=st.sets(st.sampled_from(WAYS)))
    def say(self, who: int, stands: set[str]) -> None:
        """In each way; what is not to stand is taken back at once."""
        for way in WAYS:
            token = self.say_one(self.pupils[who], way)
            if way not in stands:
                self.forget(token)

    def say_one(self, pupil: str, way: str) -> str:
        token, journal = self.token(), self.journal
        take = self.takes[pupil][-1]
        match way:
            case "try_next":
                held = journal.try_next(pupil, token, take).id
            case "reflect":
                held = journal.reflect(pupil, "T6", said_by="typed", body=token, take=take, who_reads="school").id
            case "newer":
                first = journal.reflect(pupil, "T10", said_by="tap", body="nan", take=take).id
                held = journal.reflect(pupil, "T10", said_by="typed", body=token, take=take, newer_of=first).id
            case "mark":
                held = journal.mark(take, 0.5, words=token, pupil=pupil).id
            case _:
                held = journal.add_interest(pupil, "song", token).id
        self.said[token] = (pupil, held)
        return token

    @step(who=WHO)
    def say_for_good(self, who: int) -> None:
        """What goes only with its pupil; a line or a story may be followed by another, so nothing is known of those."""
        pupil, journal = self.pupils[who], self.journal
        for way in FOR_GOOD:
            token = self.token()
            match way:
                case "helped":
                    journal.helped(pupil, token)
                    self.said[token] = (pupil, "")
                case "wish":
                    goal = journal.wish(pupil, token).id
                    journal.step(goal, token)
                    self.said[token] = (pupil, "")
                case "plan":
                    journal.set_plan(pupil, pupil_line=token)
                case _:
                    own = next(one.id for one in journal.pieces(pupil) if one.pupil == pupil)
                    journal.story(own, token, token)

    def forget(self, token: str) -> None:
        self.gone[token], held = self.said.pop(token)
        note = self.journal.take_back(held)
        assert note.kept_for_now == (self.gone[token] in self.held)

    @step(data=st.data())
    def take_back(self, data: Any) -> None:
        """Something said earlier, by either."""
        standing = sorted(token for token, (_, held) in self.said.items() if held)
        for token in [data.draw(st.sampled_from(standing))] if standing else []:
            self.forget(token)

    @step(who=WHO, value=st.integers(0, 4), back=st.booleans())
    def rate(self, who: int, value: int, back: bool) -> None:
        """With each of the answers, the last on another scale."""
        pupil = self.pupils[who]
        for answer in records.ANSWERS:
            if answer == records.ANSWERS[-1]:
                self.other_words_for_a_scale("sure")
            given = value if answer == "given" else None
            self.keep_rating(pupil, "sure", answer, given, take=self.takes[pupil][-1])
        if back:
            self.last_rating_back()

    def last_rating_back(self) -> None:
        last = next(reversed(self.given))
        self.journal.take_back(last)
        del self.given[last]

    def keep_rating(self, pupil: str, construct: str, answer: str, value: int | None, **about: str) -> None:
        moment, here = ("review", None) if construct == "close" else ("after", self.session)
        kept = self.journal.rate(pupil, construct, moment, answer, value, session=here, **about)
        self.given[kept.id] = (pupil, kept.scale, kept.answer, kept.value)

    def other_words_for_a_scale(self, construct: str) -> None:
        steps = 11 if construct == "close" else 5
        self.journal.new_scale(construct, 0, steps - 1, f"How {self.count}?", tuple(f"{n}" for n in range(steps)))
