"""Puts the same frame around every screen: where I am, the five rooms, who I am; the keyboard's light, help, undo."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import pygame

from studio.ui import nodes as n
from studio.ui import shape
from studio.ui.core import Frame
from studio.ui.theme import Theme
from studio.words import say

ROOMS = (
    ("pick", "disc-3"),
    ("play", "piano"),
    ("make", "audio-lines"),
    ("reflect", "message-circle"),
    ("my-music", "library"),
)
_FOLD_ALL_FROM = 1.75  # from this text size on rooms, Aa and undo are in More too
_BRIEF = 20  # letters of the light's words that still have room beside both kinds of help at large text
_HEADER_TALL = 64


@dataclass(frozen=True, slots=True)
class Light:
    """What the light says about the keyboard; `do` opens what there is to read or choose. One that `calls` is to be noticed."""

    heard: bool = True
    words: str = ""
    icon: str = "piano"
    do: Callable[[], None] | None = field(default=None, compare=False)
    calls: bool = False


@dataclass(frozen=True, slots=True)
class Help:
    """The four things that are on every screen, in the same place."""

    talk: Callable[[], None]
    come_in: Callable[[], None]
    look: Callable[[], None]
    undo: Callable[[], None] | None = None
    undo_words: str = ""
    talked: bool = False  # a small mark for whoever pressed it; nobody else would notice
    talk_words: str = ""
    thanks: str = ""  # to whoever pressed it


@dataclass(frozen=True, slots=True)
class More:
    """Whether what was folded away is open, and how to open or close it."""

    opened: bool = False
    turn: Callable[[bool], None] = n.ignored


@dataclass(frozen=True, slots=True)
class Who:
    """Whose lesson it is: shown in the pill at the top right."""

    name: str
    icon: str = "bird"
    do: Callable[[], None] = n.nothing
    next_name: str = ""  # whose turn comes next, where several share the laptop
    swap: Callable[[], None] = n.nothing


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for whoever is here, and how to put it away."""

    words: str
    close: Callable[[], None] = n.nothing


def shell(
    body: n.Node,
    *,
    theme: Theme,
    title: str,
    helping: Help,
    subtitle: str = "",
    back: Callable[[], None] | None = None,
    room: str | None = None,
    go: Callable[[str], None] | None = None,
    who: Who | None = None,
    light: Light | None = None,
    extra: n.Node | None = None,
    more: More | None = None,
    notice: Notice | None = None,
    dialog: n.Dialog | None = None,
    brand: bool = False,
    scrolls: bool = True,
) -> n.Node:
    """Return a whole screen. `go(room)` is called by a room's pill; without `go` there are none.

    The body scrolls where it does not fit. What folds at large text is in More, which the screen opens by
    `more.turn(True)`; the keyboard's light and both kinds of help never fold. A notice stands at the foot and covers nothing:
    in the bar where its words have room beside the rest, else on a line of its own above it.
    """
    more = more or More()
    folded = theme.text_scale >= _FOLD_ALL_FROM
    pills = _pills(theme, room, go, more if folded else None)
    first: n.Node | None = n.Icon("audio-lines", 28, "accent") if brand else None
    if back is not None:
        first = n.Button("shell/back", "", back, icon="arrow-left", name=say("frame.back"))
    header = _header(first, _words(theme, title, subtitle), extra, pills, who)
    padded = n.Column(_grown(body), pad=16, grow=1)
    inside = n.Scroll(padded, "shell/body") if scrolls else padded
    told = _notice(notice) if notice is not None else None
    in_bar = told if theme.text_scale <= 1 else None
    own_line = _strip(told, (16, 6)) if told is not None and in_bar is None else None
    light = light or Light(words=say("frame.keyboard heard"))
    brief = in_bar is not None or (theme.folds and len(light.words) > _BRIEF)
    bar = _bar(light, helping, in_bar, folded=folded, brief=brief)
    screen = n.Column(header, n.Line(), inside, n.Line(), own_line, bar, gap=0)
    if dialog is None and more.opened and folded:
        dialog = _more(room, go, helping, more)
    return n.Overlay(screen, dialog)


def _grown(body: n.Node) -> n.Node:
    return n.Column(body, grow=1) if not getattr(body, "grow", 0) else body


def _words(theme: Theme, title: str, subtitle: str) -> n.Node:
    return n.Column(
        n.Text(title, "lead", weight=600, most_lines=2),
        n.Text(subtitle, "caption", "text2", most_lines=2) if subtitle and not theme.folds else None,
        gap=0,
        grow=1,
    )


def _pills(theme: Theme, room: str | None, go: Callable[[str], None] | None, more: More | None) -> n.Node | None:
    if go is None:
        return None
    if more is not None:
        return n.Button("shell/more", say("frame.more"), lambda: more.turn(True), icon="ellipsis")
    return n.Row(
        *(_pill(theme, value, say(f"frame.room {value}"), icon, room=room, go=go) for value, icon in ROOMS), gap=2
    )


