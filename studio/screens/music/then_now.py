"""Which take is then, which is now, and what was not alike between them: like with like, or it is said what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio import words
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reflections import records


def then_and_now(takes: Sequence[records.Take]) -> tuple[records.Take, records.Take]:
    """The latest take, and before it the first one of the same bars, or the first of all; a lone take is both."""
    now = takes[-1]
    return next((take for take in takes[:-1] if take.bars == now.bars), takes[0]), now


def what_changed(then: records.Take, now: records.Take) -> str:
    """What was not alike, in the words of the portfolio page, as in "Right hand, then both hands"."""
    from reflections.goals import changed

    return told(changed((then, now))) or say("music.played the same way")


def told(changes: Iterable[str]) -> str:
    """Changes as the journal names them ("hands: right to both"), each as a sentence."""
    from reflections.pages.words import changed

    said = [words for what in changes if (words := changed(what, _tell))]
    return " ".join(f"{words[0].upper()}{words[1:]}." for words in said)


def _tell(key: str, **filled: Any) -> str:
    return say(f"changed.{key}", **filled)


def day(take: records.Take | records.Version) -> str:
    """The day a take or version was made, as in "14 Nov"."""
    from reflections.records import local

    made = local(take.made_at, take.zone)
    return words.day(made, "short")


def called(version: records.Version, title: str) -> str:
    """What a version of the piece of this title is called: by its own name, if it has one, and its number."""
    name = version.own_name(title)
    return say("music.version named", name=name, n=version.n) if name else say("music.version n", n=version.n)


def facts_of(take: records.Take) -> records.TakeFacts:
    """What there is to draw of a take: all its parts, as they are heard."""
    from reflections.records import TakeFacts

    facts = [part.facts for part in take.parts]
    if len(facts) == 1:
        return facts[0]
    roll = sorted(note for one in facts for note in one.roll)
    bars = max((one.bar_starts for one in facts), key=len, default=())
    return TakeFacts(take.seconds, len(roll), bars, tuple(roll))
