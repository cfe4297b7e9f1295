"""What a screen is made of: frozen values that say what is there, never where it stands or how it is drawn."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

Align = Literal["stretch", "start", "center", "end"]
Option = tuple[Hashable, str] | tuple[Hashable, str, str | None]  # value, label, icon
Kind = Literal["plain", "primary", "quiet", "record", "big", "pill", "tile", "round", "bar", "who", "under"]


class Node:
    """What every part of a screen is. Sizes are in design pixels: the theme's scale makes them device pixels."""

    __slots__ = ()


def nothing() -> None:
    """Do nothing: the callback of a control that only shows."""


def ignored(_value: Any) -> None:
    """Do nothing with a value: the callback of a control that only shows."""


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Words. Styles: caption label body lead h2 h1 display count. They wrap, and are never made smaller to fit."""

    words: str
    style: str = "body"
    tone: str = "text"
    wrap: bool = True
    most_lines: int | None = None
    weight: int | None = None
    align: Align = "start"
    grow: int = 0


@dataclass(frozen=True, slots=True)
class Icon(Node):
    """A Lucide line icon; it never stands alone for a meaning, so it has no spoken name."""

    name: str
    size: int = 20
    tone: str = "text"


@dataclass(frozen=True, slots=True)
class Space(Node):
    """Empty room: it grows, or where `size` is given it is that many design pixels."""

    grow: int = 1
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Line(Node):
    """A hairline across."""

    tone: str = "s3"


@dataclass(frozen=True, slots=True, init=False)
class Column(Node):
    """Children from top to bottom; None among them is left out."""

    children: tuple[Node, ...]
    gap: int
    pad: int
    align: Align
    grow: int
    width: int | None
    height: int | None

    def __init__(
        self,
        *children: Node | None,
        gap: int = 12,
        pad: int = 0,
        align: Align = "stretch",
        grow: int = 0,
        width: int | None = None,
        height: int | None = None,
    ) -> None:
        _put(self, children, gap=gap, pad=pad, align=align, grow=grow, width=width, height=height)


@dataclass(frozen=True, slots=True, init=False)
class Row(Node):
    """Children from left to right; panels are as high as the row, words and controls stand in its middle.

    With `wrap`, and whenever they cannot fit, they flow to the next line. A screen that is read from the right turns them
    round, but not those of `music`: they stand as keys and notes do.
    """

    children: tuple[Node, ...]
    gap: int
    pad: int
    align: Align
    grow: int
    width: int | None
    height: int | None
    wrap: bool
    music: bool

    def __init__(
        self,
        *children: Node | None,
        gap: int = 12,
        pad: int = 0,
        align: Align = "stretch",
        grow: int = 0,
        width: int | None = None,
        height: int | None = None,
        wrap: bool = False,
        music: bool = False,
    ) -> None:
        fields = {"gap": gap, "pad": pad, "align": align, "grow": grow, "width": width, "height": height}
        _put(self, children, **fields, wrap=wrap, music=music)


@dataclass(frozen=True, slots=True, init=False)
class Grid(Node):
    """Children in equal columns; as many as `min_width` allows, fewer where a child needs more room."""

    children: tuple[Node, ...]
    min_width: int
    gap: int
    columns: int | None
    grow: int

    def __init__(
        self, *children: Node | None, min_width: int = 180, gap: int = 12, columns: int | None = None, grow: int = 0
    ) -> None:
        _put(self, children, min_width=min_width, gap=gap, columns=columns, grow=grow)


@dataclass(frozen=True, slots=True)
class Scroll(Node):
    """A view of something taller: the wheel, a drag, keys. What has room fills the view and does not scroll."""

    child: Node
    key: str
    grow: int = 1
    min_height: int = 160


@dataclass(frozen=True, slots=True)
class Card(Node):
    """A rounded panel. With `do` the whole card is one control called `label`."""

    child: Node
    tone: Literal["s1", "s2", "soft", "well", "bar"] = "s1"
    selected: bool = False
    pad: int = 16
    key: str | None = None
    label: str = ""
    do: Callable[[], None] | None = None
    grow: int = 0
    width: int | None = None
    height: int | None = None
    edge: str | None = None


@dataclass(frozen=True, slots=True)
class Overlay(Node):
    """`over` drawn on `base`: a dialog over a screen, a count-in over a roll."""

    base: Node
    over: Node | None
    align: Literal["stretch", "center"] = "stretch"
    grow: int = 1


@dataclass(frozen=True, slots=True)
class Dialog(Node):
    """A question in front of all else: focus stays inside, Esc calls `escape`. Its `foot` stays in sight below what scrolls."""

    title: str
    child: Node
    key: str
    escape: Callable[[], None]
    width: int = 560
    foot: Node | None = None


@dataclass(frozen=True, slots=True)
class Button(Node):
    """A word to press. `name` is spoken where there is no label; `hint` is spoken after it.

    The word of kind "under" is small, beneath its picture; at large text it is only said, and shown while it is pointed at.
    One that `stays` can be pressed behind a dialog as well: help does not wait for an answer.
    """

    key: str
    label: str
    do: Callable[[], None]
    icon: str | None = None
    kind: Kind = "plain"
    enabled: bool = True
    selected: bool = False
    hint: str = ""
    name: str | None = None
    repeat: bool = False
    grow: int = 0
    tone: str = "text"
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """One of a few, all in sight: one tab stop, arrows inside."""

    key: str
    options: tuple[Option, ...]
    chosen: Hashable
    do: Callable[[Any], None]
    label: str = ""
    big: bool = False
    grow: int = 0
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Toggle(Node):
    """On or off, said by a tick as well as by colour."""

    key: str
    label: str
    on: bool
    do: Callable[[bool], None]
    icon: str | None = None
    enabled: bool = True
    grow: int = 0


@dataclass(frozen=True, slots=True)
class Chips(Node):
    """Any of many, at most `most` at a time; with `icons` (value to icon) or icons in the options they are tiles."""

    key: str
    options: tuple[Option, ...]
    chosen: frozenset[Hashable]
    do: Callable[[Any], None]
    most: int | None = None
    columns: int | None = None
    icons: Mapping[Hashable, str] = field(default_factory=lambda: MappingProxyType({}))
    label: str = ""
    grow: int = 0


@dataclass(frozen=True, slots=True)
class Scale(Node):
    """Five lights on a fader. `filling` is (step, 0..1): a key held, not yet an answer."""

    key: str
    steps: tuple[str, ...]
    chosen: int | None
    do: Callable[[int], None]
    filling: tuple[int, float] | None = None
    label: str = ""
    grow: int = 0


@dataclass(frozen=True, slots=True)
class Ladder(Node):
    """0 to 10, upright; 0 is a value, None is not answered. Without `do` it only shows."""

    key: str
    value: int | None
    do: Callable[[int], None] | None
    label: str
    grow: int = 0


def climbed(value: int | None, by: int) -> int:
    """Return the rung that is `by` above one; where nothing stands yet the first press, up or down, stands on 0."""
    return 0 if value is None else max(0, min(10, value + by))


@dataclass(frozen=True, slots=True)
class TextBox(Node):
    """A short text: `do(text)` at each change, `submit(text)` at Enter. A secret one shows dots and is never spoken.

    `draft` names what the words are of: they are kept until they are handed in, and stand in the box of that name again.
    `known` is what stands there already where nothing was typed.
    """

    key: str
    text: str
    do: Callable[[str], None]
    submit: Callable[[str], None] = ignored
    label: str = ""
    placeholder: str = ""
    secret: bool = False
    most: int = 140
    lines: int = 1
    icon: str | None = None
    grow: int = 0
    draft: str = ""  # none: a secret, a search, a path, or what is kept at once
    known: str = ""


@dataclass(frozen=True, slots=True)
class Canvas(Node):
    """Something drawn: `draw(surface, rect, theme)`, `handle(event, rect) -> bool` (used), both in surface pixels.

    It is drawn again at every show; with `version` only when what that returns changes. A `live` one is looked at on
    every frame. Events given: mouse, touch (with `pos` in pixels), and keys while it is focusable and has the focus.
    One that `mirrors` draws itself the other way round where `theme.rtl`; what it is told stays as if it did not.
    """

    key: str
    draw: Callable[[Any, Any, Any], None]
    role: str
    name: str
    value: str = ""
    min_size: tuple[int, int] = (120, 60)
    grow: int = 0
    live: bool = False
    handle: Callable[[Any, Any], bool | None] | None = None
    focusable: bool = False
    version: Callable[[], Hashable] | None = None
    mirrors: bool = False


@dataclass(frozen=True, slots=True)
class Progress(Node):
    """Something that takes longer than a moment: `done` is 0..1, or None where nobody knows."""

    key: str
    label: str
    done: float | None
    cancel: Callable[[], None] | None = None


def parts(options: tuple[Option, ...]) -> tuple[tuple[Hashable, str, str | None], ...]:
    """Every option as (value, label, icon or None)."""
    return tuple((option[0], option[1], option[2] if len(option) > 2 else None) for option in options)  # noqa: PLR2004 - a value, a label, and an icon or none


def _put(node: Node, children: tuple[Node | None, ...], **fields: object) -> None:
    """Set the fields of a frozen node whose children come as plain arguments."""
    object.__setattr__(node, "children", tuple(child for child in children if child is not None))
    for name, value in fields.items():
        object.__setattr__(node, name, value)
