"""Songs that nobody has finished, as they travel: how each was left, the voices over it, and which of those were taken back.

They are drafts and no rows, so no operation tells of them. Each goes with its past: the SHA-256 of every state it went on from that
has travelled. A state in one's own past is old, one whose past holds one's own goes on from it, and where neither knows of the other
both songs stay. No clock decides whether anything is kept.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from reflections.desk import keep_draft, keep_setting
from reflections.errors import Damaged
from reflections.moving.changes import NOT_WHOLE, is_id
from reflections.moving.doubles import keep_beside
from reflections.tables import Draft, Piece, Pupil, Setting, Version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session

_SONG, _VOICE, _PAST = "piece ", "voice ", "past of piece "
GONE_VOICE = "gone voice "  # settings that keep the id of a voice that was taken back, and nothing else of it
_VOICE_ID, _SHA = re.compile(r"[0-9A-Za-z-]{1,40}\Z"), re.compile(r"[0-9a-f]{64}\Z")
_MOST_BYTES = 24 << 20  # of a song or a voice
_LONGEST_PAST = 200  # states: with more behind it an old file makes a second song, and loses none
_VOICE_WORDS = 4  # of the key that a voice's draft is kept under


@dataclass(frozen=True, slots=True)
class Left:
    """A song as it was left, and the SHA-256 of the states it went on from, the oldest first."""

    piece: str
    at: datetime
    content: bytes = field(repr=False)
    past: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sung:
    """One recording of a pupil's voice over a song that is not finished."""

    pupil: str
    piece: str
    voice: str
    at: datetime
    sound: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """All of it; `gone` are ids of voices that were taken back."""

    songs: tuple[Left, ...] = ()
    voices: tuple[Sung, ...] = ()
    gone: frozenset[str] = frozenset()


# ---------------------------------------------------------------- what goes along


def everything(session: Session) -> Unfinished:
    """Gather all of it, for the tutor's own other laptop."""
    pieces = set(session.scalars(select(Piece.id)))
    voices = []
    for row in session.scalars(select(Draft).where(Draft.key.startswith(_VOICE))):
        words = row.key.split(" ")
        if len(words) == _VOICE_WORDS and words[2] in pieces and _VOICE_ID.match(words[3]):
            with suppress(ValueError):
                voices.append(Sung(words[1], words[2], words[3], row.at, b64decode(row.words, validate=True)))
    gone = session.scalars(select(Setting.key).where(Setting.key.startswith(GONE_VOICE)))
    return Unfinished(_songs(session, pieces), tuple(voices), frozenset(key.removeprefix(GONE_VOICE) for key in gone))


def of_pieces(session: Session, pieces: Iterable[str], alone: Callable[[bytes], bytes]) -> Unfinished:
    """Gather songs for another tutor, each written again by `alone` without the steps that led to it; no voice was handed in yet."""
    songs = []
    for one in _songs(session, pieces):
        content = alone(one.content)
        past = (*one.past, _sha(one.content))  # what comes back from there goes on from this one
        _has_been(session, one.piece, (*past, _sha(content)))
        songs.append(Left(one.piece, one.at, content, past))
    return Unfinished(tuple(songs))


def _songs(session: Session, pieces: Iterable[str]) -> tuple[Left, ...]:
    found = []
    for piece in sorted(pieces):
        row = session.get(Draft, f"{_SONG}{piece}")
        if row is None:
            continue
        with suppress(ValueError):  # what is no music any more stays where it is, and stops nothing else
            content = b64decode(row.words, validate=True)
            past = _past(session, piece)
            _has_been(session, piece, (*past, _sha(content)))
            found.append(Left(piece, row.at, content, tuple(sha for sha in past if sha != _sha(content))))
    return tuple(found)


# ---------------------------------------------------------------- in a file


def to_lines(left: Unfinished) -> bytes:
    """Write it, one line each; the bytes lie beside it by their SHA-256 (`blobs`)."""
    lines: list[dict[str, Any]] = [
        {"song": one.piece, "at": one.at.isoformat(), "past": list(one.past), "sha256": _sha(one.content)}
        for one in left.songs
    ]
    lines += [
        {
            "voice": one.voice,
            "pupil": one.pupil,
            "piece": one.piece,
            "at": one.at.isoformat(),
            "sha256": _sha(one.sound),
        }
        for one in left.voices
    ]
    lines += [{"gone": voice} for voice in sorted(left.gone)]
    return "".join(f"{json.dumps(line, sort_keys=True)}\n" for line in lines).encode()


def blobs(left: Unfinished) -> dict[str, bytes]:
    """Return the bytes that its lines speak of, by SHA-256."""
    return {_sha(raw): raw for raw in (*(one.content for one in left.songs), *(one.sound for one in left.voices))}


