"""Looks over a screen for what a person would trip on: overlap, clipping, things off the screen, small targets."""

from itertools import combinations, product
from typing import TYPE_CHECKING

from studio.ui.icon import known
from studio.ui.tree import Widget

if TYPE_CHECKING:
    from studio.ui.runtime import Ui

TARGET = 44  # the least a finger can be asked to hit, in design pixels
_UNSEEN = frozenset({"words", "icon", "status", "picture", "dialog"})


def faults(ui: "Ui") -> list[str]:
    """Return a sentence for each fault of what the Ui shows; none is what a test wants."""
    shown = ui.tree()
    controls = [w for w in shown if w.role not in _UNSEEN]
    return [
        *(fault for w in shown for fault in _alone(ui, w)),
        *(fault for w in controls for fault in _control(ui, w)),
        *_overlaps(controls),
        *_covered([w for w in shown if w.role == "words"], controls),
        *_same_keys(controls),
    ]


def _alone(ui: "Ui", w: Widget) -> list[str]:
    found = []
    width, height = ui.size
    if w.role == "words" and w.clipped:
        found.append(f"The words {w.name!r} do not fit their place {tuple(w.rect)}.")
    if w.role == "icon" and not known(w.icon):
        found.append(f"There is no icon called {w.icon!r}.")
    across = w.rect.left < -1 or w.rect.right > width + 1
    down = w.scroll is None and (w.rect.top < -1 or w.rect.bottom > height + 1)
    if across or down:
        found.append(f"{_called(w)} is off the screen: {tuple(w.rect)} in {width}x{height}.")
    if w.role == "words" and w.scroll is None and w.words_hidden:
        found.append(f"The words {w.name!r} are cut off by what is around them.")
    return found


def _control(ui: "Ui", w: Widget) -> list[str]:
    found = []
    least = ui.theme.px(TARGET)
    if not w.name.strip():
        found.append(f"The {w.role} {w.key!r} has no name to be read aloud.")
    if w.enabled and (w.rect.width < least or w.rect.height < least):
        found.append(f"{_called(w)} is too small to hit: {w.rect.width}x{w.rect.height}, {least} is the least.")
    return found


def _overlaps(controls: list[Widget]) -> list[str]:
    """Return the pairs that lie on each other; a control inside another one's card is meant so."""
    found = []
    for first, second in combinations(controls, 2):
        common = first.seen.clip(second.seen)
        nested = first.rect.contains(second.rect) or second.rect.contains(first.rect)
        if first.layer == second.layer and first.scroll == second.scroll and min(common.size) > 1 and not nested:
            found.append(f"{_called(first)} and {_called(second)} overlap at {tuple(common)}.")
    return found


def _covered(words: list[Widget], controls: list[Widget]) -> list[str]:
    """Return the words that lie on other words, or half on a control: one of them can not be read."""
    found = []
    for first, second in [*combinations(words, 2), *product(words, controls)]:
        common = first.seen.clip(second.seen)
        within = second.role != "words" and second.rect.contains(first.rect)
        if first.layer == second.layer and first.scroll == second.scroll and min(common.size) > 1 and not within:
            found.append(f"The words {first.name!r} and {_called(second)} lie on each other at {tuple(common)}.")
    return found


def _same_keys(controls: list[Widget]) -> list[str]:
    seen: set[tuple[str | None, int]] = set()
    found = []
    for w in controls:
        if (w.key, w.part) in seen:
            found.append(f"The key {w.key!r} is there twice: focus could not tell them apart.")
        seen.add((w.key, w.part))
    return found


def _called(w: Widget) -> str:
    return f"The {w.role} {w.name or w.key!r}"
