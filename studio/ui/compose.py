"""Puts controls together from frames, text and icons, so that one layout and one painter serve them all."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pygame

from studio.ui import mirror, text
from studio.ui import nodes as n
from studio.ui.core import Drawn, Field, Frame, Modal, Painter, State, Target
from studio.ui.gauges import ladder_tall, paint_bar, paint_ladder
from studio.ui.theme import Theme
from studio.words import say

_BUTTONS = {  # kind: (text style, weight, icon size, pad, least size)
    "plain": ("label", 600, 20, (16, 8), (48, 48)),
    "primary": ("body", 600, 20, (20, 10), (44, 52)),
    "quiet": ("label", 600, 20, (12, 8), (44, 44)),
    "record": ("body", 600, 22, (24, 10), (44, 56)),
    "big": ("lead", 600, 24, (24, 14), (44, 64)),
    "pill": ("label", 400, 20, (14, 6), (44, 44)),
    "tile": ("lead", 600, 36, (12, 14), (88, 88)),
    "bar": ("label", 600, 20, (14, 6), (44, 44)),
    "who": ("label", 600, 20, (14, 6), (44, 44)),
    "round": ("label", 600, 22, (12, 12), (48, 48)),
    "under": ("caption", 600, 18, (7, 2), (46, 48)),
}
_FEW, _MANY = 3, 9  # tiles
_SHORT = 2  # numbers of bars and the like: bold and a thick edge say chosen, a tick would crowd them
_ON = frozenset({"primary", "record"})


def expand(node: n.Node, theme: Theme) -> n.Node:
    """Return the node as frames, rows, text and drawn things; what needs no change comes back as it is."""
    if isinstance(node, n.Ladder):
        return _ladder(node, theme)
    if isinstance(node, n.Scale):
        return _scale(node, theme)
    if isinstance(node, n.TextBox):
        return _text_box(node, theme)
    if isinstance(node, n.Canvas) and node.mirrors and node.handle is not None and theme.rtl:
        return _canvas(replace(node, handle=mirror.handled(node.handle)))
    if isinstance(node, n.Button) and node.kind == "under" and theme.folds:
        return _button(replace(node, label="", kind="plain", name=node.name or node.label))
    put_together = _KINDS.get(type(node))
    return put_together(node) if put_together is not None else node


def _ink(kind: str, *, enabled: bool, selected: bool, tone: str) -> str:
    if not enabled:
        return "text2"
    if kind in _ON or (kind == "round" and selected):
        return "on"
    if kind in {"quiet", "pill"} and not selected and tone == "text":
        return "text2"
    return tone


def _button(node: n.Button) -> Frame:
    style, weight, size, pad, least = _BUTTONS[node.kind]
    ink = _ink(node.kind, enabled=node.enabled, selected=node.selected, tone=node.tone)
    lit = node.selected and node.tone == "text"  # one that has a colour of its own keeps it
    icon_tone = "accent" if lit and node.kind in {"pill", "tile", "plain", "under"} else ink
    icon = n.Icon(node.icon, size, icon_tone) if node.icon else None
    if node.selected and node.kind == "pill":
        weight = 600
    words = n.Text(node.label, style, ink, weight=weight, align="center") if node.label else None
    inside: n.Node = n.Row(icon, words, gap=8 if node.kind != "big" else 12, align="center")
    if node.kind == "tile":
        inside = n.Column(icon, words, gap=8, align="center")
    if node.kind == "under":
        inside = n.Column(icon, words, gap=0, align="center")
    if not node.label:
        pad = (10, 10)
    target = Target(
        node.key,
        "button",
        node.name or node.label,
        say("frame.is chosen") if node.selected else "",
        node.hint,
        do=node.do,
        enabled=node.enabled,
        repeat=node.repeat,
        stays=node.stays,
    )
    skin = node.kind if node.enabled else "off"
    return Frame(inside, skin, pad, least, target, node.selected, "center", node.grow, control=True, detail=node.kind)


def _choice(node: n.Choice) -> n.Node:
    options = n.parts(node.options)
    style, size, pad, least = ("lead", 24, (14, 10), (44, 58)) if node.big else ("label", 20, (14, 8), (44, 48))
    segments = []
    before_chosen = True
    for part, (value, label, icon) in enumerate(options):
        chosen = value == node.chosen
        ink = "text" if chosen else "text2"
        inside = n.Row(
            n.Icon(icon, size, "accent" if chosen else ink) if icon else None,
            n.Text(label, style, ink, weight=600 if chosen else 400, align="center"),
            gap=8,
            align="center",
        )
        name = f"{node.label}: {label}" if node.label else label
        target = Target(
            node.key,
            "radio",
            name,
            say("frame.is chosen") if chosen else "",
            part=part,
            do=partial(node.do, value),
            chosen=chosen,
            enabled=node.enabled,
        )
        rule = not chosen and not before_chosen
        segments.append(
            Frame(inside, "segment", pad, least, target, chosen, "center", grow=1, control=True, detail=rule)
        )
        before_chosen = chosen
    return Frame(n.Row(*segments, gap=0, align="stretch"), "trough", grow=node.grow, control=True)


def _toggle(node: n.Toggle) -> Frame:
    ink = ("text" if node.on else "text2") if node.enabled else "text2"
    inside = n.Row(
        n.Icon(node.icon, 20, "accent" if node.on else ink) if node.icon else None,
        n.Text(node.label, "label", ink, weight=600),
        n.Icon("square-check-big" if node.on else "square", 20, "accent" if node.on else ink),
        gap=8,
        align="center",
    )
    target = Target(
        node.key,
        "checkbox",
        node.label,
        say("frame.is on" if node.on else "frame.is off"),
        do=partial(node.do, not node.on),
        enabled=node.enabled,
    )
    return Frame(inside, "plain", (14, 8), (44, 48), target, node.on, "center", node.grow, control=True)


def _chips(node: n.Chips) -> n.Node:
    options = n.parts(node.options)
    few, many = len(options) <= _FEW, len(options) >= _MANY
    tiles = bool(node.icons) or any(icon for _, _, icon in options)
    columns = node.columns if node.columns is not None else (4 if tiles else 0)
    frames = []
    for part, (value, label, own_icon) in enumerate(options):
        chosen = value in node.chosen
        icon = own_icon or node.icons.get(value)
        target = Target(
            node.key,
            "checkbox",
            f"{node.label}: {label}" if node.label else label,
            say("frame.is on" if chosen else "frame.is off"),
            part=part,
            do=partial(node.do, value),
            chosen=chosen,
            columns=columns,
        )
        frames.append(_tile(label, icon, chosen, target, few=few, many=many) if tiles else _chip(label, chosen, target))
    if tiles or node.columns:
        return n.Grid(*frames, columns=columns, gap=12, grow=node.grow)
    return n.Row(*frames, gap=8, wrap=True, grow=node.grow)


def _tile(label: str, icon: str | None, chosen: bool, target: Target, *, few: bool, many: bool) -> Frame:
    """A tile with its picture; a few of them have the screen, and larger pictures; many leave room for what stands below."""
    tone = "accent" if chosen else "text"
    words = n.Text(label, "lead", weight=600, align="center") if label else None
    inside = n.Column(
        n.Icon(icon, 56 if few else 34, tone) if icon else None, words, gap=4 if many else 10, align="center"
    )
    return Frame(
        inside, "tile", (12, 8 if many else 14), (64, 56), target, chosen, "center", control=True, detail="ticked"
    )


def _chip(label: str, chosen: bool, target: Target) -> Frame:
    if len(label) <= _SHORT:
        words = n.Text(label, "label", "text" if chosen else "text2", weight=700 if chosen else 600)
        return Frame(words, "plain", (8, 8), (44, 48), target, chosen, "center", control=True)
    inside = n.Row(
        n.Icon("check", 18, "accent") if chosen else None, n.Text(label, "body", weight=600 if chosen else 400), gap=6
    )
    return Frame(inside, "chip", (16, 8), (44, 48), target, chosen, "center", control=True)


def _scale(node: n.Scale, theme: Theme) -> n.Node:
    steps = []
    last = len(node.steps) - 1
    pen = text.ink(theme, "body", 700)
    least = max(64, *(round(text.longest_word(label, pen) / theme.scale) for label in node.steps))
    size = 96
    for part, label in enumerate(node.steps):
        chosen = part == node.chosen
        held = node.filling[1] if node.filling and node.filling[0] == part else 0.0
        target = Target(
            node.key,
            "radio",
            f"{node.label}: {label}" if node.label else label,
            say("frame.is chosen") if chosen else "",
            part=part,
            do=partial(node.do, part),
            chosen=chosen,
        )
        words = n.Text(
            label, "body", "text" if chosen or held else "text2", weight=700 if chosen else 600, align="center"
        )
        lit = node.chosen is not None and part <= node.chosen
        detail = (lit, chosen, node.chosen is not None and part < node.chosen, held, part == 0, part == last, size)
        child = n.Column(n.Space(size=size + 8), words, align="center", gap=0)
        steps.append(
            Frame(child, "step", (2, 4), (least, size + 20), target, chosen, "start", detail=detail, squeezes=True)
        )
    lights = n.Grid(*steps, columns=len(steps), gap=0, grow=1)
    return n.Row(lights, gap=0, grow=node.grow, music=True)  # each is a key: C, D and so on, from the left


def _ladder(node: n.Ladder, theme: Theme) -> n.Node:
    def turn(by: int) -> None:
        if node.do is not None:
            node.do(n.climbed(node.value, by))

    def at(_across: float, down: float) -> None:
        if node.do is not None:
            node.do(max(0, min(10, round(10 - (down * 11 - 0.5)))))

    said = say("frame.not said yet") if node.value is None else say("frame.value of 10", value=node.value)
    if node.do is not None:
        target = Target(node.key, "slider", node.label, said, turn=turn, at=at)
    else:  # only shown: its words stand beneath, what it shows is there for whoever only hears
        target = Target(node.key, "picture", said, part=-1, enabled=False)
    least = (110, ladder_tall(theme, pressed=node.do is not None))
    drawn = Drawn(partial(paint_ladder, node.value), ("ladder", node.value), least, 1, target=target)
    return n.Column(drawn, n.Text(node.label, "label", weight=600), gap=8, grow=node.grow)


def _text_box(node: n.TextBox, theme: Theme) -> n.Node:
    value = say("frame.is hidden") if node.secret else node.text
    target = Target(node.key, "text box", node.label or node.placeholder, value)
    field = Field(node.key, node)
    icon = n.Icon(node.icon, 20, "text2") if node.icon else None
    row = n.Row(icon, n.Column(field, grow=1), gap=12, align="center" if node.lines == 1 else "start")
    hint = round(text.width(node.placeholder, text.ink(theme, "body")) / theme.scale) + (86 if node.icon else 40)
    frame = Frame(row, "field", (16, 12), (max(160, min(hint, 480)), 52), target, detail=node.key, control=True)
    if not node.label:
        return frame if not node.grow else n.Column(frame, grow=node.grow)
    return n.Column(n.Text(node.label, "label", "text2", weight=600), frame, gap=8, grow=node.grow)


def _progress(node: n.Progress) -> n.Node:
    stop = n.Button(node.key, say("frame.stop"), node.cancel, icon="x", kind="quiet") if node.cancel else None
    said = "" if node.done is None else f"{node.done:.0%}"
    words = n.Column(n.Text(node.label, "label"), grow=1)
    bar = Drawn(partial(paint_bar, node.done), ("bar", node.done), (120, 10))
    return n.Column(n.Row(words, n.Text(said, "label", "text2") if said else None, stop, align="center"), bar, gap=8)


def _card(node: n.Card) -> Frame:
    target = None
    if node.do is not None:
        target = Target(
            node.key or node.label, "button", node.label, say("frame.is chosen") if node.selected else "", do=node.do
        )
    return Frame(
        node.child,
        f"card-{node.tone}",
        (node.pad, node.pad),
        (44, 44) if target else (0, 0),
        target,
        node.selected,
        grow=node.grow,
        width=node.width,
        height=node.height,
        detail=node.edge,
    )


def _canvas(node: n.Canvas) -> Drawn:
    def paint(surface: object, rect: object, theme: Theme, _state: object) -> None:
        node.draw(surface, rect, theme)

    look = (node.key, node.version()) if node.version is not None else (node.key, id(node))
    target = Target(
        node.key,
        node.role,
        node.name,
        node.value,
        handle=node.handle,
        enabled=node.handle is not None or node.focusable,
        part=0 if node.focusable else -1,
    )
    return Drawn(paint, look, node.min_size, node.grow, target, node.live, node.version)


def _dialog(node: n.Dialog) -> Modal:
    shown = n.Scroll(node.child, f"{node.key}/scroll", min_height=10_000)
    inside = n.Column(n.Text(node.title, "h2"), shown, node.foot, gap=16)
    return Modal(Frame(inside, "dialog", (24, 24), detail=node.title), node.key, node.escape, node.width)


def _hairline(tone: str) -> Painter:
    def paint(surface: pygame.Surface, rect: pygame.Rect, theme: Theme, _state: State) -> None:
        surface.fill(theme.colour("edge" if theme.flat else tone), rect)

    return paint


def _line(node: n.Line) -> Drawn:
    return Drawn(_hairline(node.tone), ("line", node.tone), (1, 1))


_KINDS: dict[type, Callable[[Any], n.Node]] = {
    n.Button: _button,
    n.Choice: _choice,
    n.Toggle: _toggle,
    n.Chips: _chips,
    n.Progress: _progress,
    n.Card: _card,
    n.Canvas: _canvas,
    n.Dialog: _dialog,
    n.Line: _line,
}
