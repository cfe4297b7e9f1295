"""Files from outside: read in a worker process under limits, checked as plain values, refused in a sentence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from studio.music import graces, smf, worker
from studio.music.plain import MOST_NAME, from_plain, name_of, to_plain

if TYPE_CHECKING:
    from studio.music.piece import Note, Part, Piece
    from studio.music.written import Sheet

MOST_SECONDS: Final = 10.0
MOST_MEGABYTES: Final = 600

MOST_BYTES: Final = 40_000_000
"""Of a score in plain XML, which is long-winded; MIDI files may have `smf.MOST_BYTES`."""

Format = Literal["midi", "musicxml", "mxl", "abc"]

_CUT_BEFORE_IT_BEGAN: Final = "This MIDI file was cut off before its first note."
_NO_NOTES: Final = "There are no notes in this file."
_TOO_BIG: Final = "This file is too big for a piece of music."
_A_SOUND: Final = "This looks like a sound recording. Soundfolio opens files that hold notes: MIDI, MusicXML and ABC."
_NOT_MUSIC: Final = {
    b"RIFF": _A_SOUND, b"ID3": _A_SOUND, b"OggS": _A_SOUND, b"fLaC": _A_SOUND, b"FORM": _A_SOUND, b"\xff\xfb": _A_SOUND,
    b"%PDF": "This is a page of music as a picture. Soundfolio opens files that hold notes: MIDI, MusicXML and ABC.",
    b"MSC": "This is a MuseScore file. In MuseScore, choose Export and then MusicXML: Soundfolio opens that.",
}  # fmt: skip
_NOT_KNOWN: Final = "This is no music file that Soundfolio can open. It opens MIDI, MusicXML and ABC files."


class IntakeError(Exception):
    """A file could not be taken in; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a file held: the piece as it is played, and as it stands on paper (with its repeats written once).

    `missing` is a sentence for people where something was cut off, else empty.
    """

    piece: Piece
    missing: str = ""
    page: Piece | None = None

    @property
    def written(self) -> Piece:
        """The piece as it stands on paper."""
        return self.page or self.piece

    @property
    def source(self) -> str:
        """The same for the same music, whatever its file was called: a piece that came in before is known by it.

        Fingers, grace notes and repeat signs are left out, which files brought in earlier have lost.
        """
        bare = replace(graces.plain(self.piece), title="", repeats=None)
        bare = replace(bare, parts=tuple(replace(part, notes=_unfingered(part)) for part in bare.parts))
        return f"file:{hashlib.sha256(bare.to_midi()).hexdigest()[:32]}"


def _unfingered(part: Part) -> tuple[Note, ...]:
    return tuple(replace(note, finger=0) for note in part.notes)


def read_piece(source: bytes | Path, name: str = "") -> Piece:
    """Read the piece in a file; see `read_file`."""
    return read_file(source, name).piece


def read_file(source: bytes | Path, name: str = "") -> TakenIn:
    """Read a file, given as bytes or by its path; `name` titles one that names itself nothing.

    What it is its first bytes say, whatever it is called: MIDI (.mid, .kar), MusicXML (.musicxml, .mxl) or ABC (.abc).

    Takes at most `MOST_SECONDS` and changes nothing. Raises IntakeError.
    """
    if isinstance(source, Path):
        return read_file(_bytes_of(source), name or source.stem)
    _look(source)
    try:
        values = worker.run(_read, source, seconds=MOST_SECONDS, megabytes=MOST_MEGABYTES)
    except worker.RefusedError as refusal:
        raise IntakeError(str(refusal)) from refusal
    except worker.TooSlowError as slow:
        raise IntakeError("This file takes too long to read. It may be damaged.") from slow
    except worker.WorkError as broke:
        raise IntakeError("This file could not be read. It may be damaged.") from broke
    try:
        piece, missing = from_plain(values), name_of(values["missing"])
        page = from_plain(values["page"]) if values["page"] else None
    except (LookupError, TypeError, ValueError) as wrong:
        raise IntakeError("This file holds something that is not music. It may be damaged.") from wrong
    return TakenIn(piece if piece.title else _titled(piece, name), missing, page)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise IntakeError(f"There is no file called {path.name}.") from None
    except IsADirectoryError:
        raise IntakeError(f"{path.name or path} is a folder. Choose a file inside it.") from None
    except PermissionError:
        raise IntakeError(f"This computer does not let Soundfolio read {path.name}.") from None
    except OSError as error:
        raise IntakeError(
            f"{path.name} could not be read: {error.strerror or 'the computer does not say why'}."
        ) from error


def _look(data: bytes) -> Format:
    """Tell what a file is, or refuse at once what is no music and say what it seems to be."""
    if not data:
        raise IntakeError("This file is empty.")
    if b"MThd" in data[:4096]:
        if len(data) > smf.MOST_BYTES:
            raise IntakeError("This file is too big for a piece of music: MIDI files are rarely over one megabyte.")
        return "midi"
    if len(data) > MOST_BYTES:
        raise IntakeError(_TOO_BIG)
    if data.startswith(b"PK\x03\x04"):
        return "mxl"
    for mark, said in _NOT_MUSIC.items():
        if data.startswith(mark):
            raise IntakeError(said)
    head = data[:65536].replace(b"\0", b"")
    if b"<score-partwise" in head or b"<score-timewise" in head:
        return "musicxml"
    if _is_abc(data[:65536]):
        return "abc"
    raise IntakeError(_NOT_KNOWN)


def _is_abc(data: bytes) -> bool:
    from studio.music import abchead, markup

    return b"\0" not in data[2:] and abchead.looks_like(markup.text_of(data))


def _titled(piece: Piece, name: str) -> Piece:
    return replace(piece, title=smf.clean(name.replace("_", " "), MOST_NAME))  # so that a line can break


# ---------------------------------------------------------------- in the worker process


def _read(data: bytes) -> dict[str, Any]:
    """Read a file to plain values; ValueError with a sentence where it holds no notes."""
    match _look(data):
        case "midi":
            piece, missing = _of_midi(data)
            page = None
        case "abc":
            from studio.music import abcscore, markup

            piece, page, missing = _of_sheet(abcscore.read(markup.text_of(data)))
        case kind:
            from studio.music import markup, xmlscore

            piece, page, missing = _of_sheet(xmlscore.read(markup.unpacked(data) if kind == "mxl" else data))
    return {**to_plain(piece), "missing": missing, "page": to_plain(page) if page else None}


def _of_midi(data: bytes) -> tuple[Piece, str]:
    from studio.music.hands import shared_out
    from studio.music.midi import piece_of

    file = smf.read(data)
    piece, missing = piece_of(file), _missing(file)
    if not any(part.notes for part in piece.parts):
        raise smf.UnreadableError(_CUT_BEFORE_IT_BEGAN if missing else "This MIDI file has no notes in it.")
    return shared_out(piece), missing


def _of_sheet(sheet: Sheet) -> tuple[Piece, Piece | None, str]:
    """The piece as it is played, as it stands on paper where that is another, and what is missing."""
    page, piece = sheet.as_written(), sheet.as_played()
    if not any(part.notes for part in page.parts):
        raise smf.UnreadableError(_NO_NOTES)
    chords = sheet.chord_part() if not any(part.role == "chords" for part in piece.parts) else None
    played = replace(piece, parts=(*piece.parts, chords)) if chords else piece
    return played, page if page != played else None, sheet.missing


def _missing(file: smf.MidiFile) -> str:
    """Say what is not in a file that was cut off."""
    gone = max(0, file.parts_said - len(file.tracks))
    parts = f"{gone} of its {file.parts_said} parts"
    if smf.CUT_OFF in file.mended:
        return f"This file was cut off: its end is missing{f', and {parts}' if gone else ''}. The rest is here."
    return f"This file does not hold {parts}. The rest is here." if gone else ""
