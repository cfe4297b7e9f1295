"""Puts the same frame around every screen: where I am, the five rooms, who I am; the keyboard's light, help, undo."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import pygame

from studio.ui import nodes as n
from studio.ui import shape, text
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
GROUP_ROOMS = (*ROOMS, ("lead", "users"))
"""The rooms of several who play together."""
_FOLD_ALL_FROM = 1.75  # from this text size on rooms, Aa and undo are in More too
_BRIEF = 45  # letters of the light and of *I want to talk* that have room beside the rest at large text, or beside redo
_HEADER_TALL = 64
_NARROWEST = 1280  # a window, in design pixels
_BESIDE = 290  # of that is the bar's edge, the light, gaps, and what a notice has beside its words
_AROUND = 56  # the words of a button of the bar: its picture, and its own edge
_LINES = 2  # of a notice make the bar no taller


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
    redo: Callable[[], None] | None = None
    redo_words: str = (
        ""  # only where a screen can do again what was undone: it has its own place for both at large text
    )
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
    rooms: tuple[tuple[str, str], ...] = ROOMS,
) -> n.Node:
    """Return a whole screen. `go(room)` is called by the pill of one of `rooms`; without `go` there are none.

    The body scrolls where it does not fit. What folds at large text is in More, which the screen opens by
    `more.turn(True)`; the keyboard's light and both kinds of help never fold. A notice stands at the foot and covers nothing:
    in the bar where its words have room beside the rest, else on a line of its own above it.
    """
    folded = theme.text_scale >= _FOLD_ALL_FROM
    pills = _pills(theme, rooms, room, go, more if folded else None)
    first: n.Node | None = n.Icon("audio-lines", 28, "accent") if brand else None
    if back is not None:
        first = n.Button("shell/back", "", back, icon="arrow-left", name=say("frame.back"))
    header = _header(first, _words(theme, title, subtitle), extra, pills, who)
    padded = n.Column(_grown(body), pad=16, grow=1)
    inside = n.Scroll(padded, "shell/body") if scrolls else padded
    told = _notice(notice) if notice is not None else None
    in_bar = told if notice is not None and _has_room(theme, notice, helping) else None
    own_line = _strip(told, (16, 6)) if told is not None and in_bar is None else None
    light = light or Light(words=say("frame.keyboard heard"))
    talk = helping.talk_words or say("frame.talk")
    crowded = theme.folds or (bool(helping.redo_words) and not light.calls)
    brief = in_bar is not None or (crowded and len(light.words) + len(talk) > _BRIEF)
    own_steps = theme.folds and bool(helping.redo_words)
    bar = _bar(light, helping, in_bar, folded=folded, brief=brief, own_steps=own_steps)
    screen = n.Column(header, n.Line(), inside, n.Line(), own_line, bar, gap=0)
    if dialog is None and more is not None and more.opened and folded:
        dialog = _more(rooms, room, go, helping, more)
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


def _pills(
    theme: Theme,
    rooms: tuple[tuple[str, str], ...],
    room: str | None,
    go: Callable[[str], None] | None,
    more: More | None,
) -> n.Node | None:
    if more is not None:  # where there are no rooms too: Aa is in it
        return n.Button("shell/more", say("frame.more"), lambda: more.turn(True), icon="ellipsis")
    if go is None:
        return None
    return n.Row(
        *(_pill(theme, value, say(f"frame.room {value}"), icon, room=room, go=go) for value, icon in rooms), gap=2
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


def _has_room(theme: Theme, notice: Notice, helping: Help) -> bool:
    """Whether a notice is short enough to stand in the bar without making it taller; larger text never has the room."""
    if theme.text_scale > 1:
        return False
    ink = text.ink(theme, "label", 600)
    beside = [helping.undo_words or say("frame.undo"), helping.talk_words or say("frame.talk")]
    beside += [say("frame.someones come in"), say("frame.aa")]
    beside += [say("frame.redo")] if helping.redo_words else []
    taken = sum(text.width(words, ink) + theme.px(_AROUND) for words in beside)
    room = theme.px(_NARROWEST - _BESIDE) - taken
    return room > 0 and len(text.wrap(notice.words, ink, room)) <= _LINES


def _pill(theme: Theme, value: str, label: str, icon: str, *, room: str | None, go: Callable[[str], None]) -> n.Node:
    shown = None if theme.folds else icon
    return n.Button(f"shell/{value}", label, lambda: go(value), icon=shown, kind="pill", selected=value == room)


def _bar(light: Light, helping: Help, notice: n.Node | None, *, folded: bool, brief: bool, own_steps: bool) -> n.Node:
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
            *(_steps(helping) if not folded and not own_steps else ()),
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


def _steps(helping: Help) -> tuple[n.Node, ...]:
    """One step back, and where there is such a thing one forward again."""
    words, undo, redo = helping.undo_words or say("frame.undo"), helping.undo, helping.redo
    back = n.Button("shell/undo", words, undo or n.nothing, icon="undo-2", kind="bar", enabled=undo is not None)
    return (back, redo_button("shell/redo", redo, helping.redo_words)) if helping.redo_words else (back,)


def redo_button(key: str, redo: Callable[[], None] | None, words: str) -> n.Button:
    """The step that was undone, again: one short word to read, all of it to hear."""
    label, can = say("frame.redo"), redo is not None
    return n.Button(key, label, redo or n.nothing, icon="redo-2", kind="bar", enabled=can, name=words)


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


def _more(
    rooms: tuple[tuple[str, str], ...],
    room: str | None,
    go: Callable[[str], None] | None,
    helping: Help,
    more: More,
) -> n.Dialog:
    def then(do: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            more.turn(False)
            do()

        return run

    ways = [
        n.Button(
            f"shell/more/{value}", say(f"frame.room {value}"), then(partial(go, value)), icon, selected=value == room
        )
        for value, icon in rooms
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
        say("frame.more"), n.Grid(*ways, *rest, columns=2, gap=10), "shell/more-dialog", lambda: more.turn(False)
    )
