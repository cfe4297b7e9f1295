"""Every sentence has its words in both registers, and a language is added by adding its folder."""

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from types import SimpleNamespace

import pytest

from assets import reads_right
from instruments.sounds import SOUNDS
from reflections import prompts
from reflections.records import REGISTERS
from studio import words
from studio.music import library
from studio.screens.people.pictures import AVATARS, SIGN_IN, picture_name
from tests.studio import plain_words

LONGEST_SENTENCE = 12  # words, of what a pupil reads
HARDEST_TABLE, HARDEST_TEXT = 2.0, 5.0  # grades of school: seven and ten years old
FEW = 6  # words of a text, or texts of a source, from which on the measure says anything
MOST_SYLLABLES = 3
NAMES = frozenset({"OpenDyslexic"})


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
    few = {f"{key.removesuffix('many')}{form}" for key in english if key.endswith(" many") for form in ("two", "few")}
    with_its_english = ("shelf.", "sounds.", "people.picture ")  # it lies where the tunes, sounds and pictures are
    assert {key for _, key, _ in every() if not key.startswith(with_its_english)} <= english | few


def test_the_shelf_of_a_translation_tells_of_every_tune_and_groove() -> None:
    shelf = {one.hiding for one in library.shelf()} | {f"groove:{one.id}" for one in library.grooves()}
    for language in words.languages()[1:]:
        assert set(words.table(language, "shelf")) == shelf


def test_a_translation_names_every_sound_and_no_two_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    for language in words.languages()[1:]:
        assert set(words.table(language, "sounds")) == {each.id for each in SOUNDS}
        monkeypatch.setattr(words.LISTENER, "language", language)
        assert len({words.of_sound(each) for each in SOUNDS}) == len(SOUNDS)
    monkeypatch.setattr(words.LISTENER, "language", words.ENGLISH)
    assert words.of_sound(SOUNDS[1]) == "Bright piano"


def test_a_translation_names_every_picture_there_is() -> None:
    for language in words.languages()[1:]:
        words.speak_to("", language)
        named = {icon: picture_name(icon) for icon, _ in AVATARS + SIGN_IN}
        words.speak_to()
        assert not set(named.values()) & {name for _, name in AVATARS + SIGN_IN} - {"Panda"}, language
        assert len(set(named.values())) == len(named), language


def test_a_translation_has_the_places_of_its_english() -> None:
    english = {key: places(text) for language, key, text in every() if language == words.ENGLISH}
    for language, key, text in every():
        area, of = key.partition(".")[0], key if key in english else re.sub("(two|few)$", "many", key)
        free = {"n"} if key.endswith((" one", " two", " few")) else set()  # a number may be said or left to the word
        if area == "dates":  # each is filled with everything a day has
            free = {"day", "month", "short", "weekday", "year", "time"}
        assert places(text) - free == english.get(of, set()) - free, f"{language} {key}: {text}"


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


def test_things_are_counted_as_a_language_counts_them(other: Path) -> None:
    table = {
        "days one": "{n} dzie\u0144",
        "days few": "{n} dni",
        "days many": "{n} dni!",
        "x one": "1",
        "x many": "{n}",
    }
    (other / "en/lesson.json").write_text(json.dumps(dict.fromkeys(table, "?") | {"y one": "1 y", "y many": "{n} ys"}))
    for language in ("pl", "uk"):
        (other / language).mkdir()
        (other / language / "lesson.json").write_text(json.dumps(table), encoding="utf-8")
    said = {}
    for language in ("pl", "uk"):
        words.speak_to("", language)
        said[language] = [words.counted("lesson.days", n) for n in (1, 3, 5, 12, 21, 22)]
        assert words.counted("lesson.x", 3) == "3"  # no form of its own for few
        assert words.counted("lesson.y", 21) == "21 ys"  # said in English, so counted in it
    words.speak_to()
    one, few, many = "{} dzie\u0144", "{} dni", "{} dni!"
    assert said["pl"] == [
        each.format(n) for each, n in zip((one, few, many, many, many, few), (1, 3, 5, 12, 21, 22), strict=True)
    ]
    assert said["uk"] == [
        each.format(n) for each, n in zip((one, few, many, many, one, few), (1, 3, 5, 12, 21, 22), strict=True)
    ]


