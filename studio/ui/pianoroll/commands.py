"""What keys of the computer do on a piano roll: everything that a drag does, and going about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pygame

from studio.ui.pianoroll import view

if TYPE_CHECKING:
    from studio.ui.pianoroll.roll import PianoRoll
    from studio.ui.pianoroll.sheet import Drawable

_ARROWS: Final = {pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0), pygame.K_UP: (0, 1), pygame.K_DOWN: (0, -1)}
_OCTAVE: Final = 12
_FINE: Final = 8  # nudges that make one step
_LOUDER: Final = 8
_CHORD: Final = pygame.KMOD_CTRL | pygame.KMOD_META
_SOFTER_KEYS: Final = frozenset({pygame.K_MINUS, pygame.K_KP_MINUS})
_LOUDER_KEYS: Final = frozenset({pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS})
_ACT: Final = frozenset({pygame.K_RETURN, pygame.K_KP_ENTER})
_GONE: Final = frozenset({pygame.K_DELETE, pygame.K_BACKSPACE})


class Commands:
    """With notes chosen, arrows move them, with Shift their ends, with Alt their starts, with Ctrl by a hair; else arrows go about.

    Enter chooses the note at the cursor or puts one in; Delete takes out; + and - are louder and softer; comma and full stop go
    from note to note, with Shift they choose it as well. Ctrl with C, X, V, A, D, K, J: copy, cut, paste, all, double, cut in two,
    join. What changes the chosen notes can be asked for by buttons too.
    """

    def __init__(self, roll: PianoRoll) -> None:
        self._roll = roll

    def key(self, event: Any) -> bool:
        """True if the key was for the roll."""
        key, mod = event.key, event.mod
        if key in _ARROWS:
            self._arrow(*_ARROWS[key], mod)
        elif mod & _CHORD:
            return self._chord(key)
        elif key in {pygame.K_PAGEUP, pygame.K_PAGEDOWN}:
            self._by(0.0, _OCTAVE if key == pygame.K_PAGEUP else -_OCTAVE)
        elif key in {pygame.K_HOME, pygame.K_END}:
            sheet = self._roll.sheet()
            self._go(0.0 if key == pygame.K_HOME else sheet.end - self._roll.step, self._roll.cursor[1])
        elif key in _ACT:
            self._act()
        elif key in _GONE:
            self.delete()
        elif key in _LOUDER_KEYS | _SOFTER_KEYS and self._roll.chosen:
            self.louder(1 if key in _LOUDER_KEYS else -1)
        elif key in {pygame.K_COMMA, pygame.K_PERIOD} and self._roll.sheet().notes:
            self._next(1 if key == pygame.K_PERIOD else -1, more=bool(mod & pygame.KMOD_SHIFT))
        elif key == pygame.K_ESCAPE and self._roll.chosen:
            self._roll.choose(frozenset())
        else:
            return False
        return True

    # -- arrows ------------------------------------------------------------------------------------------------------
    def _arrow(self, across: int, up: int, mod: int) -> None:
        roll = self._roll
        if mod & pygame.KMOD_SHIFT:
            self._grow(across) if across else self._by(0.0, up * _OCTAVE)
        elif mod & pygame.KMOD_ALT and across and roll.chosen:
            roll.pen.stretch(roll.chosen, -across * roll.step, from_start=True)
        elif mod & _CHORD and across:
            self._by(across * roll.step / _FINE, 0)
        else:
            self._by(across * roll.step, up)

    def _by(self, ticks: float, semitones: int) -> None:
        """Move what is chosen, and the cursor with it; with nothing chosen the cursor alone."""
        roll = self._roll
        tick, pitch = roll.cursor
        chosen = roll.chosen_now()
        if not chosen:
            self._go(tick + ticks, pitch + semitones)
            return
        end, first, last = roll.sheet().end, chosen[0].start, max(n.start for n in chosen)
        ticks = min(max(ticks, -first), end - 1 - last)
        semitones = min(max(semitones, -min(n.pitch for n in chosen)), 127 - max(n.pitch for n in chosen))
        if ticks or semitones:
            roll.pen.move(roll.chosen, ticks, semitones)
            if semitones:
                roll.pen.hear(pitch + semitones, chosen[0].velocity)
            self._go(tick + ticks, pitch + semitones, exactly=True)

    def _go(self, tick: float, pitch: int, *, exactly: bool = False) -> None:
        roll = self._roll
        snap = 0 if exactly else int(roll.step)
        tick = min(max(0.0, tick), roll.sheet().end - (1.0 if exactly else roll.step))
        roll.cursor = (view.snapped(tick, snap), min(max(pitch, view.LOWEST), view.HIGHEST))
        roll.show_cursor()
        roll.pen.picked()

    def _grow(self, across: int) -> None:
        roll = self._roll
        if roll.chosen:
            roll.pen.stretch(roll.chosen, across * roll.step, from_start=False)
            first = next(iter(roll.chosen_now()), None)
            roll.usual = first.length if first is not None else roll.usual
        else:
            roll.usual = max(roll.step, roll.length + across * roll.step)
            roll.pen.picked()

    # -- one key -----------------------------------------------------------------------------------------------------
    def _act(self) -> None:
        roll = self._roll
        note = roll.under(*roll.cursor)
        if note is not None:
            roll.choose(roll.chosen ^ {note.id})
            roll.pen.hear(note.pitch, note.velocity)
            return
        tick, pitch = roll.cursor
        made = roll.pen.add(tick, min(roll.length, roll.sheet().end - tick), pitch)
        roll.pen.hear(pitch, 80)
        if made is not None:
            roll.choose(frozenset())
            self._go(tick + roll.length, pitch)

    # -- what buttons ask for as well -------------------------------------------------------------------------------
    def delete(self) -> None:
        """Take out what is chosen, else the note at the cursor."""
        ids = self._meant()
        if ids:
            self._roll.pen.delete(ids)
            self._roll.choose(frozenset())

    def louder(self, by: int) -> None:
        """Strike what is chosen harder, or softer below 0."""
        self._roll.pen.louder(self._roll.chosen, by * _LOUDER)

    def copy(self) -> None:
        """Take a copy of what is chosen, to be put in behind it: the cursor goes there."""
        roll = self._roll
        end = max(note.start + note.length for note in roll.chosen_now())
        roll.pen.copy(roll.chosen)
        roll.cursor = (min(view.snapped(end, roll.snap()), roll.sheet().end - roll.step), roll.cursor[1])
        roll.pen.picked()

    def paste(self) -> None:
        """Put in what was copied from the cursor on, and choose it."""
        self._roll.choose(frozenset(self._roll.pen.paste(self._roll.cursor[0])))

    def join(self) -> None:
        """Make one note of those of a pitch."""
        self._roll.pen.join(self._roll.chosen)

    def split(self) -> None:
        """Cut what is chosen in two at the cursor; in the middle of the first note where the cursor cuts none."""
        roll, ids = self._roll, self._meant()
        found = [note for note in roll.notes.values() if note.id in ids]
        if not found:
            return
        tick = roll.cursor[0]
        if not any(note.start < tick < note.start + note.length for note in found):
            first = min(found, key=_place)
            middle = first.start + first.length / 2
            snapped = view.snapped(middle, roll.snap())
            tick = snapped if first.start < snapped < first.start + first.length else middle
        roll.pen.split(ids, tick)

    def _meant(self) -> frozenset[int]:
        note = self._roll.under(*self._roll.cursor)
        return self._roll.chosen or (frozenset({note.id}) if note is not None else frozenset())

    def _next(self, by: int, *, more: bool) -> None:
        """Go to the note after (or before) the cursor and choose it, beside those that are chosen or alone."""
        roll = self._roll
        order = sorted(roll.notes.values(), key=_place)
        after = (
            [n for n in order if _place(n) > roll.cursor] if by > 0 else [n for n in order if _place(n) < roll.cursor]
        )
        note = (after[0] if by > 0 else after[-1]) if after else order[0 if by > 0 else -1]
        roll.cursor = _place(note)
        roll.show_cursor()
        roll.choose((roll.chosen if more else frozenset()) | {note.id})
        roll.pen.hear(note.pitch, note.velocity)

    # -- with Ctrl -----------------------------------------------------------------------------------------------------
    def _chord(self, key: int) -> bool:
        roll, pen, chosen = self._roll, self._roll.pen, self._roll.chosen
        match key:
            case pygame.K_a:
                roll.choose(frozenset(roll.notes))
            case pygame.K_c if chosen:
                self.copy()
            case pygame.K_x if chosen:
                pen.copy(chosen)
                self.delete()
            case pygame.K_v:
                self.paste()
            case pygame.K_d if chosen:
                self.copy()
                self.paste()
            case pygame.K_k:
                self.split()
            case pygame.K_j if chosen:
                self.join()
            case _ if key in _LOUDER_KEYS:
                roll.zoom(1)
            case _ if key in _SOFTER_KEYS:
                roll.zoom(-1)
            case _:
                return False
        return True


def _place(note: Drawable) -> tuple[float, int]:
    return note.start, note.pitch
