"""What the journal, the engine and readers of files refuse is said in the language that is read: no sentence was left out."""

import json
from collections.abc import Iterator
from importlib.resources import files

import pytest

from assets import refusals
from reflections import NotAllowed
from studio import words
from studio.lesson import sentence
from tests.source import parsed
from tests.studio.test_one_table import ROOT, sentences

LANGUAGES = ("ar", "pl", "pt", "uk")
SAYS_SO = ("reflections", "instruments", "studio/music")
FEWEST_WORDS = 3


@pytest.fixture(autouse=True)
def spoken() -> Iterator[None]:
    yield
    words.speak_to()


def refused() -> dict[str, str]:
    """Every sentence in the code of those who know no language, with where it is."""
    found: dict[str, str] = {}
    for package in SAYS_SO:
        for path in sorted((ROOT / package).rglob("*.py")):
            for line, written in sentences(parsed(path.read_text(encoding="utf-8"))):
                text = " ".join(written.split())
                if text.endswith((".", "?", "!")) and len(text.split()) >= FEWEST_WORDS:
                    found[text] = f"{path.relative_to(ROOT).as_posix()}:{line}"
    return found


def table(language: str) -> dict[str, str]:
    read: dict[str, str] = json.loads((files("assets.refusals") / f"{language}.json").read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_its_own_and_none_is_left_over(language: str) -> None:
    known, said = table(language), refused()
    assert [f"{place} {text}" for text, place in said.items() if text not in known] == []
    assert [text for text in known if text not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_has_its_place_and_no_sentence_is_the_english_one(language: str) -> None:
    for english, other in table(language).items():
        places = sorted(refusals.PLACE.findall(other))
        assert places == [f"{{{n}}}" for n in range(len(refusals.PLACE.findall(english)))], other
        assert other != english
        assert other == other.strip()


def test_an_error_is_said_to_whoever_reads_another_language() -> None:
    why = NotAllowed("Three goals are live already. Park one, or say it is reached, then this one can start.")
    assert sentence(why) == str(why)
    for language in LANGUAGES:
        words.speak_to("", language)
        assert sentence(why) == table(language)[str(why)]
        assert words.refused("Nobody has written this one down.") == "Nobody has written this one down."


def test_what_was_filled_in_is_filled_in_again() -> None:
    assert refusals.told("A group is 2 to 6 pupils.", "pl") == table("pl")["A group is {} to {} pupils."].format(2, 6)
    told = refusals.told("A group is 2 to 6 pupils.", "ar")
    assert "\u20682\u2069" in told
    assert "\u20686\u2069" in told


def test_a_language_without_a_table_hears_english() -> None:
    assert refusals.told("That is not here any more.", "fa") == "That is not here any more."
    assert refusals.told("That is not here any more.", "pt-BR") == table("pt")["That is not here any more."]


def test_a_sentence_within_a_sentence_is_said_too() -> None:
    own = table("pl")
    whole = refusals.told("You tap right on the beat. Takes are placed by that (spread 12 ms).", "pl")
    within = f"\u2068{own['You tap right on the beat.']}\u2069"
    assert whole == own["{} Takes are placed by that (spread {} ms)."].format(within, 12)
