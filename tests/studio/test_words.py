"""Every sentence has its words in both registers, and a language is added by adding its folder."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reflections.records import REGISTERS
from studio import words

LONGEST_SENTENCE = 12  # words, of what a pupil reads


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of tables with English and the beginning of another language."""
    tables = {
        "en/lesson.json": {"hello": "Hello {name}", "left": {"7-12": "{n} left", "13 up": "{n} to go"}, "bye": "Bye"},
        "pt/lesson.json": {"hello": "Ol\u00e1 {name}"},
    }
    for place, held in tables.items():
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(json.dumps(held), encoding="utf-8")
    monkeypatch.setattr(words, "_FOLDER", tmp_path)
    words.table.cache_clear()
    yield tmp_path
    words.table.cache_clear()


def every() -> list[tuple[str, str, str]]:
    """Language, key, sentence of all that ships."""
    found = []
    for language in words.languages():
        for area in words.areas(language):
            for name, held in words.table(language, area).items():
                spoken = [held] if isinstance(held, str) else held.values()
                found += [(language, f"{area}.{name}", each) for each in spoken]
    return found


def test_a_sentence_is_filled_and_has_two_registers(other: Path) -> None:
    assert words.say("lesson.hello", name="Jo") == "Hello Jo"
    assert [words.say("lesson.left", register, n=3) for register in REGISTERS] == ["3 left", "3 to go"]


def test_what_a_language_lacks_is_said_in_english(other: Path) -> None:
    assert words.say("lesson.hello", language="pt-BR", name="Jo") == "Ol\u00e1 Jo"
    assert words.say("lesson.bye", language="pt-BR") == "Bye"
    assert words.languages() == ("en", "pt")


def test_a_key_that_nobody_wrote_is_said_at_once(other: Path) -> None:
    with pytest.raises(KeyError, match=r"lesson\.nothing"):
        words.say("lesson.nothing")


def test_words_of_a_pupil_in_braces_stay_as_they_are(other: Path) -> None:
    assert words.say("lesson.hello", name="{n} {0}") == "Hello {n} {0}"


def test_a_sentence_in_two_registers_has_both() -> None:
    for language in words.languages():
        for area in words.areas(language):
            for name, held in words.table(language, area).items():
                assert isinstance(held, str) or set(held) == set(REGISTERS), f"{language} {area}.{name}"


def test_no_other_language_has_a_key_that_english_lacks() -> None:
    english = {key for language, key, _ in every() if language == words.ENGLISH}
    assert {key for _, key, _ in every()} <= english


def test_what_a_pupil_reads_has_short_sentences() -> None:
    for language, key, text in every():
        if not key.startswith("tutor."):
            for sentence in re.split(r"(?<=[.?!])\s", text):
                assert len(sentence.split()) <= LONGEST_SENTENCE, f"{language} {key}: {sentence}"
