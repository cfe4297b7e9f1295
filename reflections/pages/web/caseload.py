"""The tutor's first page and five minutes for each pupil: what waits, what there is, and two questions to ask."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request, send_file

from reflections import prompts
from reflections.caseload import ANSWERS, LONGEST_TITLE, Facts, day_of, in_order, short, waits
from reflections.errors import NotFound
from reflections.five_minutes import five_minutes
from reflections.sentences import Spoken, day

if TYPE_CHECKING:
    from datetime import date

    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from reflections import records
    from reflections.journal import Journal
    from reflections.pages.web.site import Site

TAKES_TOGETHER = 9
_SOUNDS = ((b"OggS", "audio/ogg"), (b"RIFF", "audio/wav"), (b"fLaC", "audio/flac"))


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is read of one pupil for their five minutes."""

    facts: Facts
    evidence: records.Evidence
    unseen: records.Unseen
    since: date | None


@dataclass(frozen=True, slots=True)
class Together:
    """What is read of a group: what they were promised, and what they `played` together since the last review, (title, day)."""

    group: records.Group
    since: date | None
    due: records.ReviewDue
    steps: tuple[records.NextStep, ...]
    next_time: str
    played: tuple[tuple[str, date], ...]
    goals: tuple[str, ...]


def room(site: Site) -> Blueprint:
    """Give the pages of the caseload."""
    pages = Blueprint("caseload", __name__)

    @pages.get("/")
    def caseload() -> Response:
        everybody, unseen = site.ask(lambda journal: (journal.caseload(), journal.unseen()))
        today = site.now().date()
        found = in_order(waits(each, unseen, today) for each in everybody)
        return site.show(
            "web/caseload.html",
            site.say("web.caseload title"),
            waiting=[one for one in found if one.lines],
            quiet=[one for one in found if not one.lines],
            taken_back=unseen.taken_back,
            talk=[flag.raised_at.astimezone().date() for flag in unseen.flags if flag.pupil is None],
        )

    @pages.get("/pupil/<pupil>")
    def five(pupil: str) -> Response:
        read = site.ask(lambda journal: prepared(journal, pupil))
        found = five_minutes(read.evidence, read.since, Spoken(site.language))
        waiting = {one.of for one in read.unseen.items}
        return site.show(
            "web/five.html",
            site.say("tutor_web.five title"),
            whose=pupil,
            pupil=read.evidence.pupil,
            day=partial(day, language=site.language),
            spoken=read.evidence.preferences.language if read.evidence.preferences else site.language,
            found=replace(found, said=tuple(one for one in found.said if one.id not in waiting)),  # those stand first
            asked=lambda prompt: asked(prompt, read.evidence.pupil.register, site.language),
            asked_of=lambda item: _asked_of(site, item, read.evidence.pupil.register),
            items=read.unseen.items,
            steps=[one for one in read.facts.steps if one.done_on is None],
            owed=read.facts.due.unanswered,
            next_time=read.facts.next_time,
        )

    @pages.post("/pupil/<pupil>/seen")
    def seen(pupil: str) -> Answer:
        ids = frozenset(request.form.getlist("item"))

        def mark(journal: Journal) -> None:
            waiting = journal.unseen(pupil_id=pupil).items  # only what waits of this pupil, whatever was sent
            journal.seen([one.id for one in waiting if one.id in ids], journal.tutor)

        site.ask(mark)
        return redirect(f"/pupil/{pupil}", 303)

    @pages.get("/group/<group>")
    def together(group: str) -> Response:
        found = site.ask(lambda journal: gathered(journal, group))
        return site.show("web/group.html", site.say("tutor_web.group title"), found=found)

    @pages.post("/pupil/<pupil>/step")
    @pages.post("/group/<pupil>/step")
    def step(pupil: str) -> Answer:
        done = request.form.get("step", "")

        def take(journal: Journal) -> None:
            if done not in {one.id for one in journal.next_steps(pupil)}:
                raise NotFound(site.say("tutor_web.step gone"))
            journal.step_taken(done)

        site.ask(take)
        return redirect(request.path.removesuffix("/step"), 303)

    @pages.get("/pupil/<pupil>/said/<reflection>")
    def said(pupil: str, reflection: str) -> Response:
        found = site.ask(lambda journal: journal.reflection(reflection))
        if found.pupil != pupil or not found.sound:
            raise NotFound(site.say("tutor_web.voice gone"))
        sound = found.sound
        kind = next((kind for start, kind in _SOUNDS if sound.startswith(start)), "audio/mpeg")
        return send_file(io.BytesIO(sound), mimetype=kind, conditional=True)  # so that a player can go to a place in it

    return pages


def facts(journal: Journal, pupil: records.Pupil, next_time: str) -> Facts:
    """Read what may wait of one pupil; quick, so that a lesson is never held up."""
    return Facts(
        whose=pupil,
        status=journal.programme(pupil.id).status,
        due=journal.review_due(pupil.id),
        steps=journal.next_steps(pupil.id),
        next_time=next_time,
    )


def gathered(journal: Journal, group: str) -> Together:
    """Read what a group's page shows; NotFound with a sentence where it is gone. Nothing is in it that one of them said."""
    found, due = journal.group(group), journal.review_due(group)
    held = [one.held_on for one in journal.reviews(group) if one.held_on is not None]
    takes = journal.latest_together(group, TAKES_TOGETHER)
    new = [take for take in takes if not held or day_of(take) > held[-1]]
    titles = {piece: journal.piece(piece).title for piece in {take.piece for take in new}}
    return Together(
        group=found,
        since=held[-1] if held else None,
        due=due,
        steps=tuple(one for one in journal.next_steps(group) if one.done_on is None),
        next_time=journal.last_next_time(group),
        played=tuple((short(titles[take.piece], LONGEST_TITLE), day_of(take)) for take in new),
        goals=tuple(one.words for one in journal.goals(group) if one.state == "active"),
    )


def prepared(journal: Journal, pupil: str) -> Prepared:
    """Read all that the five minutes show; NotFound with a sentence where the pupil is gone."""
    who = journal.pupil(pupil)
    held = [one.held_on for one in journal.reviews(pupil) if one.held_on is not None]
    return Prepared(
        facts=facts(journal, who, journal.last_next_times().get(pupil, "")),
        evidence=journal.evidence(pupil, drawn=False),
        unseen=journal.unseen(pupil_id=pupil),
        since=held[-1] if held else None,
    )


def _asked_of(site: Site, item: records.SeenItem, register: str) -> str:
    """Return the question that something which waits is an answer to, or where it was put."""
    prompt = item.prompt or ANSWERS.get((item.entity, item.field), "")
    try:
        return asked(prompt, register, site.language) or site.say(f"tutor.said in {item.entity} {item.field}")
    except KeyError:
        return ""


def asked(prompt: str, register: str, language: str) -> str:
    """Return the question that was asked, "" where it is none of the fixed ones."""
    try:
        return prompts.words(prompt, register, language) if prompt else ""
    except KeyError:
        return ""
