"""What reports are written from, for their tests: Jo of the page's sample with adults around, and a hostile pupil."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

from reflections import reports
from reflections.measures import Standing, measures
from reflections.records import (
    AdultView,
    Attendance,
    Evidence,
    Figures,
    NextStep,
    Reflection,
    ReportDraft,
    Session,
    WeDid,
)
from tests.reflections import page_sample as sample
from tests.reflections.page_sample import FIRST, ME, made

VIEW = AdultView("v1", "prog", "achievement", "", "class teacher", "He hums the bass line.", date(2026, 11, 20))
STEPS = (
    NextStep("x1", "prog", "Join the Thursday band", "Mrs Bell", date(2027, 1, 14), None),
    NextStep("x2", "prog", "Play for the open day", "", None, date(2026, 11, 1)),
)
ASKED = (
    WeDid("w1", "prog", "r1", date(2026, 11, 3), "More time with the drums.", "did", "A kit on Tuesdays", "", "tutor", None),
    WeDid("w2", "prog", "r1", date(2026, 11, 3), "A room with a door.", "can't", "", "There is none", "school", None),
)  # fmt: skip
RIGHT_TO_LEFT = "\u0645\u0648\u0633\u064a\u0642\u0649 \u0647\u0627\u062f\u0626\u0629 "
HOSTILE = (
    "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)> " * 100,
    RIGHT_TO_LEFT * 500,
    "W" * 10_000,
    "\u202eturned " * 1000,
)


def evidence() -> Evidence:
    """Jo, with a register of nine sessions."""
    came = [(n, "came" if n not in {3, 6} else "came for part" if n == 3 else "cancelled by us") for n in range(10)]
    register = tuple(
        made(
            Session, id=f"s{n}", held_on=FIRST.date() + timedelta(weeks=n), mode="one-to-one", planned_minutes=60,
            zone="Europe/London", attendance=(Attendance(ME, state, "leader" if n > 7 else "player"),),
        )
        for n, state in came
    )  # fmt: skip
    return replace(sample.evidence(), sessions=register)


def material(of: Evidence | None = None, **more: Any) -> reports.Material:
    """All that a report may hold; what is counted besides the evidence is named as in measures.Standing."""
    found = of or evidence()
    given = {"next_steps": STEPS, "we_dids": ASKED, "views": (VIEW,)} | more
    standing = Standing(
        next_steps=tuple((step.id, step.what) for step in given["next_steps"]),
        views=given.pop("views"),
        **{name: given.pop(name) for name in ("gaps", "stems_given", "ratings") if name in given},
    )
    talked = given.pop("talked", ("achievement", "engagement"))
    return reports.Material(found, measures(found, standing), talked=talked, **given)


def written(kind: str, of: reports.Material | None = None, language: str = "en", **choices: bool) -> Any:
    """A report with every choice said yes to, but for those given; pieces stay as they are."""
    of = of or material()
    offered = {one.key: True for one in reports.report(kind, of, ReportDraft(ME, kind)).choices if ":" in one.key}
    yes = {key: on for key, on in offered.items() if not key.startswith("piece:")}
    return reports.report(kind, of, ReportDraft(ME, kind, {**yes, **choices}), language)


def hostile() -> reports.Material:
    """As much of everything as anybody could have, every word of it as long and as hostile as can be."""
    full = evidence()
    (first, *_), ids = full.pieces, iter(range(10_000))
    said = tuple(
        made(Reflection, id=f"h{n}", pupil=ME, piece="bus", prompt="T6", body="x", made_at=FIRST) for n in range(12)
    )
    pieces = tuple(
        replace(
            first,
            piece=replace(first.piece, id=f"bus{n}"),
            takes=tuple(replace(take, id=f"bus{n}-{next(ids)}", piece=f"bus{n}") for take in first.takes),
            reflections=tuple(replace(one, id=f"{one.id}-{n}", piece=f"bus{n}") for one in said),
        )
        for n in range(12)
    )
    goals = tuple(
        replace(of, goal=replace(of.goal, id=f"g{n}{of.goal.id}"), ratings=of.ratings * 3)
        for n in range(4)
        for of in full.goals
    )
    tools = tuple(
        replace(tool, picks=((f"pick{n}", date(2026, 10, n + 1)),)) for n, tool in enumerate(full.toolkit * 4)
    )
    steps = tuple(replace(STEPS[0], id=f"x{n}") for n in range(12))
    asked = tuple(replace(one, id=f"{one.id}{n}") for n in range(6) for one in ASKED)
    views = tuple(replace(VIEW, id=f"v{n}", measure=m.measure) for n, m in enumerate(measures(full, Standing())))
    whole = replace(full, pieces=pieces, goals=goals, toolkit=tools)
    loud = [_loud(one) for one in (whole, steps, asked, views)]
    return material(loud[0], next_steps=loud[1], we_dids=loud[2], views=loud[3])


PLAIN = frozenset(
    ("id", "pupil", "piece", "take", "version", "goal", "zone", "mode", "help", "hands", "state", "area", "set_by", "prompt",
     "construct", "scale", "rater", "moment", "answer", "chosen_by", "source", "kind", "outcome", "measure", "said_by", "shown",
     "alias", "language", "programme", "session", "role", "status", "register", "origin", "key", "player", "part", "voice",
     "who_reads", "who_hears", "from_take", "tried_in", "sha256", "beat", "ladder", "cover", "by", "review", "task", "keyboard")
)  # fmt: skip


def _loud(value: Any, n: list[int] | None = None) -> Any:
    n = n or [0]
    if isinstance(value, tuple):
        return tuple(_loud(one, n) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        given = {f.name: getattr(value, f.name) for f in fields(value) if f.init}
        words = {name: one for name, one in given.items() if name not in PLAIN or is_dataclass(one)}
        return replace(value, **{name: _loud(one, n) for name, one in words.items()})
    if isinstance(value, str) and value:
        n[0] += 1
        return HOSTILE[n[0] % len(HOSTILE)]
    return value


FIGURES = (
    Figures(None, "", 7, (("planned", 84), ("held", 61), ("minutes", 3660), ("came", 75), ("finished", 9), ("reached", None))),
    Figures("band", "The Tuesday band", 5, (("planned", 60), ("held", None), ("came", 52), ("finished", 5))),
    Figures("few", "The quiet four", 4, ()),
)  # fmt: skip
