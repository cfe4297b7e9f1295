"""What a pupil said yes to and has not taken back: each item with its purpose, for whom it is and since when."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from reflections import records
from reflections.evidence import everything, who_hears
from reflections.people import preferences_of, programme_row
from reflections.records.yes import PURPOSES, Yes
from reflections.saying import reflection_records
from reflections.tables import (
    CaseCard,
    NoteOut,
    Piece,
    Programme,
    Pupil,
    Reflection,
    Report,
    Review,
    ShareEvent,
    Take,
    TakePart,
    Version,
    VoiceLayer,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

_ONLY = records.AUDIENCES[0]
_ASKED_TO_READ = "T9b"


def standing(session: Session, pupil: str) -> tuple[Yes, ...]:
    """Return every yes that stands, purpose by purpose, the latest of each first."""
    return tuple(
        one
        for purpose in PURPOSES
        for one in sorted(_KINDS[purpose].found(session, pupil), key=lambda yes: yes.at or _BEFORE, reverse=True)
    )


def undo(session: Session, pupil: str, yes: Yes) -> None:
    """Take one that stands back: what it let out does not leave any more from now on."""
    purpose, _, of = yes.key.partition("/")
    _KINDS[purpose].undo(session, pupil, of)


# -- finding ----------------------------------------------------------------------------------------------------------
def _hear(session: Session, pupil: str) -> Iterator[Yes]:
    """The music of a piece, by the same word that a copy goes by."""
    for piece, said in _by_piece(session, pupil).items():
        word = who_hears(said) if piece else None
        if word is not None and word.who_hears != _ONLY:
            yield Yes(f"hear/{piece}", "hear", word.who_hears, word.made_at, where=_title(session, piece))


def _sing(session: Session, pupil: str) -> Iterator[Yes]:
    """A voice over the versions of a piece: what was said last stands for all of them."""
    sung = select(Version.piece_id, VoiceLayer.who_hears).join(VoiceLayer, VoiceLayer.version_id == Version.id)
    rows = session.execute(sung.where(VoiceLayer.pupil_id == pupil).order_by(VoiceLayer.id))
    for piece, audience in {row[0]: row[1] for row in rows}.items():
        if audience != _ONLY:
            yield Yes(f"sing/{piece}", "sing", audience, None, where=_title(session, piece))


def _read(session: Session, pupil: str) -> Iterator[Yes]:
    """Words about a piece, as they were asked for: together, for each of those who may."""
    for piece, said in _by_piece(session, pupil).items():
        asked = [one.made_at for one in said if one.prompt == _ASKED_TO_READ]
        for audience in records.AUDIENCES[1:]:
            opened = [one for one in said if one.who_reads == audience]
            if opened:
                at = max(asked or [one.made_at for one in opened])
                words = next((one.body for one in opened if one.body), "")
                where = _title(session, piece)
                yield Yes(f"read/{piece}/{audience}", "read", audience, at, words, where)


def _home(session: Session, pupil: str) -> Iterator[Yes]:
    """Words that are ticked to go in the pupil's story; when is not kept."""
    from reflections.story import tellings

    told = frozenset(preferences_of(session, pupil).ribbon.told)
    if told:
        for one in tellings(everything(session, pupil, drawn=False)):
            if one.key in told:
                yield Yes(f"home/{one.key}", "home", "pupil", None, one.words, one.where, one.kind, one.about)


def _report(session: Session, pupil: str) -> Iterator[Yes]:
    for row in session.scalars(select(Report).where(Report.pupil_id == pupil, Report.yes_at.is_not(None))):
        yield Yes(f"report/{row.id}", "report", "", row.yes_at, about=row.kind)


def _note(session: Session, pupil: str) -> Iterator[Yes]:
    """Two lines that may go and have not gone yet."""
    query = select(NoteOut).join(Programme, Programme.id == NoteOut.programme_id)
    waits = NoteOut.pupil_saw_at.is_not(None), NoteOut.sent_at.is_(None)
    for row in session.scalars(query.where(Programme.pupil_id == pupil, *waits)):
        yield Yes(f"note/{row.id}", "note", row.to_role, row.pupil_saw_at, row.words)


def _copy(session: Session, pupil: str) -> Iterator[Yes]:
    """A copy of what was looked at together, for whoever has none yet."""
    query = select(Review).where(Review.programme_id == programme_row(session, pupil).id).order_by(Review.number)
    review = next(reversed(session.scalars(query).all()), None)
    if review is not None:
        gone = session.scalars(select(ShareEvent).where(ShareEvent.pupil_id == pupil))
        given = {one.to_whom for one in gone if one.at.date() >= review.opened_on}
        at = datetime.combine(review.opened_on, time(12), UTC)
        for role in review.copies:
            if role not in given:
                yield Yes(f"copy/{review.id}/{role}", "copy", role, at)


