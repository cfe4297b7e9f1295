"""The window's running state: what is shown, what has the focus, what has to be drawn again."""

import time
from collections import Counter
from collections.abc import Callable

import pygame

from studio.ui import paint
from studio.ui import text as type_
from studio.ui.core import Drawn, Field, Placed, State
from studio.ui.drafts import Drafts
from studio.ui.focus import Focus
from studio.ui.layout import Layout
from studio.ui.nodes import Node, Space
from studio.ui.pointer import Pointer
from studio.ui.theme import Theme
from studio.ui.tips import Tips
from studio.ui.tree import Widget, widgets
from studio.ui.writing import Writing

_WHOLE_FROM = 0.9  # where more than this share of the window changed, all of it is drawn
_TEND_MS = 200
_UNTOUCHED = State()


def milliseconds() -> int:
    """Tell the time in milliseconds of a steady clock; pygame's own stands at 0 unless all of pygame is initialised."""
    return time.monotonic_ns() // 1_000_000


class Ui:
    """Shows trees of nodes and keeps, by their keys, what a person did to them: focus, scrolling, typing."""

    def __init__(self, theme: Theme, size: tuple[int, int], *, now: Callable[[], int] = milliseconds) -> None:
        self.theme = theme
        self.size = size
        self.now = now
        self.announce: Callable[[str], None] | None = None  # told what has the focus, for reading aloud
        self.offsets: dict[str, int] = {}
        self._downs: dict[str, int] = {}  # how far down each list stood when it was last laid out
        self.layout = Layout(theme, size, lambda _key: 0)
        self.drafts = Drafts()
        self.writing = Writing(self)
        self.focus = Focus(self)
        self.pointer = Pointer(self)
        self.tips = Tips(self)
        self._root: Node = Space()
        self._dirty = [pygame.Rect((0, 0), size)]
        self._live: list[tuple[Placed, object]] = []
        self._generation = type_.FONTS.generation
        self._tended = 0

    # -- what is shown -------------------------------------------------------------------------------------------

    def show(self, node: Node, *, focus: str | None = None, place: object = None) -> bool:
        """Show a tree. What has the same key keeps its focus, scrolling and caret; `focus` is the key to begin at.

        `place` says where this is. A text box that is gone while the place is the same was handed in or let go; anywhere
        else, and with None, its words wait. True if such words were put back: then the tree does not know of them yet.
        """
        self._root = node
        self.relayout()
        found = self.writing.after_show(place)
        self.focus.after_show(focus)
        return found

    def set_theme(self, theme: Theme) -> None:
        """Draw everything in another theme or size from now on."""
        self.theme = theme
        self.relayout()
        self.dirty_all()

    def resize(self, size: tuple[int, int]) -> None:
        """Take in the window's new size."""
        self.size = size
        self.relayout()
        self.dirty_all()

    def relayout(self) -> None:
        """Lay the tree out again and mark what looks different."""
        before, ringed = self.layout, self.focus.shown()
        self.layout = Layout(self.theme, self.size, lambda key: self.offsets.get(key, 0)).run(self._root)
        self._generation = type_.FONTS.generation
        for key, (view, tall) in self.layout.scrolls.items():
            self.offsets[key] = down = max(0, min(self.offsets.get(key, 0), tall - view.height))
            if self._downs.get(key) != down:
                self._downs[key] = down
                self._dirty.append(view.copy())  # with its bar, and the shade at its edges
        self._mark_changes(before)
        self._mark_ring(ringed)
        self.writing.after_layout()
        self.pointer.after_layout()
        self._live = [(item, self._version(item)) for item in self.layout.placed if _lives(item)]

    def _mark_changes(self, before: Layout) -> None:
        old, new = (Counter(map(_picture, items)) for items in _apart(before.placed, self.layout.placed))
        for look, place, _clip, _layer in (old - new) + (new - old):
            reach = max(paint.reach_of_look(look, self.theme), self.theme.px(8))
            self._dirty.append(pygame.Rect(place).inflate(2 * reach, 2 * reach))
        if before.scrolls != self.layout.scrolls:
            self._dirty.extend(view for view, _ in before.scrolls.values())
            self._dirty.extend(view for view, _ in self.layout.scrolls.values())

    def _mark_ring(self, before: Placed | None) -> None:
        """The ring goes with what has the focus, also where something that looks the same stands in its place now."""
        now = self.focus.shown()
        if before is None or now is None or before.rect != now.rect or before.clip != now.clip:
            self.dirty(before)
            self.dirty(now)

    def dirty_all(self) -> None:
        """Have everything drawn anew."""
        self._dirty = [pygame.Rect((0, 0), self.size)]

    def dirty(self, item: Placed | None) -> None:
        """Have one thing drawn anew, with its shadow and focus ring."""
        if item is not None:
            reach = max(paint.reach_of(item, self.theme), self.theme.px(8))
            self._dirty.append(item.rect.inflate(2 * reach, 2 * reach))

    # -- events --------------------------------------------------------------------------------------------------

    def handle(self, event: pygame.Event) -> bool:
        """Take one event of pygame; True where it was used and no shortcut should hear it."""
        match event.type:
            case pygame.KEYDOWN | pygame.KEYUP:
                return self.focus.key(event)
            case pygame.TEXTINPUT | pygame.TEXTEDITING:
                return self.writing.text_event(event)
            case pygame.VIDEORESIZE | pygame.WINDOWSIZECHANGED:
                size = (event.x, event.y) if event.type == pygame.WINDOWSIZECHANGED else event.size
                if size != self.size:
                    self.resize(size)
                return False
            case pygame.WINDOWFOCUSLOST:
                self.focus.let_go()
                return False
            case pygame.WINDOWEXPOSED:
                self.dirty_all()
                return False
            case _:
                return self.pointer.event(event)

    @property
    def focused(self) -> str | None:
        """The key of what has the focus."""
        return self.focus.key_now

    @property
    def text_focus(self) -> bool:
        """Whether a text box is being written in: shortcuts and the computer-key piano are off."""
        return self.writing.active is not None

    # -- drawing -------------------------------------------------------------------------------------------------

    def draw(self, surface: pygame.Surface) -> list[pygame.Rect]:
        """Draw what changed since the last call and return where; nothing changed costs next to nothing."""
        self._tend()
        self._look_at_live()
        self._dirty += self.tips.changed()
        if not self._dirty:
            return []
        window = pygame.Rect((0, 0), self.size)
        rects = _merged([rect.clip(window) for rect in self._dirty], window)
        self._dirty = []
        for rect in rects:
            self._draw_part(surface, rect)
        surface.set_clip(None)
        return rects

    def _tend(self) -> None:
        self.pointer.tick()
        now = self.now()
        if now - self._tended >= _TEND_MS or now < self._tended:
            self._tended = now
            type_.FONTS.tend()
        if self._generation != type_.FONTS.generation:
            self.relayout()
            self.dirty_all()

    def _look_at_live(self) -> None:
        for at, (item, before) in enumerate(self._live):
            version = self._version(item)
            if version is None or version != before:
                self._live[at] = (item, version)
                self._dirty.append(item.seen)

    @staticmethod
    def _version(item: Placed) -> object:
        assert isinstance(item.node, Drawn)
        return item.node.version() if item.node.version is not None else None

    def _draw_part(self, surface: pygame.Surface, part: pygame.Rect) -> None:
        surface.set_clip(part)
        surface.fill(self.theme.colour("bg"), part)
        shown = self.focus.shown()
        layer = 0
        for item in self.layout.placed:
            if item.layer != layer:
                self._draw_bars(surface, part, layer)
                layer = item.layer
            reach = paint.reach_of(item, self.theme)
            if not item.rect.inflate(2 * reach, 2 * reach).colliderect(part):
                continue
            surface.set_clip(item.clip.clip(part))
            paint.paint(surface, item, self.theme, self._state(item))
        self._draw_bars(surface, part, layer)
        if shown is not None:
            surface.set_clip(shown.clip.clip(part))
            paint.ring(surface, shown.rect, self.theme, paint.radius_of(shown, self.theme))
        self.tips.draw(surface, part)

    def _draw_bars(self, surface: pygame.Surface, part: pygame.Rect, layer: int) -> None:
        for item in self.layout.placed:
            if item.layer == layer and item.look == ("scroll", item.scroll) and item.scroll is not None:
                view, tall = self.layout.scrolls[item.scroll]
                surface.set_clip(part.clip(item.clip))
                down = self.offsets.get(item.scroll, 0)
                paint.edges(surface, view, tall, down, self.theme)
                paint.scrollbar(surface, view, tall, down, self.theme)

    def _state(self, item: Placed) -> State:
        if isinstance(item.node, Field):
            return State(editing=self.writing.of(item.node.key))
        target = item.target
        if target is None:
            return _UNTOUCHED
        here = self.focus.is_at(target)
        return State(self.pointer.hovers(target), self.pointer.presses(target), here)

    # -- for tests, lint and reading aloud -----------------------------------------------------------------------

    def tree(self) -> list[Widget]:
        """Return what is on the screen in reading order: role, name, value, place."""
        return widgets(self)

    def find(self, name: str, *, role: str | None = None) -> Widget:
        """Return the one widget of this name (its start is enough); LookupError says what there is instead."""
        able = (
            [w for w in self.tree() if w.role != "words"]
            if role is None
            else [w for w in self.tree() if w.role == role]
        )
        found = [w for w in able if w.name == name] or [w for w in able if w.name.startswith(name)]
        if not found:
            raise LookupError(f"Nothing here is called {name!r}. There is: {', '.join(repr(w.name) for w in able)}")
        return found[0]

    def click(self, key: str, *, part: int | None = None) -> None:
        """Press and let go where a key stands, as a mouse would; it is scrolled into view first."""
        self.focus.into_view(key, part)
        item = self.focus.item(key, part)
        if item is None:
            raise LookupError(
                f"Nothing here has the key {key!r}. There is: {sorted({w.key for w in self.tree() if w.key})}"
            )
        at = item.seen.center
        self.pointer.look_first()
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            self.handle(pygame.Event(kind, pos=at, button=1, touch=False))

    def press(self, key: int, *, mod: int = 0) -> bool:
        """Press and let go a key of the computer keyboard, as a test would."""
        used = self.handle(pygame.Event(pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0, repeat=False))
        self.handle(pygame.Event(pygame.KEYUP, key=key, mod=mod, unicode="", scancode=0))
        return used

    def write(self, words: str) -> None:
        """Write words into what has the focus, as a test would."""
        self.handle(pygame.Event(pygame.TEXTINPUT, text=words))


