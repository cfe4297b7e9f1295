"""What a page is made of: of a take that several pupils played, nothing but this pupil's own parts (I8)."""

import base64
import multiprocessing
import re
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from instruments import render
from instruments.events import RATE, NoteOff, NoteOn
from reflections import records
from studio.music import abcscore, worker
from studio.music.take import record
from studio.papers import drawing, illustrate, written
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
    rendered: list[written.Heard] = []
    monkeypatch.setattr(drawing, "_rendered", lambda music, *_: rendered.append(music) or b"")
    drawn: list[dict[str, Any]] = []
    monkeypatch.setattr(drawing, "_engraved", lambda plain, _: drawn.extend(plain) or ["" for _ in plain])
    page = illustrate.page_of(illustrate.gather(sitting.journal, played_together[0].id), lambda _done, _words: None)

    (heard,) = rendered
    assert drawn == [written.plain(heard)]
    assert not heard.clock, "nothing went along"
    assert sorted(e.pitch for e in heard.take.events if isinstance(e, NoteOn)) == [60, 62, 67]
    assert "Amira" not in page
    assert base64.b64encode(played_together[2][0]).decode() not in page
    assert not re.search(r"\bpitch\D+41\b", page)


@pytest.fixture
def long_take(sitting: Sitting) -> drawing.Materials:
    """What a page is made of whose one take lasts five minutes: four keys a second."""
    sitting.unlock()
    jo = sitting.journal.pupils()[0]
    session = sitting.journal.open_session((jo.id,))
    piece = sitting.journal.keep_piece(jo.id, "Long", kind="own", session=session.id)
    step = RATE // 4
    events = [
        one
        for n in range(1200)
        for one in (NoteOn(n * step, 1, 48 + n % 24, 80), NoteOff(n * step + step // 2, 1, 48 + n % 24, 0))
    ]
    take = record(events, start=0, end=300 * RATE, bpm=120)
    facts = records.TakeFacts(300.0, 1200, (0.0,), ())
    part = records.TakePartIn("melody", "pupil", jo.id, "keys", take.to_midi(), facts)
    sitting.journal.keep_take(piece.id, (part,), session=session.id, seconds=300.0, tempo=120.0)
    return illustrate.gather(sitting.journal, jo.id)


@pytest.mark.whole
@pytest.mark.parametrize("while_", ["engraving", "rendering", "encoding"])
def test_a_page_of_a_five_minute_take_is_given_up_within_a_second(
    long_take: drawing.Materials, while_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_at: list[float] = []

    def cancelled() -> bool:
        return bool(stopped_at)

    def stop() -> None:
        stopped_at.append(time.process_time())  # what others do on this computer does not count

    if while_ == "engraving":
        monkeypatch.setattr(worker, "answer", stopping_before(worker.answer, stop))  # writing out has begun
    elif while_ == "encoding":
        monkeypatch.setattr(drawing, "_engraved", lambda music, _: ["" for _ in music])
        monkeypatch.setattr(render, "render", lambda *_, **__: np.zeros((300 * RATE, 2), np.float32))
        monkeypatch.setattr(render, "_encoded", stopping_before(render._encoded, stop))
    else:
        monkeypatch.setattr(drawing, "_engraved", lambda music, _: ["" for _ in music])

    def progress(done: float, words: str) -> None:
        if done > 0.55:  # well within the one take
            stop()

    with pytest.raises(drawing.Stopped):
        illustrate.page_of(long_take, progress, cancelled)
    assert time.process_time() - stopped_at[0] < 1.0
    assert not multiprocessing.active_children()


def stopping_before(real: Callable[..., Any], stop: Callable[[], None]) -> Callable[..., Any]:
    def call(*given: Any, **named: Any) -> Any:
        stop()
        return real(*given, **named)

    return call


def test_music_with_a_repeat_is_drawn_once_and_lights_up_twice() -> None:
    piece = abcscore.read("X:1\nT:Round\nM:2/4\nL:1/4\nQ:1/4=60\nK:C\nc d|e f:|\n").as_played()

    ((document, _, first, again),) = written.papers([{"piece": base64.b64encode(piece.to_midi()).decode()}])

    assert document.count("<pitch>") == 4
    assert (first["n0-0"], again["n0-0"]) == (0.0, (4.0,))
