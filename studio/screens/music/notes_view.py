"""How As notes looks: the one question on top, the three readings, the sheet, and the rest of what can be changed when asked for."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from studio.ui.nodes import Button, Canvas, Card, Choice, Column, Icon, Node, Progress, Row, Scroll, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from studio.papers.sheet import Sheet
    from studio.screens.music.notes import Notes

_BOX = re.compile(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"')
WIDE = 1180  # design pixels of the sheet
LEAST_TALL = 200
BEATS = ((2, 4), (3, 4), (4, 4), (6, 8))
GRIDS = ("beat", "eighth", "sixteenth", "triplet")
LEVELS = (0.5, 1.0, 2.0)
SIDE = 190  # what stands left of each line, so that what is pressed stands in a column


class NotesView:
    """Makes nodes of the screen's state; changes nothing."""

    def __init__(self, screen: Notes) -> None:
        self._screen = screen

    def build(self) -> Node:
        """What is asked above what is seen."""
        screen = self._screen
        if screen.nothing:
            return Column(
                Space(),
                Column(Icon("file-music", 56, "accent"), align="center"),
                Text(say("notes.nothing to write"), style="lead", tone="text2", align="center"),
                Space(),
            )
        if screen.taps is not None:
            return self._tapping(len(screen.taps))
        return Scroll(Column(self._asked(), self._more() if screen.more else None, self._sheet(), gap=12), key="notes")

    # -- what is asked ------------------------------------------------------------------------------------------------
    def _asked(self) -> Node:
        screen = self._screen
        found = say("notes.as it was played") if screen.clock else say("notes.find it")
        beats = Choice(
            "beats",
            ((None, found, None), *((metre, str(metre[0]), None) for metre in BEATS)),
            screen.reading.metre,
            screen.beats,
            label=say("notes.beats in a bar"),
        )
        question = say("notes.how many beats") if screen.asks_beats else say("notes.beats in a bar")
        return Card(
            Column(
                Row(
                    Text(question, style="lead", weight=600),
                    beats,
                    Button(
                        "tap-along",
                        say("notes.tap along"),
                        screen.tap_along,
                        icon="hand",
                        selected=bool(screen.reading.taps),
                    ),
                    gap=12,
                    wrap=True,
                    align="center",
                ),
                self._line(
                    say("notes.how long"),
                    Choice(
                        "level",
                        tuple((level, say(f"notes.level {level:g}"), None) for level in LEVELS),
                        screen.reading.level,
                        lambda level: screen.change(level=level),
                        label=say("notes.how long"),
                    ),
                    Button(
                        "more",
                        say("notes.less") if screen.more else say("notes.more"),
                        screen.show_more,
                        icon="chevron-up" if screen.more else "chevron-down",
                        kind="quiet",
                    ),
                    Button("save-notes", say("notes.save"), screen.save, icon="download", kind="quiet")
                    if screen.sheet is not None and not screen.drawing
                    else None,
                ),
                gap=8,
            ),
            pad=12,
        )

    def _more(self) -> Node:
        screen, reading = self._screen, self._screen.reading
        grid = Choice(
            "grid",
            ((None, say("notes.find it"), None), *((name, say(f"notes.grid {name}"), None) for name in GRIDS)),
            reading.grid,
            lambda name: screen.change(grid=name),
            label=say("notes.shortest"),
        )
        hands = Choice(
            "hands",
            (
                ("", say("notes.find it"), None),
                ("one", say("notes.one stave"), None),
                ("two", say("notes.two staves"), None),
            ),
            "two" if reading.hands.isdigit() else reading.hands,
            screen.hands,
            label=say("notes.staves"),
        )
        later = Button("later", say("notes.a beat later"), screen.later, icon="arrow-right")
        undo = Button("as-found", say("notes.as found"), screen.as_found, icon="undo-2", kind="quiet")
        return Card(
            Column(
                self._line(say("notes.shortest"), grid),
                self._line(say("notes.staves"), hands, self._split()),
                self._line(say("notes.key"), *self._key()),
                self._line(say("notes.bars begin"), later, undo if reading.to_plain() else None),
                gap=8,
            ),
            pad=12,
        )

    def _line(self, label: str, *nodes: Node | None) -> Node:
        """A line of what can be changed; at large text its name is as wide as it is."""
        folds = self._screen.tools.theme().folds
        side = Column(Text(label, style="label", tone="text2"), width=None if folds else SIDE)
        return Row(side, *nodes, gap=8, wrap=True, align="center")

    def _split(self) -> Node | None:
        """Where the right hand begins, while it is said."""
        screen, split = self._screen, self._screen.reading.hands
        if not split.isdigit():
            return None
        note = say("notes.octave note", letter=say(f"notes.pitch {int(split) % 12}"), octave=int(split) // 12 - 1)
        lower = Button(
            "split-down", "", partial(screen.move_split, -1), icon="chevron-left", name=say("notes.lower"), repeat=True
        )
        upper = Button(
            "split-up", "", partial(screen.move_split, 1), icon="chevron-right", name=say("notes.higher"), repeat=True
        )
        return Row(lower, Text(say("notes.right hand from", note=note)), upper, gap=8, align="center", music=True)

    def _key(self) -> tuple[Node, ...]:
        screen = self._screen
        said = screen.reading.key
        fifths, mode = said or (screen.sheet.key if screen.sheet else (0, "major"))
        name = say(f"notes.{mode}", note=say(f"notes.fifth {fifths if mode == 'major' else fifths + 3}"))
        shown = name if said else say("notes.perhaps", named=name)
        flats = Button("flats", "", partial(screen.key, -1), icon="chevron-left", name=say("notes.a flat more"))
        sharps = Button("sharps", "", partial(screen.key, 1), icon="chevron-right", name=say("notes.a sharp more"))
        other = say("notes.make it minor") if mode == "major" else say("notes.make it major")
        return (
            flats,
            Text(shown, weight=600),
            sharps,
            Button("mode", other, partial(screen.key, other_mode=True), kind="quiet"),
        )

    # -- the sheet ----------------------------------------------------------------------------------------------------
    def _sheet(self) -> Node:
        screen = self._screen
        if screen.failed:
            return Text(say("notes.could not"), tone="text2")
        sheet = screen.sheet
        if sheet is None:
            return Progress("drawing", say("notes.writing"), None)
        page = screen.page
        pages = len(sheet.pages)
        turn = Row(
            Button("page-before", "", lambda: screen.turn(-1), icon="chevron-left", name=say("notes.page before"), enabled=page > 0),
            Text(say("notes.page n", n=page + 1, pages=pages), style="label", tone="text2"),
            Button("page-after", "", lambda: screen.turn(1), icon="chevron-right", name=say("notes.page after"), enabled=page + 1 < pages),
            Space(),
            gap=8,
            align="center",
        )  # fmt: skip
        drawing = Text(say("notes.writing"), style="label", tone="text2") if screen.drawing else None
        return Column(drawing, self._page(sheet, page), turn if pages > 1 else None, gap=8)

    def _page(self, sheet: Sheet, page: int) -> Node:
        metre = say("notes.sheet of", beats=sheet.metre[0], unit=sheet.metre[1])
        return page_of("sheet", sheet.pages[page], say("notes.the sheet"), metre)

    def _tapping(self, count: int) -> Node:
        """While it sounds: nothing but the beat."""
        screen = self._screen
        return Column(
            Space(),
            Text(say("notes.tap with it"), style="h1", align="center"),
            Text(say("notes.tap with it how"), style="lead", tone="text2", align="center"),
            Row(Space(), Button("tap", say("notes.tap"), screen.tap, kind="big", icon="hand"), Space()),
            Text(say("notes.n taps", n=count), tone="text2", align="center"),
            Row(
                Space(), Button("tapped", say("notes.that is it"), screen.tapped, kind="primary", icon="check"), Space()
            ),
            Space(),
            gap=16,
        )


def page_of(key: str, svg: str, name: str, value: str = "", wide: int = WIDE) -> Canvas:
    """A page of notes as a node, `wide` design pixels."""
    size = size_of(svg)

    def draw(surface: Any, rect: Any, theme: Any) -> None:
        from studio.ui.stave import draw_page

        draw_page(surface, rect, theme, svg.replace("currentColor", "#000000"), size)

    height = max(LEAST_TALL, round(size[1] * wide / size[0]) + 24)
    return Canvas(key, draw, "image", name, value, min_size=(300, height))


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of a page, from its own words."""
    found = _BOX.search(svg)
    return (float(found[1]), float(found[2])) if found else (1.0, 1.0)
