"""The journal's room for prompts spoken by an adult the pupils trust; OS speech is only the fall-back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import undefer

from reflections import operations, records
from reflections.door import Door, add, the
from reflections.errors import NotAllowed
from reflections.tables import PromptVoice
from reflections.wording import clean, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_SOUND_MOST = 4 * 1024 * 1024
_NAME = 40


class Voices(Door):
    """Calls about recordings of the fixed prompts."""

    def prompt_voice(self, prompt: str, register: str, language: str = "en") -> records.PromptVoice | None:
        """Return the recording of one prompt with its sound; None where nobody has spoken it."""
        query = select(PromptVoice).where(
            PromptVoice.prompt == prompt, PromptVoice.register == register, PromptVoice.language == language
        )
        with self._reading() as session:
            row = session.scalars(query.order_by(PromptVoice.id.desc()).options(undefer(PromptVoice.sound))).first()
            return _voice(row, row.sound) if row else None

    def set_prompt_voice(
        self, prompt: str, register: str, sound: bytes, by_role: str, *, language: str = "en"
    ) -> records.PromptVoice:
        """Keep a recording of a prompt; one that was there before gives way to it."""
        if not sound or len(sound) > _SOUND_MOST:
            message = "There is nothing to hear yet." if not sound else "That is too long for one prompt."
            raise NotAllowed(message)
        moment, _ = self._moment()
        row = PromptVoice(
            prompt=clean(prompt, most=_NAME, what="the prompt", needed=True),
            register=one_of(register, records.REGISTERS, "The words"),
            language=clean(language, most=20, what="the language", needed=True),
            sound=sound,
            by_role=clean(by_role, most=80, what="whose voice it is", needed=True),
            made_at=moment,
        )
        query = select(PromptVoice).filter_by(prompt=row.prompt, register=row.register, language=row.language)
        with self._writing() as session:
            for before in session.scalars(query).all():
                operations.erase(session, before)
            return _voice(add(session, row))

    def drop_prompt_voice(self, voice_id: str) -> None:
        """Let a recording go for good."""
        with self._writing() as session:
            operations.erase(session, the(session, PromptVoice, voice_id))
        self._opened.forget_traces()

    def voices(self, language: str = "en") -> tuple[records.PromptVoice, ...]:
        """Return which prompts are spoken in a language, without the sounds."""
        query = select(PromptVoice).where(PromptVoice.language == language).order_by(PromptVoice.id)
        with self._reading() as session:
            rows: Iterable[PromptVoice] = session.scalars(query)
            return tuple(_voice(row) for row in rows)


def _voice(row: PromptVoice, sound: bytes | None = None) -> records.PromptVoice:
    return records.PromptVoice(row.id, row.prompt, row.register, row.language, row.by_role, row.made_at, sound)
