"""What I want to show: picked alone before a review, heard, changed at will, by mouse and by the piano; skipping costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from studio.screen import Go, Push
from tests.studio.screens.at_work import C, D, E, hold, put, record, stand, takes
from tests.studio.screens.looked_over import lint

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import Journal, records
    from tests.studio.fakes import Pilot

    Start = Callable[..., Pilot]


def reviews(pilot: Pilot) -> tuple[records.Review, ...]:
    found: tuple[records.Review, ...] = pilot.lesson.journal.reviews(pilot.lesson.pupil.id)
    return found


def played(pilot: Pilot, *titles: str) -> None:
    """Two takes of each, kept."""
    for title in titles:
        put(pilot, stand(title))
        record(pilot, C, D, E)
        record(pilot, C, D, E, C)
        pilot.lesson.moved_on()
    pilot.settle()


def words_of(pilot: Pilot, take: str, words: str) -> str:
    journal: Journal = pilot.lesson.journal
    return journal.reflect(pilot.lesson.pupil.id, "T6", said_by="typed", body=words, take=take).id


def to_bringing(pilot: Pilot, **look: Any) -> Pilot:
    """A review is open, and the pupil is on the screen of it."""
    del look
    pilot.lesson.journal.open_review(pilot.lesson.pupil.id)
    pilot.studio.move(Go("music"))
    pilot.settle()
    pilot.press("Pick what to show")
    assert pilot.screen == "bringing"
    return pilot


def test_three_things_and_a_then_and_now_are_picked_heard_and_changed(at_home: Start) -> None:
    pilot = at_home()
    played(pilot, "Steps", "Stones")
    by_title = {pilot.lesson.journal.piece(one.piece).title: one for one in takes(pilot)}
    pilot.lesson.journal.reflect(pilot.lesson.pupil.id, "T6", said_by="typed", body="It is my best one.")
    said = words_of(pilot, by_title["Stones"].id, "Now both hands.")
    to_bringing(pilot)
    lint(pilot)

    pilot.click(f"hear-{by_title['Stones'].id}")
    assert pilot.engine.log[-1] == "preview", "it is heard before anything is picked"
    assert reviews(pilot)[0].picked == ()
    for name in ("Show Stones", "Show It is my best one.", "Show Steps"):
        pilot.press(name)
    assert len(reviews(pilot)[0].picked) == 3
    pilot.press("Show Now both hands.")
    assert pilot.studio.notice == "Three is enough. Take one out first."
    pilot.press("Show Steps")
    pilot.press("Show Now both hands.")
    assert reviews(pilot)[0].picked[-1] == said

    pilot.press("Next")
    lint(pilot)
    assert "Now both hands." not in pilot.words(), "words about it are asked about once it is picked"
    pilot.press("Show Stones")
    assert (len(reviews(pilot)[0].then_now), said in reviews(pilot)[0].then_now) == (2, False)
    pilot.click(f"let-{said}")
    assert reviews(pilot)[0].then_now[2:] == (said,)
    lint(pilot)
    pilot.press("Show Steps")
    assert (reviews(pilot)[0].then_now[1], len(reviews(pilot)[0].then_now)) == (by_title["Steps"].id, 2)
    pilot.press("Show Steps")
    assert reviews(pilot)[0].then_now == ()
    pilot.press("Done")
    assert pilot.screen == "music"
    assert pilot.studio.notice == "Kept. You can change it until you look at it together."


def test_it_is_picked_on_the_piano_alone(at_home: Start) -> None:
    pilot = at_home()
    played(pilot, "Steps")
    to_bringing(pilot)
    for _ in range(12):
        if (pilot.ui.focused or "").startswith("pick-"):
            break
        hold(pilot, 62)
    hold(pilot, 64)
    assert reviews(pilot)[0].picked == (takes(pilot)[-1].id,)
    hold(pilot, 64)
    assert reviews(pilot)[0].picked == ()


def test_what_was_picked_stands_there_the_next_time_and_skipping_leaves_nothing(at_home: Start) -> None:
    pilot = at_home()
    played(pilot, "Steps")
    to_bringing(pilot)
    pilot.press("Next")
    pilot.press("Done")
    assert pilot.studio.notice == "Nothing is picked. That is fine too."
    assert (reviews(pilot)[0].picked, reviews(pilot)[0].then_now) == ((), ())
    pilot.press("Pick what to show")
    pilot.press("Show Steps")
    pilot.studio.move(Push("bringing"))
    pilot.settle()
    assert pilot.studio.screen.picked == reviews(pilot)[0].picked != ()
    assert "Shown" in pilot.words()


def test_it_is_offered_only_while_a_review_comes(at_home: Start) -> None:
    pilot = at_home()
    played(pilot, "Steps")
    pilot.studio.move(Go("music"))
    pilot.settle()
    assert "Pick what to show" not in pilot.words()
    to_bringing(pilot)
    pilot.lesson.journal.close_review(reviews(pilot)[0].id)
    pilot.studio.move(Go("music"))
    pilot.settle()
    assert "Pick what to show" not in pilot.words()


def test_what_adults_owe_comes_before_anything_is_picked(at_home: Start) -> None:
    pilot = at_home()
    played(pilot, "Steps")
    journal, pupil = pilot.lesson.journal, pilot.lesson.pupil.id
    first = journal.open_review(pupil)
    journal.you_said(first.id, "more drums")
    journal.close_review(first.id)
    pilot.studio.move(Push("bringing"))
    pilot.settle()
    assert "Your tutor answers that first." in pilot.words()
    assert "Show Steps" not in [widget.name for widget in pilot.ui.tree()]
    lint(pilot)


@pytest.mark.parametrize("look", [{"theme": "cream", "text": 200}, {"theme": "night", "text": 150}])
def test_it_fits_in_large_text(at_home: Start, look: dict[str, Any]) -> None:
    pilot = at_home(**look)
    title = "A very long title of a piece that somebody made up on a rainy afternoon"
    played(pilot, title)
    words_of(pilot, takes(pilot)[-1].id, "word " * 60)
    to_bringing(pilot)
    lint(pilot)
    pilot.press("Next")
    pilot.press(f"Show {title}")
    lint(pilot)
