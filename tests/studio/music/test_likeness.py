"""What is close to music somebody likes: its style, its mood, its name, its tempo, what they work on; and always something."""

import pytest

from studio.music import library
from studio.music.library import Found
from studio.music.likeness import FEELINGS, STYLES, close_to, feelings, styles


@pytest.fixture(scope="module")
def everything() -> tuple[Found, ...]:
    tunes = tuple(Found("tune", one.title, one.about, one.hiding, one) for one in library.shelf())
    return tunes + tuple(Found("groove", one.title, one.about, f"groove:{one.id}", one) for one in library.grooves())


def test_each_style_and_each_feeling_is_one_that_we_have() -> None:
    assert set(STYLES) == {one.id for one in library.grooves()}
    assert set(FEELINGS) == set(library.FEELS)


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("Nan's reggae tapes", ("reggae",)),
        ("UK drill and amapiano", ("drill", "amapiano")),
        ("Drum & bass", ("drum-and-bass",)),
        ("K-pop", ("k-pop",)),
        ("Popcorn", ()),
        ("", ()),
    ],
)
def test_a_style_is_found_by_the_words_people_use(said: str, ids: tuple[str, ...]) -> None:
    assert styles(said)[: len(ids) or None] == ids


def test_feelings_are_near_the_twelve_words() -> None:
    assert feelings("It makes me cry at night") == {"sad", "calm", "sleepy"}


def test_the_groove_of_the_style_comes_first_then_the_tune_of_the_mood(everything: tuple[Found, ...]) -> None:
    found = close_to("Nan's reggae tapes", "", everything)
    assert (found[0].found.title, found[0].because) == ("Reggae", "style")
    assert {close.found.kind for close in found} == {"groove", "tune"}
    spooky = close_to("Something", "it is creepy", everything)
    assert spooky[0].because == "mood"
    assert "spooky" in spooky[0].found.what.feels


def test_a_name_a_tempo_and_what_is_worked_on_count_as_well(everything: tuple[Found, ...]) -> None:
    assert close_to("Ode to Joy", "", everything)[0].found.title == "Ode to Joy"
    fast = close_to("Anything", "", everything, bpm=170)[0]
    assert fast.because == "tempo"
    assert fast.found.what.bpm > 130
    assert close_to("Anything", "", everything, working_on="something sad and slow")[0].because == "goal"


def test_where_nothing_is_known_there_is_something_all_the_same(everything: tuple[Found, ...]) -> None:
    found = close_to("Zzyzx", "", everything)
    assert [close.because for close in found] == ["", "", ""]
    assert {close.found.kind for close in found} == {"groove", "tune"}


def test_a_title_that_was_said_comes_before_its_mood(everything: tuple[Found, ...]) -> None:
    grooves_first = tuple(sorted(everything, key=lambda found: found.kind))

    assert close_to("Ode to joy, the easy one", "", grooves_first)[0].found.title == "Ode to Joy"


def test_a_tune_beside_a_beat_goes_with_it(everything: tuple[Found, ...]) -> None:
    slow, quick = (close_to(style, "", everything, most=2)[1].found.what for style in ("lo-fi", "drum and bass"))

    assert "calm" in slow.feels
    assert slow.bpm < quick.bpm


def test_names_of_which_nothing_is_known_do_not_all_say_the_same(everything: tuple[Found, ...]) -> None:
    names = ("Zzyzx", "Qwop", "Blip blop", "Mxyzptlk", "Frobozz", "Xyzzy")
    first = [close_to(name, "", everything)[0].found.title for name in names]

    assert len(set(first)) > 2
    assert first == [close_to(name, "", everything)[0].found.title for name in names]


def test_words_of_a_goal_that_go_with_any_music_lead_nowhere(everything: tuple[Found, ...]) -> None:
    found = close_to("Zzyzx", "", everything, working_on="Play the whole song without stopping")

    assert {close.because for close in found} == {""}
