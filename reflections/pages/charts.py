"""Draws the charts of a page as SVG by hand: strips of notes, ladders of goals."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from reflections.sentences import Spoken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reflections.pages.parts import GoalPart, Strip, SureRow

_ENGLISH = Spoken()
WIDE = 1000  # a strip's own width; the page stretches it, lines keep their thickness

_LEFT, _RIGHT, _TOP, _BOTTOM, _W, _H = 48, 26, 22, 30, 300, 206
_EARLY = 0.08  # seconds: a note so close to a barline belongs to the bar that comes
_LABEL_ROOM = 52  # what a date needs below the chart
_NUMBER_ROOM = 28  # what a number needs above its dot
_DOT_ROOM = 13  # dots that are closer are smaller
_SINCE = 26  # behind the last dot, where a goal became another and nothing was said since


def strip(of: Strip, height: int = 100) -> Markup:
    """Draw a stretch of music; notes are lines with round ends, so that any width looks right. Hidden from screen readers."""
    pitches = [pitch for lane in of.lanes for _, _, pitch in lane.notes]
    low, high = (min(pitches), max(pitches)) if pitches else (0, 0)
    low, high = min(low, (low + high) // 2 - 6), max(high, (low + high) // 2 + 6)

    def x(seconds: float) -> float:
        return (seconds - of.start) / of.seconds * WIDE

    bars = "".join(f"M{x(s):.1f} 0V{height}" for s in of.bars if of.start + 0.01 < s < of.end - 0.01)
    lines = []
    for lane in of.lanes:
        seen = [n for n in lane.notes if n[0] < of.end - _EARLY and n[0] + n[1] > of.start + _EARLY]
        path = "".join(
            f"M{max(x(s), 0) + 3:.1f} {height - 10 - (p - low) / (high - low) * (height - 20):.0f}h{_long(s, n, of):.1f}"
            for s, n, p in seen
        )
        lines.append(f'<path class="l{lane.layer}" d="{path}"/>' if path else "")
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="strip" viewBox="0 0 {WIDE} {height}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<path class="bars" d="{bars}"/>{"".join(lines)}</svg>'
    )


def _long(start: float, length: float, of: Strip) -> float:
    shown = min(start + length, of.end) - max(start, of.start)
    return max(shown / of.seconds * WIDE - 6, 0.1)


def ladder(goal: GoalPart, to: Spoken = _ENGLISH) -> Markup:
    """Draw a goal: a rung for each step of its scale, a dot for each answer on its day, lines only where `goal.lines` allows them.

    Its days, and its words for those who do not see it, are in the language of `to`.
    """
    xs = _places([dot.when for dot in goal.dots], since=len(goal.dots) in goal.breaks)
    given = [k for k, dot in enumerate(goal.dots) if dot.value is not None]

    def y(value: int) -> float:
        return _H - _BOTTOM - (value - goal.minimum) / (goal.maximum - goal.minimum) * (_H - _TOP - _BOTTOM)

    def at(k: int) -> float:
        return y(goal.dots[k].value or 0)

    rungs = [
        f'<path class="{"rung ends" if v in (goal.minimum, goal.maximum) else "rung"}" d="M{_LEFT - 18} {y(v):.1f}H{_W - _RIGHT + 18}"/>'
        for v in range(goal.minimum, goal.maximum + 1)
    ]
    marks = [
        f'<text class="axis" x="{_LEFT - 24}" y="{y(v) + 5:.1f}" text-anchor="end">{v}</text>'
        for v in (goal.minimum, (goal.minimum + goal.maximum) // 2, goal.maximum)
    ]
    parted = [f'<path class="break" d="M{_before(xs, k):.1f} {_TOP - 6}V{_H - _BOTTOM}"/>' for k in goal.breaks]
    lines = [
        '<path class="line" d="M' + "L".join(f"{xs[k]:.1f} {at(k):.1f}" for k in run) + '"/>' for run in goal.lines
    ]
    wide = 3.5 if any(two - one < _DOT_ROOM for one, two in pairwise(xs)) else 5.5
    dots = [f'<circle class="dot" cx="{xs[k]:.1f}" cy="{at(k):.1f}" r="{wide}"/>' for k in given]
    values = [  # above all dots, so that none lies on a number
        f'<text class="value" x="{xs[k]:.1f}" y="{at(k) - 11:.1f}" text-anchor="middle">{goal.dots[k].value}</text>'
        for k in _numbered([goal.dots[k].value for k in given], [xs[k] for k in given], given)
    ]
    days = [
        f'<text class="axis" x="{xs[k]:.1f}" y="{_H - 8}" text-anchor="middle" direction="{to.direction}">{escape(to.day(goal.dots[k].when))}</text>'
        for k in _dated(xs, [dot.when for dot in goal.dots])
    ]
    drawing = "".join((*rungs, *marks, *parted, *lines, *dots, *values, *days))
    return Markup(  # noqa: S704 - numbers and escaped dates only
        f'<svg class="ladder" viewBox="0 0 {_W} {_H}" role="img" aria-label="{escape(in_words(goal, to))}" focusable="false">{drawing}</svg>'
    )


def _places(days: Sequence[date], *, since: bool) -> list[float]:
    """Return where each day stands across the chart; several of one day share it. With `since` there is room behind the last."""
    so_far: Counter[date] = Counter()
    of_a_day, when = Counter(days), []
    for one in days:
        when.append(one.toordinal() + so_far[one] / of_a_day[one])
        so_far[one] += 1
    inner = _W - _LEFT - _RIGHT - (_SINCE if since else 0)
    span = when[-1] - when[0] if when else 0
    return [_LEFT + inner * ((each - when[0]) / span if span else 0.5) for each in when]


def _before(xs: Sequence[float], k: int) -> float:
    """Where the break before the dot `k` stands; behind the last dot there is nothing yet."""
    return (xs[k - 1] + xs[k]) / 2 if k < len(xs) else xs[-1] + _SINCE / 2


def _numbered(values: Sequence[int | None], xs: Sequence[float], names: Sequence[int]) -> list[int]:
    """Choose which dots carry their number: the first, the latest, changes and then the rest, as far as there is room."""
    last = len(values) - 1
    changes = [k for k in range(1, last) if values[k] != values[k - 1]]
    rest = [k for k in range(1, last) if values[k] == values[k - 1]]
    chosen: list[int] = []
    for k in (*range(min(1, len(values))), *([last] if last > 0 else []), *changes, *rest):
        if all(abs(xs[k] - xs[other]) >= _NUMBER_ROOM for other in chosen):
            chosen.append(k)
    return sorted(names[k] for k in chosen)


def lights(row: SureRow) -> Markup:
    """Draw before and after as lights on a rail; the words beside them say the same, so it is hidden from screen readers."""
    wide, y = 500, 18

    def x(step: int) -> float:
        return wide * (step + 0.5) / row.steps

    before, after = row.before, row.after
    spots = [f'<circle class="spot" cx="{x(k):.1f}" cy="{y}" r="7"/>' for k in range(row.steps)]
    way, dots = "", ""
    if before is not None and before == after:
        dots = f'<circle class="after" cx="{x(before):.1f}" cy="{y}" r="8"/><circle class="ring" cx="{x(before):.1f}" cy="{y}" r="12"/>'
    else:
        given = (("before", before), ("after", after))
        dots = "".join(
            f'<circle class="{name}" cx="{x(v):.1f}" cy="{y}" r="10"/>' for name, v in given if v is not None
        )
    if before is not None and after is not None:
        way = f'<path class="way" d="M{x(before):.1f} {y}H{x(after):.1f}"/>'
    drawing = f'<path class="rail" d="M{x(0):.1f} {y}H{x(row.steps - 1):.1f}"/>{way}{"".join(spots)}{dots}'
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="lights" viewBox="0 0 {wide} {2 * y}" aria-hidden="true" focusable="false">{drawing}</svg>'
    )


def in_words(goal: GoalPart, to: Spoken = _ENGLISH) -> str:
    """Say a ladder for those who do not see it: "3 Oct: 4. 17 Oct: no answer"."""
    parts = [to.say("story.from to", low=goal.minimum, high=goal.maximum)]
    for k, dot in enumerate(goal.dots):
        if k in goal.breaks:
            parts.append(to.say("story.here changed"))
        parts.append(f"{to.day(dot.when)}: {to.say('story.no answer') if dot.value is None else dot.value}.")
    if len(goal.dots) in goal.breaks:
        parts += [to.say("story.here changed"), to.say("story.nothing since")]
    return " ".join(parts)


def _dated(xs: Sequence[float], days: Sequence[date]) -> list[int]:
    """Choose which dots carry their date: the first and the latest, between them as many as fit; no day twice."""
    if not xs:
        return []
    chosen, last = [0], len(xs) - 1
    for k in range(1, last):
        if xs[k] - xs[chosen[-1]] >= _LABEL_ROOM and xs[last] - xs[k] >= _LABEL_ROOM:
            chosen.append(k)
    return [*chosen, last] if days[last] != days[chosen[-1]] else chosen
