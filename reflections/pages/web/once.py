"""Remembers by which form a copy left, so that its answer loaded anew is no second copy."""

from __future__ import annotations

import secrets
from collections import deque

from flask import request

_MOST_LEFT = 200  # forms that are remembered


class Once:
    """Knows what left by a form before: the same form posted again, by loading its answer anew, is the same copy."""

    def __init__(self) -> None:
        self._left: deque[tuple[str, ...]] = deque(maxlen=_MOST_LEFT)

    def form(self) -> str:
        """Give a new form the name it is known by."""
        return secrets.token_hex(8)

    def again(self, *what: str) -> bool:
        """Say whether just this left by the form that is posted; from a form without a name each is the first."""
        form = request.form.get("once", "")
        return bool(form) and (form, *what) in self._left

    def left(self, *what: str) -> None:
        """Remember it, now that it is kept that it left."""
        self._left.append((request.form.get("once", ""), *what))
