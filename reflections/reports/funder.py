"""The summary for a funder: counts of what was planned, held and made by five pupils or more. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections.records import FEWEST_IN_A_GROUP
from reflections.reports.parts import Line, Part, Proof, Report, Sheet
from reflections.reports.words import FIGURES, GROUP_LIMITS, HELD_BACK, TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflections.records import Figures

COUNTED = "e1"
_HOW = "Counted by Soundfolio from the register, the kept pieces and the goals of those pupils, from the first day on."


def funder(figures: Sequence[Figures]) -> Report:
    """Write it from the figures of everyone and of each group; what is held back of them says so, alike for nobody and for few."""
    told = [one for one in figures if one.counts and one.pupils >= FEWEST_IN_A_GROUP]
    parts = tuple(Part("Everyone" if one.group is None else one.shown, _lines(one), wide=True) for one in told)
    few = "" if parts else f"There are too few pupils for figures: at least {FEWEST_IN_A_GROUP} are needed."
    proofs = (Proof(COUNTED, _HOW),) if parts else ()
    return Report("funder", TITLES["funder"], "", "en", None, None, (Sheet("", few, parts),), proofs, GROUP_LIMITS)


def _lines(one: Figures) -> tuple[Line, ...]:
    found = [("pupils", "Pupils", str(one.pupils))]
    found += [(kind, FIGURES[kind], HELD_BACK if count is None else _told(kind, count)) for kind, count in one.counts]
    return tuple(Line(key, f"{told}: {n}", proofs=(COUNTED,)) for key, told, n in found)


def _told(kind: str, count: int) -> str:
    return f"{count / 60:.1f}".removesuffix(".0") if kind == "minutes" else str(count)
