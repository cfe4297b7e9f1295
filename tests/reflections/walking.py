"""What two pupils, a guest and their adults may do in a programme, at random, and what is known of it: the rules are apart.

Everything that is written has a word of its own (a token), so that it can be looked for wherever it must not be.
"""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from reflections import Journal, NotAllowed, Unheard, records
from tests.reflections.conftest import PASSPHRASE, Wall, part

if TYPE_CHECKING:
    from pathlib import Path

WHO = st.integers(0, 1)
WAYS = st.sampled_from(["try_next", "reflect", "newer", "mark", "interest"])
FOR_GOOD = st.sampled_from(["helped", "wish", "plan", "story"])
BY_ADULTS = st.sampled_from(["note", "brief", "answer", "card", "draft", "view", "external", "next"])
STATES = st.sampled_from([state for state in records.GOAL_STATES if state != "active"])
ALIASES = ("Amira", 'Zo\u00eb "B"')


class Walk(RuleBasedStateMachine):
    """One tutor's journal, two pupils in it at any time."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        shutil.rmtree(folder.parent / "walk", ignore_errors=True)
        self.wall = Wall()
        self.journal = Journal.open(shutil.copytree(folder, folder.parent / "walk"), PASSPHRASE, now=self.wall)
        self.pupils: list[str] = []
        self.takes: dict[str, list[str]] = {}
        self.held: set[str] = set()
        self.said: dict[
            str, tuple[str, str]
        ] = {}  # what stands: token -> pupil, its id ("" where it can't be taken back)
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

    @initialize()
    def begin(self) -> None:
        """Each has a lesson and two goals behind them; one of both and a guest, with what each said of it, has been seen."""
        self.pupils = [self.somebody(name) for name in ALIASES]
        self.played(*self.pupils, guest=True)
        for pupil in self.pupils:
            self.said[token := self.token()] = (pupil, "")
            self.journal.mark(self.takes[pupil][-1], 0.5, words=token, pupil=pupil)
        self.said[story := self.token()] = (self.pupils[0], "")
        self.journal.story(self.journal.take(self.takes[self.pupils[0]][-1]).piece, story, story)
        self.journal.seen([one.id for one in self.journal.unseen().items], "Sam")

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
        """A session, a piece of the first one's, and a take of all who are there."""
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

    @rule(who=WHO, several=st.booleans(), guest=st.booleans(), weeks=st.integers(0, 8))
    def lesson(self, who: int, several: bool, guest: bool, weeks: int) -> None:
        """Next week, on the same day, or after a long time away."""
        self.wall.on(weeks=weeks, minutes=1)
        self.played(self.pupils[who], *([self.pupils[1 - who]] if several else []), guest=guest)

    @rule(who=WHO)
    def put_aside_and_back(self, who: int) -> None:
        take = self.takes[self.pupils[who]][-1]
        self.journal.put_aside(take)
        assert take not in repr(self.journal.evidence(self.pupils[who]).pieces)
        self.journal.put_back(take)

    @rule(who=WHO)
    def made_without_a_take(self, who: int) -> None:
        pupil, name = self.pupils[who], self.token()
        piece = self.journal.keep_piece(pupil, "Beat", kind="groove", session=self.session).id
        version = self.journal.keep_version(piece, f"MThd-{name}".encode(), name, session=self.session).id
        self.said[name] = (pupil, "")
        self.alone[pupil].add(version)

    @rule()
    def the_bell(self) -> None:
        self.private.add(words := self.token())
        self.journal.close_session(self.session, words)

    # ---- saying and letting go

    @rule(who=WHO, way=WAYS, back=st.booleans())
    def say(self, who: int, way: str, back: bool) -> None:
        pupil, token, journal = self.pupils[who], self.token(), self.journal
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
        if back:
            self.forget(token)

    @rule(who=WHO, way=FOR_GOOD)
    def say_for_good(self, who: int, way: str) -> None:
        """What goes only with its pupil; a line or a story may be followed by another, so nothing is known of those."""
        pupil, token, journal = self.pupils[who], self.token(), self.journal
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

    @precondition(lambda self: any(held for _, held in self.said.values()))
    @rule(data=st.data())
    def take_back(self, data: Any) -> None:
        self.forget(data.draw(st.sampled_from(sorted(token for token, (_, held) in self.said.items() if held))))

    @rule(who=WHO, answer=st.sampled_from(records.ANSWERS), value=st.integers(0, 4), back=st.booleans())
    def rate(self, who: int, answer: str, value: int, back: bool) -> None:
        pupil, given = self.pupils[who], value if answer == "given" else None
        if answer == "not asked":
            self.other_words_for_a_scale("sure")
        self.keep_rating(pupil, "sure", answer, given, take=self.takes[pupil][-1])
        if back:
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

    # ---- goals

    @rule(who=WHO, same=st.booleans(), skip=st.booleans())
    def goal(self, who: int, same: bool, skip: bool) -> None:
        """How close to the first, over days and scales; nobody else's yes or words; the pupil's own; and one goal more."""
        pupil, journal, wishes = self.pupils[who], self.journal, self.journal.goals(self.pupils[who])
        first, latest = wishes[0], wishes[-1]
        for value in (1, None if skip else 0, 3):
            self.wall.on(days=1)
            self.keep_rating(pupil, "close", "rather not" if value is None else "given", value, goal=first.id)
            if value == 1 and not same:
                self.other_words_for_a_scale("close")
        for by in ("tutor", "school", "carer"):
            with pytest.raises(NotAllowed):
                journal.agree(latest.id, by=by)
            if first.state == "active":
                with pytest.raises(NotAllowed):
                    journal.reword(first.id, "sit still", same_goal=False, by=by)
        self.meant[first.id] = first.words if same else f"another {self.count}"
        journal.reword(first.id, self.meant[first.id], same_goal=same)
        self.said[more := self.token()] = (pupil, "")
        self.meant |= {latest.id: journal.goals(pupil)[-1].words, journal.wish(pupil, more).id: more}
        for one in (latest.id, journal.goals(pupil)[-1].id):
            with contextlib.suppress(NotAllowed):  # while three are live
                journal.agree(one)

    @rule(who=WHO, state=STATES)
    def goal_state(self, who: int, state: str) -> None:
        for goal in self.journal.goals(self.pupils[who])[:1]:
            self.journal.goal_state(goal.id, state)

    # ---- adults

    @rule(who=WHO, what=BY_ADULTS)
    def an_adult_writes(self, who: int, what: str) -> None:
        pupil, journal, token = self.pupils[who], self.journal, self.token()
        self.private.add(token)
        match what:
            case "note":
                journal.write_note(self.session, lit_up=token)
            case "brief":
                journal.add_brief(pupil, "school", "helps", token, "a teacher")
            case "answer":
                journal.answer_too(pupil, "T6", token, session=self.session)
            case "card":
                journal.keep_case_card(pupil, happened=token)
            case "draft":
                note = journal.draft_note_out(pupil, "a role", token).id
                with pytest.raises(NotAllowed):
                    journal.send_note_out(note)
            case "view":
                journal.add_adult_view(pupil, "engagement", token, "a teacher")
            case "external":
                journal.add_external(pupil, token, self.wall.at.date(), 1, 0, 2, "Sam")
            case _:
                journal.add_next_step(pupil, token)

    @rule(really=st.booleans())
    def see_it_all(self, really: bool) -> None:
        """Or the day is to end before that."""
        waits = self.journal.unseen()
        if really or not (waits.items or waits.taken_back or waits.flags):
            self.journal.seen([one.id for one in waits.items], "Sam")
            self.journal.told_of_taking_back()
            for flag in waits.flags:
                self.journal.pass_on(flag.id, "Mrs Bell")
            self.journal.end_day()
            return
        with pytest.raises(Unheard):
            self.journal.end_day()

    @rule(who=WHO)
    def ask_for_help(self, who: int) -> None:
        self.journal.raise_help(self.pupils[who], self.session)

    @rule(who=WHO, outcome=st.sampled_from(records.WE_DID))
    def review(self, who: int, outcome: str) -> None:
        pupil, token = self.pupils[who], self.token()
        try:
            review = self.journal.open_review(pupil)
        except NotAllowed:
            asked = self.journal.review_due(pupil).unanswered[0]
            self.journal.we_did(asked.id, outcome, did="done", because="why", by_role="tutor")
            return
        self.journal.set_review(review.id, picked=[held for whose, held in self.said.values() if held][:3])
        self.journal.you_said(review.id, token)
        self.said[token] = (pupil, "")
        self.journal.close_review(review.id)

    @rule(who=WHO, kind=st.sampled_from(records.ENDINGS))
    def end_or_go_on(self, who: int, kind: str) -> None:
        try:
            self.journal.end_programme(self.pupils[who], kind, handed_to="a role")
        except NotAllowed:
            self.journal.reopen(self.pupils[who])

    # ---- for good

    @rule(who=WHO)
    def hold(self, who: int) -> None:
        """Put on, or lifted."""
        pupil = self.pupils[who]
        self.held ^= {pupil}
        self.journal.hold(pupil, pupil in self.held, "the lead")

    @rule(who=WHO)
    def erase(self, who: int) -> None:
        pupil = self.pupils[who]
        if pupil in self.held:
            with pytest.raises(NotAllowed):
                self.journal.erase_pupil(pupil, "the service")
            return
        self.journal.erase_pupil(pupil, "the service")
        self.gone |= {token: whose for token, (whose, _) in self.said.items() if whose == pupil}
        self.said = {token: kept for token, kept in self.said.items() if kept[0] != pupil}
        self.given = {rating: kept for rating, kept in self.given.items() if kept[0] != pupil}
        other = self.pupils[1 - who]
        for take in self.takes[other]:
            assert any(midi.startswith(b"MThd-tok") for _, midi in self.journal.take_midi(take)), "it plays no more"
        del self.takes[pupil], self.alone[pupil]
        self.pupils[who] = self.somebody(ALIASES[who])
