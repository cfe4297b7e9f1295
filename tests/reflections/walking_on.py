"""What is done about goals in a walk (walking.py), what adults write, see and decide, and what is for good."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import strategies as st

from reflections import NotAllowed, Unheard, goals, records
from tests.reflections.walking import ALIASES, WAYS, WHO, Walk, step

BY_ADULTS = ("note", "brief", "answer", "card", "draft", "view", "external", "next")
STATES = st.sampled_from([state for state in records.GOAL_STATES if state != "active"])


class WithAdults(Walk):
    """The whole of a programme."""

    # ---- goals

    @step(who=WHO, same=st.booleans(), one_scale=st.booleans())
    def goal(self, who: int, same: bool, one_scale: bool) -> None:
        """How close to the first, over days, scales and wordings; nobody else's yes or words; the pupil's own; and two goals more."""
        pupil, journal = self.pupils[who], self.journal
        first = journal.goals(pupil)[0]
        for value in (1, 3, 0, None):
            self.wall.on(days=1)
            self.keep_rating(pupil, "close", "rather not" if value is None else "given", value, goal=first.id)
            if value == 1 and not one_scale:
                self.other_words_for_a_scale("close")
        assert goals.close_now(journal.ratings(pupil), first) == 0
        wishes = {journal.wish(pupil, words).id: words for words in (self.token(), self.token())}
        self.said |= dict.fromkeys(wishes.values(), (pupil, ""))
        for by in ("tutor", "school", "carer"):
            for goal in (first.id, *wishes):
                with pytest.raises(NotAllowed):
                    journal.agree(goal, by=by)
            if first.state == "active":
                with pytest.raises(NotAllowed):
                    journal.reword(first.id, "sit still", same_goal=False, by=by)
        self.meant |= {first.id: first.words if same else f"another {self.count}", **wishes}
        journal.reword(first.id, self.meant[first.id], same_goal=same)
        self.wall.on(days=1)
        self.keep_rating(pupil, "close", "given", 5, goal=first.id)
        for goal in wishes:
            with contextlib.suppress(NotAllowed):  # while three are live
                journal.agree(goal)

    @step(who=WHO, state=STATES)
    def goal_state(self, who: int, state: str) -> None:
        for goal in self.journal.goals(self.pupils[who])[:1]:
            self.journal.goal_state(goal.id, state)

    # ---- adults

    @step(who=WHO)
    def adults_write(self, who: int) -> None:
        for what in BY_ADULTS:
            self.an_adult_writes(self.pupils[who], what)

    def an_adult_writes(self, pupil: str, what: str) -> None:
        journal, token = self.journal, self.token()
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

    @step()
    def see_it_all(self) -> None:
        """The day ends after that, and not before."""
        waits = self.journal.unseen()
        if waits.items or waits.taken_back or waits.flags:
            with pytest.raises(Unheard):
                self.journal.end_day()
        self.journal.seen([one.id for one in waits.items], "Sam")
        self.journal.told_of_taking_back()
        for flag in waits.flags:
            self.journal.pass_on(flag.id, "Mrs Bell")
        self.journal.end_day()

    @step(who=WHO)
    def take_back_before_it_is_seen(self, who: int) -> None:
        """That something was waits for the tutor as words would."""
        self.forget(self.say_one(self.pupils[who], "reflect"))

    @step(who=WHO)
    def ask_for_help(self, who: int) -> None:
        self.journal.raise_help(self.pupils[who], self.session)

    @step(who=WHO, outcome=st.sampled_from(records.WE_DID))
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

    @step(who=WHO, kind=st.sampled_from(records.ENDINGS))
    def end_or_go_on(self, who: int, kind: str) -> None:
        try:
            self.journal.end_programme(self.pupils[who], kind, handed_to="a role")
        except NotAllowed:
            self.journal.reopen(self.pupils[who])

    # ---- for good

    @step(who=WHO)
    def hold(self, who: int) -> None:
        """What is taken back under it is in no view, though it is kept."""
        self.set_hold(pupil := self.pupils[who], True)
        for way in WAYS:
            self.forget(self.say_one(pupil, way))
        self.keep_rating(pupil, "sure", "given", 2, take=self.takes[pupil][-1])
        self.last_rating_back()

    @step(who=WHO)
    def lift_the_hold(self, who: int) -> None:
        self.set_hold(self.pupils[who], False)

    def set_hold(self, pupil: str, on: bool) -> None:
        self.held = self.held | {pupil} if on else self.held - {pupil}
        self.journal.hold(pupil, on, "the lead")

    @step(who=WHO)
    def erase(self, who: int) -> None:
        """Refused under a hold, which a second one may have put on."""
        pupil, was_held = self.pupils[who], self.pupils[who] in self.held
        self.set_hold(pupil, True)
        with pytest.raises(NotAllowed):
            self.journal.erase_pupil(pupil, "the service")
        if was_held:
            return
        self.set_hold(pupil, False)
        self.journal.erase_pupil(pupil, "the service")
        self.gone |= {token: whose for token, (whose, _) in self.said.items() if whose == pupil}
        self.said = {token: kept for token, kept in self.said.items() if kept[0] != pupil}
        self.given = {rating: kept for rating, kept in self.given.items() if kept[0] != pupil}
        other = self.pupils[1 - who]
        for take in self.takes[other]:
            assert any(midi.startswith(b"MThd-tok") for _, midi in self.journal.take_midi(take)), "it plays no more"
        del self.takes[pupil], self.alone[pupil]
        self.pupils[who] = self.somebody(ALIASES[who])
