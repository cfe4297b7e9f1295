"""Letters of both directions stand as the Unicode bidirectional algorithm says; the levels were compared with FriBidi's."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.ui import bidi, runs, text
from studio.ui.theme import Theme

LEFT, RIGHT = text.ink(Theme(), "body"), text.ink(Theme(rtl=True), "body")
# Hebrew letters stand for any that are read from the right: each has one shape, so a line can be written down as it is seen.
MIXED = st.text("ab א1٤ב٣2 ()[].,:+-%£!?\u0301\t\u2066\u2067\u2068\u2069\u200e\u200f", max_size=24)


@pytest.fixture(autouse=True)
def one_font(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No other font is looked for: where a letter stands is asked here, not its shape."""
    monkeypatch.setattr(runs, "fall_back", lambda _letter: None)
    yield
    text.forget()


def seen(words: str, *, rtl: bool) -> str:
    """Write a line down as it is seen, from left to right."""
    levels = bidi.levels(words, bidi.base(words, rtl=rtl))
    shown = bidi.in_order([at for at, each in enumerate(words) if each not in bidi.UNSEEN], lambda at: levels[at])
    return "".join({"(": ")", ")": "("}.get(words[at], words[at]) if levels[at] % 2 else words[at] for at in shown)


@pytest.mark.parametrize(
    ("words", "rtl", "shown"),
    [
        ("plain words.", False, "plain words."),
        ("plain words.", True, "plain words."),  # English where no translation is, in a screen read from the right
        ("אבג דה.", True, ".הד גבא"),
        ("אבג דה.", False, ".הד גבא"),
        ("MIDI אבג", True, "גבא MIDI"),  # a sentence of that language begins with a name
        ("אב Jo (גד) 12!", True, "!12 (דג) Jo בא"),
        ("Play אבג (2) now", False, "Play (2) גבא now"),
        ("אב 3,5 % גד", True, "דג % 3,5 בא"),
        ("אב 1\u20134 גד", True, "דג 4\u20131 בא"),
        ("\u2068אבג\u2069: 3 takes", False, "גבא: 3 takes"),
        ("אבג: 3 takes", False, "takes 3 :גבא"),  # not isolated, it takes the number with it
        ("...", True, "..."),
        ("12 (3)", True, "(3) 12"),
        ("a \u202eb c", False, "a b c"),  # an override turns nothing round
        ("אב ab\tcd", True, "cd\tab בא"),  # a tab begins anew where the line goes on
        ("", True, ""),
    ],
)  # fmt: skip
def test_a_line_is_seen_as_it_reads(words: str, rtl: bool, shown: str) -> None:
    assert seen(words, rtl=rtl) == shown


@given(MIXED, st.booleans())
def test_every_letter_of_a_line_stands_somewhere_once(words: str, rtl: bool) -> None:
    levels = bidi.levels(words, int(rtl))
    assert len(levels) == len(words)
    assert all(level >= int(rtl) for level in levels)
    assert sorted(bidi.in_order(range(len(words)), lambda at: levels[at])) == list(range(len(words)))


@given(MIXED)
def test_the_edges_of_letters_lie_in_the_line_and_cover_it(words: str) -> None:
    for pen in (LEFT, RIGHT):
        edges = text.edges(words, pen)
        wide = text.width(words, pen)
        assert all(0 <= min(edge) <= max(edge) <= wide for edge in edges)
        assert sum(abs(ends - begins) for begins, ends in edges) == wide


def test_lines_of_one_paragraph_read_as_it_does() -> None:
    words = "אבגדה " * 6 + "Wellerman. " + "אבגדה " * 6
    lines = text.wrap(words, LEFT, text.width("Wellerman. ", LEFT))
    alone = next(line for line in lines if "Wellerman" in line)
    assert alone.startswith(bidi.RIGHT_MARK)
    assert seen(alone, rtl=False) == ".Wellerman"
    assert all(text.width(line, LEFT) <= text.width("Wellerman. ", LEFT) for line in lines)


def test_what_is_cut_off_ends_in_three_dots_where_its_line_ends() -> None:
    cut = text.cut("אבגדה " * 9, RIGHT, 120)
    assert seen(cut, rtl=True).startswith("…")


def test_marks_that_nobody_sees_take_no_room() -> None:
    assert text.width("\u2068Jo\u2069\u200f", LEFT) == text.width("Jo", LEFT)
    assert text.edges("a\u200fb", LEFT)[1] == (text.width("a", LEFT),) * 2
