"""The power goes at a step that changes what lies in folders: it is not done, and nothing after it happens any more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest

if TYPE_CHECKING:
    from types import TracebackType

STEPS = ("replace", "rename", "unlink", "mkdir")


class _Gone(BaseException):
    """Nobody tidies up after it."""


class PowerCut:
    """Within it the `at`th step from the first on is the one; `happened` says whether there were so many."""

    def __init__(self, *, at: int) -> None:
        self._at = at
        self._patch = pytest.MonkeyPatch()
        self.steps = 0

    @property
    def happened(self) -> bool:
        """Whether the power went."""
        return self.steps >= self._at

    def __enter__(self) -> Self:
        for name in STEPS:
            self._patch.setattr(Path, name, self._watched(name, getattr(Path, name)))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        self._patch.undo()
        return kind is _Gone

    def _watched(self, name: str, real: Any) -> Any:
        def step(path: Path, *given: Any, **named: Any) -> Any:
            self.steps += name != "unlink" or path.exists()
            if self.happened:
                raise _Gone
            return real(path, *given, **named)

        return step