def _card(session: Session, pupil: str) -> Iterator[Yes]:
    """A take that goes with a card for peers."""
    for row in session.scalars(select(CaseCard).where(CaseCard.pupil_id == pupil, CaseCard.take_id.is_not(None))):
        take = session.get(Take, row.take_id)
        where = _title(session, take.piece_id) if take is not None else ""
        yield Yes(f"card/{row.id}", "card", "", row.made_at, where=where)


def _along(session: Session, pupil: str) -> Iterator[Yes]:
    """Their part of what several played, in what the others take home."""
    query = select(TakePart).where(TakePart.pupil_id == pupil, TakePart.goes_along_at.is_not(None))
    for row in session.scalars(query.where(TakePart.removed_at.is_(None))):
        take = session.get(Take, row.take_id)
        yield Yes(
            f"along/{row.id}",
            "along",
            "",
            row.goes_along_at,
            where=_title(session, take.piece_id if take is not None else None),
        )


def _by_piece(session: Session, pupil: str) -> dict[str, list[records.Reflection]]:
    """What was said and stands, by its piece ("" is none), oldest first."""
    found: dict[str, list[records.Reflection]] = {}
    for one in reflection_records(session, pupil):
        found.setdefault(one.piece or "", []).append(one)
    return found


def _title(session: Session, piece: str | None) -> str:
    row = session.get(Piece, piece) if piece else None
    return row.title if row is not None else ""


# -- taking back ------------------------------------------------------------------------------------------------------
def _not_heard(session: Session, pupil: str, piece: str) -> None:
    for row in session.scalars(select(Reflection).where(Reflection.pupil_id == pupil, Reflection.piece_id == piece)):
        row.who_hears = _ONLY


def _not_sung(session: Session, pupil: str, piece: str) -> None:
    versions = select(Version.id).where(Version.piece_id == piece)
    query = select(VoiceLayer).where(VoiceLayer.version_id.in_(versions), VoiceLayer.pupil_id == pupil)
    for row in session.scalars(query):
        row.who_hears = _ONLY


def _not_read(session: Session, pupil: str, of: str) -> None:
    piece, _, audience = of.partition("/")
    about = Reflection.piece_id == piece if piece else Reflection.piece_id.is_(None)
    query = select(Reflection).where(Reflection.pupil_id == pupil, about, Reflection.who_reads == audience)
    for row in session.scalars(query):
        row.who_reads = _ONLY


def _not_home(session: Session, pupil: str, telling: str) -> None:
    row = session.get_one(Pupil, pupil)
    told = row.preferences["ribbon"]["told"]
    ribbon = row.preferences["ribbon"] | {"told": [one for one in told if one != telling]}
    row.preferences = row.preferences | {"ribbon": ribbon}


def _not_reported(session: Session, pupil: str, report: str) -> None:
    del pupil
    row = session.get_one(Report, report)
    row.mark, row.yes_at = "", None


def _not_noted(session: Session, pupil: str, note: str) -> None:
    del pupil
    session.get_one(NoteOut, note).pupil_saw_at = None


def _not_copied(session: Session, pupil: str, of: str) -> None:
    del pupil
    review, _, role = of.partition("/")
    row = session.get_one(Review, review)
    row.copies = [each for each in row.copies if each != role]


def _not_carded(session: Session, pupil: str, card: str) -> None:
    del pupil
    session.get_one(CaseCard, card).take_id = None


def _not_along(session: Session, pupil: str, part: str) -> None:
    take = session.get_one(TakePart, part).take_id
    for row in session.scalars(select(TakePart).where(TakePart.take_id == take, TakePart.pupil_id == pupil)):
        row.goes_along_at = None


_BEFORE = datetime.min.replace(tzinfo=UTC)


class _Kind(NamedTuple):
    """How the yeses of one purpose are found for a pupil, and how one is taken back by what it is of."""

    found: Callable[[Session, str], Iterator[Yes]]
    undo: Callable[[Session, str, str], None]


_KINDS: dict[str, _Kind] = {
    "hear": _Kind(_hear, _not_heard),
    "sing": _Kind(_sing, _not_sung),
    "read": _Kind(_read, _not_read),
    "home": _Kind(_home, _not_home),
    "report": _Kind(_report, _not_reported),
    "note": _Kind(_note, _not_noted),
    "copy": _Kind(_copy, _not_copied),
    "card": _Kind(_card, _not_carded),
    "along": _Kind(_along, _not_along),
}
