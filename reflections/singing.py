"""The journal's room for the voice over a song: its recordings while it is made, what of it lies over a version, and taking it back."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import undefer

from reflections import operations, records
from reflections.desk import keep_draft, keep_setting
from reflections.door import Door, add, not_taken_back, note, the, to_be_seen
from reflections.errors import NotAllowed, NotFound
from reflections.moving.unfinished import GONE_VOICE
from reflections.tables import Draft, Piece, Pupil, Recording, Reflection, Said, TakenBack, Version, VoiceLayer
from reflections.taking import let_go
from reflections.wording import one_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

_GONE = "That is not here any more."
_SOUND_MOST = 24 * 1024 * 1024  # ten minutes, whatever the coding


class Singing(Door):
    """Calls about a voice. While a song is made its recordings are drafts of this computer; a version has a voice of its own."""

    def keep_voice(
        self, piece_id: str, pupil_id: str, voice_id: str, sound: bytes, *, recording: str | None = None
    ) -> None:
        """Keep one recording of a pupil's voice over a piece; the chunks it was kept in meanwhile are let go in the same breath."""
        _fits(sound)
        moment, _ = self._moment()
        with self._writing() as session:
            the(session, Piece, piece_id)
            keep_draft(session, _key(piece_id, pupil_id, voice_id), b64encode(sound).decode("ascii"), moment)
            if recording is not None and session.get(Recording, recording) is not None:
                let_go(session, recording)

    def voice_sound(self, piece_id: str, pupil_id: str, voice_id: str) -> bytes | None:
        """Return one recording; None where it was taken back, or is on another computer."""
        with self._reading() as session:
            row = session.get(Draft, _key(piece_id, pupil_id, voice_id))
            return b64decode(row.words) if row is not None else None

    def keep_voice_layer(self, version_id: str, pupil_id: str, sound: bytes) -> None:
        """Keep what of a pupil's voice lies over a version, from its first tick on: an adult has it to hear.

        Others hear it as far as the pupil said of this piece (`let_hear_voice`).
        """
        _fits(sound)
        moment, _ = self._moment()
        with self._writing() as session:
            version = the(session, Version, version_id)
            hears = _who_hears(session, version.piece_id, pupil_id)
            row = VoiceLayer(version_id=version.id, pupil_id=pupil_id, sound=sound, who_hears=hears)
            to_be_seen(session, add(session, row), "sound", pupil=pupil_id, at=moment)

    def voice_layers(self, version_id: str) -> tuple[bytes, ...]:
        """Return the voices over a version, one for each pupil who sang; none where they were taken back."""
        query = select(VoiceLayer).where(VoiceLayer.version_id == version_id).order_by(VoiceLayer.id)
        with self._reading() as session:
            return tuple(row.sound for row in session.scalars(query.options(undefer(VoiceLayer.sound))))

    def who_hears_voice(self, piece_id: str, pupil_id: str) -> str:
        """Return who may hear a pupil's voice over a piece, of `records.AUDIENCES`: the tutor, until the pupil says otherwise."""
        with self._reading() as session:
            return _who_hears(session, piece_id, pupil_id)

    def let_hear_voice(self, piece_id: str, pupil_id: str, who_hears: str) -> None:
        """Say who may hear a pupil's voice over a piece: over every version of it, and over those to come."""
        chosen = one_of(who_hears, records.AUDIENCES, "Who may hear")
        moment, _ = self._moment()
        with self._writing() as session:
            keep_draft(session, _choice(the(session, Piece, piece_id).id, pupil_id), chosen, moment)
            for row in _layers(session, piece_id, pupil_id):
                row.who_hears = chosen

    def voices_to_hear(self, version_id: str, pupil_id: str, copy_for: str) -> tuple[bytes, ...]:
        """Return what of a pupil's own voice over a version a copy may hold; whatever it is for, none that only the tutor may hear.

        The pupil's own copy leaves the house too: it holds what they opened to anybody.
        """
        own = select(VoiceLayer).where(VoiceLayer.version_id == version_id, VoiceLayer.pupil_id == pupil_id)
        with self._reading() as session:
            rows = session.scalars(own.order_by(VoiceLayer.id).options(undefer(VoiceLayer.sound)))
            return tuple(r.sound for r in rows if r.who_hears != "tutor" and copy_for in {"pupil", r.who_hears})

    def voice_said(self, item_id: str) -> bytes:
        """Return what a pupil spoke or sang, by the id of what `unseen` named: a reflection or the voice of a version; NotFound."""
        query = select(Reflection).where(Reflection.id == item_id, not_taken_back(Reflection.id))
        with self._reading() as session:
            said = session.scalars(query.options(undefer(Reflection.sound))).first()
            sung = session.get(VoiceLayer, item_id) if said is None else None
            if said is None and sung is None:
                raise NotFound(_GONE)
            return (said.sound if said is not None else sung.sound if sung is not None else b"") or b""

    def take_back_voice(
        self, piece_id: str, pupil_id: str, voice_id: str, holds: Callable[[bytes], bool]
    ) -> records.TakenBackNote:
        """Let a pupil take back one recording, out of every version too in which it is (`holds` says so of a version's content).

        What was in no version was not handed in yet, and leaves no trace. Under a hold a copy stays, out of every view.
        """
        with self._writing() as session:
            draft = session.get(Draft, _key(piece_id, pupil_id, voice_id))
            layers = [row for row in _layers(session, piece_id, pupil_id) if holds(_content(session, row))]
            if draft is None and not layers:
                raise NotFound(_GONE)
            held = the(session, Pupil, pupil_id).hold
            marks = list(session.scalars(select(Said).where(Said.of.in_([row.id for row in layers]))))
            sound = b64decode(draft.words) if draft is not None else layers[0].sound
            trace = self._trace(session, piece_id, pupil_id, sound if held else b"", marks) if held or layers else None
            if draft is not None:
                session.delete(draft)
            keep_setting(
                session, f"{GONE_VOICE}{voice_id}", value=True
            )  # an older file from another laptop brings none back
            for row in (*marks, *layers):
                operations.erase(session, row)
            done = records.TakenBackNote(trace.id if trace else "", trace.was_seen if trace else True, held)
        if not held:
            self._opened.forget_traces()
        return done

    def _trace(self, session: Session, piece: str, pupil: str, sound: bytes, marks: list[Said]) -> TakenBack:
        """Keep that something was taken back, never what; with `sound`, which a hold keeps out of every view until it is lifted."""
        moment, zone = self._moment()
        trace = TakenBack(
            pupil_id=pupil,
            session_id=next((mark.session_id for mark in marks), None),
            entity="reflection",
            at=moment,
            was_seen=all(mark.seen_at for mark in marks),
            kept=bool(sound),
        )
        if sound:
            copy = Reflection(
                pupil_id=pupil,
                session_id=trace.session_id,
                piece_id=piece,
                voice="music",
                said_by="voice",
                prompt="",
                sound=sound,
                has_sound=True,
                made_at=moment,
                zone=zone,
            )
            trace.id = add(session, copy).id
        note(session, moment, "taken back", add(session, trace).id, actor="pupil")
        return trace


