"""Letters that belong together stay together, and a line breaks where its writing lets it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.ui import scripts

ANY = st.text("aé e\u0301王小、」「さー김हिन्द्ीक्ष்ดนำ\u200d👩🎤🏽🇵🇱\u2068\u2069", max_size=20)


@pytest.mark.parametrize(
    ("words", "apart"),
    [
        ("e\u0301a", ["e\u0301", "a"]),
        ("हिन्दी", ["हि", "न्दी"]),
        ("தமிழ்க", ["த", "மி", "ழ்", "க"]),  # Tamil does not write consonants into each other
        ("ශ්\u200dරී", ["ශ්\u200dරී"]),
        ("ที่นำ", ["ที่", "นำ"]),
        ("👩🏽\u200d🎤🎹", ["👩🏽\u200d🎤", "🎹"]),
        ("🇵🇱🇺🇦", ["🇵🇱", "🇺🇦"]),
        ("❤\ufe0f!", ["❤\ufe0f", "!"]),
        ("ᄒ\u1161\u11ab", ["ᄒ\u1161\u11ab"]),
        ("", []),
    ],
)
def test_what_belongs_together_is_one(words: str, apart: list[str]) -> None:
    assert scripts.clusters(words) == apart


@given(ANY)
def test_clusters_are_the_text_and_carets_stand_between_them(words: str) -> None:
    found = scripts.clusters(words)
    assert "".join(found) == words
    begins = {sum(map(len, found[:count])) for count in range(len(found) + 1)}
    assert {at for at in range(len(words) + 1) if scripts.is_first(words, at)} == begins
    assert scripts.breaks(words) <= begins - {0, len(words)}


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("你好、世界", ["你", "好、", "世", "界"]),
        ("「さくらー」です", ["「さ", "く", "らー」", "で", "す"]),
        ("Jo王MIDI小", ["Jo", "王", "MIDI", "小"]),
        ("Wellerman", ["Wellerman"]),
        ("김민준", ["김민준"]),  # Korean has spaces
        ("ภาษาไทย", ["ภาษาไทย"]),  # where a word of Thai ends only a dictionary knows
        ("(王)", ["(王)"]),
    ],
)
def test_a_line_breaks_between_ideographs_but_never_before_what_closes(words: str, pieces: list[str]) -> None:
    places = [0, *sorted(scripts.breaks(words)), len(words)]
    assert [words[first:last] for first, last in pairwise(places)] == pieces


@pytest.mark.parametrize(
    ("letter", "script"),
    [("अ", "Deva"), ("王", "Hani"), ("さ", "Hira"), ("ﺏ", "Arab"), ("a", ""), ("ж", ""), ("😀", "Zsye"), ("1", "")],
)
def test_a_letter_says_its_script(letter: str, script: str) -> None:
    assert scripts.script_of(letter) == script
