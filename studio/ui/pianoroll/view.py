"""Which ticks and pitches of a piano roll are in sight, and where they lie in its rectangle; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from studio.ui.pianoroll.sheet import Drawable, Sheet

LOWEST, HIGHEST = 0, 127
_LEAST_BAR, _MOST_BEAT = 40.0, 640.0  # pixels of a bar when zoomed out, of a beat when zoomed in
_LEAST_ROW, _MOST_ROW = 10, 64
_BAR = 12.5  # of a roll that was just opened, in heights of a row
_MARGIN = 3  # rows above the highest note
_EMPTY_MIDDLE = 64
_TURN_AT, _TURN_TO = 0.92, 0.06  # shares of the width: where the playhead turns the page, and where it is then
_ZOOM: Final = 1.25


@dataclass(frozen=True, slots=True)
class View:
    """What is in sight of a well of `wide` x `tall` pixels: from tick `left` and the row of pitch `top` on."""

    wide: int
    tall: int
    left: float
    top: int
    tick_px: float
    row_px: int

    def x(self, tick: float) -> int:
        """Pixels from the well's left edge."""
        return round((tick - self.left) * self.tick_px)

    def y(self, pitch: int) -> int:
        """Pixels from the well's upper edge to the upper edge of a row."""
        return (self.top - pitch) * self.row_px

    def tick(self, x: float) -> float:
        """The tick at so many pixels."""
        return self.left + x / self.tick_px

    def pitch(self, y: float) -> int:
        """The row at so many pixels."""
        return min(HIGHEST, max(LOWEST, self.top - int(y // self.row_px)))

    @property
    def right(self) -> float:
        """The tick at the right edge."""
        return self.tick(self.wide)

    @property
    def rows(self) -> int:
        """How many whole rows are in sight."""
        return max(1, self.tall // self.row_px)

    @property
    def bottom(self) -> int:
        """The lowest pitch of which something is in sight."""
        return max(LOWEST, self.top - -(-self.tall // self.row_px) + 1)


def opened(sheet: Sheet, size: tuple[int, int], row: int) -> View:
    """Show the first bars, as many as can be read well (all of a short loop), and the rows with most of the notes, `row` px each."""
    wide, tall = max(size[0], 1), max(size[1], 1)
    ticks = sheet.end - sheet.begin
    bar_px = max(wide / max(ticks / sheet.bar, 1), _BAR * row)
    view = View(wide, tall, float(sheet.begin), HIGHEST, bar_px / sheet.bar, row)
    return kept(replace(view, top=_middle(sheet.notes) + view.rows // 2), sheet)


def _middle(notes: tuple[Drawable, ...]) -> int:
    pitches = sorted(note.pitch for note in notes)
    if not pitches:
        return _EMPTY_MIDDLE
    return (pitches[0] + pitches[-1]) // 2 if pitches[-1] - pitches[0] < 2 * 12 else pitches[len(pitches) // 2]


def resized(view: View, sheet: Sheet, size: tuple[int, int]) -> View:
    """The same place in a well of another size."""
    return kept(replace(view, wide=max(size[0], 1), tall=max(size[1], 1)), sheet)


def kept(view: View, sheet: Sheet) -> View:
    """Bring what is in sight back between the ends of the sheet and of the keyboard."""
    least = min(_LEAST_BAR / sheet.bar, view.wide / max(sheet.end - sheet.begin, 1))
    tick_px = min(max(view.tick_px, least), _MOST_BEAT / sheet.beat)
    row = min(max(view.row_px, _LEAST_ROW), _MOST_ROW)
    rows = max(1, view.tall // row)
    last = max(float(sheet.begin), sheet.end - view.wide / tick_px)
    top = min(HIGHEST, max(view.top, min(HIGHEST, LOWEST + rows - 1)))
    return replace(view, tick_px=tick_px, row_px=row, top=top, left=min(max(view.left, sheet.begin), last))


def zoomed(view: View, sheet: Sheet, steps: float, at: float | None = None) -> View:
    """Zoom in time by steps (below 0: out) around so many pixels; the middle where nothing is said."""
    x = view.wide / 2 if at is None else at
    tick = view.tick(x)
    wider = kept(replace(view, tick_px=view.tick_px * _ZOOM**steps), sheet)
    return kept(replace(wider, left=tick - x / wider.tick_px), sheet)


def taller(view: View, sheet: Sheet, steps: int, at: float | None = None) -> View:
    """Zoom in pitch by steps around so many pixels."""
    y = view.tall / 2 if at is None else at
    pitch = view.pitch(y)
    row = min(max(round(view.row_px * _ZOOM**steps), _LEAST_ROW), _MOST_ROW)
    return kept(replace(view, row_px=row, top=pitch + int(y // row)), sheet)


def moved(view: View, sheet: Sheet, *, x: float = 0.0, rows: int = 0) -> View:
    """Scroll by pixels in time, by rows in pitch (up is above 0)."""
    return kept(replace(view, left=view.left + x / view.tick_px, top=view.top + rows), sheet)


def turned(view: View, sheet: Sheet, now: float) -> View:
    """Turn the page when the playhead comes to its edge; one that is not in sight turns nothing, somebody looks elsewhere."""
    share = view.x(now) / view.wide
    if _TURN_AT <= share <= 1.0 + _TURN_TO:
        return kept(replace(view, left=now - _TURN_TO * view.wide / view.tick_px), sheet)
    return view


def showing(view: View, sheet: Sheet, tick: float, pitch: int) -> View:
    """Scroll just so far that a place is in sight."""
    top = min(view.top, pitch + view.rows - 1) if pitch > view.top - view.rows else pitch + view.rows - 1
    left = view.left
    beat = sheet.beat
    if tick < left:
        left = tick - beat
    elif tick + beat > view.right:
        left = tick + 2 * beat - view.wide / view.tick_px
    return kept(replace(view, left=left, top=max(top, pitch)), sheet)


def snapped(tick: float, snap: int) -> float:
    """The line of the grid nearest to a tick; a `snap` of 0 is free."""
    return (
        float(int(tick / snap + 0.5) * snap) if snap and tick >= 0 else float(-snapped(-tick, snap) if snap else tick)
    )


def before(tick: float, snap: int) -> float:
    """The line of the grid at or before a tick."""
    return float(tick // snap * snap) if snap else tick
