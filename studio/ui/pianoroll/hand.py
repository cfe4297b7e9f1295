"""What a mouse or fingers do on a piano roll: a drag shows where notes would be, and asks for it once it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import pygame

from studio.ui.pianoroll import view

if TYPE_CHECKING:
    from studio.ui.pianoroll.roll import PianoRoll
    from studio.ui.pianoroll.sheet import Drawable

_EDGE = 10  # of a note's end that stretches it, in design pixels; a third of a short note
_SLOP = 4  # a press that moves less is no drag
_LOUDER = 2  # pixels of a step of velocity
_MORE: Final = pygame.KMOD_SHIFT | pygame.KMOD_CTRL | pygame.KMOD_META
_PINCH = 40  # pixels between fingers that zoom one step
_LEAST: Final = 30.0  # ticks of the shortest note

Doing = Literal["move", "end", "start", "louder", "draw", "box"]


@dataclass(slots=True)
class Drag:
    """What is being done since a press: where it began, and how far it has come."""

    doing: Doing
    at: tuple[int, int]
    tick: float
    pitch: int
    note: Drawable | None = None
    moved: bool = False
    ticks: float = 0.0
    semitones: int = 0
    by: int = 0


class Hand:
    """The press that is going on, if any."""

    def __init__(self, roll: PianoRoll) -> None:
        self._roll = roll
        self._drag: Drag | None = None
        self._fingers: dict[int, tuple[int, int]] = {}
        self.ghosts: tuple[tuple[float, float, int, int], ...] = ()
        self.box: tuple[int, int, int, int] | None = None

    @property
    def busy(self) -> bool:
        """Whether something is held."""
        return self._drag is not None

    @property
    def lifts(self) -> bool:
        """Whether the chosen notes are on their way: they are drawn where they would be."""
        return bool(self.ghosts) and self._drag is not None and self._drag.doing != "draw"

    def let_go(self) -> None:
        """Do nothing of it."""
        self._drag, self.ghosts, self.box = None, (), None

    def event(self, event: Any, inside: pygame.Rect) -> bool:
        """Take an event; fingers are heard as such, and not again as the mouse that SDL makes of them."""
        match event.type:
            case pygame.MOUSEBUTTONDOWN if event.button == 1 and not getattr(event, "touch", False):
                return self._press(event.pos, inside, pygame.key.get_mods())
            case pygame.MOUSEMOTION if not getattr(event, "touch", False):
                return self._move(event.pos, inside)
            case pygame.MOUSEBUTTONUP if event.button == 1 and not getattr(event, "touch", False):
                return self._release(inside)
            case pygame.MOUSEWHEEL:
                return self._wheel(event, inside, pygame.key.get_mods())
            case pygame.FINGERDOWN | pygame.FINGERMOTION | pygame.FINGERUP:
                return self._finger(event, inside)
            case _:
                return False

    # -- a press ---------------------------------------------------------------------------------------------------
    def _press(self, at: tuple[int, int], inside: pygame.Rect, mods: int) -> bool:
        roll, shown = self._roll, self._roll.view
        assert shown is not None
        tick, pitch = shown.tick(at[0] - inside.left), shown.pitch(at[1] - inside.top)
        sheet = roll.sheet()
        if at[1] < inside.top:
            roll.pen.seek(max(0.0, min(view.before(tick, sheet.beat), sheet.end)))
            return True
        if at[0] < inside.left:
            roll.pen.hear(pitch, 80)
            return True
        if not 0 <= tick < sheet.end:
            return True
        note = roll.under(tick, pitch)
        if note is None:
            self._press_on_nothing(at, tick, pitch, mods)
        else:
            self._press_on(note, at, tick, pitch, mods)
        return True

    def _press_on_nothing(self, at: tuple[int, int], tick: float, pitch: int, mods: int) -> None:
        roll = self._roll
        if roll.tool() == "choose" or mods & _MORE:
            self._drag = Drag("box", at, tick, pitch)
            if not mods & _MORE:
                roll.choose(frozenset())
            return
        start = view.before(tick, roll.snap())
        roll.cursor = (start, pitch)
        roll.choose(frozenset())
        self._drag = Drag("draw", at, start, pitch)
        self.ghosts = ((start, roll.length, pitch, 80),)
        roll.pen.hear(pitch, 80)

    def _press_on(self, note: Drawable, at: tuple[int, int], tick: float, pitch: int, mods: int) -> None:
        roll = self._roll
        roll.cursor = (note.start, pitch)
        if mods & _MORE:
            roll.choose(roll.chosen ^ {note.id})
            return
        roll.choose(roll.chosen if note.id in roll.chosen else frozenset({note.id}))
        self._drag = Drag(self._meant(note, tick, mods), at, tick, pitch, note)
        roll.pen.hear(note.pitch, note.velocity)

    def _meant(self, note: Drawable, tick: float, mods: int) -> Doing:
        """Near an end of a note that end is meant, with Alt its loudness, else the note."""
        roll = self._roll
        assert roll.view is not None
        assert roll.theme is not None
        if mods & pygame.KMOD_ALT:
            return "louder"
        edge = min(roll.theme.px(_EDGE), note.length * roll.view.tick_px / 3)
        if (note.start + note.length - tick) * roll.view.tick_px <= edge:
            return "end"
        return "start" if (tick - note.start) * roll.view.tick_px <= edge else "move"

    # -- on the way ------------------------------------------------------------------------------------------------
    def _move(self, at: tuple[int, int], inside: pygame.Rect) -> bool:
        drag, roll, shown = self._drag, self._roll, self._roll.view
        if drag is None or shown is None:
            return False
        drag.moved = drag.moved or max(abs(at[0] - drag.at[0]), abs(at[1] - drag.at[1])) > _SLOP
        if not drag.moved:
            return True
        tick, pitch = shown.tick(at[0] - inside.left), shown.pitch(at[1] - inside.top)
        match drag.doing:
            case "box":
                across, down = sorted((drag.at[0], at[0])), sorted((drag.at[1], at[1]))
                self.box = (across[0], down[0], across[1] - across[0], down[1] - down[0])
            case "draw":
                end = max(view.snapped(tick, roll.snap()), drag.tick + (roll.snap() or _LEAST))
                self.ghosts = ((drag.tick, min(end, roll.sheet().end) - drag.tick, drag.pitch, 80),)
            case "louder":
                drag.by = (drag.at[1] - at[1]) // _LOUDER
                self._lift(lambda n: (n.start, n.length, n.pitch, min(127, max(1, n.velocity + drag.by))))
            case "move":
                self._carry(drag, tick, pitch)
            case _:
                self._pull(drag, tick)
        return True

    def _carry(self, drag: Drag, tick: float, pitch: int) -> None:
        """Carry the chosen notes along: the one that is held comes to the grid, the others keep their distance from it."""
        assert drag.note is not None
        roll, before = self._roll, drag.semitones
        start = drag.note.start + tick - drag.tick
        drag.ticks = view.snapped(start, roll.snap()) if abs(tick - drag.tick) * self._px > _SLOP else drag.note.start
        drag.ticks -= drag.note.start
        drag.semitones = pitch - drag.pitch
        chosen = roll.chosen_now()
        if chosen:
            first, last = chosen[0].start, max(n.start for n in chosen)
            drag.ticks = min(max(drag.ticks, -first), roll.sheet().end - 1 - last)
        if drag.semitones != before:
            roll.pen.hear(drag.note.pitch + drag.semitones, drag.note.velocity)
        self._lift(lambda n: (n.start + drag.ticks, n.length, n.pitch + drag.semitones, n.velocity))

    @property
    def _px(self) -> float:
        assert self._roll.view is not None
        return self._roll.view.tick_px

    def _pull(self, drag: Drag, tick: float) -> None:
        """Pull at an end of the chosen notes, each by as much as the one that is held."""
        assert drag.note is not None
        note, snap, at_end = drag.note, self._roll.snap(), drag.doing == "end"
        end = note.start + note.length
        if at_end:
            drag.ticks = max(view.snapped(tick, snap), note.start + (snap or _LEAST)) - end
            self._lift(lambda n: (n.start, max(_LEAST, n.length + drag.ticks), n.pitch, n.velocity))
        else:
            drag.ticks = note.start - min(view.snapped(tick, snap), end - (snap or _LEAST))
            self._lift(lambda n: (n.start - drag.ticks, max(_LEAST, n.length + drag.ticks), n.pitch, n.velocity))

    def _lift(self, where: Any) -> None:
        self.ghosts = tuple(where(note) for note in self._roll.chosen_now())

    # -- its end -----------------------------------------------------------------------------------------------------
    def _release(self, inside: pygame.Rect) -> bool:
        drag, roll = self._drag, self._roll
        ghosts, box = self.ghosts, self.box
        self.let_go()
        if drag is None:
            return False
        match drag.doing:
            case "draw":
                start, length, pitch, _ = ghosts[0]
                roll.usual = length if drag.moved else roll.usual
                made = roll.pen.add(start, length, pitch)
                roll.choose(frozenset() if made is None else frozenset({made}))
            case "box" if box is not None:
                roll.choose(roll.chosen | self._boxed(pygame.Rect(box), inside))
            case "move" if drag.ticks or drag.semitones:
                roll.pen.move(roll.chosen, drag.ticks, drag.semitones)
                assert drag.note is not None
                roll.cursor = (drag.note.start + drag.ticks, drag.note.pitch + drag.semitones)
            case "louder" if drag.by:
                roll.pen.louder(roll.chosen, drag.by)
            case "end" | "start" if drag.ticks:
                roll.pen.stretch(roll.chosen, drag.ticks, from_start=drag.doing == "start")
                assert drag.note is not None
                roll.usual = max(_LEAST, drag.note.length + drag.ticks)
            case _:
                pass
        roll.pen.picked()
        return True

    def _boxed(self, box: pygame.Rect, inside: pygame.Rect) -> frozenset[int]:
        shown = self._roll.view
        assert shown is not None
        first, last = shown.tick(box.left - inside.left), shown.tick(box.right - inside.left)
        high, low = shown.pitch(box.top - inside.top), shown.pitch(box.bottom - inside.top)
        return frozenset(
            note.id
            for note in self._roll.sheet().notes
            if low <= note.pitch <= high and note.start < last and note.start + note.length > first
        )

    # -- wheel and fingers ---------------------------------------------------------------------------------------------
    def _wheel(self, event: Any, inside: pygame.Rect, mods: int) -> bool:
        """Turn to go up and down; with Shift along, with Ctrl to zoom in time, with both in pitch."""
        roll, shown = self._roll, self._roll.view
        assert shown is not None
        at = getattr(event, "pos", inside.center)
        by, sheet = getattr(event, "precise_y", float(event.y)), roll.sheet()
        if mods & (pygame.KMOD_CTRL | pygame.KMOD_META) and mods & pygame.KMOD_SHIFT:
            roll.view = view.taller(shown, sheet, 1 if by > 0 else -1, at[1] - inside.top)
        elif mods & (pygame.KMOD_CTRL | pygame.KMOD_META):
            roll.view = view.zoomed(shown, sheet, by, at[0] - inside.left)
        elif mods & pygame.KMOD_SHIFT or event.x:
            roll.view = view.moved(shown, sheet, x=(event.x or -by) * shown.wide / 8)
        else:
            roll.view = view.moved(shown, sheet, rows=round(by) or (1 if by > 0 else -1))
        return True

    def _finger(self, event: Any, inside: pygame.Rect) -> bool:
        before = dict(self._fingers)
        if event.type == pygame.FINGERUP:
            self._fingers.pop(event.finger_id, None)
            return self._release(inside) if len(before) == 1 else True
        self._fingers[event.finger_id] = event.pos
        if len(self._fingers) == 1:
            if event.type == pygame.FINGERDOWN:
                return self._press(event.pos, inside, 0)
            return self._move(event.pos, inside)
        self.let_go()  # two fingers look about, they move no note
        if event.type == pygame.FINGERMOTION and len(self._fingers) == 2 and event.finger_id in before:  # noqa: PLR2004 - a pinch
            self._pinch(before, inside)
        return True

    def _pinch(self, before: dict[int, tuple[int, int]], inside: pygame.Rect) -> None:
        roll, shown = self._roll, self._roll.view
        assert shown is not None
        (a, b), (c, d) = tuple(before.values()), tuple(self._fingers.values())
        apart = abs(c[0] - d[0]) - abs(a[0] - b[0])
        middle = ((c[0] + d[0]) / 2, (c[1] + d[1]) / 2)
        along = (a[0] + b[0]) / 2 - middle[0]
        zoomed = view.zoomed(shown, roll.sheet(), apart / _PINCH, middle[0] - inside.left)
        roll.view = view.moved(zoomed, roll.sheet(), x=along)
