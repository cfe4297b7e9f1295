"""The journal's room for a programme as a whole: the plan, what each side said, next steps, gaps, endings."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from reflections import records
from reflections.door import Door, add, note, shown_tags, the, to_be_seen
from reflections.errors import NotAllowed
from reflections.grouping import groups_in, leave
from reflections.making import piece_records, pieces_together
from reflections.meeting import session_records
from reflections.people import fitting, preferences_of, programme_record, programme_row
from reflections.saying import reflection_records
from reflections.tables import BriefLine, Ending, EvidenceTag, NextStep, Plan, Programme, Pupil, Take, Version
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

GAP_DAYS = 21  # weekly lessons: two missed are a week off sick, three are a time away
_LINE, _STEP, _ROLE = 280, 280, 80
_BECOMES = ("helps", "avoid")
_OVER = ("ended", "moved")


class Planning(Door):
    """Calls about the plan of one pupil, or of a group: `whose` is the id of either."""

    def plan(self, whose: str) -> records.PlanCard:
        """Return the plan card of their programme; its lines are "" until they are written."""
        with self._reading() as session:
            programme = programme_row(session, whose)
            row = _plan_row(session, programme.id)
            return _plan(row) if row else records.PlanCard(programme.id)

    def set_plan(
        self,
        whose: str,
        *,
        pupil_line: str | None = None,
        school_line: str | None = None,
        home_line: str | None = None,
        tutor_line: str | None = None,
        seen_by: str = "",
    ) -> records.PlanCard:
        """Write lines of the plan (None leaves one as it was); NotAllowed while the pupil's or the group's own is missing.

        `seen_by` names the adult who wrote the pupil's own line down as they said it.
        """
        moment, _ = self._moment()
        given = {"pupil_line": pupil_line, "school_line": school_line, "home_line": home_line, "tutor_line": tutor_line}
        lines = {k: clean(v, most=_LINE, what="each line") for k, v in given.items() if v is not None}
        with self._writing() as session:
            programme = programme_row(session, whose)
            row = _plan_row(session, programme.id) or Plan(programme_id=programme.id, pupil_line="")
            if not lines.get("pupil_line", row.pupil_line):
                message = "The pupil's line comes first. Ask what they want from this, and write it as they say it."
                raise NotAllowed(message)
            own = row.pupil_line
            for name, words in lines.items():
                setattr(row, name, words)
            add(session, row)
            if row.pupil_line != own and programme.pupil_id is not None:  # a group's is written down with them there
                to_be_seen(session, row, "pupil_line", pupil=programme.pupil_id, at=moment, seen_by=seen_by)
            return _plan(row)

    # -- what each side said ------------------------------------------------------------------------------------------
    def brief(self, whose: str) -> tuple[records.BriefLine, ...]:
        """Return what each side said the tutor should know, oldest first; lines past their day are marked expired."""
        with self._reading() as session:
            return brief_records(session, programme_row(session, whose).id, self._now().date())

    def add_brief(
        self,
        whose: str,
        side: str,
        kind: str,
        words: str,
        by_role: str = "",
        *,
        expires: date | None = None,
        ask_first: bool = False,
        seen_by: str = "",
    ) -> records.BriefLine:
        """Keep a line of the brief, at most 140 words; `ask_first` says to ask before anyone else hears of it.

        `seen_by` names the adult who wrote a pupil's own line down as they said it.
        """
        moment, _ = self._moment()
        said = clean(words, most=1200, what="the line", needed=True, lines=True)
        if len(said.split()) > records.BRIEF_WORDS:
            message = f"Please keep a line to {records.BRIEF_WORDS} words. It has {len(said.split())}."
            raise NotAllowed(message)
        today = self._now().date()
        row = BriefLine(
            side=one_of(side, records.SIDES, "A side"),
            kind=one_of(kind, records.BRIEF_KINDS, "A line"),
            words=said,
            by_role=clean(by_role, most=_ROLE, what="who said it"),
            said_on=today,
            expires=expires,
            ask_first=ask_first,
        )
        with self._writing() as session:
            programme = programme_row(session, whose)
            row.programme_id = programme.id
            add(session, row)
            if side == "pupil" and programme.pupil_id is not None:
                to_be_seen(session, row, "words", pupil=programme.pupil_id, at=moment, seen_by=seen_by)
            return _brief(row, today)

    def drop_brief(self, line_id: str) -> None:
        """Let a line go; a setting it became stays."""
        with self._writing() as session:
            for tag in session.scalars(select(EvidenceTag).where(EvidenceTag.brief_line_id == line_id)):
                session.delete(tag)
            session.flush()
            session.delete(the(session, BriefLine, line_id))

    def apply_brief(self, line_id: str, setting: str, value: Any) -> records.Preferences:
        """Turn what helps, or what to avoid, into one of the pupil's own settings (a field of Preferences)."""
        with self._writing() as session:
            row = the(session, BriefLine, line_id)
            if row.kind not in _BECOMES or setting not in records.Preferences.__slots__:
                message = "Only what helps, or what to avoid, becomes a setting of the pupil's."
                raise NotAllowed(message)
            pupil = _pupil_of(session, row.programme_id)
            wanted = replace(preferences_of(session, pupil.id), **{setting: value})
            pupil.preferences = fitting(wanted)
            row.became = setting
            return wanted

    def missing_sides(self, whose: str) -> tuple[str, ...]:
        """Name the sides nobody has heard from yet."""
        heard = {line.side for line in self.brief(whose)}
        return tuple(side for side in records.SIDES if side not in heard)

    def targets(self, pupil_id: str) -> tuple[records.Target, ...]:
        """Return each side's targets beside what shows them and the pupil's own words there."""
        with self._reading() as session:
            lines = brief_records(session, programme_row(session, pupil_id).id, self._now().date())
            said = {one.id: one for one in reflection_records(session, pupil_id)}
            return tuple(_target(session, line, said) for line in lines if line.kind == "target")

    # -- next steps ---------------------------------------------------------------------------------------------------
    def add_next_step(
        self, whose: str, what: str, who_helps: str = "", by_when: date | None = None
    ) -> records.NextStep:
        """Keep what comes next, who helps and by when."""
        row = NextStep(
            what=clean(what, most=_STEP, what="the next step", needed=True),
            who_helps=clean(who_helps, most=_ROLE, what="who helps"),
            by_when=by_when,
        )
        with self._writing() as session:
            row.programme_id = programme_row(session, whose).id
            return next_step_record(add(session, row))

    def next_steps(self, whose: str) -> tuple[records.NextStep, ...]:
        """Return the next steps, oldest first, those taken too."""
        with self._reading() as session:
            return next_step_records(session, programme_row(session, whose).id)

    def step_taken(self, step_id: str, taken: bool = True) -> records.NextStep:
        """Say that a next step was taken, or not after all."""
        today = self._now().date()
        with self._writing() as session:
            row = the(session, NextStep, step_id)
            row.done_on = (row.done_on or today) if taken else None
            return next_step_record(row)

    # -- away, and the end --------------------------------------------------------------------------------------------
    def gaps(self, whose: str) -> tuple[records.Gap, ...]:
        """Return the times of three weeks and more without a lesson they came to; the last may still go on."""
        today = self._now().date()
        with self._reading() as session:
            running = programme_row(session, whose).status in {"draft", "active"}
            return gaps_between(session_records(session, whose), whose, today if running else None)

    def half_done(self, whose: str) -> tuple[records.Piece, ...]:
        """Return the pieces that were played and never finished ("I'm done" makes a version), newest first: for E1.

        Of a group, those that were played in its sessions.
        """
        with self._reading() as session:
            together = programme_row(session, whose).pupil_id is None
            found = pieces_together(session, whose) if together else piece_records(session, whose)
            ids = [piece.id for piece in found]  # nobody else's are read, however many there are
            played, done = (
                set(session.scalars(select(kind.piece_id).where(kind.piece_id.in_(ids), kind.removed_at.is_(None))))
                for kind in (Take, Version)
            )
            return tuple(piece for piece in found if piece.id in played - done and (together or piece.pupil == whose))

    def end_programme(
        self, whose: str, kind: str, *, handed_to: str = "", give_to: str = "", seen_by: str = ""
    ) -> records.Ending:
        """End a programme: planned, unplanned, or moved on without goodbye, then the pack is handed to a named role.

        `give_to` is what the pupil said to "Who should we give it to?", and `seen_by` the adult who wrote it down. A pupil
        who has moved on is in no group any more; those go on for the others. NotAllowed when it has ended already.
        """
        moment, _ = self._moment()
        to_role = clean(handed_to, most=_ROLE, what="who gets the pack", needed=kind == "moved")
        row = Ending(
            kind=one_of(kind, records.ENDINGS, "An ending"),
            ended_on=self._now().date(),
            handed_to=to_role,
            give_to=clean(give_to, most=_LINE, what="who gets it"),
        )
        with self._writing() as session:
            programme = programme_row(session, whose)
            if programme.status in _OVER:
                message = "This programme has ended already."
                raise NotAllowed(message)
            programme.status = "moved" if kind == "moved" else "ended"
            row.programme_id = programme.id
            add(session, row)
            if programme.pupil_id is not None:
                to_be_seen(session, row, "give_to", pupil=programme.pupil_id, at=moment, seen_by=seen_by)
                for group in groups_in(session, programme.pupil_id) if kind == "moved" else ():
                    leave(session, group.id, programme.pupil_id, row.ended_on, kind, to_role)
            note(session, moment, "programme ended", programme.id, purpose=kind)
            return _ending(row)

    def reopen(self, whose: str) -> records.Programme:
        """Go on with a programme that had ended, with this tutor or the next."""
        with self._writing() as session:
            programme = programme_row(session, whose)
            if programme.status not in _OVER:
                message = "This programme has not ended."
                raise NotAllowed(message)
            programme.status, programme.keep_until = "active", None
            query = select(Ending).where(Ending.programme_id == programme.id, Ending.reopened_on.is_(None))
            for row in session.scalars(query):
                row.reopened_on = self._now().date()
            session.flush()
            return programme_record(session, whose)

    def keep_until(self, whose: str, until: date | None) -> records.Programme:
        """Say until when what is kept of an ended programme stays (None: no day); nothing goes by itself on that day."""
        if until is not None and until <= self._now().date():
            message = "Please give a day that is still to come. To let go now, erase it."
            raise NotAllowed(message)
        with self._writing() as session:
            programme_row(session, whose).keep_until = until
            session.flush()
            return programme_record(session, whose)

    def kept_long_enough(self) -> tuple[tuple[str, date], ...]:
        """Return the pupils (ids) whose day has come, with that day: somebody decides. A hold comes before it."""
        query = (
            select(Programme.pupil_id, Programme.keep_until)
            .join(Pupil, Pupil.id == Programme.pupil_id)
            .where(Programme.keep_until <= self._now().date(), Programme.status.in_(_OVER), ~Pupil.hold)
        )
        with self._reading() as session:
            rows = session.execute(query.order_by(Programme.keep_until))
            return tuple((pupil, until) for pupil, until in rows if pupil is not None and until is not None)

    def endings(self, whose: str) -> tuple[records.Ending, ...]:
        """Return how their programmes ended, oldest first; one that went on says when."""
        query = select(Ending).join(Programme, Programme.id == Ending.programme_id)
        with self._reading() as session:
            theirs = or_(Programme.pupil_id == whose, Programme.id == whose)
            rows = session.scalars(query.where(theirs).order_by(Ending.id))
            return tuple(_ending(row) for row in rows)


