"""Reports speak the laptop's language: every sentence of ours, counted as it counts, and English as it always was."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from assets import reads_right
from reflections import reports, sentences
from reflections.records import REPORTS
from reflections.reports.page import html
from reflections.sentences import Spoken
from tests.reflections import report_full as full
from tests.reflections import report_sample as sample

OTHERS = ("pl", "uk", "ar", "pt")
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = frozenset({"soundfolio", "jo"})
# What a yes in English was given to before reports had languages; it must not be over because of them.
ENGLISH_MARKS = {
    "end": "8ae431c7cd023bf30430ca7e7b641e885fd200e9ad3946a8656936ee2e782f07",
    "plan": "a944e9eb2b00159d8fd752143e8a9b1118afa5b8236a6fb2e8e35e8bef4716c0",
    "award": "67e7cf996b68041dfde41fbc9b6e76e987a74a176ffcecd4f90b14e6686bda38",
    "note": "1bf64320590b9baab3bd37b54fff1c15f4a6bdb6a06df5cfa70b473e0883a855",
    "funder": "af5d5a5af53f89c20cd40c72d477f1d14d5cd9efea307746163345a981e95c06",
}


class Read(HTMLParser):
    """What is read or heard of a page: its text, and the names that nobody sees; style is none of it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.html: dict[str, str | None] = {}
        self._silent = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._silent = tag in {"style", "script"}
        if tag == "html":
            self.html = given
        self.texts += [told for name in ("aria-label", "title", "alt") if (told := given.get(name))]

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.texts.append(data)


def words_of(text: str) -> set[str]:
    """The words of a text, without what is filled in."""
    return {word.casefold() for word in WORD.findall(re.sub(r"{\w+}", " ", text))}


def texts(language: str) -> set[str]:
    """Everything that reports and their page say, and what is offered to the pupil, of somebody whose words are numbers."""
    found: set[str] = set()
    for of in full.variants():
        for kind in REPORTS:
            report = sample.written(kind, of, language)
            page = html(report, dict.fromkeys(report.heard, b"ID3"), font=b"wOF2")
            found |= {*reports.text(report).splitlines(), *Read(page).texts}
            found |= {said for one in report.choices for said in (one.words, one.about)}
    funder = reports.funder(sample.FIGURES, language)
    for one in (funder, reports.funder(sample.FIGURES[2:], language)):
        found |= {*reports.text(one).splitlines(), *Read(html(one, font=b"wOF2")).texts}
    return {each.replace("The Tuesday band", "") for each in found}


@pytest.mark.parametrize("kind", [*REPORTS, "funder"])
def test_english_is_letter_by_letter_what_a_yes_was_given_to(kind: str) -> None:
    written = reports.funder(sample.FIGURES) if kind == "funder" else sample.written(kind)
    assert written.mark == ENGLISH_MARKS[kind]


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_of_a_report_comes_from_anywhere_but_the_tables_of_its_language(language: str) -> None:
    tables = (files("assets") / "words" / language).iterdir()
    held = (json.loads(table.read_text(encoding="utf-8")).values() for table in tables)
    known = {word for each in held for said in each for word in words_of(str(said))}
    strange = {(word, each) for each in texts(language) for word in words_of(each) - known - NAMES}
    assert strange == set()


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_of_the_tables_is_left_in_english(language: str) -> None:
    for area in ("report", "facts", "marked"):
        english, theirs = sentences._table("en", area), sentences._table(language, area)
        same = [key for key, said in english.items() if theirs[key] == said and words_of(said)]
        assert same == [], area


def test_everything_that_the_tables_can_say_is_said_by_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    said: set[str] = set()
    real = sentences.say

    def listening(key: str, language: str = "en", **filled: object) -> str:
        said.add(re.sub(" (one|many)$", "", key))
        return real(key, language, **filled)

    monkeypatch.setattr(sentences, "say", listening)
    texts("en")
    known = {
        re.sub(" (one|many)$", "", f"{area}.{key}")
        for area in ("report", "facts")
        for key in sentences._table("en", area)
    }
    elsewhere = {"report.full", "report.answer not asked"}  # said by the journal
    assert known - said - elsewhere == set()


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_a_page_says_which_language_it_is_in_and_is_read_from_its_side(language: str) -> None:
    for kind in REPORTS:
        page = html(sample.written(kind, None, language), font=b"wOF2")
        assert Read(page).html == {"lang": language, "dir": "rtl" if reads_right(language) else "ltr"}
        own = re.findall(r'class="(?:quote )?words" dir="auto"( lang="en")?', page)
        assert own
        assert all(bool(each) == (language != "en") for each in own), "a pupil's own words say whose they are"


def test_a_language_that_has_no_table_of_reports_is_said_and_marked_as_english() -> None:
    assert sample.written("plan", None, "so") == sample.written("plan")
    assert 'lang="en"' in html(sample.written("plan", None, "so"), font=b"wOF2")


def test_things_are_counted_as_the_language_counts_them() -> None:
    told = [Spoken("pl").counted("facts.finished", n) for n in (1, 3, 5, 22)]
    assert told == ["Skończony 1 utwór", "Skończone 3 utwory", "Skończonych 5 utworów", "Skończone 22 utwory"]
    told = [Spoken("uk").counted("facts.away", n) for n in (3, 5, 21)]
    assert told == ["Перерва: 3 тижні", "Перерва: 5 тижнів", "Перерва: 21 тиждень"]


def test_what_somebody_said_and_what_music_is_called_stays_as_it_is() -> None:
    text = reports.text(sample.written("end", None, "pl"))
    assert "„More time with the drums.” (Zrobione: A kit on Tuesdays, tutor)" in text
    assert "Midnight Bus: pierwsze nagranie, potem ostatnie (lewa ręka, potem obie ręce; " in text
    assert "Spotkania\n- Zaplanowane: 12, odbyte: 9, około 9 godzin\n- Obecność na 8 spotkaniach" in text


def test_a_role_in_other_letters_does_not_turn_the_day_beside_it_round() -> None:
    page = html(sample.written("note", None, "ar"), font=b"wOF2")
    assert "<bdi>class teacher</bdi>\N{ARABIC COMMA} <bdi>20 " in page


def test_the_arabic_comma_stands_between_words_that_are_read_from_the_right() -> None:
    page = html(sample.written("plan", None, "ar"), font=b"wOF2")
    assert "\N{ARABIC COMMA} " in page
    assert not re.search(r"[\u0600-\u06ff], ", page)
