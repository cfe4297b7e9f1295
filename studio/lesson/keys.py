"""Whose keyboard is which: the first one played after a pupil came is theirs, its pads with it, until they go; one may be shared."""

from __future__ import annotations

from instruments.events import SOFTWARE, Back, Gone, Keyboard, Keyboards, NoteOn
from instruments.zones import OTHER_SIDE, Border


class Keys:
    """`keyboard in keys` says whether what that keyboard plays is the pupil's. As long as none is claimed, all of it is.

    The computer's keys are the pupil's until a MIDI keyboard is claimed, and again while that one is unplugged. Changed on
    the main loop only; `mine_since` may be asked on any thread.
    """

    def __init__(self) -> None:
        self.known: tuple[Keyboard, ...] = ()
        self.last = SOFTWARE  # the keyboard that played last, its pads counted as the keyboard
        self._waiting = False  # somebody is here, and the first key claims
        self._mine: frozenset[int] = frozenset()
        self._others: frozenset[int] = frozenset()  # played while another was the pupil's: never claimed by themselves
        self._out: frozenset[int] = frozenset()
        self._screen_until: int | None = None  # the frame up to which the computer's keys were the pupil's
        self.border: Border | None = None  # of the keyboard that pupil and tutor share: its other side is the tutor's
        self._shared = False  # it was, at some time since the pupil came

    def __contains__(self, keyboard: object) -> bool:
        """Whether it is the pupil's."""
        if is_other_side(keyboard):
            return False
        if not self._mine:
            return True
        if keyboard == SOFTWARE and self._screen_until is None:
            return True
        return self.owner(keyboard) in self._mine

    @property
    def claimed(self) -> bool:
        """Whether a keyboard was claimed: from then on the others are not the pupil's."""
        return bool(self._mine)

    @property
    def two(self) -> bool:
        """Whether two play now: on two sides of one keyboard, or on two keyboards."""
        there = {one.id for one in self.present}
        return self.border is not None or bool(self._mine and self._others & there)

    @property
    def present(self) -> tuple[Keyboard, ...]:
        """The keyboards that are plugged in; pads belong to theirs."""
        return tuple(one for one in self.known if one.present and not one.pads)

    def begin(self) -> None:
        """A pupil is here: the next MIDI keyboard on which a key goes down is theirs."""
        self._waiting = True

    def afresh(self) -> Keys:
        """The same keyboards, nobody's yet. These stay as they are, for what is still to be written of them."""
        new = Keys()
        new.known, new.last, new._out = self.known, self.last, self._out
        return new

    def give(self, keyboard: int) -> None:
        """Somebody says so: this one is the pupil's and no other, also in what is still being recorded."""
        if keyboard != SOFTWARE and self._screen_until is None:
            self._screen_until = 0
        self._mine, self._waiting = frozenset({keyboard}), True
        self._others -= self._mine

    def share(self, border: Border | None) -> None:
        """From now on the other side of a keyboard is the tutor's, and the rest of it the pupil's; None: all of it is again."""
        self.border = border
        if border is not None:
            self._shared = True
            if border.keyboard != SOFTWARE and border.keyboard not in self._mine:
                self.give(border.keyboard)

    def told(self, event: object) -> None:
        """A key went down, a keyboard came or went."""
        match event:
            case Keyboards(known=known):
                self.known = known
                self._out -= {one.id for one in known if one.present}
            case NoteOn():
                self.last = self.owner(event.keyboard)
                if self._waiting and self.last != SOFTWARE and not is_other_side(self.last):
                    self._played(self.last, event.frame)
            case Gone():
                self._out |= {event.keyboard}
                if self._away:
                    self._screen_until = None
            case Back():
                self._out -= {event.keyboard}
                if event.keyboard in self._mine:
                    self._screen_until = event.frame
            case _:
                pass

    def mine_since(self, frame: int) -> tuple[int, ...] | None:
        """The ids of what was the pupil's at any time since `frame`; None where it was all theirs."""
        mine, until = self._mine, self._screen_until
        if not mine:
            return tuple(sorted({SOFTWARE, *(one.id for one in self.known)})) if self._shared else None
        pads = {one.id for one in self.known if one.pads and self.owner(one.id) in mine}
        screen = {SOFTWARE} if until is None or until > frame else set()
        return tuple(sorted(mine | pads | screen))

    def owner(self, keyboard: object) -> int:
        """The keyboard that pads belong to; any other is its own. Twins' pads are the pupil's if one of the twins is."""
        pads = next((one for one in self.known if one.id == keyboard and one.pads), None)
        if pads is None:
            return keyboard if isinstance(keyboard, int) else SOFTWARE
        # the engine calls them by the keyboard's own name and more
        owners = [one for one in self.known if not one.pads and one.api == pads.api and pads.name.startswith(one.name)]
        owners.sort(key=lambda one: (-len(one.name), one.id not in self._mine, one.id))
        return owners[0].id if owners else pads.id

    @property
    def _away(self) -> bool:
        return bool(self._mine) and self._mine <= self._out

    def _played(self, keyboard: int, frame: int) -> None:
        if keyboard in self._mine:
            return
        if not self._mine or (self._away and keyboard not in self._others):
            self._mine |= {keyboard}  # one that was unplugged stays theirs: what it played still is
            self._screen_until = frame
        else:
            self._others |= {keyboard}


def is_other_side(keyboard: object) -> bool:
    """Whether it is the side of a shared keyboard that is not the pupil's."""
    return isinstance(keyboard, int) and keyboard >= OTHER_SIDE
