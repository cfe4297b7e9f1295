"""Notices that nobody has been at the keys for a while, so that whoever comes next finds nobody's work on the screen."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from instruments.events import Position

HANDS = frozenset(
    {
        pygame.KEYDOWN,
        pygame.KEYUP,
        pygame.TEXTINPUT,
        pygame.TEXTEDITING,
        pygame.MOUSEMOTION,
        pygame.MOUSEBUTTONDOWN,
        pygame.MOUSEBUTTONUP,
        pygame.MOUSEWHEEL,
        pygame.FINGERDOWN,
        pygame.FINGERMOTION,
        pygame.FINGERUP,
    }
)  # what hands do; the window's own events come by themselves


FADE_SECONDS = 4.0
ASLEEP_SECONDS = 60.0  # a laptop that slept for so long may have gone to somebody else


def asleep() -> float:
    """Return how long this computer has slept since it was started, in seconds; only its changes mean anything.

    The clock that the studio counts by stands still meanwhile, but on Windows.
    """
    if sys.platform == "win32":
        return 0.0
    goes_on = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # on macOS this one goes on, and the other does not
    return time.clock_gettime(goes_on) - time.monotonic()


def _at_once(share: float) -> None:
    del share


class AutoLock:
    """Counts by the studio's clock. `minutes` says how many; 0 is never. A laptop that slept for a minute was left, too.

    What plays counts as somebody until it comes round again or waits for a key: from then on it would go on for ever by
    itself, so it is faded out (`fade`: how much of it is heard, 1 to 0) before it is time. Across a sleep nothing that plays
    counts: the lid was closed on it. A recording goes on, and it is time once that has ended.
    """

    def __init__(
        self,
        now: float,
        minutes: Callable[[], int],
        fade: Callable[[float], None] = _at_once,
        asleep: Callable[[], float] = asleep,
    ) -> None:
        self._minutes = minutes
        self._fade = fade
        self._asleep = asleep
        self._last, self._slept = now, asleep()
        self._tick: float | None = None  # where the music is, while any plays
        self._endless = False
        self._fading_since: float | None = None

    @property
    def playing(self) -> bool:
        """Whether music goes on, or waits for a key."""
        return self._tick is not None

    def told(self, position: Position) -> None:
        """Where the music is now."""
        if position.state == "stopped":
            self._tick, self._endless = None, False
            return
        round_again = self._tick is not None and position.tick < self._tick
        self._endless |= position.state == "waiting" or round_again
        self._tick = position.tick

    def handled(self, events: Iterable[pygame.event.Event], now: float) -> None:
        """What the window was told: hands on keys, mouse or screen count."""
        if any(event.type in HANDS for event in events):
            self.touched(now)

    def touched(self, now: float) -> None:
        """Somebody is there. After too long it is anybody: what wakes a sleeping laptop opens nothing."""
        if not self._over(now):
            self._begin_anew(now)

    def due(self, now: float, *, going_on: bool) -> bool:
        """Whether it has been too long, once; never while something is recorded or the window closes (`going_on`)."""
        slept = self._has_slept
        going_on = going_on or (self.playing and not self._endless and not slept)
        over = self._over(now) and not going_on
        if over and self.playing and not slept and not self._faded(now):
            return False
        if self._fading_since is not None:
            self._fading_since = None
            self._fade(1.0)
        if over or (going_on and not slept):
            self._begin_anew(now)
        return over

    def _begin_anew(self, now: float) -> None:
        self._last, self._slept = now, self._asleep()

    def _faded(self, now: float) -> bool:
        if self._fading_since is None:
            self._fading_since = now
        left = 1 - (now - self._fading_since) / FADE_SECONDS
        self._fade(max(0.0, left))
        return left <= 0

    @property
    def _has_slept(self) -> bool:
        return self._asleep() - self._slept >= ASLEEP_SECONDS

    def _over(self, now: float) -> bool:
        minutes = self._minutes()
        return bool(minutes) and (now - self._last >= minutes * 60 or self._has_slept)
