"""Each groove differs from every other: in what the drums strike, in how it feels, and in what the bass does."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from studio.music import grooves
from tests.studio.music.groove_distance import Apart, Character, apart, character

LEAST = Apart(0.35, 0.04, 0.35)
LEAST_TOTAL = 0.4


def too_near(every: dict[str, Character]) -> list[str]:
    """Name the pairs that are nearer than two grooves may be."""
    pairs = {f"{one} and {other}": apart(every[one], every[other]) for one, other in combinations(every, 2)}
    return [
        f"{names}: {found}"
        for names, found in pairs.items()
        if found.total < LEAST_TOTAL or any(is_so < least for is_so, least in zip(found, LEAST, strict=True))
    ]


@pytest.fixture(scope="module")
def every() -> dict[str, Character]:
    return {name: character(grooves.groove(name)) for name in grooves.names()}


def test_every_groove_is_far_from_every_other_in_drums_feel_and_bass(every: dict[str, Character]) -> None:
    assert too_near(every) == []


def test_a_groove_copied_faster_and_with_other_sounds_is_found_out(every: dict[str, Character]) -> None:
    house = grooves.groove("house")
    copied = replace(house, id="copied", bpm=128.0, sounds=grooves.groove("metal").sounds, chords=("C",) * 4)
    assert too_near({**every, "copied": character(copied)})[0].startswith("house and copied")
