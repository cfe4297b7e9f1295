"""The cover of a song: drawn with a few thick pens, or picked from our pictures; a step of the song like all else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reflections import covers
from studio.music.song import whole
from studio.music.song.labels import label
from studio.screens.people.pictures import AVATARS, picture_name
from studio.ui import shape, sketch
from studio.ui.core import Drawn, State
from studio.ui.nodes import Button, Canvas, Card, Chips, Choice, Column, Dialog, Node, Row, Space, Text
from studio.words import options, say

if TYPE_CHECKING:
    import pygame

    from studio.screens.make.room import Make
    from studio.ui.theme import Colour, Theme

SHEET = 330  # of the drawing, in design pixels
SMALL = 108
SPOT = 36
INKS = ("ink", "red", "orange", "green", "blue", "violet")
WIDTHS = ("thin", "thick")
WAYS = ("draw", "pick")


def _rgb(written: str) -> Colour:
    return int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16)


PAPER, RGB = _rgb(covers.PAPER), tuple(_rgb(pen) for pen in covers.PENS)


class Cover:
    """What stands of it on the story's page, and the dialog in which it is drawn or picked: open or closed."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._open = False
        self._way = "draw"
        self._pen, self._width = 0, 1
        self._sheet = sketch.Sketch(
            covers.SIDE,
            svg=self._drawn,
            pen=lambda: (RGB[self._pen], covers.WIDTHS[self._width]),
            done=self._stroke,
            paper=PAPER,
        )

    @property
    def _cover(self) -> str:
        return self._screen.song.story.cover

    @property
    def _name(self) -> str:
        """What it is called for those who hear it: by the song, in the pupil's words."""
        title = self._screen.song.title or self._screen.subtitle
        words = say("make.cover of", title=title)
        if covers.strokes(self._cover):
            return f"{words}: {say('make.a drawing')}"
        return f"{words}: {picture_name(self._cover)}" if self._cover else words

    def _drawn(self) -> str:
        return covers.svg(self._cover) if covers.strokes(self._cover) else ""

    # -- on the story's page ------------------------------------------------------------------------------------------
    def node(self) -> Node:
        """The cover as it is, and the way to another."""
        cover = self._cover
        picture = covers.svg(cover)
        return Row(
            Canvas(
                "cover-seen",
                lambda surface, rect, theme: sketch.paint(picture, PAPER, surface, rect, theme),
                "picture",
                self._name,
                min_size=(SMALL, SMALL),
            ),
            Column(
                Text(say("make.its cover"), style="label", tone="text2"),
                Button("to-cover", say("make.draw or pick"), self.show, icon="pencil"),
                gap=6,
            ),
            Space(),
            gap=14,
        )

    def show(self) -> None:
        """Open it."""
        self._open = True
        self._way = "pick" if self._cover and not covers.strokes(self._cover) else "draw"
        self._screen.tools.focus("cover-way")
        self._screen.tools.changed()

    def close(self) -> None:
        """Back to the story."""
        self._sheet.lift()
        self._open = False
        self._screen.tools.focus("to-cover")
        self._screen.tools.changed()

    def leave(self) -> None:
        """Another page or room follows."""
        self._open = False

    # -- the dialog ---------------------------------------------------------------------------------------------------
    def dialog(self) -> Dialog | None:
        """The sheet with its pens; beside it our pictures."""
        if not self._open:
            return None
        shown = {"draw": self._drawing, "pick": self._pictures}[self._way]()
        ways = options("make.cover way", WAYS)
        return Dialog(
            say("make.its cover"),
            Column(
                Choice("cover-way", ways, self._way, self._turn, say("make.draw or pick")),
                shown,
                Row(Space(), Button("cover-done", say("play.done"), self.close, kind="primary", icon="check")),
                gap=12,
            ),
            key="cover-dialog",
            escape=self.close,
            width=760,
        )

    def _drawing(self) -> Node:
        screen = self._screen
        sheet = self._sheet.node(
            "sheet",
            say("make.the sheet"),
            say("make.by keys"),
            size=SHEET,
            focused=lambda: screen.tools.focused() == "sheet",
        )
        lines = len(covers.strokes(self._cover))
        pens = Column(
            Row(*(self._ink(n) for n in range(len(INKS))), gap=6, wrap=True),
            Choice("pen-width", options("make.line", WIDTHS), WIDTHS[self._width], self._thick, say("make.how thick")),
            Button("undo-line", say("make.undo a line"), self._undo, icon="undo-2", enabled=lines > 0),
            Button("clear-cover", say("make.new sheet"), self._clear, icon="trash-2", enabled=lines > 0),
            gap=10,
            grow=1,
        )
        return Row(Column(sheet, Space(), gap=0), pens, gap=16)

    def _pictures(self) -> Node:
        return Chips(
            "cover",
            tuple((icon, picture_name(icon), icon) for icon, _ in AVATARS),
            frozenset({self._cover}),
            self._pick,
            columns=3 if self._screen.tools.theme().folds else 4,
            label=say("make.its cover"),
        )

    def _turn(self, way: str) -> None:
        self._sheet.lift()
        self._way = way
        self._screen.tools.changed()

    def _ink(self, n: int) -> Node:
        """A pen: a spot of its colour on the paper, in every theme the same."""
        return Card(
            Drawn(partial(_spot, RGB[n]), ("ink", n), (SPOT, SPOT)),
            selected=self._pen == n,
            pad=5,
            key=f"ink-{n}",
            label=say("make.chosen pen" if self._pen == n else "make.pen", pen=say(f"make.ink {INKS[n]}")),
            do=partial(self._choose, n),
        )

    # -- what is changed ----------------------------------------------------------------------------------------------
    def _choose(self, pen: int) -> None:
        self._pen = pen
        self._screen.tools.changed()

    def _thick(self, width: str) -> None:
        self._width = WIDTHS.index(width)
        self._screen.tools.changed()

    def _stroke(self, points: tuple[sketch.Point, ...]) -> None:
        if not covers.has_room(self._cover) and covers.strokes(self._cover):
            self._screen.tools.say(say("make.sheet is full"))
            return
        done = (*covers.strokes(self._cover), covers.Stroke(self._pen, self._width, points))
        self._set(covers.written(done), merge="drawing")

    def _undo(self) -> None:
        self._set(covers.written(covers.strokes(self._cover)[:-1]), merge="drawing")

    def _clear(self) -> None:
        self._set("")

    def _pick(self, icon: str) -> None:
        self._set("" if self._cover == icon else icon)

    def _set(self, cover: str, merge: str | None = None) -> None:
        song = whole.story(self._screen.song, cover=cover)
        self._screen.edit(label("cover"), song, merge=merge, silently=True)


def _spot(colour: Colour, surface: pygame.Surface, rect: pygame.Rect, theme: Theme, _state: State) -> None:
    """A sheet with a spot of the pen on it."""
    shape.box(surface, rect, theme.px(8), PAPER)
    shape.disc(surface, rect.center, round(min(rect.size) * 0.3), colour)
