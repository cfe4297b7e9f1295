"""The journal's room for people: pupils, how they like the studio, the place, the programme."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from reflections import records
from reflections.desk import keep_setting
from reflections.door import Door, add, the
from reflections.errors import NotAllowed
from reflections.tables import (
    Attendance,
    Place,
    Programme,
    Pupil,
    Setting,
)
from reflections.tables import Session as Meeting
from reflections.wording import clean, looks_like_a_school, one_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

_WEEKS, _REVIEW_EVERY = 12, 6
_OLDER = ("13-15", "16+")
_PLACE_NOW = "place"
_TEXT_SIZES, _SPACINGS = range(100, 201), range(100, 201)
_SIZES = {"text_size": _TEXT_SIZES, "spacing": _SPACINGS}
_LIKINGS = frozenset(records.Preferences.__slots__) - {"ribbon", "register"}  # those two are read by themselves
_MOST_ARRANGED = 2000


class People(Door):
    """Calls about who is here and where."""

    def add_pupil(
        self, alias: str, avatar: str, age_band: str, *, sign_in: tuple[str, ...] | None = None, kind: str = "pictures"
    ) -> records.Pupil:
        """Add a pupil, with a draft programme that starts today: twelve weekly sessions, a review every six."""
        moment, _ = self._moment()
        row = Pupil(
            alias=clean(alias, most=records.ALIAS_LENGTH, what="a name for here", needed=True),
            avatar=clean(avatar, most=40, what="a picture"),
            age_band=one_of(age_band, records.AGE_BANDS, "The age band"),
            sign_in_kind=one_of(kind, records.SIGN_INS, "Signing in") if sign_in else "",
            sign_in=_signs(sign_in, kind) if sign_in else [],
            added_at=moment,
        )
        today = self._now().date()
        with self._writing() as session:
            add(session, row)
            programme = Programme(
                pupil_id=row.id,
                starts=today,
                ends=today + timedelta(weeks=_WEEKS - 1),
                planned_sessions=_WEEKS,
                status="draft",
                review_every=_REVIEW_EVERY,
            )
            add(session, programme)
            return pupil_record(session, row.id)

    def pupils(self) -> tuple[records.Pupil, ...]:
        """Return every pupil in the order they came; two of one alias are numbered in `shown`."""
        with self._reading() as session:
            return all_pupils(session)

    def pupil(self, pupil_id: str) -> records.Pupil:
        """Return one pupil; NotFound."""
        with self._reading() as session:
            return pupil_record(session, pupil_id)

    def change_pupil(self, pupil_id: str, alias: str, *, avatar: str = "", age_band: str = "") -> records.Pupil:
        """Give a pupil another alias and, where they are given, another picture and age band; what is theirs stays theirs."""
        with self._writing() as session:
            row = the(session, Pupil, pupil_id)
            row.alias = clean(alias, most=records.ALIAS_LENGTH, what="a name for here", needed=True)
            row.avatar = clean(avatar, most=40, what="a picture") or row.avatar
            row.age_band = one_of(age_band, records.AGE_BANDS, "The age band") if age_band else row.age_band
            session.flush()
            return pupil_record(session, pupil_id)

    def set_sign_in(self, pupil_id: str, kind: str, signs: tuple[str, ...]) -> records.Pupil:
        """Set three or four pictures, or a riff of four to eight notes ("60", ...): a curtain inside the locked journal."""
        with self._writing() as session:
            row = the(session, Pupil, pupil_id)
            row.sign_in_kind = one_of(kind, records.SIGN_INS, "Signing in")
            row.sign_in = _signs(signs, kind)
            session.flush()
            return pupil_record(session, pupil_id)

    def preferences(self, pupil_id: str) -> records.Preferences:
        """Return how one pupil likes the studio."""
        with self._reading() as session:
            return preferences_of(session, pupil_id)

    def set_preferences(self, pupil_id: str, preferences: records.Preferences) -> None:
        """Keep how one pupil likes the studio, but for their ribbon (see `arrange`); NotAllowed for sizes outside 100-200 %."""
        with self._writing() as session:
            row = the(session, Pupil, pupil_id)
            row.preferences = fitting(replace(preferences, ribbon=preferences_of(session, pupil_id).ribbon))

    def arrange(self, pupil_id: str, ribbon: records.Ribbon) -> None:
        """Keep how one pupil arranged their pieces, and which of their words go home; NotAllowed for more than there can be."""
        if max(len(ribbon.order), len(ribbon.out), len(ribbon.told)) > _MOST_ARRANGED:
            message = "That is more than can be arranged."
            raise NotAllowed(message)
        with self._writing() as session:
            row = the(session, Pupil, pupil_id)
            row.preferences = fitting(replace(preferences_of(session, pupil_id), ribbon=ribbon))

    def place(self) -> records.Place | None:
        """Return the place sessions open at just now; None before one is set up."""
        with self._reading() as session:
            row = place_row(session)
            return _place(row) if row else None

    def places(self) -> tuple[records.Place, ...]:
        """Return every place."""
        with self._reading() as session:
            return tuple(_place(row) for row in session.scalars(select(Place).order_by(Place.id)))

    def set_place(
        self, label: str, *, help_person: str, deputy: str = "", out_of_hours: str = "", place_id: str | None = None
    ) -> records.Place:
        """Add a place (or change the one of `place_id`) and be there; someone to call must be named."""
        fields = place_fields(label, help_person, deputy, out_of_hours)
        with self._writing() as session:
            row = the(session, Place, place_id) if place_id else add(session, Place(**fields))
            for name, value in fields.items():
                setattr(row, name, value)
            keep_setting(session, _PLACE_NOW, row.id)
            session.flush()
            return _place(row)

    def be_at(self, place_id: str) -> None:
        """Choose the place that sessions open at from now on."""
        with self._writing() as session:
            keep_setting(session, _PLACE_NOW, the(session, Place, place_id).id)

    def programme(self, whose: str) -> records.Programme:
        """Return the latest programme of a pupil, or of a group by its id, with how many sessions were held."""
        with self._reading() as session:
            return programme_record(session, whose)

    def set_programme(
        self, whose: str, *, starts: date, ends: date, planned_sessions: int, review_every: int = _REVIEW_EVERY
    ) -> records.Programme:
        """Turn the draft into the agreed dates, of a pupil or of a group; one that had ended stays ended."""
        agreed = agreed_dates(starts, ends, planned_sessions, review_every)
        with self._writing() as session:
            row = programme_row(session, whose)
            for name, value in agreed.items():
                setattr(row, name, value)
            if row.status == "draft":
                row.status = "active"
            session.flush()
            return programme_record(session, whose)


def place_fields(label: str, help_person: str, deputy: str, out_of_hours: str) -> dict[str, str]:
    """Return a place's fields made safe to keep; NotAllowed when there is nobody to call."""
    return {
        "label": clean(label, most=40, what="the place's label"),
        "help_person": clean(help_person, most=120, what="the person to call when a pupil needs help", needed=True),
        "deputy": clean(deputy, most=120, what="the deputy"),
        "out_of_hours": clean(out_of_hours, most=200, what="the out-of-hours line"),
    }


