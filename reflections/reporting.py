"""The journal's room for reports: what the pupil lets into each, when they saw it and said yes, and that it left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from reflections import records, reports
from reflections.arranging import as_shown
from reflections.counting import measures_of
from reflections.door import Door, add, note, the
from reflections.errors import NotAllowed
from reflections.evidence import everything
from reflections.making import pieces_of, version_records
from reflections.naming import Marked, Where, marked_in
from reflections.people import all_pupils, programme_row
from reflections.planning import next_step_records
from reflections.reviewing import asked_for, review_records
from reflections.seeing import refuse_unheard
from reflections.sentences import ENGLISH
from reflections.tables import EvidenceTag, Piece, Pupil, Reflection, ShareEvent, Take, Version
from reflections.tables import Report as Row
from reflections.taking import take_records
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from sqlalchemy import orm

    from reflections.reports.parts import Report

_ROLE = 80
_COUNTED = ("fact", "answer", "planned", "piece")  # words of ours, and titles: their capitals are nobody's name
_PUT = ((Take, EvidenceTag.take_id), (Version, EvidenceTag.version_id), (Reflection, EvidenceTag.reflection_id))
_MOST_HEARD = 12  # pieces of music on one page
_CHANGED = "This report has changed since the pupil said yes. Show it again, then it can go."
_UNSEEN = "The pupil has not said yes to this report yet. Show it first, then it can go."


class Reporting(Door):
    """Calls about reports. One is a draft until the pupil has seen it and said yes to just that; then it can leave.

    `language` is that of our sentences in it, the laptop's: in another language it is another text, and needs a yes of its own.
    """

    def report(self, pupil_id: str, kind: str, language: str = ENGLISH) -> Report:
        """Write the report of one of records.REPORTS as it stands now; nothing of it has left by that."""
        one_of(kind, records.REPORTS, "A report")
        with self._reading() as session:
            return self._written(session, pupil_id, kind, language)

    def report_draft(self, pupil_id: str, kind: str) -> records.ReportDraft:
        """Say where it stands: the pupil's choices, when they saw it, their yes."""
        one_of(kind, records.REPORTS, "A report")
        with self._reading() as session:
            return _draft(the(session, Pupil, pupil_id).id, kind, _row(session, pupil_id, kind))

    def choose_for_report(self, pupil_id: str, kind: str, key: str, on: bool, language: str = ENGLISH) -> Report:
        """Let one thing into a report or hold it back; a yes that was given to it as it was is over.

        NotAllowed for what isn't offered, and for a fourth piece on the sheet that has room for three.
        """
        one_of(kind, records.REPORTS, "A report")
        with self._writing() as session:
            material, draft = self._material(session, pupil_id), _draft(pupil_id, kind, _row(session, pupil_id, kind))
            now = reports.report(kind, material, draft, language)
            if key not in {one.key for one in now.choices}:
                message = "That is not among what this report can hold."
                raise NotAllowed(message)
            if refusal := reports.refusal(now, {key: on}):
                raise NotAllowed(refusal)
            row = self._the_row(session, pupil_id, kind)
            row.choices = {**row.choices, key: on}
            row.mark, row.yes_at = "", None
            return reports.report(kind, material, _draft(pupil_id, kind, row), language)

    def put_in_award(self, pupil_id: str, item: str, part: str, *, by: str = "", language: str = ENGLISH) -> Report:
        """Put a take, version or reflection in another part (records.AWARD_PARTS) of the folder for an award; return that.

        A row of its own for each: two laptops that put different things both keep theirs, and of one thing the later stands.
        NotAllowed for what does not stand in the folder.
        """
        into, moment = one_of(part, records.AWARD_PARTS, "A part of the folder"), self._moment()[0]
        whose = one_of(by, ("", *records.MARKED_BY), "Whose tap it was")
        with self._writing() as session:
            if item not in {place.of for place in self._written(session, pupil_id, "award", language).places}:
                message = "That does not stand in this folder."
                raise NotAllowed(message)
            column = next(one for kind, one in _PUT if session.get(kind, item) is not None)
            for before in session.scalars(
                select(EvidenceTag).where(column == item, EvidenceTag.award_part != "")
            ).all():
                session.delete(before)
            add(session, EvidenceTag(**{column.key: item}, award_part=into, by=whose, made_at=moment))
            session.flush()
            return self._written(session, pupil_id, "award", language)

    def report_seen(
        self, pupil_id: str, kind: str, mark: str, *, yes: bool, language: str = ENGLISH
    ) -> records.ReportDraft:
        """Keep that the pupil saw the report of this mark, and whether they said yes to it; a later no is as good.

        NotAllowed where it has changed meanwhile: then it is another one that they saw.
        """
        moment, _ = self._moment()
        with self._writing() as session:
            one_of(kind, records.REPORTS, "A report")
            if yes and self._written(session, pupil_id, kind, language).mark != mark:
                message = "This report has changed meanwhile. Look at it once more."
                raise NotAllowed(message)
            row = self._the_row(session, pupil_id, kind)
            row.saw_at = moment
            row.mark, row.yes_at = (mark, moment) if yes else ("", None)
            note(session, moment, "report: yes" if yes else "report: not now", pupil_id, actor="pupil", purpose=kind)
            return _draft(pupil_id, kind, row)

    def report_to_leave(self, pupil_id: str, kind: str, language: str = ENGLISH) -> Report:
        """Return the report that may be given out.

        NotAllowed before the pupil said yes to it as it is; Unheard while an adult has words of theirs to see.
        """
        with self._reading() as session:
            return self._may_leave(session, pupil_id, kind, language)

    def report_leaves(self, pupil_id: str, kind: str, to_whom: str, language: str = ENGLISH) -> Report:
        """Return the report as `report_to_leave` does, and keep that it was given to a role."""
        moment, _ = self._moment()
        role = clean(to_whom, most=_ROLE, what="whom it is for", needed=True)
        with self._writing() as session:
            now = self._may_leave(session, pupil_id, kind, language)
            share = ShareEvent(pupil_id=pupil_id, what="a report", to_whom=role, basis="pupil yes", pupil_saw_it=True)
            share.at = moment
            add(session, share)
            note(session, moment, "report left", pupil_id, purpose=kind)
            return now

    def report_music(self, pupil_id: str, report: Report) -> tuple[records.Take | records.Version, ...]:
        """Return what is played from a report, with its music, as much as one page holds; of a take nobody else's part."""
        with self._reading() as session:
            found: list[records.Take | records.Version] = []
            for each in report.heard[:_MOST_HEARD]:
                take, version = session.get(Take, each), session.get(Version, each)
                if take is not None:
                    (one,) = take_records(session, [take], with_midi=True)
                    own = tuple(p for p in one.parts if p.pupil == pupil_id or p.player in {"app", "tutor"})
                    found.append(replace(one, parts=own))
                elif version is not None:
                    found += version_records(session, [version], with_content=True)
            return tuple(found)

    def figures_leave(self, to_whom: str) -> None:
        """Keep that the summary for a funder left: it names nobody, so that is all there is to keep."""
        moment, _ = self._moment()
        role = clean(to_whom, most=_ROLE, what="whom it is for", needed=True)
        with self._writing() as session:
            note(session, moment, "figures left", None, purpose=role)

    def marked_in_report(self, pupil_id: str, report: Report) -> tuple[Marked, ...]:
        """Find in a report what looks like the name of somebody or of a school, for an adult to look at."""
        with self._reading() as session:
            others = [one.alias for one in all_pupils(session) if one.id != pupil_id]
            known = [report.alias, *session.scalars(select(Piece.title).where(Piece.id.in_(pieces_of(pupil_id))))]
        texts = [
            (Where("", part.title), line) for sheet in report.sheets for part in sheet.parts for line in part.lines
        ]
        written = [(where, one.words, one.key.partition(":")[0] not in _COUNTED) for where, one in texts]
        said = written + [(where, one.said, True) for where, one in texts if one.said]
        said += [(where, words, False) for where, one in texts for words in (one.about, one.by) if words]
        said += [(Where("proof"), proof.quote, True) for proof in report.proofs if proof.quote]
        # alike where it reads alike: a step is looked at once, though who helps is in its words too
        found = {(one.words.casefold(), one.why, one.where): one for one in reversed(marked_in(said, others, known))}
        return tuple(reversed(found.values()))

    def _may_leave(self, session: orm.Session, pupil_id: str, kind: str, language: str) -> Report:
        refuse_unheard(session, pupil_id)
        row = _row(session, pupil_id, one_of(kind, records.REPORTS, "A report"))
        if row is None or row.yes_at is None:
            raise NotAllowed(_UNSEEN)
        now = self._written(session, pupil_id, kind, language)
        if now.mark != row.mark:
            raise NotAllowed(_CHANGED)
        return now

    def _written(self, session: orm.Session, pupil_id: str, kind: str, language: str) -> Report:
        draft = _draft(pupil_id, kind, _row(session, pupil_id, kind))
        return reports.report(kind, self._material(session, pupil_id), draft, language)

    def _material(self, session: orm.Session, pupil_id: str) -> reports.Material:
        """Gather what reports are made of; what was put aside, taken back or is not shown is in none of it."""
        programme, evidence = programme_row(session, pupil_id), as_shown(everything(session, pupil_id, drawn=False))
        reviews = review_records(session, pupil_id)
        return reports.Material(
            evidence=evidence,
            measures=measures_of(session, pupil_id, self._now().date(), evidence=evidence),
            next_steps=next_step_records(session, programme.id),
            we_dids=asked_for(session, programme.id),
            talked=next((one.measures for one in reversed(reviews) if one.measures), ()),
            picked=frozenset(each for one in reviews[-1:] for each in one.picked),
            held_back=frozenset(each for one in reviews for each in one.held_back),
            award=_award(session),
        )

    def _the_row(self, session: orm.Session, pupil_id: str, kind: str) -> Row:
        return _row(session, pupil_id, kind) or add(
            session, Row(pupil_id=the(session, Pupil, pupil_id).id, kind=kind, choices={}, mark="")
        )


def _award(session: orm.Session) -> tuple[tuple[str, str], ...]:
    """Return what was put in which part of a folder, the latest last; whoever asks has only rows of their own."""
    parted = EvidenceTag.award_part.in_(records.AWARD_PARTS)
    query = select(EvidenceTag).where(parted).order_by(EvidenceTag.made_at, EvidenceTag.id)
    rows = session.scalars(query)
    return tuple((row.take_id or row.version_id or row.reflection_id or "", row.award_part) for row in rows)


def _row(session: orm.Session, pupil_id: str, kind: str) -> Row | None:
    query = select(Row).where(Row.pupil_id == pupil_id, Row.kind == kind).order_by(Row.id)
    return session.scalars(query).first()


def _draft(pupil_id: str, kind: str, row: Row | None) -> records.ReportDraft:
    if row is None:
        return records.ReportDraft(pupil_id, kind)
    return records.ReportDraft(pupil_id, kind, dict(row.choices), row.saw_at, row.yes_at, row.mark)
