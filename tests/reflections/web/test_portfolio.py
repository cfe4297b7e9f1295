"""The portfolio in the room: as the pupil arranged it, with sound from here; nobody else's music, nothing that was put aside."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from reflections.errors import NotFound
from reflections.pages.web.portfolio import moved
from reflections.records import Illustration, Preferences, Ribbon
from tests.reflections import page_sample as sample
from tests.reflections.web.conftest import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reflections.web.conftest import Visitor

MP3 = b"ID3" + bytes(5000)
SVG = "<svg viewBox='0 0 9 9'><g class='note' data-at='0' data-to='1' id='\ue000-n'><path d='M0 0'></path></g></svg>"


class StandIn:
    """A journal of Jo alone: what is read, and how it was arranged."""

    def __init__(self) -> None:
        self.ribbon, self.language = Ribbon(), "en"
        self.pupil_id = sample.ME

    def evidence(self, pupil: str, **_: Any) -> Any:
        if pupil != self.pupil_id:
            raise NotFound("Nobody is called that.")
        return replace(sample.evidence(), preferences=Preferences(ribbon=self.ribbon, language=self.language))

    def arrange(self, pupil: str, ribbon: Ribbon) -> None:
        assert pupil == self.pupil_id
        self.ribbon = ribbon


@pytest.fixture
def journal() -> StandIn:
    return StandIn()


@pytest.fixture
def jo(journal: StandIn, visiting: Callable[..., Visitor]) -> Visitor:
    return visiting(journal, illustrate=lambda _, **__: Illustration(SVG, {}, MP3, clean=True))


PAGE = f"/pupil/{sample.ME}/portfolio"


def titles(visitor: Visitor) -> list[str]:
    return re.findall(r'<h2 id="p\d+-h"[^>]*>([^<]*)', visitor.get(PAGE).text)


def test_it_is_the_page_that_goes_home_with_sound_from_here(jo: Visitor) -> None:
    text = jo.get(PAGE).text
    assert titles(jo) == ["Midnight Bus", "Steel", "Lo-fi rain"]
    for said in ("Then and now", "That slide!", "How sure I was", "My goals", "What helps me"):
        assert said in words(text)
    assert "data:audio" not in text
    (source, *_) = re.findall(r'<audio id="a-p1-3"[^>]*src="([^"]+)"', text)
    answer = jo.get(source)
    assert (answer.data, answer.mimetype) == (MP3, "audio/mpeg")


def test_a_place_in_the_sound_can_be_asked_for(jo: Visitor) -> None:
    answer = jo.get(f"/pupil/{sample.ME}/music/bus-3", Range="bytes=100-199")
    assert (answer.status_code, answer.data) == (206, MP3[100:200])


def test_the_score_comes_by_itself_with_ids_of_its_own(jo: Visitor) -> None:
    text = jo.get(PAGE).text
    assert f'data-score="/pupil/{sample.ME}/music/bus-3/score?in=en"' in text
    answer = jo.get(f"/pupil/{sample.ME}/music/bus-3/score")
    assert "sbus-3-n" in answer.text
    assert 'class="score" role="img"' in answer.text


@pytest.mark.parametrize("item", ["bus-9", "nothing", "%2e%2e"])
def test_i8_what_is_not_theirs_or_was_put_aside_is_not_there(jo: Visitor, item: str) -> None:
    assert jo.get(f"/pupil/{sample.ME}/music/{item}").status_code == 404
    assert jo.get(f"/pupil/{sample.ME}/music/{item}/score").status_code == 404
    assert jo.get("/pupil/somebody/music/bus-3").status_code == 404


def test_with_nothing_that_draws_it_can_be_read_and_has_nothing_to_press_that_does_nothing(
    journal: StandIn, visiting: Callable[..., Visitor]
) -> None:
    text = visiting(journal).get(PAGE).text
    assert "<audio" not in text
    assert 'data-score="' not in text
    assert "Midnight Bus" in text


# -- arranging --------------------------------------------------------------------------------------------------------
def do(visitor: Visitor, what: str, piece: str) -> int:
    return visitor.post(f"/pupil/{sample.ME}/arrange", piece=piece, do=what).status_code


def test_the_pupil_arranges_their_pieces_and_it_is_kept(jo: Visitor, journal: StandIn) -> None:
    assert do(jo, "later", "bus") == 303
    assert titles(jo) == ["Steel", "Midnight Bus", "Lo-fi rain"]
    assert do(jo, "earlier", "rain") == 303
    assert titles(jo) == ["Steel", "Lo-fi rain", "Midnight Bus"]
    do(jo, "cover", "rain")
    do(jo, "hide", "steel")
    assert journal.ribbon == Ribbon(("steel", "rain", "bus"), "rain", ("steel",))
    assert titles(jo) == ["Lo-fi rain", "Midnight Bus"]
    assert "Steel not shown" in words(jo.get(PAGE).text)
    do(jo, "show", "steel")
    assert titles(jo) == ["Steel", "Lo-fi rain", "Midnight Bus"]


def test_after_a_move_the_same_button_has_the_keyboard(jo: Visitor) -> None:
    def moved_by(what: str, piece: str) -> list[str]:
        answer = jo.post(f"/pupil/{sample.ME}/arrange", piece=piece, do=what)
        assert "#" not in answer.headers["Location"], "a browser gives no button the keyboard where there is a fragment"
        text = jo.get(answer.headers["Location"]).text
        assert '<details class="arrange" id="arrange" open>' in text
        return re.findall(r'aria-label="([^"]*)" autofocus', text)

    assert moved_by("earlier", "rain") == ["Earlier: Lo-fi rain"]
    assert moved_by("earlier", "rain") == ["Later: Lo-fi rain"], "it is first now"
    assert moved_by("hide", "rain") == ["Show: Lo-fi rain"]


def test_at_the_ends_a_piece_stays_where_it_is() -> None:
    there = ("a", "b", "c")
    assert moved(Ribbon(), there, "a", "earlier").order == there
    assert moved(Ribbon(), there, "c", "later").order == there
    assert moved(Ribbon(out=("a",)), there, "a", "hide").out == ("a",)


@pytest.mark.parametrize(("piece", "what"), [("bus", "burn"), ("nothing", "hide"), ("", "")])
def test_what_cannot_be_arranged_changes_nothing(jo: Visitor, journal: StandIn, piece: str, what: str) -> None:
    assert do(jo, what, piece) == 404
    assert journal.ribbon == Ribbon()


def test_what_words_go_home_is_no_matter_of_arranging(jo: Visitor, journal: StandIn) -> None:
    journal.ribbon = Ribbon(told=("m1",))
    do(jo, "hide", "bus")
    assert journal.ribbon.told == ("m1",)


def test_where_music_is_still_drawn_it_says_so_and_play_has_words_for_waiting(jo: Visitor) -> None:
    page = jo.get(PAGE).text
    box = page.partition("data-score=")[2].partition("</div>")[0]
    assert "The music is being drawn." in box
    assert 'data-waits="Getting the sound.' in page


def test_a_drawing_is_told_whether_its_page_is_still_open(journal: StandIn, visiting: Callable[..., Visitor]) -> None:
    told: list[tuple[bool, bool, bool]] = []

    def drawn(_item: str, gone: Callable[[], bool], *, score: bool = False, pressed: bool = False) -> Illustration:
        told.append((gone(), score, pressed))
        return Illustration(SVG, {}, b"" if score else MP3, clean=True)

    visitor = visiting(journal, illustrate=drawn)
    assert visitor.get(f"/pupil/{sample.ME}/music/bus-3/score").status_code == 200
    assert visitor.get(f"/pupil/{sample.ME}/music/bus-3").data == MP3
    ahead = visitor.client.head(f"/pupil/{sample.ME}/music/bus-3", base_url=visitor.site.origin)
    assert (ahead.status_code, ahead.data) == (200, b"")
    # the score waits for no sound, and what somebody pressed for nothing that is only made ready
    assert told == [(False, True, False), (False, False, True), (False, False, False)]


def test_the_page_says_how_much_of_a_sound_is_made(journal: StandIn, visiting: Callable[..., Visitor]) -> None:
    visitor = visiting(
        journal, illustrate=lambda _, **__: Illustration(SVG, {}, MP3, clean=True), rendered={"bus-3": 0.4}.get
    )
    assert f'data-making="/pupil/{sample.ME}/music/bus-3"' in visitor.get(PAGE).text
    assert visitor.get(f"/pupil/{sample.ME}/music/bus-3/share").text == "0.40"


def test_when_no_piece_is_shown_the_page_says_how_to_bring_them_back(jo: Visitor, journal: StandIn) -> None:
    assert "None of my pieces show" not in jo.get(PAGE).text
    journal.ribbon = Ribbon(out=tuple(one.piece.id for one in sample.evidence().pieces))
    assert "None of my pieces show just now. Arrange my pieces brings them back." in words(jo.get(PAGE).text)


@pytest.mark.parametrize(
    ("pupil", "laptop", "told", "heading"),
    [
        ("ar", "pl", '<div class="told" lang="ar" dir="rtl">', "مقطوعاتي"),
        ("pl", "ar", '<div class="told" lang="pl" dir="ltr">', "Moje utwory"),
        ("so", "pl", '<div class="told" lang="en" dir="ltr">', "My pieces"),
        ("uk", "uk", "", "Мої твори"),
        ("en", "en", "", "My pieces"),
    ],
)
def test_it_is_told_in_the_language_of_the_pupil_and_what_is_around_it_in_the_laptops(
    journal: StandIn, visiting: Callable[..., Visitor], pupil: str, laptop: str, told: str, heading: str
) -> None:
    journal.language = pupil
    page = visiting(journal, language=laptop).get(PAGE).text
    assert f'<html lang="{laptop}"' in page
    assert f'<h2 id="pieces">{heading}</h2>' in page
    assert (told or "<main") in page
    assert bool(told) == ('class="told"' in page)


def test_its_music_is_named_in_the_language_of_the_page_that_it_comes_into(journal: StandIn, jo: Visitor) -> None:
    journal.language = "pl"
    (place, *_) = re.findall(r'data-score="([^"]+)"', jo.get(PAGE).text)
    assert 'aria-label="Muzyka zapisana nutami"' in jo.get(place).text
    assert 'aria-label="The music, written down"' in jo.get(place.replace("in=pl", "in=../../x")).text