def brief_records(session: Session, programme_id: str, today: date) -> tuple[records.BriefLine, ...]:
    """Return the lines of a programme's brief, oldest first."""
    rows = session.scalars(select(BriefLine).where(BriefLine.programme_id == programme_id).order_by(BriefLine.id))
    return tuple(_brief(row, today) for row in rows)


def next_step_records(session: Session, programme_id: str) -> tuple[records.NextStep, ...]:
    """Return the next steps of a programme, oldest first, those taken too."""
    query = select(NextStep).where(NextStep.programme_id == programme_id).order_by(NextStep.id)
    return tuple(next_step_record(row) for row in session.scalars(query))


def gaps_between(sessions: tuple[records.Session, ...], whose: str, today: date | None) -> tuple[records.Gap, ...]:
    """Find the times of three weeks and more between lessons they came to; `today` None: nothing goes on. Pure."""
    came = sorted({s.held_on for s in sessions if s.held_for(whose)})
    found = [records.Gap(a, b, (b - a).days) for a, b in pairwise(came) if (b - a).days >= GAP_DAYS]
    if today is not None and came and (today - came[-1]).days >= GAP_DAYS:
        found.append(records.Gap(came[-1], None, (today - came[-1]).days))
    return tuple(found)


def _pupil_of(session: Session, programme_id: str) -> Pupil:
    owner = the(session, Programme, programme_id).pupil_id
    if owner is None:
        message = "A group has no settings of its own. Change them with each pupil."
        raise NotAllowed(message)
    return the(session, Pupil, owner)