def all_pupils(session: Session) -> tuple[records.Pupil, ...]:
    """Return every pupil with the alias as shown."""
    seen: dict[str, int] = {}
    found = []
    for row in session.scalars(select(Pupil).order_by(Pupil.id)):
        nth = seen[row.alias.casefold()] = seen.get(row.alias.casefold(), 0) + 1
        found.append(_pupil(row, row.alias if nth == 1 else f"{row.alias} ({nth})"))
    return tuple(found)


def pupil_record(session: Session, pupil_id: str) -> records.Pupil:
    """Return one pupil as a record; NotFound."""
    the(session, Pupil, pupil_id)
    return next(p for p in all_pupils(session) if p.id == pupil_id)


def fitting(preferences: records.Preferences) -> dict[str, Any]:
    """Return preferences as they are kept; NotAllowed for sizes outside 100-200 % or words there are none of."""
    if preferences.text_size not in _TEXT_SIZES or preferences.spacing not in _SPACINGS:
        message = "Text size and spacing lie between 100 and 200 percent."
        raise NotAllowed(message)
    one_of(preferences.register, ("", *records.REGISTERS), "The words")
    return asdict(preferences)


def preferences_of(session: Session, pupil_id: str) -> records.Preferences:
    """Return how one pupil likes the studio; what an older or newer release kept besides, or otherwise, is left out."""
    kept, usual = the(session, Pupil, pupil_id).preferences, records.Preferences()
    known = {k: v for k, v in kept.items() if k in _LIKINGS and type(v) is type(getattr(usual, k))}
    known = {k: v for k, v in known.items() if k not in _SIZES or v in _SIZES[k]}
    return replace(usual, **known, register=_own_words(kept), ribbon=_ribbon(kept.get("ribbon")))