def test_arabic_has_a_form_of_its_own_for_two_and_counts_in_tens(other: Path) -> None:
    table = {f"takes {form}": f"{{n}} {form}" for form in ("one", "two", "few", "many")} | {
        "x one": "1",
        "x many": "{n}",
    }
    (other / "en/lesson.json").write_text(json.dumps(dict.fromkeys(table, "?")))
    (other / "ar").mkdir()
    (other / "ar/lesson.json").write_text(json.dumps(table))
    words.speak_to("", "ar")
    said = [words.counted("lesson.takes", n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)]
    plain = [words.counted("lesson.x", n) for n in (1, 2, 3)]  # no form of their own for two and few
    words.speak_to()
    forms = ("many", "one", "two", "few", "few", "many", "many", "many", "many", "few")
    assert said == [f"{n} {form}" for n, form in zip((0, 1, 2, 3, 10, 11, 99, 100, 102, 103), forms, strict=True)]
    assert plain == ["1", "2", "3"]


def test_a_language_that_no_speaker_has_read_says_so_by_its_name() -> None:
    assert words.own_name("en") == "English"
    for language in words.languages():
        name = words.say("look.own name", language=language)
        assert (words.own_name(language) == name) == prompts.is_checked(language)
        assert name in words.own_name(language)


def test_prompts_of_a_translation_are_those_of_english_and_its_safety_lines_stand_over_english() -> None:
    english = prompts._table(words.ENGLISH)
    for language in words.languages():
        table = prompts._table(language)
        assert table["language"] == language, f"{language} has words and no prompts"
        assert shape(table) == shape(english)
        for which in english["safety"]:
            assert bool(prompts.english_beneath(which, language=language)) != table["checked"]


def shape(held: object) -> object:
    """What has to be alike in a table of prompts: its keys, ids and places, not its words."""
    if isinstance(held, dict):
        return {key: each if key in {"id", "minimum", "maximum"} else shape(each) for key, each in held.items()}
    if isinstance(held, list):
        return [shape(each) for each in held]
    return places(held) if isinstance(held, str) else None


# -- what pupils read, wherever it is written -------------------------------------------------------------------------
def test_what_a_pupil_reads_has_short_sentences() -> None:
    long = [
        f"{where}: {sentence}"
        for where, _, text in plain_words.everything()
        for sentence in plain_words.sentences(text)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    assert not long, "\n".join(long)


def test_the_measure_of_reading_counts_as_people_do() -> None:
    counted = {"music": 2, "take": 1, "little": 2, "tried": 1, "kept": 1, "voices": 2, "something": 2, "everything": 3}
    counted |= {"needed": 2, "changed": 1, "recording": 3, "bits": 1, "the": 1, "goodbye": 2, "loudest": 2, "plays": 1}
    assert {word: plain_words.syllables(word) for word in counted} == counted
    assert plain_words.grade(["The cat sat on the mat."]) < 0
    assert plain_words.grade(["Consider articulating your developmental aspirations regarding participation."]) > 20


def test_a_pupil_who_reads_like_a_seven_year_old_can_read_it() -> None:
    """Grade 2 is seven years. Many pupils read two or three years below their age, and the youngest are eight to ten.

    Each source is measured as a whole, the shorter ones together: over a few words the measure says nothing.
    """
    found: dict[str, list[str]] = {}
    for where, register, text in plain_words.everything():
        found.setdefault(f"{register} {where.partition('.')[0] if '.' in where else 'all'}", []).append(text)
    hard = {name: round(plain_words.grade(texts), 1) for name, texts in found.items() if len(texts) >= FEW}
    assert hard
    assert {name: found for name, found in hard.items() if found > HARDEST_TABLE} == {}


def test_no_text_alone_is_harder_than_for_a_ten_year_old_and_no_word_is_long() -> None:
    hard = [
        f"{where}: {text} ({plain_words.grade([text]):.1f})"
        for where, _, text in plain_words.everything()
        if len(plain_words.WORD.findall(text)) >= FEW and plain_words.grade([text]) > HARDEST_TEXT
    ]
    long = [
        f"{where}: {word}"
        for where, _, text in plain_words.everything()
        for word in plain_words.WORD.findall(plain_words.PLACE.sub("", text))
        if plain_words.syllables(word) > MOST_SYLLABLES and word not in NAMES
    ]
    assert not hard + long, "\n".join(hard + long)


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (plain_words.RANKING, ("Your score is 9 points", "Top of the class", "3 mistakes", "92 per cent")),
        (plain_words.NAGGING, ("You should practise", "Well done!", "Why did you stop?", "Just between us")),
        (plain_words.HEAVY, ("Your placement", "a vulnerable child", "siblings", "looked-after")),
    ],
    ids=("ranks", "nags", "weighs"),
)
def test_nothing_ranks_nags_pries_or_weighs_on_a_child(listed: re.Pattern[str], said: tuple[str, ...]) -> None:
    assert all(listed.search(each) for each in said), "the list says what it is for"
    found = [f"{where}: {text}" for where, _, text in plain_words.everything() if listed.search(text)]
    assert not found, "\n".join(found)


