"""Writing back what is agreed, one thing at a time and at once: the same thing twice is once, and a newer answer follows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from reflections.conversation.bringing import PLACE
from reflections.errors import NotAllowed
from reflections.records import TALKED_ABOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reflections.conversation.bringing import Brought
    from reflections.journal import Journal

    Given = Mapping[str, Sequence[str]]  # a form: every value of each field
    Keep = Callable[[Journal, Brought, Given], None]

_SAID = ("P2", "P4", "P4b")
_SKIP = "skip"
_STATES = ("active", "reached", "parked")
A_WEEK, A_FEW_WEEKS, _TWO_YEARS = timedelta(weeks=1), timedelta(weeks=4), timedelta(days=731)
_WHICH_DAY = "Pick the day as well, or another answer."
_TOO_FAR = "Pick a day from today on, within two years."
_UNKNOWN = "This page is older than what it asks for. Open the conversation again; what was agreed is kept."


def keep(journal: Journal, found: Brought, what: str, given: Given) -> None:
    """Keep one thing; NotAllowed, with a sentence, for what cannot be kept."""
    if what not in _KEEPS or (found.together and what not in _TOGETHER):
        raise NotAllowed(_UNKNOWN)
    _KEEPS[what](journal, found, given)


def place(journal: Journal, found: Brought) -> str:
    """Return the step on which the conversation stood last ("" at its beginning)."""
    return str(journal.setting(PLACE.format(review=found.review.id), ""))


def go(journal: Journal, found: Brought, key: str) -> None:
    """Stand on a step from now on; on this computer, where the conversation is."""
    journal.set_setting(PLACE.format(review=found.review.id), key)


def _one(given: Given, name: str) -> str:
    return next(iter(given.get(name, ())), "").strip()


def _roles(given: Given, name: str) -> list[str]:
    """What is ticked, and what was typed with commas between."""
    typed = _one(given, f"{name}-other").split(",")
    return list(dict.fromkeys(role for each in (*given.get(name, ()), *typed) if (role := each.strip())))


def _room(journal: Journal, found: Brought, given: Given) -> None:
    journal.set_review(found.review.id, room=_roles(given, "here"), copies=_roles(given, "copy"))


def _say(journal: Journal, found: Brought, given: Given) -> None:
    """Words of the pupil's; other words than before are a newer thought, the same are the same."""
    prompt, words = _one(given, "prompt"), _one(given, "words")
    if prompt not in _SAID:
        raise NotAllowed(_UNKNOWN)
    before = found.latest(prompt)
    if not words or (before is not None and before.body == words):
        return  # nothing was said: that is an answer as well
    journal.reflect(
        found.pupil.id,
        prompt,
        said_by="typed",
        body=words,
        voice="me",
        newer_of=before.id if before else None,
        seen_by=journal.tutor,
    )


def _unsay(journal: Journal, found: Brought, given: Given) -> None:
    """What was said to one question here is taken back, with the thoughts before it."""
    prompt = _one(given, "prompt")
    for one in found.said:
        if one.prompt == prompt:
            journal.take_back(one.id)


def _back(journal: Journal, found: Brought, given: Given) -> None:
    """How sure they were on their first day, as they see it now."""
    value = _step(given)
    before = found.answer("sure", "looking back", measure="confidence")
    if before is None or before.value != value:
        journal.rate(
            found.pupil.id,
            "sure",
            "looking back",
            *_answered(value),
            measure="confidence",
            scale=_one(given, "scale") or None,
        )


def _close(journal: Journal, found: Brought, given: Given) -> None:
    goal, value = _goal(found, given), _step(given)
    before = found.answer("close", goal=goal)
    if before is None or before.value != value:
        scale = _one(given, "scale") or None
        journal.rate(found.pupil.id, "close", "review", *_answered(value), goal=goal, scale=scale)


