"""A pupil of whom there is everything that a report can say, whose every word is a number: what is read then is ours alone."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from reflections.records import (
    ATTENDANCES,
    MEASURES,
    SET_BY,
    WE_DID,
    AdultView,
    Attendance,
    Evidence,
    Gap,
    GoalWording,
    NextStep,
    Session,
    WeDid,
)
from tests.reflections import page_sample as page
from tests.reflections import report_sample as sample
from tests.reflections.page_sample import FIRST, ME, made

if TYPE_CHECKING:
    from reflections import reports

_HELD = 16  # sessions: on more days than a report names
_OURS = sample.PLAIN | {"what_changed"}


def everything(*talked: str, planned: bool = True) -> reports.Material:
    """All of it; `talked` are the measures they picked to talk about, `planned` whether somebody planned sessions."""
    told: dict[str, str] = {}
    whole = _evidence()
    if not planned:
        whole = replace(whole, programme=replace(whole.programme, status="draft"))
    held = tuple(one.held_on for one in whole.sessions)
    return sample.material(
        _numbered(whole, told),
        next_steps=_numbered(_STEPS, told),
        we_dids=_numbered(_ASKED, told),
        views=_numbered(_VIEWS, told),
        ratings=_numbered(_answers(), told),
        gaps=(Gap(held[0], held[1], 28),),
        stems_given=("stem-1", "stem-2"),
        talked=talked,
    )


def variants() -> tuple[reports.Material, ...]:
    """The same with each measure talked about, two at a time, and once of a programme that nobody planned."""
    pairs = tuple(everything(*MEASURES[n : n + 2]) for n in range(0, len(MEASURES), 2))
    whole = everything()
    goals = whole.evidence.goals
    one_by_one = tuple(replace(whole, evidence=replace(whole.evidence, goals=(of,))) for of in goals)
    return (whole, *pairs, everything(planned=False), _little(whole), *one_by_one)


def _little(whole: reports.Material) -> reports.Material:
    """Hardly anything: one long take, one long answer, and one goal without a number; of most parts there is nothing."""
    of = whole.evidence
    (first, *_), (goal, *_), (said, *_) = of.pieces, of.goals, of.reflections
    part = first.takes[0].parts[0]
    long = replace(first.takes[0], parts=(replace(part, facts=replace(part.facts, seconds=600.0)),))
    skipped = replace(goal.ratings[0], value=None, answer="don't know")
    bare = replace(
        of,
        pieces=(replace(first, takes=(long,), reflections=()),),
        reflections=(replace(said, body="(9) " * 300),),
        goals=(),
        sure=(replace(of.sure[-1], before=skipped),),
        toolkit=(),
        interests=(),
        try_next=(),
        beside=(),
    )
    return sample.material(bare, next_steps=(), we_dids=(), views=())


_STEPS = (
    NextStep("x1", "prog", "Join the Thursday band", "Mrs Bell", date(2027, 1, 14), None),
    NextStep("x2", "prog", "Ask about a drum", "", None, None),
)
_ASKED = tuple(
    WeDid(f"w{n}", "prog", "r1", date(2026, 11, 3), f"Wish {n}", outcome, "A kit", "There is none", "tutor", None)
    for n, outcome in enumerate((*WE_DID, ""))
)
_VIEWS = tuple(AdultView(f"v{m}", "prog", m, "", "teacher", f"Seen in {m}", date(2026, 11, 20)) for m in MEASURES)


def _evidence() -> Evidence:
    full = page.evidence()
    bus, steel, rain = full.pieces
    alike = tuple(replace(steel.takes[0], id=f"steel-{n}", made_at=page.day(5 + n / 900)) for n in (1, 2))
    again, given = full.sure[0], full.toolkit[0]
    asked_again = tuple(
        replace(
            again,
            task=replace(again.task, id=f"again {n}"),
            after=replace(again.after, id=f"after {n}", made_at=again.after.made_at + timedelta(weeks=n)),
        )
        for n in range(3)
    )
    return replace(
        full,
        sessions=tuple(map(_session, range(_HELD))),
        pieces=(bus, replace(steel, takes=alike), rain),
        reflections=(page.said("P3", "The click.", 9, piece=None),),
        sure=(*asked_again, *full.sure[1:]),
        goals=(*full.goals, *_goals()),
        toolkit=(replace(given, picks=(("pick", date(2026, 10, 3)),)),),
    )


def _session(n: int) -> Session:
    """One a week, of every kind; of the last they led one and helped in another."""
    state = ATTENDANCES[n] if n < len(ATTENDANCES) else ATTENDANCES[0]
    role = {_HELD - 1: "leader", _HELD - 2: "helper"}.get(n, "player")
    return made(
        Session, id=f"s{n}", held_on=FIRST.date() + timedelta(weeks=n), mode="one-to-one", planned_minutes=60,
        zone="Europe/London", attendance=(Attendance(ME, state, role),),
    )  # fmt: skip


def _goals() -> tuple[Any, ...]:
    """One set by each, in every state; one that was answered once, one not since it became another, one looked back at."""
    states = ("active", "reached", "parked", "wish", "reached", "active")
    found = [
        page.goal(f"o{n}", None, f"Goal of {who}", (1, 4), set_by=who, state=state, area="future")
        for n, (who, state) in enumerate(zip(SET_BY, states, strict=True))
    ]
    day = FIRST.date()
    other = (GoalWording(1, "Old", True, day), GoalWording(2, "New", False, day))
    found[0] = replace(found[0], goal=replace(found[0].goal, wordings=other))
    found[1] = replace(found[1], ratings=(*found[1].ratings, page.rating(1, 3, goal="o1", moment="looking back")))
    found[2] = page.goal(
        "o2", None, "Far", (1, 2), (2, 4), (3, 9), set_by="school", state="parked", know_by="I can hear it"
    )
    return tuple(found)


def _answers() -> tuple[Any, ...]:
    """One answer to each measure, and how sure they were on the first day as they see it now."""
    on = {"goal": None, "rater": "pupil", "anchors": tuple(f"step {n}" for n in range(5)), "maximum": 4}
    said = [page.rating(2, 4, construct=m, measure=m, id=f"answer-{m}", **on) for m in MEASURES]
    back = page.rating(1, 4, construct="sure", moment="looking back", id="back", **on)
    return (*said, back)


def _numbered(value: Any, told: dict[str, str]) -> Any:
    """The same with a number for every word of somebody's; alike words are one number."""
    if isinstance(value, tuple):
        return tuple(_numbered(one, told) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        given = {f.name: getattr(value, f.name) for f in fields(value) if f.init}
        words = {name: one for name, one in given.items() if name not in _OURS or is_dataclass(one)}
        return replace(value, **{name: _numbered(one, told) for name, one in words.items()})
    if isinstance(value, str) and value:
        return told.setdefault(value, f"({len(told) + 500})")
    return value
