"""All that a portfolio promises stands on the finished page: each of these fails when its part is taken out."""

from __future__ import annotations

import re
from functools import cache

import pytest

from reflections import pages, portfolio
from reflections.pages import charts
from reflections.records import Preferences, Ribbon
from tests.reflections import page_sample as sample

FONT = b"wOF2 stands in for the letters"
AS_KEPT = Ribbon()


@cache
def finished(ribbon: Ribbon = AS_KEPT) -> str:
    """Return what a browser shows of the sample's page: no style, no script."""
    page = portfolio.page(sample.evidence(), sample.illustrations(), Preferences(ribbon=ribbon))
    return re.sub(r"<(style|script)>.*?</\1>", "", pages.html(page, font=FONT), flags=re.DOTALL)


def section(name: str, page: str = "") -> str:
    """Return the section of a piece, or of a heading's id."""
    found = re.findall(
        rf'<section[^>]*(?:id="{name}"|aria-labelledby="{name}").*?</section>', page or finished(), re.DOTALL
    )
    assert len(found) == 1, name
    return str(found[0])


def titles(page: str) -> list[str]:
    return re.findall(r'<h2 id="p\d+-h"[^>]*>(.*?)</h2>', page)


def test_the_ribbon_stands_as_the_pupil_arranged_it() -> None:
    page = finished(Ribbon(order=("rain", "bus", "steel"), cover="rain", out=("steel",)))
    assert titles(page) == ["Lo-fi rain", "Midnight Bus"]
    assert re.findall(r'<h3[^>]*><a href="#p\d">(.*?)</a>', page) == titles(page), "the cards and the pieces"
    (art,) = re.findall(r'<div class="art"[^>]*>(.*?)</div>', page, re.DOTALL)
    rain = portfolio.page(sample.evidence(), {}, Preferences(ribbon=Ribbon(cover="rain"))).cover
    assert rain is not None
    assert charts.strip(rain, 220) in art
    assert "Steel" not in page
    assert titles(finished()) == ["Midnight Bus", "Steel", "Lo-fi rain"]


def test_a_song_has_its_words_line_by_line() -> None:
    assert re.findall(r'<p class="poem"[^>]*>(.*?)</p>', section("p3"), re.DOTALL) == [
        "Rain on the skylight,\nnobody calls."
    ]
    assert "The words of the song" not in section("p1")


def test_every_take_is_named_with_how_it_was_played_and_sounds_where_there_is_sound() -> None:
    bus = section("p1")
    assert re.findall(r'<p class="name"[^>]*>(Take \d)</p>', bus) == ["Take 2", "Take 1"]
    assert "left hand, one key, slow, the app waits" in bus
    assert {"Play Midnight Bus, Take 3", "Play Take 1 of Midnight Bus"} <= set(re.findall(r'aria-label="([^"]*)"', bus))
    assert bus.count('class="score"') == 1, "what is shown is written down"
    assert "data-at=" in bus, "and its notes know when they sound"


def test_then_and_now_are_the_same_bars_of_both_under_one_play_button() -> None:
    (pair,) = re.findall(r'<div class="card then-now".*?<p class="changed">.*?</p>', section("p1"), re.DOTALL)
    assert "Then and now, bars 1 to 4" in pair
    (button,) = re.findall(r"<button[^>]*>", pair)
    told = dict(re.findall(r'data-([\w-]+)="([^"]*)"', button))
    assert told == {
        "play": "p1-1", "from": "0.000", "to": "16.000", "next": "p1-3", "next-from": "0.000", "next-to": "8.000",
    }, "four bars slowly, then the same four at full speed"  # fmt: skip
    sides = re.findall(
        r'<p class="name">(Then|Now)</p>.*?data-track="([^"]*)" data-from="([^"]*)" data-to="([^"]*)"', pair, re.DOTALL
    )
    assert sides == [("Then", "p1-1", "0.000", "16.000"), ("Now", "p1-3", "0.000", "8.000")]
    assert "<b>What changed:</b> Then left hand, one key, slow, the app waits." in pair
    assert 'class="card then-now"' not in section("p2"), "one take is compared with nothing"


def test_words_on_a_bar_play_that_bar_and_their_number_stands_over_it() -> None:
    bus = section("p1")
    pins = re.findall(r'<li class="pin .*?</li>', bus, re.DOTALL)
    found = [
        (re.findall(r"Bar (\d)", pin)[0], *re.findall(r'data-from="([^"]*)" data-to="([^"]*)"', pin)[0]) for pin in pins
    ]
    assert found == [("1", "0.000", "2.000"), ("3", "4.000", "6.000"), ("4", "6.000", "8.000")]
    assert [re.findall("“(.*?)”", pin)[0] for pin in pins] == [
        "That slide!",
        "Here my left hand joined in.",
        "That bit!",
    ]
    assert re.findall(r'<span class="flag f(\d+)">(\d)</span>', bus) == [("0", "1"), ("50", "2"), ("75", "3")]


def test_how_sure_is_a_pair_of_lights_in_words_too_and_a_skip_is_no_light() -> None:
    rows = re.findall(r'<li class="sure-row">.*?</li>', section("sure"), re.DOTALL)
    assert [(row.count('class="before"'), row.count('class="after"')) for row in rows] == [
        (1, 1), (0, 1), (1, 1), (1, 1), (1, 0),
    ]  # fmt: skip
    assert "A bit sure, then very sure." in rows[0]
    assert "I did not say after." in rows[4]


@pytest.mark.parametrize(
    ("n", "dots", "lines", "said"), [(1, 5, 1, "5 answers."), (2, 5, 1, "the goal or the question changed"), (3, 2, 0, "Too few for a line.")]
)  # fmt: skip
def test_a_goal_is_a_ladder_with_a_dot_for_each_answer(n: int, dots: int, lines: int, said: str) -> None:
    (goal,) = re.findall(rf'<li class="card goal" id="g{n}">.*?</li>', section("goals"), re.DOTALL)
    (ladder,) = re.findall(r'<svg class="ladder".*?</svg>', goal, re.DOTALL)
    assert (ladder.count('class="dot"'), ladder.count('class="line"')) == (dots, lines)
    assert said in goal
    assert "Set " in goal


def test_what_helps_stands_as_a_toolkit_most_picked_first() -> None:
    (tools,) = re.findall(r"<h3>What helps me</h3>.*?</ul>", section("mine"), re.DOTALL)
    assert re.findall(r"<li[^>]*>(.*?)</li>", tools) == ["Slow it down", "One hand first", "Listen, then play"]


def test_on_paper_what_is_folded_lies_open_music_stays_with_its_score_and_few_cards_share_the_row() -> None:
    page = pages.html(portfolio.page(sample.evidence(), sample.illustrations()), font=FONT)
    paper = page.partition("@page")[2].partition("</style>")[0]
    assert re.search(r"\.more::details-content \{ content-visibility: visible;", paper)
    assert re.search(r"\.page-of-music \{[^}]*overflow: visible; break-after: avoid;", paper)
    for few in (1, 2, 4):
        last = ":only-child" if few == 1 else f":nth-child({few}):last-child"
        assert f".cards:has(> {last})" in paper
    assert re.search(r'"beforeprint".*?\.open = true.*?"afterprint".*?\.open = false', page, re.DOTALL)
