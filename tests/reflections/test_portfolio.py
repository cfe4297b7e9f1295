"""The portfolio page as values: what may be shown, joined and compared."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from reflections import portfolio
from reflections.pages import charts, words
from reflections.records import Evidence, GoalEvidence, GoalWording, Marker, Preferences
from tests.reflections import page_sample as sample

if TYPE_CHECKING:
    from reflections.pages.parts import Page


def shown(evidence: Evidence, preferences: Preferences | None = None) -> Page:
    return portfolio.page(evidence, {}, preferences)


def with_goal(goal: GoalEvidence) -> Evidence:
    return replace(sample.evidence(), goals=(goal,))


def with_piece(**more: object) -> Evidence:
    evidence = sample.evidence()
    return replace(evidence, pieces=(replace(evidence.pieces[0], **more), *evidence.pieces[1:]))


def every_text(value: object) -> str:
    """All that a page would say, in one string."""
    match value:
        case str():
            return value + "\n"
        case tuple():
            return "".join(map(every_text, value))
        case _ if is_dataclass(value):
            return "".join(every_text(getattr(value, f.name)) for f in fields(value))
    return ""


def test_pieces_keep_the_order_of_the_pupil() -> None:
    evidence = sample.evidence()
    assert [p.title for p in shown(replace(evidence, pieces=evidence.pieces[::-1])).pieces] == [
        "Lo-fi rain",
        "Steel",
        "Midnight Bus",
    ]


def test_a_journal_with_nothing_in_it_gives_a_page() -> None:
    evidence = replace(
        sample.evidence(), pieces=(), sessions=(), sure=(), goals=(), try_next=(), toolkit=(), interests=()
    )
    page = shown(evidence)
    assert (page.pieces, page.first, page.cover) == ((), None, None)


def test_zero_is_an_answer_and_gets_its_dot() -> None:
    (goal,) = shown(with_goal(sample.goal("g1", 1, "Play", (2, 0), (3, 0), (4, 0)))).goals
    assert [d.value for d in goal.dots] == [0, 0, 0]
    assert goal.lines == ((0, 1, 2),)


@pytest.mark.parametrize("answers", [(), ((2, 4),), ((2, 4), (3, 5))])
def test_fewer_than_three_dots_get_no_line(answers: tuple[tuple[float, int | None], ...]) -> None:
    (goal,) = shown(with_goal(sample.goal("g1", 1, "Play", *answers))).goals
    assert goal.lines == ()


def test_a_skip_is_a_gap_that_no_line_crosses() -> None:
    answers = ((1, 1), (2, 2), (3, 3), (4, None), (5, 5), (6, 6))
    (goal,) = shown(with_goal(sample.goal("g1", 1, "Play", *answers))).goals
    assert goal.dots[3].value is None
    assert goal.lines == ((0, 1, 2),)


def test_when_all_was_skipped_nothing_is_joined() -> None:
    (goal,) = shown(with_goal(sample.goal("g1", 1, "Play", (1, None), (2, None), (3, None)))).goals
    assert goal.lines == ()
    assert {d.value for d in goal.dots} == {None}


def test_a_line_breaks_where_the_scale_has_a_new_version() -> None:
    goal = sample.goal("g1", 1, "Play", *((k, k) for k in range(1, 7)))
    ratings = tuple(replace(r, scale="close-2", scale_version=2) if k > 2 else r for k, r in enumerate(goal.ratings))
    (part,) = shown(with_goal(replace(goal, ratings=ratings))).goals
    assert part.breaks == (3,)
    assert part.lines == ((0, 1, 2), (3, 4, 5))


@pytest.mark.parametrize(
    ("said_by", "shown_as"),
    [
        ("tap", "Set by me, picked"),
        ("scribed", "Set by me, my tutor wrote it"),
        ("typed", "Set by me"),
        ("", "Set by me"),
    ],
)
def test_a_wish_that_was_picked_from_a_few_says_so(said_by: str, shown_as: str) -> None:
    wordings = (GoalWording(1, "Play it", True, date(2026, 9, 1), said_by),)
    (part,) = shown(with_goal(sample.goal("g1", 1, "Play", wordings=wordings))).goals
    assert part.set_by == shown_as


@pytest.mark.parametrize(("same", "breaks"), [(True, ()), (False, (3,))])
def test_a_line_breaks_only_where_the_goal_became_another(same: bool, breaks: tuple[int, ...]) -> None:
    wordings = (
        GoalWording(1, "Play it", True, date(2026, 9, 1)),
        GoalWording(2, "Play it well", same, date(2026, 10, 5)),
    )
    goal = sample.goal("g1", 1, "Play", *((k, k) for k in range(1, 7)), wordings=wordings)
    ratings = tuple(replace(r, wording=1 if k < 3 else 2) for k, r in enumerate(goal.ratings))
    (part,) = shown(with_goal(replace(goal, ratings=ratings))).goals
    assert part.breaks == breaks
    assert part.words == "Play it well"


def test_what_was_said_of_a_goal_stands_before_the_break_when_it_became_another_since() -> None:
    wordings = (
        GoalWording(1, "Play it", True, date(2026, 9, 1)),
        GoalWording(2, "Sing it", False, date(2026, 10, 5)),
    )
    goal = sample.goal("g1", 1, "Play", (1, 0), wordings=wordings)
    ratings = tuple(replace(r, wording=1) for r in goal.ratings)
    (part,) = shown(with_goal(replace(goal, ratings=ratings))).goals

    assert part.breaks == (1,)
    drawn = str(charts.ladder(part))
    dot, line = (
        float(re.search(mark, drawn)[1]) for mark in (r'class="dot" cx="([\d.]+)"', r'class="break" d="M([\d.]+) ')
    )
    assert dot < line
    assert "Here it changed. Nothing was said since." in drawn


def test_forty_answers_are_dots_by_their_day_and_numbers_stand_apart() -> None:
    answers = [(n / 7, n % 7) for n in range(38)] + [(30, 7), (40, 9)]
    (part,) = shown(with_goal(sample.goal("g1", 1, "Play", *answers))).goals
    drawn = str(charts.ladder(part))
    dots = [float(x) for x in re.findall(r'class="dot" cx="([\d.]+)"', drawn)]
    numbers = re.findall(r'class="value" x="([\d.]+)"[^>]*>(\d+)<', drawn)

    assert len(dots) == 40
    assert dots[38] - dots[37] > dots[37] - dots[0], "25 weeks are further than five"
    assert (numbers[0][1], numbers[-1][1]) == ("0", "9")
    assert all(float(two) - float(one) >= 24 for (one, _), (two, _) in pairwise(numbers))
    assert drawn.rindex('class="dot"') < drawn.index('class="value"'), "no dot lies on a number"


def test_answers_of_one_day_stand_beside_each_other() -> None:
    (part,) = shown(with_goal(sample.goal("g1", 1, "Play", (1, 2), (1, 5), (2, 5)))).goals
    dots = re.findall(r'class="dot" cx="([\d.]+)"', str(charts.ladder(part)))
    assert len(set(dots)) == 3


def test_a_piece_that_was_only_opened_is_not_on_the_page() -> None:
    assert [p.title for p in shown(with_piece(takes=(), versions=(), reflections=())).pieces] == ["Steel", "Lo-fi rain"]


def test_only_the_pupils_own_standing_answers_are_dots_and_looking_back_stands_apart() -> None:
    goal = sample.goal("g1", 1, "Play", (1, 1), (2, 2), (3, 3), (4, 9), (5, 8), (6, 0))
    one, two, three, tutor, old, back = goal.ratings
    ratings = (
        one,
        two,
        three,
        replace(tutor, rater="tutor"),
        replace(old, superseded=True),
        replace(back, moment="looking back"),
    )
    (part,) = shown(with_goal(replace(goal, ratings=ratings))).goals
    assert [d.value for d in part.dots] == [1, 2, 3]
    assert part.looking_back == "Looking back, I started at 0."


def test_who_set_a_goal_is_always_said() -> None:
    for by in ("pupil", "together", "school", "carer", "social worker", "tutor"):
        (part,) = shown(with_goal(sample.goal("g1", 1, "Play", set_by=by))).goals
        assert part.set_by.startswith("Set ")


def test_a_goal_that_was_let_go_is_gone_and_live_ones_come_first() -> None:
    goals = tuple(
        sample.goal(f"g{k}", None, state, state=state)
        for k, state in enumerate(("wish", "let go", "parked", "reached", "active"))
    )
    assert [g.words for g in shown(replace(sample.evidence(), goals=goals)).goals] == [
        "active",
        "reached",
        "wish",
        "parked",
    ]


def test_a_sure_pair_says_both_answers_and_skips_are_never_drawn() -> None:
    rows = {row.task: row for row in shown(sample.evidence()).sure}
    assert rows["Bass line, both hands, slow"].in_words == "A bit sure, then very sure."
    assert rows["Melody, right hand, with the app"].in_words == "Quite sure, both times."
    assert rows["Bass line, both hands, full speed"].after is None
    assert rows["Play the first eight bars"].before == 0


def test_a_pair_with_no_answer_at_all_is_no_row() -> None:
    evidence = replace(sample.evidence(), sure=(sample.sure(None, None, "x", 1),))
    assert shown(evidence).sure == ()


def test_a_pair_that_is_not_alike_says_what_changed() -> None:
    row = next(r for r in shown(sample.evidence()).sure if r.task == "Play the first eight bars")
    assert row.changed == "slow, then full speed"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("hands: right to both", "right hand, then both hands"),
        ("mode: waits to just", "the app waits, then the app just plays"),
        ("help: one key to none", "one key at first"),
        ("speed: 0.7 to 0.8", "a little faster"),
        ("bars: 1-4 to 1-8", "bars 1 to 4, then bars 1 to 8"),
        ("bars: none to 3-3", "bar 3 the second time"),
        ("key: E minor to G major", "in E minor, then in G major"),
        ("tempo: 60 to 96", ""),
    ],
)
def test_what_changed_is_said_in_words(what: str, said: str) -> None:
    assert words.changed(what) == said


def test_then_and_now_compare_the_bars_that_both_have() -> None:
    bus = sample.evidence().pieces[0]
    pair = shown(with_piece(takes=(replace(bus.takes[0], bars=(3, 6)), bus.takes[2]))).pieces[0].then_now
    assert pair.stretch == "bars 3 to 4"
    assert (pair.then.strip.start, pair.then.strip.end) == (0.0, 8.0)
    assert (pair.now.strip.start, pair.now.strip.end) == (4.0, 8.0)


def test_then_and_now_say_what_changed() -> None:
    pair = shown(sample.evidence()).pieces[0].then_now
    assert (
        pair.changed == "Then left hand, one key, slow, the app waits. Now both hands, full speed, the app just plays."
    )


def test_then_and_now_without_common_bars_say_so() -> None:
    bus = sample.evidence().pieces[0]
    pair = shown(with_piece(takes=(replace(bus.takes[0], bars=(9, 12)), bus.takes[2]))).pieces[0].then_now
    assert pair.stretch == ""
    assert pair.changed.endswith("They are not the same bars.")


def test_one_take_is_not_compared_and_a_piece_without_takes_is_heard_as_its_version() -> None:
    pieces = shown(sample.evidence()).pieces
    assert pieces[1].then_now is None
    assert pieces[2].shown.name == "My first loop"


def test_what_was_put_aside_does_not_appear() -> None:
    bus = sample.evidence().pieces[0]
    part = shown(with_piece(takes=(*bus.takes[:2], replace(bus.takes[2], hidden=True)))).pieces[0]
    assert part.shown.name == "Take 2"


def test_another_pupils_part_is_not_drawn() -> None:
    bus = sample.evidence().pieces[0]
    theirs = replace(bus.takes[2].parts[0], pupil=sample.OTHER)
    part = shown(with_piece(takes=(replace(bus.takes[2], parts=(theirs, bus.takes[2].parts[1])),))).pieces[0]
    assert [lane.name for lane in part.shown.strip.lanes] == ["bass"]


def test_words_are_pinned_to_the_bar_they_are_about_and_play_it() -> None:
    pins = shown(sample.evidence()).pieces[0].shown.pins
    assert [(p.bar, p.start, p.end) for p in pins] == [(1, 0.0, 2.0), (3, 4.0, 6.0), (4, 6.0, 8.0)]
    assert [p.by for p in pins] == ["Me", "Me", "My tutor"]


def test_words_without_bars_are_pinned_to_their_second() -> None:
    bus = sample.evidence().pieces[0]
    bare = replace(bus.takes[2], parts=(sample.part("bass", replace(sample.facts(sample.bass()), bar_starts=())),))
    part = shown(
        with_piece(takes=(bare,), markers=(Marker("m", "bus-3", 1.0, "pupil", "words", "Here", sample.day(9)),))
    ).pieces[0]
    assert [(p.bar, p.start, p.end) for p in part.shown.pins] == [(None, 0.0, 3.0)]


def test_a_take_whose_facts_are_empty_still_stands_on_the_page() -> None:
    bus = sample.evidence().pieces[0]
    empty = replace(bus.takes[2], seconds=0.0, parts=())
    assert shown(with_piece(takes=(empty,))).pieces[0].shown.strip.seconds > 0


def test_what_a_piece_was_for_is_said_from_its_takes_too() -> None:
    bus = sample.evidence().pieces[0]
    takes = (*bus.takes[:2], replace(bus.takes[2], goals=("g2", "unknown")))
    assert [g.words for g in shown(with_piece(takes=takes)).pieces[0].goals] == [
        "Play with both hands",
        "Make my own bass line",
    ]


def test_answers_to_keep_it_and_who_may_hear_are_no_words_on_the_page() -> None:
    assert [s.about for s in shown(sample.evidence()).pieces[0].said] == [
        "What I did",
        "The music feels",
        "The best bit",
    ]


def test_picked_words_are_chips_and_typed_ones_are_quoted() -> None:
    said = shown(sample.evidence()).pieces[0].said
    assert [s.chosen for s in said] == [("I fixed a bit.",), ("stormy", "brave"), ()]


def test_nothing_says_how_much_was_taken_back_nor_ranks_nor_rates() -> None:
    text = every_text(shown(replace(sample.evidence(), taken_back=7)))
    assert "taken back" not in text
    for never in ("%", "score", "rank", "streak", "mistake", "wrong", "average"):
        assert never not in text.lower()


def test_the_page_opens_in_the_colours_the_pupil_chose() -> None:
    assert shown(sample.evidence()).theme == ""
    page = shown(sample.evidence(), preferences=Preferences(theme="cream", text_size=150, language="pl"))
    assert (page.theme, page.text_size, page.language) == ("cream", 150, "pl")


def test_what_was_said_to_try_is_told_apart_from_what_was_tried() -> None:
    page = shown(sample.evidence())
    assert page.next == ("Make one where I do the drums.",)
    assert page.tried == ("Slow it down",)
    assert page.toolkit[0] == "Slow it down"


def test_words_about_no_piece_have_their_place_too() -> None:
    evidence = replace(
        sample.evidence(), reflections=(sample.said("P3", "Going slow.", 9, piece=None), sample.said("T9", "School", 9))
    )
    assert [(s.about, s.words) for s in shown(evidence).said] == [("What helped", "Going slow.")]
