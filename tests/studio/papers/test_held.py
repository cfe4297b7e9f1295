"""All that is held on a pupil, as files: a page that shows every row, JSON that explains itself, music and voices as they are."""

import io
import json
import re
import zipfile
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from instruments.events import NoteOff, NoteOn, pack
from reflections.records.held import Held, HeldField, HeldTable
from studio.music.take import Take
from studio.papers import drawing, held

AT = datetime(2026, 6, 3, 10, tzinfo=UTC)
PIECE = HeldTable(
    "piece",
    "A piece of music.",
    (
        HeldField("id", "words", "", ()),
        HeldField("title", "words", "", ()),
        HeldField("kind", "words", "", ("tune", "song")),
        HeldField("content", "file", "", ()),
    ),
    ({"id": "p1", "title": "<b>Morning</b>", "kind": "tune", "content": b"MThd-piece"},),
)
SAID = HeldTable(
    "reflection",
    "What a pupil said.",
    (
        HeldField("id", "words", "", ()),
        HeldField("piece_id", "words", "piece", ()),
        HeldField("body", "words", "", ()),
        HeldField("sound", "file", "", ()),
        HeldField("made_at", "moment", "", ()),
    ),
    (
        {"id": "r1", "piece_id": "p1", "body": "", "sound": b"OggS-voice", "made_at": AT},
        {"id": "r2", "piece_id": "p1", "body": "مرحبا 🎹 =1+1", "sound": None, "made_at": AT},
    ),
)
NEW = HeldTable("brand_new", "A table of a later release.", (HeldField("id", "words", "", ()), HeldField("said", "words", "", ())), ({"id": "n1", "said": "unheard of"},))  # fmt: skip
RECORDING = HeldTable(
    "recording",
    "A recording under way.",
    (HeldField("id", "words", "", ()), HeldField("context", "list", "", ())),
    ({"id": "c1", "context": {"kind": "take"}},),
)
PLAYED = pack((NoteOn(100, 1, 60, 90), NoteOff(24_100, 1, 60, 0)))


def all_of(recordings: tuple[tuple[str, bytes], ...] = ()) -> Held:
    tables = (SAID, PIECE, NEW, *((RECORDING,) if recordings else ()))
    return Held("pupil", "Amira", AT, tables, ({"at": AT, "table": "piece", "row": "p1", "field": "title", "value": "Dawn"},), recordings, (), {})  # fmt: skip


@pytest.fixture(autouse=True)
def plain_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The letters of a page take a second to make and are tried elsewhere."""
    monkeypatch.setattr("reflections.pages.render.lexend", lambda: b"wOF2")


def test_music_and_voices_lie_beside_the_page_under_their_pieces_name() -> None:
    found = held.folder(all_of())
    assert found["Sound/001 bMorningb, reflection.ogg"] == b"OggS-voice"
    assert found["Sound/002 bMorningb, piece.mid"] == b"MThd-piece"
    page = found["All that is held.html"].decode()
    links = set(re.findall(r'href="(Sound/[^"]+)"', page))
    assert links == {"Sound/001%20bMorningb%2C%20reflection.ogg", "Sound/002%20bMorningb%2C%20piece.mid"}


def test_the_page_shows_every_row_in_plain_headings_and_what_was_written_stays_words() -> None:
    page = held.folder(all_of())["All that is held.html"].decode()
    assert "&lt;b&gt;Morning&lt;/b&gt;" in page
    assert "<b>Morning" not in page
    assert "مرحبا 🎹 =1+1" in page
    where = [page.index(f">{name}</h2>") for name in ("Your pieces", "What you said", "Brand new")]
    assert where == sorted(where)
    assert "unheard of" in page
    assert page.count("3 June 2026, 10:00 UTC") == 3
    assert "<script" not in page
    assert not re.findall(r"https?://", page)


def test_the_data_says_what_each_field_is_and_what_stood_there_before() -> None:
    found = held.folder(all_of())
    data = json.loads(found["data.json"])
    assert data["tables"]["piece"]["fields"]["kind"] == "words (one of: tune, song)"
    assert data["tables"]["reflection"]["fields"]["piece_id"] == "the id of a row of piece"
    assert data["rows"]["piece"][0]["content"] == "Sound/002 bMorningb, piece.mid"
    assert data["rows"]["reflection"][1] == {
        "id": "r2", "piece_id": "p1", "body": "مرحبا 🎹 =1+1", "sound": None, "made_at": "2026-06-03T10:00:00+00:00",
    }  # fmt: skip
    assert json.loads(found["history.json"])["changes"][0]["value"] == "Dawn"


def test_what_nobody_has_decided_on_is_played_from_midi_and_what_is_no_playing_stays_as_it_is() -> None:
    found = held.folder(all_of((("c1", PLAYED), ("c2", b"voice"))))
    assert len(Take.from_midi(found["Sound/Not decided on 1.mid"]).events) == 2
    assert found["Sound/Not decided on 2.bin"] == b"voice"


def test_locked_it_is_one_page_without_a_word_of_it_and_the_files_are_inside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inside: list[str] = []
    monkeypatch.setattr("reflections.pages.locked._sealed", lambda page, *_rest: inside.append(page.decode()) or b"x")
    page = held.locked(all_of(), "four green boats")
    assert "Amira" not in page
    assert "All that is held, locked" in page
    packed = re.search(r"data:application/zip;base64,([^\"]+)", inside[0])
    assert packed is not None
    with zipfile.ZipFile(io.BytesIO(b64decode(packed[1]))) as archive:
        assert archive.read("Sound/002 bMorningb, piece.mid") == b"MThd-piece"
        assert "data.json" in archive.namelist()
    with pytest.raises(ValueError, match="at least"):
        held.locked(all_of(), "short")


@pytest.mark.parametrize("make", [held.folder, lambda of, stop: held.locked(of, "four green boats", stop)])
def test_given_up_it_makes_nothing(make: Callable[..., object]) -> None:
    with pytest.raises(drawing.Stopped):
        make(all_of(), lambda: True)


def test_it_is_called_and_told_in_the_language_of_whom_it_is_about(monkeypatch: pytest.MonkeyPatch) -> None:
    abroad = replace(all_of((("c1", PLAYED),)), language="pl")
    found = held.folder(abroad)
    assert "Dźwięk/Bez decyzji 1.mid" in found
    page = found["Wszystko, co tu jest.html"].decode()
    assert '<html lang="pl">' in page
    assert "3 czerwca 2026, 10:00 UTC" in page
    assert "Twoje utwory</h2>" in page
    monkeypatch.setattr("reflections.pages.locked._sealed", lambda *_: b"x")
    assert "Wszystko, co tu jest, na hasło" in held.locked(abroad, "four green boats")