def test_what_grown_ups_read_speaks_of_a_child_as_well_as_what_children_read() -> None:
    found = [f"{where}: {text}" for where, _, text in plain_words.tables() if plain_words.HEAVY.search(text)]
    assert not found, "\n".join(found)


def test_who_is_13_or_older_is_never_told_of_grown_ups() -> None:
    older = [text for _, register, text in plain_words.everything() if register == plain_words.OLD]
    assert older
    assert not [text for text in older if re.search(r"grown.?up", text, re.IGNORECASE)]


# -- the prompts, in every language -----------------------------------------------------------------------------------
LANGUAGES = sorted(
    found.name.removesuffix(".json")
    for found in (resources.files("assets") / "prompts").iterdir()
    if found.name.endswith(".json")
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_registers_of_a_language_have_every_prompt_and_choice_of_english(language: str) -> None:
    english, table = plain_words.prompt_table(), plain_words.prompt_table(language)
    for register in REGISTERS:
        said, own = english["registers"][register], table["registers"][register]
        assert set(own["words"]) == set(said["words"]) == set(english["registers"][REGISTERS[0]]["words"])
        for prompt, choices in said["choices"].items():
            assert [one["id"] for one in own["choices"][prompt]] == [one["id"] for one in choices]
        assert all(text.strip() for text in own["words"].values())
        for prompt, text in said["words"].items():
            assert set(re.findall(r"{\w*}", own["words"][prompt])) == set(re.findall(r"{\w*}", text)), prompt
    assert set(table["scales"]) == set(english["scales"])
    assert set(table["safety"]) >= {"N2", "N3", "N4", "N5", "H1", "H2"}


@pytest.fixture
def unchecked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language whose words nobody has checked yet."""
    table = json.loads(json.dumps(plain_words.prompt_table()))
    table["language"], table["checked"] = "xx", False
    for register in REGISTERS:
        said = table["registers"][register]["words"]
        table["registers"][register]["words"] = {prompt: f"xx {text}" for prompt, text in said.items()}
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "xx.json").write_text(json.dumps(table), encoding="utf-8")
    shipped = (resources.files("assets") / "prompts" / "en.json").read_text(encoding="utf-8")
    (tmp_path / "prompts" / "en.json").write_text(shipped, encoding="utf-8")
    monkeypatch.setattr(prompts, "resources", SimpleNamespace(files=lambda _package: tmp_path))
    prompts._table.cache_clear()
    yield "xx"
    prompts._table.cache_clear()


def test_a_safety_line_nobody_has_checked_has_the_english_beneath_in_both_registers(unchecked: str) -> None:
    for register in REGISTERS:
        for prompt in plain_words.prompt_table()["safety"]:
            assert prompts.words(prompt, register, unchecked).startswith("xx ")
            assert prompts.english_beneath(prompt, register, unchecked) == prompts.words(prompt, register)
        assert prompts.english_beneath("T8", register, unchecked) == ""


def test_a_file_is_called_by_nothing_that_nobody_sees() -> None:
    words.speak_to("", "ar")
    said, called = (each("papers.with others", title="Bus") for each in (words.say, words.file_name))
    words.speak_to()
    assert "\u2068Bus\u2069" in said
    assert called == said.replace("\u2068", "").replace("\u2069", "")


def test_a_language_nobody_has_written_is_said_in_english_throughout() -> None:
    for prompt in prompts.fixed():
        assert prompts.words(prompt, language="zz") == prompts.words(prompt)
        assert prompts.english_beneath(prompt, language="zz") == ""


# -- languages that are read from the right ---------------------------------------------------------------------------
def test_a_language_is_known_to_be_read_from_the_right() -> None:
    assert all(map(reads_right, ("ar", "ar-SY", "fa", "ur_PK", "pa-Arab")))
    assert not any(map(reads_right, ("en", "pl", "pa", "pt-BR", "uk", "")))


def test_a_name_of_the_other_direction_is_filled_in_so_that_it_turns_nothing_round(other: Path) -> None:
    (other / "ar").mkdir()
    (other / "ar/lesson.json").write_text(json.dumps({"hello": "\u0645\u0631\u062d\u0628\u0627 {name}"}))
    arabic = "\u0622\u0645\u0646\u0629"
    assert words.say("lesson.hello", name=arabic) == f"Hello \u2068{arabic}\u2069"
    assert words.say("lesson.hello", language="ar", name="Jo").endswith("\u2068Jo\u2069")
    assert words.say("lesson.hello", language="ar", name=arabic).endswith(f" {arabic}")
    assert words.say("lesson.hello", language="ar", name=3).endswith(" 3")
    assert words.say("lesson.left", language="ar", n=arabic) == f"\u2068{arabic}\u2069 left"  # said in English
