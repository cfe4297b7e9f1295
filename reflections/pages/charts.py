"""Draws the charts of a page as SVG by hand: strips of notes, ladders of goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from reflections.pages.parts import GoalPart, Strip, SureRow

WIDE = 1000  # a strip's own width; the page stretches it, lines keep their thickness

_LEFT, _RIGHT, _TOP, _BOTTOM, _W, _H = 48, 26, 22, 30, 300, 206
_EARLY = 0.08  # seconds: a note so close to a barline belongs to the bar that comes
_LABEL_ROOM = 52  # what a date needs below the chart


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


def ladder(goal: GoalPart) -> Markup:
    """Draw a goal: a rung for each step of its scale, a dot for each answer, lines only where `goal.lines` allows them."""
    inner = _W - _LEFT - _RIGHT
    count = len(goal.dots)
    slots = count + (count in goal.breaks)  # behind a break at the end there is nothing yet

    def x(place: float) -> float:
        return _LEFT + inner * (place / (slots - 1) if slots > 1 else 0.5)

    def y(value: int) -> float:
        return _H - _BOTTOM - (value - goal.minimum) / (goal.maximum - goal.minimum) * (_H - _TOP - _BOTTOM)

    rungs = [
        f'<path class="{"rung ends" if v in (goal.minimum, goal.maximum) else "rung"}" d="M{_LEFT - 18} {y(v):.1f}H{_W - _RIGHT + 18}"/>'
        for v in range(goal.minimum, goal.maximum + 1)
    ]
    marks = [
        f'<text class="axis" x="{_LEFT - 24}" y="{y(v) + 5:.1f}" text-anchor="end">{v}</text>'
        for v in (goal.minimum, (goal.minimum + goal.maximum) // 2, goal.maximum)
    ]
    parted = [f'<path class="break" d="M{x(k - 0.5):.1f} {_TOP - 6}V{_H - _BOTTOM}"/>' for k in goal.breaks]
    lines = [
        '<path class="line" d="M' + "L".join(f"{x(k):.1f} {y(goal.dots[k].value or 0):.1f}" for k in run) + '"/>'
        for run in goal.lines
    ]
    dots = [
        f'<circle class="dot" cx="{x(k):.1f}" cy="{y(dot.value):.1f}" r="5.5"/>'
        f'<text class="value" x="{x(k):.1f}" y="{y(dot.value) - 11:.1f}" text-anchor="middle">{dot.value}</text>'
        for k, dot in enumerate(goal.dots)
        if dot.value is not None
    ]
    days = [
        f'<text class="axis" x="{x(k):.1f}" y="{_H - 8}" text-anchor="middle">{escape(day(goal.dots[k].when))}</text>'
        for k in _labelled(count, inner)
    ]
    drawing = "".join((*rungs, *marks, *parted, *lines, *dots, *days))
    return Markup(  # noqa: S704 - numbers and escaped dates only
        f'<svg class="ladder" viewBox="0 0 {_W} {_H}" role="img" aria-label="{escape(in_words(goal))}" focusable="false">{drawing}</svg>'
    )


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


def in_words(goal: GoalPart) -> str:
    """Say a ladder for those who do not see it: "3 Oct: 4. 17 Oct: no answer"."""
    parts = []
    for k, dot in enumerate(goal.dots):
        changed = "Here it changed. " if k in goal.breaks else ""
        parts.append(f"{changed}{day(dot.when)}: {'no answer' if dot.value is None else dot.value}.")
    if len(goal.dots) in goal.breaks:
        parts.append("Here it changed. Nothing was said since.")
    return f"From {goal.minimum} to {goal.maximum}. " + " ".join(parts)


def day(when: date) -> str:
    """Write a date short, as in "3 Oct"; the cover tells the year."""
    return f"{when.day} {_MONTHS[when.month - 1][:3]}"


def months(first: date | None, latest: date | None) -> str:
    """Write a span of time, as in "September to November 2026"."""
    if first is None or latest is None:
        return ""
    one, two = _MONTHS[first.month - 1], _MONTHS[latest.month - 1]
    if first.year != latest.year:
        return f"{one} {first.year} to {two} {latest.year}"
    return f"{one} {latest.year}" if one == two else f"{one} to {two} {latest.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _labelled(count: int, inner: float) -> Iterable[int]:
    """Choose which dots carry their date: first and last always, between them as many as fit."""
    every = 1
    while count > 1 and inner / (count - 1) * every < _LABEL_ROOM:
        every += 1
    return [k for k in range(count) if k == count - 1 or (k % every == 0 and count - 1 - k >= every)]
