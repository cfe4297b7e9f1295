"""The reports about one pupil: for the end of a programme, a personal education plan, an award's folder, a school. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reflections.pages.words import CHOSEN
from reflections.records import PICKED
from reflections.reports import lines
from reflections.reports.award import award
from reflections.reports.fitting import SHEET_ROWS, fitted
from reflections.reports.material import Desk, part, short
from reflections.reports.parts import Line, Part, Proof, Report, Sheet
from reflections.reports.words import ADULTS, LIMITS, MEASURES, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from reflections.records import PieceEvidence, ReportDraft
    from reflections.reports.material import Material

REFUSED = "Three pieces have room. Take one out first."
_PLAN_ROWS = (
    2 * SHEET_ROWS - 10
)  # a plan is two sheets at most; parts that stay whole leave some room at the end of one
_CAN_DO = frozenset({"finished", "reached"})  # how sure, and what was not alike, is nothing that somebody can do
_SURE = frozenset({"sure"})  # it stands once, a line for each task
_TO_ITS_GOALS = frozenset({"future", "step", "reached"})  # they have a place of their own


def report(kind: str, material: Material, draft: ReportDraft) -> Report:
    """Write the report of one of records.REPORTS, as the pupil's choices let it stand."""
    desk = Desk(material, draft)
    sheets = _KINDS[kind](desk)
    evidence = material.evidence
    days = [s.held_on for s in evidence.sessions if s.held_for(evidence.pupil.id)]
    sheets, proofs = _numbered(sheets, desk)
    return Report(
        kind=kind,
        title=TITLES[kind],
        alias=evidence.pupil.shown,
        language=evidence.preferences.language if evidence.preferences else "en",
        first=min(days, default=None),
        latest=max(days, default=None),
        sheets=sheets,
        proofs=proofs,
        limits=LIMITS,
        choices=tuple(desk.choices),
        places=tuple(desk.places),
    )


def _numbered(sheets: tuple[Sheet, ...], desk: Desk) -> tuple[tuple[Sheet, ...], tuple[Proof, ...]]:
    """Keep the proofs of what found room, numbered as they are first named."""
    used = [key for s in sheets for p in s.parts for one in p.lines for key in one.proofs]
    names = {key: f"e{n}" for n, key in enumerate(dict.fromkeys(used), 1)}

    def line(one: Line) -> Line:
        return replace(one, proofs=tuple(names[key] for key in one.proofs))

    done = tuple(replace(s, parts=tuple(replace(p, lines=tuple(map(line, p.lines))) for p in s.parts)) for s in sheets)
    by_key = {proof.key: proof for proof in desk.proofs}
    return done, tuple(replace(by_key[old], key=new) for old, new in names.items())


# --- the end of a programme -------------------------------------------------------------------------------------------
def _end(desk: Desk) -> tuple[Sheet, ...]:
    """Two sheets: the pupil's, then the adults'."""
    can = tuple(lines.facts(desk, "achievement", only=_CAN_DO))
    sure = () if "confidence" in desk.material.talked else lines.sure(desk)
    mine = part("My pieces", pieces(desk), PICKED, wide=True)
    there = {one.said for each in mine for one in each.lines}
    mine += (
        *part("In my words", (one for one in lines.quotes(desk) if one.words not in there), 4),
        *part("What I can do now", can, 6),
        *part("How sure I was, before and after", sure, 6),
        *part("What I want next", lines.wants(desk), 4),
        *part("What helps me", lines.helps(desk), 4),
        *part("Who helps, and with what", (one for one in lines.next_steps(desk) if one.about), 3),
    )
    theirs = (
        *part("Goals", lines.own_goals(desk), 4, wide=True),
        *_talked(desk),
        *part("Also counted", (one for one in _others(desk) if one not in can[:6]), 8),
        *part("The pupil said, adults did", lines.we_did(desk), 3),
        *part(ADULTS, lines.views(desk), 4, adults=True),
    )
    theirs = (*part("Sessions", sessions(desk), 6, wide=True), *theirs)
    return (fitted(Sheet("My music", "", mine)), fitted(Sheet("For adults", "", theirs)))


def pieces(desk: Desk) -> Iterator[Line]:
    """Name the pieces the pupil chose, three at most: those picked for a review first, then the cover, then as they arranged them.

    Where nothing was arranged it is the latest finished, then the latest played.
    """
    kept = [one for one in desk.evidence.pieces if one.piece.pupil and not one.piece.hidden and lines.has_music(one)]
    for n, one in enumerate(sorted(kept, key=lambda p: _rank(desk, p), reverse=True)):
        title, ids = one.piece.title, [t.id for t in one.takes] + [v.id for v in one.versions]
        if desk.may(f"piece:{one.piece.id}", title, "piece", usual=n < PICKED):
            said = lines.quote_of(desk, one)
            about = ". ".join(filter(None, (CHOSEN.get(one.piece.chosen_by, ""), lines.when(one))))
            words, proofs = short(title, lines.TITLE), desk.shown_by(ids)
            yield Line(f"piece:{one.piece.id}", words, f"{about}.", proofs=proofs, said=short(said, 110))