def _measures(journal: Journal, found: Brought, given: Given) -> None:
    chosen = list(given.get("measure", ()))
    if len(chosen) > TALKED_ABOUT:
        message = "Two is the most. Pick the two you want to talk about."
        raise NotAllowed(message)
    journal.set_review(found.review.id, measures=chosen)


def _light(journal: Journal, found: Brought, given: Given) -> None:
    measure, value = _one(given, "measure"), _step(given)
    if measure not in found.review.measures:
        raise NotAllowed(_UNKNOWN)
    before = found.answer(measure, measure=measure)
    if before is None or before.value != value:
        scale = _one(given, "scale") or None
        journal.rate(found.pupil.id, measure, "review", *_answered(value), measure=measure, scale=scale)


def _view(journal: Journal, found: Brought, given: Given) -> None:
    """What an adult saw, by their role; pressed twice it is one."""
    measure, words, role = _one(given, "measure"), _one(given, "words"), _one(given, "role")
    if not words:
        return
    same = (one for facts in journal.measures(found.pupil.id) for one in facts.adults if facts.measure == measure)
    if not any((one.words, one.by_role) == (words, role) for one in same):
        journal.add_adult_view(found.pupil.id, measure, words, role)


def _hold(journal: Journal, found: Brought, given: Given) -> None:
    journal.hold_back(found.review.id, _one(given, "fact"), _one(given, "on") == "yes")


def _tool(journal: Journal, found: Brought, given: Given) -> None:
    """It helped, or it did not after all: what the form says, and not the other of what was there."""
    words, on = _one(given, "words"), _one(given, "on") == "yes"
    if not words:
        return
    opened = found.review.opened_on
    tools = (tool for tool in journal.toolkit(found.pupil.id) if tool.words.casefold() == words.casefold())
    here = [pick for tool in tools for pick, day in tool.picks if day >= opened]
    if on and not here:
        journal.helped(found.pupil.id, words, seen_by=journal.tutor)
    for pick in () if on else here:
        journal.take_back(pick)


def _want(journal: Journal, found: Brought, given: Given) -> None:
    words = _one(given, "words")
    asked = (one.said for one in journal.we_dids(found.pupil.id) if one.review == found.review.id)
    if words and words not in asked:
        journal.you_said(found.review.id, words, seen_by=journal.tutor)


def _unwant(journal: Journal, found: Brought, given: Given) -> None:
    """Only what was asked for at this review; once it is gone, once more is nothing."""
    mine = {one.id for one in journal.we_dids(found.pupil.id) if one.review == found.review.id}
    if _one(given, "id") in mine:
        journal.take_back_asked(_one(given, "id"))


def _next_step(journal: Journal, found: Brought, given: Given) -> None:
    what, who = _one(given, "words"), _one(given, "who")
    there = ((one.what, one.who_helps) for one in journal.next_steps(found.pupil.id) if one.done_on is None)
    if what and (what, who) not in there:
        journal.add_next_step(found.pupil.id, what, who, _by_when(given, found.today))


def _by_when(given: Given, today: date) -> date | None:
    """Return the day that was meant: next time is in a week, a few weeks are four; NotAllowed for one that is none, gone by or far off."""
    match _one(given, "by"):
        case "next":
            return today + A_WEEK
        case "weeks":
            return today + A_FEW_WEEKS
        case "day":
            try:
                day = date.fromisoformat(_one(given, "day"))
            except ValueError as error:
                raise NotAllowed(_WHICH_DAY) from error
            if not today <= day <= today + _TWO_YEARS:
                raise NotAllowed(_TOO_FAR)
            return day
    return None


def _drop_step(journal: Journal, found: Brought, given: Given) -> None:
    if _one(given, "id") in {one.id for one in journal.next_steps(found.pupil.id)}:
        journal.drop_next_step(_one(given, "id"))


def _goal_step(journal: Journal, found: Brought, given: Given) -> None:
    goal, words = _goal(found, given), _one(given, "words")
    there = next(one for one in found.goals if one.id == goal)
    if words and words not in (step.words for step in there.steps if step.done_on is None):
        journal.step(goal, words)