def _fits(sound: bytes) -> None:
    if not sound or len(sound) > _SOUND_MOST:
        message = "There is nothing to hear yet." if not sound else "That is too long for one song."
        raise NotAllowed(message)


def _key(piece: str, pupil: str, voice: str) -> str:
    """Name a recording so that it goes with the pupil whose voice it is, and with the piece."""
    return f"voice {pupil} {piece} {voice}"


def _choice(piece: str, pupil: str) -> str:
    """Name what a pupil chose for a piece before there is a version of it, on this computer."""
    return f"voice heard by {pupil} {piece}"


def _who_hears(session: Session, piece: str, pupil: str) -> str:
    """What was chosen last: over the latest version, for that travels; else before there was one."""
    layers = sorted(_layers(session, piece, pupil), key=lambda row: row.id)
    if layers:
        return layers[-1].who_hears
    chosen = session.get(Draft, _choice(piece, pupil))
    return chosen.words if chosen is not None else records.AUDIENCES[0]


def _layers(session: Session, piece: str, pupil: str) -> list[VoiceLayer]:
    versions = select(Version.id).where(Version.piece_id == piece)
    return list(
        session.scalars(select(VoiceLayer).where(VoiceLayer.version_id.in_(versions), VoiceLayer.pupil_id == pupil))
    )


def _content(session: Session, row: VoiceLayer) -> bytes:
    return the(session, Version, row.version_id).content
