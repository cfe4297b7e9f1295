"""The steps of a conversation in their order: only what was picked has one, and nothing has to be answered. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflections.conversation.bringing import Brought


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `kind` says what it looks like, `of` (an id, or a measure) what it is about; `key` is its address."""

    key: str
    kind: str
    of: str = ""


def agenda(found: Brought) -> tuple[Step, ...]:
    """Who is here, what was picked, how sure and how close, two measures, what helped, what next, what we did, the end.

    A group is asked nothing that each of them answers for themselves: how sure, how close, what helped.
    """
    return (
        Step("room", "room"),
        *(Step(f"shown-{n}", "shown", each) for n, each in enumerate(found.picked, 1)),
        *((Step("then-now", "then_now"),) if found.pair else ()),
        *(() if found.together else _of_one(found)),
        Step("next", "next"),
        Step("did", "did"),
        Step("end", "end"),
    )


def _of_one(found: Brought) -> tuple[Step, ...]:
    """What one pupil says of themselves."""
    return (
        *((Step("words", "words"),) if found.pair and found.pair_words else ()),
        Step("sure", "sure"),
        *(Step(f"close-{goal.id}", "close", goal.id) for goal in found.goals),
        Step("measures", "measures"),
        *(Step(f"about-{measure}", "measure", measure) for measure in found.review.measures),
        Step("helped", "helped"),
    )


def standing(steps: Sequence[Step], key: str) -> int:
    """Return the place of the step called so; where it is gone, the first."""
    return next((n for n, step in enumerate(steps) if step.key == key), 0)
