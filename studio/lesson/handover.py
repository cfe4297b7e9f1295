"""From what was played to what the journal takes in, and back: plain functions for the writer."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from instruments.events import RATE, NoteOn
from studio.lesson.outlasting import keep_played
from studio.lesson.values import TUTOR, Mine, Stand
from studio.playing.made import Made, found
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from reflections import records
    from reflections.journal import Journal
    from studio.music.piece import Piece
    from studio.music.take import Take
    from studio.playing.chunks import Chunks


def key_name(key: Any) -> str:
    """A key in words, as in "G major"."""
    sharps = ("C", "G", "D", "A", "E", "B", "F#", "C#")
    flats = (
        "C",
        "F",
        "Bb",
        "Eb",
        "Ab",
        "Db",
        "Gb",
        "Cb",
    )
    minor_sharps = ("A", "E", "B", "F#", "C#", "G#", "D#", "A#")
    minor_flats = ("A", "D", "G", "C", "F", "Bb", "Eb", "Ab")
    fifths, mode = key
    names = {("major", True): sharps, ("major", False): flats, ("minor", True): minor_sharps}.get(
        (mode, fifths >= 0), minor_flats
    )
    return f"{names[abs(fifths)]} {mode}"


def part_of(made: Made, pupil: str | None) -> records.TakePartIn:
    """The one part of a solo take, as the journal takes it in."""
    return _part(made, made.take, "melody", pupil)


def parts_of(made: Made, pupil: str) -> tuple[records.TakePartIn, ...]:
    """The parts of a take: what the pupil played, then what was played beside it on a keyboard that is not theirs."""
    if made.mine is None:
        return (part_of(made, pupil),)
    take = made.take
    mine = _of_keyboards(take, [one for one in take.keyboards() if one in made.mine])
    beside = _of_keyboards(take, [one for one in take.keyboards() if one not in made.mine])
    parts = [_part(made, mine, "melody", pupil)] if _notes(mine) or not _notes(beside) else []
    return (*parts, _part(made, beside, "tutor", None, "tutor")) if _notes(beside) else tuple(parts)


def part_in(made: Made, name: str, pupil: str, keyboard: str) -> records.TakePartIn:
    """What one of several played, as the journal takes it in."""
    return replace(_part(made, made.take, name, pupil), keyboard=keyboard)


def _part(made: Made, take: Take, name: str, pupil: str | None, player: str = "") -> records.TakePartIn:
    from reflections.records import TakePartIn
    from studio.music.take import facts

    return TakePartIn(
        part=name,
        player=player or ("pupil" if pupil else "guest"),
        pupil=pupil,
        keyboard="",
        midi=take.to_midi(),
        facts=_facts(made, facts(take)),
    )


def _of_keyboards(take: Take, keyboards: Collection[int]) -> Take:
    """The same bars, with what these keyboards played."""
    events = tuple(event for event in take.events if event.keyboard in keyboards)
    return replace(take, events=events, sounds=tuple(pair for pair in take.sounds if pair[0] in keyboards))


def _notes(take: Take) -> int:
    return sum(isinstance(event, NoteOn) for event in take.events)


def take_fields(made: Made, session: records.Session | None) -> dict[str, Any]:
    """How a take was played, as the journal takes it in."""
    setting = made.setting
    here = session.id if session else None
    return {
        "session": made.session if made.found_in else here,  # a found one is of the day it was played
        "made_at": made.made_at,
        "seconds": made.seconds,
        "tempo": setting.bpm * setting.speed,
        "origin": made.origin,
        "mode": setting.mode,
        "help": setting.help,
        "hands": setting.hands,
        "speed": setting.at_end,
        "bars": setting.bars,
        "key": setting.key,
        "task": setting.task,
        "goal": setting.goal,
        "beat": setting.beat,
        "ladder": setting.ladder,
        "recording": made.recording,
        "span": made.span,
    }


def keep_made(
    journal: Journal, made: Made, pupil: str, session: records.Session | None, heard: Sequence[str]
) -> records.Take:
    """Keep a take of a piece, in the writer; the recordings that heard it too are told that it holds its notes."""
    take = keep_played(journal, made.setting.piece or "", parts_of(made, pupil), take_fields(made, session), heard)
    if made.chunks is not None:
        made.chunks.became_a_take()
    return take


def rows_of(hearing: Iterable[Chunks]) -> tuple[str, ...]:
    """The rows that have begun by now, of what is heard beside takes; asked on the writer."""
    return tuple(heard.row for heard in hearing if heard.row is not None)


def piece_facts(music: Piece) -> records.TakeFacts:
    """What can be counted in a piece that was never played."""
    from reflections.records import TakeFacts

    notes = [note for part in music.parts if part.role != "drums" for note in part.notes]
    roll = tuple(
        (music.seconds_at(n.start), music.seconds_at(n.end) - music.seconds_at(n.start), n.pitch, n.velocity)
        for n in notes
    )
    starts = tuple(music.seconds_at(bar.start) for bar in music.bars())
    count = sum(len(part.notes) for part in music.parts)
    return TakeFacts(seconds=music.seconds_at(music.end), notes=count, bar_starts=starts, roll=roll)


def made_of(item: records.Unfinished) -> Made | None:
    """The take in a recording that never ended."""
    from instruments.events import unpack

    made = found(unpack(item.chunks), dict(item.context), item.piece, item.id)
    return made and replace(made, made_at=item.began, session=item.session)


def _facts(made: Made, counted: Any) -> records.TakeFacts:
    from reflections.records import TakeFacts

    seconds, notes, bar_starts, roll = counted
    lead = (made.bar_one - made.take.start) / RATE  # what was played before bar 1 has a bar of its own
    reached = tuple(max(0.0, lead + start) for start in made.bar_starts)
    return TakeFacts(seconds=seconds, notes=notes, bar_starts=reached or bar_starts, roll=roll)


def task_to_be(pupil: str, session: str | None, piece: str, words: str, goal: str) -> records.Task:
    """A task that has no row yet, for the rules of asking to look at."""
    from datetime import UTC, datetime

    from reflections.records import Task

    return Task("", pupil, session, piece, None, None, words, goal, datetime.now(UTC))


def piece_from(content: bytes) -> Piece:
    """Open the MIDI bytes of a piece as it was kept."""
    from studio.music.piece import Piece

    return Piece.from_midi(content)


def take_of(journal: Journal, take_id: str, pupil: str, *, tutor: bool = False) -> Take:
    """Read what this pupil played in a take, all their parts at once, and with `tutor` the tutor's; the others' stay where they are.

    Of a take in which they played nothing, what the tutor played for them.
    """
    from studio.music.together import together

    return together(_parts_of_take(journal, take_id, pupil, tutor=tutor))


def _parts_of_take(journal: Journal, take_id: str, pupil: str, *, tutor: bool = False) -> list[bytes]:
    parts = [part for part in journal.take(take_id).parts if part.midi]
    theirs = [part for part in parts if part.player == TUTOR]
    mine = [part for part in parts if part.pupil == pupil]
    heard = [*mine, *(theirs if tutor else ())] or theirs
    return [part.midi for part in heard if part.midi]


class Unopened(NamedTuple):
    """The music of a piece as the journal keeps it, to be opened anywhere: what it is told from other music by, and the way."""

    digest: str
    open: Callable[[], Piece]


def unopened(journal: Journal, row: records.Piece) -> Unopened | None:
    """Read, on the writer, a piece of the pupil's as it was left; None where there is no music in it.

    An idea that was only played opens as it was played last.
    """
    if words := journal.draft(f"piece {row.id}"):
        return Unopened(_digest(words.encode()), lambda: piece_from(b64decode(words)))
    if content := journal.piece(row.id).content:
        return Unopened(_digest(content), lambda: piece_from(content))
    latest = journal.latest_take(row.id)
    parts = _parts_of_take(journal, latest.id, row.pupil or "") if latest is not None else []
    return Unopened(_digest(*parts), lambda: _piece_played(parts, row.title)) if parts else None


def _digest(*parts: bytes) -> str:
    whole = sha256()
    for part in parts:
        whole.update(part)
    return whole.hexdigest()


def _piece_played(parts: list[bytes], title: str) -> Piece:
    from studio.music.take import as_piece
    from studio.music.together import together

    return as_piece(together(parts), title)


def keep_draft(journal: Journal, row: str, content: bytes) -> None:
    """Keep a piece, as MIDI bytes, as it is just now, in the writer."""
    journal.set_draft(f"piece {row}", b64encode(content).decode("ascii"))


def read_draft(journal: Journal, row: str) -> bytes | None:
    """Read a piece as it was left, as MIDI bytes, in the writer; None if it is as it was kept."""
    words = journal.draft(f"piece {row}")
    return b64decode(words) if words else None


def read_made(journal: Journal, row: str) -> bytes | None:
    """Read what was made of a piece, in the writer: its draft, else its latest version; None where it has neither."""
    draft = read_draft(journal, row)
    versions = journal.versions(row) if draft is None else ()
    return journal.version(versions[-1].id).content if versions else draft


def keep_sound(journal: Journal, row: str, sound: str) -> None:
    """Keep what the keys sounded like with a piece, in the writer."""
    journal.set_setting(f"sound {row}", sound)


def read_sound(journal: Journal, row: str) -> str:
    """Read what the keys sounded like with a piece, in the writer; "" if none was chosen for it."""
    return str(journal.setting(f"sound {row}", ""))


def read_mine(journal: Journal, pupil: str) -> Mine:
    """Read what one pupil has, in the writer."""
    return Mine(
        pieces=journal.pieces(pupil),
        goals=journal.goals(pupil),
        preferences=journal.preferences(pupil),
        toolkit=journal.toolkit(pupil),
        likes=journal.interests(pupil),
    )


def row_of(stand: Stand, pupil: str) -> str | None:
    """The row that what is on the stand has by now, be it that only the writer knows it yet."""
    return stand.row or stand.rows.get(pupil)


def kept_already(journal: Journal, row: str, content: bytes) -> records.Version | None:
    """Find the latest version of a piece if it is just this: then there is nothing new to keep."""
    versions = journal.versions(row)
    same = versions and versions[-1].sha256 == sha256(content).hexdigest()
    return versions[-1] if same else None


def piece_row(journal: Journal, pupil: str, session: records.Session | None, stand: Stand | None) -> tuple[str, str]:
    """The row and title of what is on the stand, or of an idea of the pupil's own; made if there is none yet."""
    if stand is None:
        return _new_piece(journal, pupil, session, None)
    row = row_of(stand, pupil)
    if row is not None:
        return row, stand.title
    row, title = _new_piece(journal, pupil, session, stand)
    stand.rows[pupil] = row
    return row, title


def _new_piece(journal: Journal, pupil: str, session: records.Session | None, stand: Stand | None) -> tuple[str, str]:
    here = session.id if session else None
    if stand is not None:
        same = next((p for p in journal.pieces(pupil) if stand.source and p.source == stand.source), None)
        if same is not None:
            if stand.goal is not None and stand.goal not in same.goals:
                journal.take_on(same.id, stand.goal)
            return same.id, same.title
        piece = journal.keep_piece(
            pupil,
            stand.title,
            kind=stand.kind,
            source=stand.source,
            chosen_by=stand.chosen_by,
            content=stand.music.to_midi(),
            session=here,
            goal=stand.goal,
        )
        return piece.id, piece.title
    ideas = sum(1 for p in journal.pieces(pupil) if p.kind == "own")
    piece = journal.keep_piece(
        pupil,
        say("lesson.my idea n", n=ideas + 1),
        kind="own",
        source="",
        chosen_by="pupil",
        content=b"",
        session=here,
        goal=None,
    )
    return piece.id, piece.title
