"""How fast a folk tune opens: what its `Q:` line asks for, else what is usual for its kind."""

from __future__ import annotations

import pytest

from studio.music.pace import tempo


@pytest.mark.parametrize(("fields", "beats", "unit", "lowest", "highest"), [
    ("R:reel", 2, 2, 180, 220),
    ("R:Reel", 4, 4, 180, 220),
    ("R:reel", 2, 4, 90, 110),
    ("R:hornpipe", 4, 4, 140, 180),
    ("T:Nobody's (hornpipe)", 2, 2, 140, 180),
    ("", 2, 2, 150, 200),
    ("R:jig", 6, 8, 150, 165),
    ("", 6, 8, 150, 165),
    ("R:slip jig", 9, 8, 150, 165),
    ("R:waltz", 3, 4, 110, 130),
    ("", 3, 4, 110, 130),
    ("R:air", 4, 4, 60, 84),
    ('N: "Slow and tenderly"', 3, 4, 70, 90),
    ("R:Liebes - Lied", 4, 4, 96, 112),
])  # fmt: skip
def test_a_tune_without_a_tempo_goes_as_its_kind_does(
    fields: str, beats: int, unit: int, lowest: float, highest: float
) -> None:
    assert lowest <= tempo(f"X:1\n{fields}\nK:C\nA|", beats, unit) <= highest


@pytest.mark.parametrize(("fields", "beats", "unit", "quarters"), [
    ("Q:1/2=104", 2, 2, 208),
    ("Q:3/8=120", 6, 8, 180),
    ("Q:1/4 =50", 2, 4, 50),
    ('Q:1/4=80 "Slow"', 3, 4, 80),
    ("Q:100", 6, 8, 150),
    ("Q:190", 2, 4, 95),
    ("Q:0", 3, 4, 120),
    ("Q:1/0=100", 3, 4, 120),
    ("R:reel\nQ:1/4=90", 2, 2, 192),
    ("Q:1/4=999", 2, 4, 320),
])  # fmt: skip
def test_a_tempo_that_is_asked_for_is_kept(fields: str, beats: int, unit: int, quarters: float) -> None:
    assert tempo(f"X:1\n{fields}\nK:C\nA|", beats, unit) == quarters
