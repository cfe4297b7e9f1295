"""The summary for a funder: counts of what was planned, held and made by five pupils or more. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections.records import FEWEST_IN_A_GROUP
from reflections.reports.parts import Line, Part, Proof, Report, Sheet
from reflections.sentences import ENGLISH, tongue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reflections.records import Figures

COUNTED = "e1"


def funder(figures: Sequence[Figures], language: str = ENGLISH) -> Report:
    """Write it from the figures of everyone and of each group; what is held back of them says so, alike for nobody and for few."""
    spoken = tongue(language, "report")
    say = spoken.of("report")
    told = [one for one in figures if one.counts and one.pupils >= FEWEST_IN_A_GROUP]
    parts = tuple(
        Part(say("everyone") if one.group is None else one.shown, _lines(one, say), wide=True) for one in told
    )
    sheet = Sheet("", "" if parts else say("too few", n=FEWEST_IN_A_GROUP), parts)
    proofs = (Proof(COUNTED, say("figures how")),) if parts else ()
    title = spoken.say("reports.funder")
    limits, language = say("figures limits"), spoken.language
    return Report("funder", title, "", language, None, None, (sheet,), proofs, limits, spoken=language)


def _lines(one: Figures, say: Callable[..., str]) -> tuple[Line, ...]:
    found = [("pupils", str(one.pupils)), *((kind, _told(kind, count, say)) for kind, count in one.counts)]
    return tuple(Line(key, f"{say(f'figure {key}')}: {told}", proofs=(COUNTED,)) for key, told in found)


def _told(kind: str, count: int | None, say: Callable[..., str]) -> str:
    """Write a number; minutes are told as hours."""
    if count is None:
        return say("figures held back")
    return f"{count / 60:.1f}".removesuffix(".0").replace(".", say("point")) if kind == "minutes" else str(count)
