"""The practice diary: keys down and not the window, only what was kept, day by day and piece by piece, and nothing to reach."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reflections.diary import Way, diary, minutes, over_all, played_seconds
from reflections.pages.diary import times
from tests.reflections import page_sample as sample

if TYPE_CHECKING:
    from reflections import Journal
    from reflections.records import Evidence, Take
    from tests.reflections.conftest import Lesson

ME = sample.ME


def held(*spans: tuple[float, float]) -> tuple[tuple[float, float, int, int], ...]:
    """Notes from and up to some seconds."""
    return tuple((start, end - start, 60 + n, 80) for n, (start, end) in enumerate(spans))


def taken(ident: str, weeks: float, seconds: float, piece: str = "bus", **how: object) -> Take:
    """A take in which keys were down for so many seconds."""
    return sample.take(ident, piece, weeks, sample.part("melody", sample.facts(held((0.0, seconds)))), **how)


def with_takes(**takes: tuple[Take, ...]) -> Evidence:
    whole = sample.evidence()
    return replace(whole, pieces=tuple(replace(one, takes=takes.get(one.piece.id, ())) for one in whole.pieces))


@pytest.mark.parametrize(
    ("spans", "seconds"),
    [
        ((), 0.0),
        (((0.0, 1.0), (1.5, 2.5)), 2.5),  # a short rest is part of playing
        (((0.0, 1.0), (9.0, 10.0)), 2.0),  # thinking, or a cup of tea, is not
        (((0.0, 4.0), (1.0, 2.0), (3.0, 6.0)), 6.0),  # two keys at once are no more time
        (((5.0, 6.0), (0.0, 1.0)), 2.0),
    ],
)
def test_time_is_counted_while_keys_are_played(spans: tuple[tuple[float, float], ...], seconds: float) -> None:
    assert played_seconds(held(*spans)) == pytest.approx(seconds)


def test_a_take_that_stood_open_for_long_counts_for_what_was_played_in_it() -> None:
    take = replace(taken("a", 1, 20.0), seconds=1200.0)
    (one,) = diary(with_takes(bus=(take,)))
    assert one.seconds == pytest.approx(20.0)


def test_a_day_has_its_pieces_in_the_order_they_were_played_with_their_takes_as_proof() -> None:
    hour = 1 / 7 / 24
    evidence = with_takes(
        bus=(taken("b", 1 + hour, 30.0), taken("c", 1 + 2 * hour, 60.0)), steel=(taken("z", 1, 90.0, "steel"),)
    )
    (one,) = diary(evidence)
    assert one.day == sample.day(1).date()
    assert [(went.title, went.seconds, went.takes) for went in one.went] == [
        ("Steel", 90.0, ("z",)),
        ("Midnight Bus", 90.0, ("b", "c")),
    ]
    assert one.seconds == 180.0


def test_a_session_is_one_sitting_and_without_one_a_day_is() -> None:
    late = timedelta(hours=1)
    takes = (taken("a", 1, 9.0, session="s"), taken("b", 1, 9.0), taken("c", 2, 9.0), taken("d", 2, 9.0))
    takes = (*takes[:3], replace(takes[3], made_at=takes[3].made_at + late))
    found = diary(with_takes(bus=takes))
    assert [one.session for one in found] == ["s", None, None]
    assert [[take for went in one.went for take in went.takes] for one in found] == [["a"], ["b"], ["c", "d"]]


def test_where_it_went_says_bars_way_help_and_speed_and_the_same_way_once() -> None:
    slow = {"bars": (3, 4), "mode": "waits", "help": "melody", "hands": "right", "speed": 0.5}
    full = {"bars": None, "mode": "with", "help": "all", "hands": "both", "speed": 1.0}
    takes = (taken("a", 1, 10.0, **slow), taken("b", 1, 20.0, **full), taken("c", 1, 30.0, **slow))
    (one,) = diary(with_takes(bus=takes))
    assert one.went[0].ways == (
        Way((3, 4), "waits", "melody", "right", "slow", 40.0),
        Way(None, "with", "all", "both", "", 20.0),
    )


def test_what_others_play_in_a_take_is_not_my_time() -> None:
    both = sample.take(
        "a",
        "bus",
        1,
        sample.part("melody", sample.facts(held((0.0, 5.0)))),
        sample.part("bass", sample.facts(held((0.0, 50.0))), pupil="somebody"),
        sample.part("shown", sample.facts(held((0.0, 70.0))), pupil=None, player="tutor"),
    )
    (one,) = diary(with_takes(bus=(both,)))
    assert one.seconds == pytest.approx(5.0)
    alone = replace(both, parts=both.parts[1:])
    assert diary(with_takes(bus=(alone,))) == ()


def test_over_all_days_each_piece_stands_once_in_the_order_it_was_first_played() -> None:
    evidence = with_takes(
        bus=(taken("b", 2, 30.0), taken("d", 3, 60.0)),
        steel=(taken("a", 1, 10.0, "steel"), taken("c", 3, 1.0, "steel")),
    )
    assert [(went.title, went.seconds, went.takes) for went in over_all(diary(evidence))] == [
        ("Steel", 11.0, ("a", "c")),
        ("Midnight Bus", 90.0, ("b", "d")),
    ]


def test_minutes_are_whole_and_less_than_one_is_said_so() -> None:
    assert [minutes(seconds) for seconds in (0, 59.9, 60, 89, 91, 3600)] == [0, 0, 1, 1, 2, 60]


def test_the_page_tells_it_the_latest_first_and_compares_nothing() -> None:
    evidence = with_takes(bus=(taken("a", 1, 59.0, speed=0.5), taken("b", 2, 130.0, mode="free", bars=None)))
    page = times(evidence)
    assert [(one.when, one.spent) for one in page] == [
        (sample.day(2).date(), "2 minutes"),
        (sample.day(1).date(), "under a minute"),
    ]
    assert page[1].went == (("Midnight Bus", "under a minute", "bars 1 to 4, the app just plays, both hands, slow"),)
    assert not re.search(r"%|streak|target|more than|less than|best|record|goal", str(page).lower())


def test_i4_what_was_put_aside_is_in_no_line_of_the_diary(journal: Journal, lesson: Lesson) -> None:
    def seconds() -> list[str]:
        return [take for one in diary(journal.evidence(lesson.pupil.id)) for went in one.went for take in went.takes]

    assert seconds() == [lesson.take.id]
    journal.put_aside(lesson.take.id)
    assert seconds() == []
    journal.put_back(lesson.take.id)
    journal.put_aside(lesson.piece.id)
    assert seconds() == []


def test_what_was_only_heard_is_not_counted_and_once_let_go_leaves_nothing(journal: Journal, lesson: Lesson) -> None:
    before = diary(journal.evidence(lesson.pupil.id))
    heard = journal.begin_recording(pupil=lesson.pupil.id, context={"kind": "heard"})
    journal.take_chunk(heard, 0, b"\0" * 16, 600.0)
    assert diary(journal.evidence(lesson.pupil.id)) == before
    journal.end_recording(heard, keep=False)
    assert diary(journal.evidence(lesson.pupil.id)) == before
