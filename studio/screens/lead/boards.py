"""Which keyboards there are for a group, with the keys each has, and the computer's keys beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from instruments.events import SOFTWARE, Back, Gone, Keyboards, NoteOn
from studio.ensemble.seats import Keys
from studio.playing.keyrange import KeyRange
from studio.playing.piano import MIDDLE_C, REACH
from studio.words import say

if TYPE_CHECKING:
    from studio.ensemble.seats import Seating
    from studio.lesson import Lesson
    from studio.screen import Tools

USUAL: Final = (36, 96)  # the keys of a keyboard that says nothing of itself


class Boards:
    """Remembers what was heard of each, and which were unplugged since the engine last named them all."""

    def __init__(self, tools: Tools) -> None:
        self._lesson: Lesson = tools.lesson
        self._tools = tools
        self._range = KeyRange()
        self._out: frozenset[int] = frozenset()

    def told(self, event: object) -> bool:
        """A keyboard came or went: True."""
        match event:
            case Gone(keyboard=keyboard):
                self._out |= {keyboard}
            case Back(keyboard=keyboard):
                self._out -= {keyboard}
            case Keyboards(known=known):
                self._out -= {one.id for one in known if one.present}
            case _:
                return False
        return True

    def hear(self, event: NoteOn, seating: Seating) -> None:
        """A key of a keyboard went down, heard as its player's: it tells where the keys lie."""
        keyboard = where(event.keyboard, seating)
        if keyboard is not None:
            self._range.hear(keyboard, event.pitch)

    def now(self) -> tuple[Keys, ...]:
        """All that are plugged in, and the computer's keys last."""
        keys, said = self._lesson.keys, self._tools.settings.keys_there
        found = []
        for one in keys.present:
            if one.id in self._out:
                continue
            low, high = self._range.keys(one, said) or self._range.drawn(one, USUAL)
            pads = tuple(pad.id for pad in keys.known if pad.pads and pad.present and keys.owner(pad.id) == one.id)
            found.append(Keys(one.id, low, high, pads=pads))
        return (*found, Keys(SOFTWARE, MIDDLE_C, MIDDLE_C + REACH))


def where(heard_as: int, seating: Seating) -> int | None:
    """On which keyboard a key went down: the one its player sits at, or itself where it is nobody's; None for nobody's number."""
    player = seating.player_of(heard_as)
    if player is not None:
        return seating.place(player.id).keyboard
    return heard_as if any(keys.keyboard == heard_as for keys in seating.keyboards) else None


def called(keyboard: int | None, seating: Seating) -> str:
    """What a seat is called: the keyboards by number where there are several, the computer's keys, or no keys."""
    if keyboard is None:
        return say("lead.no keys")
    if keyboard == SOFTWARE:
        return say("lead.computer keys")
    real = [keys.keyboard for keys in seating.keyboards if keys.keyboard != SOFTWARE]
    if len(real) < 2:  # noqa: PLR2004 - two to tell apart
        return say("lead.keyboard")
    return say("lead.keyboard n", n=real.index(keyboard) + 1)
