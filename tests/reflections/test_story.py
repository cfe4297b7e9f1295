"""What goes home of what a pupil said: only what they ticked, wherever it stands."""

import pytest

from reflections import pages, portfolio, story
from reflections.records import Evidence, Preferences, Ribbon
from tests.reflections import page_sample as sample
from tests.reflections.test_page import FONT

ALL = (
    "stormy", "Because I made the bass line up.", "I fixed a bit.", "That slide!", "Here my left hand joined in.", "wild",
    "It sounds like a boss fight.", "the bus home at night", "My first one. I still like it.", "Play with both hands",
    "Make my own bass line", "Play for Nan", "She likes music.", "Slow it down", "Make one where I do the drums.", "Grime",
    "It sounds like my street.", "Film music", "A bit sure, then very sure.", "Count the group in", "bars 5 to 8, slow",
    "Rain on the skylight,", "The words of the song",
)  # fmt: skip


def written(evidence: Evidence, *told: str) -> str:
    page = portfolio.page(story.only(evidence, told), {}, with_times=story.TIMES in told)
    return pages.html(page, font=FONT)


def keys(**wanted: str) -> list[str]:
    return [
        one.key
        for one in story.tellings(sample.evidence())
        if all(getattr(one, name) == value for name, value in wanted.items())
    ]


def test_with_nothing_ticked_the_page_has_the_music_and_not_a_word() -> None:
    page = written(sample.evidence())
    assert [words for words in ALL if words in page] == []
    for music in ("Midnight Bus", "Steel", "Lo-fi rain", "Then and now", "Take 3"):
        assert music in page
    assert "When I played" not in page


def test_with_all_ticked_it_is_the_whole_page() -> None:
    evidence = sample.evidence()
    every = [one.key for one in story.tellings(evidence)]
    assert written(evidence, *every) == pages.html(portfolio.page(evidence, {}), font=FONT)
    assert len(set(every)) == len(every)
    assert [words for words in ALL if words not in written(evidence, *every)] == []


@pytest.mark.parametrize("ticked", [one.key for one in story.tellings(sample.evidence())])
def test_each_tick_lets_through_its_own_words_and_no_others(ticked: str) -> None:
    evidence = sample.evidence()
    page = written(evidence, ticked)
    one = next(one for one in story.tellings(evidence) if one.key == ticked)
    assert len(page) > len(written(evidence))
    others = [other for other in story.tellings(evidence) if other.key != ticked and other.words]
    named = {one.words, *(of.goal.words for of in evidence.goals if of.goal.id == ticked)}
    for other in others:
        if other.words not in "".join(named) and other.kind not in {"goal", "tools", "next"}:
            assert f"“{other.words}”" not in page, other


def test_the_questions_of_choosing_and_rating_cannot_be_ticked() -> None:
    evidence = sample.evidence()
    kept = next(said for said in evidence.pieces[0].reflections if said.prompt == "T8")
    assert kept.id not in {one.key for one in story.tellings(evidence)}
    assert "Keep this" not in written(evidence, kept.id)


def test_a_mark_without_words_is_music_and_stays() -> None:
    evidence = sample.evidence()
    assert [m.id for m in story.only(evidence, ()).pieces[0].markers] == ["m3"]
    assert [m.id for m in story.only(evidence, ("m1",)).pieces[0].markers] == ["m1", "m3"]


# -- the ribbon -------------------------------------------------------------------------------------------------------
def arranged(**how: object) -> list[str]:
    page = portfolio.page(sample.evidence(), {}, Preferences(ribbon=Ribbon(**how)))
    return [piece.title for piece in page.pieces]


def test_pieces_stand_as_the_pupil_arranged_them() -> None:
    assert arranged() == ["Midnight Bus", "Steel", "Lo-fi rain"]
    assert arranged(order=("rain", "bus", "steel")) == ["Lo-fi rain", "Midnight Bus", "Steel"]


def test_a_piece_that_came_since_stands_first_and_one_that_is_gone_is_no_matter() -> None:
    assert arranged(order=("gone", "rain", "bus")) == ["Steel", "Lo-fi rain", "Midnight Bus"]


def test_what_the_pupil_does_not_show_is_nowhere_on_the_page() -> None:
    page = portfolio.page(sample.evidence(), sample.illustrations(), Preferences(ribbon=Ribbon(out=("bus",))))
    text = pages.html(page, font=FONT)
    assert [piece.title for piece in page.pieces] == ["Steel", "Lo-fi rain"]
    assert "boss fight" in text
    for never in ("Midnight Bus", "That slide!", "Bass line, both hands, slow"):
        assert never not in text


def test_the_cover_is_the_piece_the_pupil_chose() -> None:
    evidence, drawn = sample.evidence(), sample.illustrations()
    covers = [
        portfolio.page(evidence, drawn, Preferences(ribbon=Ribbon(cover=cover))).cover for cover in ("", "rain", "gone")
    ]
    rain = evidence.pieces[2].versions[0].facts
    assert covers[1] is not None
    assert covers[1].seconds == rain.seconds
    assert len(covers[1].lanes[0].notes) == len(rain.roll)
    assert covers[0] == covers[2] != covers[1]
