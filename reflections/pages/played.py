"""What a pupil did in a take of several, in their words: their part, and who they were that day; nothing of anybody else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reflections.pages import words
from reflections.pages.parts import Did
from reflections.records import local
from reflections.sentences import Spoken, upper

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from reflections.pages.parts import Heard
    from reflections.records import Beside, Evidence, Session, Take, Version

_ENGLISH = Spoken()
_KEYS_OF_ONE = "-"  # a part of several says from which key to which it was played


def told(heard: Heard, item: Take | Version, evidence: Evidence, to: Spoken = _ENGLISH) -> Heard:
    """The same with what the pupil did in it, where others played too."""
    did = to.listed(_did(item, evidence.pupil.id, evidence.sessions, to))
    return replace(heard, how=to.listed((heard.how, did))) if did else heard


def beside(found: Iterable[Beside], out: Collection[str], to: Spoken = _ENGLISH) -> tuple[Did, ...]:
    """Return what they did where others played, the latest first, without pieces that do not show (`out`)."""
    shown = [one for one in found if one.piece not in out]
    return tuple(
        Did(one.title, local(one.made_at, one.zone).date(), upper(words.was(one.role, to))) for one in shown[::-1]
    )


def _did(item: Take | Version, pupil: str, sessions: Iterable[Session], to: Spoken) -> Iterable[str]:
    parts = getattr(item, "parts", ())
    mine = next((part for part in parts if part.pupil == pupil and _KEYS_OF_ONE in part.keyboard), None)
    if mine is None:
        return
    came = (each for one in sessions if one.id == item.session for each in one.attendance if each.pupil == pupil)
    yield words.played(mine.part, to)
    yield from (words.was(each.role, to) for each in came if each.role != "words")  # that is their part
