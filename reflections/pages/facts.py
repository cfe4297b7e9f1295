"""How a page says what was counted: the sentences of the table "facts", in the language of whoever reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from reflections.pages.words import changed
from reflections.prompts import step_in

if TYPE_CHECKING:
    from reflections.records import Fact

    class Speaker(Protocol):
        """Whatever says the sentences of the tables in one language, as sentences.Spoken does."""

        def say(self, key: str, **filled: Any) -> str:
            """Return a sentence, filled."""
            ...

        def counted(self, key: str, n: int, **filled: Any) -> str:
            """Return it for a number of things."""
            ...

    class Teller(Speaker, Protocol):
        """One that says which language it is, too: what was chosen on a scale has words of its own in each."""

        @property
        def language(self) -> str:
            """Return its code."""
            ...


MOST = 150  # characters of a statement
_FIRST = ("hands", "speed", "bars")
_SIGNS = 3  # a space and two brackets around what was not alike


def in_words(fact: Fact, spoken: Teller, most: int = MOST) -> str:
    """Say a fact, in `most` characters where it can: what was not alike is left out before anything else."""
    if fact.said != "sure":
        return _with_ways(_head(fact, spoken), fact, spoken, most)
    task = fact.filled["task"]
    room = most - len(spoken.say("facts.of a task", task=task, how=""))
    return spoken.say("facts.of a task", task=task, how=answered(fact, spoken, room))


def answered(fact: Fact, spoken: Teller, most: int = MOST) -> str:
    """Say what was answered before and after a task, without the task."""
    none = spoken.say("facts.no answer")
    before, after = (_step(fact, which, spoken) or none for which in ("before", "after"))
    head = spoken.say("facts.sure", before=before, after=after)
    return _with_ways(head, fact, spoken, most)


def _head(fact: Fact, spoken: Teller) -> str:
    if fact.n is None:
        filled = {"words": _step(fact, "words", spoken)} if fact.said == "looking back" else fact.filled
        return spoken.say(f"facts.{fact.said}", **filled)
    return spoken.counted(f"facts.{fact.said}", fact.n, **fact.filled)


def _step(fact: Fact, which: str, spoken: Teller) -> str:
    """A step of how sure, in the words of the language: the journal keeps it as the scale says it."""
    return step_in(fact.filled[which], "sure", spoken.language)


def _with_ways(head: str, fact: Fact, spoken: Teller, most: int) -> str:
    """Say as much as there is room for of what was not alike: hands and speed before the rest."""
    ways, sign = "", spoken.say("frame.semicolon")
    for one in sorted(
        fact.unlike, key=lambda one: _FIRST.index(name) if (name := one.partition(":")[0]) in _FIRST else 9
    ):
        words = changed(one, lambda name, **filled: spoken.say(f"changed.{name}", **filled))
        if words and len(more := f"{ways}{sign}{words}" if ways else words) <= most - len(head) - _SIGNS:
            ways = more
    return spoken.say("facts.way", words=head, how=ways) if ways else head
