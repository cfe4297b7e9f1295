"""A riff is known by its steps: in any octave, from any key, at any tempo; two that begin alike are like."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reflections.records import Pupil
from studio.playing import riff

JO = Pupil(
    id="jo",
    alias="Jo",
    shown="Jo",
    avatar="bird",
    age_band="10-12",
    register="7-12",
    sign_in=riff.signs((60, 64, 67, 60)),
    sign_in_kind=riff.KIND,
    hold=False,
    added_at=datetime(2024, 1, 1, tzinfo=UTC),
)
PICTURES = replace(JO, id="amira", sign_in=("60", "64", "67", "60"), sign_in_kind="pictures")


@pytest.mark.parametrize("up", [-24, -12, 0, 12, 5])
def test_it_is_the_same_wherever_it_is_played(up: int) -> None:
    assert riff.players([pitch + up for pitch in (60, 64, 67, 60)], [JO]) == (JO,)


@pytest.mark.parametrize("pitches", [(60, 64, 67), (60, 64, 67, 60, 60), (60, 63, 67, 60), (67, 64, 60, 67), ()])
def test_less_more_or_other_notes_are_nobodys(pitches: tuple[int, ...]) -> None:
    assert riff.players(pitches, [JO, PICTURES]) == ()


@pytest.mark.parametrize(
    ("pitches", "like"),
    [
        ((48, 52, 55, 48), True),
        ((60, 64, 67, 60, 72), True),
        ((60, 64, 67, 61), False),
        ((64, 67, 60, 60), False),
    ],
)
def test_one_that_begins_like_anothers_is_like_it(pitches: tuple[int, ...], like: bool) -> None:
    assert riff.is_like(pitches, [JO, PICTURES]) is like
    assert not riff.is_like(pitches, [PICTURES])


def test_one_key_alone_is_too_plain() -> None:
    assert riff.is_plain((60, 60, 60, 60))
    assert not riff.is_plain((60, 60, 60, 62))


def test_nobody_waits_for_more_notes_than_the_longest_riff_has() -> None:
    assert riff.longest([JO, PICTURES]) == 4
    assert riff.longest([JO, replace(JO, sign_in=riff.signs(range(60, 67)))]) == 7