def _own_words(preferences: dict[str, Any]) -> str:
    """Return the words that a pupil wants to be spoken to in; "" where they follow their age."""
    own = preferences.get("register")
    return own if own in records.REGISTERS else ""


def _ribbon(kept: Any) -> records.Ribbon:
    given = kept if isinstance(kept, dict) else {}
    lists = {name: given.get(name) for name in ("order", "out", "told")}
    ids = {name: tuple(map(str, kept)) if isinstance(kept, list | tuple) else () for name, kept in lists.items()}
    return records.Ribbon(cover=str(given.get("cover", "")), **ids)


def agreed_dates(starts: date, ends: date, planned_sessions: int, review_every: int) -> dict[str, Any]:
    """Return a programme's dates and numbers as they are kept; NotAllowed where they can't be."""
    if ends < starts or planned_sessions not in range(1, 61) or review_every not in range(1, 61):
        message = "A programme ends after it starts, has 1 to 60 sessions and is reviewed every 1 to 60."
        raise NotAllowed(message)
    return {"starts": starts, "ends": ends, "planned_sessions": planned_sessions, "review_every": review_every}


def programme_row(session: Session, whose: str) -> Programme:
    """Return the row of a pupil's latest programme, or the one of that id where it is a group's."""
    a_group = and_(Programme.id == whose, Programme.pupil_id.is_(None))
    query = select(Programme).where(or_(Programme.pupil_id == whose, a_group)).order_by(Programme.id.desc()).limit(1)
    if (row := session.scalars(query).first()) is None:
        message = "There is no programme of theirs yet."
        raise NotAllowed(message)
    return row


def programme_record(session: Session, whose: str) -> records.Programme:
    """Return that programme as a record. What a group met for counts for the group, and not for a pupil's own."""
    row = programme_row(session, whose)
    own = and_(Attendance.pupil_id == row.pupil_id, Meeting.group_id.is_(None))
    theirs = and_(Attendance.pupil_id.is_not(None), Meeting.group_id == row.id)
    came = (
        select(func.count(func.distinct(Attendance.session_id)))
        .join(Meeting, Meeting.id == Attendance.session_id)
        .where(
            theirs if row.pupil_id is None else own,
            Attendance.state.in_(records.ATTENDANCES[:2]),
            Meeting.solo.is_(False),
        )
    )
    return records.Programme(
        id=row.id,
        pupil=row.pupil_id,
        starts=row.starts,
        ends=row.ends,
        planned_sessions=row.planned_sessions,
        status=row.status,
        review_every=row.review_every,
        keep_until=row.keep_until,
        held=session.scalar(came) or 0,
    )


def place_row(session: Session) -> Place | None:
    """Return the place the tutor is at, else the only or first one."""
    chosen = session.get(Setting, _PLACE_NOW)
    if chosen is not None and (row := session.get(Place, chosen.value["value"])) is not None:
        return row
    return session.scalars(select(Place).order_by(Place.id).limit(1)).first()


def _signs(signs: tuple[str, ...], kind: str) -> list[str]:
    riff = kind == records.SIGN_INS[1]
    if len(signs) not in (range(4, 9) if riff else (3, 4)):
        message = "Please play four to eight notes." if riff else "Please pick three or four."
        raise NotAllowed(message)
    return [clean(sign, most=40, what="each pick", needed=True) for sign in signs]


def _pupil(row: Pupil, shown: str) -> records.Pupil:
    own = _own_words(row.preferences)
    return records.Pupil(
        id=row.id,
        alias=row.alias,
        shown=shown,
        avatar=row.avatar,
        age_band=row.age_band,
        register=own or records.REGISTERS[row.age_band in _OLDER],
        sign_in=tuple(row.sign_in),
        sign_in_kind=row.sign_in_kind,
        hold=row.hold,
        added_at=row.added_at,
    )


def _place(row: Place) -> records.Place:
    return records.Place(
        id=row.id,
        label=row.label,
        help_person=row.help_person,
        deputy=row.deputy,
        out_of_hours=row.out_of_hours,
        looks_like_a_school=looks_like_a_school(row.label),
    )
