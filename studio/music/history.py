"""The one way to change what is open: every edit is a labelled step that can be undone and done again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

MOST_STEPS: Final = 200

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Step(Generic[Value]):
    """What was before an edit and what came after it."""

    label: str
    before: Value
    after: Value
    merge: Hashable | None = None


class History(Generic[Value]):
    """Holds an immutable value and its last `MOST_STEPS` edits."""

    def __init__(self, value: Value) -> None:
        self._value = value
        self._done: list[Step[Value]] = []
        self._undone: list[Step[Value]] = []
        self._cut: list[Step[Value]] = []  # what could be done again till the latest step was made

    @classmethod
    def restored(
        cls, value: Value, done: Sequence[tuple[str, Value]] = (), undone: Sequence[tuple[str, Value]] = ()
    ) -> History[Value]:
        """Open a value with steps that were kept: labels with what was `before` each, and what comes after each, nearest first."""
        history = cls(value)
        after = value
        for label, before in done[:MOST_STEPS]:
            history._done.insert(0, Step(label, before, after))
            after = before
        before = value
        for label, after in undone[:MOST_STEPS]:
            history._undone.insert(0, Step(label, before, after))
            before = after
        return history

    @property
    def done(self) -> tuple[Step[Value], ...]:
        """The steps that can be undone, the newest last."""
        return tuple(self._done)

    @property
    def undone(self) -> tuple[Step[Value], ...]:
        """The steps that can be done again, the next one last."""
        return tuple(self._undone)

    def as_it_is(self) -> History[Value]:
        """A history of its own with the same steps: this one may go on while that is being written."""
        same = History(self._value)
        same._done, same._undone, same._cut = list(self._done), list(self._undone), list(self._cut)
        return same

    @property
    def value(self) -> Value:
        """What is open now."""
        return self._value

    @property
    def latest(self) -> Step[Value] | None:
        """The step that undo would take back."""
        return self._done[-1] if self._done else None

    @property
    def undo_label(self) -> str:
        """What undo would take back, in the words of the edit; empty when there is nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """What redo would bring back; empty when there is nothing."""
        return self._undone[-1].label if self._undone else ""

    def edit(self, label: str, new: Value, merge: Hashable | None = None) -> Value:
        """Change what is open. Edits in a row with the same `merge` key, as those of one drag, are one step; no change is none."""
        latest = self._done[-1] if self._done else None
        joins = merge is not None and latest is not None and latest.merge == merge and not self._undone
        before = latest.before if joins and latest else self._value
        if new == self._value:
            return new
        if joins:
            self._done.pop()
        if new != before:
            self._done.append(Step(label, before, new, merge))
            del self._done[:-MOST_STEPS]
        if not joins:
            self._cut = self._undone
        elif new == before:
            self._cut = []
        self._undone = []
        self._value = new
        return new

    def undo(self) -> Value:
        """Go back one step, if there is one; what is open is returned."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            self._cut = []
            self._value = step.before
        return self._value

    def redo(self) -> Value:
        """Do the last undone step again, if there is one; what is open is returned."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            self._cut = []
            self._value = step.after
        return self._value

    def take_back(self) -> Value:
        """Forget the last step as if it had never been made, where nothing came of it; what is open is returned.

        What could be done again before it can be again, unless something was undone or done again since.
        """
        if self._done:
            self._value = self._done.pop().before
            self._undone, self._cut = self._cut or self._undone, []
        return self._value
