"""The piano roll as one stop of the Tab key: what is in sight, what is chosen, where the cursor stands; notes are the owner's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import pygame

from studio.ui.keys import note_name
from studio.ui.nodes import Canvas, Node
from studio.ui.pianoroll import picture, view
from studio.ui.pianoroll.commands import Commands
from studio.ui.pianoroll.hand import Hand
from studio.words import beside, counted, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.ui.pianoroll.sheet import Drawable, Pen, Sheet
    from studio.ui.pianoroll.view import View
    from studio.ui.theme import Theme

Tool = Literal["draw", "choose"]
_FIRST_PITCH: Final = 60
_ROW: Final = 24  # how tall a row is at first, in design pixels at the usual text size


class PianoRoll:
    """A sheet of notes to work on by mouse, touch and keys alike.

    `sheet()` is what it shows, `pen` does what it asks for, `now()` is the tick that sounds or None, `snap()` the ticks of the
    grid (0: free), `tool()` what a press on nothing does. Nothing here changes a note.
    """

    def __init__(
        self,
        sheet: Callable[[], Sheet],
        pen: Pen,
        *,
        now: Callable[[], float | None] = lambda: None,
        snap: Callable[[], int],
        tool: Callable[[], Tool] = lambda: "draw",
    ) -> None:
        self.sheet, self.pen, self.now, self.snap, self.tool = sheet, pen, now, snap, tool
        self.chosen: frozenset[int] = frozenset()
        self.cursor: tuple[float, int] = (0.0, _FIRST_PITCH)
        self.usual = 0.0  # how long the next note is: as the one before it
        self.view: View | None = None
        self.theme: Theme | None = None
        self.commands, self._hand = Commands(self), Hand(self)
        self._picture = picture.Picture()
        self._at: tuple[int, dict[int, Drawable]] = (0, {})
        self._size = (0, 0)

    # -- for the owner -------------------------------------------------------------------------------------------
    def node(self, key: str, name: str, *, focused: Callable[[], bool]) -> Node:
        """The roll; what is under the cursor is its value, to be read aloud."""

        def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
            self._draw(surface, rect, theme, focused=focused())

        return Canvas(
            key,
            draw,
            "grid",
            name,
            value=self.value(),
            min_size=(420, 190),
            grow=1,
            live=True,
            handle=self.handle,
            focusable=True,
            version=lambda: self._version(focused=focused()),
        )

    def open(self) -> None:
        """Another sheet stands here: it is looked at from its beginning, and nothing of it is chosen."""
        self.view, self.chosen, self.usual = None, frozenset(), 0.0
        first = next(iter(self.sheet().notes), None)
        self.cursor = (first.start, first.pitch) if first is not None else (0.0, _FIRST_PITCH)

    def zoom(self, steps: float) -> None:
        """Zoom in time, out below 0."""
        if self.view is not None:
            self.view = view.zoomed(self.view, self.sheet(), steps)

    def taller(self, steps: int) -> None:
        """Zoom in pitch."""
        if self.view is not None:
            self.view = view.taller(self.view, self.sheet(), steps)

    def choose(self, ids: frozenset[int]) -> None:
        """Choose notes, and no other."""
        self.chosen = ids
        self.pen.picked()

    # -- what is where ---------------------------------------------------------------------------------------------
    @property
    def notes(self) -> dict[int, Drawable]:
        """The notes by id; of one that comes again, the first."""
        now = self.sheet().notes
        if self._at[0] != id(now):
            found: dict[int, Drawable] = {}
            for note in now:
                found.setdefault(note.id, note)
            self._at = (id(now), found)
        return self._at[1]

    def under(self, tick: float, pitch: int) -> Drawable | None:
        """The note that lies at a place: the latest that began there."""
        found = [n for n in self.sheet().notes if n.pitch == pitch and n.start <= tick < n.start + n.length]
        return found[-1] if found else None

    def chosen_now(self) -> list[Drawable]:
        """The chosen notes that are still there, in order."""
        at = self.notes
        return sorted((at[n] for n in self.chosen if n in at), key=lambda note: (note.start, note.pitch))

    @property
    def step(self) -> float:
        """Ticks of one step of the cursor."""
        return float(self.snap() or self.sheet().beat // 8)

    @property
    def length(self) -> float:
        """Ticks of the next note that is put in."""
        return self.usual or float(self.snap() or self.sheet().beat // 2)

    def show_cursor(self) -> None:
        """Scroll to the cursor where it is out of sight."""
        if self.view is not None:
            self.view = view.showing(self.view, self.sheet(), *self.cursor)

    # -- events ------------------------------------------------------------------------------------------------------
    def handle(self, event: Any, rect: pygame.Rect) -> bool:
        """True if the event was for the roll."""
        if self.theme is None or self.view is None:
            return False
        if event.type == pygame.KEYDOWN:
            if event.key == pygame.K_ESCAPE and self._hand.busy:
                self._hand.let_go()
                return True
            return self.commands.key(event)
        return self._hand.event(event, picture.well(rect, self.theme))

    # -- drawing -------------------------------------------------------------------------------------------------------
    def _look(self) -> View | None:
        """What is in sight now: the page turns with the music while nothing is held."""
        now = self.now()
        if self.view is not None and now is not None and not self._hand.busy:
            self.view = view.turned(self.view, self.sheet(), now)
        return self.view

    def _version(self, *, focused: bool) -> object:
        sheet, seen, now = self.sheet(), self._look(), self.now()
        x = seen.x(now) if seen is not None and now is not None else None
        return (
            id(sheet.notes),
            id(sheet.behind),
            sheet.bars,
            sheet.scale,
            sheet.chords,
            sheet.layer,
            seen,
            self.chosen,
            self.cursor if focused else None,
            self._hand.ghosts,
            self._hand.box,
            x,
        )

    def _draw(self, surface: pygame.Surface, rect: pygame.Rect, theme: Theme, *, focused: bool) -> None:
        sheet, inside = self.sheet(), picture.well(rect, theme)
        if self.view is None or theme != self.theme:
            self.view = view.opened(sheet, inside.size, theme.icon_px(_ROW))
        elif inside.size != self._size:
            self.view = view.resized(self.view, sheet, inside.size)
        self.theme, self._size = theme, inside.size
        shown = self._look()
        assert shown is not None
        over = picture.Over(self._hand.ghosts, self._hand.box, self._cursor_box(sheet) if focused else None, self.now())
        lifted = self.chosen if self._hand.lifts else frozenset()
        self._picture.draw(surface, rect, theme, sheet, shown, self.chosen, lifted, over)

    def _cursor_box(self, sheet: Sheet) -> tuple[float, float, int]:
        """Around the note at the cursor, or where the next one would be."""
        tick, pitch = self.cursor
        note = self.under(tick, pitch)
        if note is not None:
            return note.start, note.length, pitch
        return tick, min(self.length, sheet.end - tick), pitch

    # -- aloud ---------------------------------------------------------------------------------------------------------
    def value(self) -> str:
        """The place of the cursor in words, the note there and its length, and how many are chosen."""
        tick, pitch = self.cursor
        sheet = self.sheet()
        bar, beat = int(tick // sheet.bar) + 1, tick % sheet.bar / sheet.beat + 1
        name = note_name(pitch, octave=True, flats=sheet.flats)
        place = say("make.roll place", note=name, bar=bar, beat=_number(beat))
        note = self.under(tick, pitch)
        length = _long(note.length / sheet.beat) if note else say("make.roll empty")
        chosen = counted("make.roll chosen", len(self.chosen)) if self.chosen else ""
        return beside(place, length, chosen)


def _long(beats: float) -> str:
    """How long a note is, in words."""
    shown = _number(beats)
    return say("make.roll beat long") if shown == "1" else say("make.roll beats long", beats=shown)


def _number(of: float) -> str:
    """A number of beats as people say it: at most two places, none where it is whole."""
    return f"{of:.2f}".rstrip("0").rstrip(".")
