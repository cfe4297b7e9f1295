"""What an adult looks at before a copy leaves is told in their language: why words stand out, and where they stand."""

from __future__ import annotations

import pytest

from reflections.naming import ALIAS, PERSON, SCHOOL, WHOLE, Marked, Where
from reflections.pages.marks import where, why
from reflections.sentences import Spoken

PLACES = (
    "name", "title", "about", "poem", "song", "version", "mark", "words about", "words", "task", "goal", "step", "try",
    "helped", "like", "like why", "here", "view", "next", "asked", "proof",
)  # fmt: skip


def told(why_: str, place: Where, language: str = "en") -> tuple[str, str]:
    one = Marked("Ben", why_, place, "Ben came")
    return why(one, Spoken(language)), where(one, Spoken(language))


def test_it_is_told_as_it_always_was_in_english() -> None:
    assert told(ALIAS, Where("words about", "Bus")) == ("the name of somebody else here", "words about Bus")
    assert told(PERSON, Where("proof")) == ("it may be somebody's name", "what shows it")
    assert told(SCHOOL, Where("held", "goal", "first step")) == ("it may name a school", "Your goals: first step")
    assert told(WHOLE, Where("", "Next steps")) == ("it may be a whole name", "Next steps")


@pytest.mark.parametrize("language", ["pl", "uk", "ar", "pt"])
def test_in_another_language_none_of_it_is_english_and_a_title_stays(language: str) -> None:
    for reason in (ALIAS, PERSON, SCHOOL, WHOLE):
        assert told(reason, Where("words"), language)[0] != told(reason, Where("words"))[0]
    for key in PLACES:
        said, english = (told(ALIAS, Where(key, "Bus"), each)[1] for each in (language, "en"))
        assert said != english
        assert ("Bus" in said) == ("Bus" in english)
    assert told(ALIAS, Where("held", "goal", "first step"), language)[1] != "Your goals: first step"
    assert told(ALIAS, Where("held", "no_such", "odd"), language)[1].endswith(": odd")
