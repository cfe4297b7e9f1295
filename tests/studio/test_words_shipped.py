"""The languages that ship are whole: what English says on a screen, each of them says too."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest


@pytest.mark.parametrize("code", ["pl", "uk", "pt", "ar"])
def test_a_language_that_ships_says_everything_that_english_says(code: str) -> None:
    tables, missing = files("assets") / "words", []
    for table in sorted((tables / "en").iterdir(), key=lambda path: path.name):
        if table.name.endswith(".json"):
            theirs = json.loads((tables / code / table.name).read_text(encoding="utf-8"))
            ours = json.loads(table.read_text(encoding="utf-8"))
            missing += [f"{table.name}: {key}" for key in ours if key not in theirs]
    assert missing == []