def _header(first: n.Node | None, words: n.Node, extra: n.Node | None, pills: n.Node | None, who: Who | None) -> n.Node:
    me = (
        n.Button("shell/who", who.name, who.do, icon=who.icon, kind="who", hint=say("frame.change who is here"))
        if who
        else None
    )
    swap = n.Button("shell/turn", who.next_name, who.swap, icon="repeat") if who and who.next_name else None
    return _strip(n.Row(first, words, extra, pills, me, swap, gap=14, align="center"), (16, 8), _HEADER_TALL)


def _strip(child: n.Node, pad: tuple[int, int], tall: int = 0) -> n.Node:
    return Frame(child, "card-bar", pad, (0, tall))


def _notice(notice: Notice) -> n.Node:
    close = n.Button(
        "notice-done", "", notice.close, icon="x", kind="quiet", name=say("frame.close this message"), stays=True
    )
    words = n.Text(notice.words, "label", weight=600)
    row = n.Row(n.Icon("info", tone="accent"), n.Column(words, pad=3, grow=1), close, gap=8, align="center")
    return Frame(row, "notice", (10, 0), grow=1)


def _pill(theme: Theme, value: str, label: str, icon: str, *, room: str | None, go: Callable[[str], None]) -> n.Node:
    shown = None if theme.folds else icon
    return n.Button(f"shell/{value}", label, lambda: go(value), icon=shown, kind="pill", selected=value == room)


def _bar(light: Light, helping: Help, notice: n.Node | None, *, folded: bool, brief: bool) -> n.Node:
    return _strip(
        n.Row(
            n.Canvas(
                "shell/light",
                _light(light),
                "status",
                light.words or say("frame.keyboard heard"),
                min_size=(20, 20),
                version=lambda: light,
            ),
            *_said(light, brief=brief),
            notice or n.Space(),
            # first: its words change, and whatever stands before it moves; the others stay where they are
            _undo(helping) if not folded else None,
            n.Button(
                "shell/talk",
                helping.talk_words or say("frame.talk"),
                helping.talk,
                icon="hand-heart" if helping.talked else "hand",
                kind="bar",
                stays=True,
                hint=(helping.thanks or say("frame.thanks")) if helping.talked else "",
            ),
            n.Button(
                "shell/come-in",
                say("frame.someones come in"),
                helping.come_in,
                icon="door-open",
                kind="bar",
                stays=True,
            ),
            None
            if folded
            else n.Button("shell/look", say("frame.aa"), helping.look, kind="bar", name=say("frame.how it looks")),
            gap=8,
            align="center",
        ),
        (16, 6),
    )


def _undo(helping: Help) -> n.Node:
    words, undo = helping.undo_words or say("frame.undo"), helping.undo
    return n.Button("shell/undo", words, undo or n.nothing, icon="undo-2", kind="bar", enabled=undo is not None)


def _said(light: Light, *, brief: bool) -> tuple[n.Node, ...]:
    """The light's words, to be pressed where there is something to choose; `brief` leaves its picture, and words to be spoken."""
    if light.do is not None:
        return (
            n.Button(
                "shell/keyboards",
                light.words if not brief else "",
                light.do,
                icon=light.icon,
                kind="bar",
                selected=light.calls,
                hint=say("frame.about the keyboards"),
                name=light.words,
            ),
        )
    icon = n.Icon(light.icon, 22, "text" if light.heard else "text2")
    return (icon,) if brief else (icon, n.Text(light.words, "label", "text2"))


def _light(light: Light) -> Callable[[pygame.Surface, pygame.Rect, Theme], None]:
    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        radius = theme.px(10)
        colour = theme.colour("good" if light.heard else "edge")
        shape.disc(surface, rect.center, radius, None, colour, line=max(2, theme.px(2)))
        if light.heard:
            shape.disc(surface, rect.center, radius - theme.px(4), colour)

    return draw


def _more(room: str | None, go: Callable[[str], None] | None, helping: Help, more: More) -> n.Dialog:
    def then(do: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            more.turn(False)
            do()

        return run

    rooms = [
        n.Button(
            f"shell/more/{value}", say(f"frame.room {value}"), then(partial(go, value)), icon, selected=value == room
        )
        for value, icon in ROOMS
        if go is not None
    ]
    undo = helping.undo
    rest = (
        n.Button("shell/more/look", say("frame.how it looks"), then(helping.look), icon="a-large-small"),
        n.Button(
            "shell/more/undo",
            helping.undo_words or say("frame.undo"),
            then(undo or n.nothing),
            icon="undo-2",
            enabled=undo is not None,
        ),
        n.Button("shell/more/close", say("frame.close"), lambda: more.turn(False), icon="x", kind="quiet"),
    )
    return n.Dialog(
        say("frame.more"), n.Grid(*rooms, *rest, columns=2, gap=10), "shell/more-dialog", lambda: more.turn(False)
    )
