"""All that is held on a pupil, as a folder that anybody can read, or as one page locked with a password."""

from __future__ import annotations

import io
import json
import zipfile
from base64 import b64encode
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from studio import files
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reflections.records.held import Held

FORMAT: Final = 1
DATA, HISTORY = "data.json", "history.json"
NAME: Final = 40  # letters of a file's name
# what the first bytes say a file is; what nobody knows stays bytes
_KINDS: Final = (
    (b"MThd", ".mid"), (b"OggS", ".ogg"), (b"RIFF", ".wav"), (b"fLaC", ".flac"), (b"ID3", ".mp3"), (b"\xff", ".mp3"),
)  # fmt: skip
Files = dict[str, bytes]
Places = dict[tuple[str, str, str], str]  # where a file lies, by table, row and field


def folder(held: Held, cancelled: Callable[[], bool] = lambda: False) -> Files:
    """Return its files by name: a page to read, the same as JSON that explains itself, music as MIDI, voices as they are.

    On the worker; raises drawing.Stopped.
    """
    from reflections.pages import held as page
    from studio.papers.drawing import stop_if

    found, places = _music(held)
    stop_if(cancelled)
    found |= _data(held, places)
    stop_if(cancelled)
    return {f"{say('papers.all that is held', language=held.language)}.html": page.html(held, places).encode()} | found


def locked(held: Held, password: str, cancelled: Callable[[], bool] = lambda: False) -> str:
    """Return one page that opens with the password in any browser, the files in it as a ZIP. ValueError where that is too short."""
    from reflections.pages import held as page
    from reflections.pages import locked as lock
    from reflections.sentences import tongue
    from studio.papers.drawing import stop_if

    found, places = _music(held)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (found | _data(held, places)).items():
            archive.writestr(name, data)
    stop_if(cancelled)
    return lock.locked(
        page.html(held, places, b64encode(packed.getvalue()).decode()),
        password,
        language=held.language,
        title=tongue(held.language, "held").say("held.title"),
        beside="",
    )


# -- music and voices -------------------------------------------------------------------------------------------------
def _music(held: Held) -> tuple[Files, Places]:
    """Every row's bytes as a file: numbered, and called as its piece is."""
    titles = {row["id"]: str(row.get("title", "")) for table in held.tables for row in table.rows}
    piece_of = {row["id"]: row.get("piece_id") for table in held.tables for row in table.rows}
    found: Files = {}
    places: Places = {}
    for table in held.tables:
        for row in table.rows:
            for field in (one.name for one in table.fields if one.kind == "file"):
                if data := row[field]:
                    piece = (
                        row.get("piece_id") or piece_of.get(row.get("take_id") or row.get("version_id")) or row["id"]
                    )
                    title = files.plain(titles.get(piece, "")[:NAME], say("papers.piece", language=held.language))
                    what = table.name.replace("_", " ")
                    name = f"{say('papers.sound', language=held.language)}/{len(found) + 1:03d} {title}, {what}{_kind(data)}"
                    found[name], places[table.name, row["id"], field] = data, name
    for n, (recording, events) in enumerate(held.recordings, 1):
        data, kind = _as_midi(events)
        name = f"{say('papers.sound', language=held.language)}/{say('papers.not decided on', language=held.language)} {n}{kind}"
        found[name], places["recording", recording, "context"] = data, name
    return found, places


def _kind(data: bytes) -> str:
    return next((kind for start, kind in _KINDS if data.startswith(start)), ".bin")


def _as_midi(events: bytes) -> tuple[bytes, str]:
    """What was played as MIDI; the bytes as they are where it was no playing (a voice)."""
    from instruments.errors import BadRecord
    from instruments.events import unpack
    from studio.music.take import record

    try:
        played = unpack(events)
        return record(played, start=played[0].frame, end=played[-1].frame).to_midi(), ".mid"
    except (BadRecord, IndexError):
        return events, ".bin"


# -- the same for a program -------------------------------------------------------------------------------------------
def _data(held: Held, places: Mapping[tuple[str, str, str], str]) -> Files:
    about = {
        table.name: {
            "is": table.what,
            "fields": {
                one.name: " ".join(
                    filter(
                        None,
                        (
                            f"the id of a row of {one.points_at}" if one.points_at else _MEANS.get(one.kind, one.kind),
                            f"(one of: {', '.join(one.allowed)})" if one.allowed else "",
                        ),
                    )
                )
                for one in table.fields
            },
        }
        for table in held.tables
    }
    rows = {
        table.name: [
            {name: _plain(value, places.get((table.name, row["id"], name))) for name, value in row.items()}
            for row in table.rows
        ]
        for table in held.tables
    }
    whole = {"format": FORMAT, "alias": held.alias, "copied_at": held.at.isoformat(), "tables": about, "rows": rows}
    history = {"format": FORMAT, "fields": _HISTORY, "changes": held.history}
    return {
        name: json.dumps(each, ensure_ascii=False, indent=1, default=_plain).encode()
        for name, each in ((DATA, whole), (HISTORY, history))
    }


_MEANS: Final = {
    "moment": "a moment in UTC, ISO 8601", "day": "a day, ISO 8601", "file": "a file beside this one, by its name",
    "list": "a list, or names with values",
}  # fmt: skip
_HISTORY: Final = {
    "at": "when, by the clock of the laptop it was changed on", "table": "a table of data.json", "row": "the id of a row",
    "field": "which field; * is all of a new row, - is that it was deleted",
    "value": "what stood there from then on; of a file its SHA-256",
}  # fmt: skip


def _plain(value: Any, place: str | None = None) -> Any:
    if place is not None:
        return place
    if isinstance(value, datetime | date):
        return value.isoformat()
    return None if isinstance(value, bytes) else value
