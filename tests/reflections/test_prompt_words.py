"""The words that are asked in: both registers whole, short, kind, and never what the design forbids."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from reflections import prompts
from reflections.records import REGISTERS

if TYPE_CHECKING:
    import pytest


def table() -> Any:
    return json.loads((resources.files("assets") / "prompts" / "en.json").read_text(encoding="utf-8"))


# ---- which words


def test_both_registers_have_the_same_ids_and_choices() -> None:
    young, older = (table()["registers"][r] for r in REGISTERS)
    assert young["words"].keys() == older["words"].keys()
    assert {p: [c["id"] for c in cs] for p, cs in young["choices"].items()} == {
        p: [c["id"] for c in cs] for p, cs in older["choices"].items()
    }


def test_every_prompt_of_the_design_is_there() -> None:
    wanted = {*(f"N{n}" for n in range(1, 7)), "B1", *(f"T{n}" for n in (1, 2, 3, 4, 6, 7, 8, 9, 10, 11))}
    wanted |= {
        *(f"G{n}" for n in range(1, 7)),
        *(f"P{n}" for n in range(1, 8)),
        "P4b",
        "L1",
        "L2",
        "L3",
        "E1",
        "E2",
        "H1",
        "H2",
    }
    for register in REGISTERS:
        assert wanted <= table()["registers"][register]["words"].keys()


def every_text() -> list[tuple[str, str, str]]:
    found = []
    for register, kept in table()["registers"].items():
        found += [(register, prompt, words) for prompt, words in kept["words"].items()]
        found += [(register, prompt, c["words"]) for prompt, cs in kept["choices"].items() for c in cs]
    return found


def test_no_sentence_has_more_than_twelve_words() -> None:
    for register, prompt, words in every_text():
        for sentence in re.split(r"(?<=[.?!])\s+", words):
            assert len(sentence.split()) <= 12, (register, prompt, sentence)


def test_thirteen_and_up_never_hear_of_grown_ups_and_nobody_hears_the_forbidden_lines() -> None:
    for register, prompt, words in every_text():
        said = words.casefold()
        if register == "13 up":
            assert "grown" not in said, prompt
        for never in (
            "just between us",
            "well done for sharing",
            "how are you feeling",
            "why did you",
            "are you sure you",
        ):
            assert never not in said, prompt


def test_words_for_music_are_twelve_and_no_mood_of_the_child() -> None:
    question = prompts.question("T2")
    assert [c.id for c in question.choices] == [
        "calm", "wild", "sunny", "stormy", "heavy", "light", "funny", "spooky", "brave", "sad", "strong", "sleepy",
    ]  # fmt: skip
    assert question.most == 2


def test_sure_has_five_lights_and_close_eleven_steps() -> None:
    sure = prompts.question("B1")
    assert [c.words for c in sure.choices] == ["Not yet", "A bit sure", "Quite sure", "Very sure", "Totally sure"]
    assert (sure.construct, sure.moment, prompts.question("T1").moment) == ("sure", "before", "after")
    assert [c.id for c in prompts.question("G5").choices] == [str(n) for n in range(11)]
    assert (prompts.scale("sure").minimum, prompts.scale("sure").maximum) == (0, 4)


def test_every_question_that_is_chosen_has_choices_whose_words_are_kept_ids() -> None:
    for prompt, kind in prompts._KINDS.items():
        question = prompts.question(prompt)
        assert question.kind == kind
        assert question.choices, prompt


def test_a_place_in_the_words_is_filled_and_braces_in_what_a_pupil_said_stay() -> None:
    assert prompts.words("R1", words="slow {it} down") == "Last time you said: slow {it} down"
    assert prompts.words("E1", n=3) == "We have 3 times left. What do you want to finish?"


def test_help_alone_names_the_services_number_where_there_is_one() -> None:
    assert prompts.need_help_alone() == "No one can see this yet. Tell an adult near you. In danger: 999."
    assert "or call 0800 1111." in prompts.need_help_alone("13 up", number="0800 1111")


def test_a_language_that_is_not_there_speaks_english_and_an_unchecked_one_shows_it_beneath(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert prompts.words("H1", language="xx") == "I want to talk to someone."
    assert prompts.english_beneath("H1") == ""
    draft = table() | {"checked": False}
    real = prompts._table
    monkeypatch.setattr(prompts, "_table", lambda language: draft if language == "cy" else real(language))
    assert prompts.english_beneath("H1", language="cy") == "I want to talk to someone."
    assert prompts.english_beneath("T2", language="cy") == ""
