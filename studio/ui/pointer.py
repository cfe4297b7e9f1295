"""The mouse and fingers: hover, press and let go with a little slop, drags that scroll, what canvases are told."""

from typing import TYPE_CHECKING

import pygame

from studio.ui import paint
from studio.ui.core import Field, Placed, Target

if TYPE_CHECKING:
    from studio.ui.runtime import Ui

SLOP = 3  # a press this near to a control is meant for it, in design pixels
DRAG = 10  # farther than this a press has become a drag
_WHEEL = 56
_REPEAT_AFTER_MS, _REPEAT_EVERY_MS = 450, 90
_DOUBLE_MS = 400
_FINGERS = frozenset({pygame.FINGERDOWN, pygame.FINGERUP, pygame.FINGERMOTION})


class Pointer:
    """What a mouse or a finger does."""

    def __init__(self, ui: "Ui") -> None:
        self.ui = ui
        self._hover: tuple[str, int] | None = None
        self._pressed: tuple[str, int] | None = None
        self._inside = False
        self._down_at = (0, 0)
        self._dragging: tuple[str, int] | None = None  # a scroll key and its offset when the drag began
        self._thumb = False
        self._writing: str | None = None
        self._next_repeat = 0
        self._last: tuple[tuple[str, int], tuple[int, int], int] | None = None  # the press before: what, where, when
        self._fingers: dict[int, tuple[str, int]] = {}

    def hovers(self, target: Target) -> bool:
        """Whether the pointer is over this."""
        return self._hover == _name(target)

    def presses(self, target: Target) -> bool:
        """Whether this is held down."""
        return self._inside and self._pressed == _name(target)

    def after_layout(self) -> None:
        """Let go of what is no longer there."""
        if self._pressed is not None and self._item(self._pressed) is None:
            self._pressed = None
        if self._hover is not None and self._item(self._hover) is None:
            self._hover = None

    def event(self, event: pygame.Event) -> bool:
        """Take an event of the mouse or of a finger."""
        match event.type:
            case pygame.MOUSEMOTION:
                return self._motion(event)
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                return self._down(event)
            case pygame.MOUSEBUTTONUP if event.button == 1:
                return self._up(event)
            case pygame.MOUSEWHEEL:
                return self._wheel(event)
            case kind if kind in _FINGERS:
                return self._finger(event)
            case pygame.WINDOWLEAVE:
                self._set_hover(None)
                return False
            case _:
                return False

    def tick(self) -> None:
        """Do again what a held button repeats."""
        if self._pressed is None or not self._inside:
            return
        item = self._item(self._pressed)
        target = item.target if item is not None else None
        if target is not None and target.repeat and target.do is not None and self.ui.now() >= self._next_repeat:
            self._next_repeat = self.ui.now() + _REPEAT_EVERY_MS
            target.do()

    # -- what is where -------------------------------------------------------------------------------------------

    def under(self, at: tuple[int, int]) -> Placed | None:
        """Return the topmost target at a point; one within the slop where there is none."""
        able = [
            item
            for item in reversed(self.ui.layout.placed)
            if (t := item.target) is not None
            and t.enabled
            and (item.layer == self.ui.focus.layer or self._stays(t, at))
        ]
        hit = next((item for item in able if item.seen.collidepoint(at)), None)
        if hit is not None:
            return hit
        slop = 2 * self.ui.theme.px(SLOP)
        return next((item for item in able if item.seen.inflate(slop, slop).collidepoint(at)), None)

    def _stays(self, target: Target, at: tuple[int, int]) -> bool:
        """Whether this can be pressed behind the dialog that is open: some help is always there, unless it is covered."""
        return target.stays and not any(rect.collidepoint(at) for rect in self.ui.layout.front)

    def _item(self, name: tuple[str, int] | None) -> Placed | None:
        return next((i for i in self.ui.layout.placed if i.target is not None and _name(i.target) == name), None)

    def _set_hover(self, item: Placed | None) -> None:
        name = _name(item.target) if item is not None and item.target is not None else None
        if name != self._hover:
            self.ui.dirty(self._item(self._hover))
            self._hover = name
            self.ui.dirty(item)

    # -- mouse ---------------------------------------------------------------------------------------------------

    def _down(self, event: pygame.Event) -> bool:
        self._down_at = event.pos
        self._dragging, self._thumb = None, False
        scroll = self._scroll_at(event.pos)
        if scroll is not None and self._on_bar(scroll, event.pos):
            self._thumb, self._dragging = True, (scroll, self.ui.offsets.get(scroll, 0))
            return True
        item = self.under(event.pos)
        if item is None or item.target is None:
            if scroll is not None:
                self._dragging = (scroll, self.ui.offsets.get(scroll, 0))
            self.ui.focus.go(None, visible=False)
            return scroll is not None
        target = item.target
        if self._is_second_half(_name(target), event.pos):
            return True
        self._pressed, self._inside = _name(target), True
        self._next_repeat = self.ui.now() + _REPEAT_AFTER_MS
        if target.part >= 0:
            self.ui.focus.go(target.key, max(target.part, 0), visible=False)
        if target.role == "text box":
            self._writing = target.key
            self.ui.writing.click(target.key, event.pos, again=getattr(event, "clicks", 1) > 1)
        item = self._item(self._pressed) or item
        self.ui.dirty(item)
        if target.handle is not None:
            target.handle(event, item.rect)
        return True

    def look_first(self) -> None:
        """Let the next press be meant for what stands there, however soon it comes."""
        self._last = None

    def _is_second_half(self, name: tuple[str, int], at: tuple[int, int]) -> bool:
        """Whether this is the second press of a double one, and meant for what stood here before the screen changed."""
        now, before = self.ui.now(), self._last
        self._last = name, at, now
        if before is None or now - before[2] > _DOUBLE_MS or before[0] == name:
            return False
        near = max(abs(at[0] - before[1][0]), abs(at[1] - before[1][1])) <= self.ui.theme.px(SLOP)
        return near and self._item(before[0]) is None

    def _motion(self, event: pygame.Event) -> bool:
        held = bool(event.buttons[0])
        if self._dragging is not None and held:
            return self._drag(event)
        if self._writing is not None and held:
            self.ui.writing.drag(self._writing, event.pos)
            return True
        pressed = self._item(self._pressed)
        if pressed is not None and pressed.target is not None:
            if pressed.target.handle is not None:
                return bool(pressed.target.handle(event, pressed.rect)) or True
            moved = max(abs(event.pos[0] - self._down_at[0]), abs(event.pos[1] - self._down_at[1]))
            scroll = self._scroll_at(self._down_at)
            if getattr(event, "touch", False) and scroll is not None and moved > self.ui.theme.px(DRAG):
                self.ui.dirty(pressed)
                self._pressed = None
                self._dragging = (scroll, self.ui.offsets.get(scroll, 0))
                return True
            slop = 2 * self.ui.theme.px(SLOP)
            inside = pressed.seen.inflate(slop, slop).collidepoint(event.pos)
            if inside != self._inside:
                self._inside = inside
                self.ui.dirty(pressed)
            return True
        item = self.under(event.pos)
        self._set_hover(None if getattr(event, "touch", False) else item)
        if item is not None and item.target is not None and item.target.handle is not None:
            item.target.handle(event, item.rect)
        return False

    def _up(self, event: pygame.Event) -> bool:
        item, pressed, inside = self._item(self._pressed), self._pressed, self._inside
        self._pressed, self._inside, self._writing, self._dragging = None, False, None, None
        if pressed is None or item is None or item.target is None:
            return False
        self.ui.dirty(item)
        target = item.target
        if target.handle is not None:
            target.handle(event, item.rect)
        elif inside and target.at is not None:
            target.at(
                (event.pos[0] - item.rect.left) / max(item.rect.width, 1),
                (event.pos[1] - item.rect.top) / max(item.rect.height, 1),
            )
        elif inside and target.do is not None and not (target.repeat and self.ui.now() >= self._next_repeat):
            target.do()
        return True

    # -- scrolling -----------------------------------------------------------------------------------------------

    def _scroll_at(self, at: tuple[int, int]) -> str | None:
        for item in reversed(self.ui.layout.placed):
            if (
                item.layer == self.ui.focus.layer
                and item.look == ("scroll", item.scroll)
                and item.seen.collidepoint(at)
            ):
                assert item.scroll is not None
                view, tall = self.ui.layout.scrolls[item.scroll]
                if tall > view.height:
                    return item.scroll
        return None

    def _on_bar(self, scroll: str, at: tuple[int, int]) -> bool:
        view, _ = self.ui.layout.scrolls[scroll]
        wide = self.ui.theme.px(12)
        return at[0] < view.left + wide if self.ui.theme.rtl else at[0] >= view.right - wide

    def _drag(self, event: pygame.Event) -> bool:
        assert self._dragging is not None
        scroll, began = self._dragging
        view, tall = self.ui.layout.scrolls.get(scroll, (pygame.Rect(0, 0, 1, 1), 1))
        moved = event.pos[1] - self._down_at[1]
        if self._thumb:
            thumb = paint.thumb_of(view, tall, 0, self.ui.theme)
            moved = -round(moved * (tall - view.height) / max(1, view.height - thumb.height))
        self.ui.focus.scroll(scroll, began - moved - self.ui.offsets.get(scroll, 0))
        return True

    def _wheel(self, event: pygame.Event) -> bool:
        at = getattr(event, "pos", None) or pygame.mouse.get_pos()
        item = self.under(at)
        if item is not None and item.target is not None and item.target.handle is not None:
            told = pygame.Event(event.type, {**event.dict, "pos": at})
            if item.target.handle(told, item.rect):
                return True
        scroll = self._scroll_at(at)
        by = getattr(event, "precise_y", event.y)
        return scroll is not None and self.ui.focus.scroll(scroll, -round(by * self.ui.theme.px(_WHEEL)))

    # -- fingers: only canvases hear them apart, for all else SDL makes a mouse of the first ------------------------

    def _finger(self, event: pygame.Event) -> bool:
        at = (round(event.x * self.ui.size[0]), round(event.y * self.ui.size[1]))
        item = self._item(self._fingers[event.finger_id]) if event.finger_id in self._fingers else self.under(at)
        if item is None or item.target is None or item.target.handle is None or isinstance(item.node, Field):
            return False
        if event.type == pygame.FINGERUP:
            self._fingers.pop(event.finger_id, None)
        else:
            self._fingers[event.finger_id] = _name(item.target)
        return bool(item.target.handle(pygame.Event(event.type, {**event.dict, "pos": at}), item.rect))


def _name(target: Target) -> tuple[str, int]:
    return target.key, target.part
