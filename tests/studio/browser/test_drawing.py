"""A page's music: one take or version, made once, kept while the pages are open and let go of when they lock."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from instruments.events import RATE, NoteOff, NoteOn
from reflections import Busy, NotFound, records
from studio.browser import drawing as browser_drawing
from studio.browser.drawing import MOST, Drawing
from studio.music.take import record
from studio.papers import drawing as papers
from tests.studio.conftest import Sitting


@pytest.fixture
def takes(sitting: Sitting) -> tuple[str, str]:
    """Two takes of one piece of Jo's."""
    journal = sitting.journal
    jo = next(one for one in journal.pupils() if one.shown == "Jo")
    session = journal.open_session([jo.id])
    piece = journal.keep_piece(jo.id, "Bus", kind="own", session=session.id)
    events = [NoteOn(0, 1, 60, 80), NoteOff(RATE, 1, 60, 0)]
    midi = record(events, start=0, end=4 * RATE, bpm=120).to_midi()
    facts = records.TakeFacts(4.0, 1, (0.0, 2.0), ((0.0, 1.0, 60, 80),))
    parts = [records.TakePartIn("melody", "pupil", jo.id, "keys", midi, facts)]
    first, latest = (journal.keep_take(piece.id, parts, session=session.id, seconds=4.0, tempo=120.0) for _ in range(2))
    return first.id, latest.id


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was rendered, over which stretch; nothing is engraved."""
    found: list[Any] = []
    monkeypatch.setattr(papers, "_rendered", lambda _music, stretch, *_: found.append(stretch) or b"mp3")
    monkeypatch.setattr(papers, "_engraved", lambda given, _: ["<svg/>" for _ in given])
    monkeypatch.setattr(papers, "_letters", lambda: b"letters")
    return found


def drawing_of(sitting: Sitting) -> Drawing:
    return Drawing(lambda work: work(sitting.journal))


def test_a_take_is_drawn_and_heard_as_loud_as_the_one_it_is_compared_with(
    sitting: Sitting, takes: tuple[str, str], rendered: list[Any]
) -> None:
    made = [drawing_of(sitting)(take) for take in takes]
    assert [one.mp3 for one in made] == [b"mp3", b"mp3"]
    assert made[0].svg == "<svg/>"
    assert rendered == [(0.0, 4.0)]  # the bars of both; the other is the same music, and lies on the shelf by now


def test_it_is_made_once_and_after_it_was_forgotten_it_comes_from_the_sealed_shelf(
    sitting: Sitting, takes: tuple[str, str], rendered: list[Any]
) -> None:
    drawing = drawing_of(sitting)
    assert drawing(takes[0]) is drawing(takes[0])
    drawing.forget()
    assert drawing._made == {}
    assert drawing(takes[0]).mp3 == b"mp3"
    assert len(rendered) == 1


def test_the_score_is_there_before_any_sound_and_is_engraved_once(
    sitting: Sitting, takes: tuple[str, str], rendered: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    engraved: list[int] = []
    monkeypatch.setattr(papers, "_engraved", lambda given, _: engraved.append(len(given)) or ["<svg/>" for _ in given])
    drawing = drawing_of(sitting)
    score = drawing(takes[0], score=True)
    assert (score.svg, score.mp3, rendered) == ("<svg/>", b"", [])
    assert drawing(takes[0], score=True) is score
    whole = drawing(takes[0])
    assert (whole.svg, whole.mp3) == ("<svg/>", b"mp3")
    assert drawing(takes[0], score=True) is whole
    assert sum(engraved) == 1


def test_it_says_how_much_of_the_sound_is_made_and_nothing_of_it_once_it_is_there(
    sitting: Sitting, takes: tuple[str, str], rendered: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[float] = []

    def half(_music: Any, _stretch: Any, done: Any, _cancelled: Any) -> bytes:
        done(0.5)
        said.append(drawing.share(takes[0]))
        return b"mp3"

    drawing = drawing_of(sitting)
    monkeypatch.setattr(papers, "_rendered", half)
    drawing(takes[0], score=True)
    drawing(takes[0])
    assert said == [0.5]
    assert (drawing.share(takes[0]), drawing.share("nothing")) == (0.0, 0.0)


def test_what_was_put_aside_or_never_was_is_a_sentence(
    sitting: Sitting, takes: tuple[str, str], rendered: list[Any]
) -> None:
    sitting.journal.put_aside(takes[0])
    for item in (takes[0], "nothing"):
        with pytest.raises(NotFound) as told:
            drawing_of(sitting)(item)
        assert str(told.value).endswith(".")
    assert rendered == []


def test_only_the_last_few_stay_in_memory(sitting: Sitting, takes: tuple[str, str], rendered: list[Any]) -> None:
    drawing = drawing_of(sitting)
    for n in range(MOST):
        drawing._made[str(n)] = records.Illustration("", {}, b"")
    drawing(takes[0])
    assert len(drawing._made) == MOST
    assert "0" not in drawing._made


def waiting(drawing: Drawing, count: int) -> None:
    with drawing._turn:
        assert drawing._turn.wait_for(lambda: len(drawing._waiting) == count, 5)


def test_what_was_asked_for_last_is_made_first_and_what_nobody_waits_for_never(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go, order = Event(), Event(), list[str]()

    def made(
        _self: Drawing, _materials: Any, item: str, _gone: Any, _scores: Any, *, score: bool
    ) -> records.Illustration:
        began.set()
        assert go.wait(60)
        order.append(f"{item}, score" if score else item)
        return records.Illustration("", {}, item.encode())

    monkeypatch.setattr(browser_drawing, "gather", lambda _journal, item: item)
    monkeypatch.setattr(Drawing, "_drawn", made)
    drawing, left = drawing_of(sitting), Event()
    with ThreadPoolExecutor(6) as pool:
        first = pool.submit(drawing, "first")
        assert began.wait(60)
        old = pool.submit(drawing, "of a page that was left", left.is_set)
        waiting(drawing, 1)
        before = pool.submit(drawing, "asked before")
        waiting(drawing, 2)
        heard = pool.submit(drawing, "pressed", pressed=True)
        waiting(drawing, 3)
        score = pool.submit(drawing, "before sounds", score=True)
        waiting(drawing, 4)
        latest = pool.submit(drawing, "asked last")
        waiting(drawing, 5)
        left.set()
        with pytest.raises(Busy):
            old.result(5)
        go.set()
        assert [one.result(5).mp3 for one in (first, before, latest)] == [b"first", b"asked before", b"asked last"]
        score.result(5)
        heard.result(5)
    assert order == ["first", "pressed", "before sounds, score", "asked last", "asked before"]


def test_a_drawing_is_given_up_when_its_page_is_left_and_made_for_the_next(
    sitting: Sitting, takes: tuple[str, str], rendered: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def given_up(_music: Any, _stretch: Any, _done: Any, cancelled: Any) -> bytes:
        left.set()
        papers.stop_if(cancelled)
        return b"mp3"

    drawing, left = drawing_of(sitting), Event()
    with monkeypatch.context() as patch:
        patch.setattr(papers, "_rendered", given_up)
        with pytest.raises(Busy):
            drawing(takes[0], left.is_set)
    assert drawing(takes[0]).mp3 == b"mp3"