def _goal_state(journal: Journal, found: Brought, given: Given) -> None:
    state = _one(given, "state")
    if state not in _STATES:
        raise NotAllowed(_UNKNOWN)
    journal.goal_state(_goal(found, given), state)


def _reword(journal: Journal, found: Brought, given: Given) -> None:
    """Other words for a goal; `same` "no" says that it means something else now, so its line breaks there."""
    goal, words = _goal(found, given), _one(given, "words")
    now = next(one for one in found.goals if one.id == goal)
    if words and words != now.words:
        journal.reword(goal, words, same_goal=_one(given, "same") != "no", said_by="typed")


def _wish(journal: Journal, found: Brought, given: Given) -> None:
    """A new goal starts as a wish; it is live with their yes, pressed apart."""
    words = _one(given, "words")
    if words and words not in (goal.words for goal in journal.goals(found.pupil.id)):
        journal.wish(found.pupil.id, words, said_by="typed")


def _agree(journal: Journal, found: Brought, given: Given) -> None:
    goal = next((one for one in journal.goals(found.pupil.id) if one.id == _one(given, "goal")), None)
    if goal is None:
        raise NotAllowed(_UNKNOWN)
    if goal.state == "wish":
        journal.agree(goal.id)


def _did(journal: Journal, found: Brought, given: Given) -> None:
    outcome, words = _one(given, "outcome"), _one(given, "words")
    if _one(given, "id") not in {one.id for one in journal.we_dids(found.pupil.id)}:
        raise NotAllowed(_UNKNOWN)
    did, because = (words, "") if outcome == "did" else ("", words)
    journal.we_did(_one(given, "id"), outcome, did=did, because=because, by_role=_one(given, "role"))


def _copy(journal: Journal, found: Brought, given: Given) -> None:
    """A copy on paper was given to one of those it was said of first; once a review."""
    role = _one(given, "role")
    if role not in found.review.copies:
        raise NotAllowed(_UNKNOWN)
    since = found.review.opened_on
    for pupil in found.members or (found.pupil.id,):  # what a group's page says is each one's
        if role not in (event.to_whom for event in journal.shares(pupil) if event.at.date() >= since):
            journal.shared(pupil, "a page", role)


def _held(journal: Journal, found: Brought, given: Given) -> None:
    del given
    journal.close_review(found.review.id)


def _goal(found: Brought, given: Given) -> str:
    goal = _one(given, "goal")
    if goal not in {one.id for one in found.goals}:
        raise NotAllowed(_UNKNOWN)
    return goal


def _step(given: Given) -> int | None:
    """Return what was pressed; None is a skip."""
    value = _one(given, "value")
    if value == _SKIP:
        return None
    if not value.isdecimal():
        raise NotAllowed(_UNKNOWN)
    return int(value)


def _answered(value: int | None) -> tuple[str, int | None]:
    return ("rather not", None) if value is None else ("given", value)


_KEEPS: dict[str, Keep] = {
    "room": _room,
    "say": _say,
    "unsay": _unsay,
    "back": _back,
    "close": _close,
    "measures": _measures,
    "light": _light,
    "view": _view,
    "hold": _hold,
    "tool": _tool,
    "want": _want,
    "unwant": _unwant,
    "next-step": _next_step,
    "drop-step": _drop_step,
    "goal-step": _goal_step,
    "goal-state": _goal_state,
    "reword": _reword,
    "wish": _wish,
    "agree": _agree,
    "did": _did,
    "copy": _copy,
    "held": _held,
}
# what is a group's to say; all else each of them says for themselves
_TOGETHER = frozenset(
    (
        "room",
        "want",
        "unwant",
        "next-step",
        "drop-step",
        "goal-step",
        "goal-state",
        "reword",
        "wish",
        "agree",
        "did",
        "copy",
    )
) | {"held"}
