"""The reports about one pupil: for the end of a programme, a personal education plan, an award's folder, a school. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reflections.pages.words import chosen
from reflections.records import MEASURES, PICKED
from reflections.reports import lines
from reflections.reports.award import award
from reflections.reports.fitting import SHEET_ROWS, fitted
from reflections.reports.material import Desk, part, short
from reflections.reports.parts import Line, Part, Proof, Report, Sheet
from reflections.sentences import ENGLISH, Spoken, tongue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from reflections.records import PieceEvidence, ReportDraft
    from reflections.reports.material import Material

_PLAN_ROWS = (
    2 * SHEET_ROWS - 10
)  # a plan is two sheets at most; parts that stay whole leave some room at the end of one
_LONGER = 6  # rows that the same takes up in other languages: titles and what stands beneath run into one more
_CAN_DO = frozenset({"finished", "reached"})  # how sure, and what was not alike, is nothing that somebody can do
_SURE = frozenset({"sure"})  # it stands once, a line for each task
_TO_ITS_GOALS = frozenset({"future", "step", "reached"})  # they have a place of their own


def report(kind: str, material: Material, draft: ReportDraft, language: str = ENGLISH) -> Report:
    """Write the report of one of records.REPORTS, as the pupil's choices let it stand; our sentences are in `language`."""
    desk = Desk(material, draft, tongue(language, "report"))
    sheets = _KINDS[kind](desk)
    evidence = material.evidence
    days = [s.held_on for s in evidence.sessions if s.held_for(evidence.pupil.id)]
    sheets, proofs = _numbered(sheets, desk)
    return Report(
        kind=kind,
        title=desk.spoken.say(f"reports.{kind}"),
        alias=evidence.pupil.shown,
        language=evidence.preferences.language if evidence.preferences else "en",
        first=min(days, default=None),
        latest=max(days, default=None),
        sheets=sheets,
        proofs=proofs,
        limits=desk.say("limits"),
        choices=tuple(desk.choices),
        places=tuple(desk.places),
        spoken=desk.spoken.language,
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
    say = desk.say
    mine = part(say("pieces"), pieces(desk), PICKED, wide=True)
    there = {one.said for each in mine for one in each.lines}
    mine += (
        *part(say("my words"), (one for one in lines.quotes(desk) if one.words not in there), 4),
        *part(say("can do"), can, 6),
        *part(say("how sure"), sure, 6),
        *part(say("wants"), lines.wants(desk), 4),
        *part(say("helps"), lines.helps(desk), 4),
        *part(say("who helps"), (one for one in lines.next_steps(desk) if one.about), 3),
    )
    theirs = (
        *part(say("goals"), lines.own_goals(desk), 4, wide=True),
        *_talked(desk),
        *part(say("also"), (one for one in _others(desk) if one not in can[:6]), 8),
        *part(say("said and did"), lines.we_did(desk), 3),
        *part(say("adults"), lines.views(desk), 4, adults=True),
    )
    theirs = (*part(say("sessions"), sessions(desk), 6, wide=True), *theirs)
    return (fitted(Sheet(say("sheet pupil"), "", mine)), fitted(Sheet(say("sheet adults"), "", theirs)))


def pieces(desk: Desk) -> Iterator[Line]:
    """Name the pieces the pupil chose, three at most: those picked for a review first, then the cover, then as they arranged them.

    Where nothing was arranged it is the latest finished, then the latest played.
    """
    kept = [one for one in desk.evidence.pieces if one.piece.pupil and not one.piece.hidden and lines.has_music(one)]
    for n, one in enumerate(sorted(kept, key=lambda p: _rank(desk, p), reverse=True)):
        title, ids = one.piece.title, [t.id for t in one.takes] + [v.id for v in one.versions]
        if desk.may(f"piece:{one.piece.id}", title, desk.say("offer piece"), usual=n < PICKED):
            said = lines.quote_of(desk, one)
            about = ". ".join(filter(None, (chosen(one.piece.chosen_by, desk.spoken), lines.when(desk, one))))
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
    if came and desk.may("planned", desk.say("offer all sessions"), desk.say("offer sessions")):
        hours = round(sum(s.planned_minutes for s in came) / 60) or 1
        told = {"held": len(came), "hours": desk.spoken.counted("report.hours", hours)}
        planned = evidence.programme.planned
        words = desk.say("planned and held", planned=planned, **told) if planned else desk.say("held", **told)
        yield Line("planned", words, proofs=desk.shown_by(s.id for s in came))
    yield from lines.facts(desk, "participation")


def _talked(desk: Desk) -> tuple[Part, ...]:
    """The two measures the pupil talked about: what is counted beside what they said, never merged."""
    found: tuple[Part, ...] = ()
    for measure in desk.material.talked:
        sure = lines.sure(desk) if measure == "confidence" else ()
        said = (*lines.answers(desk, measure), *sure, *lines.facts(desk, measure, but=_SURE))
        found += part(desk.say("talked about", measure=desk.say(f"measure {measure}").lower()), said, 3)
    return found


def _others(desk: Desk) -> Iterator[Line]:
    for measure in MEASURES:
        if measure not in desk.material.talked and measure != "participation":
            yield from lines.answers(desk, measure)
            yield from lines.facts(desk, measure, but=_TO_ITS_GOALS | _SURE)


# --- shorter ones -----------------------------------------------------------------------------------------------------
def _plan(desk: Desk) -> tuple[Sheet, ...]:
    """What a plan asks of whoever teaches: what was achieved, strengths, the pupil's voice, goals, what comes next."""
    say = desk.say
    strengths = (*lines.facts(desk, "leadership", "engagement"), *lines.helps(desk))
    parts = (
        *part(say("achieved"), lines.facts(desk, "achievement", "motivation"), 6, more=False),
        *part(say("strengths"), strengths, 6, more=False),
        *part(say("pupil's words"), lines.quotes(desk), 5, more=False),
        *part(say("goals"), lines.own_goals(desk, whole=True), 4, more=False),
        *part(say("next steps"), lines.next_steps(desk), 5, more=False),
        *part(say("adults"), lines.views(desk), 4, adults=True, more=False),
    )
    rows = _PLAN_ROWS - (0 if desk.spoken.language == ENGLISH else _LONGER)
    return (fitted(Sheet("", _lead(desk), parts), rows),)


def _note(desk: Desk) -> tuple[Sheet, ...]:
    """Half a page: when, one goal, two things done, one quote, what comes next."""
    say = desk.say
    parts = (
        *part(say("done"), lines.facts(desk, "achievement"), 2, more=False),
        *part(say("a goal"), lines.own_goals(desk), 1, more=False),
        *part(say("pupil's words"), lines.quotes(desk), 1, more=False),
        *part(say("next"), lines.next_steps(desk), 2, more=False),
        *part(say("adults"), lines.views(desk), 1, adults=True, more=False),
    )
    return (Sheet("", _lead(desk), parts),)


def _lead(desk: Desk) -> str:
    """When it was, in one line; nothing where the pupil holds that back."""
    found = [one.words for one in sessions(desk) if one.key == "planned"]
    return desk.say("music sessions", how=found[0]) if found else ""


_KINDS = {"end": _end, "plan": _plan, "note": _note, "award": award}


def refusal(found: Report, changed: Mapping[str, bool]) -> str:
    """Say why these choices can't be, "" where they can: the end report has room for three pieces."""
    taken = {c.key: c.chosen for c in found.choices if c.key.startswith("piece:")} | {
        key: on for key, on in changed.items() if key.startswith("piece:")
    }
    full = found.kind == "end" and sum(taken.values()) > PICKED
    return Spoken(found.spoken).say("report.full") if full else ""
