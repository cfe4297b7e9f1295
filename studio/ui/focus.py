"""Where the keyboard is: Tab order as people read, one stop a group, arrows inside, a dialog keeps it."""

from itertools import pairwise
from typing import TYPE_CHECKING

import pygame

from studio.ui.core import Placed, Target
from studio.words import say

if TYPE_CHECKING:
    from studio.ui.runtime import Ui

_ARROWS = {pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0), pygame.K_UP: (0, -1), pygame.K_DOWN: (0, 1)}
_ACT = frozenset({pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE})
_ENOUGH = 40  # of what has the focus to be seen when a screen opens
_SPOKEN = frozenset({"radio", "checkbox", "slider", "text box"})


class Focus:
    """What has the focus. What the ring shows is what Enter acts on: while it is hidden, Enter and Space stay free."""

    def __init__(self, ui: "Ui") -> None:
        self.ui = ui
        self.key_now: str | None = None
        self.part = 0
        self.visible = False
        self.put = False  # whether a screen put it where it is, and nobody went there
        self.layer = 0
        self._held: set[int] = set()
        self._told = ""  # what was last read aloud of it
        self._before: list[tuple[int, str | None, int]] = []  # where focus was when a dialog opened

    # -- what there is -------------------------------------------------------------------------------------------

    def stops(self) -> list[Placed]:
        """Return everything that can have the focus, in reading order."""
        return [i for i in self.ui.layout.placed if (t := i.target) is not None and i.layer == self.layer and _able(t)]

    def item(self, key: str | None, part: int | None = None) -> Placed | None:
        """Return what is placed under a key; without a part the chosen one of a group, else its first."""
        group = [i for i in self.ui.layout.placed if i.target is not None and i.target.key == key]
        if part is not None:
            return next((i for i in group if i.target is not None and max(i.target.part, 0) == part), None)
        return next((i for i in group if i.target is not None and i.target.chosen), group[0] if group else None)

    def shown(self) -> Placed | None:
        """Return what the ring is around."""
        item = self.item(self.key_now, self.part) if self.key_now is not None and self.visible else None
        return item if item is not None and item.layer == self.layer else None

    def is_at(self, target: Target) -> bool:
        """Whether the focus is here."""
        return target.key == self.key_now and max(target.part, 0) == self.part

    # -- moving --------------------------------------------------------------------------------------------------

    def after_show(self, wanted: str | None) -> None:
        """Keep the focus by key in a new tree; a dialog takes it in, and gives it back when it closes."""
        at = self.key_now, self.part
        self._follow(wanted)
        item = self.item(*at) if at[0] is not None and at == (self.key_now, self.part) else None
        if self._told and item is not None and item.target is not None:
            self._tell(item.target)  # it stays where it is, but what it says may have changed

    def _follow(self, wanted: str | None) -> None:
        layer = max((layer for layer, _ in self.ui.layout.modals), default=0)
        if layer > self.layer:
            self._before.append((self.layer, self.key_now, self.part))
            self.layer = layer
            self.go(self._first(), visible=self.visible)
        while layer < self.layer and self._before:
            self.layer, key, part = self._before.pop()
            self.go(key, part if self.item(key, part) else None, visible=self.visible)
        self.layer = layer
        if wanted is not None:
            self.go(wanted, visible=True, opening=True)
        elif self.key_now is not None and self.item(self.key_now, self.part) is None:
            gone = self._first() if layer else None  # another dialog stands in its place, or other things in it
            self.go(self.key_now if self.item(self.key_now) else gone, visible=self.visible)

    def _first(self) -> str | None:
        stops = self.stops()
        return stops[0].target.key if stops and stops[0].target else None

    def go(self, key: str | None, part: int | None = None, *, visible: bool = True, opening: bool = False) -> None:
        """Put the focus on a key."""
        self.ui.dirty(self.item(self.key_now, self.part) if self.key_now else None)
        item = self.item(key, part) if key is not None else None
        target = item.target if item is not None else None
        moved = (key, part) != (self.key_now, self.part)
        self.key_now = target.key if target is not None else None
        self.part = max(target.part, 0) if target is not None else 0
        self.visible = visible or (target is not None and target.role == "text box")
        self.put = opening
        self.ui.writing.focus(self.key_now if target is not None and target.role == "text box" else None)
        if target is not None:
            self.into_view(target.key, self.part, opening=opening)
            self.ui.dirty(self.item(self.key_now, self.part))
        if moved:
            self._told = ""
        if target is not None and moved and self.visible:  # a click needs no telling: what it lay on was read before
            self._tell(target)

    def _tell(self, target: Target) -> None:
        """Have it read aloud, once."""
        words = spoken(target)
        if words != self._told and self.ui.announce is not None:
            self.ui.announce(words)
        self._told = words

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) stop, round and round."""
        keys = list(dict.fromkeys(i.target.key for i in self.stops() if i.target is not None))
        if not keys:
            return
        if self.key_now in keys:
            at = (keys.index(self.key_now) + by) % len(keys) if self.visible else keys.index(self.key_now)
        else:
            at = 0 if by > 0 else -1
        self.go(keys[at])

    def into_view(self, key: str, part: int | None = None, *, opening: bool = False) -> None:
        """Scroll so that what has this key can be seen, in its view and in the views around that."""
        item = self.item(key, part)
        scroll = item.scroll if item is not None else None
        while scroll is not None and (item := self.item(key, part)) is not None:
            view, _ = self.ui.layout.scrolls[scroll]
            margin = self.ui.theme.px(12)
            over = min(0, item.rect.top - margin - view.top) or max(0, item.rect.bottom + margin - view.bottom)
            if item.rect.height > view.height:
                over = item.rect.top - margin - view.top
            if opening and not self.ui.offsets.get(scroll) and item.rect.top + self.ui.theme.px(_ENOUGH) <= view.bottom:
                over = 0  # a screen opens at its heading where the upper edge of the focus shows
            if over:
                self.scroll(scroll, over)
            scroll = self.ui.layout.outer[scroll]

    def scroll(self, key: str, by: int) -> bool:
        """Move a view by device pixels; False where it is at its end."""
        view, tall = self.ui.layout.scrolls[key]
        now = self.ui.offsets.get(key, 0)
        then = max(0, min(now + by, tall - view.height))
        if then == now:
            return False
        self.ui.offsets[key] = then
        self.ui.relayout()
        return True

    def let_go(self) -> None:
        """Forget which keys are held: the window lost them."""
        self._held.clear()

    # -- keys ----------------------------------------------------------------------------------------------------

    def key(self, event: pygame.Event) -> bool:
        """Take a key of the computer keyboard."""
        item = self.item(self.key_now, self.part) if self.key_now is not None else None
        target = item.target if item is not None else None
        again = event.type == pygame.KEYDOWN and event.key in self._held
        (self._held.add if event.type == pygame.KEYDOWN else self._held.discard)(event.key)
        if again and event.key in _ACT:
            return True  # held down, it acts once; only letters and the caret repeat
        if event.type == pygame.KEYUP:
            return bool(target and item and target.handle and self.visible and target.handle(event, item.rect))
        if event.key == pygame.K_TAB and not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META):
            self.step(-1 if event.mod & pygame.KMOD_SHIFT else 1)
            return True
        if event.key == pygame.K_ESCAPE and self.ui.layout.modals:
            self.ui.layout.modals[-1][1].escape()  # at once, also out of a text box: the question is what is left
            return True
        if self.ui.writing.active is not None and self.ui.writing.key(event):
            return True
        if item is not None and target is not None and self.visible:
            if target.handle is not None and target.handle(event, item.rect):
                return True
            if event.key in _ACT and self._act(target, event):
                return True
            if event.key in _ARROWS and not event.mod & pygame.KMOD_SHIFT and self._arrow(target, *_ARROWS[event.key]):
                return True
        return self._page(item, event.key)

    def _act(self, target: Target, event: pygame.Event) -> bool:
        if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META) or target.do is None:
            return False
        target.do()
        return True

    def _arrow(self, target: Target, across: int, down: int) -> bool:
        if target.turn is not None:
            target.turn(across - down)
            return True
        stops = [i for i in self.stops() if i.target is not None and i.target.key == target.key]
        group = [i.target for i in stops if i.target is not None]
        if len(group) < 2:  # noqa: PLR2004 - alone it is no group
            return False
        if any(a.rect.top == b.rect.top and a.rect.left > b.rect.left for a, b in pairwise(stops)):
            across = -across  # they stand the other way round: the arrows go where they point
        at = next(at for at, member in enumerate(group) if member.part == target.part)
        to = at + across + down * max(target.columns, 1)
        if 0 <= to < len(group):
            self.go(target.key, group[to].part)
        return True

    def _page(self, item: Placed | None, key: int) -> bool:
        able = [k for k, (view, tall) in self.ui.layout.scrolls.items() if tall > view.height]
        scroll = item.scroll if item is not None and item.scroll in able else next(iter(able), None)
        if scroll is None:
            return False
        page = self.ui.layout.scrolls[scroll][0].height * 4 // 5
        by = {pygame.K_PAGEDOWN: page, pygame.K_PAGEUP: -page, pygame.K_HOME: -(10**6), pygame.K_END: 10**6}.get(key)
        return by is not None and self.scroll(scroll, by)


def spoken(target: Target) -> str:
    """Return what is read aloud for a target: its name, what it is, its value, its hint."""
    role = say(f"frame.role {target.role}") if target.role in _SPOKEN else ""
    return ", ".join(part for part in (target.name, role, target.value, target.hint) if part)


def _able(target: Target) -> bool:
    return target.enabled and target.part >= 0
