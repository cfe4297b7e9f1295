"""The few things that every node comes down to before it is laid out: frames, drawn things, and what can be pressed."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import pygame

from studio.ui.nodes import Align, Node, TextBox
from studio.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Target:
    """What can be pressed or focused. Targets with one `key` are one tab stop; `part` tells them apart."""

    key: str
    role: str
    name: str
    value: str = ""
    hint: str = ""
    part: int = 0
    do: Callable[[], None] | None = None
    enabled: bool = True
    repeat: bool = False
    chosen: bool = False
    columns: int = 0  # more than 0: up and down move by so many
    handle: Callable[[Any, Any], bool | None] | None = None
    turn: Callable[[int], None] | None = None  # arrows up and down change a value
    at: Callable[[float, float], None] | None = None  # a press at a share of the width and height
    stays: bool = False  # can be pressed behind a dialog too


@dataclass(frozen=True, slots=True)
class State:
    """What the pointer and the keyboard do to a thing at this moment."""

    hover: bool = False
    pressed: bool = False
    focus: bool = False
    editing: Any = None


@dataclass(frozen=True, slots=True)
class Frame(Node):
    """A box with a skin around a child; `pad` and `least` are (across, down) in design pixels."""

    child: Node | None
    skin: str
    pad: tuple[int, int] = (0, 0)
    least: tuple[int, int] = (0, 0)
    target: Target | None = None
    selected: bool = False
    align: Align = "stretch"
    grow: int = 0
    width: int | None = None
    height: int | None = None
    detail: Hashable = None
    control: bool = False  # gives up padding before its words wrap
    squeezes: bool = False  # its words may wrap down to `least`


Painter = Callable[[pygame.Surface, pygame.Rect, Theme, State], None]


@dataclass(frozen=True, slots=True)
class Drawn(Node):
    """Something with a painter of its own; `look` changes whenever the picture would."""

    paint: Painter
    look: Hashable
    least: tuple[int, int]
    grow: int = 0
    target: Target | None = None
    live: bool = False
    version: Callable[[], Hashable] | None = None


@dataclass(frozen=True, slots=True)
class Field(Node):
    """The inside of a text box: the words, the caret, the selection, and what is being composed."""

    key: str
    box: TextBox
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Modal(Node):
    """A dialog after its parts were put together: it is placed in the middle and holds the focus."""

    child: Frame
    key: str
    escape: Callable[[], None]
    width: int


@dataclass(slots=True)
class Placed:
    """A node with its place: device pixels, the clip it is seen through, and its layer (a dialog's is above).

    What is `music` goes from left to right on every screen.
    """

    node: Node
    rect: pygame.Rect
    clip: pygame.Rect
    layer: int
    look: Hashable
    scroll: str | None = None
    lines: tuple[str, ...] = ()
    music: bool = False

    @property
    def target(self) -> Target | None:
        """What can be pressed here, if anything."""
        return getattr(self.node, "target", None)

    @property
    def seen(self) -> pygame.Rect:
        """The part of it that shows."""
        return self.rect.clip(self.clip)
