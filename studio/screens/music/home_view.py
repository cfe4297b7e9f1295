"""What taking it home looks like: what and where, which words go, what an adult looks at, how far it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reflections.pages.marks import where as where_of
from reflections.pages.marks import why
from studio import words as speaking
from studio.screens.music import take_home
from studio.screens.music.outgoing import MINE
from studio.ui.nodes import (
    Button,
    Card,
    Choice,
    Column,
    Dialog,
    Icon,
    Node,
    Progress,
    Row,
    Text,
    TextBox,
    Toggle,
)
from studio.words import LISTENER, options, say

if TYPE_CHECKING:
    from reflections.naming import Marked
    from reflections.story import Telling
    from studio.screens.music.take_home import HomeOrder, TakeHome

WIDE = 760


def where(home: TakeHome, order: HomeOrder) -> Dialog:
    """Which of both, what it holds, and where it is to lie; and that this app can't send it."""
    is_story = order.kind == take_home.STORY
    kinds = options("music.home", (take_home.MUSIC, take_home.STORY))
    return Dialog(
        say("music.take it home"),
        Column(
            Choice("home-kind", kinds, order.kind, home.as_kind, say("music.take it home")),
            Text(say(f"music.home {order.kind} is"), tone="text2"),
            _for_whom(home, order),
            TextBox(
                "password", order.password, home.type_password, label=say("music.password"),
                placeholder=say("music.password none"), secret=True, most=200,
            )
            if is_story
            else None,
            TextBox("where", order.path, home.type_path, lambda _: home.go_on(), label=say("music.where to"), most=400),
            Text(say("music.how it travels"), tone="text2"),
        ),
        key="where-dialog",
        escape=home.stop,
        width=WIDE,
        foot=home.ways("no-page", "write-page", _deed(order), home.go_on),
    )  # fmt: skip


def _deed(order: HomeOrder) -> str:
    """What comes next: in the pupil's own story the words are ticked first."""
    if order.kind == take_home.STORY and order.audience != MINE:
        return say("music.make the page")
    return say(f"music.home {order.kind} make")


def _for_whom(home: TakeHome, order: HomeOrder) -> Node | None:
    """Only the tutor makes a copy for others, and only of what was opened to them."""
    if not home.by_tutor:
        return None
    audiences = options("music.audience", take_home.AUDIENCES)
    return Column(
        Choice("audience", audiences, order.audience, home.let, say("music.who is it for")),
        Text(say("music.it holds only what"), style="label", tone="text2") if order.audience != MINE else None,
        gap=4,
    )


def ticking(home: TakeHome, order: HomeOrder) -> Dialog:
    """All that was said, each to be ticked: nothing goes that is not."""
    from reflections import story

    told = story.tellings(order.materials.evidence, LISTENER.language) if order.materials else ()
    keys = frozenset(one.key for one in told)
    return Dialog(
        say("music.which words go"),
        Column(
            Text(say("music.which words go why"), tone="text2"),
            Toggle("tick-all", say("music.all my words"), keys <= order.told, lambda _: home.tick_all(keys)),
            Column(*[_tick(home, order, n, one) for n, one in enumerate(told)], gap=8),
        ),
        key="tick-dialog",
        escape=home.stop,
        width=WIDE,
        foot=home.ways("no-page", "ticked", say("music.make the page"), home.ticked),
    )


def _tick(home: TakeHome, order: HomeOrder, n: int, one: Telling) -> Node:
    on = one.key in order.told
    about = one.about or say(f"music.telling {one.kind}")
    where = say("music.about the piece", about=about, title=one.where) if one.where else about
    words = one.words if len(one.words) <= _SHOWN else f"{one.words[:_SHOWN].rstrip()}\N{HORIZONTAL ELLIPSIS}"
    quoted = say("frame.quote", words=words) if words else ""
    said = ": ".join(filter(None, (where, quoted)))
    return Card(
        Row(
            Icon("square-check" if on else "square", 22, "accent" if on else "text2"),
            Column(
                Text(where, style="label", tone="text2") if words else None,
                Text(quoted or where, weight=600),
                gap=0,
                grow=1,
            ),
        ),
        selected=on,
        pad=10,
        key=f"tick-{n}",
        label=say("music.it goes" if on else "music.it stays", words=said),
        do=partial(home.tick, one.key, not on),
    )


_SHOWN = 160  # letters of what was said: enough to know which it is


def looking(home: TakeHome, order: HomeOrder) -> Dialog:
    """The places an adult looks at before it leaves."""
    marked = order.materials.marked if order.materials else ()
    return Dialog(
        say("music.look at these words"),
        Column(
            Text(say("music.an adult looks at"), tone="text2"),
            Column(*[_place(home, n, one, order) for n, one in enumerate(marked)], gap=8),
        ),
        key="look-dialog",
        escape=home.stop,
        foot=home.ways("no-page", "looked", say("music.an adult has looked"), home.looked),
    )


def _place(home: TakeHome, n: int, one: Marked, order: HomeOrder) -> Node:
    """One place to look at: the words, why they stand out, what they stand in, and whether it may leave."""
    out = one.text in order.left_out
    return Card(
        Row(
            Column(
                Text(one.words, weight=600),
                Text(
                    say("music.in where why", where=where_of(one, speaking), why=why(one, speaking)),
                    style="label",
                    tone="text2",
                ),
                Text(
                    say("music.left out") if out else say("frame.quote", words=one.text),
                    style="label",
                ),
                gap=2,
                grow=1,
            ),
            Button(
                f"leave-out-{n}",
                say("music.put it back in" if out else "music.leave it out"),
                partial(home.leave, one.text),
                icon="undo-2" if out else "eye-off",
                hint=one.words,
            ),
        ),
        pad=10,
    )


def making(home: TakeHome, order: HomeOrder) -> Dialog:
    """How far it is."""
    bar = Progress("making", say("music.drawing your music"), order.done, home.stop)
    title = "music.making your page" if order.kind == take_home.STORY else "music.making your music"
    return Dialog(say(title), bar, key="making-dialog", escape=home.stop)