def _rank(desk: Desk, one: PieceEvidence) -> tuple[bool, bool, int, bool, datetime]:
    picked = {one.piece.id, *(t.id for t in one.takes), *(v.id for v in one.versions)} & desk.material.picked
    latest = max((*(t.made_at for t in one.takes), *(v.made_at for v in one.versions)))
    wanted = desk.evidence.preferences
    cover, order = (wanted.ribbon.cover, wanted.ribbon.order) if wanted else ("", ())
    # what came after the last move stands before all that was moved, as on the ribbon
    place = -order.index(one.piece.id) if one.piece.id in order else 1
    return bool(picked), one.piece.id == cover, place, bool(one.versions), latest


def sessions(desk: Desk) -> Iterator[Line]:
    """Say how many sessions were planned (where somebody did) and held, and for about how long; then what the register has beside that."""
    evidence, me = desk.evidence, desk.evidence.pupil.id
    came = [s for s in evidence.sessions if s.held_for(me)]
    if came and desk.may("planned", "Sessions planned and held", "sessions"):
        hours = round(sum(s.planned_minutes for s in came) / 60) or 1
        long = "1 hour" if hours == 1 else f"{hours} hours"
        plan = f"{evidence.programme.planned} planned, " if evidence.programme.planned else ""
        words = f"{plan}{len(came)} held, about {long}"
        yield Line("planned", words, proofs=desk.shown_by(s.id for s in came))
    yield from lines.facts(desk, "participation")


def _talked(desk: Desk) -> tuple[Part, ...]:
    """The two measures the pupil talked about: what is counted beside what they said, never merged."""
    found: tuple[Part, ...] = ()
    for measure in desk.material.talked:
        sure = lines.sure(desk) if measure == "confidence" else ()
        said = (*lines.answers(desk, measure), *sure, *lines.facts(desk, measure, but=_SURE))
        found += part(f"Picked to talk about: {MEASURES[measure].lower()}", said, 3)
    return found


def _others(desk: Desk) -> Iterator[Line]:
    for measure in MEASURES:
        if measure not in desk.material.talked and measure != "participation":
            yield from lines.answers(desk, measure)
            yield from lines.facts(desk, measure, but=_TO_ITS_GOALS | _SURE)


# --- shorter ones -----------------------------------------------------------------------------------------------------
def _plan(desk: Desk) -> tuple[Sheet, ...]:
    """What a plan asks of whoever teaches: what was achieved, strengths, the pupil's voice, goals, what comes next."""
    strengths = (*lines.facts(desk, "leadership", "engagement"), *lines.helps(desk))
    parts = (
        *part("What was achieved", lines.facts(desk, "achievement", "motivation"), 6, more=False),
        *part("Strengths, and what helps", strengths, 6, more=False),
        *part("In the pupil's own words", lines.quotes(desk), 5, more=False),
        *part("Goals", lines.own_goals(desk, whole=True), 4, more=False),
        *part("Next steps", lines.next_steps(desk), 5, more=False),
        *part(ADULTS, lines.views(desk), 4, adults=True, more=False),
    )
    return (fitted(Sheet("", _lead(desk), parts), _PLAN_ROWS),)


def _note(desk: Desk) -> tuple[Sheet, ...]:
    """Half a page: when, one goal, two things done, one quote, what comes next."""
    parts = (
        *part("Done", lines.facts(desk, "achievement"), 2, more=False),
        *part("A goal", lines.own_goals(desk), 1, more=False),
        *part("In the pupil's own words", lines.quotes(desk), 1, more=False),
        *part("Next", lines.next_steps(desk), 2, more=False),
        *part(ADULTS, lines.views(desk), 1, adults=True, more=False),
    )
    return (Sheet("", _lead(desk), parts),)


def _lead(desk: Desk) -> str:
    """When it was, in one line; nothing where the pupil holds that back."""
    found = [one.words for one in sessions(desk) if one.key == "planned"]
    return f"Music sessions: {found[0]}." if found else ""


_KINDS = {"end": _end, "plan": _plan, "note": _note, "award": award}


def refusal(found: Report, changed: Mapping[str, bool]) -> str:
    """Say why these choices can't be, "" where they can: the end report has room for three pieces."""
    chosen = {c.key: c.chosen for c in found.choices if c.key.startswith("piece:")} | {
        key: on for key, on in changed.items() if key.startswith("piece:")
    }
    return REFUSED if found.kind == "end" and sum(chosen.values()) > PICKED else ""