def from_lines(raw: bytes, held: dict[str, bytes]) -> Unfinished:
    """Read it; Damaged where a line is none of ours or its bytes are not `held`."""
    songs, voices, gone = [], [], []
    try:
        for line in filter(None, raw.split(b"\n")):
            told = json.loads(line)
            if "gone" in told:
                gone.append(_fits(_VOICE_ID, told["gone"]))
            elif "song" in told:
                past = tuple(_fits(_SHA, sha) for sha in told["past"])
                songs.append(Left(_id(told["song"]), _moment(told["at"]), _bytes(told, held), past))
            else:
                who = _id(told["pupil"]), _id(told["piece"]), _fits(_VOICE_ID, told["voice"])
                voices.append(Sung(*who, _moment(told["at"]), _bytes(told, held)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Damaged(NOT_WHOLE) from error
    return Unfinished(tuple(songs), tuple(voices), frozenset(gone))


def _id(text: object) -> str:
    if not isinstance(text, str) or not is_id(text):
        raise ValueError(text)
    return text


def _fits(shape: re.Pattern[str], text: str) -> str:
    if not shape.match(text):
        raise ValueError(text)
    return text


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _bytes(told: dict[str, Any], held: dict[str, bytes]) -> bytes:
    raw = held[told["sha256"]]
    if not 0 < len(raw) <= _MOST_BYTES:
        raise ValueError(len(raw))
    return raw


# ---------------------------------------------------------------- what came


def take(session: Session, came: Unfinished) -> tuple[list[str], list[str]]:
    """Lay it beside what is here, rows first; return the pieces that it changed, and those that were kept as a second one."""
    changed, doubled = [], []
    for voice in came.gone:
        keep_setting(session, f"{GONE_VOICE}{voice}", value=True)
        for row in session.scalars(select(Draft).where(Draft.key.startswith(_VOICE), Draft.key.endswith(f" {voice}"))):
            session.delete(row)
    for sung in came.voices:
        key = f"{_VOICE}{sung.pupil} {sung.piece} {sung.voice}"
        there = session.get(Piece, sung.piece) is not None and session.get(Pupil, sung.pupil) is not None
        if there and session.get(Draft, key) is None and session.get(Setting, f"{GONE_VOICE}{sung.voice}") is None:
            keep_draft(session, key, _words(sung.sound), sung.at)
            changed.append(sung.piece)
    for left in came.songs:
        if (piece := session.get(Piece, left.piece)) is not None:
            second = _lay(session, piece, left)
            if second is not None:
                changed.append(piece.id)
                doubled += [second] if second else []
    return changed, doubled


def _lay(session: Session, piece: Piece, left: Left) -> str | None:
    """Lay one song; None where nothing changes, else the id of the piece that keeps the other one, or ""."""
    here, sha, past = session.get(Draft, f"{_SONG}{piece.id}"), _sha(left.content), _past(session, piece.id)
    if sha in past:
        return None
    if here is None:
        if not _finished_since(session, piece.id, left.at):
            return _stand(session, piece.id, left)
        _has_been(session, piece.id, (*past, *left.past, sha))
        return _beside(session, piece, left.content, left.at)  # in that version, or made of it: no clock can say
    mine = _raw(here.words)
    ours = _sha(mine)
    if sha == ours:
        return None
    if ours in left.past:
        return _stand(session, piece.id, left)
    (at, _, other), (_, newest, _) = sorted(
        [(left.at, sha, left.content), (here.at, ours, mine)]
    )  # alike on every laptop
    if newest == sha:
        _stand(session, piece.id, left)
    _has_been(session, piece.id, (*past, *left.past, ours, sha))
    return _beside(session, piece, other, at)


def _stand(session: Session, piece: str, left: Left) -> str:
    keep_draft(session, f"{_SONG}{piece}", _words(left.content), left.at)
    _has_been(session, piece, (*_past(session, piece), *left.past, _sha(left.content)))
    return ""


def _beside(session: Session, piece: Piece, content: bytes, at: datetime) -> str:
    """Keep the song that does not stand as the draft of a piece of its own."""
    again, is_new = keep_beside(session, piece, _sha(content), b"")
    if is_new:
        keep_draft(session, f"{_SONG}{again}", _words(content), at)
    return again


def _finished_since(session: Session, piece: str, at: datetime) -> bool:
    """Whether a version was kept after it: what was left before then is in that."""
    newest = session.scalar(select(Version.made_at).where(Version.piece_id == piece).order_by(Version.made_at.desc()))
    return newest is not None and newest >= at


def _past(session: Session, piece: str) -> tuple[str, ...]:
    """Return the states that have travelled and that the song here is, or goes on from, the oldest first."""
    row = session.get(Setting, f"{_PAST}{piece}")
    return () if row is None else tuple(row.value["value"])


def _has_been(session: Session, piece: str, past: Iterable[str]) -> None:
    keep_setting(session, f"{_PAST}{piece}", list(dict.fromkeys(past))[-_LONGEST_PAST:])


def _sha(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _raw(words: str) -> bytes:
    """Return the bytes of a draft; what is no music any more is kept as it is."""
    try:
        return b64decode(words, validate=True)
    except ValueError:
        return words.encode()


def _words(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")
