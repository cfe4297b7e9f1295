"""Repeats of a folk tune played out: bare signs, first and second endings, fields, voices; never more than twice as written."""

from __future__ import annotations

import re

import pytest

from studio.music import abctune, corpus

HEAD = "X:1\nT:A\nM:4/4\nL:1/4\nK:C\n"


def played(body: str) -> str:
    """Write the bars as played, a letter each."""
    text = abctune.played_out(HEAD + body)
    return re.sub(r"[\s|\]]", "", text.removeprefix(HEAD))


@pytest.mark.parametrize(("body", "heard"), [
    ("A|B|", "AB"),
    ("A|B:|", "ABAB"),
    ("|:A|B:|", "ABAB"),
    ("A:|B:|C:|", "AABBCC"),
    ("A::B:|", "AABB"),
    ("|:A:|:B:|", "AABB"),
    ("|:A:||:B:|", "AABB"),
    ("A|:B:|C|", "ABBC"),
    ("A||B:|", "ABB"),
    ("A:|\n||B:|\n||C:|", "AABBCC"),
    ("|:A|1B:|2C||D:|", "ABACDD"),
    ("|:A|[1B:|[2C|]D:|", "ABACDD"),
    ("|:A|1B|2C|D|E:|", "ABACDEDE"),
    ("|:A|1B|C:|2D|E|F|G:|", "ABCADEFGFG"),
    ("A|1B:|2C:|D:|", "ABACDD"),
    ("A :|: B :|", "AABB"),
    (":|A|", "A"),
])  # fmt: skip
def test_a_sign_goes_back_to_where_its_stretch_began(body: str, heard: str) -> None:
    assert played(body) == heard


def test_what_only_looks_like_a_barline_is_none() -> None:
    text = abctune.played_out(HEAD + '"A:|"A[CE](3::2BcB|d:|')

    assert text.count('"A:|"A[CE](3::2BcB') == 2
    assert text.count("d") == 2


def test_a_tune_without_repeats_stays_as_it_is() -> None:
    text = HEAD + "A|B|\nc|d|]\n"

    assert abctune.played_out(text) == text


def test_key_and_metre_are_set_back_where_a_stretch_is_played_again() -> None:
    text = abctune.played_out(HEAD + "A|\nK:D\nM:3/4\nB:|\nC|")

    said = [line for line in text.removeprefix(HEAD).splitlines() if line[:2] in {"K:", "M:"}]
    assert said == ["K:D", "M:3/4", "K:C", "M:4/4", "K:D", "M:3/4"]


def test_the_first_voice_is_taken() -> None:
    lines = "[V:1] A|B|\n[V:2] c|d|\n[V:1] E|\n[V:2] f|\n"

    assert abctune.first_voice(HEAD + lines).removeprefix(HEAD).split() == ["A|B|", "E|"]
    fields = "V:1\nA|B|\nV:2\nc|d|\nV:1\nE|\n"
    assert abctune.first_voice(HEAD + fields).removeprefix(HEAD).split() == ["A|B|", "E|"]


def test_no_bar_of_the_corpus_is_played_more_than_twice() -> None:
    for path in ("oneills1850/0721-0730.abc", "airdsAirs/book2.abc", "oneills1850/0811-0899.abc"):
        for text in corpus.texts(path):
            written = [
                bar for bar in re.split(r"[|:\]\[]+", abctune._REMARK.sub("", text.partition("\nK:")[2])) if bar.strip()
            ]
            heard = [bar for bar in abctune.played_out(text).partition("\nK:")[2].split("|") if bar.strip(" ]\n")]
            assert len(heard) <= 2 * len(written), text
