"""The claim sheet as a table: no cell is a formula in anybody's spreadsheet, and every other is as it was written."""

import csv
import io
from datetime import date

import pytest

from reflections import records
from studio.papers import claims


def codes(*given: str) -> list[str]:
    lines = [
        records.ClaimLine(str(n), date(2026, 11, 2), "one-to-one", 1, 60, 60, code) for n, code in enumerate(given)
    ]
    _, *rows = csv.reader(io.StringIO(claims.table(lines), newline=""))
    return [row[-1] for row in rows]


@pytest.mark.parametrize(
    "code", ["=1+1", "+1", "-1", "@sum", " =1", "\t=1", "\r=1", "\n1", "\uff1d1", '=cmd|" /C calc"!A0']
)
def test_what_starts_like_a_formula_is_quoted(code: str) -> None:
    assert codes(code) == [f"'{code}"]


def test_every_other_code_is_as_it_was_written() -> None:
    assert codes("MEH-2026", "", 'a "b", c') == ["MEH-2026", "", 'a "b", c']
