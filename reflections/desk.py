"""The journal's room for what lies about on this computer: settings, drafts, and titles the tutor hid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from reflections.door import Door
from reflections.tables import (
    Draft,
    HiddenTitle,
    Setting,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session


class Desk(Door):
    """Calls about settings and drafts."""

    def today(self) -> date:
        """Return the day it is here, by the journal's own clock."""
        return self._now().date()

    def hide_title(self, key: str) -> None:
        """Hide a title from every search for good."""
        with self._writing() as session:
            if session.scalar(select(HiddenTitle.id).where(HiddenTitle.key == key)) is None:
                session.add(HiddenTitle(key=key))

    def show_title(self, key: str) -> None:
        """Let a hidden title be found again; nothing happens where it was not hidden."""
        with self._writing() as session:
            for row in session.scalars(select(HiddenTitle).where(HiddenTitle.key == key)):
                session.delete(row)

    def hidden_titles(self) -> frozenset[str]:
        """Return the keys of the titles that the tutor hid."""
        with self._reading() as session:
            return frozenset(session.scalars(select(HiddenTitle.key)))

    def setting(self, key: str, default: Any = None) -> Any:
        """Return a setting of this computer, as plain JSON values."""
        with self._reading() as session:
            row = session.get(Setting, key)
            return default if row is None else row.value["value"]

    def set_setting(self, key: str, value: Any) -> None:
        """Keep a setting of this computer; it never travels."""
        with self._writing() as session:
            keep_setting(session, key, value)

    def draft(self, key: str) -> str:
        """Return words not yet handed in ("" for none)."""
        with self._reading() as session:
            row = session.get(Draft, key)
            return "" if row is None else row.words

    def drafts(self, about: str) -> dict[str, str]:
        """Return the words not yet handed in whose key begins so, by key."""
        with self._reading() as session:
            rows = session.scalars(select(Draft).where(Draft.key.startswith(about, autoescape=True)))
            return {row.key: row.words for row in rows}

    def set_draft(self, key: str, words: str) -> None:
        """Keep words not yet handed in; "" lets them go."""
        moment, _ = self._moment()
        with self._writing() as session:
            keep_draft(session, key, words, moment)


def keep_draft(session: Session, key: str, words: str, at: datetime) -> None:
    """Write one draft; "" lets it go."""
    row = session.get(Draft, key)
    if not words:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(Draft(key=key, words=words, at=at))
    else:
        row.words, row.at = words, at


def keep_setting(session: Session, key: str, value: Any) -> None:
    """Write one setting."""
    row = session.get(Setting, key)
    if row is None:
        session.add(Setting(key=key, value={"value": value}))
    else:
        row.value = {"value": value}
