"""Slips of the keys: how many a word may have, what counts as one, and that no word is near everything."""

import pytest

from studio.music import by_words, slips


def slips_of(typed: str, *titles: str) -> list[tuple[int, int]]:
    """(slips, place) of each of the titles that is found."""
    return list(slips.spelling([(title, title) for title in titles]).find([[word] for word in typed.split()]))


@pytest.mark.parametrize(("typed", "count"), [
    ("planet", 0), ("plante", 1), ("planett", 1), ("plaet", 1), ("plunet", 1), ("lpanet", 1), ("pallet", None), ("plan", 0), ("planets", 1),
])  # fmt: skip
def test_a_letter_wrong_missing_one_too_many_or_two_changed_about_is_one_slip(typed: str, count: int | None) -> None:
    assert slips_of(typed, "planet") == ([] if count is None else [(count, 0)])


def test_long_words_may_have_two_and_short_ones_none() -> None:
    assert slips_of("elefant", "elephant") == [], "seven letters, two slips"
    assert slips_of("elefantes", "elephantes") == [(2, 0)]
    assert slips_of("fun", "fur") == []
    assert [slips.allowed(letters) for letters in (3, 4, 7, 8)] == [0, 1, 1, 2]


def test_a_short_word_with_a_slip_has_to_be_all_of_one_of_theirs() -> None:
    assert slips_of("rein", "rain", "rainbow", "reindeer") == [(0, 2), (1, 0)]


def test_words_may_stand_in_any_order_and_each_has_its_own_slips() -> None:
    assert slips_of("mountin granite", "granitte of the mountain", "mountain") == [(2, 0)]


def test_words_run_together_or_apart_are_the_same_title() -> None:
    assert slips_of("oldfarm", "the old farm") == [(0, 0)]
    assert slips_of("mid night", "midnight walk") == [(0, 0)]


def test_titles_longer_than_what_counts_are_found_by_their_start() -> None:
    assert slips_of("a" * 30, "a" * 40) == [(0, 0)]
    assert slips_of("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwx yz") != []


def test_a_text_without_words_and_a_list_without_texts_are_no_trouble() -> None:
    assert slips_of("planet", "", "planet") == [(0, 1)]
    assert slips_of("planet") == []


def test_what_would_not_be_shown_is_not_looked_for_with_slips() -> None:
    assert by_words.nearly(by_words.asked("whiskey")) == []
    assert by_words.nearly(by_words.asked("whisper")) == [["whisper"]]
