"""Who may look at the pages: addresses that open them once, the cookie such an address is exchanged for, and the lock."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN_SECONDS = 300.0  # an old laptop takes a minute to start its browser
MOST_TOKENS, MOST_COOKIES = 8, 8
_BYTES = 32


def awake_or_not() -> float:
    """Return seconds that go on while the laptop sleeps, where the system counts them: it wakes up locked."""
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"):  # Linux; macOS, whose own `monotonic` stands still
        if hasattr(time, "clock_gettime") and hasattr(time, name):
            return time.clock_gettime(getattr(time, name))
    return time.monotonic()


@dataclass(frozen=True, slots=True)
class _Invitation:
    path: str
    until: float


class Gate:
    """Knows tokens and cookies by their hash alone. `minutes` says after how long without a look it locks; 0 is never.

    Safe to call from any thread. Once locked it stays so: whoever opens the journal again makes another gate.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, minutes: Callable[[], float] = lambda: 0.0) -> None:
        self._clock = clock
        self._minutes = minutes
        self._secret = secrets.token_bytes(_BYTES)
        self._tokens: dict[bytes, _Invitation] = {}
        self._cookies: list[bytes] = []
        self._last = self._clock()
        self._locked = False
        self._guard = threading.Lock()

    def invite(self, path: str = "/") -> str:
        """Return a token that lets one browser in, once, to `path`; those before it that nobody used grow old."""
        token = secrets.token_urlsafe(_BYTES)
        with self._guard:
            self._tokens[_hash(token)] = _Invitation(path, self._clock() + TOKEN_SECONDS)
            while len(self._tokens) > MOST_TOKENS:
                del self._tokens[next(iter(self._tokens))]
            self._last = self._clock()
        return token

    def exchange(self, token: str) -> tuple[str, str] | None:
        """Return a cookie and where the token leads; None where it was used, is too old, or never was."""
        with self._guard:
            found = self._tokens.pop(_hash(token), None)
            if self._is_locked() or found is None or self._clock() > found.until:
                return None
            cookie = secrets.token_urlsafe(_BYTES)
            self._cookies = [*self._cookies[1 - MOST_COOKIES :], _hash(cookie)]
            self._last = self._clock()
            return cookie, found.path

    def knows(self, cookie: str) -> bool:
        """Say whether this browser was let in; never once locked."""
        given = _hash(cookie)
        with self._guard:
            known = [hmac.compare_digest(given, each) for each in self._cookies]
            return any(known) and not self._is_locked()

    def form_key(self, cookie: str) -> str:
        """Return what a form of this browser carries, so that no other page can post for it."""
        return hmac.new(self._secret, cookie.encode(), hashlib.sha256).hexdigest()

    def fits(self, key: str, cookie: str) -> bool:
        """Say whether a form was made for this browser."""
        return hmac.compare_digest(key.encode(), self.form_key(cookie).encode())

    def touched(self) -> None:
        """Somebody looks at a page. After too long it is anybody, and opens nothing."""
        with self._guard:
            if not self._is_locked():
                self._last = self._clock()

    @property
    def locked(self) -> bool:
        """Whether nobody is let in any more."""
        with self._guard:
            return self._is_locked()

    def lock(self) -> None:
        """Let nobody in any more: every token and every cookie dies."""
        with self._guard:
            self._shut()

    def _is_locked(self) -> bool:
        minutes = self._minutes()
        if minutes and self._clock() - self._last >= minutes * 60:
            self._shut()
        return self._locked

    def _shut(self) -> None:
        self._locked = True
        self._tokens.clear()
        self._cookies.clear()
        self._secret = secrets.token_bytes(_BYTES)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