def _target(session: Session, line: records.BriefLine, said: dict[str, records.Reflection]) -> records.Target:
    query = select(EvidenceTag).where(EvidenceTag.brief_line_id == line.id, shown_tags())
    rows = session.scalars(query.order_by(EvidenceTag.id))
    shown = tuple(dict.fromkeys(row.take_id or row.version_id or row.reflection_id or "" for row in rows))
    of_takes = [one for one in said.values() if one.take in shown or one.version in shown]
    words = [*(said[each] for each in shown if each in said), *of_takes]
    return records.Target(line, shown, tuple(dict.fromkeys(one.body for one in words if one.body)))


def _plan_row(session: Session, programme_id: str) -> Plan | None:
    return session.scalars(select(Plan).where(Plan.programme_id == programme_id).order_by(Plan.id)).first()


def _plan(row: Plan) -> records.PlanCard:
    return records.PlanCard(row.programme_id, row.pupil_line, row.school_line, row.home_line, row.tutor_line)


def _brief(row: BriefLine, today: date) -> records.BriefLine:
    return records.BriefLine(
        id=row.id,
        programme=row.programme_id,
        side=row.side,
        kind=row.kind,
        words=row.words,
        by_role=row.by_role,
        said_on=row.said_on,
        expires=row.expires,
        ask_first=row.ask_first,
        became=row.became,
        expired=row.expires is not None and row.expires < today,
    )


def next_step_record(row: NextStep) -> records.NextStep:
    """Return one next step as a record."""
    return records.NextStep(row.id, row.programme_id, row.what, row.who_helps, row.by_when, row.done_on)


def _ending(row: Ending) -> records.Ending:
    return records.Ending(row.id, row.programme_id, row.kind, row.ended_on, row.handed_to, row.give_to, row.reopened_on)
