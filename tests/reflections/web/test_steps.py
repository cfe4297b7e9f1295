"""Single steps of a conversation: then and now once it is wanted, music as it is written, next steps with a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reflections import records

if TYPE_CHECKING:
    from reflections import Journal
    from tests.reflections.web.conftest import Visitor
    from tests.reflections.web.talking import Talk

pytestmark = pytest.mark.whole


def main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def test_then_and_now_open_once_they_want_to_hear_week_one(visitor: Visitor, talk: Talk) -> None:
    page = f"{talk.root}/then-now"
    asked = main(visitor.get(page).text)
    assert "Want to hear you in week one?" in asked
    assert "data-sounds" not in asked
    assert main(visitor.get(f"{page}?open=P1").text).count('type="range"') == 1, "one play bar"
    visitor.post(f"{page}/say", prompt="P2", words="both hands")
    assert "data-sounds" in main(visitor.get(page).text), "it was heard already"


def test_the_written_music_of_what_was_picked_is_there_and_of_nothing_else(visitor: Visitor, talk: Talk) -> None:
    assert visitor.get(f"{talk.root}/score/{talk.now}").status_code == 404, "nothing draws it here"
    assert "data-score" not in main(visitor.get(f"{talk.root}/shown-1").text)
    visitor.site.illustrate = lambda _item, **_how: records.Illustration('<svg><g class="note" id="n"/></svg>', {}, b"")
    assert "<svg" in visitor.get(f"{talk.root}/score/{talk.now}").text
    assert visitor.get(f"{talk.root}/score/{talk.closed}").status_code == 404
    shown = main(visitor.get(f"{talk.root}/shown-1").text)
    assert shown.index("data-sounds") < shown.index("data-score"), "what is drawn later moves no button away"


@pytest.mark.parametrize(
    ("by", "day"), [({}, None), ({"by": "next"}, 7), ({"by": "weeks"}, 28), ({"by": "day", "day": "2026-09-01"}, 59)]
)
def test_a_next_step_may_have_a_day(
    visitor: Visitor, journal: Journal, talk: Talk, by: dict[str, str], day: int | None
) -> None:
    visitor.post(f"{talk.root}/next/next-step", words="play for nan", **by)
    (step,) = journal.next_steps(talk.pupil)
    assert step.by_when == (None if day is None else journal.today() + timedelta(days=day))
    assert ("By " in visitor.words(f"{talk.root}/end")) is (day is not None)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("soon", "Pick the day as well, or another answer."),
        ("0001-01-01", "Pick a day from today on, within two years."),
        ("2026-06-01", "Pick a day from today on, within two years."),
        ("9999-12-31", "Pick a day from today on, within two years."),
    ],
)
def test_a_day_that_is_none_gone_by_or_far_off_is_asked_for_again_with_all_that_was_typed(
    visitor: Visitor, journal: Journal, talk: Talk, day: str, says: str
) -> None:
    again = visitor.post(f"{talk.root}/next/next-step", words="play for nan", by="day", day=day)
    assert again.status_code == 409
    assert says in again.text
    assert 'value="play for nan"' in again.text
    assert 'value="day" checked' in again.text
    assert journal.next_steps(talk.pupil) == ()
