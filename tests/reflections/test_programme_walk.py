"""A whole programme at random: lessons, answers, skips, rewordings, take-backs, gaps, reviews, erasures; the rules hold.

After every step the invariants are looked at through the journal's own door: I1, I2, I4, I5, I8, I9, I12 and I15.
"""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from reflections import Journal, NotAllowed, Unheard, records
from reflections.tables import Base
from tests.reflections.conftest import PASSPHRASE, Wall, part

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = st.sampled_from(records.ANSWERS)
WAYS = st.sampled_from(["try_next", "reflect", "wish", "mark", "interest", "helped", "story"])
WHO = st.integers(0, 1)


class Programme(RuleBasedStateMachine):
    """Two pupils, one tutor, one journal."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        shutil.rmtree(folder.parent / "walk", ignore_errors=True)
        self.wall = Wall()
        self.journal = Journal.open(shutil.copytree(folder, folder.parent / "walk"), PASSPHRASE, now=self.wall)
        self.said: dict[str, tuple[str, str]] = {}  # what stands: token -> pupil, id
        self.gone: dict[str, str] = {}  # taken back or erased: token -> pupil
        self.count = 0

    def teardown(self) -> None:
        self.journal._changed = False
        self.journal.close()

    def token(self) -> str:
        self.count += 1
        return f"tok{self.count}x"

    @initialize()
    def begin(self) -> None:
        self.pupils = [self.journal.add_pupil(name, "fox", "10-12").id for name in ("Amira", "Ben")]
        self.held = set[str]()
        self.takes: dict[str, list[str]] = {each: [] for each in self.pupils}
        for pupil in self.pupils:
            self.played(pupil)

    # ---- a lesson

    def played(self, pupil: str) -> None:
        self.session = self.journal.open_session([pupil]).id
        piece = self.journal.keep_piece(pupil, "Steps", kind="own", session=self.session)
        take = self.journal.keep_take(piece.id, [part(pupil)], session=self.session, seconds=2.0, tempo=90.0)
        self.takes[pupil].append(take.id)

    @rule(who=WHO)
    def lesson(self, who: int) -> None:
        self.wall.on(days=7)
        self.played(self.pupils[who])

    @rule(weeks=st.integers(3, 8))
    def away(self, weeks: int) -> None:
        self.wall.on(weeks=weeks)

    @rule(who=WHO)
    def put_aside(self, who: int) -> None:
        if self.takes[self.pupils[who]][1:]:
            self.journal.put_aside(self.takes[self.pupils[who]].pop())

    # ---- saying

    @rule(who=WHO, way=WAYS)
    def say_and_take_back(self, who: int, way: str) -> None:
        self.say(who, way)
        token = f"tok{self.count}x"
        if "-" in self.said[token][1] and " " not in self.said[token][1]:
            self.gone[token], held = self.said.pop(token)
            self.journal.take_back(held)

    @rule(who=WHO, way=WAYS)
    def say(self, who: int, way: str) -> None:
        pupil, token, journal = self.pupils[who], self.token(), self.journal
        take = self.takes[pupil][0]
        held = ""
        match way:
            case "try_next":
                held = journal.try_next(pupil, token, take).id
            case "reflect":
                held = journal.reflect(pupil, "T6", said_by="typed", body=token, take=take).id
            case "wish":
                journal.wish(pupil, token)
            case "mark":
                held = journal.mark(take, 0.5, words=token).id
            case "interest":
                held = journal.add_interest(pupil, "song", token).id
            case "helped":
                journal.helped(pupil, token)
            case _:
                journal.story(journal.take(take).piece, token, token)
                held = f"story {take}"  # an earlier story stays as history: it goes with its pupil
        self.said[token] = (pupil, held)

    @precondition(lambda self: any("-" in held and " " not in held for _, held in self.said.values()))
    @rule(data=st.data())
    def take_back(self, data: Any) -> None:
        can = sorted(token for token, (_, held) in self.said.items() if "-" in held and " " not in held)
        token = data.draw(st.sampled_from(can))
        self.gone[token], held = self.said.pop(token)
        self.journal.take_back(held)

    @rule(who=WHO, answer=ANSWERS, value=st.integers(0, 4))
    def rate(self, who: int, answer: str, value: int) -> None:
        pupil = self.pupils[who]
        given = value if answer == "given" else None
        self.journal.rate(pupil, "sure", "after", answer, given, take=self.takes[pupil][0], session=self.session)

    @rule(who=WHO, same=st.booleans(), yes=st.booleans())
    def goal(self, who: int, same: bool, yes: bool) -> None:
        goals = self.journal.goals(self.pupils[who])
        if goals:
            with contextlib.suppress(NotAllowed):
                self.journal.agree(goals[-1].id, by="pupil" if yes else "school")
            self.journal.reword(goals[-1].id, goals[-1].words, same_goal=same)
            self.journal.rate(self.pupils[who], "close", "review", value=0, goal=goals[-1].id)

    @rule(who=WHO, state=st.sampled_from(records.GOAL_STATES))
    def goal_state(self, who: int, state: str) -> None:
        for goal in self.journal.goals(self.pupils[who])[:1]:
            with contextlib.suppress(NotAllowed):
                self.journal.goal_state(goal.id, state)

    # ---- adults

    @rule()
    def see_it_all(self) -> None:
        self.journal.seen([one.id for one in self.journal.unseen().items], "Sam")
        self.journal.told_of_taking_back()

    @rule(who=WHO, outcome=st.sampled_from(records.WE_DID))
    def review(self, who: int, outcome: str) -> None:
        pupil, token = self.pupils[who], self.token()
        try:
            review = self.journal.open_review(pupil)
        except NotAllowed:
            asked = self.journal.review_due(pupil).unanswered[0]
            self.journal.we_did(asked.id, outcome, did="done", because="why", by_role="tutor")
            return
        self.journal.you_said(review.id, token)
        self.said[token] = (pupil, "")
        self.journal.close_review(review.id)

    @rule(who=WHO, kind=st.sampled_from(records.ENDINGS))
    def end_or_go_on(self, who: int, kind: str) -> None:
        try:
            self.journal.end_programme(self.pupils[who], kind, handed_to="a role")
        except NotAllowed:
            self.journal.reopen(self.pupils[who])

    @rule(who=WHO, on=st.booleans())
    def hold(self, who: int, on: bool) -> None:
        self.journal.hold(self.pupils[who], on, "the lead")
        (self.held.add if on else self.held.discard)(self.pupils[who])

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
        self.pupils[who] = self.journal.add_pupil("Amira", "fox", "10-12").id
        self.takes[self.pupils[who]] = []
        self.played(self.pupils[who])

    # ---- what holds after every step

    @invariant()
    def i1_three_goals_at_most_and_none_without_a_yes(self) -> None:
        for pupil in getattr(self, "pupils", ()):
            live = [goal for goal in self.journal.goals(pupil) if goal.state == "active"]
            assert len(live) <= records.LIVE_GOALS
            assert all(goal.agreed and goal.set_by for goal in live)
            assert len({goal.slot for goal in live}) == len(live)

    @invariant()
    def i2_a_skip_has_no_value_and_zero_is_one(self) -> None:
        for pupil in getattr(self, "pupils", ()):
            assert all((one.answer == "given") == (one.value is not None) for one in self.journal.ratings(pupil))

    @invariant()
    def i4_i9_what_is_gone_is_in_no_view_and_unless_held_in_no_byte(self) -> None:
        shown = repr([self.journal.evidence(pupil) for pupil in getattr(self, "pupils", ())])
        waiting = repr(self.journal.unseen())
        assert not [token for token in self.gone if token in shown or token in waiting]
        with self.journal._opened.looking() as raw:
            rows = "\n".join(
                str(row) for table in Base.metadata.tables for row in raw.execute(f"select * from {table}")
            )
        assert not [token for token, whose in self.gone.items() if token in rows and whose not in self.held]

    @invariant()
    def i5_nothing_leaves_while_words_wait(self) -> None:
        for pupil in getattr(self, "pupils", ()):
            mine = [one for one in self.journal.unseen().items if one.pupil == pupil]
            if mine:
                with pytest.raises(Unheard):
                    self.journal.evidence(pupil, copy_for="pupil")

    @invariant()
    def i8_a_copy_names_nobody_else(self) -> None:
        for nth, pupil in enumerate(getattr(self, "pupils", ())):
            with contextlib.suppress(Unheard):
                assert self.pupils[1 - nth] not in repr(self.journal.evidence(pupil, copy_for="pupil"))

    @invariant()
    def i12_i15_facts_have_proof_and_two_are_no_group(self) -> None:
        pupils = getattr(self, "pupils", ())
        assert all(fact.evidence for pupil in pupils for one in self.journal.measures(pupil) for fact in one.facts)
        with pytest.raises(NotAllowed):
            self.journal.group_figures(pupils, "participation")


@pytest.mark.whole
def test_the_rules_hold_at_every_step_of_a_programme(folder: Path) -> None:
    run_state_machine_as_test(
        lambda: Programme(folder),
        settings=settings(
            max_examples=3,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
