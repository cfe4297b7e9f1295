"""The reports about one pupil: for the end of a programme, a personal education plan, an award's folder, a school. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reflections.pages.charts import day
from reflections.pages.words import CHOSEN
from reflections.records import PICKED, local
from reflections.reports import lines
from reflections.reports.fitting import fitted
from reflections.reports.material import Desk, part, short
from reflections.reports.parts import Line, Part, Proof, Report, Sheet
from reflections.reports.words import ADULTS, LIMITS, MEASURES, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from reflections.records import PieceEvidence, ReportDraft
    from reflections.reports.material import Material

REFUSED = "Three pieces have room. Take one out first."
_CAN_DO = frozenset({"finished", "reached", "sure", "then"})
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
    can = tuple(lines.facts(desk, "achievement", "confidence", only=_CAN_DO))
    mine = part("My pieces", pieces(desk), PICKED, wide=True)
    there = {one.said for each in mine for one in each.lines}
    mine += (
        *part("In my words", (one for one in lines.quotes(desk) if one.words not in there), 4),
        *part("What I can do now", can, 6),
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
    """Name the pieces the pupil chose, three at most: those picked for a review first, then the latest finished or played."""
    kept = [one for one in desk.evidence.pieces if one.piece.pupil and not one.piece.hidden and _music(one)]
    for n, one in enumerate(sorted(kept, key=lambda p: _rank(desk, p), reverse=True)):
        title, ids = one.piece.title, [t.id for t in one.takes] + [v.id for v in one.versions]
        if desk.may(f"piece:{one.piece.id}", title, "piece", usual=n < PICKED):
            said = lines.quote_of(desk, one)
            about = ". ".join(filter(None, (CHOSEN.get(one.piece.chosen_by, ""), _when(one))))
            words, proofs = short(title, lines.TITLE), desk.shown_by(ids)
            yield Line(f"piece:{one.piece.id}", words, f"{about}.", proofs=proofs, said=short(said, 110))


def _music(one: PieceEvidence) -> bool:
    return bool(one.takes or one.versions)


def _rank(desk: Desk, one: PieceEvidence) -> tuple[bool, bool, datetime]:
    picked = {one.piece.id, *(t.id for t in one.takes), *(v.id for v in one.versions)} & desk.material.picked
    latest = max((*(t.made_at for t in one.takes), *(v.made_at for v in one.versions)))
    return bool(picked), bool(one.versions), latest


def _when(one: PieceEvidence) -> str:
    made = [(t.made_at, t.zone) for t in one.takes] + [(v.made_at, v.zone) for v in one.versions]
    days = sorted({local(at, zone).date() for at, zone in made})
    return day(days[0]) if len(days) == 1 else f"{day(days[0])} to {day(days[-1])}"


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
        said = (*lines.answers(desk, measure), *lines.facts(desk, measure))
        found += part(f"Picked to talk about: {MEASURES[measure].lower()}", said, 3)
    return found


def _others(desk: Desk) -> Iterator[Line]:
    for measure in MEASURES:
        if measure not in desk.material.talked and measure != "participation":
            yield from lines.answers(desk, measure)
            yield from lines.facts(desk, measure, but=_TO_ITS_GOALS)


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
    return (Sheet("", _lead(desk), parts),)


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


# --- the folder for an award ------------------------------------------------------------------------------------------
def _award(desk: Desk) -> tuple[Sheet, ...]:
    """Evidence sorted by what such awards ask for, in our words: made, found out, moved by, passed on."""
    parts = (
        _shelf("1. What I made and played", (*_made(desk), *lines.facts(desk, "achievement", only=_CAN_DO))),
        _shelf("2. What I found out and thought of it", (*lines.quotes(desk), *lines.helps(desk))),
        _shelf("3. Music and people that move me", _likes(desk)),
        _shelf("4. What I led, showed and passed on", lines.facts(desk, "leadership")),
        *part("What comes next", (*lines.wants(desk), *lines.next_steps(desk)), 8),
        *part(ADULTS, lines.views(desk), 6, adults=True),
    )
    return (Sheet("", "Sorted by what was done. The award's own forms and words are the adviser's.", parts),)


def _shelf(title: str, found: Iterable[Line]) -> Part:
    """One part of the folder; an empty one says so, since something may still be kept for it."""
    return next(iter(part(title, found, 24)), Part(title, ()))


def _made(desk: Desk) -> Iterator[Line]:
    for one in desk.evidence.pieces:
        if one.piece.pupil and not one.piece.hidden and _music(one):
            ids = [t.id for t in one.takes] + [v.id for v in one.versions]
            if desk.may(f"piece:{one.piece.id}", one.piece.title, "piece"):
                about = ". ".join(filter(None, (CHOSEN.get(one.piece.chosen_by, ""), _when(one))))
                title = short(one.piece.title, lines.TITLE)
                yield Line(f"piece:{one.piece.id}", title, f"{about}.", proofs=desk.shown_by(ids))


def _likes(desk: Desk) -> Iterator[Line]:
    for one in desk.evidence.interests:
        key, why = f"like:{one.id}", one.why
        if desk.may(key, f"{one.what}: {why}" if why else one.what, "music you like", usual=False, asked=True):
            proofs = desk.shown_by([one.id])
            yield Line(key, short(one.what, lines.TITLE), proofs=proofs, said=short(why, lines.WORDS))


_KINDS = {"end": _end, "plan": _plan, "note": _note, "award": _award}


def refusal(found: Report, changed: Mapping[str, bool]) -> str:
    """Say why these choices can't be, "" where they can: the end report has room for three pieces."""
    chosen = {c.key: c.chosen for c in found.choices if c.key.startswith("piece:")} | {
        key: on for key, on in changed.items() if key.startswith("piece:")
    }
    return REFUSED if found.kind == "end" and sum(chosen.values()) > PICKED else ""
