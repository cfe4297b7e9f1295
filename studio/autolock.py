"""Notices that nobody has been at the keys for a while, so that whoever comes next finds nobody's work on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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


class AutoLock:
    """Counts by the studio's clock. `minutes` says how many; 0 is never."""

    def __init__(self, now: float, minutes: Callable[[], int]) -> None:
        self._minutes = minutes
        self._last = now

    def handled(self, events: Iterable[pygame.event.Event], now: float) -> None:
        """What the window was told: hands on keys, mouse or screen count."""
        if any(event.type in HANDS for event in events):
            self.touched(now)

    def touched(self, now: float) -> None:
        """Somebody is there. After too long it is anybody: what wakes a sleeping laptop opens nothing."""
        if not self._over(now):
            self._last = now

    def due(self, now: float, *, going_on: bool) -> bool:
        """Whether it has been too long, once; never while something is recorded or played (`going_on`)."""
        over = self._over(now) and not going_on
        if over or going_on:
            self._last = now
        return over

    def _over(self, now: float) -> bool:
        minutes = self._minutes()
        return bool(minutes) and now - self._last >= minutes * 60
