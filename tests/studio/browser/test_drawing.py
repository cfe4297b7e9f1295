"""A page's music: one take or version, made once, kept while the pages are open and let go of when they lock."""

from typing import Any

import pytest

from instruments.events import RATE, NoteOff, NoteOn
from reflections import NotFound, records
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