def _lives(item: Placed) -> bool:
    return isinstance(item.node, Drawn) and item.node.live


Place = tuple[int, int, int, int]


def _apart(before: list[Placed], after: list[Placed]) -> tuple[list[Placed], list[Placed]]:
    """Return what is left of both without what they begin and end with alike: most of a screen stays as it was."""
    most = min(len(before), len(after))
    first = next((at for at in range(most) if not _alike(before[at], after[at])), most)
    most -= first
    last = next((at for at in range(most) if not _alike(before[-1 - at], after[-1 - at])), most)
    return before[first : len(before) - last], after[first : len(after) - last]


def _alike(one: Placed, other: Placed) -> bool:
    return one.rect == other.rect and one.clip == other.clip and one.layer == other.layer and one.look == other.look


def _picture(item: Placed) -> tuple[object, Place, Place, int]:
    return item.look, _place(item.rect), _place(item.clip), item.layer


def _place(rect: pygame.Rect) -> Place:
    return rect.left, rect.top, rect.width, rect.height


def _merged(rects: list[pygame.Rect], window: pygame.Rect) -> list[pygame.Rect]:
    """Join rectangles that touch; the whole window where most of it changed."""
    joined: list[pygame.Rect] = []
    for rect in rects:
        if not rect.width or not rect.height:
            continue
        now = rect.copy()
        while (hit := now.collidelist(joined)) >= 0:
            now.union_ip(joined.pop(hit))
        joined.append(now)
    if sum(rect.width * rect.height for rect in joined) > _WHOLE_FROM * window.width * window.height:
        return [window]
    return joined
