"""What a page is made of: of a take that several pupils played, nothing but this pupil's own parts (I8)."""

import base64
import re

import pytest

from instruments.events import RATE, NoteOff, NoteOn
from reflections import records
from studio import illustrate
from studio.music.take import Take, record
from tests.studio.conftest import Sitting

OTHERS = 41  # the pitch that only the other pupil plays


def part(pupil: str, name: str, *pitches: int) -> records.TakePartIn:
    events = [
        one
        for n, pitch in enumerate(pitches)
        for one in (NoteOn(n * RATE, 1, pitch, 80), NoteOff(n * RATE + RATE // 2, 1, pitch, 0))
    ]
    roll = tuple((float(n), 0.5, pitch, 80) for n, pitch in enumerate(pitches))
    facts = records.TakeFacts(4.0, len(pitches), (0.0, 2.0), roll)
    return records.TakePartIn(
        name, "pupil", pupil, "keys", record(events, start=0, end=4 * RATE, bpm=120).to_midi(), facts
    )


@pytest.fixture
def played_together(sitting: Sitting) -> tuple[records.Pupil, records.Pupil, tuple[bytes, bytes, bytes]]:
    """A take of two pupils in which the other one's part comes first; theirs, and Jo's own two."""
    sitting.unlock()
    jo, amira = sorted(sitting.journal.pupils(), key=lambda one: one.shown, reverse=True)
    session = sitting.journal.open_session((jo.id, amira.id), mode="group")
    piece = sitting.journal.keep_piece(jo.id, "Ours", kind="own", session=session.id)
    parts = (part(amira.id, "bass", OTHERS), part(jo.id, "melody", 60, 62), part(jo.id, "chords", 67))
    sitting.journal.keep_take(piece.id, parts, session=session.id, seconds=4.0, tempo=120.0)
    return jo, amira, (parts[0].midi, parts[1].midi, parts[2].midi)


def test_what_one_pupil_takes_home_holds_no_byte_of_what_another_played(
    sitting: Sitting, played_together: tuple[records.Pupil, records.Pupil, tuple[bytes, bytes, bytes]]
) -> None:
    jo, amira, (theirs, melody, chords) = played_together
    materials = illustrate.gather(sitting.journal, jo.id)

    assert list(materials.takes.values()) == [(melody, chords)]
    assert theirs not in repr(materials).encode()
    for never in (amira.id, amira.shown):
        assert never not in repr(materials)


def test_what_is_drawn_and_rendered_is_the_pupils_own_parts_at_once(
    sitting: Sitting,
    played_together: tuple[records.Pupil, records.Pupil, tuple[bytes, bytes, bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rendered: list[Take] = []
    drawn: list[Take] = []
    monkeypatch.setattr(illustrate, "_rendered", lambda music: rendered.append(music) or b"")
    monkeypatch.setattr(illustrate, "_engraved", lambda music: drawn.extend(music) or [("", {}) for _ in music])
    page = illustrate.page_of(illustrate.gather(sitting.journal, played_together[0].id), lambda _done, _words: None)

    (take,) = rendered
    assert drawn == [take]
    assert sorted(e.pitch for e in take.events if isinstance(e, NoteOn)) == [60, 62, 67]
    assert "Amira" not in page
    assert base64.b64encode(played_together[2][0]).decode() not in page
    assert not re.search(r"\bpitch\D+41\b", page)
