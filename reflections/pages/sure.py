"""How sure before and after one task, as a row of the page: two places on the scale, and the same in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections import prompts
from reflections.pages import words
from reflections.pages.parts import SureRow
from reflections.records import local

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflections.records import Rating, SurePair
    from reflections.sentences import Spoken


def row(pair: SurePair, titles: Mapping[str, str], to: Spoken) -> SureRow | None:
    """Return the row of one task, or None where nothing was answered; `titles` are those of pieces, by id."""
    before, after = pair.before, pair.after
    if before.value is None and after.value is None:
        return None
    low = before.minimum
    first, second = (_anchor(r, to) for r in (before, after))
    match (before.value, after.value):
        case (None, _):
            in_words = to.say("story.only after", after=second)
        case (_, None):
            in_words = to.say("story.only before", before=first)
        case (a, b) if a == b:
            in_words = to.say("story.both times", both=first)
        case _:
            in_words = to.say("story.first then", before=first, after=second.lower())
    return SureRow(
        task=pair.task.words,
        piece=titles.get(pair.task.piece, ""),
        when=local(after.made_at, after.zone).date(),
        before=None if before.value is None else before.value - low,
        after=None if after.value is None else after.value - low,
        steps=before.maximum - low + 1,
        in_words=in_words,
        changed=to.joined(words.changed(one, to.of("changed")) for one in pair.what_changed),
    )


def _anchor(rating: Rating, to: Spoken) -> str:
    if rating.value is None:
        return ""
    if rating.anchors:  # those it was asked with: another version of the scale has others
        return prompts.chosen(rating, to.language)
    usual = prompts.scale("sure", to.language)
    if (rating.minimum, rating.maximum) == (usual.minimum, usual.maximum):
        return usual.anchors[rating.value - usual.minimum]
    return to.say("story.on scale", n=rating.value, low=rating.minimum, high=rating.maximum)
