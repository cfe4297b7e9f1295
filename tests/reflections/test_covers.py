"""The cover of a piece: strokes come back as they were drawn, nothing else is read, and nothing else is ever in its picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from reflections import Journal, covers, pages, portfolio
from reflections.covers import Stroke
from tests.reflections import page_sample as sample

if TYPE_CHECKING:
    from tests.reflections.conftest import Lesson

DRAWING = (Stroke(1, 0, ((10, 20), (30, 40), (200, 0))), Stroke(5, 1, ((7, 7),)))
HOSTILE = (
    'drawing 1;1,0 10,20"/><script>alert(1)</script>',
    "drawing 1;9,0 1,2",
    "drawing 1;1,0 1,201",
    "drawing 1;1,0",
    "drawing 2;1,0 1,2",
    '"><img src=x>',
    "../../etc/passwd",
    "moon' or 1=1",
    "drawing 1" + ";0,0 1,1" * (covers.MOST_STROKES + 1),
)


def test_a_drawing_comes_back_stroke_for_stroke() -> None:
    assert covers.strokes(covers.written(DRAWING)) == DRAWING
    assert covers.written(()) == ""
    assert covers.strokes("") == ()


@pytest.mark.parametrize("cover", HOSTILE)
def test_what_is_no_drawing_and_no_picture_of_ours_draws_nothing(cover: str) -> None:
    assert covers.strokes(cover) == ()
    assert covers.svg(cover, "x") == ""


def test_its_picture_is_called_by_the_pupils_words_and_holds_each_stroke() -> None:
    drawn = ET.fromstring(covers.svg(covers.written(DRAWING), 'Nan\'s "bus" <3'))

    assert drawn.get("aria-label") == 'Nan\'s "bus" <3'
    first, dot = drawn.iter("polyline")
    assert first.get("points") == "10,20 30,40 200,0"
    assert (first.get("stroke"), first.get("stroke-width")) == (covers.PENS[1], str(covers.WIDTHS[0]))
    assert dot.get("points") == "7,7 8,7"


def test_a_picture_of_ours_is_drawn_by_its_name() -> None:
    assert "<path" in covers.svg("moon", "Moon")
    assert covers.svg("no-such-picture", "x") == ""


def test_it_stands_on_the_page_of_the_portfolio() -> None:
    evidence = sample.evidence()
    first = evidence.pieces[0]
    with_cover = replace(first, piece=replace(first.piece, cover=covers.written(DRAWING)))
    html = pages.html(portfolio.page(replace(evidence, pieces=(with_cover, *evidence.pieces[1:])), {}), font=b"wOF2")

    assert html.count('points="10,20 30,40 200,0"') == 1
    assert f'aria-label="The cover of {first.piece.title}"' in html


def test_what_was_drawn_waits_to_be_seen_and_a_picture_of_ours_does_not(journal: Journal, lesson: Lesson) -> None:
    piece = journal.keep_piece(lesson.pupil.id, "Rain", kind="own")
    journal.story(piece.id, "", "", "moon")
    assert journal.unseen().items == ()
    journal.story(piece.id, "", "", covers.written(DRAWING))
    (waiting,) = journal.unseen().items
    assert (waiting.field, "10,20" in waiting.words) == ("cover", False)
    journal.story(piece.id, "", "", "")
    assert journal.unseen().items == ()
